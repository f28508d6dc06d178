"""TAB: the files as files, the cells as cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl

from event_timeline.profile.constraints import count_violations, masks, violations
from event_timeline.rules.columns import SMALL, excludes, quiet
from event_timeline.rules.forms import in_words, nearest_term
from event_timeline.rules.hashing import misquoted
from event_timeline.rules.rule import (
    Cell,
    Check,
    Context,
    Example,
    Finding,
    Found,
    Offenders,
    Removed,
    Replaced,
    Rule,
    bad,
    good,
    rule,
)
from event_timeline.tables.cell_formats import words
from event_timeline.tables.loading import RAW, ROW
from event_timeline.tables.types import is_text

PLACES = "data/places.csv"
VERBATIM = frozenset({"exact", "quote", "cue", "speaker_as_reported"})
"""Columns of a source's own words, which may be of any form."""
QUIET = good("another name for the place", Replaced(PLACES, "Town Hall", "Town House"))


def _flaws(kind: str) -> Check:
    """A check that passes on what reading the files has found already."""

    def check(t: Context) -> Iterator[Finding]:
        for flaw in t.tables.flaws:
            if flaw.kind == kind:
                yield Found(
                    flaw.message, flaw.resource, flaw.path, flaw.line, flaw.row, flaw.column, flaw.value, flaw.hint
                )

    check.__name__ = kind.replace("-", "_")
    return check


def _file_rule(
    code: str, slug: str, words: str, bad: Example, good: Example = QUIET, severity: Any = "error", mended: bool = False
) -> Rule:
    check = _flaws(slug)
    check.__doc__ = words
    return rule(code, severity=severity, bad=bad, good=good, mended=mended)(check)


