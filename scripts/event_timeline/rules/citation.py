"""CIT: citation files against the descriptor, and the sources that the data rest on.

CITATION.cff, .zenodo.json and CHANGELOG.md are looked at where they lie in the package's folder.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from event_timeline import profile
from event_timeline.model import UserError
from event_timeline.package.json_files import parse
from event_timeline.profile.codes import language_fault
from event_timeline.rules.rule import Added, Cell, Context, Finding, Found, Offenders, Replaced, bad, good, rule
from event_timeline.rules.same import folded, repeated
from event_timeline.tables.loading import ROW
from event_timeline.texts.text import span_hash

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
URL = r"^https?://[^\s/?#.]+(?:\.[^\s/?#.]+)*\.?(?::\d+)?(?:[/?#]\S*)?$"

CFF_TEXT = """\
cff-version: 1.2.0
message: If you use this dataset, please cite it as below.
type: dataset
title: "The harbour dispute: a small event timeline for the tests"
version: 1.2.0
date-released: "2024-06-01"
authors:
  - name: Event Timeline project
license: CC-BY-4.0
"""
README = Replaced("README.md", "", "# The harbour dispute\n")


def _cff(old: str = "", new: str = "") -> tuple[Replaced, Replaced]:
    """The citation file of the examples, with one change."""
    return Replaced(CFF, "", CFF_TEXT.replace(old, new) if old else CFF_TEXT), README


@dataclass(frozen=True)
class Cited:
    """What one citation file says of the dataset, as text; empty where it says nothing.

    lines: what -> the line that it stands on; names: creators as they are written there, in lower case.
    """

    path: str
    said: dict[str, str]
    names: frozenset[str]
    licenses: frozenset[str]
    lines: dict[str, int]
    keys: dict[str, str]
    flaw: str = ""


def _files(t: Context) -> list[Cited]:
    """The citation files that are there, read once."""
    return t.once("citation files", lambda: list(_read(t.tables.package.root)))


def _read(root: Path) -> Iterator[Cited]:
    for path, reader in READERS.items():
        file = root / path
        if file.is_symlink() or file.exists():
            text, flaw = _text(file)
            yield _broken(path, flaw) if flaw else reader(path, text)


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


def _broken(path: str, flaw: str) -> Cited:
    return Cited(path, {}, frozenset(), frozenset(), {}, {}, flaw)


def _read_cff(path: str, text: str) -> Cited:
    import yaml

    try:
        loaded = yaml.safe_load(text)
    except Exception as error:  # its constructors raise whatever a scalar of the wrong form makes them stumble over
        mark = getattr(error, "problem_mark", None)
        return _broken(path, f"not YAML{f', line {mark.line + 1}' if mark else ''}")
    keys = {
        "title": "title",
        "version": "version",
        "date": "date-released",
        "doi": "doi",
        "creators": "authors",
        "licence": "license",
    }
    return _cited(path, text, loaded, keys, _cff_name, r"^{}\s*:")


def _read_zenodo(path: str, text: str) -> Cited:
    try:
        loaded = parse(text, path)
    except UserError as error:
        return _broken(path, error.message.removeprefix(f"{path}:"))
    keys = {
        "title": "title",
        "version": "version",
        "date": "publication_date",
        "doi": "doi",
        "creators": "creators",
        "licence": "license",
    }
    return _cited(path, text, loaded, keys, _zenodo_name, r'^\s*"{}"\s*:')


def _cited(path: str, text: str, loaded: Any, keys: dict[str, str], name: Callable[[Any], str], line: str) -> Cited:
    if not isinstance(loaded, dict):
        return _broken(path, "not a list of properties")
    said = {what: _scalar(loaded.get(key)) for what, key in keys.items()}
    creators = loaded.get(keys["creators"])
    names = frozenset(n for c in (creators if isinstance(creators, list) else ()) if (n := name(c)))
    given = loaded.get(keys["licence"])
    licenses = frozenset(
        _scalar(g.get("id") if isinstance(g, dict) else g).lower()
        for g in (given if isinstance(given, list) else [given])
    )
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
            return Cited(path, said, frozenset(), frozenset(), dict.fromkeys(said, number), {})
    return Cited(path, {}, frozenset(), frozenset(), {}, {})


MAX_BITS = 1_024
"""Of an integer in YAML, which may be written in hex or to the base 60; a version or year has some ten."""
READERS: dict[str, Callable[[str, str], Cited]] = {CFF: _read_cff, ZENODO: _read_zenodo, CHANGELOG: _read_changelog}


def _scalar(value: Any) -> str:
    """A scalar as text; empty for what is none, and for a number of more digits than Python writes."""
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        return ""
    return str(value).strip() if isinstance(value, (str, int, float)) or hasattr(value, "isoformat") else ""


def _cff_name(author: Any) -> str:
    if not isinstance(author, dict):
        return ""
    family = [_scalar(author.get(k)) for k in ("given-names", "name-particle", "family-names", "name-suffix")]
    return (_scalar(author.get("name")) or " ".join(filter(None, family))).lower()


def _zenodo_name(creator: Any) -> str:
    family, comma, given = _scalar(creator.get("name") if isinstance(creator, dict) else None).partition(", ")
    return (f"{given} {family}" if comma else family).lower()


def _creators(t: Context) -> frozenset[str]:
    """Names of the descriptor's creators in lower case; of all contributors where none has that role."""
    given = t.descriptor.get("contributors")
    people = [c for c in (given if isinstance(given, list) else ()) if isinstance(c, dict)]
    makers = [c for c in people if {"creator", "author"} & set(map(str, c.get("roles") or ()))] or people
    names = (
        _scalar(c.get("title")) or " ".join(filter(None, (_scalar(c.get("givenName")), _scalar(c.get("familyName")))))
        or _scalar(c.get("organization")) for c in makers
    )  # fmt: skip
    return frozenset(n.lower() for n in names if n)


