"""`timeline view`: the package as a page, opened in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from event_timeline.problem import UserError


@click.command(
    "view",
    epilog="""\b
Examples:
  timeline view                            NAME.html here, then in the browser
  timeline view package.zip -o look.html
  timeline view --no-open                  write the page, open nothing
  timeline view --source article.txt --include-text
                                           with the article and its spans: not for publishing
""",
)
@click.argument("package", type=click.Path(), default=".")
@click.option("-o", "--output", metavar="FILE", help="File to write. [default: NAME.html, here]")
@click.option("--no-open", is_flag=True, help="Do not open the page.")
@click.option("--force", is_flag=True, help="Replace a file that this command did not make.")
@click.option("--no-validate", is_flag=True, help="Do not check the package first.")
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="[ID=]FILE",
    help="Text of a source, checked against the evidence. Repeatable.",
)
@click.option("--include-text", is_flag=True, help="Write the texts of --source into the page.")
@click.pass_context
def command(
    context: click.Context,
    package: str,
    output: str | None,
    no_open: bool,
    force: bool,
    no_validate: bool,
    sources: tuple[str, ...],
    include_text: bool,
) -> int:
    """Write the package as a page and open it in the browser.

    PACKAGE is a folder, a datapackage.json or a zip; by default the current folder. The page is that of
    `timeline export html`: one file that needs no network. It holds no source's text unless --include-text
    asks for it; whoever has the text can open it in the page, where it stays in the browser.
    """
    from event_timeline.commands import export

    if output == "-":
        raise UserError(
            "a page in the terminal cannot be looked at", "name a file with -o, or `timeline export html -o -`"
        )
    target = Path(output) if output else _target(package)
    code: int = context.invoke(
        export.command,
        format_="html",
        package=package,
        output=str(target),
        force=force,
        no_validate=no_validate,
        sources=sources,
        include_text=include_text,
    )
    if code == 0 and not no_open:
        _open(target)
    return code


def _target(package: str) -> Path:
    from event_timeline.exports.dataset import file_name
    from event_timeline.package import open_package

    return Path(file_name(open_package(package).descriptor) + ".html")


def _open(page: Path) -> None:
    import webbrowser

    if not webbrowser.open(page.resolve().as_uri()):
        click.echo(f"no browser could be started: open {page} yourself", err=True)
