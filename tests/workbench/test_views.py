"""A real Chromium: the table and the network below the text."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests import builder
from tests.exports.browser import Browser, axe_source
from tests.workbench.coder import Coder, noise, shown
from tests.workbench.served import Served, served

pytestmark = [pytest.mark.programs, pytest.mark.slow]
COLUMN = "return [...document.querySelectorAll(`#grid td[data-column=${arguments[0]}]`)].map((td) => td.textContent)"
NODES = "return [...document.querySelectorAll('#network .node')].map((n) => n.dataset.node)"
INSIDE = """
const svg = document.querySelector("#network svg").getBoundingClientRect();
return [...document.querySelectorAll("#network .node")].every((n) => {
  const b = n.getBoundingClientRect();
  return b.left >= svg.left - 1 && b.right <= svg.right + 1 && b.top >= svg.top - 1 && b.bottom <= svg.bottom + 1;
});
"""
LOOSE = """
const at = new Map([...document.querySelectorAll("#network .node")].map((n) => [n.dataset.node, n.transform.baseVal[0].matrix]));
const ties = [...document.querySelectorAll("#network .tie[data-ends]")], joined = new Set(ties.flatMap((t) => t.dataset.ends.split(" ")));
const far = ties.filter((t) => t.dataset.ends.split(" ").some((node, i) => {
  const line = t.querySelector(".edge"), { e, f } = at.get(node);
  return Math.hypot(line[`x${i + 1}`].baseVal.value - e, line[`y${i + 1}`].baseVal.value - f) > 25;
}));
return [...[...at.keys()].filter((node) => !joined.has(node)), ...far.map((t) => t.dataset.ends)];
"""
"""Marks without a line, and lines that end far from their marks."""
OVERLAPPING = """
const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
const boxes = [...document.querySelectorAll("#network .node")].map((n) => [n.dataset.node, n.querySelector("rect, circle, path").getBoundingClientRect(), n.querySelector("text").getBoundingClientRect()]);
return boxes.flatMap(([a, ...ofA]) => boxes.filter(([b, ...ofB]) => a < b && ofA.some((x) => ofB.some((y) => meet(x, y)))).map(([b]) => [a, b]));
"""
"""Pairs of marks that lie on each other, or on each other's names."""
PLACES = "return Object.fromEntries([...document.querySelectorAll('#network .node')].map((n) => [n.dataset.node, n.getAttribute('transform')]))"
FOCUSED = "const a = document.activeElement; return [a.closest('tr')?.dataset.key ?? a.dataset.node, a.dataset.column]"


@pytest.fixture(scope="module")
def workbench(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Browser, Path]]:
    folder = builder.copy_of_harbour(tmp_path_factory.mktemp("views"))
    with served(folder) as bench, shown(browser, bench):
        yield bench, browser, folder


@pytest.fixture
def coder(workbench: tuple[Served, Browser, Path]) -> Coder:
    return Coder(workbench[1])


@pytest.fixture
def folder(workbench: tuple[Served, Browser, Path]) -> Path:
    return workbench[2]


