"""Calls with values of wrong types, generated for every field of every call: each is answered, none as an error of the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import builder
from tests.workbench.served import Served, served

pytestmark = pytest.mark.slow
WRONG: list[Any] = [
    None,
    True,
    10**30,
    "x",
    "\ud800",
    "\0",
    "$9",
    [],
    [[]],
    ["x"],
    {},
    {"x": 1},
    {"x": [[]]},
    float("nan"),
]
SPAN = ["harbour", 0, 3, "The"]
OPERATIONS: list[dict[str, Any]] = [
    {"do": "add", "table": "actors", "cells": {"name": "X", "kind": "group"}, "spans": {"mention": [SPAN]}},
    {"do": "set", "row": "actors/denmark", "cells": {"note": "X"}},
    {"do": "remove", "row": "exceptions/none"},
    {"do": "span", "record": "actor:denmark", "part": "mention", "spans": [SPAN]},
    {"do": "move", "row": "evidence/none", "span": SPAN},
    {"do": "keywords", "words": ["harbour"]},
]
CALLS: list[tuple[str, dict[str, Any]]] = [
    *(("change", {"version": "", "label": "x", "operations": [o]}) for o in OPERATIONS),
    ("compare", {"version": "", "difference": "x", "take": "first", "reason": "x"}),
    ("suggest", {"what": "mentions", "actor": "x"}),
    ("suggest", {"what": "dates", "source": "x"}),
    ("suggest", {"what": "codes", "kind": "x"}),
    ("undo", {"version": ""}),
    ("redo", {"version": ""}),
    ("fix", {"version": "", "dry_run": True}),
    ("new", {"text": "x", "title": "x", "contributor": "x", "keywords": "x", "language": "en"}),
]


def changed(value: Any) -> Iterator[Any]:
    """A value with each of its parts, and itself, replaced by each wrong one, and left out."""
    yield from WRONG
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in items:
        for other in changed(part):
            copy = value.copy()
            copy[key] = other
            yield copy
        copy = value.copy()
        del copy[key]
        yield copy


@pytest.mark.parametrize(("path", "body"), CALLS)
def test_a_value_of_a_wrong_type_is_answered(tmp_path: Path, harbour: Path, path: str, body: dict[str, Any]) -> None:
    (tmp_path / "second").mkdir()
    with served(harbour, beside=builder.copy_of_harbour(tmp_path / "second")) as bench:
        version = bench.state()["version"]
        failed = []
        for key in body if path != "change" else ["operations", "label", "version"]:
            for other in changed(body[key]):
                answer = bench.send(f"/api/{path}", body | {"version": version} | {key: other})
                if answer.status == 200:
                    version = answer.json.get("version", version)
                elif answer.status not in (400, 409) or not answer.json["error"]:
                    failed.append((key, other, answer.status))
        assert not failed


@pytest.mark.parametrize("spans", [[[]], 1, "x", [], True])
def test_spans_that_are_no_object_are_refused_with_a_message(bench: Served, spans: object) -> None:
    answer = bench.change({"do": "add", "table": "actors", "cells": {"name": "X", "kind": "group"}, "spans": spans})
    assert answer.status == 400
    assert answer.json["error"] == "`spans` is not part -> spans"


def test_half_a_character_and_a_number_that_json_has_not_are_refused(bench: Served) -> None:
    half = bench.change({"do": "set", "row": "actors/\ud800", "cells": {"note": "x"}})
    assert (half.status, half.json["error"]) == (400, "the body has half a character (a lone surrogate)")
    number = bench.change({"do": "move", "row": "evidence/x", "span": ["harbour", float("nan"), 3, "The"]})
    assert (number.status, number.json["error"]) == (400, "the body is not JSON")
