"""CIT: citation files against the descriptor."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from event_timeline.model import Problem, UserError
from event_timeline.package.json_files import as_list, objects, parse
from event_timeline.rules.rule import Context, Finding, Rule, cached, rule

CFF, ZENODO, CHANGELOG = "CITATION.cff", ".zenodo.json", "CHANGELOG.md"
READMES = ("README.md", "README.rst", "README.txt", "README")
MAX_BYTES = {CFF: 2**17, ZENODO: 2**20, CHANGELOG: 2**23}
"""A citation file has a few hundred bytes; YAML takes seconds for a hundred thousand."""
MAX_HEADING = 200
"""Characters of a line that are looked at for a heading."""
RELEASE = re.compile(
    r"^##\s+\[?v?(?P<version>\d+\.\d+\.\d+[^\s\]]*)\]?(?:\(\S*\))?(?:\s*[-–—(]?\s*(?P<date>\d{4}-\d{2}-\d{2})\)?)?\s*$"
)
"""A release's heading as keepachangelog.com has it, with and without brackets, links and dates."""
KEYS = {"title": "title", "version": "version", "date": "", "doi": "doi", "creators": "", "licence": "license"}
"""What is compared -> the property of a citation file that says it, where all call it so."""


@dataclass(frozen=True)
class Cited:
    """What one citation file says of the dataset, as text; empty where it says nothing.

    lines: what -> its line; names: creators as they are written there, in lower case.
    """

    path: str
    said: dict[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    licenses: frozenset[str] = frozenset()
    lines: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    flaw: str = ""

    def problem(self, message: str, what: str, value: str | None = None) -> Problem:
        """A problem of what the file says."""
        return Problem(
            message=message, path=self.path, line=self.lines.get(what), column=self.keys.get(what), value=value
        )


@cached
def _files(t: Context) -> list[Cited]:
    """The citation files that are there, read once."""
    cited = []
    for path, reader in READERS.items():
        file = t.tables.package.root / path
        if file.is_symlink() or file.exists():
            text, flaw = _text(file)
            cited.append(Cited(path, flaw=flaw) if flaw else reader(path, text))
    return cited


def _text(file: Path) -> tuple[str, str]:
    """(content, "") of a citation file, or ("", what it is that keeps it from being read)."""
    try:
        if file.is_symlink() or not file.is_file():
            return "", "a link or no regular file, and not followed"
        if file.stat().st_size > MAX_BYTES[file.name]:
            return "", f"larger than {MAX_BYTES[file.name]:,} bytes"
        return file.read_bytes().decode("utf-8", "replace"), ""
    except OSError as error:
        return "", f"unreadable: {error.strerror or error}"


def _read_cff(path: str, text: str) -> Cited:
    import yaml

    try:
        loaded = yaml.safe_load(text)
    except Exception as error:  # its constructors raise whatever a scalar of the wrong form makes them stumble over
        mark = getattr(error, "problem_mark", None)
        return Cited(path, flaw=f"not YAML{f', line {mark.line + 1}' if mark else ''}")
    keys = {**KEYS, "date": "date-released", "creators": "authors"}
    return _cited(path, text, loaded, keys, _cff_name, r"^{}\s*:")


def _read_zenodo(path: str, text: str) -> Cited:
    try:
        loaded = parse(text, path)
    except UserError as error:
        return Cited(path, flaw=error.message.removeprefix(f"{path}:"))
    keys = {**KEYS, "date": "publication_date", "creators": "creators"}
    return _cited(path, text, loaded, keys, _zenodo_name, r'^\s*"{}"\s*:')


def _cited(path: str, text: str, loaded: Any, keys: dict[str, str], name: Callable[[Any], str], line: str) -> Cited:
    if not isinstance(loaded, dict):
        return Cited(path, flaw="not a list of properties")
    said = {what: scalar(loaded.get(key)) for what, key in keys.items()}
    creators = loaded.get(keys["creators"])
    names = frozenset(n for c in (creators if isinstance(creators, list) else ()) if (n := name(c)))
    items = as_list(loaded.get(keys["licence"]))
    licenses = frozenset(scalar(g.get("id") if isinstance(g, dict) else g).lower() for g in items)
    lines = {}
    for what, key in keys.items():
        at = re.search(line.format(re.escape(key)), text, re.MULTILINE)
        if at:
            lines[what] = text.count("\n", 0, at.start()) + 1
    return Cited(path, said, names, licenses - {""}, lines, keys)


def _read_changelog(path: str, text: str) -> Cited:
    for number, line in enumerate(text.splitlines(), 1):
        heading = RELEASE.match(line) if len(line) <= MAX_HEADING else None
        if heading:
            said = {"version": heading["version"], "date": heading["date"] or ""}
            return Cited(path, said, lines=dict.fromkeys(said, number))
    return Cited(path)


MAX_BITS = 1_024
"""Of an integer in YAML, which may be written in hex or to the base 60; a version or year has some ten."""
READERS: dict[str, Callable[[str, str], Cited]] = {CFF: _read_cff, ZENODO: _read_zenodo, CHANGELOG: _read_changelog}


def scalar(value: Any) -> str:
    """A scalar as text; empty for other values, and for a number of more digits than Python writes."""
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        return ""
    return str(value).strip() if isinstance(value, (str, int, float)) or hasattr(value, "isoformat") else ""


def _cff_name(author: Any) -> str:
    if not isinstance(author, dict):
        return ""
    family = [scalar(author.get(k)) for k in ("given-names", "name-particle", "family-names", "name-suffix")]
    return (scalar(author.get("name")) or " ".join(filter(None, family))).lower()


def _zenodo_name(creator: Any) -> str:
    family, comma, given = scalar(creator.get("name") if isinstance(creator, dict) else None).partition(", ")
    return (f"{given} {family}" if comma else family).lower()


def _creators(t: Context) -> frozenset[str]:
    """Names of the descriptor's creators in lower case; of all contributors where none has that role."""
    people = objects(t.descriptor.get("contributors"))
    makers = [c for c in people if {"creator", "author"} & set(map(str, c.get("roles") or ()))] or people
    names = (
        scalar(c.get("title")) or " ".join(filter(None, (scalar(c.get("givenName")), scalar(c.get("familyName")))))
        or scalar(c.get("organization")) for c in makers
    )  # fmt: skip
    return frozenset(n.lower() for n in names if n)


def _formed(t: Context, key: str, form: str) -> str:
    """A property of the descriptor; empty where it is malformed, which PKG001 reports."""
    value = t.descriptor.get(key)
    return value.strip() if isinstance(value, str) and re.fullmatch(form, value.strip()) else ""


def of_citations(code: str, slug: str, what: str, said: Callable[[Context], str]) -> Rule:
    """A rule on citation files that say something else of one thing than the descriptor."""

    def check(t: Context) -> Iterator[Finding]:
        wanted = said(t)
        for cited in _files(t):
            given = cited.said.get(what, "")
            if given and wanted and given != wanted:
                yield cited.problem(f"{what} {given!r}, the descriptor says {wanted!r}", what, given)

    return Rule(code, slug, check)


def _doi(t: Context) -> str:
    pattern = r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.\d{4,9}/\S+)"
    said = (re.fullmatch(pattern, scalar(t.descriptor.get(key))) for key in ("doi", "id"))
    return next((known[1] for known in said if known), "")


