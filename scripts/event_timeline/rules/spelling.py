"""TAB, continued: words of the package against each other. No dictionary is needed, and no language."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.rule import Cell, Context, Finding, Offenders, bad, good, rule
from event_timeline.tables import ROW

PROSE = (
    ("sources", "title"), ("sources", "publisher"), ("places", "name"), ("actors", "name"), ("actors", "office"),
    ("events", "label"), ("events", "summary"), ("statements", "summary"),
)  # fmt: skip
"""Columns in the coder's words, or names, which are looked through."""
KNOWN = (("statements", "quote"), ("evidence", "exact"), ("codebook", "label"), ("codebook", "definition"))
"""Columns whose words are known to be right: the source's own, and the codebook's."""
SHORTEST = 4
TWINS = frozenset(
    "aboard abroad angel angle being begin bread board broad causal casual calvary cavalry dairy diary field filed from form "
    "martial marital quiet quite sacred scared salve slave silver sliver tired tried trail trial united untied weird wired "
    "goal gaol lion loin nuclear there three unclear".split()
)
"""English words of which two letters exchanged make another word."""
MOST = 100_000
"""Records of a table up to which it is looked through: larger ones are made by programs, which do not mistype."""


def _words(t: Context, table: str, column: str) -> pl.LazyFrame:
    found = pl.col(column).str.extract_all(rf"\p{{L}}{{{SHORTEST},}}")
    words = t[table].head(MOST + 1).select(ROW, word=found).drop_nulls().explode("word").drop_nulls()
    return words.select(
        ROW, word=pl.col("word").str.to_lowercase(), raw="word", table=pl.lit(table), column=pl.lit(column)
    )  # fmt: skip


@rule(
    "TAB048",
    severity="warning",
    needs=("sources", "places", "actors", "events", "statements", "evidence", "codebook"),
    bad=bad(
        "a council with its letters exchanged",
        Cell("actors", "town-council", "name", "Town council of Osterhavn and the cuoncil's harbour"),
    ),
    good=good("another word", Cell("actors", "town-council", "name", "Town council of Osterhavn and the harbour")),
)
def letters_exchanged(t: Context) -> Iterator[Finding]:
    """A word stands once in the package, and is another of its words with two neighbouring letters exchanged.

    Why: it is the commonest typing error, and search, joins by name and readers miss the word. Only tables of up to
    100,000 records are looked through, without any dictionary: a word that is nowhere else right is not noticed.
    Repair: correct the word; a real one may stand.
    """
    prose = pl.concat([_words(t, table, column) for table, column in PROSE]).collect()
    known = pl.concat([_words(t, table, column) for table, column in KNOWN]).select("word").unique().collect()
    counts = prose["word"].value_counts()
    once = counts.filter(pl.col("count") == 1)["word"].to_list()
    right = set(known["word"]) | set(counts.filter(pl.col("count") > 1)["word"])
    meant = {w: m for w in once if w not in right and w not in TWINS and (m := _meant(w, right))}
    if not meant:
        return
    slips = pl.DataFrame({"word": list(meant), "meant": list(meant.values())})
    for (table, column), rows in prose.join(slips, on="word").group_by("table", "column", maintain_order=True):
        yield Offenders(
            str(table),
            t[str(table)].join(rows.lazy().select(ROW, "raw", "meant"), on=ROW),
            "{raw!r}, elsewhere {meant!r}",
            str(column),
        )


def _meant(word: str, right: set[str]) -> str | None:
    """The word of `right` that becomes this one by exchanging two neighbouring letters."""
    # theatre and theater, members and membres are spellings
    pairs = (i for i in range(len(word) - 1) if not (i >= len(word) - 3 and {word[i], word[i + 1]} == {"e", "r"}))
    exchanged = (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in pairs)
    return next((other for other in exchanged if other != word and other in right), None)


RULES = (letters_exchanged,)
