"""Agreement of two codings: known answers, and the figures of the published comparison."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import event_timeline as et
from event_timeline.comparing import agreement
from event_timeline.rules.explanations import Cell, Dropped
from tests import builder

DOCS = Path(__file__).parents[2] / "docs"
EMPTY = ("actors", "events", "statements", "event_actors", "event_relations", "statement_events", "evidence")


def coding(
    spans: dict[str, list[tuple[int, int]]], sha256: str = "f" * 64, **values: list[str]
) -> dict[str, list[dict[str, Any]]]:
    """Events with their reports; values: column -> a value for each event, in the order of `spans`."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in EMPTY}
    tables["sources"] = [{"source_id": "text", "sha256": sha256}]
    for i, (event, reports) in enumerate(spans.items()):
        columns = {c: values.get(c, ["x"] * len(spans))[i] for c in ("kind", "status", "polarity", "topic")}
        tables["events"].append({"event_id": event} | columns)
        for start, end in reports:
            tables["evidence"].append({
                "evidence_id": f"{event}-{start}", "source_id": "text", "char_start": start, "char_end": end, "part": "report",
                "actor_id": None, "event_id": event, "statement_id": None,
            })  # fmt: skip
    return tables


def figures(result: agreement.Agreement) -> dict[str, tuple[float | None, float | None, float | None]]:
    return {name: (m.precision, m.recall, m.f1) for name, m in result.matchings.items()}


def harbour_with_other_ids(folder: Path) -> Path:
    """The harbour package with other identifiers, so that the codings have none in common, and their rows in another order."""
    package = builder.copy_of_harbour(folder)
    ids = {r[0] for t in ("actors", "events", "statements") for r in builder.table(package / "data" / f"{t}.csv")[1:]}
    for path in (package / "data").glob("*.csv"):
        rows = builder.table(path)
        columns = [
            i
            for i, c in enumerate(rows[0])
            if c.endswith("_id") or c in ("affiliation", "within", "repeats", "according_to", "occasion")
        ]
        for row in rows[1:]:
            for i in columns:
                row[i] = f"x-{row[i][::-1]}" if row[i] in ids else row[i]
        rows[1:] = rows[:0:-1]
        builder.write(
            path, "".join(",".join('"' + c.replace('"', '""') + '"' if c else "" for c in row) + "\n" for row in rows)
        )
    return package


def test_a_coding_agrees_with_itself() -> None:
    result = et.agree(builder.HARBOUR, builder.HARBOUR)
    for name, unit in result.matchings.items():
        assert (unit.precision, unit.recall, unit.f1) == (1.0, 1.0, 1.0), name
        assert unit.only_a == unit.only_b == []
    assert set(result.alpha.values()) == {1.0}


def test_names_do_not_count(tmp_path: Path) -> None:
    other = harbour_with_other_ids(tmp_path)
    result = et.agree(builder.HARBOUR, other)
    assert set(result.f1.values()) == {1.0}
    assert all(b == f"x-{a[::-1]}" for a, b, _ in result.matchings["events"].pairs)


def test_names_that_mean_something_else_on_the_other_side_do_not_deceive() -> None:
    a = coding({"one": [(0, 10)], "two": [(20, 30)]})
    b = coding({"two": [(0, 10)], "one": [(20, 30)]})
    assert [(x, y) for x, y, _ in agreement.compare(a, b).matchings["events"].pairs] == [("one", "two"), ("two", "one")]


def test_a_dropped_event_lowers_recall_and_not_precision(tmp_path: Path) -> None:
    dropped = [Dropped("events", "crane-inspections"), Dropped("event_actors", "crane-inspections denmark agent")]
    package = builder.edited(tmp_path, dropped)
    path = package / "data" / "evidence.csv"
    builder.write(
        path, "".join(line for line in builder.read(path).splitlines(True) if ",crane-inspections," not in line)
    )
    events = et.agree(builder.HARBOUR, package).matchings["events"]
    assert (events.precision, events.recall) == (1.0, 12 / 13)
    assert events.f1 == pytest.approx(24 / 25)
    assert events.only_a == ["crane-inspections"]


def test_codings_of_different_texts_are_refused(tmp_path: Path) -> None:
    other = builder.edited(tmp_path, [Cell("sources", "article", "sha256", "a" * 64)])
    with pytest.raises(et.Error, match="different texts"):
        et.agree(builder.HARBOUR, other)
    with pytest.raises(et.Error, match="different texts"):
        agreement.compare(coding({}), coding({}, sha256="e" * 64))


def test_of_several_overlaps_the_greatest_sum_is_taken() -> None:
    a = coding({"a": [(0, 10)], "b": [(10, 20)]})
    b = coding({"p": [(4, 14)], "q": [(0, 4)]})
    # a-p has Dice 12/20, a-q 8/14, b-p 8/20: a-q and b-p together are more than a-p alone
    pairs = agreement.compare(a, b).matchings["events"].pairs
    assert [(x, y) for x, y, _ in pairs] == [("a", "q"), ("b", "p")]
    assert [d for _, _, d in pairs] == pytest.approx([8 / 14, 8 / 20])


