"""How much of a package a rule must see at once: what lets an engine share the rules out among machines.

Nothing here repeats a rule. A rule that is not named looks at whole tables, which is always right; the others
come to the same findings from parts of them, and the tests hold each to that with its own examples.
"""

from __future__ import annotations

from dataclasses import dataclass

COUNTED = ("TAB020", "TAB021", "TAB022", "TAB023", "TAB024", "TAB025", "TAB026")
"""Constraints of a column: counted a part at a time (TAB026 by key), shown by one look at the whole table."""
FOLLOWING = ("TAB030",)
"""Gates for which a record is judged with the one before it."""
GATES = ("TAB015", "TAB030", "KEY001", "KEY002", "KEY003")
"""Asked of the whole package only where a part of it, or the records of one key, show that there is something."""

ROWS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            "TAB031", "TAB032", "TAB033", "TAB034", "TAB035", "TAB036",
            "TAB040", "TAB041", "TAB042", "TAB043", "TAB044", "TAB046",
            "DAT001", "DAT002", "DAT003", "DAT004", "DAT005", "DAT006", "DAT007", "DAT018", "DAT019", "DAT029",
            "GEO001", "GEO002", "GEO003", "GEO008",
            "ACT001", "ACT002", "ACT008", "ACT010", "ACT011",
            "EVT003", "EVT004", "EVT010", "EVT011", "EVT016", "EVT018",
            "REL001", "REL005",
            "STM001", "STM002", "STM016", "STM017", "STM018", "STM023", "STM024",
            "EVD001", "EVD003", "EVD004", "EVD005", "EVD006", "EVD007", "EVD034",
            "CIT010", "CIT014", "CIT015", "CIT016",
        ),
        (),
    ),
    "TAB047": ("codebook",),
    "VOC005": ("codebook",),
    "GEO014": ("actors",),
    "ACT003": ("places",),
    "EVT012": ("codebook",),
    "DAT011": ("sources",),
    "DAT015": ("sources",),
    "DAT017": ("sources",),
    "EVD002": ("sources",),
    "STM015": ("actors",),
}  # fmt: skip
"""Each record is judged by itself, with some other tables whole beside it."""


@dataclass(frozen=True)
class Group:
    """Records are judged together with those of the same key, whatever the others are.

    key: names the sharing out; about: the table that findings are in; columns: table -> the column that holds
    the key; beside: tables that are needed whole.
    """

    key: str
    about: str
    columns: tuple[tuple[str, str], ...]
    beside: tuple[str, ...] = ()


def by(key: str, about: str, *others: str, beside: tuple[str, ...] = ()) -> Group:
    """A group by a key; tables are written `table`, or `table.column` where the column is not called like the key."""
    pairs = [(name, column or key) for name, _, column in (t.partition(".") for t in (about, *others))]
    return Group(key, pairs[0][0], tuple(pairs), beside)


_OF_EVENTS, _OF_STATEMENTS = by("event_id", "events", "evidence"), by("statement_id", "statements", "evidence")
_OF_SPANS = by("source_id", "evidence")
GROUPS: dict[str, tuple[Group, ...]] = {
    "EVT005": (by("event_id", "events", "event_relations.other_event_id"),),
    "EVT006": (by("event_id", "events", "event_actors", "evidence", beside=("codebook",)),),
    "EVT009": (_OF_EVENTS,),
    "EVT014": (by("event_id", "events", "event_actors", beside=("actors",)),),
    "EVT015": (by("wikidata", "events"),),
    "EVT017": (_OF_EVENTS,),
    "ACT014": (by("event_id", "event_actors"),),
    "DAT008": (_OF_EVENTS, by("statement_id", "statements")),
    "DAT009": (_OF_EVENTS, _OF_STATEMENTS),
    "DAT010": (_OF_EVENTS, _OF_STATEMENTS),
    "DAT031": (_OF_EVENTS, _OF_STATEMENTS),
    "DAT012": (by("event_id", "events", "evidence", beside=("sources",)),),
    "DAT013": (by("event_id", "events", "evidence", beside=("sources",)),),
    "DAT014": (by("event_id", "events", "evidence", beside=("sources",)),),
    "DAT016": (by("event_id", "statements.occasion", "events"),),
    "STM003": (_OF_STATEMENTS,),
    "STM004": (_OF_STATEMENTS,),
    "STM005": (by("source_id", "statements"),),
    "STM006": (by("source_id", "statements", "evidence"),),
    "STM013": (by("event_id", "statements.occasion", "event_actors", beside=("actors",)),),
    "STM021": (by("source_id", "statements"),),
    "STM022": (by("source_id", "statements"),),
    "EVD008": (_OF_SPANS,),
    "EVD017": (_OF_SPANS,),
    "EVD009": (_OF_STATEMENTS,),
    "EVD010": (_OF_STATEMENTS,),
    "EVD011": (_OF_STATEMENTS,),
    "EVD012": (by("statement_id", "evidence"),),
    "EVD013": (_OF_SPANS,),
    "EVD015": (_OF_SPANS,),
    "EVD016": (by("event_id", "evidence"),),
    "EVD033": (by("source_id", "evidence", beside=("actors",)),),
    "CIT011": (by("source_id", "sources", "evidence"),),
    "CIT012": (by("source_id", "sources", "evidence"),),
}
"""Records that lack a key which the schema does not require belong to nobody, and are left out."""


def scope(code: str) -> str:
    """Where a rule is checked by an engine that shares out: `rows`, `groups`, `counts`, `gate` or `whole`."""
    if code in ROWS:
        return "rows"
    if code in GROUPS:
        return "groups"
    if code in COUNTED:
        return "counts"
    return "gate" if code in GATES else "whole"