FILE_RULES = (
    _file_rule(
        "TAB001",
        "unreadable-file",
        """A table's file is not there or cannot be read.

        Why: the descriptor promises a table that nobody can load.
        Repair: put the file in its place and make it readable, or correct the resource's `path`.
        """,
        bad("the file is gone", Removed(PLACES)),
    ),
    _file_rule(
        "TAB002",
        "empty-file",
        """A table's file is empty.

        Why: even a table without rows has a header; an empty file is what a failed save or download leaves.
        Repair: restore the file, or write the header.
        """,
        bad("nothing is left of the file", Replaced("data/statement_events.csv", "*", "")),
    ),
    _file_rule(
        "TAB003",
        "binary-file",
        """A table's file holds NUL bytes.

        Why: it is a spreadsheet, UTF-16 or damaged, and no CSV reader takes it.
        Repair: save it as CSV in UTF-8, or restore it.
        """,
        bad("a NUL inside a name", Replaced(PLACES, "Town Hall", "Town\0Hall")),
    ),
    _file_rule(
        "TAB004",
        "not-utf-8",
        """A table's file is not UTF-8.

        Why: other encodings turn letters beyond ASCII into other letters, differently for each reader.
        Repair: save it as UTF-8; text editors and spreadsheet programs offer that on saving as CSV.
        """,
        bad("a Latin-1 letter", Replaced("data/actors.csv", "Mira Holm", "Mira H\udcf8lm")),
    ),
    _file_rule(
        "TAB005",
        "byte-order-mark",
        """A table's file begins with a byte order mark.

        Why: many readers take it for a part of the first column's name.
        Repair: save it as UTF-8 without BOM; `timeline validate --fix` does.
        """,
        bad("a BOM before the header", Replaced(PLACES, "place_id,", "\ufeffplace_id,")),
        mended=True,
    ),
    _file_rule(
        "TAB006",
        "carriage-returns",
        """A table's lines do not end with LF alone.

        Why: mixed line ends change every hash and show as differences where nothing changed.
        Repair: convert the line ends to LF; `timeline validate --fix` does.
        """,
        bad("CR LF after the header", Replaced(PLACES, "identifiers_source\n", "identifiers_source\r\n")),
        mended=True,
    ),
    _file_rule(
        "TAB007",
        "no-final-newline",
        """A table's last line has no line end.

        Why: that is how a file looks that was cut off.
        Repair: check that the last record is whole, and end the line; where the file's hash proves that nothing else is lost, `timeline validate --fix` does.
        """,
        bad("the last line end is gone", Replaced(PLACES, "10.4987,,,\n", "10.4987,,,")),
        severity="warning",
    ),
    _file_rule(
        "TAB008",
        "wrong-header",
        """A table's header is not the list of fields of its schema.

        Why: readers take columns by name or by place, and either way get the wrong ones.
        Repair: name the columns as the schema does, in its order; add a column of your own to the schema too.
        """,
        bad("a column is misspelt", Replaced(PLACES, "latitude,", "latitute,")),
    ),
    _file_rule(
        "TAB009",
        "duplicate-header",
        """A column's name stands twice in the header.

        Why: readers keep one of the two, not all the same one.
        Repair: remove or rename one of them.
        """,
        bad("latitude twice", Replaced(PLACES, "longitude,", "latitude,")),
    ),
    _file_rule(
        "TAB010",
        "wrong-delimiter",
        """A table's columns are not separated by commas.

        Why: spreadsheet programs in many countries write semicolons, and readers see one column only.
        Repair: save it with commas; in LibreOffice the dialog on saving asks for the separator. `timeline validate --fix` writes commas where every record has as many cells as the header then.
        """,
        bad("semicolons", Replaced("data/event_actors.csv", "event_id,actor_id,role", "event_id;actor_id;role")),
        mended=True,
    ),
    _file_rule(
        "TAB011",
        "ragged-row",
        """A record has more or fewer cells than the header.

        Why: from that cell on every value stands in the wrong column.
        Repair: quote the cell that holds a comma, or add the commas that are missing.
        """,
        bad(
            "a comma too few",
            Replaced("data/event_actors.csv", "council-vote,town-council,", "council-vote,town-council"),
        ),
    ),
    _file_rule(
        "TAB012",
        "malformed-record",
        """A record is not well-formed CSV: a quotation mark is out of its place, or the file is damaged.

        Why: RFC 4180 (section 2, rules 5 to 7) allows a quotation mark only at the two ends of a cell, and doubled inside
        a quoted one. Readers recover from others in their own ways: they drop characters, join records, or refuse the file.
        Repair: put the cell in quotation marks and write each quotation mark inside it twice.
        """,
        bad("quotation marks inside a quoted cell, not doubled", Replaced(PLACES, "Town Hall", '"The "Town" Hall"')),
        good("the same marks, doubled", Replaced(PLACES, "Town Hall", '"The ""Town"" Hall"')),
    ),
    _file_rule(
        "TAB013",
        "huge-cell",
        """A line is longer than any record of the profile.

        Why: it is damage or an attack, and reading it as a table could take all memory.
        Repair: look at the line that is named; an open quotation mark is the usual cause.
        """,
        bad("a name of two million letters", Replaced(PLACES, "Town Hall", "x" * 2_000_000)),
    ),
    _file_rule(
        "TAB014",
        "too-many-columns",
        """A header has absurdly many columns.

        Why: it is damage or an attack; a table of the profile has some twenty.
        Repair: restore the file.
        """,
        bad("two thousand commas", Replaced(PLACES, "longitude,", "longitude," + "," * 2000)),
    ),
)


VIOLATED = "violated constraints"
"""What `violated` tells is kept under this name, and may be put there by who has counted already."""


def violated(t: Context) -> dict[str, dict[tuple[str, str], int]]:
    """table -> (column, kind) -> number of cells that break the constraint: one scan a table, made once."""
    cache = t.once(VIOLATED, dict[str, dict[tuple[str, str], int]])
    for name, table in t.tables.tables.items():
        if name not in cache:
            ascending = t.tables.schema(name).get("sortedBy", ())[:1]
            cache[name] = count_violations(table.checked, t.tables.fields(name), ascending)
            if any(kind == "required" for _, kind in cache[name]) and _blank(t, name):
                cache[name] = count_violations(_filled(t, name), t.tables.fields(name))
    return cache


