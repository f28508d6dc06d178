"""Validation as one pipeline: choose rules, read the tables, run the rules, say what was checked.

Commands, exports, authoring and Spark all come through `check`; `validate` opens the files before it.
"""

from __future__ import annotations

import contextlib
from collections import ChainMap, Counter
from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from event_timeline.io import atomic
from event_timeline.io.progress import Progress, part_of
from event_timeline.model import MAX_PROBLEMS, NO_LIMIT, Report, UserError

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from event_timeline.arguments import Sources
    from event_timeline.engine.distributed import Pool
    from event_timeline.model import Excerpt, Problem
    from event_timeline.package.opening import Package
    from event_timeline.rules.rule import Context, Rule
    from event_timeline.tables.loading import Tables
    from event_timeline.texts.text import Text

Clock = Callable[[str, float], None]

READING_SHARE = 0.2
"""Share of the progress that reading the tables takes; the rules take the rest."""


def validate(
    package: Package,
    sources: Sources = (),
    source_dir: Path | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    resource: str | None = None,
    metadata_only: bool = False,
    limit: int = MAX_PROBLEMS,
    clock: Clock | None = None,
    progress: Progress | None = None,
    spark: str | None = None,
    with_frictionless: bool = False,
    baseline: Path | None = None,
    write_baseline: Path | None = None,
    force: bool = False,
    texts: Mapping[str, Text] | None = None,
) -> Report:
    """Run the rules over a package and describe what was checked.

    sources: as `arguments.Sources`; source_dir: a folder or Parquet file with the texts of others;
    select, ignore: rule codes, their beginnings, or slugs; resource: the only table to read; limit: problems of one rule to
    list; clock: called with (code, seconds) of each rule; progress: called with the share done and what comes next;
    spark: address of the Spark that runs the rules, such as `local[4]`; with_frictionless: add what frictionless reports
    at other places; baseline: file of findings that do not count; write_baseline: write all findings to such a file;
    force: replace another file by it; texts: source_id -> text of sources that were read already.
    Raises UserError where a source, code or resource is unknown, a text or baseline cannot be read, or no rule could be run.
    """
    from event_timeline.engine import baseline as baselines
    from event_timeline.engine.external import FRICTIONLESS
    from event_timeline.engine.text_summary import texts_summary
    from event_timeline.rules import RULES
    from event_timeline.rules.rule import Context
    from event_timeline.tables.loading import Tables
    from event_timeline.texts.source_arguments import read_sources
    from event_timeline.texts.stores import open_texts

    if metadata_only and resource:
        raise UserError("only the metadata are to be read, so there is no table to choose", "leave one of them out")
    if metadata_only and with_frictionless:
        raise UserError("frictionless reads the tables, and only the metadata are to be read", "leave one of them out")
    if baseline is not None and write_baseline is not None:
        raise UserError("a baseline is either read or written", "leave one of the two out")
    rules = chosen_rules(select, ignore, with_frictionless=with_frictionless)
    with_frictionless = with_frictionless and FRICTIONLESS.code not in _split(ignore)
    if metadata_only:
        rules = [r for r in rules if r.layer != "data"]
    known = baselines.read(baseline) if baseline is not None else Counter()
    if write_baseline is not None:
        atomic.refuse_file(write_baseline, force=force, refusal=baselines.refusal)
    complete = with_frictionless or baseline is not None or write_baseline is not None
    with contextlib.ExitStack() as stack:
        pool = stack.enter_context(_pool(spark, package)) if spark is not None and not metadata_only else None
        hashed, reading = any(r.hashes for r in rules), part_of(progress, 0, READING_SHARE)
        tables = Tables(package) if metadata_only else _read(package, resource, reading, pool, hashed)
        known_sources = tables["sources"].select("source_id").collect().to_series().to_list() if texts else ()
        texts = {s: texts[s] for s in known_sources if texts and s in texts} | dict(read_sources(tables, sources))
        if source_dir is not None:
            source_dir = source_dir if pool is None else source_dir.absolute()  # workers run in other folders
            texts = ChainMap(dict(texts), cast("MutableMapping[str, Text]", open_texts(source_dir)))
        context = Context(tables, texts)
        report = check(context, rules, NO_LIMIT if complete else limit, clock, part_of(progress, READING_SHARE, 1))
        if rules:
            _refuse_unchecked(report)
        ran = len(rules) - len(report.skipped)
        if with_frictionless:
            report = _add_frictionless(context, report, resource)
            _refuse_unchecked(report)
        if rules:
            families = ", ".join(dict.fromkeys(r.family for r in rules))
            unread = "; the tables were not read" if metadata_only else ""
            report.checked.append(f"{ran} rules of {len(RULES)} ({families}){unread}")
            report.checked += texts_summary(context, report)
        if write_baseline is not None:
            known = baselines.update(tables, report, write_baseline, force=force)
        if baseline is not None or write_baseline is not None:
            baselines.accept(tables, report, known, str(write_baseline or baseline), limit)
        if complete:
            report.problems = baselines.first(report.problems, limit)
        report.excerpts = tables.ask(_excerpts, report.problems)
    return report


