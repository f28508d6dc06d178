"""Chicago Manual of Style, 17th edition, author-date: section 14.257, scientific databases."""

from __future__ import annotations

from event_timeline.citations.work import Name, Work

MOST, SHOWN = 10, 7


def render(work: Work) -> str:
    """One line."""
    names = [_inverted(work.creators[0]), *(n.literal for n in work.creators[1:])]
    authors = _authors(names)
    version = f" Version {work.version}." if work.version else ""
    publisher = "" if [work.publisher] == [n.literal for n in work.creators] else f" {_stopped(work.publisher)}"
    address = f" {work.address}." if work.address else ""
    return f"{_stopped(authors)} {work.year}. “{_stopped(_nested(work.title))}”{version} Dataset.{publisher}{address}"


def _stopped(text: str) -> str:
    """With a period, unless a period, question mark or exclamation point ends it (sections 6.123 and 6.124)."""
    return text if text.rstrip("”’\"'")[-1:] in (".", "?", "!", "…") else f"{text}."


def _nested(title: str) -> str:
    """Its double quotation marks as single ones, since those of a title are inside others (section 14.94)."""
    return title.replace("“", "‘").replace("”", "’")


def _authors(names: list[str]) -> str:
    """All names up to ten; of more, the first seven (section 14.76)."""
    if len(names) > MOST:
        return ", ".join(names[:SHOWN]) + ", et al."
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + ", and " + names[-1]


def _inverted(name: Name) -> str:
    return f"{name.family}, {name.given}".rstrip(", ") if name.is_person else name.literal
