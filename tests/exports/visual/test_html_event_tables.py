"""The page of an event table: numbers, reports, places, sides and accepted findings of an event, in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.exports.visual import html_
from event_timeline.rules.explanations import Cell, Edit, Replaced
from tests import builder
from tests.exports import full_profile
from tests.exports.browser import Browser
from tests.exports.page_walkthrough import walk
from tests.exports.reading import load

pytestmark = [pytest.mark.programs, pytest.mark.xdist_group("browser")]

MARKUP = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "marshes.html"
    html_.write(load(builder.MARSHES), file)
    return file


def sections(browser: Browser) -> dict[str, list[str]]:
    """Title of each part of the panel -> the lines of its list."""
    found: dict[str, list[str]] = browser.js(
        "return Object.fromEntries([...document.querySelectorAll('#detail section')].map(s =>"
        " [s.querySelector('h3').textContent, [...s.querySelectorAll('li')].map(li => li.textContent)]))"
    )
    return found


def test_the_numbers_and_reports_of_an_event_are_in_its_panel(browser: Browser, page: Path) -> None:
    browser.open(page, "#event/oss-shelling")
    shown = sections(browser)
    assert shown["Numbers"] == [
        "Fatalities: 5 (3 to 9) persons, People of Oss, source: Vell Herald",
        "Fatalities: 11 persons, People of Oss, according to Marsh Front, source: Vell Herald",
        "Injured: at least 12 persons, People of Oss, source: Observers of Border Watch",
        "Intensity: -10 goldstein",
    ]
    assert shown["Reported by"] == [
        "Observers of Border Watch",
        "Vell Herald, report, Headline: Mortars hit market",
        "Vell Herald, report, Headline: Toll rises in Oss",
    ]
    addresses = browser.js(
        "return [...document.querySelectorAll('#detail section a')].map(a => a.getAttribute('href'))"
    )
    assert "https://herald.example.org/2031/oss-2" in addresses


def test_the_places_sides_and_precision_of_an_event_are_in_its_panel(browser: Browser, page: Path) -> None:
    browser.open(page, "#event/reed-island-clash")
    panel = browser.text("#detail")
    assert sections(browser)["Further places"] == ["Affected: Oss, South Marsh, North Vell, Vell"]
    assert "Army of Vell (side a)" in panel
    assert "Marsh Front (South) (side b)" in panel
    facts = dict(zip(browser.texts("#detail dt"), browser.texts("#detail dd"), strict=True))
    assert (facts["Precision of the date"], facts["Precision of the place"]) == ("Week", "Near")


def test_an_accepted_finding_and_a_duplicate_are_in_the_panel(browser: Browser, page: Path) -> None:
    browser.open(page, "#event/tarn-explosion")
    assert sections(browser)["Accepted findings"] == ["EVT006: No report names who set the bomb or whom it hit."]
    browser.open(page, "#event/oss-shelling-radio")
    assert browser.texts("#detail dd a[href='#event/oss-shelling']") == ["Shelling of Oss"]


def test_cells_of_the_optional_tables_make_no_markup(browser: Browser, tmp_path: Path) -> None:
    edits: list[Edit] = [
        Replaced("data/event_sources.csv", "Headline: Mortars hit market", MARKUP),
        Replaced("data/measures.csv", "-10,,goldstein", f"-10,,{MARKUP}"),
        Cell("exceptions", "EVT006 events tarn-explosion", "reason", MARKUP),
        Replaced("data/event_sources.csv", "https://herald.example.org/2031/oss,", "javascript:alert(1),"),
    ]
    html_.write(load(builder.edited(tmp_path, edits, "marshes")), tmp_path / "x.html")
    for event, part in (
        ("oss-shelling", "Reported by"),
        ("oss-shelling", "Numbers"),
        ("tarn-explosion", "Accepted findings"),
    ):
        browser.open(tmp_path / "x.html", f"#event/{event}")
        assert any(MARKUP in line for line in sections(browser)[part]), part
        assert browser.js("return document.querySelectorAll('#detail img, #detail a[href^=javascript]').length") == 0


def test_the_table_view_has_the_optional_tables_that_the_package_has(
    browser: Browser, page: Path, tmp_path: Path
) -> None:
    browser.open(page, "#table")
    names = browser.js("return [...document.querySelectorAll('#which-table option')].map(o => o.value)")
    assert {"event_sources", "event_places", "measures", "exceptions"} <= set(names)
    html_.write(load(builder.HARBOUR), tmp_path / "x.html")
    browser.open(tmp_path / "x.html", "#table")
    names = browser.js("return [...document.querySelectorAll('#which-table option')].map(o => o.value)")
    assert set(names) == set(load(builder.HARBOUR).schemas)


def test_the_table_view_shows_every_cell_of_the_optional_tables_and_columns(browser: Browser, tmp_path: Path) -> None:
    data = load(full_profile.package(tmp_path))
    html_.write(data, tmp_path / "x.html")
    browser.open(tmp_path / "x.html", "#table")
    shown: dict[str, dict[str, list[str]]] = {}
    for table, column in full_profile.every_new_column():
        if table not in shown:
            browser.js(
                "const s = document.getElementById('which-table'); s.value = arguments[0]; s.dispatchEvent(new Event('change'))",
                table,
            )
            heads = browser.js("return [...document.querySelectorAll('#view [data-sort]')].map(b => b.dataset.sort)")
            rows = browser.js(
                "return [...document.querySelectorAll('#view tbody tr')].map(r => [...r.cells].map(c => c.innerText))"
            )
            shown[table] = {head: [row[i] for row in rows] for i, head in enumerate(heads)}
        assert any(shown[table].get(column, ())), (table, column)
    assert shown["measures"]["according_to"] == ["mira-holm"]
    assert shown["events"]["weight"] == ["7"] * len(shown["events"]["weight"])
    assert "They will walk out. (planned)" in shown["codebook"]["counter_example"]


def test_no_view_is_blank_or_fails(browser: Browser, page: Path, tmp_path: Path) -> None:
    assert walk(browser, page, thorough=True) == []
    html_.write(load(full_profile.package(tmp_path)), tmp_path / "x.html")
    assert walk(browser, tmp_path / "x.html", thorough=True) == []
