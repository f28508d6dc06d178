"""Agreement of two codings: known answers, and the figures of the published comparison."""

from __future__ import annotations

import json
import math
import random
import re
from pathlib import Path
from typing import Any

import krippendorff
import pytest

import event_timeline as et
from event_timeline.comparing import agreement, alpha
from event_timeline.rules.explanations import Cell, Dropped, Edit, Replaced
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


def marshes(folder: Path, *edits: Edit) -> Path:
    return builder.edited(folder, edits, "marshes")


def test_event_tables_are_matched_by_their_identifiers(tmp_path: Path) -> None:
    same = et.agree(builder.MARSHES, builder.MARSHES)
    assert set(same.f1.values()) - {None} == {1.0}
    assert set(same.alpha.values()) - {None} == {1.0}
    other = marshes(
        tmp_path,
        Cell("events", "marsh-fire", "status", "asserted"),
        Cell("events", "tarn-arrests", "place_id", "oss"),
        Dropped("event_actors", "tarn-arrests police-of-vell agent"),
    )
    result = et.agree(builder.MARSHES, other)
    assert result.f1["events"] == 1.0
    assert (result.matchings["participants"].recall, result.matchings["participants"].precision) == (11 / 12, 1.0)
    assert result.alphas["events.status"].differing[0][0] == "marsh-fire"
    assert ("tarn-arrests", "tarn", "oss") in result.alphas["events.place_id"].differing


def test_actors_and_places_with_other_identifiers_are_matched_by_their_names(tmp_path: Path) -> None:
    other = marshes(tmp_path)
    with et.edit(other) as draft:
        draft.set("actors/marsh-front", actor_id="front")
        draft.set("places/oss", place_id="town-of-oss")
    result = et.agree(builder.MARSHES, other)
    assert set(result.f1.values()) - {None} == {1.0}
    assert ("oss", "town-of-oss", 1.0) in result.matchings["places"].pairs
    assert result.alphas["events.place_id"].differing == []


def test_places_of_events_agree_by_place_and_then_by_role(tmp_path: Path) -> None:
    other = marshes(
        tmp_path, Replaced("data/event_places.csv", "reed-island,via", "reed-island,destination"),
        Dropped("event_places", "reed-island-clash oss affected"),
    )  # fmt: skip
    result = et.agree(builder.MARSHES, other)
    places = result.matchings["event_places"]
    assert (len(places.pairs), places.recall, places.precision) == (1, 1 / 3, 1 / 2)
    role = result.alphas["event_places.role"]
    assert (role.units, role.differing) == (2, [("grain-convoy reed-island", "via", "destination")])


def test_sources_of_events_agree_by_source(tmp_path: Path) -> None:
    other = marshes(tmp_path, Replaced("data/event_sources.csv", "marsh-fire,radio-vell", "marsh-fire,vell-herald"))
    sources = et.agree(builder.MARSHES, other).matchings["event_sources"]
    assert (sources.only_a, sources.only_b) == ([("marsh-fire", "radio-vell")], [("marsh-fire", "vell-herald")])


@pytest.mark.parametrize(("letters", "equal"), [("aba", 3), ("bab", 3), ("aab", 2), ("baa", 2), ("abc", 2)])
def test_sides_agree_whatever_their_letters_are(letters: str, equal: int) -> None:
    """A has army a, front b, police a: `aba` in the order of the rows; B may name the sides the other way round."""
    rows = [{"event_id": "clash", "actor_id": actor, "role": "side"} for actor in ("army", "front", "police")]

    def table(sides: str) -> dict[str, list[dict[str, Any]]]:
        made = table_coding()
        made["actors"] = [{"actor_id": r["actor_id"], "name": r["actor_id"], "kind": "group"} for r in rows]
        made["event_actors"] = [row | {"side": side} for row, side in zip(rows, sides, strict=True)]
        return made

    side = agreement.compare(table("aba"), table(letters)).alphas["event_actors.side"]
    assert (side.units, side.equal) == (3, equal)


