"""Fill in the tables of docs/install.md: what an installation brings, in packages and megabytes.

python scripts/measure_install.py            measure what is installed beside this interpreter (`make` has all but Spark)
python scripts/measure_install.py FOLDER     and, for the extra `spark`, in this site-packages folder (`make spark` has it)

The packages are those that `pyproject.toml` and the packages themselves require here. A size is the sum of the files that a
package lists, without compiled byte code. `tests/test_install.py` compares the page with the requirements and the lock.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Collection, Iterable, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "install.md"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MEGABYTE = 1_000_000
PURPOSE = {
    "click": "the command line",
    "frictionless": "`validate --with-frictionless`, its plugin, `Package.to_frictionless()`, cells of unusual formats",
    "jsonschema": "the errors of a descriptor or schema",
    "packaging": "SPDX licence expressions",
    "pandera": "`pandera_schema`",
    "polars": "reads, joins and checks the tables",
    "pyyaml": "reads `CITATION.cff`",
    "tzdata": "the coordinates of towns, by which places in the wrong country are found",
}
"""Direct requirement -> what it is for."""
EXTRAS = {
    "agree": "`timeline agree`: agreement of coders",
    "cas": "`timeline import cas`: INCEpTION and UIMA",
    "edit": "`timeline edit`: the workbench",
    "exports": "xlsx, duckdb",
    "graph": "graphml, gexf",
    "ics": "ics",
    "picture": "png",
    "rdf": "turtle, jsonld, dcat",
    "spark": "validation on Apache Spark; Java 17 or later besides",
}
"""Extra -> what needs it."""

Needs = dict[str, set[str]]


class MissingError(Exception):
    """A package that is required is not installed here."""


class Installed:
    """What is installed in the folders that Python searches, and in others."""

    def __init__(self, folders: Iterable[str] = ()) -> None:
        """folders: site-packages folders to look in besides."""
        known = [*distributions(), *distributions(path=list(folders))]
        self.packages: Mapping[str, Distribution] = {canonicalize_name(d.metadata["Name"]): d for d in reversed(known)}

    def package(self, name: str) -> Distribution:
        """A package by its canonical name; raises MissingError."""
        if name not in self.packages:
            raise MissingError(name)
        return self.packages[name]

    def needs(self, requirements: Iterable[str]) -> Needs:
        """Every package that requirements bring, with the packages that require it (empty where only asked for here)."""
        found: Needs = {}
        done: set[tuple[str, str]] = set()
        left = [(text, "", "") for text in requirements]
        while left:
            text, for_extra, by = left.pop()
            asked = Requirement(text)
            if asked.marker is not None and not asked.marker.evaluate({"extra": for_extra}):
                continue
            name = canonicalize_name(asked.name)
            found.setdefault(name, set()).update({by} - {""})
            for extra in {"", *asked.extras} - {extra for known, extra in done if known == name}:
                done.add((name, extra))
                left += [(one, extra, name) for one in self.package(name).requires or []]
        return found

    def size(self, name: str) -> float:
        """Megabytes of the files of a package."""
        package = self.package(name)
        paths = [Path(str(package.locate_file(f))) for f in package.files or [] if f.suffix != ".pyc"]
        return sum(path.stat().st_size for path in paths if path.is_file()) / MEGABYTE


def plain(here: Installed) -> list[list[str]]:
    """Package, megabytes and reason: a row for each package of a plain installation, the largest first."""
    needs = here.needs(PROJECT["dependencies"])
    direct = {canonicalize_name(Requirement(text).name) for text in PROJECT["dependencies"]}
    rows = []
    for name in sorted(needs, key=lambda name: (-here.size(name), name)):
        by = f"needed by {', '.join(sorted(needs[name]))}"
        reason = PURPOSE[name] + (f"; {by}" if needs[name] else "") if name in direct else by
        rows.append([name, f"{here.size(name):.2f}", reason])
    return rows


def extras(here: Installed) -> list[list[str]]:
    """Extra, what needs it, megabytes and packages that it adds to a plain installation; without those not installed."""
    base = set(here.needs(PROJECT["dependencies"]))
    rows = []
    for extra, purpose in EXTRAS.items():
        try:
            names = set(here.needs(PROJECT["optional-dependencies"][extra])) - base
        except MissingError:
            continue
        size = sum(here.size(name) for name in names)
        rows.append([f"`{extra}`", purpose, f"{size:.1f}", f"{len(names)}: {', '.join(sorted(names))}"])
    return rows


def table(header: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    return "".join(f"| {' | '.join(row)} |\n" for row in [header, ["---"] * len(header), *rows])


def filled(page: str, here: Installed) -> str:
    """The page with the tables as they are measured here."""
    base = plain(here)
    rest = here.needs(text for text in PROJECT["dependencies"] if not text.startswith("frictionless"))
    total = f"{_total(here, [name for name, *_ in base])}; without frictionless they would be {_total(here, rest)}"
    parts = {
        "plain": f"{total}.\n\n" + table(["package", "MB", "why it is there"], base),
        "extras": table(["extra", "for", "MB more", "packages more"], extras(here)),
    }
    for name, text in parts.items():
        begin, end = f"<!-- {name}:begin -->\n", f"<!-- {name}:end -->"
        before, after = page.partition(begin)[0], page.partition(end)[2]
        page = f"{before}{begin}\n{text}\n{end}{after}"
    return page


def _total(here: Installed, names: Collection[str]) -> str:
    return f"{len(names)} packages, {sum(map(here.size, names)):.0f} MB"


def main(folders: list[str]) -> None:
    """Write the page."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(filled(page, Installed(folders)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
