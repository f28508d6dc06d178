"""A package that is being changed: everything in memory, checked, then written at once or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from event_timeline import profile
from event_timeline.editing import csv_tables, row_counts
from event_timeline.editing.csv_tables import CsvTable, Row
from event_timeline.editing.suggestions import did_you_mean
from event_timeline.io.progress import Progress, part_of
from event_timeline.io.temporary import TemporaryFolder
from event_timeline.io.utf8 import encode
from event_timeline.model import Problem, Report, UserError
from event_timeline.package import journal
from event_timeline.package.json_files import USUAL, rendered_like
from event_timeline.package.opening import Package, UnsafePathError, open_package, reopened
from event_timeline.texts.text import Text

Location = str | Path | Package
"""What a command or a program names: a folder, a descriptor or a zip, or a package that was opened from one."""
COMPANION_FILES = ("CITATION.cff", ".zenodo.json", "CHANGELOG.md", "README.md", "LICENSE", "RIGHTS.md")
"""Files that rules compare with the descriptor, so that a check of a draft needs them too."""


@dataclass
class Draft:
    """An opened package and its changes. `before` keeps the bytes of what was read, to notice others' changes."""

    package: Package
    descriptor: dict[str, Any]
    tables: dict[str, CsvTable] = field(default_factory=dict)
    before: dict[str, bytes | None] = field(default_factory=dict)
    changed: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    """What was added besides what was asked for, in words: tables and columns of the profile."""
    locked: bool = False
    """Whether the package's lock is held for it already; otherwise `save` takes it."""
    known: Sequence[Problem] | None = None
    """All problems of the package before the change, where it was validated already."""
    written: list[str] = field(default_factory=list)
    """Paths of the files that `save` wrote last."""
    report: Report | None = None
    """What `new_problems` found in the package as it would be."""
    checker: Callable[[Mapping[str, bytes], str, Mapping[str, Text]], Report] | None = None
    """What validates the files of a draft in place of `check`, given their contents, the descriptor's path and the texts."""
    postponed: set[str] | None = None
    """Tables to take over when `rendering_later` ends; None outside of it."""

    @property
    def root(self) -> Path:
        """The package's folder."""
        return self.package.root

    def table(self, name: str) -> CsvTable:
        """A table to read or change; after changing it call `keep`. Raises UserError where it cannot be read."""
        if name not in self.tables:
            resource = self.package.resources.get(name)
            if resource is None:
                absent = name in profile.may_be_absent(self.descriptor)
                known = list(self.package.resources)
                hint = did_you_mean(name, known) or f"there are: {', '.join(known)}"
                hint = "this command needs it; it is optional or not coded" if absent else hint
                raise UserError(f"the package has no table {name!r}", hint)
            if resource.broken:
                hint = resource.remedy or f"restore what is missing, or fix {self.package.descriptor_name}"
                raise UserError(f"the table {name!r} cannot be changed: its resource {resource.broken}", hint)
            if not self.is_one_csv(name):
                raise UserError(f"the table {name!r} is not one CSV file", "authoring commands change CSV tables only")
            self.tables[name] = csv_tables.parse(self.read(resource.path), name, resource.path, resource.schema)
            self.tables[name].index = None if self.postponed is None else {}
        return self.tables[name]

    def is_one_csv(self, name: str) -> bool:
        """Whether a table is there as one CSV file: no other is changed row by row."""
        resource = self.package.resources.get(name)
        return resource is not None and len(resource.paths) == 1 and resource.path.endswith(".csv")

    def rows(self, name: str) -> list[Row]:
        """The rows of a table to read; none where it is absent as the package's `coding` allows. Raises UserError as `table`.

        An optional table of the profile has none either where the package has another one of that name.
        """
        resources = self.package.resources
        if name in profile.OPTIONAL_TABLES:
            absent = not profile.has_optional({n: r.schema for n, r in resources.items() if n == name}, name)
        else:
            absent = name not in resources and name in profile.may_be_absent(self.descriptor)
        return [] if absent else self.table(name).rows

    def keep(self, name: str) -> None:
        """Take over the changed rows of a table."""
        if self.postponed is not None:
            self.postponed.add(name)
            return
        table = self.tables[name]
        self.put(table.path, csv_tables.render(table))

    def schema(self, name: str) -> dict[str, Any]:
        """The Table Schema of a table as it is written, to be changed; after changing it call `keep_schema`."""
        resource = self.package.resources[name]
        if resource.schema_path:
            loaded: dict[str, Any] = json.loads(self.read(resource.schema_path))
            return loaded
        embedded: dict[str, Any] = next(r for r in self.descriptor["resources"] if r.get("name") == name)["schema"]
        return embedded

    def keep_schema(self, name: str, schema: dict[str, Any]) -> None:
        """Take over the changed schema of a table."""
        resource = self.package.resources[name]
        if resource.schema_path:
            self.put_json(resource.schema_path, schema)
        else:
            next(r for r in self.descriptor["resources"] if r.get("name") == name)["schema"] = schema
        if name in self.tables:
            self.tables[name].schema = schema
        fresh = replace(resource, schema=schema)
        self.package = replace(self.package, resources={**self.package.resources, name: fresh})

    @contextlib.contextmanager
    def rendering_later(self) -> Iterator[None]:
        """Only append rows in the block: their tables have an index, and are taken over at its end, unless it raises."""
        self.postponed = set()
        for table in self.tables.values():
            table.index, table.indexed = {}, 0
        try:
            yield
            names = sorted(self.postponed)
        finally:
            self.postponed = None
            for table in self.tables.values():
                table.index = None
        for name in names:
            self.keep(name)

    def release(self) -> None:
        """Hold no tables and no content of files any longer, changed ones neither."""
        self.tables.clear()
        self.before.clear()
        self.changed.clear()

    def read(self, path: str) -> bytes:
        """A file of the package as the draft has it. Raises UserError."""
        if path in self.changed:
            return self.changed[path]
        try:
            content = self._file(path).read_bytes()
        except UnsafePathError as error:
            raise UserError(f"path {path!r} {error}", "run `timeline validate`") from None
        except OSError as error:
            raise UserError(f"{path}: {error.strerror or 'does not exist'}", "run `timeline validate`") from None
        self.before.setdefault(path, content)
        return content

    def put(self, path: str, content: bytes) -> None:
        """Set a file's content; a file that has it already does not count as changed."""
        if path not in self.before:
            try:
                self.read(path)
            except UserError:
                self.before[path] = None
        self.changed.pop(path, None)
        if self.before[path] != content:
            self.changed[path] = content

    def put_new(self, path: str, content: bytes) -> None:
        """Add a file. Raises UserError where there is one already."""
        if path in self.changed or self._on_disk(path) is not None:
            raise UserError(f"{path} is there already, and no resource names it", "move the file away")
        self.put(path, content)

    def stamp(self) -> None:
        """Make bytes and sha256 of every resource fit, and keep the descriptor."""
        for resource in self.descriptor["resources"]:
            path = resource.get("path") if isinstance(resource, dict) else None
            if isinstance(path, list) and len(path) == 1:
                path = path[0]
            if not isinstance(path, str):
                continue
            content = self.read(path)
            resource["bytes"] = len(content)
            resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
        self.put_json(self.package.descriptor_name, self.descriptor)

    def put_json(self, path: str, value: dict[str, Any]) -> None:
        """Set a JSON file, in its former layout (two blanks where it is new)."""
        former = USUAL
        with contextlib.suppress(UserError):
            former = self.read(path).decode("utf-8", "replace")
        self.put(path, encode(rendered_like(former, value)))

    def check(
        self,
        texts: Mapping[str, Text] | None = None,
        *,
        original: bool = False,
        codes: Container[str] | None = None,
        progress: Progress | None = None,
    ) -> Report:
        """Validate the package as it would be, or as it is on disk under `original`, by some rules or by all."""
        from event_timeline.engine.validation import check
        from event_timeline.rules import RULES
        from event_timeline.rules.rule import Context
        from event_timeline.tables.loading import load_tables

        read = self._on_disk if original else self._current
        contents = {path: content for path in self._relevant() if (content := read(path)) is not None}
        if self.checker is not None and codes is None:
            return self.checker(contents, self.package.descriptor_name, texts or {})
        with TemporaryFolder() as folder:
            for path, content in contents.items():
                target = folder.path.joinpath(*PurePosixPath(path).parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            opened = open_package(folder.path / self.package.descriptor_name)
            tables = load_tables(opened, tell=part_of(progress, 0, 0.15))
            # what a cause explains is not reported again, so causes are always checked
            asked = [r for r in RULES if codes is None or r.cause or r.code in codes]
            return check(Context(tables, dict(texts or {})), asked, limit=10_000, progress=part_of(progress, 0.15, 1))

    def new_problems(self, texts: Mapping[str, Text] | None = None, progress: Progress | None = None) -> list[Problem]:
        """What is wrong with the package as it would be and was not wrong before."""
        after = self.report = self.check(texts, progress=part_of(progress, 0, 0.6))
        if not after.problems:
            return []
        before = self.known
        if before is None:
            codes, tell = {p.code for p in after.problems}, part_of(progress, 0.6, 1)
            before = self.check(texts, original=True, codes=codes, progress=tell).problems
        known = Counter(_identity(p) for p in before)
        fresh = []
        for problem in after.problems:
            if known[_identity(problem)] > 0:
                known[_identity(problem)] -= 1
            else:
                fresh.append(problem)
        return fresh

    def save(self) -> list[str]:
        """Write every change, the descriptor last, and return the paths written.

        Raises ConflictError where a file that was read was changed by another program since, UserError where one cannot be
        written; all files are then as they were.
        """
        order = sorted(self.changed, key=lambda p: (p == self.package.descriptor_name, p))
        if not order:
            return []
        with contextlib.nullcontext() if self.locked else journal.transaction(self.root):
            for path, content in self.before.items():
                if self._on_disk(path) != content:
                    raise journal.ConflictError(f"{path} {journal.CHANGED}", "run the command again")
            counts = row_counts.render(self.package.resources.values(), self.before, self.changed)
            journal.commit(self.root, {p: self.changed[p] for p in order}, self.before, counts=counts)
        self.written = order
        self.before.update(self.changed)
        self.changed.clear()
        return order

    def _relevant(self) -> list[str]:
        resources = self.package.resources.values()
        paths = [self.package.descriptor_name, *(p for r in resources for p in r.paths)]
        paths += [r.schema_path for r in resources if r.schema_path]
        return sorted({*paths, *self.changed, *COMPANION_FILES})

    def _current(self, path: str) -> bytes | None:
        return self.changed[path] if path in self.changed else self._on_disk(path)

    def _on_disk(self, path: str) -> bytes | None:
        try:
            return self._file(path).read_bytes()
        except (OSError, UnsafePathError):
            return None

    def _file(self, path: str) -> Path:
        hidden = path.startswith(".") and path in COMPANION_FILES
        return self.root / path if hidden else self.package.file(path)


def open_draft(location: Location) -> Draft:
    """Open a package to change it. Raises UserError for a zip, or where the descriptor cannot be kept as it is.

    What an opened package holds is read again, since its files may have changed.
    """
    package = reopened(location) if isinstance(location, Package) else open_package(location)
    if package.temporary:
        raise UserError(f"{package.label}: a zip cannot be changed in place", "unpack it and name the folder")
    draft = _checked(package)
    draft.read(package.descriptor_name)
    return draft


def read_draft(location: Location) -> Draft:
    """Open a package, which may be a zip, to read what an author works with. Raises UserError as `open_draft` otherwise."""
    return _checked(location if isinstance(location, Package) else open_package(location))


def of_package(package: Package) -> Draft:
    """An opened package as a draft that is only read."""
    return Draft(package, package.descriptor)


def _checked(package: Package) -> Draft:
    if package.duplicate_keys:
        keys = ", ".join(package.duplicate_keys)
        raise UserError(
            f"{package.descriptor_name}: {keys} is duplicated in one object", "keep one of the two, then try again"
        )
    return of_package(package)


@contextlib.contextmanager
def changing(location: Location) -> Iterator[Draft]:
    """Open a package to change it, and lock it until the block is left, so that no other command changes it meanwhile.

    Raises UserError as `open_draft` does, or where another command keeps the lock.
    """
    draft = open_draft(location)
    with journal.transaction(draft.root):
        if draft.package.has_changed:  # by the command that had the lock meanwhile
            draft = open_draft(location)
        draft.locked = True
        try:
            yield draft
        finally:
            draft.locked = False


@contextlib.contextmanager
def opened(location: Location, *, lock: bool) -> Iterator[Draft]:
    """Open a package to change it, locked as in `changing`, or without `lock` only to read it or to be saved later."""
    with changing(location) if lock else contextlib.nullcontext(open_draft(location)) as draft:
        yield draft


def _identity(problem: Problem) -> tuple[str, str | None, str | None, str | None, str | None]:
    return problem.code, problem.resource, problem.path, problem.column, problem.value
