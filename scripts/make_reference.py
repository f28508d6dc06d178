"""Write docs/reference/ from the schemas, the codebook, the rules and the registries.

python scripts/make_reference.py            write the pages
python scripts/make_reference.py --check    exit 1 if a page is not what would be written
"""

from __future__ import annotations

import csv
import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby
from pathlib import Path
from textwrap import dedent
from typing import Any

import click

from event_timeline import profile
from event_timeline.citations import STYLES
from event_timeline.cli.group import COMMANDS, load
from event_timeline.exports import FORMATS
from event_timeline.rules import FAMILIES, RULES
from event_timeline.rules.explanations import Example
from event_timeline.rules.retired import RETIRED
from event_timeline.rules.rule import Rule

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "reference"
MADE = "<!-- Made by scripts/make_reference.py from the schemas and the code: edit those. -->\n"


def tables() -> Iterator[str]:
    """Every table and column, as the schemas describe them."""
    yield f"{MADE}\n# Tables\n"
    yield f"Profile {profile.VERSION}. An empty cell is a missing value. Keys: **bold** is the primary key.\n\n"
    optional = [t for t in profile.ALL_TABLES if t in profile.OPTIONAL_TABLES]
    linked = {t: f"[`{t}`](#{t})" for t in profile.ALL_TABLES}
    yield f"{', '.join(linked[t] for t in profile.ALL_TABLES if t not in optional)}; optional: {', '.join(map(linked.__getitem__, optional))}.\n"
    for name in profile.ALL_TABLES:
        schema = profile.table_schema(name)
        keys = [*schema.get("foreignKeys", ()), *profile.optional_keys(name)]
        targets = {k["fields"]: k["reference"].get("resource") or name for k in keys}
        optional = "Optional table. " if name in profile.OPTIONAL_TABLES else ""
        yield f"\n## {name}\n\n{optional}{schema['title']}. {schema['description']}\n\nSorted by {_listed(schema['sortedBy'])}."
        if schema.get("uniqueKeys"):
            yield f" Unique: {_listed('(' + ', '.join(k) + ')' for k in schema['uniqueKeys'])}."
        yield "\n\n| column | holds |\n|---|---|\n"
        for field in schema["fields"]:
            yield _field_row(name, field, schema.get("primaryKey", []), targets)
        for field in profile.optional_fields(name).values():
            yield _field_row(name, field, [], targets, "optional column")


def _field_row(table: str, field: dict[str, Any], key: list[str], targets: dict[str, str], *more: str) -> str:
    name = f"**{field['name']}**" if field["name"] in key else field["name"]
    constraints = field["constraints"]
    said = [field["description"]]
    if field["name"] in targets:
        said.append(f"Refers to [{targets[field['name']]}](#{targets[field['name']]}).")
    if "enum" in constraints:
        said.append(f"[Terms](vocabularies.md#{_anchor(table + '.' + field['name'])}).")
    rules = [k for k in ("required", "unique") if constraints.get(k)]
    rules += [f"{k} {constraints[k]}" for k in ("minimum", "maximum", "minLength", "maxLength") if k in constraints]
    kind = ", ".join([field["type"], *rules, *more])
    return f"| {name}<br>{kind} | {_cell(' '.join(said))} Example: {_code(field['example'])} |\n"


def vocabularies() -> Iterator[str]:
    """Every term, as the profile defines it, with an invented example and counter-example."""
    yield f"{MADE}\n# Vocabularies\n\nProfile {profile.VERSION}. In the examples the words that are coded are in italics; a counter-example "
    yield "ends with the term that it has instead.\n"
    for vocabulary, rows in groupby(profile.codebook(), key=lambda r: r["vocabulary"]):
        yield f"\n## {vocabulary}\n\n| term | means |\n|---|---|\n"
        for row in rows:
            mapping = " ".join(_code(m) for m in row["mapping"].split())
            same = f" Maps to {mapping}." if mapping else ""
            examples = f"<br>Yes: {_cell(row['example'])}<br>No: {_cell(row['counter_example'])}"
            yield f"| {_code(row['term'])}<br>{_cell(row['label'])} | {_cell(row['definition'])}{same}{examples} |\n"