DATE, VERSION = r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*", r"[0-9]+\.[0-9]+\.[0-9]+.*"
title_differs = of_citations("CIT002", "title-differs", "title", lambda t: scalar(t.descriptor.get("title")))
version_differs = of_citations("CIT003", "version-differs", "version", lambda t: _formed(t, "version", VERSION))
date_differs = of_citations("CIT004", "date-differs", "date", lambda t: _formed(t, "created", DATE)[:10])
doi_differs = of_citations("CIT007", "doi-differs", "doi", _doi)


@rule("CIT001")
def unreadable_citation_file(t: Context) -> Iterator[Finding]:
    for cited in _files(t):
        if cited.flaw:
            yield Problem(message=f"the file is {cited.flaw}", path=cited.path)


@rule("CIT005", severity="warning")
def creators_differ(t: Context) -> Iterator[Finding]:
    wanted = _creators(t)
    for cited in _files(t):
        here, there = cited.names - wanted, wanted - cited.names
        if len(here) * len(there) <= MOST_PAIRS:
            pairs = [(one, other) for one in here for other in there if _one_name(one, other)]
            here, there = here - {one for one, _ in pairs}, there - {other for _, other in pairs}
        if cited.names and wanted and (here or there):
            said, known = ", ".join(sorted(here)), ", ".join(sorted(there))
            message = f"creators differ: {said or 'nobody'} here only, {known or 'nobody'} in the descriptor only"
            yield cited.problem(message, "creators")


MOST_PAIRS, MOST_PARTS = 10_000, 8
"""Names that are compared part by part: of more, and of longer ones, only equal names are one."""


def _one_name(one: str, other: str) -> bool:
    """Whether two names may be one: the parts of one are among the other's, or make the same when put together."""
    first, second = (re.findall(r"\w+", unicodedata.normalize("NFKC", name)) for name in (one, other))
    if not first or not second or max(len(first), len(second)) > MOST_PARTS:
        return False
    few, many = sorted((set(first), set(second)), key=len)
    # Japanese and Chinese names are written without a blank, the family name first
    return (few <= many and (len(few) > 1 or few == many)) or bool(_turns(first) & _turns(second))


def _turns(parts: list[str]) -> set[str]:
    """The parts put together, beginning with each of them in turn."""
    return {"".join(parts[i:] + parts[:i]) for i in range(len(parts))}


@rule("CIT006")
def license_differs(t: Context) -> Iterator[Finding]:
    wanted = {scalar(i.get("name")).lower() for i in objects(t.descriptor.get("licenses"))} - {""}
    for cited in _files(t):
        for one in sorted(cited.licenses - wanted) if wanted else ():
            yield cited.problem(f"licence {one!r}, the descriptor says {', '.join(sorted(wanted))}", "licence", one)


@rule("CIT008", severity="warning")
def no_readme(t: Context) -> Iterator[Finding]:
    if _files(t) and not any((t.tables.package.root / name).is_file() for name in READMES):
        message = f"{', '.join(c.path for c in _files(t))}, but no README"
        yield Problem(message=message, path=t.tables.package.descriptor_name)
