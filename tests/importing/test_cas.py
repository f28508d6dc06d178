"""UIMA CAS, written by dkpro-cassis as INCEpTION does: layers, slots, relations, chains; files, zips and project exports."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import event_timeline as et

cassis: Any = pytest.importorskip("cassis")

ASKED = {"contributors": ["Holm, Mira"], "license": "CC-BY-4.0", "options": {"language": "en"}}
TEXT = "🎉 The council voted in Vell. It did."
NE = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"


def cas(*, votes: bool = True) -> Any:
    """A document with an entity, an event with slots, a relation, a chain and a layer that is not known."""
    types = cassis.TypeSystem()
    entity, event, mood = (
        types.create_type(n, "uima.tcas.Annotation") for n in (NE, "webanno.custom.Event", "webanno.custom.Mood")
    )
    types.create_type(TOKEN, "uima.tcas.Annotation")
    link, chain = (types.create_type(n, "uima.cas.TOP") for n in ("webanno.custom.Slot", "webanno.custom.CorefChain"))
    chained, relation = (
        types.create_type(n, "uima.tcas.Annotation") for n in ("webanno.custom.CorefLink", "custom.Relation")
    )
    for owner, name, kind in (
        (entity, "value", "uima.cas.String"), (entity, "identifier", "uima.cas.String"), (event, "label", "uima.cas.String"),
        (event, "negated", "uima.cas.Boolean"), (mood, "strength", "uima.cas.Integer"), (link, "role", "uima.cas.String"),
        (link, "target", "uima.tcas.Annotation"), (event, "slots", "uima.cas.FSArray"), (chain, "first", "webanno.custom.CorefLink"),
        (chained, "next", "webanno.custom.CorefLink"), (chained, "label", "uima.cas.String"), (relation, "label", "uima.cas.String"),
        (relation, "Governor", "uima.tcas.Annotation"), (relation, "Dependent", "uima.tcas.Annotation"),
    ):  # fmt: skip
        types.create_feature(owner, name, kind)
    made = cassis.Cas(types)
    made.sofa_string, made.sofa_mime = TEXT, "text/plain"

    def span(kind: Any, words: str, **features: Any) -> Any:
        at = TEXT.index(words)
        one = kind(begin=at, end=at + len(words), **features)
        made.add(one)
        return one

    span(types.get_type(TOKEN), "The")
    council = span(entity, "The council", value="ORG", identifier="http://www.wikidata.org/entity/Q42")
    vell = span(entity, "Vell", value="LOC")
    span(mood, "It", strength=3)
    if votes:
        array = types.get_type("uima.cas.FSArray")
        slots = array(elements=[link(role="Agent", target=council), link(role="Place", target=vell)])
        voted = span(event, "voted", label="Vote", slots=slots, negated=True)
        did = span(event, "did", label="Vote")
        made.add(relation(begin=did.begin, end=did.end, label="same_as", Governor=voted, Dependent=did))
        last = span(chained, "It", label="ORG")
        first = span(chained, "The council", label="ORG", next=last)
        made.add(chain(first=first))
    return made


def cells(package: et.Package, table: str, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in package[table].select(columns).iter_rows()]


def written(tmp_path: Path, form: str) -> Path:
    if form == "json":
        cas().to_json(tmp_path / "vell.json")
        return tmp_path / "vell.json"
    folder = tmp_path / "xmi"
    folder.mkdir()
    cas().to_xmi(folder / "vell.xmi")
    cas().typesystem.to_xml(folder / "TypeSystem.xml")
    if form == "zip":
        with zipfile.ZipFile(tmp_path / "vell.zip", "w") as archive:
            for file in sorted(folder.iterdir()):
                archive.write(file, file.name)
        return tmp_path / "vell.zip"
    return folder


@pytest.mark.parametrize("form", ["json", "folder", "zip"])
def test_layers_slots_relations_and_chains_are_rows(tmp_path: Path, form: str) -> None:
    found = et.import_("cas", written(tmp_path, form), tmp_path / "out", **ASKED)  # type: ignore[arg-type]
    package = found.package
    assert [p.message for p in found.report.problems if p.severity == "error"] == []
    assert cells(package, "events", "event_id", "kind", "polarity") == [
        ("voted", "vote", "negated"),
        ("did", "vote", "affirmed"),
    ]
    assert cells(package, "event_actors", "event_id", "actor_id", "role") == [("voted", "the-council", "agent")]
    assert cells(package, "event_places", "event_id", "place_id", "role") == [("voted", "vell", "location")]
    assert cells(package, "event_relations", "event_id", "relation", "other_event_id") == [("did", "same_as", "voted")]
    assert ("the-council", "organisation", "Q42") in cells(package, "actors", "actor_id", "kind", "wikidata")
    spans = cells(package, "evidence", "char_start", "char_end", "exact")
    assert spans
    assert all(TEXT[a:b] == exact for a, b, exact in spans)
    assert cells(package, "annotations", "type", "value") == [("Mood", "strength=3")]
    assert any(note.endswith("left out, since they do not annotate events: 1 of Token") for note in found.notes)


def test_the_links_of_a_chain_are_one_actor(tmp_path: Path) -> None:
    found = et.import_("cas", written(tmp_path, "json"), tmp_path / "out", **ASKED)  # type: ignore[arg-type]
    chained = cells(found.package, "evidence", "actor_id", "exact")
    assert {a for a, words in chained if words == "It"} <= {a for a, words in chained if words == "The council"}


def project(tmp_path: Path, *files: tuple[str, Callable[[], Any]], **more: bytes) -> Path:
    """A project export; each annotation is a zip of a CAS with its type system, as INCEpTION makes it."""
    target = tmp_path / "project.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("exportedproject.json", "{}")
        archive.writestr("source/vell.txt", TEXT)
        for path, made in files:
            inner = tmp_path / "inner.zip"
            with zipfile.ZipFile(inner, "w") as nested:
                user = path.rpartition("/")[2].removesuffix(".zip")
                one = made()
                nested.writestr(f"{user}.xmi", one.to_xmi())
                nested.writestr("TypeSystem.xml", one.typesystem.to_xml())
            archive.write(inner, path)
        for name, content in more.items():
            archive.writestr(name, content)
    return target


def test_a_project_has_a_package_for_each_user(tmp_path: Path) -> None:
    target = project(
        tmp_path, ("annotation/vell.txt/anna.zip", cas), ("annotation/vell.txt/bo.zip", lambda: cas(votes=False)),
        ("annotation/vell.txt/INITIAL_CAS.zip", cas), **{"annotation_ser/vell.txt/anna.ser": b"\xac\xed"},
    )  # fmt: skip
    found = et.import_("cas", target, tmp_path / "out", **ASKED)  # type: ignore[arg-type]
    assert [(p.report.label.rpartition("/")[2], len(p.package["events"])) for p in (found, *found.others)] == [
        ("anna", 2),
        ("bo", 0),
    ]
    assert set(cells(found.package, "evidence", "coder")) == {("anna",)}
    assert cells(found.package, "sources", "source_id", "file")[0] == ("vell-txt", "vell.txt")
    assert any("1 binary CAS" in note for note in found.notes)


def test_the_curation_goes_before_single_users(tmp_path: Path) -> None:
    target = project(
        tmp_path,
        ("annotation/vell.txt/anna.zip", lambda: cas(votes=False)),
        ("curation/vell.txt/CURATION_USER.zip", cas),
    )
    found = et.import_("cas", target, tmp_path / "out", **ASKED)  # type: ignore[arg-type]
    assert (len(found.package["events"]), found.others) == (2, ())
    assert any('`options={"annotator": "NAME"}`' in note for note in found.notes)
    one = et.import_("cas", target, tmp_path / "one", **(ASKED | {"options": {"annotator": "anna"}}))  # type: ignore[arg-type]
    assert len(one.package["events"]) == 0
    with pytest.raises(et.Error, match="no annotator 'cy'"):
        et.import_("cas", target, tmp_path / "cy", **(ASKED | {"options": {"annotator": "cy"}}))  # type: ignore[arg-type]


def zipped(tmp_path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return tmp_path / "bad.zip"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("../evil.xmi", b"<x/>", "leads out of the zip"),
        ("/etc/evil.xmi", b"<x/>", "leads out of the zip"),
        ("a.json", b'{"%FEATURE_STRUCTURES": ' + b" " * 30_000_000, "unpacks to 30,000,0"),
        ("inner.zip", b"not a zip", r"inner\.zip: not a zip"),
        ("a.json", b'{"%FEATURE_STRUCTURES": [', r"a\.json: not a CAS that can be read"),
        ("a.json", b'{"%FEATURE_STRUCTURES": ' + b"[" * 100_000, r"a\.json"),
        ("a.json", b"{}", "JSON, but not of a CAS"),
        ("a.xmi", b"<xmi/>", r"there is no TypeSystem\.xml"),
        ("a.xmi", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', "has a document type"),
        ("a.ser", b"\xac\xed", "holds no CAS"),
        ("a.txt", b"text", "holds no CAS"),
    ],
)
def test_refuses_what_is_unsafe_or_no_cas(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    with pytest.raises(et.Error, match=said):
        et.import_("cas", zipped(tmp_path, name, content), tmp_path / "out", **ASKED)  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


def test_names_the_type_system_that_cannot_be_read(tmp_path: Path) -> None:
    folder = written(tmp_path, "folder")
    (folder / "TypeSystem.xml").write_text("<types")
    with pytest.raises(et.Error, match=r"TypeSystem\.xml: not a type system"):
        et.import_("cas", folder, tmp_path / "out", **ASKED)  # type: ignore[arg-type]


def test_says_what_to_install_where_the_library_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cassis", None)
    (tmp_path / "a.json").write_text(json.dumps({}))
    with pytest.raises(et.Error, match="cas needs dkpro-cassis") as caught:
        et.import_("cas", tmp_path / "a.json", tmp_path / "out", **ASKED)  # type: ignore[arg-type]
    assert "event-timeline[cas]" in str(caught.value.hint)


@pytest.mark.parametrize("name", ["vell.tsv", "vell.conll", "annotation/vell.txt/anna.tsv"])
def test_webanno_tsv_is_refused_with_the_export_to_choose(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "project.zip", "w") as packed:
        packed.writestr(name, "#FORMAT=WebAnno TSV 3.3\n")
    with pytest.raises(et.Error, match="holds no CAS with a text") as caught:
        et.import_("cas", tmp_path / "project.zip", tmp_path / "out", **ASKED)  # type: ignore[arg-type]
    assert caught.value.hint.startswith("1 file of WebAnno TSV or CoNLL not read")
    assert "UIMA CAS XMI (XML 1.0) or UIMA CAS JSON" in caught.value.hint
