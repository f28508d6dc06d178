"""The page's layout in Chromium: names of the axis, filters where they act, what the network leaves out, the citation."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from event_timeline.exports.dataset import Dataset
from event_timeline.exports.visual import html_
from tests.conftest import Timeline
from tests.exports.browser import Browser
from tests.exports.datasets import PACKAGES, ROOT, opened, with_cells

pytestmark = [pytest.mark.programs, pytest.mark.xdist_group("browser")]


def opens(browser: Browser, data: Dataset, folder: Path, fragment: str = "") -> None:
    html_.write(data, folder / "x.html")
    browser.open(folder / "x.html", fragment)


def dated(years: range, per: int) -> Dataset:
    """The harbour with its events a number of months apart, from January of the first year."""
    data = opened()
    days = [date(years.start + i * per // 12, i * per % 12 + 1, 1) for i in range(data.frame("events").height)]
    edtf = pl.Series("date_edtf", [d.isoformat() for d in days])
    frame = data.frame("events").with_columns(edtf, earliest=pl.Series(days), latest=pl.Series(days))
    return dataclasses.replace(data, frames=data.frames | {"events": frame.lazy()})


COLLIDING = """
const lines = [...document.querySelectorAll(".scale .tick")].flatMap((tick) => [...tick.childNodes].filter((n) => n.textContent).map((n) => {
  const range = document.createRange();
  range.selectNodeContents(n);
  return [n.textContent, range.getBoundingClientRect(), tick];
}));
return lines.flatMap(([a, p, own], i) => [
  ...(p.left < 0 || p.right > document.documentElement.clientWidth ? [`${a} leaves the page`] : []),
  ...lines.slice(i + 1).filter(([, q, other]) => own !== other && p.left < q.right + 2 && q.left < p.right + 2 && p.top + 3 < q.bottom && q.top + 3 < p.bottom).map(([b]) => `${a} and ${b}`)]);
"""


CROSSED = """
const ticks = [...document.querySelectorAll(".scale .tick")];
return ticks.flatMap((tick) => {
  const own = tick.getBoundingClientRect(), x = tick.classList.contains("ends") ? own.right : own.left;
  return ticks.filter((other) => other !== tick).flatMap((other) => [...other.childNodes].filter((n) => n.textContent).flatMap((n) => {
    const range = document.createRange();
    range.selectNodeContents(n);
    const p = range.getBoundingClientRect();
    return p.left < x && x < p.right && p.top + 3 < own.bottom && own.top + 3 < p.bottom ? [`${tick.textContent} through ${n.textContent}`] : [];
  }));
});
"""


@pytest.mark.parametrize("wide", [320, 400, 640, 1280])
def test_no_name_on_the_axis_touches_another(wide: int, browser: Browser, tmp_path: Path) -> None:
    browser.look(wide, 900)
    packages = [opened(p) for p in PACKAGES.values()]
    packages += [dated(range(1900, 0), per) for per in (1, 5, 12, 60, 120, 600)]
    packages.append(dated(range(330, 0), 60))
    for data in packages:
        opens(browser, data, tmp_path)
        assert browser.texts(".scale .tick") != []
        assert browser.js(COLLIDING) == []
        assert browser.js(CROSSED) == []


@pytest.mark.parametrize("wide", [320, 640, 1280])
def test_a_deadline_at_the_right_end_of_the_axis_is_named(wide: int, browser: Browser, tmp_path: Path) -> None:
    browser.look(wide, 900)
    data = with_cells(
        opened(), "events", "event_id", "council-vote",
        date_edtf="[..2026-05-31]", earliest=None, latest=date(2026, 5, 31),
    )  # fmt: skip
    opens(browser, data, tmp_path)
    days = browser.js(
        "return [...document.querySelectorAll('.scale .tick')].map(t => [t.firstChild.textContent, t.textContent])"
    )
    assert [whole for first, whole in days if first == "31"] == ["31May 2026"]
    assert browser.js(COLLIDING) == []


def test_marks_on_the_axis_stand_where_the_scale_changes(browser: Browser, tmp_path: Path) -> None:
    opens(browser, opened(ROOT), tmp_path)
    left = "return [...document.querySelectorAll(arguments[0])].map(e => Math.round(parseFloat(e.style.left)))"
    war = browser.js("return parseFloat(document.querySelector('[data-id=war] .piece').style.left)")
    meeting = browser.js(
        "return parseFloat(document.querySelector('[data-id=foreign-ministers-meeting] .piece').style.left)"
    )
    first, second = browser.js(left, ".scale .break")
    assert war < first < second == round(meeting)


@pytest.mark.parametrize(
    ("fragment", "table", "shown", "lanes"),
    [
        ("#timeline", "", True, True),
        ("#statements", "", True, False),
        ("#network", "", True, False),
        ("#table", "events", True, False),
        ("#table", "statement_events", True, False),
        ("#table", "places", False, False),
        ("#table", "codebook", False, False),
        ("#text", "", False, False),
        ("#about", "", False, False),
    ],
)
def test_filters_are_shown_where_they_act(
    fragment: str, table: str, shown: bool, lanes: bool, browser: Browser, tmp_path: Path
) -> None:
    opens(browser, opened(), tmp_path, fragment)
    if table:
        browser.js(
            "const t = document.querySelector('#which-table'); t.value = arguments[0]; t.dispatchEvent(new Event('change'))",
            table,
        )
    visible = "return document.querySelector(arguments[0]).checkVisibility()"
    assert browser.js(visible, ".filters") == shown
    assert browser.js(visible, "#lanes") == lanes
    if shown and fragment != "#text":
        before = browser.text("#view")
        browser.click("[name=topic]")
        assert browser.text("#view") != before


def test_the_network_names_the_actors_that_it_leaves_out(browser: Browser, tmp_path: Path) -> None:
    for wide in (400, 1280):
        browser.look(wide, 900)
        data = opened(ROOT)
        opens(browser, data, tmp_path, "#network")
        drawn = set(browser.js("return [...document.querySelectorAll('.node title')].map(t => t.textContent)"))
        named = set(browser.texts(".hint a"))
        assert drawn | named == set(data.frame("actors")["name"])
        assert drawn & named == set()
        assert any(str(len(drawn)) in text and "Drawn" in text for text in browser.texts(".hint"))


def test_the_package_is_cited_under_about_as_the_command_cites_it(
    browser: Browser, timeline: Timeline, tmp_path: Path
) -> None:
    opens(browser, opened(), tmp_path, "#about")
    for style in ("apa", "bibtex"):
        assert browser.text(f"#cite-{style}") == timeline("cite", PACKAGES["harbour"], "--style", style).out.strip()
    browser.click(".citation button")
    browser.until(lambda: browser.texts(".citation [role=status]")[0] != "")
    assert browser.js("return getSelection().toString()") == browser.text("#cite-apa")


def test_a_package_that_cannot_be_cited_has_no_citation(browser: Browser, tmp_path: Path) -> None:
    data = opened()
    nameless = {k: v for k, v in data.descriptor.items() if k != "contributors"}
    opens(browser, dataclasses.replace(data, descriptor=nameless), tmp_path, "#about")
    assert browser.texts(".citation") == []
    assert "Cite it" not in browser.texts("#view h3")
