"""What is cited: the facts that a citation needs, taken from a descriptor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import quote

from event_timeline.citations.fragments import fragment
from event_timeline.model import UserError
from event_timeline.package.json_files import objects

NOT_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters, lone surrogates and noncharacters (XML 1.0, section 2.2)."""

FARTHEST = 360
"""Degrees: a value beyond these, or one that is not a number, is not a place."""


@dataclass(frozen=True)
class Name:
    """A creator, by the name to show, with family and given name where a person's are known apart.

    organization: whether it is known to be one; what is neither known as a person nor as that may be either.
    """

    literal: str
    family: str = ""
    given: str = ""
    orcid: str = ""
    organization: bool = False

    @property
    def is_person(self) -> bool:
        """Whether family and given name are known apart."""
        return bool(self.family)


@dataclass(frozen=True)
class Work:
    """A dataset, a version of it, or one row of it.

    date: ISO day; doi: without resolver; address: what a reader follows (DOI as URL, else homepage, else
    the package's own `id`), with the row's fragment where one row is cited; language: of the descriptor's words
    as a BCP 47 tag, where its `language` says.
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
    language: str = ""
    fragment: str = ""
    descriptor: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def year(self) -> str:
        """Year of publication."""
        return self.date[:4]

    @property
    def license_address(self) -> str:
        """Where the licence can be read on the web: its `path`, else the address that its SPDX identifier stands for."""
        return self.license_url if _web(self.license_url) else license_url(self.license_id)

    @property
    def own_id(self) -> str:
        """The package's `id` where it says something else than the DOI, else empty."""
        return "" if self.doi and bare_doi(self.identifier) == self.doi else self.identifier

    @property
    def address(self) -> str:
        """What identifies the work, most lasting first: for text, where an identifier that is not a link helps as well."""
        return self._in_full(doi_address(self.doi) if self.doi else self.url or self.identifier)

    @property
    def link(self) -> str:
        """The address that opens in a browser: for fields that programs follow. Empty where there is none."""
        return self.address if _web(self.address) else ""

    @property
    def number(self) -> str:
        """The address where it is an identifier that no browser opens, such as a `urn:uuid:`; else empty."""
        return "" if self.link else self.address

    def _in_full(self, base: str) -> str:
        return f"{base.partition('#')[0]}#{self.fragment}" if base and self.fragment else base


def work(descriptor: dict[str, Any]) -> Work:
    """The dataset that a descriptor describes.

    What has the wrong type counts as missing. Raises UserError where title, creator or date is missing.
    """
    creators = tuple(_names(descriptor, {"creator", "author"})) or tuple(_names(descriptor, None))
    title, created = _text(descriptor.get("title")), _text(descriptor.get("created"))[:10]
    has = {"title": title, "created": _is_day(created), "contributors": creators}
    missing = [key for key, value in has.items() if not value]
    if missing:
        raise UserError(
            f"datapackage.json lacks what a citation needs: {', '.join(missing)}", "fill it in, then cite again"
        )
    license_ = next(iter(objects(descriptor.get("licenses"))), {})
    publishers = [n.literal for n in _names(descriptor, {"publisher"})]
    return Work(
        key=_text(descriptor.get("name")) or "dataset",
        title=title,
        creators=creators,
        date=created,
        version=_text(descriptor.get("version")),
        publisher=publishers[0] if publishers else creators[0].literal,
        doi=_doi(descriptor),
        url=_web(descriptor.get("homepage")),
        identifier=_text(descriptor.get("id")),
        description=_text(descriptor.get("description")),
        keywords=tuple(_text(k) for k in _list(descriptor.get("keywords")) if _text(k)),
        license_id=_text(license_.get("name")),
        license_url=_text(license_.get("path")),
        language=_text(descriptor.get("language")),
        descriptor=descriptor,
    )


def license_url(license_id: str) -> str:
    """The address on the web that an SPDX identifier stands for; empty where it is not known."""
    from event_timeline.rules.descriptor.licenses import LICENSE_URLS

    return f"https://{LICENSE_URLS[license_id]}/" if license_id in LICENSE_URLS else ""


