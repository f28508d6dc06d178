"""Adding a row: completed, checked, in its place, with the evidence that shows it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from event_timeline import profile
from event_timeline.editing import evidence_rows, schema_vocabularies
from event_timeline.editing.cell_values import check_value, join_limited, reference_choices, term_choices
from event_timeline.editing.csv_tables import CsvTable, Row
from event_timeline.editing.date_bounds import bounds
from event_timeline.editing.date_entry import COLUMNS, check_date
from event_timeline.editing.draft import Draft
from event_timeline.editing.new_package import slug
from event_timeline.editing.profile_additions import LIFT, ensure_columns, table_to_extend
from event_timeline.editing.profile_terms import CAMEO, TOPIC, add_used_terms, profile_term
from event_timeline.editing.record_types import RecordType, option_name
from event_timeline.editing.row_lookup import format_key
from event_timeline.editing.span_finder import SpanFinder
from event_timeline.editing.spans import Span
from event_timeline.editing.suggestions import did_you_mean
from event_timeline.model import UserError
from event_timeline.texts.text import Text

CONTENT_WORDS = 4
"""Words of a statement's summary that its identifier is made from."""


class CellsError(UserError):
    """What is wrong with the values of a row: (column or `evidence.PART`, error) each; as one error it is the first."""

    __module__ = "event_timeline"

    def __init__(self, errors: Sequence[tuple[str, UserError]]) -> None:
        super().__init__(errors[0][1].message, errors[0][1].hint)
        self.errors = tuple(errors)


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

    given: column -> value; words: option of the kind -> words of the text. Raises UserError where a value is
    missing, unknown or taken, or the words are not in the text.
    """
    table = table_to_extend(draft, kind.table)
    if kind.name == "term":
        return _add_term(draft, table, given)
    found, errors = _find_spans(kind, words, _of_source(given, texts))
    row = table.blank()
    try:
        row |= _completed(table, kind, given, {part: text for part, text, _ in found}, draft)
    except CellsError as error:
        errors += error.errors
    except UserError:
        if not errors:
            raise
    if errors:
        raise CellsError(errors)
    _refuse_taken(table, row)
    if "date_edtf" in row and "earliest" in row and row["date_edtf"]:
        row["earliest"], row["latest"] = bounds(row["date_edtf"])
    position = _position(row)
    table.rows.append(row)
    if "position" in row:
        evidence_rows.insert_at(table, row, position)
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
    ensure_columns(draft, table, given)
    row = table.blank() | _checked(draft, table, {c: v for c, v in given.items() if v})
    key = table.key_of(row)
    if table.key and not all(key):
        lacking = ", ".join(c for c in table.key if not row[c])
        raise UserError(f"{name}: {lacking} missing", f"give {lacking}")
    if table.find(*key):
        raise UserError(f"`{name}` has {format_key(key)!r} already", f"give another {' or '.join(table.identifying)}")
    table.rows.append(row)
    draft.keep(name)
    return table.name_of(row)


def missing(table: CsvTable, kind: RecordType, given: Mapping[str, str]) -> list[str]:
    """Required columns that have no value and that nothing can complete."""
    completed = {
        *(profile_term(given) if kind.name == "term" else ()),
        kind.key,
        "position",
        "polarity",
        "source_id" if kind.name == "statement" else "",
        "label" if kind.name == "term" else "",
    }
    if kind.name == "statement":
        completed.add("kind")
    return [
        f["name"] for f in table.schema["fields"]
        if f.get("constraints", {}).get("required") and not given.get(f["name"]) and f["name"] not in completed
    ]  # fmt: skip


def identifier_for(kind: RecordType, given: Mapping[str, str]) -> str:
    """An identifier made from a row's name, for a person to accept or better; empty where there is none."""
    words = given.get(kind.named_by, "")
    if kind.name == "statement":
        speaker = given.get("speaker_id", "").rpartition("-")[2]
        words = " ".join([speaker, *words.split()[:CONTENT_WORDS]])
    return slug(words)


