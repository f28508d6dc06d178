"""The mapping of an event table: a TOML file that says which column is which field (schemas/mapping.schema.json)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from event_timeline import profile
from event_timeline.importing.mapping import formats
from event_timeline.importing.mapping.toml_lines import Lines, read
from event_timeline.model import UserError
from event_timeline.profile.conformity import conforms_to
from event_timeline.texts.files import read_text

PRESETS = Path(__file__).parents[1] / "mappings"
"""The folder of the mappings that come along."""
SOURCES = ("column", "text", "value", "first")
"""What a value begins with; it has exactly one of them."""

BRACES = re.compile(r"\{([^{}]*)\}")
"""A column in a text."""
LISTS: dict[str, tuple[str, ...]] = {"actors": ("name", "role", "side"), "sources": ("title", "url", "note")}
"""Blocks -> their values that may be lists, that of the record first."""


@dataclass(frozen=True)
class Mapping:
    """A mapping that keeps to its schema. `content` is the TOML as plain data, `name` what messages call the file."""

    content: dict[str, Any]
    name: str
    folder: Path
    lines: Lines
    base: Mapping | None = None
    """The mapping that this one changes; `content` is that of both."""
    own: dict[str, Any] = field(default_factory=dict)
    """What the file itself says."""

    def section(self, name: str) -> dict[str, Any]:
        """A table of the file, empty where it has none."""
        found: dict[str, Any] = self.content.get(name, {})
        return found

    def blocks(self, name: str) -> list[dict[str, Any]]:
        """An array of tables, empty where it has none."""
        found: list[dict[str, Any]] = self.content.get(name, [])
        return found

    def error(self, path: Sequence[str | int], message: str, hint: str) -> UserError:
        """An error at the line of a value."""
        if self.base is not None and not _has(self.own, path):
            return self.base.error(path, message, hint)
        return UserError(f"{self.name}:{self.lines.of(path)}: {message}", hint)


def load(file: Path, base: Path | None = None) -> Mapping:
    """Read a mapping. Raises UserError, with file and line, where it is not TOML or does not keep to the schema.

    base: the mapping that it changes: what it says goes before what the base says, key by key; lists and values are replaced.
    """
    mapping = _read(file)
    if base:
        under = load(base)
        mapping = replace(mapping, content=_overlaid(under.content, mapping.own, ()), base=under)
    _check(mapping)
    return mapping


def file_section(file: Path) -> dict[str, Any]:
    """The section `file` of a mapping that need not be whole. Raises UserError, with file and line, as `load`."""
    import jsonschema

    mapping = _read(file)
    rules = schema()
    only = {"$schema": rules["$schema"], "$defs": rules["$defs"], "properties": {"file": {"$ref": "#/$defs/file"}}}
    for error in jsonschema.Draft202012Validator(only).iter_errors(mapping.content):
        raise _readable(mapping, error)
    _check_signs(mapping)
    return mapping.section("file")


def _read(file: Path) -> Mapping:
    text = read_text(file, "name a mapping in TOML").removeprefix("\ufeff")
    content = read(text, str(file))
    return Mapping(content, str(file), file.parent, Lines(text), None, content)


def _overlaid(under: dict[str, Any], over: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """The content of both, where sections are merged and everything else is replaced."""
    made = dict(under)
    for key, value in over.items():
        deeper = (*path, key)
        both = isinstance(value, dict) and isinstance(under.get(key), dict)
        sections = (
            len(deeper) == 1
            or deeper == ("event", "date")
            or (len(deeper) == 2 and key == "coding")
            or path == ("codes",)
        )
        made[key] = _overlaid(under[key], value, deeper) if both and sections else value
    return made


def _has(content: Any, path: Sequence[str | int]) -> bool:
    for part in path:
        try:
            content = content[part]
        except (KeyError, IndexError, TypeError):
            return False
    return bool(path)


def schema() -> dict[str, Any]:
    """The JSON Schema of a mapping (draft 2020-12)."""
    loaded: dict[str, Any] = json.loads(profile.file("mapping.schema.json"))
    return loaded


def values(content: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every value of a mapping, with its path: what the schema calls `value`, those inside `first` included."""
    rules = schema()
    yield from _values(content, rules, rules["$defs"], ())


