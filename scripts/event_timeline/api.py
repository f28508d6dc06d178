"""The public functions: everything that `import event_timeline` offers, and all that commands call.

Nothing here prints, exits, reads the terminal or touches the network. Every error is an `Error`, with a message and a
hint for the user.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from event_timeline.model import MAX_PROBLEMS as MAX_PROBLEMS
from event_timeline.model import NO_LIMIT, Problem
from event_timeline.model import UserError as Error
from event_timeline.objects import Package as Package
from event_timeline.objects import Report as Report
from event_timeline.package import opening as files

if TYPE_CHECKING:
    import pandera.polars as pa

    from event_timeline.citations import Style
    from event_timeline.comparing.agreement import Agreement as Agreement
    from event_timeline.comparing.diff import Diff
    from event_timeline.editing.changing import Changed as Changed
    from event_timeline.editing.covering import Coverage
    from event_timeline.editing.draft import Draft
    from event_timeline.editing.editing import Editor
    from event_timeline.editing.fix import Repair as Repair
    from event_timeline.editing.forms import Form as Form
    from event_timeline.editing.kinds import Kind as Kind
    from event_timeline.editing.merging import Note
    from event_timeline.editing.quotations import Quoted
    from event_timeline.editing.searching import Found as Found
    from event_timeline.editing.searching import Search
    from event_timeline.editing.stamping import Stamped
    from event_timeline.engine.validation import Clock, Progress
    from event_timeline.exports import Format
    from event_timeline.exports.visual.selection import Speaker as Speaker
    from event_timeline.exports.visual.selection import Timeline as Timeline
    from event_timeline.exports.visual.timeline import Mark as Mark
    from event_timeline.publishing.bumping import Bumped
    from event_timeline.publishing.deposit import Deposit as Deposit
    from event_timeline.rules.explanations import Example as Example
    from event_timeline.rules.rule import Rule as Rule
    from event_timeline.texts.given import Sources


def read(location: str | Path) -> Package:
    """Open a package: a folder, a datapackage.json or a zip. Nothing in it is run, and nothing is fetched.

    Raises Error where there is no package or its descriptor cannot be read.
    """
    return Package(files.open_package(location))


def validate(
    package: Package | str | Path, sources: Sources = (), *, source_dir: str | Path | None = None,
    select: Sequence[str] = (), ignore: Sequence[str] = (), resource: str | None = None, metadata_only: bool = False,
    limit: int = MAX_PROBLEMS, clock: Clock | None = None, progress: Progress | None = None, spark: str | None = None,
    with_frictionless: bool = False,
) -> Report:  # fmt: skip
    """Check a package against the profile and its rules.

    sources: source_id -> file of the text that evidence points into, or `[ID=]FILE` each; source_dir: a folder or
    Parquet file with many texts; select, ignore: codes of rules or their beginnings; resource: the only table to read;
    metadata_only: read no table; limit: problems of one rule to list, 0 for all; clock: called with (code, seconds);
    progress: called with (share done, what comes next); spark: address of a Spark that runs the rules;
    with_frictionless: add, under the code FRL, the errors that frictionless reports at other places.
    Raises Error where the package cannot be opened, a text cannot be read, or a code, source or table is unknown.
    """
    from event_timeline.engine import validation

    opened = _opened(package)
    report = validation.validate(
        opened.files, sources=sources, source_dir=Path(source_dir) if source_dir is not None else None, select=select,
        ignore=ignore, resource=resource, metadata_only=metadata_only, limit=limit or NO_LIMIT, clock=clock,
        progress=progress, spark=spark, with_frictionless=with_frictionless,
    )  # fmt: skip
    return Report.of(report, opened.files.label)


def fix(package: Package | str | Path, sources: Sources = (), *, dry_run: bool = False) -> Repair:
    """Repair what is safe to repair: form, order and what can be computed, never what a cell means.

    sources: texts, which prove lengths, hashes and paragraphs; dry_run: only plan. The repair has `notes` (what was or would
    be changed), `left` (what was left as it is), and `diff()`. Raises Error for a zip, or where a file cannot be written.
    """
    from event_timeline.editing import fix as fixing
    from event_timeline.tables.loading import load_tables
    from event_timeline.texts.given import read_sources

    fixing.refuse_archive(package.files.label if isinstance(package, Package) else package)
    opened = _opened(package).files
    repair = fixing.plan(opened, read_sources(load_tables(opened), sources) if sources else {})
    if not dry_run:
        fixing.apply(opened, repair)
    return repair


def rules_left_out(select: Sequence[str], ignore: Sequence[str]) -> tuple[str, ...]:
    """The codes of the rules that `validate` does not run under `select` and `ignore`, sorted."""
    from event_timeline.engine.validation import chosen_rules
    from event_timeline.rules import RULES

    chosen = {r.code for r in chosen_rules(select, ignore)}
    return tuple(sorted(r.code for r in RULES if r.code not in chosen))


def rule_families() -> dict[str, str]:
    """Letters of each family of rules -> what it is about."""
    from event_timeline.rules import FAMILIES

    return FAMILIES


def find_rules(name: str) -> list[Rule]:
    """The rules of a family, the one of a code or slug, or all for an empty name. Raises Error for an unknown one."""
    from event_timeline.engine.validation import nearest_rule
    from event_timeline.rules import FAMILIES, RULES

    if name.upper() in ("", *FAMILIES):
        return [r for r in RULES if name.upper() in ("", r.family)]
    found = [r for r in RULES if name.upper() == r.code or name.lower() == r.slug]
    if not found:
        raise Error(f"there is no rule {name!r}", nearest_rule(name, RULES))
    return found


def retired_rule(code: str) -> str:
    """What a retired rule was; empty for any other code."""
    from event_timeline.rules.retired import RETIRED

    return RETIRED.get(code.upper(), "")


def texts_nearby(package: Package | str | Path) -> dict[str, Path]:
    """source_id -> file, of the coded texts in the package or beside it, known by their hashes."""
    from event_timeline.editing.texts import lying_by
    from event_timeline.tables.loading import load_tables
    from event_timeline.texts.given import hashes_of

    opened = _opened(package).files
    if "sources" not in opened.resources:
        return {}
    return {s: path for s, (path, _) in lying_by(opened, hashes_of(load_tables(opened, "sources"))).items()}


def refuse_own(path: Path, package: str, texts: Sequence[str] = ()) -> None:
    """Raise Error where a file to be written is, or holds, a part of the package or one of the texts (`[ID=]FILE`)."""
    from event_timeline.exports import targets

    targets.refuse_own(path, package, texts)


def export(
    package: Package | str | Path, format: str, path: str | Path | None = None, *, sources: Sources = (),  # noqa: A002
    include_text: bool = False, validate: bool = True, force: bool = False,
) -> Path:  # fmt: skip
    """Write a package in another format, and return the path: all of it, or nothing.

    path: by default the package's name with the format's ending, in the current folder; sources: texts, for formats that
    need them; include_text: write them into the export; validate: refuse an invalid package; force: replace an export
    that was edited since. Raises Error, and InvalidPackageError with the report for an invalid package.
    """
    from event_timeline.exports import writing

    target = None if path is None else Path(path)
    return writing.export(
        _opened(package).files, writing.find_format(format), target, sources=sources, include_text=include_text,
        validate=validate, force=force,
    )  # fmt: skip


def export_stream(
    package: Package | str | Path, format: str, *, sources: Sources = (), include_text: bool = False, validate: bool = True,  # noqa: A002
) -> Iterator[bytes]:  # fmt: skip
    """The bytes of an export that is one text file, in pieces. Raises as `export` does, and for another format."""
    from event_timeline.exports import writing

    return writing.stream(
        _opened(package).files, writing.find_format(format), sources, include_text=include_text, validate=validate
    )


def links_left_out(package: Package | str | Path, format: str) -> list[str]:  # noqa: A002
    """The files of a package that an export with its files does not have, since they are links out of it."""
    from event_timeline.exports import zip_

    return zip_.left_out(_opened(package).files) if format in ("zip", "bagit", "rocrate") else []


def publish(
    package: Package | str | Path, folder: str | Path | None = None, *, dry_run: bool = False, validate: bool = True,
    force: bool = False,
) -> Deposit:  # fmt: skip
    """Assemble the files to deposit in a repository, and answer what FAIR assessors ask, offline.

    folder: by default NAME-deposit in the current folder; dry_run: write nothing; validate: refuse an invalid package;
    force: replace a deposit that was edited since. Raises Error, and InvalidPackageError for an invalid package.
    """
    from event_timeline.publishing import deposit

    target = None if folder is None else Path(folder)
    return deposit.publish(_opened(package).files, target, dry_run=dry_run, validate=validate, force=force)


def formats() -> tuple[Format, ...]:
    """The export formats: name, suffix, purpose, needs and loses."""
    from event_timeline.exports import FORMATS

    return tuple(FORMATS.values())


def cite(
    package: Package | str | Path, *, style: str = "apa", row: str | None = None, path: str | Path | None = None,
    force: bool = False,
) -> str:  # fmt: skip
    """A citation of a package, or of one row of it as `TABLE/KEY`, from its descriptor alone.

    path: also write it to this file; force: replace the file. Raises Error for an unknown style or row, a row in a style that describes whole datasets only, and
    a file that is in the way.
    """
    from event_timeline.citations import find_style
    from event_timeline.citations.rows import find
    from event_timeline.citations.work import row_of, work

    chosen, opened = find_style(style, row=row is not None), _opened(package)
    if path is not None:
        from event_timeline.exports.targets import refuse_own

        refuse_own(Path(path), opened.files, paper=chosen.file)
    cited = work(opened.descriptor)
    if row is not None:
        found = find(opened.files, row)
        cited = row_of(cited, found.table, found.key, found.label)
    text = chosen.renderer()(cited)
    if path is not None:
        from event_timeline.io import atomic

        atomic.write_text(Path(path), text + "\n", force=force)
    return text


def styles() -> tuple[Style, ...]:
    """The citation styles: name, purpose, customary file and whether a row can be cited."""
    from event_timeline.citations import STYLES

    return tuple(STYLES.values())


def diff(old: Package | str | Path, new: Package | str | Path = ".") -> Diff:
    """What differs between two versions: rows and cells by key, columns, terms and the descriptor.

    Versions are packages, or folders, zips and git revisions such as `HEAD~1:` and `v1.0.0:path`.
    Raises Error where one cannot be opened.
    """
    from event_timeline.comparing.diff import compare
    from event_timeline.comparing.revisions import open_beside
    from event_timeline.editing.draft import of_package

    def opened(one: Package | str | Path, other: Package | str | Path) -> Draft:
        if isinstance(one, Package):
            return of_package(one.files)
        return open_beside(str(one), other.files.label if isinstance(other, Package) else str(other))

    return compare(opened(old, new), opened(new, old))


def agree(a: Package | str | Path, b: Package | str | Path, *, threshold: float = 0.0) -> Agreement:
    """Compare two codings of the same text: precision, recall and F1 (`a` as the reference), and Krippendorff's alpha.

    threshold: match only what overlaps by more than this Dice coefficient (0 to below 1).
    Raises Error where a table cannot be read or the packages share no text.
    """
    from event_timeline.comparing import agreement

    return agreement.compare(_coding(_opened(a)), _coding(_opened(b)), threshold)


def merge(
    packages: Sequence[str | Path], folder: str | Path, *, title: str | None = None, name: str | None = None,
    date: str = "",
) -> Merged:  # fmt: skip
    """Join packages of several texts into one corpus in a new folder.

    date: ISO day that it is made, today by default. Raises Error, and writes nothing, where two packages code the same
    text, a table cannot be joined, or the folder is in use.
    """
    from event_timeline.comparing.revisions import open_any
    from event_timeline.editing.corpus_files import corpus_files
    from event_timeline.editing.days import today
    from event_timeline.editing.merging import merge as join
    from event_timeline.editing.scaffold import slug, write_package

    if len(packages) < 2:
        raise Error("one package is no corpus", "name two or more")
    drafts, folder = [open_any(str(p)) for p in packages], Path(folder)
    corpus = join(drafts)
    short = name or slug(folder.resolve().name) or "corpus"
    called = title or f"Corpus of {len(drafts)} event timelines"
    warnings = write_package(folder, corpus_files(corpus, drafts, name=short, title=called, date=today(date)))
    return Merged(read(folder), corpus.notes, warnings)


@dataclasses.dataclass(frozen=True)
class Merged:
    """A corpus that was made: what was merged or renamed, and the warnings of its validation."""

    package: Package
    notes: list[Note]
    problems: list[Problem]


def pandera_schema(table: str | dict[str, Any]) -> pa.DataFrameSchema:
    """The `pandera.polars` schema of a table of the profile, or of any Table Schema.

    Raises Error for an unknown table.
    """
    from event_timeline import profile
    from event_timeline.profile.constraints import pandera_schema as compiled

    if isinstance(table, str) and table not in profile.TABLES:
        raise Error(f"no table named {table!r}", f"there are: {', '.join(profile.TABLES)}")
    return compiled(table)


def timeline(
    package: Package | str | Path, *, actors: Sequence[str] = (), topics: Sequence[str] = (), statuses: Sequence[str] = (),
) -> Timeline:  # fmt: skip
    """The events as `timeline show` draws them: the dated ones by day, then the undated in the narrative's order.

    actors: only events of these, by identifier, name or part of it; topics, statuses: only events of these terms or labels.
    Raises Error for one that the package does not have, or where a table cannot be read.
    """
    from event_timeline.exports.visual import selection

    return selection.timeline(_opened(package)._dataset, actors, topics, statuses)


def locate(
    words: str, package: str | Path = ".", *, sources: Sequence[str] = (), loose: bool = False, ignore_case: bool = False,
    coded: bool = False,
) -> Search:  # fmt: skip
    """Search words in the texts of a package: offsets in code points, half-open, with paragraph, line and context.

    sources: `[ID=]FILE` of texts, by default those in the package or beside it; one file may be any text; loose: any quotation
    marks and white space; coded: only texts that the package was coded from. Raises Error where there is no text.
    """
    from event_timeline.editing.searching import search

    return search(words, str(package), sources, loose=loose, ignore_case=ignore_case, coded=coded)


def quotations(package: str | Path, sources: Sequence[str] = ()) -> dict[str, list[Quoted]]:
    """source_id -> the quotations of its text, numbered from 1, each with the statement that has it.

    sources: `[ID=]FILE` of texts, by default those in the package or beside it. Raises Error where there is no text.
    """
    from event_timeline.editing.draft import open_draft
    from event_timeline.editing.quotations import quotations as found
    from event_timeline.editing.texts import some_texts, texts_of

    draft = open_draft(package)
    texts = some_texts(texts_of(draft, sources))
    return {source_id: found(text, draft.table("evidence").rows) for source_id, text in texts.items()}


def coverage(package: str | Path, sources: Sequence[str] = ()) -> Coverage:
    """Every sentence of the texts with the records that have evidence in it, and how much of each text the cells repeat.

    sources: `[ID=]FILE` of texts, by default those in the package or beside it. Raises Error where there is no text.
    """
    from event_timeline.editing import covering
    from event_timeline.editing.draft import open_draft
    from event_timeline.editing.texts import some_texts, texts_of

    draft = open_draft(package)
    texts = some_texts(texts_of(draft, sources))
    rows, titles = draft.table("evidence").rows, {r["source_id"]: r["title"] for r in draft.table("sources").rows}
    return covering.Coverage(
        {i: covering.coverage(text, rows) for i, text in texts.items()},
        {i: covering.repeated(text, rows, titles.get(i, "")) for i, text in texts.items()},
    )


def is_unfinished(problem: Problem) -> bool:
    """Whether a problem only says that a further row is to come, such as an event's participants."""
    from event_timeline.editing.pending import PENDING

    return problem.slug in PENDING


