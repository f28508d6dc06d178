"""Citation files beside a descriptor: what CITATION.cff, .zenodo.json and a changelog say of the data set."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from event_timeline.model import UserError
from event_timeline.package.json_files import as_list, parse

CFF, ZENODO, CHANGELOG = "CITATION.cff", ".zenodo.json", "CHANGELOG.md"
MAX_BYTES = {CFF: 2**17, ZENODO: 2**20, CHANGELOG: 2**23}
"""A citation file has a few hundred bytes; YAML takes seconds for a hundred thousand."""
MAX_HEADING = 200
"""Characters of a line that are looked at for a heading."""
RELEASE = re.compile(
    r"^##\s+\[?v?(?P<version>\d+\.\d+\.\d+[^\s\]]*)\]?(?:\(\S*\))?(?:\s*[-–—(]?\s*(?P<date>\d{4}-\d{2}-\d{2})\)?)?\s*$"
)
"""A release's heading as keepachangelog.com has it, with and without brackets, links and dates."""
KEYS = {"title": "title", "version": "version", "date": "", "doi": "doi", "creators": "", "licence": "license"}
"""What is compared -> the property of a citation file that says it, where all call it so."""


@dataclass(frozen=True)
class Cited:
    """What one citation file says of the dataset, as text; empty where it says nothing.

    lines: what -> its line; names: creators as they are written there, in lower case.
    """

    path: str
    said: dict[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    licenses: frozenset[str] = frozenset()
    lines: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    flaw: str = ""


def citation_files(root: Path) -> list[Cited]:
    """What each citation file of a folder says; a file that is not there is left out."""
    cited = []
    for path, reader in READERS.items():
        file = root / path
        if file.is_symlink() or file.exists():
            text, flaw = _text(file)
            cited.append(Cited(path, flaw=flaw) if flaw else reader(path, text))
    return cited


def _text(file: Path) -> tuple[str, str]:
    """(content, "") of a citation file, or ("", what it is that keeps it from being read)."""
    try:
        if file.is_symlink() or not file.is_file():
            return "", "a link or no regular file, and not followed"
        if file.stat().st_size > MAX_BYTES[file.name]:
            return "", f"larger than {MAX_BYTES[file.name]:,} bytes"
        return file.read_bytes().decode("utf-8", "replace"), ""
    except OSError as error:
        return "", f"unreadable: {error.strerror or error}"


def _read_cff(path: str, text: str) -> Cited:
    import yaml

    try:
        loaded = yaml.safe_load(text)
    except Exception as error:  # its constructors raise whatever a scalar of the wrong form makes them stumble over
        mark = getattr(error, "problem_mark", None)
        return Cited(path, flaw=f"not YAML{f', line {mark.line + 1}' if mark else ''}")
    keys = {**KEYS, "date": "date-released", "creators": "authors"}
    return _cited(path, text, loaded, keys, _cff_name, r"^{}\s*:")


def _read_zenodo(path: str, text: str) -> Cited:
    try:
        loaded = parse(text, path)
    except UserError as error:
        return Cited(path, flaw=error.message.removeprefix(f"{path}:"))
    keys = {**KEYS, "date": "publication_date", "creators": "creators"}
    return _cited(path, text, loaded, keys, _zenodo_name, r'^\s*"{}"\s*:')


def _cited(path: str, text: str, loaded: Any, keys: dict[str, str], name: Callable[[Any], str], line: str) -> Cited:
    if not isinstance(loaded, dict):
        return Cited(path, flaw="not a list of properties")
    said = {what: scalar(loaded.get(key)) for what, key in keys.items()}
    creators = loaded.get(keys["creators"])
    names = frozenset(n for c in (creators if isinstance(creators, list) else ()) if (n := name(c)))
    items = as_list(loaded.get(keys["licence"]))
    licenses = frozenset(scalar(g.get("id") if isinstance(g, dict) else g).lower() for g in items)
    lines = {}
    for what, key in keys.items():
        at = re.search(line.format(re.escape(key)), text, re.MULTILINE)
        if at:
            lines[what] = text.count("\n", 0, at.start()) + 1
    return Cited(path, said, names, licenses - {""}, lines, keys)


def _read_changelog(path: str, text: str) -> Cited:
    for number, line in enumerate(text.splitlines(), 1):
        heading = RELEASE.match(line) if len(line) <= MAX_HEADING else None
        if heading:
            said = {"version": heading["version"], "date": heading["date"] or ""}
            return Cited(path, said, lines=dict.fromkeys(said, number))
    return Cited(path)


MAX_BITS = 1_024
"""Of an integer in YAML, which may be written in hex or to the base 60; a version or year has some ten."""
READERS: dict[str, Callable[[str, str], Cited]] = {CFF: _read_cff, ZENODO: _read_zenodo, CHANGELOG: _read_changelog}


def scalar(value: Any) -> str:
    """A scalar as text; empty for other values, and for a number of more digits than Python writes."""
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        return ""
    return str(value).strip() if isinstance(value, (str, int, float)) or hasattr(value, "isoformat") else ""


def _cff_name(author: Any) -> str:
    if not isinstance(author, dict):
        return ""
    family = [scalar(author.get(k)) for k in ("given-names", "name-particle", "family-names", "name-suffix")]
    return (scalar(author.get("name")) or " ".join(filter(None, family))).lower()


def _zenodo_name(creator: Any) -> str:
    family, comma, given = scalar(creator.get("name") if isinstance(creator, dict) else None).partition(", ")
    return (f"{given} {family}" if comma else family).lower()
