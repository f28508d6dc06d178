"""TimeML: events and their instances, times, and the links between them.

Follows TimeML 1.2.1 (timeml.org) as TempEval-3 has it. Offsets count the code points of the words in TEXT, without markup.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from event_timeline.editing.csv_tables import Row
from event_timeline.editing.date_bounds import bounds
from event_timeline.importing import Request, timeml_tables
from event_timeline.importing.annotations import ID
from event_timeline.importing.package_draft import PackageDraft, clean, shortened
from event_timeline.importing.timex import edtf
from event_timeline.importing.xml_tree import Element, read_xml
from event_timeline.io.counting import counted
from event_timeline.io.paths import files_below
from event_timeline.model import UserError
from event_timeline.texts.text import Text

SUFFIXES = (".tml", ".xml")
CLASSES = {
    "OCCURRENCE": "Something that happens.",
    "REPORTING": "Someone says, announces or describes something.",
    "I_ACTION": "An act that is directed at another event, which it names: to try, investigate, delay, order.",
    "I_STATE": "A state of mind that is directed at another event: to believe, want, fear, be ready.",
    "STATE": "A circumstance in which something holds.",
    "ASPECTUAL": "The beginning, going on or end of another event.",
    "PERCEPTION": "Someone sees, hears or feels another event.",
    "MODAL": "A verb of possibility or necessity.",
}
"""Class of an event -> its definition, in the words of this project."""
LINKS = {
    "BEFORE": ("before", False), "AFTER": ("before", True), "IBEFORE": ("before", False), "IAFTER": ("before", True),
    "INCLUDES": ("during", True), "IS_INCLUDED": ("during", False), "DURING": ("during", False),
    "DURING_INV": ("during", True), "DURING_BY": ("during", True), "BEGINS": ("begins", False), "BEGUN_BY": ("begins", True),
    "ENDS": ("ends", False), "ENDED_BY": ("ends", True), "SIMULTANEOUS": ("simultaneous", False),
    "IDENTITY": ("same_as", False), "CONDITIONAL": ("condition_of", False),
}  # fmt: skip
"""Type of a link -> relation of the profile, and whether it leads the other way; other types become terms of the package."""
AT = ("IS_INCLUDED", "SIMULTANEOUS", "DURING", "IDENTITY")
"""Links from an event to a time that date the event."""
HAS = ("INCLUDES", "SIMULTANEOUS", "DURING_INV", "DURING_BY", "IDENTITY")
"""Links from a time to an event that do."""
INSTANCE = ("tense", "aspect", "pos", "modality", "cardinality")
TIMES = "times"
TIMES_FIELDS = (
    ("source_id", "The source that the time is of."), ("annotation_id", "Identifier in the imported file."),
    ("offsets", "Start and end of its words in code points; missing where it is not in the text."),
    ("type", "DATE, TIME, DURATION or SET."), ("value", "Value in ISO 8601, as TimeML extends it."), ("mod", "Modifier."),
    ("date_edtf", "The same as EDTF, where it is a date."), ("anchor", "The time that it is counted from, or begins and ends with."),
    ("role", "What it is of the document, such as CREATION_TIME."),
)  # fmt: skip
RAW_FIELDS = (
    ("source_id", "The source that the annotation is of."), ("annotation_id", "Identifier in the imported file."),
    ("sort", "Its element."), ("type", "Its type."), ("arguments", "What it joins, or the offsets of its words."),
)  # fmt: skip


def read(request: Request, folder: Path) -> list[str]:
    """Write a package of one or many documents. Raises UserError, with file and line."""
    documents = _documents(request.file)
    draft = PackageDraft(request)
    for name, description in (
        ("class", ""), *((c, f"{c.capitalize()} of the event instance in TimeML.") for c in INSTANCE)
    ):  # fmt: skip
        if description:
            draft.column("events", name, description)
    draft.column("events", *ID)
    draft.own_table(
        TIMES, "Times", "Every time that the texts name, as annotated.", TIMES_FIELDS, ["source_id", "annotation_id"]
    )
    draft.own_table(
        "annotations", "Other annotations", "Signals, and links that no table of the profile has.", RAW_FIELDS,
        ["source_id", "annotation_id"],
    )  # fmt: skip
    for number, (file, name, root) in enumerate(documents):
        request.progress(number / len(documents), f"reading {name}")
        _Document(draft, file, name).add(root)
    draft.number_events()
    if not draft.tables["annotations"].rows:
        del draft.tables["annotations"]
    names = counted(len(documents), "text")
    draft.write(
        folder, f"TimeML annotations of {names}, imported from {request.file.resolve().name} as an event timeline."
    )
    return draft.notes()


def _documents(given: Path) -> list[tuple[Path, str, Element]]:
    """(file, name, root) of each document."""
    if timeml_tables.is_tables(given):
        return [(given, name, root) for name, root in timeml_tables.documents(given)]
    files = _files(given)
    return [(f, f.relative_to(given).as_posix() if given.is_dir() else f.name, read_xml(f)) for f in files]


def _files(root: Path) -> list[Path]:
    if root.is_file():
        return [root]
    found = [p for p in files_below(root) if p.suffix in SUFFIXES]
    if not found:
        raise UserError(f"{root}: holds no .tml or .xml file", "name a TimeML file, or a folder of them")
    return found


@dataclass
class _Marked:
    """The words of an element of the text: half-open, in code points."""

    element: Element
    start: int
    end: int


@dataclass
class _Time:
    """A TIMEX3 and its date; words is None where it is not in the text."""

    element: Element
    date: str
    words: _Marked | None = None


@dataclass
class _Document:
    """One file in the making."""

    draft: PackageDraft
    file: Path
    name: str
    events: dict[str, str] = field(default_factory=dict)
    """Instance, and event without one -> event_id."""
    times: dict[str, _Time] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    """event_id -> row."""
    seen: set[tuple[str, ...]] = field(default_factory=set)
    text: Text = field(default_factory=lambda: Text("", ""))

    def add(self, root: Element) -> None:
        if root.name != "TimeML":
            raise UserError(
                f"{self.file}:{root.line}: <{root.name}> is not TimeML", "name files whose root is <TimeML>"
            )
        body = root.first("TEXT") or root
        marked: list[_Marked] = []
        content = "".join(_walk(body, marked))
        dct = next((e for e in root.all() if e.name == "TIMEX3" and e.get("functionInDocument") in
                    ("CREATION_TIME", "PUBLICATION_TIME")), None)  # fmt: skip
        published = edtf(dct.get("value", "VAL")) if dct else ""
        title = clean(t.text()) if (t := root.first("TITLE")) else ""
        cells = {"published_edtf": published, "title": title}
        if title:
            cells[self.draft.column("sources", "headline")] = "metadata"
        cells[self.draft.column("sources", "file", "Name of the document in the imported data.")] = clean(self.name)
        named = clean(d.text()) if (d := root.first("DOCID")) else ""
        self.text = self.draft.source(named or Path(self.name).stem, content, **cells)
        self._add_times(root, {id(m.element): m for m in marked})
        self._add_events(root, marked)
        self._add_links(root)
        for one in marked:
            if one.element.name not in ("EVENT", "TIMEX3"):
                self._keep(one.element, f"{one.start} {one.end}", one.element.get("sid"))

    def _add_times(self, root: Element, places: dict[int, _Marked]) -> None:
        for element in (e for e in root.all() if e.name == "TIMEX3"):
            key = self._key(element, "tid")
            date = edtf(element.get("value", "VAL"), element.get("mod", "MOD"))
            if element.get("type", "TYPE") in ("DURATION", "SET"):
                date = ""
            place = places.get(id(element))
            self.times[key] = _Time(element, date, place)
            anchors = (element.get("anchorTimeID"), element.get("beginPoint"), element.get("endPoint"))
            self.draft.add(
                TIMES, source_id=self.text.source_id, annotation_id=key, date_edtf=date, type=element.get("type", "TYPE"),
                offsets=f"{place.start} {place.end}" if place else "", value=clean(element.get("value", "VAL")),
                mod=element.get("mod", "MOD"), anchor=" ".join(filter(None, anchors)), role=element.get("functionInDocument"),
            )  # fmt: skip
            if (
                not date
                and element.get("value", "VAL")
                and element.get("type", "TYPE") in ("DATE", "TIME")
                and not element.get("value").endswith("_REF")
            ):
                self.draft.counts["{n} dates have no calendar date in EDTF; their values are in `times`"] += 1

    def _key(self, element: Element, attribute: str) -> str:
        """An identifier that the element must have and no other of the file."""
        key = element.get(attribute)
        if not key or key in self.times:
            what = "twice" if key else "missing"
            raise UserError(f"{self.file}:{element.line}: {attribute} {key} is {what}", "give each its own identifier")
        return key

    def _add_events(self, root: Element, marked: list[_Marked]) -> None:
        places: dict[str, list[_Marked]] = defaultdict(list)
        for one in marked:
            if one.element.name == "EVENT":
                places[one.element.get("eid")].append(one)
        self._refuse_unclear(places)
        with_instance = set()
        for instance in (e for e in root.all() if e.name == "MAKEINSTANCE"):
            event = instance.get("eventID")
            if event not in places:
                self.draft.counts["{n} instances of events that are not in the text are left out"] += 1
                continue
            with_instance.add(event)
            self._add_event(places[event], instance, instance.get("eiid"))
        for event, own in places.items():
            if event not in with_instance:
                self._add_event(own, own[0].element, event)

    def _refuse_unclear(self, places: dict[str, list[_Marked]]) -> None:
        """Raise UserError for an event without identifier, and for one of two events; the words of one event have the same class."""
        for key, own in places.items():
            if not key:
                raise UserError(
                    f"{self.file}:{own[0].element.line}: an EVENT has no eid", "give each event its own identifier"
                )
            first, other = (
                own[0].element,
                next(
                    (m.element for m in own if m.element.get("class", "CLASS") != own[0].element.get("class", "CLASS")),
                    None,
                ),
            )
            if other is not None:
                raise UserError(
                    f"{self.file}:{other.line}: the eid {key} is that of another EVENT in line {first.line}, of the class {first.get('class', 'CLASS')}",
                    "give each event its own identifier; the words of one event have the same class",
                )
            if len(own) > 1 and not timeml_tables.is_tables(self.file):
                self.draft.counts[
                    "{n} events have several EVENT elements with one eid and are read as one event of several words"
                ] += 1

    def _add_event(self, places: list[_Marked], instance: Element, key: str) -> None:
        draft, first = self.draft, places[0]
        words = clean(self.text.content[first.start : first.end])
        identifier = draft.identifier("events", words[:40], "event")
        kind = first.element.get("class", "CLASS") or "OCCURRENCE"
        row = draft.add(
            "events", event_id=identifier, position="0", label=shortened(words) or key, status="unknown", topic=draft.topic(),
            kind=draft.term("events.kind", kind, CLASSES.get(kind, "")), annotation_id=key,
            polarity="negated" if instance.get("polarity") == "NEG" else "affirmed",
            **{c: clean(v) for c in INSTANCE if (v := instance.get(c)).upper() not in ("NONE", "")},
        )  # fmt: skip
        if key in self.events:
            draft.counts["{n} identifiers of events are used twice; links lead to the first"] += 1
        self.events.setdefault(key, identifier)
        for place in places:
            for found in draft.evidence(self.text, "events", identifier, "mention", place.start, place.end):
                found[draft.column("evidence", *ID)] = place.element.get("eid")
        self.rows[identifier] = row

    def _add_links(self, root: Element) -> None:
        dated: dict[str, list[_Time]] = defaultdict(list)
        for link in (e for e in root.all() if e.name in ("TLINK", "SLINK", "ALINK")):
            kind = link.get("relType")
            start = link.get("eventInstanceID", "timeID", "eventID")
            end = link.get("relatedToEventInstance", "relatedToTime", "subordinatedEventInstance", "relatedToEvent")
            first, second = self.events.get(start), self.events.get(end)
            if first and second:
                self._relate(link, kind, first, second)
                continue
            time = self.times.get(end) if first else self.times.get(start)
            if time is not None and time.date and kind in (AT if first else HAS) and (event := first or second):
                dated[event].append(time)
            self._keep(link, f"{start} {end}", link.get("lid"))
        for event, times in dated.items():
            self._date(event, times)

    def _relate(self, link: Element, kind: str, event: str, other: str) -> None:
        draft = self.draft
        relation, inverse = LINKS.get(kind, ("", False))
        relation = relation or draft.term("event_relations.relation", kind or "related")
        if inverse:
            event, other = other, event
        if relation in ("simultaneous", "same_as"):
            event, other = sorted((event, other))
        if (event, relation, other) in self.seen:
            draft.counts["{n} links that say the same of the same events are in the package once"] += 1
            return
        self.seen.add((event, relation, other))
        row = draft.add("event_relations", event_id=event, relation=relation, other_event_id=other)
        row[draft.column("event_relations", *ID)] = link.get("lid")
        row[draft.column("event_relations", "annotation_type", "Element and type of the link in TimeML.")] = (
            f"{link.name} {kind}"
        )

    def _date(self, event: str, times: list[_Time]) -> None:
        """Date an event by the times that it is linked to: those in the text go before that of the document."""
        in_text = [t for t in times if t.words is not None]
        dates = {t.date for t in in_text or times}
        row = self.rows[event]
        if len(dates) > 1:
            self.draft.counts[
                "{n} events are linked to several dates; the first is theirs, all links are in `annotations`"
            ] += 1
        chosen = (in_text or times)[0]
        row["date_edtf"], row["date_basis"] = chosen.date, "stated" if in_text else "inferred"
        row["earliest"], row["latest"] = bounds(chosen.date)
        if chosen.words is not None:
            for found in self.draft.evidence(self.text, "events", event, "date", chosen.words.start, chosen.words.end):
                found[self.draft.column("evidence", *ID)] = chosen.element.get("tid")

    def _keep(self, element: Element, arguments: str, key: str) -> None:
        """Keep an annotation that no table of the profile has."""
        name, number = key or element.name.lower(), 1
        while ("kept", name) in self.seen:
            number += 1
            name = f"{key or element.name.lower()}/{number}"
        self.seen.add(("kept", name))
        self.draft.add(
            "annotations", source_id=self.text.source_id, annotation_id=name, sort=element.name,
            type=element.get("relType"), arguments=clean(arguments),
        )  # fmt: skip
        self.draft.counts[
            f"{{n}} {element.name} elements that no table of the profile has are kept in `annotations`"
        ] += 1


def _walk(element: Element, marked: list[_Marked], at: int = 0) -> list[str]:
    """The words of an element; those of the elements inside it are added to `marked`."""
    words: list[str] = []
    for one in element.content:
        if isinstance(one, str):
            words.append(one)
            at += len(one)
        else:
            place = _Marked(one, at, at)
            marked.append(place)
            inside = _walk(one, marked, at)
            words += inside
            at += sum(map(len, inside))
            place.end = at
    return words