def _formed(t: Context, key: str, form: str) -> str:
    """A property of the descriptor; empty where it has not its form, which PKG001 tells."""
    value = t.descriptor.get(key)
    return value.strip() if isinstance(value, str) and re.fullmatch(form, value.strip()) else ""


def _compared(t: Context, what: str, wanted: str) -> Iterator[Finding]:
    """A finding for each citation file that says something else of one thing."""
    for cited in _files(t):
        said = cited.said.get(what, "")
        if said and wanted and said != wanted:
            yield Found(
                f"{what} {said!r}, the descriptor says {wanted!r}",
                path=cited.path,
                line=cited.lines.get(what),
                column=cited.keys.get(what),
                value=said,
            )


@rule(
    "CIT001",
    bad=bad("an indentation that means nothing", *_cff("license:", "  license:")),
    good=good("a property of one's own", *_cff("license:", "x-note: fine\nlicense:")),
)
def unreadable_citation_file(t: Context) -> Iterator[Finding]:
    """CITATION.cff, .zenodo.json or CHANGELOG.md cannot be read.

    Why: the archives and reference managers that look for it pass it over, and cite the dataset wrongly or not at all.
    Repair: mend it, or write it anew with `timeline cite --style cff`.
    """
    for cited in _files(t):
        if cited.flaw:
            yield Found(f"the file is {cited.flaw}", path=cited.path)


@rule(
    "CIT002",
    bad=bad("another title", *_cff("a small event timeline", "an event timeline")),
    good=good(
        "the title without quotation marks",
        *_cff(
            '"The harbour dispute: a small event timeline for the tests"',
            ">-\n  The harbour dispute: a small\n  event timeline for the tests",
        ),
    ),
)
def title_differs(t: Context) -> Iterator[Finding]:
    """A citation file has another title than the descriptor.

    Why: the dataset is cited under a name that nobody finds it by.
    Repair: use the descriptor's title in all of them; `timeline cite` writes them anew.
    """
    yield from _compared(t, "title", _scalar(t.descriptor.get("title")))


