"""A new package, of a text or of an event table: descriptor, tables, the profile by version, and the files beside them."""

from __future__ import annotations

import contextlib
import copy
import hashlib
import json
import re
import shutil
import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from event_timeline import profile
from event_timeline.editing import csv_tables, document_templates
from event_timeline.editing.csv_tables import CsvTable, Row
from event_timeline.editing.draft import open_draft
from event_timeline.editing.line_breaks import refuse_line_breaks
from event_timeline.io.atomic import unwritable
from event_timeline.io.clock import today
from event_timeline.io.locks import FOLDER
from event_timeline.io.paths import is_relative
from event_timeline.io.progress import Progress
from event_timeline.io.temporary import TemporaryFolder
from event_timeline.io.utf8 import encode
from event_timeline.model import Problem, UserError
from event_timeline.package import journal
from event_timeline.package.change_files import Origin
from event_timeline.texts.files import read_text
from event_timeline.texts.text import Text

DESCRIPTOR = "datapackage.json"
DATA_PACKAGE = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENSES = {
    "CC-BY-4.0": {
        "name": "CC-BY-4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
        "title": "Creative Commons Attribution 4.0 International",
    },
    "CC0-1.0": {
        "name": "CC0-1.0",
        "path": "https://creativecommons.org/publicdomain/zero/1.0/",
        "title": "Creative Commons Zero v1.0 Universal",
    },
}
"""What a new package may be put under; names and addresses as SPDX and Creative Commons give them."""
RIGHTS = (
    "The licence covers the coding: the selection, the identifiers, the codes, the summaries and the offsets. Words "
    "inside quotation marks, names and cue words are quoted from the sources and stay under their terms; see RIGHTS.md."
)

EVENT_TABLE_RIGHTS = "The licence covers the selection, the identifiers, the codes and the summaries; see RIGHTS.md."
EVENT_TABLE_CODING = {"evidence": "none", "statements": "none", "relations": "none"}
"""What an event table without a text does not have."""
EVENT_TABLES = (
    "sources", "places", "actors", "events", "event_actors", "event_sources", "event_places", "measures", "codebook",
)  # fmt: skip
"""The tables that it begins with; others are made when they are written to."""
EVENT_COLUMNS = {
    "actors": ("sector",), "events": ("date_precision", "place_precision", "confidence"), "event_actors": ("side",),
}  # fmt: skip
"""The optional columns that it begins with."""

LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
"""Latin letters that Unicode does not take apart into a plain one and a mark."""


