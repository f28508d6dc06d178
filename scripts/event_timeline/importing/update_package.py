"""An export back into the package that it came from: what differs by key, as one change of the package or none.

Three versions are compared (Mens, A state-of-the-art survey on software merging, 2002): what was exported, the export as
it is now, and the package as it is now. A cell that only the export changed is changed in the package; a cell that both
changed in different ways is a conflict, and nothing is written.
"""

from __future__ import annotations

import hashlib
import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from event_timeline.editing.check_and_save import NEW_ROW_SLUGS, UNFINISHED_SLUGS, with_keys
from event_timeline.editing.csv_tables import CsvTable, Row
from event_timeline.editing.date_entry import check_date
from event_timeline.editing.draft import Draft, open_draft, opened
from event_timeline.editing.evidence_rows import is_ordered
from event_timeline.editing.source_texts import load_texts, texts_by_current_id
from event_timeline.exports.package_files import PackageFile
from event_timeline.importing.computed_cells import BOUNDS, POSITION, compute_cells
from event_timeline.importing.merge_rows import usual_rows
from event_timeline.importing.own_exports import Given, OwnExport, parsed
from event_timeline.importing.span_export import SpanExport, update_records
from event_timeline.model import Problem, RowsError, UserError
from event_timeline.texts.text import Text

if TYPE_CHECKING:
    from event_timeline.comparing.diff import Diff

Key = tuple[str, ...]


class Places(dict[tuple[str, Key], tuple[Given, int]]):
    """Table and key -> the rows of the export, and the number of the row among them.

    deleted: identifier -> `TABLE/KEY` of rows that the export lacks; renamed: identifier -> the cell that
    gives such a row the identifier that it has in the export.
    """

    def __init__(self, *given: dict[tuple[str, Key], tuple[Given, int]]) -> None:
        super().__init__(*given)
        self.deleted: dict[str, str] = {}
        self.renamed: dict[str, str] = {}


DONE = "written"
DANGLING = "broken-reference"
"""Slug of the rule on references to no row."""
REFORMATTED = "reformatted-date"
"""Slug of the rule on dates in a country's own form."""
REMEDIES = {
    "bounds-differ": "correct the date, or empty earliest and latest in the export: they are computed from it then",
    "formula": "write the formula's value (copy, paste special, values)",
    "mojibake": "write the words that the message gives",
    "scientific-notation": "format the cell as text, and write all digits",
}
"""Slug -> what to do in an export, where the rule names a repair of a package, which is not written."""
FIX = "`timeline validate --fix`"
PACKAGES_ONLY = f"{FIX} repairs the package and not the export: correct the export by hand"
EMPTY = "empty the cell: it is computed"
REPEAT = "export again and repeat the change there, or undo it here"


@dataclass
class Update:
    """What an export changes in a package: the difference, and what its validation says that was not said before."""

    changes: Diff
    problems: list[Problem] = field(default_factory=list)
    """Each with the place in the export of its row as its path, or without a path."""


def update_package(export: OwnExport, folder: Path, sources: Sequence[str] = (), *, dry_run: bool = False) -> Update:
    """Apply what was edited in an export to its package; validated, and written as a whole or not at all.

    sources: texts, as `[ID=]FILE`; dry_run: only say what would change. Raises RowsError with the place in the export of
    all that cannot be taken, UserError.
    """
    from event_timeline.comparing.diff import Diff, compare

    with opened(folder, lock=not dry_run) as draft:
        if isinstance(export, SpanExport):
            sources = sources or export.text_files
            export.texts = load_texts(draft, sources)
        places = merge_into(draft, export)
        if not draft.changed:
            version = str(draft.descriptor.get("version", ""))
            return Update(Diff(version, version))
        before = open_draft(folder)
        before.tables |= {name: table for name, table in draft.tables.items() if table.path not in draft.changed}
        changes = compare(before, draft)
        problems = _checked(draft, places, load_texts(draft, sources))
        if not dry_run:
            draft.save()
    return Update(changes, problems)


def merge_into(draft: Draft, export: OwnExport) -> Places:
    """Apply what was edited in an export to a draft; returns where each row is. Raises RowsError with all errors, UserError."""
    places, errors = Places(), list[Problem]()
    for table in export.tables({name: r.schema for name, r in draft.package.resources.items()}):
        try:
            found = _merge(export, draft, table)
            places.update(found)
            places.deleted |= found.deleted
            places.renamed |= found.renamed
        except RowsError as error:
            errors += error.problems
    if errors:
        raise RowsError(errors, DONE)
    return places


