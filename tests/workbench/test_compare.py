"""Two codings of one text: what differs, and what is decided of it."""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import event_timeline as et
from tests import builder
from tests.workbench.served import Served, served

Edits = Callable[[Any], object]


def second_coding(folder: Path, *edits: Edits) -> Path:
    """The harbour as another coder has it: with her own identifiers, and what some edits change."""
    folder.mkdir()
    package = builder.copy_of_harbour(folder)
    with et.edit(package) as editor:
        editor.set("actors/mira-holm", actor_id="holm")
        editor.set("events/strike", event_id="walkout")
        editor.set("statements/holm-answer", statement_id="answer")
        for edit in edits:
            edit(editor)
    return package


@pytest.fixture
def beside(tmp_path: Path, harbour: Path) -> Iterator[Callable[..., Served]]:
    """Serve the harbour with another coding beside it."""
    running: list[Any] = []

    def serve(*edits: Edits) -> Served:
        running.append(served(harbour, beside=second_coding(tmp_path / "second", *edits)))
        bench: Served = running[-1].__enter__()
        return bench

    yield serve
    for one in running:
        one.__exit__(None, None, None)


def differences(bench: Served) -> list[dict[str, Any]]:
    answer = bench.send("/api/compare")
    assert answer.status == 200, answer.body
    found: list[dict[str, Any]] = answer.json["differences"]
    return found


def decide(bench: Served, difference: dict[str, Any], take: str, reason: str = "") -> Any:
    given = {"version": bench.state()["version"], "difference": difference["id"], "take": take, "reason": reason}
    answer = bench.send("/api/compare", given)
    assert answer.status == 200, answer.body
    return answer.json


def tried(bench: Served, difference: dict[str, Any]) -> bool:
    given = {"version": bench.state()["version"], "difference": difference["id"], "take": "second"}
    return bench.send("/api/compare", given).status == 200


def said(difference: dict[str, Any]) -> tuple[str, ...]:
    return tuple(difference[c] for c in ("kind", "table", "column", "first", "second"))


def test_other_identifiers_are_no_difference(beside: Callable[..., Served]) -> None:
    assert differences(beside()) == []


CELLS: list[tuple[Edits, tuple[str, ...]]] = [
    (lambda e: e.set("actors/denmark", name="Kingdom of Denmark"), ("wording", "actors", "name", "Denmark", "Kingdom of Denmark")),
    (lambda e: e.set("events/monday-talks", status="planned"), ("value", "events", "status", "occurred", "planned")),
    (lambda e: e.set("actors/jonas-veld", affiliation="dockers-union"), ("value", "actors", "affiliation", "Port Authority of Osterhavn", "Dockers' union of Osterhavn")),
    (lambda e: e.set("statement_events/union-strike/walkout", factuality="PR+"), ("value", "statement_events", "factuality", "CT+", "PR+")),
    (lambda e: (e.remove("event_actors/monday-talks/jonas-veld/host"), e.add("event_actors", event_id="monday-talks", actor_id="jonas-veld", role="participant")), ("value", "event_actors", "role", "host", "participant")),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "expected"), CELLS, ids=[f"{e[1]}.{e[2]}" for _, e in CELLS])
def test_a_cell_that_differs_is_taken_over(
    beside: Callable[..., Served], edit: Edits, expected: tuple[str, ...]
) -> None:
    bench = beside(edit)
    (found,) = differences(bench)
    assert said(found) == expected
    assert decide(bench, found, "second")["compare"]["differences"] == []


def test_a_record_of_the_other_is_added_with_its_words_and_then_what_refers_to_it(
    beside: Callable[..., Served], harbour: Path
) -> None:
    bench = beside()
    with et.edit(harbour) as editor:
        editor.remove("statements/veld-promise")
        editor.remove("actors/jonas-veld")
        editor.remove("actors/port-authority")
    found = differences(bench)
    assert {(d["kind"], d["table"]) for d in found} >= {("missing", "actors"), ("missing", "statements")}
    veld = next(d for d in found if d["label"] == "Jonas Veld")
    text = builder.read(builder.ARTICLE)
    assert "Veld" in {text[start:end] for _, start, end in veld["there"]}
    found = decide(bench, veld, "second")["compare"]["differences"]
    actors = {row[0] for row in builder.table(harbour / "data/actors.csv")}
    assert actors >= {"jonas-veld", "port-authority"}, "he is affiliated to it"
    links = {d["label"] for d in found if d["table"] == "event_actors"}
    assert "The port promises a cable — Agent — Jonas Veld" in links


