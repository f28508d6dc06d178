"""Edited Web Annotations back into their package: spans that were moved, added and deleted are evidence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests import builder
from tests.exports import once

import event_timeline as et
from event_timeline.model import RowsError
from event_timeline.texts.text import span_hash

TEXT = builder.ARTICLE.read_text(encoding="utf-8")
Items = list[dict[str, Any]]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return builder.copy_of_harbour(tmp_path)


def exported(package: Path) -> Path:
    return once.export(package, "webannotation", package.parent / "out.anno.jsonld")


def edited(file: Path, edit: Callable[[Items], object]) -> Path:
    document = json.loads(file.read_text(encoding="utf-8"))
    edit(document["first"]["items"])
    document["total"] = len(document["first"]["items"])
    file.write_text(json.dumps(document), encoding="utf-8")  # one line, escapes: as a tool would
    return file


def item(items: Items, identifier: str) -> dict[str, Any]:
    (found,) = (i for i in items if i["id"].endswith(f"#evidence/{identifier}"))
    return found


def position(found: dict[str, Any]) -> dict[str, Any]:
    return next(s for s in found["target"]["selector"] if s["type"] == "TextPositionSelector")


def quote(found: dict[str, Any]) -> dict[str, Any]:
    return next(s for s in found["target"]["selector"] if s["type"] == "TextQuoteSelector")


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
        quote(item(items, row["evidence_id"]))["exact"] = TEXT[start : row["char_end"]]

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
        found = item(items, "holm-worn-cable-speaker-367")
        position(found)["start"] = TEXT.index("Holm", 367)
        quote(found)["exact"] = "Holm"

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


def _other_words(items: Items) -> None:
    position(items[0]).update(start=0, end=6)
    quote(items[0])["exact"] = "no such words"


def _twice(items: Items) -> None:
    items.append(items[0])


def _two_actors(items: Items) -> None:
    found = next(i for i in items if "#actors/" in i["body"][0]["id"])
    items.remove(found)
    items.insert(0, found)
    found["body"].append({"id": f"{found['body'][0]['id']}-too"})


def _refined(items: Items) -> None:
    items[0]["target"]["selector"] = {"type": "FragmentSelector", "refinedBy": position(items[0])}


def _with(**values: Any) -> Callable[[Items], None]:
    return lambda items: items[0].update(values)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (_out, r"out.anno.jsonld, \$.first.items\[0\] \[\d+, 1000000\) is not in the text"),
        (_turned, r"items\[0\] \[9, 3\) is not in the text"),
        (_text_offset, r"items\[0\].target.selector\[0\].start is text, not a whole number"),
        (_no_selector, r"items\[0\].target.source 'x' is not a source of the package"),
        (_unknown_record, r"items\[0\].body\[0\] 'urn:x#actors/nobody' is of another package"),
        (_other_words, r"items\[0\] \[0, 6\) is 'Docker' in the text, but `exact` is 'no such words'"),
        (_twice, r"items\[\d+\].id '.*' is also that of \$.first.items\[0\]"),
        (_two_actors, r"items\[0\].body\[2\] names '.*-too', where another body names"),
        (_refined, r"items\[0\].target.selector.refinedBy a selector inside another one"),
        (_with(body=None), r"items\[0\].body is missing or null, not an object"),
        (_with(part=["cue"]), r"items\[0\].part is a list, not text"),
        (_with(creator=[{"name": "Ann"}]), r"items\[0\].creator is a list, not an object"),
        (_with(creator={"name": {"a": 1}}), r"items\[0\].creator.name is an object, not text"),
        (_with(target=[]), r"items\[0\].target is a list, not an object"),
        (_with(id=5), r"items\[0\].id is 5, not text"),
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


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda d: d["first"].update(next={"items": []}), r"\$.first.next: the annotations are in several pages"),
        (lambda d: d["first"]["items"].clear(), r"\$.first.items: holds no annotation"),
        (lambda d: d["first"]["items"].pop(), r"\$.total: is \d+, where there are \d+ items"),
    ],
)
def test_a_collection_that_lacks_annotations_is_refused(
    package: Path, edit: Callable[[dict[str, Any]], object], said: str
) -> None:
    before, file = builder.contents(package), exported(package)
    document = json.loads(file.read_text(encoding="utf-8"))
    edit(document)
    file.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(et.Error, match=said):
        et.import_("webannotation", file, package)
    assert builder.contents(package) == before


def _utf16(offset: int) -> int:
    return len(TEXT[:offset].encode("utf-16-le")) // 2


def test_offsets_that_a_browser_counted_are_moved_to_code_points(package: Path) -> None:
    def recount(items: Items) -> None:
        for place in map(position, items):
            place.update(start=_utf16(place["start"]), end=_utf16(place["end"]))

    file = edited(exported(package), recount)
    assert et.import_("webannotation", file, package).changes.render() == "no difference"


def test_one_span_that_a_browser_added_has_the_words_of_its_quote(package: Path) -> None:
    start = TEXT.index("promised")
    assert _utf16(start) == start + 1

    def add(items: Items) -> None:
        found = json.loads(json.dumps(item(items, a_mention(package)["evidence_id"]))) | {"id": "urn:uuid:new"}
        position(found).update(start=start + 1, end=start + 9)
        quote(found)["exact"] = "promised"
        items.append(found)

    made = et.import_("webannotation", edited(exported(package), add), package)
    places = {(r["char_start"], r["char_end"]): r["exact"] for r in made.package["evidence"].to_dicts()}
    assert places[start, start + 8] == "promised"
    assert (start + 1, start + 9) not in places
