"""`timeline publish` as a user meets it: the deposit read back, and the checklist as the descriptor changes."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import frictionless
import pytest
import yaml

from event_timeline.rules.explanations import Cell
from tests import builder
from tests.conftest import Timeline
from tests.exports import programs
from tests.exports.reading import written

FILES = [
    ".zenodo.json",
    "CITATION.cff",
    "SHA256SUMS",
    "croissant.json",
    "datacite.json",
    "harbour-dispute-1.2.0-parquet.zip",
    "harbour-dispute-1.2.0.zip",
    "ro-crate-metadata.json",
]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "deposit"


def described(package: Path, **changes: object) -> Path:
    """The package with other properties in its descriptor; None takes one away."""
    path = package / "datapackage.json"
    said = json.loads(path.read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps({k: v for k, v in said.items() if v is not None}), encoding="utf-8")
    return package


def checklist(timeline: Timeline, package: Path, target: Path, *more: str) -> dict[str, dict[str, Any]]:
    outcome = timeline("publish", package, "-o", target, "--format", "json", "--force", *more)
    assert outcome.code == 0, outcome.err
    return {c["identifier"]: c for c in json.loads(outcome.out)["checks"]}


def test_the_deposit_has_its_files_and_sha256sum_finds_them_whole(
    harbour: Path, timeline: Timeline, target: Path
) -> None:
    outcome = timeline("publish", harbour, "-o", target)
    assert outcome.code == 0
    assert sorted(p.name for p in target.iterdir()) == FILES
    check = subprocess.run(
        [programs.sha256sum(), "--check", "--strict", "SHA256SUMS"], cwd=target, capture_output=True, text=True
    )
    assert check.returncode == 0, check.stderr
    assert check.stdout.count(": OK") == len(FILES) - 1


def test_the_archive_is_the_package(harbour: Path, timeline: Timeline, target: Path) -> None:
    timeline("publish", harbour, "-o", target)
    archive = target / "harbour-dispute-1.2.0.zip"
    package = frictionless.Package(str(archive))
    assert package.validate().valid
    with zipfile.ZipFile(archive) as opened:
        assert "article.txt" in opened.namelist()
        for name in opened.namelist():
            assert opened.read(name) == (harbour / name).read_bytes()


@pytest.mark.filterwarnings("default")
def test_croissant_reads_every_value_out_of_the_deposits_archive(
    harbour: Path, timeline: Timeline, target: Path
) -> None:
    timeline("publish", harbour, "-o", target)
    code = """
