"""Annotated documents as packages: one, or one for each annotator where several annotated the same text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from event_timeline.editing.new_package import slug
from event_timeline.importing import Request
from event_timeline.importing.annotated_records import Coding
from event_timeline.importing.annotation_types import TypeSorts, read_mapping
from event_timeline.importing.annotations import Document
from event_timeline.importing.package_draft import PackageDraft
from event_timeline.io.counting import counted, listed
from event_timeline.model import UserError


def write(documents: Sequence[Document], sorts: TypeSorts, request: Request, folder: Path) -> list[str]:
    """Write the package of some documents, or one below `folder` for each annotator; returns what the user should know.

    Raises UserError where the user names an annotator who annotated nothing.
    """
    mapping = read_mapping(request.mapping)
    sorts = TypeSorts(mapping.get("given", {}), sorts.events, sorts.parents, mapping.get("identity", frozenset()))
    people: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        people[document.annotator].append(document)
    chosen = request.options.get("annotator", "")
    if chosen:
        if chosen not in people:
            known = listed(sorted(filter(None, people))) or "none is named in the files"
            raise UserError(f"no annotator {chosen!r}", f"there are: {known}")
        return _write_one(people[chosen], sorts, request, folder, [])
    coders = Counter((d.name, d.text) for d in documents)
    if all(n == 1 for n in coders.values()):
        return _write_one(documents, sorts, request, folder, [])
    several = counted(sum(n > 1 for n in coders.values()), "text")
    notes = [f"{several} annotated by several: a package for each annotator, to compare with `timeline agree A B`"]
    for annotator, own in sorted(people.items()):
        below = folder / (slug(annotator) or "unnamed")
        below.mkdir()
        notes += _write_one(own, sorts, request, below, [f"{annotator}: "])
    return notes


def _write_one(
    documents: Sequence[Document], sorts: TypeSorts, request: Request, folder: Path, before: list[str]
) -> list[str]:
    draft = PackageDraft(request)
    for document in documents:
        Coding(draft, document, sorts).add()
    draft.number_events()
    names = counted(len(documents), "text")
    draft.write(folder, f"Annotations of {names}, imported from {request.file.resolve().name} as an event timeline.")
    return [f"{''.join(before)}{note}" for note in draft.notes()]
