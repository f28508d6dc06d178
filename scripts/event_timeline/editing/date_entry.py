"""Dates as an author enters them: EDTF is checked, and other words are refused with the dates that they may mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from event_timeline.editing.csv_tables import Row
from event_timeline.editing.date_bounds import bounds
from event_timeline.editing.draft import Draft, Location, read_draft
from event_timeline.editing.source_texts import load_texts, require_texts
from event_timeline.io.counting import listed
from event_timeline.model import UserError
from event_timeline.profile.edtf import days
from event_timeline.texts.date_expressions import DateProposal, DateWords, find, propose

COLUMNS = ("date_edtf", "published_edtf")
"""Columns that are read as dates when they are written."""
MAX_SHOWN = 6
"""Proposals that are named in a message."""


def day_of(edtf: str) -> date | None:
    """The day that an EDTF date names; None where it names none, or several."""
    allowed = days(edtf) if edtf else None
    if allowed is None:
        return None
    first, last = bounds(edtf) if not allowed.backwards else ("", "")
    return date.fromisoformat(first) if first and first == last else None


def publication_days(draft: Draft, sources: Collection[str] = ()) -> list[date]:
    """The days of publication of some sources, or of all, each once and in the order of the table."""
    rows = [r for r in draft.rows("sources") if not sources or r["source_id"] in sources]
    return list(dict.fromkeys(day for r in rows if (day := day_of(r.get("published_edtf", "")))))


def sources_of(draft: Draft, table: str, row: Row) -> set[str]:
    """The sources of a row: its own, or those of its evidence."""
    if own := row.get("source_id"):
        return {own}
    key = f"{table.removesuffix('s')}_id"
    return {r["source_id"] for r in draft.rows("evidence") if r.get(key) and r.get(key) == row.get(key)} - {""}


def check_date(draft: Draft | None, column: str, value: str, sources: Collection[str] = ()) -> tuple[str, str]:
    """The first and last day of a date, as `bounds` gives them.

    sources: whose days of publication words such as *last Thursday* are counted from; draft: None where there is no package yet. Raises UserError for what is not EDTF,
    with the dates that the words may mean: they are shown, never written.
    """
    try:
        return bounds(value)
    except UserError as error:
        on = publication_days(draft, sources) if draft is not None and column == "date_edtf" else []
        proposals = from_days(value, on)
        if not proposals:
            raise
        raise UserError(
            error.message, f"write what is meant: {in_words(proposals, with_basis=column == 'date_edtf')}"
        ) from None


def from_days(words: str, on: Sequence[date]) -> list[DateProposal]:
    """What words may mean, counted from each of some days, or from none."""
    found = [p for day in on or (None,) for p in propose(words, day)]
    return list({p.edtf: p for p in reversed(found)}.values())[::-1]


def in_words(proposals: Iterable[DateProposal], *, with_basis: bool) -> str:
    """Proposals in one line: what to write, and what it says."""
    shown = list(proposals)
    said = [f"{p.edtf} ({p.reading}{f'; date_basis {p.basis}' if with_basis else ''})" for p in shown[:MAX_SHOWN]]
    return " or ".join(said) + (
        f", and {len(shown) - MAX_SHOWN} more: `timeline dates`" if len(shown) > MAX_SHOWN else ""
    )


def parse_day(on: str | date) -> date | None:
    """A day given as ISO 8601 or EDTF; None for an empty one. Raises UserError for what names no single day."""
    if isinstance(on, date):
        return on.date() if isinstance(on, datetime) else on
    day = day_of(on.strip())
    if on and day is None:
        raise UserError(f"{on!r} is not a day", "write the day to count from as 2024-05-14")
    return day


def propose_dates(
    words: str, on: str | date = "", package: Location | None = None, source: str = ""
) -> list[DateProposal]:
    """What words may mean, counted from a day, or from the days of publication of a package's sources, or of one of them.

    Raises UserError for a day or a source that is not one.
    """
    day = parse_day(on)
    if day is not None or package is None:
        return from_days(words, [] if day is None else [day])
    draft = read_draft(package)
    known = [r["source_id"] for r in draft.rows("sources")]
    if source and source not in known:
        raise UserError(f"there is no source {source!r}", f"there are {listed(known) or 'none'}")
    return from_days(words, publication_days(draft, {source} if source else ()))


def dates(package: Location, given: Sequence[str] = (), on: str | date = "") -> dict[str, list[DateWords]]:
    """source_id -> the words of its text that name a date, counted from a day, or from the day of publication.

    Raises UserError where there is no text.
    """
    draft, day = read_draft(package), parse_day(on)
    published = {r["source_id"]: day_of(r.get("published_edtf", "")) for r in draft.rows("sources")}
    texts = require_texts(load_texts(draft, given))
    return {source_id: list(find(text.content, day or published[source_id])) for source_id, text in texts.items()}
