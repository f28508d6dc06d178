"""The page of a big package: compressed tables, and an overview that counts what it draws and what it does not, in a browser."""

from __future__ import annotations

import base64
import dataclasses
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from event_timeline.exports.dataset import Dataset
from event_timeline.exports.visual import html_
from event_timeline.exports.visual.page_overview import BIG
from tests.benchmarks.generate import generate
from tests.exports.browser import Browser, axe_source
from tests.exports.datasets import PACKAGES, opened, with_cells, worst

Make = Callable[[Dataset], Path]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Make:
    """Writes a package's page as that of a big one."""
    monkeypatch.setattr(html_, "BIG", 0)

    def make(data: Dataset) -> Path:
        html_.write(data, tmp_path / "x.html")
        return tmp_path / "x.html"

    return make


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Dataset]:
    """The page of as many events as have an overview, and its data."""
    folder = tmp_path_factory.mktemp("big")
    generate(folder / "package", BIG, texts="none")
    data = opened(folder / "package")
    html_.write(data, folder / "x.html")
    return folder / "x.html", data


def unpacked(page: str, name: str) -> bytes:
    (text,) = re.findall(f'<script type="text/plain" id="packed-{name}">([A-Za-z0-9+/=]*)</script>', page)
    return zlib.decompress(base64.b64decode(text))


def cells(column: Any) -> list[Any]:
    return column if isinstance(column, list) else [column["values"][i] for i in column["at"]]


def ready(browser: Browser, page: Path, fragment: str = "") -> None:
    """Open the page and wait for the tables."""
    browser.open(page, fragment)
    browser.until(lambda: bool(browser.texts("#tab-overview")), 60)


def lanes(browser: Browser, title: str) -> dict[str, int]:
    """Name of each lane of a part -> its number of events."""
    found: list[list[str]] = browser.js(
        "const part = [...document.querySelectorAll('.overview section')].find(s => s.querySelector('h3').textContent === arguments[0]);"
        "return [...(part?.querySelectorAll('.lanes > li') ?? [])].map(li => [li.querySelector('.named').firstChild.textContent +"
        " (li.querySelector('button') ? '' : li.querySelector('.named').childNodes[2].textContent), li.querySelector('.count').firstChild.textContent])",
        title,
    )
    return {name: int(number.replace(",", "")) for name, number in found}


@pytest.mark.parametrize("name", [*PACKAGES, "worst"])
def test_every_cell_comes_out_of_the_compressed_tables(name: str, made: Make) -> None:
    data = worst() if name == "worst" else opened(PACKAGES[name])
    page = made(data).read_text(encoding="utf-8")
    wanted = html_.content(data)
    for table, content in wanted["tables"].items():
        packed = json.loads(unpacked(page, f"table-{table}"))
        assert packed["fields"] == content["fields"]
        got = {column: cells(packed["columns"][column]) for column in content["columns"]}
        assert [[(type(c), c) for c in column] for column in got.values()] == [
            [(type(c), c) for c in column] for column in content["columns"].values()
        ]
    rest = json.loads(unpacked(page, "rest"))
    assert {k: rest[k] for k in ("about", "said", "held", "statuses")} == {
        k: json.loads(json.dumps(wanted[k])) for k in ("about", "said", "held", "statuses")
    }


def test_a_page_without_far_days_holds_its_numbers_in_32_bits(made: Make) -> None:
    page = made(opened()).read_text(encoding="utf-8")
    facts = json.loads(unpacked(page, "facts"))
    assert len(unpacked(page, "columns")) == 4 * sum(length for _, length in facts["columns"])


def test_a_big_package_has_less_than_a_quarter_of_the_size_of_its_tables(big: tuple[Path, Dataset]) -> None:
    page, data = big
    assert page.stat().st_size < sum(len(data.frame(t).write_csv()) for t in data.schemas) / 4


