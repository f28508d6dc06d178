"""annotation.conf of brat: which types there are, of which sort, and below which others."""

from __future__ import annotations

import re
from pathlib import Path

from event_timeline.importing.annotation_types import TypeSorts
from event_timeline.texts.files import read_text

CONFIGURATION = "annotation.conf"
SECTION = re.compile(r"\[(\w+)\]\s*$")


def read_settings(folder: Path) -> TypeSorts:
    """The types in the configurations in a folder and below it, or in that of the nearest folder above; none where there is no such file."""
    files = sorted(folder.rglob(CONFIGURATION)) if folder.is_dir() else []
    above = [p / CONFIGURATION for p in folder.resolve().parents[:2] if (p / CONFIGURATION).is_file()]
    events: set[str] = set()
    parents: dict[str, list[str]] = {}
    for file in files or above[:1]:
        _read(read_text(file, "put the file itself in its place"), events, parents)
    return TypeSorts(events=events, parents=parents)


def _read(content: str, events: set[str], parents: dict[str, list[str]]) -> None:
    section, path = "", [""]
    for line in content.splitlines():
        if not line.strip() or line.lstrip().startswith("#") or set(line.strip()) == {"-"}:
            continue
        if found := SECTION.match(line):
            section, path = found[1], [""]
            continue
        if section not in ("entities", "events"):
            continue
        depth = len(line) - len(line.lstrip("\t"))
        name = re.split(r"[\s|]", line.strip().removeprefix("!"))[0]
        if name.startswith("<"):  # a macro
            continue
        path = [*path[: depth + 1], name]
        parents[name] = [p for p in reversed(path[:-1]) if p]
        if section == "events":
            events.add(name)
