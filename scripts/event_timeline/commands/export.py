"""`timeline export`: one format of a package, written at once or not at all."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from event_timeline.commands.targets import refuse_own
from event_timeline.exports import FORMATS, Format, made
from event_timeline.io import atomic
from event_timeline.io.terminal import write_data
from event_timeline.problem import UserError

if TYPE_CHECKING:
    from event_timeline.exports.dataset import Dataset
    from event_timeline.package import Package
    from event_timeline.tables import Tables
    from event_timeline.text import Text

LISTED = 5
"""Problems of one rule that are named where an invalid package is refused."""


@click.command(
    "export",
    epilog="""\b
Examples:
  timeline export --list                        the formats: what each is for, needs and loses
  timeline export sqlite                        this folder's package as NAME.sqlite, here
  timeline export xlsx package.zip -o book.xlsx
  timeline export parquet . -o tables           a folder with a file a table
  timeline export jsonl -o - | head             to the terminal or a pipe
  timeline export html --source article=article.txt --include-text
                                                a page with the article's text in it: not for publishing
""",
)
@click.argument("format_", metavar="FORMAT", required=False)
@click.argument("package", type=click.Path(), default=".")
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="File or folder to write; - for the terminal. [default: NAME and the format's ending, here]",
)
@click.option(
    "--force", is_flag=True, help="Replace what this command did not make in this format, or what was edited since."
)
@click.option(
    "--no-validate", is_flag=True, help="Do not check the package first: an invalid one may fail or come out wrong."
)
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="[ID=]FILE",
    help="Text of a source: checked against the evidence, and used by the formats that need it. Repeatable.",
)
@click.option("--include-text", is_flag=True, help="Write the texts of --source into the export (html only).")
@click.option("--list", "listing", is_flag=True, help="List the formats.")
def command(
    format_: str | None,
    package: str,
    output: str | None,
    force: bool,
    no_validate: bool,
    sources: tuple[str, ...],
    include_text: bool,
    listing: bool,
) -> int:
    """Write a package in another format.

    PACKAGE is a folder, a datapackage.json or a zip; by default the current folder. An invalid package is
    refused with exit code 1. Exports are the same, byte for byte, whenever they are made, except duckdb.
    """
    if listing:
        click.echo(listed())
        return 0
    chosen = _format(format_)
    if include_text:
        _may_include(chosen, sources)
    if output == "-" and (chosen.binary or chosen.folder):
        raise UserError(f"{chosen.name} is not text and cannot go to the terminal", "name a file with -o")

    from event_timeline.package import open_package

    opened = open_package(package)
    target = None if output == "-" else _target(chosen, output, opened)
    if target:
        refuse_target(target, chosen, opened, force, sources)
    data = checked(opened, package, sources, no_validate, "exported")
    if data is None:
        return 1
    if chosen.source and not data.texts:
        raise UserError(f"{chosen.name} needs the text of a source", "add --source [ID=]FILE")
    data = dataclasses.replace(data, include_texts=include_text)
    if target is None:
        _to_stdout(chosen, data)
    else:
        with atomic.replacing(target, force=force, refusal=lambda path: made.refusal(path, chosen.name)) as fresh:
            _write(chosen, data, fresh)
        click.echo(f"wrote {target}", err=True)
    return 0


OTHER_NAMES = {
    "csv": ("flat", "zip"), "tsv": ("flat",), "excel": ("xlsx",), "xls": ("xlsx",), "ods": ("xlsx",), "db": ("sqlite",),
    "sql": ("sqlite",), "sqlite3": ("sqlite",), "rdf": ("turtle", "jsonld"), "ttl": ("turtle",), "ndjson": ("jsonl",),
    "gephi": ("gexf", "graphml"), "ical": ("ics",), "calendar": ("ics",), "map": ("geojson",), "web": ("html",),
    "picture": ("svg", "png"), "arrow": ("parquet",), "ro-crate": ("rocrate",), "dcat-ap": ("dcat",), "bag": ("bagit",),
}  # fmt: skip
"""What people call a format -> what it is called here."""


def listed() -> str:
    """The formats, two lines each: name, ending and purpose; what it needs and loses."""
    lines = []
    for f in FORMATS.values():
        needs = [f"pip install 'event-timeline[{f.extra}]'" if f.extra else "", "--source" if f.source else ""]
        asked = "; ".join(filter(None, needs)) or "nothing"
        lines += [f"{f.name:<14} NAME{f.suffix:<16} {f.purpose}", f"{'':<14} needs: {asked}; loses: {f.loses}"]
    return "\n".join(lines)


def _format(name: str | None) -> Format:
    if name is None:
        raise UserError("which format?", "see `timeline export --list`")
    if name not in FORMATS:
        from difflib import get_close_matches

        folded = name.lower().lstrip(".")
        near = OTHER_NAMES.get(folded) or get_close_matches(folded, FORMATS, 1)
        hint = f"did you mean {' or '.join(map(repr, near))}? " if near else ""
        raise UserError(f"there is no format {name!r}", f"{hint}see `timeline export --list`")
    return FORMATS[name]


def _may_include(chosen: Format, sources: Sequence[str]) -> None:
    if not chosen.can_include:
        able = ", ".join(f.name for f in FORMATS.values() if f.can_include)
        raise UserError(f"{chosen.name} cannot hold a source's text", f"leave --include-text out, or export {able}")
    if not sources:
        raise UserError("--include-text: which text?", "add --source [ID=]FILE")


def _target(chosen: Format, output: str | None, package: Package) -> Path:
    from event_timeline.exports.dataset import file_name

    return Path(output or file_name(package.descriptor) + chosen.suffix)


def refuse_target(target: Path, chosen: Format, package: Package, force: bool, sources: Sequence[str] = ()) -> None:
    """Raise UserError where the target is in the way: the package itself, a text, a folder, other people's work."""
    refuse_own(target, package, sources)
    if target.is_dir() and not chosen.folder:
        raise UserError(
            f"{target} is a folder, and {chosen.name} is a file", f"name a file: -o {target / ('NAME' + chosen.suffix)}"
        )
    if target.is_dir() and any(target.iterdir()) and not made.has_sums(target):
        raise UserError(
            f"{target} is a folder that holds other things", "name a new folder; --force does not empty this one"
        )
    if chosen.folder and target.exists() and not target.is_dir():
        raise UserError(f"{target} is a file, and {chosen.name} is a folder", "name another place")
    if target.is_dir() and not force and (other := made.format_of(target)) not in ("", chosen.name):
        raise UserError(
            f"{target} holds a {other} export, which {chosen.name} would replace", "name another place, or add --force"
        )
    atomic.refuse(target, force=force, refusal=lambda path: made.refusal(path, chosen.name))


