"""What can be done about a finding with one click, and its hint in words of the page.

A repair is offered only where the rule leaves nothing to judge, or where what it does is said on its button: operations of
`operations.apply`, or `fix`, which is `timeline validate --fix`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from event_timeline.editing.csv_tables import CsvTable, Row
from event_timeline.editing.draft import Draft
from event_timeline.editing.evidence_rows import has_offsets
from event_timeline.editing.quotations import quotations
from event_timeline.engine.external import described
from event_timeline.model import Problem
from event_timeline.texts.text import Piece, Text, join_pieces, span_hash

Repair = dict[str, Any]
"""`label`, and `operations`, `fix`, or `dialog` with what is to be filled in."""


@dataclass(frozen=True)
class Place:
    """The row that a finding is about."""

    draft: Draft
    texts: Mapping[str, Text]
    table: CsvTable
    row: Row
    problem: Problem

    @property
    def name(self) -> str:
        """The row as operations name it."""
        return f"{self.table.name}/{'/'.join(self.table.name_of(self.row))}"

    def emptied(self, *columns: str) -> Repair:
        """Empty cells."""
        there = [c for c in columns if self.row.get(c)]
        said = " and ".join(str(self.table.field(c).get("title", c)) for c in there)
        return {"label": f"Empty {said}", "operations": [self.cells(**dict.fromkeys(there, ""))] if there else []}

    def cells(self, **cells: str) -> dict[str, Any]:
        """The operation that sets cells."""
        return {"do": "set", "row": self.name, "cells": cells}

    def removed(self, what: str) -> Repair:
        """Remove the row."""
        return {"label": f"Remove this {what}", "operations": [{"do": "remove", "row": self.name}]}


def _empty(*columns: str) -> Callable[[Place], Iterator[Repair]]:
    def repairs(place: Place) -> Iterator[Repair]:
        yield place.emptied(*columns)

    return repairs


def _remove(what: str) -> Callable[[Place], Iterator[Repair]]:
    def repairs(place: Place) -> Iterator[Repair]:
        yield place.removed(what)

    return repairs


def _empty_the_cell(place: Place) -> Iterator[Repair]:
    if place.problem.column:
        yield place.emptied(place.problem.column)


def _exchange(place: Place) -> Iterator[Repair]:
    """The two events of a relation that has no direction; the row's key is another then."""
    cells = {c: v for c, v in place.row.items() if v}
    cells |= {"event_id": place.row["other_event_id"], "other_event_id": place.row["event_id"]}
    yield {
        "label": "Exchange the two events",
        "operations": [{"do": "remove", "row": place.name}, {"do": "add", "table": place.table.name, "cells": cells}],
    }


def _find_again(place: Place) -> Iterator[Repair]:
    """The words of evidence where the text has them, nearest to the offsets: by the words, or by the hash of a report."""
    row, text = place.row, place.texts.get(place.row["source_id"])
    if text is None or not has_offsets(row):
        return
    start, end = int(row["char_start"]), int(row["char_end"])
    if row["exact"]:
        starts = [m.start() for m in re.finditer(re.escape(row["exact"]), text.content)]
        found = [(s, s + len(row["exact"])) for s in sorted(starts, key=lambda s: abs(s - start))[:1]]
    else:
        near = [(start + i, end + j) for i in range(-FAR, FAR + 1) for j in range(i - NEAR, i + NEAR + 1)]
        near.sort(key=lambda span: abs(span[0] - start) + abs(span[1] - end))
        found = [(s, e) for s, e in near if 0 <= s < e and span_hash(text.content[s:e]) == row["sha256"]][:1]
    for at, until in found:
        words = text.content[at:until]
        operation = {"do": "move", "row": place.name, "span": [row["source_id"], at, until, words]}
        yield {"label": f"Find “{_brief(words)}” again", "operations": [operation]}


