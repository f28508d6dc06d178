"""The records that spans are evidence of."""

from __future__ import annotations

from pathlib import Path

from event_timeline.rules.explanations import Added
from tests.rules.asking import cells, found


def test_an_actor_that_only_others_belong_to_needs_no_words_until_it_acts(tmp_path: Path) -> None:
    sweden = Added("actors", {"actor_id": "sweden", "name": "Sweden", "kind": "country", "country": "SWE"})
    led = cells("actors", "freight-traders", affiliation="sweden")
    acts = Added("event_actors", {"event_id": "council-vote", "actor_id": "sweden", "role": "participant"})
    assert [len(found(tmp_path / str(i), "EVD014", *edits)) for i, edits in enumerate([[sweden], [sweden, *led], [sweden, *led, acts]])] == [1, 0, 1]  # type: ignore[misc]  # fmt: skip
