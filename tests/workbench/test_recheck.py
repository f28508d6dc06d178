"""What is validated again while a package is edited finds what a full validation finds."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from event_timeline.editing.draft import of_package
from event_timeline.model import Problem, UserError
from event_timeline.package.opening import open_package
from event_timeline.rules import RULES
from event_timeline.rules.explanations import Example
from event_timeline.texts.text import Text
from event_timeline.workbench.recheck import Recheck
from tests import builder

EXAMPLES = [e for rule in RULES for e in (rule.bad, rule.good)]


def texts_of(package: Path) -> dict[str, Text]:
    """The texts that lie in a test package, by the source that has their hash."""
    sources = builder.table(package / "data/sources.csv")
    hashes = {row[sources[0].index("sha256")]: row[0] for row in sources[1:]}
    found = [Text("", builder.read(file)) for file in sorted(package.glob("*.txt"))]
    return {s: Text(s, text.content) for text in found if (s := hashes.get(text.sha256))}


def both(package: Path, recheck: Recheck, texts: dict[str, Text]) -> tuple[list[Problem], list[Problem], Sequence[str]]:
    """What a recheck and a full validation find, and the codes of the rules that were asked again."""
    draft = of_package(open_package(package))
    full = draft.check(texts)
    draft.checker = recheck.check
    again = draft.check(texts)
    return again.problems, full.problems, again.ran


def check_examples(folder: Path, examples: Sequence[Example]) -> None:
    recheck = Recheck()
    for number, example in enumerate(examples):
        package = builder.edited(folder / str(number), example.edits, example.package)
        texts = texts_of(builder.PACKAGES / example.package) if example.with_text else {}
        try:
            found, expected, _ = both(package, recheck, texts)
        except UserError:  # the example is a package that cannot be opened, as the workbench says
            continue
        assert found == expected, example.note
        shutil.rmtree(package)


def test_rules_that_were_quiet_are_asked_again_where_an_example_breaks_one(tmp_path: Path) -> None:
    some = random.Random(15).sample([e for e in EXAMPLES if e.package == "harbour"], 12)
    check_examples(tmp_path, some)


@pytest.mark.slow
def test_examples_of_rules_one_after_the_other_in_all_packages(tmp_path: Path) -> None:
    some = random.Random(3).sample(EXAMPLES, 80)
    check_examples(tmp_path, sorted(some, key=lambda e: (e.package, e.with_text)))


@pytest.mark.parametrize("name", ["harbour", "floodgate", "marshes", "lighthouse"])
def test_any_cells_changed_one_after_the_other(tmp_path: Path, name: str) -> None:
    package = builder.edited(tmp_path, (), name)
    texts, recheck, rng = texts_of(package), Recheck(), random.Random(name)
    tables = [file.stem for file in sorted((package / "data").glob("*.csv"))]
    asked: set[str] = set()
    for _ in range(6):
        clean = builder.contents(package)
        for _ in range(rng.randrange(3)):
            table, record, column = rng.choice(tables), rng.randrange(50), rng.randrange(20)
            cells = [cell for row in builder.table(package / f"data/{table}.csv")[1:] for cell in row]
            if cells:
                builder.put_cells(package, [(table, record, column, rng.choice(["", "x", "2024-05", *cells]))])
        found, expected, ran = both(package, recheck, texts)
        assert found == expected
        asked |= set(ran) if len(ran) < len(RULES) / 2 else set()
        if rng.random() < 0.5:
            for path, content in clean.items():
                (package / path).write_bytes(content)
    assert asked, "each validation was a full one"


def test_asks_only_rules_that_read_the_table_that_was_changed(tmp_path: Path) -> None:
    package, recheck = builder.copy_of_harbour(tmp_path), Recheck()
    texts = texts_of(package)
    both(package, recheck, texts)
    assert not both(package, recheck, texts)[2]
    builder.put_cells(package, [("places", 0, 1, "Another pier")])
    ran = set(both(package, recheck, texts)[2])
    assert ran >= {r.code for r in RULES if r.needs == ("places",)}
    assert not ran & {r.code for r in RULES if r.needs and not r.text and "places" not in r.needs and r.scope == "rows"}
