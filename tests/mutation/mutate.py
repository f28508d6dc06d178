"""How many changes of a package does `timeline validate` notice?

One cell is changed in each column in turn, in several ways and in rows drawn from all of them; rows trade
places, go and come twice; offsets shift; agent and recipient change roles. After each change sizes and hashes
are made to fit, so that integrity checks alone do not find everything; PKG findings do not count. Run it as

    python -m tests.mutation.mutate . --source article=article.txt --rows 6

What was missed is listed with the reason why no rule could know, from `reasons.py`, or as unexplained. The
draw depends on nothing but the package and --rows, so that two runs can be compared.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import re
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from event_timeline import validate
from event_timeline.model import UserError
from event_timeline.package.opening import open_package
from tests import builder
from tests.mutation.reasons import WORDING, altered, reason

Rows = list[dict[str, str]]
PAGE = """\
# What validation notices

Each run changes one thing in this package and validates the result, thousands of times. A cell gets another value of its column, a
typing error, no value, a value where there was none, or what a spreadsheet makes of it; rows are swapped, deleted or duplicated; offsets
are moved; agent and recipient exchange roles. Sizes and hashes are updated after each change, and findings about the descriptor are
not counted, so that only rules on meaning and form can find it. What no rule found is listed below, with the reason why no rule
can know, or as unexplained. A note in other words changes neither meaning nor form and is not counted. With `--verdicts FILE` the changes that an
earlier run found are not tested again. The figures are those of

```sh
python -m tests.mutation.mutate . --source article=article.txt --rows {rows} --page docs/mutation.md
```

