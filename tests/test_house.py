"""The habits of the house, held by tests: parity, one way of imports, lightness, current files."""

from __future__ import annotations

import ast
import io
import json
import re
import subprocess
import sys
import tokenize
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from event_timeline import profile
from event_timeline.cli import group
from event_timeline.profile import constraints
from event_timeline.reports import FORMATS
from event_timeline.rules import BY_CODE, FAMILIES, RULES
from event_timeline.rules.families import FOLDERS
from event_timeline.rules.retired import RETIRED
from event_timeline.rules.rule import Rule
from event_timeline.tables import loading, types
from tests.conftest import Timeline
from tests.packages import harbour_source

ROOT = Path(__file__).parents[1]
CODE = ROOT / "scripts" / "event_timeline"
SOURCES = sorted(CODE.rglob("*.py"))
LAYERS = (
    ("__main__", "cli"),
    ("api", "cli_support"),
    ("public_types",),
    ("workbench",),
    ("publishing",),
    ("importing",),
    ("comparing",),
    ("editing",),
    ("exports",),
    ("citations",),
    ("reports",),
    ("engine",),
    ("rules",),
    ("texts",),
    ("profile",),
    ("tables",),
    ("package",),
    ("arguments",),
    ("io",),
    ("model",),
    ("remedies",),
)
"""From the top down; every module of the package is named."""
HEAVY = ("polars", "pandas", "pandera", "frictionless", "jsonschema", "numpy")


def module(path: Path) -> str:
    return ".".join(path.relative_to(CODE.parent).with_suffix("").parts).removesuffix(".__init__")


def layer(name: str) -> int:
    top = [*name.split("."), ""][1]
    return next(i for i, names in enumerate(LAYERS) if top in names)


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert not node.level, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.startswith("event_timeline")}


@pytest.mark.parametrize("path", SOURCES, ids=module)
def test_imports_point_down(path: Path) -> None:
    if path.name == "__init__.py" and path.parent == CODE:
        return
    own = layer(module(path))
    upward = {name for name in imports(path) if layer(name) < own}
    assert not upward


COMMAND_LINE = [path for path in SOURCES if path.parent == CODE / "cli"]
BELOW_THE_API = {
    "event_timeline.cli.group": {"event_timeline.package.callers"},  # where it says what runs and shows notes
}
"""Module of the command line -> what it imports beside the API and plain data; to become shorter."""


@pytest.mark.parametrize("path", COMMAND_LINE, ids=module)
def test_the_command_line_imports_the_api_only(path: Path) -> None:
    allowed = {
        "event_timeline.api",
        "event_timeline.cli",
        "event_timeline.io",
        "event_timeline.model",
        "event_timeline.remedies",
        "event_timeline.reports",
        "event_timeline.cli_support",
    }
    allowed |= BELOW_THE_API.get(module(path), set())
    below = {name for name in imports(path) if not any(f"{name}.".startswith(f"{top}.") for top in allowed)}
    assert below == set()


@pytest.mark.parametrize("path", COMMAND_LINE, ids=module)
def test_no_command_is_imported_by_another_module(path: Path) -> None:
    commands = {target.split(":")[0] for target, _ in group.COMMANDS.values()}
    assert len(commands) == len(group.COMMANDS)
    imported = {name for name in imports(path) if any(f"{name}.".startswith(f"{one}.") for one in commands)}
    assert imported == set()


MAX_COMMAND_LINES = 60
"""Lines of code of a command: options, one call, output, exit code. Work is in the rooms, declarations in `cli.options`."""


def code_lines(path: Path) -> int:
    """Count the lines that hold code. Docstrings, `help=` and `epilog=` do not count: help is to be as long as it needs."""
    text = path.read_text(encoding="utf-8")
    prose: list[ast.stmt | ast.keyword] = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            prose.append(node.body[0])
        elif isinstance(node, ast.keyword) and node.arg in ("help", "epilog"):
            prose.append(node)
    spans = [((n.lineno, n.col_offset), (n.end_lineno, n.end_col_offset)) for n in prose]
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        in_prose = any(start <= token.start and token.end <= end for start, end in spans)
        if token.string.strip() not in ("", ",") and token.type != tokenize.COMMENT and not in_prose:
            lines.update(range(token.start[0], token.end[0] + 1))
    return len(lines)


@pytest.mark.parametrize("name", group.COMMANDS)
def test_a_command_is_a_thin_wrapper(name: str) -> None:
    target, _ = group.COMMANDS[name]
    path = CODE.parent / f"{target.partition(':')[0].replace('.', '/')}.py"
    assert code_lines(path) <= MAX_COMMAND_LINES


def test_only_code_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "command.py"
    path.write_text(
        '"""What it is for.\n\nMore."""\n\n@option(\n    "--on",\n    help="a"\n    "b",\n)\ndef f():\n    """Do."""\n    # why\n    g(\n        1,\n    )\n',
        encoding="utf-8",
    )
    assert code_lines(path) == 7  # all but the docstrings, the help and the comment


