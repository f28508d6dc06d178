"""What the generated packages are made of: invented names, verbs of each kind of event, things people say."""

from __future__ import annotations

COUNTRIES = {
    "ARG": "Argentina", "AUS": "Australia", "AUT": "Austria", "BEL": "Belgium", "BRA": "Brazil", "CAN": "Canada",
    "CHE": "Switzerland", "DEU": "Germany", "DNK": "Denmark", "EGY": "Egypt", "ESP": "Spain", "EST": "Estonia",
    "FIN": "Finland", "FRA": "France", "GRC": "Greece", "HUN": "Hungary", "IND": "India", "IRL": "Ireland",
    "ISL": "Iceland", "ITA": "Italy", "JPN": "Japan", "KEN": "Kenya", "LTU": "Lithuania", "LVA": "Latvia",
    "NLD": "Netherlands", "NOR": "Norway", "NZL": "New Zealand", "POL": "Poland", "PRT": "Portugal", "SVK": "Slovakia",
    "SWE": "Sweden", "UKR": "Ukraine", "ZAF": "South Africa",
}  # fmt: skip
"""ISO 3166-1 alpha-3 code -> short English name."""

GIVEN = (
    "Anna", "Åsa", "Béla", "Chidi", "Dmytro", "Emre", "Fiona", "Gül", "Hélène", "Ines", "Jun", "Katya", "Łukasz", "Mira",
    "Nils", "Olga", "Pia", "Quentin", "Rūta", "Søren", "Tomáš", "Uwe", "Vera", "Wanjiru", "Ximena", "Yui", "Zoë", "光",
)  # fmt: skip
FIRST = (
    "Nor",
    "Bel",
    "Kar",
    "Ost",
    "Vel",
    "Mar",
    "Tor",
    "Dun",
    "Lys",
    "Hal",
    "Ren",
    "Sol",
    "Wex",
    "Grim",
    "Ael",
    "Pont",
)
MIDDLE = ("a", "e", "i", "o", "an", "er", "in", "or", "ul", "em", "ist", "ov", "ad", "ek", "un", "yr")
LAST = (
    "berg",
    "feld",
    "haven",
    "mark",
    "stad",
    "vik",
    "ton",
    "holm",
    "burg",
    "ford",
    "dal",
    "nes",
    "wick",
    "mond",
    "sk",
    "ro",
)
BODIES = {"organisation": ("Water Board", "Port Authority", "Rail Company", "Relief Fund", "Teachers’ Union", "Mining Trust"),
          "body": ("Council", "Commission", "Court of Auditors", "Assembly"), "group": ("Farmers", "Voters", "Dockers", "Exiles")}  # fmt: skip
OFFICES = ("Minister of Works", "Chair of the board", "Spokesperson", "Mayor", "Head of research")
SITES = ("Town Hall", "Pier 4", "Old Mill", "Congress Centre")

KINDS = (
    # kind, past tense, infinitive, topic, PLOVER, CAMEO, weight
    ("meeting", "met", "meet", "diplomacy", "CONSULT", "040", 20),
    ("endorsement", "praised the work of", "praise the work of", "support", "SUPPORT", "050", 12),
    ("agreement", "signed an agreement with", "sign an agreement with", "diplomacy", "AGREE", "030", 10),
    ("recommendation", "urged restraint on", "urge restraint on", "reform", "SUPPORT", "050", 8),
    ("refusal", "turned down an offer from", "turn down an offer from", "diplomacy", "REJECT", "125", 8),
    ("assistance", "sent vehicles to", "send vehicles to", "support", "AID", "072", 10),
    ("cooperation", "trained together with", "train together with", "interoperability", "COOPERATE", "062", 8),
    ("armed-conflict", "fired on", "fire on", "conflict", "ASSAULT", "190", 8),
    ("project", "opened a workshop with", "open a workshop with", "support", "COOPERATE", "060", 6),
    ("publication", "issued a paper with", "issue a paper with", "diplomacy", None, None, 4),
    ("review", "looked into the accounts of", "look into the accounts of", "reform", None, None, 4),
    ("reform", "agreed new rules with", "agree new rules with", "reform", "AGREE", "034", 2),
)
STATUSES = (
    # status, words before the infinitive, weight
    ("occurred", "", 58), ("ongoing", "continues to", 11), ("planned", "is to", 10), ("conditional", "would then", 4),
    ("hypothetical", "might", 6), ("asserted", "is said to", 5), ("habitual", "tends to", 6),
)  # fmt: skip
QUOTES = (
    "We shall not leave before the work is done", "Nobody asked us, and we don’t agree", "It is a good day for {place}",
    "This was a mistake 🙂", "We will pay what we owe", "The talks were frank, as they say", "Ça suffit",
    "There isn’t a second way", "What they did was right and it was late", "Ask them in {place}, not me",
)  # fmt: skip
"""Some hold an apostrophe, an emoji or a letter beyond ASCII."""
CONTENTS = (
    "it had been expected for months", "the cost would be shared", "nothing had been decided in {place}", "the mayor knew of it",
    "more would follow within the year", "the other side had not answered", "the papers were in order",
)  # fmt: skip
CUES = {"said": ("asserts", "CT+"), "added": ("asserts", "CT+"), "denied": ("denies", "CT-"), "warned": ("warns", "PR+"),
        "promised": ("commits", "CT+"), "predicted": ("predicts", "PS+"), "insisted": ("demands", "U")}  # fmt: skip
"""Cue -> stance and factuality of what is certain."""
AHEAD = ("warned", "promised", "predicted", "insisted")
"""Cues of what is to come: what is over is said."""
SPEECH = ("meeting", "agreement", "endorsement", "recommendation", "refusal", "cooperation")
"""Kinds of event that may be addressed to somebody."""
MARKS = (("“", "”"), ('"', '"'), ("«", "»"))
