from __future__ import annotations

import io
from pathlib import Path

import click
import pytest

import event_timeline as et
from event_timeline.cli import add, row_options
from event_timeline.editing.record_types import RECORD_TYPES
from tests import builder
from tests.conftest import Timeline

EVENT = (
    "--label",
    "Night shift",
    "--summary",
    "Work at night.",
    "--kind",
    "project",
    "--status",
    "habitual",
    "--topic",
    "labour",
)


def ids(package: Path, table: str) -> list[str]:
    return [r[0] for r in builder.table(package / "data" / f"{table}.csv")[1:]]


@pytest.mark.parametrize("kind", RECORD_TYPES)
def test_every_kind_has_help_with_an_example(kind: str, timeline: Timeline) -> None:
    assert f"timeline add {kind}" in timeline("add", kind, "--help").out.split("Examples:")[1]


def test_help_tells_how_words_are_told_apart(timeline: Timeline) -> None:
    for args in (("--help",), *((kind, "--help") for kind in RECORD_TYPES if RECORD_TYPES[kind].words)):
        told = timeline("add", *args).out
        assert "WORDS@2" in told
        assert "WORDS@all" in told
    assert "WORDS@2" not in timeline("add", "relation", "--help").out


def test_an_actor_with_its_mention_is_added_in_its_place_and_stamped(harbour: Path, timeline: Timeline) -> None:
    result = timeline(
        "add", "actor", harbour, "--name", "Freighter", "--kind", "group", "--mention", "the freighter Ọ̀ṣun"
    )
    assert (result.code, result.out) == (0, "actor freighter\nevidence freighter-mention-209\n")
    assert ids(harbour, "actors") == sorted(ids(harbour, "actors"))
    assert timeline("validate", harbour, "--source", builder.ARTICLE).code == 0


def test_an_event_shifts_those_after_it(harbour: Path, timeline: Timeline) -> None:
    result = timeline("add", "event", harbour, *EVENT, "--position", "2")
    assert "event night-shift at position 2" in result.out
    assert ids(harbour, "events")[:3] == ["strike", "night-shift", "container-fall"]
    assert "still to do: " in result.err
    assert "night-shift" in result.err


def test_a_statement_may_be_given_by_the_number_of_its_quotation(harbour: Path, timeline: Timeline) -> None:
    result = timeline(
        "add",
        "statement",
        harbour,
        "--id",
        "again",
        "--speaker",
        "jonas-veld",
        "--summary",
        "It went well.",
        "--quote",
        "7",
        "--cue",
        "called",
        "--speaker-words",
        "Jonas Veld",
    )
    assert result.code == 0, result.err
    row = next(r for r in builder.table(harbour / "data" / "statements.csv") if r[0] == "again")
    assert {"a good start 🙂", "called", "Jonas Veld", "direct"} <= set(row)


@pytest.mark.parametrize(
    "args",
    [
        ("participant", "--event", "council-vote", "--actor", "jonas-veld", "--role", "addressee"),
        ("relation", "--event", "cable-promise", "--relation", "before", "--other-event", "council-vote"),
        ("place", "--name", "Pier 5", "--kind", "site", "--within", "osterhavn"),
        ("source", "--title", "Timetable", "--kind", "reference"),
        ("about", "--statement", "holm-answer", "--event", "new-cable", "--stance", "doubts", "--factuality", "PS-"),
        ("term", "--vocabulary", "events.topic", "--term", "weather", "--definition", "Wind and water."),
    ],
)
def test_every_other_kind_is_added_and_the_package_stays_valid(
    harbour: Path, timeline: Timeline, args: tuple[str, ...]
) -> None:
    result = timeline("add", *args, harbour)
    assert result.code == 0, result.err
    assert timeline("validate", harbour, "--source", builder.ARTICLE).code == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ("participant", "--event", "council-vote", "--actor", "jonas-weld", "--role", "host"),
            "did you mean 'jonas-veld'?",
        ),
        (("participant", "--event", "council-vote", "--actor", "jonas-veld", "--role", "hots"), "did you mean 'host'?"),
        (("participant", "--event", "council-vote"), "give --actor … --role …"),
        (("participant", "--event", "council-vote"), "--role is one of agent, recipient, participant"),
        (("event", "--label", "X", "--summary", "Y."), "--kind is one of meeting, "),
        (("event", *EVENT, "--report", "no such words"), "is not in the text"),
        (("actor", "--name", "X", "--kind", "group", "--set", "mood=grim"), "no column 'mood'"),
        (("actor", "--name", "X", "--kind", "group", "--set", "mood"), "--set column=value"),
        (("actor", "--name", "X", "--kind", "group", "--wikidata", "R2D2"), "nothing written"),
    ],
)
def test_what_would_be_invalid_is_refused_and_nothing_written(
    harbour: Path, timeline: Timeline, args: tuple[str, ...], said: str
) -> None:
    before = builder.contents(harbour)
    result = timeline("add", *args, harbour)
    assert result.code == 2
    assert said in result.err
    assert builder.contents(harbour) == before