def _blank(t: Context, name: str) -> int:
    nothing = pl.all_horizontal(pl.col(f["name"]).is_null() for f in t.tables.fields(name))
    blank: int = t.tables.tables[name].text.select(nothing.sum()).collect(engine="streaming").item()
    return blank


def _filled(t: Context, name: str) -> pl.LazyFrame:
    """The records that are not blank: a blank one has a finding of its own."""
    return t.tables.tables[name].checked.filter(
        ~pl.all_horizontal(pl.col(f["name"]).is_null() for f in t.tables.fields(name))
    )


def _cases(t: Context, name: str, most: int = 200) -> pl.DataFrame:
    """pandera's failure cases of one table, made once."""

    def made() -> pl.DataFrame:
        found = violations(_filled(t, name), t.tables.schema(name), violated(t)[name], most)
        return pl.DataFrame(
            [(v.column, v.kind, v.row, v.value) for v in found],
            schema={"column": pl.String, "kind": pl.String, ROW: pl.UInt32, "value": pl.String},
            orient="row",
        )

    return t.once(f"failure cases of {name}", made)


INTEGER = re.compile(r"[+-]?[0-9]+")
EXPLAINING = {"type": "TAB020", "pattern": "TAB023"}
"""Kind of constraint -> the rule that explains what others find in a cell that breaks it: a value that is none."""


def _constraint_rule(code: str, slug: str, kind: str, message: str, words: str, bad: Example, good: Example) -> Rule:
    def check(t: Context) -> Iterator[Finding]:
        for name, counts in violated(t).items():
            for field in t.tables.fields(name):
                column = field["name"]
                total = counts.get((column, kind))
                if total:
                    rows = _cases(t, name).filter(pl.col("column") == column, pl.col("kind") == kind)
                    if kind == "enum":
                        rows = rows.with_columns(
                            asked=pl.Series([_asked(v, field) for v in rows["value"]], dtype=pl.String)
                        )
                    if kind == "type":
                        rows = rows.with_columns(
                            wanted=pl.Series([_wanted(v, field) for v in rows["value"]], dtype=pl.String)
                        )
                    text = message + _expected(kind, field)
                    every = _filled(t, name).filter(dict(masks(field))[kind]).select(ROW)
                    yield Offenders(name, rows.lazy(), text, column, "value", total=total, every=every)

    check.__name__, check.__doc__ = slug.replace("-", "_"), words
    return rule(code, bad=bad, good=good, cause=2 if EXPLAINING.get(kind) == code else 0)(check)


def _asked(value: str, field: dict[str, Any]) -> str:
    near = nearest_term(value, [str(term) for term in field["constraints"]["enum"]])
    return f" (did you mean {near!r}?)" if near else ""


def _wanted(value: str, field: dict[str, Any]) -> str:
    """What is wrong with a cell of another type than its column's: it is no such value, or a number too large to be read."""
    if field.get("type") == "integer" and INTEGER.fullmatch(value):
        return f"does not fit in 64 bits ({-(2**63)} to {2**63 - 1})"
    return f"is not {words(field)}"


def _expected(kind: str, field: dict[str, Any]) -> str:
    """What a constraint allows, in words; braces are doubled for the message's own format."""
    c = field.get("constraints", {})
    said = {
        "enum": lambda: "; the terms are " + _named(c["enum"]),
        "pattern": lambda: f"; wanted is {in_words(field)}",
        "range": lambda: f"; allowed is {c.get('minimum', 'any')} to {c.get('maximum', 'any')}",
        "length": lambda: f"; allowed are {c.get('minLength', 0)} to {c.get('maxLength', 'any number of')} characters",
    }
    return said.get(kind, lambda: "")().replace("{", "{{").replace("}", "}}")


