"""Packages of several texts joined into one: nothing lost, what clashes renamed, what contradicts reported."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from event_timeline import profile
from event_timeline.editing.corpus_rows import CorpusRows
from event_timeline.editing.csv_tables import CsvTable, Row
from event_timeline.editing.draft import Draft
from event_timeline.editing.evidence_rows import RECORDS, renumber
from event_timeline.editing.lift_profile import lift, refuse_other_tables
from event_timeline.editing.new_package import slug
from event_timeline.editing.profile_terms import CAMEO, add_used_terms
from event_timeline.editing.references import exception_key, order_symmetric_relation
from event_timeline.editing.source_texts import packaged_texts
from event_timeline.io.counting import counted
from event_timeline.io.progress import Progress, part_of
from event_timeline.model import UserError
from event_timeline.profile.table_schemas import foreign_keys
from event_timeline.tables.record_keys import BY_EVENT, EVERY_RECORD, current
from event_timeline.tables.record_keys import TABLE as EXCEPTIONS
from event_timeline.texts.text import Text


@dataclass(frozen=True, slots=True)
class MergeNote:
    """What happened to a row, a value or a text. kind: merged, renamed, conflict, defined, partial (coded in some packages alone), narrowed (an exception), sourced (a figure), lifted, copied or left (not copied)."""

    kind: str
    table: str
    key: str
    words: str


@dataclass
class Corpus:
    """Packages joined so far."""

    tables: dict[str, CsvTable]
    rows: dict[str, CorpusRows] = field(default_factory=dict)
    """Table -> its rows, to be found by key."""
    last_position: int = 0
    """The largest position of an event."""
    licenses: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    resources: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: list[MergeNote] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    """source_id -> text, of those that are part of a package."""
    taken: list[dict[str, str]] = field(default_factory=list)
    """For each package, in their order: path of a text in it -> source_id here."""


def merge(drafts: list[Draft], progress: Progress | None = None) -> Corpus:
    """Join packages in their order; where two differ on a value the earlier one's is kept, and a note says so.

    The drafts hand over their rows, and are not to be used afterwards.

    Raises UserError where two code the same text, or a table or column cannot be joined.
    """
    for draft in drafts:
        absent = profile.may_be_absent(draft.descriptor)
        lacking = [t for t in profile.TABLES if t not in draft.package.resources and t not in absent]
        if lacking:
            hint = "run `timeline validate` and fix what it reports"
            raise UserError(f"{draft.package.label} has no table {lacking[0]!r}", hint)
    corpus = Corpus({})
    for number, (draft, prefix) in enumerate(zip(drafts, _prefixes(drafts), strict=True)):
        part_of(progress, 0, 1)(number / len(drafts), f"joining {Path(draft.package.label).name}")
        if profile.version_of(draft.descriptor) != profile.VERSION:
            lifted = lift(draft, profile.VERSION)
            words = f"followed version {lifted.before} of the profile; the corpus follows {lifted.version}"
            corpus.notes.append(MergeNote("lifted", "datapackage", draft.package.label, words))
        refuse_other_tables(draft)
        _join(corpus, draft, prefix)
        draft.release()
    _define_codes(corpus)
    renumber(sorted(corpus.tables["events"].rows, key=_position))
    statements: dict[str, list[Row]] = defaultdict(list)
    for row in corpus.tables["statements"].rows if "statements" in corpus.tables else ():
        statements[row["source_id"]].append(row)
    for own in statements.values():
        if len({r["position"] for r in own}) < len(own):
            renumber(sorted(own, key=_position))
    order = [
        *(t for t in profile.ALL_TABLES if t in corpus.tables),
        *(t for t in corpus.tables if t not in profile.ALL_TABLES),
    ]
    corpus.tables = {name: corpus.tables[name] for name in order}
    return corpus


def _define_codes(corpus: Corpus) -> None:
    """Where one package describes CAMEO's codes and another does not, give those of the other their rows."""
    book = corpus.tables["codebook"]
    if any(r["vocabulary"] == CAMEO for r in book.rows):
        for row in add_used_terms(book, corpus.tables["events"], ["cameo"]):
            words = f"is used and had no row: {row['label']}, as the profile has it"
            corpus.notes.append(MergeNote("defined", "codebook", f"{CAMEO} {row['term']}", words))