```text
{told}
```
"""


@dataclass(frozen=True)
class Mutant:
    """One change: `rows` is the changed table."""

    table: str
    column: str
    kind: str
    where: str
    old: str
    new: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Verdict:
    """What the rules said of a mutant: codes other than PKG that the unchanged package does not have.

    `refused` stands among the errors where validation ended with exit code 2.
    """

    mutant: Mutant
    errors: tuple[str, ...]
    warnings: tuple[str, ...]
    integrity: tuple[str, ...]

    @property
    def caught(self) -> bool:
        """Whether any rule outside PKG noticed, a warning included."""
        return bool(self.errors or self.warnings)


# --- one cell ---------------------------------------------------------------------------------------


def other(cell: str, field: dict[str, Any], values: list[str], rng: random.Random) -> str:
    """Another value that the column has elsewhere, or may have: right in form, wrong in meaning."""
    terms = [str(t) for t in field.get("constraints", {}).get("enum", ())]
    return rng.choice([v for v in dict.fromkeys([*values, *terms]) if v and v != cell] or [""]) if cell else ""


def typo(cell: str, field: dict[str, Any], values: list[str], rng: random.Random) -> str:
    """One digit another one, or two neighbouring letters changed round."""
    digits = [m.start() for m in re.finditer(r"\d", cell)]
    if digits and (field.get("type") in ("integer", "number", "date") or len(digits) * 2 > len(cell)):
        at = rng.choice(digits)
        return cell[:at] + str((int(cell[at]) + rng.randint(1, 9)) % 10) + cell[at + 1 :]
    pairs = [i for i in range(len(cell) - 1) if cell[i].isalpha() and cell[i + 1].isalpha() and cell[i] != cell[i + 1]]
    if not pairs:
        return cell[:-1]
    at = rng.choice(pairs)
    return cell[:at] + cell[at + 1] + cell[at] + cell[at + 2 :]


def emptied(cell: str, field: dict[str, Any], values: list[str], rng: random.Random) -> str:
    """The cell is lost."""
    return ""


def filled(cell: str, field: dict[str, Any], values: list[str], rng: random.Random) -> str:
    """An empty cell gets a value that the column has elsewhere, or may have."""
    terms = [str(t) for t in field.get("constraints", {}).get("enum", ())]
    candidates = [v for v in dict.fromkeys([*values, *terms]) if v]
    return rng.choice(candidates) if candidates and not cell else cell


def damaged(cell: str, field: dict[str, Any], values: list[str], rng: random.Random) -> str:
    """What a spreadsheet program or a careless paste makes of it."""
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", cell):
        return f"{match[3]}/{match[2]}/{match[1]}"
    if re.fullmatch(r"0\d+", cell):
        return cell.lstrip("0") or "0"
    if re.fullmatch(r"-?\d+\.\d+", cell):
        return cell.replace(".", ",")
    if re.fullmatch(r"\d{6,}", cell):
        return f"{int(cell):.2E}"
    if not cell.isascii():
        return cell.encode("utf-8").decode("cp1252", "replace")
    return rng.choice([cell + " ", " " + cell, f"={cell}"]) if cell else ""


CELL: dict[str, Callable[[str, dict[str, Any], list[str], random.Random], str]] = {
    "other": other,
    "typo": typo,
    "emptied": emptied,
    "filled": filled,
    "damaged": damaged,
}


def cell_mutants(name: str, schema: dict[str, Any], rows: Rows, most: int) -> Iterator[Mutant]:
    """Every column in turn, each kind in at most `most` rows."""
    fields = {f["name"]: f for f in schema["fields"]}
    key = schema["primaryKey"]
    for column, field in fields.items():
        values = [r[column] for r in rows]
        for kind, change in CELL.items():
            rng = random.Random(f"{name} {column} {kind}")
            order = rng.sample(range(len(rows)), len(rows))
            made = 0
            for at in order:
                old = rows[at][column]
                new = change(old, field, values, rng) if old or kind == "filled" else old
                if new == old or made == most:
                    continue
                made += 1
                changed = [dict(r) for r in rows]
                changed[at][column] = new
                yield _mutant(name, column, kind, " ".join(rows[at][k] for k in key), old, new, changed)


# --- whole rows -------------------------------------------------------------------------------------


def row_mutants(name: str, schema: dict[str, Any], rows: Rows, most: int) -> Iterator[Mutant]:
    """Rows that trade places, go, and come twice."""
    key = schema["primaryKey"]
    rng = random.Random(f"{name} rows")
    for at in rng.sample(range(len(rows) - 1), min(most, len(rows) - 1)):
        swapped = [*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :]]
        yield _mutant(name, "*", "rows swapped", " ".join(rows[at][k] for k in key), "", "", swapped)
    for at in rng.sample(range(len(rows)), min(most, len(rows))):
        where = " ".join(rows[at][k] for k in key)
        yield _mutant(name, "*", "row deleted", where, "", "", [*rows[:at], *rows[at + 1 :]])
        yield _mutant(name, "*", "row twice", where, "", "", [*rows[: at + 1], *rows[at:]])


def shifted(rows: Rows, most: int) -> Iterator[Mutant]:
    """Spans that move: both offsets by one, by a few, and of one end only."""
    rng = random.Random("shifted")
    for by_start, by_end in ((1, 1), (-1, -1), (7, 7), (0, 1), (1, 0), (0, -1)):
        for at in rng.sample(range(len(rows)), min(most, len(rows))):
            start, end = int(rows[at]["char_start"]) + by_start, int(rows[at]["char_end"]) + by_end
            if 0 <= start < end:
                changed = [dict(r) for r in rows]
                changed[at] |= {"char_start": str(start), "char_end": str(end)}
                changed.sort(key=lambda r: (r["source_id"], int(r["char_start"]), int(r["char_end"]), r["evidence_id"]))
                yield _mutant(
                    "evidence",
                    "*",
                    "offsets shifted",
                    rows[at]["evidence_id"],
                    "",
                    f"{by_start:+d} {by_end:+d}",
                    changed,
                )


def turned(rows: Rows) -> Iterator[Mutant]:
    """Events whose agents and recipients change roles: every event that has both."""
    roles = defaultdict(set)
    for r in rows:
        roles[r["event_id"]].add(r["role"])
    turn = {"agent": "recipient", "recipient": "agent"}
    for event in [e for e, found in roles.items() if {"agent", "recipient"} <= found]:
        changed = [{**r, "role": turn.get(r["role"], r["role"]) if r["event_id"] == event else r["role"]} for r in rows]
        changed.sort(key=lambda r: (r["event_id"], r["actor_id"], r["role"]))
        yield _mutant("event_actors", "*", "agent and recipient swapped", event, "", "", changed)


def _mutant(table: str, column: str, kind: str, where: str, old: str, new: str, rows: Rows) -> Mutant:
    return Mutant(table, column, kind, where, old, new, tuple(tuple(r.values()) for r in rows))


# --- running ----------------------------------------------------------------------------------------

_worker: dict[str, object] = {}


def _start(package: str, sources: tuple[str, ...]) -> None:
    """A copy of the package of one's own for each process."""
    folder = Path(tempfile.mkdtemp(prefix="timeline-mutation-"))
    copy = folder / "package"
    shutil.copytree(package, copy, ignore=lambda _, names: [n for n in names if n not in _kept(package)])
    report = validate(str(copy), sources)
    _worker.update(copy=copy, sources=sources, base=Counter(report.counts), severities=report.severities)


