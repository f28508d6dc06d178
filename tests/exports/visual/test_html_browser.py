"""The page in Chromium: views, filters, selection, keys, deep links, accessibility, and that nothing runs or is fetched."""

from __future__ import annotations

import dataclasses
import re
import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from event_timeline.exports.dataset import Dataset
from event_timeline.exports.visual import html_
from tests import builder
from tests.benchmarks.generate import generate
from tests.exports.browser import VIEWS, Browser, axe_source
from tests.exports.datasets import PACKAGES, WORST, opened, with_cells, worst
from tests.exports.empty_cells import FEW, OPTIONAL, REQUIRED, SMALL, choice, together, without
from tests.exports.page_walkthrough import walk

pytestmark = [pytest.mark.programs, pytest.mark.xdist_group("browser")]

LABELS = ".row .label"
DESK, PHONE = (1280, 900), (390, 844)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages of the packages, and of the one with the worst cells."""
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    for name, data in {**{n: opened(p) for n, p in PACKAGES.items()}, "worst": worst()}.items():
        made[name] = folder / f"{name}.html"
        html_.write(data, made[name])
    return made


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The harbour's page with its article inside."""
    page = tmp_path_factory.mktemp("reader") / "x.html"
    html_.write(dataclasses.replace(opened(text=True), include_texts=True), page)
    return page


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Dataset]:
    """The page of 10,000 events, and its data."""
    folder = tmp_path_factory.mktemp("big")
    generate(folder / "package", 10_000, texts="none")
    data = opened(folder / "package")
    html_.write(data, folder / "x.html")
    return folder / "x.html", data


def shown(browser: Browser) -> set[str]:
    """The events in the timeline."""
    return set(browser.js("return [...document.querySelectorAll('.row a')].map(a => a.dataset.id)"))


def events(data: Dataset, *conditions: pl.Expr) -> set[str]:
    return set(data.frame("events").filter(*conditions)["event_id"])


