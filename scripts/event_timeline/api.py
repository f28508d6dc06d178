"""The public functions: everything that `import event_timeline` offers, and all that commands call.

Nothing here prints, exits, reads the terminal or touches the network. Every error is an `Error`, with a message and a
hint for the user. Where a function takes a package, it takes the name of a folder, a datapackage.json or a zip, or a
`Package`; a zip is read, and never changed. `sources` are source_id -> file of the text that evidence points into, or one
or several `[ID=]FILE`. Where several strings are meant, one string is one item.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from event_timeline.arguments import Sources, check_file_name, checked, files_of, given_files, items, strings
from event_timeline.io.progress import part_of
from event_timeline.model import MAX_PROBLEMS as MAX_PROBLEMS
from event_timeline.model import NO_LIMIT
from event_timeline.model import UserError as Error
from event_timeline.package import callers
from event_timeline.package import opening as files
from event_timeline.public_types import ImportedPackage as ImportedPackage
from event_timeline.public_types import MergedPackage as MergedPackage
from event_timeline.public_types import NewPackage as NewPackage
from event_timeline.public_types import Package as Package
from event_timeline.public_types import Report as Report
from event_timeline.remedies import words

if TYPE_CHECKING:
    import pandera.polars as pa

    from event_timeline.citations import Style
    from event_timeline.comparing.agreement import Agreement
    from event_timeline.comparing.diff import Diff
    from event_timeline.comparing.statistics import Statistics
    from event_timeline.editing.coverage import Coverage
    from event_timeline.editing.editor import Editor as Editor
    from event_timeline.editing.entry_form import EntryForm as EntryForm
    from event_timeline.editing.fix import Repair as Repair
    from event_timeline.editing.history import Change as Change
    from event_timeline.editing.lift_profile import LiftedProfile
    from event_timeline.editing.locate_words import SearchResult
    from event_timeline.editing.quotations import CodedQuotation
    from event_timeline.editing.record_types import RecordType as RecordType
    from event_timeline.editing.record_types import RelatedOption as RelatedOption
    from event_timeline.editing.stamp_package import StampResult
    from event_timeline.engine.validation import Clock
    from event_timeline.exports import Format
    from event_timeline.exports.visual.selection import Timeline
    from event_timeline.importing import ImportFormat
    from event_timeline.io.progress import Progress
    from event_timeline.publishing.bump_version import VersionBump
    from event_timeline.publishing.deposit import Deposit
    from event_timeline.reports.vocabulary_text import Vocabulary
    from event_timeline.texts.date_expressions import DateProposal as DateProposal
    from event_timeline.texts.date_expressions import DateWords as DateWords

Where = Mapping[str, str | Sequence[str]]
"""What to select events by -> a value, or several of which one has to match."""
Location = str | Path | Package
"""A package by the name of its folder, descriptor or zip, or one that was opened."""


@checked
def read(location: Location) -> Package:
    """Open a package: a folder, a datapackage.json or a zip. Nothing in it is run, and nothing is fetched.

    A `Package` is returned as it is, or opened again where its files have changed since. Raises Error where there is no
    package or its descriptor cannot be read.
    """
    place = _location(location)
    if not isinstance(place, files.Package):
        return Package(files.open_package(place))
    return location if isinstance(location, Package) and place is location.files else Package(place)


@checked
def validate(
    package: Location, sources: Sources = (), *, source_dir: str | Path | None = None, select: Sequence[str] = (),
    ignore: Sequence[str] = (), resource: str | None = None, metadata_only: bool = False, limit: int = MAX_PROBLEMS,
    clock: Clock | None = None, progress: Progress | None = None, spark: str | None = None, with_frictionless: bool = False,
    baseline: str | Path | None = None, write_baseline: str | Path | None = None, force: bool = False,
) -> Report:  # fmt: skip
    """Check a package against the profile and its rules.

    sources: texts; source_dir: a folder or Parquet file with many texts; select, ignore: codes of rules, their beginnings, or
    slugs; resource: the only table to read;
    metadata_only: read no table; limit: problems of one rule to list, 0 for all; clock: called with (code, seconds);
    progress: called with (share done, what comes next); spark: address of a Spark that runs the rules;
    with_frictionless: add, under the code FRL, the errors that frictionless reports at other places; baseline: file of known
    findings, which do not count; write_baseline: file to write all findings to, which are known from then on; force:
    replace another file by it.
    Raises Error where the package cannot be opened, a text or baseline cannot be read, or a code, source or table is unknown.
    """
    from event_timeline.engine import validation

    if limit < 0:
        raise Error(f"the limit {limit} is below 0", "0 lists all problems")
    opened, texts = read(package), files_of(sources)
    if write_baseline is not None:
        from event_timeline.exports.output_paths import refuse_own

        folder = [str(source_dir)] if source_dir is not None else []
        refuse_own(Path(write_baseline), opened.files, [*given_files(texts), *folder])
    report = validation.validate(
        opened.files, sources=texts, source_dir=Path(source_dir) if source_dir is not None else None,
        select=strings(select, "select"), ignore=strings(ignore, "ignore"), resource=resource, metadata_only=metadata_only,
        limit=limit or NO_LIMIT, clock=clock, progress=progress, spark=spark, with_frictionless=with_frictionless,
        baseline=None if baseline is None else Path(baseline), force=force,
        write_baseline=None if write_baseline is None else Path(write_baseline),
    )  # fmt: skip
    return Report.of(report, opened.files.label)


@checked
def explain(name: str = "", package: Location | None = None, *, styled: bool = False) -> str:
    """Explain the rule of a code, slug or earlier slug, with examples; list the rules of a family's letters, or all for an empty name.

    The name of a vocabulary, such as `events.kind`, lists its terms with their definitions, and with terms after it, as in
    `events.kind protest`, explains these. package: whose vocabulary it is, where it has it; otherwise the profile's.
    styled: with the marks that `timeline` turns into colours on a terminal. Raises Error for an unknown name.
    """
    from event_timeline.io.terminal import unstyle
    from event_timeline.reports import rule_text

    if package is not None:
        _location(package)
    vocabulary, *terms = name.split() or [""]
    text = _vocabulary(vocabulary, package).text(terms) if "." in vocabulary else rule_text.explain(name)
    return text if styled else unstyle(text)


def explain_document(names: Sequence[str], package: Location | None = None) -> dict[str, Any]:
    """Return what `explain` says of several names as plain data: the rules, and the vocabularies with their terms."""
    from event_timeline.reports import rule_text

    parts = [name.split() or [""] for name in names]
    rules = [rule for first, *_ in parts if "." not in first for rule in rule_text.documents(first)]
    vocabularies = [_vocabulary(first, package).document(terms) for first, *terms in parts if "." in first]
    return {"schema_version": "1.0", "rules": rules, "vocabularies": vocabularies}


def _vocabulary(name: str, package: Location | None) -> Vocabulary:
    """The vocabulary of a name, of a package or else of the profile."""
    from event_timeline.reports import vocabulary_text

    known = vocabulary_text.of_profile()
    if package is not None:
        opened = read(package)
        rows = opened["codebook"].to_dicts() if "codebook" in opened else []
        schemas = {table: resource.schema for table, resource in opened.files.resources.items()}
        known |= vocabulary_text.of_package(opened.name or opened.files.label, rows, schemas)
    return vocabulary_text.chosen(name, known)


@checked
@callers.called("et.fix")
def fix(package: Location, sources: Sources = (), *, dry_run: bool = False, progress: Progress | None = None) -> Repair:
    """Repair what is safe to repair: form, order and what can be computed, never what a cell means.

    sources: texts, which prove lengths, hashes and paragraphs; dry_run: only plan; progress: called with (share done, what comes next). The repair has `notes` (what was or would
    be changed), `left` (what was left as it is), and `diff()`. Raises Error for a zip, or where a file cannot be written.
    """
    from event_timeline.editing import fix as fixing
    from event_timeline.tables.loading import load_tables
    from event_timeline.texts.source_arguments import read_sources

    place = _location(package)
    fixing.refuse_archive(place if isinstance(place, str | Path) else place.label)
    opened = read(package).files
    texts = files_of(sources)
    repair = fixing.plan(opened, read_sources(load_tables(opened), texts) if texts else {}, progress)
    if not dry_run:
        fixing.apply(opened, repair)
    return repair


@checked
def export(
    package: Location, format: str, path: str | Path | None = None, *, sources: Sources = (),  # noqa: A002
    include_text: bool = False, validate: bool = True, force: bool = False, notify: Callable[[str], None] | None = None,
    where: Where | None = None, progress: Progress | None = None,
) -> Path:  # fmt: skip
    """Write a package in another format, and return the path: all of it, or nothing.

    path: by default the package's name with the format's ending, in the current folder; sources: texts, for formats that
    need them; include_text: write them into the export; validate: refuse an invalid package; force: replace an export
    that was edited since; notify: called with a sentence on each file that is left out; where: export the part that matches, as
    a valid package of its own: `topic`, `status` or another column of `events`, `actor`, `place`, `source`, `from` and `to`
    (EDTF) -> a value or several, of which one has to match; progress: called with (share done, what comes next).
    Raises Error, and InvalidPackageError with the report for an invalid package.
    """
    from event_timeline.exports import write_export

    target, chosen, opened = None if path is None else Path(path), write_export.find_format(format), read(package).files
    if where and target is not None:
        write_export.refuse_target(target, chosen, opened, force, files_of(sources))
    return write_export.export(
        _part(opened, where), chosen, target, sources=files_of(sources), include_text=include_text,
        validate=validate, force=force, notify=notify, progress=progress,
    )  # fmt: skip


@checked
def export_stream(
    package: Location, format: str, *, sources: Sources = (), include_text: bool = False, validate: bool = True,  # noqa: A002
    where: Where | None = None, progress: Progress | None = None,
) -> Iterator[bytes]:  # fmt: skip
    """Return the bytes of an export that is one file, in pieces; a binary one as well; progress: called with (share done, what comes next). Raises as `export` does, and for a format that is a folder."""
    from event_timeline.exports import write_export

    chosen = write_export.find_format(format)
    return write_export.stream(
        _part(read(package).files, where),
        chosen,
        files_of(sources),
        include_text=include_text,
        validate=validate,
        progress=progress,
    )


def _part(package: files.Package, where: Where | None) -> files.Package:
    if not where:
        return package
    from event_timeline.editing.part_of_package import part

    return part(package, _conditions(where))


def _conditions(where: Where) -> dict[str, tuple[str, ...]]:
    strings(tuple(where), "where")
    wanted = {key: strings(some, f"where[{key!r}]") for key, some in where.items()}
    if empty := next((key for key, some in wanted.items() if not some), None):
        raise Error(f"where[{empty!r}] has no value", "name one or several, or leave the condition out")
    return wanted


@checked
def formats() -> tuple[Format, ...]:
    """Return the export formats: name, suffix, purpose, needs and loses."""
    from event_timeline.exports import FORMATS

    return tuple(FORMATS.values())


@checked
def publish(
    package: Location, folder: str | Path | None = None, *, dry_run: bool = False, validate: bool = True, force: bool = False,
    progress: Progress | None = None,
) -> Deposit:  # fmt: skip
    """Assemble the files to deposit in a repository, and answer what FAIR assessors ask, offline.

    folder: by default NAME-deposit in the current folder; dry_run: write nothing; validate: refuse an invalid package;
    force: replace a deposit that was edited since; progress: called with (share done, what comes next). Raises Error, and
    InvalidPackageError for an invalid package.
    """
    from event_timeline.publishing import deposit

    target = None if folder is None else Path(folder)
    return deposit.publish(
        read(package).files, target, dry_run=dry_run, validate=validate, force=force, progress=progress
    )


@checked
def cite(
    package: Location, *, style: str = "apa", row: str | None = None, path: str | Path | None = None, force: bool = False
) -> str:  # fmt: skip
    """Return a citation of a package, or of one row of it as `TABLE/KEY`, made from its descriptor alone.

    path: also write it to this file; force: replace the file. Raises Error for an unknown style or row, a row in a style
    that describes whole datasets only, and a file that is in the way.
    """
    from event_timeline.exports.write_citation import cite

    return cite(read(package).files, style, row, None if path is None else Path(path), force=force)


@checked
def styles() -> tuple[Style, ...]:
    """Return the citation styles: name, purpose, customary file and whether a row can be cited."""
    from event_timeline.citations import STYLES

    return tuple(STYLES.values())


@checked
def timeline(
    package: Location, *, actors: Sequence[str] = (), topics: Sequence[str] = (), statuses: Sequence[str] = (),
    events: Sequence[str] = (), where: Where | None = None,
) -> Timeline:  # fmt: skip
    """Return the events as `timeline show` draws them: the dated ones by day, then the undated in the narrative's order.

    actors: only events that these take part in or speak of, by identifier, name or part of it, with their statements; topics,
    statuses: only events of these terms or labels; events: only these, by identifier; where: as `export` takes it. `render()` gives the text,
    `document()` what JSON has. Raises Error for one that the package does not have, or where a table cannot be read.
    """
    from event_timeline.exports.visual import selection

    opened = read(package)
    found = None
    if where:
        from event_timeline.editing.part_of_package import matching

        found = matching(opened.files, _conditions(where))
    return selection.timeline(
        opened._dataset, strings(actors, "actors"), strings(topics, "topics"), strings(statuses, "statuses"),
        strings(events, "events"), found,
    )  # fmt: skip


@checked
def locate(
    words: str, package: Location = ".", *, sources: Sources = (), loose: bool = False, ignore_case: bool = False,
    coded: bool = False,
) -> SearchResult:  # fmt: skip
    """Search words in the texts of a package: offsets in code points, half-open, with paragraph, line and context.

    sources: texts, by default those in the package or beside it; one file may be any text; loose: any quotation
    marks and white space; coded: only texts that the package was coded from. Raises Error where there is no text.
    """
    from event_timeline.editing.locate_words import search

    return search(words, _location(package), given_files(sources), loose=loose, ignore_case=ignore_case, coded=coded)


@checked
def quotations(package: Location, sources: Sources = ()) -> dict[str, list[CodedQuotation]]:
    """Return source_id -> the quotations of its text, numbered from 1, each with the statement that has it.

    sources: texts, by default those in the package or beside it. Raises Error where there is no text.
    """
    from event_timeline.editing.quotations import of_package

    return of_package(_location(package), given_files(sources))


@checked
def propose_dates(
    words: str, on: str | date = "", *, package: Location | None = None, source: str = ""
) -> list[DateProposal]:
    """Return the dates that words may mean, the likeliest first: `edtf`, `reading` in words, and `basis`, stated or inferred.

    words: English, such as `last Thursday`, `8 May 2026`, `by the end of May`; on: the day to count from, by default the day of
    publication of a source of the package, or of all its sources. Without a day only words that name their year are read.
    Nothing is returned for words that are not certain to name a date. Raises Error for a day or a source that is not one.
    """
    from event_timeline.editing import date_entry

    return date_entry.propose_dates(words, on, None if package is None else _location(package), source)


@checked
def dates(package: Location, sources: Sources = (), *, on: str | date = "") -> dict[str, list[DateWords]]:
    """Return source_id -> the words of its text that name a date, with offsets (code points, half-open) and `proposals`.

    sources: texts, by default those in the package or beside it; on: the day to count from, by default each source's day of
    publication. Raises Error where there is no text.
    """
    from event_timeline.editing import date_entry

    return date_entry.dates(_location(package), given_files(sources), on)


@checked
def coverage(package: Location, sources: Sources = ()) -> Coverage:
    """Return every sentence of the texts with the records that have evidence in it, and how much of each text the cells repeat.

    sources: texts, by default those in the package or beside it. Raises Error where there is no text.
    """
    from event_timeline.editing.coverage import of_package

    return of_package(_location(package), given_files(sources))


@checked
def stats(
    package: Location, sources: Sources = (), *, against: Location | None = None, progress: Progress | None = None
) -> Statistics:
    """Return a package in figures: rows, dates, statuses, actors, coverage of its texts, problems by family of rules.

    sources: texts, by default those in the package or beside it; against: another coding of the same text, whose agreement
    is counted; progress: called with (share done, what comes next). `render()` gives the text, `document()` what JSON has. Raises Error where a table cannot be read.
    """
    from event_timeline.comparing.statistics import statistics
    from event_timeline.editing.coverage import of_package

    opened = read(package)
    return statistics(
        opened._dataset, validate(opened, sources, progress=progress), of_package(opened.files, given_files(sources), required=False),
        None if against is None else agree(opened, against),
    )  # fmt: skip


@checked
@contextmanager
def edit(
    package: Location, *, sources: Sources = (), unfinished: bool = True, dry_run: bool = False, lock: bool = True,
    label: str = "et.edit", progress: Progress | None = None,
) -> Iterator[Editor]:  # fmt: skip
    """Change a package in one transaction: validated and written as a whole when the block ends, or not at all.

    Yields an `Editor`. sources: texts, by default those in the package or beside it; unfinished: accept
    what a later step is to complete, such as an event without participants; dry_run: validate, and write nothing. The
    package is locked meanwhile; without `lock` only while it is written, for a program that waits for a person. label: what
    `history` calls the change; progress: called with (share done, what comes next) when the block ends. A
    `Package` keeps the tables that it has read: open it again to see the change.
    Raises Error, and writes nothing, for a zip and for a change that would be invalid.
    """
    from event_timeline.editing.editor import edit_package

    with edit_package(
        _location(package), given_files(sources), unfinished=unfinished, dry_run=dry_run, lock=lock, label=label,
        progress=progress,
    ) as editor:  # fmt: skip
        yield editor


@checked
def history(package: Location) -> list[Change]:
    """Return the changes that were made to a package here, by commands or the library, the oldest first.

    Each has number, when, what (command or function), undone, files and tables (table -> rows added, removed, changed).
    They are kept in the package's folder `.timeline`, the newest 300 and 256 MiB; a copy of the package has none.
    """
    from event_timeline.editing.history import history_of

    return history_of(_location(package))


@checked
def render_history(changes: Sequence[Change], style: str = "text") -> str:
    """Render changes as text, the newest first, or as json."""
    from event_timeline.editing.history import render

    return render(changes, style)


@checked
def undo(package: Location) -> Change:
    """Undo the last change of a package, and return it: its files have their former contents again.

    Raises Error, and writes nothing, where there is none, where another program has changed one of the files since, or for a zip.
    """
    from event_timeline.editing import history

    return history.undo(_location(package))


@checked
def redo(package: Location) -> Change:
    """Make the change again that was undone last, and return it. Raises Error as `undo` does."""
    from event_timeline.editing import history

    return history.redo(_location(package))


@checked
def edit_in_browser(
    package: str | Path = ".", *, sources: Sources = (), beside: str | Path | None = None, port: int = 0,
    ready: Callable[[str], None] = print,
) -> None:  # fmt: skip
    """Serve the page on which the package is edited in a browser, until the process is asked to end.

    package: a folder or its datapackage.json; in a folder without one the page starts a package from a pasted text.
    sources: texts, by default those in the package or beside it; beside: another coding of the same text, which is only
    read: the page has what differs, to be decided one by one; port: of the address, 0 for a free one; ready: called with
    the address, which holds a token that each call needs. The server is bound to 127.0.0.1 only. Raises Error where the
    extra `edit` is not installed, the package cannot be changed, the port is in use or `beside` codes another text.
    """
    from event_timeline.workbench.start import start

    start(Path(package), given_files(sources), port, ready, None if beside is None else Path(beside))


@checked
@callers.called("et.stamp")
def stamp(
    package: Location, sources: Sources = (), *, keywords: Sequence[str] = (), coverage: bool = False,
    force: bool = False, dry_run: bool = False,
) -> StampResult:  # fmt: skip
    """Refresh what can be computed: sizes, hashes, lengths of texts, bounds of dates; `temporal` where there is none.

    sources: texts; keywords: to add; coverage: set `temporal` again; force: also stamp files that are damaged
    and can still be read; dry_run: write nothing. Raises Error for a zip, an unknown source and a damaged file.
    """
    from event_timeline.editing.stamp_package import stamp_package

    return stamp_package(
        _location(package),
        given_files(sources),
        keywords=strings(keywords, "keywords"),
        coverage=coverage,
        force=force,
        dry_run=dry_run,
    )


@checked
def new(
    folder: str | Path, *, source: str | Path | None = None, title: str, contributors: Sequence[str], source_id: str = "article",
    license: str = "CC-BY-4.0", name: str | None = None, source_cells: Mapping[str, object] | None = None,  # noqa: A002
    keywords: Sequence[str] = (), include_text: bool = False, date: str = "", toolchain: str = "",
) -> NewPackage:  # fmt: skip
    """Start a package in a new folder: descriptor, tables, schemas, codebook, README, licence, CI.

    source: file of the text to code, UTF-8, or `ID=FILE`; without one the package is an event table, with the tables
    `event_sources`, `event_places` and `measures`, and `coding` none for what needs a text; contributors: `Family, Given` of a person, or an organisation's name;
    source_id: of the text, where `source` has no ID; source_cells: further cells of the source's row, such as
    `published_edtf`; include_text: copy the text into the package, which needs its `license` in source_cells; date: ISO day that it is made, today by default; toolchain: what pip installs
    in the package's workflow. Raises Error, and writes nothing, where something is missing or the folder is in use.
    """
    from event_timeline.editing.cell_values import cell_text
    from event_timeline.editing.new_package import create_package, plan_package
    from event_timeline.texts.files import split_given

    folder, (own_id, file) = Path(folder), ("", None) if source is None else split_given(str(source))
    plan = plan_package(
        folder, file, title=title, contributors=strings(contributors, "contributors"), source_id=own_id or source_id, license_id=license, name=name,
        source_cells={column: cell_text(value) for column, value in (source_cells or {}).items()}, keywords=strings(keywords, "keywords"), include_text=include_text, date=date, toolchain=toolchain,
    )  # fmt: skip
    problems = create_package(folder, plan)
    made = read(folder)
    return (
        NewPackage(made, problems)
        if file is None
        else NewPackage(made, problems, plan.source["source_id"], Path(file), plan.content)
    )


@callers.called("et.import_")
@checked
def import_(
    format: str, file: str | Path, folder: str | Path | None = None, *, title: str = "", name: str = "",  # noqa: A002
    contributors: Sequence[str] = (), license: str = "", date: str = "", mapping: str | Path | None = None,  # noqa: A002
    source_dir: str | Path | None = None, options: Mapping[str, str] | None = None, sources: Sources = (),
    dry_run: bool = False, progress: Progress | None = None,
) -> ImportedPackage:  # fmt: skip
    """Make a package in a new folder from a file or folder of another format, and validate it; or change one from its export.

    Where `folder` holds a package and the file is an export of ours, what was edited in the file is changed in the package,
    validated and as a whole: see `changes`; dry_run: only compare, write nothing; sources: texts, as `[ID=]FILE`.

    folder: by default the file's name without its ending, in the current folder; title, name, license, contributors: of
    the package, where the file does not say; date: ISO day that it is made, today by default; mapping: a TOML file that
    says which column is which field; source_dir: the folder of the texts; options: further choices of the format, such as `{"language": "en"}`. What is not
    valid is written too: see `report`; progress: called with (share done, what comes next). Where several annotated the same text, a package for each is made in a folder below,
    see `others`. Raises Error, and writes nothing, where the file cannot be read, the folder is in use or a change is not valid.
    """
    from event_timeline.importing import Request
    from event_timeline.importing.import_package import find_format, import_package

    request = Request(
        Path(file), title, name, license, tuple(strings(contributors, "contributors")), date,
        None if mapping is None else Path(mapping), None if source_dir is None else Path(source_dir), {k: v for k, v in (options or {}).items() if v},
    )  # fmt: skip
    texts = (*given_files(sources), *(() if source_dir is None else (str(source_dir),)))
    target = Path(folder) if folder is not None else Path(request.file.name.partition(".")[0] or "imported")
    first, *others = (
        ImportedPackage(
            read(one.folder),
            [words(note) for note in one.notes],
            Report.of(one.report, str(one.folder)),
            changes=one.changes,
        )
        for one in import_package(find_format(format), request, target, texts, dry_run=dry_run, progress=progress)
    )
    return replace(first, others=tuple(others))


@checked
def suggest_mapping(file: str | Path, mapping: str | Path | None = None) -> str:
    """Draft a mapping (TOML, with comments) for a table with a row for each event, from its header and first rows.

    mapping: a TOML file whose section `file` says how the table is written. Raises Error where the file cannot be read as a table.
    """
    from event_timeline.importing.mapping.suggest import suggest

    return suggest(Path(file), Path(mapping) if mapping is not None else None)


@checked
def import_formats() -> tuple[ImportFormat, ...]:
    """Return the formats that can be imported: name, purpose, what each needs, keeps and loses."""
    from event_timeline.importing import IMPORTS

    return tuple(IMPORTS.values())


@checked
def diff(old: Location, new: Location = ".") -> Diff:
    """Compare two versions: rows and cells by key, columns, terms and the descriptor.

    Versions are packages, or folders, zips and git revisions such as `HEAD~1:` and `v1.0.0:path`.
    Raises Error where one cannot be opened.
    """
    from event_timeline.comparing.diff import compare
    from event_timeline.comparing.revisions import open_beside

    before, after = _location(old), _location(new)
    return compare(open_beside(before, after), open_beside(after, before))


@checked
@callers.called("et.bump")
def bump(
    package: Location, level: str = "auto", *, against: Location | None = None, date: str = "", dry_run: bool = False,
    notify: Callable[[str], None] | None = None,
) -> VersionBump:  # fmt: skip
    """Set the next version and its date, and draft the changelog's entry.

    level: major, minor, patch, or auto for what the changes require; against: the earlier version, by default the git tag of
    the current one; date: ISO day, today by default; dry_run: write nothing; notify: called with what the caller should
    know. Raises Error for a zip, where nothing changed, or where `auto` has no version to compare with.
    """
    from event_timeline.publishing.bump_version import bump_package

    earlier = None if against is None else _location(against)
    tell = None if notify is None else lambda note: notify(words(note))
    return bump_package(_location(package), level, against=earlier, date=date, dry_run=dry_run, notify=tell)


@checked
@callers.called("et.lift")
def lift(package: Location, version: str | None = None, *, dry_run: bool = False) -> LiftedProfile:
    """Make a package follow a newer version of the profile, by default the newest; its schemas and codebook change.

    Fields, terms and words of the package's own stay. Raises Error where it follows that version or a newer one already,
    where a version is unknown, or for a zip.
    """
    from event_timeline import profile
    from event_timeline.editing.lift_profile import lift_package

    return lift_package(_location(package), version or profile.VERSION, dry_run=dry_run)


@checked
def agree(a: Location, b: Location, *, threshold: float = 0.0) -> Agreement:
    """Compare two codings of the same text or events: precision, recall, F1 (`a` as the reference), Krippendorff's alpha.

    threshold: match only what overlaps by more than this Dice coefficient (0 to below 1).
    Raises Error where a table cannot be read, the packages share no text or event, or one only has evidence.
    """
    from event_timeline.comparing import agreement

    if not 0 <= threshold < 1:
        raise Error(
            f"the threshold {threshold} is not a Dice coefficient from 0 to below 1", "leave it out for any overlap"
        )
    coding_a, coding_b = (agreement.coding(p.files.label, p._loaded) for p in (read(a), read(b)))
    return agreement.compare(coding_a, coding_b, threshold)


@checked
def merge(
    packages: Sequence[Location], folder: str | Path, *, title: str | None = None, name: str | None = None, date: str = "",
    progress: Progress | None = None,
) -> MergedPackage:  # fmt: skip
    """Join packages of several texts into one corpus in a new folder; a package may also be a git revision.

    date: ISO day that it is made, today by default; progress: called with (share done, what comes next). Raises Error, and writes nothing, where two packages code the same
    text, a table cannot be joined, or the folder is in use.
    """
    from event_timeline.comparing.revisions import open_any
    from event_timeline.editing.merged_files import write_corpus

    named: tuple[Location, ...] = items(packages, "packages", (str, Path, Package), "pass a list of packages")
    drafts = []
    for number, one in enumerate(named):
        part_of(progress, 0, 0.1)(number / len(named), f"opening package {number + 1:,}")
        drafts.append(open_any(_location(one)))
    notes, warnings = write_corpus(
        Path(folder), drafts, title=title, name=name, date=date, progress=part_of(progress, 0.1, 1)
    )
    return MergedPackage(read(folder), notes, warnings)


@checked
def pandera_schema(table: str | dict[str, Any]) -> pa.DataFrameSchema:
    """Return the `pandera.polars` schema of a table of the profile, or of any Table Schema.

    Raises Error for an unknown table, and for what is not a Table Schema.
    """
    from event_timeline import profile
    from event_timeline.profile.constraints import pandera_schema as compiled
    from event_timeline.rules.descriptor.properties import schema_errors

    if isinstance(table, str) and table not in profile.ALL_TABLES:
        raise Error(f"no table named {table!r}", f"there are: {', '.join(profile.ALL_TABLES)}")
    if not isinstance(table, str):
        error = next(iter(schema_errors(table, profile.table_schema_schema())), None)
        if error is not None:
            raise Error(f"not a Table Schema: {error.json_path}: {error.validator} is violated", "fix the schema first")
    return compiled(table)


def _location(package: Location) -> str | Path | files.Package:
    """What the rooms below take for a package, opened again where its files have changed. Raises Error for what names none."""
    if isinstance(package, Package):
        return files.reopened(package.files) if package.files.has_changed else package.files
    if not isinstance(package, str | Path):
        raise Error(
            f"a package cannot be of the type {type(package).__name__}",
            "name a folder, a datapackage.json or a zip, or pass what `event_timeline.read` returns",
        )
    check_file_name(str(package), "package")
    return package