def test_what_the_hint_of_an_undefined_code_names_mends_it(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "events.csv"
    builder.write(path, builder.read(path).replace(",040,", ",041,", 1))
    builder.stamp(harbour)
    refused = timeline("validate", harbour, "--select", "VOC005").out
    command = "timeline add term --vocabulary events.cameo --term 041"
    assert f"`{command}`" in refused
    assert timeline(*command.split()[1:], harbour).code == 0
    assert timeline("validate", harbour, "--select", "VOC005").code == 0


def test_an_undefined_value_of_another_vocabulary_is_named_with_a_command(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "codebook.csv"
    head, *rows = builder.read(path).splitlines()
    own = ["actors.office,Chair,Chair,Leads a meeting.,"]
    builder.write(path, "".join(f"{line}\n" for line in [head, *sorted([*rows, *own])]))
    builder.stamp(harbour)
    hint = "timeline add term --vocabulary actors.office --term 'Chair of the dockers'\"'\"' union' --definition \"…\""
    assert hint in timeline("validate", harbour, "--select", "VOC005").out


def answer(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_questions_show_choices_take_numbers_and_ask_again(
    harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(add, "interactive", lambda: True)
    answer(monkeypatch, "council-vote", "jonas-weld", "jonas-veld", "7")
    result = timeline("add", "participant", harbour)
    assert result.code == 0, result.err
    assert result.out == "participant council-vote jonas-veld addressee\n"
    assert "7 addressee  " in result.err
    assert "did you mean 'jonas-veld'?" in result.err


def test_questions_cover_words_of_the_text(harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(add, "interactive", lambda: True)
    answer(monkeypatch, "Freighter", "group", *[""] * 7, "ship", "nowhere", "the freighter Ọ̀ṣun")
    result = timeline("add", "actor", harbour)
    assert result.out == "actor ship\nevidence ship-mention-209\n", result.err
    assert "'nowhere' is not in the text" in result.err


def test_in_a_terminal_only_what_is_required_is_asked_if_something_was_given(
    harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(add, "interactive", lambda: True)
    answer(monkeypatch, "group", "")
    assert timeline("add", "actor", harbour, "--name", "Ships").out == "actor ships\n"


def test_answers_that_end_in_a_refusal_are_not_lost(
    harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(add, "interactive", lambda: True)
    answer(monkeypatch, "group", "No Slug")
    result = timeline("add", "actor", harbour, "--name", "The ships")
    assert result.code == 2
    assert "timeline add actor --name 'The ships' --kind group --id 'No Slug'" in result.err


def test_rows_of_optional_tables_are_added_changed_and_removed_by_commands(tmp_path: Path, timeline: Timeline) -> None:
    package = builder.edited(tmp_path, [], "marshes")
    for added, *arguments in (
        ("measure marsh-fire displaced persons", "measure", "--event", "marsh-fire", "--measure", "displaced", "--best", "40", "--unit", "persons"),
        ("event-source marsh-fire vell-herald", "event-source", "--event", "marsh-fire", "--source-id", "vell-herald"),
        ("event-place marsh-fire oss affected", "event-place", "--event", "marsh-fire", "--place", "oss", "--role", "affected"),
        ("exception EVT006 events marsh-fire", "exception", "--code", "EVT006", "--resource", "events", "--key", "marsh-fire",
         "--reason", "A fire has no agent here."),
        ("participant marsh-fire police-of-vell associate", "participant", "--event", "marsh-fire", "--actor", "police-of-vell",
         "--role", "associate", "--side", "a"),
    ):  # fmt: skip
        result = timeline("add", *arguments, package)
        assert (result.code, result.out) == (0, f"{added}\n"), result.err
    result = timeline("set", "measures/marsh-fire/displaced", "high=60", package)
    assert (result.code, result.out) == (0, "~ measures marsh-fire displaced persons: high nothing -> 60\n"), result.err
    for row in ("measures/marsh-fire", "event_sources/marsh-fire/vell-herald"):
        assert timeline("remove", row, package).code == 0
    assert timeline("validate", package).code == 0


def test_a_table_and_a_column_that_are_added_with_a_row_are_reported(tmp_path: Path, timeline: Timeline) -> None:
    package = builder.edited(tmp_path, [], "floodgate")
    event = ids(package, "events")[0]
    row = ("--event", event, "--measure", "cost", "--best", "3", "--unit", "EUR")
    assert "added the table measures: data/measures.csv\n" in timeline("add", "measure", *row, package).err
    place = ("--name", "Ford", "--kind", "site", "--same-as", ids(package, "places")[0])
    assert timeline("add", "place", *place, package).code == 2  # places have no column same_as
    actor = ("--name", "Ford Society", "--kind", "organisation", "--sector", "civil-society")
    assert "added the column actors.sector\n" in timeline("add", "actor", *actor, package).err
    assert ids(package, "measures") == [event]


@pytest.mark.parametrize("name", RECORD_TYPES)
def test_the_help_of_a_sort_lists_all_terms_and_marks_what_is_required(name: str, harbour: Path) -> None:
    et.lift(harbour)
    kind = RECORD_TYPES[name]
    helps = {
        p.opts[0]: p.help for p in row_options.declared(kind, click.Command(name)).params if isinstance(p, click.Option)
    }
    with et.edit(harbour) as draft:
        required = {kind.option(column) for column in draft.missing(kind, {})}
    for field in kind.fields:
        words = helps[kind.option(field["name"])] or ""
        terms = field["constraints"].get("enum")
        assert not terms or f"One of {', '.join(terms)}." in words
        assert words.endswith("Required.") == (kind.option(field["name"]) in required)
