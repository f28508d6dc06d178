"""What can be computed from the files: sizes, hashes, a text's length and hash, bounds of dates, coverage."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from event_timeline.editing.csv_tables import Row
from event_timeline.editing.date_bounds import bounds
from event_timeline.editing.draft import Draft, Location, opened
from event_timeline.editing.line_breaks import refuse_line_breaks
from event_timeline.editing.row_lookup import row_label
from event_timeline.editing.suggestions import did_you_mean
from event_timeline.io.counting import counted, listed
from event_timeline.model import UserError
from event_timeline.package.json_files import as_list
from event_timeline.package.opening import UnsafePathError
from event_timeline.profile.edtf import covered_day, days, has_season
from event_timeline.texts.files import in_folders, read_text, split_given
from event_timeline.texts.text import Text


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One value that was or would be changed. `place` is table and key, or the descriptor and the resource."""

    place: str
    column: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.place}: {self.column} {self.old or 'nothing'} -> {self.new or 'nothing'}"


@dataclass(frozen=True)
class StampResult:
    """What was refreshed, or would be, and the files that were written.

    moved: sources whose text is another one now, in words; too_wide: how `temporal` goes beyond the events, in words;
    unreadable: the dates of which no bounds can be computed; errors: how many a validation finds afterwards.
    """

    changes: list[ValueChange]
    written: list[str]
    moved: list[str]
    too_wide: str
    unreadable: list[UserError]
    errors: int = 0


CHECKED_BYTES = 2**20
"""Size of all tables up to which a stamped package is validated as well: about a second."""


def stamp_package(
    location: Location, sources: Sequence[str], *, keywords: Sequence[str], coverage: bool, force: bool, dry_run: bool
) -> StampResult:  # fmt: skip
    """Refresh a package on disk, or with dry_run find what is stale. Raises UserError as `stamp`, and for a damaged file."""
    with opened(location, lock=not dry_run) as draft:
        if not force:
            _refuse_damage(draft, lambda: stamp(draft, sources, keywords, coverage=coverage))
        hashes = {r["source_id"]: r["sha256"] for r in draft.table("sources").rows} if sources else {}
        changes = stamp(draft, sources, keywords, coverage=coverage)
        other = replaced_texts(draft, hashes) if sources else []
        wide, unread = "" if coverage else too_wide(draft), unreadable_dates(draft)
        written = [] if dry_run else draft.save()
        return StampResult(changes, written, other, wide, unread, _errors(draft) if written else 0)


def stamp(
    draft: Draft, sources: Sequence[str] = (), keywords: Sequence[str] = (), *, coverage: bool = False
) -> list[ValueChange]:
    """Refresh a draft, and say what changed; nothing is written yet.

    sources: `[ID=]FILE` each; keywords: to be added to the descriptor's; coverage: set `temporal` again. Dates that are not
    EDTF keep their bounds; `unreadable_dates` names them. Raises UserError for an unknown source, or a keyword with a line break.
    """
    changes = [
        *_texts(draft, sources),
        *_bounds(draft),
        *update_temporal(draft, anew=coverage),
        *_describe(draft, keywords),
    ]
    before = {r["name"]: (str(r.get("bytes", "")), str(r.get("hash", ""))) for r in _resources(draft)}
    draft.stamp()
    _stamp_parts(draft)
    for resource in _resources(draft):
        old = before[resource["name"]]
        for column, was in zip(("bytes", "hash"), old, strict=True):
            now = str(resource.get(column, ""))
            if was != now:
                changes.append(
                    ValueChange(f"{draft.package.descriptor_name} {resource['name']}", column, _short(was), _short(now))
                )
    return changes


def _stamp_parts(draft: Draft) -> None:
    """Make bytes and hash of the tables in several files fit; one that cannot be read stays as it is."""
    from event_timeline.tables.data_files import combine, inspect

    in_parts = {name: r for name, r in draft.package.resources.items() if len(r.paths) > 1}
    for declared in (d for d in _resources(draft) if d["name"] in in_parts):
        resource = in_parts[declared["name"]]
        with contextlib.suppress(OSError, UnsafePathError):
            facts = combine(inspect([(path, draft.package.file(path)) for path in resource.paths]))
            if facts.sha256:
                declared["bytes"], declared["hash"] = facts.size, f"sha256:{facts.sha256}"
    if in_parts:
        draft.put_json(draft.package.descriptor_name, draft.descriptor)


