"""RO-Crate 1.2: the package's files in a folder, with `ro-crate-metadata.json` beside them.

https://w3id.org/ro/crate/1.2
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from event_timeline.citations.work import Name, Work, coverage, place, sources, work
from event_timeline.exports import iris, listed_files
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.listed_files import ListedFile

METADATA = "ro-crate-metadata.json"
SPECIFICATION = "https://w3id.org/ro/crate/1.2"


def write(data: Dataset, target: Path) -> None:
    """Write the folder. Raises UserError where the descriptor lacks what every crate must say."""
    if data.package is None:
        raise ValueError("a crate copies the package's files")
    about = work(data.descriptor)
    files = listed_files.package_files(data, about)
    text = render(about, files)
    target.mkdir()
    listed_files.copy(files, target, METADATA)
    (target / METADATA).write_text(text, encoding="utf-8", newline="\n")


def render(about: Work, files: Sequence[ListedFile]) -> str:
    """The metadata document of a crate that holds these files. Raises UserError as `graph` does."""
    crate = {"@context": f"{SPECIFICATION}/context", "@graph": graph(about, files)}
    return json.dumps(crate, indent=2, ensure_ascii=False) + "\n"


def graph(about: Work, files: Sequence[ListedFile]) -> list[dict[str, Any]]:
    """The entities: descriptor, root, files, then what they refer to, each once.

    Raises UserError where description or licence is missing: the root must have both.
    """
    license_ = _license(about)
    listed_files.require("an RO-Crate", description=about.description, licenses=license_)
    place_ = _place(about)
    identifier = _identifier(about)
    derived = [_source(i, *s) for i, s in enumerate(sources(about.descriptor), 1)]
    # by name: a creator who publishes, too, is one entity
    agents = {n.literal: _agent(n) for n in (Name(about.publisher), *about.creators)}
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": about.title,
        "description": about.description,
        "datePublished": about.date,
        "version": about.version,
        "license": {"@id": license_["@id"]},
        "identifier": {"@id": identifier["@id"]} if identifier else None,
        "url": about.url,
        "author": [{"@id": agents[n.literal]["@id"]} for n in about.creators],
        "publisher": {"@id": agents[about.publisher]["@id"]},
        "keywords": list(about.keywords),
        "inLanguage": about.language,
        "temporalCoverage": coverage(about.descriptor),
        "contentLocation": {"@id": place_[0]["@id"]} if place_ else None,
        "copyrightNotice": _text(about.descriptor.get("rights")),
        "isBasedOn": [{"@id": s["@id"]} for s in derived],
        "hasPart": [{"@id": f.link} for f in files],
    }
    head = {
        "@id": METADATA,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": SPECIFICATION},
    }
    others = [license_, *([identifier] if identifier else []), *agents.values(), *derived, *place_]
    extra = [{"@id": at, "@type": "CreativeWork", "name": f.terms or at} for f in files if (at := _license_of(f))]
    entities = {
        e["@id"]: e for e in reversed([head, root, *(_file(f, license_["@id"]) for f in files), *others, *extra])
    }
    return [_filled(e) for e in reversed(entities.values())]


def _license_of(one: ListedFile) -> str:
    """The entity that is a file's own licence: an address, or the words alone; empty where it has that of the whole."""
    return one.license_url or (iris.part("", "license", one.terms) if one.terms else "")


def _file(one: ListedFile, license_url: str) -> dict[str, Any]:
    """license_url: that of the whole, which its parts inherit."""
    own = _license_of(one)
    return {
        "@id": one.link,
        "@type": "File",
        "name": one.title,
        "description": one.description,
        "encodingFormat": one.media,
        "contentSize": str(one.size),
        "sha256": one.sha256,
        "license": {"@id": own} if own not in ("", license_url) else None,
    }


def _license(about: Work) -> dict[str, Any]:
    """The licence as an entity; empty where it has no address on the web."""
    address = about.license_address if iris.is_web(about.license_address) else ""
    given = about.descriptor.get("licenses")
    titles = [_text(x.get("title")) for x in given if isinstance(x, dict)] if isinstance(given, list) else []
    title = next(iter(titles), "")
    described = {"@id": address, "@type": "CreativeWork", "name": about.license_id or title or address}
    return described | {"description": title} if address else {}


def _identifier(about: Work) -> dict[str, Any]:
    """The DOI, or the package's own id, as the PropertyValue that the specification asks for."""
    if about.doi:
        kind, value = "https://registry.identifiers.org/registry/doi", f"doi:{about.doi}"
    else:
        kind, value = "id", about.identifier
    if not value:
        return {}
    return {
        "@id": about.address if about.doi else "#identifier",
        "@type": "PropertyValue",
        "name": "DOI" if about.doi else "Identifier of the data package",
        "propertyID": kind,
        "value": value,
        "url": about.address if iris.is_web(about.address) else None,
    }


def _agent(name: Name) -> dict[str, Any]:
    local = f"#agent/{listed_files.encoded(name.literal)}"
    if not name.is_person:
        return {"@id": local, "@type": "Organization", "name": name.literal}
    return {
        "@id": f"https://orcid.org/{name.orcid}" if name.orcid else local,
        "@type": "Person",
        "name": name.literal,
        "familyName": name.family,
        "givenName": name.given,
    }


def _source(number: int, title: str, address: str) -> dict[str, Any]:
    """A source: at its address, or described by its title alone."""
    at = address if iris.is_web(address) else iris.part("", "source", str(number))
    return {"@id": at, "@type": "CreativeWork", "name": title or at}


def _place(about: Work) -> list[dict[str, Any]]:
    title, point = place(about.descriptor)
    if not title and not point:
        return []
    found: list[dict[str, Any]] = [{"@id": "#place", "@type": "Place", "name": title or "Place of the data"}]
    if point:
        found[0]["geo"] = {"@id": "#place/point"}
        wkt = f"POINT ({point[0]} {point[1]})"
        geo = {"@id": "#place/point", "@type": ["Geometry", "GeoCoordinates"], "name": found[0]["name"], "asWKT": wkt}
        found.append(geo | {"latitude": str(point[1]), "longitude": str(point[0])})
    return found


def _filled(entity: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty, and a list of one as that one."""
    single = {k: v[0] if isinstance(v, list) and len(v) == 1 else v for k, v in entity.items()}
    return {k: v for k, v in single.items() if v not in (None, "", [], {})}


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
