"""The part of a package that a rule reads at once, by which an engine distributes the rules over machines.

Each rule declares its scope. The default, whole tables, is always right; the other scopes give the same problems from parts
of the tables, and the tests compare the two with each rule's own examples.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal["rows", "groups", "counts", "keys", "references", "gate", "whole"]
"""rows: each record by itself, with some other tables whole beside it; groups: the records of the same key together; counts:
a constraint of a column, counted in parts, and the whole table only where a count is not zero; keys, references: the whole
package only where a key is duplicated, or a referenced key is missing; gate: the whole package only where a part of it has
a match; whole: whole tables."""


@dataclass(frozen=True)
class Group:
    """Records of the same key, which a rule checks together and independently of all others.

    key: its name; table: the table of the problems; columns: (table, column with the key), that of the problems first; beside:
    tables that are needed whole.
    """

    key: str
    table: str
    columns: tuple[tuple[str, str], ...]
    beside: tuple[str, ...] = ()


def by(key: str, table: str, *others: str, beside: tuple[str, ...] = ()) -> Group:
    """Make a group of a key; a table is given as `table`, or as `table.column` where the column has another name."""
    pairs = [(name, column or key) for name, _, column in (t.partition(".") for t in (table, *others))]
    return Group(key, pairs[0][0], tuple(pairs), beside)


OF_EVENTS, OF_STATEMENTS = by("event_id", "events", "evidence"), by("statement_id", "statements", "evidence")
OF_SPANS = by("source_id", "evidence")
"""Records that lack a key which the schema does not require belong to no group and are left out."""
