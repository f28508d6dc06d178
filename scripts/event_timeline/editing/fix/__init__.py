"""Fix what is safe to fix: form, order and what can be computed. What a cell means is never touched.

A repair is planned in memory first; it can be shown as a difference, or written all at once. Files that
cannot be read as the table they should be are left alone, and are not stamped either: their stale hash is
what shows that they were damaged.
"""

from __future__ import annotations

import codecs
import difflib
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from event_timeline import profile
from event_timeline.editing import row_counts
from event_timeline.editing.csv_tables import CsvTable
from event_timeline.editing.fix import (
    byte_order_marks,
    cells,
    codebook_rows,
    country_cells,
    number_cells,
    records,
    remaining_errors,
)
from event_timeline.editing.fix.optional_columns import with_optional_fields
from event_timeline.io.counting import counted
from event_timeline.io.progress import Progress
from event_timeline.io.terminal import printable
from event_timeline.model import Rendered, UserError
from event_timeline.package import journal
from event_timeline.package.json_files import rendered_like
from event_timeline.package.opening import Package, Resource, UnsafePathError
from event_timeline.texts.text import Text

LARGEST = 2**28
"""Bytes of a file; a larger one is not fixed in memory."""
READING_SHARE, WRITING_SHARE = 0.7, 0.95
"""Share of the time that has passed when all tables are read, and when they are repaired."""
LONGEST_DIFF = 20_000
"""Lines of a file; of a longer one no difference is shown, which would take minutes to find."""


@dataclass
class Repair(Rendered):
    """What would be written: path -> bytes before and after; notes say it in words, left what was left alone."""

    before: dict[str, bytes] = field(default_factory=dict)
    after: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def render(self) -> str:
        """What would be written and what is left alone, a line each."""
        lines = [*self.notes, *(f"left alone: {one}" for one in self.left)]
        return "\n".join(map(printable, lines)) or "nothing to fix"

    def diff(self) -> str:
        """The planned changes as `diff -u` shows them."""
        return diff(self)


def refuse_archive(location: str | Path) -> None:
    """Raise UserError for a package in an archive, which is not changed in place."""
    path = Path(location)
    if path.is_file() and path.suffix.lower() != ".json":
        raise UserError(f"{location}: an archive is not fixed in place", "unpack it, and fix the folder")


def plan(package: Package, texts: Mapping[str, Text], progress: Progress | None = None) -> Repair:
    """Return what is safe to fix in a package.

    texts: source texts, which prove lengths, hashes and paragraphs where they are the very texts that the
    package was coded from. progress: called with (share done, table that comes next).
    """
    from event_timeline.tables.loading import sizes_of

    progress = progress or (lambda _done, _next: None)
    sizes = sizes_of(package)
    done, whole = 0, sum(sizes.values()) or 1
    repair, sound, tables = Repair(), {}, {}
    version = profile.followed(package.descriptor)
    for path, (raw, fixed) in byte_order_marks.without_byte_order_marks(package).items():
        if path != package.descriptor_name or not package.duplicate_keys:  # `_restamp` leaves such a descriptor alone
            repair.before[path], repair.after[path] = raw, fixed
            repair.notes.append(f"{path}: byte order mark removed")
    for name, resource in package.resources.items():
        progress(READING_SHARE * done / whole, name)
        done += sizes[name]
        path = resource.path
        if resource.broken or not path.endswith(".csv"):
            continue
        if len(resource.paths) > 1:
            repair.left.append(f"{path}: one of {len(resource.paths)} files of {name}; a table in parts is not fixed")
            continue
        try:
            raw = _read(package, path)
        except UserError as error:
            repair.left.append(f"{path}: {error.message}")
            continue
        fixed, notes = _bytes(raw, resource.declared)
        repair.before[path], repair.after[path] = raw, fixed
        repair.notes += [f"{path}: {note}" for note in notes]
        schema = with_optional_fields(fixed, resource, version) if resource.schema_path else None
        table, shape, why = records.read(fixed, name, path, schema or resource.schema)
        if table is not None and schema:
            _keep_schema(package, repair, resource, schema)
        if table is None:
            repair.left.append(f"{path}: {why}")
            continue
        tables[name] = table
        changed = [*shape, *cells.fix_cells(table)]
        repair.notes += [f"{path}: {note}" for note in changed]
        sound[name] = bool(changed)
    progress(READING_SHARE, "all tables")
    # in this order: rows are sorted by what their cells say in the end
    for mended_by in (
        number_cells.restore_numbers(tables),
        country_cells.fill_country_codes(tables),
        codebook_rows.define_terms(tables, _schemas(package), version),
        cells.fix_from_texts(tables, texts),
        records.sort(tables),
    ):
        for name, notes in mended_by.items():
            repair.notes += [f"{tables[name].path}: {note}" for note in notes]
            sound[name] = True
    progress(WRITING_SHARE, package.descriptor_name)
    for name, differs in sound.items():
        if differs:
            repair.after[tables[name].path] = records.render(tables[name])
    _restamp(package, repair, tables)
    for path in [p for p in repair.after if repair.after[p] == repair.before[p]]:
        del repair.after[path], repair.before[path]
    return repair


