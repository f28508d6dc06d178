from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from event_timeline.profile.edtf import days, parse
from event_timeline.texts.date_expressions import find, propose

TUESDAY = date(2024, 5, 14)


def values(words: str, on: date | None = TUESDAY) -> list[str]:
    return [p.edtf for p in propose(words, on)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("last Thursday", ["2024-05-09"]), ("on Thursday", ["2024-05-09", "2024-05-16"]), ("Tuesday", ["2024-05-14", "2024-05-21"]),
        ("last Tuesday", ["2024-05-07"]), ("next Friday", ["2024-05-17", "2024-05-24"]), ("last Monday", ["2024-05-13", "2024-05-06"]),
        ("this Friday", ["2024-05-17"]), ("this Monday", ["2024-05-20", "2024-05-13"]), ("Wednesday night", ["2024-05-15", "2024-05-08"]),
        ("8 May 2026", ["2026-05-08"]), ("May 8, 2026", ["2026-05-08"]), ("the 8th of May 2026", ["2026-05-08"]), ("Friday, 8 May 2026", ["2026-05-08"]),
        ("Sept. 30", ["2024-09-30", "2023-09-30"]), ("Nov. 30", ["2023-11-30", "2024-11-30"]), ("May 14", ["2024-05-14"]), ("Thursday, May 9", ["2024-05-09"]), ("Friday, May 9", ["2025-05-09"]),
        ("08/05/2026", ["2026-05-08", "2026-08-05"]), ("13/05/2026", ["2026-05-13"]), ("8.5.2026", ["2026-05-08"]), ("2026-05-08", ["2026-05-08"]),
        ("May 8-10, 2026", ["2026-05-08/2026-05-10"]), ("from 8 to 10 May 2026", ["2026-05-08/2026-05-10"]), ("from 1990 to 1995", ["1990/1995"]),
        ("in March", ["2024-03", "2025-03"]), ("last May", ["2023-05"]), ("next March", ["2025-03"]), ("May", ["2024-05"]), ("mid-May", ["2024-05-1X"]),
        ("last week", ["[2024-05-06..2024-05-12]", "2024-05-06/2024-05-12"]), ("the weekend before last", ["[2024-05-04..2024-05-05]", "2024-05-04/2024-05-05"]),
        ("last year", ["2023"]), ("next month", ["2024-06"]), ("three years ago", ["2021"]), ("about three years ago", ["2021~"]), ("two days ago", ["2024-05-12"]),
        ("the first quarter", ["2024-33", "2025-33"]), ("the third quarter of 1989", ["1989-35"]), ("Q3 1989", ["1989-35"]), ("the second half of 2020", ["2020-41"]),
        ("last autumn", ["2023-23"]), ("summer 2020", ["2020-22"]), ("the late 1980s", ["198X"]), ("the 19th century", ["18XX"]), ("44 BC", ["-0043"]),
        ("by the end of May", ["[..2024-05-31]"]), ("by Friday", ["[..2024-05-17]", "[..2024-05-10]"]), ("no later than 31 May 2026", ["[..2026-05-31]"]),
        ("before 8 May 2026", ["[..2026-05-07]"]), ("before 2020", ["[..2019]"]), ("after May 2020", ["[2020-06..]"]), ("since February 2022", ["2022-02/.."]),
        ("until the end of 2025", ["../2025-12-31", "[..2025-12-31]"]), ("the day before yesterday", ["2024-05-12"]), ("tonight", ["2024-05-14"]),
        ("within two weeks", ["[2024-05-14..2024-05-28]"]), ("within the next 10 days", ["[2024-05-14..2024-05-24]"]), ("within a month", ["[2024-05-14..2024-06-14]"]), ("within a year", ["[2024-05-14..2025-05-14]"]),
    ],
)  # fmt: skip
def test_proposes_what_words_may_mean_the_likeliest_first(words: str, expected: list[str]) -> None:
    assert values(words) == expected
    assert values(f" {words.upper()}, ") == expected or "BC" in words