@pytest.mark.parametrize("path", SOURCES, ids=module)
def test_a_module_says_in_its_docstring_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_the_command_line_starts_without_heavy_libraries() -> None:
    code = f"import sys, event_timeline.cli.group; print([m for m in {HEAVY!r} if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_a_sound_package_never_pays_for_diagnostics() -> None:
    spared = ("pandas", "pandera", "frictionless", "jsonschema", "numpy")
    code = (
        "import sys; from event_timeline.cli.group import run; code = run(['validate', '-q']);"
        f"print([m for m in {spared!r} if m in sys.modules], code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "[] 0\n"


def test_help_imports_no_command() -> None:
    code = (
        "import sys; from event_timeline.cli.group import run; code = run(['--help']);"
        "print(sorted({m for m in sys.modules if m.startswith('event_timeline.cli.')} - {'event_timeline.cli.group'}), code)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.endswith(
        "[] 0\n"
    )


@pytest.mark.parametrize("name", group.COMMANDS)
def test_every_command_has_help_with_an_example(name: str, timeline: Timeline) -> None:
    result = timeline(name, "--help")
    assert result.code == 0
    assert f"timeline {name}" in result.out.split("Examples:")[1]
    summary = group.COMMANDS[name][1]
    assert summary.endswith(".")
    assert len(summary) <= 70


NOT_A_VERB = {"a", "an", "the", "what", "which", "who", "where", "when", "how", "all", "each", "every"}


def listed_commands(text: str) -> dict[str, str]:
    """Command -> what the list of a help says of it."""
    lines = re.findall(r"^  (\S+) {2,}(\S.*)$", text.partition("Commands:\n")[2].partition("\n\n")[0], re.MULTILINE)
    return dict(lines)


@pytest.mark.parametrize("group_name", [(), ("add",)], ids=["timeline", "timeline add"])
def test_a_list_of_commands_says_what_each_does_beginning_with_a_verb(
    group_name: tuple[str, ...], timeline: Timeline
) -> None:
    listed = listed_commands(timeline(*group_name, "--help").out)
    assert len(listed) > 10
    assert [line for line in listed.values() if line.split()[0].lower() in NOT_A_VERB] == []


@pytest.mark.parametrize("name", group.COMMANDS)
def test_a_command_s_help_begins_with_a_verb_as_its_line_in_the_list(name: str) -> None:
    help_ = group.load(name).help or ""
    assert help_.split()[0].lower() not in NOT_A_VERB


@pytest.mark.parametrize("name", group.COMMANDS)
def test_every_command_stands_in_the_readme(name: str) -> None:
    assert f"timeline {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_codes_and_slugs_are_unique_and_formed_alike() -> None:
    assert len({r.code for r in RULES}) == len({r.slug for r in RULES}) == len(RULES) == len(BY_CODE)
    for r in RULES:
        assert re.fullmatch(r"[A-Z]{3}\d{3}", r.code)
        assert r.family in FAMILIES
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", r.slug)
        assert r.summary.endswith(".")


def test_every_rule_of_a_family_file_is_listed() -> None:
    for path in (CODE / "rules").glob("*.py"):
        codes = set(re.findall(r'"([A-Z]{3}\d{3})"', path.read_text(encoding="utf-8")))
        assert not codes, path
    for family, folder in FOLDERS.items():
        code = rf'"({family}\d{{3}})"'
        texts = [path.read_text(encoding="utf-8") for path in (CODE / "rules" / folder).glob("*.py")]
        assert {c for text in texts for c in re.findall(code, text)} == {r.code for r in RULES if r.family == family}


def test_rules_are_listed_in_the_order_of_their_codes() -> None:
    families = list(FAMILIES)
    assert [r.code for r in RULES] == sorted((r.code for r in RULES), key=lambda c: (families.index(c[:3]), c))


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_explain_tells_everything(rule: Rule, timeline: Timeline) -> None:
    words = " ".join(timeline("explain", rule.code).out.split())
    for part in (rule.slug, rule.summary, rule.why, rule.repair, rule.bad.note, rule.good.note):
        assert " ".join(part.split()) in words


def test_every_report_format_is_offered(timeline: Timeline) -> None:
    text = timeline("validate", "--help").out
    assert all(name in text for name in FORMATS)


FIELDS = [(t, f) for t in profile.table_names() for f in profile.table_schema(t)["fields"]]


@pytest.mark.parametrize(("table", "field"), FIELDS, ids=[f"{t}.{f['name']}" for t, f in FIELDS])
def test_a_field_is_described_and_its_example_meets_its_constraints(table: str, field: dict[str, Any]) -> None:
    assert field["title"]
    assert field["description"].endswith(".")
    assert not list(constraints.unusable(field))
    frame = pl.LazyFrame({field["name"]: [str(field["example"])]}).with_row_index(loading.ROW, 1)
    raw = frame.with_columns(pl.col(field["name"]).alias(loading.RAW + field["name"]))
    kind = types.POLARS_TYPES[field["type"]]
    typed = raw.with_columns(types.cast(field)) if kind != pl.String() else raw
    assert constraints.count_violations(typed, [field]) == {}


def test_the_profile_knows_its_own_version() -> None:
    assert profile.profile_schema()["version"] == profile.VERSION
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["conformsTo"] == profile.URN + profile.VERSION


def test_the_harbour_package_is_what_its_source_makes() -> None:
    for path, text in harbour_source.files().items():
        assert (ROOT / "tests" / "packages" / "harbour" / path).read_text(encoding="utf-8") == text, (
            f"{path} is old: python -m tests.packages.harbour_source"
        )


def test_nothing_names_a_place_of_this_machine() -> None:
    for path in [
        *SOURCES,
        ROOT / "Makefile",
        ROOT / "pyproject.toml",
        *ROOT.glob("requirements*.lock"),
        ROOT / ".ci" / "run",
    ]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"/(work|home|root|Users|tmp)/|pypi\.|file:///[a-z]", text), path


@pytest.mark.parametrize("code", RETIRED)
def test_settings_that_leave_a_retired_rule_out_still_hold(code: str, timeline: Timeline) -> None:
    harbour = ROOT / "tests" / "packages" / "harbour"
    assert timeline("validate", harbour, "--ignore", code).code == 0
    assert timeline("validate", harbour, "--select", code).code == 2
