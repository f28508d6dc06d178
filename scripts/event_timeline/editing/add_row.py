"""Adding a row: completed, checked, in its place, with the evidence that shows it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NoReturn

from event_timeline import profile
from event_timeline.editing import evidence_rows, schema_vocabularies
from event_timeline.editing.cell_values import check_value, reference_choices, term_choices
from event_timeline.editing.csv_tables import CsvTable, Row
from event_timeline.editing.date_bounds import bounds
from event_timeline.editing.date_entry import COLUMNS, check_date
from event_timeline.editing.draft import Draft
from event_timeline.editing.new_package import slug, with_examples
from event_timeline.editing.profile_additions import LIFT, ensure_columns, table_to_extend, unknown_columns
from event_timeline.editing.profile_terms import CAMEO, TOPIC, add_used_terms, profile_term
from event_timeline.editing.record_types import RecordType
from event_timeline.editing.row_lookup import format_key
from event_timeline.editing.span_finder import SpanFinder
from event_timeline.editing.spans import Span
from event_timeline.editing.suggestions import did_you_mean
from event_timeline.io.counting import MAX_LISTED, listed
from event_timeline.model import CellsError, UserError
from event_timeline.remedies import named
from event_timeline.texts.text import Text

CONTENT_WORDS = 4
"""Words of a statement's summary that its identifier is made from."""


@dataclass(frozen=True)
class AddedRow:
    """The row that was added, the identifiers of its evidence, and the codebook's rows that came with its terms."""

    row: Row
    evidence: list[str] = field(default_factory=list)
    defined: list[Row] = field(default_factory=list)
    related: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """Table and key of the rows that were given with it and refer to it."""


def add_row(
    draft: Draft, kind: RecordType, given: Mapping[str, str], words: Mapping[str, Sequence[str]], texts: dict[str, Text]
) -> AddedRow:
    """Add a row to a draft, which is neither validated nor saved here.

    given: column -> value; words: option of the kind -> words of the text. Raises CellsError where values are
    missing or unknown, or the words are not in the text; UserError where the key is taken.
    """
    table = table_to_extend(draft, kind.table)
    if kind.name == "term":
        return _add_term(draft, table, given)
    found, errors = _find_spans(kind, words, _of_source(given, texts))
    errors += (unknown := unknown_columns(draft, table, given))
    given = {c: v.strip() for c, v in given.items() if v.strip() and c not in dict(unknown)}
    lacking = missing(table, kind, given)
    cells, wrong = _completed(draft, table, kind, given, {part: text for part, text, _ in found})
    errors += wrong
    if errors or lacking:
        _refuse(draft, table, kind, lacking, errors, cells)
    row = table.blank() | cells
    _refuse_taken(table, row, kind)
    if "date_edtf" in row and "earliest" in row and row["date_edtf"]:
        row["earliest"], row["latest"] = bounds(row["date_edtf"])
    position = row.get("position", "")
    table.rows.append(row)
    if "position" in row:
        evidence_rows.insert_at(table, row, int(position) if position else None)
    defined = (
        [] if draft.postponed is not None else define_terms(draft, table, [c for c, value in row.items() if value])
    )
    draft.keep(kind.table)
    evidence = []
    if found:
        to = evidence_rows.Target(kind.name, row[kind.key])
        for part, text, spans in found:
            with suppress(evidence_rows.PresentError):  # words that were given twice
                evidence += [r["evidence_id"] for r in evidence_rows.add_evidence(draft, text, to, part, spans)]
    return AddedRow(row, evidence, defined)


def define_terms(draft: Draft, table: CsvTable, columns: Sequence[str]) -> list[Row]:
    """Give the profile's terms that are used in some columns their rows in the codebook; returns these."""
    defined = add_used_terms(draft.table("codebook"), table, columns, profile.followed(draft.descriptor))
    if defined:
        draft.keep("codebook")
    return defined


