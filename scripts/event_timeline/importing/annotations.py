"""Annotated documents, whatever the format they come from: spans, frames (n-ary events), relations and groups."""

from __future__ import annotations

from dataclasses import dataclass, field

Piece = tuple[int, int]
"""A half-open interval of code points."""


ID = ("annotation_id", "Identifiers of the annotations in the imported file that the row was made from.")
"""Own column of the rows that are made: name and description."""


@dataclass
class Annotation:
    """What all sorts have. values: attributes; notes: annotators' words; links: (register, identifier, name) of entries elsewhere."""

    id: str
    type: str
    values: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    links: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Span(Annotation):
    """Words with a type; several pieces where they are discontinuous."""

    pieces: list[Piece] = field(default_factory=list)


@dataclass
class Frame(Annotation):
    """A trigger span and what fills the roles of its type: (role, id of a span or frame)."""

    trigger: str = ""
    roles: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Relation(Annotation):
    """A relation between two spans or frames."""

    source: str = ""
    target: str = ""


@dataclass
class Group(Annotation):
    """Spans or frames that are equivalent."""

    members: list[str] = field(default_factory=list)


@dataclass
class Document:
    """A text and what one annotator marked in it. name: of its file, without the ending; cells: of its row in `sources`."""

    name: str
    text: str
    annotator: str = ""
    spans: dict[str, Span] = field(default_factory=dict)
    frames: dict[str, Frame] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)

    def annotations(self) -> dict[str, Annotation]:
        """Everything by its id; of a relation or group without one nothing refers to it."""
        named: list[Annotation] = [*self.spans.values(), *self.frames.values(), *self.relations, *self.groups]
        return {a.id: a for a in named}
