"""Each property of datapackage.json with a value of a wrong type: every command ends with a message, never with a bug.

A test run tries each value with `validate` and one more command; with all commands, by hand:

    PROPERTY_EXAMPLES=1 pytest tests/properties/test_descriptor_types.py
"""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import builder
from tests.conftest import Timeline
from tests.properties.descriptor_nodes import EXAMPLES

VALUES: tuple[Any, ...] = (5, [], {}, None, "x")
DESCRIPTOR: dict[str, Any] = json.loads(builder.read(builder.HARBOUR / "datapackage.json"))
MORE = {(): ("homepage", "image"), ("resources", 1): ("dialect", "profile")}
"""Properties that the package does not have."""


def properties(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every property and item below a node; of a list only the first item, or the second of the resources."""
    names: list[str | int] = []
    if isinstance(node, dict):
        names = [*node, *MORE.get(path, ())]
    elif isinstance(node, list) and node:
        names = [1 if path == ("resources",) else 0]
    for name in names:
        yield (*path, name)
        if isinstance(node, list) or name in node:
            yield from properties(node[name], (*path, name))


WHOLE = (("conformsTo",), ("keywords",), ("resources", 1, "name"), ("contributors", 0, "roles"))
"""Properties that many commands read: each value is tried with all of them."""
CASES = [(path, value) for path in properties(DESCRIPTOR) for value in VALUES]
COMMANDS = (
    "show {}", "cite {}", "cite {} --style datacite", "cite {} --style cff", "stamp {}", "bump patch {} --dry-run",
    "bump --profile {} --dry-run", "history {}", "locate the {}", "diff {} {before}", "set actors/mira-holm note=x {}",
    "add place {} --name Harbour --kind site", "remove actors/mira-holm {}", "validate {} --diff", "validate {} --fix", "quotes {}", "coverage {}",
    "export json {} --no-validate -o {out}", "export rocrate {} --no-validate -o {out}", "export html {} --no-validate -o {out}",
    "merge {} {before} -o {out}", "agree {} {before}", "publish {} --dry-run",
)  # fmt: skip


@pytest.mark.parametrize("part", range(4))
def test_a_wrong_type_in_the_descriptor_ends_in_a_message(part: int, tmp_path: Path, timeline: Timeline) -> None:
    folder = tmp_path / "package"
    for number, (path, value) in list(enumerate(CASES))[part::4]:
        document = copy.deepcopy(DESCRIPTOR)
        node: Any = document
        for name in path[:-1]:
            node = node[name]
        node[path[-1]] = value
        chosen = COMMANDS if EXAMPLES or path in WHOLE else (COMMANDS[number % len(COMMANDS)],)
        for command in ("validate {} --metadata-only", *chosen):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(builder.HARBOUR, folder)
            builder.write(folder / "datapackage.json", json.dumps(document))
            arguments = [
                word.format(folder, before=builder.HARBOUR, out=tmp_path / f"out-{number}") for word in command.split()
            ]
            done = timeline(*arguments)
            assert "No such option" not in done.err, command
            place = f"{path}={value!r}: {command}: {done.err}"
            assert done.code in (0, 1, 2), place
            assert "this is a bug" not in done.err, place
            assert done.code == 0 or done.err or done.out, place
            if command.startswith("validate {} --m") and value == 5 and len(path) == 1:
                assert done.code in (1, 2), place


@pytest.mark.parametrize("value", VALUES)
def test_a_package_whose_profile_is_not_known_is_not_lifted(value: object, tmp_path: Path, timeline: Timeline) -> None:
    folder = builder.copy_of_harbour(tmp_path)
    builder.write(folder / "datapackage.json", json.dumps(DESCRIPTOR | {"conformsTo": value}))
    done = timeline("bump", "--profile", folder)
    assert (done.code, "names no version" in done.err) == (2, True), done.err
