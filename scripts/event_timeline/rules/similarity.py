"""Records that say the same, exactly or nearly."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.rule import ROW, Context
from event_timeline.tables import uniqueness

OTHER = r"[^\p{L}\p{M}\p{N}]"
RUN = rf"(?: {OTHER}|[^\p{{L}}\p{{M}}\p{{N}} ]){OTHER}*"
"""A whole run of what is neither letter nor digit, unless it is one blank already: most are, and stay untouched."""


def folded(column: str) -> pl.Expr:
    """Text as people compare it: NFKC, lower case, every run of other characters than letters and digits one blank."""
    cell = pl.col(column)
    # normalising is what costs, and ASCII is as it should be: those cells are missing where it is done
    beyond_ascii = pl.when(cell.str.len_bytes() != cell.str.len_chars()).then(cell)
    plain = pl.coalesce(beyond_ascii.str.normalize("NFKC"), cell).str.to_lowercase()
    return plain.str.replace_all(RUN, " ").str.strip_chars()


def alike(column: str, other: str) -> pl.Expr:
    """Whether two columns are the same when folded, and not empty."""
    return (folded(column) == folded(other)) & (folded(column) != "")


def begin_alike(column: str, other: str) -> pl.Expr:
    """False where two columns begin with different letters of ASCII, or digits: those differ however they are folded."""
    first, second = (pl.col(c).str.slice(0, 1).str.to_lowercase() for c in (column, other))
    return ~(first.str.contains("[a-z0-9]") & second.str.contains("[a-z0-9]")) | (first == second)


def repeated(t: Context, frame: pl.LazyFrame, key: list[str], name: str, *more: str) -> pl.LazyFrame:
    """The rows whose key an earlier row has too, with `first`, that row's `name`; missing keys never match.

    frame: has ROW, `name` and the key's columns; more: columns of the earlier row that are wanted too, as `first_…`.
    """
    frame = uniqueness.repeated(frame.drop_nulls(key), key, small=t.tables.small)
    first = {"first": name, **{f"first_{column}": column for column in more}}
    several = frame.group_by(key).agg(
        n=pl.len(), first_row=pl.col(ROW).min(), **{n: pl.col(c).get(pl.col(ROW).arg_min()) for n, c in first.items()}
    )
    return frame.join(several.filter(pl.col("n") > 1), on=key).filter(pl.col(ROW) != pl.col("first_row"))


def named(name: str, kind: str) -> pl.Expr:
    """Whether a name is a name, and no description that several actors may have, each in its own text.

    Every word of more than three letters begins with a capital, or all letters are capitals; *analysts*, *The police* and
    *She* are not names. One word in capitals names a person or a country; of others it may be a noun that begins a sentence.
    A group is described, not named. Words of scripts without case are not taken for names.
    """
    words = pl.col(name)
    capitals = words.str.contains(r"\b\p{Lu}\w{3,}") & ~words.str.contains(r"\b[^\W\p{Lu}]\w{3,}")
    several = words.str.count_matches(r"\b\p{Lu}") > 1
    alone = pl.col(kind).is_in(["person", "country"])
    acronym = words.str.contains(r"^[\p{Lu}\d\W_]*\p{Lu}[\p{Lu}\d\W_]*\p{Lu}[\p{Lu}\d\W_]*$")
    return ((pl.col(kind) != "group") & capitals & (several | alone)) | acronym


TITLES = "Mrs Miss Mister Sir Lady Lord Madam Madame Herr Frau Monsieur Mademoiselle Captain Colonel Doctor Uncle Aunt".split()
"""Titles of three letters and more that texts use without a name."""


def proper(name: str) -> pl.Expr:
    """Whether words are written as a proper name: *Tom*, *the Blaines*, *Port Authority*; not *He*, *Mr.*, *the army* or *Miss*.

    Narrower than `named`: the first letter of a sentence is a capital too, so that a caller checks that the text has the words
    in no other form.
    """
    words = pl.col(name)
    title = rf"^\W*(?i:{'|'.join(TITLES)})\W*$"
    return words.str.contains(r"\b\p{Lu}\w{2,}") & ~words.str.contains(rf"\b[^\W\p{{Lu}}]\w{{3,}}|{title}")