def _quote(place: Place) -> Iterator[Repair]:
    """The words of its quote spans; else quotations without a statement in the paragraphs that show it, or that it has none."""
    name, rows = place.row["statement_id"], place.draft.rows("evidence")
    shown = [r for r in rows if r["statement_id"] == name]
    quoted = [r for r in shown if r["part"] == "quote"]
    if quoted:
        pieces = [
            Piece(r["exact"], r["source_id"], *(int(r[c]) for c in ("char_start", "char_end", "paragraph")))
            for r in sorted(quoted, key=lambda r: (r["source_id"], int(r["char_start"])))
        ]
        words = join_pieces(pieces)
        yield {"label": f"Write “{_brief(words)}” as its quote", "operations": [place.cells(quote=words)]}
        return
    own = {(r["source_id"], r["paragraph"]) for r in shown}
    for source_id, text in place.texts.items():
        for q in quotations(text, rows):
            if not q.statement and (source_id, str(q.paragraph)) in own:
                words = text.content[q.start : q.end]
                span = {"do": "span", "record": f"statement:{name}", "part": "quote", "spans": [[source_id, q.start, q.end, words]]}  # fmt: skip
                yield {"label": f"Take “{_brief(words)}” as its quote", "operations": [span]}
    if any(r["part"] == "report" for r in shown):
        yield {"label": "Make it indirect", "operations": [place.cells(kind="indirect")]}


def _at_the_occasion(place: Place) -> Iterator[Repair]:
    cells = {"event_id": place.row["occasion"], "actor_id": place.row["speaker_id"], "role": "participant"}
    if all(cells.values()):
        operation = {"do": "add", "table": "event_actors", "cells": cells}
        yield {"label": "Add the speaker to the participants", "operations": [operation]}


def _mention(draft: Draft, texts: Mapping[str, Text], problem: Problem) -> Iterator[Repair]:
    """Words that are an actor's name, as a mention of each actor of that name."""
    found = AT.search(problem.message)
    text = texts.get(found["source"]) if found else None
    if found is None or text is None:
        return
    at, until = int(found["start"]), int(found["end"])
    words = text.content[at:until]
    for actor in draft.rows("actors"):
        if words == problem.value == actor["name"]:
            record = f"actor:{actor['actor_id']}"
            span = {"do": "span", "record": record, "part": "mention", "spans": [[found["source"], at, until, words]]}
            yield {"label": f"Make it a mention of {_brief(words)}", "operations": [span]}


AT = re.compile(r"\[(?P<start>\d+), (?P<end>\d+)\) in paragraph \d+ of (?P<source>\S+)")
"""Where a message has the place of words that no row has."""
WITHOUT_ROW: dict[str, Callable[[Draft, Mapping[str, Text], Problem], Iterator[Repair]]] = {"name-without-mention": _mention}  # fmt: skip
"""Slug of a rule that asks for a row which is not there -> what is offered for one of its findings."""
REPAIRS: dict[str, Callable[[Place], Iterator[Repair]]] = {
    "basis-without-date": _empty("date_basis", "date_source"),
    "inferred-date-with-outside-source": _empty("date_source"),
    "country-code-of-non-country": _empty("country"),
    "redundant-speaker-source": _empty("speaker_source"),
    "coded-source-as-speaker-source": _empty("speaker_source"),
    "missing-value-token": _empty_the_cell,
    "duplicate-span": _remove("evidence"),
    "mention-inside-report": _remove("mention"),
    "unused-place": _remove("place"),
    "unused-source": _remove("source"),
    "related-to-itself": _remove("relation"),
    "redundant-part-relation": _remove("relation"),
    "measure-without-number": _remove("measure"),
    "simultaneous-out-of-order": _exchange,
    "span-mismatch": _find_again,
    "exact-hash-mismatch": _find_again,
    "wrong-paragraph": _find_again,
    "direct-without-quote": _quote,
    "speaker-not-at-the-occasion": _at_the_occasion,
}
"""Slug of a rule -> what is offered for one of its findings."""
FAR, NEAR = 60, 3
"""Code points by which the words of a hash are looked for beside their offsets, and by which their length may be another."""
MOST = 3
"""Repairs that are offered for one finding."""
FIX: Repair = {"label": "Repair the files…", "fix": True}
KEYWORDS: Repair = {"label": "Add keywords…", "dialog": "package"}


