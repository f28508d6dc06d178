"""Validation of a package again and again while it is edited: a rule is asked again when a table that it reads has changed.

What a rule reads is recorded while it runs, not declared: a rule that found nothing finds nothing again as long as those
tables, and everything that is not a table, are the same. Rules with findings are always asked again, so that what is
reported is what a full validation reports.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from event_timeline.io.temporary import TemporaryFolder
from event_timeline.model import Report
from event_timeline.package.opening import Package, open_package
from event_timeline.texts.text import Text

if TYPE_CHECKING:
    from event_timeline.rules.rule import Context, Finding, Rule
    from event_timeline.tables.loading import Tables

STAMPS = re.compile(rb'("bytes": )\d+|("hash": "sha256:)[0-9a-f]{64}')
"""What follows from the tables in a descriptor. Rules that read it compare it with the tables, and so read them all."""
MAX_LISTED = 10_000
"""Problems of one rule that are listed, as `Draft.check` does."""
Contents = Mapping[str, bytes]
"""Path in the package -> content, of every file that a validation reads."""


@dataclass
class Recheck:
    """What is remembered between two validations of one package. Its folder is removed with it."""

    folder: TemporaryFolder = field(default_factory=TemporaryFolder)
    written: dict[str, bytes] = field(default_factory=dict)
    """Path -> SHA-256 of the files that are in the folder."""
    around: bytes = b""
    """SHA-256 of everything that is not a table."""
    tables: dict[str, tuple[bytes, Tables]] = field(default_factory=dict)
    """Table -> SHA-256 of its files, and the table as it was read."""
    quiet: dict[str, dict[str, bytes]] = field(default_factory=dict)
    """Code of a rule that found nothing -> the tables that it read, each with its SHA-256."""
    counts: dict[str, dict[tuple[str, str], int]] = field(default_factory=dict)
    """Table -> what `constraints.violated` counted in it."""
    texts: dict[str, Text] = field(default_factory=dict)
    package: Package | None = None

    def check(self, contents: Contents, descriptor: str, texts: Mapping[str, Text]) -> Report:
        """Validate a package of these files and return a report of all its problems; rules that were not asked again are not in `ran`.

        descriptor: the path of the descriptor. Raises UserError where it cannot be read.
        """
        try:
            return self._check(contents, descriptor, texts)
        except BaseException:
            self.around = b""  # what was recorded may be incomplete: ask every rule next time
            raise

    def _check(self, contents: Contents, descriptor: str, texts: Mapping[str, Text]) -> Report:
        from event_timeline.engine.validation import check
        from event_timeline.rules import RULES
        from event_timeline.rules.rule import Context
        from event_timeline.rules.tables.constraints import violated

        hashes = {path: hashlib.sha256(content).digest() for path, content in contents.items()}
        self._write(contents, hashes)
        package = self._open(contents, hashes, descriptor, texts)
        tables, now = self._load(package, hashes)
        if tables.failed or tables.problems:
            self.quiet = {}
            return check(Context(tables, self.texts), RULES, MAX_LISTED)
        asked = [r for r in RULES if any(now.get(n) != h for n, h in self.quiet.get(r.code, {"": b""}).items())]
        reads = _Reads()
        context = reads.context(tables, self.texts)
        context.cache[violated] = self.counts
        report = check(context, [reads.recorded(r) for r in asked], MAX_LISTED)
        self._remember(report, reads.of, now)
        return report

    def _open(
        self, contents: Contents, hashes: Mapping[str, bytes], descriptor: str, texts: Mapping[str, Text]
    ) -> Package:
        """The package of these files; everything is forgotten where more than tables has changed."""
        if self.package is None or self._around(self.package, contents, hashes, texts) != self.around:
            self.tables, self.quiet, self.counts, self.texts = {}, {}, {}, dict(texts)
            self.package = open_package(self.folder.path / descriptor)
            self.around = self._around(self.package, contents, hashes, texts)
            return self.package
        stamped = json.loads(contents[descriptor])
        named = [
            (str(d.get("name") or f"resources[{i}]"), d)
            for i, d in enumerate(stamped["resources"])
            if isinstance(d, dict)
        ]
        declared = dict(reversed(named))
        resources = {name: replace(r, declared=declared[name]) for name, r in self.package.resources.items()}
        return replace(self.package, descriptor=stamped, resources=resources)

    def _around(
        self, package: Package, contents: Contents, hashes: Mapping[str, bytes], texts: Mapping[str, Text]
    ) -> bytes:
        """SHA-256 of everything that is not a table."""
        tables = {path for r in package.resources.values() for path in r.paths}
        around = hashlib.sha256(STAMPS.sub(rb"\1\2", contents[package.descriptor_name]))
        for path in sorted(contents.keys() - tables - {package.descriptor_name}):
            around.update(f"\0{path}\0".encode() + hashes[path])
        around.update(repr(sorted((s, text.sha256) for s, text in texts.items())).encode())
        return around.digest()

    def _write(self, contents: Contents, hashes: Mapping[str, bytes]) -> None:
        """Bring the folder up to date; a changed file is a new one, so that what was read from the old one stays as it is."""
        for path in self.written.keys() - hashes.keys():
            self._place(path).unlink(missing_ok=True)
        for path, digest in hashes.items():
            if self.written.get(path) != digest:
                place = self._place(path)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.unlink(missing_ok=True)
                place.write_bytes(contents[path])
        self.written = dict(hashes)

    def _place(self, path: str) -> Any:
        return self.folder.path.joinpath(*PurePosixPath(path).parts)

    def _load(self, package: Package, hashes: Mapping[str, bytes]) -> tuple[Tables, dict[str, bytes]]:
        """All tables, those that changed read again, and the SHA-256 of each."""
        from event_timeline.tables.loading import Tables, load_tables

        loaded, now = Tables(package), {}
        for name, resource in package.resources.items():
            now[name] = hashlib.sha256(b"".join(hashes.get(path, b"") for path in resource.paths)).digest()
            known, tables = self.tables.get(name, (b"", loaded))
            if known != now[name]:
                tables = load_tables(package, name)
                self.tables[name] = now[name], tables
                self.counts.pop(name, None)
            loaded.tables |= tables.tables
            loaded.failed |= tables.failed
            loaded.facts |= tables.facts
            loaded.problems += tables.problems
        self.tables = {name: self.tables[name] for name in package.resources}
        return loaded, now

    def _remember(self, report: Report, reads: Mapping[str, set[str]], now: Mapping[str, bytes]) -> None:
        from event_timeline.rules import BY_CODE

        found = {*report.counts, *(code for a in report.accepted for code in a.counts)}
        if any(BY_CODE[code].cause for code in found):  # it may explain what others found
            self.quiet = {}
            return
        for code in report.ran:
            self.quiet.pop(code, None)
            if code not in found:
                self.quiet[code] = {name: now[name] for name in reads[code] if name in now}


@dataclass
class _Reads:
    """Records which tables each rule reads: rules are run one after the other, and share values in `Context.cache`."""

    of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Code of a rule -> tables."""
    open: list[tuple[Any, set[str]]] = field(default_factory=list)
    """What is being computed, the innermost last, and the tables that it has read."""

    def read(self, *tables: str) -> None:
        if self.open:
            self.open[-1][1].update(tables)

    @contextmanager
    def by(self, code: str) -> Iterator[None]:
        self.open.append((code, self.of[code]))
        yield
        self.open.pop()

    def context(self, tables: Tables, texts: Mapping[str, Text]) -> Context:
        from event_timeline.rules.rule import Context

        return Context(_recording(tables, self), texts, _Cache(self))

    def recorded(self, rule: Rule) -> Rule:
        """The rule, whose check records what it reads, also where it is collected later."""

        def check(t: Context) -> Iterator[Finding]:
            with self.by(rule.code):
                found = list(rule.check(t))
            yield from (self._recorded(rule.code, f) for f in found)

        return replace(rule, check=check)

    def _recorded(self, code: str, finding: Finding) -> Finding:
        from event_timeline.rules.rule import Matches

        if not isinstance(finding, Matches):
            return finding
        query = finding.query
        with self.by(code):
            self.read(finding.table)
        if not callable(query):
            return finding

        def later() -> Any:
            with self.by(code):
                return query()

        return replace(finding, query=later)


