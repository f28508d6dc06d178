"""The report formats: one file a format, listed here by hand.

Each module has one function, `render(report, style) -> str`, of a finished Report.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from event_timeline.problem import Report

FORMATS: dict[str, str] = {
    "text": "event_timeline.reports.text",
    "json": "event_timeline.reports.json_",
}
"""Format, as `--format` names it -> its module."""


@dataclass(frozen=True)
class Style:
    """How to render: `strict` lets warnings count, `quiet` keeps errors only; `label` is the package as the user named it."""

    strict: bool = False
    quiet: bool = False
    label: str = "."


def renderer(name: str) -> Callable[[Report, Style], str]:
    """The `render` of a format, imported now."""
    return cast("Callable[[Report, Style], str]", import_module(FORMATS[name]).render)


def printable(text: str) -> str:
    """One line that a terminal or log only shows: controls and line breaks of a hostile file are written out."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
