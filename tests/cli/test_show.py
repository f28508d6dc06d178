"""`timeline show`: what it says beside the events."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from event_timeline.exports.visual import text_timeline as show
from tests import builder
from tests.conftest import Timeline


def test_who_only_speaks_is_said_to(timeline: Timeline) -> None:
    result = timeline("show", builder.HARBOUR, "--actor", "Mira Holm")
    assert "0 of 13 events" in result.out
    assert result.err == (
        "Mira Holm takes part in no event, but makes 2 statements, about 1 event: `timeline view` shows them\n"
    )
    assert timeline("show", builder.HARBOUR, "--actor", "Jonas Veld").err == ""


def test_the_sign_of_a_negated_event_is_true_of_what_only_a_party_denies(timeline: Timeline) -> None:
    legend = timeline("show", builder.HARBOUR).out.splitlines()[-1]
    assert legend.endswith("negated: said not to take place")


SIGNS = {
    "● occurred", "▶ ongoing", "◎ habitual", "○ planned", "◇ conditional", "◌ hypothetical", "❝ asserted",
    "✗ negated: said not to take place",
}  # fmt: skip


def legend_of(out: str) -> set[str]:
    """The entries of the lines below the last event."""
    return set(re.split(r" {3}|\n", out.rstrip("\n").rpartition("\n\n")[2]))


def test_the_legend_explains_every_sign(timeline: Timeline) -> None:
    out = timeline("show", builder.HARBOUR).out
    assert legend_of(out) == SIGNS
    assert all(len(line) <= 80 for line in out.splitlines())


def test_the_legend_explains_only_signs_that_occur(timeline: Timeline) -> None:
    assert legend_of(timeline("show", builder.HARBOUR, "--status", "planned").out) == {"○ planned"}
    assert timeline("show", builder.HARBOUR, "--actor", "Mira Holm").out.endswith("0 of 13 events, 0 with a date\n")


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [("1984?/2004", {"? date uncertain"}), ("2024~", {"≈ date approximate"}), ("2024/", {"… beginning or end not known"}),
     ("2024%", {"? date uncertain", "≈ date approximate"}), ("2024", set())],
)  # fmt: skip
def test_the_legend_explains_the_signs_of_dates(
    edtf: str, expected: set[str], tmp_path: Path, timeline: Timeline
) -> None:
    out = timeline("show", harbour_with(tmp_path, {"council-vote": edtf})).out
    assert legend_of(out) == SIGNS | expected


def test_the_legend_explains_a_status_of_the_package_s_own(tmp_path: Path, timeline: Timeline) -> None:
    package = shutil.copytree(builder.HARBOUR, tmp_path / "harbour")
    path = package / "data" / "events.csv"
    builder.write(path, builder.read(path).replace(",asserted,", ",rumoured,"))
    assert legend_of(timeline("show", package).out) == SIGNS - {"❝ asserted"} | {"□ rumoured"}


def test_no_two_signs_are_the_same() -> None:
    for statuses, negated, other in (
        (show.SIGNS, *(s[0] for s in (show.NEGATED, show.OTHER))),
        (show.PLAIN, *(s[1] for s in (show.NEGATED, show.OTHER))),
    ):
        signs = [*statuses.values(), negated, other, *show.DATE_SIGNS]  # type: ignore[attr-defined]
        assert len(set(signs)) == len(signs)


DATED = {"council-vote": "2024-05-17", "monday-talks": "2024-05-13", "container-fall": "2024-05-13"}


def harbour_with(folder: Path, dates: dict[str, str]) -> Path:
    """The harbour with other dates for some events, and no bounds."""
    package = shutil.copytree(builder.HARBOUR, folder / "harbour")
    path = package / "data" / "events.csv"
    lines = builder.read(path).splitlines(keepends=True)
    for event, edtf in dates.items():
        old = ",".join([DATED[event]] * 3)
        lines = [line.replace(old, f"{edtf},,") if line.startswith(f"{event},") else line for line in lines]
    builder.write(path, "".join(lines))
    return package


@pytest.mark.parametrize(
    ("edtf", "said"),
    [("-0044-03-15", "15 Mar 45 BCE"), ("0079-08-24", "24 Aug 79 CE"), ("1984?/2004", "1984 ? – 2004"), ("[..2026-05-31]", "by 31 May 2026"),
     ("2024-05-1X", "in 10–19 May 2024"), ("2024-24", "winter 2024"), ("Y-17E7", "170,000,001 BCE")],
)  # fmt: skip
def test_dates_of_every_level_are_said_and_dated(edtf: str, said: str, tmp_path: Path, timeline: Timeline) -> None:
    lines = timeline("show", harbour_with(tmp_path, {"council-vote": edtf})).out.splitlines()
    assert "13 events, 5 with a date" in lines
    assert any(line.startswith(f"{said} ") for line in lines)


def test_years_before_1_come_first(tmp_path: Path, timeline: Timeline) -> None:
    dates = {"council-vote": "-0044-03-15", "monday-talks": "-0100", "container-fall": "0001"}
    out = timeline("show", harbour_with(tmp_path, dates)).out
    assert out.index("101 BCE") < out.index("15 Mar 45 BCE") < out.index("1 CE") < out.index("since 2022")
