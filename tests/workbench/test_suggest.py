from __future__ import annotations

import pytest

from event_timeline.texts.text import Text
from event_timeline.workbench.suggest import dates
from tests import builder
from tests.workbench.served import Served


def of(words: str, published: str = "2024-05-14") -> list[str]:
    """The dates that the words may mean; 14 May 2024 was a Tuesday."""
    return [value for one in dates(Text("article", words), published) for value in one["edtf"]]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("It fell on Monday.", ["2024-05-13", "2024-05-20"]), ("Tuesday's vote", ["2024-05-14", "2024-05-21"]), ("next Friday", ["2024-05-17", "2024-05-24"]),
        ("last Tuesday", ["2024-05-07"]), ("yesterday", ["2024-05-13"]), ("On 3 March 2021 and March 4, 2021", ["2021-03-03", "2021-03-04"]),
        ("in March", ["2024-03", "2025-03"]), ("in December", ["2023-12", "2024-12"]), ("May 14", ["2024-05-14"]), ("June 2019", ["2019-06"]), ("since 2022", ["2022/.."]), ("in 1999", ["1999"]), ("2024-05-14", ["2024-05-14"]),
        ("They may march.", []), ("Room 2022", []), ("31 February 2021", []),
    ],
)  # fmt: skip
def test_reads_the_dates_of_words_from_the_day_of_the_source(words: str, expected: list[str]) -> None:
    assert of(words) == expected


def test_each_date_says_how_it_is_read() -> None:
    (found,) = dates(Text("article", "They met last Thursday."), "2024-05-14")
    assert (found["words"], found["basis"]) == ("last Thursday", "inferred")
    assert found["readings"] == ["Thursday 9 May 2024, the last before 2024-05-14"]


def test_words_that_may_mean_a_season_are_offered_and_are_not_certain() -> None:
    (found,) = dates(Text("article", "The patrols could begin in the summer."), "2025-03-14")
    assert (found["words"], found["edtf"][:2], found["certain"]) == ("the summer", ["2025-22", "2024-22"], False)
    assert of("in the summer of love") == []
    assert of("in the summer", "2024") == []


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("It lasted from 3 March to 5 April.", [False, False]), ("It lasted between 3 and 5 March.", [False]), ("It fell on 3, 4 and 5 March.", [False]),
        ("It met on Monday and Tuesday.", [False, False]), ("It met on Monday and on Tuesday.", [False, False]), ("It lasted from 3 March until 5 April.", [False, False]),
        ("It met on Monday and left on Tuesday.", [True, True]), ("It met on Monday, 5 March.", [True]), ("It lasted until 5 April.", [True]), ("In 1998 it fell, on Monday it rose.", [True, True]),
        ("It fell on Monday. On Tuesday it rose.", [True, True]), ("The 12 of 5 March", [True]),
    ],
)  # fmt: skip
def test_one_of_two_dates_or_an_end_of_a_time_is_offered_and_not_certain(text: str, certain: list[bool]) -> None:
    assert [one["certain"] for one in dates(Text("article", text), "2024-05-14")] == certain


def test_a_month_that_something_is_planned_for_is_read() -> None:
    assert of("The meeting is planned for June.", "2025-03-14") == ["2025-06", "2024-06"]
    assert of("A vote for May was lost.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KARSK, 14 March 2025 – It fell.", True),
        ("14 March 2025\n\nIt fell.", True),
        ("It fell on 14 March 2025 – a warm day.", False),
    ],
)
def test_a_date_that_only_says_when_the_article_was_written_is_known(text: str, expected: bool) -> None:
    (found,) = dates(Text("article", text), "2025-03-14")
    assert found["dateline"] == expected


def test_gives_the_clauses_and_who_says_what(bench: Served) -> None:
    ask = {"source": "article"}
    clauses = bench.send("/api/suggest", {"what": "clauses", **ask}).json["clauses"]
    assert set(clauses[0]) == {*("start", "end", "status", "stance", "factuality", "polarity", "negated", "subject")}
    sayings = bench.send("/api/suggest", {"what": "sayings", **ask}).json["sayings"]
    assert len(sayings) == 8
    assert bench.send("/api/suggest", {"what": "sayings", "source": "none"}).json == {"sayings": []}


def test_without_a_day_of_publication_only_what_names_its_year_is_read() -> None:
    assert of("on Monday, yesterday, in March and in 2022", "2024") == ["2022"]
    assert of("on Monday, in 2022", "") == ["2022"]


def test_proposes_the_other_mentions_of_a_name_and_writes_nothing(bench: Served) -> None:
    text = builder.ARTICLE.read_text(encoding="utf-8")
    bench.change({"do": "remove", "row": "evidence/port-authority-mention-288"})
    before = bench.state()["version"]
    found = bench.send("/api/suggest", {"what": "mentions", "actor": "mira-holm"}).json["spans"]
    assert all(text[start:end] == words for _, start, end, words in found)
    assert bench.state()["version"] == before


def test_proposes_the_surname_of_a_person_where_it_is_not_coded(bench: Served) -> None:
    text = builder.ARTICLE.read_text(encoding="utf-8")
    row = next(r for r in bench.state()["tables"]["evidence"]["rows"] if r[5] == "Veld" and r[7] == "mention")
    bench.change({"do": "remove", "row": f"evidence/{row[0]}"})
    at = text.index("Veld warned")
    assert ["article", at, at + 4, "Veld"] in bench.send(
        "/api/suggest", {"what": "mentions", "actor": "jonas-veld"}
    ).json["spans"]


def test_proposes_the_codes_of_a_kind(bench: Served) -> None:
    found = bench.send("/api/suggest", {"what": "codes", "kind": "meeting"}).json["codes"]
    assert {(c["column"], c["value"]) for c in found} >= {("plover", "CONSULT"), ("cameo", "040")}


def test_nothing_is_proposed_for_what_is_not_known(bench: Served) -> None:
    assert bench.send("/api/suggest", {"what": "fortune"}).status == 400
    assert bench.send("/api/suggest", {"what": "mentions", "actor": "none"}).json == {"spans": []}
    assert bench.send("/api/suggest", {"what": "dates", "source": "none"}).json == {"dates": []}


def test_a_surname_has_its_particles_and_belongs_to_one_person_alone(bench: Served) -> None:
    def proposed(actor: str) -> list[str]:
        return [words for *_, words in bench.send("/api/suggest", {"what": "mentions", "actor": actor}).json["spans"]]

    row = next(r for r in bench.state()["tables"]["evidence"]["rows"] if r[5] == "Veld" and r[7] == "mention")
    bench.change({"do": "remove", "row": f"evidence/{row[0]}"})
    assert "Veld" in proposed("jonas-veld")
    added = {"do": "add", "table": "actors"}
    bench.change({**added, "cells": {"name": "Ada van der Holm", "kind": "person"}})
    assert proposed("ada-van-der-holm") == []
    bench.change({**added, "cells": {"name": "Ada Veld, Jr", "kind": "person"}})
    assert "Veld" not in proposed("jonas-veld")
    assert proposed("ada-veld-jr") == []