def replaced_texts(draft: Draft, before: Mapping[str, str]) -> list[str]:
    """In words, the sources whose evidence was measured in another text than the one they are stamped with now.

    before: source_id -> sha256 of its text as it was; one without a hash had no text to measure in.
    """
    said = []
    for row in draft.table("sources").rows:
        source_id = row["source_id"]
        if before.get(source_id) and before[source_id] != row["sha256"]:
            spans = sum(e["source_id"] == source_id for e in draft.rows("evidence"))
            if spans:
                said.append(
                    f"{source_id} has another text now, and {counted(spans, 'span')} measured in the former one"
                )
    return said


def _texts(draft: Draft, given: Sequence[str]) -> list[ValueChange]:
    if not given:
        return []
    table, changes = draft.table("sources"), []
    for item in in_folders(given, [r["source_id"] for r in table.rows]):
        source_id, file = split_given(item)
        if not source_id:
            hashed = [r["source_id"] for r in table.rows if r["sha256"]] or [r["source_id"] for r in table.rows]
            if len(hashed) != 1:
                raise UserError(
                    f"--source {item}: which source is it?",
                    f"write --source ID={file}, ID being one of {listed(hashed)}",
                )
            source_id = hashed[0]
        row = table.find(source_id)
        if row is None:
            known = [r["source_id"] for r in table.rows]
            raise UserError(
                f"there is no source {source_id!r}", did_you_mean(source_id, known) or f"there are: {listed(known)}"
            )
        text = Text(source_id, read_text(file))
        for column, value in (("characters", str(len(text.content))), ("sha256", text.sha256)):
            if row[column] != value:
                changes.append(ValueChange(f"sources {source_id}", column, _short(row[column]), _short(value)))
                row[column] = value
    if changes:
        draft.keep("sources")
    return changes


def _bounds(draft: Draft) -> list[ValueChange]:
    """earliest and latest, in every table that has both beside a `date_edtf`."""
    changes = []
    for name in _bounded_tables(draft):
        table, own = draft.table(name), []
        for row in table.rows:
            if has_season(row["date_edtf"]) and (row["earliest"] or row["latest"]):
                continue  # the coder knows which months it is there
            try:
                derived = bounds(row["date_edtf"]) if row["date_edtf"] else ("", "")
            except UserError:
                continue  # `unreadable_dates` names it
            for column, value in zip(("earliest", "latest"), derived, strict=True):
                if row[column] != value:
                    own.append(ValueChange(row_label(table, row), column, row[column], value))
                    row[column] = value
        if own:
            draft.keep(name)
        changes += own
    return changes


def _bounded_tables(draft: Draft) -> list[str]:
    """Tables, each in one CSV file, that have `earliest` and `latest` beside a `date_edtf`."""
    columns = {n: {f["name"] for f in r.schema.get("fields", ())} for n, r in draft.package.resources.items()}
    return [
        name for name, own in columns.items() if {"date_edtf", "earliest", "latest"} <= own and draft.is_one_csv(name)
    ]


def unreadable_dates(draft: Draft) -> list[UserError]:
    """Each date of which no bounds can be computed, with its table and key: it is not EDTF, or ends before it begins."""
    errors = []
    for name in _bounded_tables(draft):
        table = draft.table(name)
        for row in table.rows:
            try:
                bounds(row["date_edtf"]) if row["date_edtf"] else None
            except UserError as error:
                errors.append(UserError(f"{row_label(table, row)}: {error.message}", error.hint))
    return errors


def update_temporal(draft: Draft, *, anew: bool = False) -> list[ValueChange]:
    """Give the descriptor the temporal coverage of its dated events; what is there stays unless it is to be made again."""
    temporal = temporal_coverage(_event_rows(draft))
    had = draft.descriptor.get("temporal")
    if not temporal or (had and not anew) or had == temporal:
        return []
    _set(draft, "temporal", temporal)
    was = " to ".join(map(str, had.values())) if isinstance(had, dict) else ""
    return [ValueChange(draft.package.descriptor_name, "temporal", was, " to ".join(temporal.values()))]


def _event_days(draft: Draft) -> list[int]:
    """Day numbers of the bounds of all events, in order; an event that is open on one side has its other side alone."""
    return _days_in(_event_rows(draft))


