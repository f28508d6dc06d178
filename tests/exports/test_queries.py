"""The competency questions: what SPARQL answers from the graph is what polars answers from the tables."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
from rdflib import RDF, Graph, URIRef

from event_timeline.exports import turtle
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.rdf_terms import PREFIXES
from tests.exports.datasets import PACKAGES, ROOT, opened

QUERIES = ROOT / "docs" / "queries"
GUIDE = ROOT / "docs" / "semantic-web.md"
Answer = list[tuple[object, ...]]


def who_did_what(data: Dataset) -> Answer:
    told = (
        data.frames["event_actors"]
        .filter(pl.col("role") == "agent")
        .join(data.frames["events"], on="event_id")
        .filter(pl.col("status").is_in(["occurred", "ongoing"]), pl.col("polarity") == "affirmed")
        .sort("position", "actor_id")
    )
    return told.select("event_id", "actor_id", "date_edtf").collect().rows()


def who_said_what(data: Dataset) -> Answer:
    names = data.frames["actors"].select(speaker_id="actor_id", speaker="name")
    told = (
        data.frames["statement_events"]
        .join(data.frames["statements"], on="statement_id")
        .join(names, on="speaker_id", how="left")
        .filter(pl.col("repeats").is_null())
        .sort("statement_id", "event_id", "stance")
    )
    return told.select("statement_id", "speaker", "event_id", "stance", "factuality", "quote").collect().rows()


def what_depends_on_what(data: Dataset) -> Answer:
    names = data.frames["actors"].select(according_to="actor_id", claimant="name")
    later = data.frames["events"].select(other_event_id="event_id", status="status")
    told = (
        data.frames["event_relations"]
        .filter(pl.col("relation").is_in(["condition_of", "prevents", "supports", "basis_of"]))
        .join(later, on="other_event_id")
        .filter(pl.col("status").is_in(["planned", "conditional", "hypothetical"]))
        .join(names, on="according_to", how="left")
        .sort("other_event_id", "relation", "event_id")
    )
    return told.select("event_id", "relation", "other_event_id", "status", "claimant").collect().rows()


def where_and_when(data: Dataset) -> Answer:
    within = dict(data.frames["places"].select("place_id", "within").collect().iter_rows())
    areas = []
    for place in within:
        area: str | None = place
        while area:
            areas.append((place, area))
            area = within[area]
    around = pl.LazyFrame(areas, schema=["place_id", "area"], orient="row")
    told = (
        data.frames["events"]
        .join(around, on="place_id")
        .join(data.frames["places"].select("place_id", "name"), on="place_id")
        .sort("area", "event_id")
    )
    return told.select("area", "event_id", "name", "earliest", "latest").collect().rows()


def which_words_show_it(data: Dataset) -> Answer:
    unsettled = (pl.col("polarity") == "negated") | ~pl.col("status").is_in(["occurred", "ongoing", "habitual"])
    told = data.frames["evidence"].join(data.frames["events"].filter(unsettled), on="event_id")
    columns = ("event_id", "status", "polarity", "source_id", "char_start", "char_end", "sha256", "exact")
    return told.sort("event_id", "char_start", "char_end").select(columns).collect().rows()


ANSWERS = {
    f.__name__.replace("_", "-"): f
    for f in (who_did_what, who_said_what, what_depends_on_what, where_and_when, which_words_show_it)
}


@pytest.fixture(scope="module", params=PACKAGES)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, Graph]:
    data = opened(PACKAGES[request.param])
    file: Path = tmp_path_factory.mktemp("rdf") / "x.ttl"
    turtle.write(data, file)
    return data, Graph().parse(file)


@pytest.mark.parametrize("question", ANSWERS)
def test_sparql_and_polars_give_one_answer(question: str, told: tuple[Dataset, Graph]) -> None:
    data, graph = told
    found = graph.query((QUERIES / f"{question}.rq").read_text(encoding="utf-8"))
    answer = [tuple(None if cell is None else cell.toPython() for cell in row) for row in found]
    answer = [tuple(str(c) if c is not None and type(c).__name__ == "Literal" else c for c in row) for row in answer]
    assert answer == ANSWERS[question](data)
    assert answer


def test_the_guide_s_lines_print_the_first_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    data = opened(ROOT)
    turtle.write(data, tmp_path / f"{data.name}.ttl")
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    monkeypatch.chdir(tmp_path)
    for block in code:
        exec(compile(block, str(GUIDE), "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    assert printed == [" ".join(str(c) for c in row) for row in who_did_what(data)] != []


def test_the_guide_leads_to_every_query_and_names_only_terms_that_the_graph_has(
    told: tuple[Dataset, Graph],
) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    for file in QUERIES.glob("*.rq"):
        question = file.read_text(encoding="utf-8").splitlines()[0].lstrip("# ")
        assert f"| {question} | [`{file.name}`](queries/{file.name}) |" in guide
    data, graph = told
    used = set(graph.predicates()) | set(graph.objects(None, RDF.type))
    named = [n.split(":") for n in re.findall(r"`((?:sem|prov|schema|skos|tl):[\w.]+)`", guide)]
    lacking = {f"{p}:{n}" for p, n in named if URIRef(f"{PREFIXES[p]}{n}") not in used}
    wikidata = data.frames["actors"].filter(pl.col("wikidata").is_not_null()).collect()
    assert lacking == (set() if wikidata.height else {"schema:sameAs"})
    assert len(named) > 10


def test_every_query_is_asked_and_begins_with_its_question() -> None:
    files = sorted(QUERIES.glob("*.rq"))
    assert [f.stem for f in files] == sorted(ANSWERS)
    assert all(f.read_text(encoding="utf-8").splitlines()[0].startswith("# W") for f in files)
