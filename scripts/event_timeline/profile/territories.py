"""Which codes of ISO 3166-1 are of territories of a state, and which states claim the same land.

Written by hand from general knowledge: no published list was copied or compared. OVERSEAS has codes of ISO 3166-1 whose
land belongs to another state; CLAIMS has pairs of states of which a place of one may be said to lie in the other. To
check OVERSEAS, compare it with the remarks of ISO 3166-1 and with the United Nations' list of non-self-governing
territories; CLAIMS has no single authority, so check a pair against sources of both states. A pair that is missing
can give a false warning, one too many hides a true one.
"""

from __future__ import annotations

from functools import cache

OVERSEAS = {
    "AUS": "CCK CXR HMD NFK",
    "CHN": "HKG MAC",
    "DNK": "FRO GRL",
    "FIN": "ALA",
    "FRA": "ATF BLM GLP GUF MAF MTQ MYT NCL PYF REU SPM WLF",
    "GBR": "AIA BMU CYM FLK GGY GIB IMN IOT JEY MSR PCN SGS SHN TCA VGB",
    "NLD": "ABW BES CUW SXM",
    "NOR": "BVT SJM",
    "NZL": "COK NIU TKL",
    "USA": "ASM GUM MNP PRI UMI VIR",
}
"""State -> territories with codes of their own."""
CLAIMS = (
    "ARG GBR", "ARG CHL", "ARM AZE", "BLZ GTM", "BTN CHN", "CHN IND", "CHN JPN", "CHN PAK", "CHN TWN", "COM FRA", "CYP GBR",
    "CYP TUR", "EGY ISR", "EGY PSE", "EGY SDN", "ERI ETH", "ESP GBR", "ESP MAR", "ETH SDN", "FRA MDG", "FRA MUS", "FRA SUR",
    "GEO RUS", "GBR MUS", "GUY SUR", "GUY VEN", "HTI USA", "IND NPL", "IND PAK", "IRN ARE", "ISR LBN", "ISR PSE", "ISR SYR",
    "JOR PSE", "JPN KOR", "JPN RUS", "KEN SSD", "KGZ TJK", "KOR PRK", "LBN SYR", "MAR ESH", "MDA RUS", "MDA UKR", "MYS PHL",
    "RUS UKR", "SDN SSD", "THA KHM", "USA CUB", "VNM CHN", "VNM PHL", "VNM MYS", "VNM TWN", "CHN PHL", "CHN MYS", "CHN BRN",
    "PHL TWN", "JPN TWN", "HRV SRB", "BIH HRV", "ITA SMR", "ITA VAT", "ZAF LSO", "CHE ITA", "CHE DEU", "ESP FRA", "BEL NLD",
)  # fmt: skip
"""States that claim or have held land of each other, and those of which one has an enclave in the other."""
STATES = {territory: state for state, territories in OVERSEAS.items() for territory in territories.split()}


def state(code: str) -> str:
    """The state that a code's territory belongs to; the code itself where it is a state's."""
    return STATES.get(code, code)


def territories(code: str) -> tuple[str, ...]:
    """A code, and those of the territories of the state that it is."""
    return (code, *OVERSEAS.get(code, "").split())


@cache
def claimed() -> list[tuple[str, str]]:
    """Pairs of states that claim land of each other, both ways round."""
    pairs = [tuple(pair.split()) for pair in CLAIMS]
    return [(a, b) for one, two in pairs for a, b in ((one, two), (two, one))]
