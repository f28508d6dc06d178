"""Records are joined in a real Chromium: in two keystrokes, with the mouse, and by dragging one onto the other."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests import builder
from tests.exports.browser import Browser
from tests.workbench.coder import PLACE, Coder, shown
from tests.workbench.served import Served, served

pytestmark = [pytest.mark.programs, pytest.mark.slow]
TEXT = builder.ARTICLE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def workbench(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Browser, Path]]:
    folder = builder.copy_of_harbour(tmp_path_factory.mktemp("joined"))
    with served(folder) as bench, shown(browser, bench):
        yield bench, browser, folder


@pytest.fixture
def page(workbench: tuple[Served, Browser, Path]) -> tuple[Coder, Path]:
    _, browser, folder = workbench
    ActionChains(browser.driver).send_keys(Keys.ESCAPE).perform()
    browser.driver.execute_async_script(
        "const done = arguments[0]; import('/page/text.js').then((t) => { t.unchoose(); done(); })"
    )
    return Coder(browser), folder


def cells(folder: Path, table: str) -> set[str]:
    """The rows of a table, each as its cells with blanks between them."""
    with (folder / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {" ".join(filter(None, row)) for row in csv.reader(file)}


def in_text(coder: Coder, keys: str) -> None:
    """Keys, each by itself, in the text."""
    coder.driver.execute_script("document.getElementById('text').focus()")
    for key in keys:
        coder.keys(key)
    coder.settle()


def digit(coder: Coder, words: str) -> str:
    """The key of a choice that the bar offers."""
    (found,) = [t for t in coder.browser.texts("#palette .act") if t.endswith(f" {words}")]
    return found.split(" ")[0]


def test_a_relation_is_two_keys_where_the_words_name_the_other_event(page: tuple[Coder, Path]) -> None:
    coder, folder = page
    coder.open_row("events", "container-fall")
    at = TEXT.index("a new cable")
    coder.select(at, at + len("a new cable"))
    before = coder.actions
    in_text(coder, "r2")  # part of, before, …
    assert coder.actions - before == 2
    assert "container-fall before new-cable" in cells(folder, "event_relations")


def test_without_words_a_digit_chooses_the_other_record(page: tuple[Coder, Path]) -> None:
    coder, folder = page
    coder.open_row("statements", "nobody-hurt")
    in_text(coder, "t")
    assert "Which?" in coder.browser.text("#palette .armed")
    in_text(coder, digit(coder, "The cable is cut"))
    in_text(coder, digit(coder, "Denies, CT-"))
    assert "nobody-hurt cable-cut denies CT-" in cells(folder, "statement_events")


def test_a_participant_is_two_keys_also_one_who_is_new(page: tuple[Coder, Path]) -> None:
    coder, folder = page
    coder.open_row("events", "container-fall")
    at = TEXT.index("the freighter")
    coder.select(at, at + len("the freighter"))
    before = coder.actions
    in_text(coder, "p1")
    assert coder.actions - before == 2
    assert "container-fall freighter agent" in cells(folder, "event_actors")
    assert "freighter" in {r.split(" ")[0] for r in cells(folder, "actors")}
    coder.press("#undo")  # one gesture, one step
    coder.settle()
    assert "container-fall freighter agent" not in cells(folder, "event_actors")
    assert "freighter" not in {r.split(" ")[0] for r in cells(folder, "actors")}


def test_a_row_or_its_words_are_clicked_as_the_other_record(page: tuple[Coder, Path]) -> None:
    coder, folder = page
    coder.open_row("actors", "mira-holm")
    in_text(coder, "p")
    coder.open_row("events", "worn-cable-warning")
    in_text(coder, digit(coder, "Agent"))
    assert "worn-cable-warning mira-holm agent" in cells(folder, "event_actors")
    assert coder.browser.texts("#form .cardhead h3") == ["Mira Holm"]


def drag(coder: Coder, selector: str, x: float, y: float) -> None:
    """Drag an element to a place of the window."""
    node = coder.find(selector)
    coder.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", node)
    coder.actions += 1
    chain = ActionChains(coder.driver, duration=60)
    chain.click_and_hold(node)
    pointer = chain.w3c_actions.pointer_action
    pointer.move_to_location(round(x) - 8, round(y))
    pointer.move_to_location(round(x), round(y))
    chain.release().perform()


def middle(coder: Coder, selector: str) -> tuple[float, float]:
    box = coder.driver.execute_script(
        "const b = document.querySelector(arguments[0]).getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]",
        selector,
    )
    return box[0], box[1]


def test_a_row_is_dragged_onto_a_row_onto_the_form_and_onto_words(page: tuple[Coder, Path]) -> None:
    coder, folder = page
    coder.open_table("events")
    drag(coder, '#rows [data-key="container-fall"]', *middle(coder, '#rows [data-key="monday-talks"]'))
    in_text(coder, digit(coder, "Before"))
    assert "container-fall before monday-talks" in cells(folder, "event_relations")
    coder.open_row("events", "monday-talks")
    coder.open_table("actors")
    drag(coder, '#rows [data-key="mira-holm"]', *middle(coder, "#form .cardhead"))
    in_text(coder, digit(coder, "Participant"))
    assert "monday-talks mira-holm participant" in cells(folder, "event_actors")
    at = TEXT.index("the cable was cut") + len("the c")
    x1, y1, *_ = coder.module(PLACE, at, at + 5)
    drag(coder, '#rows [data-key="freight-traders"]', x1 + 5, y1)
    in_text(coder, digit(coder, "Agent"))
    assert "cable-cut freight-traders agent" in cells(folder, "event_actors")


def test_words_are_dragged_onto_a_record(page: tuple[Coder, Path]) -> None:
    coder, folder = page
    coder.open_table("actors")
    at = TEXT.index("Pier 4")
    coder.select(at, at + 6)
    known = len(cells(folder, "evidence"))
    x1, y1, x2, _ = coder.module(PLACE, at, at + 6)
    x, y = middle(coder, '#rows [data-key="denmark"]')
    chain = ActionChains(coder.driver, duration=60)
    pointer = chain.w3c_actions.pointer_action
    for action, place in ((pointer.pointer_down, (x1 + x2) / 2), (pointer.pointer_up, x)):
        pointer.move_to_location(round(place), round(y1 if action == pointer.pointer_down else y))
        if action == pointer.pointer_up:
            pointer.move_to_location(round(place) + 2, round(y))
        action()
    chain.perform()
    coder.settle()
    coder.browser.until(lambda: len(cells(folder, "evidence")) == known + 1)
    assert [r for r in cells(folder, "evidence") if "denmark" in r and "Pier 4" in r]


def test_an_actor_takes_part_in_the_event_of_the_words_which_become_no_mention(page: tuple[Coder, Path]) -> None:
    """What is there already is said, and the roles can still be chosen."""
    coder, folder = page
    coder.open_row("actors", "mira-holm")
    known, at = cells(folder, "evidence"), TEXT.index("a new cable")
    coder.select(at, at + len("a new cable"))
    in_text(coder, "p")
    in_text(coder, digit(coder, "Recipient"))
    assert "new-cable mira-holm recipient" in cells(folder, "event_actors")
    coder.select(at, at + len("a new cable"))
    in_text(coder, "p")
    in_text(coder, digit(coder, "Recipient"))
    assert coder.browser.text("#told") == "That is coded already: Recipient."
    in_text(coder, digit(coder, "Participant"))
    assert "new-cable mira-holm participant" in cells(folder, "event_actors")
    assert cells(folder, "evidence") == known

    coder.open_row("events", "new-cable")
    coder.select(at, at + len("a new cable"))
    in_text(coder, "p")
    assert "Which?" in coder.browser.text("#palette .armed")  # and not an actor “New cable”
    in_text(coder, digit(coder, "Denmark"))
    in_text(coder, digit(coder, "Agent"))
    assert "new-cable denmark agent" in cells(folder, "event_actors")
    assert cells(folder, "evidence") == known