NAMED_TERMS = 100
"""Terms of a vocabulary that a message lists."""


def _named(terms: list[Any]) -> str:
    more = len(terms) - NAMED_TERMS
    return ", ".join(map(str, terms[:NAMED_TERMS])) + (f" and {more:,} more" if more > 0 else "")


CONSTRAINT_RULES = (
    _constraint_rule(
        "TAB020",
        "wrong-type",
        "type",
        "{value!r} {wanted}",
        """A cell is not of its column's type.

        Why: readers drop it, or turn the whole column into text. An integer beyond 64 bits is not read either.
        Repair: write whole numbers without separators, decimals with a point, and dates as YYYY-MM-DD.
        """,
        bad("the name of a day", Cell("events", "council-vote", "earliest", "Friday")),
        good("the date in ISO form", Cell("events", "council-vote", "earliest", "2024-05-17")),
    ),
    _constraint_rule(
        "TAB021",
        "missing-value",
        "required",
        "the cell is empty",
        """A required cell is empty.

        Why: without it the row says nothing that can be used.
        Repair: fill it in; if it cannot be known, the row may not belong in the table.
        """,
        bad("an event without a label", Cell("events", "council-vote", "label", "")),
        good("an event without a place", Cell("events", "empty-harbour", "place_id", "")),
    ),
    _constraint_rule(
        "TAB022",
        "unknown-term",
        "enum",
        "{value!r} is not a term of this vocabulary{asked}",
        """A cell of a vocabulary column is not one of its terms.

        Why: counts and filters miss it, and nobody knows what it means.
        Repair: use a term of the vocabulary; `timeline add term` puts another into the schema's `enum` and `categories` and into the codebook.
        """,
        bad("a status of somebody's own", Cell("events", "council-vote", "status", "happened")),
        good("another status", Cell("events", "strike", "topic", "safety")),
    ),
    _constraint_rule(
        "TAB023",
        "malformed-value",
        "pattern",
        "{value!r} has not the form of this column",
        """A cell has not the form that its column asks for.

        Why: identifiers and codes of another form match nothing elsewhere.
        Repair: write it as in the example that the message gives.
        """,
        bad("an identifier without its letter", Cell("places", "denmark", "wikidata", "35")),
        good(
            "no identifier",
            Cell("places", "denmark", "wikidata", ""),
            Cell("places", "denmark", "identifiers_source", ""),
        ),
    ),
    _constraint_rule(
        "TAB024",
        "out-of-range",
        "range",
        "{value} is out of range",
        """A number is outside the range of its column.

        Why: the value cannot be true; swapped or mistyped coordinates are the usual cause.
        Repair: correct it.
        """,
        bad("a latitude beyond the pole", Cell("places", "pier-4", "latitude", "155.25")),
        good("one that is not", Cell("places", "pier-4", "latitude", "55.26")),
    ),
    _constraint_rule(
        "TAB025",
        "wrong-length",
        "length",
        "{value!r} has the wrong length",
        """A cell is shorter or longer than its column allows.

        Why: labels are made for timelines and cues for lists; what is longer belongs in another column.
        Repair: shorten it, or move the detail to `summary` or `note`.
        """,
        bad("a label of 81 letters", Cell("events", "council-vote", "label", "x" * 81)),
        good("a label of 80", Cell("events", "council-vote", "label", "x" * 80)),
    ),
    _constraint_rule(
        "TAB026",
        "duplicate-value",
        "unique",
        "{value!r} stands in more than one row",
        """A value that must be unique stands twice.

        Why: what refers to it can mean either row.
        Repair: give each row its own value; identifiers never change, so change the newer row's.
        """,
        bad("two events in the same place of the order", Cell("events", "container-fall", "position", "1")),
        good("two events with the same topic", Cell("events", "container-fall", "topic", "labour")),
    ),
)


