"""Packages of the whole profile, of any size: all ten tables, their source texts, and damage that is known.

`python -m tests.benchmarks.generate FOLDER --events 1000000 [--damage 0.01] [--texts files]`

Everything is made a few sources at a time and appended, so that memory stays the same at any size. The same
arguments give the same bytes. Names, people and happenings are invented; only countries are real.
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from event_timeline import profile
from event_timeline.tables import data_files
from tests.benchmarks import damage as damaging
from tests.benchmarks import story

AT_ONCE = 100_000
"""Events that are made in one go."""
REPOSITORY = Path(__file__).parents[2]
REFERENCES = ("chronicle", "gazetteer")


@dataclass(frozen=True)
class Made:
    """A package that was made: its folder, rows of each table, and what was damaged (rule code -> cells)."""

    folder: Path
    rows: dict[str, int]
    damage: dict[str, int]


class Writer:
    """Appends frames to a table's files: one CSV or Parquet, or several parts of it."""

    def __init__(self, folder: Path, schemas: dict[str, dict[str, Any]], form: str, parts: int) -> None:
        self.folder, self.schemas, self.form, self.parts = folder, schemas, form, parts
        self.paths: dict[str, list[Path]] = {}
        self.rows = dict.fromkeys(schemas, 0)

    def add(self, table: str, frame: pl.DataFrame, part: int = 0) -> None:
        """Append rows to the table's part; a Parquet part is written once."""
        frame = frame.select(f["name"] for f in self.schemas[table]["fields"])
        name = table if self.parts == 1 else f"{table}-{part + 1:03}"
        path = self.folder / "data" / f"{name}.{self.form}"
        fresh = path not in self.paths.setdefault(table, [])
        if fresh:
            self.paths[table].append(path)
        if self.form == "parquet":
            frame.with_columns(_typed(frame, self.schemas[table])).write_parquet(path)
        else:
            with path.open("wb" if fresh else "ab") as file:
                frame.write_csv(file, include_header=fresh)
        self.rows[table] += frame.height


def _typed(frame: pl.DataFrame, schema: dict[str, Any]) -> list[pl.Expr]:
    kinds = {"integer": pl.Int64, "number": pl.Float64}
    made = [pl.col(f["name"]).cast(kinds[f["type"]]) for f in schema["fields"] if f["type"] in kinds]
    dates = [f["name"] for f in schema["fields"] if f["type"] == "date"]
    return made + [pl.col(d).str.to_date("%Y-%m-%d") if frame[d].dtype == pl.String else pl.col(d) for d in dates]


