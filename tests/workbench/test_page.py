"""A real Chromium codes on the page, as a person would."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

import event_timeline as et
from tests import builder
from tests.exports.browser import Browser, axe_source
from tests.workbench.coder import Coder, KeyboardCoder, noise, shown
from tests.workbench.served import Served, served

pytestmark = [pytest.mark.programs, pytest.mark.slow]
PARTS = {
    "actors": ["mention"], "events": ["report", "mention", "date", "place"], "statements": ["quote", "report", "cue", "speaker", "date"],
}  # fmt: skip
Hands = Iterator[Coder]
"""Who makes the next record or the next piece of evidence."""
COMPUTED = {"position", "earliest", "latest", "quote", "cue", "speaker_as_reported", "characters", "sha256"}


def rows(table: str) -> list[dict[str, str]]:
    with (builder.HARBOUR / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def own(row: dict[str, str], *without: str) -> dict[str, str]:
    return {c: v for c, v in row.items() if v and c not in COMPUTED and c not in without}


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """The harbour's package before anything was coded: its source and its codebook."""
    package = builder.copy_of_harbour(tmp_path)
    for file in (package / "data").glob("*.csv"):
        if file.stem not in ("sources", "codebook"):
            builder.write(file, builder.read(file).partition("\n")[0] + "\n")
    builder.stamp(package)
    return package


@pytest.fixture
def page(browser: Browser, empty: Path) -> Iterator[tuple[Served, Browser]]:
    with served(empty) as running, shown(browser, running, "#text p"):
        yield running, browser


def show(hands: Hands, table: str, key: str) -> None:
    """Select the words of a record and make them its evidence."""
    mine = [e for e in rows("evidence") if e[f"{table[:-1]}_id"] == key]
    if mine:
        next(hands).open_row(table, key)
    for span in mine:
        coder = next(hands)
        coder.select(int(span["char_start"]), int(span["char_end"]))
        coder.act(str(PARTS[table].index(span["part"]) + 1))
        coder.settle()


def add_places(hands: Hands) -> None:
    waiting, known = rows("places"), {""}
    while waiting:  # a place may lie within a later one
        row = next(r for r in waiting if r["within"] in known)
        next(hands).add("places", own(row))
        known.add(row["place_id"])
        waiting.remove(row)


def add_events(hands: Hands) -> None:
    """From the words of each, by the key or button of an event."""
    for row in rows("events"):
        coder = next(hands)
        first = next(
            e for e in rows("evidence") if e["event_id"] == row["event_id"] and e["part"] in PARTS["events"][:2]
        )
        coder.select(int(first["char_start"]), int(first["char_end"]))
        coder.act("E")
        coder.wait_for("#save-draft")
        while coder.browser.texts("#form .chip .x"):  # coded below, each by itself
            coder.press("#form .chip .x")
        if not row["date_edtf"]:
            coder.browser.js(
                "for (const n of ['date_edtf', 'date_basis']) document.querySelector(`[name=${n}]`).value = ''"
            )
        coder.fill(own(row))
        coder.save()
        if coder.browser.texts("#palette .armed"):
            coder.keys(Keys.ESCAPE)
        show(hands, "events", row["event_id"])


def add_statements(hands: Hands) -> None:
    for row in rows("statements"):
        next(hands).add("statements", own(row, "within", "repeats", "kind"))
        show(hands, "statements", row["statement_id"])
    for row in rows("statements"):
        if row["within"] or row["repeats"]:
            coder = next(hands)
            coder.open_row("statements", row["statement_id"])
            coder.fill(own({c: row[c] for c in ("within", "repeats")}))
            coder.browser.js("document.activeElement.blur()")
            coder.settle()


def test_codes_the_harbour_article_from_empty_to_the_committed_package(
    page: tuple[Served, Browser], empty: Path
) -> None:
    """With the mouse and with the keyboard in turn, so that each kind of record and of evidence is made with either."""
    bench, browser = page
    hands = cycle([Coder(browser), KeyboardCoder(browser)])
    actors = sorted(rows("actors"), key=lambda r: bool(r["affiliation"]))
    add_places(hands)
    for row in actors:
        next(hands).add("actors", own(row))
    add_events(hands)
    add_statements(hands)
    for row in actors:
        show(hands, "actors", row["actor_id"])
    for table in ("event_actors", "event_relations", "statement_events"):
        for row in rows(table):
            next(hands).add(table, own(row))

    assert et.validate(empty, {"article": empty / "article.txt"}).problems == []
    assert {p: c for p, c in builder.contents(empty).items() if p != "datapackage.json"} == {
        p: c for p, c in builder.contents(builder.HARBOUR).items() if p != "datapackage.json"
    }
    written, committed = (json.loads(builder.read(p / "datapackage.json")) for p in (empty, builder.HARBOUR))
    assert written == committed
    assert browser.text("#counts").startswith("0 errors · 0 warnings · 0 to do · 0 sentences and 0 quotations")
    assert noise(browser, bench) == []


