"""What differs between two versions of a package: rows and cells by key, columns, terms, and the descriptor.

A renamed identifier is found by its row and by what refers to it: if a row that is gone and a row that is new
agree in most of their cells and referring rows, and neither agrees better with another, it is the same row
under another name. References to it are then read as unchanged.

A row of a table without a primary key is the one that has equal cells in what the schema identifies it by: the columns
of its first unique key, or else those that are required or refer to another table. What differs in the other columns is
a changed value.

Where a primary key is duplicated in a version, its rows cannot be paired with those of the other version: unless both
have equal rows under it, the places of all of them are given instead of changed values.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from event_timeline import profile
from event_timeline.arguments import checked
from event_timeline.editing.csv_tables import CsvTable, Row, columns_of, line_numbers, sort_key
from event_timeline.editing.draft import Draft
from event_timeline.model import Rendered, UserError
from event_timeline.profile.table_schemas import foreign_keys

SAME = 0.6
"""Share of the filled cells and of the referring rows in which two rows must agree to count as one that was renamed."""
MOST_PAIRS = 100_000
"""So many pairs of rows are compared at most; beyond, what is gone counts as removed and what is new as added."""
LEAST = 3
"""So many must agree, so that two nearly empty rows do not count as one."""
UNSTABLE = frozenset({"position"})
"""Columns that shift when another row is added, and say nothing of whether two rows are one."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One changed value."""

    key: Key
    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A primary key that several rows of one version have. old, new: the places of its rows, `data/events.csv:7`."""

    key: Key
    old: list[str]
    new: list[str]


@dataclass
class TableDiff:
    """What changed in one table. Keys are primary keys, in the table's order.

    In a table without one, an added or removed row has all its cells as key, a changed one those that identify it.
    """

    name: str
    added: list[Key] = field(default_factory=list)
    removed: list[Key] = field(default_factory=list)
    renamed: list[tuple[Key, Key]] = field(default_factory=list)
    changed: list[Cell] = field(default_factory=list)
    duplicated: list[Duplicate] = field(default_factory=list)
    columns_added: list[str] = field(default_factory=list)
    columns_removed: list[str] = field(default_factory=list)
    terms_added: list[tuple[str, str]] = field(default_factory=list)
    terms_removed: list[tuple[str, str]] = field(default_factory=list)
    schema_changed: list[str] = field(default_factory=list)
    limits_lifted: list[str] = field(default_factory=list)
    """Lengths of cells that may be greater now, or are limited no more."""
    identified: bool = False
    """Whether its key is one column, which other tables and other people may refer to."""

    def __bool__(self) -> bool:
        return any(
            (self.added, self.removed, self.renamed, self.changed, self.duplicated, self.columns_added,
             self.columns_removed, self.terms_added, self.terms_removed, self.schema_changed, self.limits_lifted)
        )  # fmt: skip


@dataclass
class Diff(Rendered):
    """Everything that differs. descriptor: (property, old, new), sizes and hashes left out."""

    old_version: str
    new_version: str
    tables: list[TableDiff] = field(default_factory=list)
    tables_added: list[str] = field(default_factory=list)
    tables_removed: list[str] = field(default_factory=list)
    descriptor: list[tuple[str, Any, Any]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.tables or self.tables_added or self.tables_removed or self.descriptor)

    @checked
    def render(self, style: str = "text") -> str:
        """The comparison as text, json or markdown. Raises UserError for another style."""
        from event_timeline.comparing import diff_text

        styles = {"text": diff_text.as_text, "json": diff_text.as_json, "markdown": diff_text.as_markdown}
        if style not in styles:
            raise UserError(f"no style named {style!r}", f"there are: {', '.join(styles)}")
        return styles[style](self)

    @property
    def level(self) -> str:
        """What data semver makes of it: major, minor, patch, or nothing.

        major: a table, column, term or identifier is gone, or a type, key or constraint changed, so that what
        others built on it may break; minor: tables, columns, terms or rows were added, or cells may be longer; patch:
        anything else.
        """
        if self.tables_removed or any(_breaks(t) for t in self.tables):
            return "major"
        if self.tables_added or any(
            t.added or t.columns_added or t.terms_added or t.limits_lifted for t in self.tables
        ):
            return "minor"
        return "patch" if self else ""


def _breaks(t: TableDiff) -> bool:
    lost_identifiers = t.identified and t.name != "evidence" and (t.removed or t.renamed)
    return bool(lost_identifiers or t.columns_removed or t.terms_removed or t.schema_changed)


def compare(old: Draft, new: Draft) -> Diff:
    """Compare two packages; tables in the order of the new descriptor. Raises UserError where one cannot be read."""
    diff = Diff(str(old.descriptor.get("version", "")), str(new.descriptor.get("version", "")))
    before, after = old.package.resources, new.package.resources
    diff.tables_added = [n for n in after if n not in before]
    diff.tables_removed = [n for n in before if n not in after]
    names: dict[tuple[str, str], dict[str, str]] = {}
    order = [
        *(n for n in profile.TABLES if n in after and n in before),
        *(n for n in after if n in before and n not in profile.TABLES),
    ]
    found = {}
    for name in order:
        found[name] = _table(old, new, name, names)
    diff.tables = [found[n] for n in after if found.get(n)]
    diff.descriptor = list(_descriptor(old.descriptor, new.descriptor))
    return diff


def _table(was: Draft, now_: Draft, name: str, names: dict[tuple[str, str], dict[str, str]]) -> TableDiff:
    old, new = was.table(name), now_.table(name)
    diff = TableDiff(new.name, identified=len(new.key) == 1)
    if old is new and not any(names.values()):
        return diff
    diff.columns_added = [c for c in new.columns if c not in old.columns]
    diff.columns_removed = [c for c in old.columns if c not in new.columns]
    _schema(old, new, diff, *(_profile_fields(d, name) for d in (was, now_)))
    if not new.key:
        _rows_without_key(list(_translated(old, new, names)), old, new, diff)
        return diff
    translated = list(_translated(old, new, names))
    keys = [new.key_of(r) for r in translated]
    before = dict(zip(keys, translated, strict=True))
    after = {new.key_of(r): r for r in new.rows}
    gone, fresh = [k for k in before if k not in after], [k for k in after if k not in before]
    shared = [c for c in new.columns if c in old.columns]
    if len(new.key) == 1 and len(gone) * len(fresh) <= MOST_PAIRS:
        columns = [c for c in shared if c not in new.key and c not in UNSTABLE]
        diff.renamed = _renamed(
            [(k, _facts(before[k], columns, was, name)) for k in gone],
            [(k, _facts(after[k], columns, now_, name)) for k in fresh],
        )
        names[new.name, new.key[0]] = {a[0]: b[0] for a, b in diff.renamed}
        _rename_within(new, translated, names)
    now = dict(diff.renamed)
    order = sort_key(new.schema)
    diff.removed = sorted((k for k in gone if k not in now), key=lambda k: order(before[k]))
    taken = set(now.values())
    diff.added = sorted((k for k in fresh if k not in taken), key=lambda k: order(after[k]))
    pairs = [(k, now.get(k, k)) for k in before if now.get(k, k) in after]
    if len(before) < len(translated) or len(after) < len(new.rows):
        sides = ([now.get(k, k) for k in keys], list(map(new.key_of, new.rows)))
        several = {key for side in sides for key, rows in Counter(side).items() if rows > 1}
        pairs = [(k, other) for k, other in pairs if other not in several]
        diff.duplicated = _duplicated(was, now_, name, several, sides, translated)
    for was_key, key in sorted(pairs, key=lambda p: order(after[p[1]])):
        row, other = before[was_key], after[key]
        own = [c for c in shared if was_key not in now or c not in new.key]
        diff.changed += [Cell(key, c, row[c], other[c]) for c in own if row[c] != other[c]]
    return diff


def _duplicated(
    was: Draft, now_: Draft, name: str, several: set[Key], keys: tuple[list[Key], list[Key]], translated: list[Row]
) -> list[Duplicate]:
    """The keys of `several` but for those under which both versions have equal rows.

    keys: those of the old rows, as they are called now, and of the new ones; translated: the old rows with such references.
    """
    old, new = was.table(name), now_.table(name)
    columns = [c for c in new.columns if c in old.columns and c not in new.key]
    groups: dict[Key, tuple[list[int], list[int]]] = {key: ([], []) for key in sorted(several)}
    for side, names in enumerate(keys):
        for i, key in enumerate(names):
            if key in several:
                groups[key][side].append(i)
    lines = [line_numbers(draft.read(table.path), table.path) for draft, table in ((was, old), (now_, new))]
    found = []
    for key, sides in groups.items():
        cells = [
            Counter(tuple(rows[i][c] for c in columns) for i in side)
            for rows, side in zip((translated, new.rows), sides, strict=True)
        ]
        if cells[0] != cells[1]:
            places = [
                _places(table, {tuple(table.rows[i][c] for c in table.columns) for i in side}, numbers)
                for table, side, numbers in zip((old, new), sides, lines, strict=True)
            ]
            found.append(Duplicate(key, *places))
    return found


def _places(table: CsvTable, records: set[Key], numbers: dict[Key, list[int]]) -> list[str]:
    return [f"{table.path}:{line}" for line in sorted(line for record in records for line in numbers.get(record, ()))]


def _rows_without_key(before: list[Row], old: CsvTable, new: CsvTable, diff: TableDiff) -> None:
    """Pair the rows that are not in both by what identifies them."""
    shared = [c for c in new.columns if c in old.columns]
    order = sort_key(new.schema)
    gone = sorted(_not_in(new.rows, before, shared), key=order)
    fresh = sorted(_not_in(before, new.rows, shared), key=order)
    identity = [c for c in _identifying(new.schema) if c in shared]
    groups: dict[Key, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((gone, fresh)):
        for row in rows:
            groups[tuple(row[c] for c in identity)][side].append(row)
    others = [c for c in shared if c not in identity]
    pairs = [pair for key, sides in groups.items() if any(key) for pair in _best_pairs(*sides, others)]
    for row, other in sorted(pairs, key=lambda p: order(p[1])):
        key = tuple(other[c] for c in identity)
        diff.changed += [Cell(key, c, row[c], other[c]) for c in shared if row[c] != other[c]]
    paired = {id(row) for pair in pairs for row in pair}
    diff.removed = [tuple(r[c] for c in old.columns) for r in gone if id(r) not in paired]
    diff.added = [new.key_of(r) for r in fresh if id(r) not in paired]


def _not_in(others: list[Row], rows: list[Row], columns: list[str]) -> Iterator[Row]:
    """The rows that `others` lack; of equal rows as many as they have fewer."""
    known = Counter(tuple(row[c] for c in columns) for row in others)
    for row in rows:
        cells = tuple(row[c] for c in columns)
        if known[cells]:
            known[cells] -= 1
        else:
            yield row


def _identifying(schema: dict[str, Any]) -> list[str]:
    """The columns that identify a row of a table without a primary key, as the schema has them."""
    unique = schema.get("uniqueKeys") or ()
    if unique:
        return columns_of(unique[0])
    referring = {c for columns, *_ in foreign_keys("", schema) for c in columns}
    fields = schema["fields"]
    return [f["name"] for f in fields if f["name"] in referring or f.get("constraints", {}).get("required")]


def _best_pairs(gone: list[Row], fresh: list[Row], columns: list[str]) -> Iterator[tuple[Row, Row]]:
    """Pair rows with the same identity: one with one, of several those with the most filled cells of `columns` in common."""
    if len(gone) == len(fresh) == 1:
        yield gone[0], fresh[0]
        return
    if len(gone) * len(fresh) > MOST_PAIRS:
        return
    scores = [
        (sum(bool(row[c]) and row[c] == other[c] for c in columns), i, j)
        for i, row in enumerate(gone)
        for j, other in enumerate(fresh)
    ]
    taken_gone: set[int] = set()
    taken_fresh: set[int] = set()
    for score, i, j in sorted(scores, key=lambda s: (-s[0], s[1:])):
        if i not in taken_gone and j not in taken_fresh and score:
            taken_gone.add(i)
            taken_fresh.add(j)
            yield gone[i], fresh[j]


def _translated(old: CsvTable, new: CsvTable, names: dict[tuple[str, str], dict[str, str]]) -> Iterable[Row]:
    """The old rows with references to renamed records as they are called now."""
    references = _references(new, names)
    for row in old.rows:
        yield row | {c: known.get(row[c], row[c]) for c, known in references.items() if c in row}


def _rename_within(new: CsvTable, before: list[Row], names: dict[tuple[str, str], dict[str, str]]) -> None:
    """The same for references of a table to itself, once its own renamings are known."""
    for column, known in _references(new, {k: v for k, v in names.items() if k[0] == new.name}).items():
        for row in before:
            row[column] = known.get(row.get(column, ""), row.get(column, ""))


def _references(table: CsvTable, names: dict[tuple[str, str], dict[str, str]]) -> dict[str, dict[str, str]]:
    found = {}
    for fields, other, targets in foreign_keys(table.name, table.schema):
        if len(fields) == 1 and (known := names.get((other, targets[0]))):
            found[fields[0]] = known
    return found


def _facts(row: Row, columns: list[str], draft: Draft, name: str) -> Counter[tuple[str, ...]]:
    """What is known of a row without its identifier: its filled cells, and the rows that refer to it."""
    facts: Counter[tuple[str, ...]] = Counter((c, row[c]) for c in columns if row[c])
    for other in draft.package.resources:
        for fields, referred, targets in foreign_keys(other, draft.package.resources[other].schema):
            if len(fields) == 1 and referred == name:
                table, own = draft.table(other), row[targets[0]]
                telling = [c for c in table.columns if c not in UNSTABLE and c != fields[0] and [c] != table.key]
                facts.update((other, fields[0], *(r[c] for c in telling)) for r in table.rows if r[fields[0]] == own)
    return facts


def _renamed(
    gone: list[tuple[Key, Counter[tuple[str, ...]]]], fresh: list[tuple[Key, Counter[tuple[str, ...]]]]
) -> list[tuple[Key, Key]]:
    scores = {}
    for a, facts in gone:
        for b, others in fresh:
            same, either = (facts & others).total(), (facts | others).total()
            if same >= LEAST and same >= SAME * either:
                scores[a, b] = same / either
    pairs = []
    for (a, b), score in scores.items():
        rivals = [s for (x, y), s in scores.items() if (x == a) != (y == b)]
        if all(score > s for s in rivals):
            pairs.append((a, b))
    return sorted(pairs, key=lambda p: p[1])


def _profile_fields(draft: Draft, name: str) -> dict[str, dict[str, Any]]:
    """Column -> constraints of a table in the version of the profile that a package follows."""
    version = profile.followed(draft.descriptor)
    if name not in profile.TABLES:
        return {}
    return {f["name"]: f.get("constraints", {}) for f in profile.table_schema(name, version)["fields"]}


def _schema(
    old: CsvTable, new: CsvTable, diff: TableDiff, formerly: dict[str, dict[str, Any]], now_: dict[str, dict[str, Any]]
) -> None:
    """Compare two schemas; formerly, now_: the constraints of the profiles that they follow, whose own changes do not count as breaking."""
    fields = {f["name"]: f for f in new.schema["fields"]}
    for field_ in old.schema["fields"]:
        column = field_["name"]
        other = fields.get(column)
        if other is None:
            continue
        was, now = field_.get("constraints", {}), other.get("constraints", {})
        terms, terms_now = was.get("enum") or [], now.get("enum") or []
        diff.terms_added += [(column, str(t)) for t in terms_now if t not in terms and terms]
        diff.terms_removed += [(column, str(t)) for t in terms if t not in terms_now and terms_now]
        if field_.get("type", "string") != other.get("type", "string"):
            diff.schema_changed.append(
                f"{column}: type {field_.get('type', 'string')} -> {other.get('type', 'string')}"
            )
        for name in sorted({*was, *now} - {"enum"}):
            if (was.get(name) or None) != (now.get(name) or None):
                lifted = name == "maxLength" and _is_greater(now.get(name), was.get(name))
                of_profile = all(
                    own.get(name) == theirs.get(column, {}).get(name) for own, theirs in ((was, formerly), (now, now_))
                )
                changes = diff.limits_lifted if lifted or of_profile else diff.schema_changed
                none = "no limit" if name == "maxLength" else "not set"
                changes.append(f"{column}: {name} {was.get(name)} -> {now.get(name) or none}")
        if bool(terms) != bool(terms_now):
            diff.schema_changed.append(f"{column}: {'an open' if terms else 'a closed'} vocabulary now")
    if old.key != new.key:
        diff.schema_changed.append(f"primary key {', '.join(old.key)} -> {', '.join(new.key)}")


def _is_greater(now: Any, was: Any) -> bool:
    """Whether a limit is greater than it was; no limit is the greatest."""
    return isinstance(was, int) and (now is None or (isinstance(now, int) and now > was))


def _descriptor(old: dict[str, Any], new: dict[str, Any]) -> Iterable[tuple[str, Any, Any]]:
    for name in [*old, *(k for k in new if k not in old)]:
        if name not in ("resources", "version", "created") and old.get(name) != new.get(name):
            yield name, old.get(name), new.get(name)
