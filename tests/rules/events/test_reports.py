"""The reports of events."""

from __future__ import annotations

from pathlib import Path

from event_timeline.rules.explanations import Added, Replaced
from tests import builder
from tests.rules.asking import messages, own_column


def report(**cells: str) -> Added:
    return Added("event_sources", {"event_id": "marsh-fire", "source_id": "radio-vell", **cells})


def test_one_report_may_not_be_listed_twice(tmp_path: Path) -> None:
    assert len(messages(tmp_path / "without", "EVT029", report())) == 1
    same = report(url="https://radio.example.org/1", note="Headline: Fire")
    assert len(messages(tmp_path / "with", "EVT029", same, same)) == 1


def test_two_reports_of_a_source_differ_in_their_address_or_note(tmp_path: Path) -> None:
    edits = [
        report(url="https://radio.example.org/1"),
        report(url="https://radio.example.org/2"),
        report(note="At noon"),
    ]
    assert messages(tmp_path, "EVT029", *edits) == []


def test_two_reports_may_differ_in_a_column_of_the_package(tmp_path: Path) -> None:
    rows = builder.read(builder.PACKAGES / "marshes/data/event_sources.csv").splitlines()
    numbered = [f"{row},{'sentence' if n == 0 else n}\n" for n, row in enumerate(rows)]
    again = numbered[-1].replace(f",{len(rows) - 1}\n", ",2\n")
    column = own_column("event_sources", "sentence")
    assert (
        messages(tmp_path / "a", "EVT029", column, Replaced("data/event_sources.csv", "*", "".join([*numbered, again])))
        == []
    )
    twice = "".join([*numbered, again, again])
    assert len(messages(tmp_path / "b", "EVT029", column, Replaced("data/event_sources.csv", "*", twice))) == 1
