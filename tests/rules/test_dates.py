"""Dates: of one row, of several, and against the day of publication."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_timeline.editing.bounds import bounds
from event_timeline.profile.edtf import days, to_date
from event_timeline.rules.explanations import Added, Cell
from tests.rules.asking import cells, found, placed, related

EVENTS = "data/events.csv"


def moved(event: str, text: str) -> list[Cell]:
    """An event on another day, with the bounds that belong to it."""
    earliest, latest = bounds(text)
    return cells("events", event, date_edtf=text, earliest=earliest, latest=latest, date_basis="inferred")


@settings(max_examples=12, deadline=None)
@given(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from([4, 7, 10]), st.integers(-2, 2), st.integers(-2, 2)
)
def test_bounds_are_reported_exactly_where_they_are_not_what_the_edtf_says(
    day: date, precision: int, before: int, after: int
) -> None:
    text = day.isoformat()[:precision]
    said = days(text)
    assert said
    first, last = to_date(said.earliest), to_date(said.latest)
    assert first
    assert last
    earliest, latest = first + timedelta(days=before), last + timedelta(days=after)
    edits = cells("events", "council-vote", date_edtf=text, earliest=earliest.isoformat(), latest=latest.isoformat())
    with TemporaryDirectory() as folder:
        told = {p.column for p in found(Path(folder), "DAT002", *edits)}
    assert told == {c for c, off in (("earliest", before), ("latest", after)) if off}


def test_a_bound_of_an_open_end_is_reported(tmp_path: Path) -> None:
    edits = cells("events", "shift-bargaining", latest="2024-05-14")
    (problem,) = found(tmp_path, "DAT002", *edits)
    assert (problem.path, problem.line, problem.column, problem.value) == (EVENTS, 14, "latest", "2024-05-14")
    assert "nothing" in problem.message


def test_a_bound_that_is_no_date_is_left_to_the_rule_of_types(tmp_path: Path) -> None:
    assert found(tmp_path, "DAT002", *cells("events", "council-vote", earliest="Friday")) == []


@pytest.mark.parametrize("text", ["Y12345", "-0044-03-15", "0000", "XXXX-12-25", "Y1E999"])
def test_a_year_that_a_date_cell_cannot_hold_has_empty_bounds(text: str, tmp_path: Path) -> None:
    assert found(tmp_path / "empty", "DAT002", *moved("council-vote", text)) == []
    filled = cells("events", "council-vote", date_edtf=text)
    bounded = text != "XXXX-12-25" and text != "Y1E999"
    assert len(found(tmp_path / "filled", "DAT002", *filled)) == 2 * bounded


def test_of_an_interval_over_year_1_the_end_that_a_cell_can_hold_is_compared(tmp_path: Path) -> None:
    assert found(tmp_path / "right", "DAT002", *moved("council-vote", "-0044/0014")) == []
    edits = cells("events", "council-vote", date_edtf="-0044/0014", earliest="", latest="0014-12-30")
    (problem,) = found(tmp_path / "wrong", "DAT002", *edits)
    assert (problem.column, "0014-12-31" in problem.message) == ("latest", True)


@pytest.mark.parametrize(
    "text", ["-1000/-2000", "0001/0000", "-0044-03-15/-0044-03-14", "Y13000/Y12000", "[1672..1670]"]
)
def test_an_interval_that_ends_before_it_begins_is_reported_in_every_year(text: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "DAT004", *cells("statements", "union-strike", date_edtf=text))
    assert problem.value == text


def test_days_before_year_1_are_written_in_messages(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "DAT004", *cells("statements", "union-strike", date_edtf="-1000/-2000"))
    assert problem.message == "'-1000/-2000' begins on -1000-01-01 and ends on -2000-12-31"


@pytest.mark.parametrize(
    ("earlier", "later"), [("-0044-03-15", "-0044-03-16"), ("-0500", "-0044"), ("0000", "0001"), ("-0001", "0000"),
    ("9999", "Y10000"), ("Y-12000", "-9999"), ("Y17E8", "Y18E8")],
)  # fmt: skip
def test_order_is_compared_in_every_year(earlier: str, later: str, tmp_path: Path) -> None:
    edits = (*moved("cable-cut", earlier), *moved("new-cable", later))
    assert found(tmp_path / "right", "DAT021", *edits, related("cable-cut", "before", "new-cable")) == []
    assert len(found(tmp_path / "wrong", "DAT021", *edits, related("new-cable", "before", "cable-cut"))) == 1


@pytest.mark.parametrize(
    "text", ["٢٠٢٤-05-13", "２０２４-05-13", "2024-05-13 /2024-05-14", "2005-02-3X", "2024-05-13 ?", "[2024, 2025]"]
)
def test_digits_of_other_scripts_and_blanks_are_no_edtf(text: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "DAT001", *cells("statements", "union-strike", date_edtf=text))
    assert problem.value == text


@pytest.mark.parametrize("table_and_key", [("events", "council-vote"), ("statements", "union-strike")])
def test_what_is_no_edtf_is_reported_in_every_table(table_and_key: tuple[str, str], tmp_path: Path) -> None:
    table, key = table_and_key
    (problem,) = found(tmp_path, "DAT001", *cells(table, key, date_edtf="the 17th"))
    assert (problem.path, problem.column, problem.value) == (f"data/{table}.csv", "date_edtf", "the 17th")


def test_a_day_of_publication_that_is_no_edtf_is_reported(tmp_path: Path) -> None:
    assert placed(tmp_path, "DAT001", *cells("sources", "article", published_edtf="last May")) == [
        ("data/sources.csv", 2, "published_edtf")
    ]


def test_a_part_that_ends_a_day_after_its_whole_is_reported(tmp_path: Path) -> None:
    edits = (*moved("cable-cut", "2024-05-06/2024-05-11"), *moved("new-cable", "2024-05-06/2024-05-10"))
    (problem,) = found(tmp_path, "DAT020", *edits, related("cable-cut", "part_of", "new-cable"))
    assert problem.path == "data/event_relations.csv"


def test_some_day_of_a_month_may_lie_in_a_week_of_it(tmp_path: Path) -> None:
    edits = (*moved("cable-cut", "2024-05"), *moved("new-cable", "2024-05-06/2024-05-10"))
    assert found(tmp_path, "DAT020", *edits, related("cable-cut", "part_of", "new-cable")) == []


def test_a_part_of_what_goes_on_is_only_bound_by_its_start(tmp_path: Path) -> None:
    edits = (*moved("cable-cut", "2021"), *moved("new-cable", "2030"))
    rows = (related("cable-cut", "part_of", "shift-bargaining"), related("new-cable", "part_of", "shift-bargaining"))
    (problem,) = found(tmp_path, "DAT020", *edits, *rows)
    assert problem.message.startswith("cable-cut (2021)")


def test_an_order_that_only_a_speaker_claims_is_not_compared(tmp_path: Path) -> None:
    claimed = related("council-vote", "before", "container-fall", "jonas-veld")
    assert found(tmp_path, "DAT021", claimed) == []


def test_an_event_that_goes_on_is_before_nothing_that_began_earlier(tmp_path: Path) -> None:
    edits = moved("cable-cut", "2021")
    assert len(found(tmp_path, "DAT021", *edits, related("shift-bargaining", "before", "cable-cut"))) == 1


def test_a_source_without_a_date_proves_nothing_too_late(tmp_path: Path) -> None:
    edits = (*moved("container-fall", "2030"), *cells("sources", "article", published_edtf=""))
    assert found(tmp_path, "DAT012", *edits) == []


def test_an_uncertain_day_of_publication_proves_nothing_too_late(tmp_path: Path) -> None:
    edits = (*moved("container-fall", "2024-05-16"), *cells("sources", "article", published_edtf="2024-05-14?"))
    assert found(tmp_path, "DAT012", *edits) == []


@pytest.mark.parametrize("date_edtf", ["2024-22", "2024-24"])
def test_a_season_is_held_against_no_bounds_and_no_day_of_publication(date_edtf: str, tmp_path: Path) -> None:
    """January is winter in the one hemisphere and summer in the other."""
    fall = cells("events", "container-fall", date_edtf=date_edtf, earliest="2024-01-01", latest="2024-01-31")
    for number, code in enumerate(("DAT002", "DAT012", "DAT021", "DAT025")):
        assert found(tmp_path / str(number), code, *fall) == []


@pytest.mark.parametrize("mark", ["~", "%", "?"])
def test_a_date_that_is_not_sure_is_compared_with_no_other(mark: str, tmp_path: Path) -> None:
    promise = moved("cable-promise", f"2024-05-12{mark}")
    for number, (code, relation) in enumerate(
        (("DAT020", "part_of"), ("DAT022", "simultaneous"), ("DAT023", "outcome_of"))
    ):
        row = related("cable-promise", relation, "monday-talks")
        assert found(tmp_path / str(number), code, *promise, row) == []
        assert len(found(tmp_path / f"{number}-sure", code, *moved("cable-promise", "2024-05-12"), row)) == 1


@pytest.mark.parametrize(
    ("code", "relation"), [("DAT020", "during"), ("DAT022", "simultaneous"), ("DAT023", "basis_of")]
)
def test_what_only_a_speaker_claims_is_not_held_against_the_dates(code: str, relation: str, tmp_path: Path) -> None:
    pair = (
        ("container-fall", relation, "council-vote")
        if relation != "basis_of"
        else ("council-vote", relation, "monday-talks")
    )
    assert len(found(tmp_path / "own", code, related(*pair))) == 1
    assert found(tmp_path / "claimed", code, related(*pair, "jonas-veld")) == []


@pytest.mark.parametrize(("day", "wrong"), [("2024-11-30", 0), ("2025-09-30", 1)])
def test_an_unsure_day_of_publication_is_not_off_by_years(day: str, wrong: int, tmp_path: Path) -> None:
    edits = (*cells("sources", "article", published_edtf="2024-05-14?"), *moved("container-fall", day))
    assert len(found(tmp_path, "DAT012", *edits)) == wrong


def test_what_has_long_been_under_way_may_have_a_condition_to_come(tmp_path: Path) -> None:
    assert found(tmp_path, "DAT023", related("council-vote", "condition_of", "shift-bargaining")) == []


def test_an_ongoing_event_may_have_ended_where_it_is_a_day_earlier(tmp_path: Path) -> None:
    assert found(tmp_path / "a", "DAT014", *moved("shift-bargaining", "2022/2024-05-13")) == []
    assert len(found(tmp_path / "b", "DAT014", *moved("shift-bargaining", "2022/2024-05-12"))) == 1


@pytest.mark.parametrize(("date_edtf", "told"), [("2023-01-01/2023-12-31", True), ("2024-02-01/2024-02-29", True),
    ("2024-02-01/2024-02-28", False)])  # fmt: skip
def test_a_statement_lasts_no_month_or_year(date_edtf: str, told: bool, tmp_path: Path) -> None:
    edit = cells("statements", "union-strike", date_edtf=date_edtf)
    assert (found(tmp_path, "DAT018", *edit) != []) == told
    assert found(tmp_path / "event", "DAT018", *moved("worn-cable-warning", date_edtf)) == []


def test_a_condition_that_comes_after_what_needs_it_is_reported(tmp_path: Path) -> None:
    assert len(found(tmp_path, "DAT023", related("council-vote", "condition_of", "monday-talks"))) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [("2024-02-30/2024-05", ": '2024-02-30' is not"), ("2024-05-14/2024-13", ": '2024-13' is not"), ("2024-05-32", ""),
     ("2024-02-30/2024-02-31", ""), ("../2024-05-32", ": '2024-05-32' is not"), ("a/b/c", "")],
)  # fmt: skip
def test_the_end_of_an_interval_that_is_no_date_is_named(text: str, said: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "DAT001", *cells("statements", "union-strike", date_edtf=text))
    assert problem.message == f"{text!r} is not an EDTF date, or no day of the calendar{said}"


@pytest.mark.parametrize("text", ["../2024-05-17", "../2024-05", "../2024-05-17~"])
@pytest.mark.parametrize("status", ["planned", "conditional"])
def test_a_plan_that_has_always_been_going_on_is_reported(text: str, status: str, tmp_path: Path) -> None:
    (problem,) = found(
        tmp_path, "DAT029", *moved("council-vote", text), *cells("events", "council-vote", status=status)
    )
    assert problem.value == text


@pytest.mark.parametrize(
    ("text", "status", "polarity"),
    [("[..2024-05-17]", "planned", "affirmed"), ("/2024-05-17", "planned", "affirmed"), ("2024-05-13/2024-05-17", "planned", "affirmed"), ("../..", "planned", "affirmed"),
     ("../2024-05-17", "ongoing", "affirmed"), ("../2024-05-17", "occurred", "affirmed"), ("../2024-05-17", "planned", "negated")],
)  # fmt: skip
def test_a_deadline_and_a_state_that_lasted_are_not_plans_without_a_start(
    text: str, status: str, polarity: str, tmp_path: Path
) -> None:
    edits = (*moved("council-vote", text), *cells("events", "council-vote", status=status, polarity=polarity))
    assert found(tmp_path, "DAT029", *edits) == []


@pytest.mark.parametrize("text", ["0024-05-13", "0023-12-30", "0025-01", "0024-05-13/0024-05-14"])
def test_a_year_that_lost_its_century_is_reported_once(text: str, tmp_path: Path) -> None:
    edits = moved("container-fall", text)
    (problem,) = found(tmp_path / "slip", "DAT030", *edits)
    assert (problem.path, problem.value) == (EVENTS, text)
    assert found(tmp_path / "coverage", "DAT025", *edits) == []


def test_a_source_that_lost_its_century_is_reported(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "DAT030", *cells("sources", "port-log", published_edtf="0024-05-13"))
    assert (problem.path, problem.value) == ("data/sources.csv", "0024-05-13")


@pytest.mark.parametrize(
    "text", ["0079-08-24", "0024", "0022-05-13", "0224-05-13", "1924-05-13", "1024-05-13", "-0024-05-13", "0019-08-19"]
)
def test_antiquity_is_no_lost_century(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, "DAT030", *moved("container-fall", text)) == []


def test_a_data_set_with_other_ancient_dates_has_no_lost_century(tmp_path: Path) -> None:
    edits = (*moved("container-fall", "0024-05-13"), *moved("cable-cut", "-0044-03-15"))
    assert found(tmp_path, "DAT030", *edits) == []


def test_a_practice_of_one_day_before_year_1_is_reported(tmp_path: Path) -> None:
    edits = (*moved("monday-talks", "-0044-03-15"), *cells("events", "monday-talks", status="habitual"))
    assert len(found(tmp_path, "DAT028", *edits)) == 1


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("0924-05-14", 1), ("0001", 1), ("0000", 0), ("-0049-01-10", 0), ("Y-12000", 0), ("2125", 1), ("Y12000", 1)],
)
def test_a_year_of_three_digits_or_far_ahead_is_implausible_and_one_before_1_is_not(
    text: str, wrong: int, tmp_path: Path
) -> None:
    assert len(found(tmp_path, "DAT011", *cells("statements", "union-strike", date_edtf=text))) == wrong


def test_a_bound_of_a_year_that_no_cell_can_hold_is_explained(tmp_path: Path) -> None:
    problem, _ = found(tmp_path, "DAT002", *cells("events", "council-vote", date_edtf="-0044-03-15"))
    assert problem.message == "earliest is 2024-05-17, '-0044-03-15' says a day that no date cell can hold"


@pytest.mark.parametrize("text", ["../..", "/..", "../"])
def test_an_interval_without_any_date_is_no_needless_one(text: str, tmp_path: Path) -> None:
    edit = cells("events", "worn-cable-warning", date_edtf=text, earliest="", latest="")
    for code in ("DAT001", "DAT002", "DAT004", "DAT018"):
        assert found(tmp_path / code, code, *edit) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [("2024-05-13 /2024-05-14", ": EDTF has no blanks"), ("٢٠٢٤-05-13", ": its digits are not 0 to 9")],
)
def test_blanks_and_digits_of_another_script_are_named(text: str, said: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "DAT001", *cells("statements", "union-strike", date_edtf=text))
    assert problem.message.endswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("-49", "four digits: -0049"),
        ("-49-01-10", "four digits: -0049-01-10"),
        ("-490~", "four digits: -0490~"),
        ("-49/-44", "four digits: -0049/-0044"),
        ("44 BC", "four digits: -0043 (there is a year 0: 44 BC is -0043)"),
        ("1 BCE", "four digits: 0000 (there is a year 0: 44 BC is -0043)"),
    ],
)
def test_a_year_before_year_0_without_its_four_digits_is_written_out(text: str, said: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "DAT001", *cells("statements", "union-strike", date_edtf=text))
    assert problem.message.endswith(f": years before year 0 are written with {said}")


@pytest.mark.parametrize("text", ["-49-13", "-0", "-49/2024-05-32", "49", "-49x", "9999-44 BC", "0 BC"])
def test_what_may_be_no_year_before_year_0_is_not_called_one(text: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "DAT001", *cells("statements", "union-strike", date_edtf=text))
    assert "year 0" not in problem.message


def worded(text: str, *words: str) -> list[Cell | Added]:
    """Bargaining of some years with this date and these words for it, the first in place of its own."""
    earliest, latest = bounds(text)
    edits: list[Cell | Added] = [
        *cells("events", "shift-bargaining", date_edtf=text, earliest=earliest, latest=latest, date_basis="stated"),
        Cell("evidence", "shift-bargaining-date-932", "exact", words[0]),
    ]
    for position, other in enumerate(words[1:]):
        row = {"evidence_id": f"words-{position}", "source_id": "article", "exact": other, "part": "date"}
        edits.append(Added("evidence", row | {"event_id": "shift-bargaining"}))
    return edits


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1913", ["in 1931"]),
        ("1913", ["4 May 1931"]),
        ("1913-05-04", ["on Monday, May 4th, 1931"]),
        ("1913", ["seit 1931"]),
        ("1913", ["1931"]),
        ("2012", ["2021年5月"]),
        ("2012-05-04", ["04.05.2021"]),
        ("-0406", ["in 406 BC"]),
        ("0406", ["406 B.C."]),
        ("0406", ["406 v. Chr."]),
        ("../1913", ["in 1931"]),
        ("1913", ["in 1931", "4 May"]),
        ("1913", ["in 1931", "in 1932"]),
        ("[1913,1915]", ["in 1931"]),
    ],
)
def test_a_stated_date_outside_the_years_of_its_words_is_reported(text: str, words: list[str], tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "DAT031", *worded(text, *words))
    assert problem.message.startswith(f"{text!r} is stated, but its words are ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1931", ["in 1931"]),
        ("1931-05-04", ["in 1931"]),
        ("193X", ["in 1931"]),
        ("1930/1932", ["in 1931"]),
        ("../1931", ["in 1931"]),
        ("1931/..", ["since 1931"]),
        ("-0405", ["in 406 BC"]),
        ("1932", ["in 1931", "in 1932"]),
        ("1913~", ["in 1931"]),
        ("1913?", ["in 1931"]),
        ("1930", ["by 1931"]),
        ("1932", ["a year after 1931"]),
        ("1932", ["in 1931", "a year later"]),
        ("1932", ["in the 1931 season"]),
        ("2021", ["at the 2020 Olympics"]),
        ("2021", ["Euro 2020"]),
        ("1985", ["the 1990s"]),
        ("1985", ["1998-2003"]),
        ("1985", ["in 1931/32"]),
        ("-0406", ["407/6 BC"]),
        ("2024", ["in 2567"]),
        ("2024", ["1445 AH"]),
        ("2024", ["in 1403"]),
        ("2024", ["in 2081"]),
        ("2024-05-13", ["13 May", "1430"]),
        ("2024-05-13", ["1000 days ago"]),
        ("2024-01-01", ["31 December 2023"]),
        ("1604-02-10", ["10 February 1603"]),
        ("1900-01-08", ["27 December 1899"]),
        ("1932-01", ["in the summer of 1931"]),
        ("2024-05-13", ["on Monday"]),
    ],
)
def test_a_date_that_its_words_may_mean_is_not_reported(text: str, words: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, "DAT031", *worded(text, *words)) == []


def test_a_date_that_is_not_stated_is_not_compared_with_words(tmp_path: Path) -> None:
    edits = [*worded("1913", "in 1931"), Cell("events", "shift-bargaining", "date_basis", "inferred")]
    assert found(tmp_path, "DAT031", *edits) == []
