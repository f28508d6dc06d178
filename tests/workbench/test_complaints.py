"""What users of other annotation tools complain of (docs/measurements.md has the list), tried in a real Chromium."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests import builder
from tests.exports.browser import Browser
from tests.workbench.coder import Coder, KeyboardCoder, shown
from tests.workbench.served import served

TEXT = builder.ARTICLE.read_text(encoding="utf-8")
TESTS = Path(__file__).parent
BOXES = "return [...document.querySelectorAll('#text p')].map((p) => [p.offsetTop, p.offsetLeft, p.offsetWidth, p.offsetHeight].join()).concat(document.getElementById('text').getBoundingClientRect().top)"


@pytest.fixture(scope="module")
def workbench(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Browser, Path]]:
    folder = builder.copy_of_harbour(tmp_path_factory.mktemp("complaints"))
    with served(folder) as bench, shown(browser, bench):
        yield browser, folder


@pytest.fixture
def coder(workbench: tuple[Browser, Path]) -> Coder:
    workbench[0].driver.execute_async_script(
        "const done = arguments[0]; Promise.all([import('/page/text.js'), import('/page/store.js')]).then(([t, s]) => { t.unchoose(); s.store.armed = s.store.link = null; s.select('events', null); done(); })"
    )
    return Coder(workbench[0])


@pytest.fixture
def folder(workbench: tuple[Browser, Path]) -> Path:
    return workbench[1]


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def focus(coder: Coder) -> None:
    coder.driver.execute_script("document.getElementById('text').focus()")


def select(coder: Coder, words: str) -> None:
    at = TEXT.index(words)
    coder.select(at, at + len(words))


@pytest.mark.programs
@pytest.mark.slow
class TestInChromium:
    def test_a_boundary_is_moved_by_one_key_and_the_row_keeps_its_name(self, coder: Coder, folder: Path) -> None:
        keys = KeyboardCoder(coder.browser)
        keys.open_row("actors", "freight-traders")
        (before,) = [r for r in rows(folder, "evidence") if r["actor_id"] == "freight-traders"]
        keys.go_to("Some traders claim")
        keys.keys("b")
        keys.settle()
        (after,) = [r for r in rows(folder, "evidence") if r["actor_id"] == "freight-traders"]
        assert after["evidence_id"] == before["evidence_id"]
        assert TEXT[int(after["char_start"]) : int(after["char_end"])] == "Some traders claim"
        keys.press("#undo")
        keys.settle()

    def test_one_tab_leads_to_the_first_field_and_escape_back(self, coder: Coder) -> None:
        coder.open_row("events", "strike")
        focus(coder)
        coder.keys(Keys.TAB)
        assert coder.browser.focused("name") == "label"
        coder.keys(Keys.ESCAPE)
        assert coder.browser.focused("id") == "text"

    def test_letters_typed_into_a_search_are_no_keys(self, coder: Coder) -> None:
        select(coder, "Some traders")
        coder.find("#filter").send_keys("es?1")
        assert not coder.browser.texts("#save-draft")
        assert coder.driver.execute_script("return document.getElementById('dialog').open") is False
        coder.find("#filter").clear()
        coder.find("#filter").send_keys(" ", Keys.BACKSPACE)

    def test_no_line_of_the_text_moves_when_words_are_marked(self, coder: Coder) -> None:
        before = coder.driver.execute_script(BOXES)
        select(coder, "the freighter")
        coder.act("A")
        coder.settle()
        assert coder.driver.execute_script(BOXES) == before
        coder.press("#undo")
        coder.settle()

    def test_all_mentions_are_reviewed_and_are_one_step_to_undo(self, coder: Coder, folder: Path) -> None:
        select(coder, "Osterhavn")
        coder.act("A")  # a new actor: the town is not the union of dockers of Osterhavn
        coder.fill({"kind": "organisation"})  # one word in capitals does not say it
        coder.save()
        coder.settle()
        known = len(rows(folder, "evidence"))
        focus(coder)
        coder.keys("m")
        coder.browser.until(lambda: bool(coder.browser.texts("#add-mentions")))
        assert "Osterhavn" in coder.browser.texts("#dialog-body mark")
        coder.press("#add-mentions")
        coder.settle()
        assert len(rows(folder, "evidence")) > known
        for left in (known, known - 1):
            coder.press("#undo")
            coder.settle()
            assert len(rows(folder, "evidence")) == left

    def test_delete_asks_nothing_and_undo_brings_it_back(self, coder: Coder, folder: Path) -> None:
        coder.open_row("statements", "traders-claim")
        focus(coder)
        coder.keys(Keys.DELETE)
        coder.settle()
        assert "traders-claim" not in {r["statement_id"] for r in rows(folder, "statements")}
        assert coder.find("#told").is_displayed()
        assert "Ctrl+Z brings it back" in coder.browser.text("#told")
        ActionChains(coder.driver).key_down(Keys.CONTROL).send_keys("z").key_up(Keys.CONTROL).perform()
        coder.settle()
        assert "traders-claim" in {r["statement_id"] for r in rows(folder, "statements")}
        assert coder.browser.text("#told").startswith("Undone: remove ")

    def test_a_row_of_the_list_is_reached_with_one_tab_walked_to_and_removed(self, coder: Coder, folder: Path) -> None:
        coder.open_table("actors")
        coder.find("#new-row").send_keys(Keys.TAB)
        names = coder.browser.js("return [...document.querySelectorAll('#rows .row')].map((r) => r.dataset.key)")
        assert coder.browser.focused("data-key") in names
        coder.keys(Keys.HOME, Keys.ARROW_DOWN)
        assert coder.browser.focused("data-key") == names[1]
        coder.keys(Keys.DELETE)
        coder.settle()
        assert names[1] not in {r["actor_id"] for r in rows(folder, "actors")}
        coder.browser.until(lambda: coder.browser.focused("data-key") == names[2])
        coder.keys(Keys.TAB)
        assert not coder.browser.focused("class").startswith("row")
        coder.press("#undo")
        coder.settle()

    def test_a_row_shows_its_words_and_the_words_their_row(self, coder: Coder) -> None:
        inside = "const a = document.querySelector(arguments[0]).getBoundingClientRect(), b = document.querySelector(arguments[1]).getBoundingClientRect(); return b.top >= a.top - 1 && b.bottom <= a.bottom + 1"
        coder.browser.look(1400, 520)
        coder.open_table("statements")
        last, first = ("#rows li:last-child .row", "#rows li:first-child .row")
        coder.press(first)
        coder.driver.execute_script("document.getElementById('rows').scrollTop = 0")
        (said,) = [
            r for r in rows(Path(builder.HARBOUR), "evidence") if r["evidence_id"] == "holm-worn-cable-quote-314"
        ]
        coder.press('#rows [data-key="holm-worn-cable"]')
        paragraph = f"#text p:nth-child({TEXT[: int(said['char_start'])].count(chr(10)) + 1})"
        assert coder.browser.js(inside, "#text", paragraph)
        coder.driver.execute_script("document.getElementById('rows').scrollTop = 0")
        key = coder.find(last).get_attribute("data-key")
        coder.driver.execute_async_script(
            "const [key, done] = arguments; import('/page/store.js').then((s) => { s.select('statements', key); done(); })",
            key,
        )
        assert coder.browser.js(inside, "#rows", last)
        coder.browser.look(1400, 900)

    def test_all_keys_of_the_bar_are_in_sight_and_the_text_stays(self, coder: Coder) -> None:
        coder.open_row("events", "container-fall")
        before = coder.driver.execute_script(BOXES)
        for wide, words in ((1400, "Mira Holm"), (1000, "Some traders")):
            coder.browser.look(wide, 900)
            select(coder, words)
            assert "place" in " ".join(coder.browser.texts("#palette .act"))
            assert coder.browser.js(
                "const bar = document.getElementById('palette'), { bottom } = bar.getBoundingClientRect(); return bar.scrollHeight <= bar.clientHeight && [...bar.children].every((x) => x.getBoundingClientRect().bottom <= bottom)"
            )
        coder.browser.look(1400, 900)
        assert coder.driver.execute_script(BOXES) == before

    def test_what_is_cancelled_leaves_nothing(self, coder: Coder, folder: Path) -> None:
        before = builder.contents(folder)
        select(coder, "the freighter")
        coder.act("E")
        coder.browser.until(lambda: bool(coder.browser.texts("#save-draft")))
        coder.keys(Keys.ESCAPE)
        coder.browser.until(lambda: not coder.browser.texts("#save-draft"))
        assert builder.contents(folder) == before


def test_each_complaint_names_tests_that_exist() -> None:
    docs = (TESTS.parents[1] / "docs" / "measurements.md").read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+)\.py::(test_\w+)`", docs)
    assert len({line for line in docs.splitlines() if "`test_" in line}) >= 25
    assert [f"{f}::{t}" for f, t in named if f"def {t}(" not in (TESTS / f"{f}.py").read_text(encoding="utf-8")] == []
