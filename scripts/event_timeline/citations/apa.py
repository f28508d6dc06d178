"""APA, 7th edition: section 10.9, data sets."""

from __future__ import annotations

from event_timeline.citations.work import Name, Work


def render(work: Work) -> str:
    """One line; a publisher that is the author as well is left out, as APA asks."""
    creators = [_name(n) for n in work.creators]
    authors = creators[0] if len(creators) == 1 else ", ".join(creators[:-1]) + ", & " + creators[-1]
    version = f" (Version {work.version})" if work.version else ""
    publisher = "" if [work.publisher] == [n.literal for n in work.creators] else f" {work.publisher}."
    stop = "" if authors.endswith(".") else "."
    return f"{authors}{stop} ({work.year}). {work.title}{version} [Data set].{publisher} {work.address}".rstrip()


def _name(name: Name) -> str:
    if not name.is_person:
        return name.literal
    initials = " ".join(f"{part[0]}." for part in name.given.split())
    return f"{name.family}, {initials}" if initials else name.family
