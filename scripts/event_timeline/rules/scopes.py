"""How much of a package a rule must see at once: what lets an engine share the rules out among machines.

Each rule declares its scope. One that declares none looks at whole tables, which is always right; the others come to
the same findings from parts of them, and the tests compare the two with each rule's own examples.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal["rows", "groups", "counts", "gate", "whole"]
"""rows: each record is judged by itself, with some other tables whole beside it; groups: with the records of the same key;
counts: a constraint of a column, counted a part at a time and shown by one look at the whole table; gate: the whole package
is asked only where a part of it, or the records of one key, show that there is something; whole: whole tables."""


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


OF_EVENTS, OF_STATEMENTS = by("event_id", "events", "evidence"), by("statement_id", "statements", "evidence")
OF_SPANS = by("source_id", "evidence")
"""Records that lack a key which the schema does not require belong to no group, and are left out."""