def test_rows_that_join_records_are_named_by_the_labels_of_their_terms(beside: Callable[..., Served]) -> None:
    bench = beside(
        lambda e: e.add("event_relations", event_id="new-cable", relation="part_of", other_event_id="cable-promise"),
        lambda e: e.remove("event_relations/container-fall/before/walkout"),
    )
    labels = {d["kind"]: d["label"] for d in differences(bench) if d["table"] == "event_relations"}
    assert labels == {
        "missing": "Another cable for the crane — Part of — The port promises a cable",
        "extra": "A container falls onto the pier — Before — Strike of the dockers",
    }


def test_a_speaker_whom_the_package_lacks_comes_with_the_difference_that_names_him(
    beside: Callable[..., Served], harbour: Path
) -> None:
    bench = beside()
    with et.edit(harbour) as editor:
        editor.remove("actors/port-authority")
    speaker = next(d for d in differences(bench) if d["column"] == "speaker_id")
    decide(bench, speaker, "second")
    header, *rows = builder.table(harbour / "data/statements.csv")
    speakers = {row[header.index("statement_id")]: row[header.index("speaker_id")] for row in rows}
    assert speakers[speaker["key"]] == "port-authority"


def test_a_record_that_only_the_package_has_is_removed_or_kept(beside: Callable[..., Served], harbour: Path) -> None:
    bench = beside(lambda e: e.remove("events/crane-inspections"))
    extra = next(d for d in differences(bench) if d["table"] == "events")
    assert said(extra) == ("extra", "events", "", "Yearly inspection of cranes", "")
    kept = decide(bench, extra, "first", "Denmark does inspect them.")["compare"]["differences"]
    assert [d["decided"] for d in kept if d["id"] == extra["id"]] == ["first"]
    decide(bench, extra, "open")
    assert not any(d["decided"] for d in differences(bench))
    assert decide(bench, extra, "second")["compare"]["differences"] == []
    assert "crane-inspections" not in builder.read(harbour / "data/events.csv")


def test_a_boundary_that_differs_is_moved_and_its_row_keeps_its_name(
    beside: Callable[..., Served], harbour: Path
) -> None:
    words = [r for r in builder.table(harbour / "data/evidence.csv") if r[9] == "container-fall" and r[7] == "report"]
    name, _, _, start, end = words[0][:5]
    bench = beside(lambda e: e.set(f"evidence/{name}", char_end=int(end) - 5))
    (found,) = differences(bench)
    assert said(found)[:3] == ("words", "events", "report")
    assert (found["here"], found["there"]) == (
        [["article", int(start), int(end)]],
        [["article", int(start), int(end) - 5]],
    )
    decide(bench, found, "second")
    after = next(r for r in builder.table(harbour / "data/evidence.csv") if r[0] == name)
    assert after[3:5] == [start, str(int(end) - 5)]
    assert differences(bench) == []


def test_both_are_taken_where_both_can_be_right(beside: Callable[..., Served], harbour: Path) -> None:
    bench = beside(lambda e: (e.remove("event_actors/monday-talks/jonas-veld/host"), e.add("event_actors", event_id="monday-talks", actor_id="jonas-veld", role="agent")))  # fmt: skip
    (role,) = differences(bench)
    assert role["both"]
    left = decide(bench, role, "both")["compare"]["differences"]
    rows = builder.read(harbour / "data/event_actors.csv")
    assert "monday-talks,jonas-veld,host" in rows
    assert "monday-talks,jonas-veld,agent" in rows
    assert [said(d)[0] for d in left if not d["decided"]] in ([], ["extra"])


def test_what_cannot_be_decided_is_refused_and_nothing_is_written(beside: Callable[..., Served], harbour: Path) -> None:
    bench = beside(lambda e: e.set("events/monday-talks", status="planned"))
    (found,) = differences(bench)
    before, version = builder.contents(harbour), bench.state()["version"]
    for given, status in (
        ({"difference": found["id"], "take": "third"}, 400), ({"difference": found["id"], "take": "both"}, 400), ({"difference": "none", "take": "first"}, 409),
    ):  # fmt: skip
        assert bench.send("/api/compare", {"version": version} | given).status == status
    assert bench.send("/api/compare", {"version": "other", "difference": found["id"], "take": "second"}).status == 409
    assert builder.contents(harbour) == before
    assert not [e for e in bench.send("/api/compare").json["log"] if "take" in e]


