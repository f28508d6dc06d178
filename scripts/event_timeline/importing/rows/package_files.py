"""The files of a package that was made from rows of another table: tables, schemas, codebook, descriptor and papers."""

from __future__ import annotations

import copy
import hashlib
import json
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from event_timeline import profile
from event_timeline.citations import cff
from event_timeline.citations.work import work
from event_timeline.editing import document_templates
from event_timeline.editing.new_package import DATA_PACKAGE, LICENSES, contributor, resource, slug
from event_timeline.importing import Request
from event_timeline.importing.mapping import Mapping
from event_timeline.importing.mapping.evaluate import MAX_CODES
from event_timeline.importing.rows.convert import ORDER, Converter
from event_timeline.importing.rows.fields import column_title
from event_timeline.io.clock import today
from event_timeline.io.utf8 import encode
from event_timeline.model import UserError

CLOSED = {"name": "other-closed", "title": "Not open: the terms of the source of the data apply"}
"""The name is that of the Open Definition's list of licences."""
TABLES = ("sources", "places", "actors", "events", *ORDER, "codebook")
EVENT_COLUMNS = ("date_precision", "place_precision", "confidence", "weight", "coder")
KEYS = {"sources": "source_id", "places": "place_id", "actors": "actor_id"}


class PackageFiles:
    """Writes the tables of a package into an empty folder, each in the order of its schema, and then all around them."""

    def __init__(self, folder: Path, mapping: Mapping, request: Request, preset: str) -> None:
        self.folder, self.mapping, self.request, self.preset = folder, mapping, request, preset
        self.own = mapping.section("package")
        if not request.contributors:
            raise UserError(
                "a citation needs somebody to name", 'add --contributor "Family, Given" or --contributor "Organisation"'
            )
        (folder / "data").mkdir()
        (folder / "schemas").mkdir()
        self._schemas: dict[str, dict[str, Any]] = {}

    def schema(self, table: str, optional: Iterable[str] = (), own: Iterable[dict[str, Any]] = ()) -> list[str]:
        """Set the schema of a table: the profile's, optional columns of the profile, and own ones. Returns all columns."""
        schema = copy.deepcopy(profile.table_schema(table))
        known = profile.optional_fields(table)
        added = [known[name] for name in known if name in set(optional)]
        schema["fields"] += [*added, *own]
        for field in schema["fields"]:
            for term in self.mapping.section("terms").get(f"{table}.{field['name']}", ()):
                field["constraints"]["enum"].append(term)
                field["categories"].append({"value": term, "label": column_title(term.replace("-", " "))})
        keys = [k for k in profile.optional_keys(table) if k["fields"] in {f["name"] for f in added}]
        if keys:
            schema["foreignKeys"] = [*schema.get("foreignKeys", []), *keys]
        self._schemas[table] = schema
        return [f["name"] for f in schema["fields"]]

    def write(self, table: str, frames: Iterable[pl.DataFrame], *, quotes: bool = True) -> int:
        """Write frames as the rows of a table whose schema is set; columns that they lack are empty. Returns the rows.

        quotes: whether a cell may need quotation marks; without, the rows are written in half the time.
        """
        columns = [f["name"] for f in self._schemas[table]["fields"]]
        rows = 0
        with (self.folder / "data" / f"{table}.csv").open("wb") as file:
            file.write((",".join(columns) + "\n").encode())
            for frame in frames:
                empty = set(columns) - {c for c in frame.columns if frame[c].null_count() < frame.height}
                # what has no type is written faster than missing text
                frame = frame.with_columns(pl.lit(None).alias(c) for c in empty).select(columns)
                frame.write_csv(file, include_header=False, quote_style="necessary" if quotes else "never")
                rows += frame.height
        return rows

    def finish(self, converter: Converter) -> None:
        """Write all but `events`, which is written already, and what describes the package."""
        self._converter = converter
        converter.rank()
        identifiers = self._identifiers_source(converter)
        frames = {
            "sources": pl.concat([converter.sources.frame("source_id"), *identifiers], how="diagonal"),
            "places": converter.places.frame(),
            "actors": converter.actors.frame("actor_id"),
        }
        if identifiers:
            frames["places"] = frames["places"].with_columns(
                identifiers_source=pl.when(pl.col("geonames_id").is_not_null()).then(
                    pl.lit(identifiers[0]["source_id"][0])
                )
            )
        for table, frame in frames.items():
            self.schema(table, [c for c in ("sector",) if table == "actors" and frame[c].null_count() < frame.height])
            self.write(table, [frame.sort(KEYS[table])])
        for table, runs in converter.runs.items():
            if not runs.rows and table != "event_actors":
                continue
            self._schema_of_runs(table, converter)
            self.write(table, converter.merged(table), quotes=converter.needs_quotes(table))
        book = self._codebook(converter)
        self.schema("codebook", ["example", "counter_example"])
        self.write("codebook", [book])
        self._describe(converter, [t for t in TABLES if t in self._schemas])

    def _schema_of_runs(self, table: str, converter: Converter) -> None:
        if table == "event_actors":
            self.schema(table, ["side"])
        elif table == "event_sources":
            self.schema(table, own=[own_field(c, own) for c, own in converter.kept.reports.items()])
        elif table == "measures" and converter.odd_measures:
            self.schema(table, own=[AS_REPORTED])
        else:
            self.schema(table)

    def _identifiers_source(self, converter: Converter) -> list[pl.DataFrame]:
        given = self.own.get("identifiers_source")
        used = converter.places.frame()["geonames_id"]
        if not given or used.null_count() == used.len():
            return []
        return [self._source(given["title"], "reference", given.get("url"))]

    def _source(self, title: str, kind: str, url: str | None) -> pl.DataFrame:
        """A source that the mapping names, as a row."""
        row = {
            "source_id": self._converter.source_names.new(title),
            "kind": kind,
            "title": title,
            "publisher": title,
            "url": url,
        }
        return pl.DataFrame([row], schema=dict.fromkeys(row, pl.String))

    def _codebook(self, converter: Converter) -> pl.DataFrame:
        """The terms of the profile, the topics and the codes of the file; the codes become terms of their columns."""
        closed = profile.vocabulary_columns(self._schemas)
        rows = [r for r in profile.codebook() if r["term"] in closed.get(r["vocabulary"], ())]
        rows += [
            {"vocabulary": vocabulary, "term": term, "label": column_title(term.replace("-", " ")), "definition": said}
            for vocabulary, added in self.mapping.section("terms").items()
            for term, said in added.items()
            if vocabulary in closed
        ]
        rows += [
            {
                "vocabulary": "events.topic", "term": term, "label": label,
                "definition": f"What the data set files under “{label}”.",
            }
            for term, label in converter.topics.items()
        ]  # fmt: skip
        fields = {f["name"]: f for f in self._schemas["events"]["fields"]}
        for column, own in converter.kept.codes.items():
            codes = converter.codes[own]
            if not codes or len(codes) > MAX_CODES:
                continue
            labels = converter.kept.labels(self.mapping, column)
            found = {code: labels.get(code) or labels.get(code.removesuffix(".0"), code) for code in sorted(codes)}
            fields[own]["categories"] = [{"value": code, "label": label} for code, label in found.items()]
            fields[own]["constraints"]["enum"] = list(found)
            fields[own]["example"] = next(iter(found))
            rows += [
                {
                    "vocabulary": f"events.{own}", "term": code, "label": label,
                    "definition": f"The code {code!r} of the column “{column}” of the file, as its own codebook defines it.",
                }
                for code, label in found.items()
            ]  # fmt: skip
        cameo = self._cameo(converter)
        columns = [f["name"] for f in profile.table_schema("codebook")["fields"]] + ["example", "counter_example"]
        frame = pl.DataFrame(
            [{c: r.get(c) or None for c in columns} for r in [*rows, *cameo]], schema=dict.fromkeys(columns, pl.String)
        )
        return frame.sort("vocabulary", "term")

    def _cameo(self, converter: Converter) -> list[dict[str, str]]:
        from event_timeline.editing.profile_terms import CAMEO, profile_terms

        known = profile_terms()
        return [known[CAMEO, code] for code in converter.cameo if (CAMEO, code) in known]

    def _describe(self, converter: Converter, tables: list[str]) -> None:
        for table in tables:
            content = json.dumps(self._schemas[table], indent=2, ensure_ascii=False) + "\n"
            (self.folder / "schemas" / f"{table}.json").write_bytes(encode(content))
        (self.folder / "schemas" / "profile.json").write_bytes((profile.folder() / "profile.json").read_bytes())
        descriptor = self._descriptor(converter, tables)
        papers = {
            "datapackage.json": json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n",
            "CITATION.cff": cff.render(work(descriptor)) + "\n",
            "README.md": _readme(descriptor),
            "CHANGELOG.md": document_templates.changelog("0.1.0", descriptor["created"][:10]),
        }
        for name, content in papers.items():
            (self.folder / name).write_bytes(encode(content))

    def _descriptor(self, converter: Converter, tables: list[str]) -> dict[str, Any]:
        request = self.request
        title = request.title or self.own.get("title") or f"Events of {request.file.name}"
        name = request.license_id or self.own.get("license", "")
        licence = LICENSES.get(name) or ({"name": name, "title": name} if name else dict(CLOSED))
        if name == CLOSED["name"]:
            licence = dict(CLOSED)
        covered = converter.dates.covered
        temporal = dict(zip(("start", "end"), covered, strict=True)) if covered else None
        resources = []
        for table in tables:
            described = resource(table, [licence])
            path = self.folder / described["path"]
            with path.open("rb") as file:
                described["hash"] = f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
            described["bytes"] = path.stat().st_size
            resources.append(described)
        default = f"Events that were imported from the table {request.file.name}, with their participants, places, sources and numbers; no text was coded."
        return {
            "$schema": DATA_PACKAGE,
            "conformsTo": profile.URN + profile.VERSION,
            "id": f"urn:uuid:{uuid.uuid4()}",
            "name": request.name or slug(title) or "events",
            "title": title,
            "description": self.own.get("description", default),
            "version": "0.1.0",
            "created": f"{today(request.date)}T00:00:00Z",
            "keywords": self.own.get("keywords", ["event data"]),
            "licenses": [licence],
            "rights": self.own.get("rights", "The rights in the data are those of its source; see `sources`."),
            "contributors": [contributor(n) for n in request.contributors],
            "sources": self.own.get("sources") or [{"title": request.file.name}],
            **({"temporal": temporal} if temporal else {}),
            "coding": {
                "evidence": "none", "statements": "none", "relations": "none",
                "participants": self.own.get("coding", {}).get("participants", "partial"),
            },
            "resources": resources,
        }  # fmt: skip


def _readme(descriptor: dict[str, Any]) -> str:
    tables = "\n".join(f"| [{r['name']}]({r['path']}) | {r['description']} |" for r in descriptor["resources"])
    return f"""# {descriptor["title"]}

{descriptor["description"]}

| table | what it holds |
|---|---|
{tables}

Every column is described in [schemas](schemas), every term in [data/codebook.csv](data/codebook.csv). An empty cell is a
missing value. `timeline validate` checks the package, `timeline cite` cites it.

## Rights

{descriptor["rights"]}
"""


AS_REPORTED = {
    "name": "as_reported",
    "title": "As reported",
    "description": "The estimates of the file where they are out of order, so that low, best and high cannot hold them.",
    "type": "string",
    "example": "low 5, best 3, high 7",
    "constraints": {"required": False},
}


def own_field(column: str, name: str) -> dict[str, Any]:
    """A column of the file that a package keeps, as a field of a schema."""
    return {
        "name": name,
        "title": column_title(column),
        "description": f"The column “{column}” of the file that was imported, as it is there.",
        "type": "string",
        "example": "1",
        "constraints": {"required": False},
    }
