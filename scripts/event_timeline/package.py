"""A data package on disk: its descriptor, its resources, and paths that cannot leave its folder.

A package is untrusted. Whatever its descriptor says, only regular files inside its own folder are read,
nothing is fetched, and archives are unpacked within limits.
"""

from __future__ import annotations

import json
import re
import shutil
import stat
import tempfile
import weakref
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from event_timeline.problem import UserError

MAX_DESCRIPTOR_BYTES = 16 * 2**20
"""A descriptor or schema is read whole; real ones are below 100 kB."""
PARQUET = (".parquet", ".pq")
"""Ends of the names of Parquet files; every other file of a resource is CSV."""
MAX_ZIP_RATIO = 200
"""CSV deflates to a tenth or so; 1:1000 is the sign of a bomb."""
MAX_ZIP_FILES = 10_000
MAX_ZIP_BYTES = 64 * 2**30


class UnsafePathError(ValueError):
    """A path that a package must not name; the message says why."""


@dataclass(frozen=True)
class Resource:
    """One table of the package. `paths` are relative POSIX paths, usually one; `schema` is resolved."""

    name: str
    paths: tuple[str, ...]
    declared: dict[str, Any]
    schema: dict[str, Any] = field(default_factory=dict, repr=False)
    schema_path: str | None = None
    broken: str = ""
    """Why the schema or path cannot be used; empty where all is well."""

    @property
    def path(self) -> str:
        """The first (usually only) path."""
        return self.paths[0] if self.paths else ""


@dataclass
class Package:
    """An opened package. `label` is how the user named it; `root` the folder that holds everything."""

    label: str
    root: Path
    descriptor_name: str
    descriptor: dict[str, Any]
    resources: dict[str, Resource]
    duplicate_keys: list[str] = field(default_factory=list)

    def file(self, relative: str) -> Path:
        """Absolute path of a file of the package. Raises UnsafePathError, FileNotFoundError."""
        return safe_file(self.root, relative)

    def shown(self, relative: str) -> str:
        """A file's path as reports print it: relative to the package."""
        return relative


def open_package(location: str | Path) -> Package:
    """Open a folder, a datapackage.json (or other .json descriptor) or a zip.

    Raises UserError where there is no package or its descriptor cannot be read.
    """
    path = Path(location)
    label = str(location)
    try:
        if path.is_dir():
            return _open(label, path, "datapackage.json")
        if not path.exists():
            raise UserError(
                f"{label}: no such file or folder", "name a folder with a datapackage.json, that file, or a zip"
            )
        if not path.is_file():
            raise UserError(f"{label}: not a regular file", "name a folder, a datapackage.json or a zip")
        if path.suffix.lower() == ".json":
            return _open(label, path.parent, path.name)
        if zipfile.is_zipfile(path):
            return _open_zip(label, path)
    except OSError as error:
        raise UserError(
            f"{label}: {error.strerror or error}", "check that it exists and that you may read it"
        ) from error
    raise UserError(
        f"{label}: neither a folder, a .json descriptor nor a zip", "name the folder that holds datapackage.json"
    )


def safe_file(root: Path, relative: str) -> Path:
    """`relative` inside `root`, as a regular file.

    Raises UnsafePathError for an absolute, hidden or outward path, a URL, a backslash or a link that leads
    out; FileNotFoundError where there is no such file.
    """
    check_relative(relative)
    path = root.joinpath(*PurePosixPath(relative).parts)
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError(relative) from None
    except (OSError, ValueError) as error:
        raise UnsafePathError(f"cannot be looked up ({error})") from None
    if not path.resolve().is_relative_to(root.resolve()):
        raise UnsafePathError("leads out of the package through a link")
    if not stat.S_ISREG(mode):
        raise UnsafePathError("is not a regular file")
    return path


