"""The same constraints and keys checked by other tools, each as a program of its own.

`python -m tests.benchmarks.other_tools TOOL PACKAGE` prints how many cells and rows break something and ends with 0
where none does. All take types, required, unique, enum, pattern, ranges, lengths, primary and foreign keys from
the package's Table Schemas; what a tool cannot express (foreign keys in pandera and dataframely) is added by hand.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def tables(package: Path) -> dict[str, tuple[list[Path], dict[str, Any]]]:
    """Resource name -> its files and its Table Schema."""
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    found = {}
    for resource in descriptor["resources"]:
        paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
        schema = json.loads((package / resource["schema"]).read_text(encoding="utf-8"))
        found[resource["name"]] = ([package / p for p in paths], schema)
    return found


def listed(value: Any) -> list[Any]:
    """A value or a list as a list."""
    return value if isinstance(value, list) else [value]


def foreign(read: dict[str, Any]) -> list[tuple[str, list[str], str, list[str]]]:
    """(table, columns, other table, columns) of every foreign key."""
    return [
        (name, listed(key["fields"]), key["reference"].get("resource") or name, listed(key["reference"]["fields"]))
        for name, (_, schema) in read.items()
        for key in schema.get("foreignKeys", ())
    ]


def frames(package: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Every table read whole by polars with the types of its schema, and what `tables` gives."""
    import polars as pl

    kinds = {"integer": pl.Int64, "number": pl.Float64, "date": pl.Date}
    read = tables(package)
    made = {
        name: pl.concat([
            pl.read_csv(p, schema={f["name"]: kinds.get(f["type"], pl.String) for f in schema["fields"]}, null_values=[""]) for p in paths
        ])
        for name, (paths, schema) in read.items()
    }  # fmt: skip
    return made, read


def orphans(made: dict[str, Any], read: dict[str, Any]) -> int:
    """Rows whose foreign key finds nothing, by polars anti-joins."""
    lost = 0
    for name, columns, other, targets in foreign(read):
        known = made[other].select(targets).drop_nulls()
        lost += (
            made[name].select(columns).drop_nulls().join(known, left_on=columns, right_on=targets, how="anti").height
        )
    return lost


def pandera(package: Path) -> int:
    """pandera.polars on frames."""
    import pandera.errors
    import pandera.polars as pa

    made, read = frames(package)
    bad = 0
    for name, (_, schema) in read.items():
        columns = {}
        for f in schema["fields"]:
            c, checks = f.get("constraints", {}), []
            if "enum" in c:
                checks.append(pa.Check.isin(c["enum"]))
            if "pattern" in c:
                checks.append(pa.Check.str_matches(c["pattern"]))
            if "minLength" in c or "maxLength" in c:
                checks.append(pa.Check.str_length(c.get("minLength"), c.get("maxLength")))
            checks += [make(c[k]) for k, make in (("minimum", pa.Check.ge), ("maximum", pa.Check.le)) if k in c]
            columns[f["name"]] = pa.Column(
                made[name].schema[f["name"]], checks, nullable=not c.get("required"), unique=bool(c.get("unique"))
            )
        key = listed(schema["primaryKey"])
        try:
            pa.DataFrameSchema(columns, unique=key if len(key) > 1 else None).validate(made[name], lazy=True)
        except pandera.errors.SchemaErrors as error:
            bad += error.failure_cases.height
    return bad + orphans(made, read)


