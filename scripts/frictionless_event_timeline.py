"""Plugin of frictionless: `frictionless validate datapackage.json --checks event-timeline` runs the rules of this library.

frictionless finds it by the beginning of its name, and imports it whenever it is used: importing it is therefore cheap.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import attrs
from frictionless import Check, Error, Plugin, errors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frictionless import Package, Resource

    import event_timeline as et

CHECK = "event-timeline"
HEADER_ROWS = 1
"""frictionless numbers the rows of a table from 1 and counts the header; `Problem.row` does not count it."""


@attrs.define(kw_only=True, repr=False)
class EventTimelineError(errors.TableError):
    """A problem that a rule of event-timeline reports, in the form of frictionless."""

    type: ClassVar[str] = "event-timeline-error"
    title: ClassVar[str] = "Event Timeline Error"
    description: ClassVar[str] = (
        "The package breaks a rule of the event timeline profile; `timeline explain CODE` has more."
    )
    template: ClassVar[str] = "{note}"

    code: str = ""
    """Code of the rule; empty where the package could not be validated."""
    slug: str = ""
    """Name of the rule."""
    severity: str = "error"
    """error or warning."""
    hint: str = ""
    """What to do."""
    place: str = ""
    """File, line and column as `timeline validate` prints them."""
    row_number: int | None = None
    """Number of the row, as in the other errors of frictionless: the header is row 1."""
    field_name: str | None = None
    """Name of the field, or a JSON path in a descriptor."""
    field_number: int | None = None
    """Number of the field in the schema, from 1."""
    cell: str | None = None
    """The cell as text."""

    metadata_profile_patch: ClassVar[dict[str, Any]] = {
        "properties": {
            "code": {"type": "string"},
            "slug": {"type": "string"},
            "severity": {"type": "string"},
            "hint": {"type": "string"},
            "place": {"type": "string"},
            "rowNumber": {"type": "integer"},
            "fieldName": {"type": "string"},
            "fieldNumber": {"type": "integer"},
            "cell": {"type": "string"},
        },
    }

    @classmethod
    def of(cls, problem: et.Problem, resource: Resource) -> EventTimelineError:
        """The error of a problem, reported at a resource."""
        names = resource.schema.field_names if problem.resource == resource.name else []
        number = names.index(problem.column) + 1 if problem.column in names else None
        place = ":".join(str(part) for part in (problem.path, problem.line, problem.column) if part is not None)
        return cls(
            note=": ".join(part for part in (place, f"{problem.code} {problem.message}") if part),
            code=problem.code, slug=problem.slug, severity=problem.severity, hint=problem.hint, place=place,
            row_number=None if problem.row is None else problem.row + HEADER_ROWS, field_name=problem.column,
            field_number=number, cell=problem.value,
        )  # fmt: skip


@attrs.define(kw_only=True, repr=False)
class EventTimelineCheck(Check):
    """Validate the package of a resource with event-timeline, and report the problems of the resource.

    The package is validated once, at its first resource, which also gets the problems of the descriptor.
    """

    type: ClassVar[str] = CHECK
    Errors: ClassVar = [EventTimelineError]

    sources: list[str] = attrs.field(factory=list)
    """Files of the texts that evidence points into, `[ID=]FILE` each."""
    strict: bool = False
    """Whether warnings are reported as errors."""

    _package: Any = attrs.field(default=None, init=False)
    """The package that `_found` is about."""
    _found: dict[str | None, list[Any]] = attrs.field(factory=dict, init=False)
    """Resource -> its problems, None for those of the descriptor; a resource that was reported is taken out."""

    metadata_profile_patch: ClassVar[dict[str, Any]] = {
        "properties": {
            "sources": {"type": "array", "items": {"type": "string"}},
            "strict": {"type": "boolean"},
        },
    }

    def validate_start(self) -> Iterable[Error]:
        """Yield the problems of the resource that the check is connected to."""
        package = self.resource.package
        begins = self._package is not package or self.resource.name not in self._found
        if begins or (package and self.resource is package.resources[0]):
            self._package = package
            self._found = {resource.name: [] for resource in (package.resources if package else [self.resource])}
            yield from self._validate(package)
        for name in (None, self.resource.name):
            yield from (EventTimelineError.of(problem, self.resource) for problem in self._found.pop(name, []))

    def _validate(self, package: Package | None) -> Iterable[Error]:
        """Fill `_found`; yield one error instead where the package cannot be validated."""
        import event_timeline as et

        if self.custom:  # a misspelled option must not be left out silently
            named = ", ".join(sorted(self.custom))
            hint = "the options are sources and strict"
            yield EventTimelineError(note=f"not validated: unknown option {named}; {hint}", hint=hint)
            return
        try:
            report = et.validate(descriptor_of(package), self.sources, limit=0)
        except et.Error as error:
            words = f"{error.message}; {error.hint}" if error.hint else error.message
            yield EventTimelineError(note=f"not validated: {words}", hint=error.hint)
            return
        for problem in report.problems:
            if problem.severity == "error" or self.strict:
                self._found.setdefault(problem.resource if problem.resource in self._found else None, []).append(
                    problem
                )


def descriptor_of(package: Package | None) -> Path:
    """The file of a package's descriptor. Raises event_timeline.Error where it has none on this machine."""
    import event_timeline as et

    if package is None:
        raise et.Error("this table is in no package", "validate the datapackage.json that lists it")
    named = package.metadata_descriptor_path
    candidates = [Path(named), Path(package.basepath or ".", named)] if named else []
    found = next((path for path in candidates if path.is_file()), None)
    if found is None:
        raise et.Error(
            "the package has no descriptor file on this machine",
            "write it with `package.to_json`, and validate the file",
        )
    return found


class Event_timelinePlugin(Plugin):  # noqa: N801 (the name that frictionless makes of the module's)
    """What frictionless asks for the check and the error by their types."""

    def select_check_class(self, type: str | None = None) -> type[Check] | None:  # noqa: A002
        """The check `event-timeline`, None for any other."""
        return EventTimelineCheck if type == CHECK else None

    def select_error_class(self, type: str | None = None) -> type[Error] | None:  # noqa: A002
        """The error `event-timeline-error`, None for any other."""
        return EventTimelineError if type == EventTimelineError.type else None
