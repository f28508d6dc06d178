"""A part of a package as a package of its own: the events that match, what depends on them, and what these refer to."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from uuid import NAMESPACE_URL, uuid5

from event_timeline import profile
from event_timeline.citations.fragments import shorten
from event_timeline.editing import evidence_rows, references
from event_timeline.editing.csv_tables import CsvTable, Row
from event_timeline.editing.date_bounds import bounds
from event_timeline.editing.draft import Draft, of_package, open_draft
from event_timeline.editing.lift_profile import lift, refuse_other_tables
from event_timeline.editing.new_package import slug
from event_timeline.editing.references import values
from event_timeline.editing.stamp_package import stamp
from event_timeline.editing.suggestions import did_you_mean
from event_timeline.exports.zip_ import members
from event_timeline.io.counting import listed
from event_timeline.io.temporary import TemporaryFolder
from event_timeline.model import UserError
from event_timeline.package.opening import Package, open_package
from event_timeline.profile.table_schemas import foreign_keys
from event_timeline.tables.record_keys import TABLE as EXCEPTIONS

Where = Mapping[str, Sequence[str]]
"""What to select by -> the values, of which one has to match."""
EVENTS, STATEMENTS, EVIDENCE, CODEBOOK = "events", "statements", "evidence", "codebook"
TIES = frozenset({"event_actors", "event_relations", "event_places", "event_sources", "measures", "statement_events"})
"""Tables whose rows say something of an event, so that they are in a part only with it."""
DATES = ("from", "to")
MAX_SAID = 100
"""Characters of the conditions that a title repeats."""
LEFT_OUT = ("CITATION.cff", ".zenodo.json", "datacite.json", "CHANGELOG.md", "MERGED.md")
"""Files that describe the whole, its versions and its identifiers."""
PARTIAL = ("mentions", "quotations", "statements", "stances", "relations")
"""What is coded in part only where some events are left out; by source also the evidence."""


def part(package: Package, where: Where) -> Package:
    """The part of a package that matches every key of `where`, in a temporary folder that goes with the package.

    where: topic, status, kind or another column of `events`, actor (who takes part), speaker (who speaks of it), place (or one
    within), source, measure (what is counted), from and to (EDTF; the event may lie between them) -> values, of which one has
    to match. A record goes where it depends on one that is left out, and stays where one that is kept refers to it; `coding`
    becomes partial where it must. Where nothing is left out, the package itself is returned. Raises UserError for an unknown
    key or value, where no event matches, or where a table cannot be read.
    """
    if not where:
        return package
    whole = of_package(package)
    kept = _Selection(whole, where).kept()
    if all(len(rows) == len(whole.table(name).rows) for name, rows in kept.items()):
        return package
    is_lifted = not profile.has_coding(profile.version_of(whole.descriptor))
    if is_lifted:
        refuse_other_tables(whole)
    folder = TemporaryFolder()
    for path, file in members(package).items():
        if path not in LEFT_OUT:
            target = folder.path.joinpath(*PurePosixPath(path).parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    draft = open_draft(folder.path)
    participants = _lost_participants(whole, kept)
    if is_lifted:
        lift(draft, profile.VERSION)
    sources = {r["source_id"] for r in _reduce(draft, kept).rows}
    note = _describe(
        draft, where, [r for r in whole.table("sources").rows if r["source_id"] not in sources], participants
    )
    stamp(draft, coverage=True)
    draft.save()
    _mark_readme(
        folder.path / "README.md", str(whole.descriptor.get("title", "")), str(draft.descriptor.get("title", "")), note
    )
    return replace(open_package(folder.path), temporary=folder)


def matching(package: Package, where: Where) -> set[str]:
    """Identifiers of the events that match every key of `where`, as `part` takes it. Raises UserError for an unknown key or value."""
    whole = of_package(package)
    rows = whole.table(EVENTS).rows
    return {rows[i]["event_id"] for i in _Selection(whole, where).matching()}


@dataclass
class _Selection:
    """The rows of a package that belong to a part: table -> positions of rows, found from the events that match."""

    draft: Draft
    where: Where
    rows: dict[str, set[int]] = field(default_factory=dict)

    def kept(self) -> dict[str, set[int]]:
        """Table -> the rows that stay, by their place in the table; tables that are not in it stay whole."""
        tables = {name: self.draft.table(name) for name in self.draft.package.resources if name != CODEBOOK}
        self.rows = {name: set() for name in tables}
        events = self.matching()
        if not events:
            raise UserError(f"no event matches {_said(self.where)}", "select fewer conditions, or other values")
        ids = {self.draft.table(EVENTS).rows[i]["event_id"] for i in events}
        self.rows[EVENTS] = events
        statements: set[str] = set()
        for name in TIES & set(tables):
            for i, row in enumerate(tables[name].rows):
                ends = [row[c] for c in ("event_id", "other_event_id") if c in row]
                if all(e in ids for e in ends) and self._in_sources(row.get("source_id", "")):
                    if name == "statement_events" and not self._stated_in_sources(row["statement_id"]):
                        continue
                    self.rows[name].add(i)
                    statements |= {row["statement_id"]} if name == "statement_events" else set()
        if STATEMENTS in tables:
            self.rows[STATEMENTS] = {
                i for i, r in enumerate(tables[STATEMENTS].rows) if r["statement_id"] in statements
            }
        while self._follow(tables):
            pass
        own = {n for n, t in tables.items() if n not in profile.ALL_TABLES and not _refers(t)}
        return {n: kept for n, kept in self.rows.items() if n not in own and n != EXCEPTIONS}

    def _follow(self, tables: Mapping[str, CsvTable]) -> bool:
        """Add what the kept rows refer to, and the evidence and participants of records; whether something was added."""
        before = sum(map(len, self.rows.values()))
        for name, table in tables.items():
            for target, columns, target_columns in _keys(table):
                if target in self.rows:
                    wanted = {values(table.rows[i], columns) for i in self.rows[name]}
                    self.rows[target] |= {
                        i
                        for i, r in enumerate(tables[target].rows)
                        if all(k := values(r, target_columns)) and k in wanted
                    }
        for name in (
            EVIDENCE,
            "event_actors",
            "measures",
            "event_places",
            *(n for n in tables if n not in profile.ALL_TABLES),
        ):
            if name in tables:
                self.rows[name] |= {i for i, r in enumerate(tables[name].rows) if self._belongs(tables, name, r)}
        return sum(map(len, self.rows.values())) > before

    def _belongs(self, tables: Mapping[str, CsvTable], name: str, row: Row) -> bool:
        """Whether a row is about records that are all kept, and its source is one that was asked for."""
        keys = [
            k
            for k in _keys(tables[name])
            if k[0] in (EVENTS, STATEMENTS, "actors", "places") and all(values(row, k[1]))
        ]
        about = [k for k in keys if name == EVIDENCE or k[0] in (EVENTS, STATEMENTS)] or (
            keys if name not in TIES else []
        )
        return (
            bool(about)
            and self._in_sources(row.get("source_id", ""))
            and all(self._has(tables[to], columns, values(row, own)) for to, own, columns in about)
        )

    def _has(self, table: CsvTable, columns: tuple[str, ...], key: tuple[str, ...]) -> bool:
        at = table.find(*key) if list(columns) == table.key else None
        return at is not None and any(table.rows[i] is at for i in self.rows[table.name])

    def _in_sources(self, source_id: str) -> bool:
        return not source_id or "source" not in self.where or source_id in self._sources

    @property
    def _sources(self) -> set[str]:
        return self._named("sources", "title", self.where["source"])

    def _stated_in_sources(self, statement_id: str) -> bool:
        statement = self.draft.table(STATEMENTS).find(statement_id)
        return statement is None or self._in_sources(statement["source_id"])

    def matching(self) -> set[int]:
        """The events that match every condition."""
        events = self.draft.table(EVENTS)
        tests = [self._test(key, list(wanted)) for key, wanted in self.where.items() if key not in DATES]
        if dates := {k: self.where[k] for k in DATES if k in self.where}:
            tests.append(_dated(dates))
        return {i for i, row in enumerate(events.rows) if all(test(row) for test in tests)}

    def _test(self, key: str, wanted: Sequence[str]) -> Callable[[Row], bool]:
        if key == "actor":
            actors = self._named("actors", "name", wanted)
            ids = {r["event_id"] for r in self.draft.rows("event_actors") if r["actor_id"] in actors}
        elif key == "speaker":
            speakers = self._named("actors", "name", wanted)
            said = {r["statement_id"] for r in self.draft.rows(STATEMENTS) if r["speaker_id"] in speakers}
            ids = {r["event_id"] for r in self.draft.rows("statement_events") if r["statement_id"] in said}
        elif key == "measure":
            ids = self._measured(wanted)
        elif key == "source":
            ids = self._of_sources()
        elif key == "place":
            places = _within(self.draft.rows("places"), self._named("places", "name", wanted))
            rows = [*self.draft.table(EVENTS).rows, *self.draft.rows("event_places")]
            ids = {r["event_id"] for r in rows if r["place_id"] in places}
        else:
            column, terms = key, self._terms(key, wanted)
            return lambda row: row[column] in terms
        return lambda row: row["event_id"] in ids

    def _measured(self, wanted: Sequence[str]) -> set[str]:
        """The events of which something is counted. Raises UserError for a measure that no row has."""
        rows = self.draft.rows("measures")
        known = {r["measure"]: r["measure"] for r in rows}
        measures = {_looked_up(w, known, {}, "measures.measure") for w in wanted}
        return {r["event_id"] for r in rows if r["measure"] in measures}

    def _of_sources(self) -> set[str]:
        """The events that have evidence or a figure in one of the sources, are reported there, or are spoken of there."""
        tables = (EVIDENCE, "event_sources", "measures")
        ids = {r["event_id"] for t in tables for r in self.draft.rows(t) if r.get("source_id") in self._sources}
        ties = self.draft.rows("statement_events")
        return ids | {r["event_id"] for r in ties if self._stated_in_sources(r["statement_id"])}

    def _named(self, name: str, label: str, wanted: Sequence[str]) -> set[str]:
        """Records by identifier or name. Raises UserError for one that is not there."""
        table = self.draft.table(name)
        key = table.key[0]
        known = {r[key]: r[key] for r in table.rows}
        by_name = {r[label].casefold(): r[key] for r in table.rows if r.get(label)}
        return {_looked_up(w, known, by_name, name) for w in wanted}

    def _terms(self, column: str, wanted: Sequence[str]) -> set[str]:
        """Values of a column of `events`, by term or label. Raises UserError for an unknown column, or a value in no row."""
        table = self.draft.table(EVENTS)
        if column not in table.columns:
            keys = ["actor", "speaker", "place", "source", "measure", *DATES, *table.columns]
            raise UserError(
                f"cannot select by {column!r}", did_you_mean(column, keys) or f"select by {', '.join(keys)}"
            )
        known = {r[column]: r[column] for r in table.rows if r[column]}
        book = self.draft.rows(CODEBOOK)
        labels = {
            r["label"].casefold(): r["term"]
            for r in book
            if r["vocabulary"] == f"{EVENTS}.{column}" and r["term"] in known
        }
        return {_looked_up(w, known, labels, f"{EVENTS}.{column}") for w in wanted}


def _looked_up(wanted: str, known: Mapping[str, str], by_name: Mapping[str, str], what: str) -> str:
    found = known.get(wanted) or by_name.get(wanted.casefold())
    if found is None:
        there = f"there are {listed(sorted(known))}" if known else "the package has none"
        near = did_you_mean(wanted, [*known, *by_name]) or there
        raise UserError(f"there is no {wanted!r} in {what}", near)
    return found


def _dated(where: Where) -> Callable[[Row], bool]:
    """Whether an event may lie between the days; one without a date does not."""
    if any(len(v) > 1 for v in where.values()):
        raise UserError("from and to take one date each", "leave the others out")
    first = bounds(where["from"][0])[0] if "from" in where else ""
    last = bounds(where["to"][0])[1] if "to" in where else ""
    if first and last and first > last:
        raise UserError(
            f"from={where['from'][0]} is after to={where['to'][0]}", "swap them: from is the first day, to the last"
        )

    def test(row: Row) -> bool:
        if not row["date_edtf"] or not (row["earliest"] or row["latest"]):
            return False
        return (not first or not row["latest"] or row["latest"] >= first) and (
            not last or not row["earliest"] or row["earliest"] <= last
        )

    return test


def _within(places: Sequence[Row], found: set[str]) -> set[str]:
    """Places and all that are within them."""
    while more := {r["place_id"] for r in places if r["within"] in found} - found:
        found = found | more
    return found


def _keys(table: CsvTable) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """(table, own columns, its columns) of the foreign keys of a table."""
    return [(other, tuple(own), tuple(its)) for own, other, its in foreign_keys(table.name, table.schema)]


def _refers(table: CsvTable) -> bool:
    return bool(table.schema.get("foreignKeys"))


def _reduce(draft: Draft, kept: Mapping[str, set[int]]) -> CsvTable:
    """Remove the rows that are not kept, and the exceptions about them; positions close up. Returns the sources."""
    for name, rows in kept.items():
        table = draft.table(name)
        gone = [r for i, r in enumerate(table.rows) if i not in rows]
        for exception in references.exceptions_of(draft, table, gone):
            draft.table(EXCEPTIONS).rows.remove(exception)
            draft.keep(EXCEPTIONS)
        table.rows = [r for i, r in enumerate(table.rows) if i in rows]
        evidence_rows.renumber_table(table)
        draft.keep(name)
    return draft.table("sources")


def _names(source: object, rows: Sequence[Row]) -> bool:
    """Whether an entry of the descriptor's `sources` is about one of some rows of `sources`, by address or title."""
    if not isinstance(source, dict):
        return False
    return any(source.get("path") == r["url"] if r["url"] else source.get("title") == r["title"] for r in rows)