def add_plain_row(draft: Draft, name: str, given: Mapping[str, str]) -> tuple[str, ...]:
    """Add a row to a table of the package's own, or to `evidence`, as it is given; returns what names it. Raises UserError."""
    table = table_to_extend(draft, name)
    unknown = unknown_columns(draft, table, given)
    cells, wrong = checked_cells(draft, table, {c: v for c, v in given.items() if v and c not in dict(unknown)})
    errors = unknown + wrong
    lacking = [c for c in table.key if not given.get(c)]
    if errors or lacking:
        _refuse(draft, table, None, lacking, errors, cells)
    row = table.blank() | cells
    if table.find(*table.key_of(row)):
        key = format_key(table.key_of(row))
        raise UserError(f"`{name}` has {key!r} already", f"give another {' or '.join(table.identifying)}")
    table.rows.append(row)
    draft.keep(name)
    return table.name_of(row)


def missing(table: CsvTable, kind: RecordType, given: Mapping[str, str]) -> list[str]:
    """Required columns that have no value and that nothing can complete."""
    known = profile_term(given) if kind.name == "term" else {}
    return [
        f["name"] for f in table.schema["fields"]
        if kind.is_required(f) and not given.get(f["name"]) and f["name"] not in known
    ]  # fmt: skip


def identifier_for(kind: RecordType, given: Mapping[str, str]) -> str:
    """An identifier made from a row's name, for a person to accept or better; empty where there is none."""
    words = given.get(kind.named_by, "")
    if kind.name == "statement":
        speaker = given.get("speaker_id", "").rpartition("-")[2]
        words = " ".join([speaker, *words.split()[:CONTENT_WORDS]])
    return slug(words)


def _completed(
    draft: Draft, table: CsvTable, kind: RecordType, given: Mapping[str, str], parts: Mapping[str, Text]
) -> tuple[Row, list[tuple[str, UserError]]]:
    """The cells of a row as they are to be written, those among them that can be computed, and (column, error) for the others."""
    row, errors = dict(given), list[tuple[str, UserError]]()
    if kind.key and not row.get(kind.key) and row.get(kind.named_by):
        row[kind.key] = identifier_for(kind, row)
        if not row[kind.key]:
            said = f"no identifier can be made from {row[kind.named_by]!r}"
            hint = f"give one of letters, digits and hyphens: {named('--id', kind.key)}"
            errors.append((kind.key, UserError(said, hint)))
    if kind.name == "event":
        row.setdefault("polarity", "affirmed")
    if kind.name == "statement":
        row.setdefault("kind", evidence_rows.KINDS.get(("quote" in parts, "report" in parts), "indirect"))
        coded = [r["source_id"] for r in draft.table("sources").rows if r["sha256"]]
        sources = [t.source_id for t in parts.values()] or coded
        if "source_id" not in row and (parts or len(coded) == 1):
            row["source_id"] = sources[0]
        elif "source_id" not in row:
            hint = f"give {named('--source-id', 'source_id')}, one of {listed(coded)}"
            errors.append(("source_id", UserError("which source is the statement in?", hint)))
    cells, wrong = checked_cells(draft, table, row, {t.source_id for t in parts.values()})
    return cells, errors + wrong


def checked_cells(
    draft: Draft, table: CsvTable, row: Mapping[str, str], sources: Collection[str] = ()
) -> tuple[Row, list[tuple[str, UserError]]]:
    """The cells as they are to be written, and (column, error) for those that are not possible.

    sources: of the words that the row comes with.
    """
    checked, errors = Row(), list[tuple[str, UserError]]()
    ensure_columns(draft, table, row)
    for column, value in row.items():
        try:
            found = check_value(draft, table, column, value)
            if column in COLUMNS:
                check_date(draft, column, value, {row["source_id"]} if row.get("source_id") else sources)
            if column == "position" and evidence_rows.is_ordered(table) and not value.isdecimal():
                raise UserError(f"{value!r} is not a valid position", "give a whole number from 1, or none for the end")
            checked[column] = found
        except UserError as error:
            errors.append((column, error))
    return checked, errors


def _refuse(
    draft: Draft, table: CsvTable, kind: RecordType | None, lacking: Sequence[str], errors: Sequence[tuple[str, UserError]], cells: Row
) -> NoReturn:  # fmt: skip
    """Raise CellsError for columns that have no value and (column, error) of others; cells: those that are possible."""
    choices = {column: _choices(draft, table, column) for column in lacking}
    absent = [
        (c, UserError(f"{table.name}.{c} is missing", f"give one of {known}" if known else "give a value"))
        for c, known in choices.items()
    ]
    said = [error for _, error in errors]
    if lacking:
        names = {c: named(kind.option(c) if kind else c, c) for c in lacking}
        hints = [
            f"give {' '.join(f'{name} …' for name in names.values())}",
            *(f"{names[c]} is one of {known}" for c, known in choices.items() if known),
        ]
        what = kind.name if kind else table.name
        said = [UserError(f"{what}: {', '.join(lacking)} missing", "; ".join(hints)), *said]
    raise CellsError([*absent, *errors], said, cells)