def _read(package: Package, resource: str | None, progress: Progress, pool: Pool | None, hashed: bool) -> Tables:
    if pool is None:
        from event_timeline.tables.loading import load_tables

        return load_tables(package, resource, progress, hashed=hashed)
    from event_timeline.engine import distributed

    return distributed.load(package, pool, resource, progress, hashed=hashed)


def _pool(master: str, package: Package) -> AbstractContextManager[Pool]:
    from event_timeline.engine import spark

    return spark.pool(master, package.root.absolute())


def _excerpts(tables: Tables, problems: Sequence[Problem]) -> dict[Problem, Excerpt]:
    from event_timeline.tables.source_lines import excerpts

    return excerpts(tables.package, problems)


def _refuse_unchecked(report: Report) -> None:
    """Raise UserError where nothing was run, so that no package is called valid unchecked."""
    if not report.ran:
        reasons = "; ".join(dict.fromkeys(s.reason for s in report.skipped))
        raise UserError(f"none of the chosen rules could be run: {reasons}", "choose others, or give what they need")


def _add_frictionless(context: Context, report: Report, resource: str | None) -> Report:
    """Add what frictionless reports beyond a report that lists all problems."""
    from event_timeline.engine import run_rules, second_validator

    if second_validator.fault(context.tables.package):
        second_validator.skip(report)
    else:
        report = context.tables.ask(_with_frictionless, report, resource)
    report.problems = run_rules.with_places(context, report.problems)
    return report


def _with_frictionless(tables: Tables, report: Report, resource: str | None) -> Report:
    from event_timeline.engine import second_validator

    second_validator.add(tables.package, report, resource)
    return report


def check(
    context: Context,
    rules: Sequence[Rule],
    limit: int = MAX_PROBLEMS,
    clock: Clock | None = None,
    progress: Progress | None = None,
) -> Report:
    """Run rules over loaded tables and texts, where the tables are: with polars in this process, or with Spark.

    What the package's table `exceptions` accepts is taken out of the report's problems and totals.
    """
    from event_timeline.engine import baseline, exceptions, run_rules

    run = run_rules.run
    if context.tables.distributed:
        from event_timeline.engine.distributed import run
    accepted = exceptions.read(context) if any(rule.layer == "data" for rule in rules) else []
    listed = NO_LIMIT if accepted else limit
    report = run(replace(context, listed=listed), rules, listed, clock, progress)
    if accepted:
        exceptions.accept(context, report, accepted, limit)
        report.problems = baseline.first(report.problems, limit)
    return report


def chosen_rules(
    select: Sequence[str] = (), ignore: Sequence[str] = (), *, with_frictionless: bool = False
) -> list[Rule]:
    """The rules whose code begins with one of `select` (all if empty) and with none of `ignore`; slugs and aliases do too.

    with_frictionless: its code, under which findings of frictionless are reported, may be selected as well, even alone.
    Raises UserError for a code that no rule has, and where no rule is left.
    """
    from event_timeline.engine.external import EXTERNAL
    from event_timeline.rules import RULES
    from event_timeline.rules.retired import RETIRED

    wanted = _codes(RULES, select, EXTERNAL if with_frictionless else ())
    unwanted = _codes(RULES, ignore, (*RETIRED, *EXTERNAL))
    rules = [
        r for r in RULES
        if (not wanted or r.code.startswith(wanted)) and not (unwanted and r.code.startswith(unwanted))
    ]  # fmt: skip
    if not rules and not set(wanted) & set(EXTERNAL) - set(unwanted):
        raise UserError("no rule is left to run, so nothing would be checked", NO_RULE_LEFT)
    return rules


NO_RULE_LEFT = "select or ignore fewer rules; --isolated leaves [tool.event-timeline] of pyproject.toml unread"


def _split(codes: Sequence[str]) -> tuple[str, ...]:
    """Codes and beginnings of codes, split at commas and blanks, in capitals; a slug or alias becomes its rule's code."""
    from event_timeline.engine.external import EXTERNAL
    from event_timeline.rules import BY_SLUG, by_alias

    slugs = {e.slug: e.code for e in EXTERNAL.values()} | {slug: rule.code for slug, rule in BY_SLUG.items()}
    names = [name for text in codes for name in text.replace(",", " ").split()]
    if any("-" in name and name.lower() not in slugs for name in names):
        slugs |= {alias: rule.code for alias, rule in by_alias().items()}
    return tuple(slugs.get(name.lower(), name.upper()) for name in names)


def _codes(rules: Sequence[Rule], given: Sequence[str], others: Container[str] = ()) -> tuple[str, ...]:
    """The codes of some texts. Raises UserError for one that neither begins a rule's code nor is one of `others`."""
    from event_timeline.engine.external import EXTERNAL
    from event_timeline.rules import nearest_rule

    if any(not text.strip() for text in given):
        raise UserError("a code is empty", "name a rule or the letters of a family, or leave the option out")
    codes = _split(given)
    for code in codes:
        if code not in others and not any(r.code.startswith(code) for r in rules):
            if code in EXTERNAL:
                raise UserError(f"{code} is reported by frictionless, which is not run", "add --with-frictionless")
            raise UserError(f"no rule has the code {code!r}", nearest_rule(code, rules))
    return codes
