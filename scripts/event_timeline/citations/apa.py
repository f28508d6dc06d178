"""APA, 7th edition: section 10.9, data sets."""

from __future__ import annotations

from event_timeline.citations.work import Name, Work

MOST = 20


def render(work: Work) -> str:
    """One line; a publisher that is the author as well is left out, as APA asks."""
    authors = _authors([_name(n) for n in work.creators])
    version = f" (Version {work.version})" if work.version else ""
    publisher = (
        "" if [work.publisher] == [n.literal for n in work.creators] else f" {work.publisher.removesuffix('.')}."
    )
    stop = "" if authors.endswith(".") else "."
    return f"{authors}{stop} ({work.year}). {work.title}{version} [Data set].{publisher} {work.address}".rstrip()


def _authors(names: list[str]) -> str:
    """All names up to twenty; of more, the first nineteen and the last (section 9.8)."""
    if len(names) > MOST:
        return ", ".join(names[: MOST - 1]) + ", . . . " + names[-1]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + ", & " + names[-1]


def _name(name: Name) -> str:
    if not name.is_person:
        return name.literal
    given = ["-".join(f"{piece[0]}." for piece in part.split("-") if piece) for part in name.given.split()]
    initials = " ".join(given)
    return f"{name.family}, {initials}" if initials else name.family
