"""Optional libraries of exports: imported when a format needs them, explained when they are missing."""

from __future__ import annotations

import logging
from importlib import import_module
from typing import Any

from event_timeline.model import UserError


def library(module: str, format_name: str, extra: str = "exports", purpose: str = "export") -> Any:
    """Import a library. Raises UserError that says which extra brings it.

    What the library logs goes to those who configure logging, and not to stderr: rdflib logs a traceback for each date
    before year 1, which Python's `datetime` cannot hold and which is written all the same.
    """
    logging.getLogger(module).addHandler(logging.NullHandler())
    try:
        return import_module(module)
    except ImportError:
        raise UserError(
            f"the {format_name} {purpose} needs {module}", f"pip install 'event-timeline[{extra}]'"
        ) from None