def natural(text: str) -> list[tuple[int, str]]:
    """Sorts a-9 before a-10, as the page does."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", text)]


def write(browser: Browser, page: Path, data: Dataset) -> None:
    html_.write(data, page)
    browser.open(page)


@pytest.mark.parametrize("name", PACKAGES)
def test_every_event_has_a_row_with_its_words_status_and_polarity(
    name: str, browser: Browser, pages: dict[str, Path]
) -> None:
    browser.open(pages[name])
    rows = browser.js(
        "return [...document.querySelectorAll('.row a')].map(a => [a.dataset.id, a.querySelector('.label').textContent,"
        " a.querySelector('.more').textContent, a.querySelector('use').getAttribute('href'), !!a.querySelector('.slash')])"
    )
    table = opened(PACKAGES[name]).rows("events")
    assert {r[0]: r[1] for r in rows} == {e["event_id"]: e["label"] for e in table}
    by_id = {e["event_id"]: e for e in table}
    for event_id, _, more, shape, slashed in rows:
        event = by_id[event_id]
        assert event["status"] in more
        assert ("negated" in more) == slashed == (event["polarity"] == "negated")
        assert shape == f"#shape-{event['status']}"
        assert more.startswith("undated") == (event["date_edtf"] is None)


def test_bars_tell_sure_possible_open_and_doubtful_dates(
    browser: Browser, pages: dict[str, Path], tmp_path: Path
) -> None:
    data = with_cells(
        opened(), "events", "event_id", "container-fall",
        date_edtf="2024-05-13?/", earliest=date(2024, 5, 13), latest=None,
    )  # fmt: skip
    data = with_cells(data, "events", "event_id", "monday-talks", status="planned")
    write(browser, tmp_path / "x.html", data)
    bars = browser.js(
        "return Object.fromEntries([...document.querySelectorAll('.row a')].map(a => [a.dataset.id,"
        " [...a.querySelectorAll('.piece, .doubt')].map(p => p.className.replace(/ hue./, '') + p.textContent)]))"
    )
    assert bars["monday-talks"] == ["piece sure claimed"]
    assert bars["worn-cable-warning"] == ["piece maybe"]
    assert bars["shift-bargaining"] == ["piece sure goes-on", "piece maybe"]
    assert bars["container-fall"] == ["piece sure", "piece maybe", "doubt?"]
    assert bars["strike"] == []
    assert "only planned, claimed or denied" in browser.texts(".key .sample")


def test_filters_choose_what_polars_chooses(browser: Browser, pages: dict[str, Path]) -> None:
    data = opened(PACKAGES["repository"])
    browser.open(pages["repository"])
    c = pl.col
    assert shown(browser) == events(data)
    browser.click("[name=topic][value=support]")
    assert shown(browser) == events(data, c.topic == "support")
    browser.click("[name=status][value=ongoing]")
    browser.click("[name=status][value=occurred]")
    assert shown(browser) == events(data, c.topic == "support", c.status.is_in(["ongoing", "occurred"]))
    assert browser.text("#in-force") == "(3 in force)"
    assert browser.text("#found") == f"{len(shown(browser))} of 27 events"
    browser.click("#show-all")
    assert shown(browser) == events(data)
    browser.click("[name=polarity][value=negated]")
    assert shown(browser) == events(data, c.polarity == "negated") != set()
    browser.click("#show-all")
    browser.js(
        "const a = document.querySelector('#actor'); a.value = 'dmytro-kuleba'; a.dispatchEvent(new Event('change'))"
    )
    with_him = data.frame("event_actors").filter(c.actor_id == "dmytro-kuleba")["event_id"]
    assert shown(browser) == set(with_him)
    browser.click("#show-all")
    browser.js(
        "const d = document.querySelector('#day-from'); d.value = '2023-01-01'; d.dispatchEvent(new Event('change'))"
    )
    since = (c.latest.is_null() | (c.latest >= date(2023, 1, 1))) & c.earliest.is_not_null()
    assert shown(browser) == events(data, since)
    browser.js(
        "const d = document.querySelector('#day-to'); d.value = '2023-11-27'; d.dispatchEvent(new Event('change'))"
    )
    assert shown(browser) == events(data, since, c.earliest <= date(2023, 11, 27)) == {"war"}


def ask_for_day(browser: Browser, key: str, text: str) -> set[str]:
    """The events in the timeline after a reader has typed into a field of the date filter and left it."""
    field = browser.driver.find_element("id", f"day-{key}")
    field.clear()
    field.send_keys(text)
    browser.press("TAB")
    return shown(browser)


def test_the_date_filter_takes_years_before_year_1(browser: Browser, tmp_path: Path) -> None:
    data = opened()
    for event, edtf in (("council-vote", "-0043-03-15"), ("strike", "-0042"), ("new-cable", "Y-12000")):
        data = with_cells(data, "events", "event_id", event, date_edtf=edtf, earliest=None, latest=None)
    write(browser, tmp_path / "x.html", data)
    dated = {
        "shift-bargaining",
        "worn-cable-warning",
        "container-fall",
        "monday-talks",
        "council-vote",
        "strike",
        "new-cable",
    }
    assert "-0043 is 44 BCE" in browser.text("#day-hint")
    assert ask_for_day(browser, "from", "-0043-03-15") == dated - {"new-cable"}
    assert ask_for_day(browser, "from", "-0043-03-16") == dated - {"new-cable", "council-vote"}
    assert ask_for_day(browser, "from", "\u22120043") == dated - {"new-cable"}
    assert ask_for_day(browser, "to", "-0043-03") == {"council-vote"}
    assert ask_for_day(browser, "to", "-0043") == {"council-vote"}
    assert ask_for_day(browser, "to", "0000") == {"council-vote", "strike"}
    assert ask_for_day(browser, "from", "") == {"council-vote", "strike", "new-cable"}
    assert ask_for_day(browser, "to", "Y-12000") == {"new-cable"}
    assert browser.text("#day-problem") == ""


def test_a_month_or_year_of_the_date_filter_counts_whole(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["harbour"])
    assert "BCE" not in browser.text("#day-hint")
    assert ask_for_day(browser, "to", "2024-02") == {"shift-bargaining"}
    assert ask_for_day(browser, "to", "2024-03") == {"shift-bargaining", "worn-cable-warning"}
    assert ask_for_day(browser, "from", "2024-03-31") == {"shift-bargaining", "worn-cable-warning"}
    assert ask_for_day(browser, "to", "2024-12") >= {"container-fall", "council-vote"}


@pytest.mark.parametrize(
    "text",
    ["13 May 2024", "2024-13", "2024-00", "2023-02-29", "1900-02-29", "2024-5-13", "-0000", "44 BCE", "..", "Y2024"],
)
def test_what_is_not_a_date_is_named_and_does_not_filter(text: str, browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["harbour"])
    everything = shown(browser)
    assert ask_for_day(browser, "from", text) == everything
    problem = browser.driver.find_element("id", "day-problem")
    assert problem.is_displayed()
    assert f"“{text}”: not a date" in problem.text
    assert "2024-05-13" in problem.text
    invalid = "return document.querySelector('#day-from').getAttribute('aria-invalid')"
    assert browser.js(invalid) == "true"
    assert browser.text("#in-force") == ""
    assert ask_for_day(browser, "from", "2024-02-29") < everything
    assert not problem.is_displayed()
    assert browser.js(invalid) == "false"
    ask_for_day(browser, "to", text)
    browser.click("#show-all")
    assert not problem.is_displayed()
    assert shown(browser) == everything


def test_axe_finds_no_violation_in_a_date_filter_that_holds_no_date(
    browser: Browser, pages: dict[str, Path], axe: str
) -> None:
    for dark in (False, True):
        browser.look(dark=dark)
        browser.open(pages["harbour"])
        ask_for_day(browser, "from", "yesterday")
        assert browser.violations(axe) == []


def test_search_finds_words_names_and_quotes_whatever_their_accents(browser: Browser, tmp_path: Path) -> None:
    data = with_cells(opened(), "events", "event_id", "strike", label="Grève à Østerhavn")
    write(browser, tmp_path / "x.html", data)

    def search(words: str) -> set[str]:
        browser.js("document.querySelector('#words').value = ''")
        browser.driver.find_element("id", "words").send_keys(words)
        time.sleep(0.4)
        return shown(browser)

    assert search("GREVE") == {"strike"}
    veld = set(data.frame("event_actors").filter(actor_id="jonas-veld")["event_id"])
    assert veld <= search("jonas veld")
    assert search("zzzz") == set()
    assert "No event answers" in browser.text("#view")


def test_a_package_without_events_says_so_and_blames_no_filter(browser: Browser, tmp_path: Path) -> None:
    data = opened()
    empty = {name: data.frame(name).clear().lazy() for name in data.frames}
    write(browser, tmp_path / "x.html", dataclasses.replace(data, frames=empty))
    assert browser.text("#view .note") == "This package has no events."
    assert browser.noise() == []


def test_lanes_follow_what_is_asked(browser: Browser, pages: dict[str, Path]) -> None:
    data = opened()
    browser.open(pages["harbour"])
    for value, column in (("topic", "topic"), ("status", "status")):
        browser.js(
            "const l = document.querySelector('#lanes'); l.value = arguments[0]; l.dispatchEvent(new Event('change'))",
            value,
        )
        lanes = [t.split(" ")[0].lower() for t in browser.texts(".lane h3")]
        assert sorted(lanes) == sorted(data.frame("events")[column].unique())
    browser.js("const l = document.querySelector('#lanes'); l.value = 'none'; l.dispatchEvent(new Event('change'))")
    assert browser.texts(".lane h3") == []


def test_the_keyboard_alone_reaches_opens_and_leaves_an_event(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["repository"])
    browser.press("TAB")
    assert browser.focused("class") == "skip"
    for _ in range(60):
        browser.press("TAB")
        if browser.focused("data-id"):
            break
    order = browser.js("return [...document.querySelectorAll('.row a')].map(a => a.dataset.id)")
    assert browser.focused("data-id") == order[0]
    browser.press("ARROW_DOWN", "ARROW_DOWN", "ARROW_UP")
    assert browser.focused("data-id") == order[1]
    browser.press("END")
    assert browser.focused("data-id") == order[-1]
    browser.press("HOME", "ARROW_DOWN", "ENTER")
    browser.until(lambda: browser.focused("id") == "detail-title")
    label = opened(PACKAGES["repository"]).frame("events").filter(event_id=order[1])["label"].item()
    assert browser.text("#detail-title") == label
    assert browser.js("return location.hash") == f"#event/{order[1]}"
    assert browser.js("return [...document.querySelectorAll('.row [aria-current]')].map(a => a.dataset.id)") == [
        order[1]
    ]
    browser.press("ESCAPE")
    assert browser.focused("data-id") == order[1]
    assert not browser.driver.find_element("id", "detail").is_displayed()
    assert browser.js("return document.querySelectorAll('.row a[tabindex=\"0\"]').length") == 1


def test_views_are_tabs_that_arrows_move_between(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["harbour"])
    browser.js("document.querySelector('#tab-timeline').focus()")
    for view in (*VIEWS[1:], VIEWS[0]):
        browser.press("ARROW_RIGHT")
        assert browser.focused("id") == f"tab-{view}"
        assert browser.texts("[role=tab][aria-selected=true]") == [view.capitalize()]
        assert browser.js("return location.hash") == f"#{view}"
    browser.js("history.back()")
    browser.until(lambda: browser.texts("[role=tab][aria-selected=true]") == ["About"])


@pytest.mark.parametrize("event_id", ["council-meeting", "putin-negotiating"])
def test_a_chosen_event_shows_all_that_hangs_on_it(event_id: str, browser: Browser, pages: dict[str, Path]) -> None:
    data = opened(PACKAGES["repository"])
    browser.open(pages["repository"], f"#event/{event_id}")
    (event,) = data.frame("events").filter(event_id=event_id).to_dicts()
    assert browser.text("#detail-title") == event["label"]
    assert browser.text("#detail .summary") == event["summary"]
    negated = "Negated: said not to take place" in browser.text("#detail .chips")
    assert negated == (event["polarity"] == "negated")
    targets = browser.js(
        "return [...document.querySelectorAll('#detail section a')].map(a => decodeURIComponent(a.getAttribute('href')))"
    )
    taking = set(data.frame("event_actors").filter(event_id=event_id)["actor_id"])
    relations = data.frame("event_relations")
    others = set(relations.filter(event_id=event_id)["other_event_id"]) | set(
        relations.filter(other_event_id=event_id)["event_id"]
    )
    said = set(data.frame("statement_events").filter(event_id=event_id)["statement_id"])
    said |= set(data.frame("statements").filter(occasion=event_id)["statement_id"])
    assert {f"#actor/{a}" for a in taking} <= set(targets)
    assert {t for t in targets if t.startswith("#event/")} == {f"#event/{e}" for e in others}
    assert {t for t in targets if t.startswith("#statement/")} == {f"#statement/{s}" for s in said} != set()
    spans = data.frame("evidence").filter(event_id=event_id).sort("char_start")
    assert [r.rpartition("characters ")[2] for r in browser.texts("#detail tbody td:last-child")] == [
        f"{start}–{end}" for start, end in spans.select("char_start", "char_end").iter_rows()
    ]
    words = browser.texts("#detail tbody td:nth-child(2)")
    assert words == [exact or "not reproduced" for exact in spans["exact"].to_list()]


def test_a_stance_to_the_event_does_not_read_as_one_to_the_words(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["repository"], "#event/war-end")
    said = browser.texts("#detail section li")
    assert any(line.startswith("Antony Blinken (presupposes, certainly not): “is Vladimir Putin") for line in said)


def test_deep_links_open_what_they_name(browser: Browser, pages: dict[str, Path]) -> None:
    page = pages["repository"]
    data = opened(PACKAGES["repository"])
    browser.open(page, "#statement/kuleba-must-win")
    assert browser.texts("[role=tab][aria-selected=true]") == ["Statements"]
    (statement,) = data.frame("statements").filter(statement_id="kuleba-must-win").to_dicts()
    assert browser.text("#detail blockquote") == statement["quote"]
    browser.open(page, "#actor/nato")
    assert browser.texts("[role=tab][aria-selected=true]") == ["Network"]
    assert browser.text("#detail-title") == "NATO"
    browser.open(page, "#event/no-such-thing")
    assert "no event of that name" in browser.text("#detail")
    for fragment in ("#event/%E0%A4%A", "#constructor", "#constructor/x", "#event/", "#<b>"):
        browser.open(page, fragment)
        assert len(shown(browser)) == 27


def marked(browser: Browser) -> list[tuple[str, str]]:
    """The pieces of the text that lead somewhere, with where they lead."""
    return [
        (words, target)
        for words, target in browser.js(
            "return [...document.querySelectorAll('.passage a')].map(a => [a.textContent, a.getAttribute('href')])"
        )
    ]


def shortest_around(data: Dataset, column: str) -> dict[int, str]:
    """Offset -> the record of the shortest span that covers it; among equals, any."""
    spans = data.frame("evidence").filter(pl.col("source_id") == "article", pl.col(column).is_not_null())
    by_length = sorted(spans.select("char_start", "char_end", column).iter_rows(), key=lambda s: s[0] - s[1])
    return {at: record for start, end, record in by_length for at in range(start, end)}


@pytest.mark.parametrize(("kind", "mark"), [("event", "events"), ("statement", "statements"), ("actor", "actors")])
def test_the_text_stands_beside_what_it_tells_where_it_was_asked_for(
    kind: str, mark: str, browser: Browser, reader: Path
) -> None:
    data = opened(text=True)
    browser.open(reader, "#text")
    browser.js(
        "const s = document.querySelector('#which-spans'); s.value = arguments[0]; s.dispatchEvent(new Event('change'))",
        kind,
    )
    assert browser.texts("#which-spans option:checked") == [mark]
    text = data.texts["article"]
    assert browser.texts(".passage") == [text.content[start:end] for start, end in text.paragraphs]
    around = shortest_around(data, f"{kind}_id")
    breaks = {i for i, c in enumerate(text.content) if c == "\n"}
    pieces = marked(browser)
    assert "".join(words for words, _ in pieces) == "".join(text.content[i] for i in sorted(around) if i not in breaks)
    assert {target for _, target in pieces} == {f"#{kind}/{record}" for record in around.values()}
    listed = browser.js("return [...document.querySelectorAll('.margin a')].map(a => a.getAttribute('href'))")
    assert {t.removeprefix(f"#{kind}/") for t in listed} == set(
        data.frame("evidence").filter(source_id="article")[f"{kind}_id"].drop_nulls()
    )


def test_a_chosen_event_is_marked_in_the_text_and_found_from_its_panel(browser: Browser, reader: Path) -> None:
    data = opened(text=True)
    browser.open(reader, "#event/strike")
    spans = data.frame("evidence").filter(event_id="strike").sort("char_start")
    text = data.texts["article"].content
    slices = [text[a:b] for a, b in spans.select("char_start", "char_end").iter_rows()]
    assert browser.texts("#detail tbody td:nth-child(2)") == slices
    browser.click("#detail .find")
    assert browser.texts("[role=tab][aria-selected=true]") == ["Text"]
    assert browser.text("#detail-title") == "Strike of the dockers"
    covered = {i for a, b in spans.select("char_start", "char_end").iter_rows() for i in range(a, b)}
    here = "".join(browser.texts(".span.here"))
    assert here == "".join(text[i] for i in sorted(covered) if text[i] != "\n") != ""
    assert "here" in (browser.focused("class") or "")
    browser.press("ESCAPE")
    assert browser.texts(".span.here") == []
    browser.click("[name=topic]")
    kept = shown_topics(browser)
    assert {t for _, t in marked(browser)} <= {f"#event/{e}" for e in events(data, pl.col("topic").is_in(kept))}


def shown_topics(browser: Browser) -> list[str]:
    return browser.js("return [...document.querySelectorAll('[name=topic]:checked')].map(b => b.value)")


def test_a_reader_who_has_the_text_opens_it_and_no_other(
    browser: Browser, pages: dict[str, Path], tmp_path: Path
) -> None:
    browser.open(pages["harbour"], "#text")
    assert browser.texts(".passage") == []
    other = tmp_path / "other.txt"
    other.write_text(builder.ARTICLE.read_text(encoding="utf-8") + ".", encoding="utf-8")
    browser.driver.find_element("id", "text-file").send_keys(str(other))
    browser.until(lambda: any("not the text" in said for said in browser.texts("[role=alert]")))
    assert browser.texts(".passage") == []
    browser.driver.find_element("id", "text-file").send_keys(str(builder.ARTICLE))
    browser.until(lambda: bool(browser.texts(".passage")))
    text = opened(text=True).texts["article"]
    assert browser.texts(".passage") == [text.content[start:end] for start, end in text.paragraphs]


def test_a_package_without_a_text_of_its_own_has_no_text_view(browser: Browser, tmp_path: Path) -> None:
    data = with_cells(opened(), "sources", "source_id", "article", sha256=None, characters=None)
    write(browser, tmp_path / "x.html", data)
    assert "Text" not in browser.texts("[role=tab]")


def test_an_identifier_with_odd_characters_can_be_linked(browser: Browser, tmp_path: Path) -> None:
    odd = 'a/b?c#d%20"é'
    write(browser, tmp_path / "x.html", with_cells(opened(), "events", "event_id", "strike", event_id=odd))
    browser.js("document.querySelector('.row a[data-id*=\"%20\"]').click()")
    browser.until(lambda: browser.texts("#detail-title") == ["Strike of the dockers"])
    assert browser.text("#detail section:last-of-type code, #detail dl code") == odd


def test_statements_are_cards_with_speaker_quote_and_what_they_say(browser: Browser, pages: dict[str, Path]) -> None:
    data = opened(PACKAGES["repository"])
    browser.open(pages["repository"], "#statements")
    statements = data.frame("statements").sort("source_id", "position")
    names = dict(data.frame("actors").select("actor_id", "name").iter_rows())
    assert browser.texts(".card .speaker") == [names[s] for s in statements["speaker_id"].to_list()]
    assert browser.texts(".card blockquote") == statements["quote"].drop_nulls().to_list()
    assert browser.texts(".card .gist") == statements["summary"].to_list()
    pairs = data.frame("statement_events").height
    assert len(browser.texts(".card li em")) == pairs
    browser.js(
        "const a = document.querySelector('#actor'); a.value = 'antony-blinken'; a.dispatchEvent(new Event('change'))"
    )
    about = data.frame("event_actors").filter(actor_id="antony-blinken")["event_id"]
    wanted = statements.filter(
        (pl.col("speaker_id") == "antony-blinken")
        | pl.col("statement_id").is_in(
            data.frame("statement_events").filter(pl.col("event_id").is_in(about.implode()))["statement_id"].implode()
        )
    )
    assert browser.texts(".card .gist") == wanted["summary"].to_list()


@pytest.mark.parametrize(
    "table", ["events", "actors", "statements", "event_relations", "places", "sources", "evidence"]
)
def test_tables_hold_the_package_s_cells(table: str, browser: Browser, pages: dict[str, Path]) -> None:
    data = opened(PACKAGES["harbour"])
    browser.open(pages["harbour"], "#table")
    browser.js(
        "const t = document.querySelector('#which-table'); t.value = arguments[0]; t.dispatchEvent(new Event('change'))",
        table,
    )
    frame = data.frame(table)
    frame = frame.drop("sha256") if table == "evidence" else frame
    cells = browser.js(
        "return [...document.querySelectorAll('#view tbody tr')].map(r => [...r.cells].map(c => c.textContent))"
    )
    wanted = [
        ["" if v is None else f"{v:g}" if isinstance(v, float) else str(v) for v in row]
        for row in frame.head(100).iter_rows()
    ]
    assert cells == wanted
    column = frame.columns[0]
    for _ in range(2):
        browser.click(f"[data-sort='{column}']")
    assert browser.js("return document.querySelector('[aria-sort]').getAttribute('aria-sort')") == "descending"
    assert (
        browser.texts("#view tbody td:first-child") == sorted(frame[column].to_list(), key=natural, reverse=True)[:100]
    )


def test_the_network_tells_who_shares_events_with_whom(browser: Browser, pages: dict[str, Path]) -> None:
    data = opened(PACKAGES["repository"])
    browser.open(pages["repository"], "#network")
    taking = data.frame("event_actors").select("event_id", "actor_id").unique()
    pairs = taking.join(taking, on="event_id").filter(pl.col("actor_id") < pl.col("actor_id_right"))
    shared = pairs.group_by("actor_id", "actor_id_right").len().sort("actor_id", "actor_id_right")
    names = dict(data.frame("actors").select("actor_id", "name").iter_rows())
    edges = {t.rpartition(": ")[0]: int(t.rpartition(": ")[2].split()[0]) for t in browser.texts(".edge title")}
    assert edges == {f"{names[a]} and {names[b]}": n for a, b, n in shared.iter_rows()}
    nodes = browser.js("return [...document.querySelectorAll('.node')].map(n => n.querySelector('title').textContent)")
    assert set(nodes) == {names[a] for pair in shared.iter_rows() for a in pair[:2]}
    assert set(browser.texts("#view tbody th")) == set(nodes)
    browser.js(
        "document.querySelector('.node').dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))"
    )
    browser.until(lambda: browser.texts("#detail-title") == [nodes[0]])


def test_the_worst_cells_run_nothing_ask_nothing_and_come_whole(browser: Browser, pages: dict[str, Path]) -> None:
    data = worst()
    for wide, high in (DESK, PHONE):
        browser.look(wide, high)
        for fragment in (*(f"#{v}" for v in VIEWS), "#event/council-vote", "#statement/lind-cable"):
            browser.open(pages["worst"], fragment)
            assert (
                browser.js("return document.querySelectorAll('#view script, #view b[onclick], #detail script').length")
                == 0
            )
            assert browser.js("return document.documentElement.scrollWidth <= innerWidth"), fragment
            assert browser.noise() == []
    for event_id, label, summary in data.frame("events").select("event_id", "label", "summary").iter_rows():
        browser.js("location.hash = arguments[0]", f"#event/{event_id}")
        browser.until(lambda label=label: browser.texts("#detail-title") == [label])  # type: ignore[misc]
        assert browser.text("#detail .summary") == summary
    browser.open(pages["worst"], "#statements")
    assert set(browser.texts(".card blockquote")) == set(data.frame("statements")["quote"].drop_nulls())
    assert len(WORST[-1]) == 30_000


READ = dataclasses.replace(opened(text=True), include_texts=True)
"""The harbour with its text inside the page."""


BESIDE = (("events", "statements"), ("sources", "actors"), ("places", "codebook"), ("event_relations", "statement_events"), ("evidence",))  # fmt: skip
"""The tables, by twos where neither's cells decide whether the other's are shown."""


@pytest.mark.parametrize("tables", BESIDE, ids=lambda tables: "-".join(tables))
def test_no_view_is_blank_or_fails_where_a_column_is_empty(
    tables: tuple[str, ...], browser: Browser, tmp_path: Path
) -> None:
    problems = {}
    for columns in together(c for c in (*OPTIONAL, *REQUIRED) if c[0] in tables):
        html_.write(dataclasses.replace(without(columns, FEW), include_texts=True), tmp_path / "x.html")
        problems[tuple(columns)] = walk(browser, tmp_path / "x.html")
    assert {c: p for c, p in problems.items() if p} == {}


def test_every_column_is_emptied() -> None:
    assert {table for tables in BESIDE for table in tables} == {table for table, _ in (*OPTIONAL, *REQUIRED)}


@pytest.mark.parametrize("seed", [None, *range(2)])
def test_no_view_is_blank_or_fails_where_several_columns_are_empty(
    seed: int | None, browser: Browser, tmp_path: Path
) -> None:
    html_.write(without(OPTIONAL if seed is None else choice(seed), READ), tmp_path / "x.html")
    assert walk(browser, tmp_path / "x.html", thorough=True) == []


@pytest.mark.parametrize("lacking", [None, *SMALL])
def test_no_view_is_blank_or_fails_where_a_table_lacks_rows(
    lacking: str | None, browser: Browser, tmp_path: Path
) -> None:
    html_.write(dataclasses.replace(SMALL[lacking], include_texts=True) if lacking else READ, tmp_path / "x.html")
    assert walk(browser, tmp_path / "x.html", thorough=True) == []


def test_a_speaker_without_an_identifier_is_shown_in_the_source_s_words(browser: Browser, tmp_path: Path) -> None:
    data = with_cells(
        opened(), "statements", "statement_id", "union-strike", speaker_id=None, speaker_as_reported="a man at the gate"
    )
    html_.write(data, tmp_path / "x.html")
    browser.open(tmp_path / "x.html", "#statements")
    assert "a man at the gate" in browser.texts(".card .speaker")
    browser.open(tmp_path / "x.html", "#statement/union-strike")
    assert browser.text("#detail-title") == "a man at the gate"


def test_an_address_that_is_no_web_address_is_not_a_link(browser: Browser, tmp_path: Path) -> None:
    data = with_cells(opened(), "sources", "source_id", "article", url="javascript:alert(1)")
    html_.write(data, tmp_path / "x.html")
    for fragment in ("#about", "#table", f"#event/{data.rows('events')[0]['event_id']}"):
        browser.open(tmp_path / "x.html", fragment)
        schemes = browser.js("return [...document.links].map(a => a.getAttribute('href').split(/[:/]/)[0])")
        assert all(s.startswith("#") or s in ("http", "https") for s in schemes)


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    return axe_source(tmp_path_factory.mktemp("axe"))


@pytest.mark.parametrize(
    ("name", "size", "dark"),
    [
        ("repository", DESK, False),
        ("repository", PHONE, True),
        ("worst", DESK, False),
        ("worst", PHONE, True),
    ],
)
def test_axe_finds_no_violation(
    name: str, size: tuple[int, int], dark: bool, browser: Browser, pages: dict[str, Path], axe: str
) -> None:
    browser.look(*size, dark=dark)
    first = {"repository": ("#event/war", "#statement/kuleba-must-win", "#actor/nato"), "worst": ("#event/strike",)}[
        name
    ]
    for fragment in (*(f"#{v}" for v in VIEWS), *first):
        browser.open(pages[name], fragment)
        browser.js("document.querySelector('#filters').open = true")
        assert browser.violations(axe) == [], fragment


@pytest.mark.parametrize(("size", "dark"), [(DESK, False), (PHONE, True)])
def test_axe_finds_no_violation_in_the_text(
    size: tuple[int, int], dark: bool, browser: Browser, reader: Path, axe: str
) -> None:
    browser.look(*size, dark=dark)
    browser.open(reader, "#text")
    assert browser.violations(axe) == []
    browser.js("location.hash = '#event/strike'")
    browser.until(lambda: bool(browser.texts(".span.here")))
    assert browser.violations(axe) == []


def test_dark_is_dark_and_light_is_light(browser: Browser, pages: dict[str, Path]) -> None:
    grounds = {}
    for dark in (False, True):
        browser.look(dark=dark)
        browser.open(pages["harbour"])
        grounds[dark] = browser.js("return getComputedStyle(document.body).backgroundColor")
    assert grounds == {False: "rgb(255, 255, 255)", True: "rgb(15, 20, 27)"}


def test_paper_gets_the_events_and_no_controls(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["harbour"], "#event/strike")
    browser.look(media="print")
    visible = "return getComputedStyle(document.querySelector(arguments[0])).display !== 'none'"
    assert [browser.js(visible, s) for s in (".filters", ".bar-of-views", ".close")] == [False] * 3
    assert [browser.js(visible, s) for s in (".rows", "#detail", "h1")] == [True] * 3


def test_ten_thousand_events_are_quick(browser: Browser, big: tuple[Path, Dataset]) -> None:
    page, data = big
    start = time.monotonic()
    browser.open(page)
    browser.until(lambda: bool(browser.texts("#tab-timeline")))
    browser.click("#tab-timeline")
    browser.until(lambda: bool(browser.texts(".row .label")))
    assert time.monotonic() - start < 20
    size = "return document.querySelectorAll('*').length"
    assert browser.js(size) < 3000

    def timed(code: str) -> float:
        """Milliseconds of some code until the next frame is drawn."""
        return browser.js(
            f"const t = performance.now(); {code};"
            "return new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(performance.now() - t))))"
        )

    for code in (
        "scrollTo(0, 300000)",
        "document.querySelector('[name=topic][value=reform]').click()",
        "const w = document.querySelector('#words'); w.value = 'meeting'; w.dispatchEvent(new Event('input'))",
        *(f"document.querySelector('#tab-{v}').click()" for v in (*VIEWS[1:], VIEWS[0])),
        "document.querySelector('#show-all').click()",
    ):
        assert timed(code) < 4000, code
        assert browser.js(size) < 6000, code
    browser.until(lambda: browser.text("#found") == "10,000 events")
    browser.js("const l = document.querySelector('#lanes'); l.value = 'none'; l.dispatchEvent(new Event('change'))")
    browser.js("document.querySelector('.row a').focus()")
    browser.press("END")
    last = data.frame("events").filter(pl.col("earliest").is_null()).sort("position")["event_id"].to_list()[-1]
    assert browser.focused("data-id") == last
    assert browser.js("return document.activeElement.parentNode.getAttribute('aria-posinset')") == "10000"
    middle = data.frame("events").sort("position")["event_id"][5000]
    browser.js("location.hash = arguments[0]", f"#event/{middle}")
    browser.until(lambda: browser.js("return document.querySelector('.row [aria-current]')?.dataset.id") == middle)


def test_dates_of_every_level_are_drawn_and_said(browser: Browser, tmp_path: Path) -> None:
    cases = {
        "container-fall": ("-0044-03-15", None, None),
        "monday-talks": ("0079", date(79, 1, 1), date(79, 12, 31)),
        "worn-cable-warning": ("1984?/2004", date(1984, 1, 1), date(2004, 12, 31)),
        "new-cable": ("2024-05-1X", None, None),
        "strike": ("[2024-06..]", date(2024, 6, 1), None),
        "council-vote": ("[..2026-05-31]", None, date(2026, 5, 31)),
    }
    data = opened()
    for event, (edtf, earliest, latest) in cases.items():
        data = with_cells(data, "events", "event_id", event, date_edtf=edtf, earliest=earliest, latest=latest)
    write(browser, tmp_path / "x.html", data)
    rows = browser.js(
        "return [...document.querySelectorAll('.row a')].map(a => [a.dataset.id, a.querySelector('.more').textContent.split(' · ')[0],"
        " [...a.querySelectorAll('.piece')].map(p => parseFloat(p.style.left)), [...a.querySelectorAll('.doubt')].map(p => p.textContent)])"
    )
    said = {event: (when, marks) for event, when, _, marks in rows}
    assert said["container-fall"] == ("15 Mar 45 BCE", [])
    assert said["monday-talks"] == ("79 CE", [])
    assert said["worn-cable-warning"] == ("1984 ? – 2004", ["?"])
    assert said["new-cable"] == ("in 10–19 May 2024", [])
    assert said["strike"] == ("Jun 2024 or later", ["≥"])
    assert said["council-vote"] == ("by 31 May 2026", ["≤"])
    lefts = {event: min(left) for event, _, left, _ in rows if left}
    order = ["container-fall", "monday-talks", "worn-cable-warning", "new-cable", "strike", "council-vote"]
    assert [lefts[event] for event in order] == sorted(lefts[event] for event in order)
    assert lefts["council-vote"] > lefts["strike"]  # not from the beginning of time
    assert any("BCE" in tick for tick in browser.texts(".tick"))
    assert " that day or before, or later" in "".join(browser.texts(".key .sample"))


@pytest.mark.parametrize("far", ["Y-17E7", "Y17E8", "Y-170000002/..", "-9999/9999", "0000"])
def test_far_years_leave_the_page_whole(far: str, browser: Browser, tmp_path: Path) -> None:
    write(
        browser,
        tmp_path / "x.html",
        with_cells(opened(), "events", "event_id", "container-fall", date_edtf=far, earliest=None, latest=None),
    )
    lefts = browser.js("return [...document.querySelectorAll('.row .piece')].map(p => parseFloat(p.style.left))")
    assert len(lefts) >= 5
    assert all(0 <= left <= 100 for left in lefts)