def test_a_threshold_leaves_small_overlaps_out() -> None:
    a, b = coding({"a": [(0, 10)]}), coding({"p": [(9, 19)]})
    assert figures(agreement.compare(a, b))["events"] == (1.0, 1.0, 1.0)
    assert figures(agreement.compare(a, b, threshold=0.5))["events"] == (0.0, 0.0, 0.0)


def test_exact_spans_are_those_with_equal_offsets() -> None:
    a, b = coding({"a": [(0, 10), (20, 30)]}), coding({"p": [(0, 10), (21, 30)]})
    result = figures(agreement.compare(a, b))
    assert result["spans"] == (1.0, 1.0, 1.0)
    assert result["spans, exact"] == (0.5, 0.5, 0.5)


def test_where_a_coding_has_nothing_there_is_no_figure() -> None:
    result = figures(agreement.compare(coding({}), coding({"p": [(0, 5)]})))
    assert result["events"] == (0.0, None, 0.0)
    assert result["relations"] == (None, None, None)


@pytest.mark.parametrize(
    ("first", "second", "alpha"),
    [
        ("a a b b d c c c e d d a", "b a b b b c c c e d d d", 1 - (6 / 24) / (448 / 552)),
        ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0", 1 - (8 / 20) / (168 / 380)),
    ],
    ids=["five nominal categories", "two categories"],
)
def test_alpha_is_that_of_krippendorffs_worked_examples(first: str, second: str, alpha: float) -> None:
    """Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", examples B (0.692) and A (0.095)."""
    spans = {f"event-{i}": [(i * 10, i * 10 + 5)] for i in range(len(first.split()))}
    result = agreement.compare(coding(spans, topic=first.split()), coding(spans, topic=second.split()))
    assert result.alphas["events.topic"].value == pytest.approx(alpha)
    assert round(alpha, 3) in (0.692, 0.095)


def test_values_that_never_vary_have_no_alpha() -> None:
    spans = {"a": [(0, 5)], "b": [(9, 12)]}
    alpha = agreement.compare(coding(spans), coding(spans)).alphas["events.kind"]
    assert (alpha.units, alpha.equal, alpha.value) == (2, 2, None)


def test_differences_are_listed_for_reconciling(tmp_path: Path) -> None:
    other = builder.edited(
        tmp_path,
        [
            Cell("events", "strike", "status", "ongoing"),
            Cell("event_actors", "strike union-members agent", "role", "host"),
        ],
    )
    listed = et.agree(builder.HARBOUR, other).render(listing=True)
    assert "differs    events.status: strike: A planned, B ongoing" in listed
    assert "only in A  participants: strike union-members agent" in listed
    assert "only in B  participants: strike union-members host" in listed


def test_markdown_has_the_same_figures_as_text() -> None:
    result = et.agree(builder.HARBOUR, builder.HARBOUR)
    text, markdown = result.render(), result.render("markdown")
    assert markdown.startswith("| unit | A | B | matched | precision | recall | F1 |\n| --- | ---: |")
    assert re.findall(r"\d\.\d{3}|n/a", markdown) == re.findall(r"\d\.\d{3}|n/a", text)


def test_a_table_that_cannot_be_read_is_named(harbour: Path) -> None:
    (harbour / "data" / "events.csv").unlink()
    with pytest.raises(et.Error, match="cannot read events"):
        et.agree(builder.HARBOUR, harbour)


def test_the_published_figures_are_those_of_the_two_passes() -> None:
    passes = [DOCS / "agreement" / f"{which}-pass.zip" for which in ("first", "second")]
    printed = et.agree(*passes).render("markdown")
    page = (DOCS / "agreement.md").read_text(encoding="utf-8")
    published = page.split("<!-- agree:begin -->")[1].split("<!-- agree:end -->")[0]
    assert published.strip() == printed.strip()


@pytest.mark.parametrize("lost", ["union-members", None])
def test_evidence_of_an_actor_who_is_not_there_is_left_out(lost: str | None, tmp_path: Path) -> None:
    other = builder.copy_of_harbour(tmp_path)
    path = other / "data" / "actors.csv"
    header, *rows = builder.read(path).splitlines(keepends=True)
    builder.write(path, "".join([header, *(r for r in rows if lost and not r.startswith(lost))]))
    actors = et.agree(builder.HARBOUR, other).matchings["actors"]
    assert actors.only_a == ([lost] if lost else sorted(et.read(builder.HARBOUR)["actors"]["actor_id"]))
    assert actors.only_b == []


def test_a_table_that_is_declared_as_not_coded_has_no_rows_to_compare(harbour: Path) -> None:
    et.lift(harbour)
    path = harbour / "datapackage.json"
    descriptor = json.loads(builder.read(path)) | {"coding": {"relations": "none"}}
    descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] != "event_relations"]
    builder.write(path, json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n")
    (harbour / "data" / "event_relations.csv").unlink()
    assert et.validate(harbour).valid
    assert figures(et.agree(harbour, harbour))["relations"] == (None, None, None)


def test_a_package_without_evidence_is_refused(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [], "marshes")
    with pytest.raises(et.Error, match="has no evidence"):
        et.agree(package, package)
