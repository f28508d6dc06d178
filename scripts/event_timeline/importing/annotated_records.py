"""One annotated document as rows: actors, places, events, participants, relations and their evidence.

Spans whose sort is not known, and whatever else has no column, are kept as they are in the own table `annotations`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from event_timeline.editing.csv_tables import Row
from event_timeline.importing import annotation_types as types
from event_timeline.importing.annotated_statements import Attribution, add_statements
from event_timeline.importing.annotation_types import TypeSorts, plain
from event_timeline.importing.annotations import ID, Annotation, Document, Frame, Piece, Span
from event_timeline.importing.package_draft import PackageDraft, clean, shortened

Record = tuple[str, str]
"""(table, identifier) of a row."""
RAW = "annotations"
RAW_FIELDS = (
    ("source_id", "The source that the annotation is of."),
    ("annotation_id", "The annotation's identifier in the imported file."),
    ("sort", "What it is there: span, frame, relation or group."),
    ("type", "Its type."),
    ("arguments", "Offsets of its words in code points, or what it joins, as `role:annotation`."),
    ("value", "Its attributes, links and notes."),
    ("coder", "Who annotated it."),
)
TYPE = ("annotation_type", "Type of the annotation in the imported file.")
NOTE = ("annotator_note", "What the annotator remarked on the annotation.")
LINK = ("external_id", "Entries of other registers that the annotation names, as `register:identifier`.")
SHORT_CHARS = 3
SYMMETRIC = frozenset({"simultaneous", "same_as"})
"""Relations of the profile that are stored from the smaller identifier, see REL005."""


class Coding:
    """The rows of one document, in the making."""

    def __init__(self, draft: PackageDraft, document: Document, sorts: TypeSorts) -> None:
        self.draft, self.document, self.sorts = draft, document, sorts
        self.text = draft.source(document.name, document.text, **self._source_cells())
        self.records: dict[str, Record] = {}
        """Id of a span or frame -> the row that it is."""
        self.pairs: set[tuple[str, ...]] = set()
        self.marked: dict[tuple[str | int, ...], list[Row]] = {}
        """Part, table, key and piece -> its rows of evidence."""

    def _source_cells(self) -> dict[str, str]:
        self.draft.column("sources", "file", "Name of the document in the imported data, without its ending.")
        return {"file": clean(self.document.name)} | self.document.cells

    def add(self) -> None:
        """Add everything that the document holds."""
        document = self.document
        attributions = [f for f in document.frames.values() if self._is_attribution(f)]
        events = [f for f in document.frames.values() if f not in attributions]
        triggers = {f.trigger for f in document.frames.values()}
        filled = {target for f in events for _, target in f.roles}
        parts = {t for f in attributions for _, t in f.roles}
        sorts: dict[str, list[Span]] = defaultdict(list)
        for span in document.spans.values():
            sort: str = self.sorts.sort(span.type) if any(a < b for a, b in span.pieces) else "other"
            if span.id in triggers or (span.id in parts and sort == "other"):
                continue
            sorts["actor" if sort == "other" and span.id in filled else sort].append(span)
        for table in ("actors", "places"):
            self._add_things(table, sorts[table[:-1]])
        for frame in events:
            self._add_event(frame, document.spans.get(frame.trigger))
        for span in sorts["event"]:
            self._add_event(span, span)
        add_statements(self, [self._attribution(f) for f in attributions])
        used = self._add_roles(events)
        self._add_relations()
        for span in [*sorts["other"], *sorts["statement"], *(s for s in sorts["time"] if s.id not in used)]:
            self.keep(span, "span", _offsets(span.pieces))
        if sorts["other"]:
            names = sorted({s.type for s in sorts["other"]})
            self.draft.unsorted.update(names)

    def _is_attribution(self, frame: Frame) -> bool:
        roles = {re.sub(r"\d+$", "", role).lower() for role, _ in frame.roles}
        first = types.words_of(frame.type)[0]
        if first == "attribution" or self.sorts.sort(frame.type) == "statement":
            return True  # without content it is kept as it is
        if not roles & types.CONTENT:
            return False
        named = first in types.ATTRIBUTIONS
        return named or bool(roles & types.SPEAKER and roles & types.CUE)

    def _attribution(self, frame: Frame) -> Attribution:
        found = Attribution(frame)
        for role, target in frame.roles:
            span = self.document.spans.get(target)
            name = re.sub(r"\d+$", "", role).lower()
            if span is None:
                self.keep(Annotation(f"{frame.id}/{role}", frame.type), "frame", f"{role}:{target}")
                continue
            place = (
                found.content if name in types.CONTENT
                else found.speaker if name in types.SPEAKER
                else found.cue if name in types.CUE else found.other
            )  # fmt: skip
            place.append((role, span))
        if not found.cue and (trigger := self.document.spans.get(frame.trigger)):
            found.cue.append(("", trigger))
        return found

    def _add_things(self, table: str, spans: list[Span]) -> None:
        """Actors or places: one for each set of spans that are the same, or have the same words where nothing says so."""
        terms = types.ACTORS if table == "actors" else types.PLACES
        for same in self._same(spans):
            first = same[0]
            name = self._name(same)
            identifier = self.draft.identifier(table, name, table[:-1])
            kind = self.sorts.kind(first.type, terms) or self.draft.term(f"{table}.kind", first.type)
            row = self.draft.add(table, **{f"{table[:-1]}_id": identifier, "name": name, "kind": kind})
            self._link(table, row, same)
            for span in same:
                self.records[span.id] = (table, identifier)
                self.add_evidence(span, table, identifier, span.pieces)

    def _same(self, spans: list[Span]) -> list[list[Span]]:
        """Sets of spans that are one thing, in the order of their first words.

        Groups and relations say so, and so do spans of the same words at the same place; the same words elsewhere with the
        same type are one thing too, unless chains of coreference say which are.
        """
        root = {s.id: s.id for s in spans}

        def find(one: str) -> str:
            while root[one] != one:
                one = root[one]
            return one

        for members in self._identical():
            inside = [m for m in members if m in root]
            for other in inside[1:]:
                root[find(other)] = find(inside[0])
        places: dict[tuple[Piece, ...], str] = {}
        for span in spans:
            root[find(span.id)] = find(places.setdefault(tuple(span.pieces), span.id))
        if not any(types.is_chain(r.type) for r in (*self.document.relations, *self.document.groups)):
            first: dict[tuple[str, str], str] = {}
            for span in spans:
                root[find(span.id)] = find(first.setdefault((span.type, _folded(self._words(span))), span.id))
        sets: dict[str, list[Span]] = defaultdict(list)
        for span in sorted(spans, key=lambda s: (s.pieces, s.id)):
            sets[find(span.id)].append(span)
        return list(sets.values())

    def _identical(self) -> Iterable[list[str]]:
        """Ids that groups and relations say are the same."""
        for group in self.document.groups:
            if self.sorts.is_identity(group.type):
                yield group.members
        for relation in self.document.relations:
            if self.sorts.is_identity(relation.type):
                yield [relation.source, relation.target]

    def _words(self, span: Span) -> str:
        return clean(" ".join(self.document.text[a:b] for a, b in span.pieces))

    def _name(self, same: list[Span]) -> str:
        """The longest name of those that begin with a capital letter, or else the first words."""
        words = [self._words(s) for s in same]
        names = [w for w in words if w[:1].isupper()]
        return shortened(max(names, key=len) if names else words[0] or same[0].id, 200)

    def _add_event(self, what: Span | Frame, trigger: Span | None) -> None:
        draft = self.draft
        words = self._words(trigger) if trigger else ""
        label = shortened(words or clean(what.type))
        identifier = draft.identifier("events", words[:40] or what.type, "event")
        general = self.sorts.sort(what.type) == "event" and plain(what.type) in types.EVENTS
        cells = {"annotation_id": what.id} if isinstance(what, Frame) else {}
        row = draft.add(
            "events", event_id=identifier, position="0", label=label, status="unknown", topic=draft.topic(),
            kind="other" if general else draft.term("events.kind", what.type),
            polarity="negated" if self._negated(what) else "affirmed",
        )  # fmt: skip
        for column, cell in cells.items():
            row[draft.column("events", column, ID[1])] = cell
        self.describe("events", row, what)
        self._link("events", row, [what])
        self.records[what.id] = ("events", identifier)
        if trigger is not None:
            self.add_evidence(trigger, "events", identifier, trigger.pieces, described=trigger is not what)

    @staticmethod
    def _negated(what: Annotation) -> bool:
        return any(
            value.lower().startswith("neg") if plain(key) == "polarity" else value.lower() not in ("no", "false", "0")
            for key, value in what.values.items()
            if plain(key) in types.NEGATION
        )

    def describe(self, table: str, row: dict[str, str], what: Annotation) -> None:
        """Set own columns to the attributes and notes of an annotation."""
        for key, value in what.values.items():
            if table == "events" and plain(key) in types.NEGATION:
                continue
            column = self.draft.value_column(table, key, f"Attribute `{key}` of the annotation.")
            row[column] = " ".join(filter(None, (row.get(column, ""), clean(value))))
        if what.notes:
            row[self.draft.column(table, *NOTE)] = clean(" | ".join(what.notes))

    def _link(self, table: str, row: dict[str, str], same: Iterable[Annotation]) -> None:
        """Set identifiers of other registers: Wikidata's own column, and one for all of them."""
        links = dict.fromkeys((r, i) for one in same for r, i, _ in one.links)
        items = [i for r, i in links if r.lower() == "wikidata" and re.fullmatch("Q[1-9][0-9]*", i)]
        if len(items) == 1:
            row["wikidata"], row["identifiers_source"] = items[0], self.draft.register("Wikidata")
            links.pop(next(link for link in links if link[1] == items[0]))
        if links:
            row[self.draft.column(table, *LINK)] = clean(" ".join(f"{r}:{i}" for r, i in links))

    def add_evidence(
        self, span: Span, table: str, key: str, pieces: Iterable[Piece], part: str = "mention", *, described: bool = True
    ) -> None:  # fmt: skip
        """Add a row for each piece; one that is there already gets the further annotation's identifier."""
        draft = self.draft
        for start, end in pieces:
            if (mark := (part, table, key, start, end)) in self.marked:
                for row in self.marked[mark]:
                    row["annotation_id"] = f"{row['annotation_id']} {span.id}"
                continue
            self.marked[mark] = draft.evidence(self.text, table, key, part, start, end)
            for row in self.marked[mark]:
                row[draft.column("evidence", *ID)] = span.id
                row[draft.column("evidence", *TYPE)] = clean(span.type)
                if self.document.annotator:
                    row[draft.column("evidence", "coder")] = self.document.annotator
                if described:
                    self.describe("evidence", row, span)

    def _add_roles(self, events: list[Frame]) -> set[str]:
        """Participants, places, times and arguments that are events themselves; returns the ids of the times."""
        used = set()
        for frame in events:
            event = self.records[frame.id][1]
            for role, target in frame.roles:
                span = self.document.spans.get(target)
                if span is not None and self.sorts.sort(span.type) == "time" and target not in self.records:
                    self.add_evidence(span, "events", event, span.pieces, "date")
                    used.add(target)
                elif not self._join(event, role, target, frame.id):
                    self.keep(Annotation(f"{frame.id}/{role}", frame.type), "frame", f"{role}:{target}")
        return used

    def _join(self, event: str, role: str, target: str, annotation: str) -> bool:
        """Join an event and what fills a role of it; False where no table has that."""
        table, identifier = self.records.get(target, ("", ""))
        name = re.sub(r"(?<=\D)\d+$", "", role)
        if table == "actors":
            term = self.draft.term("event_actors.role", name)
            if self._new("event_actors", event, identifier, term):
                row = self.draft.add("event_actors", event_id=event, actor_id=identifier, role=term)
                if role != name:
                    row[self.draft.column("event_actors", "annotation_role", "Role with its number in the file.")] = (
                        role
                    )
        elif table == "places":
            self.draft.table("event_places")
            term = types.PLACE_ROLES.get(plain(name)) or self.draft.term("event_places.role", name)
            if self._new("event_places", event, identifier, term):
                self.draft.add("event_places", event_id=event, place_id=identifier, role=term)
        elif table == "events" and identifier != event:
            self._relate(event, self._relation(name), identifier, annotation)
        else:
            return False
        return True

    def _relation(self, name: str) -> str:
        return types.RELATIONS.get(plain(name)) or self.draft.term("event_relations.relation", name)

    def _relate(self, event: str, relation: str, other: str, annotation: str) -> dict[str, str] | None:
        """Add a relation of events unless it is there; returns its row."""
        if relation in SYMMETRIC:
            event, other = sorted((event, other))
        if not self._new("event_relations", event, relation, other):
            return None
        row = self.draft.add("event_relations", event_id=event, relation=relation, other_event_id=other)
        row[self.draft.column("event_relations", *ID)] = annotation
        return row

    def _new(self, *key: str) -> bool:
        if key in self.pairs:
            self.draft.counts["{n} rows that the data give twice are in the package once"] += 1
            return False
        self.pairs.add(key)
        return True

    def _add_relations(self) -> None:
        for relation in self.document.relations:
            first, second = (self.records.get(one, ("", "")) for one in (relation.source, relation.target))
            same = self.sorts.is_identity(relation.type)
            if same and first == second and first[0]:
                continue  # one row is both
            row: dict[str, str] | None = None
            if first[0] == second[0] == "events" and first != second:
                kind = "same_as" if same else self._relation(relation.type)
                row = self._relate(first[1], kind, second[1], relation.id)
                if row is not None:
                    self.describe("event_relations", row, relation)
                continue
            if (first[0] == "events" and self._join(first[1], relation.type, relation.target, relation.id)) or (
                second[0] == "events" and self._join(second[1], relation.type, relation.source, relation.id)
            ):
                continue
            self.keep(relation, "relation", f"{relation.source} {relation.target}")
        for group in self.document.groups:
            records = {self.records.get(m) for m in group.members}
            if not self.sorts.is_identity(group.type) or None in records:
                self.keep(group, "group", " ".join(group.members))
            elif len(records) > 1 and all(r[0] == "events" for r in records if r):
                head, *others = sorted(r[1] for r in records if r)
                for other in others:
                    self._relate(head, "same_as", other, group.id)
            elif len(records) > 1:
                self.keep(group, "group", " ".join(group.members))

    def keep(self, what: Annotation, sort: str, arguments: str) -> None:
        """Keep an annotation that no table of the profile has, as it is."""
        draft = self.draft
        if RAW not in draft.tables:
            draft.own_table(
                RAW, "Other annotations", "Annotations of the imported data that no table of the profile has, as they are there.",
                RAW_FIELDS, ["source_id", "annotation_id"],
            )  # fmt: skip
        values = [f"{k}={v}" for k, v in what.values.items()] + [f"{r}:{i}" for r, i, _ in what.links] + what.notes
        row = draft.add(
            RAW, source_id=self.text.source_id, annotation_id=what.id, sort=sort, type=clean(what.type),
            arguments=clean(arguments), value=clean(" | ".join(values)), coder=self.document.annotator,
        )  # fmt: skip
        number = 1
        while not self._unique(RAW, row["source_id"], row["annotation_id"]):
            number += 1
            row["annotation_id"] = f"{what.id}/{number}"
        draft.counts["{n} annotations that no table of the profile has are kept in `annotations`"] += 1

    def _unique(self, *key: str) -> bool:
        new = key not in self.pairs
        self.pairs.add(key)
        return new


def _folded(words: str) -> str:
    """Words to be compared, without case and signs; of short ones only the first letter, since *US* is not *us*."""
    if len(words) <= SHORT_CHARS:
        return words[:1].lower() + words[1:]
    return re.sub(r"[\W_]+", " ", words).strip().casefold()


def _offsets(pieces: Iterable[Piece]) -> str:
    return ";".join(f"{a} {b}" for a, b in pieces)
