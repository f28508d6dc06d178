"""Optional libraries of exports: imported when a format needs them, explained when they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from event_timeline.problem import UserError


def library(module: str, format_name: str, extra: str = "exports") -> Any:
    """Import a library. Raises UserError that says which extra brings it."""
    try:
        return import_module(module)
    except ImportError:
        raise UserError(f"the {format_name} export needs {module}", f"pip install 'event-timeline[{extra}]'") from None
