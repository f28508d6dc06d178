"""Codes that were rules once. A code is not used for another rule, so that what was written about it stays true."""

from __future__ import annotations

RETIRED = {
    "ACT009": "unused-actor: an actor that is only addressed may correctly be without references; EVD014 finds those without evidence.",
    "ACT015": "told-by-nobody: sources report words without saying whose they are.",
    "ACT016": "belongs-elsewhere: an office or a name may well name an actor that its holder does not belong to, such as an embassy's host.",
    "ACT017": "title-without-office: the word before a name is not always an office: Mrs, a trade, an origin.",
    "ACT018": "cameo-of-a-stranger: CAMEO's country is where an actor comes from, not whom it belongs to.",
    "ACT019": "one-code-for-strangers: a CAMEO code may be of a sort of actor, of which a source names several.",
    "ACT025": "equal-and-undergoing: those who take part on equal terms may do something to a third party together.",
    "DAT027": "one-day-by-two-sources: two sources that give the same day confirm each other.",
    "EVD032": "said-of-a-distant-event: a statement may speak of an event that is reported many paragraphs before.",
    "EVT020": "topic-against-kind: the topic says what an event is about, and any kind of event may be about anything.",
    "REL017": "claim-without-claimant: a source may relate in its own voice what it does not confirm.",
    "TAB048": "letters-exchanged: in every language two neighbouring letters exchanged make other words as well.",
}
"""Code -> the slug that it had, and why it was retired."""
