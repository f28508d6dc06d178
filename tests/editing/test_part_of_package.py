"""A part of a package is a valid package, with the events that match, what depends on them, and what these refer to."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import event_timeline as et
from event_timeline.editing import part_of_package
from event_timeline.editing.part_of_package import conditions
from event_timeline.package.opening import open_package
from event_timeline.rules.explanations import Replaced
from tests import builder

PACKAGES = {
    "harbour": builder.HARBOUR,
    "lighthouse": builder.LIGHTHOUSE,
    "floodgate": builder.FLOODGATE,
    "marshes": builder.MARSHES,
}
COLUMNS = ("topic", "status", "kind", "polarity", "event_id", "date_basis")
DAYS = ("2024", "2024-05", "2024-05-13", "2022/2024")
Conditions = dict[str, list[str]]


def choices(package: et.Package) -> dict[str, list[str]]:
    """Key of a condition -> the values that it can have in a package."""
    events = package["events"]
    found = {c: sorted(events[c].drop_nulls().unique().cast(str).to_list()) for c in COLUMNS if c in events.columns}
    for key, table, column in (
        ("actor", "event_actors", "actor_id"),
        ("place", "places", "place_id"),
        ("source", "sources", "source_id"),
        ("speaker", "statements", "speaker_id"),
        ("measure", "measures", "measure"),
    ):
        if table not in package.tables:
            continue
        found[key] = sorted(package[table][column].drop_nulls().unique().to_list())
    return {key: some for key, some in found.items() if some}


def wheres(package: et.Package) -> st.SearchStrategy[Conditions]:
    """One or two conditions, each with one or two values, and sometimes a range of days."""
    known = choices(package)
    one = st.sampled_from(sorted(known)).flatmap(
        lambda key: st.tuples(st.just(key), st.lists(st.sampled_from(known[key]), min_size=1, max_size=2, unique=True))
    )
    days = st.dictionaries(st.sampled_from(["from", "to"]), st.sampled_from(DAYS).map(lambda d: [d]), max_size=2)
    return st.tuples(st.lists(one, min_size=1, max_size=2).map(dict), days).map(lambda both: {**both[0], **both[1]})


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    lifted = Path(shutil.copytree(builder.HARBOUR, folder / "harbour"))
    et.lift(lifted)
    et.merge([lifted, builder.FLOODGATE, builder.LIGHTHOUSE], folder / "corpus")
    return folder / "corpus"


def part_of(package: Path, where: Mapping[str, list[str]], folder: Path) -> et.Package:
    """The part as a zip, opened."""
    return et.read(et.export(package, "zip", folder / "part.zip", where=where, validate=False, force=True))


def check(package: Path, where: Mapping[str, list[str]], folder: Path) -> None:
    try:
        part, whole = part_of(package, where, folder), et.read(package)
    except et.Error as error:
        if not error.message.startswith("no event matches"):
            raise
        return
    report = et.validate(part)
    assert report.valid, (where, report.problems)
    assert part.to_frictionless().validate().valid
    for name in part.tables:  # nothing is made up, and nothing is changed but positions and bounds of the profile
        columns = (
            [c for c in part[name].columns if c != "position" and c in whole[name].columns] if name in whole else []
        )
        if name != "codebook" and columns:
            rows = set(map(repr, whole[name].select(columns).rows()))
            assert set(map(repr, part[name].select(columns).rows())) <= rows


@pytest.mark.parametrize("name", PACKAGES)
@settings(
    max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_every_part_is_valid_to_both_validators(name: str, data: st.DataObject, tmp_path: Path) -> None:
    check(PACKAGES[name], data.draw(wheres(et.read(PACKAGES[name]))), tmp_path)


@settings(
    max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_every_part_of_a_corpus_is_valid_to_both_validators(corpus: Path, data: st.DataObject, tmp_path: Path) -> None:
    check(corpus, data.draw(wheres(et.read(corpus))), tmp_path)


def test_a_part_has_what_depends_on_its_events_and_what_these_refer_to(tmp_path: Path) -> None:
    part = part_of(builder.HARBOUR, {"event_id": ["strike"]}, tmp_path)
    assert part["events"].select("event_id", "position").rows() == [("strike", 1)]
    assert set(part["event_actors"]["event_id"]) == {"strike"}
    assert set(part["statement_events"]["event_id"]) == {"strike"}
    assert set(part["statements"]["statement_id"]) == set(part["statement_events"]["statement_id"])
    assert set(part["places"]["place_id"]) == {
        "osterhavn",
        "denmark",
    }  # the place of the strike, and the one that it is in
    assert set(part["evidence"]["event_id"].drop_nulls()) == {"strike"}
    assert part["event_relations"].is_empty()


def test_a_part_says_what_it_is_a_part_of_and_what_is_coded_in_part(tmp_path: Path) -> None:
    whole = et.read(builder.LIGHTHOUSE)
    part = part_of(builder.LIGHTHOUSE, {"topic": ["safety"]}, tmp_path)
    assert part.name == f"{whole.name}-safety"
    assert part.descriptor["id"] != whole.descriptor["id"]
    assert part.descriptor["description"].startswith(f"A part of {whole.name} {whole.version}: topic=safety.")
    assert {part.descriptor["coding"][a] for a in ("relations", "statements", "stances", "quotations", "mentions")} == {
        "partial"
    }
    assert part_of(builder.LIGHTHOUSE, {"topic": ["safety"]}, tmp_path).descriptor["id"] == part.descriptor["id"]


def test_events_are_chosen_by_actor_place_and_days(tmp_path: Path) -> None:
    def events(**where: str) -> set[str]:
        return set(part_of(builder.HARBOUR, {k: [v] for k, v in where.items()}, tmp_path)["events"]["event_id"])

    union = et.read(builder.HARBOUR)["event_actors"].filter(actor_id="dockers-union")
    assert events(actor="dockers' UNION of Osterhavn") == set(union["event_id"])
    assert {"container-fall", "new-cable", "strike"} <= events(place="osterhavn")  # and what is within
    assert events(**{"from": "2024-05-14", "to": "2024-05-31"}) == {"council-vote", "shift-bargaining"}
    assert events(to="2024-04", topic="Safety") == {"worn-cable-warning"}


def test_events_are_chosen_by_who_speaks_of_them_and_by_what_is_counted(tmp_path: Path) -> None:
    whole = et.read(builder.LIGHTHOUSE)
    speaker = whole["statements"]["speaker_id"].drop_nulls()[0]
    said = whole["statements"].filter(speaker_id=speaker)["statement_id"]
    ties = whole["statement_events"].select("event_id", "statement_id").rows()
    about = {event for event, statement in ties if statement in set(said)}
    part = part_of(builder.LIGHTHOUSE, {"speaker": [speaker]}, tmp_path)
    assert about <= set(part["events"]["event_id"])
    assert speaker in set(part["statements"]["speaker_id"])
    marshes = et.read(builder.MARSHES)
    measured = str(marshes["measures"]["measure"][0])
    part = part_of(builder.MARSHES, {"measure": [measured]}, tmp_path)
    assert set(marshes["measures"].filter(measure=measured)["event_id"]) <= set(part["events"]["event_id"])
    assert measured in set(part["measures"]["measure"])


def test_a_part_that_leaves_nothing_out_is_the_package_itself(harbour: Path, tmp_path: Path) -> None:
    terms = et.read(harbour)["events"]["polarity"].cast(str).unique().to_list()
    for name, where in (("whole", None), ("part", {"polarity": terms})):
        et.export(harbour, "zip", tmp_path / f"{name}.zip", where=where)
    assert (tmp_path / "whole.zip").read_bytes() == (tmp_path / "part.zip").read_bytes()


@pytest.mark.parametrize("format_", ["json", "jsonl", "sqlite", "duckdb", "xlsx", "zip"])
def test_an_export_of_a_part_brings_back_the_part_only(format_: str, harbour: Path, tmp_path: Path) -> None:
    et.export(harbour, format_, tmp_path / f"part.{format_}", where={"event_id": ["strike"]})
    back = et.import_(format_, tmp_path / f"part.{format_}", tmp_path / "back")
    assert back.report.valid
    assert back.package["events"]["event_id"].to_list() == ["strike"]
    assert b"council-vote" not in (tmp_path / "back/data/events.csv").read_bytes()
    if format_ != "zip":  # which is compressed
        assert b"council-vote," not in (tmp_path / f"part.{format_}").read_bytes()


def test_a_source_brings_its_own_statements_and_spans_only(tmp_path: Path) -> None:
    part = part_of(builder.FLOODGATE, {"source": ["bote"]}, tmp_path)
    assert set(part["evidence"]["source_id"]) == {"bote"}
    assert set(part["statements"]["source_id"]) == {"bote"}


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"topic": "labor"}, "there is no 'labor' in events.topic"),
        ({"topc": "labour"}, "cannot select by 'topc'"),
        ({"actor": "nobody"}, "there is no 'nobody' in actors"),
        ({"from": "Monday"}, "'Monday' is not an EDTF date"),
        ({"from": ["2024", "2025"]}, "from and to take one date each"),
        ({"to": "1900"}, "no event matches to=1900"),
        ({"from": "2024-06", "to": "2024-05"}, "from=2024-06 is after to=2024-05"),
        ({"measure": "fatalities"}, "there is no 'fatalities' in measures.measure"),
    ],
)
def test_what_cannot_be_selected_is_refused(where: dict[str, str | list[str]], said: str, tmp_path: Path) -> None:
    with pytest.raises(et.Error, match=said):
        et.export(builder.HARBOUR, "zip", tmp_path / "part.zip", where=where)
    assert not (tmp_path / "part.zip").exists()


def test_the_whole_stays_as_it_is(harbour: Path, tmp_path: Path) -> None:
    before = builder.contents(harbour)
    part = part_of_package.part(open_package(harbour), {"topic": ["labour"]})
    assert part.root != harbour
    assert builder.contents(harbour) == before
    assert not (harbour / ".timeline").exists()


def test_a_condition_is_a_key_and_a_value() -> None:
    assert conditions(["topic=a", "from=2023", "topic=b=c"]) == {"topic": ["a", "b=c"], "from": ["2023"]}
    with pytest.raises(et.Error, match="not a condition"):
        conditions(["topic"])


def test_a_part_says_in_its_title_and_first_in_its_readme_that_it_is_one(harbour: Path) -> None:
    whole = open_package(harbour)
    title = whole.descriptor["title"]
    (harbour / "README.md").write_text(f"# {title}\n\nWhat it is.\n", encoding="utf-8")
    part = part_of_package.part(open_package(harbour), {"event_id": ["strike"]})
    said = f"{title} (part: event_id=strike)"
    note = "A part of harbour-dispute 1.2.0: event_id=strike."
    assert part.descriptor["title"] == said
    assert part.descriptor["description"].startswith(note)
    assert (part.root / "README.md").read_text(encoding="utf-8") == f"# {said}\n\n{note}\n\nWhat it is.\n"
    (harbour / "README.md").write_text("No heading.\n", encoding="utf-8")
    part = part_of_package.part(open_package(harbour), {"event_id": ["strike"]})
    assert (part.root / "README.md").read_text(encoding="utf-8") == f"{note}\n\nNo heading.\n"


def test_a_source_brings_the_events_whose_figures_it_gives(tmp_path: Path) -> None:
    events = builder.edited(
        tmp_path,
        [Replaced("data/event_sources.csv", "tarn-arrests,vell-herald,https://herald.example.org/2031/tarn,\n", "")],
        "marshes",
    )
    rows = builder.read(events / "data/event_sources.csv")
    assert "tarn-arrests" not in rows
    part = part_of(events, {"source": ["vell-herald"]}, tmp_path)
    assert "tarn-arrests" in set(part["events"]["event_id"])
    assert part.descriptor["coding"].get("participants", "complete") == "complete"
