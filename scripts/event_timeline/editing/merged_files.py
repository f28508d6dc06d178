"""The files of a merged package: descriptor, tables, schemas, texts that are part of its parts, and what was done."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

from event_timeline import profile
from event_timeline.editing import csv_tables, document_templates
from event_timeline.editing.draft import Draft
from event_timeline.editing.line_breaks import refuse_line_breaks
from event_timeline.editing.merge_packages import Corpus, MergeNote, merge, text_path
from event_timeline.editing.new_package import (
    DATA_PACKAGE,
    EVENT_TABLE_RIGHTS,
    RIGHTS,
    slug,
    stamp_resource,
    write_package,
)
from event_timeline.io.clock import today
from event_timeline.io.progress import Progress, part_of
from event_timeline.io.utf8 import encode
from event_timeline.model import Problem, UserError
from event_timeline.profile.edtf import days

NAMESPACE = uuid.UUID("6f2b6f0e-5b7c-5d1a-9f43-0d3b8a7f6c21")
"""Of the identifiers of merged packages, which are made from those of their parts (RFC 9562, version 5)."""
HEADINGS = {
    "conflict": "Conflicts",
    "renamed": "Renamed",
    "merged": "Merged",
    "defined": "Terms that were defined",
    "partial": "What is coded in part",
    "narrowed": "Exceptions that were narrowed",
    "sourced": "Sources that were added to figures",
    "lifted": "Packages that were lifted to a newer profile",
    "copied": "Texts that were copied",
    "left": "Files that were not copied",
}


def write_corpus(
    folder: Path,
    drafts: list[Draft],
    *,
    title: str | None = None,
    name: str | None = None,
    date: str = "",
    progress: Progress | None = None,
) -> tuple[list[MergeNote], list[Problem]]:
    """Merge packages into a new folder; return the notes of the merge and the warnings of a validation.

    date: ISO day, today by default; progress: of joining and of validating. Raises UserError, and writes nothing, for fewer than two packages, where they cannot
    be joined, or where the folder is in use.
    """
    if len(drafts) < 2:
        raise UserError("one package is not a corpus", "name two or more")
    refuse_line_breaks("title", [title or ""])
    corpus = merge(drafts, part_of(progress, 0, 0.5))
    corpus.notes += _partial(drafts)
    short = name or slug(folder.resolve().name) or "corpus"
    full = title or f"Corpus of {len(drafts)} event timelines"
    files = corpus_files(corpus, drafts, name=short, title=full, date=today(date))
    return corpus.notes, write_package(folder, files, part_of(progress, 0.5, 1))


def corpus_files(corpus: Corpus, drafts: list[Draft], *, name: str, title: str, date: str) -> dict[str, bytes]:
    """Every file, path -> content. date: ISO day on which it is made."""
    from event_timeline.citations import cff
    from event_timeline.citations.work import work

    contents = {f"data/{n}.csv": csv_tables.render(t) for n, t in corpus.tables.items()}
    descriptor = _descriptor(corpus, drafts, name, title, date)
    for resource in descriptor["resources"]:
        stamp_resource(resource, contents[resource["path"]])
    for table, found in corpus.tables.items():
        contents[f"schemas/{table}.json"] = _json(found.schema)
    contents["schemas/profile.json"] = (profile.folder() / "profile.json").read_bytes()
    contents |= {text_path(s): encode(content) for s, content in corpus.texts.items()}
    cited = work(descriptor)
    held = document_templates.texts_held(sorted(corpus.texts), bool(_outside(corpus)))
    licenses = [str(x.get("name", "")) for x in descriptor["licenses"]]
    holders = "; ".join(n.literal for n in cited.creators)
    if "evidence" in corpus.tables:
        proof = "--source-dir texts" if corpus.texts else "--source ID=FILE"
        rights = document_templates.rights(" or ".join(licenses), _rights(corpus))
    else:
        held, proof = document_templates.MERGED_EVENT_TABLES, ""
        rights = document_templates.event_table_rights(" or ".join(licenses))
    written = {
        "CITATION.cff": cff.render(cited) + "\n",
        "README.md": document_templates.readme(descriptor, held, proof),
        "LICENSE": document_templates.license_text(licenses, holders, date[:4]),
        "RIGHTS.md": rights,
        "CHANGELOG.md": document_templates.changelog("0.1.0", date),
        "MERGED.md": merged_md(drafts, corpus.notes),
        ".gitignore": document_templates.gitignore(not _outside(corpus), sorted(map(text_path, corpus.texts))),
    }
    return contents | {"datapackage.json": _json(descriptor)} | {p: encode(c) for p, c in written.items()}


def merged_md(drafts: list[Draft], notes: list[MergeNote]) -> str:
    """MERGED.md: the parts, and what was merged, renamed or contradictory."""
    parts = "".join(
        f"- {d.descriptor.get('title', '')} ({d.descriptor.get('name', '')} {d.descriptor.get('version', '')}, {d.descriptor.get('id', 'no id')})\n"
        for d in drafts
    )
    lists = ""
    for kind, heading in HEADINGS.items():
        own = "".join(f"- `{n.table}` `{n.key}` {n.words}\n" for n in notes if n.kind == kind)
        lists += f"\n## {heading}\n\n{own or 'None.' + chr(10)}"
    return f"# How this corpus was made\n\nBy `timeline merge`, from:\n\n{parts}{lists}"


def _outside(corpus: Corpus) -> list[str]:
    """The coded sources whose texts are not part of the corpus."""
    return [r["source_id"] for r in corpus.tables["sources"].rows if r["sha256"] and r["source_id"] not in corpus.texts]


def _rights(corpus: Corpus) -> str:
    terms = {r["source_id"]: r["license"] for r in corpus.tables["sources"].rows}
    inside = {text_path(s): terms[s] for s in sorted(corpus.texts)}
    return document_templates.texts_rights(inside, bool(_outside(corpus)))


def _first_day(coverage: object) -> tuple[int, str]:
    allowed = days(str(coverage))
    return (allowed.earliest if allowed and allowed.earliest is not None else 0, str(coverage))


def _last_day(coverage: object) -> tuple[int, str]:
    allowed = days(str(coverage))
    return (allowed.latest if allowed and allowed.latest is not None else 0, str(coverage))


def _descriptor(corpus: Corpus, drafts: list[Draft], name: str, title: str, date: str) -> dict[str, Any]:
    parts = [d.descriptor for d in drafts]
    identifiers = " ".join(str(p.get("id") or p.get("name")) for p in parts)
    titles = "; ".join(str(p.get("title", "")) for p in parts)
    description = f"A corpus of {len(parts)} event timelines, joined table by table: {titles}."
    starts = [t["start"] for p in parts if isinstance(t := p.get("temporal"), dict) and t.get("start")]
    ends = [t["end"] for p in parts if isinstance(t := p.get("temporal"), dict) and t.get("end")]
    made: dict[str, Any] = {
        "$schema": DATA_PACKAGE,
        "conformsTo": profile.URN + profile.VERSION,
        "id": f"urn:uuid:{uuid.uuid5(NAMESPACE, identifiers)}",
        "name": name,
        "title": title,
        "description": description
        if len(description) <= 5000
        else f"A corpus of {len(parts)} event timelines; MERGED.md lists them.",
        "version": "0.1.0",
        "created": f"{date}T00:00:00Z",
        "keywords": _union(parts, "keywords"),
        "licenses": _union(parts, "licenses"),
        "rights": RIGHTS if "evidence" in corpus.tables else EVENT_TABLE_RIGHTS,
        "contributors": _union(parts, "contributors"),
        "sources": _sources(parts, corpus.taken),
        "temporal": (
            {"start": min(starts, key=_first_day)}
            | ({"end": max(ends, key=_last_day)} if len(ends) == len(starts) else {})
        )
        if starts
        else None,
        "coding": _coding(parts),
        "resources": [_resource(corpus, n) for n in corpus.tables],
    }
    return {k: v for k, v in made.items() if v}


def _sources(parts: list[dict[str, Any]], taken: list[dict[str, str]]) -> list[Any]:
    """The parts' sources, each once; a text that is part of one lies in `texts/` now, another file is not here."""
    found: list[Any] = []
    for part, texts in zip(parts, taken, strict=True):
        for source in part.get("sources") or ():
            path = str(source.get("path") or "") if isinstance(source, dict) else ""
            if path in texts:
                source = source | {"path": text_path(texts[path])}
            elif path and "://" not in path:
                source = {k: v for k, v in source.items() if k != "path"}
            if source not in found:
                found.append(source)
    return found


