"""Who is named or described as a person in an English text, and whether it is a man or a woman where the text says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from event_timeline.texts.text import Text


@dataclass(frozen=True, slots=True)
class Person:
    """Words for a person in code points, half-open.

    pronoun: `he` or `she` where a title, a word such as *spokeswoman* or a pronoun in the same clause says which, else empty;
    is_named: whether the words are a name, without its title, or only describe somebody.
    """

    start: int
    end: int
    pronoun: str
    is_named: bool


_CAPITAL = r"(?-i:[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶĹĻŁŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ])"
_WORD = rf"{_CAPITAL}[^\W\d_]*(?:['’-][^\W\d_]{{2,}})*"
_NAME = rf"{_WORD}(?: (?:(?:van|von|de|der|den|da|di|bin|ibn|al|el|la|le) )*{_WORD}){{0,3}}"
_MALE = "gunman|policeman|fisherman|man|boy|husband|father|brother|son|widower|king|prince|uncle|grandfather"
_FEMALE = (
    "spokeswoman|chairwoman|congresswoman|businesswoman|policewoman|woman|girl|wife|mother|sister|daughter|widow|"
    "queen|princess|actress|aunt|grandmother|countess|duchess"
)
_OFFICE = (
    "minister|president|premier|chancellor|mayor|director|inspector|governor|senator|general|colonel|professor|judge|bishop|spokesman|"
    "spokesperson|secretary|chief|captain|pope|chair|chairman|chairperson|leader|ambassador|envoy|commander|deputy|official|"
    "prosecutor|lawyer|author|founder|head|officer|teacher|doctor|nurse|witness|analyst|researcher|economist|activist|"
    "resident|farmer|worker|driver|victim|suspect|candidate|colleague|person|child|neighbour|student|journalist|reporter"
)
_SORT = rf"(?:(?P<he>{_MALE})|(?P<she>{_FEMALE})|{_OFFICE})"
_SORTS = re.compile(rf"{_MALE}|{_FEMALE}|{_OFFICE}|Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Lord|Lady|Dame|Madam", re.IGNORECASE)
_CUE = r"(?:said|says|told|added|adds|warned|claimed|promised|vowed|announced|denied|argued|asked|insisted|stated|wrote|confirmed|conceded|acknowledged|admitted|explained|declared|replied|predicted|doubted|rejected|pledged)"
_TITLES = re.compile(
    rf"\b(?:(?P<he>Mr|Sir|Lord|King|Prince|Father)|(?P<she>Mrs|Ms|Miss|Lady|Dame|Madam|Queen|Princess)|Dr|Prof|Professor|Judge|General|President|Minister)\.? (?P<name>{_NAME})"
)
_DESCRIBED = re.compile(
    rf"\b(?:an?|the|one|its|his|her|their|another|{_WORD}['’]s)(?: [a-z][\w-]*){{0,3}}? {_SORT}\b(?P<named>,? (?P<name>{_NAME}))?",
    re.IGNORECASE,
)
_OFFICE_FIRST = re.compile(rf"\b{_SORT} (?P<name>{_NAME})", re.IGNORECASE)
_APPOSITION = re.compile(rf"(?P<name>{_NAME}), (?:an?|the|its|his|her|their) (?:[\w’'-]+ ){{0,5}}?{_SORT}\b")
_SPEAKS = re.compile(rf"(?P<name>{_NAME})(?:,[^,.]{{1,60}},)?(?: also| then| later)? {_CUE}\b")
_SPEAKS_AFTER = re.compile(rf"\b{_CUE} (?P<name>{_NAME})")
_FULL = re.compile(rf"(?P<name>{_WORD} {_WORD}), (?:who|\d\d,)")
_TIED = re.compile(
    rf"(?P<name>{_NAME})(?:,[^,.]{{1,60}},)? {_CUE}(?: on {_WORD}day| reporters| journalists)?(?: that| as| when| while| before| after)? (?:(?P<he>he)|(?P<she>she))\b"
    rf"|\b{_CUE} (?P<name2>{_NAME}),? (?:as|when|while|before|after) (?:(?P<he2>he)|(?P<she2>she))\b"
)
_OWN = re.compile(
    rf"(?P<name>{_NAME}) (?:(?P<he>himself)|(?P<she>herself))\b|(?P<name2>{_NAME}) and (?:(?P<he2>his (?:wife|girlfriend|fiancée))|(?P<she2>her (?:husband|boyfriend|fiancé)))\b"
)
_NO_NAME = frozenset(
    "The A An It He She They We I You This That These Those In On At But And As After Before When While If Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday January February March April May June July August September October November December".split()
)


def people(text: Text) -> Iterator[Person]:
    """The persons of a text in its order, each at every place where it is seen that a person is meant."""
    content = text.content
    found: dict[tuple[int, int, bool], str] = {}
    for pattern in (_TITLES, _OFFICE_FIRST, _APPOSITION, _SPEAKS, _SPEAKS_AFTER, _FULL, _OWN):
        for match in pattern.finditer(content):
            _note(found, content, match)
    for match in _DESCRIBED.finditer(content):
        if match["named"]:
            _note(found, content, match)
        elif not re.search(rf"{_WORD}, $", content[max(0, match.start() - 40) : match.start()]):
            found.setdefault((*match.span(), False), _pronoun(match))
    others = sorted((a, content[a:b].split()[-1] if is_named else "") for a, b, is_named in found)
    for match in _TIED.finditer(content):
        name = match["name"] or match["name2"]
        if all(last == name.split()[-1] for a, last in others if a < match.start()):  # else it may be somebody else
            _note(found, content, match)
    for (a, b, is_named), pronoun in sorted(found.items()):
        yield Person(a, b, pronoun, is_named)


def _note(found: dict[tuple[int, int, bool], str], content: str, match: re.Match[str]) -> None:
    group = "name" if match["name"] else "name2"
    start, end = match.span(group)
    words = content[start:end].split(" ")
    while words and (words[0] in _NO_NAME or _SORTS.fullmatch(words[0])):
        start += len(words.pop(0)) + 1
    if words:
        key = (start, end, True)
        found[key] = found.get(key) or _pronoun(match)


def _pronoun(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return next((name for name in ("he", "she") if groups.get(name) or groups.get(f"{name}2")), "")
