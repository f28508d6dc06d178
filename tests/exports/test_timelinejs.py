"""TimelineJS's JSON: its dates, its words, and that no markup of a package's gets into a page."""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from datetime import date
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest

from event_timeline.exports import timelinejs
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.visual.dates import words
from tests.exports.datasets import PACKAGES, opened, with_cells, worst
from tests.exports.programs import chromium, npm_package


class Reader(HTMLParser):
    """What a page would show of a piece of HTML, and which tags it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[Any, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.shown.append(data)


def shown(html: str) -> tuple[str, set[str]]:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.attributes == []
    return "".join(reader.shown), reader.tags


def written(data: Dataset, folder: Path) -> dict[str, Any]:
    timelinejs.write(data, folder / "x.json")
    return json.loads((folder / "x.json").read_text(encoding="utf-8"))


def dated(data: Dataset) -> list[dict[str, Any]]:
    known = pl.col("earliest").is_not_null() | pl.col("latest").is_not_null()
    return data.frame("events").filter(known).sort("position").to_dicts()


@pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES)
def test_every_dated_event_is_a_slide_with_its_words(package: Path, tmp_path: Path) -> None:
    data = opened(package)
    slides = written(data, tmp_path)["events"]
    topics = {r["term"]: r["label"] for r in data.rows("codebook") if r["vocabulary"] == "events.topic"}
    assert [s["unique_id"] for s in slides] == [e["event_id"] for e in dated(data)]
    for slide, event in zip(slides, dated(data), strict=True):
        assert shown(slide["text"]["headline"])[0] == event["label"]
        assert shown(slide["text"]["text"])[0].startswith(event["summary"])
        assert shown(slide["group"])[0] == topics[event["topic"]]
        assert set(slide["start_date"]) <= {"year", "month", "day"}


def test_undated_events_are_counted(tmp_path: Path) -> None:
    title = written(opened(), tmp_path)["title"]
    assert "8 of 13 events have no date and are left out." in title["text"]["text"]


@pytest.mark.parametrize(
    ("edtf", "bounds", "start", "end", "display"),
    [
        ("2024-05-13", ("2024-05-13", "2024-05-13"), (2024, 5, 13), None, "13 May 2024"),
        ("2024-05", ("2024-05-01", "2024-05-31"), (2024, 5), None, "May 2024"),
        ("2024?", ("2024-01-01", "2024-12-31"), (2024,), None, "2024 (uncertain)"),
        ("2023-11-28/2023-11-29", ("2023-11-28", "2023-11-29"), (2023, 11, 28), (2023, 11, 29), "28 November 2023 to 29 November 2023"),
        ("2022/..", ("2022-01-01", None), (2022,), None, "since 2022"),
        ("../2022-03", (None, "2022-03-31"), (2022, 3), None, "until March 2022"),
        ("2022-21", ("2022-03-01", "2022-05-31"), (2022, 3, 1), (2022, 5, 31), "spring 2022"),
        ("-0044-03-15", (None, None), (-45, 3, 15), None, "15 March 45 BCE"),
        ("0000/0014", (None, "0014-12-31"), (-1,), (14,), "1 BCE to 14 CE"),
        ("[..2026-05-31]", (None, "2026-05-31"), (2026, 5, 31), None, "by 31 May 2026"),
        ("[..2026-05]", (None, "2026-05-31"), (2026, 5), None, "by May 2026"),
        ("1984?/2004", ("1984-01-01", "2004-12-31"), (1984,), (2004,), "1984 (uncertain) to 2004"),
        ("2024-05-1X", (None, None), (2024, 5, 10), (2024, 5, 19), "some time from 10 May 2024 to 19 May 2024"),
    ],
)  # fmt: skip
def test_dates_keep_their_precision(
    edtf: str,
    bounds: tuple[Any, ...],
    start: tuple[Any, ...],
    end: tuple[Any, ...] | None,
    display: str,
    tmp_path: Path,
) -> None:
    earliest, latest = (date.fromisoformat(b) if b else None for b in bounds)
    data = with_cells(
        opened(), "events", "event_id", "strike", date_edtf=edtf, earliest=earliest, latest=latest, date_basis="stated"
    )
    slide = written(data, tmp_path)["events"][0]
    assert slide["unique_id"] == "strike"
    assert slide["start_date"] == dict(zip(("year", "month", "day"), start, strict=False))
    assert slide.get("end_date") == (dict(zip(("year", "month", "day"), end, strict=False)) if end else None)
    assert slide["display_date"] == display


def test_years_that_no_date_of_javascript_holds_get_the_scale_of_whole_years(tmp_path: Path) -> None:
    far = with_cells(opened(), "events", "event_id", "container-fall", date_edtf="Y-17E7", earliest=None, latest=None)
    document = written(far, tmp_path)
    assert document["scale"] == "cosmological"
    starts = {s["unique_id"]: s["start_date"] for s in document["events"]}
    assert starts["container-fall"] == {"year": -170_000_001}
    assert all(set(start) == {"year"} for start in starts.values())


def test_a_denied_event_says_so_and_an_echo_is_not_told_twice(tmp_path: Path) -> None:
    bounds = {"date_edtf": "2024-05-14", "earliest": date(2024, 5, 14), "latest": date(2024, 5, 14)}
    data = with_cells(opened(), "events", "event_id", "strike", polarity="negated", **bounds)
    slide = written(data, tmp_path)["events"][0]
    assert slide["text"]["headline"] == "Not: Strike of the dockers"
    told = shown(slide["text"]["text"])[0]
    assert "said not to take place" in told
    assert told.count("until the crane is safe") == 1


def test_the_worst_cells_are_shown_as_they_are_and_bring_no_markup(tmp_path: Path) -> None:
    data = worst()
    document = written(data, tmp_path)
    assert shown(document["title"]["text"]["headline"]) == (data.descriptor["title"], set())
    assert shown(document["title"]["text"]["text"])[0].startswith(data.descriptor["description"])
    for slide, event in zip(document["events"], dated(data), strict=True):
        assert shown(slide["text"]["headline"]) == (event["label"], set())
        told, tags = shown(slide["text"]["text"])
        assert told.startswith(event["summary"])
        assert tags <= {"p", "b"}
        assert shown(slide["group"])[1] == shown(slide["display_date"])[1] == set()


PAGE = """<!doctype html><meta charset="utf-8"><title>waiting</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="package/dist/css/timeline.css"><div id="t" style="width:1000px;height:600px"></div>
<script src="package/dist/js/timeline.js"></script><script>
window.alert = () => { document.title = "ALERT"; };
fetch("x.json").then(r => r.json()).then(d => {
  const t = new TL.Timeline("t", d, {script_path: location.origin + "/package/dist/js/", font: null});
  t.on("loaded", () => { if (document.title == "waiting") document.title = "loaded"; });
});
</script>"""


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder with TimelineJS from npm and a page that shows x.json, served on loopback."""
    folder = tmp_path_factory.mktemp("site")
    with tarfile.open(npm_package("@knight-lab/timelinejs@3.9.11", folder)) as archive:
        for member in archive:  # Debian 12's Python 3.11.2 has no extractall(filter="data")
            place, content = (folder / member.name).resolve(), archive.extractfile(member)
            if member.isfile() and content and place.is_relative_to(folder.resolve()):
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content.read())
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield folder, f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()
        thread.join()


