"""Arguments of the public functions: one item where several are meant, strings and paths, and what is neither."""

from __future__ import annotations

import inspect
import itertools
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
    "suggest_mapping": lambda p: {"file": p / "events.csv"},
    "export_stream": lambda p: {"package": p / "harbour", "format": "json"},
}
"""Function -> what a call of it needs; the others need a package."""


def needed(name: str, folder: Path) -> dict[str, Any]:
    return NEEDED.get(name, lambda p: {"package": p / "harbour"})(folder)


def call(name: str, folder: Path, **arguments: Any) -> Any:
    result = FUNCTIONS[name](**(needed(name, folder) | arguments))
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


ANY: Any = et
"""The module for calls that its annotations exclude."""
PARAMETERS = [
    (name, parameter.name)
    for name, function in FUNCTIONS.items()
    for parameter in inspect.signature(function).parameters.values()
]
NO_VALUE: tuple[Any, ...] = (object(), 3.5, b"x", ["x", 5], {"x": object()}, "\0", "x" * 300)
"""Values that hardly any parameter takes."""
NEEDED |= {
    "read": lambda p: {"location": p / "harbour"},
    "explain": lambda p: {},
    "formats": lambda p: {},
    "styles": lambda p: {},
    "diff": lambda p: {"old": p / "harbour", "new": p / "harbour"},
    "agree": lambda p: {"a": p / "harbour", "b": p / "harbour"},
    "bump": lambda p: {"package": p / "harbour", "level": "minor"},
    "pandera_schema": lambda p: {"table": "events"},
    "publish": lambda p: {"package": p / "harbour", "folder": p / "deposit"},
}


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids=str)
def test_a_value_of_a_wrong_type_is_refused_with_a_sentence(name: str, parameter: str, harbour: Path) -> None:
    refused = [said for value in NO_VALUE if (said := refusal(name, parameter, value, harbour.parent))]
    assert refused, "none was refused"
    assert [said for said in refused if len(said.split()) < 3 or len(said) > 1_000] == []


def refusal(name: str, parameter: str, value: object, folder: Path) -> str:
    """What a call says that is refused as it should; nothing where it is not refused."""
    try:
        call(name, folder, **{parameter: value})
    except (et.Error, TypeError) as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    "act",
    [
        lambda d: d.add("actors", evidence="Mira Holm", name="X", kind="person"),
        lambda d: d.add("actors", evidence={"mention": 5}, name="X", kind="person"),
        lambda d: d.add("actors", name=["X"], kind="person"),
        lambda d: d.add(5, name="X"),
        lambda d: d.add_evidence("actor:mira-holm", "mention", 5),
        lambda d: d.add_evidence("actor:mira-holm", 5, "Mira"),
        lambda d: d.add_spans("actor:mira-holm", "mention", [(1, 2)]),
        lambda d: d.set(("actors", "mira-holm"), note="x"),
        lambda d: d.set("actors/mira-holm", note=b"x"),
        lambda d: d.remove(5),
    ],
)
def test_an_editor_refuses_values_of_a_wrong_type(act: Callable[[Any], object], harbour: Path) -> None:
    with pytest.raises(et.Error), et.edit(harbour) as draft:
        act(draft)


@pytest.mark.parametrize(
    "act",
    [
        lambda p: ANY.timeline(p).render(width="100"),
        lambda p: ANY.timeline(p).render(width=-5),
        lambda p: ANY.validate(p).render(*[5]),
        lambda p: ANY.validate(p).render(strict="no"),
        lambda p: ANY.diff(p, p).render("html"),
        lambda p: ANY.read(p).scan(*[5]),
        lambda p: ANY.read(p).view(*[["timeline"]]),
        lambda p: ANY.new(p / "new", title="T", contributors="Doe, Jane", license="MIT"),
        lambda p: ANY.new(p / "new", source=builder.ARTICLE, title="T", contributors="D", source_cells={"titles": "x"}),
        lambda p: ANY.validate(p, select=""),
    ],
)
def test_results_and_values_are_checked_alike(act: Callable[[Path], object], harbour: Path) -> None:
    with pytest.raises(et.Error):
        act(harbour)


def test_a_text_instead_of_its_file_is_not_repeated_whole(harbour: Path) -> None:
    text = builder.read(builder.ARTICLE)
    with pytest.raises(et.Error, match="is not a valid file name") as caught:
        et.validate(harbour, {"article": text})
    assert len(str(caught.value)) < 200
    assert caught.value.hint.startswith("name a file")


def test_conditions_that_are_a_string_are_refused_in_words(harbour: Path, tmp_path: Path) -> None:
    with pytest.raises(et.Error, match="`where` cannot be of the type str") as caught:
        et.export(harbour, "jsonl", tmp_path / "x.jsonl", where="topic=labour")  # type: ignore[arg-type]
    assert "a mapping of conditions to values" in caught.value.hint


def test_a_message_shows_no_controls_and_no_long_argument(harbour: Path) -> None:
    values = ("a\x1b[2J\u202eb", "x" * 5_000)
    for call, value in itertools.product((et.read, et.read(harbour).schema), values):
        with pytest.raises(et.Error) as raised:
            call(value)
        assert len(raised.value.message) < 2_000
        for text in (raised.value.message, str(raised.value), raised.value.hint, *raised.value.__notes__):
            assert "\x1b" not in text
            assert "\u202e" not in text


def test_a_package_is_made_by_reading() -> None:
    with pytest.raises(et.Error, match="not made by its class") as raised:
        et.Package("x")  # type: ignore[arg-type]
    assert "et.read" in raised.value.hint


PLACES = [
    (name, parameter.name)
    for name, function in FUNCTIONS.items()
    for parameter in inspect.signature(function).parameters.values()
    if "Path" in str(parameter.annotation)
]
"""(function, parameter) of those that name a file or folder."""


@pytest.mark.parametrize(("name", "parameter"), PLACES)
def test_an_empty_name_of_a_file_or_folder_is_refused(name: str, parameter: str, harbour: Path) -> None:
    with pytest.raises(et.Error, match="an empty name is not a file or folder"):
        FUNCTIONS[name](**(needed(name, harbour.parent) | {parameter: ""}))


def test_an_empty_name_of_a_text_is_refused(harbour: Path) -> None:
    with pytest.raises(et.Error, match="an empty name is not a file or folder"):
        et.validate(harbour, {"article": ""})
