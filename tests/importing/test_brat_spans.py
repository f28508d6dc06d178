"""Our own brat export, edited in brat, back into its package."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests import builder
from tests.conftest import Timeline
from tests.exports import once

import event_timeline as et
from event_timeline.exports import brat
from event_timeline.model import RowsError
from event_timeline.texts.text import span_hash

TEXT = builder.ARTICLE.read_text(encoding="utf-8")
SPEAKER = "holm-worn-cable-speaker-367"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return builder.copy_of_harbour(tmp_path)


def exported(package: Path) -> Path:
    return once.export(package, "brat", package.parent / "out-brat", sources=builder.ARTICLE)


def mark_of(folder: Path, evidence_id: str) -> str:
    spans = json.loads((folder / brat.SPANS).read_text(encoding="utf-8"))["sources"]["article"]["spans"]
    return next(mark for mark, span in spans.items() if span[0] == evidence_id)


def edited(folder: Path, edit: Callable[[list[str]], list[str]]) -> Path:
    ann = folder / "article.ann"
    ann.write_text("\n".join(edit(ann.read_text(encoding="utf-8").splitlines())) + "\n", encoding="utf-8")
    return folder


def test_a_folder_that_was_not_edited_or_only_sorted_changes_nothing(package: Path) -> None:
    before = builder.contents(package)
    folder = exported(package)
    assert et.import_("brat", folder, package).changes.render() == "no difference"
    edited(folder, lambda lines: lines[::-1])
    made = et.import_("brat", folder, package)
    assert made.changes.render() == "no difference"
    assert made.notes == []
    assert builder.contents(package) == before


def test_a_moved_span_keeps_its_row_and_the_statement_follows(package: Path) -> None:
    folder = exported(package)
    mark, start = mark_of(folder, SPEAKER), TEXT.index("Holm", 367)
    edited(folder, lambda lines: [
        f"{mark}\tStatement-Speaker {start} {start + 4}\tHolm" if line.startswith(f"{mark}\t") else line for line in lines
    ])  # fmt: skip
    made = et.import_("brat", folder, package)
    row = next(r for r in made.package["evidence"].to_dicts() if r["evidence_id"] == SPEAKER)
    assert (row["char_start"], row["char_end"], row["exact"], row["sha256"]) == (
        start,
        start + 4,
        "Holm",
        span_hash("Holm"),
    )
    statement = next(r for r in made.package["statements"].to_dicts() if r["statement_id"] == "holm-worn-cable")
    assert statement["speaker_as_reported"] == "Holm"
    assert made.report.valid


def test_added_and_deleted_spans_come_back(package: Path) -> None:
    folder = exported(package)
    rows = et.read(package)["evidence"].to_dicts()
    mentions = [r for r in rows if r["actor_id"] == "mira-holm" and r["part"] == "mention"]
    mark = mark_of(folder, mentions[0]["evidence_id"])

    def edit(lines: list[str]) -> list[str]:
        kept = [line for line in lines if f"{mark} " not in line.replace("\t", " ") + " " and f":{mark}" not in line]
        start = mentions[0]["char_start"]
        return [*kept, f"T999\tActor-Mention {start} {start + 4}\tMira", "#999\tAnnotatorNotes T999\tmira-holm"]

    made = et.import_("brat", edited(folder, edit), package)
    after = {r["evidence_id"]: r for r in made.package["evidence"].to_dicts()}
    new = [r for r in after.values() if (r["char_start"], r["exact"]) == (mentions[0]["char_start"], "Mira")]
    assert [(r["actor_id"], r["part"]) for r in new] == [("mira-holm", "mention")]
    assert len(after) == len(rows)


def test_the_command_names_what_it_does_not_take(package: Path, timeline: Timeline) -> None:
    folder = edited(exported(package), lambda lines: [*lines, "A99999\tStatus T1 planned"])
    before = builder.contents(package)
    shown = timeline("import", "brat", folder, "-o", package)
    last = len((folder / "article.ann").read_text(encoding="utf-8").splitlines())
    assert (
        f"article.ann: 1 relations, attributes or references that were added or changed in brat (line {last})"
        in shown.err
    )
    assert "no difference" in shown.out
    assert builder.contents(package) == before


def test_a_relation_that_was_deleted_is_counted(package: Path) -> None:
    folder = edited(exported(package), lambda lines: [line for line in lines if not line.startswith("R1\t")])
    (note,) = et.import_("brat", folder, package).notes
    assert note.startswith(
        "article.ann: 1 relations, attributes or references of the export are not in the file any more"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("T999\tActor-Mention 0 4\tThe ", r"article.ann:\d+ span T999 has no note that names its actor"),
        ("T999\tShip 0 4\tThe ", r"article.ann:\d+ span T999 is of the type 'Ship'"),
        ("T999\tActor-Mention\tThe ", r"article.ann:\d+ span T999 has no offsets"),
        ("T999\tActor-Mention 0 4;300 304\tThe ", r"article.ann:\d+ span T999 is in pieces that are apart"),
        (
            "T999\tActor-Mention 0 999999\tThe\n#9999\tAnnotatorNotes T999\tmira-holm",
            r"\[0, 999999\) is not in the text",
        ),
        ("T999\tActor-Mention 0 4\tThe\n#9999\tAnnotatorNotes T999\tnobody", r"out-brat, article.ann:\d+"),
    ],
)
def test_a_span_that_cannot_be_taken_is_refused_with_file_and_line(package: Path, line: str, said: str) -> None:
    folder = edited(exported(package), lambda lines: [*lines, *line.split("\n")])
    before = builder.contents(package)
    with pytest.raises(RowsError, match=said):
        et.import_("brat", folder, package)
    assert builder.contents(package) == before


def test_a_text_that_was_changed_in_brat_is_refused(package: Path) -> None:
    folder = exported(package)
    (folder / "article.txt").write_text(TEXT.replace("a", "e"), encoding="utf-8")
    with pytest.raises(et.Error, match="not the text"):
        et.import_("brat", folder, package)


def test_annotations_of_others_do_not_change_a_package(package: Path) -> None:
    folder = exported(package)
    (folder / brat.SPANS).unlink()
    with pytest.raises(et.Error, match="in use"):
        et.import_("brat", folder, package)


def test_a_damaged_list_of_spans_is_refused_without_a_traceback(package: Path) -> None:
    folder = exported(package)
    held = json.loads((folder / brat.SPANS).read_text(encoding="utf-8"))
    damages: list[object] = [
        [],
        {"export": held["export"]},
        held | {"sources": {"../x": {}}},
        held | {"sources": {"article": {"spans": {"T1": [1]}}}},
    ]
    for damage in damages:
        (folder / brat.SPANS).write_text(json.dumps(damage), encoding="utf-8")
        before = builder.contents(package)
        with pytest.raises(et.Error):
            et.import_("brat", folder, package)
        assert builder.contents(package) == before