def _lost_participants(whole: Draft, kept: Mapping[str, set[int]]) -> bool:
    """Whether an event of the part lacks one of its participants."""
    rows = whole.table("event_actors").rows if "event_actors" in kept else []
    events = {whole.table(EVENTS).rows[i]["event_id"] for i in kept[EVENTS]}
    return any(r["event_id"] in events and i not in kept["event_actors"] for i, r in enumerate(rows))


def _describe(draft: Draft, where: Where, gone: Sequence[Row], lost_participants: bool) -> str:
    """Name the part after what was selected, and declare what is now coded in part only.

    gone: sources that it lacks; lost_participants: whether an event lacks one of its participants.
    Returns the sentence that says so.
    """
    whole = draft.descriptor
    fresh = copy.deepcopy(whole)
    if isinstance(whole.get("id"), str):
        fresh["id"] = uuid5(NAMESPACE_URL, f"{whole['id']} {_said(where)}").urn
    if isinstance(listed := whole.get("sources"), list):
        fresh["sources"] = [s for s in listed if not _names(s, gone)] or listed
    name = slug(f"{whole.get('name', 'timeline')} {' '.join(v for some in where.values() for v in some)}")
    fresh["name"] = name or "timeline-part"
    note = f"A part of {whole.get('name', '')} {whole.get('version', '')}: {_said(where)}."
    fresh["description"] = f"{note} {whole['description']}" if whole.get("description") else note
    if isinstance(whole.get("title"), str):
        fresh["title"] = f"{whole['title']} (part: {shorten(_said(where), MAX_SAID)})"
    partial = [
        *PARTIAL,
        *(["evidence"] if "source" in where else []),
        *(["participants"] if lost_participants else []),
    ]
    extents = profile.coding(whole)
    fresh["coding"] = {**whole.get("coding", {}), **{a: "partial" for a in partial if extents[a] == "complete"}}
    draft.descriptor.clear()
    draft.descriptor.update(fresh)
    return note


def _mark_readme(file: Path, title: str, new_title: str, note: str) -> None:
    """Begin the README with the sentence that it is of a part, below its heading; nothing where there is no README."""
    if not file.is_file():
        return
    content = file.read_bytes().decode("utf-8", "surrogateescape")
    heading, newline, rest = content.partition("\n") if content.startswith("# ") else ("", "", content)
    heading = f"# {new_title}" if heading.strip() == f"# {title}" else heading
    begun = f"{heading}{newline}\n{note}\n" if heading else f"{note}\n\n"
    file.write_bytes(f"{begun}{rest}".encode("utf-8", "surrogateescape"))


def _said(where: Where) -> str:
    return ", ".join(f"{key}={value}" for key, some in where.items() for value in some)


def conditions(given: Iterable[str]) -> dict[str, list[str]]:
    """`KEY=VALUE` each as key -> values. Raises UserError for what is neither."""
    where: dict[str, list[str]] = {}
    for item in given:
        key, sep, value = item.partition("=")
        if not sep or not key or not value:
            raise UserError(f"--where {item}: not a condition", "write KEY=VALUE, such as topic=labour or from=2023-11")
        where.setdefault(key, []).append(value)
    return where