def row(folder: Path, table: str, key: str) -> dict[str, str]:
    with (folder / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return next(r for r in csv.DictReader(file) if next(iter(r.values())) == key)


def cell(coder: Coder, key: str, column: str) -> str:
    """The selector of a cell, after its table is shown."""
    if not coder.find("#grid").is_displayed():
        coder.press('[data-list="table"]')
    return f'#grid tr[data-key="{key}"] [data-column="{column}"]'


def edit(coder: Coder, key: str, column: str, value: str, *end: str) -> None:
    """Double-click a cell, type a value and leave it by a key."""
    at = cell(coder, key, column)
    coder.driver.execute_script("arguments[0].scrollIntoView({block: 'center', inline: 'center'})", coder.find(at))
    ActionChains(coder.driver).double_click(coder.find(at)).perform()
    assert coder.browser.focused("id") == f"g-{column}"
    coder.keys(value, *end)
    coder.settle()


def test_a_table_is_sorted_by_a_heading_and_filtered_by_words_of_any_column(coder: Coder) -> None:
    coder.open_table("events")
    cell(coder, "strike", "label")
    browser = coder.browser
    as_filed = browser.js(COLUMN, "label")
    coder.press('#grid [data-sort="label"]')
    assert browser.js(COLUMN, "label") == sorted(as_filed, key=str.casefold)
    assert browser.js("return document.querySelector('#grid [aria-sort]').getAttribute('aria-sort')") == "ascending"
    coder.press('#grid [data-sort="label"]')
    assert browser.js(COLUMN, "label") == sorted(as_filed, key=str.casefold, reverse=True)
    coder.press('#grid [data-sort="date_edtf"]')
    dates = browser.js(COLUMN, "date_edtf")
    assert dates == [*sorted(d for d in dates if d), *(d for d in dates if not d)], "rows without a value come last"
    coder.press('#grid [data-sort="date_edtf"]')
    coder.press('#grid [data-sort="date_edtf"]')
    assert browser.js(COLUMN, "label") == as_filed
    coder.find("#grid-filter").send_keys("accident")
    browser.until(lambda: browser.js(COLUMN, "event_id") == ["container-fall", "cable-cut"])
    coder.find("#grid-filter").send_keys(Keys.CONTROL + "a", Keys.NULL, Keys.DELETE)
    browser.until(lambda: browser.js(COLUMN, "label") == as_filed)


def test_a_cell_is_edited_in_place_and_undone(coder: Coder, folder: Path) -> None:
    coder.open_table("events")
    edit(coder, "strike", "label", "Dockers stop work", Keys.ENTER)
    assert row(folder, "events", "strike")["label"] == "Dockers stop work"
    assert coder.browser.text('#rows [data-key="strike"] .name') == "Dockers stop work"
    assert coder.driver.execute_script(FOCUSED) == ["container-fall", "label"], "Enter goes on to the next row"
    coder.press("#undo")
    coder.settle()
    assert row(folder, "events", "strike")["label"] == "Strike of the dockers"
    assert coder.browser.text(cell(coder, "strike", "label")) == "Strike of the dockers"


def test_cells_are_reached_and_edited_with_the_keyboard_alone(coder: Coder, folder: Path) -> None:
    coder.open_table("actors")
    cell(coder, "mira-holm", "name")
    coder.driver.execute_script("document.querySelector('#grid-filter').focus()")
    coder.keys(Keys.ARROW_DOWN)
    first = coder.driver.execute_script(FOCUSED)[0]
    coder.keys(Keys.ARROW_DOWN)
    coder.keys(Keys.END)
    coder.keys(Keys.HOME)
    coder.keys(Keys.ARROW_RIGHT)
    key, column = coder.driver.execute_script(FOCUSED)
    assert key != first
    assert column == "name"
    before = row(folder, "actors", key)["name"]
    coder.keys(Keys.F2)
    coder.keys(Keys.END, " the Elder", Keys.TAB)
    coder.settle()
    assert row(folder, "actors", key)["name"] == f"{before} the Elder"
    assert coder.driver.execute_script(FOCUSED) == [key, "kind"], "Tab goes on to the next column"
    coder.keys(Keys.ENTER)
    assert coder.find("#g-kind").tag_name == "select"
    coder.keys(Keys.ESCAPE)
    assert coder.driver.execute_script(FOCUSED) == [key, "kind"]
    coder.keys(" ")
    assert coder.browser.texts("#form .cardhead h3") == [f"{before} the Elder"]
    coder.press("#undo")
    coder.settle()
    assert row(folder, "actors", key)["name"] == before


def test_what_a_cell_refuses_stays_there_and_in_the_form(coder: Coder, folder: Path) -> None:
    coder.open_table("events")
    edit(coder, "container-fall", "date_edtf", "13 May", Keys.ENTER)
    assert "is not an EDTF date" in coder.browser.text("#grid-note")
    assert coder.browser.text("#saved") == "1 change not saved"
    assert coder.browser.text(cell(coder, "container-fall", "date_edtf")) == "13 May"
    assert row(folder, "events", "container-fall")["date_edtf"] == "2024-05-13"
    coder.keys(" ")
    assert coder.find("#f-date_edtf").get_attribute("value") == "13 May"
    coder.keys(Keys.F2)
    coder.keys(Keys.ESCAPE)
    coder.browser.until(lambda: coder.browser.text("#saved") == "All changes saved")
    assert coder.browser.text(cell(coder, "container-fall", "date_edtf")) == "2024-05-13"


def test_a_row_that_joins_two_records_keeps_its_place_when_its_key_changes(coder: Coder) -> None:
    coder.open_table("event_actors")
    cell(coder, "", "role")
    key = coder.driver.execute_script("return document.querySelector('#grid tbody tr').dataset.key")
    node = coder.find(cell(coder, key, "role"))
    ActionChains(coder.driver).double_click(node).perform()
    before = coder.find("#g-role").get_attribute("value")
    coder.choose(coder.find("#g-role"), "participant" if before != "participant" else "agent")
    coder.keys(Keys.TAB)
    coder.settle()
    now = "/".join([*key.split("/")[:2], "participant" if before != "participant" else "agent"])
    assert coder.driver.execute_script(FOCUSED)[0] == now
    coder.press("#undo")
    coder.settle()


def test_the_network_has_actors_events_and_their_rows(coder: Coder) -> None:
    browser = coder.browser
    coder.press('[data-list="network"]')
    nodes = browser.js(NODES)
    assert {"actors/dockers-union", "events/strike"} <= set(nodes)
    assert browser.js(INSIDE)
    coder.press('#network [data-node="events/strike"]')
    assert browser.texts("#form .cardhead h3") == ["Strike of the dockers"]
    coder.driver.execute_script("document.querySelector('#network details').open = true")
    coder.press('#network [data-tie="event_actors/strike/dockers-union/agent"]')
    assert "Dockers' union" in browser.text("#form .cardhead h3")
    assert browser.js("return document.querySelectorAll('#network .tie.now').length") == 1
    shown_ties = browser.js("return document.querySelectorAll('#network .tie').length")
    coder.press("#n-roles")
    assert 0 < browser.js("return document.querySelectorAll('#network .tie').length") < shown_ties
    coder.press("#n-roles")
    coder.open_row("events", "crane-inspections")
    coder.press("#n-around")
    assert sorted(browser.js(NODES)) == ["actors/denmark", "events/crane-inspections"]
    coder.press("#n-around")


def test_marks_and_names_of_the_network_do_not_lie_on_each_other(coder: Coder) -> None:
    browser = coder.browser
    coder.press('[data-list="network"]')
    for wide in (1400, 1000, 700, 400):
        browser.look(wide, 900)
        browser.until(lambda: bool(browser.js(NODES)))
        assert browser.js(OVERLAPPING) == [], wide
        assert browser.js(INSIDE), wide
    browser.look(1400, 900)


def test_the_network_of_the_same_rows_is_the_same_after_undo_and_after_a_reload(coder: Coder, workbench: tuple[Served, Browser, Path]) -> None:  # fmt: skip
    browser = coder.browser
    coder.press('[data-list="network"]')
    coder.open_row("events", "strike")
    before = browser.js(PLACES)
    coder.add("event_actors", {"event_id": "cable-cut", "actor_id": "freight-traders", "role": "participant"})
    with_more = browser.js(PLACES)
    assert with_more != before
    coder.press("#undo")
    coder.settle()
    coder.open_row("events", "cable-cut")
    assert browser.js(PLACES) == before
    coder.press("#redo")
    coder.settle()
    assert browser.js(PLACES) == with_more
    coder.press("#undo")
    coder.settle()
    browser.driver.refresh()
    browser.until(lambda: bool(browser.texts("#rows .row")), 30)
    coder.press('[data-list="network"]')
    assert browser.js(PLACES) == before


def test_the_network_follows_a_change_and_is_reached_with_the_keyboard(coder: Coder, workbench: tuple[Served, Browser, Path]) -> None:  # fmt: skip
    coder.press('[data-list="network"]')
    coder.open_row("events", "new-cable")
    coder.driver.execute_script("document.querySelector('#network .node[tabindex=\"0\"]').focus()")
    begun = coder.driver.execute_script(FOCUSED)[0]
    seen = {begun}
    for key in (Keys.ARROW_LEFT, Keys.ARROW_UP, Keys.ARROW_RIGHT, Keys.ARROW_DOWN):
        coder.keys(key)
        seen.add(coder.driver.execute_script(FOCUSED)[0])
    assert len(seen) > 1
    at = coder.driver.execute_script(FOCUSED)[0]
    coder.keys(Keys.ENTER)
    assert coder.driver.execute_script(FOCUSED)[0] == at, "the focus stays when the record is opened"
    table, _, key = at.partition("/")
    assert coder.browser.text("#form .cardhead + .about").endswith(f"· {key}"), table
    coder.open_row("events", "strike")
    coder.fill({"label": "Dockers on strike"})
    coder.driver.execute_script("document.activeElement.blur()")
    coder.settle()
    assert "Dockers on strike" in "".join(coder.browser.texts('#network [data-node="events/strike"] title'))
    coder.press("#undo")
    coder.settle()


@pytest.mark.parametrize(("wide", "dark"), [(1400, False), (1400, True), (400, False), (400, True)])
def test_table_and_network_are_accessible_and_nothing_is_cut_off(coder: Coder, tmp_path_factory: pytest.TempPathFactory, wide: int, dark: bool) -> None:  # fmt: skip
    browser = coder.browser
    axe = axe_source(tmp_path_factory.mktemp("axe"))
    browser.look(wide, 900, dark=dark)
    for view in ("table", "network"):
        browser.click(f'[data-list="{view}"]')
        assert browser.violations(axe) == []
        assert browser.js("return document.documentElement.scrollWidth <= innerWidth")
    assert browser.js(INSIDE)
    assert browser.js(LOOSE) == []
    browser.look(1400, 900)


def test_paper_has_the_whole_table_and_the_drawing(coder: Coder) -> None:
    browser = coder.browser
    for view, box in (("table", "#grid"), ("network", "#network")):
        browser.click(f'[data-list="{view}"]')
        browser.look(1400, 900, media="print")
        assert browser.js(
            "const b = document.querySelector(arguments[0]); return b.scrollHeight <= b.clientHeight + 1", box
        )
        colours = "return ['#main', '.findings', '.reading'].map((x) => getComputedStyle(document.querySelector(x)).backgroundColor)"
        assert set(browser.js(colours)) <= {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}, "no bar between the parts"
        browser.look(1400, 900)


def test_hostile_cells_are_text_in_both_views(coder: Coder, workbench: tuple[Served, Browser, Path]) -> None:
    bench, browser, _ = workbench
    hostile = '<img src=x onerror="document.title=1"><script>1</script>'
    bench.change({"do": "set", "row": "actors/denmark", "cells": {"name": hostile}})
    browser.driver.refresh()
    browser.until(lambda: bool(browser.texts("#rows .row")), 30)
    coder.open_table("actors")
    assert browser.text(cell(coder, "denmark", "name")).startswith("<img src=x")
    coder.press('[data-list="network"]')
    assert any("<img src=x" in t for t in browser.texts("#network title"))
    assert browser.js("return document.querySelectorAll('main img, main script').length") == 0
    assert noise(browser, bench) == []


def test_the_form_is_in_view_after_a_row_is_chosen_in_a_narrow_window(coder: Coder) -> None:
    browser = coder.browser
    browser.look(400, 800)
    coder.press('[data-list="findings"]')
    coder.open_row("events", "council-vote")
    top, header = browser.js(
        "return [document.querySelector('#form h3').getBoundingClientRect().top, document.querySelector('.bar').getBoundingClientRect().bottom]"
    )
    browser.look(1400, 900)
    assert header <= top < 300


@pytest.fixture
def long(browser: Browser, tmp_path: Path) -> Iterator[Coder]:
    """A package of 400 places, in the same browser: the page of the tests above is gone then."""
    folder = builder.copy_of_harbour(tmp_path)
    file = folder / "data" / "places.csv"
    more = "".join(f"pier-{n},Pier {n},site,osterhavn,DNK,,,,,\n" for n in range(10, 410))
    builder.write(file, builder.read(file) + more)
    builder.stamp(folder)
    with served(folder) as bench, shown(browser, bench):
        yield Coder(browser)


def test_a_row_beyond_the_first_ones_is_drawn_and_scrolled_to_when_it_is_opened(long: Coder) -> None:
    browser = long.browser
    long.open_table("places")
    assert len(browser.texts("#rows .row")) == 150
    open_place = "const done = arguments[1]; import('/page/store.js').then(({ select }) => { select('places', arguments[0]); done(); });"
    seen = "const b = document.querySelector('#rows [aria-current]').getBoundingClientRect(), v = document.querySelector('#rows').getBoundingClientRect(); return b.top >= v.top && b.bottom <= v.bottom"
    for key in ("pier-390", "pier-12", "pier-380"):
        long.module(open_place, key)
        assert browser.js("return document.querySelector('#rows [aria-current]').dataset.key") == key
        assert browser.js(seen)
        assert len(browser.texts("#rows .row")) <= 150
    long.press('#rows [data-key="earlier"]')
    assert len(browser.texts("#rows .row")) > 300
    long.press("#new-row")
    long.fill({"name": "Zulu quay", "kind": "site"})
    long.save()
    assert browser.js("return document.querySelector('#rows [aria-current]').dataset.key") == "zulu-quay"
    assert browser.js(seen)