def kinds() -> tuple[Kind, ...]:
    """The sorts of rows that can be added: name, table, fields, and the words of the text that may come with each."""
    from event_timeline.editing.kinds import KINDS

    return tuple(KINDS.values())


@contextmanager
def edit(
    location: str | Path, *, sources: Sequence[str] = (), unfinished: bool = True, dry_run: bool = False, lock: bool = True
) -> Iterator[Editor]:  # fmt: skip
    """Change a package in one transaction: validated and written as a whole when the block ends, or not at all.

    Yields an `Editor`. sources: `[ID=]FILE` of texts, by default those in the package or beside it; unfinished: accept
    what a later step is to complete, such as an event without participants; dry_run: validate, and write nothing. The
    package is locked meanwhile; without `lock` only while it is written, for a program that waits for a person.
    Raises Error, and writes nothing, for a change that would be invalid.
    """
    from event_timeline.editing.editing import editing

    with editing(location, sources, unfinished=unfinished, dry_run=dry_run, lock=lock) as editor:
        yield editor


def stamp(
    location: str | Path, sources: Sequence[str] = (), *, keywords: Sequence[str] = (), coverage: bool = False,
    force: bool = False, dry_run: bool = False,
) -> Stamped:  # fmt: skip
    """Refresh what can be computed: sizes, hashes, lengths of texts, bounds of dates; `temporal` where there is none.

    sources: `[ID=]FILE` of texts; keywords: to add; coverage: set `temporal` again; force: also stamp files that are damaged
    and can still be read; dry_run: write nothing. Raises Error for an unknown source and for a damaged file.
    """
    from event_timeline.editing import stamping

    return stamping.stamp_package(
        location, sources, keywords=keywords, coverage=coverage, force=force, dry_run=dry_run
    )  # fmt: skip