def _text_columns(t: Context, name: str) -> list[str]:
    return [f["name"] for f in t.tables.fields(name) if f.get("type", "string") == "string"]


def text_cells(t: Context, mask: Any, message: str) -> Iterator[Finding]:
    """Offending text cells of every table; `mask` makes the expression for a column."""
    if quiet(t, mask):
        return
    for name, table in t.tables.tables.items():
        clean = {c for c in _text_columns(t, name) if not any(broken == c for broken, _ in violated(t)[name])}
        for field in t.tables.fields(name):
            column = field["name"]
            if column not in _text_columns(t, name):
                continue
            if table.rows > SMALL and column in clean and excludes(field, mask, TOKENS):
                continue
            where = mask(pl.col(column))
            rows = t[name].filter(where).select(ROW, column)
            yield Offenders(name, rows.rename({column: "value"}), message, column, "value", where=where)


@rule(
    "TAB015",
    cause=1,
    mended=True,
    bad=bad(
        "an empty line in the middle",
        Replaced("data/event_actors.csv", "event_id,actor_id,role\n", "event_id,actor_id,role\n\n"),
    ),
    good=QUIET,
)
def blank_row(t: Context) -> Iterator[Finding]:
    """A record is empty, or several that follow each other are.

    Why: readers count them as rows without values, or stop there; spreadsheet programs leave them at the end.
    Repair: delete the lines; `timeline validate --fix` does.
    """
    for name in t.tables.tables:
        where = pl.all_horizontal(
            pl.col(f["name"] if is_text(f) else RAW + f["name"]).is_null() for f in t.tables.fields(name)
        )
        blank = t.tables.tables[name].checked.filter(where).select(ROW)
        runs = blank.with_columns(run=pl.col(ROW).cast(pl.Int64) - pl.int_range(pl.len()))
        rows = runs.group_by("run").agg(pl.col(ROW).min(), n=pl.len())
        several = pl.format("this line and the {} after it are blank or have only commas", pl.col("n") - 1)
        said = pl.when(pl.col("n") > 1).then(several).otherwise(pl.lit("the line is blank or has only commas"))
        first = t.tables.fields(name)[0]
        no_first = pl.col(first["name"] if is_text(first) else RAW + first["name"]).is_null()
        yield Offenders(name, rows.with_columns(said=said), "{said}", only_if=no_first, explains=blank)


@rule(
    "TAB030",
    severity="warning",
    mended=True,
    bad=bad(
        "the first two participants change places",
        Replaced("data/event_actors.csv", "cable-cut,port-authority,recipient\n", ""),
        Replaced("data/event_actors.csv", "", "cable-cut,port-authority,recipient\n"),
    ),
    good=QUIET,
)
def unsorted_rows(t: Context) -> Iterator[Finding]:
    """The records are not in the order that the schema's `sortedBy` gives.

    Why: a fixed order keeps differences between versions small and files the same to the byte.
    Repair: sort the table by the columns named, text by code point; `timeline validate --fix` does.
    """
    for name in t.tables.tables:
        keys = [k for k in t.tables.schema(name).get("sortedBy", ()) if t.tables.has(name, k)]
        if keys:
            frame = t[name].select(ROW, *keys)
            before = [pl.col(k).shift(1) for k in keys]
            less: pl.Expr = pl.lit(False)
            for key, previous in zip(reversed(keys), reversed(before), strict=True):
                less = (pl.col(key) < previous) | ((pl.col(key) == previous) & less)
            rows = frame.filter(less).select(pl.col(ROW).min(), n=pl.len()).filter(pl.col("n") > 0)
            several = pl.format("this record and {} below it belong further up", pl.col("n") - 1)
            said = pl.when(pl.col("n") > 1).then(several).otherwise(pl.lit("the record belongs further up"))
            message = f"{{said}}: sorted by {', '.join(keys)}"
            yield Offenders(name, rows.with_columns(said=said), message, only_if=less, looks_back=True)