def _position(row: Row) -> int:
    return int(row["position"]) if row["position"].isdecimal() else 0


def _prefixes(drafts: list[Draft]) -> list[str]:
    """A prefix a package for what clashes: its coded source's identifier where that distinguishes them, else its name.

    Raises UserError where two code the same text.
    """
    seen: dict[str, str] = {}
    coded = []
    for draft in drafts:
        used = {r["source_id"] for r in draft.rows("evidence")}
        texts = [r for r in draft.table("sources").rows if r["source_id"] in used]
        for row in texts:
            if row["sha256"] in seen:
                raise UserError(
                    f"{seen[row['sha256']]} and {draft.package.label} code the same text ({row['source_id']})",
                    "two codings of one text are compared with `timeline agree A B`, not merged",
                )
            if row["sha256"]:
                seen[row["sha256"]] = draft.package.label
        coded.append(texts[0]["source_id"] if len(texts) == 1 else "")
        draft.release()
    names = [slug(str(d.descriptor.get("name", ""))) or "package" for d in drafts]
    packages_of = Counter(coded)
    prefixes = [c if c and packages_of[c] == 1 else n for c, n in zip(coded, names, strict=True)]
    packages_with = Counter(prefixes)
    return [p if packages_with[p] == 1 else f"{p}-{i}" for i, p in enumerate(prefixes, 1)]


def _join(corpus: Corpus, draft: Draft, prefix: str) -> None:
    names: dict[tuple[str, str], dict[str, str]] = {}
    inside = draft.package.resources
    order = [*(t for t in profile.TABLES if t in inside), *(n for n in inside if n not in profile.TABLES)]
    texts = packaged_texts(draft)
    new = {name: _taken_from(draft, name) for name in order}
    for row in new["events"].rows:
        row["position"] = str(_position(row) + corpus.last_position)
    corpus.last_position = max(map(_position, new["events"].rows), default=corpus.last_position)
    merged: dict[str, dict[str, Row]] = {}
    for name in order:
        if name == "evidence":
            names[name, "evidence_id"] = _name_evidence(corpus, new[name], names)
        elif len(new[name].key) == 1:
            merged[name] = _name(corpus, new[name], prefix, names)
    keys: dict[tuple[str, str], str] = {}
    for name in order:
        before = _exception_keys(new[name]) if EXCEPTIONS in new else []
        if name == "measures":
            _name_source(corpus, new[name], new["sources"], prefix)
        _translate(new[name], names)
        keys |= zip(before, (key for _, key in _exception_keys(new[name])), strict=True) if before else ()
    if EXCEPTIONS in new:
        for row in new[EXCEPTIONS].rows:
            row["key"] = keys.get((row["resource"], current(row["key"], row["resource"])), row["key"])
        _narrow(corpus, new, prefix)
    for name in order:
        _take(corpus, new[name], merged.get(name, {}))
        declared = next(r for r in draft.descriptor["resources"] if r.get("name") == name)
        corpus.resources.setdefault(name, declared)
        known = corpus.licenses.setdefault(name, [])
        known += [x for x in declared.get("licenses") or draft.descriptor.get("licenses") or [] if x not in known]
    _take_texts(corpus, draft, texts, names["sources", "source_id"])


def _exception_keys(table: CsvTable) -> list[tuple[str, str]]:
    """Table and key of what exceptions may name in it: its records, and events that it has records of."""
    events = [row["event_id"] for row in table.rows] if table.name in BY_EVENT else []
    return [(table.name, key) for key in (*events, *(exception_key(table, row) for row in table.rows))]


def _name_source(corpus: Corpus, measures: CsvTable, sources: CsvTable, prefix: str) -> None:
    """Give the figures of a package with one source that source, which they may leave out there."""
    bare = [r for r in measures.rows if not r.get("source_id")]
    if len(sources.rows) != 1 or not bare or "source_id" not in measures.columns:
        return
    source_id = sources.rows[0]["source_id"]  # translated already: the table comes earlier
    for row in bare:
        row["source_id"] = source_id
    words = f"is the source of {counted(len(bare), 'figure')} of {prefix}, which had none: it is the only source there"
    corpus.notes.append(MergeNote("sourced", "measures", source_id, words))