def _kept(package: str) -> set[str]:
    opened = open_package(package)
    paths = [p for r in opened.resources.values() for p in (*r.paths, r.schema_path or "")]
    names = {part for p in paths for part in Path(p).parts}
    return names | {opened.descriptor_name, "CITATION.cff", "CHANGELOG.md", "LICENSE", "README.md", "RIGHTS.md"}


def judge(mutant: Mutant) -> Verdict:
    """Write the changed table, stamp, validate, and put the table back."""
    copy = _worker["copy"]
    assert isinstance(copy, Path)
    path = copy / open_package(copy).resources[mutant.table].path
    before, descriptor = path.read_bytes(), (copy / "datapackage.json").read_bytes()
    header = builder.table(path)[0]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *mutant.rows])
    try:
        builder.write(path, out.getvalue())
        builder.stamp(copy)
        report = validate(str(copy), _worker["sources"])  # type: ignore[arg-type]
    except UserError:
        return Verdict(mutant, ("refused",), (), ())
    finally:
        path.write_bytes(before)
        (copy / "datapackage.json").write_bytes(descriptor)
    base = _worker["base"]
    new = [c for c, n in sorted(report.counts.items()) if n > base[c]]
    rest = [c for c in new if not c.startswith("PKG")]
    return Verdict(
        mutant,
        tuple(c for c in rest if report.severities[c] == "error"),
        tuple(c for c in rest if report.severities[c] == "warning"),
        tuple(c for c in new if c.startswith("PKG")),
    )


def mutants(package: str, most: int) -> list[Mutant]:
    """Every change of a package."""
    opened = open_package(package)
    found: list[Mutant] = []
    for name, resource in opened.resources.items():
        cells = builder.table(opened.file(resource.path))
        rows = [dict(zip(cells[0], r, strict=True)) for r in cells[1:]]
        found += cell_mutants(name, resource.schema, rows, most)
        found += row_mutants(name, resource.schema, rows, most)
        if name == "evidence":
            found += shifted(rows, most)
        if name == "event_actors":
            found += turned(rows)
    return found


def run(package: str, sources: tuple[str, ...], most: int, processes: int, kept: Path | None = None) -> list[Verdict]:
    """Judge every mutant of a package; with a file of verdicts kept, only those that it does not have as caught."""
    made = mutants(package, most)
    known = {identity(v): v for v in _kept_verdicts(kept, made) if v.caught}
    asked = [m for m in made if _identity(m) not in known]
    context = get_context("spawn")  # polars has threads, which a fork would lose
    with ProcessPoolExecutor(processes, context, _start, (package, sources)) as pool:
        for verdict in pool.map(judge, asked, chunksize=4):
            known[identity(verdict)] = verdict
            if kept:
                with kept.open("a", encoding="utf-8") as file:
                    file.write(
                        json.dumps([identity(verdict), verdict.errors, verdict.warnings, verdict.integrity]) + "\n"
                    )
    return [known[_identity(m)] for m in made]


def _identity(mutant: Mutant) -> str:
    """What tells a change from any other, in one line."""
    return f"{mutant.table}\t{mutant.column}\t{mutant.kind}\t{mutant.where}\t{mutant.old}\t{mutant.new}"


def identity(verdict: Verdict) -> str:
    """The identity of a verdict's mutant."""
    return _identity(verdict.mutant)


def _kept_verdicts(kept: Path | None, made: list[Mutant]) -> Iterator[Verdict]:
    by_identity = {_identity(m): m for m in made}
    for line in kept.read_text(encoding="utf-8").splitlines() if kept and kept.exists() else ():
        name, *found = json.loads(line)
        if name in by_identity:
            yield Verdict(by_identity[name], *map(tuple, found))


