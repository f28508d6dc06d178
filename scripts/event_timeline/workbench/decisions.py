"""What was decided of the differences between two codings: a log in the package's `.timeline`, which no export has.

`decisions.jsonl` has one JSON object a line. The first one of a comparison has the figures of agreement before anything was
reconciled; each further one is a decision.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from event_timeline.io.locks import FOLDER
from event_timeline.model import UserError

FILE = "decisions.jsonl"
HIDING = ("first", "both")
"""Decisions after which the two codings still differ."""


@dataclass
class Decisions:
    """The log of the package in a folder."""

    root: Path

    def lines(self) -> list[dict[str, Any]]:
        """All entries, the oldest first; a line that was not written whole is left out."""
        try:
            text = self._file.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return []
        found = []
        for line in text.splitlines():
            try:
                entry = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(entry, dict):
                found.append(entry)
        return found

    def begin(self, figures: dict[str, Any], beside: str) -> dict[str, Any]:
        """The figures before anything was decided: those of the log, or else these, which are logged."""
        for entry in self.lines():
            if entry.get("beside") == beside and isinstance(entry.get("agreement"), dict):
                return dict(entry["agreement"])
        self._append({"when": _now(), "beside": beside, "agreement": figures})
        return figures

    def add(self, difference: dict[str, Any], take: str, reason: str, beside: str) -> None:
        """Log a decision: first, second, both, or open for one that is to be decided again."""
        self._append({"when": _now(), "beside": beside, "take": take, "reason": reason, "difference": difference})

    def taken(self) -> dict[str, str]:
        """Difference -> what was decided, of those that remain although they were decided."""
        found: dict[str, str] = {}
        for entry in self.lines():
            difference = entry.get("difference")
            if isinstance(difference, dict):
                found[str(difference.get("id"))] = str(entry.get("take"))
        return {key: take for key, take in found.items() if take in HIDING}

    @property
    def _file(self) -> Path:
        return self.root / FOLDER / FILE

    def _append(self, entry: dict[str, Any]) -> None:
        content = json.dumps(entry, ensure_ascii=False) + "\n"
        if self._file.is_symlink():
            raise UserError(f"{self._file} is a link, and is not written", "remove it")
        self._file.parent.mkdir(exist_ok=True)
        with self._file.open("ab+") as out:
            if out.tell() and out.seek(-1, os.SEEK_END) and out.read() != b"\n":  # a line was cut off
                content = "\n" + content
            out.write(content.encode())
            out.flush()
            os.fsync(out.fileno())


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
