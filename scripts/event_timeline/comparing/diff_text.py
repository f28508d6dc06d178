"""A comparison as text, JSON or Markdown."""

from __future__ import annotations

import json
from typing import Any

from event_timeline.comparing.diff import Cell, Diff, Duplicate, Key, TableDiff
from event_timeline.io.counting import counted
from event_timeline.io.terminal import json_text, printable

SHOWN = 80
"""Code points of a value that the text and the changelog show."""


def as_text(diff: Diff) -> str:
    """A line for each difference: `+` added, `-` removed, `>` renamed, `~` changed."""
    lines = [f"+ table {name}" for name in diff.tables_added] + [f"- table {name}" for name in diff.tables_removed]
    for t in diff.tables:
        lines += [f"+ {t.name}: column {c}" for c in t.columns_added]
        lines += [f"- {t.name}: column {c}" for c in t.columns_removed]
        lines += [f"+ {t.name}.{c}: term {term}" for c, term in t.terms_added]
        lines += [f"- {t.name}.{c}: term {term}" for c, term in t.terms_removed]
        lines += [f"~ {t.name}: {change}" for change in [*t.schema_changed, *t.limits_lifted]]
        lines += [f"+ {t.name} {_key(k)}" for k in t.added]
        lines += [f"- {t.name} {_key(k)}" for k in t.removed]
        lines += [f"> {t.name} {_key(a)} -> {_key(b)}" for a, b in t.renamed]
        lines += [f"~ {t.name} {_key(c.key)}: {c.column} {_shown(c.old)} -> {_shown(c.new)}" for c in t.changed]
        lines += [f"~ {t.name} {_key(d.key)}: duplicate key ({_places(d)})" for d in t.duplicated]
    lines += [
        f"~ datapackage.json: {name} {_shown(_plain(old))} -> {_shown(_plain(new))}"
        for name, old, new in diff.descriptor
    ]
    return "\n".join(map(printable, lines)) if lines else "no difference"


def as_json(diff: Diff) -> str:
    """Everything, for programs; `level` is what data semver makes of it."""
    document = {
        "schema_version": "1.0",
        "old_version": diff.old_version,
        "new_version": diff.new_version,
        "level": diff.level or None,
        "tables_added": diff.tables_added,
        "tables_removed": diff.tables_removed,
        "tables": [_table_json(t) for t in diff.tables],
        "descriptor": [{"property": name, "old": old, "new": new} for name, old, new in diff.descriptor],
    }
    return json_text(document)


def as_markdown(diff: Diff, most: int = 20) -> str:
    """Bullets, a table each: what a changelog entry is drafted from. most: keys or cells listed one by one."""
    lines = [f"- Table `{name}` added." for name in diff.tables_added]
    lines += [f"- Table `{name}` removed." for name in diff.tables_removed]
    for t in diff.tables:
        lines += [f"- `{t.name}`: column `{c}` added." for c in t.columns_added]
        lines += [f"- `{t.name}`: column `{c}` removed." for c in t.columns_removed]
        lines += [f"- `{t.name}.{c}`: term `{term}` added." for c, term in t.terms_added]
        lines += [f"- `{t.name}.{c}`: term `{term}` removed." for c, term in t.terms_removed]
        lines += [f"- `{t.name}`: {_code(change)}" for change in [*t.schema_changed, *t.limits_lifted]]
        for verb, keys in (("added", t.added), ("removed", t.removed)):
            if keys:
                lines.append(
                    f"- `{t.name}`: {counted(len(keys), 'row')} {verb}{_listed([_code(_key(k)) for k in keys], most)}"
                )
        if t.renamed:
            pairs = [f"{_code(_key(a))} is now {_code(_key(b))}" for a, b in t.renamed]
            lines.append(f"- `{t.name}`: {counted(len(pairs), 'row')} renamed{_listed(pairs, most)}")
        lines += _changed_markdown(t, most)
        lines += [f"- `{t.name}`: duplicate key {_code(_key(d.key))} ({_places(d)})." for d in t.duplicated]
    lines += [f"- `datapackage.json`: `{name}` changed." for name, _, _ in diff.descriptor]
    return "\n".join(map(printable, lines)) if lines else "- No difference in the data."


def _changed_markdown(t: TableDiff, most: int) -> list[str]:
    if not t.changed:
        return []
    if len(t.changed) > most:
        columns = ", ".join(f"`{c}`" for c in sorted({c.column for c in t.changed}))
        return [f"- `{t.name}`: {counted(len(t.changed), 'value')} changed, in {columns}."]
    return [
        f"- `{t.name}`: {_code(_key(c.key))} `{c.column}` {_code(_shown(c.old))} → {_code(_shown(c.new))}."
        for c in t.changed
    ]


def _table_json(t: TableDiff) -> dict[str, Any]:
    def cell(c: Cell) -> dict[str, Any]:
        return {"key": list(c.key), "column": c.column, "old": c.old, "new": c.new}

    return {
        "name": t.name,
        "columns_added": t.columns_added,
        "columns_removed": t.columns_removed,
        "terms_added": [{"column": c, "term": term} for c, term in t.terms_added],
        "terms_removed": [{"column": c, "term": term} for c, term in t.terms_removed],
        "schema_changed": t.schema_changed,
        "limits_lifted": t.limits_lifted,
        "added": [list(k) for k in t.added],
        "removed": [list(k) for k in t.removed],
        "renamed": [{"old": list(a), "new": list(b)} for a, b in t.renamed],
        "changed": [cell(c) for c in t.changed],
        "duplicated": [{"key": list(d.key), "old": d.old, "new": d.new} for d in t.duplicated],
    }


def _places(duplicate: Duplicate) -> str:
    sides = {"old": duplicate.old, "new": duplicate.new}
    return "; ".join(f"{side} {', '.join(places)}" for side, places in sides.items() if places)


def _key(key: Key) -> str:
    return " ".join(filter(None, key))


def _plain(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _shown(value: str) -> str:
    flat = " ".join(value.split())
    return (flat if len(flat) <= SHOWN else flat[: SHOWN - 1] + "…") or "nothing"


def _code(words: str) -> str:
    """Words as code; a backtick in them would end it."""
    return f"`{words.replace('`', '´')}`"


def _listed(items: list[str], most: int) -> str:
    shown = ", ".join(items[:most])
    return f": {shown}, and {len(items) - most} more." if len(items) > most else f": {shown}."