def rules() -> Iterator[str]:
    """The index of all rules; a rule's row keeps the anchor that its section had when all were on this page."""
    errors = sum(r.severity == "error" for r in RULES)
    yield f"{MADE}\n# Rules\n\n{len(RULES)} rules: {errors} errors, {len(RULES) - errors} warnings. "
    yield "Each family has a page with the reason, the repair and two examples of each rule; `timeline explain CODE` prints the same.\n"
    yield "An error makes a package invalid, a warning only under `--strict`.\n\n"
    yield "".join(f"- [{family}](rules/{family}.md): {about}\n" for family, about in FAMILIES.items())
    for family, about in FAMILIES.items():
        yield f"\n## {family}: {about}\n\n| rule | finds |\n|---|---|\n"
        for rule in _of(family):
            link = f'<span id="{_rule_anchor(rule)}"></span>{_old_anchors(rule)}[{rule.code}](rules/{family}.md#{_rule_anchor(rule)})'
            yield f"| {link}<br>{rule.severity} | `{rule.slug}`<br>{_cell(rule.summary)} |\n"
    yield "\n## Former names\n\nNames that rules had in earlier versions; `timeline explain`, `--select` and `--ignore` still accept them.\n\n"
    yield "| former name | rule |\n|---|---|\n"
    for rule in RULES:
        for alias in rule.aliases:
            yield f"| `{alias}` | [{rule.code}](rules/{rule.family}.md#{_rule_anchor(rule)}) `{rule.slug}` |\n"
    yield "\n## Retired codes\n\nRules of earlier versions that no longer exist. Their codes are not used again, and `--ignore` still accepts them.\n\n"
    yield "| code | was | retired because |\n|---|---|---|\n"
    for code, entry in sorted(RETIRED.items()):
        slug, _, why = entry.partition(": ")
        yield f"| {code} | `{slug}` | {_cell(why)} |\n"


def _rule_anchor(rule: Rule) -> str:
    return f"{rule.code}-{rule.slug}".lower()


def family_page(family: str) -> Iterator[str]:
    """Every rule of a family with its reason, repair and examples."""
    yield f"{MADE}\n# {family}: {FAMILIES[family]}\n\n"
    yield "The examples change a small valid package, `tests/packages/harbour`. `events strike: label = 'x'` means that in the table "
    yield "`events`, in the row with the key `strike`, the column `label` is changed to `x`. `events: a row more` adds a row with the "
    yield "values that follow, `events: without strike` removes one, and `datapackage.json: 'x' becomes 'y'` replaces words in a file. "
    yield "[All rules](../rules.md)\n"
    for rule in _of(family):
        yield f"\n## {rule.code} {rule.slug}\n\n*{rule.severity.capitalize()}.* {_prose(rule.summary)}"
        yield f"{_old_anchors(rule)}\n\n"
        yield f"**Why.** {_sentence(_prose(rule.why))}\n\n**Repair.** {_sentence(_prose(rule.repair))}\n\n"
        yield f"- reported: {_example(rule.bad)}\n- not reported: {_example(rule.good)}\n"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _old_anchors(rule: Rule) -> str:
    """The anchors of earlier slugs, so that links to them still arrive."""
    return "".join(f'<span id="{rule.code}-{alias}"></span>'.lower() for alias in rule.aliases)


def _of(family: str) -> list[Rule]:
    return [r for r in RULES if r.family == family]


def _example(example: Example) -> str:
    edits = "; ".join(_code(str(e)) for e in example.edits)
    return f"{_prose(example.note)}: {edits}" if len(edits) < 400 else _prose(example.note)


def commands() -> Iterator[str]:
    """The help of every command, and of what it can be followed by."""
    yield f"{MADE}\n# Commands\n\nWhat `timeline COMMAND --help`, or `-h`, says for every command.\n"
    for name in COMMANDS:
        command = load(name)
        yield from _help(command, f"timeline {name}", "##")
        subcommands = command.commands if isinstance(command, click.Group) else {}
        for sub in sorted(subcommands):
            yield from _help(subcommands[sub], f"timeline {name} {sub}", "###")


def _help(command: click.Command, name: str, level: str) -> Iterator[str]:
    with click.Context(command, info_name=name, parent=None, terminal_width=100, color=False) as ctx:
        yield f"\n{level} {name}\n\n```text\n{command.get_help(ctx).rstrip()}\n```\n"


