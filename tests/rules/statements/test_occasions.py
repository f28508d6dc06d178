"""The occasions of statements, and their dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Added, Cell, Dropped, Edit
from event_timeline.texts.text import span_hash
from tests.rules.asking import cells, found


def test_an_occasion_of_a_speaker_of_record_from_outside_is_not_compared(tmp_path: Path) -> None:
    edits = cells("statements", "traders-claim", occasion="council-vote", speaker_source="port-log")
    assert found(tmp_path, "STM013", *edits) == []


@pytest.mark.parametrize(("published", "said", "reported"), [
    ("2024-05-14~", "2024-11-14", 1), ("2024-05-14?", "2024-11-14", 1), ("2024-05~", "2024-12-14", 1),
    ("2024-05-14~", "2024-11-12", 0), ("2024-05-14~", "2024-11-14~", 0), ("2024-05-14", "2024-11-14", 0), ("", "2024-11-14", 0),
])  # fmt: skip
def test_a_statement_is_not_said_half_a_year_after_its_source(
    published: str, said: str, reported: int, tmp_path: Path
) -> None:
    edits = [
        Cell("sources", "article", "published_edtf", published),
        Cell("statements", "union-strike", "date_edtf", said),
    ]
    assert len(found(tmp_path, "STM033", *edits)) == reported


def together(words: str, *names: tuple[str, str], occasion: str = "monday-talks") -> list[Edit]:
    """The director's praise as said in other words for the speakers, of which some are the names of actors."""
    values = {"exact": words, "sha256": span_hash(words), "char_end": str(461 + len(words))}
    edits: list[Edit] = [
        *cells("evidence", "veld-good-start-speaker-461", **values),
        *(Dropped("evidence", key) for key in ("jonas-veld-mention-461", "port-authority-mention-473")),
    ]
    edits.append(Cell("statements", "veld-good-start", "occasion", occasion))
    for actor, name in names:
        start = 461 + words.index(name)
        span = {"char_start": str(start), "char_end": str(start + len(name)), "exact": name, "sha256": span_hash(name)}
        row = {"evidence_id": f"{actor}-mention-{start}", "source_id": "article", "paragraph": "5", "part": "mention"}
        edits.append(Added("evidence", row | span | {"actor_id": actor}))
    return edits


VELD, TRADERS = ("jonas-veld", "Jonas Veld"), ("freight-traders", "the traders")


@pytest.mark.parametrize(("words", "names"), [
    ("Jonas Veld and the traders", [VELD, TRADERS]), ("the traders, Jonas Veld", [VELD, TRADERS]),
    ("Jonas Veld und the traders", [VELD, TRADERS]),
    ("Jonas Veld, Mira Holm and the traders", [VELD, ("mira-holm", "Mira Holm"), TRADERS]),
])  # fmt: skip
def test_a_second_speaker_takes_part_in_the_occasion(words: str, names: list[tuple[str, str]], tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "STM034", *together(words, *names))
    assert problem.message == "freight-traders, who speaks as well, has no part in monday-talks"


@pytest.mark.parametrize(("words", "names", "occasion"), [
    ("Jonas Veld and Mira Holm", [VELD, ("mira-holm", "Mira Holm")], "monday-talks"),
    ("Jonas Veld, whom the traders fear", [VELD, TRADERS], "monday-talks"),
    ("Jonas Veld and the traders", [VELD, TRADERS], ""), ("Jonas Veld and the traders", [VELD], "monday-talks"),
    ("the union of the traders", [("dockers-union", "the union of the traders"), TRADERS], "monday-talks"),
])  # fmt: skip
def test_who_is_only_named_beside_a_speaker_need_not_take_part(
    words: str, names: list[tuple[str, str]], occasion: str, tmp_path: Path
) -> None:
    assert found(tmp_path, "STM034", *together(words, *names, occasion=occasion)) == []


def test_an_occasion_without_coded_participants_is_not_compared(tmp_path: Path) -> None:
    gone = [Dropped("event_actors", f"monday-talks {a}") for a in ("dockers-union participant", "jonas-veld host")]
    assert found(tmp_path, "STM034", *together("Jonas Veld and the traders", VELD, TRADERS), *gone) == []
