"""RO-Crate, by the validator of its community (rocrate-validator, profile 1.2) and read back by ro-crate-py."""

from __future__ import annotations

import hashlib
import importlib.resources
import json
from pathlib import Path

import pytest
import requests
from rocrate.rocrate import ROCrate

from event_timeline.exports import rocrate
from event_timeline.model import UserError
from event_timeline.rules.explanations import Cell, Replaced
from tests import builder
from tests.citations.works import PERSONS
from tests.exports import sparql
from tests.exports.reading import load

pytestmark = pytest.mark.filterwarnings("default")
CONTEXT = importlib.resources.files("rocrate") / "data" / "ro-crate.jsonld"
"""RO-Crate's context as ro-crate-py ships it (that of 1.3, which has all terms of 1.2)."""


def findings(crate: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[set[str], set[str]]:
    """(what must and what should be mended), by message; the context comes from a file, as nothing is fetched."""
    from rocrate_validator import models, services
    from rocrate_validator.utils.http import HttpRequester

    def get(_: HttpRequester, url: str, *args: object, **kwargs: object) -> requests.Response:
        response = requests.Response()
        response.status_code = 200 if url.startswith("https://w3id.org/ro/crate/") else 404
        response.headers["Content-Type"] = "application/ld+json"
        response._content = CONTEXT.read_bytes() if response.status_code == 200 else b""
        return response

    sparql.parse_once(monkeypatch)
    for method in ("get", "head", "fetch_fresh"):
        monkeypatch.setattr(HttpRequester, method, get, raising=False)
    result = services.validate(
        {
            "rocrate_uri": str(crate),
            "profile_identifier": "ro-crate-1.2",
            "requirement_severity": models.Severity.RECOMMENDED,
            "skip_availability_check": True,  # of what lies on the web; files in the crate are still looked for
            "cache_path": str(tmp_path / "cache"),
        }
    )
    must = {str(i.message) for i in result.get_issues(models.Severity.REQUIRED)}
    required = {str(i.message) for i in result.get_issues() if i.severity == models.Severity.REQUIRED}
    assert required <= must
    return required, {str(i.message) for i in result.get_issues()} - required


def test_the_validator_finds_nothing_but_what_the_package_does_not_know(
    harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rocrate.write(load(harbour), tmp_path / "crate")
    required, recommended = findings(tmp_path / "crate", monkeypatch, tmp_path)
    assert required == set()
    unknown = ("contactPoint", "ROR identifier", "organization SHOULD have a URL")
    assert [m for m in recommended if not any(u in m for u in unknown)] == []


def test_the_validator_finds_nothing_wrong_with_persons_a_doi_and_awkward_words(
    harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = load(harbour)
    data.descriptor.update({k: v for k, v in PERSONS.items() if k != "resources"})
    rocrate.write(data, tmp_path / "crate")
    required, recommended = findings(tmp_path / "crate", monkeypatch, tmp_path)
    assert required == set()
    unknown = (
        "contactPoint",
        "ROR identifier",
        "organization SHOULD have a URL",
        "License entities SHOULD have a description",
        "affiliation",
        "ORCID",
    )
    assert [m for m in recommended if not any(u in m for u in unknown)] == []
    root = ROCrate(tmp_path / "crate").root_dataset
    assert root["identifier"]["value"] == "doi:10.5555/example"
    assert [a["name"] for a in root["author"]] == ["Ada M. Lund", "Jean-Luc Święty", "Harbour & Sons Archive"]
    assert root["publisher"]["name"] == "Harbour & Sons Archive"


def test_the_validator_would_notice_a_missing_file_and_licence(
    harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rocrate.write(load(harbour), tmp_path / "crate")
    (tmp_path / "crate" / "data" / "events.csv").unlink()
    metadata = tmp_path / "crate" / rocrate.METADATA
    crate = json.loads(metadata.read_text(encoding="utf-8"))
    next(e for e in crate["@graph"] if e["@id"] == "./").pop("license")
    metadata.write_text(json.dumps(crate), encoding="utf-8")
    required, recommended = findings(tmp_path / "crate", monkeypatch, tmp_path)
    assert any("license" in m for m in required)
    assert any("data/events.csv" in m for m in required | recommended)


def test_the_library_reads_every_file_with_the_descriptors_size_and_hash(package: Path, tmp_path: Path) -> None:
    data = load(package)
    rocrate.write(data, tmp_path / "crate")
    crate = ROCrate(tmp_path / "crate")
    assert (crate.name, crate.description) == (data.descriptor["title"], data.descriptor["description"])
    assert crate.root_dataset["datePublished"] == data.descriptor["created"][:10]
    assert crate.root_dataset["license"].id == data.descriptor["licenses"][0]["path"]
    assert crate.metadata["conformsTo"] == "https://w3id.org/ro/crate/1.2"
    files = {e.id: e for e in crate.data_entities}
    assert {"datapackage.json", "schemas/events.json"} <= set(files)
    for resource in data.descriptor["resources"]:
        entity = files[resource["path"]]
        assert (entity["name"], entity["encodingFormat"]) == (resource["title"], resource["mediatype"])
        assert (int(entity["contentSize"]), f"sha256:{entity['sha256']}") == (resource["bytes"], resource["hash"])
    for name, entity in files.items():
        content = (tmp_path / "crate" / name).read_bytes()
        assert content == (package / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entity["sha256"]


@pytest.mark.parametrize(
    ("terms", "at", "name"),
    [
        ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/", "CC-BY-SA-4.0"),
        ("All rights reserved", "#license/All%20rights%20reserved", "All rights reserved"),
        ("", "#license/Terms%20that%20are%20not%20stated", "Terms that are not stated"),
    ],
)
def test_a_text_is_described_with_its_own_licence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, terms: str, at: str, name: str
) -> None:
    harbour = builder.edited(tmp_path, [Cell("sources", "article", "license", terms)])
    rocrate.write(load(harbour), tmp_path / "crate")
    assert findings(tmp_path / "crate", monkeypatch, tmp_path)[0] == set()
    crate = ROCrate(tmp_path / "crate")
    text = next(e for e in crate.data_entities if e.id == "article.txt")
    assert text["name"] == "Dockers in Osterhavn to strike, an article written for the tests"
    assert text["encodingFormat"] == "text/plain"
    assert (text.get("license") or crate.root_dataset["license"]).id == at
    assert crate.dereference(at)["name"] == name


@pytest.mark.parametrize("lacking", ["licenses", "description"])
def test_a_descriptor_that_lacks_what_a_crate_must_say_is_refused_and_nothing_written(
    harbour: Path, tmp_path: Path, lacking: str
) -> None:
    data = load(harbour)
    data.descriptor.pop(lacking)
    with pytest.raises(UserError, match=lacking):
        rocrate.write(data, tmp_path / "crate")
    assert not (tmp_path / "crate").exists()


def test_a_licence_without_an_address_has_the_one_of_its_identifier(harbour: Path, tmp_path: Path) -> None:
    data = load(harbour)
    data.descriptor["licenses"] = [{"name": "CC-BY-4.0", "path": "LICENSE"}]
    rocrate.write(data, tmp_path / "crate")
    assert ROCrate(tmp_path / "crate").root_dataset["license"].id == "https://creativecommons.org/licenses/by/4.0/"


def test_a_path_with_blanks_and_a_hostile_title_survive(tmp_path: Path) -> None:
    title = 'A "title" </script> \\u0000 ]]> {x}'
    edits = [
        Replaced("datapackage.json", '"path": "data/places.csv"', '"path": "data/100% a:b #1 é.csv"'),
        Replaced(
            "datapackage.json", "The harbour dispute: a small event timeline for the tests", json.dumps(title)[1:-1]
        ),
    ]
    package = builder.copy_of_harbour(tmp_path)
    (package / "data" / "places.csv").rename(package / "data" / "100% a:b #1 é.csv")
    for edit in edits:
        builder.apply(package, edit)
    rocrate.write(load(package), tmp_path / "crate")
    crate = ROCrate(tmp_path / "crate")
    assert crate.name == title
    assert "data/100%25%20a%3Ab%20%231%20é.csv" in {e.id for e in crate.data_entities}


def test_a_package_that_already_has_such_a_file_is_refused(tmp_path: Path) -> None:
    package = builder.copy_of_harbour(tmp_path)
    (package / "data" / "places.csv").rename(package / rocrate.METADATA)
    builder.apply(package, Replaced("datapackage.json", '"path": "data/places.csv"', f'"path": "{rocrate.METADATA}"'))
    with pytest.raises(UserError, match="of its own"):
        rocrate.write(load(package), tmp_path / "crate")
