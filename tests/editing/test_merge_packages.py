from __future__ import annotations

import json
from pathlib import Path

import pytest

import event_timeline as et
from event_timeline.editing.csv_tables import Row
from event_timeline.editing.draft import open_draft
from event_timeline.editing.merge_packages import Corpus, merge
from event_timeline.model import UserError
from event_timeline.rules.explanations import Added, Cell, Dropped, Edit, Replaced
from tests import builder
from tests.conftest import Timeline

OTHER_TEXT = Cell("sources", "article", "sha256", "a" * 64)
"""A second package: the same identifiers, said to be of another text."""
NAMED = Replaced("datapackage.json", '"name": "harbour-dispute"', '"name": "second"')


def corpus_of(folder: Path, *edits: Edit) -> Corpus:
    return merge([open_draft(builder.HARBOUR), open_draft(builder.edited(folder, [OTHER_TEXT, NAMED, *edits]))])


def keys(corpus: Corpus, table: str) -> set[str]:
    return {" ".join(corpus.tables[table].key_of(r)) for r in corpus.tables[table].rows}


def row(corpus: Corpus, table: str, *key: str) -> Row:
    found = corpus.tables[table].find(*key)
    assert found is not None
    return found


def test_nothing_is_lost_and_clashing_identifiers_are_prefixed(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path)
    for table in ("events", "event_actors", "event_relations", "statements", "statement_events", "evidence"):
        size = len(open_draft(builder.HARBOUR).table(table).rows)
        assert len(corpus.tables[table].rows) == 2 * size, table
    assert {"strike", "second-strike"} <= keys(corpus, "events")
    assert {"article", "second-article"} <= keys(corpus, "sources")
    assert "second-strike second-dockers-union agent" in keys(corpus, "event_actors")
    assert row(corpus, "actors", "second-union-members")["affiliation"] == "second-dockers-union"
    assert row(corpus, "evidence", "second-strike-report-0")["source_id"] == "second-article"


def test_evidence_is_renamed_with_its_record(tmp_path: Path) -> None:
    corpus = corpus_of(
        tmp_path,
        Replaced("data/actors.csv", "denmark,", "danmark,"),
        Replaced("data/evidence.csv", "denmark-mention-820", "danmark-mention-820"),
        Replaced("data/evidence.csv", ",denmark,,", ",danmark,,"),
    )
    found = keys(corpus, "evidence")
    assert {"strike-report-0", "second-strike-report-0"} <= found
    assert {"denmark-mention-820", "denmark-mention-820-second-article"} <= found  # one actor, two texts
    for evidence in corpus.tables["evidence"].rows:
        record = evidence["actor_id"] or evidence["event_id"] or evidence["statement_id"]
        assert f"{evidence['evidence_id']}-".startswith(f"{record}-{evidence['part']}-{evidence['char_start']}-")


def test_an_identifier_of_evidence_that_is_taken_already_is_told_apart(tmp_path: Path) -> None:
    taken = Cell("evidence", "strike-report-0", "evidence_id", "second-strike-mention-768-x")
    clash = Cell("evidence", "strike-mention-768", "evidence_id", "strike-mention-768-x")
    corpus = corpus_of(tmp_path, taken, clash)
    assert len(keys(corpus, "evidence")) == 152
    assert {"second-strike-mention-768-x", "second-strike-mention-768-x-second-article"} <= keys(corpus, "evidence")


def test_what_refers_to_evidence_follows_it(tmp_path: Path) -> None:
    fields = [{"name": n, "type": "string", "constraints": {"required": True}} for n in ("reading_id", "evidence_id")]
    schema = {
        "fields": fields,
        "primaryKey": ["reading_id"],
        "foreignKeys": [{"fields": ["evidence_id"], "reference": {"resource": "evidence", "fields": ["evidence_id"]}}],
    }
    package = builder.edited(tmp_path, [OTHER_TEXT, NAMED])
    builder.write(package / "data" / "readings.csv", "reading_id,evidence_id\nfirst,strike-report-0\n")
    descriptor = json.loads(builder.read(package / "datapackage.json"))
    descriptor["resources"].append({"name": "readings", "path": "data/readings.csv", "schema": schema})
    builder.write(package / "datapackage.json", json.dumps(descriptor))
    corpus = merge([open_draft(builder.HARBOUR), open_draft(package)])
    assert row(corpus, "readings", "first")["evidence_id"] == "second-strike-report-0"


