"""CSL-JSON 1.0.2, what citation processors read."""

from __future__ import annotations

from typing import Any

from event_timeline.citations.work import Name, Work
from event_timeline.io.terminal import json_text


def render(work: Work) -> str:
    """A list of one item."""
    return json_text([item(work)])


def item(work: Work) -> dict[str, Any]:
    """The CSL item of type `dataset`."""
    fields = {
        "id": work.key,
        "type": "dataset",
        "title": work.title,
        "author": [_name(n) for n in work.creators],
        "issued": {"date-parts": [[int(p) for p in work.date.split("-")]]},
        "publisher": work.publisher,
        "version": work.version,
        "abstract": work.description,
        "keyword": ", ".join(work.keywords),
        "DOI": work.doi,
        "URL": work.link,
        "number": work.number,
    }
    return {k: v for k, v in fields.items() if v}


def _name(name: Name) -> dict[str, str]:
    return {"family": name.family, "given": name.given} if name.is_person else {"literal": name.literal}