def temporal_coverage(events: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The descriptor's `temporal` of some rows of events: their first and last day; empty where none has a date."""
    known = _days_in(events)
    return {"start": covered_day(known[0]), "end": covered_day(known[-1])} if known else {}


def _event_rows(draft: Draft) -> list[Row]:
    return draft.table("events").rows if draft.is_one_csv("events") else []


def _days_in(events: Iterable[Mapping[str, str]]) -> list[int]:
    return sorted(day for row in events for day in _days_of(row))


def too_wide(draft: Draft) -> str:
    """In words, how the descriptor's temporal coverage goes beyond the days of the events; empty where it does not."""
    temporal, known = draft.descriptor.get("temporal"), _event_days(draft)
    if not known or not isinstance(temporal, dict):
        return ""
    start, end = (days(str(temporal.get(key, ""))) for key in ("start", "end"))
    early = start is not None and start.earliest is not None and start.earliest < known[0]
    late = end is not None and end.latest is not None and end.latest > known[-1]
    if not early and not late:
        return ""
    had = " to ".join(str(temporal[key]) for key in ("start", "end") if temporal.get(key))
    return f"`temporal` is {had}, and the events are from {covered_day(known[0])} to {covered_day(known[-1])}"


def _days_of(row: Mapping[str, str]) -> list[int]:
    """Day numbers of an event's bounds: those of its cells, and of its date where cells cannot hold them."""
    allowed = days(row.get("date_edtf", ""))
    of_date = (None, None) if allowed is None or allowed.backwards else (allowed.earliest, allowed.latest)
    of_cells = [days(row.get(column, "")) for column in ("earliest", "latest")]
    ends = [cell.earliest if cell else end for cell, end in zip(of_cells, of_date, strict=True)]
    return [end for end in ends if end is not None]


def _describe(draft: Draft, keywords: Sequence[str]) -> list[ValueChange]:
    """Add keywords that the descriptor does not have. Raises UserError where one has a line break in it."""
    refuse_line_breaks("keyword", keywords)
    had = [str(k) for k in as_list(draft.descriptor.get("keywords"))]
    has = set_keywords(draft, [*had, *keywords])
    if has == had:
        return []
    return [ValueChange(draft.package.descriptor_name, "keywords", ", ".join(had), ", ".join(has))]


def set_keywords(draft: Draft, keywords: Sequence[str]) -> list[str]:
    """Give the descriptor these keywords, each once, instead of those that it has; returns them."""
    has = list(dict.fromkeys(k.strip() for k in keywords if k.strip()))
    if has:
        _set(draft, "keywords", has)
    else:
        draft.descriptor.pop("keywords", None)
    return has


def _set(draft: Draft, name: str, value: object) -> None:
    """Set a property of the descriptor; a new one is put before the resources."""
    if name in draft.descriptor:
        draft.descriptor[name] = value
        return
    resources = draft.descriptor.pop("resources")
    draft.descriptor |= {name: value, "resources": resources}


def _resources(draft: Draft) -> list[dict[str, Any]]:
    return [r for r in draft.descriptor["resources"] if isinstance(r, dict) and isinstance(r.get("name"), str)]


def _short(value: str) -> str:
    """A hash by its first letters."""
    return value[:19] + "…" if len(value) > 32 else value


def _errors(draft: Draft) -> int:
    """How many errors `timeline validate` finds in a stamped package; 0 where it is too large to be checked in passing."""
    from event_timeline.engine.validation import check
    from event_timeline.package.opening import open_package
    from event_timeline.rules import RULES
    from event_timeline.rules.rule import Context
    from event_timeline.tables.loading import load_tables

    tables = load_tables(open_package(draft.root / draft.package.descriptor_name))
    if sum(part.facts.size for table in tables.tables.values() for part in table.parts) > CHECKED_BYTES:
        return 0
    return check(Context(tables, {}), RULES, limit=1).errors


def _refuse_damage(draft: Draft, forced: Callable[[], object]) -> None:
    """Raise UserError where a file is not the table that it should be; `forced` is what --force would do."""
    from event_timeline.tables.file_checks import FATAL
    from event_timeline.tables.loading import load_tables

    for problem in sorted(load_tables(draft.package).problems, key=lambda p: p.slug not in FATAL):
        if problem.slug != "unreadable-file":  # said by the draft, with the reason
            able, known = _succeeds(forced), problem.hint if problem.slug in FATAL else None
            place = f"{problem.path}:{problem.line}" if problem.line else problem.path
            raise UserError(
                f"{place}: {problem.message}; nothing is stamped",
                (known or "`timeline validate` reports more, --fix repairs byte order marks and line ends")
                + ("; --force stamps it as it is" if able else "; restore the file from an earlier version otherwise"),
            )


def _succeeds(act: Callable[[], object]) -> bool:
    try:
        act()
    except UserError:
        return False
    return True
