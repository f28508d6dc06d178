"""The one builder of packages for tests: a copy of the harbour dispute, changed as an example says."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from event_timeline.rules.explanations import Added, Cell, Dropped, Edit, Removed, Replaced

PACKAGES = Path(__file__).parent / "packages"
HARBOUR = PACKAGES / "harbour"
LIGHTHOUSE = PACKAGES / "lighthouse"
"""One Japanese text: no blanks, other quotation marks, emoji and a letter that has no composed form."""
MARSHES = PACKAGES / "marshes"
"""An event table without texts, with the optional tables and columns of profile 1.1."""
FLOODGATE = PACKAGES / "floodgate"
"""Two texts, English and German, that contradict each other."""
ARTICLE = HARBOUR / "article.txt"


def copy_of_harbour(folder: Path) -> Path:
    """A fresh copy that may be changed; the article's text is in it."""
    target = folder / "harbour"
    shutil.copytree(HARBOUR, target)
    return target


def contents(package: Path) -> dict[str, bytes]:
    """Every file of a package by its path in it, but for what the toolchain keeps in `.timeline`."""
    files = (p for p in sorted(package.rglob("*")) if p.is_file() and ".timeline" not in p.parts)
    return {p.relative_to(package).as_posix(): p.read_bytes() for p in files}


def edited(folder: Path, edits: Iterable[Edit], package: str = "harbour") -> Path:
    """A copy of a package with some edits; sizes and hashes fit unless an edit says that they should not."""
    target = folder / package
    shutil.copytree(PACKAGES / package, target)
    stamped = True
    for edit in edits:
        apply(target, edit)
        stamped &= getattr(edit, "stamped", True)
    if stamped:
        stamp(target)
    return target


def apply(package: Path, edit: Edit) -> None:
    """Carry out one edit; raises LookupError where there is nothing to edit."""
    if isinstance(edit, Removed):
        (package / edit.path).unlink()
        return
    if isinstance(edit, Replaced):
        path = package / edit.path
        text = read(path) if edit.old or path.exists() else ""
        if edit.old == "*":
            write(path, edit.new)
            return
        if edit.old and edit.old not in text:
            raise LookupError(f"{edit.path} does not hold {edit.old!r}")
        write(path, text.replace(edit.old, edit.new, 1) if edit.old else text + edit.new)
        return
    path = package / "data" / f"{edit.table}.csv"
    rows = table(path)
    header = rows[0]
    rows[1:] = [row + [""] * (len(header) - len(row)) for row in rows[1:]]  # an edit may have added a column
    if isinstance(edit, Added):
        rows.append([edit.row.get(column, "") for column in header])
        rows[1:] = sorted(rows[1:], key=_order(package, edit.table, header))
    else:
        at = _row(package, edit, rows)
        if isinstance(edit, Dropped):
            del rows[at]
        elif isinstance(edit, Cell):
            rows[at][header.index(edit.column)] = edit.value
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    write(path, out.getvalue())


def _row(package: Path, edit: Cell | Dropped, rows: list[list[str]]) -> int:
    key = [rows[0].index(column) for column in schema(package, edit.table).get("primaryKey", rows[0])]
    keys = [" ".join(row[k] for k in key) for row in rows[1:]]
    if edit.key not in keys:
        near = get_close_matches(edit.key, keys, 3, 0) or keys
        raise LookupError(f"{edit.table} has no row {edit.key!r}; the nearest of {len(keys)}: {', '.join(near)}")
    return keys.index(edit.key) + 1


def _order(package: Path, name: str, header: list[str]) -> Callable[[list[str]], list[int | str]]:
    declared = schema(package, name)
    numbers = {f["name"] for f in declared["fields"] if f["type"] == "integer"}
    columns = [(header.index(c), c in numbers) for c in declared["sortedBy"]]
    return lambda row: [int(row[i] or 0) if number else row[i] for i, number in columns]


def schema(package: Path, name: str) -> dict[str, Any]:
    """A table's schema in the package."""
    schema: dict[str, Any] = json.loads((package / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    return schema


def table(path: Path) -> list[list[str]]:
    """Records of a CSV file, the header first."""
    return list(csv.reader(io.StringIO(read(path), newline="")))


def put_cells(package: Path, cells: Iterable[tuple[str, int, int, str]]) -> None:
    """Put cells into tables at (table, record, column), counted round from the first after the header, and stamp the package."""
    for name, record, column, cell in cells:
        path = package / "data" / f"{name}.csv"
        records = table(path)
        at = records[1 + record % (len(records) - 1)]
        at[column % len(at)] = cell
        write(path, "".join(map(_line, records)))
    stamp(package)


def _line(record: list[str]) -> str:
    """A record as its line, ended by LF; csv quotes a carriage return only where lines end with one."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(record)
    return out.getvalue().removesuffix("\r\n") + "\n"


def stamp(package: Path) -> None:
    """Make the descriptor's sizes and hashes fit the files that are there."""
    path = package / "datapackage.json"
    try:
        descriptor = json.loads(read(path))
    except json.JSONDecodeError:
        return
    text = read(path)
    for resource in descriptor["resources"]:
        file = package / str(resource.get("path"))
        if "bytes" in resource and "hash" in resource and file.is_file():
            content = file.read_bytes()
            old_size, old_hash = f'"bytes": {resource["bytes"]}', f'"hash": "{resource["hash"]}"'
            place = text.index(f'"path": "{resource["path"]}"')
            head, tail = text[:place], text[place:]
            tail = tail.replace(old_size, f'"bytes": {len(content)}', 1)
            tail = tail.replace(old_hash, f'"hash": "sha256:{hashlib.sha256(content).hexdigest()}"', 1)
            text = head + tail
    write(path, text)


def read(path: Path) -> str:
    """A file as text, bytes that are not UTF-8 and line ends kept."""
    return path.read_bytes().decode("utf-8", "surrogateescape")


def write(path: Path, text: str) -> None:
    """The inverse of `read`."""
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
