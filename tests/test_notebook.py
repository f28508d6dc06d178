"""A package and a report in a notebook: IPython shows them as HTML that runs and loads nothing."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config

from tests import builder

HOSTILE = '<script>alert("1")</script><img src="https://example.org/x.png" onerror="alert(2)">'


class Shown(HTMLParser):
    """The elements of what was shown, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}

    @property
    def attributes(self) -> set[str]:
        return {name for _, attributes in self.elements for name in attributes}


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    """A shell as a notebook's kernel has one, in a folder that holds the package."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.chdir(tmp_path)
    yield InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    InteractiveShell.clear_instance()


def cell(shell: InteractiveShell, code: str) -> dict[str, str]:
    """Run a cell that displays the value of an expression, and return what is shown: MIME type -> content."""
    with capture_output() as captured:
        shell.run_cell(f"import event_timeline as et\ndisplay({code})").raise_error()
    (shown,) = captured.outputs
    return shown.data


def test_a_report_is_a_table_of_its_problems(shell: InteractiveShell, harbour: Path) -> None:
    events = harbour / "data" / "events.csv"
    builder.write(events, builder.read(events).replace("2024-05-13", "2024-05-33"))
    data = cell(shell, f"et.validate({str(harbour)!r}, select=['DAT'])")
    shown = Shown(data["text/html"])
    assert shown.tags == {"p", "strong", "table", "tr", "th", "td"}
    assert shown.text.startswith("invalid: ")
    assert "DAT001" in shown.text
    assert "2024-05-33" in shown.text
    assert data["text/plain"].startswith("<event_timeline.Report valid=False")


def test_a_package_is_its_picture_and_the_size_of_its_tables(shell: InteractiveShell, harbour: Path) -> None:
    data = cell(shell, f"et.read({str(harbour)!r})")
    shown = Shown(data["text/html"])
    assert shown.tags == {"p", "strong", "img", "table", "tr", "th", "td"}
    assert "event_actors20" in shown.text
    kind, _, picture = next(a["src"] or "" for tag, a in shown.elements if tag == "img").partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert b"<svg" in b64decode(picture)


@pytest.mark.parametrize("code", ["et.read('harbour')", "et.validate('harbour')"])
def test_what_a_package_says_is_text_and_loads_nothing(code: str, shell: InteractiveShell, harbour: Path) -> None:
    for path, old in (("datapackage.json", '"title": "'), ("data/events.csv", "occurred")):
        file = harbour / path
        hostile = HOSTILE.replace('"', '\\"' if path.endswith("json") else "'")
        builder.write(file, builder.read(file).replace(old, f"{old}{hostile}", 1))
    shown = Shown(cell(shell, code.replace("'harbour'", repr(str(harbour))))["text/html"])
    assert "<script>alert(" in shown.text
    assert not shown.tags & {"script", "style", "link", "iframe", "object", "embed", "svg", "a"}
    assert shown.attributes <= {"src", "alt"}
    assert all((a["src"] or "").startswith("data:image/svg+xml;base64,") for _, a in shown.elements if "src" in a)


@pytest.mark.parametrize(("code", "words"), [
    ("et.diff('harbour', 'harbour')", "no difference"), ("et.stats('harbour')", "problems: none"),
    ("et.timeline('harbour')", "Vote of the council"), ("et.fix('harbour')", "nothing to fix"),
    ("et.agree('harbour', 'harbour')", "F1"), ("et.locate('Osterhavn', 'harbour')", "paragraph"),
])  # fmt: skip
def test_a_result_is_shown_as_its_text(code: str, words: str, shell: InteractiveShell, harbour: Path) -> None:
    shown = cell(shell, code)
    assert set(shown) == {"text/plain"}
    with capture_output() as printed:
        shell.run_cell(f"print({code})").raise_error()
    assert printed.stdout == shown["text/plain"] + "\n"
    assert words in printed.stdout, printed.stdout


def test_signs_that_do_not_print_are_written_out(shell: InteractiveShell, harbour: Path) -> None:
    path = harbour / "datapackage.json"
    builder.write(
        path, builder.read(path).replace('"title": "The harbour', '"title": "The\\u202e \\u001b[31m harbour', 1)
    )
    shown = cell(shell, "et.read('harbour')")["text/html"]
    assert "harbour" in shown
    assert not set("\u202e\x1b") & set(shown)
