"""What commands need beyond the public functions: not public; prints nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from event_timeline.io.counting import counted
from event_timeline.model import UserError
from event_timeline.package.opening import DESCRIPTOR as DESCRIPTOR

if TYPE_CHECKING:
    from event_timeline.editing.history import Change
    from event_timeline.editing.record_types import RecordType
    from event_timeline.package.opening import Package
    from event_timeline.reports.vocabulary_text import Vocabulary
    from event_timeline.rules.rule import Rule


def record_types() -> tuple[RecordType, ...]:
    """Return the sorts of rows that can be added: name, table, fields, and the words of the text that may come with each."""
    from event_timeline.editing.record_types import RECORD_TYPES

    return tuple(RECORD_TYPES.values())


def check_steps(changes: Sequence[Change], steps: int, *, undone: bool) -> None:
    """Raise UserError where fewer changes of a history can be undone, or redone where `undone`, than there are steps."""
    in_order = [c for c in (changes if undone else reversed(changes)) if c.undone == undone]
    there = len([*takewhile(lambda change: change.files, in_order)])
    if 0 < there < steps:
        can = f"{counted(there, 'change')} can be {'redone' if undone else 'undone'}, not {steps:,}"
        raise UserError(f"only {can}: nothing was changed", f"say --steps {there} for all of them")


def row_name(table: str) -> str:
    """Return what `timeline add` calls a row of a table; the table's name where it has no name for them."""
    from event_timeline.editing.record_types import BY_TABLE

    return BY_TABLE[table].name if table in BY_TABLE else table


def table_and_package(names: Sequence[str]) -> tuple[str, str]:
    """Return the table, or nothing, and the package that `[TABLE] [PACKAGE]` name. Raises UserError for more names."""
    from event_timeline import profile
    from event_timeline.editing.record_types import RECORD_TYPES

    if len(names) > 2:
        raise UserError(f"{names[2]!r} is one name too many", "write TABLE and PACKAGE, or one of them")
    if len(names) == 2:
        return names[0], names[1]
    if names and (names[0] in (*profile.ALL_TABLES, *RECORD_TYPES) or not Path(names[0]).exists()):
        return names[0], "."
    return "", names[0] if names else "."


def words_and_package(names: Sequence[str]) -> tuple[str, str | None]:
    """Return the words, or nothing, and the package that `[WORDS] [PACKAGE]` name; by default that in the current folder, if there is one.

    Raises UserError for more names.
    """
    if len(names) > 2:
        raise UserError(
            f"{names[2]!r} is one name too many", "write the words in quotation marks, and the package last"
        )
    words, package = (
        ("", names[0])
        if len(names) == 1 and (not names[0] or Path(names[0]).exists())
        else ([*names, "", ""][0], names[1] if len(names) == 2 else None)
    )
    here = "." if not words or Path("datapackage.json").exists() else None
    return words, here if package is None else package


def names_to_explain(given: Sequence[str]) -> list[str]:
    """Return the names that are explained one by one: a vocabulary with the terms behind it is one, which `explain` separates by blanks."""
    names: list[str] = []
    for word in (word for argument in given for word in argument.replace(",", " ").split()):
        if names and "." in names[-1].split()[0] and "." not in word and not word.isupper():
            names[-1] += f" {word}"
        else:
            names.append(word)
    return names or [""]


def package_here() -> str | None:
    """Return the package in the current folder, or None where there is none."""
    return "." if Path(DESCRIPTOR).is_file() else None


def refuse_binary(name: str) -> None:
    """Raise UserError for a format that makes no sense on a terminal."""
    from event_timeline.exports.write_export import find_format

    chosen = find_format(name)
    if chosen.binary or chosen.folder:
        raise UserError(f"{name} is not text and cannot go to the terminal", "name a file: -o FILE")


def conditions(given: Sequence[str]) -> dict[str, list[str]]:
    """Return `KEY=VALUE` each as key -> values. Raises UserError for what is neither."""
    from event_timeline.editing.part_of_package import conditions as parsed

    return parsed(given) if given else {}


def rules() -> tuple[Rule, ...]:
    """Return all rules."""
    from event_timeline.rules import RULES

    return RULES


def vocabularies() -> tuple[Vocabulary, ...]:
    """Return the vocabularies of the profile."""
    from event_timeline.reports import vocabulary_text

    return tuple(vocabulary_text.of_profile().values())


def rules_left_out(select: Sequence[str], ignore: Sequence[str]) -> tuple[str, ...]:
    """Return the codes of the rules that `validate` does not run under `select` and `ignore`, sorted."""
    from event_timeline.engine.validation import chosen_rules

    chosen = {r.code for r in chosen_rules(select, ignore, with_frictionless=True)}
    return tuple(sorted(r.code for r in rules() if r.code not in chosen))


def texts_nearby(package: Package) -> dict[str, Path]:
    """Find the coded texts that are in a package or beside it, by their hashes: source_id -> file."""
    from event_timeline.editing.source_texts import find_texts
    from event_timeline.tables.loading import load_tables
    from event_timeline.texts.source_arguments import hashes_of

    if not {"sources", "evidence"} <= package.resources.keys():
        return {}
    return {
        s: path
        for s, (path, _) in find_texts(package, hashes_of(load_tables(package, "sources", hashed=False))).items()
    }


def refuse_own(path: Path, package: str, texts: Sequence[str] = ()) -> None:
    """Raise Error if a file to be written is, or holds, a part of the package or one of the texts (`[ID=]FILE`)."""
    from event_timeline.exports import output_paths

    output_paths.refuse_own(path, package, texts)


def shorten(text: str, most: int) -> str:
    """Return a text on one line, of at most `most` characters, cut between words."""
    from event_timeline.citations import fragments

    return fragments.shorten(" ".join(text.split()), most)
