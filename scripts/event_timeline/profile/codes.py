"""Code lists of the `pycountry` package, which brings ISO 3166, ISO 639 and ISO 15924 along."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

USER_ASSIGNED = re.compile(r"AA[A-Z]|Q[M-Z][A-Z]|X[A-Z]{2}|ZZ[A-Z]")
"""Codes that ISO 3166-1 leaves to its users (8.1.3), such as XKX, which many use for Kosovo."""
GRANDFATHERED = frozenset(
    "i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao i-tay i-tsu".split()
)
"""The registered tags that begin with i (RFC 5646, 2.1, `irregular`); no more are registered."""
SPECIAL_LANGUAGES = frozenset({"und", "mul", "mis", "zxx", "bh", "dek", "him", "nte"})
"""Of all and no languages, and those that are in the IANA registry and no longer in ISO 639."""
PREFERRED_LANGUAGES = {"in": "id", "iw": "he", "ji": "yi", "jw": "jv", "mo": "ro"}
PREFERRED_REGIONS = {"BU": "MM", "DD": "DE", "FX": "FR", "TP": "TL", "YD": "YE", "ZR": "CD"}
OTHER_REGIONS = frozenset("AC AN CP CQ CS DG EA EU EZ IC NT SU TA UN YU".split())
"""Deprecated codes of two letters and their preferred values, and regions that are not countries of ISO 3166-1: the IANA
Language Subtag Registry, File-Date 2024-05-16."""
PRIVATE_LANGUAGE = re.compile("q[a-t][a-z]")
PRIVATE_SCRIPT = re.compile("qa(?:a[a-z]|b[a-x])")
PRIVATE_REGION = re.compile("AA|Q[M-Z]|X[A-Z]|ZZ")
"""Codes that are left to their users: qaa to qtz, Qaaa to Qabx, AA, QM to QZ, XA to XZ, ZZ (RFC 5646, 2.2.1, 2.2.3, 2.2.4)."""

ALPHA_2 = {
    code[:3]: code[3:]
    for code in (
        "ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT AZEAZ "
        "BDIBI BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR BRBBB "
        "BRNBN BTNBT BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG COKCK COLCO COMKM "
        "CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER "
        "ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN "
        "GLPGP GMBGM GNBGW GNQGQ GRCGR GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU "
        "IDNID IMNIM INDIN IOTIO IRLIE IRNIR IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG "
        "KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO "
        "MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR "
        "MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR "
        "NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA "
        "REURE ROURO RUSRU RWARW SAUSA SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM "
        "SRBRS SSDSS STPST SURSR SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ TKLTK "
        "TKMTM TLSTL TONTO TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC "
        "VENVE VGBVG VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW "
    ).split()
}
"""ISO 3166-1 alpha-3 codes in force in 2026, and the alpha-2 code of each."""
COUNTRIES = frozenset(ALPHA_2)
"""They pass unasked: loading `pycountry` takes longer than reading the tables."""
LANGUAGES = frozenset(
    (
        "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el "
        "en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it "
        "iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt "
        "my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk "
        "sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi "
        "yo za zh zu "
    ).split()
)
"""ISO 639-1 codes, the same way. What is in neither list is for `pycountry` to know."""


@cache
def countries() -> frozenset[str]:
    """ISO 3166-1 alpha-3 codes, withdrawn ones included: old news is about old countries."""
    import pycountry

    former = {c.alpha_3 for c in pycountry.historic_countries if hasattr(c, "alpha_3")}
    return frozenset({c.alpha_3 for c in pycountry.countries} | former)


def is_country(code: str) -> bool:
    """Whether a code is one of ISO 3166-1 alpha-3 or left to users by it."""
    return code in COUNTRIES or code in countries() or USER_ASSIGNED.fullmatch(code) is not None


SHARED_NAMES = frozenset({"Congo"})
"""Short names of ISO 3166-1 that people use for another country too: Congo is Brazzaville's there, and often Kinshasa's."""


@cache
def code_of(name: str) -> str | None:
    """The code of a country by a name that ISO 3166-1 gives it; None where it lists no such name, or two countries use it."""
    if name in SHARED_NAMES:
        return None
    import pycountry

    found = next((c for c in pycountry.countries if name in (c.name, *_other_names(c))), None)
    return found.alpha_3 if found else None


def _other_names(country: Any) -> list[str]:
    return [getattr(country, kind) for kind in ("common_name", "official_name") if hasattr(country, kind)]


@cache
def is_part(country: str, name: str) -> bool:
    """Whether ISO 3166-2 lists a name among the parts of a country (alpha-3), as it does England, Scotland and Wales."""
    import pycountry

    if code_of(name) == country:  # Luxembourg is a canton of its own as well
        return False
    subdivisions: Any = pycountry.subdivisions
    parts = subdivisions.get(country_code=ALPHA_2.get(country, "")) or ()
    return plain(name) in {plain(part.name.split("[")[0]) for part in parts}  # Wales [Cymru GB-CYM]


def is_language_tag(tag: str) -> bool:
    """Whether a BCP 47 tag is valid, and written with the shortest codes that are in force; see `language_fault`."""
    return not language_fault(tag)


@cache
def language_fault(tag: str) -> str:
    """What is wrong with a language tag, with the right one where it is known; empty where nothing is.

    Language, script and region must be in their code lists (RFC 5646, 2.2.9); a language that has a code of two letters
    has no other (2.2.1), and a subtag that the IANA registry deprecates gives way to its preferred value (2.2.9, 3.1.6).
    Other subtags pass; what follows a singleton is only checked to be there (2.2.6, 2.2.7).
    """
    language, *others = tag.lower().split("-")
    if tag.lower() in GRANDFATHERED or (language in LANGUAGES and not others):
        return ""
    if language == "i":
        return f"it is not one of the registered tags {', '.join(sorted(GRANDFATHERED))}"
    if fault := _singleton_fault([language, *others]):
        return fault
    if language == "x":
        return ""
    if preferred := PREFERRED_LANGUAGES.get(language):
        return f"{language!r} is deprecated: write {_rest(preferred, tag)!r}"
    if shorter := _shortest(language):
        return f"{language!r} has the shorter code {shorter!r}: write {_rest(shorter, tag)!r}"
    if not _is_language(language):
        return f"{language!r} is in no list of languages"
    for part in _before_extensions(others):
        if preferred := PREFERRED_REGIONS.get(part.upper()):
            return f"{part!r} is deprecated: write {preferred!r} in its place"
        if not _is_subtag(part):
            return f"{part!r} is in no list of scripts or regions"
    return ""


def _rest(language: str, tag: str) -> str:
    """A tag with another language."""
    return "-".join([language, *tag.split("-")[1:]])


def _shortest(language: str) -> str:
    """The code of two letters of a language that is given by three, ISO 639-2's bibliographic ones included; else empty."""
    if len(language) != 3:
        return ""
    import pycountry

    found = pycountry.languages.get(alpha_3=language) or pycountry.languages.get(bibliographic=language)
    return getattr(found, "alpha_2", "") if found else ""