def repairs(draft: Draft, texts: Mapping[str, Text], problem: Problem) -> list[Repair]:
    """What is offered for a finding, the likeliest first."""
    rule, found = described(problem.code), []
    if problem.slug in REPAIRS and problem.row and problem.resource in draft.package.resources:
        table = draft.table(problem.resource)
        if problem.row <= len(table.rows):
            place = Place(draft, texts, table, table.rows[problem.row - 1], problem)
            found = [r for r in REPAIRS[problem.slug](place) if r["operations"]][:MOST]
    elif problem.slug in WITHOUT_ROW:
        found = list(WITHOUT_ROW[problem.slug](draft, texts, problem))[:MOST]
    if problem.slug == "incomplete-metadata" and problem.column == "$.keywords":
        found.append(KEYWORDS)
    if (rule.fixable and problem.column not in rule.unfixed_columns) or rule.secondary:
        found.append(FIX)
    return found


def _brief(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:39].rstrip()}…"


HINTS = {
    "no-evidence": "select the words that show it and press the number of their part, or remove the record.",
    "stated-date-without-words": "select the words that give the date and press the number of “date”, or correct the basis.",
    "speaker-evidence-mismatch": "select the words that name the speaker and press the number of “speaker”.",
    "name-without-mention": "open the actor and press M: its other mentions are listed.",
    "unknown-term": "choose a term of the list; another one is added to the table “Codebook”, under Other tables.",
    "span-mismatch": "select the words in the text, then “use selection” beside the evidence.",
    "empty-span": "select the words in the text, then “use selection” beside the evidence.",
    "text-without-evidence": "select words of the text and code them.",
    "actor-country-without-code": "look its three letters up in ISO 3166-1.",
    "country-without-code": "look its three letters up in ISO 3166-1; what the standard does not list stays empty.",
    "size-mismatch": "if the files are as you want them, repair them; else restore them.",
    "hash-mismatch": "if the files are as you want them, repair them; else restore them.",
    "unattributed-speaker": "select the words that name the speaker and press the number of “speaker”; or choose the outside source, or leave the speaker open.",
    "direct-without-quote": "select the words between the marks and press the number of “quote”, or make the statement indirect.",
    "quote-evidence-mismatch": "select the words that are quoted and press the number of “quote”, or remove the span that is not.",
    "cue-evidence-mismatch": "select the verb or noun of saying and press the number of “cue”.",
}
"""Slug of a rule whose hint names commands, or cells that the page computes -> what to do on the page."""
PROPERTIES = {
    "$.temporal": "it is written with the first event that has a date.",
    "$.keywords": "press Package, above the text, and add some, with commas.",
}
"""Property of the descriptor that is missing -> what to do about it."""
COMPUTED = re.compile(r"\b(?:into|make) `(?:cue|quote|speaker_as_reported)`")
COMMAND = re.compile(r"`?\btimeline [a-z]|(?<![\w-])--[a-z]")


def page_hint(problem: Problem) -> str:
    """The hint of a finding as the page shows it."""
    if problem.slug == "incomplete-metadata" and problem.column in PROPERTIES:
        return PROPERTIES[problem.column]
    if problem.slug in HINTS and (COMMAND.search(problem.hint) or COMPUTED.search(problem.hint)):
        return HINTS[problem.slug]
    return without_commands(problem.hint)


def without_commands(hint: str) -> str:
    """A hint without its parts that name a command; all of it, said to be for a terminal, where no other part is left."""
    if not COMMAND.search(hint):
        return hint
    without = re.sub(r" ?\([^()]*\)", lambda m: "" if COMMAND.search(m[0]) else m[0], hint)
    parts = [p for p in re.split(r"(?<=[;.]) ", without) if not COMMAND.search(p)]
    left = " ".join(parts).strip().rstrip(";").rstrip(".")
    return f"{left}." if left else f"in a terminal: {hint}"
