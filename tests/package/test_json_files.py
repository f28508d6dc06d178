"""JSON of untrusted files: what is refused, at which line and column."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from event_timeline.model import UserError
from event_timeline.package import json_files


def refused(content: bytes, folder: Path) -> str:
    (folder / "a.json").write_bytes(content)
    with pytest.raises(UserError) as caught:
        json_files.read_json(folder / "a.json", "a.json")
    return caught.value.message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"a": \xff}', "a.json:1:7: not UTF-8"),
        (b"[1]", "a.json: not a JSON object"),
        (b'{\n "a": 1,\n}', "a.json:3:1: not JSON"),
        (b'{\n "a": NaN}', "a.json:2:7: NaN is not a number"),
        (b'{"a": 1e999}', "a.json:1:7: 1e999 is not a number"),
        (b'{"a": -1.5E-999}', "a.json:1:7: -1.5E-999 is not a number"),
        (b'{"a": ' + b"9" * 400 + b"}", "a.json:1:7: 99999999999999999999\N{HORIZONTAL ELLIPSIS} (400 characters)"),
        (b'{"a": ' + b"[" * 101 + b"]" * 101 + b"}", "a.json:1:106: nested more than 100 levels deep"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "a.json:1:106: nested more than 100 levels deep"),
        (b'{"a": "\\ud83d"}', "a.json:1:8: \\ud83d is half a character"),
        (b'{"a": "\\ude00"}', "a.json:1:8: \\ude00 is half a character"),
        (b'{"a": "\\ud83d \\ude00"}', "a.json:1:8: \\ud83d is half a character"),
    ],
)
def test_refuses_what_not_every_reader_can_hold(content: bytes, message: str, tmp_path: Path) -> None:
    assert refused(content, tmp_path).startswith(message)


def test_refuses_a_large_file_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_files, "MAX_BYTES", 2**20)
    assert refused(b" " * (2**20 + 1), tmp_path) == "a.json: larger than 1 MB"


def test_reports_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"^a\.json: Is a directory"):
        json_files.read_json(tmp_path, "a.json")


def test_reads_escaped_pairs_and_collects_duplicate_keys(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes('\ufeff{"b": {"a": 1, "a": 2}, "c": "\\ud83d\\ude00\\n"}'.encode())
    duplicates: list[str] = []
    assert json_files.read_json(tmp_path / "a.json", "a.json", duplicates) == {
        "b": {"a": 2},
        "c": "\N{GRINNING FACE}\n",
    }
    assert duplicates == ["a"]


def test_places_duplicate_keys_in_objects_only() -> None:
    text = '{"a": ["a", "a"], "b": {\n"a": 1,\n "\\u0061": 2}, "c": 1, "c": 2}'
    assert list(json_files.duplicate_keys(text)) == [("a", 3, 2), ("c", 3, 24)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("indent", [None, 1, 2, 4, "\t"])
def test_json_is_written_in_the_layout_that_it_had(indent: int | str | None, end: str) -> None:
    def text(value: object) -> str:
        return (json.dumps(value, indent=indent, ensure_ascii=False) + "\n").replace("\n", end)

    assert json_files.rendered_like(text({"a": [1], "b": {}}), {"a": [2], "é": 1}) == text({"a": [2], "é": 1})


def test_json_without_a_layout_is_indented_by_two_blanks() -> None:
    assert json_files.rendered_like(json_files.USUAL, {"a": 1}) == '{\n  "a": 1\n}\n'
    assert json_files.rendered_like("{}", {"a": 1}) == '{"a": 1}\n'
