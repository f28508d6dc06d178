"""What frictionless reports of a package, as problems: in this process, without network, after our own rules."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Collection, Iterator
from typing import Any

from event_timeline.engine.external import FRICTIONLESS, described
from event_timeline.model import Problem, Report, Skipped
from event_timeline.package.opening import Package, UnsafePathError

MAX_ERRORS = 10_000
"""Errors of one table after which frictionless stops reading it."""
HEADER_ROWS = 1
"""frictionless numbers the rows of a table from 1 and counts the header; `Problem.row` does not count it."""
UNSAFE = "the descriptor has errors, which are to be fixed first"


def fault(package: Package) -> Problem | None:
    """What keeps frictionless from being run: an error in the descriptor or a schema, or a file that is outside the folder.

    Paths may lead anywhere then, and frictionless follows them.
    """
    from event_timeline.engine.validation import check
    from event_timeline.model import NO_LIMIT
    from event_timeline.rules import RULES
    from event_timeline.rules.rule import Context
    from event_timeline.tables.loading import Tables

    rules = [r for r in RULES if r.layer == "descriptor"]
    for problem in check(Context(Tables(package)), rules, NO_LIMIT).problems:
        if problem.severity == "error" and not described(problem.code).secondary:
            return problem
    for resource in package.resources.values():
        for path in filter(None, (*resource.paths, resource.schema_path)):
            try:
                package.file(path)
            except UnsafePathError as error:
                return Problem(path=path, message=f"the path {error}", hint="put the file itself into the package")
            except OSError:  # as for a missing file, which frictionless reports
                continue
    return None


def opened(package: Package) -> Any:
    """Open a package without a `fault` as a `frictionless.Package`: by its descriptor, since a path is taken for a pattern.

    Without addresses of profiles, which frictionless would fetch.
    """
    import frictionless

    descriptor = copy.deepcopy(package.descriptor)
    for part in (descriptor, *descriptor["resources"]):
        for key in PROFILES:
            if not str(part.get(key, "")).startswith(STANDARD):
                part.pop(key, None)
    return frictionless.Package.from_descriptor(descriptor, basepath=str(package.root))


PROFILES = ("$schema", "profile")
STANDARD = ("https://datapackage.org/profiles/", "data-", "tabular-data-")
"""How profiles begin that frictionless has itself."""


class ProblemPlaces:
    """The places of errors: a cell, a row, the header or file of a table, or the descriptor."""

    def __init__(self, problems: Collection[Problem]) -> None:
        errors = [p for p in problems if p.severity == "error"]
        self.cells = {(p.resource, p.row, p.column) for p in errors}
        self.rows = {(p.resource, p.row) for p in errors}

    def __contains__(self, problem: Problem) -> bool:
        """Whether an error is at the same cell; at the same row where one of the two is about the whole row."""
        at = (problem.resource, problem.row)
        if problem.row is None or problem.column is None:
            return at in self.rows
        return (*at, problem.column) in self.cells or (*at, None) in self.cells


def add(package: Package, report: Report, resource: str | None = None) -> None:
    """Put the errors of frictionless into a report that lists all problems, where no error of ours is at their place.

    resource: the only table to read.
    """
    from importlib.metadata import version

    ours = ProblemPlaces(report.problems)
    errors = list(_problems(package, resource))
    # a table that cannot be read is reported again at each table with a foreign key to it
    known = {p.message for p in errors if p in ours and p.row is None}
    problems = [p for p in errors if p not in ours and (p.row is not None or p.message not in known)]
    report.problems += problems
    report.ran.append(FRICTIONLESS.code)
    report.checked.append(f"frictionless {version('frictionless')}, which read the package again")
    if problems:
        report.counts[FRICTIONLESS.code] = len(problems)
        report.severities[FRICTIONLESS.code] = FRICTIONLESS.severity


def skip(report: Report) -> None:
    """Say in a report that frictionless was not run."""
    report.skipped.append(Skipped(FRICTIONLESS.code, UNSAFE))


def _problems(package: Package, resource: str | None) -> Iterator[Problem]:
    import frictionless

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with frictionless.system.use_context(trusted=False, http_session=_no_network()):
            try:
                own = opened(package)
                report = own.validate(name=resource, limit_errors=MAX_ERRORS)
            except frictionless.FrictionlessException as exception:
                errors = [(None, error) for error in exception.reasons or [exception.error]]
            except Exception as exception:  # the context is not restored otherwise, and any package may raise anything
                errors = [(None, frictionless.Error(note=f"{type(exception).__name__}: {exception}"))]
            else:
                tasks = [(task.name, error) for task in report.tasks for error in task.errors]
                errors = [*((None, error) for error in report.errors), *tasks]
    for name, error in errors:
        yield _problem(package, name, error)


def _problem(package: Package, resource: str | None, error: Any) -> Problem:
    number = getattr(error, "row_number", None)
    named = package.resources.get(resource or "")
    return Problem(
        FRICTIONLESS.code, FRICTIONLESS.severity, f"frictionless {error.type}: {error.note or error.message}",
        FRICTIONLESS.repair, resource, path=(named.path if named else package.descriptor_name) or None,
        row=None if number is None else number - HEADER_ROWS, column=getattr(error, "field_name", None) or None,
        value=getattr(error, "cell", None), slug=FRICTIONLESS.slug,
    )  # fmt: skip


def _no_network() -> Any:
    """A session that refuses every request; frictionless makes all of its requests through the session of its system."""
    import requests

    class Refused(requests.Session):
        def request(self, *_args: Any, **_options: Any) -> Any:
            raise requests.ConnectionError("the network is not used")

    return Refused()