@dataclass(frozen=True)
class PackagePlan:
    """What a new package is to be; an event table without `source` and `content`. `contributors` are names, `Family, Given` for a person; date is an ISO day; toolchain is what pip is to
    install in continuous integration.
    """

    title: str
    name: str
    license_id: str
    contributors: tuple[str, ...]
    date: str
    source: Row
    content: str
    include_text: bool = False
    keywords: tuple[str, ...] = ()
    toolchain: str = ""
    identifier: str = field(default_factory=lambda: f"urn:uuid:{uuid.uuid4()}")

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of its tables."""
        return profile.TABLES if self.source else EVENT_TABLES

    def schema(self, table: str) -> dict[str, Any]:
        """The schema of one of them."""
        schema = copy.deepcopy(profile.table_schema(table))
        if not self.source:
            extend_schema(schema, table, EVENT_COLUMNS.get(table, ()))
        return schema


def plan_package(
    folder: Path, source: str | Path | None, *, title: str, contributors: Sequence[str], source_id: str, license_id: str,
    name: str | None, source_cells: Mapping[str, str], keywords: Sequence[str], include_text: bool, date: str,
    toolchain: str,
) -> PackagePlan:  # fmt: skip
    """What a package in `folder` is to be; see `event_timeline.new`. Raises UserError where something is missing or wrong."""
    content = read_text(source) if source is not None else ""
    if source is None and (include_text or any(source_cells.values())):
        given = [column for column, cell in source_cells.items() if cell] + ["include_text"] * include_text
        raise UserError(
            f"a package without a source text has no text to include or describe: {', '.join(given)}",
            "leave that out, or name the text; each source of events says it in its row: "
            "`timeline add source --title Herald --kind news-outlet --language de`",
        )
    if source is not None and not content.strip():
        raise UserError(f"{source} is empty", "name the file that holds the article's text")
    if include_text and not source_cells.get("license"):
        raise UserError(
            "--include-text needs --text-license",
            "name the licence that allows passing the text on, or leave --include-text out",
        )
    if source_cells.get("published_edtf"):
        from event_timeline.editing.date_entry import check_date

        check_date(None, "published_edtf", source_cells["published_edtf"])
    if license_id not in LICENSES:
        raise UserError(f"no licence {license_id!r} for a new package", f"there are: {', '.join(LICENSES)}")
    columns = [f["name"] for f in profile.table_schema("sources")["fields"]]
    if unknown := next((c for c in source_cells if c not in columns), None):
        raise UserError(f"`sources` has no column {unknown!r}", f"there are: {', '.join(columns)}")
    if wrong := next((c for c, v in source_cells.items() if not isinstance(v, str)), None):
        raise UserError(f"the cell {wrong!r} of the source is not a string", "pass strings")
    if not contributors:
        raise UserError(
            "a citation needs somebody to name", 'add --contributor "Family, Given" or --contributor "Organisation"'
        )
    for kind, words in (
        ("title", [title]), ("contributor", contributors), ("keyword", keywords), ("toolchain", [toolchain])
    ):  # fmt: skip
        refuse_line_breaks(kind, words)
    own = {"source_id": source_id, "kind": "article", "title": first_line(content) or title, "language": "en"}
    return PackagePlan(
        title=title,
        name=name or slug(folder.resolve().name) or slug(title) or "event-timeline",
        license_id=license_id,
        contributors=tuple(contributors),
        date=today(date),
        source={} if source is None else SOURCE_CELLS | own | {c: v for c, v in source_cells.items() if v},
        content=content,
        include_text=include_text,
        keywords=tuple(dict.fromkeys(word.strip() for word in keywords if word.strip())),
        toolchain=toolchain,
    )


SOURCE_CELLS = {"publisher": "", "published_edtf": "", "url": "", "license": "", "note": "The coded text."}


def create_package(folder: Path, plan: PackagePlan) -> list[Problem]:
    """Write the package into a folder that may exist, and return what its validation says (warnings only).

    Raises UserError, and writes nothing, where a file is there already or the package would be invalid.
    """
    return write_package(folder, package_files(plan))


def write_package(folder: Path, contents: dict[str, bytes], progress: Progress | None = None) -> list[Problem]:
    """Write a whole package, after validating it elsewhere; returns the warnings.

    Raises UserError, and writes nothing, where a file is there already, a path leads out of the folder, or the
    package would be invalid.
    """
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file", "name a folder")
    for path in contents:  # named after tables and sources, which somebody else may have named
        if not is_relative(path.lstrip(".")) or path.startswith(".."):
            raise UserError(f"no file can be named {path!r}", "run `timeline validate` and fix what it reports")
    journal.before_reading(folder)  # an earlier command may have been interrupted here
    taken = [p for p in contents if folder.joinpath(*PurePosixPath(p).parts).exists()]
    if taken:
        raise UserError(f"{folder} holds {taken[0]} already", "name a new folder; nothing is ever overwritten here")
    with TemporaryFolder() as place:
        for path, content in contents.items():
            file = place.path.joinpath(*PurePosixPath(path).parts)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        report = open_draft(place.path).check(progress=progress)
        wrong = [p for p in report.problems if p.severity == "error"]
        if wrong:
            raise UserError(
                f"not made, it would be invalid: {wrong[0].code} {wrong[0].resource or ''} {wrong[0].message}",
                wrong[0].hint,
            )
    _write(folder, contents)
    return report.problems


def _write(folder: Path, contents: dict[str, bytes]) -> None:
    """Write a package in one change, the descriptor last; a folder that is made for it goes again where that fails."""
    order = sorted(contents, key=lambda path: path == DESCRIPTOR)
    made = False
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
            made = True
        with journal.transaction(folder):
            journal.commit(folder, {path: contents[path] for path in order}, {}, Origin())
    except (OSError, UserError) as error:
        if made:
            shutil.rmtree(folder / FOLDER, ignore_errors=True)
            for empty in sorted(folder.rglob("*"), reverse=True):
                with contextlib.suppress(OSError):
                    empty.rmdir()
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise unwritable(folder, error) if isinstance(error, OSError) else error from error


def package_files(plan: PackagePlan) -> dict[str, bytes]:
    """Every file of the new package, path -> content, the descriptor stamped."""
    from event_timeline.citations import cff
    from event_timeline.citations.work import work

    tables = {name: CsvTable(name, f"data/{name}.csv", s := plan.schema(name), [f["name"] for f in s["fields"]], [])
              for name in plan.tables}  # fmt: skip
    if plan.source:
        known = {"characters": str(len(plan.content)), "sha256": Text(plan.source["source_id"], plan.content).sha256}
        tables["sources"].rows.append(tables["sources"].blank() | plan.source | known)
    tables["codebook"].rows += profile_codebook({name: table.schema for name, table in tables.items()})
    text_path = f"{plan.source['source_id']}.txt" if plan.include_text else ""
    descriptor = _descriptor(plan, text_path)
    contents = {t.path: csv_tables.render(t) for t in tables.values()}
    for resource in descriptor["resources"]:
        stamp_resource(resource, contents[resource["path"]])
    for name, table in tables.items():
        known_schema = table.schema == profile.table_schema(name)
        contents[f"schemas/{name}.json"] = (
            profile.file(f"{name}.json")
            if known_schema
            else encode(json.dumps(table.schema, indent=2, ensure_ascii=False) + "\n")
        )
    contents["schemas/profile.json"] = profile.file("profile.json")
    if text_path:
        contents[text_path] = encode(plan.content)
    written = {
        "datapackage.json": json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n",
        "CITATION.cff": cff.render(work(descriptor)) + "\n",
        "LICENSE": document_templates.license_text([plan.license_id], "; ".join(plan.contributors), plan.date[:4]),
        "CHANGELOG.md": document_templates.changelog("0.1.0", plan.date),
        ".gitignore": document_templates.gitignore(plan.include_text or not plan.source),
        ".github/workflows/validate.yml": document_templates.workflow(
            text_path, plan.source.get("source_id", ""), plan.toolchain
        ),
    }
    license_title = LICENSES[plan.license_id]["title"]
    if plan.source:
        held, proof = document_templates.text_held(text_path), f"--source {text_path or 'FILE'}"
        written["README.md"] = document_templates.readme(descriptor, held, proof)
        terms = document_templates.text_rights(plan.source, plan.include_text)
        written["RIGHTS.md"] = document_templates.rights(license_title, terms)
    else:
        written["README.md"] = document_templates.readme(descriptor, document_templates.EVENT_TABLE, "")
        written["RIGHTS.md"] = document_templates.event_table_rights(license_title)
    return contents | {path: encode(content) for path, content in written.items()}


def profile_codebook(schemas: dict[str, dict[str, Any]] | None = None) -> list[Row]:
    """The codebook's rows for every term in the vocabularies of some schemas, by default the ten tables of the profile."""
    closed = profile.vocabulary_columns(schemas or {name: profile.table_schema(name) for name in profile.TABLES})
    return [r for r in reference_codebook() if r["term"] in closed.get(r["vocabulary"], ())]


