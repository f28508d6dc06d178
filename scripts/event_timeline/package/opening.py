"""A data package on disk: its descriptor, its resources, and paths that cannot leave its folder.

A package is untrusted. Whatever its descriptor says, only regular files inside its own folder are read,
nothing is fetched, and archives are unpacked within limits.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, SupportsIndex

from event_timeline.io.locks import FOLDER
from event_timeline.io.paths import UnsafePathError, check_relative, is_relative, missing_hint, safe_file
from event_timeline.io.temporary import TemporaryFolder
from event_timeline.model import UserError
from event_timeline.package.json_files import read_json

__all__ = ["Package", "Resource", "UnsafePathError", "check_relative", "open_package", "read_json", "safe_file"]
PARQUET = (".parquet", ".pq")
"""Ends of the names of Parquet files; every other file of a resource is CSV."""

DESCRIPTOR = "datapackage.json"
MAX_RESOURCES = 100
"""The profile has ten tables."""
MAX_FIELDS = 1_000


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
    remedy: str = ""
    """How to fix a broken one, where that is known."""
    doubled: bool = False
    """Whether a key is duplicated in one object of the schema's file."""

    @property
    def path(self) -> str:
        """The first (usually only) path."""
        return self.paths[0] if self.paths else ""


FileState = tuple[int, int, int] | None
"""Inode, bytes and time of the last change of a file; None where there is none."""


@dataclass
class Package:
    """An opened package. `label` is how the user named it; `root` the folder that holds everything, absolute.

    location: what was named, absolute: the folder, the descriptor or the zip; temporary: the folder that it was unpacked
    into, which goes when the package does; states: path -> the state of a file when the package was opened.
    """

    label: str
    root: Path
    descriptor_name: str
    descriptor: dict[str, Any]
    resources: dict[str, Resource]
    duplicate_keys: list[str] = field(default_factory=list)
    temporary: TemporaryFolder | None = None
    location: Path = Path()
    states: dict[str, FileState] = field(default_factory=dict, repr=False)

    @property
    def has_changed(self) -> bool:
        """Whether the descriptor, a table or a schema is another file now than when the package was opened, or is gone."""
        return any(_state(self.root / path) != state for path, state in self.states.items())

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        """A copy of what was unpacked from a zip, also in another process, has a folder of its own."""
        return super().__reduce_ex__(protocol) if self.temporary is None else (_open_zip, (self.label, self.location))

    def file(self, relative: str) -> Path:
        """Absolute path of a file of the package. Raises UnsafePathError, FileNotFoundError."""
        return safe_file(self.root, relative)

    def source_files(self) -> dict[str, Path]:
        """The files that the descriptor's `sources` name, path -> file: texts that are part of the package.

        A source on the web, and whatever is not a plain path to a file of the package, is left out.
        """
        found = {}
        sources = self.descriptor.get("sources")
        for source in sources if isinstance(sources, list) else ():
            path = source.get("path") if isinstance(source, dict) else None
            if isinstance(path, str):
                with contextlib.suppress(UnsafePathError, FileNotFoundError):
                    found[path] = self.file(path)
        return found

    def json_files(self) -> list[str]:
        """The descriptor and every schema that could be read from a file of its own, each once."""
        schemas = [r.schema_path for r in self.resources.values() if r.schema_path and r.schema]
        return list(dict.fromkeys((self.descriptor_name, *schemas)))

    def shown(self, relative: str) -> str:
        """A file's path as reports print it: relative to the package."""
        return relative


