"""Words of any script are chosen in a real Chromium, by mouse and by keyboard, and keep their offsets in code points."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.exports.browser import Browser
from tests.workbench.coder import CHOSEN, Coder, KeyboardCoder, shown
from tests.workbench.served import Served, served

pytestmark = [pytest.mark.programs, pytest.mark.slow]
FAMILY, FLAG, WAVE = "\U0001f469\u200d\U0001f467\u200d\U0001f466", "\U0001f1e9\U0001f1f0", "\U0001f44b\U0001f3fd"
LINES = (
    f"{FAMILY} Dockers {FLAG} met {WAVE}, the port said.",
    "e\u0301te\u0301 in O\u0323\u0300s\u0323un, \u0928\u092e\u0938\u094d\u0924\u0947 too.",
    f"قَالَتِ الشُّرْطَة إن الميناء مغلق {FAMILY} اليوم.",
    "הַנָּמֵל נִסְגַּר ביום שני, אמרה Port Authority בחיפה.",
    "Police held two men on Monday and, later, a third.",
)
TEXT = "\n\n".join(LINES) + "\n"


def place(words: str) -> tuple[int, int]:
    at = TEXT.index(words)
    return at, at + len(words)


@pytest.fixture(scope="module")
def workbench(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Browser, Path]]:
    folder = tmp_path_factory.mktemp("words") / "package"
    with served(folder) as bench:
        given = {"text": TEXT, "title": "Words", "contributor": "Ek, Ada", "published_edtf": "2024-05-14"}
        assert bench.send("/api/new", given).status == 200
        with shown(browser, bench, "#text p"):
            yield bench, browser, folder


@pytest.fixture
def page(workbench: tuple[Served, Browser, Path]) -> tuple[Browser, Path]:
    """The page with nothing chosen and no record open."""
    _, browser, folder = workbench
    browser.driver.execute_async_script(
        "const done = arguments[0]; Promise.all([import('/page/text.js'), import('/page/store.js')]).then(([t, s]) => { t.unchoose(); t.choose(0, 0); s.store.armed = s.store.link = null; s.select('actors', null); document.getElementById('text').focus(); done(); })"
    )
    return browser, folder


def evidence(folder: Path) -> list[dict[str, str]]:
    with (folder / "data" / "evidence.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def spans(folder: Path) -> set[str]:
    """The words of all evidence; each is what the offsets say."""
    rows = evidence(folder)
    assert [TEXT[int(r["char_start"]) : int(r["char_end"])] for r in rows if r["exact"]] == [
        r["exact"] for r in rows if r["exact"]
    ]
    return {TEXT[int(r["char_start"]) : int(r["char_end"])] for r in rows}


WORDS = (
    f"{FAMILY} Dockers", WAVE, "e\u0301te\u0301", "O\u0323\u0300s\u0323un", "\u0928\u092e\u0938\u094d\u0924\u0947", "الشُّرْطَة", f"مغلق {FAMILY} اليوم", "נִסְגַּר", "Port Authority",
)  # fmt: skip


def test_words_of_any_script_are_chosen_with_the_mouse_to_the_code_point(page: tuple[Browser, Path]) -> None:
    for words in WORDS:
        Coder(page[0]).select(*place(words))


def test_words_of_any_script_are_chosen_with_the_keyboard_to_the_code_point(page: tuple[Browser, Path]) -> None:
    coder = KeyboardCoder(page[0])
    for words, more, whole in (
        ("e\u0301te\u0301", 2, "e\u0301te\u0301 in O\u0323\u0300s\u0323un"), ("الشُّرْطَة", 2, "الشُّرْطَة إن الميناء"), ("מֵל", 0, "מֵל"), ("נִסְגַּר", 2, "נִסְגַּר ביום שני"),
        ("Port", 1, "Port Authority"),
    ):  # fmt: skip
        coder.go_to(words, more)
        start, end = coder.module(CHOSEN)
        assert TEXT[start:end] == whole, words


def test_a_character_of_several_code_points_is_never_cut(page: tuple[Browser, Path]) -> None:
    browser, _ = page
    start, _ = place("Dockers")
    KeyboardCoder(browser).select(start, start + len("Dockers"))
    chain = ActionChains(browser.driver)
    for _ in range(2):  # a blank, then the family of five code points
        chain = (
            chain.key_down(Keys.ALT).key_down(Keys.SHIFT).send_keys(Keys.ARROW_LEFT).key_up(Keys.SHIFT).key_up(Keys.ALT)
        )
    chain.perform()
    assert browser.driver.execute_async_script(CHOSEN) == [0, start + len("Dockers")]
    ActionChains(browser.driver).key_down(Keys.ALT).send_keys(Keys.ARROW_RIGHT * 2).key_up(Keys.ALT).perform()
    assert browser.driver.execute_async_script(CHOSEN) == [0, start + len(f"Dockers {FLAG}")]
    # the end of a selection by hand within a letter and its mark takes the whole letter
    browser.js(
        "const p = [...document.querySelectorAll('#text p')].find((x) => x.textContent.includes('O\\u0323')), i = p.textContent.indexOf('O\\u0323'); getSelection().setBaseAndExtent(p.firstChild, i + 1, p.firstChild, i + 4)"
    )
    browser.until(
        lambda: (
            browser.driver.execute_async_script(CHOSEN) == [place("O\u0323\u0300")[0], place("O\u0323\u0300s\u0323")[1]]
        )
    )


def test_words_across_records_are_one_span_and_lines_one_each(page: tuple[Browser, Path]) -> None:
    browser, folder = page
    coder = Coder(browser)
    coder.select(*place("two men"))
    coder.act("A")
    coder.settle()
    for words in (
        "held two men on Monday",
        "in O\u0323\u0300s\u0323un, \u0928\u092e\u0938\u094d\u0924\u0947 too.\n\nقَالَتِ الشُّرْطَة",
        "נִסְגַּר ביום שני, אמרה Port Authority בחיפה.\n\nPolice",
    ):
        coder.select(*place(words))
        coder.act("A")
        coder.settle()
        assert set(words.split("\n\n")) <= spans(folder)


def test_blanks_and_a_comma_after_the_words_are_left_out_as_the_page_shows(page: tuple[Browser, Path]) -> None:
    browser, _ = page
    start, end = place("and, later, ")
    browser.js(
        "const p = [...document.querySelectorAll('#text p')].at(-2), i = p.textContent.indexOf('and, later, '); getSelection().setBaseAndExtent(p.firstChild, i, p.firstChild, i + 12); document.dispatchEvent(new Event('selectionchange')); document.dispatchEvent(new PointerEvent('pointerup'))"
    )
    browser.until(lambda: browser.js("return String(getSelection())") == "and, later")
    assert browser.driver.execute_async_script(CHOSEN) == [start, end - 2]
    ActionChains(browser.driver).key_down(Keys.ALT).send_keys(Keys.ARROW_RIGHT).key_up(
        Keys.ALT
    ).perform()  # but may be wanted
    assert browser.driver.execute_async_script(CHOSEN) == [start, end - 1]


def test_words_that_do_not_follow_each_other_are_one_gesture(page: tuple[Browser, Path]) -> None:
    browser, folder = page
    mouse, keys = Coder(browser), KeyboardCoder(browser)
    mouse.select(*place("Monday"))
    mouse.select(*place("a third"), also=True)
    assert browser.texts('#palette [data-act="A"]') == ["Enter new actor “Monday a third”"]
    mouse.act("A")
    mouse.settle()
    keys.go_to("الميناء")
    keys.keys("+")
    keys.go_to("اليوم")
    keys.act("E")
    browser.until(lambda: bool(browser.texts("#form .chip")))
    assert browser.texts("#form .chip q") == ["الميناء", "اليوم"]
    browser.click("#form .buttons button[type=button]")  # not added: nothing is written
    assert {"Monday", "a third"} <= spans(folder)
    one = {r["actor_id"] for r in evidence(folder) if r["exact"] in ("Monday", "a third")}
    assert len(one) == 1
    assert "اليوم" not in spans(folder)
