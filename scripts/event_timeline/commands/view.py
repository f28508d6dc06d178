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
""",
)
@click.argument("package", type=click.Path(), default=".")
@click.option("-o", "--output", metavar="FILE", help="File to write. [default: NAME.html, here]")
@click.option("--no-open", is_flag=True, help="Do not open the page.")
@click.option("--force", is_flag=True, help="Replace a file that this command did not make.")
@click.option("--no-validate", is_flag=True, help="Do not check the package first.")
@click.pass_context
def command(
    context: click.Context, package: str, output: str | None, no_open: bool, force: bool, no_validate: bool
) -> int:
    """Write the package as a page and open it in the browser.

    PACKAGE is a folder, a datapackage.json or a zip; by default the current folder. The page is that of
    `timeline export html`: one file that needs no network.
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
        sources=(),
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