class _Read(dict[str, Any]):
    """Table -> what is known of it; the names may be asked for freely, since `Recheck.around` follows from them."""

    def __init__(self, values: Mapping[str, Any], reads: _Reads) -> None:
        super().__init__(values)
        self.reads = reads

    def __getitem__(self, name: str) -> Any:
        self.reads.read(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.reads.read(name)
        return super().get(name, default)

    def items(self) -> Any:
        self.reads.read(*self)
        return super().items()

    def values(self) -> Any:
        self.reads.read(*self)
        return super().values()


class _Cache(dict[Any, Any]):
    """`Context.cache`: a value that was computed for one rule was read by each that takes it."""

    def __init__(self, reads: _Reads) -> None:
        super().__init__()
        self.reads = reads
        self.of: dict[Any, set[str]] = {}

    def __contains__(self, key: object) -> bool:
        known = super().__contains__(key)
        if not known:
            self.reads.open.append((key, set()))  # `rules.rule.cached` computes it now
        return known

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key, value)
        if self.reads.open and self.reads.open[-1][0] == key:
            self.of[key] = self.reads.open.pop()[1]

    def __getitem__(self, key: Any) -> Any:
        self.reads.read(*self.of.get(key, ()))
        return super().__getitem__(key)


def _recording(tables: Tables, reads: _Reads) -> Tables:
    """The same tables, which record what is read of them."""
    from event_timeline.tables.loading import Tables

    small, kept = tables.small, tables.kept

    class Recording(Tables):
        """How large the package is decides only how queries are run, so that it is not recorded."""

        small = property(lambda _: small)
        kept = property(lambda _: kept)
        sequential = property(lambda _: True)

    return Recording(
        tables.package, _Read(tables.tables, reads), tables.problems, tables.failed, _Read(tables.facts, reads),
        tables.parquet_cache,
    )  # fmt: skip
