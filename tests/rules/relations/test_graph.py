"""Relations as a graph."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_timeline.rules.explanations import Dropped
from event_timeline.rules.relations.joining import CONTRADICTIONS, MUTUAL, ONE_WAY
from tests.rules.asking import found, related

KEPT = ("container-fall before strike", "council-funding condition_of new-cable", "council-funding outcome_of council-vote",
        "empty-harbour outcome_of strike", "monday-talks before strike", "new-cable content_of cable-promise",
        "worn-cable-warning before container-fall")  # fmt: skip


NONE = [Dropped("event_relations", key) for key in KEPT]


NODES = ("cable-cut", "cable-promise", "council-vote", "new-cable", "strike")


EDGES = st.lists(
    st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(lambda e: e[0] != e[1]), max_size=7, unique=True
)


def lead_back(edges: list[tuple[str, str]]) -> bool:
    """Whether some chain leads back to its start, by taking away what leads nowhere until nothing changes."""
    left = set(edges)
    while ends := {e for e in left if e[1] not in {a for a, _ in left}}:
        left -= ends
    return bool(left)


@settings(max_examples=15, deadline=None)
@given(EDGES, st.sampled_from(ONE_WAY))
def test_a_circle_is_reported_exactly_where_a_chain_leads_back(edges: list[tuple[str, str]], relation: str) -> None:
    rows = [related(a, relation, b) for a, b in edges]
    pairs = [e for e in edges if e[::-1] in edges]
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        circles, both = found(Path(one), "REL002", *NONE, *rows), found(Path(two), "REL003", *NONE, *rows)
    assert len(both) == len(pairs) // 2
    assert bool(circles) == lead_back([e for e in edges if e not in pairs])
    assert bool(circles or both) == lead_back(edges)


@pytest.mark.parametrize("relation", ["supports", "prevents"])
def test_two_may_support_or_prevent_each_other(relation: str, tmp_path: Path) -> None:
    rows = (related("strike", relation, "new-cable"), related("new-cable", relation, "strike"))
    assert found(tmp_path, "REL003", *rows) == []


@pytest.mark.parametrize("relation", MUTUAL)
def test_each_side_may_wait_for_the_other_and_is_only_warned_of(relation: str, tmp_path: Path) -> None:
    two = (related("cable-cut", relation, "new-cable"), related("new-cable", relation, "cable-cut"))
    three = (two[0], related("new-cable", relation, "council-vote"), related("council-vote", relation, "cable-cut"))
    for number, rows in enumerate((two, three)):
        for code in ("REL002", "REL003"):
            assert found(tmp_path / f"{code}{number}", code, *NONE, *rows) == []
        (problem,) = found(tmp_path / str(number), "REL021", *NONE, *rows)
        assert problem.message.startswith(f"{relation} in a circle: cable-cut → new-cable → ")


def test_what_two_speakers_claim_is_no_circle(tmp_path: Path) -> None:
    rows = (
        related("strike", "part_of", "new-cable"),
        related("new-cable", "part_of", "cable-cut", "mira-holm"),
        related("cable-cut", "part_of", "strike", "jonas-veld"),
    )
    assert found(tmp_path, "REL002", *rows) == []


def test_what_one_speaker_claims_is(tmp_path: Path) -> None:
    rows = [
        related(a, "part_of", b, "jonas-veld")
        for a, b in (("strike", "new-cable"), ("new-cable", "cable-cut"), ("cable-cut", "strike"))
    ]
    (problem,) = found(tmp_path, "REL002", *rows)
    assert problem.message == "part_of in a circle: cable-cut → strike → new-cable → cable-cut"


@pytest.mark.parametrize(("first", "second", "how"), CONTRADICTIONS)
def test_each_contradiction_is_found_from_either_row(first: str, second: str, how: str, tmp_path: Path) -> None:
    a, b = "cable-cut", "new-cable"
    ways = {"same": [(a, b)], "turned": [(b, a)], "either": [(a, b), (b, a)]}[how]
    for number, (x, y) in enumerate(ways):
        rows = (related(a, first, b), related(x, second, y))
        assert len(found(tmp_path / str(number), "REL004", *rows)) == 1


@pytest.mark.parametrize(("first", "second", "how"), [c for c in CONTRADICTIONS if c[2] != "either"])
def test_what_only_contradicts_one_way_may_hold_the_other(first: str, second: str, how: str, tmp_path: Path) -> None:
    a, b = "cable-cut", "new-cable"
    x, y = (b, a) if how == "same" else (a, b)
    assert found(tmp_path, "REL004", related(a, first, b), related(x, second, y)) == []


def test_an_event_related_to_itself_is_no_circle_of_its_own(tmp_path: Path) -> None:
    loop = related("strike", "before", "strike")
    assert len(found(tmp_path / "a", "REL001", loop)) == 1
    for number, code in enumerate(("REL002", "REL003", "REL004")):
        assert found(tmp_path / str(number), code, loop) == []
