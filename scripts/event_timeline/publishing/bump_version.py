"""Setting a version by data semver, everywhere it is written, with the changelog's entry."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from event_timeline.comparing.diff import Diff, compare
from event_timeline.comparing.diff_text import as_markdown
from event_timeline.comparing.git_objects import NoRevisionError
from event_timeline.comparing.revisions import open_any
from event_timeline.editing.draft import Draft, Location, opened
from event_timeline.io.clock import today
from event_timeline.io.utf8 import encode
from event_timeline.model import UserError
from event_timeline.package.json_files import parse, rendered_like

VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")
"""As the profile has it (Semantic Versioning 2.0.0)."""
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""An ISO day; two of them compare as texts."""
LONGEST = 60
"""Characters of a version; of a wrong one so many are shown."""
LEVELS = ("major", "minor", "patch")
NOTES = {
    "major": "Users of earlier versions: identifiers, columns or terms changed; see what was removed or renamed.",
    "minor": "Users of earlier versions: every identifier outside `evidence` is still there; rows or columns are new.",
    "patch": "Users of earlier versions: values were corrected; nothing else changed.",
}


def next_version(version: str, level: str) -> str:
    """The version after this one. Raises UserError where it is not a semantic version."""
    found = VERSION.fullmatch(version)
    if not found or len(version) > LONGEST:
        raise UserError(
            f"the version {version[:LONGEST]!r} is not a semantic version",
            "set `version` in datapackage.json to one such as 1.0.0",
        )
    major, minor, patch = (int(n) for n in found.groups())
    return {"major": f"{major + 1}.0.0", "minor": f"{major}.{minor + 1}.0", "patch": f"{major}.{minor}.{patch + 1}"}[
        level
    ]


@dataclass(frozen=True)
class VersionBump:
    """The version before and the new one, its level and ISO day, the changelog's entry, and the files that were written."""

    before: str
    version: str
    level: str
    day: str
    entry: str
    written: list[str]


def bump_package(
    location: Location, level: str, *, against: Location | None, date: str, dry_run: bool,
    notify: Callable[[str], None] | None,
) -> VersionBump:  # fmt: skip
    """Set the next version of a package on disk, or with dry_run only say which it is.

    level: one of LEVELS or auto; against: the earlier version, by default the git tag of the current one. Raises UserError
    where `auto` has nothing to compare with, nothing changed, or the version was set since.
    """
    tell = notify or (lambda _: None)
    with opened(location, lock=not dry_run) as draft:
        day = today(date)
        old = _tagged(draft, tell) if against is None else open_any(against, draft.root)
        diff = compare(old, draft) if old else None
        level = _level(level, diff, tell)
        before = str(draft.descriptor.get("version", ""))
        former = str(old.descriptor.get("version", "")) if old else before
        if former != before:
            raise UserError(
                f"the version is {before} already, that of {old.package.label if old else against} is {former}: it was set since",
                f"compare with {before}, or set `version` in {draft.package.descriptor_name} back to {former} to number it again",
            )
        version = next_version(before, level)
        if dry_run:
            return VersionBump(before, version, level, day, entry(level, diff), [])
        former_day = str(draft.descriptor.get("created", ""))[:10]
        written = bump(draft, version, level, day, diff)
        if DAY.fullmatch(former_day) and day < former_day:
            tell(f"warning: {day} is earlier than {former_day}, the date of version {before}: check --date")
        for name in links(draft.root):
            tell(f"note: {name} is a link and was not changed: update the file that it leads to yourself")
        return VersionBump(before, version, level, day, entry(level, diff), written)


