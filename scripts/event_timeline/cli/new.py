"""`timeline new`: start a package from a text."""

from __future__ import annotations

import os
from pathlib import Path

import click

from event_timeline import api
from event_timeline.cli.shared import interactive, say
from event_timeline.io.counting import counted


@click.command(
    "new",
    epilog="""\b
Examples:
  timeline new strike --source article.txt --title "The dock strike: an event timeline" --contributor "Doe, Jane"
  timeline new strike --source log=log.txt --kind official-document --title "The port's log" --contributor "Port Archive"
  timeline new strike --source article.txt --title "The dock strike" --contributor "Port Archive" --include-text --text-license CC-BY-4.0
""",
)
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--source", required=True, metavar="[ID=]FILE", help="The text to be coded, UTF-8; ID is `article` unless given."
)
@click.option("--title", required=True, help="Title of the dataset.")
@click.option(
    "--license",
    "license_",
    type=click.Choice(["CC-BY-4.0", "CC0-1.0"]),
    default="CC-BY-4.0",
    show_default=True,
    help="Licence of the coding.",
)
@click.option(
    "--contributor",
    "contributors",
    multiple=True,
    metavar="NAME",
    help="Who makes it: `Family, Given` for a person, or an organisation's name. Required; asked for at a terminal. Repeatable.",
)
@click.option("--language", default="en", show_default=True, help="Language of the text (BCP 47).")
@click.option("--name", help="Short name of the dataset; made from DIR unless given.")
@click.option("--source-title", help="Title of the text; its first line unless given.")
@click.option("--kind", default="article", show_default=True, help="What sort of text it is: a term of sources.kind.")
@click.option("--publisher", default="", help="Who published the text.")
@click.option("--published", default="", metavar="EDTF", help="When it was published, such as 2023-11-29.")
@click.option("--url", default="", help="Address of the text.")
@click.option("--keyword", "keywords", multiple=True, metavar="WORD", help="A word to find the dataset by. Repeatable.")
@click.option("--include-text", is_flag=True, help="Copy the text into the package. Needs --text-license.")
@click.option(
    "--text-license", default="", metavar="L", help="Licence of the text itself (SPDX), which must allow that."
)
@click.option(
    "--toolchain",
    default="",
    metavar="REQUIREMENT",
    help="What pip is to install for `timeline` in the package's workflow, such as `git+https://…@v1.0.0`.",
)
@click.option("--date", "date", default="", metavar="YYYY-MM-DD", help="Day the package is made; today unless given.")
def command(
    folder: Path, source: str, title: str, license_: str, contributors: tuple[str, ...], language: str, name: str | None,
    source_title: str | None, kind: str, publisher: str, published: str, url: str, include_text: bool, text_license: str,
    keywords: tuple[str, ...], date: str, toolchain: str,
) -> None:  # fmt: skip
    """Start a package in the folder DIR: descriptor, ten tables, schemas, codebook, README, licence, citation, CI.

    It validates at once; the warnings that are left say what to do next. The text is not copied unless
    --include-text and its licence say so.
    """
    source_id, file = api.split_source(source)
    if not contributors and interactive():
        contributors = (click.prompt("Who makes the dataset (`Family, Given`, or an organisation)", err=True),)
    cells = {
        "kind": kind, "title": source_title or "", "publisher": publisher, "published_edtf": published, "url": url,
        "language": language, "license": text_license,
    }  # fmt: skip
    made = api.new(
        folder, source=file, title=title, contributors=contributors, source_id=source_id or "article", license=license_,
        name=name, source_cells=cells, keywords=keywords, include_text=include_text, date=date, toolchain=toolchain,
    )  # fmt: skip
    content, problems = made.text, made.problems
    if "\r" in content or content.startswith("\ufeff"):
        click.echo(
            "note: the text has CR LF line ends or a byte order mark, which editors and version control change unasked, and "
            "every offset with them: better convert it to LF without mark and start again", err=True,
        )  # fmt: skip
    say(f"made {folder}: {counted(len(content), 'character')} of text, source `{source_id or 'article'}`", err=False)
    if problems:
        click.echo("it is valid; these warnings go as you fill it:")
    for problem in problems:
        say(f"  {problem.code} {problem.message}", err=False)
    near = include_text or Path(file).resolve().parent in (folder.resolve(), folder.resolve().parent)
    shown = "" if near else f" --source {Path(file).resolve()}"
    lies = os.path.relpath(file, folder) if near else Path(file).resolve()
    proof = f" --source {source_id or 'article'}.txt" if include_text else f" --source {lies}"
    click.echo(f"""next:
  cd {folder}
  timeline coverage{shown}    the sentences, which are your to-do list
  timeline quotes{shown}    the quotations, each to become a statement
  timeline add actor    asks for everything; --help shows the options; then events, participants, statements
  timeline validate{proof}""")