def check_relative(relative: str) -> None:
    """Raise UnsafePathError unless `relative` is a plain relative POSIX path (Data Package v2, `path`)."""
    if not isinstance(relative, str) or not relative:
        raise UnsafePathError("is not a path")
    if "\0" in relative:
        raise UnsafePathError("holds a NUL character")
    if re.match(r"^[A-Za-z][A-Za-z0-9+.-]*:", relative):
        raise UnsafePathError("is a URL or has a drive letter; nothing is ever fetched")
    if "\\" in relative:
        raise UnsafePathError("holds a backslash; paths are written with /")
    parts = PurePosixPath(relative).parts
    if relative.startswith("/"):
        raise UnsafePathError("is absolute")
    if ".." in parts:
        raise UnsafePathError("leads out of the package with ..")
    if any(p.startswith(".") for p in parts):
        raise UnsafePathError("is hidden: a part begins with a dot")


def _open(label: str, root: Path, name: str) -> Package:
    file = root / name
    if not file.is_file():
        raise UserError(
            f"{label}: no {name} there", "run it in the folder of a package, or start one with `timeline new`"
        )
    duplicates: list[str] = []
    descriptor = read_json(file, f"{name}", duplicates)
    resources = descriptor.get("resources")
    if not isinstance(resources, list) or not resources:
        raise UserError(f"{name}: has no resources", "a package lists its tables in `resources`")
    found: dict[str, Resource] = {}
    for i, declared in enumerate(resources):
        if isinstance(declared, dict):
            resource = _resource(root, i, declared)
            found.setdefault(resource.name, resource)
    return Package(label, root, name, descriptor, found, duplicates)


def _resource(root: Path, index: int, declared: dict[str, Any]) -> Resource:
    name = str(declared.get("name") or f"resources[{index}]")
    raw = declared.get("path")
    paths = tuple(raw) if isinstance(raw, list) else (raw,) if raw is not None else ()
    schema, schema_path, broken = declared.get("schema"), None, ""
    if not paths:
        broken = "has no path"
    for path in paths:
        try:
            check_relative(path)
        except UnsafePathError as error:
            broken = f"path {path!r} {error}"
    paths = tuple(p for p in paths if isinstance(p, str))
    if isinstance(schema, str):
        schema_path = schema
        try:
            schema = read_json(safe_file(root, schema), schema)
        except UnsafePathError as error:
            broken, schema = f"schema {schema!r} {error}", {}
        except FileNotFoundError:
            broken, schema = f"schema {schema!r} does not exist", {}
        except UserError as error:
            broken, schema = error.message, {}
    if len({p.lower().endswith(PARQUET) for p in paths}) > 1:
        broken = broken or "has paths to CSV and to Parquet files; the parts of a table have one form"
    if len(set(paths)) < len(paths):
        broken = broken or "names a path twice; each part of a table is one file"
    fault = schema_fault(schema)
    usable: dict[str, Any] = schema if isinstance(schema, dict) and not fault else {}
    broken = broken or fault
    return Resource(name, paths, declared, usable, schema_path, broken)


def schema_fault(schema: Any) -> str:
    """What keeps a value from being used as a Table Schema; empty where nothing does.

    Only the shapes are looked at, so that whoever reads a resource's schema can rely on them: what names and
    values mean is for the rules to judge.
    """
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list) or not fields:
        return "has no schema with a list of fields"
    for one in fields:
        if not isinstance(one, dict) or not isinstance(one.get("name"), str):
            return "has a schema with a field that has no name"
        if not isinstance(one.get("constraints", {}), dict) or not isinstance(one.get("type", "string"), str):
            return f"has a schema whose field {one['name']!r} has malformed type or constraints"
        if not isinstance(one.get("constraints", {}).get("enum", []), list):
            return f"has a schema whose field {one['name']!r} has an enum that is no list"
    if len({f["name"] for f in fields}) < len(fields):
        return "has a schema that names a field twice"
    well = {
        "primaryKey": _names(schema.get("primaryKey", [])),
        "sortedBy": _names(schema.get("sortedBy", [])),
        "uniqueKeys": _list_of(schema.get("uniqueKeys", []), lambda key: isinstance(key, list) and _names(key)),
        "foreignKeys": _list_of(schema.get("foreignKeys", []), _is_foreign_key),
    }
    return next((f"has a schema with malformed {key}" for key, good in well.items() if not good), "")


def _names(value: Any) -> bool:
    return isinstance(value, str) or _list_of(value, lambda item: isinstance(item, str))


def _list_of(value: Any, good: Callable[[Any], bool]) -> bool:
    return isinstance(value, list) and all(good(item) for item in value)


