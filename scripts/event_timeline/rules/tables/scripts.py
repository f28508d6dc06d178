"""TAB: words of letters of two scripts that look alike (Unicode Technical Standard 39, mixed-script confusables)."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.tables.text_cells import VERBATIM, of_cells
from event_timeline.tables.elementwise import each
from event_timeline.texts.scripts import MIXED, describe_odd, odd_word


def mixed(cell: pl.Expr) -> pl.Expr:
    """Whether a cell holds a word with a lookalike of another script."""
    beyond_ascii = pl.when(cell.str.len_bytes() != cell.str.len_chars()).then(cell)
    perhaps = pl.when(beyond_ascii.str.contains(MIXED)).then(cell)
    return each(perhaps, lambda words: words is not None and odd_word(words) is not None, pl.Boolean).fill_null(False)


mixed_scripts = of_cells(
    "TAB053", "mixed-scripts", mixed, "{said}", without=VERBATIM, shown={"said": each(pl.col("value"), describe_odd)},
    severity="warning",
)  # fmt: skip