def in_chromium(data: Dataset, site: tuple[Path, str]) -> str:
    """The page's DOM after TimelineJS has drawn it; on a busy machine that may need more than one look."""
    folder, address = site
    timelinejs.write(data, folder / "x.json")
    dom = ""
    for budget in (10_000, 20_000, 40_000):
        with TemporaryDirectory(dir=folder) as profile:  # a fresh one has nothing of the test before in its cache
            command = [chromium()[0], "--headless", "--no-sandbox", "--disable-gpu"]
            command += [f"--user-data-dir={profile}", f"--virtual-time-budget={budget}", "--dump-dom", address]
            dom = subprocess.run(command, check=True, capture_output=True, timeout=120).stdout.decode("utf-8")
        if dom.count('class="tl-headline-date"') == len(dated(data)):
            break
    return dom


@pytest.mark.programs
def test_timelinejs_shows_every_dated_event_in_chromium(site: tuple[Path, str]) -> None:
    dom = in_chromium(opened(), site)
    assert "<title>loaded</title>" in dom
    slides = re.findall(r'<h2 class="tl-headline">([^<]*)</h2>.{,40}<h3 class="tl-headline-date">([^<]*)</h3>', dom)
    assert sorted(slides) == sorted(
        (e["label"], words(e["date_edtf"], e["earliest"], e["latest"])) for e in dated(opened())
    )


@pytest.mark.programs
def test_the_worst_cells_run_nothing_in_chromium(site: tuple[Path, str]) -> None:
    dom = in_chromium(worst(), site)
    assert "<title>loaded</title>" in dom
    assert "<script>alert" not in dom
    assert "<b onclick" not in dom
    assert "&lt;script&gt;alert(" in dom
