"""`timeline bump`: the next version, by data semver."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from event_timeline.cli.shared import open_to_change, say
from event_timeline.editing.days import today
from event_timeline.model import UserError

if TYPE_CHECKING:
    from event_timeline.editing.draft import Draft


@click.command(
    "bump",
    epilog="""\b
Examples:
  timeline bump auto --against v1.0.0:       as what changed since that tag demands
  timeline bump minor --date 2024-06-01      by hand
  timeline bump auto --against old.zip --dry-run
""",
)
@click.argument("level", type=click.Choice(["major", "minor", "patch", "auto"]))
@click.argument("package", type=click.Path(), default=".")
@click.option(
    "--against",
    metavar="OLD",
    help="The version before: folder, zip or git revision. By default the git tag of the current version.",
)
@click.option("--date", "date", default="", metavar="YYYY-MM-DD", help="Day of the release; today unless given.")
@click.option("--dry-run", is_flag=True, help="Write nothing; print the version and the changelog's entry.")
def command(level: str, package: str, against: str | None, date: str, dry_run: bool) -> None:
    """Set the next version, its date, and draft the changelog's entry.

    A table, column, term or identifier that is gone, or another type, key or constraint, is MAJOR; tables,
    columns, terms or rows added are MINOR; values corrected are PATCH. Writes datapackage.json, CITATION.cff,
    .zenodo.json (the two where they are there) and CHANGELOG.md.
    """
    from event_timeline.comparing.diff import compare
    from event_timeline.comparing.revisions import open_any
    from event_timeline.publishing import bumping

    draft = open_to_change(package, lock=not dry_run)
    day = today(date)
    old = open_any(against, draft.root) if against is not None else _tagged(draft)
    diff = compare(old, draft) if old else None
    if level == "auto":
        if diff is None:
            raise UserError(
                "auto needs a version to compare with",
                "name it with --against: a folder, a zip, or a revision such as HEAD:",
            )
        if not diff.level:
            raise UserError("nothing changed since then", "there is nothing to release")
        level = diff.level
    elif diff is not None and diff.level and bumping.LEVELS.index(diff.level) > bumping.LEVELS.index(level):
        say(f"note: by what changed, {diff.level} would do")
    elif diff is not None and diff.level and bumping.LEVELS.index(diff.level) < bumping.LEVELS.index(level):
        say(f"note: what changed asks for {diff.level}: readers of the earlier version may break")
    before = str(draft.descriptor.get("version", ""))
    former = str(old.descriptor.get("version", "")) if old else before
    if former != before:
        raise UserError(
            f"the version is {before} already, that of {against} is {former}: it was set since",
            f"compare with {before}, or set `version` in {draft.package.descriptor_name} back to {former} to number it anew",
        )
    version = bumping.next_version(before, level)
    if dry_run:
        say(f"{before} -> {version} ({level})", err=False)
        click.echo(f"\n{bumping.entry(level, diff)}")
        return
    former_day = str(draft.descriptor.get("created", ""))[:10]
    written = bumping.bump(draft, version, level, day, diff)
    say(f"{before} -> {version} ({level}), {day}", err=False)
    if bumping.DAY.fullmatch(former_day) and day < former_day:
        say(f"warning: {day} is earlier than {former_day}, the date of version {before}: check --date")
    for name in bumping.links(draft.root):
        say(f"note: {name} is a link and was not changed: update the file that it leads to yourself")
    review = "; read CHANGELOG.md over before you release" if "CHANGELOG.md" in written else ""
    say(f"wrote {', '.join(written)}{review}")


def _tagged(draft: Draft) -> Draft | None:
    """The package at the git tag of its current version, if there is one."""
    from event_timeline.comparing.git_objects import NoRevisionError
    from event_timeline.comparing.revisions import open_any

    for tag in (f"v{draft.descriptor.get('version', '')}:", f"{draft.descriptor.get('version', '')}:"):
        try:
            return open_any(tag, draft.root)
        except NoRevisionError:
            continue
        except UserError as error:
            say(f"warning: not compared with the tag of the current version: {error.message}")
            return None
    return None