def _level(level: str, diff: Diff | None, notify: Callable[[str], None]) -> str:
    """The level to use; a message says where it is not the one that the changes ask for."""
    if level == "auto":
        if diff is None:
            raise UserError(
                "auto needs a version to compare with",
                "name it with --against: a folder, a zip, or a revision such as HEAD:",
            )
        if not diff.level:
            raise UserError("nothing changed since then", "there is nothing to release")
        return diff.level
    if level not in LEVELS:
        raise UserError(f"there is no level {level!r}", f"there are: {', '.join(LEVELS)}, auto")
    if diff is not None and diff.level and LEVELS.index(diff.level) > LEVELS.index(level):
        notify(f"note: by what changed, {diff.level} would do")
    elif diff is not None and diff.level and LEVELS.index(diff.level) < LEVELS.index(level):
        notify(f"note: what changed asks for {diff.level}: readers of the earlier version may break")
    return level


def _tagged(draft: Draft, notify: Callable[[str], None]) -> Draft | None:
    """The package at the git tag of its current version, if there is one."""
    for tag in (f"v{draft.descriptor.get('version', '')}:", f"{draft.descriptor.get('version', '')}:"):
        try:
            return open_any(tag, draft.root)
        except NoRevisionError:
            continue
        except UserError as error:
            notify(f"warning: not compared with the tag of the current version: {error.message}")
            return None
    return None


def bump(draft: Draft, version: str, level: str, date: str, diff: Diff | None) -> list[str]:
    """Write the version and the date into descriptor, CITATION.cff, .zenodo.json and CHANGELOG.md, where they are there.

    diff: what the entry is drafted from; without it the entry says only that nothing was compared. Returns
    the files written.
    """
    draft.descriptor["version"] = version
    draft.descriptor["created"] = f"{date}T00:00:00Z"
    draft.stamp()
    draft.put_json(draft.package.descriptor_name, draft.descriptor)
    for name, change in _files(version, level, date, diff):
        path = draft.root / name
        if path.is_file() and not path.is_symlink():
            old = _text(path)
            new = change(old)
            if new != old:
                draft.put(name, encode(new))
        elif name == "CHANGELOG.md" and not path.is_symlink():
            draft.put(name, encode(change("# Changelog\n")))
    return sorted(draft.save())


def links(root: Path) -> list[str]:
    """The files that `bump` would change if they were not links, which are not followed."""
    return [name for name, _ in _files("", "", "", None) if (root / name).is_symlink()]


def _files(version: str, level: str, date: str, diff: Diff | None) -> list[tuple[str, Callable[[str], str]]]:
    return [
        ("CITATION.cff", lambda old: citation(old, version, date)),
        (".zenodo.json", lambda old: zenodo(old, version, date)),
        ("CHANGELOG.md", lambda old: changelog(old, version, date, entry(level, diff))),
    ]


def citation(old: str, version: str, date: str) -> str:
    """CITATION.cff with another version and date, all else as it was."""
    for key, value in (("version", version), ("date-released", f'"{date}"')):
        line = re.compile(rf"^{key}:.*$", re.MULTILINE)
        old = line.sub(f"{key}: {value}", old, count=1) if line.search(old) else f"{old.rstrip()}\n{key}: {value}\n"
    return old


def zenodo(old: str, version: str, date: str) -> str:
    """.zenodo.json with another version and date. Raises UserError where it is not a JSON object."""
    document = parse(old, ".zenodo.json")
    if not isinstance(document, dict):
        raise UserError(
            ".zenodo.json is not a JSON object", "fix or delete it; `timeline cite --style zenodo` makes one"
        )
    document |= {"version": version, "publication_date": date}
    return rendered_like(old, document)


def changelog(old: str, version: str, date: str, body: str) -> str:
    """The changelog with an entry above the newest one."""
    entry_ = f"## {version} - {date}\n\n{body}\n"
    newest = re.search(r"^## ", old, re.MULTILINE)
    if newest is None:
        return f"{old.rstrip()}\n\n{entry_}"
    return f"{old[: newest.start()]}{entry_}\n{old[newest.start() :]}"


def entry(level: str, diff: Diff | None) -> str:
    """The body of a changelog entry, for a person to better."""
    if diff is None:
        return "Not compared with an earlier version."
    return f"{NOTES[diff.level or level]}\n\n{as_markdown(diff)}"


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise UserError(f"{path.name} cannot be read as UTF-8", "fix the file, then try again") from None