def test_actors_and_places_are_one_by_identifiers_from_outside(tmp_path: Path) -> None:
    corpus = corpus_of(
        tmp_path,
        Cell("actors", "denmark", "name", "Kingdom of Denmark"),
        Cell("actors", "denmark", "cameo", ""),
    )
    assert [a for a in keys(corpus, "actors") if "denmark" in a] == ["denmark"]
    assert [p for p in keys(corpus, "places") if "denmark" in p] == ["denmark"]
    assert row(corpus, "places", "second-osterhavn")["within"] == "denmark"
    (conflict,) = [n for n in corpus.notes if n.kind == "conflict"]
    assert (conflict.table, conflict.key, conflict.words) == (
        "actors",
        "denmark",
        "name: kept 'Denmark', not 'Kingdom of Denmark'",
    )
    assert row(corpus, "actors", "denmark")["cameo"] == "DNK"


def test_an_actor_without_identifier_from_outside_stays_apart(tmp_path: Path) -> None:
    assert {"mira-holm", "second-mira-holm"} <= keys(corpus_of(tmp_path), "actors")


def test_positions_run_on(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path)
    assert sorted(int(r["position"]) for r in corpus.tables["events"].rows) == list(range(1, 27))
    assert row(corpus, "events", "second-strike")["position"] == "14"
    assert row(corpus, "statements", "second-headline-strike")["position"] == "1"


def test_terms_of_both_are_kept(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [OTHER_TEXT, NAMED])
    draft = open_draft(package)
    draft.table("codebook").rows.append(
        {"vocabulary": "events.topic", "term": "weather", "label": "Weather", "definition": "Wind.", "mapping": ""}
    )
    draft.keep("codebook")
    path = package / "schemas" / "events.json"
    document = json.loads(builder.read(path))
    field = next(f for f in document["fields"] if f["name"] == "topic")
    field["constraints"]["enum"].append("weather")
    field["categories"].append({"value": "weather", "label": "Weather"})
    draft.put_json("schemas/events.json", document)
    draft.save()
    corpus = merge([open_draft(builder.HARBOUR), open_draft(package)])
    topic = corpus.tables["events"].field("topic")
    assert topic["constraints"]["enum"][-1] == "weather"
    assert topic["categories"][-1]["value"] == "weather"
    assert "events.topic weather" in keys(corpus, "codebook")


def test_two_codings_of_one_text_are_not_merged() -> None:
    with pytest.raises(UserError, match="code the same text") as caught:
        merge([open_draft(builder.HARBOUR), open_draft(builder.HARBOUR)])
    assert '`et.agree("A", "B")`' in caught.value.hint


def test_a_column_of_two_types_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"places.latitude has two types"):
        corpus_of(tmp_path, Replaced("schemas/places.json", '"type": "number"', '"type": "string"'))