def reference_codebook(version: str = profile.VERSION) -> list[Row]:
    """All the definitions of a version of the profile, also of terms of open vocabularies."""
    columns = [f["name"] for f in profile.table_schema("codebook")["fields"]]
    return [{c: row[c] for c in columns} for row in profile.codebook(version)]


def with_examples(book: CsvTable, rows: Iterable[Row], version: str = profile.VERSION) -> list[Row]:
    """Rows of the profile's codebook as a package's codebook has them: with the examples, where it has columns for them."""
    known = {(r["vocabulary"], r["term"]): r for r in profile.codebook(version)}
    optional = [c for c in profile.optional_fields("codebook", version) if c in book.columns]
    return [
        book.blank() | row | {c: known.get((row["vocabulary"], row["term"]), {}).get(c, "") for c in optional}
        for row in rows
    ]


def extend_schema(schema: dict[str, Any], name: str, columns: Iterable[str], version: str = profile.VERSION) -> None:
    """Give a table's schema the fields of some optional columns of the profile, and their foreign keys."""
    fields, added = profile.optional_fields(name, version), tuple(columns)
    schema["fields"] += [copy.deepcopy(fields[column]) for column in added]
    keys = [k for k in profile.optional_keys(name, version) if set(csv_tables.columns_of(k["fields"])) & set(added)]
    if keys:
        schema["foreignKeys"] = [*schema.get("foreignKeys", ()), *copy.deepcopy(keys)]


