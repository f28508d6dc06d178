"""Several changes of a package as one transaction, by calls: what `event_timeline.edit` yields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from event_timeline.arguments import checked, strings
from event_timeline.editing import evidence_rows, row_files
from event_timeline.editing.add_row import AddedRow, add_plain_row, add_row, missing
from event_timeline.editing.add_rows import AddedRows, add_related, add_rows
from event_timeline.editing.cell_values import cells_of, plain
from event_timeline.editing.check_and_save import NEW_ROW_SLUGS, UNFINISHED_SLUGS, Key, check_and_save, describe
from event_timeline.editing.csv_tables import Row
from event_timeline.editing.draft import Draft, Location, opened
from event_timeline.editing.entry_form import EntryForm
from event_timeline.editing.line_breaks import refuse_line_breaks
from event_timeline.editing.move_span import moved
from event_timeline.editing.profile_additions import table_to_extend
from event_timeline.editing.record_types import BY_TABLE, RecordType
from event_timeline.editing.related_rows import table_name
from event_timeline.editing.remove_row import Removal, remove_row
from event_timeline.editing.row_files import GivenRow, ProgramRows
from event_timeline.editing.row_lookup import format_key
from event_timeline.editing.set_cells import ChangedRow, set_cells
from event_timeline.editing.source_texts import load_texts, require_texts, texts_by_current_id
from event_timeline.editing.stamp_package import set_keywords, stamp
from event_timeline.io.counting import times
from event_timeline.io.progress import Progress, part_of
from event_timeline.model import Problem, UserError
from event_timeline.package import callers
from event_timeline.texts.locating import locate, word_around
from event_timeline.texts.text import Text

CHANGE_SHARE = 0.2
"""Share of the time that a change of a large package takes before it is validated."""


@dataclass(repr=False)
class Editor:
    """A package that is being changed; nothing is written before the block ends.

    problems: after it, what is still to do and what the rules warn of.
    """

    draft: Draft
    texts: dict[str, Text] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    places: dict[Key, tuple[str, int]] = field(default_factory=dict)
    """Table and key -> file and line that gave the row, of those that were added in bulk."""
    ended: bool = False
    """Whether its block has ended, so that nothing more would be written."""

    @property
    def notes(self) -> list[str]:
        """Tables and columns of the profile that were added for the rows, in words."""
        return self.draft.notes

    def __repr__(self) -> str:
        return f"<event_timeline Editor of {self.draft.package.label}, changed: {len(self.draft.changed)} files>"

    @property
    def follow_up(self) -> list[Problem]:
        """The problems but for those of every new row, which nothing can refer to yet, such as `unused-place`."""
        return [p for p in self.problems if p.slug not in NEW_ROW_SLUGS]

    def reminders(self, *, unused: bool = False) -> list[str]:
        """The follow-up in words, a line each; unused: with the problems of every new row."""
        return describe(self.problems if unused else self.follow_up)

    @checked
    def add(
        self, table: str, /, *, evidence: Mapping[str, str | Sequence[str]] | str | None = None, **cells: object
    ) -> str:
        """Add a row, and evidence for it; returns its key, parts joined by `/`.

        cells: column -> value; what can be computed (bounds, identifiers, positions) may be left out. evidence: part,
        such as mention or report -> words of the text, one or several; `WORDS@2` is their second occurrence. A string is the
        cell of a column that is named `evidence`.
        Raises CellsError with all cells that are missing or wrong and words that are not in the text, Error for a key that is taken.
        """
        self._refuse_ended()
        if isinstance(evidence, str):
            cells, evidence = {**cells, "evidence": evidence}, None
        kind = BY_TABLE.get(table)
        if kind and (more := [o.property for o in kind.related if o.property in cells]):
            name = more[0]
            raise UserError(
                f"`{name}` is not a column of {table}",
                f"`add_many([{{..., {name!r}: ...}}], table={table!r})` takes it",
            )
        given = cells_of(self.draft, table, cells)
        if kind is None:
            if evidence:
                raise UserError(f"rows of {table} have no evidence", "leave `evidence` out")
            return format_key(add_plain_row(self.draft, table, given))
        parts = {option.part: option.option for option in kind.words}
        words: dict[str, list[str]] = {}
        for part, some in (evidence or {}).items():
            if part not in parts:
                known = f"there are: {', '.join(parts)}" if parts else "leave `evidence` out"
                raise UserError(f"a row of {table} has no evidence of part {part!r}", known)
            words[parts[part]] = list(strings(some, part))
        added = add_row(self.draft, kind, given, words, self.texts)
        return format_key(self.draft.table(table).name_of(added.row))

    def add_many(self, rows: ProgramRows, *, table: str = "") -> AddedRows:
        """Add rows, all or none, in any order: a row may refer to one that a later row makes.

        rows: column -> value each, or a frame of polars or pandas, with `table` unless it is given for all. Columns may be named as the options of
        `timeline add` (`actor` for `actor_id`). `evidence` is part -> words; an event may have `participants`, `relations`,
        `about` and `statements`, a statement `about`, each a list of rows or of short forms such as `mira-holm:chair`.
        Raises RowsError, with all errors.
        """
        return self._add_rows(row_files.from_program(rows, self._table(table)))

    @checked
    def add_from(self, file: str | Path, *, table: str = "", content: bytes | None = None) -> AddedRows:
        """Add the rows of a CSV file or of JSON lines, as `add_many`. content: what the file holds, if it was read already.

        Raises RowsError, with file, line and column of all errors, or Error where the file cannot be read.
        """
        table = self._table(table)
        if content is None:
            try:
                content = Path(file).read_bytes()
            except OSError as error:
                raise UserError(
                    f"{file}: {error.strerror or 'cannot be read'}", "name a CSV file or JSON lines"
                ) from None
        return self._add_rows(row_files.parse(content, str(file), table))

    def _table(self, name: str) -> str:
        return table_name(self.draft, name) if name else ""

    def _add_rows(self, rows: Sequence[GivenRow | Problem]) -> AddedRows:
        self._refuse_ended()
        added = add_rows(self.draft, rows, self.texts)
        self.places |= added.places
        return added

    def _kind(self, name: str | RecordType) -> RecordType:
        """The sort of row that a table, or the word of `timeline add`, names. Raises UserError where there is none."""
        if isinstance(name, RecordType):
            return name
        kind = BY_TABLE.get(self._table(name)) if isinstance(name, str) else None
        if kind is None:
            raise UserError(f"no row of {name!r} has a form", f"there are: {', '.join(BY_TABLE)}")
        return kind

    def form(self, kind: str | RecordType) -> EntryForm:
        """What is to be filled in for a new row of a table. Raises Error where it has no form."""
        return EntryForm(self.draft, self._kind(kind), self.texts)

    def missing(self, kind: str | RecordType, given: Mapping[str, str]) -> list[str]:
        """The required columns of a new row of a table that were not given and that nothing can complete.

        Raises Error where the table has no form.
        """
        kind = self._kind(kind)
        return missing(table_to_extend(self.draft, kind.table), kind, given)

    def add_row(
        self,
        kind: str | RecordType,
        given: Mapping[str, str],
        words: Mapping[str, Sequence[str]],
        text: str | Path | None = None,
        related: Mapping[str, Any] | None = None,
    ) -> AddedRow:
        """Add a row of a table; given: column -> value; words: option of its form -> words; text: file of a new source's text.

        related: rows that refer to the new one, by the properties of `add_many`; `added.related` has their tables and keys.

        Raises as `add`.
        """
        self._refuse_ended()
        kind = self._kind(kind)
        added = add_row(self.draft, kind, given, words, self.texts)
        if text:
            stamp(self.draft, [f"{added.row['source_id']}={text}"])
        if related:
            return replace(added, related=add_related(self.draft, kind, added.row, related, self.texts))
        return added

    def key_of(self, table: str, row: Row) -> tuple[str, ...]:
        """The key of a row of a table."""
        written = self.draft.table(table)
        return written.key_of(row) if written.key else tuple(filter(None, written.name_of(row)))

    @checked
    def add_evidence(
        self,
        record: str,
        part: str,
        words: str,
        *,
        occurrence: int | Literal["all"] | None = None,
        ignore_case: bool = False,
    ) -> list[str]:
        """Add evidence of a part for a record, such as `event:council-meeting`; returns the identifiers of the new rows.

        words: as in the text; occurrence: which one, from 1, by default the only one; `all` are those that are whole words and have no
        such row yet; ignore_case: take capital and small letters as the same.
        Raises Error where the words are not there, or there several times and `occurrence` is not given.
        """
        self._refuse_ended()
        to = evidence_rows.parse_target(record)
        texts = require_texts(self.texts).values()
        found = [(text, o) for text in texts for o in locate(text, words, ignore_case=ignore_case)]
        if occurrence == "all" and found:
            whole = [(text, o) for text, o in found if not word_around(o)] or found
            added = []
            for text, o in whole:
                with suppress(evidence_rows.PresentError):
                    added += evidence_rows.add_evidence(self.draft, text, to, part, [(o.start, o.end)])
            return [row["evidence_id"] for row in added]
        if (
            occurrence == "all"
            or not found
            or isinstance(occurrence, bool)
            or (occurrence is not None and not 1 <= occurrence <= len(found))
        ):
            raise UserError(
                f"{words!r} is in the text {times(len(found))}", "copy the words from the text, and count from 1"
            )
        if occurrence is None and len(found) > 1:
            raise UserError(f"{words!r} is in the text {len(found)} times", "name one: occurrence=1")
        text, at = found[(occurrence or 1) - 1]
        rows = evidence_rows.add_evidence(self.draft, text, to, part, [(at.start, at.end)])
        return [row["evidence_id"] for row in rows]

    @checked
    def add_spans(self, record: str, part: str, spans: Mapping[str, Sequence[tuple[int, int]]]) -> list[str]:
        """Add evidence of a part for a record by offsets; returns the identifiers of the new rows.

        spans: source_id -> half-open offsets in code points. Raises PresentError where each has such a row already, Error for
        a source without a text, and for what are not offsets in it.
        """
        self._refuse_ended()
        to = evidence_rows.parse_target(record)
        rows, present = [], None
        for source_id, some in spans.items():
            if source_id not in self.texts:
                raise UserError(
                    f"no text of the source {source_id!r} is given", f"texts: {', '.join(self.texts) or 'none'}"
                )
            offsets = _offsets(self.texts[source_id], some)
            try:
                rows += (
                    evidence_rows.add_evidence(self.draft, self.texts[source_id], to, part, offsets) if offsets else []
                )
            except evidence_rows.PresentError as error:
                present = error
        if present and not rows:
            raise present
        return [row["evidence_id"] for row in rows]

    @checked
    def set(self, row: str, /, **cells: object) -> ChangedRow:
        """Change cells of the row of `TABLE/KEY`; None empties one, and a new identifier is written wherever the row is named.

        New words (`exact`) or offsets of a row of `evidence` move it: paragraph, offsets and hash follow. Raises CellsError with
        all cells that are not possible; Error for an unknown row, a key that is taken, or words that are not in the text, or there several times.
        """
        self._refuse_ended()
        given = cells_of(self.draft, row.partition("/")[0], cells)
        return set_cells(self.draft, row, moved(self.draft, row, given, self.texts))

    def set_keywords(self, keywords: Sequence[str]) -> None:
        """Give the package keywords instead of those that it has; without any, the descriptor has none.

        Raises Error where one has a control character or a line break in it.
        """
        self._refuse_ended()
        given = strings(keywords, "keywords")
        refuse_line_breaks("keyword", given)
        set_keywords(self.draft, given)

    @checked
    def remove(self, row: str) -> Removal:
        """Remove the row of `TABLE/KEY` and what depends on it. Raises Error where there is none."""
        self._refuse_ended()
        return remove_row(self.draft, row)

    def _refuse_ended(self) -> None:
        if self.ended:
            raise UserError("the block of this editor has ended, and nothing more is written", "edit the package again")


def _offsets(text: Text, spans: object) -> list[tuple[int, int]]:
    """Spans as a program gives them, in a list or an array. Raises UserError for anything but a list of offsets in the text."""
    several = plain(spans)
    if not isinstance(several, list | tuple):
        raise UserError(f"`spans` cannot be of the type {type(spans).__name__}", "pass a list of pairs of offsets")
    found = []
    for span in several:
        match tuple(map(plain, span)) if isinstance(span, list | tuple) else span:
            case (int(start), int(end)) if not isinstance(start, bool) and 0 <= start < end <= len(text.content):
                found.append((start, end))
            case other:
                raise UserError(
                    f"{other!r} is not a span of the text of {len(text.content):,} characters",
                    "give two whole numbers, the first code point and the one after the last",
                )
    return found


@contextmanager
def edit_package(
    location: Location, sources: Sequence[str] = (), *, unfinished: bool = True, dry_run: bool = False, lock: bool = True,
    label: str = "", progress: Progress | None = None,
) -> Iterator[Editor]:  # fmt: skip
    """Open a package to change it; validate and write all of it when the block ends, nothing if it raises.

    unfinished: accept what a later step is to complete; dry_run: validate, and write nothing; lock: keep other commands
    from changing the package meanwhile; label: what the history calls the change; progress: called when the block ends. Raises UserError where the package would be invalid.
    """
    with opened(location, lock=lock and not dry_run) as draft:
        editor = Editor(draft, load_texts(draft, sources))
        try:
            yield editor
        finally:
            editor.ended = True
        with callers.called(label):  # not around the block, which may begin and end in two threads or tasks
            editor.problems = check_and_save(
                draft,
                texts_by_current_id(draft, editor.texts),
                pending=UNFINISHED_SLUGS if unfinished else (),
                hidden=(),
                save=not dry_run,
                places=editor.places,
                progress=part_of(progress, CHANGE_SHARE, 1),
            )