def test_event_tables_are_joined_and_exceptions_follow_their_records(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        builder.edited(tmp_path / folder, [], "marshes")
    one, other = tmp_path / "a" / "marshes", tmp_path / "b" / "marshes"
    with et.edit(other) as draft:
        draft.set("events/marsh-fire", label="Fire among the reeds", date_edtf="2031-03-22")
    merged = et.merge([one, other], tmp_path / "corpus", title="Both", name="both").package
    assert not {"evidence", "statements", "event_relations"} & set(merged.tables)
    assert merged.descriptor["coding"]["evidence"] == "none"
    for table in ("events", "event_sources", "event_places", "measures", "event_actors"):
        assert merged[table].height == 2 * et.read(one)[table].height, table
    exceptions = merged["exceptions"]
    assert exceptions.height == 2
    assert set(exceptions["key"]) <= set(merged["events"]["event_id"])
    assert et.validate(merged).errors == 0
    assert "span" not in builder.read(tmp_path / "corpus" / "README.md")


def test_an_event_table_and_a_coded_article_are_joined(tmp_path: Path) -> None:
    for packages in ((builder.MARSHES, builder.FLOODGATE), (builder.FLOODGATE, builder.MARSHES)):
        merged = et.merge(packages, tmp_path / packages[0].name).package
        assert et.validate(merged).errors == 0
        assert merged["evidence"].height == et.read(builder.FLOODGATE)["evidence"].height
        assert merged.descriptor["coding"]["evidence"] == "partial"


@pytest.mark.parametrize("order", [1, -1])
def test_a_corpus_says_what_it_has_coded_in_part_and_reports_nothing_that_is_not_coded(
    order: int, tmp_path: Path, timeline: Timeline
) -> None:
    packages = (builder.HARBOUR, builder.MARSHES)[::order]
    done = timeline("merge", *packages, "-o", tmp_path / "corpus")
    assert done.code == 0, done.err
    assert (
        f"coding mentions is partial in the corpus: {', '.join(f'{extent} in {p}' for p, extent in zip(packages, ('complete', 'none')[::order], strict=True))}"
        in done.err
    )
    assert "## What is coded in part\n\n- `coding` `evidence` is partial" in builder.read(tmp_path / "corpus/MERGED.md")
    report = et.validate(tmp_path / "corpus", source_dir=tmp_path / "corpus/texts")
    assert {p.code for p in report.problems} <= {"VOC009"}  # the earlier package's definition of a term is kept


def test_a_vocabulary_that_one_package_leaves_open_is_open_in_the_corpus(tmp_path: Path) -> None:
    merged = et.merge((builder.HARBOUR, builder.MARSHES), tmp_path / "corpus").package
    topic = next(f for f in merged.schema("events")["fields"] if f["name"] == "topic")
    assert "enum" not in topic.get("constraints", {})


def test_an_exception_about_a_whole_table_accepts_only_the_records_of_its_package(tmp_path: Path) -> None:
    without_agent = Dropped("event_actors", "ferry-strike ferry-crews agent")
    reason = {"code": "EVT006", "resource": "events", "key": "*", "reason": "It was looked at and is right."}
    with_exception: list[Edit] = [without_agent, Added("exceptions", reason)]
    plain: list[Edit] = [without_agent]
    for folder, edits in (("a", with_exception), ("b", plain)):
        (tmp_path / folder).mkdir()
        builder.edited(tmp_path / folder, edits, "marshes")
    done = et.merge([tmp_path / "a/marshes", tmp_path / "b/marshes"], tmp_path / "corpus")
    assert et.validate(done.package, select=["EVT"]).counts == {"EVT006": 1}
    assert "*" not in done.package["exceptions"]["key"]
    merged = builder.read(tmp_path / "corpus/MERGED.md")
    assert "`exceptions` `EVT006 events *` accepted every record of the table in" in merged


def test_a_figure_gets_the_source_that_its_package_with_one_source_left_out(tmp_path: Path) -> None:
    for name in ("one", "two"):
        et.new(tmp_path / name, title=name, contributors=["A, B"], name=name)
        with et.edit(tmp_path / name) as draft:
            draft.add(
                "sources",
                source_id="wire",
                kind="news-outlet",
                title=f"Wire {name}",
                url=f"https://{name}.example.org/",
            )
            draft.add(
                "events",
                event_id="strike",
                label=f"Strike {name}",
                kind="protest",
                topic="labour",
                status="occurred",
                polarity="affirmed",
            )
            draft.add("measures", event_id="strike", measure="participants", best="5", unit="persons")
    done = et.merge([tmp_path / "one", tmp_path / "two"], tmp_path / "corpus")
    sources = dict(done.package["measures"].select("event_id", "source_id").iter_rows())
    assert sources == {"strike": "wire", "two-strike": "two-wire"}
    assert "`measures` `two-wire` is the source of 1 figure of two" in builder.read(tmp_path / "corpus/MERGED.md")