def _merge(export: OwnExport, draft: Draft, name: str) -> Places:
    """Apply the changes of one table to a draft; returns where each of its rows is in the export."""
    resource = draft.package.resources.get(name)
    if resource is None:
        if export.given(name, export.schemas().get(name, {}), []).rows:
            export.refuse_table(name, export.name, "add the table to the package first")
        return Places()
    schema, columns = resource.schema, [f["name"] for f in resource.schema["fields"]]
    base = usual_rows(_exported(export, draft, name), schema)
    given = export.given(name, schema, base)
    if unknown := [c for c in given.columns if c not in columns]:
        raise UserError(
            f"{export.name}: {name} has no column {unknown[0]!r} in the package", "add the column there first"
        )
    if _same(base, given):
        return Places()
    table = draft.table(name)
    merge = _Merge(table, base, given)
    rows = merge.rows()
    if merge.errors:
        raise RowsError(merge.errors, DONE)
    compute_cells(table, merge.now, rows)
    if rows != table.rows:
        before, table.rows, table.index = table.rows, rows, None
        draft.keep(name)
        if isinstance(export, SpanExport):
            update_records(draft, before)
    places = Places({(name, table.key_of(row)): (given, number) for number, row in enumerate(given.rows)})
    if len(table.key) == 1:
        gone = merge.base.keys() - {table.key_of(row) for row in rows}
        places.deleted = {key[0]: f"{name}/{key[0]}" for key in gone}
        places.renamed = {old[0]: f"{table.key[0]}={new[0]}" for old, new in merge.renamed() if old in gone}
    return places


def _same(base: Sequence[Row], given: Given) -> bool:
    """Whether the rows are those that were exported, in any order."""
    if len(base) != len(given.rows):
        return False
    before = Counter(tuple(row[c] for c in given.columns) for row in base)
    return before == Counter(tuple(row[c] for c in given.columns) for row in given.rows)


def _exported(export: OwnExport, draft: Draft, name: str) -> list[Row]:
    """The rows as they were exported. Raises UserError where they are not known."""
    resource, held = draft.package.resources[name], export.held(name)
    now = {path: draft.read(path) for path in resource.paths}
    hashes = {path: hashlib.sha256(content).hexdigest() for path, content in now.items()}
    is_current = not held or {f.path: f.sha256 for f in held} == hashes
    if is_current and len(now) == 1:
        return draft.table(name).rows
    if held and all(f.content is not None for f in held):
        return [row for f in held for row in parsed(f, resource.schema)]
    if is_current:
        contents = [
            PackageFile(path, "", name, content=content.decode("utf-8", "replace")) for path, content in now.items()
        ]
        return [row for f in contents for row in parsed(f, resource.schema)]
    if export.is_unedited(name):
        return export.given(name, resource.schema, []).rows
    raise UserError(
        f"{export.name}: the table {name} was changed in the package since the export, and in the export too",
        "export again and repeat the change there; or import it into a new folder and compare: `timeline diff FOLDER`",
    )