def contributor(name: str) -> dict[str, Any]:
    """A contributor of the descriptor: `Family, Given` is a person, anything else a name as written."""
    family, comma, given = (part.strip() for part in name.partition(","))
    person = {"givenName": given, "familyName": family} if comma and given else {}
    return {"title": f"{given} {family}" if person else name.strip(), **person, "roles": ["creator"]}


def slug(words: str, most: int = 60) -> str:
    """A lower-case identifier of ASCII letters, digits and hyphens; empty where no letter has one."""
    plain = unicodedata.normalize("NFKD", re.sub(r"['’]s?\b", "", words.lower()).translate(LETTERS))
    found = re.sub(r"[\W_]+", "-", "".join(c for c in plain if not unicodedata.combining(c)))
    found = re.sub(r"-+", "-", re.sub(r"[^a-z0-9-]", "", found)).strip("-")
    return found if len(found) <= most else found[:most].rpartition("-")[0] or found[:most]


def _descriptor(plan: PackagePlan, text_path: str) -> dict[str, Any]:
    license_ = LICENSES[plan.license_id]
    path = text_path or plan.source.get("url", "")
    about: dict[str, Any] = {
        "description": "A table of events: when and where they happened, who took part, which sources report them, and numbers."
    }
    if plan.source:
        about = {
            "description": f"What “{plan.source['title']}” reports, coded as ten tables: events, actors, their roles and relations, "
            "attributed statements, and evidence that ties every row to the words of the text."
        }
    return {
        "$schema": DATA_PACKAGE,
        "conformsTo": profile.URN + profile.VERSION,
        "id": plan.identifier,
        "name": plan.name,
        "title": plan.title,
        **about,
        "version": "0.1.0",
        "created": f"{plan.date}T00:00:00Z",
        **({"keywords": list(plan.keywords)} if plan.keywords else {}),
        "licenses": [license_],
        "rights": RIGHTS if plan.source else EVENT_TABLE_RIGHTS,
        "contributors": [contributor(n) for n in plan.contributors],
        **(
            {"sources": [{"title": plan.source["title"]} | ({"path": path} if path else {})]}
            if plan.source
            else {"coding": EVENT_TABLE_CODING}
        ),
        "resources": [resource(name, [license_]) for name in plan.tables],
    }


def resource(name: str, licenses: list[dict[str, Any]], schema: dict[str, Any] | None = None) -> dict[str, Any]:
    """A table as a resource, not stamped yet. schema: the profile's unless given."""
    schema = schema or profile.table_schema(name)
    return {
        "name": name,
        "type": "table",
        "title": schema["title"],
        "description": schema["description"],
        "path": f"data/{name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": f"schemas/{name}.json",
        "bytes": 0,
        "hash": "",
        "licenses": licenses,
    }


def stamp_resource(resource_: dict[str, Any], content: bytes) -> None:
    """Set a resource's size and hash."""
    resource_["bytes"] = len(content)
    resource_["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"


MAX_TITLE_CHARS = 200
"""Characters of a text's first line that are taken for its title."""


def first_line(content: str) -> str:
    """A text's first line that says something, as a cell holds it: on one line, printable, cut where it is not a title."""
    shown = (
        "".join(c if c.isprintable() or unicodedata.category(c) == "Zs" else " " for c in line)
        for line in content.splitlines()
    )
    line = next(filter(None, (re.sub(" {2,}", " ", words).strip() for words in shown)), "")
    return line if len(line) <= MAX_TITLE_CHARS else f"{line[: MAX_TITLE_CHARS - 1].rstrip()}…"