PARAGRAPH = "Police hold organisers in Osterhavn\n\nPolice detained three union organisers on Monday, the harbour authority said.\n"


def word(text: str, words: str) -> tuple[int, int]:
    at = text.rindex(words)
    return at, at + len(words)


def rows_of(package: Path, table: str) -> list[dict[str, str]]:
    with (package / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def opened(browser: Browser, bench: Served) -> Iterator[Browser]:
    with shown(browser, bench):
        yield browser


@pytest.fixture
def fresh(browser: Browser, tmp_path: Path) -> Iterator[tuple[Served, Browser]]:
    with served(tmp_path / "fresh") as running, shown(browser, running, "#n-text"):
        yield running, browser


def begin(browser: Browser, text: str) -> Coder:
    """Start a package from a pasted text on the page."""
    browser.js("document.getElementById('n-text').value = arguments[0]", text)
    for name, value in {"title": "Organisers", "contributor": "Ek, Ada", "published_edtf": "2024-05-14"}.items():
        browser.driver.find_element("id", f"n-{name}").send_keys(value)
    browser.click("#new-package .primary")
    browser.until(lambda: bool(browser.texts("#text p")))
    return Coder(browser)


def test_a_sentence_with_three_actors_an_event_and_a_statement_takes_eleven_actions(
    fresh: tuple[Served, Browser], tmp_path: Path
) -> None:
    bench, browser = fresh
    coder = begin(browser, PARAGRAPH)
    browser.js("sessionStorage.setItem('last-topic', 'labour')")  # of the event before
    coder.select(*word(PARAGRAPH, "detained"))
    coder.keys("e")
    browser.until(lambda: browser.focused("id") == "f-kind")
    coder.keys("arrest")
    coder.keys(Keys.ENTER)
    browser.until(lambda: bool(browser.texts(".armed")))
    for words in ("Police", "three union organisers"):
        coder.select(*word(PARAGRAPH, words))
        coder.keys(Keys.ENTER)
        coder.settle()
    coder.select(*word(PARAGRAPH, "the harbour authority"))
    coder.keys("s")
    browser.until(lambda: browser.focused("id") == "f-summary")
    coder.keys(Keys.ENTER)
    browser.until(lambda: not browser.texts("#save-draft"))
    coder.settle()
    assert coder.actions == 11
    assert noise(browser, bench) == []
    package = tmp_path / "fresh"
    event = rows_of(package, "events")[0]
    assert (event["kind"], event["date_edtf"], event["date_basis"]) == ("arrest", "2024-05-13", "inferred")
    parts = {(e["part"], e["exact"]) for e in rows_of(package, "evidence")}
    assert parts == {
        ("mention", "detained"), ("date", "Monday"), ("mention", "Police"), ("mention", "three union organisers"), ("mention", "the harbour authority"),
        ("speaker", "the harbour authority"), ("cue", "said"), ("report", ""),
    }  # fmt: skip
    assert [(r["actor_id"], r["role"]) for r in rows_of(package, "event_actors")] == [
        ("police", "agent"),
        ("three-union-organisers", "recipient"),
    ]
    assert [(r["stance"], r["factuality"]) for r in rows_of(package, "statement_events")] == [("asserts", "CT+")]
    assert et.validate(package).errors == 0


def test_the_text_proposes_title_and_day_and_a_refusal_is_at_its_field(
    fresh: tuple[Served, Browser], tmp_path: Path
) -> None:
    _, browser = fresh
    text = "Port to reopen\n\nOSTERHAVN, 14 March 2025 – The port reopens on Friday.\n"
    paste = "const t = document.getElementById('n-text'); t.value = arguments[0]; t.dispatchEvent(new Event('input'))"
    value = "return document.getElementById(arguments[0]).value"
    browser.js(paste, text)
    browser.until(lambda: browser.js(value, "n-published_edtf") == "2025-03-14")
    assert browser.js(value, "n-title") == "Port to reopen"
    day = browser.driver.find_element("id", "n-published_edtf")
    for typed, shown_day, said in (
        ("2 May 2025", "2025-05-02", ""),
        ("mid-March 2025 or so", "mid-March 2025 or so", "is not an EDTF date"),
    ):
        day.clear()
        day.send_keys(typed)
        browser.click("#new-package .primary")
        browser.until(lambda: bool(browser.text("#n-contributor-refused") or browser.text("#n-published_edtf-refused")))
        if not said:  # the day was read when the field was left
            assert browser.text("#n-contributor-refused") == "Who codes it is missing."
            browser.until(lambda: browser.js(value, "n-published_edtf") == "2025-05-02")
            browser.driver.find_element("id", "n-contributor").send_keys("Ek, Ada")
        assert browser.js(value, "n-published_edtf") == shown_day
        assert said in browser.text("#n-published_edtf-refused")
    day.clear()
    day.send_keys("14 March 2025")
    browser.click("#new-package .primary")
    browser.until(lambda: bool(browser.texts("#text p")))
    assert rows_of(tmp_path / "fresh", "sources")[0]["published_edtf"] == "2025-03-14"
    coder = Coder(browser)
    coder.select(*word(text, "reopens"))
    coder.keys("e")
    browser.until(lambda: browser.focused("id") == "f-kind")
    coder.keys(Keys.ENTER)
    assert coder.refusal() == "Kind is missing."
    coder.choose(coder.find("#f-kind"), "agreement")
    browser.until(lambda: not coder.refusal())
    assert "Agreement" in browser.texts("#f-kind option")


def test_words_of_any_script_keep_their_offsets(fresh: tuple[Served, Browser], tmp_path: Path) -> None:
    text = "🙂🙂 e\u0301te\u0301 und Ọ̀ṣun\n\nقالت الشرطة إن الميناء مغلق 🙂 اليوم.\n港は閉鎖された。\n"
    _, browser = fresh
    coder = begin(browser, text)
    for words in ("e\u0301te\u0301", "Ọ̀ṣun", "الشرطة", "اليوم"):
        coder.select(*word(text, words))
        coder.act("A")
        coder.settle()
    assert {e["exact"] for e in rows_of(tmp_path / "fresh", "evidence")} == {
        "e\u0301te\u0301",
        "Ọ̀ṣun",
        "الشرطة",
        "اليوم",
    }
    for e in rows_of(tmp_path / "fresh", "evidence"):
        assert text[int(e["char_start"]) : int(e["char_end"])] == e["exact"]


def test_an_edit_of_another_program_is_shown_and_the_own_one_can_be_made_again(
    opened: Browser, bench: Served, harbour: Path
) -> None:
    coder = Coder(opened)
    coder.open_row("actors", "denmark")
    places = "return ['#tables', '#text', '#form', '#findings'].map((x) => document.querySelector(x).getBoundingClientRect().top)"
    before = opened.js(places)
    with et.edit(harbour) as editor:
        editor.set("actors/mira-holm", note="By the command line.")
    coder.fill({"name": "Kingdom of Denmark"})
    opened.js("document.activeElement.blur()")
    opened.until(lambda: bool(opened.texts("#again")))
    assert "another tab or program" in opened.text("#notice")
    assert opened.js(places) == before  # nothing moves below the pointer
    assert opened.text("#saved") == "1 change not saved"
    assert "Kingdom" not in (harbour / "data/actors.csv").read_text(encoding="utf-8")
    coder.press("#again")
    coder.settle()
    assert "Kingdom of Denmark" in (harbour / "data/actors.csv").read_text(encoding="utf-8")
    assert "By the command line." in (harbour / "data/actors.csv").read_text(encoding="utf-8")
    coder.press("#undo")
    coder.settle()
    assert "Kingdom" not in (harbour / "data/actors.csv").read_text(encoding="utf-8")
    with et.edit(harbour) as editor:
        editor.set("actors/mira-holm", note="Once more.")
    coder.press("#undo")
    opened.until(lambda: bool(opened.texts("#notice p")))
    assert "undo again to take back" in opened.text("#notice")
    assert "make your change again" not in opened.text("#notice")


def test_what_is_refused_stays_as_it_was_typed(opened: Browser, bench: Served) -> None:
    coder = Coder(opened)
    coder.open_row("events", "strike")
    coder.fill({"date_edtf": "13 May"})
    opened.js("document.activeElement.blur()")
    opened.until(lambda: bool(coder.refusal()))
    assert "is not an EDTF date" in coder.refusal()
    assert opened.js("return document.getElementById('f-date_edtf').value") == "13 May"
    assert opened.text("#saved") == "1 change not saved"


def test_what_is_typed_while_another_field_is_saved_is_not_lost(opened: Browser, bench: Served, harbour: Path) -> None:
    coder = Coder(opened)
    coder.open_row("events", "strike")
    coder.choose(coder.find("#f-status"), "ongoing")  # saved while the label is typed
    label = coder.find("#f-label")
    label.send_keys(Keys.END, " in")
    coder.settle()
    opened.driver.switch_to.active_element.send_keys(" spring")
    opened.js("document.activeElement.blur()")
    coder.settle()
    opened.until(lambda: "Strike of the dockers in spring" in (harbour / "data/events.csv").read_text(encoding="utf-8"))
    assert len(bench.state()["steps"]["undo"]) == 2


def test_keys_that_are_held_down_are_followed(opened: Browser, bench: Served) -> None:
    coder = KeyboardCoder(opened)
    coder.select(76, 152)
    assert opened.js("return String(getSelection())") == builder.ARTICLE.read_text(encoding="utf-8")[76:152]


def test_a_hostile_text_and_hostile_cells_are_shown_as_text(fresh: tuple[Served, Browser], tmp_path: Path) -> None:
    text = '<img src=x onerror="document.title=1"> <script>document.title=2</script> said Ada.\n'
    bench, browser = fresh
    coder = begin(browser, text)
    coder.select(0, 38)
    coder.act("A")
    coder.settle()
    assert browser.js("return document.querySelectorAll('main img, main script').length") == 0
    assert browser.driver.title == "Organisers – Workbench"
    assert noise(browser, bench) == []


@pytest.mark.parametrize(("wide", "high", "dark"), [(1400, 900, False), (1400, 900, True), (400, 860, False)])
def test_is_accessible_and_nothing_is_cut_off(
    opened: Browser, bench: Served, tmp_path_factory: pytest.TempPathFactory, wide: int, high: int, dark: bool
) -> None:
    opened.look(wide, high, dark=dark)
    axe = axe_source(tmp_path_factory.mktemp("axe"))
    bench.change(
        {"do": "remove", "row": "statements/not-this-year"},
        {"do": "remove", "row": "event_actors/strike/union-members/agent"},
    )
    for table, key in (("events", "strike"), ("statements", "holm-answer"), ("actors", "mira-holm")):
        opened.click(f'#tables .tab[data-key="{table}"]')
        opened.click(f'#rows [data-key="{key}"]')
        opened.until(lambda: bool(opened.texts("#remove")))
        assert opened.violations(axe) == []
    assert opened.js("return document.documentElement.scrollWidth <= innerWidth")
    opened.click("#keys")
    assert opened.violations(axe) == []


def test_keywords_are_given_where_the_finding_asks_for_them(opened: Browser, bench: Served, harbour: Path) -> None:
    coder = Coder(opened)
    coder.press("#package")
    assert opened.focused("id") == "keywords"
    coder.find("#keywords").send_keys(Keys.CONTROL + "a", Keys.NULL, Keys.DELETE, Keys.ENTER)
    coder.settle()
    opened.until(lambda: opened.texts("#findings .repair") == ["Add keywords…"])
    coder.press("#findings .repair")
    coder.keys("harbour, $& strike", Keys.ENTER)
    coder.settle()
    opened.until(lambda: not opened.texts("#findings .repair"))
    assert json.loads(builder.read(harbour / "datapackage.json"))["keywords"] == ["harbour", "$& strike"]
    assert noise(opened, bench) == []


def test_a_keyword_with_a_comma_stays_one(opened: Browser, harbour: Path) -> None:
    coder, words = Coder(opened), ["Karsk, Sornia", "strike", "port"]
    coder.press("#package")
    coder.find("#keywords").send_keys(Keys.CONTROL + "a", Keys.NULL, '"Karsk, Sornia", strike', Keys.ENTER)
    for added, expected in (("", 2), (", port", 3)):
        coder.settle()
        opened.until(lambda: not opened.js("return document.getElementById('dialog').open"))
        coder.press("#package")
        coder.find("#keywords").send_keys(Keys.END, added, Keys.ENTER)
        coder.settle()
        opened.until(lambda: not opened.js("return document.getElementById('dialog').open"))
        assert json.loads(builder.read(harbour / "datapackage.json"))["keywords"] == words[:expected]


@pytest.mark.parametrize("wide", [1400, 1000, 400])
def test_a_long_title_and_a_long_message_make_no_page_wider_than_the_window(opened: Browser, wide: int) -> None:
    opened.look(wide, 700)
    opened.driver.execute_async_script(
        "const done = arguments[0]; Promise.all(['store', 'dom'].map((n) => import(`/page/${n}.js`))).then(([{ store, changed }, { tell }]) => { store.title = 'A harbour of many words '.repeat(9); changed(); tell('Said of it '.repeat(40)); done(); }, done)"
    )
    shown = "return ['.bar', '#main', '#keys'].map((x) => document.querySelector(x).getBoundingClientRect().right <= innerWidth + 1)"
    assert opened.js(shown) == [True, True, True]
