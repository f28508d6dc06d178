"""RIS, the tagged format of reference managers, type DATA."""

from __future__ import annotations

from event_timeline.citations.work import Work


def render(work: Work) -> str:
    """One record; each value on one line, as the format has no way to continue it."""
    fields = [
        ("TY", "DATA"),
        *(("AU", f"{n.family}, {n.given}".rstrip(", ") if n.is_person else n.literal) for n in work.creators),
        ("TI", work.title),
        ("PY", work.year),
        ("DA", work.date.replace("-", "/")),
        ("PB", work.publisher),
        ("ET", work.version),
        ("AB", work.description),
        *(("KW", k) for k in work.keywords),
        ("DO", work.doi),
        ("UR", work.link),
        ("AN", work.number),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
    return "\n".join([*lines, "ER  - "])
