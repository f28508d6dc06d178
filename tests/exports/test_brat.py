"""brat standoff, each line read back by bratly's parsers and held against the text."""

from __future__ import annotations

import dataclasses
import re
import warnings
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from event_timeline.exports import brat
from event_timeline.exports.dataset import Dataset
from event_timeline.model import UserError
from event_timeline.texts.text import Text, span_hash
from tests.exports.datasets import WORST, opened, with_cells

with warnings.catch_warnings():  # bratly 0.1.4 uses a way of pydantic's that pydantic has deprecated
    warnings.simplefilter("ignore", DeprecationWarning)
    from bratly import (  # type: ignore[attr-defined]
        AttributeAnnotation,
        EntityAnnotation,
        NormalizationAnnotation,
        NoteAnnotation,
        RelationAnnotation,
    )

PARSERS = {"A": AttributeAnnotation, "R": RelationAnnotation, "N": NormalizationAnnotation, "#": NoteAnnotation}


def written(data: Dataset, folder: Path) -> dict[str, list[Any]]:
    """The annotations by the letter that their line begins with, as bratly reads them."""
    brat.write(data, folder / "x")
    lines = (folder / "x" / "article.ann").read_text(encoding="utf-8").split("\n")[:-1]
    entities = {line.split("\t")[0]: EntityAnnotation.from_line(line) for line in lines if line[0] == "T"}
    found: dict[str, list[Any]] = {"T": list(entities.values()), "A": [], "R": [], "N": [], "#": []}
    for line in lines:
        if line[0] != "T":
            found[line[0]].append(PARSERS[line[0]].from_line(line, entities))  # type: ignore[attr-defined]
    return found


def test_the_text_comes_along_as_it_is(tmp_path: Path) -> None:
    data = opened(text=True)
    brat.write(data, tmp_path / "x")
    assert (tmp_path / "x" / "article.txt").read_bytes() == data.texts["article"].content.encode()


def test_every_row_of_evidence_is_a_span_with_its_words(tmp_path: Path) -> None:
    data = opened(text=True)
    content, rows = data.texts["article"].content, data.rows("evidence")
    spans = written(data, tmp_path)["T"]
    assert len(spans) == len(rows)
    for span, row in zip(spans, rows, strict=True):
        assert [(f.start, f.end) for f in span.fragments] == [(row["char_start"], row["char_end"])]
        assert span.content == content[row["char_start"] : row["char_end"]]
        record = next(t for t in ("actor", "event", "statement") if row[f"{t}_id"] is not None)
        assert span.label == f"{record}-{row['part']}".title()


def test_codes_are_attributes_and_identifiers_normalisations(tmp_path: Path) -> None:
    data = opened(text=True)
    found = written(data, tmp_path)
    status = [a for a in found["A"] if a.label == "Status"]
    events = {r["event_id"]: r["status"] for r in data.rows("events")}
    told = [r["event_id"] for r in data.rows("evidence") if r["event_id"] is not None]
    assert [a.values for a in status] == [[events[e]] for e in told]
    assert [(n.external_resource, n.content) for n in found["N"]] == [(("Wikidata", "Q35"), "Denmark")]


def test_notes_name_the_record(tmp_path: Path) -> None:
    data = opened(text=True)
    names = {r["actor_id"]: r["name"] for r in data.rows("actors")}
    notes = {n.component.id: n.value for n in written(data, tmp_path)["#"]}
    for number, row in enumerate(data.rows("evidence"), 1):
        if row["actor_id"] is not None:
            assert notes[f"T{number}"] == f"{row['actor_id']}: {names[row['actor_id']]}"


def test_roles_relations_stances_and_speakers_join_telling_spans(tmp_path: Path) -> None:
    data = opened(text=True)
    rows = data.rows("evidence")
    relations = written(data, tmp_path)["R"]

    def end(argument: tuple[Any, ...]) -> str:
        row = rows[int(argument[1].id[1:]) - 1]
        return next(row[f"{t}_id"] for t in ("actor", "event", "statement") if row[f"{t}_id"] is not None)

    told = sorted((r.label, end(r.argument1), end(r.argument2)) for r in relations)
    shown = {r[f"{t}_id"] for r in rows for t in ("actor", "event", "statement")}
    expected = [(f"Role-{r['role']}".title(), r["event_id"], r["actor_id"]) for r in data.rows("event_actors")]
    expected += [
        (f"Relation-{r['relation'].capitalize()}", r["event_id"], r["other_event_id"])
        for r in data.rows("event_relations")
    ]
    expected += [
        (f"Stance-{r['stance']}".title(), r["statement_id"], r["event_id"]) for r in data.rows("statement_events")
    ]
    expected += [("Speaker", r["statement_id"], r["speaker_id"]) for r in data.rows("statements") if r["speaker_id"]]
    assert told == sorted(e for e in expected if e[1] in shown and e[2] in shown)
    strike = next(r for r in relations if r.label == "Relation-Before" and end(r.argument1) == "monday-talks")
    assert rows[int(strike.argument1[1].id[1:]) - 1]["part"] == "mention"  # not the date, which stands before it