def open_package(location: str | Path) -> Package:
    """Open a folder, a datapackage.json (or other .json descriptor) or a zip.

    Raises UserError where there is no package or its descriptor cannot be read.
    """
    label = str(location)
    if not label:
        raise UserError("an empty name is not a package", "name a folder, a datapackage.json or a zip")
    try:
        path = Path(location).absolute()
    except FileNotFoundError:
        raise UserError(f"{label}: the current folder is no longer there", "change into one that is") from None
    if any("\ud800" <= c <= "\udfff" for c in str(path)):  # bytes that are not UTF-8, as Python has them
        raise UserError(f"{label!a}: the path is not UTF-8, which the libraries need", "rename the folder")
    try:
        if path.is_dir():
            return _open(label, path, DESCRIPTOR)
        if not path.exists():
            hint = missing_hint(label, "name a folder with a datapackage.json, that file, or a zip")
            raise UserError(f"{label}: no such file or folder", hint)
        if not path.is_file():
            raise UserError(f"{label}: not a regular file", "name a folder, a datapackage.json or a zip")
        if path.suffix.lower() == ".json":
            return _open(label, path.parent, path.name)
        import zipfile

        if path.suffix.lower() == ".zip" or zipfile.is_zipfile(path):
            return _open_zip(label, path)
    except OSError as error:
        raise UserError(
            f"{label}: {error.strerror or error}", "check that it exists and that you may read it"
        ) from error
    raise UserError(
        f"{label}: neither a folder, a .json descriptor nor a zip", "name the folder that holds datapackage.json"
    )


def reopened(package: Package) -> Package:
    """Open a package again as its files are now; one from a zip stays as it was unpacked. Raises UserError as `open_package`."""
    if package.temporary:
        return package
    if not (package.root / package.descriptor_name).is_file():
        raise UserError(f"{package.label} is no longer there", "read it again where it is now")
    return _open(package.label, package.root, package.descriptor_name)


def _open(label: str, root: Path, name: str) -> Package:
    file = root / name
    if (root / FOLDER).exists():  # a package that was never changed by a command costs no import
        from event_timeline.package import journal

        journal.before_reading(root)
    if not file.is_file():
        if (root / ".." / name).is_file():
            raise UserError(f"{label}: no {name} there", "it is one folder up: name that folder")
        raise UserError(
            f"{label}: no {name} there",
            "run it in the folder of a package, or start one with `timeline new DIR --title TITLE`",
        )
    if not file.resolve().is_relative_to(root.resolve()):
        raise UserError(f"{label}: its {name} leads out of the folder through a link", "put the file itself there")
    duplicates: list[str] = []
    states = {name: _state(file)}  # each before the file is read, so that no change is missed
    descriptor = read_json(file, name, duplicates)
    resources = descriptor.get("resources")
    if not isinstance(resources, list) or not resources:
        raise UserError(f"{name}: has no resources", "a package lists its tables in `resources`")
    if len(resources) > MAX_RESOURCES:
        raise UserError(
            f"{name}: has {len(resources):,} resources, more than {MAX_RESOURCES} are not read",
            "split it into packages, or list several files of a table in one resource",
        )
    found: dict[str, Resource] = {}
    for i, declared in enumerate(resources):
        if isinstance(declared, dict):
            for path in (*_paths(declared), declared.get("schema")):
                if isinstance(path, str) and is_relative(path):
                    states.setdefault(path, _state(root / path))
            resource = _resource(root, i, declared)
            found.setdefault(resource.name, resource)
    location = root if name == DESCRIPTOR else file
    return Package(label, root, name, descriptor, found, duplicates, None, location, states)


def _state(file: Path) -> FileState:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _paths(declared: dict[str, Any]) -> list[Any]:
    """What a resource names as its files."""
    raw = declared.get("path")
    return raw if isinstance(raw, list) else [raw] if raw is not None else []


def _resource(root: Path, index: int, declared: dict[str, Any]) -> Resource:
    name = str(declared.get("name") or f"resources[{index}]")
    listed = _paths(declared)
    paths = tuple(dict.fromkeys(path for path in listed if isinstance(path, str)))
    schema, schema_path, broken = declared.get("schema"), None, ""
    remedy, twice = "", list[str]()
    if not listed:
        broken = "has no path"
    for path in (*paths, *(path for path in listed if not isinstance(path, str))):
        try:
            check_relative(path)
        except UnsafePathError as error:
            broken = f"path {path!r} {error}"
    paths = tuple(p for p in paths if "\0" not in p)  # no system can even be asked about NUL
    if isinstance(schema, str):
        schema_path = None if "\0" in schema else schema
        try:
            schema = read_json(safe_file(root, schema), schema, twice)
        except UnsafePathError as error:
            broken, schema = f"schema {schema!r} {error}", {}
        except FileNotFoundError:
            broken, schema = f"schema {schema!r} does not exist", {}
            remedy = "restore the file, or correct `schema`"
        except UserError as error:
            twice.clear()  # whatever was met before the fault, which has to be fixed first
            broken, schema = f"has a schema that cannot be read: {error.message}", {}
            remedy = f"fix {schema_path}, or restore it from an earlier version; the table is not checked before"
    if len({p.lower().endswith(PARQUET) for p in paths}) > 1:
        broken = broken or "has paths to CSV and to Parquet files; the parts of a table have one form"
    if len(paths) < len(listed):
        broken = broken or "names a path twice; each part of a table is one file"
    fault = schema_fault(schema)
    usable: dict[str, Any] = schema if isinstance(schema, dict) and not fault else {}
    if fault and not broken:
        broken, remedy = fault, f"fix {schema_path or 'the schema'}, or restore it from an earlier version"
    return Resource(name, paths, declared, usable, schema_path, broken, remedy, bool(twice))


