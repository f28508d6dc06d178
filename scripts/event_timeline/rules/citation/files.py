"""CIT: citation files against the descriptor."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from event_timeline.model import Problem
from event_timeline.package.citation_files import Cited, citation_files, scalar
from event_timeline.package.json_files import as_list, objects
from event_timeline.rules.rule import Context, Finding, Rule, cached, rule

READMES = ("README.md", "README.rst", "README.txt", "README")


@cached
def _files(t: Context) -> list[Cited]:
    """The citation files that are there, read once."""
    return citation_files(t.tables.package.root)


def _problem(cited: Cited, message: str, what: str, value: str | None = None) -> Problem:
    """A problem of what a citation file says."""
    line, column = cited.lines.get(what), cited.keys.get(what)
    return Problem(message=message, path=cited.path, line=line, column=column, value=value)


def _creators(t: Context) -> frozenset[str]:
    """Names of the descriptor's creators in lower case; of all contributors where none has that role."""
    people = objects(t.descriptor.get("contributors"))
    makers = [c for c in people if {"creator", "author"} & set(map(str, as_list(c.get("roles"))))] or people
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
                yield _problem(cited, f"{what} {given!r}, the descriptor says {wanted!r}", what, given)

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
            yield _problem(cited, message, "creators")


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
            yield _problem(cited, f"licence {one!r}, the descriptor says {', '.join(sorted(wanted))}", "licence", one)


@rule("CIT008", severity="warning")
def no_readme(t: Context) -> Iterator[Finding]:
    if _files(t) and not any((t.tables.package.root / name).is_file() for name in READMES):
        message = f"{', '.join(c.path for c in _files(t))}, but no README"
        yield Problem(message=message, path=t.tables.package.descriptor_name)
