"""Arguments of the public functions: one item where several are meant, strings and paths, and what is neither."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import event_timeline as et
from tests import builder

FUNCTIONS = {name: getattr(et, name) for name in et.__all__ if inspect.isfunction(inspect.unwrap(getattr(et, name)))}
SEVERAL = [
    (name, parameter.name)
    for name, function in FUNCTIONS.items()
    for parameter in inspect.signature(function).parameters.values()
    if str(parameter.annotation).startswith(("Sequence[", "Sources"))
]
"""(function, parameter) of those that take several items."""
NEEDED: dict[str, Callable[[Path], dict[str, Any]]] = {
    "new": lambda p: {"folder": p / "new", "source": builder.ARTICLE, "title": "T", "contributors": ["Doe, Jane"]},
    "import_": lambda p: {"format": "zip", "file": p / "harbour.zip", "folder": p / "imported"},
    "merge": lambda p: {"packages": [p / "harbour"], "folder": p / "merged"},
    "locate": lambda p: {"words": "the", "package": p / "harbour"},
    "export": lambda p: {"package": p / "harbour", "format": "json", "path": p / "out.json"},
    "export_stream": lambda p: {"package": p / "harbour", "format": "json"},
}
"""Function -> what a call of it needs; the others need a package."""


def call(name: str, folder: Path, **arguments: Any) -> Any:
    needed = NEEDED.get(name, lambda p: {"package": p / "harbour"})(folder)
    result = FUNCTIONS[name](**(needed | arguments))
    if name == "edit":
        with result:
            return None
    return list(result) if isinstance(result, Iterator) else result


def test_the_public_functions_that_take_several_items_are_known() -> None:
    assert len(SEVERAL) > 15
    assert {("validate", "select"), ("stamp", "keywords"), ("merge", "packages"), ("validate", "sources")} <= set(
        SEVERAL
    )


@pytest.mark.parametrize(("name", "parameter"), SEVERAL)
@pytest.mark.parametrize("value", [3, [3], b"EVD", [None]], ids=repr)
def test_what_is_no_item_is_refused(name: str, parameter: str, value: object, harbour: Path) -> None:
    before = builder.read(harbour / "datapackage.json")
    with pytest.raises(et.Error, match=parameter):
        call(name, harbour.parent, **{parameter: value})
    assert builder.read(harbour / "datapackage.json") == before


@pytest.mark.parametrize("name", ["select", "ignore"])
def test_one_code_is_not_its_letters(name: str, harbour: Path) -> None:
    one, listed = (call("validate", harbour.parent, **{name: value}) for value in ("EVD016", ["EVD016"]))
    assert one.ran == listed.ran


def test_one_keyword_contributor_actor_or_status_is_one(harbour: Path) -> None:
    assert et.stamp(harbour, keywords="ports", dry_run=True) == et.stamp(harbour, keywords=["ports"], dry_run=True)
    made = call("new", harbour.parent, contributors="Doe, Jane")
    assert [c["title"] for c in made.package.descriptor["contributors"]] == ["Jane Doe"]
    for name, value in {"actors": "mira-holm", "statuses": "occurred", "topics": "safety"}.items():
        one, listed = (call("timeline", harbour.parent, **{name: given}) for given in (value, [value]))
        assert one.events == listed.events


TEXT = str(builder.ARTICLE)


@pytest.mark.parametrize(
    "given",
    [TEXT, builder.ARTICLE, [builder.ARTICLE], iter([TEXT]), {"article": TEXT}, {"article": builder.ARTICLE}],
    ids=["string", "path", "paths", "generator", "mapping", "mapping of paths"],
)  # fmt: skip
def test_a_text_is_given_in_any_form(given: Any, harbour: Path) -> None:
    assert et.validate(harbour, given, select="EVD").skipped == []


@pytest.mark.parametrize("name", ["locate", "quotations", "coverage", "stamp"])
def test_every_function_takes_texts_in_the_same_forms(name: str, harbour: Path) -> None:
    forms = [TEXT, builder.ARTICLE, [f"article={TEXT}"], {"article": builder.ARTICLE}]
    more = {"dry_run": True} if name == "stamp" else {}
    results = [call(name, harbour.parent, sources=form, **more) for form in forms]
    if name == "locate":
        results = [[found.at for found in result.occurrences] for result in results]
    assert all(result == results[0] for result in results)


@pytest.mark.parametrize("wrong", [None, 3, {}, b"harbour"], ids=repr)
def test_what_is_no_package_is_refused(wrong: Any) -> None:
    with pytest.raises(et.Error, match="a package cannot be of the type"):
        et.read(wrong)


def test_an_opened_package_is_returned_as_it_is(harbour: Path) -> None:
    package = et.read(harbour)
    assert et.read(package) is package


def test_a_report_is_true_where_the_package_is_valid(harbour: Path) -> None:
    assert et.validate(harbour)
    (harbour / "data" / "events.csv").unlink()
    assert not et.validate(harbour)


@pytest.mark.parametrize("threshold", [-0.1, 1.0, float("nan")])
def test_a_threshold_is_from_0_to_below_1(threshold: float, harbour: Path) -> None:
    with pytest.raises(et.Error, match="threshold"):
        et.agree(harbour, harbour, threshold=threshold)


def test_a_limit_is_not_below_0(harbour: Path) -> None:
    with pytest.raises(et.Error, match="limit"):
        et.validate(harbour, limit=-1)