@rule(
    "TAB031",
    mended=True,
    bad=bad("a blank after a name", Cell("actors", "dockers-union", "name", "Dockers’ union ")),
    good=good("a blank inside it", Cell("actors", "dockers-union", "name", "Dockers’  union")),
)
def stray_blank(t: Context) -> Iterator[Finding]:
    """A cell begins or ends with white space.

    Why: it is invisible, and no comparison or join finds the value.
    Repair: remove it (`timeline validate --fix` does, except in a source's own words); a span of evidence that really has it should leave it out.
    """

    def mask(column: pl.Expr) -> pl.Expr:  # twice as fast as a pattern
        return column.str.strip_chars().str.len_bytes() != column.str.len_bytes()

    yield from text_cells(t, mask, "{value!r} begins or ends with white space")


@rule(
    "TAB032",
    severity="warning",
    mended=True,
    bad=bad(
        "a letter and a combining mark that have a letter of their own",
        Cell("actors", "dockers-union", "name", "Union des dockers de l\u2019e\u0301cluse"),
    ),
    good=good(
        "the composed letter", Cell("actors", "dockers-union", "name", "Union des dockers de l\u2019\u00e9cluse")
    ),
)
def not_composed(t: Context) -> Iterator[Finding]:
    """A cell is not in Unicode normal form C.

    Why: the same word in two forms looks equal and compares unequal.
    Repair: normalise it to NFC (`timeline validate --fix` does); words copied from a source that is not in NFC itself (`exact`, `quote`) may stay.
    """

    def mask(column: pl.Expr) -> pl.Expr:
        # only cells that could change are normalised: the others are missing there, and missing is no offender
        return (pl.when(column.str.contains(r"[^\x00-\u02ff]")).then(column).str.normalize("NFC") != column).fill_null(
            False
        )

    for finding in text_cells(t, mask, "{value!r} is not in Unicode normal form C"):
        if isinstance(finding, Offenders) and finding.column not in VERBATIM:
            yield finding


CONTROLS = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufff9-\ufffc]"
ZERO_WIDTH = r"[\u00ad\u200b\u2060\ufeff\ufffd]"
"""Soft hyphen, zero-width space, word joiner, BOM, and the replacement character. Joiners that scripts and emoji need stay."""
INVISIBLE = f"[{CONTROLS}{ZERO_WIDTH}]"


@rule(
    "TAB033",
    bad=bad("a zero-width space in a name", Cell("actors", "dockers-union", "name", "Dockers’\u200bunion")),
    good=good("a joiner that an emoji needs", Cell("actors", "dockers-union", "note", "👩\u200d🚒")),
)
def invisible_character(t: Context) -> Iterator[Finding]:
    """A cell holds an invisible, control or replacement character.

    Why: nobody sees it, nothing matches it, and terminals may obey it; U+FFFD means that letters were lost. A source may
    have soft hyphens, or set zero-width spaces between words as Khmer does: in words of its own that their hash proves
    they stay.
    Repair: remove it, and restore the letters that a wrong encoding destroyed.
    """
    for finding in text_cells(
        t, lambda c: c.str.contains(INVISIBLE), "{value!r} holds an invisible or control character"
    ):
        assert isinstance(finding, Offenders)
        if finding.column not in VERBATIM:
            yield finding
            continue
        cell = pl.col(finding.column)
        odd = pl.when(cell.str.contains(INVISIBLE)).then(cell)  # nearly none, so that the rest costs nothing
        where = odd.str.contains(CONTROLS)
        if finding.table == "evidence" and t.tables.has("evidence", "sha256"):
            where |= misquoted(t, odd.is_not_null())
        where = where.fill_null(False)
        # what a statement repeats is held against its spans
        rows = t[finding.table].filter(where).select(ROW, value=finding.column)
        yield replace(finding, rows=rows, where=where)


