"""Event timelines as data packages: read, validate, export, cite and write them.

The names below are the public interface, and stay; everything else is private. Importing this module is cheap: each
name is imported when it is first used (PEP 562).
"""

from __future__ import annotations

TYPE_CHECKING = False
"""As in `typing`, which takes milliseconds to import: `__main__`, which is to catch an early Ctrl-C, is run after this."""
if TYPE_CHECKING:
    from typing import Any

    from event_timeline.api import (
        Package,
        Report,
        agree,
        bump,
        cite,
        coverage,
        dates,
        diff,
        edit,
        edit_in_browser,
        explain,
        export,
        export_stream,
        fix,
        formats,
        history,
        import_,
        import_formats,
        lift,
        locate,
        merge,
        new,
        pandera_schema,
        propose_dates,
        publish,
        quotations,
        read,
        redo,
        stamp,
        stats,
        styles,
        suggest_mapping,
        timeline,
        undo,
        validate,
    )
    from event_timeline.comparing.git_objects import NoRevisionError
    from event_timeline.editing.evidence_rows import PresentError
    from event_timeline.model import CellsError, InvalidPackageError, Problem, RowsError, UnfinishedError
    from event_timeline.model import UserError as Error
    from event_timeline.package.journal import ConflictError
    from event_timeline.rules import BY_CODE as rules  # noqa: N811
    from event_timeline.rules import NoRuleError

    __version__: str

__all__ = [
    "CellsError",
    "ConflictError",
    "Error",
    "InvalidPackageError",
    "NoRevisionError",
    "NoRuleError",
    "Package",
    "PresentError",
    "Problem",
    "Report",
    "RowsError",
    "UnfinishedError",
    "__version__",
    "agree",
    "bump",
    "cite",
    "coverage",
    "dates",
    "diff",
    "edit",
    "edit_in_browser",
    "explain",
    "export",
    "export_stream",
    "fix",
    "formats",
    "history",
    "import_",
    "import_formats",
    "lift",
    "locate",
    "merge",
    "new",
    "pandera_schema",
    "propose_dates",
    "publish",
    "quotations",
    "read",
    "redo",
    "rules",
    "stamp",
    "stats",
    "styles",
    "suggest_mapping",
    "timeline",
    "undo",
    "validate",
]

_ELSEWHERE = {
    "CellsError": ("event_timeline.model", "CellsError"),
    "ConflictError": ("event_timeline.package.journal", "ConflictError"),
    "NoRevisionError": ("event_timeline.comparing.git_objects", "NoRevisionError"),
    "NoRuleError": ("event_timeline.rules", "NoRuleError"),
    "PresentError": ("event_timeline.editing.evidence_rows", "PresentError"),
    "RowsError": ("event_timeline.model", "RowsError"),
    "UnfinishedError": ("event_timeline.model", "UnfinishedError"),
    "Error": ("event_timeline.model", "UserError"),
    "InvalidPackageError": ("event_timeline.model", "InvalidPackageError"),
    "Problem": ("event_timeline.model", "Problem"),
}
"""Public name -> its module and its name there; all others are in `api`."""


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("event-timeline")
        except PackageNotFoundError:  # run from a checkout by its path, without installation
            return "0+unknown"
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "rules":  # a room of the library, and the mapping of its rules
        return import_module("event_timeline.rules")
    module, attribute = _ELSEWHERE.get(name, ("event_timeline.api", name))
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return __all__
