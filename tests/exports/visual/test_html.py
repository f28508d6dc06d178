"""The page as a file: what it may do, what it holds, and that no cell gets out of where it stands."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from event_timeline import profile
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.visual import html_
from tests.exports.datasets import PACKAGES, ROOT, opened, with_cells, worst


class Page(HTMLParser):
    """Elements with their attributes, and the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {}
        self.within = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside.setdefault(tag, []).append("")

        self.within = tag

    def handle_endtag(self, tag: str) -> None:
        self.within = ""

    def handle_data(self, data: str) -> None:
        if self.within:
            self.inside[self.within][-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def made(data: Dataset, folder: Path) -> str:
    html_.write(data, folder / "x.html")
    return (folder / "x.html").read_text(encoding="utf-8")


def held(page: Page) -> dict[str, Any]:
    """The data inside, as JSON's own reader has it."""
    (at,) = [i for i, a in enumerate(page.all("script")) if a.get("type") == "application/json"]
    return json.loads(page.inside["script"][at])


@pytest.mark.parametrize("name", [*PACKAGES, "worst"])
def test_every_cell_of_every_table_is_inside(name: str, tmp_path: Path) -> None:
    data = worst() if name == "worst" else opened(PACKAGES[name])
    tables = held(Page(made(data, tmp_path)))["tables"]
    assert list(tables) == list(profile.TABLES)
    for table, content in tables.items():
        frame = data.frame(table)
        columns = [c for c in frame.columns if (table, c) != ("evidence", "sha256")]
        assert [f["name"] for f in content["fields"]] == columns
        for column in columns:
            wanted = [v.isoformat() if hasattr(v, "isoformat") else v for v in frame[column].to_list()]
            assert content["columns"][column] == wanted, (table, column)


@pytest.mark.parametrize("name", [*PACKAGES, "worst"])
def test_cells_make_no_markup(name: str, tmp_path: Path) -> None:
    page = Page(made(worst() if name == "worst" else opened(PACKAGES[name]), tmp_path))
    assert [a for a in page.all("script") if a.get("type") != "application/json"] == [{}]
    assert len(page.all("script")) == 2
    assert page.all("b") == []
    assert not [a for _, attributes in page.elements for a in attributes if a.startswith("on")]


def test_characters_that_could_end_the_data_are_escaped(tmp_path: Path) -> None:
    text = made(with_cells(opened(), "events", "event_id", "strike", label="</script><!--\u2028\u2029&amp;"), tmp_path)
    raw = text.split('id="data">')[1].split("</script>")[0]
    assert not set("<>&\u2028\u2029") & set(raw)
    assert "</script><!--\u2028\u2029&amp;" in json.loads(raw)["tables"]["events"]["columns"]["label"]


def test_the_policy_allows_the_page_s_own_script_and_style_and_nothing_else(tmp_path: Path) -> None:
    page = Page(made(opened(), tmp_path))
    (policy,) = [m["content"] or "" for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    script = page.inside["script"][next(i for i, a in enumerate(page.all("script")) if not a)]
    style = page.inside["style"][0]

    def hashed(inside: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()}'"

    assert rules == {
        "default-src": "'none'",
        "script-src": hashed(script),
        "style-src": hashed(style),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_the_page_names_no_address_but_that_of_wikidata_to_follow(tmp_path: Path) -> None:
    page = Page(made(opened(), tmp_path))
    for tag, attributes in page.elements:
        for name in ("src", "href", "action", "data", "poster"):
            assert (attributes.get(name) or "#").startswith(("#", "data:,")), (tag, attributes)
    code = "".join(t for i, t in enumerate(page.inside["script"]) if not page.all("script")[i])
    assert set(re.findall(r"https?://[^\s\"'`]*", code)) == {
        "http://www.w3.org/2000/svg",
        "https://www.wikidata.org/wiki/${value}",
    }
    assert not re.findall(r"url\(|@import", page.inside["style"][0])


def test_no_script_of_the_page_makes_markup_of_text() -> None:
    for name in html_.SCRIPTS:
        code = (html_.PAGE / f"{name}.js").read_text(encoding="utf-8")
        assert not re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|fetch\(|XMLHttp", code
        )


def test_every_script_of_the_folder_is_in_the_page() -> None:
    assert sorted(p.stem for p in html_.PAGE.glob("*.js")) == sorted(html_.SCRIPTS)


def test_a_token_in_a_cell_is_not_filled(tmp_path: Path) -> None:
    data = opened()
    text = made(Dataset(data.descriptor | {"title": "{{data}} {{script}}"}, data.schemas, data.frames), tmp_path)
    assert text.count("{{data}} {{script}}") >= 2


def test_a_stranger_s_descriptor_does_not_break_the_page(tmp_path: Path) -> None:
    data = opened()
    odd: dict[str, Any] = {
        "title": None,
        "licenses": "MIT",
        "contributors": [None, {"title": 3}, {}],
        "sources": [{"path": "x"}],
        "keywords": {},
    }
    about = held(Page(made(Dataset(data.descriptor | odd, data.schemas, data.frames), tmp_path)))["about"]
    assert (about["title"], about["licenses"], about["contributors"], about["sources"]) == (data.name, [], ["3"], [])


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from event_timeline.exports.visual import html_; from tests.exports.datasets import opened; html_.write(opened(), Path(sys.argv[1]))"
    for seed in ("1", "2"):
        paths = os.pathsep.join([str(ROOT), str(ROOT / "scripts")])
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": paths, "TZ": f"UTC-{seed}"}
        subprocess.run([sys.executable, "-c", code, tmp_path / f"{seed}.html"], env=environment, check=True)
    assert (tmp_path / "1.html").read_bytes() == (tmp_path / "2.html").read_bytes()


def test_a_source_s_text_is_inside_only_if_asked_for(tmp_path: Path) -> None:
    data = opened(text=True)
    text = data.texts["article"].content
    assert "texts" not in held(Page(made(data, tmp_path)))
    asked = dataclasses.replace(data, include_texts=True)
    assert held(Page(made(asked, tmp_path)))["texts"] == {"article": text}
