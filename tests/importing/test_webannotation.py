"""Edited Web Annotations back into their package: spans that were moved, added and deleted are evidence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests import builder

import event_timeline as et
from event_timeline.model import RowsError
from event_timeline.texts.text import span_hash

TEXT = builder.ARTICLE.read_text(encoding="utf-8")
Items = list[dict[str, Any]]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return builder.copy_of_harbour(tmp_path)


def exported(package: Path) -> Path:
    target = package.parent / "out.anno.jsonld"
    et.export(package, "webannotation", target)
    return target


def edited(file: Path, edit: Callable[[Items], object]) -> Path:
    document = json.loads(file.read_text(encoding="utf-8"))
    edit(document["first"]["items"])
    file.write_text(json.dumps(document), encoding="utf-8")  # one line, escapes: as a tool would
    return file


def item(items: Items, identifier: str) -> dict[str, Any]:
    (found,) = (i for i in items if i["id"].endswith(f"#evidence/{identifier}"))
    return found


def position(found: dict[str, Any]) -> dict[str, Any]:
    return next(s for s in found["target"]["selector"] if s["type"] == "TextPositionSelector")


def a_mention(package: Path) -> dict[str, Any]:
    rows = et.read(package)["evidence"].to_dicts()
    return next(r for r in rows if r["part"] == "mention" and r["actor_id"] and " " in r["exact"])


def test_annotations_that_a_tool_only_saved_change_nothing(package: Path) -> None:
    before = builder.contents(package)
    file = edited(exported(package), lambda items: items.reverse())
    assert et.import_("webannotation", file, package).changes.render() == "no difference"
    assert builder.contents(package) == before


def test_a_moved_span_has_its_words_and_hash(package: Path) -> None:
    row = a_mention(package)
    start = row["char_end"] - len(row["exact"].rpartition(" ")[2])

    def move(items: Items) -> None:
        position(item(items, row["evidence_id"]))["start"] = start

    made = et.import_("webannotation", edited(exported(package), move), package)
    (changed,) = (r for r in made.package["evidence"].to_dicts() if r["evidence_id"] == row["evidence_id"])
    words = TEXT[start : row["char_end"]]
    assert (changed["char_start"], changed["exact"], changed["sha256"]) == (start, words, span_hash(words))
    assert {c: v for c, v in changed.items() if c not in ("char_start", "exact", "sha256")} == {
        c: v for c, v in row.items() if c not in ("char_start", "exact", "sha256")
    }
    assert made.report.valid


def test_an_added_span_is_a_row_and_a_deleted_one_is_none(package: Path) -> None:
    row = a_mention(package)

    def add(items: Items) -> None:
        old = item(items, row["evidence_id"])
        items.remove(old)
        body = [b for b in old["body"] if "id" in b]
        selector = {"type": "TextPositionSelector", "start": row["char_start"], "end": row["char_start"] + 4}
        target = {"source": old["target"]["source"], "selector": selector}
        items.append(
            {"id": "urn:uuid:x", "type": "Annotation", "motivation": "identifying", "body": body, "target": target}
        )

    made = et.import_("webannotation", edited(exported(package), add), package)
    rows = {r["evidence_id"]: r for r in made.package["evidence"].to_dicts()}
    assert row["evidence_id"] not in rows or rows[row["evidence_id"]]["char_end"] == row["char_start"] + 4
    found = [r for r in rows.values() if (r["char_start"], r["char_end"]) == (row["char_start"], row["char_start"] + 4)]
    assert [(r["actor_id"], r["part"], r["exact"]) for r in found] == [
        (row["actor_id"], "mention", TEXT[row["char_start"] : row["char_start"] + 4])
    ]


def test_a_moved_speaker_changes_the_statement_that_repeats_it(package: Path) -> None:
    def move(items: Items) -> None:
        position(item(items, "holm-worn-cable-speaker-367"))["start"] = TEXT.index("Holm", 367)

    made = et.import_("webannotation", edited(exported(package), move), package)
    speakers = {r["statement_id"]: r["speaker_as_reported"] for r in made.package["statements"].to_dicts()}
    assert speakers["holm-worn-cable"] == "Holm"
    assert made.report.valid


def _out(items: Items) -> None:
    position(items[0])["end"] = 10**6


def _turned(items: Items) -> None:
    position(items[0]).update(start=9, end=3)


def _text_offset(items: Items) -> None:
    position(items[0])["start"] = "7"


def _unknown_record(items: Items) -> None:
    items[0]["body"] = [{"id": "urn:x#actors/nobody"}]


def _no_selector(items: Items) -> None:
    items[0]["target"] = {"source": "x"}


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (_out, r"out.anno.jsonld, \$.first.items\[0\] \[\d+, 1000000\) is not in the text"),
        (_turned, r"items\[0\] \[9, 3\) is not in the text"),
        (_text_offset, r"items\[0\] not an annotation of a span \(start and end are whole numbers\)"),
        (_no_selector, r"items\[0\] not an annotation of a span"),
        (_unknown_record, r"items\[0\]"),
    ],
)
def test_a_span_that_cannot_be_taken_is_refused_with_its_place(
    package: Path, edit: Callable[[Items], object], said: str
) -> None:
    before = builder.contents(package)
    with pytest.raises(RowsError, match=said):
        et.import_("webannotation", edited(exported(package), edit), package)
    assert builder.contents(package) == before


def test_an_unedited_export_takes_nothing_back_and_an_edited_stale_one_is_refused(package: Path) -> None:
    file, row = exported(package), a_mention(package)
    with et.edit(package) as draft:
        draft.remove(f"evidence/{row['evidence_id']}")
    before = builder.contents(package)
    assert et.import_("webannotation", file, package).changes.render() == "no difference"
    edited(file, lambda items: items.pop())
    with pytest.raises(et.Error, match="evidence was changed in the package since the export"):
        et.import_("webannotation", file, package)
    assert builder.contents(package) == before


def test_it_makes_no_package(package: Path, tmp_path: Path) -> None:
    with pytest.raises(et.Error, match="holds the evidence of a package only"):
        et.import_("webannotation", exported(package), tmp_path / "new")
    assert not (tmp_path / "new").exists()
