"""What is cited: the facts that a citation needs, taken from a descriptor."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from event_timeline.problem import UserError


@dataclass(frozen=True)
class Name:
    """A creator: an organisation (`literal`), or a person with family and given name."""

    literal: str
    family: str = ""
    given: str = ""
    orcid: str = ""

    @property
    def is_person(self) -> bool:
        """Whether family and given name are known apart."""
        return bool(self.family)


@dataclass(frozen=True)
class Work:
    """A dataset, a version of it, or one row of it.

    date: ISO day; doi: without resolver; address: what a reader follows (DOI as URL, else homepage, else
    the package's own `id`), with the row's fragment where one row is cited.
    """

    key: str
    title: str
    creators: tuple[Name, ...]
    date: str
    version: str
    publisher: str
    doi: str = ""
    url: str = ""
    identifier: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    license_id: str = ""
    license_url: str = ""
    fragment: str = ""
    descriptor: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def year(self) -> str:
        """Year of publication."""
        return self.date[:4]

    @property
    def address(self) -> str:
        """Where to find what is cited, most lasting first."""
        base = f"https://doi.org/{self.doi}" if self.doi else self.url or self.identifier
        return f"{base}#{self.fragment}" if base and self.fragment else base


def work(descriptor: dict[str, Any]) -> Work:
    """The dataset that a descriptor describes. Raises UserError where title, creator or date is missing."""
    creators = tuple(_names(descriptor, {"creator", "author"})) or tuple(_names(descriptor, None))
    missing = [k for k in ("title", "created") if not descriptor.get(k)] + ([] if creators else ["contributors"])
    if missing:
        raise UserError(
            f"datapackage.json lacks what a citation needs: {', '.join(missing)}", "fill it in, then cite again"
        )
    licenses = descriptor.get("licenses") or [{}]
    publishers = [n.literal for n in _names(descriptor, {"publisher"})]
    identifier = str(descriptor.get("id", ""))
    return Work(
        key=str(descriptor.get("name", "dataset")),
        title=str(descriptor["title"]),
        creators=creators,
        date=str(descriptor["created"])[:10],
        version=str(descriptor.get("version", "")),
        publisher=publishers[0] if publishers else creators[0].literal,
        doi=_doi(descriptor),
        url=str(descriptor.get("homepage", "")),
        identifier=identifier,
        description=str(descriptor.get("description", "")),
        keywords=tuple(map(str, descriptor.get("keywords", ()))),
        license_id=str(licenses[0].get("name", "")),
        license_url=str(licenses[0].get("path", "")),
        descriptor=descriptor,
    )


def row_of(whole: Work, table: str, key: str, label: str) -> Work:
    """One row as a part of the dataset: its label before the title, its key as a fragment of the address."""
    return replace(
        whole,
        key=f"{whole.key}-{table}-{key}",
        title=f"{label} ({table}, {key}), in: {whole.title}",
        fragment=f"{table}/{key}",
    )


def _names(descriptor: dict[str, Any], roles: set[str] | None) -> list[Name]:
    names = []
    for c in descriptor.get("contributors", ()):
        if roles is None or roles & set(c.get("roles", ())):
            literal = c.get("title") or " ".join(filter(None, (c.get("givenName"), c.get("familyName"))))
            literal = literal or c.get("organization", "")
            orcid = next((p for p in (c.get("orcid", ""), c.get("path", "")) if "orcid.org/" in p), "")
            names.append(Name(literal, c.get("familyName", ""), c.get("givenName", ""), orcid.rsplit("/", 1)[-1]))
    return names


def _doi(descriptor: dict[str, Any]) -> str:
    """The DOI in `id` or `doi`, without resolver or scheme; empty where there is none."""
    for value in (descriptor.get("doi"), descriptor.get("id")):
        text = str(value or "").removeprefix("https://doi.org/").removeprefix("doi:")
        if text.startswith("10.") and "/" in text:
            return text
    return ""
