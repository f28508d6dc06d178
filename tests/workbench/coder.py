"""Somebody who codes an article on the page: with the mouse, or with the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.exports.browser import Browser
from tests.workbench.served import Served

PLACE = r"""
const done = arguments[arguments.length - 1], [start, end] = arguments;
import("/page/store.js").then(({ store, toUnit }) => {
  const at = (unit, last) => {
    let from = 0;
    for (const p of document.querySelectorAll("#text p")) {
      const length = p.textContent.length;
      if (unit <= from + length && (last || unit < from + length)) {
        const range = document.createRange(), walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
        let i = unit - from, node = walker.nextNode();
        while (last ? i > node.length : i >= node.length) { i -= node.length; node = walker.nextNode(); }
        range.setStart(node, last ? i - 1 : i); range.setEnd(node, last ? i : i + 1);
        p.scrollIntoView({ block: "center" });
        return range;
      }
      from += length + 1;
    }
  };
  const a = at(toUnit(store.text, start), false), b = at(toUnit(store.text, end), true);
  a.startContainer.parentElement.closest("p").scrollIntoView({ block: "center" });
  const first = a.getClientRects()[0], last = [...b.getClientRects()].at(-1);
  const reversed = (range) => /[\u0590-\u08ff]/.test(String(range)); // letters of Hebrew and Arabic, whatever is around them
  done([reversed(a) ? first.right - 0.5 : first.left + 0.5, first.top + first.height / 2, reversed(b) ? last.left : last.right, last.top + last.height / 2]);
});
"""
CHOSEN = """
const done = arguments[arguments.length - 1];
Promise.all([import("/page/store.js"), import("/page/text.js")]).then(([{ store, toPoint }, { chosen }]) => done([toPoint(store.text, chosen.start), toPoint(store.text, chosen.end)]));
"""
WORDS = """
const done = arguments[arguments.length - 1], [start, end] = arguments;
Promise.all([import("/page/store.js"), import("/page/text.js")]).then(([{ store, toUnit }, { wordsBetween }]) => done(wordsBetween(toUnit(store.text, start), toUnit(store.text, end)).length));
"""
REVERSED = """
const done = arguments[arguments.length - 1];
done(getComputedStyle(getSelection().anchorNode.parentElement.closest("p")).direction === "rtl");
"""
QUIET = """
const done = arguments[arguments.length - 1];
import("/page/store.js").then(({ store }) => {
  const look = () => (store.pending ? setTimeout(look, 10) : done(store.failed ? String(store.failed.message) : "quiet"));
  setTimeout(look, 10); // a field is saved after the focus has left it
});
"""
FIELD = "const f = document.querySelector(`[name='${arguments[0]}']`); return [f, f.tagName, f.value]"
OPTION = """
const option = [...arguments[0].options].find((o) => o.value === arguments[1]);
arguments[0].scrollIntoView({ block: "center" });
return option;
"""
STEPS = """
const values = [...arguments[0].options].map((o) => o.value);
arguments[0].focus();
return values.indexOf(arguments[1]) - values.indexOf(arguments[0].value);
"""
SHOWN = "const node = document.querySelector(arguments[0]); node.scrollIntoView({ block: 'nearest' }); return node"
FORGET = """
const done = arguments[arguments.length - 1];
import("/page/store.js").then(({ store }) => { store.held.clear(); store.draft = null; done(); }, done);
"""


@contextmanager
def shown(browser: Browser, bench: Served, ready: str = "#rows .row") -> Iterator[Browser]:
    """Show the page of a workbench, in light colours and 1400 by 900 pixels, until the block ends; ready: what is waited for."""
    browser.look(1400, 900)
    browser.driver.set_script_timeout(60)
    browser.driver.get("about:blank")
    browser.noise()
    browser.driver.get(bench.address)
    browser.until(lambda: bool(browser.texts(ready)), 60)
    try:
        yield browser
    finally:
        browser.driver.execute_async_script(FORGET)  # or the browser asks whether to leave the page
        browser.driver.get("about:blank")


def noise(browser: Browser, bench: Served) -> list[str]:
    """What the page did that it should not: messages of the console, requests of other addresses."""
    return [n for n in browser.noise() if not n.startswith((f"http://127.0.0.1:{bench.port}/", "chrome"))]


class Coder:
    """With the mouse."""

    actions = 0
    """Keys, clicks, double-clicks, drags and values of fields so far."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.driver = browser, browser.driver

    def module(self, code: str, *given: object) -> Any:
        return self.driver.execute_async_script(code, *given)

    def settle(self) -> None:
        """Wait until all is saved; fail where the page reports that it is not."""
        said = self.module(QUIET)
        assert said == "quiet", said

    def wait_for(self, selector: str) -> None:
        """Wait until an element is there."""
        self.browser.until(lambda: bool(self.browser.texts(selector)))

    def find(self, selector: str) -> WebElement:
        return self.driver.find_element("css selector", selector)

    def keys(self, *keys: str) -> None:
        self.actions += 1
        ActionChains(self.driver).send_keys(*keys).perform()

    def press(self, selector: str) -> None:
        """Activate a button, when it is there."""
        self.actions += 1
        self.browser.until(lambda: bool(self.driver.find_elements("css selector", selector)))
        self.driver.execute_script(SHOWN, selector).click()

    def select(self, start: int, end: int, *, also: bool = False) -> None:
        """Select words of the text, by offsets in code points; also: together with those that are selected."""
        self.actions += 1
        x1, y1, x2, y2 = self.module(PLACE, start, end)
        chain = ActionChains(self.driver, duration=5)
        if also:
            ActionChains(self.driver).key_down(Keys.CONTROL).perform()
        pointer = chain.w3c_actions.pointer_action
        pointer.move_to_location(round(x1), round(y1))
        pointer.pointer_down()
        pointer.move_to_location(round(x2), round(y2))
        pointer.pointer_up()
        chain.perform()
        if also:
            ActionChains(self.driver).key_up(Keys.CONTROL).perform()
        self.browser.until(lambda: self.module(CHOSEN) == [start, end], 3)

    def act(self, key: str) -> None:
        """Take what the selected words can become."""
        self.press(f'#palette [data-act="{key}"]')

    def open_table(self, table: str) -> None:
        if self.driver.find_elements("css selector", f'#tables .tab[data-key="{table}"]'):
            self.press(f'#tables .tab[data-key="{table}"]')
        else:
            self.choose(self.find("#tables select"), table)

    def open_row(self, table: str, key: str) -> None:
        self.open_table(table)
        self.press(f'#rows [data-key="{key}"]')

    def choose(self, node: WebElement, value: str) -> None:
        """Choose an option of a list."""
        self.actions += 1
        self.driver.execute_script(OPTION, node, value).click()

    def fill(self, cells: Mapping[str, str]) -> None:
        """Fill in fields of the form that is open."""
        if self.driver.execute_script(
            "const d = document.querySelector('#form details'); return d !== null && !d.open"
        ):
            self.press("#form details > summary")
        for column, value in cells.items():
            node, tag, now = self.driver.execute_script(FIELD, column)
            if now == value:
                continue
            if tag == "SELECT":
                self.choose(node, value)
            else:
                self.actions += 1
                node.send_keys(Keys.CONTROL + "a", Keys.NULL, value)

    def save(self) -> None:
        self.press("#save-draft")
        self.settle()
        assert not self.refusal(), self.refusal()

    def refusal(self) -> str:
        return " ".join(self.browser.texts("#form .refused"))

    def add(self, table: str, cells: Mapping[str, str]) -> None:
        """Add a row by its form."""
        self.open_table(table)
        self.press("#new-row")
        self.fill(cells)
        self.save()


