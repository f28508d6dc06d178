"""Words that are a name, and words that describe somebody, as expressions over a column."""

from __future__ import annotations

import polars as pl


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