@pytest.mark.parametrize(
    "words",
    [
        "", "now", "recently", "soon", "a year earlier", "the past year", "the last year", "the next two weeks", "within two weeks of the vote", "within an hour", "within 24 hours", "within 0 days after", "fiscal 1989", "every Monday",
        "Monday nights", "31 February 2021", "2021-02-31", "2023-02-29", "more than two years ago", "two hours", "the quarter", "that day", "Room 2022", "€2020", "10-8 May 2026",
    ],
)  # fmt: skip
def test_proposes_nothing_for_what_is_not_certain_to_name_a_date(words: str) -> None:
    assert values(words) == []


def test_without_a_day_only_what_names_its_year_is_read_and_it_is_stated() -> None:
    assert values("last Thursday", None) == values("8 May", None) == values("the third quarter", None) == []
    assert [(p.edtf, p.basis) for p in propose("by 8 May 2026", None)] == [("[..2026-05-08]", "stated")]
    assert {p.basis for p in propose("8 May", TUESDAY)} == {"inferred"}


def test_each_reading_says_the_weekday_and_how_it_was_counted() -> None:
    assert [p.reading for p in propose("next Friday", TUESDAY)] == [
        "Friday 17 May 2024, the first after 2024-05-14",
        "Friday 24 May 2024, of the week after",
    ]
    assert propose("Monday, 8 May 2026", None)[0].reading == "Friday 8 May 2026, which is not a Monday"


def test_words_of_the_future_put_the_later_date_first() -> None:
    (past,) = find("They met on Friday.", TUESDAY)
    (future,) = find("They will meet on Friday.", TUESDAY)
    assert [p.edtf for p in past.proposals] == ["2024-05-10", "2024-05-17"]
    assert [p.edtf for p in future.proposals] == ["2024-05-17", "2024-05-10"]
    (other,) = find("They will sing. They met on Friday.", TUESDAY)
    assert other.proposals == past.proposals


@pytest.mark.parametrize(
    "text",
    ["They may march in file.", "In 10 May cases it sat.", "the last week's end", "on Tuesday nights", "It cost 2020 crowns.", "Mr March spoke.", "on page 8.5.20265"],
)  # fmt: skip
def test_finds_no_date_in_words_that_name_none(text: str) -> None:
    assert [found.words for found in find(text, TUESDAY)] in ([], ["10 May"])


def test_finds_words_with_the_words_before_them() -> None:
    text = "The law, in force since 1990, ends by the end of June; early next week, in May or on 8 May 2026 🙂 they vote in 2025."
    found = list(find(text, TUESDAY))
    assert [f.words for f in found] == [
        "since 1990",
        "by the end of June",
        "early next week",
        "May",
        "8 May 2026",
        "2025",
    ]
    assert all(text[f.start : f.end] == f.words for f in found)


def test_a_meeting_of_a_day_is_not_counted_as_the_time_before_it() -> None:
    (found,) = find("They spoke before Friday's vote.", TUESDAY)
    assert "2024-05-17" in [p.edtf for p in found.proposals]


WORDS = st.lists(
    st.sampled_from(
        "by until since before after the end of mid early last next this 8 08 31 2024 1990 1990s 44 BC May September Sept. Monday Friday week year "
        "quarter first third weekend ago two 999 decade century 19th spring to - , / . 2024-05-08 yesterday tonight days half Q3 about in on".split()
    ),
    max_size=8,
).map(" ".join)


@given(WORDS, st.dates() | st.none())
def test_all_that_is_proposed_is_edtf_that_does_not_end_before_it_begins(words: str, on: date | None) -> None:
    proposals = [*propose(words, on), *(p for found in find(words, on) for p in found.proposals)]
    for proposal in proposals:
        assert parse(proposal.edtf) is not None
        allowed = days(proposal.edtf)
        assert allowed is not None
        assert not allowed.backwards
        assert proposal.reading.isprintable()


@given(st.dates(date(1000, 1, 1), date(9000, 1, 1)))
def test_last_and_next_weekdays_lie_on_the_two_sides_of_the_day(on: date) -> None:
    for name in ("Monday", "Saturday"):
        assert all(date.fromisoformat(v) < on for v in values(f"last {name}", on))
        assert all(date.fromisoformat(v) > on for v in values(f"next {name}", on))


@pytest.mark.parametrize(
    ("words", "on"),
    [("yesterday", date.min), ("last Thursday", date.min), ("tomorrow", date.max), ("next week", date.max)],
)
def test_proposes_no_day_outside_the_calendar(words: str, on: date) -> None:
    assert values(words, on) == []
