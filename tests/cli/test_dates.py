from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import builder
from tests.conftest import Timeline


def test_words_are_read_from_the_day_of_publication_of_the_package_here(
    harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(harbour)
    result = timeline("dates", "last Thursday")
    assert (result.code, result.out) == (0, "2024-05-09  inferred  Thursday 9 May 2024, the last before 2024-05-14\n")


def test_words_are_read_from_a_day_without_a_package(
    tmp_path: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = timeline("dates", "by the end of May", "--on", "2024-05-14", "--format", "json")
    (proposal,) = json.loads(result.out)["proposals"]
    assert (result.code, proposal["edtf"], proposal["basis"]) == (0, "[..2024-05-31]", "inferred")


def test_what_cannot_be_read_exits_with_1_and_says_what_to_do(
    tmp_path: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = timeline("dates", "last Thursday")
    assert (result.code, result.out) == (1, "")
    assert "no date is proposed for 'last Thursday'\nhint: give the day to count from with --on" in result.err
    assert timeline("dates", "soon", "--on", "2024-05-14", "--format", "json").code == 1


def test_the_dates_of_a_text_are_listed_with_their_offsets(harbour: Path, timeline: Timeline) -> None:
    result = timeline("dates", harbour, "--source", builder.ARTICLE)
    assert "[116, 123)      Tuesday\n     2024-05-14  Tuesday 14 May 2024" in result.out
    listed = json.loads(timeline("dates", harbour, "--source", builder.ARTICLE, "--format", "json").out)["dates"]
    assert result.err == f"{len(listed)} dates\n"
    text = builder.ARTICLE.read_text(encoding="utf-8")
    assert all(text[one["start"] : one["end"]] == one["words"] for one in listed)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["last", "Thursday", "x"], "one name too many"),
        (["Friday", "nowhere"], "nowhere: no such file or folder"),
        (["Friday", "--on", "2024"], "'2024' is not a day"),
        (["Friday", ""], "an empty name is not a package"),
    ],
)
def test_wrong_use_is_refused(args: list[str], message: str, timeline: Timeline) -> None:
    result = timeline("dates", *args)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