def _keep_schema(package: Package, repair: Repair, resource: Resource, schema: dict[str, Any]) -> None:
    path = str(resource.schema_path)
    added = [f["name"] for f in schema["fields"] if f not in resource.schema["fields"]]
    former = repair.before[path] = package.file(path).read_bytes()
    repair.after[path] = rendered_like(former.decode("utf-8", "replace"), schema).encode("utf-8")
    repair.notes.append(f"{path}: {', '.join(added)} added, which the profile has and the file of {resource.name}, too")


def _schemas(package: Package) -> dict[str, dict[str, Any]]:
    return {name: resource.schema for name, resource in package.resources.items() if resource.schema}


def apply(package: Package, repair: Repair) -> None:
    """Write a planned repair, all files or none. Raises UserError where one cannot be written or was changed."""
    if repair.after:
        counts = row_counts.render(package.resources.values(), repair.before, repair.after)
        with journal.transaction(package.root):
            journal.commit(package.root, repair.after, repair.before, counts=counts)


def diff(repair: Repair) -> str:
    """The difference, file by file, as `diff -u` shows it; invisible characters are written out."""
    parts: list[str] = []
    for path in sorted(repair.after):
        old, new = (
            content.decode("utf-8", "backslashreplace").split("\n")
            for content in (repair.before[path], repair.after[path])
        )
        if max(len(old), len(new)) > LONGEST_DIFF:
            parts.append(f"--- {path}\n+++ {path}\n@@ {len(new):,} lines: too long to be compared here @@\n")
            continue
        lines = difflib.unified_diff(_ends(old), _ends(new), path, path, lineterm="")
        parts += [f"{printable(line)}\n" for line in lines]
    return "".join(parts)


def _ends(lines: list[str]) -> list[str]:
    """The last piece after a split is not a line, unless the file does not end with one."""
    return lines[:-1] if lines[-1] == "" else [*lines[:-1], lines[-1] + "\\ no line end"]


def _read(package: Package, path: str) -> bytes:
    """Raises UserError where a file is missing or is not text."""
    try:
        file = package.file(path)
        if file.stat().st_size > LARGEST:
            raise UserError(f"larger than {LARGEST // 2**20} MB, too large to be fixed in memory")
        raw = file.read_bytes()
    except UnsafePathError as error:
        raise UserError(f"the path {error}") from None
    except OSError as error:
        raise UserError(error.strerror or "does not exist") from None
    if b"\0" in raw:
        raise UserError("binary")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UserError(f"not UTF-8 at byte {error.start}; which encoding it is cannot be known") from None
    return raw


RETURNS = re.compile(rb"\r+\n")
"""A line end CR LF, or what a program made of one that took its LF alone for the line end: CR CR LF."""


