"""Which columns of a file go where: what is carried whole into a field, what is kept as it is, and what is a code."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from event_timeline import profile
from event_timeline.importing.mapping import Mapping, values
from event_timeline.importing.mapping.columns import Columns
from event_timeline.importing.mapping.evaluate import used

_WHOLE = {"column", "split"}
"""The keys of a value that takes all of a cell."""
_PARTIAL = ("label", "id", "kind", "start", "precision", "when")
"""Fields that do not show all of what they are made from, or not as it was."""
TERMS = {
    ("event", "kind"): "events.kind", ("event", "status"): "events.status", ("event", "polarity"): "events.polarity",
    ("event", "plover"): "events.plover", ("event", "place_precision"): "events.place_precision",
    ("event", "date", "precision"): "events.date_precision", ("actors", "kind"): "actors.kind",
    ("actors", "sector"): "actors.sector", ("actors", "role"): "event_actors.role", ("places", "role"): "event_places.role",
    ("sources", "kind"): "sources.kind", ("measures", "measure"): "measures.measure",
}  # fmt: skip
"""Values that are terms of the profile -> their vocabulary."""


def terms(vocabulary: str, mapping: Mapping) -> list[str]:
    """The terms of a vocabulary of the profile, and those that the mapping adds."""
    table, _, column = vocabulary.partition(".")
    found: list[str] = profile.known_fields(table)[column]["constraints"]["enum"]
    return [*found, *mapping.section("terms").get(vocabulary, {})]


def check_terms(mapping: Mapping) -> None:
    """Raise UserError, with the line, where a value that is written in the mapping is not a term of its vocabulary."""
    from difflib import get_close_matches

    from event_timeline.rules.tables.suggestions import terms_in_words

    for path, spec in values(mapping.content):
        names = tuple(p for p in path if isinstance(p, str) and p != "first")
        vocabulary = TERMS.get(names)
        if not vocabulary or not isinstance(spec, dict):
            continue
        written = [str(spec[k]) for k in ("value", "others", "filled", "empty") if spec.get(k) not in (None, "")]
        maps = (spec.get("map"), spec.get("more"))
        written += [str(value) for pairs in maps if isinstance(pairs, dict) for value in pairs.values()]
        known = terms(vocabulary, mapping)
        for term in written:
            if term not in known:
                near = get_close_matches(term, known, 1)
                hint = f"did you mean {near[0]!r}? " if near else ""
                raise mapping.error(
                    path, f"{term!r} is not a term of {vocabulary}",
                    f"{hint}{terms_in_words(vocabulary, known, term)}; define others in [terms.\"{vocabulary}\"]",
                )  # fmt: skip


class Kept:
    """The columns of the file that a package keeps as its own. own: column of the file -> column of `events`.

    emptied: columns of which cells are left empty in their fields, which are kept for what these cells said.
    """

    def __init__(self, mapping: Mapping, columns: Columns, emptied: frozenset[str] = frozenset()) -> None:
        self._columns = columns
        carried, coded = _uses(mapping, columns)
        carried -= emptied
        for path in (("drop",), ("codes",)):
            for place, name in enumerate(mapping.content.get(path[0], ())):
                columns.require(name, (*path, place if path[0] == "drop" else name))
        dropped = {columns.names[columns.key(name)] for name in mapping.content.get("drop", ())}
        beside = [
            {columns.require(name, ("sources", n, "keep", k)): name for k, name in enumerate(block.get("keep", ()))}
            for n, block in enumerate(mapping.blocks("sources"))
        ]
        coded |= {columns.names[columns.key(name)] for name in mapping.section("codes")}
        elsewhere = {name for block in beside for name in block}
        first = mapping.blocks("places")[0] if mapping.blocks("places") else {}
        points = {
            columns.names[columns.key(first[c])] for c in ("latitude", "longitude") if isinstance(first.get(c), str)
        }
        stay = [c for c in columns.written if c in coded | points or c not in carried]
        taken = set(profile.known_fields("events"))
        self.own = _named([c for c in stay if c not in dropped and c not in elsewhere], taken)
        reports = {f["name"] for f in profile.table_schema("event_sources")["fields"]}
        self.reports = _named([c for c in columns.written if c in elsewhere], reports)
        """Columns that are kept in `event_sources`."""
        self.codes = {c: self.own[c] for c in self.own if c in coded}
        """Those of `own` that have a vocabulary."""

    def labels(self, mapping: Mapping, column: str) -> dict[str, str]:
        """Code -> label, as the mapping gives them."""
        for name, known in mapping.section("codes").items():
            if self._columns.names[self._columns.key(name)] == column:
                return {str(code): label for code, label in known.items()}
        return {}


def _uses(mapping: Mapping, columns: Columns) -> tuple[set[str], set[str]]:
    """Columns that a field takes whole, and columns of codes that a table in the mapping translates."""
    carried, coded = set(), set()
    named = {columns.key(name) for name in mapping.section("values")}
    precise = "precision" not in mapping.section("event").get("date", {})
    changed: set[tuple[str | int, ...]] = set()
    for path, spec in values(mapping.content):
        if isinstance(spec, dict) and (set(spec) - {"first"}):
            changed.add(path)
        own = [columns.names[columns.key(n)] for n in used(spec) if columns.key(n) not in named]
        field = next((p for p in reversed(path) if isinstance(p, str) and p != "first"), "")
        chosen = _chosen(mapping, path, changed)
        if (
            is_whole(spec)
            and chosen
            and path[0] != "values"
            and (field not in _PARTIAL or (field == "start" and precise))
        ):
            carried |= set(own)
        if isinstance(spec, dict) and isinstance(spec.get("map"), dict):
            coded |= set(own) if "pattern" not in spec and "split" not in spec else set()
    return carried, coded


def _chosen(mapping: Mapping, path: tuple[str | int, ...], changed: Collection[tuple[str | int, ...]]) -> bool:
    """Whether a value takes a cell wherever there is one, and all of it. changed: values that are made of others and changed."""
    firsts = [place for place, part in enumerate(path) if part == "first"]
    if any(path[place + 1] != 0 or path[:place] in changed for place in firsts):
        return False
    block: Any = mapping.content.get(str(path[0]), {})
    level = block[path[1]]["chain"][path[3]] if path[0] == "places" and path[2] == "chain" else {}
    not_of_negated = path[0] == "event" and path[1] in ("plover", "cameo") and "polarity" in block
    return "when" not in level and not not_of_negated


def is_whole(spec: Any) -> bool:
    """Whether a value is all of a cell."""
    return isinstance(spec, str) or set(spec) <= _WHOLE


def _named(names: list[str], taken: set[str]) -> dict[str, str]:
    """Names as columns of a package: lower case, letters, digits and underscores."""
    found: dict[str, str] = {}
    used_names = set(taken)
    for name in names:
        own = re.sub("[^a-z0-9]+", "_", name.lower()).strip("_") or "column"
        own = f"c_{own}" if own[0].isdigit() else own
        while own in used_names:
            own = f"{own}_of_file"
        used_names.add(own)
        found[name] = own
    return found


def column_title(name: str) -> str:
    """The name of a column of the file as a title."""
    words = re.sub(r"[\s_]+", " ", name).strip()
    return words[:1].upper() + words[1:]