def _is_language(language: str) -> bool:
    if language in LANGUAGES or language in SPECIAL_LANGUAGES or PRIVATE_LANGUAGE.fullmatch(language):
        return True
    if len(language) != 3:
        return False
    import pycountry

    lists = (pycountry.languages, pycountry.language_families)
    return any(codes.get(alpha_3=language) is not None for codes in lists)


def _singleton_fault(parts: list[str]) -> str:
    """What is wrong with the singletons of a tag: one that is duplicated, or followed by no subtag of its own."""
    ends = parts.index("x") if "x" in parts else len(parts)
    singletons = [i for i, part in enumerate(parts[:ends]) if len(part) == 1]
    for i in singletons:
        if parts[i] in parts[:i]:
            return f"the singleton {parts[i]!r} is duplicated"
        if i + 1 >= ends or len(parts[i + 1]) == 1:
            return f"no subtag of at least two letters follows the singleton {parts[i]!r}"
    return "no subtag follows 'x'" if parts[ends:] == ["x"] else ""


def _before_extensions(parts: list[str]) -> list[str]:
    """Subtags up to the first singleton, after which private rules hold."""
    ends = [i for i, part in enumerate(parts) if len(part) == 1]
    return parts[: ends[0]] if ends else parts


def _is_subtag(part: str) -> bool:
    import pycountry

    if len(part) == 4 and part.isalpha():
        private = PRIVATE_SCRIPT.fullmatch(part) is not None
        return private or pycountry.scripts.get(alpha_4=part.title()) is not None
    if len(part) == 2:
        region = part.upper()
        known = region in OTHER_REGIONS or PRIVATE_REGION.fullmatch(region) is not None
        return known or pycountry.countries.get(alpha_2=region) is not None
    return True


def plain(word: str) -> str:
    """A word without what is changed by accident: case, blanks and signs."""
    return re.sub(r"[\W_]+", "-", word.casefold()).strip("-")
