"""Copies of the tables with two scripts that load them with their types: one for R, one for JavaScript."""

from __future__ import annotations

import json
from pathlib import Path

from event_timeline.exports.csvw import copy_tables
from event_timeline.exports.dataset import Dataset

SCRIPTS = Path(__file__).parent / "loader_scripts"
TYPES = {"integer": "integer", "year": "integer", "number": "number", "boolean": "boolean", "date": "date"}
"""Type of Table Schema -> that of the scripts, which leave every other column as text."""


def write(data: Dataset, target: Path) -> None:
    """Write `<table>.csv`, `load.R` and `load.mjs`."""
    target.mkdir()
    copy_tables(data, target)
    types = {
        table: {f["name"]: TYPES[f["type"]] for f in data.fields(table) if f.get("type") in TYPES}
        for table in data.schemas
    }
    in_r = ",\n".join(
        f"  {_r(table)} = list({', '.join(f'{_r(name)} = {_r(kind)}' for name, kind in columns.items())})"
        for table, columns in types.items()
    )
    in_js = json.dumps(types, indent=2).replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
    for script, filled in (("load.R", in_r), ("load.mjs", in_js)):
        text = (SCRIPTS / script).read_text(encoding="utf-8").replace("@TYPES@", filled)
        (target / script).write_text(text, encoding="utf-8", newline="\n")


def _r(text: str) -> str:
    """A string of R, in ASCII, that is a name too where one is expected."""
    escaped = "".join("\\" + c if c in '"\\' else c if " " <= c <= "~" else f"\\U{{{ord(c):x}}}" for c in text)
    return f'"{escaped}"'
