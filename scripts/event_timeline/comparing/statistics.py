"""A package in figures: rows, dates, statuses, actors, how much of its texts is coded, problems, agreement."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from event_timeline.exports.visual.terminal_columns import padded, safe
from event_timeline.io.counting import counted
from event_timeline.io.terminal import shown_width, style, unstyle
from event_timeline.model import Rendered, UserError

if TYPE_CHECKING:
    from event_timeline.comparing.agreement import Agreement
    from event_timeline.editing.coverage import Coverage
    from event_timeline.exports.dataset import Dataset
    from event_timeline.model import Report

SCHEMA_VERSION = "1.1"
BAR = 24
"""Columns of the longest bar."""
DATES = {
    "day": "the day is known",
    "between": "between two days",
    "from": "from a day on",
    "until": "until a day",
    "other": "no bound in the years 1 to 9999",
    "none": "no date",
}
"""What is known of an event's date -> in words."""


@dataclass(frozen=True, slots=True)
class ActorFigures:
    """An actor with the number of events that it takes part in, and of statements that it makes."""

    actor_id: str
    name: str
    events: int
    statements: int


@dataclass(frozen=True, slots=True)
class TextFigures:
    """Sentences of a text: all, evidence of an event or statement, of actors only, and of nothing."""

    source_id: str
    sentences: int
    coded: int
    actors_only: int
    without_evidence: int


@dataclass(frozen=True, slots=True)
class Statistics(Rendered):
    """What a package holds, in figures.

    rows: table -> number; dates: key of `DATES` -> events; statuses, kinds: term -> events, the commonest first; negated:
    events that are reported as not so; actors: those with most events and statements first; texts: by source, none without
    a text; problems: family of rules -> severity -> number; agreement: with another coding, if one was given.
    """

    title: str
    name: str
    version: str
    rows: dict[str, int]
    dates: dict[str, int]
    statuses: dict[str, int]
    kinds: dict[str, int]
    negated: int
    actors: list[ActorFigures]
    texts: list[TextFigures]
    problems: dict[str, dict[str, int]]
    agreement: Agreement | None = None

    def render(self, *, most: int = 10, encoding: str = "utf-8", styled: bool = False) -> str:
        """The figures as text with bars; `most`: lines of a list; encoding: of what shows it, which may lack blocks.

        styled: with the marks that `timeline` turns into colours on a terminal.
        """
        if most < 1:
            raise UserError(f"{most} lines of a list are too few", "pass 1 or more")
        text = "\n".join(_lines(self, most, encoding)) + "\n"
        return text if styled else unstyle(text)

    def document(self) -> dict[str, Any]:
        """The figures as JSON has them."""
        found = asdict(replace(self, agreement=None))
        agreement = json.loads(self.agreement.render("json")) if self.agreement else None
        return {"schema_version": SCHEMA_VERSION} | found | {"agreement": agreement}


def statistics(data: Dataset, report: Report, coverage: Coverage, agreement: Agreement | None = None) -> Statistics:
    """Count the rows of a package; `coverage` has no sentence where there is no text."""
    events, said = data.frame("events"), data.descriptor
    return Statistics(
        title=str(said.get("title") or said.get("name") or ""),
        name=str(said.get("name") or ""),
        version=str(said.get("version") or ""),
        rows=_rows(data),
        dates=_dates(events),
        statuses=_counts(events, "status"),
        kinds=_counts(events, "kind"),
        negated=events.filter(pl.col("polarity") == "negated").height,
        actors=_actors(data),
        texts=_texts(coverage),
        problems=_problems(report),
        agreement=agreement,
    )


def _rows(data: Dataset) -> dict[str, int]:
    present = data.package.resources if data.package else data.schemas
    counts = pl.collect_all([data.frames[t].select(pl.len()) for t in data.schemas if t in present])
    return dict(zip((t for t in data.schemas if t in present), (int(c.item()) for c in counts), strict=True))


def _dates(events: pl.DataFrame) -> dict[str, int]:
    first, last = pl.col("earliest"), pl.col("latest")
    known = (
        pl.when(first == last).then(pl.lit("day"))
        .when(first.is_not_null() & last.is_not_null()).then(pl.lit("between"))
        .when(first.is_not_null()).then(pl.lit("from")).when(last.is_not_null()).then(pl.lit("until"))
        .when(pl.col("date_edtf").is_not_null()).then(pl.lit("other")).otherwise(pl.lit("none"))
    )  # fmt: skip
    numbers = _counts(events.select(known=known), "known")
    return {key: numbers.get(key, 0) for key in DATES}


