"""Whether a file is what its rows are written as: by sums, and by writing them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import event_timeline as et
from event_timeline.exports import FORMATS, canonical_csv, csv_cells, package_files
from event_timeline.exports.dataset import Dataset
from event_timeline.package.opening import open_package
from event_timeline.tables import byte_scan, loading
from tests.exports.reading import load

FIELDS = [{"name": "text", "type": "string"}, {"name": "other", "type": "string"}]
FIELDS += [{"name": kind, "type": kind} for kind in ("integer", "number", "boolean", "date", "year")]
SCHEMA = {"fields": FIELDS}
HEADER = ",".join(f["name"] for f in FIELDS)
PLAIN = 'a é,"x, y",7,1.5,true,2031-06-01,2031'
TEXT = st.sampled_from(["", "a", "é", '"x, y"', '"x ""y"""', '"z"', '""', '"a\nb"', " ", 'b"', "1"])
RECORD = st.tuples(
    TEXT,
    TEXT,
    st.sampled_from(["", "7", "0", "-7", "07", "-07", "+7", "7.0", '"7"', "-0", " 7", "7 ", "-", "/7", "1x", "x"]),
    st.sampled_from(["", "1.5", "1.50", "15e-1", "1E3", "1000", "1000.0", "0.1", ".5", "-0", "NaN", "inf"]),
    st.sampled_from(["", "true", "TRUE", "1", "false", "0", "no"]),
    st.sampled_from(["", "2031-06-01", "2031-6-1", "0000-01-01", '"2031-06-01"']),
    st.sampled_from(["", "2031", "0031", "31"]),
).map(",".join)
LINE = st.one_of(st.just(PLAIN), st.just(PLAIN), RECORD, st.sampled_from(["", "a", "a,b", " "]))
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n"])
FILE = st.builds(
    lambda mark, header, lines, final: f"{mark}{header}" + "".join(lines) + final,
    st.sampled_from(["", "", "", "\ufeff"]),
    st.sampled_from([HEADER, HEADER, HEADER, HEADER.replace("text", '"text"')]),
    st.lists(st.builds(str.__add__, ENDS, LINE), max_size=5),
    st.sampled_from(["\n", "\n", "\n", ""]),
)


def read(folder: Path, content: str) -> Dataset | None:
    """A table of the content, not checked before; None where it is not a table."""
    resource = {"name": "made", "path": "made.csv", "schema": SCHEMA}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    (folder / "made.csv").write_bytes(content.encode())
    tables = loading.load_tables(open_package(folder), trusting=True)
    if "made" not in tables:
        return None
    frame = tables["made"]
    return Dataset(
        {}, {"made": SCHEMA}, {"made": frame}, tables.package, loaded={"made": (frame, tables.tables["made"])}
    )


def is_canonical(data: Dataset) -> bool:
    loaded = data.as_loaded("made")
    assert loaded is not None
    part = loaded.parts[0]
    header = part.path.read_bytes()[: part.facts.first_line]
    return canonical_csv.is_canonical(part.facts, header, SCHEMA, data.sums("made", loaded))


@settings(deadline=None)
@given(FILE)
def test_a_file_that_is_called_canonical_is_what_its_rows_are_written_as(content: str) -> None:
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "TRUSTED", 0)
        folder = Path(name)
        data = read(folder, content)
        if data is None:
            return
        try:
            package_files.write_csv(csv_cells.as_written(data.frames["made"], SCHEMA), folder / "again.csv")
        except pl.exceptions.PolarsError:
            return
        same = (folder / "again.csv").read_bytes() == content.encode()
        assert is_canonical(data) == same
        (file,) = (f for f in package_files.package_files(data) if f.path == "made.csv")
        assert (file.content is None) == same


@pytest.mark.parametrize("name", ["parquet", "jsonl", "sqlite", "duckdb"])
def test_the_pass_that_writes_a_table_finds_the_sums_of_one_of_its_own(
    name: str, harbour: Path, tmp_path: Path
) -> None:
    data, other = load(harbour), load(harbour)
    FORMATS[name].writer()(data, tmp_path / "out")
    package_files.package_files(other)
    assert data.found == other.found
    assert data.found["evidence"].rows == 76


@pytest.mark.parametrize("name", ["parquet", "jsonl", "sqlite", "duckdb"])
def test_a_validated_export_reads_each_file_once(
    name: str, harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: Counter[str] = Counter()

    def counted(module: object, function: str) -> None:
        original = getattr(module, function)

        def call(what: Any, *arguments: Any, **options: Any) -> Any:
            for one in what if isinstance(what, list) else [what]:
                calls[f"{function} {one.name if isinstance(one, Path) else ''}"] += 1
            return original(what, *arguments, **options)

        monkeypatch.setattr(module, function, call)

    monkeypatch.setattr(loading, "IN_MEMORY", 0)  # as of tables that are too large to be held
    for module, function in ((loading, "load_tables"), (byte_scan, "inspect"), (pl, "scan_csv")):
        counted(module, function)
    et.export(harbour, name, tmp_path / "out")
    files = [path.name for path in (harbour / "data").iterdir()]
    assert calls == {"load_tables ": 1, **{f"{f} {file}": 1 for f in ("inspect", "scan_csv") for file in files}}