def schema_fault(schema: Any) -> str:
    """What keeps a value from being used as a Table Schema; empty where nothing does.

    Only the shapes are looked at, so that whoever reads a resource's schema can rely on them: what names and
    values mean is for the rules to judge.
    """
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list) or not fields:
        return "has no schema with a list of fields"
    if len(fields) > MAX_FIELDS:
        return f"has a schema with {len(fields):,} fields; more than {MAX_FIELDS:,} are not read"
    for one in fields:
        if not isinstance(one, dict) or not isinstance(one.get("name"), str):
            return "has a schema with a field that has no name"
        if not _column_name(one["name"]):
            return f"has a schema with a field whose name {one['name'][:80]!r} no column can have"
        if malformed := _malformed(one):
            return f"has a schema whose field {one['name']!r} has malformed {malformed}"
    if len({f["name"] for f in fields}) < len(fields):
        return "has a schema that names a field twice"
    well = {
        "primaryKey": _names(schema.get("primaryKey", [])),
        "sortedBy": _names(schema.get("sortedBy", [])),
        "uniqueKeys": _list_of(schema.get("uniqueKeys", []), lambda key: isinstance(key, list) and _names(key)),
        "foreignKeys": _list_of(schema.get("foreignKeys", []), _is_foreign_key),
    }
    return next((f"has a schema with malformed {key}" for key, good in well.items() if not good), "")


def _malformed(field: dict[str, Any]) -> str:
    """The properties of a field, by which its cells are read, whose values have another shape than Table Schema gives them."""
    constraints = field.get("constraints", {})
    texts = [key for key in ("type", "format", "delimiter", "itemType") if not isinstance(field.get(key, ""), str)]
    lists = [key for key in ("trueValues", "falseValues") if not _list_of(field.get(key, []), _is_text)]
    if not isinstance(constraints, dict):
        return ", ".join([*texts, *lists, "constraints"])
    terms = [] if _list_of(constraints.get("enum", []), _is_scalar) else ["enum"]
    labelled = field.get("categories", [])
    groups = [] if not isinstance(labelled, list) or _list_of(labelled, _is_category) else ["categories"]
    return ", ".join([*texts, *lists, *terms, *groups])


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | int | float | bool)


def _is_category(value: Any) -> bool:
    """A bare value, or an object with one."""
    return _is_scalar(value.get("value")) if isinstance(value, dict) else _is_scalar(value)


def _column_name(name: str) -> bool:
    """Whether a column may be called so: printable, not `_row` or `_raw:…`, which tables use, and no pattern of polars."""
    return name.isprintable() and 0 < len(name) <= 200 and name != "*" and not name.startswith(("_row", "_raw:", "^"))


def _names(value: Any) -> bool:
    """One name, or a list of different ones."""
    named = isinstance(value, str) or _list_of(value, lambda item: isinstance(item, str))
    return named and (isinstance(value, str) or len(set(value)) == len(value))


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


def _open_zip(label: str, path: Path) -> Package:
    """Unpack into a temporary folder that goes when the package does."""
    from event_timeline.package import archive

    unpacked = TemporaryFolder()
    package = _open(label, archive.unpack(label, path, unpacked.path), DESCRIPTOR)
    package.temporary, package.location = unpacked, path
    return package
