"""Chicago Manual of Style, 17th edition, author-date: section 14.257, scientific databases."""

from __future__ import annotations

from event_timeline.citations.work import Name, Work

MOST, SHOWN = 10, 7


def render(work: Work) -> str:
    """One line."""
    names = [_inverted(work.creators[0]), *(n.literal for n in work.creators[1:])]
    authors = _authors(names)
    version = f" Version {work.version}." if work.version else ""
    publisher = "" if [work.publisher] == [n.literal for n in work.creators] else f" {work.publisher}."
    stop = "" if authors.endswith(".") else "."
    address = f" {work.address}." if work.address else ""
    return f"{authors}{stop} {work.year}. “{work.title}.”{version} Dataset.{publisher}{address}"


def _authors(names: list[str]) -> str:
    """All names up to ten; of more, the first seven (section 14.76)."""
    if len(names) > MOST:
        return ", ".join(names[:SHOWN]) + ", et al."
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + ", and " + names[-1]


def _inverted(name: Name) -> str:
    return f"{name.family}, {name.given}".rstrip(", ") if name.is_person else name.literal
