"""Three questions to an event timeline, answered with polars: tables as CSV, and a picture of each.

python three_questions.py [PACKAGE] [FOLDER]     the package to ask (this folder), and where the answers go (answers)
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

import polars as pl

COLOURS = ("#0b5cad", "#a8401a", "#3f7d3a", "#7a4fa3", "#8a6d00", "#00727a", "#9c2f5d", "#5a6472")


def load(package: Path, table: str) -> pl.DataFrame:
    """A table as text: codes keep their zeros, empty cells are null."""
    return pl.read_csv(package / "data" / f"{table}.csv", infer_schema=False)


def who_does_what(package: Path) -> pl.DataFrame:
    """Who is said to do what: each agent's events by status, negated ones apart."""
    acting = load(package, "event_actors").filter(pl.col("role") == "agent")
    negated = pl.col("polarity") == "negated"
    events = load(package, "events").with_columns(status=pl.when(negated).then(pl.lit("negated")).otherwise("status"))
    joined = acting.join(events, on="event_id").join(load(package, "actors"), on="actor_id")
    return joined.group_by("name", "status").len("events").sort("name", "status")


def how_sure(package: Path) -> pl.DataFrame:
    """How sure each speaker presents what he or she speaks of; words said again are counted once."""
    statements = load(package, "statements").filter(pl.col("repeats").is_null()).drop_nulls("speaker_id")
    said = statements.join(load(package, "statement_events"), on="statement_id")
    named = said.join(load(package, "actors").select("actor_id", "name"), left_on="speaker_id", right_on="actor_id")
    return named.group_by("name", "factuality").len("times").sort("name", "factuality")


def how_often(package: Path) -> pl.DataFrame:
    """How often each event is reported: the paragraphs that report it, and the statements that speak of it, new or repeated."""
    reported = load(package, "evidence").drop_nulls("event_id").filter(pl.col("part").is_in(["report", "mention"]))
    paragraphs = reported.group_by("event_id").agg(paragraphs=pl.struct("source_id", "paragraph").n_unique())
    said = load(package, "statement_events").join(load(package, "statements"), on="statement_id")
    spoken = said.group_by("event_id").agg(
        new=pl.col("repeats").null_count(), repeated=pl.len() - pl.col("repeats").null_count()
    )
    events = load(package, "events").select("event_id", "label")
    counted = events.join(paragraphs, on="event_id", how="left").join(spoken, on="event_id", how="left")
    zero = pl.col("paragraphs", "new", "repeated").fill_null(0)
    return counted.with_columns(zero).sort("paragraphs", "event_id", descending=[True, False]).drop("event_id")


def bars(table: pl.DataFrame, title: str, label: str, part: str | None, value: str) -> str:
    """A bar for each `label`, stacked by `part`, as SVG: text and rectangles, nothing else."""
    parts = sorted(set(table[part])) if part else [value]
    rows = {name: dict.fromkeys(parts, 0) for name in table[label].unique(maintain_order=True)}
    for row in table.iter_rows(named=True):
        rows[row[label]][row[part] if part else value] += row[value]
    unit = 420 / max(sum(r.values()) for r in rows.values())
    drawn = [f'<text x="10" y="24" font-size="16" font-weight="bold">{escape(title)}</text>']
    for i, name in enumerate(parts if part else []):
        x, y = 10 + i % 6 * 120, 44 + i // 6 * 20
        drawn.append(f'<rect x="{x}" y="{y}" width="12" height="12" fill="{COLOURS[i % len(COLOURS)]}"/>')
        drawn.append(f'<text x="{x + 17}" y="{y + 11}">{escape(name)}</text>')
    top = 60 + 20 * (len(parts) // 6 + 1)
    for i, (name, counts) in enumerate(rows.items()):
        y, x = top + i * 24, 300.0
        drawn.append(f'<text x="290" y="{y + 13}" text-anchor="end">{escape(name)}</text>')
        for colour, count in zip(COLOURS * len(parts), counts.values(), strict=False):
            drawn.append(f'<rect x="{x:.1f}" y="{y}" width="{count * unit:.1f}" height="18" fill="{colour}"/>')
            x += count * unit
        drawn.append(f'<text x="{x + 6:.1f}" y="{y + 13}">{sum(counts.values())}</text>')
    high = top + len(rows) * 24 + 10
    body = "\n".join(drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{high}" viewBox="0 0 760 {high}" '
        f'font-family="sans-serif" font-size="12">\n<rect width="760" height="{high}" fill="white"/>\n{body}\n</svg>\n'
    )


def main(package: Path, folder: Path) -> None:
    """Answer all three; the folder is made where there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    answers = (
        ("who-does-what", who_does_what(package), "Events by who acts in them", "name", "status", "events"),
        ("how-sure", how_sure(package), "What speakers speak of, by how sure they are", "name", "factuality", "times"),
        ("how-often", how_often(package), "Paragraphs that tell an event", "label", None, "paragraphs"),
    )
    for name, table, title, label, part, value in answers:
        table.write_csv(folder / f"{name}.csv")
        picture = bars(table, title, label, part, value)
        (folder / f"{name}.svg").write_text(picture, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    asked = Path(*sys.argv[1:2])
    if not (asked / "data" / "events.csv").is_file():
        sys.exit(f"{asked} has no data/events.csv\n\n{__doc__}")
    answers = Path(*sys.argv[2:3] or ["answers"])
    if answers.exists() and not answers.is_dir():
        sys.exit(f"{answers} is not a folder\n\n{__doc__}")
    main(asked, answers)
