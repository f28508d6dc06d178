"""The six worst cells through every format: whole where a reader that is not ours looks for them, and harmless."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import icalendar
import openpyxl
import polars as pl
import pytest
import rdflib
from csvw import CSVW
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from event_timeline.exports import FORMATS
from event_timeline.exports import flat as flat_
from event_timeline.exports.dataset import Dataset, dataset
from event_timeline.package.opening import open_package
from event_timeline.rules.explanations import Cell
from event_timeline.tables.loading import load_tables
from event_timeline.texts.text import Text
from tests import builder

CELLS = (
    "<script>alert('x')</script>",
    '=HYPERLINK("http://example.org","click")',
    'ends "]}, {"a": 1',
    "\u202eright to left\u202c \u200fשלום",
    "👩‍🚀 🙂 \U0001f1e9\U0001f1f0 é",
    "long " * 5_999 + "words",
)
"""Markup, a formula, the end of a JSON document, right-to-left marks, emoji, 30,000 characters."""
assert len(CELLS[-1]) == 30_000
DATED = ("container-fall", "worn-cable-warning", "monday-talks", "shift-bargaining", "council-vote")
"""Events that formats show which leave undated ones out."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The harbour with CELLS as summaries and labels of the dated events, names of actors and definitions of terms."""
    folder = tmp_path_factory.mktemp("hostile")
    edits = [Cell("events", key, "summary", CELLS[i + 1]) for i, key in enumerate(DATED)]
    edits += [Cell("events", key, "label", CELLS[i]) for i, key in enumerate(DATED)]
    actors = [row[0] for row in builder.table(builder.HARBOUR / "data" / "actors.csv")[1:]]
    edits += [Cell("actors", key, "name", cell) for key, cell in zip(actors, CELLS, strict=False)]
    edits += [Cell("actors", key, "wikidata", f"Q{i}") for i, key in enumerate(actors, 1)]
    terms = [" ".join(row[:2]) for row in builder.table(builder.HARBOUR / "data" / "codebook.csv")[1:]]
    edits += [Cell("codebook", key, "definition", cell) for key, cell in zip(terms, CELLS, strict=False)]
    tables = load_tables(open_package(builder.edited(folder, edits)))
    assert len(actors) >= len(CELLS)
    return dataset(tables, {"article": Text("article", builder.ARTICLE.read_text(encoding="utf-8"))})


FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")