class _Merge:
    """Three versions of a table; `errors` has the conflicts."""

    def __init__(self, table: CsvTable, base: Sequence[Row], given: Given) -> None:
        self.table, self.given, self.errors = table, given, list[Problem]()
        self.columns = [c for c in given.columns if c not in table.key]
        self.now = {table.key_of(row): row for row in table.rows}
        self.base = {table.key_of(row): row for row in base}
        self.current = {table.key_of(row): row for row in usual_rows(table.rows, table.schema)}

    def rows(self) -> list[Row]:
        """The rows of the package with the export's changes."""
        rows, added, present = {key: dict(row) for key, row in self.now.items()}, list[Row](), dict[Key, int]()
        for number, cells in enumerate(self.given.rows):
            key = self.table.key_of(cells)
            if present.setdefault(key, number) != number:
                if self.table.key:
                    said = f"{'/'.join(key)} is there twice: also in {self.given.places(present[key], '')}"
                    self._conflict(number, "", said, "delete one of the two, or give it another identifier")
                continue
            if key not in self.base:
                self._add(key, cells, number, added)
                continue
            changed = [c for c in self.columns if cells[c] != self.base[key][c]]
            if changed and key not in rows:
                self._conflict(number, "", "the row was deleted in the package since the export, and changed here")
            for column in changed if key in rows else ():
                value = self.current[key][column]
                if value == self.base[key][column]:
                    rows[key][column] = cells[column]
                elif column in BOUNDS and not cells[column]:
                    rows[key][column] = ""  # it is computed, of the date as it is now
                elif value != cells[column]:
                    said = f"the cell is {cells[column]!r} here and {rows[key][column]!r} in the package, which changed it too"
                    self._conflict(number, column, said)
        for key in self.base.keys() - present.keys():
            if key in rows:
                if self.current[key] != self.base[key]:
                    self._conflict(
                        None,
                        "",
                        f"the row {'/'.join(key)} was deleted here and changed in the package since the export",
                    )
                del rows[key]
        return [*rows.values(), *added]

    def renamed(self) -> Iterator[tuple[Key, Key]]:
        """The former and the new key of rows that are there under another key, all other cells being as they were."""
        keys = [self.table.key_of(row) for row in self.given.rows]
        gone = self.base.keys() - set(keys)
        former = {tuple(self.base[key][c] for c in self.columns): key for key in gone}
        for key, row in zip(keys, self.given.rows, strict=True):
            old = former.get(tuple(row[c] for c in self.columns))
            if old is not None and key not in self.base:
                yield old, key

    def _add(self, key: Key, cells: Row, number: int, added: list[Row]) -> None:
        if key not in self.now:
            added.append(self.table.blank() | cells)
            return
        for column in self.columns:
            value = self.current[key][column]
            is_computed = column in BOUNDS or (column == POSITION and is_ordered(self.table))
            if value != cells[column] and (cells[column] or not is_computed):
                said = f"the new row has {cells[column]!r} here and {value!r} in the package, which has a row with its key now"
                self._conflict(number, column, said, EMPTY if is_computed else REPEAT)

    def _conflict(self, number: int | None, column: str, message: str, hint: str = REPEAT) -> None:
        place = self.table.path if number is None else self.given.places(number, column)
        self.errors.append(Problem(path=place, message=message, hint=hint))


def _checked(draft: Draft, places: Places, texts: dict[str, Text]) -> list[Problem]:
    """What the rules say of a changed draft that they did not say before. Raises RowsError where one is an error."""
    from event_timeline.rules import BY_CODE

    draft.stamp()
    fresh = draft.new_problems(texts_by_current_id(draft, texts))
    fresh = [_hinted(p, places) if BY_CODE[p.code].slug == DANGLING else p for p in fresh]
    fresh = [p for p in fresh if BY_CODE[p.code].slug not in NEW_ROW_SLUGS]
    found = [(p, places.get(key)) for p, key in with_keys(draft, fresh)]
    placed = [p if place is None else _placed(p, *place) for p, place in found]
    if wrong := [
        replace(p, hint=_remedy(was, BY_CODE[p.code].slug))
        for p, (was, _) in zip(placed, found, strict=True)
        if p.severity == "error" and BY_CODE[p.code].slug not in UNFINISHED_SLUGS
    ]:
        raise RowsError(wrong, DONE)
    return [p if place else replace(p, path=None) for p, (_, place) in zip(placed, found, strict=True)]


def _remedy(problem: Problem, slug: str) -> str:
    """The remedy of a rule where an export is what to repair."""
    if slug in REMEDIES:
        return REMEDIES[slug]
    if slug == REFORMATTED:
        try:
            check_date(None, problem.column or "", problem.value or "")
        except UserError as error:
            return f"{error.hint}; as text"
    hint = problem.hint
    return f"{hint.removesuffix('.')}. {PACKAGES_ONLY}" if FIX in hint else hint


def _hinted(problem: Problem, places: Places) -> Problem:
    """A reference to no row, with the way to delete a row where the export deleted it."""
    row = places.deleted.get(problem.value or "")
    if row is None:
        return problem
    if renaming := places.renamed.get(problem.value or ""):
        return replace(
            problem,
            hint=f"an identifier is renamed where all that refers to it is, too: restore it in the export, import that, and then run `timeline set {shlex.quote(row)} {shlex.quote(renaming)}`",
        )
    hint = f"restore the row in the export, or delete it with `timeline remove {row}`, which removes what depends on it, too"
    return replace(problem, hint=hint)


def _placed(problem: Problem, given: Given, number: int) -> Problem:
    """A problem with the place in the export of the row that it is about."""
    return replace(problem, path=given.places(number, problem.column or ""), line=None, row=None, column=None)