def _is_foreign_key(key: Any) -> bool:
    """Table Schema: fields, and a reference with as many fields and perhaps a resource."""
    reference = key.get("reference") if isinstance(key, dict) else None
    if not isinstance(reference, dict) or not isinstance(reference.get("resource", ""), str):
        return False
    here, there = key.get("fields"), reference.get("fields")
    count = [len([n] if isinstance(n, str) else n) for n in (here, there) if n is not None and _names(n)]
    return len(count) == 2 and count[0] == count[1] > 0


def read_json(file: Path, shown: str, duplicates: list[str] | None = None) -> dict[str, Any]:
    """A JSON object from a file of the package.

    duplicates, if given, receives the keys that stand twice in one object. Raises UserError with line and
    column where it is not JSON, not UTF-8, too large, too deep or not an object.
    """

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if duplicates is not None and len(result) < len(pairs):
            keys = [k for k, _ in pairs]
            duplicates.extend(sorted({k for k in keys if keys.count(k) > 1}))
        return result

    try:
        if file.stat().st_size > MAX_DESCRIPTOR_BYTES:
            raise UserError(
                f"{shown}: larger than {MAX_DESCRIPTOR_BYTES // 2**20} MB", "a descriptor holds metadata only"
            )
        text = file.read_bytes().decode("utf-8-sig")
        loaded = json.loads(text, object_pairs_hook=collect)
    except UnicodeDecodeError as error:
        raise UserError(f"{shown}: not UTF-8 at byte {error.start}", "save it as UTF-8") from None
    except json.JSONDecodeError as error:
        raise UserError(
            f"{shown}:{error.lineno}:{error.colno}: not JSON: {error.msg}", "mend the file at that place"
        ) from None
    except (RecursionError, ValueError):
        raise UserError(
            f"{shown}: JSON nested too deeply or with absurd numbers", "a descriptor is a few levels deep"
        ) from None
    except OSError as error:
        raise UserError(f"{shown}: {error.strerror or error}", "check that you may read it") from None
    if not isinstance(loaded, dict):
        raise UserError(f"{shown}: not a JSON object", "a descriptor begins with {")
    return loaded


def _open_zip(label: str, path: Path) -> Package:
    """Unpack into a temporary folder that goes when the package does."""
    root = Path(tempfile.mkdtemp(prefix="timeline-"))
    try:
        package = _unpack(label, path, root)
    except BaseException:
        shutil.rmtree(root, ignore_errors=True)
        raise
    weakref.finalize(package, shutil.rmtree, root, ignore_errors=True)
    return package


def _unpack(label: str, path: Path, root: Path) -> Package:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            _check_members(label, members, path.stat().st_size)
            for member in members:
                check_relative(member.filename)
                target = root.joinpath(*PurePosixPath(member.filename).parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as source, target.open("wb") as out:
                    _copy(source, out, member.file_size)
    except UnsafePathError as error:
        raise UserError(
            f"{label}: a file in the archive {error}", "make the archive anew from the package's folder"
        ) from None
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, ValueError, zlib.error) as error:
        raise UserError(
            f"{label}: not a readable zip ({error})", "it may be truncated or encrypted: fetch or make it anew"
        ) from None
    found = sorted(root.rglob("datapackage.json"), key=lambda p: len(p.parts))
    if not found:
        raise UserError(f"{label}: no datapackage.json in the archive", "zip the folder that holds it")
    return _open(label, found[0].parent, "datapackage.json")


def _check_members(label: str, members: list[zipfile.ZipInfo], size: int) -> None:
    total = sum(m.file_size for m in members)
    if len(members) > MAX_ZIP_FILES or total > MAX_ZIP_BYTES or total > MAX_ZIP_RATIO * max(size, 2**16):
        raise UserError(
            f"{label}: {len(members)} files that unpack to {total:,} bytes from {size:,}: not unpacked",
            "unpack it yourself if you trust it, and validate the folder",
        )
    for member in members:
        if stat.S_ISLNK(member.external_attr >> 16):
            raise UnsafePathError(f"({member.filename}) is a link")


def _copy(source: Any, out: Any, size: int) -> None:
    left = size
    while left and (chunk := source.read(min(left, 2**20))):
        left -= len(chunk)
        out.write(chunk)