def test_the_settings_know_every_type_relation_and_value(tmp_path: Path) -> None:
    found = written(opened(text=True), tmp_path)
    settings = (tmp_path / "x" / "annotation.conf").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^\[(\w+)\]\n(.*?)(?=^\[|\Z)", settings, re.MULTILINE | re.DOTALL))
    types = {line.strip().lstrip("!") for line in sections["entities"].splitlines()}
    assert {t.label for t in found["T"]} <= types
    relations = dict(re.findall(r"^(\S+)\tArg1:(.*)$", sections["relations"], re.MULTILINE))
    for r in found["R"]:
        start, end = relations[r.label].split(", Arg2:")
        assert r.argument1[1].label in start.split("|")
        assert r.argument2[1].label in end.split("|")
    values = dict(re.findall(r"^(\S+)\tArg:<ENTITY>, Value:(.*)$", sections["attributes"], re.MULTILINE))
    assert all(a.values[0] in values[a.label].split("|") for a in found["A"])


def test_without_the_text_a_user_is_told_how_to_give_it(tmp_path: Path) -> None:
    with pytest.raises(UserError) as told:
        brat.write(opened(), tmp_path / "x")
    assert told.value.hint == 'add `sources={"article": "FILE"}`'
    assert not (tmp_path / "x").exists()


def test_another_text_is_refused(tmp_path: Path) -> None:
    data = opened(text=True)
    other = Text("article", "X" + data.texts["article"].content)
    with pytest.raises(UserError, match="not the one that evidence union-members-mention-0 points into"):
        brat.write(dataclasses.replace(data, texts={"article": other}), tmp_path / "x")


def test_a_span_across_lines_and_emoji_is_discontinuous(tmp_path: Path) -> None:
    data = opened(text=True)
    content = data.texts["article"].content
    start, end = content.index("a good start 🙂"), content.index("The council doesn't") + 11
    changes = {"char_start": start, "char_end": end, "exact": None, "sha256": span_hash(content[start:end])}
    data = with_cells(data, "evidence", "evidence_id", "veld-good-start-quote-537", **changes)
    number = data.frame("evidence")["evidence_id"].to_list().index("veld-good-start-quote-537")
    span = written(data, tmp_path)["T"][number]
    line = content.index("\n", start)
    assert [(f.start, f.end) for f in span.fragments] == [(start, line), (line + 1, end)]
    assert span.content == content[start:end].replace("\n", " ")


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85", "\v", "\f", "\x1c", "\x1d", "\x1e", "\r", "\r\n"])
def test_a_span_is_split_at_whatever_ends_a_line_for_brat(tmp_path: Path, end: str) -> None:
    data = opened(text=True)
    words = f"a good{end}start 🙂"
    content = data.texts["article"].content.replace("a good start 🙂", words)
    start = content.index(words)
    changes = {"char_start": start, "char_end": start + len(words), "exact": None, "sha256": span_hash(words)}
    data = with_cells(data, "evidence", "evidence_id", "veld-good-start-quote-537", **changes)
    longer = len(end) - 1  # later spans move with the text
    rows = data.frame("evidence")
    moved = [
        pl.col(c) + pl.when(pl.col("char_start") > start).then(longer).otherwise(0) for c in ("char_start", "char_end")
    ]
    texts = {"article": Text("article", content)}
    rows = rows.with_columns(moved)
    hashes = [span_hash(content[a:b]) for a, b in rows.select("char_start", "char_end").iter_rows()]
    data = dataclasses.replace(
        data, texts=texts, frames=data.frames | {"evidence": rows.with_columns(sha256=pl.Series(hashes)).lazy()}
    )
    number = rows["evidence_id"].to_list().index("veld-good-start-quote-537")
    span = written(data, tmp_path)["T"][number]
    assert [content[f.start : f.end] for f in span.fragments] == ["a good", "start 🙂"]
    assert span.content == "a good start 🙂"
    annotations = (tmp_path / "x" / "article.ann").read_bytes().decode()
    assert annotations.splitlines() == annotations.split("\n")[:-1]


def test_the_worst_cells_break_no_line(tmp_path: Path) -> None:
    data = opened(text=True)
    names = pl.Series("name", [WORST[i % len(WORST)] for i in range(data.frame("actors").height)])
    actors = data.frame("actors").with_columns(names, wikidata=pl.lit("Q1"))
    found = written(dataclasses.replace(data, frames=data.frames | {"actors": actors.lazy()}), tmp_path)
    plain = written(opened(text=True), tmp_path)
    assert [t.content for t in found["T"]] == [t.content for t in plain["T"]]
    assert {n.content for n in found["N"]} == {" ".join(n.split()) for n in names}
    assert [len(found[k]) for k in "TAR#"] == [len(plain[k]) for k in "TAR#"]