def bump(
    location: str | Path, level: str = "auto", *, against: str | Path | None = None, date: str = "", dry_run: bool = False,
    notify: Callable[[str], None] | None = None,
) -> Bumped:  # fmt: skip
    """Set the next version and its date, and draft the changelog's entry.

    level: major, minor, patch, or auto for what the changes require; against: the earlier version, by default the git tag of
    the current one; date: ISO day, today by default; dry_run: write nothing; notify: called with what the caller should
    know. Raises Error where nothing changed, or there is no version to compare with and `auto` needs one.
    """
    from event_timeline.publishing import bumping

    return bumping.bump_package(location, level, against=against, date=date, dry_run=dry_run, notify=notify)


def shortened(text: str, most: int) -> str:
    """A text on one line, of at most `most` characters, cut between words."""
    from event_timeline.citations import fragments

    return fragments.shortened(" ".join(text.split()), most)


def split_source(given: str) -> tuple[str, str]:
    """(source_id or empty, file) of `[ID=]FILE`."""
    from event_timeline.texts.files import split_given

    return split_given(given)


def new(
    folder: str | Path, *, source: str | Path, title: str, contributors: Sequence[str], source_id: str = "article",
    license: str = "CC-BY-4.0", name: str | None = None, source_cells: Mapping[str, str] | None = None,  # noqa: A002
    keywords: Sequence[str] = (), include_text: bool = False, date: str = "", toolchain: str = "",
) -> New:  # fmt: skip
    """Start a package in a new folder from a text: descriptor, ten tables, schemas, codebook, README, licence, CI.

    source: file of the text, UTF-8; contributors: `Family, Given` of a person, or an organisation's name; source_cells:
    further cells of the source's row, such as `published_edtf`; include_text: copy the text into the package, which
    needs its `license` in source_cells; date: ISO day that it is made, today by default; toolchain: what pip installs
    in the package's workflow. Raises Error, and writes nothing, where something is missing or the folder is in use.
    """
    from event_timeline.editing.scaffold import create, planned

    folder = Path(folder)
    plan = planned(
        folder, source, title=title, contributors=contributors, source_id=source_id, license_id=license, name=name,
        source_cells=source_cells or {}, keywords=keywords, include_text=include_text, date=date, toolchain=toolchain,
    )  # fmt: skip
    problems = create(folder, plan)
    return New(read(folder), problems, plan.content)


@dataclasses.dataclass(frozen=True)
class New:
    """A package that was started, the warnings of its validation, and its text."""

    package: Package
    problems: list[Problem]
    text: str


def _opened(package: Package | str | Path) -> Package:
    return package if isinstance(package, Package) else read(package)


def _coding(package: Package) -> dict[str, list[dict[str, Any]]]:
    from event_timeline.comparing.agreement import TABLES

    label, loaded = package.files.label, package._loaded
    broken = sorted(set(TABLES) & set(loaded.failed) | {t for t in TABLES if t not in loaded})
    if broken:
        raise Error(
            f"{label}: cannot read {', '.join(broken)}", f"run `timeline validate {label}` and mend what it names"
        )
    return {name: package[name].to_dicts() for name in TABLES}