def _choices(draft: Draft, table: CsvTable, column: str) -> str:
    """The terms or identifiers that a column takes, as a message names them; empty where it takes any value."""
    terms = [t for t, _, _ in term_choices(draft, table, column)]
    if len(terms) > MAX_LISTED:
        return f"{listed(terms)}, which `timeline explain {table.name}.{column}` lists"
    return listed(terms or [i for i, _ in reference_choices(draft, table, column)])


def _of_source(given: Mapping[str, str], texts: dict[str, Text]) -> dict[str, Text]:
    """The text of the source that a statement is said to be in, or all texts."""
    source_id = given.get("source_id", "")
    return {source_id: texts[source_id]} if source_id in texts else texts


def _find_spans(
    kind: RecordType, words: Mapping[str, Sequence[str]], texts: Mapping[str, Text]
) -> tuple[list[tuple[str, Text, list[Span]]], list[tuple[str, UserError]]]:
    """(part, text, spans) for all words given with a row, and (`evidence.PART`, error) for those that are not found."""
    finder = SpanFinder(texts, single=kind.name == "statement")
    found: list[tuple[str, Text, list[Span]]] = []
    errors: list[tuple[str, UserError]] = []
    for option in kind.words:
        for given in words.get(option.option, ()):
            try:
                found.append((option.part, *finder.find(option, given)))
            except UserError as error:
                errors.append((f"evidence.{option.part}", error))
    return found, errors


def _refuse_taken(table: CsvTable, row: Row, kind: RecordType) -> None:
    key = table.key_of(row)
    if table.find(*key):
        hint = f"give another {named('--id', kind.key)}" if kind.key else "there is nothing to add"
        raise UserError(f"`{table.name}` has {' '.join(filter(None, key))!r} already", hint)


def _add_term(draft: Draft, book: CsvTable, given: Mapping[str, str]) -> AddedRow:
    version = profile.followed(draft.descriptor)
    defined_already = book.find(given.get("vocabulary", "").strip(), given.get("term", "").strip())
    if defined_already and schema_vocabularies.lacks(draft, defined_already):
        schema_vocabularies.add_term(draft, defined_already)
        return AddedRow(defined_already)
    known = [row for row in [profile_term(given, version)] if row]
    of_profile = {c: v for row in with_examples(book, known, version) for c, v in row.items() if v}
    row = of_profile | {c: v.strip() for c, v in given.items() if v.strip()}
    lacking = missing(book, _TERM, row)
    if lacking:
        _refuse(draft, book, _TERM, lacking, (), row)
    row.setdefault("label", row["term"].replace("-", " ").replace("_", " ").capitalize())
    name, _, column = row["vocabulary"].partition(".")
    described = {CAMEO, "actors.cameo", TOPIC, *(r["vocabulary"] for r in book.rows)}
    columns = {f"{t}.{f['name']}": f for t, r in draft.package.resources.items() for f in r.schema.get("fields", ())}
    vocabularies = [v for v, f in columns.items() if v in described or "enum" in f.get("constraints", {})]
    if row["vocabulary"] not in vocabularies:
        newer = name in profile.ALL_TABLES and column in profile.optional_fields(name)
        if newer and column not in profile.optional_fields(name, version):
            raise UserError(f"profile {version}, which the package follows, has no column {row['vocabulary']}", LIFT)
        hint = did_you_mean(row["vocabulary"], vocabularies) or f"there are {listed(vocabularies)}"
        raise CellsError([("vocabulary", UserError(f"there is no vocabulary {row['vocabulary']!r}", hint))])
    _refuse_taken(book, book.blank() | row, _TERM)
    book.rows.append(book.blank() | row)
    defined = add_used_terms(book, draft.table(name), [column], version) if row["vocabulary"] == CAMEO else []
    draft.keep("codebook")
    schema_vocabularies.add_term(draft, row)
    return AddedRow(book.blank() | row, defined=defined)


_TERM = RecordType("term", "codebook", "", "")
