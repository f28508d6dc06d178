"""CIT: the licences of the sources."""

from __future__ import annotations

import re

import polars as pl

from event_timeline.rules.kinds import matching
from event_timeline.rules.rule import Context


@matching("CIT026", "sources", "SPDX has no licence {license!r}", "license", severity="warning")
def unknown_license(t: Context) -> pl.LazyFrame:
    given = t.tables.collect(t["sources"].select("license").drop_nulls().unique())["license"].to_list()
    wrong = [words for words in given if IDENTIFIER.fullmatch(words) and not _is_licence(words)]
    return t["sources"].filter(pl.col("license").is_in(wrong))


IDENTIFIER = re.compile(r"[A-Za-z0-9.+]+(?:-[A-Za-z0-9.+]+)*-[0-9][A-Za-z0-9.+-]*")
"""One word of ASCII with a version at its end, as the licences of texts and data have it: not `Copyright`."""


def _is_licence(words: str) -> bool:
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        canonicalize_license_expression(words)
    except InvalidLicenseExpression:
        return False
    return True