class KeyboardCoder(Coder):
    """With the keyboard alone: buttons are reached by the focus and pressed with Enter."""

    def press(self, selector: str) -> None:
        self.actions += 1
        self.driver.execute_script("document.querySelector(arguments[0]).focus()", selector)
        ActionChains(self.driver).send_keys(Keys.ENTER).perform()

    def select(self, start: int, end: int, *, also: bool = False) -> None:
        self.driver.execute_script("document.getElementById('text').focus()")
        if also:
            self.keys("+")
        now, _ = self.module(CHOSEN)
        if now > start:
            self.keys(Keys.ARROW_LEFT * (self.module(WORDS, start, now) + 1))
        for _ in range(3):
            now, until = self.module(CHOSEN)
            ahead = self.module(WORDS, until, start)
            if now >= start and until > now:
                break
            self.keys(Keys.ARROW_RIGHT * (ahead + 1))
        more = self.module(WORDS, start, end) - 1
        if more > 0:
            self.actions += 1
            ActionChains(self.driver).key_down(Keys.SHIFT).send_keys(Keys.ARROW_RIGHT * more).key_up(
                Keys.SHIFT
            ).perform()
        for _ in range(20):
            now, until = self.module(CHOSEN)
            if (now, until) == (start, end):
                return
            at_start = now != start
            forward = now < start if at_start else until < end
            chain = ActionChains(self.driver).key_down(Keys.ALT)
            chain = chain.key_down(Keys.SHIFT) if at_start else chain
            chain.send_keys(Keys.ARROW_RIGHT if forward else Keys.ARROW_LEFT)
            (chain.key_up(Keys.SHIFT) if at_start else chain).key_up(Keys.ALT).perform()
            self.actions += 1
        assert self.module(CHOSEN) == [start, end], (self.module(CHOSEN), [start, end])

    def go_to(self, words: str, more: int = 0) -> None:
        """Select words by typing them, and then more words after them, in the direction of their line."""
        self.driver.execute_script("document.getElementById('text').focus()")
        self.keys("g")
        self.keys(words, Keys.ENTER)
        left = self.module(REVERSED)
        for _ in range(more):
            self.actions += 1
            chain = ActionChains(self.driver).key_down(Keys.SHIFT)
            chain.send_keys(Keys.ARROW_LEFT if left else Keys.ARROW_RIGHT).key_up(Keys.SHIFT).perform()

    def act(self, key: str) -> None:
        if key.startswith("Shift+"):
            self.actions += 1
            ActionChains(self.driver).key_down(Keys.SHIFT).send_keys(key[-1].lower()).key_up(Keys.SHIFT).perform()
        else:
            self.keys(key.lower())

    def choose(self, node: WebElement, value: str) -> None:
        self.actions += 1
        steps = self.driver.execute_script(STEPS, node, value)
        ActionChains(self.driver).send_keys((Keys.ARROW_DOWN if steps > 0 else Keys.ARROW_UP) * abs(steps)).perform()