class Shown(HTMLParser):
    """Texts of a piece of HTML; fails at an element or attribute that could run something."""

    def __init__(self, page: str, scripts: int = 0) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.scripts = 0
        self.feed(page)
        self.close()
        assert self.scripts == scripts

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def leaves(value: Any) -> Iterator[str]:
    """All strings of a JSON document."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif isinstance(value, str):
        yield value


def text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def lines_of_csv(content: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(content, newline="")) for cell in row]


def in_sqlite(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        names = [n for (n,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [cell for name in names for row in database.execute(f'SELECT * FROM "{name}"') for cell in row]


def in_duckdb(path: Path) -> list[str]:
    import duckdb

    with duckdb.connect(str(path), read_only=True) as database:
        names = [n for (n,) in database.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return [cell for name in names for row in database.execute(f'FROM "{name}"').fetchall() for cell in row]


def in_xlsx(path: Path) -> list[str]:
    with closing(openpyxl.load_workbook(path)) as book:
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [c for c in cells if c.data_type == "f" or c.hyperlink]
        return [c.value for c in cells]


def in_flat(path: Path) -> list[str]:
    cells = lines_of_csv(path.read_bytes().decode("utf-8-sig"))
    # a plain number only shows, whatever its sign
    assert not [c for c in cells if c[:1] in FORMULA_SIGNS and not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", c)]
    return [c.removeprefix("'") for c in cells]


def in_zip(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if n.endswith(".csv")]
        return [cell for name in names for cell in lines_of_csv(archive.read(name).decode("utf-8"))]


def in_copied(path: Path) -> list[str]:
    return [cell for file in path.rglob("*.csv") for cell in lines_of_csv(text(file))]


def in_csvw(path: Path) -> list[str]:
    group = CSVW(str(path / "csv-metadata.json"))
    return [cell for table in group.tables for row in table for cell in row.values()]


def in_graph(format_: str) -> Callable[[Path], list[str]]:
    return lambda path: [str(o) for o in rdflib.Graph().parse(path, format=format_).objects()]


def in_brat(path: Path) -> list[str]:
    lines = text(next(path.glob("*.ann"))).split("\n")
    assert all(line[0] in "TREAMN#" and "\t" in line for line in lines if line)
    return [part for line in lines for part in line.split("\t")]


def in_ics(path: Path) -> list[str]:
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    entries = calendar.walk("VEVENT")
    return [part for e in entries for part in (e["SUMMARY"], *e["DESCRIPTION"].split("\n"))]


def in_timelinejs(path: Path) -> list[str]:
    shown = []
    for piece in leaves(json.loads(text(path))):
        page = Shown(piece)
        shown += [*page.texts, "".join(page.texts)]
    return shown


def in_html(path: Path) -> list[str]:
    page = Shown(text(path), scripts=2)
    (data,) = [t for t in page.texts if t.startswith('{"about"')]
    return list(leaves(json.loads(data)))


def in_xml(path: Path) -> list[str]:
    root = ElementTree.fromstring(path.read_bytes())
    assert not [e for e in root.iter() if e.tag.endswith("}script") or e.tag == "script"]
    return [t for e in root.iter() for t in (e.text or "", *e.attrib.values())]


def in_svg(path: Path) -> list[str]:
    """Labels as the hover texts have them, without what follows; the drawn ones are cut."""
    return [t.rsplit(": ", 1)[0] for t in in_xml(path)]


def in_png(path: Path) -> list[str]:
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert content.endswith(b"IEND\xaeB`\x82")
    assert not [c for c in CELLS if c.encode() in content]
    return []


def in_json(path: Path) -> list[str]:
    return list(leaves(json.loads(text(path))))


def in_jsonl(path: Path) -> list[str]:
    return [leaf for line in text(path).split("\n") if line for leaf in leaves(json.loads(line))]


def in_parquet(path: Path) -> list[str]:
    return [c for f in sorted(path.rglob("*.parquet")) for row in pl.read_parquet(f).iter_rows() for c in row]


READ: dict[str, Callable[[Path], list[str]]] = {
    "sqlite": in_sqlite, "duckdb": in_duckdb, "parquet": in_parquet, "xlsx": in_xlsx, "flat": in_flat,
    "json": in_json, "json-schema": in_json, "jsonl": in_jsonl, "zip": in_zip, "csvw": in_csvw, "loaders": in_copied,
    "turtle": in_graph("turtle"), "jsonld": in_graph("json-ld"), "webannotation": in_json, "brat": in_brat,
    "ics": in_ics, "timelinejs": in_timelinejs, "graphml": in_xml, "gexf": in_xml, "geojson": in_json,
    "html": in_html, "svg": in_svg, "png": in_png,
    "rocrate": in_copied, "bagit": in_copied, "croissant": in_parquet, "dcat": in_graph("turtle"),
}  # fmt: skip
"""Format -> the strings that a reader who is not ours finds in it; it fails at what could run or break out."""
NONE_WHOLE = {"png", "json-schema", "dcat"}
"""Pixels, and what describes the rows without having them."""
CUT = {"svg": (CELLS[-1],)}
"""What a format cuts, as its `loses` says."""


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", FORMATS)
def test_the_worst_cells_come_through_whole_and_harmless(name: str, hostile: Dataset, tmp_path: Path) -> None:
    target = tmp_path / f"out{FORMATS[name].suffix}"
    FORMATS[name].writer()(hostile, target)
    found = set(READ[name](target))
    wanted = () if name in NONE_WHOLE else [c for c in CELLS if c not in CUT.get(name, ())]
    assert [c for c in wanted if c not in found] == []


def test_every_format_has_its_reader() -> None:
    assert set(READ) == set(FORMATS)


# --- names of a package's own columns ------------------------------------------------------------------------------

NAMES = (
    '=HYPERLINK("http://example.org","x")', "'=HYPERLINK(\"http://example.org\",\"x\")", "+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠A1",
    "<script>alert(1)</script>", "</script><b onclick=x>", 'a"b', "a'b", "x]]>--><!--", "a;b,c", "{x} ${y} %s {{data}}", "back\\slash",
    "`; DROP TABLE events; --", '"; DROP TABLE events; --', "é🙂 עברית", "viz:x", "xmlns", "id", "a b", "http://example.org/x", "#", "?", "a/b",
    "[A1]", "key", "date", "@id", "@type", "@context", "type", "geometry", "properties", "__proto__", "constructor",
)  # fmt: skip
"""Formulas, markup, the ends of strings and scripts, and words that mean something to a format."""


def with_columns(folder: Path, names: Iterable[str]) -> Dataset:
    """The harbour with columns of its own in three tables; name, title, description and cells are the same words."""
    package = builder.copy_of_harbour(folder)
    for table in ("events", "actors", "places"):
        schema = builder.schema(package, table)
        own = [n for n in names if n not in {f["name"] for f in schema["fields"]}]
        schema["fields"] += [{"name": n, "type": "string", "title": n, "description": n} for n in own]
        builder.write(package / "schemas" / f"{table}.json", json.dumps(schema))
        path = package / "data" / f"{table}.csv"
        header, *rows = builder.table(path)
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([header + own, *([*row, *own] for row in rows)])
        builder.write(path, out.getvalue())
    builder.stamp(package)
    text = Text("article", builder.ARTICLE.read_text(encoding="utf-8"))
    return dataset(load_tables(open_package(package)), {"article": text})


@pytest.fixture(scope="module")
def own_columns(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return with_columns(tmp_path_factory.mktemp("own"), NAMES)


def keys_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from keys_of(inner)


def named_in_sql(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        names = [n for (n,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert "events" in names
        return [c for name in names for (c,) in database.execute("SELECT name FROM pragma_table_info(?)", (name,))]


def named_in_duckdb(path: Path) -> list[str]:
    import duckdb

    with duckdb.connect(str(path), read_only=True) as database:
        return [c for (c,) in database.execute("SELECT column_name FROM duckdb_columns()").fetchall()]


NAMED: dict[str, Callable[[Path], list[str]]] = {
    "sqlite": named_in_sql,
    "duckdb": named_in_duckdb,
    "parquet": lambda path: [c for file in path.rglob("*.parquet") for c in pl.read_parquet_schema(file)],
    "xlsx": in_xlsx,
    "flat": in_flat,
    "json": lambda path: list(keys_of(json.loads(text(path)))),
    "jsonl": lambda path: [k for line in text(path).split("\n") if line for k in keys_of(json.loads(line))],
    "geojson": lambda path: list(keys_of(json.loads(text(path)))),
    "zip": in_zip,
    "html": in_html,
    "gexf": in_xml,
    "graphml": in_xml,
    "json-schema": lambda path: list(keys_of(json.loads(text(path)))),
}
"""Formats that keep the names as they are, and where a reader that is not ours finds them."""


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", FORMATS)
def test_the_worst_column_names_come_through_whole_and_harmless(
    name: str, own_columns: Dataset, tmp_path: Path
) -> None:
    target = tmp_path / f"out{FORMATS[name].suffix}"
    FORMATS[name].writer()(own_columns, target)
    READ[name](target)  # fails at what could run
    if name in NAMED:
        found = set(NAMED[name](target))
        assert [n for n in NAMES if n not in found and f"column_{n}" not in found] == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from([*FORMULA_SIGNS[:4], "＝", "'=", "", "<"]), st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=8)).map("".join),
        min_size=1, max_size=4, unique=True,
    )
)  # fmt: skip
def test_no_name_or_cell_of_flat_begins_like_a_formula(names: list[str]) -> None:
    frame = pl.DataFrame({n: [n] for n in names})
    marked = flat_._marked(frame.columns)
    assert len(set(marked)) == len(names)
    assert not [n for n in marked if n[:1] in FORMULA_SIGNS]
    assert [n for n in marked if n in names] == [n for n in names if n[:1] not in FORMULA_SIGNS]