def dataframely(package: Path) -> int:
    """dataframely schemas made from the Table Schemas."""
    import dataframely as dy
    import polars as pl

    made, read = frames(package)
    kinds = {"integer": dy.Int64, "number": dy.Float64, "date": dy.Date}
    bad = 0
    for name, (_, schema) in read.items():
        key, body = listed(schema["primaryKey"]), {}
        for f in schema["fields"]:
            c = f.get("constraints", {})
            options: dict[str, Any] = {"nullable": not c.get("required"), "primary_key": f["name"] in key}
            if "enum" in c:
                options["check"] = lambda column, terms=tuple(c["enum"]): column.is_in(terms)
            if f["type"] == "string":
                options |= {n: c[k] for n, k in (("regex", "pattern"), ("min_length", "minLength")) if k in c}
                if "maxLength" in c:  # its own max_length counts bytes
                    options["check"] = lambda column, most=c["maxLength"]: column.str.len_chars() <= most
            else:
                options |= {n: c[k] for n, k in (("min", "minimum"), ("max", "maximum")) if k in c}
            body[f["name"]] = kinds.get(f["type"], dy.String)(**options)
            if c.get("unique") and [f["name"]] != key:
                body[f"{f['name']}_unique"] = dy.rule()(
                    eval(f"lambda cls: pl.col({f['name']!r}).is_unique()", {"pl": pl})
                )
        checked = type(name.title().replace("_", ""), (dy.Schema,), body)
        _, failure = checked.filter(made[name])  # type: ignore[attr-defined]
        bad += len(failure)
    return bad + orphans(made, read)


def duckdb(package: Path) -> int:
    """DuckDB: tables loaded from the CSV files, then one query for each table's constraints and one for each key."""
    import duckdb as engine

    kinds = {"integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}
    connection, read, bad = engine.connect(), tables(package), 0

    def count(query: str) -> int:
        return connection.execute(query).fetchone()[0] or 0

    def text(value: object) -> str:
        return "'" + str(value).replace("'", "''") + "'"

    for name, (paths, schema) in read.items():
        columns = ", ".join(f"{text(f['name'])}: {text(kinds.get(f['type'], 'VARCHAR'))}" for f in schema["fields"])
        files = ", ".join(text(p) for p in paths)
        connection.execute(
            f"CREATE TABLE {name} AS SELECT * FROM read_csv([{files}], header = true, columns = {{{columns}}}, nullstr = '', strict_mode = true)"
        )
        wrong = []
        for f in schema["fields"]:
            c, q = f.get("constraints", {}), f'"{f["name"]}"'
            wrong += [f"{q} IS NULL"] if c.get("required") else []
            wrong += [f"{q} NOT IN ({', '.join(map(text, c['enum']))})"] if "enum" in c else []
            wrong += [f"NOT regexp_full_match({q}, {text(c['pattern'])})"] if "pattern" in c else []
            wrong += [f"length({q}) < {c['minLength']}"] if "minLength" in c else []
            wrong += [f"length({q}) > {c['maxLength']}"] if "maxLength" in c else []
            wrong += [f"{q} < {c['minimum']}"] if "minimum" in c else []
            wrong += [f"{q} > {c['maximum']}"] if "maximum" in c else []
        bad += count(f"SELECT {' + '.join(f'count(*) FILTER ({w})' for w in wrong)} FROM {name}")
        keys = {tuple(listed(schema["primaryKey"]))} | {
            (f["name"],) for f in schema["fields"] if f.get("constraints", {}).get("unique")
        }
        for key in keys:
            columns = ", ".join(f'"{k}"' for k in key)
            bad += count(f"SELECT count(*) FROM (SELECT 1 FROM {name} GROUP BY {columns} HAVING count(*) > 1)")
    for name, columns, other, targets in foreign(read):  # type: ignore[assignment]
        given = " AND ".join(f'a."{c}" IS NOT NULL' for c in columns)
        same = " AND ".join(f'a."{c}" = b."{d}"' for c, d in zip(columns, targets, strict=True))
        bad += count(f"SELECT count(*) FROM {name} a ANTI JOIN {other} b ON {same} WHERE {given}")
    return bad


if __name__ == "__main__":
    wrong_ones = {"pandera": pandera, "dataframely": dataframely, "duckdb": duckdb}[sys.argv[1]](Path(sys.argv[2]))
    print(f"{wrong_ones} wrong")
    sys.exit(1 if wrong_ones else 0)
