"""A package that is edited in the workbench: its version, changes, undo and redo, and what is wrong with it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from event_timeline.editing.draft import Draft, open_draft, read_draft
from event_timeline.editing.editor import Editor, edit_package
from event_timeline.editing.new_package import create_package, plan_package
from event_timeline.editing.source_texts import load_texts, texts_by_current_id
from event_timeline.editing.stamp_package import temporal_coverage, update_temporal
from event_timeline.io.atomic import unwritable
from event_timeline.model import Problem, UserError
from event_timeline.package import callers, history, journal
from event_timeline.texts.files import MAX_BYTES
from event_timeline.texts.text import Text
from event_timeline.workbench import operations, state, suggest
from event_timeline.workbench.beginning import beginning
from event_timeline.workbench.compare import Comparison, figures
from event_timeline.workbench.decisions import Decisions
from event_timeline.workbench.recheck import Recheck

TEXT_FILE = "article.txt"
"""The file in a new package's folder that holds the pasted text; the package's .gitignore leaves it out."""


class ConflictError(UserError):
    """The package is not at the version that a change was made for."""


@dataclass
class Session:
    """One package and its texts. Each method opens the package again, so that other programs may change it meanwhile.

    folder: of the package, which may not be there yet, or its descriptor; sources: `[ID=]FILE` each.
    """

    folder: Path
    sources: Sequence[str] = ()
    beside: Path | None = None
    """Another coding of the text, to compare with; it is only read."""
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _found: tuple[str, list[Problem]] | None = None
    """The version that was validated last, and all its problems."""
    _recheck: Recheck = field(default_factory=Recheck)

    def state(self) -> dict[str, Any]:
        """All that the page shows: texts, tables with their fields and terms, findings, what is still to code.

        `{"new": True}` and the folder's name where it holds no package yet. Raises UserError where it cannot be read.
        """
        with self._lock:
            if self.is_new and self._found is not None:
                raise UserError(f"the package in {self.folder} is no longer there", "put it back, or end the workbench")
            if self.is_new:
                return {"new": True, "folder": self.folder.resolve().name}
            draft, texts = self._open()
            return self._described(draft, texts) | {"texts": state.texts(draft, texts)}

    @property
    def is_new(self) -> bool:
        """Whether there is no package yet."""
        return not self.folder.exists() or (self.folder.is_dir() and not (self.folder / "datapackage.json").exists())

    def change(self, version: str, given: Sequence[Mapping[str, Any]], label: str = "") -> dict[str, Any]:
        """Carry out operations as one change, which is validated and saved; returns the new state and the keys of new rows.

        given: see `operations.apply`. Raises ConflictError where the package has another version, UserError, and writes nothing,
        where an operation is not possible or the package would be invalid.
        """
        with self._lock:
            with _named(label), self._editing(version) as editor, _kept_temporal(editor.draft):
                keys = operations.apply(editor, given)
            draft, texts = editor.draft, texts_by_current_id(editor.draft, editor.texts)
            tables = state.changed_tables(draft, draft.written)
            for name in tables:
                draft.tables.pop(name, None)  # the file has the rows in its order
            if "sources" in tables:
                draft, texts = self._open()
            if editor.draft.report is not None:
                self._found = version_of(draft), list(editor.draft.report.problems)
            return self._described(draft, texts, tables) | {"keys": keys, "notes": editor.notes}

    def undo(self, version: str) -> dict[str, Any]:
        """Undo the last change of the package, whoever made it. Raises ConflictError as `change`, UserError where it cannot be undone."""
        return self._restore(version, history.undo)

    def redo(self, version: str) -> dict[str, Any]:
        """Make the change again that was undone last. Raises ConflictError and UserError as `undo`."""
        return self._restore(version, history.redo)

    def picture(self) -> dict[str, Any]:
        """The timeline of the package as it is, as `timeline export svg` draws it: SVG, and the version that it shows."""
        from event_timeline.exports.dataset import dataset
        from event_timeline.exports.visual.svg import draw
        from event_timeline.tables.loading import load_tables

        with self._lock:
            draft = open_draft(self.folder)
            return {"version": version_of(draft), "svg": draw(dataset(load_tables(draft.package)))}

    def fix(self, version: str, *, dry_run: bool) -> dict[str, Any]:
        """Repair the form of the files as `timeline validate --fix` does, or with `dry_run` only say what that is: notes, left.

        Raises ConflictError as `change`, UserError where a file cannot be written.
        """
        from event_timeline.editing import fix

        with self._lock:
            draft, texts = self._open()
            if version_of(draft) != version:
                raise _other_version()
            repair = fix.plan(draft.package, texts)
            said = {"notes": repair.notes, "left": repair.left}
            if dry_run:
                return said
            with _named("repair the files"), self._unless_changed(version):
                fix.apply(draft.package, repair)
            return self._described(*self._open()) | said

    def suggest(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Proposals; nothing is written. See `suggest.suggest`, and `beginning.beginning` where there is no package yet."""
        with self._lock:
            if self.is_new:
                return beginning(given)
            draft, texts = self._open()
            return suggest.suggest(draft, texts, given)

    def compare(self) -> dict[str, Any]:
        """Where the package and the one beside it differ, what was decided, and how far they agree now and did before."""
        with self._lock:
            draft, texts = self._open()
            return self._compared(draft, texts)

    def decide(self, version: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Decide a difference, `{"difference": id, "take": "first" | "second" | "both" | "open", "reason"}`; returns what `change` and `compare` do.

        What is taken over is one change; each decision is a line of the log. Raises ConflictError where the package has another version or
        there is no such difference any longer, and UserError as `change`.
        """
        with self._lock:
            draft, texts = self._open()
            if version_of(draft) != version:
                raise _other_version()
            found = self._comparison(draft, texts)
            known = {d.id: d for d in found.differences()}
            difference, take = known.get(str(given.get("difference"))), str(given.get("take"))
            if difference is None:
                raise ConflictError("there is no such difference any longer", "choose another one")
            operations = {"first": (), "open": (), "second": difference.operations, "both": difference.both}.get(take)
            if operations is None or (take == "both" and not operations):
                raise UserError(f"{take!r} cannot be taken", "take first, second, or both where both are possible")
            label = f"take {take} of {difference.label}"[:200]
            state = self.change(version, operations, label) if operations else {"version": version}
            log = Decisions(draft.root)
            log.add(difference.described(), take, str(given.get("reason", ""))[:1000], self._beside_name())
            draft, texts = self._open()
            return state | {"compare": self._compared(draft, texts)}

    def _comparison(self, draft: Draft, texts: Mapping[str, Text]) -> Comparison:
        if self.beside is None:
            raise UserError("no other coding is open", "start the workbench with --beside PACKAGE")
        return Comparison(draft, read_draft(self.beside), texts)

    def _beside_name(self) -> str:
        return self.beside.resolve().name if self.beside else ""

    def _compared(self, draft: Draft, texts: Mapping[str, Text]) -> dict[str, Any]:
        found, log = self._comparison(draft, texts), Decisions(draft.root)
        now = figures(found.agreement)
        before = log.begin(now, self._beside_name())
        taken = log.taken()
        differences = [
            d.described() | {"decided": taken.get(d.id, ""), "both": bool(d.both)} for d in found.differences()
        ]
        return {
            "beside": self._beside_name(),
            "now": now,
            "before": before,
            "differences": differences,
            "log": log.lines(),
        }

    def create(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Make a package from a pasted text: text, title, contributor, keywords with commas, and cells of the source, such as published_edtf.

        Raises UserError, and writes nothing, where one is missing or there is a package already.
        """
        with self._lock:
            if not self.is_new:
                raise ConflictError("there is a package already", "reload the page")
            text = str(given.get("text", "")).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
            if len(text.encode("utf-8", "replace")) > MAX_BYTES:
                raise UserError("the text is too long", f"at most {MAX_BYTES // 2**20} MB")
            cells = {c: str(given.get(c, "")).strip() for c in ("published_edtf", "publisher", "url", "language")}
            title, by = (str(given.get(name, "")).strip() for name in ("title", "contributor"))
            words = [w for w in (w.strip() for w in str(given.get("keywords", "")).split(",")) if w]
            if not title:
                raise UserError("the package has no title", "give one, such as the article's headline")
            if not by:
                raise UserError(
                    "the package names no contributor",
                    "say who codes it: “Family, Given” of a person, or an organisation",
                )
            with self._text_file(text) as file:
                plan = plan_package(
                    self.folder, file, title=title, contributors=[by] if by else [], source_id="article", license_id="CC-BY-4.0",
                    name=None, source_cells=cells, keywords=words, include_text=False, date="", toolchain="",
                )  # fmt: skip
                create_package(self.folder, plan)
            return self.state()

    @contextmanager
    def _text_file(self, text: str) -> Iterator[Path]:
        """The text in the folder; taken away again where the block raises."""
        file, made = self.folder / TEXT_FILE, not self.folder.exists()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with file.open("x", encoding="utf-8", newline="") as out:
                out.write(text)
        except FileExistsError:
            raise UserError(f"{file} is there already", "move it away, or open the page for another folder") from None
        except (OSError, UnicodeEncodeError) as error:
            raise unwritable(file, error) if isinstance(error, OSError) else UserError(f"the text: {error}") from None
        try:
            yield file
        except BaseException:
            file.unlink(missing_ok=True)
            if made:
                self.folder.rmdir()
            raise

    @contextmanager
    def _editing(self, version: str) -> Iterator[Editor]:
        with self._unless_changed(version), edit_package(self.folder, self.sources, unfinished=True) as editor:
            editor.draft.checker = self._recheck.check
            now = version_of(editor.draft)
            if now != version:
                raise _other_version()
            if self._found is not None and self._found[0] == now:
                editor.draft.known = self._found[1]
            yield editor

    def _open(self) -> tuple[Draft, dict[str, Text]]:
        draft = open_draft(self.folder)
        draft.checker = self._recheck.check
        return draft, load_texts(draft, self.sources)

    def _described(
        self, draft: Draft, texts: Mapping[str, Text], tables: Sequence[str] | None = None
    ) -> dict[str, Any]:
        version = version_of(draft)
        if self._found is None or self._found[0] != version:
            self._found = version, list(draft.check(texts).problems)
        found = history.steps(draft.root)
        done, undone = ([s.files.origin.what for s in found if s.undone is is_undone] for is_undone in (False, True))
        steps = {"undo": done, "redo": undone[::-1]}
        described = state.describe(draft, texts, self._found[1], tables)
        return described | {"version": version, "steps": steps, "beside": self._beside_name()}

    def _restore(self, version: str, action: Callable[[Path], object]) -> dict[str, Any]:
        with self._lock:
            draft = open_draft(self.folder)
            if version_of(draft) != version:
                raise _other_version()
            with self._unless_changed(version):
                action(draft.root)
            return self._described(*self._open())

    @contextmanager
    def _unless_changed(self, version: str) -> Iterator[None]:
        """Say that the package has another version where another program changed it while the block wrote. Raises ConflictError."""
        try:
            yield
        except journal.ConflictError as error:
            if version_of(open_draft(self.folder)) == version:
                raise
            raise _other_version() from error


@contextmanager
def _kept_temporal(draft: Draft) -> Iterator[None]:
    """Keep the descriptor's `temporal` the days of the events, where it is missing or was just these before."""
    had, was = draft.descriptor.get("temporal"), temporal_coverage(draft.rows("events"))
    yield
    if not had or had == was:
        update_temporal(draft, anew=True)


@contextmanager
def _named(label: str) -> Iterator[None]:
    """Let the history name a change as the page does."""
    token = callers.caller.set(": ".join(filter(None, ("timeline edit", " ".join(label.split())))))
    try:
        yield
    finally:
        callers.caller.reset(token)


def version_of(draft: Draft) -> str:
    """SHA-256 of the descriptor, the tables and their schemas as they are on disk."""
    resources = draft.package.resources.values()
    paths = {p for r in resources for p in (*r.paths, r.schema_path) if p}
    whole = hashlib.sha256()
    for path in [draft.package.descriptor_name, *sorted(paths)]:
        whole.update(f"{path}\0".encode() + hashlib.sha256(_content(draft.root / path) or b"").digest())
    return whole.hexdigest()


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None  # a pipe would be waited for
    except FileNotFoundError:
        return None


def _other_version() -> ConflictError:
    return ConflictError(
        "the package was changed by another tab or program since this page read it",
        "the newest state is shown now; make your change again",
    )