def formats() -> Iterator[str]:
    """Export formats and citation styles."""
    yield f"{MADE}\n# Formats\n\nWhat a package can be exported to, and the styles in which it can be cited. [Import](../import.md) lists what can be imported.\n\n## Exports\n\n`timeline export FORMAT`\n\n"
    yield "Each is read back in the tests by programs of others, which compare the values with the tables'.\n\n"
    yield "| format | for |\n|---|---|\n"
    for f in FORMATS.values():
        needs = [f"`pip install 'event-timeline[{f.extra}]'`"] if f.extra else []
        needs += ["`--source`"] if f.source else []
        facts = {"Loses": f.loses, "Read back by": f.read_by, "Needs": " ".join(needs)}
        told = "".join(f"<br>{k}: {_cell(v)}." for k, v in facts.items() if v)
        yield f"| `{f.name}` | {_cell(f.purpose)}.{told} |\n"
    yield "\n## Citation styles\n\n`timeline cite --style STYLE`\n\n| style | for |\n|---|---|\n"
    for s in STYLES.values():
        yield f"| `{s.name}` | {_cell(s.purpose)} |\n"


def questions() -> Iterator[str]:
    """The competency questions with what SPARQL answers from the graph of this repository's package."""
    from event_timeline.exports import rdf
    from event_timeline.exports.dataset import dataset
    from event_timeline.package.opening import open_package
    from event_timeline.tables.loading import load_tables

    graph = rdf.graph(dataset(load_tables(open_package(ROOT))))
    yield f"{MADE}\n# SPARQL queries\n\nWhat the graph that `timeline export turtle` writes answers, over the package of this "
    yield "repository. [RDF and SPARQL](../semantic-web.md) says what the terms are and how to ask.\n"
    for file in sorted((ROOT / "docs" / "queries").glob("*.rq")):
        question, _, query = file.read_text(encoding="utf-8").partition("\n")
        found = graph.query(query)
        yield f"\n## {file.stem.replace('-', ' ').capitalize()}\n\n{question.lstrip('# ')}\n\n"
        yield f"[`{file.name}`](../queries/{file.name})\n\n```sparql\n{query.rstrip()}\n```\n\n"
        names = [str(v) for v in found.vars or ()]
        yield f"| {' | '.join(names)} |\n|{'---|' * len(names)}\n"
        for row in found:
            yield f"| {' | '.join('' if cell is None else _cell(str(cell)) for cell in row)} |\n"


ANSWER_LANGUAGES = {"polars": "with_polars.py", "pandas": "with_pandas.py", "R": "with_r.R"}
ANSWER_ROWS = 12


def answers() -> Iterator[str]:
    """The questions of the SQL views with their answers, and how SQL, polars, pandas and R find them."""
    import event_timeline as et
    from event_timeline.exports import views

    yield f"{MADE}\n# Which column answers which question\n\nFifteen questions, and which columns answer them. Each is a view of the "
    yield "exports `sqlite` and `duckdb`, a frame of `et.read(package).view(name)`, and a function in polars, pandas and R: all four "
    yield "give the same rows in the same order. The scripts need none of this project's code and work for every package: "
    yield ", ".join(f"[{name}](../answers/{file})" for name, file in ANSWER_LANGUAGES.items())
    yield ". What the page shows of them are parts: `python docs/answers/with_pandas.py PACKAGE FOLDER` answers all fifteen.\n\nA row means *the source reports*, not *the world did*. The answers are those of the package of this repository.\n\n"
    for question, _ in views.QUESTIONS.values():
        yield f"- [{question}](#{question.lower().strip('?').replace(',', '').replace(' ', '-')})\n"
    for name, (question, how) in views.QUESTIONS.items():
        package = et.read(ROOT if name not in views.NEEDS else ROOT / "tests" / "packages" / "marshes")
        frame = package.view(name)
        yield f"\n## {question}\n\nView `{name}`. {_cell(how)}\n\n"
        if name in views.NEEDS:
            yield "The package of this repository has no numbers; this is the answer of an invented one.\n\n"
        shown = [c for c in frame.columns if c != "position" and not c.endswith("_id")]
        yield f"| {' | '.join(shown)} |\n|{'---|' * len(shown)}\n"
        for row in frame.select(shown).head(ANSWER_ROWS).iter_rows():
            yield f"| {' | '.join('' if cell is None else _cell(str(cell)) for cell in row)} |\n"
        if len(frame) > ANSWER_ROWS:
            yield f"\nThe first {ANSWER_ROWS} of {len(frame)} rows.\n"
        yield _folded(
            "SQL", "sql", dedent(views.for_tables({t: package.schema(t) for t in package.tables})[name]).strip()
        )
        for language, file in ANSWER_LANGUAGES.items():
            code = (ROOT / "docs" / "answers" / file).read_text(encoding="utf-8")
            _, _, part = code.partition(f"\n# -- {name}\n")
            yield _folded(language, "r" if language == "R" else "python", part.partition("\n# -- ")[0].strip())