@rule(
    "CIT003",
    bad=bad("the version before", *_cff("version: 1.2.0\ndate", "version: 1.1.0\ndate")),
    good=good(
        "the newest of two releases",
        *_cff(),
        Replaced(CHANGELOG, "", "# Changes\n\n## Unreleased\n\n## 1.2.0 - 2024-06-01\n\n## 1.1.0 - 2024-05-20\n"),
    ),
)
def version_differs(t: Context) -> Iterator[Finding]:
    """A citation file, or the newest release in CHANGELOG.md, has another version than the descriptor.

    Why: who cites the dataset names rows that are not in it.
    Repair: raise the version in all of them at once with `timeline bump`.
    """
    yield from _compared(t, "version", _formed(t, "version", r"[0-9]+\.[0-9]+\.[0-9]+.*"))


@rule(
    "CIT004",
    bad=bad("a release that is dated a month later", *_cff(), Replaced(CHANGELOG, "", "## [1.2.0] - 2024-07-01\n")),
    good=good("a release without a date", *_cff(), Replaced(CHANGELOG, "", "## [1.2.0]\n")),
)
def date_differs(t: Context) -> Iterator[Finding]:
    """A citation file, or the newest release in CHANGELOG.md, has another date than the descriptor's `created`.

    Why: archives sort and cite versions by date.
    Repair: write the same day in all of them; `timeline bump` does.
    """
    yield from _compared(t, "date", _formed(t, "created", r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*")[:10])


@rule(
    "CIT005",
    severity="warning",
    bad=bad("somebody else", *_cff("- name: Event Timeline project", "- family-names: Holm\n    given-names: Mira")),
    good=good(
        "the family name first",
        *_cff("- name: Event Timeline project", "- family-names: Kovács\n    given-names: Anna"),
        Replaced("datapackage.json", '"title": "Event Timeline project"', '"title": "Kovács Anna"'),
    ),
)
def creators_differ(t: Context) -> Iterator[Finding]:
    """A citation file names other creators than the descriptor.

    Why: the wrong people get the credit. The parts of a name are compared, in whatever order they stand, and a title or a
    middle name that one of the two leaves out is none.
    Repair: name the contributors with the role `creator` in all of them.
    """
    wanted = _creators(t)
    for cited in _files(t):
        here, there = cited.names - wanted, wanted - cited.names
        if len(here) * len(there) <= MOST_PAIRS:
            pairs = [(one, other) for one in here for other in there if _one_name(one, other)]
            here, there = here - {one for one, _ in pairs}, there - {other for _, other in pairs}
        if cited.names and wanted and (here or there):
            said, known = ", ".join(sorted(here)), ", ".join(sorted(there))
            message = f"creators differ: {said or 'nobody'} here only, {known or 'nobody'} in the descriptor only"
            yield Found(message, path=cited.path, line=cited.lines.get("creators"), column=cited.keys.get("creators"))


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


@rule(
    "CIT006",
    bad=bad("a licence for software", *_cff("CC-BY-4.0", "MIT")),
    good=good("the licence as Zenodo writes it", *_cff(), Replaced(ZENODO, "", '{"license": "cc-by-4.0"}')),
)
def license_differs(t: Context) -> Iterator[Finding]:
    """A citation file has another licence than the descriptor.

    Why: users take the more generous one, and are wrong.
    Repair: write the SPDX identifier of the descriptor's `licenses` in all of them.
    """
    given = t.descriptor.get("licenses")
    wanted = {
        _scalar(i.get("name")).lower() for i in (given if isinstance(given, list) else ()) if isinstance(i, dict)
    } - {""}
    for cited in _files(t):
        for one in sorted(cited.licenses - wanted) if wanted else ():
            message = f"licence {one!r}, the descriptor says {', '.join(sorted(wanted))}"
            yield Found(
                message, path=cited.path, line=cited.lines.get("licence"), column=cited.keys.get("licence"), value=one
            )


@rule(
    "CIT007",
    bad=bad(
        "the DOI of another dataset",
        Replaced(
            "datapackage.json",
            '"id": "urn:uuid:5f0c2a1e-7d34-4c1b-9a55-0c8e6c1b7f10"',
            '"id": "https://doi.org/10.5555/harbour.2"',
        ),
        *_cff("license:", "doi: 10.5555/harbour.1\nlicense:"),
    ),
    good=good(
        "the same DOI in short",
        Replaced(
            "datapackage.json",
            '"id": "urn:uuid:5f0c2a1e-7d34-4c1b-9a55-0c8e6c1b7f10"',
            '"id": "https://doi.org/10.5555/harbour.2"',
        ),
        *_cff("license:", "doi: 10.5555/harbour.2\nlicense:"),
    ),
)
def doi_differs(t: Context) -> Iterator[Finding]:
    """A citation file has another DOI than the descriptor.

    Why: the citation leads to another dataset or version.
    Repair: write the DOI of this version in all of them; a descriptor with a DOI in neither `doi` nor `id` is not compared.
    """
    pattern = r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.\d{4,9}/\S+)"
    said = (re.fullmatch(pattern, _scalar(t.descriptor.get(key))) for key in ("doi", "id"))
    yield from _compared(t, "doi", next((known[1] for known in said if known), ""))


@rule(
    "CIT008",
    severity="warning",
    bad=bad("a citation file and no README", _cff()[0]),
    good=good("both", *_cff()),
)
def no_readme(t: Context) -> Iterator[Finding]:
    """A package that is made to be cited has no README.

    Why: it is what people read first, and what archives show.
    Repair: write a README.md that says what the data are, whence, and under which terms.
    """
    if _files(t) and not any((t.tables.package.root / name).is_file() for name in READMES):
        yield Found(f"{', '.join(c.path for c in _files(t))}, but no README", path=t.tables.package.descriptor_name)


HASHED = (
    Cell("sources", "port-log", "characters", "10"),
    Cell("sources", "port-log", "sha256", span_hash("Load lost.")),
)


@rule(
    "CIT010",
    needs=("sources",),
    bad=bad("a hash without a length", Cell("sources", "article", "characters", "")),
    good=good("another length", Cell("sources", "article", "characters", "2000")),
)
def hash_or_length_alone(t: Context) -> Iterator[Finding]:
    """A source has a hash without a length, or a length without a hash.

    Why: together they say exactly which text was coded; one alone leaves doubts, or offsets that nothing bounds.
    Repair: `timeline stamp --source FILE` sets both from the text.
    """
    for column, other in (("characters", "sha256"), ("sha256", "characters")):
        rows = t["sources"].filter(pl.col(column).is_null(), pl.col(other).is_not_null())
        yield Offenders("sources", rows, f"{other} without {column}", column)


@rule(
    "CIT011",
    needs=("sources", "evidence"),
    bad=bad(
        "an article that cannot be told from other editions",
        Cell("sources", "article", "characters", ""),
        Cell("sources", "article", "sha256", ""),
    ),
    good=good("a log that is only cited", Cell("sources", "port-log", "note", "")),
)
def evidence_into_no_text(t: Context) -> Iterator[Finding]:
    """Evidence points into a source whose text has no hash.

    Why: offsets mean something in one edition of a text only, and nobody can know which.
    Repair: set `characters` and `sha256` of the text that was coded.
    """
    shown = t["evidence"].select("source_id").drop_nulls().unique()
    bare = t["sources"].filter(pl.col("sha256").is_null(), pl.col("characters").is_null())
    yield Offenders(
        "sources",
        bare.join(shown, on="source_id", how="semi"),
        "evidence points into {source_id}, which has no hash",
        "sha256",
    )


@rule(
    "CIT012",
    severity="warning",
    needs=("sources", "evidence"),
    bad=bad("a log with a hash and no evidence", *HASHED),
    good=good("a log with neither", Cell("sources", "port-log", "publisher", "")),
)
def text_without_evidence(t: Context) -> Iterator[Finding]:
    """A source has the hash of its text, but no evidence points into it.

    Why: the hash says that the text is coded: it is not yet, its evidence was lost, or the hash belongs to another source.
    Repair: code the text (`timeline locate` finds its words, `timeline add` writes rows) or restore its evidence; if the text is not to be coded, empty `characters` and `sha256`.
    """
    shown = t["evidence"].select("source_id").drop_nulls().unique()
    hashed = t["sources"].filter(pl.col("sha256").is_not_null())
    yield Offenders(
        "sources", hashed.join(shown, on="source_id", how="anti"), "no evidence points into {source_id}", "sha256"
    )


USES = (
    ("places", "identifiers_source"), ("actors", "identifiers_source"), ("events", "identifiers_source"),
    ("events", "date_source"), ("statements", "source_id"), ("statements", "speaker_source"),
    ("statements", "date_source"), ("evidence", "source_id"),
)  # fmt: skip


@rule(
    "CIT013",
    severity="warning",
    needs=("sources", "places", "actors", "events", "statements", "evidence"),
    bad=bad(
        "a chart that nothing rests on",
        Added("sources", {"source_id": "sea-chart", "kind": "reference", "title": "Chart of the bay"}),
    ),
    good=good(
        "a chart that a place rests on",
        Added("sources", {"source_id": "sea-chart", "kind": "reference", "title": "Chart of the bay"}),
        Cell("places", "pier-4", "identifiers_source", "sea-chart"),
    ),
)
def unused_source(t: Context) -> Iterator[Finding]:
    """Nothing rests on a source.

    Why: readers look for what was taken from it, and the list of sources promises more than there is. A text with a hash that
    is still to be coded is no such source.
    Repair: name it where a date, identifier, speaker or evidence rests on it, or delete the row.
    """
    used = pl.concat([t[table].select(source_id=column).drop_nulls().unique() for table, column in USES]).unique()
    rows = (
        t["sources"].filter(pl.col("sha256").is_null()).select(ROW, "source_id").join(used, on="source_id", how="anti")
    )
    yield Offenders("sources", rows, "nothing refers to {source_id}", "source_id")


@rule(
    "CIT014",
    needs=("sources",),
    bad=bad("Danish by the code of Denmark", Cell("sources", "port-log", "language", "dk")),
    good=good("English as it is written in Britain", Cell("sources", "port-log", "language", "en-GB")),
)
def unknown_language(t: Context) -> Iterator[Finding]:
    """The language of a source or of the descriptor is not a valid BCP 47 tag.

    Why: language tools refuse it or take another language. Country codes look alike: Danish is da, Ukrainian uk. A language
    has one tag, with the shortest ISO 639 code that is in force (RFC 5646, 2.2.1), so that equal languages have equal tags.
    Repair: write the tag that the message names, or the ISO 639 code, and a region only where it matters.
    """
    tags = t["sources"].select("language").drop_nulls().unique().collect()["language"].to_list()
    faults = {tag: language_fault(tag) for tag in tags if _language_pattern().fullmatch(tag)}
    wrong = {tag: fault for tag, fault in faults.items() if fault}
    rows = t["sources"].filter(pl.col("language").is_in(list(wrong)))
    rows = rows.with_columns(fault=pl.col("language").replace_strict(wrong, default=None, return_dtype=pl.String))
    yield Offenders("sources", rows, "{language!r} is not a language tag: {fault}", "language")
    own = t.descriptor.get("language")
    if own is not None:
        fault = language_fault(own) if isinstance(own, str) and own.strip() else "it is not a text"
        if fault:
            said, path = f"{own!r} is not a language tag: {fault}", t.tables.package.descriptor_name
            yield Found(said[:300], path=path, column="$.language", value=str(own)[:80])


@cache
def _language_pattern() -> re.Pattern[str]:
    """What the column's pattern lets pass; the rest has a finding of its own."""
    fields = {f["name"]: f for f in profile.table_schema("sources")["fields"]}
    return re.compile(fields["language"]["constraints"]["pattern"])


def _listed(url: str) -> Replaced:
    old = '"Dockers in Osterhavn to strike, an article written for the tests",\n      "path": "article.txt"'
    return Replaced("datapackage.json", old, f'"Log of the Port of Osterhavn",\n      "path": "{url}"')


@rule(
    "CIT015",
    needs=("sources",),
    bad=bad(
        "an address of a file server",
        Cell("sources", "port-log", "url", "ftp://www.example.org/log"),
        _listed("ftp://www.example.org/log"),
    ),
    good=good(
        "the address in full",
        Cell("sources", "port-log", "url", "https://www.example.org/log"),
        _listed("https://www.example.org/log"),
    ),
)
def malformed_url(t: Context) -> Iterator[Finding]:
    """A source's address is no http or https URL.

    Why: it cannot be followed, and exports that need an IRI leave it out or break.
    Repair: write the whole address, https:// included, blanks as %20.
    """
    rows = t["sources"].filter(~pl.col("url").str.contains(URL))
    yield Offenders("sources", rows, "{url!r} is no address that can be followed", "url")


@rule(
    "CIT016",
    severity="warning",
    needs=("sources",),
    bad=bad(
        "a log whose address the descriptor does not know",
        Cell("sources", "port-log", "url", "https://www.example.org/log"),
    ),
    good=good(
        "one that it does",
        Cell("sources", "port-log", "url", "https://www.example.org/log"),
        _listed("https://www.example.org/log"),
    ),
)
def source_not_in_the_descriptor(t: Context) -> Iterator[Finding]:
    """A source with an address is missing from the descriptor's `sources`.

    Why: catalogues and archives read the descriptor only, and do not credit what the data rest on.
    Repair: add the source with its title and the address as `path`.
    """
    given = t.descriptor.get("sources")
    if isinstance(given, list):
        known = [_scalar(s.get("path")).rstrip("/") for s in given if isinstance(s, dict)]
        rows = t["sources"].filter(pl.col("url").is_not_null(), ~pl.col("url").str.strip_chars_end("/").is_in(known))
        yield Offenders("sources", rows, "the descriptor does not list {url}", "url")


@rule(
    "CIT017",
    severity="warning",
    needs=("sources",),
    bad=bad(
        "the log under two identifiers",
        Added(
            "sources",
            {
                "source_id": "log",
                "kind": "report",
                "title": "Log of the port of Osterhavn",
                "publisher": "Port of Osterhavn",
            },
        ),
        Cell("places", "pier-4", "identifiers_source", "log"),
    ),
    good=good(
        "the log of another year",
        Added(
            "sources",
            {
                "source_id": "log",
                "kind": "report",
                "title": "Log of the port of Osterhavn",
                "publisher": "Port of Osterhavn",
                "published_edtf": "2023",
            },
        ),
        Cell("places", "pier-4", "identifiers_source", "log"),
    ),
)
def source_twice(t: Context) -> Iterator[Finding]:
    """Two sources have the same address or text, or the same title, publisher and day.

    Why: they are most likely one, and what rests on it is told of two. Editions of different days are two sources.
    Repair: keep one row and point everything to it, or say in the titles what tells them apart.
    """
    columns = ("url", "sha256")
    for column in columns:
        same = repeated(t["sources"].select(ROW, "source_id", column), [column], "source_id")
        yield Offenders("sources", same, f"the same {column} as {{first}}", column)
    titles = t["sources"].filter(pl.all_horizontal(pl.col(columns).is_null())).select(
        ROW, "source_id", "title", same=folded("title"), by=folded("publisher").fill_null(""), on=pl.col("published_edtf").fill_null("")
    )  # fmt: skip
    titles = titles.filter(pl.col("same") != "")
    undated = repeated(titles, ["same", "by"], "source_id")
    days = titles.select(first="source_id", first_on="on")
    undated = undated.join(days, on="first").filter((pl.col("on") == "") | (pl.col("first_on") == ""))
    of_a_day = repeated(titles.filter(pl.col("on") != ""), ["same", "by", "on"], "source_id")
    both = pl.concat([rows.select(ROW, "title", "first") for rows in (of_a_day, undated)])
    rows = both.unique(ROW, keep="first", maintain_order=True)
    yield Offenders("sources", rows, "{title!r} is titled like {first}", "title")


RULES = (
    unreadable_citation_file,
    title_differs,
    version_differs,
    date_differs,
    creators_differ,
    license_differs,
    doi_differs,
    no_readme,
    hash_or_length_alone,
    evidence_into_no_text,
    text_without_evidence,
    unused_source,
    unknown_language,
    malformed_url,
    source_not_in_the_descriptor,
    source_twice,
)