def _counts(frame: pl.DataFrame, column: str) -> dict[str, int]:
    numbers = frame.drop_nulls(column).group_by(column).len().sort("len", column, descending=[True, False])
    return {str(term): number for term, number in numbers.iter_rows()}


def _actors(data: Dataset) -> list[ActorFigures]:
    takes_part = data.frame("event_actors").group_by("actor_id").agg(events=pl.n_unique("event_id"))
    speaks = data.frame("statements").group_by(actor_id="speaker_id").agg(statements=pl.len())
    named = data.frame("actors").select("actor_id", "name").join(takes_part, on="actor_id", how="left")
    named = named.join(speaks, on="actor_id", how="left").with_columns(pl.col("events", "statements").fill_null(0))
    named = named.sort("events", "statements", "actor_id", descending=[True, True, False])
    return [ActorFigures(**row) for row in named.iter_rows(named=True)]


def _texts(coverage: Coverage) -> list[TextFigures]:
    found = []
    for source_id, sentences in coverage.sentences.items():
        coded, bare = sum(s.is_coded for s in sentences), sum(s.is_uncoded for s in sentences)
        found.append(TextFigures(source_id, len(sentences), coded, len(sentences) - coded - bare, bare))
    return found


def _problems(report: Report) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for code, number in report.counts.items():
        family = found.setdefault(code[:3], {"error": 0, "warning": 0})
        family[report.severities[code]] += number
    return dict(sorted(found.items()))


def _lines(figures: Statistics, most: int, encoding: str) -> Iterator[str]:
    block = "█" if encoding.lower().replace("-", "").startswith("utf") else "#"
    yield style(
        f"package: {safe(figures.title)} ({safe(' '.join(filter(None, (figures.name, figures.version))))})", bold=True
    )
    yield ""
    yield "rows: " + ", ".join(f"{safe(table)} {number:,}" for table, number in figures.rows.items())
    yield from _bars("dates", {DATES[k]: n for k, n in figures.dates.items() if n}, most, block)
    yield from _bars("statuses", figures.statuses, most, block)
    if figures.negated:
        yield f"  {figures.negated:,} of them reported as not so"
    yield from _bars("kinds", figures.kinds, most, block)
    yield from _actor_lines(figures.actors, most)
    yield ""
    if not figures.texts:
        yield "texts: none found beside the package; --source FILE shows how much of one is coded"
    for text in figures.texts[:most]:
        share = f"{text.coded / text.sentences:.0%}" if text.sentences else "none"
        yield (
            f"text {safe(text.source_id)}: {counted(text.sentences, 'sentence')}, {share} coded; {text.actors_only:,} name actors only, "
            f"{text.without_evidence:,} have no evidence"
        )
    yield from _further(len(figures.texts), most)
    if figures.agreement:
        yield ""
        yield from figures.agreement.render("text").rstrip("\n").split("\n")
    yield ""
    yield from _problem_lines(figures.problems)


def _bars(heading: str, counts: dict[str, int], most: int, block: str) -> Iterator[str]:
    if not counts:
        return
    names = {safe(name): number for name, number in list(counts.items())[:most]}
    columns, largest = max(map(shown_width, names)), max(counts.values())
    digits = len(f"{largest:,}")
    yield ""
    yield f"{heading}:"
    for name, number in names.items():
        yield f"  {number:>{digits},}  {padded(name, columns)}  {block * max(1, round(BAR * number / largest))}"
    yield from _further(len(counts), most)


def _actor_lines(actors: Sequence[ActorFigures], most: int) -> Iterator[str]:
    if not actors:
        return
    yield ""
    yield "actors, by events and statements:"
    for actor in actors[:most]:
        yield f"  {actor.events:>6,} {actor.statements:>6,}  {safe(actor.name)}"
    yield from _further(len(actors), most)


def _further(number: int, most: int) -> Iterator[str]:
    if number > most:
        yield f"  and {number - most:,} more"


def _problem_lines(problems: dict[str, dict[str, int]]) -> Iterator[str]:
    from event_timeline.rules import FAMILIES

    if not problems:
        yield "problems: none"
        return
    yield "problems:"
    for family, by_severity in problems.items():
        counts = ", ".join(counted(n, severity) for severity, n in by_severity.items() if n)
        yield f"  {family}  {counts}: {FAMILIES.get(family, 'others')}"
    yield "`timeline validate` lists them"