@pytest.mark.programs
@pytest.mark.xdist_group("browser")
class TestInABrowser:
    def test_topics_and_actors_have_the_numbers_that_polars_counts(
        self, browser: Browser, big: tuple[Path, Dataset]
    ) -> None:
        page, data = big
        ready(browser, page)
        named = {r["term"]: r["label"] for r in data.rows("codebook") if r["vocabulary"] == "events.topic"}
        assert lanes(browser, "By topic") == {named[t]: n for t, n in Counter(data.frame("events")["topic"]).items()}
        names = {a["actor_id"]: a["name"] for a in data.rows("actors")}
        pairs = data.frame("event_actors").select("event_id", "actor_id").unique()
        most = Counter(pairs["actor_id"]).most_common(12)
        assert sorted(lanes(browser, "By actor").values(), reverse=True) == [n for _, n in most]
        assert set(lanes(browser, "By actor")) >= {names[a] for a, n in most if n > most[-1][1]}
        assert f"{len(set(pairs['actor_id'])) - 12} further actors" in browser.text(".overview")

    def test_what_is_not_drawn_is_counted(self, browser: Browser, big: tuple[Path, Dataset]) -> None:
        page, data = big
        ready(browser, page)
        undated = data.frame("events").filter(pl.col("date_edtf").is_null()).height
        assert f"Not drawn: {undated:,} events without a date." in browser.text(".overview")
        located = data.frame("places").filter(pl.col("latitude").is_not_null())["place_id"]
        without = data.frame("events").filter(~pl.col("place_id").is_in(located.to_list()).fill_null(False)).height
        at = data.frame("events").height - without
        assert f"{at:,} events at " in browser.text(".overview")
        assert f"Not drawn: {without:,} events whose place" in browser.text(".overview")

    def test_days_that_32_bits_do_not_hold_are_drawn_and_counted(self, browser: Browser, made: Make) -> None:
        data = with_cells(
            opened(), "events", "event_id", "container-fall", date_edtf="Y17E8", earliest=None, latest=None
        )
        data = with_cells(data, "events", "event_id", "council-vote", date_edtf="Y-9999999", earliest=None, latest=None)
        ready(browser, made(data))
        text = browser.text(".overview")
        assert "in each 20,000,000 years, 1 Jan 20,000,001 BCE to 31 Dec 1,719,999,999 CE" in text
        undated = browser.js(
            "return JSON.parse(arguments[0]).filter((d) => d === null).length", json.dumps(html_.content(data)["drawn"])
        )
        assert f"Not drawn: {undated} events without a date." in text
        browser.js(
            "document.querySelector('#brush-from').value = 1; document.querySelector('#brush-from').dispatchEvent(new Event('input'))"
        )
        browser.click("#brush-zoom")
        assert "container-fall" in browser.js(
            "location.hash = '#timeline'; return new Promise(go => setTimeout(() => go([...document.querySelectorAll('.row a')].map(a => a.dataset.id)), 300))"
        )
        assert browser.noise() == []

    @pytest.mark.parametrize(
        ("longitudes", "wide", "step", "names"),
        [
            ((179.9, -179.9), 0.2, 0.5, ["179° E", "179.5° E", "180°", "179.5° W", "179° W"]),
            ((178.0, -155.0), 27, 5, ["180°", "175° W", "170° W", "165° W", "160° W", "155° W"]),
            ((-170.0, 175.0, 0.0), 345, 60, ["180°", "120° W", "60° W", "0°", "60° E", "120° E", "180°"]),
            ((-95.0, 95.0), 170, 30, ["90° E", "120° E", "150° E", "180°", "150° W", "120° W", "90° W"]),
            ((-85.0, 85.0), 170, 30, ["90° W", "60° W", "30° W", "0°", "30° E", "60° E", "90° E"]),
        ],
    )
    def test_places_on_both_sides_of_the_180th_meridian_are_near_each_other(
        self, longitudes: tuple[float, ...], wide: float, step: float, names: list[str], browser: Browser, made: Make
    ) -> None:
        data = opened()
        places, events = data.frame("places"), data.frame("events")
        used = places["place_id"][: len(longitudes)]
        where = places.head(len(used)).with_columns(
            latitude=pl.lit(-17.5), longitude=pl.Series(longitudes), within=pl.lit(None, pl.String)
        )
        at = events.with_columns(place_id=pl.Series([used[i % len(used)] for i in range(events.height)]))
        ready(
            browser, made(dataclasses.replace(data, frames=data.frames | {"places": where.lazy(), "events": at.lazy()}))
        )
        xs, meridians = browser.js(
            "const map = document.querySelector('.map'), x = (node, name) => Number(node.getAttribute(name));"
            "return [[...map.querySelectorAll('circle')].map(c => x(c, 'cx')),"
            " [...map.querySelectorAll('.net text')].filter(t => x(t, 'x') !== 3).map(t => [t.textContent, x(t, 'x')])]"
        )
        assert [name for name, _ in meridians] == names
        a_step = (meridians[-1][1] - meridians[0][1]) / (len(meridians) - 1)
        assert (max(xs) - min(xs)) / a_step == pytest.approx(wide / step, abs=0.01)

    def test_a_stretch_is_zoomed_to_with_keys_and_with_the_pointer(
        self, browser: Browser, big: tuple[Path, Dataset]
    ) -> None:
        page, data = big
        ready(browser, page)
        browser.js("document.querySelector('#brush-to').focus()")
        browser.press("ARROW_LEFT", "ARROW_LEFT")
        last = browser.js("return document.querySelector('#brush-to').getAttribute('aria-valuetext')")
        assert f"to {last}:" in browser.text("#brushed-words")
        browser.click("#brush-zoom")
        until = date.fromisoformat(browser.js("return document.querySelector('#day-to').value"))
        c = pl.col
        kept = data.frame("events").filter(c.date_edtf.is_not_null() & (c.earliest.is_null() | (c.earliest <= until)))
        assert browser.text("#found") == f"{kept.height:,} of {BIG:,} events"
        browser.click("#brush-whole")
        assert browser.text("#found") == f"{BIG:,} events"
        assert browser.js("return document.activeElement.id || document.activeElement.tagName") == "view"
        browser.js(
            "const p = document.querySelector('.brush'), b = p.getBoundingClientRect();"
            "p.setPointerCapture = () => {};"
            "for (const [kind, share] of [['down', .5], ['move', .9], ['up', .9]])"
            " p.dispatchEvent(new PointerEvent('pointer' + kind, {clientX: b.left + b.width * share, clientY: b.top + 9, pointerId: 1}))"
        )
        day_from, day_to = browser.js("return ['from', 'to'].map(k => document.querySelector('#day-' + k).value)")
        assert date.fromisoformat(day_from) < date.fromisoformat(day_to)
        assert " of " in browser.text("#found")

    def test_a_topic_or_actor_of_the_overview_filters_all_views(
        self, browser: Browser, big: tuple[Path, Dataset]
    ) -> None:
        page, data = big
        ready(browser, page)
        topic = browser.js(
            "const b = document.querySelector('.lanes .choose-it'); b.click();"
            "return document.querySelector('[name=topic]:checked').value"
        )
        n = data.frame("events").filter(pl.col("topic") == topic).height
        assert browser.text("#found") == f"{n:,} of {BIG:,} events"
        assert browser.text("#as-rows") == f"The {n:,} events as rows"
        browser.click("#as-rows")
        assert browser.js("return location.hash") == "#timeline"
        assert browser.texts(".row .label")

    def test_deadlines_open_ends_and_uncertain_dates_have_lanes_of_their_own(
        self, browser: Browser, made: Make
    ) -> None:
        data = opened()
        dates = {
            "container-fall": ("2024-05-13?", date(2024, 5, 13), date(2024, 5, 13)),
            "strike": ("[2024-06-03..]", date(2024, 6, 3), None),
            "council-vote": ("[..2024-05-31]", None, date(2024, 5, 31)),
            "new-cable": ("../2024-05-02", None, date(2024, 5, 2)),
            "shift-bargaining": ("2024-03-01/..", date(2024, 3, 1), None),
        }
        for event, (edtf, earliest, latest) in dates.items():
            data = with_cells(data, "events", "event_id", event, date_edtf=edtf, earliest=earliest, latest=latest)
        ready(browser, made(data))
        shown = lanes(browser, "Deadlines, open ends and uncertain dates")
        assert {sign[0]: n for sign, n in shown.items() if sign[0] in "≤≥→←?"} == dict.fromkeys("≤≥→←?", 1)

    def test_what_is_far_from_the_rest_is_beyond_a_break_and_said(
        self, browser: Browser, big: tuple[Path, Dataset], tmp_path: Path
    ) -> None:
        _, data = big
        first = data.frame("events")["event_id"][0]
        data = with_cells(data, "events", "event_id", first, date_edtf="-0043-03-15", earliest=None, latest=None)
        html_.write(data, tmp_path / "x.html")
        ready(browser, tmp_path / "x.html")
        assert re.search(
            r"// \d+ events? earlier: 15 Mar 44 BCE to .*, in one column, not to scale\.", browser.text(".overview")
        )
        assert browser.js("return document.querySelectorAll('.brush .torn').length") >= 1

    @pytest.mark.parametrize(("wide", "dark"), [(1280, False), (400, True)])
    def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
        self, wide: int, dark: bool, browser: Browser, big: tuple[Path, Dataset], tmp_path: Path
    ) -> None:
        browser.look(wide, 900, dark=dark)
        ready(browser, big[0])
        assert browser.violations(axe_source(tmp_path)) == []
        assert browser.js("return document.documentElement.scrollWidth") <= wide
        assert browser.noise() == []

    def test_the_worst_cells_run_nothing_in_any_view(self, browser: Browser, made: Make) -> None:
        page = made(worst())
        for view in ("overview", "timeline", "statements", "network", "table", "about"):
            ready(browser, page, f"#{view}")
            assert browser.text("#view h2.unseen")
            assert browser.js("return document.querySelectorAll('#view img, #view b.x, #view script').length") == 0
            assert browser.noise() == []

    def test_a_damaged_page_says_so(self, browser: Browser, made: Make) -> None:
        page = made(opened())
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace('id="packed-rest">eJ', 'id="packed-rest">AA'), encoding="utf-8")
        browser.open(page)
        browser.until(lambda: "cannot be unpacked" in browser.text("#found"))
        assert "export it again" in browser.text("#found")
        browser.noise()