def test_decisions_are_logged_with_the_agreement_before_them_and_never_exported(
    beside: Callable[..., Served], harbour: Path, tmp_path: Path
) -> None:
    bench = beside(
        lambda e: (e.set("events/monday-talks", status="planned"), e.set("actors/town-council", kind="organisation"))
    )
    before = bench.send("/api/compare").json["before"]
    assert before["events.status"] < 1
    for one in differences(bench):
        decide(bench, one, "second", "as the text says")
    compared = bench.send("/api/compare").json
    assert (compared["before"], compared["now"]["events.status"]) == (before, 1.0)
    log = [json.loads(line) for line in builder.read(harbour / ".timeline/decisions.jsonl").splitlines()]
    assert log == compared["log"]
    assert [e.get("take") for e in log] == [None, "second", "second"]
    assert {e["difference"]["column"] for e in log[1:]} == {"status", "kind"}
    assert {e["reason"] for e in log[1:]} == {"as the text says"}
    et.export(harbour, "zip", tmp_path / "harbour.zip")
    with zipfile.ZipFile(tmp_path / "harbour.zip") as archive:
        assert not [n for n in archive.namelist() if "decisions" in n]


def test_a_decision_that_was_taken_over_can_be_undone_and_is_open_again(beside: Callable[..., Served]) -> None:
    bench = beside(lambda e: e.set("events/monday-talks", status="planned"))
    (found,) = differences(bench)
    decide(bench, found, "second")
    assert bench.send("/api/undo", {"version": bench.state()["version"]}).status == 200
    assert [d["id"] for d in differences(bench)] == [found["id"]]


def test_a_log_that_was_cut_off_is_read_as_far_as_it_goes(beside: Callable[..., Served], harbour: Path) -> None:
    bench = beside(lambda e: e.set("events/monday-talks", status="planned"))
    (found,) = differences(bench)
    decide(bench, found, "first")
    with (harbour / ".timeline/decisions.jsonl").open("a", encoding="utf-8") as log:
        log.write("[" * 100_000 + "\n" + '{"when": "2024-0')
    assert [d["decided"] for d in differences(bench)] == ["first"]
    decide(bench, found, "open")
    assert [d["decided"] for d in differences(bench)] == [""]


def test_offsets_of_the_other_that_are_no_numbers_stop_nothing(beside: Callable[..., Served], harbour: Path) -> None:
    bench = beside(lambda e: e.set("events/monday-talks", status="planned"))
    other = bench.session.beside
    assert other is not None
    builder.put_cells(
        other, [("evidence", 0, builder.table(other / "data" / "evidence.csv")[0].index("char_start"), "x")]
    )
    assert len(differences(bench)) > 1


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_what_the_other_has_is_what_the_package_has_when_all_of_it_was_taken(
    harbour: Path, tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)

    def remove_some(editor: Any) -> None:
        for _ in range(3):
            table = rng.choice(["actors", "events", "statements", "event_actors", "statement_events", "evidence"])
            rows = editor.draft.table(table).rows
            editor.remove(f"{table}/{'/'.join(editor.draft.table(table).name_of(rng.choice(rows)))}")

    second = second_coding(tmp_path / "second", remove_some)
    with et.edit(harbour) as editor:
        remove_some(editor)
    with served(harbour, beside=second) as bench:
        for _ in range(60):
            found = [d for d in differences(bench) if not d["decided"]]
            if not found:
                break
            assert any(tried(bench, d) for d in found), [said(d) for d in found]  # one may have to come before another
        assert differences(bench) == []
    agreement = et.agree(harbour, second)
    assert {f for f in agreement.f1.values() if f is not None} == {1.0}


def test_without_another_coding_there_is_nothing_to_compare(bench: Served) -> None:
    assert bench.send("/api/compare").status == 400
    assert bench.state()["beside"] == ""


def test_a_coding_of_another_text_is_refused_before_the_page_opens(harbour: Path) -> None:
    with pytest.raises(et.Error, match="different texts"):
        et.edit_in_browser(harbour, beside=builder.LIGHTHOUSE, ready=lambda address: pytest.fail(address))