def checked(opened: Package, label: str, sources: Sequence[str], no_validate: bool, done: str) -> Dataset | None:
    """The loaded package, or None where it is invalid, after saying why; done: what is refused then."""
    from event_timeline.commands.sources import read_sources
    from event_timeline.exports.dataset import dataset
    from event_timeline.tables import load_tables

    tables = load_tables(opened, trusting=no_validate)
    texts = read_sources(tables, sources)
    if not no_validate and not _is_valid(tables, texts, label, done):
        return None
    return dataset(tables, texts)


def _is_valid(tables: Tables, texts: dict[str, Text], label: str, done: str) -> bool:
    from event_timeline import reports
    from event_timeline.rules import RULES, engine
    from event_timeline.rules.rule import Context

    report = engine.run(Context(tables, texts), [r for r in RULES if r.severity == "error"], LISTED)
    if report.valid():
        return True
    click.echo(reports.renderer("text")(report, reports.Style(quiet=True, label=label)), nl=False, err=True)
    click.echo(
        f"not {done}: the package is invalid\nhint: `timeline validate` tells all; --no-validate takes it as it is",
        err=True,
    )
    return False


def _write(chosen: Format, data: Dataset, fresh: Path) -> None:
    from polars.exceptions import PolarsError

    try:
        chosen.writer()(data, fresh)
    except PolarsError as error:
        first = (str(error).splitlines() or [""])[0]
        raise UserError(
            f"{chosen.name}: a table cannot be read: {first}", "run `timeline validate` and mend what it names"
        ) from error
    if chosen.folder:
        made.write_sums(fresh)
    else:
        made.seal(fresh, chosen.name)


def _to_stdout(chosen: Format, data: Dataset) -> None:
    with tempfile.TemporaryDirectory(prefix="timeline-") as folder:
        file = Path(folder) / "export"
        _write(chosen, data, file)
        with file.open("rb") as written:
            while chunk := written.read(2**20):
                write_data(chunk)