def api() -> Iterator[str]:
    """The public functions and the methods of what they return: what each does, and what it raises."""
    import event_timeline as et
    from event_timeline.editing.editor import Editor

    yield f"{MADE}\n# The Python API\n\n[Python](../python.md) shows how the functions are used, and what the exceptions say. "
    yield "`help(et.read)` has what each parameter means. A wrong argument is an `Error` everywhere.\n"
    functions = {n: f for n in et.__all__ if inspect.isfunction(f := getattr(et, n))}
    yield from _calls("Functions of `event_timeline`", functions)
    for title, kind in (
        ("`Package`, from `et.read`", et.Package),
        ("`Report`, from `et.validate`", et.Report),
        ("The editor, from `et.edit`", Editor),
    ):
        yield from _calls(title, {
            name: member for owner in kind.__mro__ for name, member in vars(owner).items()
            if isinstance(member, property) or (inspect.isfunction(member) and not name.startswith("_"))
        })  # fmt: skip


def _calls(title: str, members: Mapping[str, Any]) -> Iterator[str]:
    yield f"\n## {title}\n\n| call | does | raises |\n|---|---|---|\n"
    for name, member in sorted(members.items()):
        parameters = inspect.signature(member).parameters.values() if callable(member) else ()
        shown = [p.replace(annotation=p.empty) for p in parameters if p.name != "self"]
        call = (
            f"{name}{inspect.Signature(shown)}".replace("<built-in function print>", "print")
            if callable(member)
            else name
        )
        text = inspect.getdoc(member) or ""
        raises = re.findall(r"Raises (.*?\.)(?= [A-Z`]|$)", " ".join(text.split()))
        yield f"| {_code(call)} | {_cell(text.partition(chr(10))[0])} | {_cell(' '.join(raises))} |\n"


def _folded(title: str, language: str, code: str) -> str:
    return f"\n<details><summary>{title}</summary>\n\n```{language}\n{code}\n```\n\n</details>\n"


def _listed(names: Any) -> str:
    return ", ".join(f"`{n}`" for n in names)


def _anchor(heading: str) -> str:
    return heading.replace(".", "").lower()


def _cell(text: str) -> str:
    return _prose(text).replace("|", "\\|").replace("\n", " ")


def _prose(text: str) -> str:
    """Text in which only code may hold angle brackets and asterisks."""
    return text.replace("<", "&lt;")


def _code(value: object) -> str:
    text = str(value).replace("\n", "\\n")
    return f"`` {text} ``".replace("|", "\\|") if "`" in text else f"`{text}`".replace("|", "\\|")


WRITERS = {
    "tables": tables,
    "vocabularies": vocabularies,
    "rules": rules,
    "commands": commands,
    "formats": formats,
    "questions": questions,
    "answers": answers,
    "api": api,
    **{f"rules/{family}": partial(family_page, family) for family in FAMILIES},
}


MADE_PART = re.compile(
    r'(?P<head><!-- made from (?P<file>\S+?)(?:, "(?P<first>[^"]+)" to "(?P<last>[^"]+)")? -->\n).*?(?P<end><!-- end -->)',
    re.DOTALL,
)
"""A part of a page that is made from a file beside it: a table of CSV, a page as it is, lines of a script."""


def with_parts(page: Path) -> str:
    """A page whose parts are made again from their files."""

    def part(match: re.Match[str]) -> str:
        path = page.parent / match["file"]
        text = path.read_text(encoding="utf-8").strip()
        if path.suffix == ".csv":
            header, *rows = csv.reader(text.splitlines())
            lines = [header, ["---"] * len(header), *rows]
            text = "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)
        elif match["first"]:
            start = text.index(match["first"])
            code = text[start : text.index(match["last"], start)].rstrip()
            text = f"```{'r' if path.suffix == '.R' else 'python'}\n{code}\n```"
        return f"{match['head']}\n{text}\n\n{match['end']}"

    return MADE_PART.sub(part, page.read_text(encoding="utf-8"))


def main() -> int:
    """Write or check the pages; the exit code."""
    stale = []
    texts = {PAGES / f"{name}.md": "".join(writer()) for name, writer in WRITERS.items()}
    texts |= {page: with_parts(page) for page in (ROOT / "docs").glob("*.md")}
    for page, text in texts.items():
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            stale.append(page.relative_to(ROOT).as_posix())
            if "--check" not in sys.argv:
                page.parent.mkdir(parents=True, exist_ok=True)
                page.write_text(text, encoding="utf-8", newline="\n")
    for page in stale:
        print(f"{page}: {'not current: run python scripts/make_reference.py' if '--check' in sys.argv else 'written'}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