def table_coding(*measures: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """An event table of one event without text, with measures of it."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in EMPTY if name != "evidence"}
    columns = dict.fromkeys(("kind", "status", "polarity", "topic"), "x")
    tables["sources"] = [{"source_id": f"paper-{i}", "sha256": None} for i in range(9)]
    tables["events"] = [{"event_id": "clash"} | columns]
    none = dict.fromkeys(("actor_id", "low", "best", "high", "according_to", "source_id"))
    tables["measures"] = [none | {"event_id": "clash", "unit": "persons"} | row for row in measures]
    return tables


def figures_of(best: list[float | None], measure: str = "fatalities") -> dict[str, list[dict[str, Any]]]:
    return table_coding(*({"measure": measure, "best": b, "source_id": f"paper-{i}"} for i, b in enumerate(best)))


def test_counts_agree_at_ratio_level_as_computed_by_hand() -> None:
    """Units (2, 2), (4, 6), (10, 10): observed ((4 - 6) / (4 + 6))² / 3; expected over all 30 ordered pairs of 2 2 4 6 10 10."""
    observed = (2 / 10) ** 2 / 3
    expected = (
        2
        * (
            2 * (2 / 6) ** 2
            + 2 * (4 / 8) ** 2
            + 4 * (8 / 12) ** 2
            + (2 / 10) ** 2
            + 2 * (6 / 14) ** 2
            + 2 * (4 / 16) ** 2
        )
        / 30
    )
    result = agreement.compare(figures_of([2, 4, 10]), figures_of([2, 6, 10]))
    best = result.alphas["measures.best (fatalities, persons)"]
    assert (best.level, best.units, best.equal) == ("ratio", 3, 2)
    assert best.value == pytest.approx(1 - observed / expected)
    page = (DOCS / "agreement.md").read_text(encoding="utf-8")
    assert f"is {observed:.3f}, D<sub>e</sub> {expected:.3f} and\nalpha {best.value:.3f}." in page
    assert result.f1["measures"] == 1.0


def test_scores_agree_at_interval_level_as_computed_by_hand() -> None:
    """Units (-2, -2), (1, 2), (3, 3): observed 1/3; the squares of the differences from the mean 5/6 add up to 161/6."""
    best = agreement.compare(figures_of([-2, 1, 3], "tone"), figures_of([-2, 2, 3], "tone")).alphas[
        "measures.best (tone, persons)"
    ]
    assert (best.level, best.units, best.equal) == ("interval", 3, 2)
    assert best.value == pytest.approx(1 - (1 / 3) / (2 * (161 / 6) / 5)) == pytest.approx(1 - 5 / 161)


def test_a_figure_that_one_coder_lacks_is_no_unit_of_alpha_and_another_unit_is_another_measure() -> None:
    a, b = figures_of([2, None, 10]), figures_of([2, 6, 10])
    b["measures"][2]["unit"] = "t"
    result = agreement.compare(a, b)
    assert result.alphas["measures.best (fatalities, persons)"].units == 1
    assert result.matchings["measures"].only_b == [("clash", "fatalities", "", "t", "", "paper-2")]


@pytest.mark.parametrize("level", ["nominal", "interval", "ratio"])
def test_alpha_is_that_of_the_library_of_this_name(level: Any) -> None:
    chance = random.Random(13)
    for _ in range(20):
        low = -5 if level == "interval" else 0
        values = [
            (str(i), float(chance.randint(low, 9)), float(chance.randint(low, 9))) for i in range(chance.randint(3, 30))
        ]
        values += [("least", float(low), float(low))]
        computed = alpha.nominal(values) if level == "nominal" else alpha.numeric(values)
        assert computed.level == level
        coded = [[v[side] for v in values] for side in (1, 2)]
        assert computed.value == pytest.approx(krippendorff.alpha(reliability_data=coded, level_of_measurement=level))


@pytest.mark.parametrize("values", [[(1e308, -1e308), (1e308, 1e308)], [(0.0, 0.0), (1e-300, 1e308)], [(0.0, 0.0)], []])
def test_extreme_figures_have_an_alpha_or_none(values: list[tuple[float, float]]) -> None:
    value = alpha.numeric(("unit", x, y) for x, y in values).value
    assert value is None or math.isfinite(value)


def test_event_tables_of_other_events_are_refused(tmp_path: Path) -> None:
    a, b = figures_of([1]), figures_of([1])
    b["events"][0]["event_id"] = "another"
    with pytest.raises(et.Error, match="code different events"):
        agreement.compare(a, b)


def test_a_coding_with_evidence_is_not_compared_with_one_without() -> None:
    with pytest.raises(et.Error, match="A was coded with evidence and B without"):
        et.agree(builder.HARBOUR, builder.MARSHES)
    with pytest.raises(et.Error, match="B was coded with evidence and A without"):
        et.agree(builder.MARSHES, builder.HARBOUR)


def test_units_that_no_coding_has_are_left_out_of_the_tables() -> None:
    result = et.agree(builder.MARSHES, builder.MARSHES)
    assert "statements" not in result.render()
    assert json.loads(result.render("json"))["units"]["statements"]["f1"] is None
    best = json.loads(result.render("json"))["alpha"]["measures.best (fatalities, persons)"]
    assert best == {"level": "ratio", "units": 3, "equal": 3, "value": 1.0, "differing": []}


@pytest.mark.parametrize("package", ["marshes", "harbour"])
def test_empty_cells_where_a_value_is_required_are_no_units(package: str, tmp_path: Path) -> None:
    """An invalid package is compared as far as it can be."""
    whole = builder.edited(tmp_path / "a", [], package)
    other = builder.edited(tmp_path / "b", [], package)
    for path in (other / "data").glob("*.csv"):
        header, *lines = builder.read(path).splitlines(keepends=True)
        if lines and path.stem != "codebook":
            builder.write(path, "".join([header, *lines, "," * header.count(",") + "x\n"]))
    result = et.agree(whole, other)
    assert result.f1["events"] == 1.0
    assert result.render(listing=True)
    assert json.loads(result.render("json"))["units"]


def test_an_optional_table_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [], "marshes")
    (package / "data" / "measures.csv").unlink()
    with pytest.raises(et.Error, match="cannot read measures"):
        et.agree(builder.MARSHES, package)


@pytest.mark.parametrize("table", ["sources", "places", "actors", "events", "statements"])
def test_an_identifier_of_several_records_is_refused(table: str, tmp_path: Path) -> None:
    package = builder.copy_of_harbour(tmp_path)
    path = package / "data" / f"{table}.csv"
    content = builder.read(path)
    first = content.splitlines(keepends=True)[1]
    builder.write(path, content + first)
    for pair in ((builder.HARBOUR, package), (package, builder.HARBOUR)):
        with pytest.raises(et.Error, match=f"{table} has 2 rows with the {table[:-1]}_id '{first.partition(',')[0]}'"):
            et.agree(*pair)