# --- telling ----------------------------------------------------------------------------------------


def share(verdicts: list[Verdict]) -> str:
    """`95 of 100 (95.0 %)`."""
    caught = sum(v.caught for v in verdicts)
    return f"{caught:,} of {len(verdicts):,} ({100 * caught / max(len(verdicts), 1):.1f} %)"


def alters(verdict: Verdict) -> bool:
    """Whether the change alters meaning or form, and not only the wording of a note."""
    return altered(verdict.mutant.table, verdict.mutant.column, verdict.mutant.kind)


def unknowable(verdict: Verdict) -> bool:
    """Missed, and for a reason that is written down."""
    return not verdict.caught and reason(verdict.mutant.table, verdict.mutant.column, verdict.mutant.kind) is not None


def tell(verdicts: list[Verdict]) -> Iterator[str]:
    """The report, line by line."""
    cells = [v for v in verdicts if v.mutant.kind in CELL]
    wholes = [v for v in verdicts if v.mutant.kind not in CELL]
    yield "caught of changed, by column and kind of change"
    yield f"  {'':<36}" + "".join(f"{kind:>10}" for kind in CELL)
    by_place = defaultdict(list)
    for v in cells:
        by_place[v.mutant.table, v.mutant.column].append(v)
    for (table, column), here in by_place.items():
        counts = [[v for v in here if v.mutant.kind == kind] for kind in CELL]
        shown = [f"{sum(v.caught for v in c)}/{len(c)}" if c else "-" for c in counts]
        yield f"  {f'{table}.{column}':<36}" + "".join(f"{s:>10}" for s in shown)
    yield ""
    for kind in dict.fromkeys(v.mutant.kind for v in wholes):
        yield f"  {kind:<36} {share([v for v in wholes if v.mutant.kind == kind])}"
    yield ""
    missed = [v for v in verdicts if not v.caught]
    yield "missed"
    groups = defaultdict(list)
    for v in missed:
        m = v.mutant
        groups[reason(m.table, m.column, m.kind) or "UNEXPLAINED"].append(v)
    for why, group in sorted(groups.items(), key=lambda item: (item[0] != "UNEXPLAINED", item[0])):
        yield f"  {why}"
        places = Counter(f"{v.mutant.table}.{v.mutant.column} {v.mutant.kind}" for v in group)
        yield "    " + ", ".join(f"{place} {n}" for place, n in sorted(places.items()))
        if why != WORDING:
            yield from (
                f"      {v.mutant.table} {v.mutant.where}: {v.mutant.column} {v.mutant.kind} {v.mutant.old[:60]!r} -> {v.mutant.new[:60]!r}"
                for v in group
            )
    yield ""
    for name, group in (("one cell changed:", cells), ("rows changed:", wholes), ("all:", verdicts)):
        counted = [v for v in group if alters(v)]
        knowable = [v for v in counted if not unknowable(v)]
        yield f"{name:<17} caught {share(group)}; of those that alter meaning or form {share(counted)};"
        yield f"{'':<17} of those that a rule could know {share(knowable)}"
    yield f"altering neither meaning nor form (a note put otherwise): {sum(not alters(v) for v in verdicts):,}, not counted"
    columns = [any(v.caught for v in here) for here in by_place.values()]
    yield f"columns in which some change is caught: {sum(columns)} of {len(columns)}"


def main(argv: list[str]) -> int:
    """Run and tell; exit code 1 if something is missed without a reason."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("package")
    parser.add_argument("--source", action="append", default=[], metavar="[ID=]FILE")
    parser.add_argument("--rows", type=int, default=4, help="rows in which each kind of change is made")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--verdicts", type=Path, help="keep verdicts here; the next run asks only of what was missed")
    parser.add_argument("--page", type=Path, help="write it as a page of the documentation, too")
    given = parser.parse_args(argv)
    verdicts = run(given.package, tuple(given.source), given.rows, given.processes, given.verdicts)
    told = "\n".join(tell(verdicts))
    print(told)
    if given.page:
        given.page.write_text(PAGE.format(rows=given.rows, told=told), encoding="utf-8")
    return int(any(not v.caught and not unknowable(v) for v in verdicts))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