def generate(
    folder: Path, events: int, *, damage: float = 0.0, texts: str = "files", form: str = "csv", parts: int = 1,
    a_source: int = 1000, seed: int = 7,
) -> Made:  # fmt: skip
    """Make a package in a folder that does not exist yet.

    damage: share of rows of the large tables that get one bad cell (CSV only); texts: `files` (texts/ID.txt),
    `parquet` (texts.parquet) or `none`; form: `csv` or `parquet`; parts: files a table is split over;
    a_source: events told by one source text.
    """
    schemas = {name: json.loads(json.dumps(profile.table_schema(name))) for name in profile.TABLES}
    schemas["statements"]["sortedBy"] = ["source_id", "position"]  # their positions begin anew with each source
    for sub in ("data", "schemas", *(("texts",) if texts == "files" else ())):
        (folder / sub).mkdir(parents=True)
    writer = Writer(folder, schemas, form, parts)
    world = story.world(events, seed)
    for table in ("places", "actors"):
        writer.add(table, world.tables[table])
    writer.add("codebook", pl.read_csv(REPOSITORY / "data" / "codebook.csv", infer_schema=False))
    if parts > 1 and events < parts * a_source:
        raise ValueError(f"{parts} parts need {parts * a_source} events at least: a source stands in one part")
    a_part = -(-events // parts // a_source) * a_source  # the last part may be smaller
    at_once = a_part if form == "parquet" else min(a_part, max(a_source, AT_ONCE // a_source * a_source))
    harm, sources, told = damaging.Damage(damage, seed), [], []
    for part, first in (
        (p, f) for p in range(parts) for f in range(p * a_part, min((p + 1) * a_part, events), at_once)
    ):
        last = min(first + at_once, (part + 1) * a_part, events)
        tables, source_texts = story.tell(world, first, last - first, a_source, seed)
        sources.append(tables.pop("sources"))
        for table, frame in tables.items():
            writer.add(table, harm.apply(table, frame, schemas[table]), part)
        if texts == "files":
            for source_id, text in source_texts.iter_rows():
                (folder / "texts" / f"{source_id}.txt").write_text(text, encoding="utf-8", newline="\n")
        elif texts == "parquet":
            told.append(source_texts)
    if told:
        pl.concat(told).write_parquet(folder / "texts.parquet")
    references = pl.DataFrame({
        "source_id": REFERENCES, "kind": ["reference"] * 2, "title": ["A chronicle", "A gazetteer"],
        "note": ["Stands for what external dates rest on.", "Stands for what identifiers rest on."],
    })  # fmt: skip
    writer.add("sources", pl.concat([*sources, references], how="diagonal").sort("source_id"))
    for name, schema in schemas.items():
        _json(folder / "schemas" / f"{name}.json", schema)
    _json(folder / "datapackage.json", _descriptor(folder, writer, events))
    made = Made(folder, writer.rows, dict(sorted(harm.counts.items())))
    if damage:
        _json(folder / "damage.json", made.damage)
    return made


def _json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def _descriptor(folder: Path, writer: Writer, events: int) -> dict[str, Any]:
    licence = [
        {
            "name": "CC-BY-4.0",
            "path": "https://creativecommons.org/licenses/by/4.0/",
            "title": "Creative Commons Attribution 4.0 International",
        }
    ]
    described = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "conformsTo": profile.URN + profile.VERSION,
        "id": "urn:uuid:0b5b1f0e-4a57-4c0e-8a37-5f3c6b1d2e90", "name": f"benchmark-{events}",
        "title": f"{events:,} invented events", "description": "A package made by tests/benchmarks/generate.py: nothing in it ever happened, and it serves to measure programs.",
        "version": "1.0.0", "created": "2024-01-01T00:00:00Z", "keywords": ["event data", "benchmark", "tests"], "licenses": licence,
        "rights": "Made by a program of this project.",
        "contributors": [{"title": "Event Timeline project", "organization": "Event Timeline project", "roles": ["creator"]}],
        "sources": [{"title": "Texts made together with the tables"}],
        "temporal": {"start": "2010", "end": "2026"},
        "spatial": {"type": "Point", "coordinates": [10.0, 50.0], "title": "Invented places"},
    }  # fmt: skip
    resources = []
    for name in profile.TABLES:
        paths = writer.paths[name]
        relative = [p.relative_to(folder).as_posix() for p in paths]
        one = len(paths) == 1
        resource = {
            "name": name, "type": "table", "title": name.replace("_", " ").capitalize(), "description": f"The invented {name.replace('_', ' ')} of a benchmark.",
            "path": relative[0] if one else relative, "scheme": "file", "format": writer.form,
            "mediatype": "text/csv" if writer.form == "csv" else "application/vnd.apache.parquet", "encoding": "utf-8",
            "schema": f"schemas/{name}.json", "licenses": licence,
        }  # fmt: skip
        facts = data_files.combine(data_files.inspect(zip(relative, paths, strict=True)))
        resource |= {"bytes": facts.size, "hash": f"sha256:{facts.sha256}"}  # type: ignore[dict-item]
        resources.append(resource)
    return described | {"resources": resources}


def main() -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--damage", type=float, default=0.0, help="share of rows that get one bad cell, such as 0.01")
    parser.add_argument("--texts", choices=("files", "parquet", "none"), default="files")
    parser.add_argument("--form", choices=("csv", "parquet"), default="csv")
    parser.add_argument("--parts", type=int, default=1, help="files that each large table is split over")
    parser.add_argument("--a-source", type=int, default=1000, help="events told by one text")
    parser.add_argument("--force", action="store_true", help="replace the folder")
    args = parser.parse_args()
    if args.folder.exists():
        if not args.force:
            parser.error(f"{args.folder} exists; --force replaces it")
        shutil.rmtree(args.folder)
    start = time.perf_counter()
    made = generate(
        args.folder,
        args.events,
        damage=args.damage,
        texts=args.texts,
        form=args.form,
        parts=args.parts,
        a_source=args.a_source,
    )
    print(f"{sum(made.rows.values()):,} rows in {time.perf_counter() - start:.1f} s: {made.rows}")
    if made.damage:
        print(f"damage: {made.damage}")


if __name__ == "__main__":
    main()