def _narrow(corpus: Corpus, new: dict[str, CsvTable], prefix: str) -> None:
    """Let an exception about a table as a whole accept the records of its own package alone."""
    table = new[EXCEPTIONS]
    listed = {table.key_of(r) for r in table.rows}
    rows: list[Row] = []
    for row in table.rows:
        about = new.get(row["resource"])
        if row["key"] != EVERY_RECORD or about is None or not (about.key or about.name in BY_EVENT):
            rows.append(row)
            continue
        keys = dict.fromkeys(filter(None, (exception_key(about, r) for r in about.rows)))
        narrow = [row | {"key": key} for key in keys]
        rows += [r for r in narrow if table.key_of(r) not in listed]
        words = f"accepted every record of the table in {prefix}; it accepts {counted(len(narrow), 'record')}, those of {prefix}, now"
        corpus.notes.append(MergeNote("narrowed", EXCEPTIONS, f"{row['code']} {row['resource']} *", words))
    table.rows = rows


def _take_texts(corpus: Corpus, draft: Draft, texts: dict[str, Text | None], names: dict[str, str]) -> None:
    """Copy the texts that are part of a package, for what merely lies beside it is not the corpus' to pass on."""
    whose = str(draft.descriptor.get("name", "")) or draft.package.label
    taken: dict[str, str] = {}
    for path, text in texts.items():
        if text is None:
            corpus.notes.append(
                MergeNote("left", "sources", path, f"of {whose} is not the text of a source, by its hash")
            )
            continue
        source_id = names.get(text.source_id, text.source_id)
        corpus.texts[source_id], taken[path] = text.content, source_id
        row = corpus.rows["sources"].find(source_id)
        terms = f"under {row['license']}" if row and row["license"] else "under terms that are not stated"
        corpus.notes.append(
            MergeNote("copied", "sources", source_id, f"{text_path(source_id)} is {path} of {whose}, {terms}")
        )
    corpus.taken.append(taken)


def text_path(source_id: str) -> str:
    """Where a source's text lies in a corpus."""
    return f"texts/{source_id}.txt"


def _taken_from(draft: Draft, name: str) -> CsvTable:
    """A table with the rows of a draft, which is released afterwards, so that they are not in memory twice."""
    table = draft.table(name)
    return CsvTable(name, table.path, json.loads(json.dumps(table.schema)), list(table.columns), table.rows)


def _name(corpus: Corpus, new: CsvTable, prefix: str, names: dict[tuple[str, str], dict[str, str]]) -> dict[str, Row]:
    """Decide what each row is called; returns those that are a row of the corpus, by their old identifier."""
    key = new.key[0]
    renamed: dict[str, str] = {}
    merged: dict[str, Row] = {}
    have = corpus.rows.get(new.name) or CorpusRows(new.name)
    own = {r[key] for r in new.rows}
    for row in new.rows:
        same = have.same(row)
        if same is not None:
            merged[row[key]], renamed[row[key]] = same, same[key]
            called = f"; called {row[key]} there" if row[key] != same[key] else ""
            corpus.notes.append(MergeNote("merged", new.name, same[key], f"is in {prefix} too{called}"))
        elif have.find(row[key]) is not None:
            fresh = f"{prefix}-{row[key]}"
            while have.find(fresh) is not None or fresh in own:
                fresh += "-2"
            renamed[row[key]] = fresh
            corpus.notes.append(
                MergeNote("renamed", new.name, fresh, f"was {row[key]} in {prefix}, which another package uses")
            )
    names[new.name, key] = renamed
    return merged


def _name_evidence(corpus: Corpus, new: CsvTable, names: dict[tuple[str, str], dict[str, str]]) -> dict[str, str]:
    """Old identifier -> new one: evidence is named after its record, so that it is renamed with it.

    Where two would be alike still, the source's identifier distinguishes them, as `timeline locate` has it.
    """
    have, taken = corpus.rows.get("evidence") or CorpusRows("evidence"), set[str]()
    own = {r["evidence_id"] for r in new.rows}
    renamed: dict[str, str] = {}
    for row in new.rows:
        old = fresh = row["evidence_id"]
        for sort, table in RECORDS.items():
            record = row.get(f"{sort}_id", "")
            if record and old.startswith(f"{record}-"):
                fresh = names.get((table, f"{sort}_id"), {}).get(record, record) + old.removeprefix(record)
        if fresh in taken or have.find(fresh) is not None:
            fresh += f"-{names['sources', 'source_id'].get(row['source_id'], row['source_id'])}"
        while fresh in taken or have.find(fresh) is not None or (fresh != old and fresh in own):
            fresh += "-2"
        if fresh != old:
            renamed[old] = fresh
        taken.add(fresh)
    return renamed


