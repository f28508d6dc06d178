"""Whether this toolchain and frictionless come to the same verdict over a package, and a copy to change it in."""

from __future__ import annotations

import hashlib
import json
import shutil
import warnings
from pathlib import Path
from typing import Any

import frictionless

from event_timeline import validate
from event_timeline.model import UserError
from tests.properties import descriptor_nodes

FAMILIES = ["PKG", "TAB", "KEY"]
"""What these accept frictionless must accept: stronger than asking all rules, and three times as fast."""


class Scratch:
    """A package in a folder that is put back as it was after each change."""

    def __init__(self, folder: Path) -> None:
        self.before = descriptor_nodes.package(folder)
        self.folder = folder / "changed"
        self.documents = descriptor_nodes.documents(self.before)
        shutil.copytree(self.before, self.folder)

    def with_documents(self, made: list[descriptor_nodes.Change]) -> Path:
        """The package after changes to its JSON files."""
        self.restore()
        files = descriptor_nodes.changed(self.documents, made)
        for file, value in files.items():
            if value != self.documents[file] or json.dumps(value) != json.dumps(self.documents[file]):
                text = json.dumps(value, ensure_ascii=False, indent=1)
                (self.folder / file).write_bytes(text.encode("utf-8", "surrogatepass"))
        return self.folder

    def with_table(self, table: str, content: bytes) -> Path:
        """The package with other bytes in a table, and the descriptor's size and hash to fit."""
        self.restore()
        (self.folder / "data" / f"{table}.csv").write_bytes(content)
        descriptor: dict[str, Any] = json.loads(json.dumps(self.documents["datapackage.json"]))
        for resource in descriptor["resources"]:
            if resource["name"] == table:
                resource |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
        (self.folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
        return self.folder

    def restore(self) -> None:
        """Put every file back."""
        for kept in ("schemas", "data"):
            for file in (self.before / kept).iterdir():
                (self.folder / kept / file.name).write_bytes(file.read_bytes())
        (self.folder / "datapackage.json").write_bytes((self.before / "datapackage.json").read_bytes())


def is_valid_here(folder: Path) -> bool:
    """Whether the rules that look at form find nothing."""
    try:
        return validate(str(folder), select=FAMILIES).valid
    except UserError:
        return False


def errors_of_frictionless(folder: Path) -> list[str]:
    """What frictionless says against a package, with its own kind of error first; empty where it is valid to it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            report = frictionless.Package(str(folder / "datapackage.json")).validate()
        except frictionless.FrictionlessException as error:
            return [f"{e.type}: {e.note}" for e in (error.reasons or [error.error])]
        except Exception as error:  # whatever it raises, its user sees no verdict
            return [f"{type(error).__name__}: {error}"]
    return [f"{kind}: {note}" for kind, note in report.flatten(["type", "note"])]