def row_of(whole: Work, table: str, key: Sequence[str], label: str) -> Work:
    """One row as a part of the dataset: its label before the title, its key as a fragment of the address."""
    return replace(
        whole,
        key="-".join([whole.key, table, *key]),
        title=f"{_text(label)} ({table}, {'/'.join(key)}), in: {whole.title}",
        fragment=fragment(table, *key),
    )


def coverage(descriptor: dict[str, Any]) -> str:
    """The time that the data tell of, `start/end` or one of them; empty where it is not said."""
    temporal = descriptor.get("temporal")
    known = temporal if isinstance(temporal, dict) else {}
    return "/".join(_text(known.get(k)) for k in ("start", "end") if _text(known.get(k)))


def sources(descriptor: dict[str, Any]) -> list[tuple[str, str]]:
    """(title, address) of each source; the address is empty unless it is one of the web's."""
    found = ((_text(s.get("title")), _text(s.get("path"))) for s in objects(descriptor.get("sources")))
    return [(title, path if path.startswith(("http://", "https://")) else "") for title, path in found]


def resources(descriptor: dict[str, Any]) -> list[dict[str, Any]]:
    """The descriptor's resources that are objects with a name."""
    return [r for r in objects(descriptor.get("resources")) if _text(r.get("name"))]


def place(descriptor: dict[str, Any]) -> tuple[str, tuple[float, float] | None]:
    """(title, (longitude, latitude)) of `spatial`; a shape other than a GeoJSON Point has its title only."""
    spatial = descriptor.get("spatial")
    if not isinstance(spatial, dict):
        return "", None
    point = _list(spatial.get("coordinates"))[:2] if spatial.get("type") == "Point" else []
    numbers = [float(p) for p in point if isinstance(p, int | float) and abs(p) <= FARTHEST]
    return _text(spatial.get("title")), (numbers[0], numbers[1]) if len(numbers) == 2 else None


def _names(descriptor: dict[str, Any], roles: set[str] | None) -> list[Name]:
    names = []
    for c in objects(descriptor.get("contributors")):
        if roles is None or roles & {_text(r) for r in _list(c.get("roles"))}:
            family, given = _text(c.get("familyName")), _text(c.get("givenName"))
            literal = _text(c.get("title")) or " ".join(filter(None, (given, family))) or _text(c.get("organization"))
            orcid = next(filter(None, (bare_orcid(_text(c.get(key))) for key in ("orcid", "path"))), "")
            known = not family and not orcid and literal == _text(c.get("organization"))
            if literal:
                names.append(Name(literal, family, given, orcid, known))
    return names


ORCID = re.compile(r"(?:https?://(?:www\.)?orcid\.org/|orcid:\s*)?((?:[0-9]{4}-){3}[0-9]{3}[0-9X])/?", re.IGNORECASE)


def bare_orcid(text: str) -> str:
    """An ORCID iD without its address; empty where the text is not one, or its last digit is not the checksum of the others.

    The checksum is ISO/IEC 7064:2003, MOD 11-2, as "Structure of the ORCID Identifier" (support.orcid.org) has it.
    """
    found = ORCID.fullmatch(text)
    if not found:
        return ""
    digits = found[1].upper().replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return found[1].upper() if digits[-1] == ("X" if check == 10 else str(check)) else ""


def _text(value: Any) -> str:
    """On one line, as every style needs it, and without what neither XML nor YAML can hold."""
    return " ".join(NOT_TEXT.sub(" ", value).split()) if isinstance(value, str) else ""


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _web(value: Any) -> str:
    """An address that a browser may safely open; anything else counts as missing."""
    text = _text(value)
    return text if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text, re.IGNORECASE) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _doi(descriptor: dict[str, Any]) -> str:
    """The DOI in `doi` or `id`, without resolver or scheme; empty where there is none."""
    return next(filter(None, (bare_doi(_text(descriptor.get(key))) for key in ("doi", "id"))), "")


def bare_doi(text: str) -> str:
    """A DOI without resolver or scheme; empty where the text is not one (DOI Handbook, 2.2: `10.` prefix `/` suffix)."""
    found = re.fullmatch(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", text, re.IGNORECASE)
    return found[1] if found else ""


def doi_address(doi: str) -> str:
    """A DOI's address at the resolver; signs that mean something else in an address are percent-encoded."""
    return "https://doi.org/" + quote(doi, safe="/-._;():+~")