def _translate(table: CsvTable, names: dict[tuple[str, str], dict[str, str]]) -> None:
    """Call the rows of a table, and what they refer to, as the corpus does."""
    renamed = [(column, names[table.name, column]) for column in table.key if len(table.key) == 1]
    renamed += [
        (column, names.get((other, target), {}))
        for fields, other, targets in foreign_keys(table.name, table.schema)
        for column, target in zip(fields, targets, strict=True)
        if column not in table.key or len(table.key) > 1
    ]
    for row in table.rows:
        for column, known in renamed:
            row[column] = known.get(row[column], row[column])
    if table.name == "event_relations":
        for row in table.rows:
            order_symmetric_relation(row)


def _take(corpus: Corpus, new: CsvTable, merged: dict[str, Row]) -> None:
    """Add a table's rows to the corpus, its columns and terms too."""
    have, rows = corpus.tables.get(new.name), corpus.rows.setdefault(new.name, CorpusRows(new.name))
    if have is None:
        corpus.tables[new.name] = new
        rows.index(new)
        return
    before = len(have.columns)
    _join_schemas(have, new)
    if added := have.columns[before:]:
        for row in have.rows:
            row.update(dict.fromkeys(added, ""))
        rows.index(have)
    absorbed = {id(r) for r in merged.values()}
    for row in new.rows:
        full = have.blank() | row
        other = rows.find(*have.key_of(full))
        if other is None:
            have.rows.append(full)
            rows.add(full)
        elif len(have.key) == 1 and id(other) not in absorbed:
            raise UserError(
                f"the key {full[have.key[0]]!r} is in two records of {new.name}, so that it is unclear which one to merge",
                "run `timeline validate` on each package, and correct the key",
            )
        else:
            _reconcile(corpus, have, other, full)
            rows.identify(other)


def _reconcile(corpus: Corpus, table: CsvTable, kept: Row, other: Row) -> None:
    """Fill what is empty; note what differs."""
    for column in table.columns:
        if not kept[column]:
            kept[column] = other[column]
        elif other[column] and other[column] != kept[column]:
            shown = " ".join(table.key_of(kept))
            corpus.notes.append(
                MergeNote("conflict", table.name, shown, f"{column}: kept {kept[column]!r}, not {other[column]!r}")
            )


def _join_schemas(have: CsvTable, new: CsvTable) -> None:
    """The fields, terms and keys of both. Raises UserError where a column has two types."""
    fields = {f["name"]: f for f in have.schema["fields"]}
    for field_ in new.schema["fields"]:
        own = fields.get(field_["name"])
        if own is None:
            field_.get("constraints", {}).pop("required", None)  # the other package has no such column to fill
            have.schema["fields"].append(field_)
            have.columns.append(field_["name"])
            continue
        if own.get("type", "string") != field_.get("type", "string"):
            raise UserError(
                f"{have.name}.{field_['name']} has two types: {own.get('type')} and {field_.get('type')}",
                "make them the same first",
            )
        terms, more = own.get("constraints", {}).get("enum"), field_.get("constraints", {}).get("enum")
        if terms is not None and more is not None:
            terms += [t for t in more if t not in terms]
            categories = own.get("categories") or []
            values = [c["value"] if isinstance(c, dict) else c for c in categories]
            categories += [
                c for c in field_.get("categories") or [] if (c["value"] if isinstance(c, dict) else c) not in values
            ]
        elif terms is not None:  # only one of them closes the vocabulary: the terms of the other are its own
            own["constraints"].pop("enum")
            own.pop("categories", None)
    for column in set(have.columns) - {f["name"] for f in new.schema["fields"]}:
        fields.get(column, {}).get("constraints", {}).pop("required", None)
    for key in ("foreignKeys", "uniqueKeys"):
        own_keys = have.schema.setdefault(key, []) if new.schema.get(key) else have.schema.get(key) or []
        own_keys += [k for k in new.schema.get(key) or () if k not in own_keys]
    if have.key != new.key:
        raise UserError(
            f"{have.name} has two primary keys: {', '.join(have.key)} and {', '.join(new.key)}",
            "make them the same first",
        )
