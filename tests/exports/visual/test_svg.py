"""The picture: every event with its date and status in it, harmless, legible in light and dark, the same each time."""

from __future__ import annotations

import base64
import re
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from event_timeline.exports import FORMATS
from event_timeline.exports.visual import png, svg
from event_timeline.exports.visual.svg_shapes import DARK, LIGHT, SHAPES, lines, width
from event_timeline.exports.visual.timeline import timeline_entries
from event_timeline.model import UserError
from tests.benchmarks.generate import generate
from tests.exports.browser import Browser
from tests.exports.datasets import PACKAGES, opened, with_cells, worst

NAMESPACE = "{http://www.w3.org/2000/svg}"


def read(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def texts(root: ElementTree.Element) -> list[str]:
    return [t.text or "" for t in root.iter(f"{NAMESPACE}text")]


def told(root: ElementTree.Element) -> dict[str, ElementTree.Element]:
    """Event groups by their hover text."""
    groups = ((g.find(f"{NAMESPACE}title"), g) for g in root.iter(f"{NAMESPACE}g"))
    return {title.text or "": g for title, g in groups if title is not None}


@pytest.mark.parametrize("name", PACKAGES)
def test_every_event_is_there_with_status_polarity_and_date(name: str) -> None:
    data = opened(PACKAGES[name])
    groups = told(read(svg.draw(data)))
    assert len(groups) == data.frame("events").height
    for mark in timeline_entries(data):
        state = mark.status + (", negated" if mark.negated else "")
        (found,) = [t for t in groups if t.startswith(f"{mark.label}: ") and state in t.casefold()]
        assert mark.when in found


@pytest.mark.parametrize("name", PACKAGES)
def test_status_and_polarity_have_shapes_of_their_own(name: str) -> None:
    data = opened(PACKAGES[name])
    groups = told(read(svg.draw(data)))
    shapes: dict[tuple[str, bool], set[str]] = {}
    for mark in timeline_entries(data):
        (group,) = [g for t, g in groups.items() if t.startswith(f"{mark.label}: ")]
        (shape,) = [g for g in group if g.tag == f"{NAMESPACE}g"]
        colourless = re.sub(r' (class|fill|stroke|xmlns:\w+)="[^"]*"', "", ElementTree.tostring(shape[0], "unicode"))
        shapes.setdefault((mark.status, mark.negated), set()).add(colourless + str(len(shape)))
    drawn = [s for some in shapes.values() for s in some]
    assert all(len(some) == 1 for some in shapes.values())
    assert len(set(drawn)) == len(drawn)


def test_bars_begin_in_the_order_of_their_days() -> None:
    data = opened(PACKAGES["repository"])
    groups = told(read(svg.draw(data)))
    begin = []
    for mark in timeline_entries(data):
        if mark.extent and mark.extent.first:
            group = next(g for t, g in groups.items() if t.startswith(f"{mark.label}: "))
            bar = list(group)[-1]
            begin.append((mark.extent.first, float(bar.get("x") or re.match(r"M([\d.]+)", bar.get("d", ""))[1])))
    assert len(begin) == 8
    for (day, place), (next_day, next_place) in pairwise(begin):
        assert (day < next_day) == (place + 2 < next_place)  # a hollow bar's line is 2 wide


def test_open_unknown_and_doubtful_dates_are_drawn_differently() -> None:
    kinds = {}
    for edtf, earliest, latest in (
        ("2024-05-13", date(2024, 5, 13), date(2024, 5, 13)),
        ("2024-05-13/..", date(2024, 5, 13), None),
        ("2024-05-13/", date(2024, 5, 13), None),
        ("2024-05", date(2024, 5, 1), date(2024, 5, 31)),
        ("2024-05-13?", date(2024, 5, 13), date(2024, 5, 13)),
        ("2024-05-13~", date(2024, 5, 13), date(2024, 5, 13)),
    ):
        cells = {"date_edtf": edtf, "earliest": earliest, "latest": latest}
        root = read(svg.draw(with_cells(opened(), "events", "event_id", "container-fall", **cells)))
        (group,) = [g for t, g in told(root).items() if t.startswith("A container falls")]
        bars = list(group)[list(group).index(next(g for g in group if g.tag == f"{NAMESPACE}g")) + 3 :]
        kinds[edtf] = tuple((b.tag, "stroke-dasharray" in b.attrib, "L" in b.get("d", ""), b.text) for b in bars)
    assert len(set(kinds.values())) == len(kinds)


def bars_of(edtf: str, **bounds: date | None) -> list[tuple[float, str | None]]:
    """The left end and the words of what is drawn at the vote's height, with the vote on another date."""
    cells = {"date_edtf": edtf, "earliest": None, "latest": None, **bounds}
    root = read(svg.draw(with_cells(opened(), "events", "event_id", "council-vote", **cells)))
    (group,) = [g for t, g in told(root).items() if t.startswith("Vote of the council")]
    bars = list(group)[list(group).index(next(g for g in group if g.tag == f"{NAMESPACE}g")) + 3 :]
    return [(float(b.get("x") or re.match(r"M([\d.]+)", b.get("d", ""))[1]), b.text) for b in bars]


def test_a_deadline_is_drawn_on_its_day_and_what_lasted_until_then_from_the_edge() -> None:
    deadline = bars_of("[..2026-05-31]", latest=date(2026, 5, 31))
    lasted = bars_of("../2026-05-31", latest=date(2026, 5, 31))
    assert [text for _, text in deadline if text] == ["≤"]
    assert min(x for x, text in deadline if not text) > 700
    assert min(x for x, _ in lasted) < svg.PLOT_LEFT + 40 < 700


BREAK = re.compile(r"M[\d.]+ ([\d.]+)l5-10M")


@pytest.mark.parametrize("edtf", ["-0043-03-15", "[..-0043-03-15]", "0000", "[..2026-05-31]"])
def test_the_sign_of_a_break_touches_neither_the_names_of_days_nor_a_bar(edtf: str) -> None:
    cells = {"date_edtf": edtf, "earliest": None, "latest": None}
    root = read(svg.draw(with_cells(opened(), "events", "event_id", "council-vote", **cells)))
    signs = [float(found[1]) for p in root if (found := BREAK.match(p.get("d", "")))]
    assert len(signs) > 2
    bottom, top = max(signs), min(signs) - 10
    header = [t for t in root if t.tag == f"{NAMESPACE}text" and float(t.get("y", "0")) < bottom]
    descenders = 0.25 * 12  # of letters of size 12
    assert max(float(t.get("y", "0")) for t in header) + descenders < top
    bars = [float(b.get("y", "0")) for g in told(root).values() for b in g if b.tag == f"{NAMESPACE}rect"]
    bars += [
        float(b.get("d", "").split()[1].split("H")[0])
        for g in told(root).values()
        for b in list(g)[2:]
        if b.tag == f"{NAMESPACE}path" and b.get("d", "").endswith("z")
    ]
    assert len(bars) > 4
    assert min(bars) > bottom + 3


def test_dashes_have_one_meaning_and_each_frame_or_bar_that_occurs_is_explained() -> None:
    root = read(svg.draw(opened()))
    dashed = {t.get("stroke-dasharray") for t in root.iter(f"{NAMESPACE}rect") if t.get("stroke-dasharray")}
    legend = [
        " ".join(texts(root)).count(words) for words in ("Dotted frame: not, or not yet,", "Dashed: some time in it")
    ]
    assert dashed == {"0.1 4", "3 2.4"}  # dots of frames, dashes of bars
    assert legend == [1, 1]


def test_each_end_of_an_interval_has_its_own_mark_of_doubt() -> None:
    def marks_at(edtf: str) -> list[str]:
        bars = bars_of(edtf)
        left = min(x for x, text in bars if not text)
        return ["before" if x < left else "after" for x, text in bars if text]

    assert marks_at("1984?/2004") == ["before"]
    assert marks_at("1984/2004?") == ["after"]
    assert sorted(marks_at("1984~/2004?")) == ["after", "before"]
    assert marks_at("1984/2004") == []


@pytest.mark.parametrize("edtf", ["-0044-03-15", "0000", "Y-17E7", "Y12345"])
def test_an_event_of_any_year_is_drawn(edtf: str) -> None:
    assert [text for _, text in bars_of(edtf)] == [None]


def test_the_worst_cells_are_harmless_and_cut() -> None:
    text = svg.draw(worst())
    root = read(text)
    tags = {e.tag.removeprefix(NAMESPACE) for e in root.iter()}
    assert tags <= {"svg", "title", "desc", "metadata", "style", "rect", "path", "circle", "g", "text"}
    assert not [a for e in root.iter() for a in e.attrib if a.startswith("on") or "href" in a]
    assert "<script>alert('x')</script> & <b onclick=\"y\">" in (root.find(f"{NAMESPACE}title").text or "")
    assert all(len(t) < 140 for t in texts(root))


def test_what_xml_cannot_hold_is_replaced() -> None:
    data = with_cells(opened(), "events", "event_id", "strike", label="a\x00b\x08c\ufffed")
    assert "a�b�c�d" in "".join(texts(read(svg.draw(data)))).replace(" ", "")


def test_nothing_is_fetched() -> None:
    for name in PACKAGES:
        addresses = re.findall(r"(?:url\(|href=|src=|@import|https?:)[^ ]*", svg.draw(opened(PACKAGES[name])))
        assert addresses == ['http://www.w3.org/2000/svg"'] or addresses == ['http://www.w3.org/2000/svg"']


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_has_contrast_on_paper_and_card(colours: dict[str, str]) -> None:
    for ground in ("paper", "card"):
        for name in set(colours) - {"paper", "card", "line"}:
            light, dark = sorted((luminance(colours[name]), luminance(colours[ground])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (name, ground)


def test_dark_has_every_colour_of_light() -> None:
    assert set(LIGHT) == set(DARK)
    style = read(svg.draw(opened())).find(f"{NAMESPACE}style").text or ""
    assert "prefers-color-scheme:dark" in style
    assert all(colour in style for colour in DARK.values())


def test_more_events_than_can_be_named_are_counted(tmp_path: Path) -> None:
    generate(tmp_path / "big", 2000, texts="none")
    data = opened(tmp_path / "big")
    text = svg.draw(data)
    assert len(text) < 100_000
    words = texts(read(text))
    events = data.frame("events")
    for topic, label in (("conflict", "Conflict"), ("reform", "Reform")):
        some = events.filter(topic=topic)
        row = words[words.index("All events") :]
        at = row.index(label)
        counts = [int(n.replace(",", "").replace("–", "0")) for n in row[at + 1 : at + 9]]
        statuses = ["occurred", "ongoing", "habitual", "planned", "conditional", "hypothetical", "asserted"]
        assert counts == [*(some.filter(status=s).height for s in statuses), some.filter(polarity="negated").height]


def test_lines_fit_their_room() -> None:
    for some in (
        "Short",
        "A label that is rather longer than its room allows for",
        "W" * 300,
        "一二三四五六七八九十" * 9,
        "",
    ):
        broken = lines(some, 13, 120, 2)
        assert 1 <= len(broken) <= 2
        assert all(width(line, 13, 600) <= 121 for line in broken)
    assert lines("Short", 13, 120, 2) == ["Short"]


def test_a_package_without_events_still_has_a_picture() -> None:
    data = opened()
    empty = {n: f.clear() for n, f in ((t, data.frame(t)) for t in data.frames)}
    bare = type(data)(data.descriptor, data.schemas, {n: f.lazy() for n, f in empty.items()})
    assert "0 events: 0 dated, 0 undated" in " ".join(texts(read(svg.draw(bare))))


def test_a_status_of_the_package_s_own_gets_the_nameless_shape() -> None:
    data = with_cells(opened(), "events", "event_id", "strike", status="rumoured")
    assert "rumoured" in " ".join(texts(read(svg.draw(data))))
    assert SHAPES[""][:20] in svg.draw(data)


@pytest.mark.programs
@pytest.mark.xdist_group("browser")
def test_the_png_shows_the_picture_at_twice_its_size(tmp_path: Path) -> None:
    data = opened()
    png.write(data, tmp_path / "x.png")
    content = (tmp_path / "x.png").read_bytes()
    assert b"tEXtSoftware\0urn:event-timeline:export:png:2:sha256:" in content
    root = read(svg.draw(data))
    browser = Browser(tmp_path / "profile")
    try:
        wide, high, *colours = browser.js(
            """const image = new Image();
            image.src = "data:image/png;base64," + arguments[0];
            return image.decode().then(() => {
              const { width, height } = image, canvas = Object.assign(document.createElement("canvas"), { width, height });
              const brush = canvas.getContext("2d");
              brush.drawImage(image, 0, 0);
              return [width, height, ...new Set(new Uint32Array(brush.getImageData(0, 0, width, height).data.buffer))];
            })""",
            base64.b64encode(content).decode(),
        )
    finally:
        browser.close()
    assert (wide, high) == (2 * int(root.attrib["width"]), round(2 * float(root.attrib["height"])))
    seen = {(c & 255, c >> 8 & 255, c >> 16 & 255) for c in colours}
    assert {(255, 255, 255), (11, 92, 173), (168, 67, 26), (27, 36, 48)} <= seen


def test_the_extra_of_the_png_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(UserError) as error:
        FORMATS["png"].writer()(opened(), tmp_path / "x.png")
    assert error.value.hint == "pip install 'event-timeline[picture]'"