def _bytes(raw: bytes, declared: Mapping[str, Any]) -> tuple[bytes, list[str]]:
    """Byte order mark and line ends; a lost last line end only where the hash proves that nothing else is lost."""
    notes, fixed = [], raw
    if fixed.startswith(codecs.BOM_UTF8):
        fixed = fixed.removeprefix(codecs.BOM_UTF8)
        notes.append("byte order mark removed")
    fixed, returns = RETURNS.subn(b"\n", fixed)
    if returns:
        notes.append(f"{counted(returns, 'line end')} CR LF made LF")
    elif b"\r" in fixed and b"\n" not in fixed:
        returns = fixed.count(b"\r")
        fixed = fixed.replace(b"\r", b"\n")
        notes.append(f"{counted(returns, 'line end')} CR made LF")
    if fixed and not fixed.endswith(b"\n"):
        known = declared.get("hash")
        if known in (_hash(raw), _hash(fixed), _hash(fixed + b"\n")):
            fixed += b"\n"
            notes.append("last line ended")
    return fixed, notes


def _hash(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _restamp(package: Package, repair: Repair, tables: Mapping[str, CsvTable]) -> None:
    """Make bytes and hashes of the files that are tables fit, keeping the descriptor's own layout where possible."""
    name = package.descriptor_name
    if package.duplicate_keys:
        repair.left.append(f"{name}: {', '.join(package.duplicate_keys)} is duplicated in one object")
        return
    raw = package.file(name).read_bytes()
    text = raw.decode("utf-8-sig")
    wanted, layout = json.loads(text), text
    spoilt = _spoilt(package, repair, tables)
    for resource in wanted["resources"]:
        if (
            not isinstance(resource, dict)
            or not isinstance(resource.get("name"), str)
            or resource["name"] not in tables
        ):
            continue
        content = repair.after[tables[resource["name"]].path]
        old = (resource.get("bytes"), resource.get("hash"))
        new = (len(content), _hash(content))
        if old == new:
            continue
        changed = _unstamped(repair, tables[resource["name"]].path, old)
        if resource["name"] in spoilt:
            repair.left.append(
                f"{name}: {resource['name']}: bytes and hash{changed} and has or causes errors ({', '.join(spoilt[resource['name']])}): "
                "fix them or restore the file first"
            )
            continue
        look = ": look at what with `timeline diff HEAD:` or git" if changed else ""
        repair.notes.append(f"{name}: {resource['name']}: bytes and hash updated{changed}{look}")
        resource["bytes"], resource["hash"] = new
        layout = _replaced(layout, resource["path"], old, new)
    if json.loads(layout) != wanted:
        layout = rendered_like(layout, wanted)
    repair.before[name], repair.after[name] = raw, layout.encode("utf-8")


def _spoilt(package: Package, repair: Repair, tables: Mapping[str, CsvTable]) -> dict[str, list[str]]:
    """The tables whose files were changed since they were stamped and will have errors, with the errors' codes."""
    declared = {name: package.resources[name].declared for name in tables}
    stale = [
        name for name, table in tables.items()
        if _unstamped(repair, table.path, (declared[name].get("bytes"), declared[name].get("hash")))
        and _hash(repair.after[table.path]) != declared[name].get("hash")
    ]  # fmt: skip
    if not stale:
        return {}
    return remaining_errors.remaining_errors(
        package, {p: c for p, c in repair.after.items() if c != repair.before[p]}, stale
    )


def _unstamped(repair: Repair, path: str, old: tuple[Any, Any]) -> str:
    """What to say where a file was not the stamped one even before it was fixed."""
    raw = repair.before[path]
    if old[1] in (None, _hash(raw)):
        return ""
    more = len(raw) - old[0] if isinstance(old[0], int) else 0
    size = f", by {counted(abs(more), 'byte')} {'more' if more > 0 else 'fewer'}" if more else ""
    return f"; the file was changed since it was stamped{size}"


def _replaced(text: str, path: Any, old: tuple[Any, Any], new: tuple[int, str]) -> str:
    """The descriptor's text with the two values of one resource replaced after its path; the caller compares."""
    place = max(text.find(f'"path": {json.dumps(path)}'), 0)
    head, tail = text[:place], text[place:]
    for key, was, now in zip(("bytes", "hash"), old, new, strict=True):
        tail = tail.replace(f'"{key}": {json.dumps(was)}', f'"{key}": {json.dumps(now)}', 1)
    return head + tail