@rule(
    "TAB034",
    bad=bad(
        "a line break in a summary", Cell("events", "new-cable", "summary", "The crane is to be given\nanother cable.")
    ),
    good=good("the same without", Cell("events", "new-cable", "summary", "The crane is to be given another cable.")),
)
def line_break_in_cell(t: Context) -> Iterator[Finding]:
    """A cell holds a line break or a tab.

    Why: line-based tools, R's fast readers and people take it for a new record.
    Repair: replace it by a blank; a quotation over several lines or paragraphs has a span for each, and `quote` joins them by
    blanks.
    """
    yield from text_cells(t, lambda c: c.str.contains(r"[\n\r\t\u2028\u2029]"), "the cell holds a line break or tab")


TOKENS = (
    "NA",
    "N/A",
    "n/a",
    "#N/A",
    "NaN",
    "nan",
    "NULL",
    "null",
    "None",
    "none",
    "nil",
    "-",
    "--",
    "?",
    "unknown",
    "TBD",
)


@rule(
    "TAB035",
    severity="warning",
    bad=bad("NA for a missing URL's note", Cell("sources", "article", "note", "NA")),
    good=good("an empty cell", Cell("sources", "article", "note", "")),
)
def token_for_missing(t: Context) -> Iterator[Finding]:
    """A cell holds a word or sign for a missing value.

    Why: in this profile an empty cell is missing and nothing else; `NA` is Namibia to some readers and missing to others.
    Columns of the source's own words are left out: a dash may be what attributes a statement.
    Repair: empty the cell.
    """
    for finding in text_cells(t, lambda c: c.is_in(TOKENS), "{value!r} means a missing value"):
        if not isinstance(finding, Offenders) or finding.column in VERBATIM:
            continue
        if (finding.table, finding.column) != ("codebook", "term"):
            yield finding


ODD_BLANK = "[\u00a0\u1680\u2000-\u200a\u202f\u205f]"
"""No-break, thin and other blanks of a set width. The ideographic one is how names are written in Japanese."""
PROSE = frozenset({"summary", "note", "definition"})
"""Columns of whole sentences, in which typography may ask for such a blank."""
BETWEEN_WORDS = rf"[^«‹“(–—\d\s]{ODD_BLANK}+[^»›”:;!?%‰°€$£–—\d\s]"
"""Where it is no typography: that sets such blanks beside figures, dashes and the signs that French keeps apart."""


@rule(
    "TAB036",
    severity="warning",
    bad=bad("a no-break space in a name", Cell("actors", "dockers-union", "name", "Dockers’\u00a0union")),
    good=good(
        "one before a colon, as French sets it", Cell("actors", "dockers-union", "name", "Dockers\u00a0: l’union")
    ),
)
def odd_blank(t: Context) -> Iterator[Finding]:
    """A name, label or identifier holds a no-break, thin or other unusual blank between two words.

    Why: it looks like a blank and compares unequal, so that searches, joins and sorting miss the value. Beside figures,
    dashes and signs it is typography.
    Repair: write a plain blank; words copied from web pages often bring such ones.
    """

    def mask(column: pl.Expr) -> pl.Expr:
        odd = pl.when(column.str.contains(ODD_BLANK)).then(column)
        return odd.str.contains(BETWEEN_WORDS).fill_null(False)

    for finding in text_cells(t, mask, "{value!r} holds a blank that is not a plain one"):
        if isinstance(finding, Offenders) and finding.column not in VERBATIM | PROSE:
            yield finding


RULES = (
    *FILE_RULES,
    blank_row,
    *CONSTRAINT_RULES,
    unsorted_rows,
    stray_blank,
    not_composed,
    invisible_character,
    line_break_in_cell,
    token_for_missing,
    odd_blank,
)