import json, sys
import mlcroissant, pandas
dataset = mlcroissant.Dataset(jsonld="croissant.json")
plain = lambda v: v.decode() if isinstance(v, bytes) else None if pandas.isna(v) else str(v)[:10] if isinstance(v, pandas.Timestamp) else v
tables = {r.id: [{k.partition("/")[2]: plain(v) for k, v in row.items()} for row in dataset.records(r.id)] for r in dataset.metadata.record_sets}
json.dump(tables, open(sys.argv[1], "w"))
"""
    # in a process of its own, because the cache that archives are unpacked into is chosen at import
    environment = {"CROISSANT_CACHE": str(target.parent / "cache"), "PATH": "/usr/bin:/bin", "HOME": str(target.parent)}
    run = subprocess.run(
        [sys.executable, "-c", code, target.parent / "read.json"],
        cwd=target,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    wanted = json.loads(json.dumps(written(harbour), default=str))
    assert json.loads((target.parent / "read.json").read_text(encoding="utf-8")) == wanted


@pytest.mark.filterwarnings("default")
def test_the_crate_describes_the_deposit(harbour: Path, timeline: Timeline, target: Path) -> None:
    from rocrate.rocrate import ROCrate

    timeline("publish", harbour, "-o", target)
    files = {e.id: e for e in ROCrate(target).data_entities}
    assert sorted(files) == sorted(set(FILES) - {"SHA256SUMS", "ro-crate-metadata.json"})
    for name, entity in files.items():
        content = (target / name).read_bytes()
        assert (entity["sha256"], entity["contentSize"]) == (hashlib.sha256(content).hexdigest(), str(len(content)))


def test_the_metadata_are_those_that_cite_prints(harbour: Path, timeline: Timeline, target: Path) -> None:
    timeline("publish", harbour, "-o", target)
    for style, name in (("cff", "CITATION.cff"), ("datacite", "datacite.json"), ("zenodo", ".zenodo.json")):
        assert (target / name).read_text(encoding="utf-8") == timeline("cite", harbour, "--style", style).out
    assert yaml.safe_load((target / "CITATION.cff").read_text(encoding="utf-8"))["version"] == "1.2.0"


def test_the_bytes_are_the_same_each_time(harbour: Path, timeline: Timeline, tmp_path: Path) -> None:
    for name in "ab":
        assert timeline("publish", harbour, "-o", tmp_path / name).code == 0
    assert {p.name: p.read_bytes() for p in (tmp_path / "a").iterdir()} == {
        p.name: p.read_bytes() for p in (tmp_path / "b").iterdir()
    }


def test_the_checklist_has_the_metrics_of_fuji_0_8(harbour: Path, timeline: Timeline, target: Path) -> None:
    checks = checklist(timeline, harbour, target)
    assert len(checks) == 17
    for identifier, check in checks.items():
        assert re.fullmatch(r"FsF-[FAIR]\d(\.\d)?-0\dM?D?", identifier)
        assert check["status"] in ("met", "missing", "undecidable")
        assert check["found"]
        assert check["remedy"] or check["status"] != "missing"
    text = timeline("publish", harbour, "-o", target).out
    assert all(f"{c['identifier']} " in text and c["found"] in text and c["remedy"] in text for c in checks.values())


@pytest.mark.parametrize("key", ["id", "doi"])
def test_a_doi_meets_what_was_missing(harbour: Path, timeline: Timeline, target: Path, key: str) -> None:
    metrics = ("FsF-F1-02MD", "FsF-A1.1-01MD", "FsF-A1.2-01MD")
    before = checklist(timeline, harbour, target)
    assert {before[m]["status"] for m in metrics} == {"missing"}
    after = checklist(timeline, described(harbour, **{key: "https://doi.org/10.5555/harbour.1"}), target)
    assert {after[m]["status"] for m in metrics} == {"met"}
    assert json.loads((target / "datacite.json").read_text(encoding="utf-8"))["doi"] == "10.5555/harbour.1"


@pytest.mark.parametrize(
    ("metric", "worse"),
    [
        ("FsF-F1-01MD", {"id": "harbour 1"}),
        ("FsF-F2-01M", {"keywords": None}),
        ("FsF-F2-01M", {"description": None}),
        ("FsF-F4-01M", {"description": "Short."}),
        ("FsF-A1-01M", {"licenses": None}),
        ("FsF-A1-01M", {"licenses": [{"name": "LicenseRef-secret"}]}),
        ("FsF-R1.1-01M", {"licenses": None}),
        ("FsF-R1.2-01M", {"sources": None}),
        ("FsF-I3-01M", {"sources": [{"title": "A letter"}]}),
    ],
)
def test_what_is_taken_away_is_missed(
    harbour: Path, timeline: Timeline, target: Path, metric: str, worse: dict[str, Any]
) -> None:
    better = {"sources": [{"title": "An article", "path": "https://example.org/article"}]}
    assert checklist(timeline, described(harbour, **better), target)[metric]["status"] != "missing"
    assert checklist(timeline, described(harbour, **worse), target, "--no-validate")[metric]["status"] == "missing"


def test_sizes_formats_and_meanings_are_missed_where_they_are_not_said(
    harbour: Path, timeline: Timeline, target: Path
) -> None:
    path = harbour / "datapackage.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    del said["resources"][0]["bytes"]
    said["resources"][1]["path"] = "data/places.xlsx"
    (harbour / "data" / "places.csv").rename(harbour / "data" / "places.xlsx")
    path.write_text(json.dumps(said), encoding="utf-8")
    for schema in (harbour / "schemas").glob("*.json"):
        fields = json.loads(schema.read_text(encoding="utf-8"))
        for field in fields["fields"]:
            field.pop("rdfType", None)
        schema.write_text(json.dumps(fields), encoding="utf-8")
    checks = checklist(timeline, harbour, target, "--no-validate")
    for metric, part in (("FsF-R1-01M", "bytes"), ("FsF-R1.3-02D", "places.xlsx"), ("FsF-I2-01M", "rdfType")):
        assert checks[metric]["status"] == "missing"
        assert part in checks[metric]["found"]


def test_a_dry_run_writes_nothing_and_says_what_would_be_written(
    harbour: Path, timeline: Timeline, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    for place in ((), ("-o", target)):
        dry = timeline("publish", harbour, "--dry-run", *place)
        assert (dry.code, sorted(tmp_path.rglob("*"))) == (0, before)
        wet = timeline("publish", harbour, *place)
        assert wet.code == 0
        assert dry.out == wet.out
        assert dry.err == wet.err.replace("wrote", "would write")
        before = sorted(tmp_path.rglob("*"))
    assert {"harbour-dispute-deposit", "SHA256SUMS"} <= {p.name for p in before}


def test_a_dry_run_says_what_would_be_refused(harbour: Path, timeline: Timeline, target: Path) -> None:
    assert timeline("publish", harbour, "-o", target).code == 0
    (target / "CITATION.cff").write_text("mine\n", encoding="utf-8")
    for dry in ((), ("--dry-run",)):
        outcome = timeline("publish", harbour, "-o", target, *dry)
        assert (outcome.code, "was edited" in outcome.err) == (2, True)


def test_an_invalid_package_is_refused_unless_asked(tmp_path: Path, timeline: Timeline, target: Path) -> None:
    package = builder.edited(tmp_path, [Cell("events", "strike", "status", "imagined")])
    outcome = timeline("publish", package, "-o", target)
    assert outcome.code == 1
    assert "not assembled" in outcome.err
    assert not target.exists()
    assert timeline("publish", package, "-o", target, "--no-validate").code == 0


def test_an_edited_deposit_is_replaced_only_by_force(harbour: Path, timeline: Timeline, target: Path) -> None:
    assert timeline("publish", harbour, "-o", target).code == 0
    assert timeline("publish", harbour, "-o", target).code == 0
    (target / "CITATION.cff").write_text("mine\n", encoding="utf-8")
    assert timeline("publish", harbour, "-o", target).code == 2
    assert (target / "CITATION.cff").read_text(encoding="utf-8") == "mine\n"
    assert timeline("publish", harbour, "-o", target, "--force").code == 0


def test_other_peoples_places_are_left_alone(harbour: Path, timeline: Timeline, tmp_path: Path) -> None:
    full, file = tmp_path / "full", tmp_path / "file"
    full.mkdir()
    (full / "thesis.txt").write_text("mine\n", encoding="utf-8")
    file.write_text("mine\n", encoding="utf-8")
    for place in (full, file, harbour):
        for force in ((), ("--force",)):
            assert timeline("publish", harbour, "-o", place, *force).code == 2
    assert [p.name for p in full.iterdir()] == ["thesis.txt"]
    assert file.read_text(encoding="utf-8") == "mine\n"
    assert (harbour / "datapackage.json").exists()


def test_a_place_that_cannot_be_written_is_told(harbour: Path, timeline: Timeline, tmp_path: Path) -> None:
    outcome = timeline("publish", harbour, "-o", tmp_path / "nowhere" / "deposit")
    assert outcome.code == 2
    assert "cannot write" in outcome.err
    outcome = timeline("publish", harbour, "-o", "/proc/deposit")
    assert (outcome.code, "cannot write" in outcome.err) == (2, True)


def test_a_package_without_licence_lacks_the_crate_and_says_so(harbour: Path, timeline: Timeline, target: Path) -> None:
    outcome = timeline("publish", described(harbour, licenses=None), "-o", target, "--no-validate")
    assert outcome.code == 0
    assert "left out ro-crate-metadata.json" in outcome.err
    assert "left out croissant.json" in outcome.err
    assert sorted(p.name for p in target.iterdir()) == [
        ".zenodo.json", "CITATION.cff", "SHA256SUMS", "datacite.json", "harbour-dispute-1.2.0.zip",
    ]  # fmt: skip


@pytest.mark.parametrize("lacking", ["contributors", "title", "created"])
def test_a_package_that_cannot_be_cited_is_refused(
    harbour: Path, timeline: Timeline, target: Path, lacking: str
) -> None:
    package = described(harbour, **{lacking: None})
    outcome = timeline("publish", package, "-o", target, "--no-validate")
    assert outcome.code == 2
    assert lacking in outcome.err
    assert not target.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "</script> \u202e \"'; rm -rf ~ \x1b[31m\x00", "name": "../../evil", "version": "../1"},
        {"version": "1.0.0\n", "keywords": ["a\nb", 3, None], "licenses": "MIT", "sources": {}, "spatial": []},
        {"homepage": "javascript:alert(1)", "id": 5, "contributors": [{"title": "A \x1b]0;x"}, 3]},
    ],
)
def test_hostile_words_in_the_descriptor_stay_words(
    harbour: Path, timeline: Timeline, target: Path, changes: dict[str, Any]
) -> None:
    package = described(harbour, **changes)
    outcome = timeline("publish", package, "-o", target, "--no-validate")
    assert outcome.code == 0, outcome.err
    assert "\x1b" not in outcome.out + outcome.err
    assert {p.parent for p in target.rglob("*")} == {target}
    assert not (target.parent / "evil-1.zip").exists()
    for name in target.glob("*.json"):
        json.loads(name.read_text(encoding="utf-8"))
    assert yaml.safe_load((target / "CITATION.cff").read_text(encoding="utf-8"))["cff-version"] == "1.2.0"