def _completed(
    table: CsvTable,
    kind: RecordType,
    given: Mapping[str, str],
    parts: Mapping[str, Text],
    draft: Draft,
) -> Row:
    ensure_columns(draft, table, {c: v.strip() for c, v in given.items()})
    row = {c: v.strip() for c, v in given.items() if v.strip()}
    lacking = missing(table, kind, row)
    if lacking:
        raise UserError(f"{kind.name}: {', '.join(lacking)} missing", _wanted(draft, table, lacking))
    if kind.key and not row.get(kind.key):
        row[kind.key] = identifier_for(kind, row)
        if not row[kind.key]:
            raise UserError(
                f"no identifier can be made from {row.get(kind.named_by, '')!r}",
                "give one of letters, digits and hyphens with --id",
            )
    if kind.name == "event" and "polarity" not in row:
        row["polarity"] = "affirmed"
    if kind.name == "statement":
        row.setdefault("kind", evidence_rows.KINDS.get(("quote" in parts, "report" in parts), "indirect"))
        if "source_id" not in row:
            row["source_id"] = next((t.source_id for t in parts.values()), "") or _only_coded(draft)
    return _checked(draft, table, row, {t.source_id for t in parts.values()})


def _checked(draft: Draft, table: CsvTable, row: Row, sources: Collection[str] = ()) -> Row:
    """The cells as they are to be written. Raises CellsError with all that are not possible.

    sources: of the words that the row comes with.
    """
    checked, errors = {}, []
    for column, value in row.items():
        try:
            checked[column] = check_value(draft, table, column, value)
            if column in COLUMNS:
                check_date(draft, column, value, {row["source_id"]} if row.get("source_id") else sources)
        except UserError as error:
            errors.append((column, error))
    if errors:
        raise CellsError(errors)
    return checked


def _wanted(draft: Draft, table: CsvTable, lacking: Sequence[str]) -> str:
    """The options to give, and what can follow those that take a term or an identifier."""
    said = [f"give {' '.join(f'--{option_name(c)} …' for c in lacking)}"]
    for column in lacking:
        known = [t for t, _, _ in term_choices(draft, table, column)] or [
            i for i, _ in reference_choices(draft, table, column)
        ]
        if known:
            said.append(f"--{option_name(column)} is one of {join_limited(known)}")
    return "; ".join(said)


def _only_coded(draft: Draft) -> str:
    coded = [r["source_id"] for r in draft.table("sources").rows if r["sha256"]]
    if len(coded) != 1:
        raise UserError("which source is the statement in?", f"give --source-id, one of {', '.join(coded)}")
    return coded[0]


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


def _refuse_taken(table: CsvTable, row: Row) -> None:
    key = table.key_of(row)
    if table.find(*key):
        shown = " ".join(filter(None, key))
        raise UserError(
            f"`{table.name}` has {shown!r} already", "give another --id" if len(key) == 1 else "there is nothing to add"
        )


def _position(row: Row) -> int | None:
    given = row.get("position", "")
    if given and not given.isdecimal():
        raise UserError(f"{given!r} is not a valid position", "give a whole number from 1, or none for the end")
    return int(given) if given else None


def _add_term(draft: Draft, book: CsvTable, given: Mapping[str, str]) -> AddedRow:
    version = profile.followed(draft.descriptor)
    row = profile_term(given, version) | {c: v.strip() for c, v in given.items() if v.strip()}
    lacking = missing(book, _TERM, row)
    if lacking:
        raise UserError(f"term: {', '.join(lacking)} missing", f"give {' '.join(f'--{c} …' for c in lacking)}")
    row.setdefault("label", row["term"].replace("-", " ").replace("_", " ").capitalize())
    name, _, column = row["vocabulary"].partition(".")
    described = {CAMEO, "actors.cameo", TOPIC, *(r["vocabulary"] for r in book.rows)}
    columns = {f"{t}.{f['name']}": f for t, r in draft.package.resources.items() for f in r.schema.get("fields", ())}
    known = [v for v, f in columns.items() if v in described or "enum" in f.get("constraints", {})]
    if row["vocabulary"] not in known:
        newer = name in profile.ALL_TABLES and column in profile.optional_fields(name)
        if newer and column not in profile.optional_fields(name, version):
            raise UserError(f"profile {version}, which the package follows, has no column {row['vocabulary']}", LIFT)
        raise UserError(
            f"there is no vocabulary {row['vocabulary']!r}",
            did_you_mean(row["vocabulary"], known) or f"there are {', '.join(known)}",
        )
    _refuse_taken(book, book.blank() | row)
    book.rows.append(book.blank() | row)
    defined = add_used_terms(book, draft.table(name), [column], version) if row["vocabulary"] == CAMEO else []
    draft.keep("codebook")
    schema_vocabularies.add_term(draft, row)
    return AddedRow(book.blank() | row, defined=defined)


_TERM = RecordType("term", "codebook", "", "")