def _partial(drafts: list[Draft]) -> list[MergeNote]:
    """Notes on the aspects that are coded in some of the packages alone, so that the corpus has them in part."""
    extents = {d.package.label: profile.coding(d.descriptor) for d in drafts}
    notes = []
    for aspect in _coding([d.descriptor for d in drafts]):
        said = {label: extent[aspect] for label, extent in extents.items()}
        if len(set(said.values())) > 1:
            words = f"is partial in the corpus: {', '.join(f'{extent} in {label}' for label, extent in said.items())}"
            notes.append(MergeNote("partial", "coding", aspect, words))
    return notes


def _coding(parts: list[dict[str, Any]]) -> dict[str, str]:
    """What the corpus has coded: an aspect in which the parts differ is partial, and one that all have whole is not named."""
    extents = [profile.coding(p) for p in parts]
    joined = {a: extents[0][a] if len({e[a] for e in extents}) == 1 else "partial" for a in profile.ASPECTS}
    return {a: extent for a, extent in joined.items() if extent != "complete"}


def _union(parts: list[dict[str, Any]], key: str) -> list[Any]:
    found: list[Any] = []
    for part in parts:
        found += [x for x in part.get(key) or () if x not in found]
    return found


def _resource(corpus: Corpus, name: str) -> dict[str, Any]:
    declared = {k: v for k, v in corpus.resources[name].items() if k not in ("bytes", "hash")}
    if name in profile.TABLES:  # a part describes its tables in words about its own article
        schema = profile.table_schema(name)
        declared |= {"title": schema["title"], "description": schema["description"]}
    return (
        declared
        | {"path": f"data/{name}.csv", "schema": f"schemas/{name}.json"}
        | ({"licenses": corpus.licenses[name]} if corpus.licenses[name] else {})
    )


def _json(value: dict[str, Any]) -> bytes:
    return encode(json.dumps(value, indent=2, ensure_ascii=False) + "\n")
