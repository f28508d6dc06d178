"""BibTeX: `@misc`, which every style knows, with `howpublished` for those that know no data sets."""

from __future__ import annotations

import re

from event_timeline.citations.work import Name, Work

SPECIAL = str.maketrans(
    {
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\\": r"\textbackslash{}",
    }
)

IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
"""An address stays as it is, for \\url; only what would break the entry is percent-encoded."""


def render(work: Work) -> str:
    """One entry; the title is in double braces, so that its capitals stay."""
    key = re.sub(r"[^A-Za-z0-9-]+", "-", work.key).strip("-")
    version = work.version.translate(SPECIAL)
    fields = {
        "author": " and ".join(_name(n) for n in work.creators),
        "title": "{" + work.title.translate(SPECIAL) + "}",
        "year": work.year,
        "version": version,
        "howpublished": "Data set",
        "publisher": work.publisher.translate(SPECIAL),
        "doi": work.doi,
        "url": work.link.translate(IN_ADDRESS),
        "note": ", ".join(filter(None, (version and f"Version {version}", work.number.translate(SPECIAL)))),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def _name(name: Name) -> str:
    if name.is_person:
        return f"{name.family}, {name.given}".rstrip(", ").translate(SPECIAL)
    return "{" + name.literal.translate(SPECIAL) + "}"