def _values(
    content: Any, rule: dict[str, Any], known: dict[str, Any], path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    name = rule.get("$ref", "").removeprefix("#/$defs/")
    rule = known.get(name, rule)
    if name == "value":
        yield path, content
    if isinstance(content, dict):
        for key, inner in content.items():
            deeper = rule.get("properties", {}).get(key, rule.get("additionalProperties"))
            if isinstance(deeper, dict):
                yield from _values(inner, deeper, known, (*path, key))
    elif isinstance(content, list):
        for place, inner in enumerate(content):
            yield from _values(inner, rule.get("items", {}), known, (*path, place))


def _check(mapping: Mapping) -> None:
    rules = schema()
    if not conforms_to(mapping.content, rules):
        import jsonschema

        errors = sorted(
            jsonschema.Draft202012Validator(rules).iter_errors(mapping.content),
            key=lambda e: (mapping.lines.of(list(e.absolute_path)), len(e.absolute_path)),
        )
        if errors:
            raise _readable(mapping, errors[0])
    for path, value in values(mapping.content):
        if isinstance(value, dict):
            _check_value(mapping, path, value)
    _check_signs(mapping)
    _check_formats(mapping, ("event", "date"), mapping.section("event").get("date", {}))
    for number, block in enumerate(mapping.blocks("sources")):
        _check_formats(mapping, ("sources", number), block)
    for place in mapping.blocks("places")[1:]:
        if "role" not in place:
            at = ("places", mapping.blocks("places").index(place))
            raise mapping.error(at, "a second place needs a role", 'add role = { value = "destination" }, or another')


def _check_signs(mapping: Mapping) -> None:
    signs = mapping.section("file")
    for name in ("delimiter", "quote"):
        sign = signs.get(name, "")
        if sign and (not sign.isascii() or (ord(sign) < 32 and sign != "\t") or sign.isalnum()):
            raise mapping.error(
                ("file", name), f"file, {name}: {sign!r} cannot separate cells or quote them",
                "write one sign of ASCII that is not a letter, a digit or a line end, such as a comma, a semicolon or \\t",
            )  # fmt: skip
    if (delimiter := signs.get("delimiter", ",")) == signs.get("quote", '"'):
        raise mapping.error(
            ("file", "delimiter"), f"file: delimiter and quote are the same sign, {delimiter!r}",
            'write another delimiter, or quote = "" where quotation marks are plain characters',
        )  # fmt: skip
    if "thousands" in signs and signs["thousands"] == signs.get("decimal"):
        raise mapping.error(
            ("file", "thousands"), f"thousands and decimal are the same sign, {signs['thousands']!r}",
            "say what separates thousands and what separates a fraction, or only one of them",
        )  # fmt: skip


def _check_formats(mapping: Mapping, path: tuple[str | int, ...], section: dict[str, Any]) -> None:
    for written in section.get("formats", ()):
        if wrong := formats.fault(written):
            raise mapping.error(
                (*path, "formats"), f"{_where(path)}, formats: {written!r}: {wrong}",
                "write dates as in %Y-%m-%d, %d/%m/%Y, %d %B %Y or %b-%y, or edtf for EDTF; see “Event tables” in docs/import.md",
            )  # fmt: skip


def _check_value(mapping: Mapping, path: tuple[str | int, ...], value: dict[str, Any]) -> None:
    begun = [key for key in SOURCES if key in value]
    if len(begun) != 1:
        found = " and ".join(begun) or "none of them"
        raise mapping.error(
            path, f"a value has one of column, text, value and first; {_where(path)} has {found}",
            'write "column name", or { value = "the same for all rows" }',
        )  # fmt: skip
    for key, needed in (("part", "split"), ("more", "map"), ("others", "map")):
        if key in value and needed not in value:
            raise mapping.error((*path, key), f"{key} needs {needed}", f"add {needed}, or remove {key}")
    if "split" in value and "part" not in value and (len(path) != 3 or path[2] not in LISTS.get(str(path[0]), ())):
        lists = " and ".join(f"{', '.join(names)} of [[{block}]]" for block, names in LISTS.items())
        raise mapping.error(
            (*path, "split"), f"{_where(path)}: split without part makes a list, and this is one value",
            f"add part = 0 for the first part, or part = -1 for the last; lists are {lists}",
        )  # fmt: skip
    rest = BRACES.sub("", value.get("text", ""))
    if rest.count("{") != rest.count("}"):
        raise mapping.error(
            (*path, "text"), f"{_where(path)}: a brace of the text has no other one: {value['text']!r}",
            "write {Column} for the cell of a column",
        )  # fmt: skip
    if "pattern" in value:
        import polars as pl

        try:
            pl.Series([""], dtype=pl.String).str.extract(value["pattern"], 0)
        except pl.exceptions.ComputeError as error:
            reason = str(error).strip().splitlines()[-1]
            raise mapping.error(
                (*path, "pattern"), f"not a regular expression: {value['pattern']!r} ({reason})",
                "write it as the regex crate of Rust reads it, in single quotation marks",
            ) from None  # fmt: skip


def _where(path: Sequence[str | int]) -> str:
    """A path in words: `actors 2, role`."""
    words: list[str] = []
    for part in path:
        if isinstance(part, int):
            words[-1:] = [f"{words[-1]} {part + 1}" if words else str(part + 1)]
        else:
            words.append(part)
    return ", ".join(words) or "the mapping"


def _readable(mapping: Mapping, error: Any) -> UserError:
    """An error of jsonschema as one of ours, with its line."""
    path = list(error.absolute_path)
    where = _where(path)
    if error.validator == "additionalProperties":
        allowed = sorted(error.schema.get("properties", {}))
        key = next(k for k in error.instance if k not in allowed)
        near = get_close_matches(key, allowed, 1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        return mapping.error(
            [*path, key], f"unknown field {key!r} in {where}", f"{hint}there are: {', '.join(allowed)}"
        )
    if error.validator == "required":
        missing = next(k for k in error.validator_value if k not in error.instance)
        return mapping.error(path, f"{where} has no {missing!r}", f"add {missing} = …; see docs/import.md")
    if error.validator == "enum":
        return mapping.error(path, f"{where} is {error.instance!r}", f"write one of {', '.join(error.validator_value)}")
    if error.validator == "type":
        kinds = {"object": "a table", "array": "a list", "string": "a text in quotation marks"}
        expected = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
        named = " or ".join(kinds.get(str(kind), str(kind)) for kind in expected)
        return mapping.error(path, f"{where} is {error.instance!r}", f"write {named}")
    return mapping.error(path, f"{where}: {error.message}", "see docs/import.md, section “Event tables”")
