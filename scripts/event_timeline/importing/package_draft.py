"""A package that an importer fills: tables, own columns and terms, texts; and its files."""

from __future__ import annotations

import copy
import json
import re
import unicodedata
import uuid
from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from event_timeline import profile
from event_timeline.editing import csv_tables, document_templates, new_package
from event_timeline.editing.csv_tables import CsvTable, Row
from event_timeline.editing.stamp_package import temporal_coverage
from event_timeline.importing import Request
from event_timeline.io.clock import today
from event_timeline.io.utf8 import encode
from event_timeline.model import UserError
from event_timeline.texts.text import Text, span_hash

NAMESPACE = uuid.UUID("3f3c1d0c-8a41-5d0e-9d53-6a1be27c5a11")
"""Of the identifiers of imported packages, which are made from their tables (RFC 9562, version 5)."""
TOPIC = "unassigned"
"""The topic of events whose data have no topics."""
MAX_LABEL_CHARS = 80
"""As `events.label` in the profile."""
MAX_MENTION_CHARS = 60
"""Words of a mention that are repeated in `exact` at most, as EVD008 asks; a longer one has its hash only."""
RECORDS = {"actors": "actor_id", "events": "event_id", "statements": "statement_id", "places": "place_id"}
"""Table -> its key, which is also the column of evidence."""
MAX_SOURCE_ID_CHARS = 80
NOT_MISSING = frozenset({"none", "null", "unknown", "missing", "nan", "na", "nil", "n-a"})
"""Words that, as an identifier, would be taken for a missing value."""
MAX_NAMES = 12
"""Types that a note lists."""
REGISTERS = {"Wikidata": "https://www.wikidata.org/"}
"""Register of identifiers -> its address."""
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffc\ufffd]")


def clean(words: str) -> str:
    """Words as a cell holds them: on one line, composed, without invisible characters and doubled blanks."""
    visible = _INVISIBLE.sub(lambda m: " " if m[0].isspace() else "", unicodedata.normalize("NFC", words))
    return re.sub(r"\s+", " ", visible).strip()


def shortened(words: str, most: int = MAX_LABEL_CHARS) -> str:
    """Words cut to a number of characters, with an ellipsis where something was cut."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


class PackageDraft:
    """The tables of a package to be, as text, with what the profile does not have: own columns, terms and tables."""

    def __init__(self, request: Request) -> None:
        """Raises UserError where the request lacks what a package needs: a contributor and a licence."""
        if not request.contributors:
            raise UserError(
                "a citation needs somebody to name", 'add --contributor "Family, Given" or --contributor "Organisation"'
            )
        if not request.license_id:
            raise UserError(
                "the licence of the data is not known", "add --license with the terms of the data, such as CC-BY-4.0"
            )
        self.request = request
        self.tables = {name: self._empty(name) for name in profile.TABLES}
        self.tables["codebook"].rows += new_package.profile_codebook()
        self.texts: dict[str, Text] = {}
        self.counts: Counter[str] = Counter()
        """What the user should know -> how often; `{n}` in a note is the number."""
        self.title = ""
        """Title that the data have; the request's goes before it."""
        self.addresses: dict[str, str] = {}
        """Address -> source_id."""
        self.unsorted: set[str] = set()
        """Types of annotations that are of no known sort."""
        self._ids: dict[str, set[str]] = {}
        self._terms: dict[tuple[str, str], str] = {}

    @staticmethod
    def _empty(name: str) -> CsvTable:
        schema = copy.deepcopy(profile.table_schema(name))
        return CsvTable(name, f"data/{name}.csv", schema, [f["name"] for f in schema["fields"]], [])

    def table(self, name: str) -> CsvTable:
        """A table of the profile, an optional one added where it is not there yet."""
        if name not in self.tables:
            self.tables[name] = self._empty(name)
            self._define_terms(self.tables[name].schema["fields"], name)
        return self.tables[name]

    def own_table(
        self, name: str, title: str, description: str, fields: Iterable[tuple[str, str]], key: list[str]
    ) -> None:
        """Add a table that the profile does not have. fields: name and description of columns of strings."""
        schema = {
            "$schema": profile.table_schema("events")["$schema"], "name": name, "title": title,
            "description": description, "fieldsMatch": "exact", "primaryKey": key, "missingValues": [""], "sortedBy": key,
            "fields": [_field(column, words, required=column in key) for column, words in fields],
        }  # fmt: skip
        self.tables[name] = CsvTable(name, f"data/{name}.csv", schema, [f["name"] for f in schema["fields"]], [])

    def column(self, table: str, name: str, description: str = "") -> str:
        """Add a column to a table, one of the profile's optional ones or an own one; does nothing where it is there."""
        target = self.table(table)
        if name not in target.columns:
            optional = profile.optional_fields(table).get(name)
            target.schema["fields"].append(copy.deepcopy(optional) if optional else _field(name, description))
            self._define_terms(target.schema["fields"][-1:], table)
            keys = [k for k in profile.optional_keys(table) if k["fields"] == name]
            target.schema.setdefault("foreignKeys", []).extend(copy.deepcopy(keys))
            if not target.schema["foreignKeys"]:
                del target.schema["foreignKeys"]
            target.columns.append(name)
        return name

    def _define_terms(self, fields: list[dict[str, Any]], table: str) -> None:
        """Define the profile's terms of fields that are added."""
        vocabularies = {f"{table}.{f['name']}" for f in fields if "enum" in f.get("constraints", {})}
        self.tables["codebook"].rows += [r for r in new_package.reference_codebook() if r["vocabulary"] in vocabularies]

    def value_column(self, table: str, name: str, description: str) -> str:
        """Add a column for a value that the data name; returns its name, another one where the profile uses that."""
        plain = re.sub(r"\W+", "_", new_package.slug(name).replace("-", "_")) or "value"
        plain = plain if plain[0].isalpha() else f"value_{plain}"
        taken = profile.known_fields(table)
        return self.column(table, f"{plain}_value" if plain in taken else plain, description)

    def add(self, table: str, **cells: str | int) -> Row:
        """Add a row. Every cell's column must be there."""
        target = self.table(table)
        row = target.blank() | {c: str(v) for c, v in cells.items()}
        if len(row) != len(target.columns):
            raise KeyError(f"{table} lacks {set(row) - set(target.columns)}")
        target.rows.append(row)
        return row

    def identifier(self, table: str, words: str, otherwise: str, most: int = 40) -> str:
        """A new identifier made of words, or of another word where they have no Latin letter or digit.

        most: characters that are taken of the words.
        """
        taken = self._ids.setdefault(table, set())
        base = new_package.slug(words, most) or otherwise
        base = f"{otherwise}-{base}" if base in NOT_MISSING else base
        name, number = base, self.counts[f"{table}:{base}"] or 1
        while name in taken:
            number += 1
            name = f"{base}-{number}"
        self.counts[f"{table}:{base}"] = number
        taken.add(name)
        return name

    def term(self, vocabulary: str, label: str, definition: str = "") -> str:
        """The term of a vocabulary (`table.column`) with a label: the profile's, one made before, or a new one with its codebook row."""
        if (vocabulary, label) in self._terms:
            return self._terms[vocabulary, label]
        table, column = vocabulary.split(".")
        constraints = self.table(table).field(column).get("constraints", {})
        own = new_package.slug(label)
        own = own.replace("-", "_") if any("_" in t for t in constraints.get("enum", ())) else own
        if own not in constraints.get("enum", ()):
            there = {r["term"] for r in self.tables["codebook"].rows if r["vocabulary"] == vocabulary}
            own = own or f"term-{len(there) + 1}"
            base, number = own, 1
            while own in there:
                number += 1
                own = f"{base}-{number}"
            if "enum" in constraints:
                constraints["enum"].append(own)
                self.table(table).field(column).setdefault("categories", []).append({"value": own, "label": label})
            self.define(
                vocabulary, own, label, definition or f"`{label}` of the imported data; their guideline defines it."
            )
        self._terms[vocabulary, label] = own
        return own

    def define(self, vocabulary: str, term: str, label: str, definition: str) -> None:
        """Add a row of the codebook."""
        self.add("codebook", vocabulary=vocabulary, term=term, label=label, definition=definition)

    def source(self, words: str, content: str, **cells: str) -> Text:
        """Add a source with its text; returns the text. Packages of one import give the same text the same identifier."""
        request, key = self.request, (words, content)
        source_id = request.source_ids.get(key, "")
        if not source_id or source_id in self.texts:
            source_id = self.identifier("sources", words, "text", MAX_SOURCE_ID_CHARS)
            while source_id in request.texts:
                source_id = self.identifier("sources", words, "text", MAX_SOURCE_ID_CHARS)
            request.source_ids[key] = source_id
        self._ids.setdefault("sources", set()).add(source_id)
        text = Text(source_id, content)
        options = self.request.options
        own = {"kind": "article", "title": new_package.first_line(content) or words, "note": "The annotated text."}
        given = {"language": options.get("language", ""), "license": options.get("text_license", "")}
        sized = {"characters": str(len(content)), "sha256": text.sha256} if content else {}
        self.add("sources", source_id=source_id, **(own | given | sized | {c: v for c, v in cells.items() if v}))
        self.texts[source_id] = text
        self.request.texts[source_id] = text
        return text

    def register(self, name: str) -> str:
        """The source of identifiers of a register, added where it is not there yet."""
        source_id = new_package.slug(name)
        if self.tables["sources"].find(source_id) is None:
            self._ids.setdefault("sources", set()).add(source_id)
            self.add("sources", source_id=source_id, kind="reference", title=name, url=REGISTERS.get(name, ""))
        return source_id

    def topic(self) -> str:
        """The topic of events that have none in the data, defined."""
        if ("events.topic", TOPIC) not in self._terms:
            self._terms["events.topic", TOPIC] = TOPIC
            self.define("events.topic", TOPIC, "Unassigned", "The imported data assign no topic to the event.")
        return TOPIC

    def evidence(self, text: Text, table: str, key: str, part: str, start: int, end: int, **cells: str) -> list[Row]:
        """Add a row for each line that a span goes over; offsets are code points. A row that is there is returned as it is."""
        rows, key_column = [], RECORDS[table]
        if table == "places":
            self.column("evidence", key_column)
        for a, b in text.pieces(start, end):
            words = text.content[a:b]
            name = f"{key}-{part}-{a}"
            name = self.identifier("evidence", "", name)
            long = part == "mention" and (len(words) > MAX_MENTION_CHARS or words != clean(words))
            rows.append(
                self.add(
                    "evidence", evidence_id=name, source_id=text.source_id, paragraph=text.paragraph_at(a), char_start=a,
                    char_end=b, exact="" if long or part == "report" else words, sha256=span_hash(words), part=part,
                    **{key_column: key}, **cells,
                )
            )  # fmt: skip
        return rows

    def number_events(self) -> None:
        """Set `position` by the sources' order and each event's first words; those without words keep their order at the end."""
        order = {source_id: number for number, source_id in enumerate(self.texts)}
        first: dict[str, tuple[int, int]] = {}
        for row in self.tables["evidence"].rows:
            if row["event_id"] and row["part"] in ("mention", "report"):
                at = (order[row["source_id"]], int(row["char_start"]))
                first[row["event_id"]] = min(at, first.get(row["event_id"], at))
        events = self.tables["events"].rows
        events.sort(key=lambda row: first.get(row["event_id"], (len(order), 0)))
        for number, row in enumerate(events, 1):
            row["position"] = str(number)

    def coding(self) -> dict[str, str]:
        """What the descriptor declares: `none` where there is nothing, `partial` elsewhere."""
        rows = {name: bool(table.rows) for name, table in self.tables.items()}
        mentioned = any(r["part"] == "mention" and r["actor_id"] for r in self.tables["evidence"].rows)
        quoted = any(r["part"] == "quote" for r in self.tables["evidence"].rows)
        there = {
            "evidence": rows["evidence"], "participants": rows["event_actors"], "mentions": mentioned, "quotations": quoted,
            "statements": rows["statements"], "stances": rows["statement_events"], "relations": rows["event_relations"],
        }  # fmt: skip
        return {aspect: "partial" if has else "none" for aspect, has in there.items()}

    def write(self, folder: Path, description: str) -> None:
        """Write the files of the package into an existing folder."""
        for path, content in self.files(folder, description).items():
            file = folder.joinpath(*PurePosixPath(path).parts)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

    def files(self, folder: Path, description: str) -> dict[str, bytes]:
        """Every file, path -> content, the descriptor stamped. description: at least 50 characters."""
        from event_timeline.citations import cff
        from event_timeline.citations.work import work

        request = self.request
        include = request.options.get("include_text") == "yes"
        inside = {s: f"texts/{s}.txt" for s in self.texts} if include else {}
        licenses = [new_package.LICENSES.get(request.license_id, {"name": request.license_id})]
        contents = {t.path: csv_tables.render(t) for t in self.tables.values()}
        listed = [
            {"title": r["title"], "path": inside.get(r["source_id"]) or r["url"]}
            for r in self.tables["sources"].rows
            if r["source_id"] in inside or r["url"]
        ]
        descriptor: dict[str, Any] = {
            "$schema": new_package.DATA_PACKAGE,
            "conformsTo": profile.URN + profile.VERSION,
            "id": f"urn:uuid:{uuid.uuid5(NAMESPACE, ' '.join(span_hash(c.decode()) for c in contents.values()))}",
            "name": request.name or new_package.slug(folder.name) or "event-timeline",
            "title": request.title or self.title or f"Event timeline of {request.file.resolve().name}",
            "description": description,
            "version": "0.1.0",
            "created": f"{today(request.date)}T00:00:00Z",
            "licenses": licenses,
            "rights": new_package.RIGHTS,
            "contributors": [new_package.contributor(n) for n in request.contributors],
            "sources": listed or [{"title": request.file.resolve().name}],
            **({"temporal": covered} if (covered := temporal_coverage(self.tables["events"].rows)) else {}),
            "coding": self.coding(),
            "resources": [self._resource(t, licenses, contents) for t in self.tables.values()],
        }
        terms = dict.fromkeys(inside.values(), request.options.get("text_license", ""))
        written = {
            "datapackage.json": _json(descriptor),
            "CITATION.cff": cff.render(work(descriptor)) + "\n",
            "README.md": document_templates.readme(descriptor, document_templates.imported_texts_held(include), PROOF[include]),
            "RIGHTS.md": document_templates.rights(request.license_id, document_templates.texts_rights(terms, not include)),
            "CHANGELOG.md": document_templates.changelog("0.1.0", today(request.date)),
            ".gitignore": document_templates.gitignore(include),
        }  # fmt: skip
        contents |= {f"schemas/{t.name}.json": encode(_json(t.schema)) for t in self.tables.values()}
        contents["schemas/profile.json"] = (profile.folder() / "profile.json").read_bytes()
        contents |= {path: encode(self.texts[s].content) for s, path in inside.items()}
        return contents | {path: encode(content) for path, content in written.items()}

    @staticmethod
    def _resource(table: CsvTable, licenses: list[dict[str, Any]], contents: dict[str, bytes]) -> dict[str, Any]:
        found = new_package.resource(table.name, licenses, table.schema)
        new_package.stamp_resource(found, contents[table.path])
        return found

    def notes(self) -> list[str]:
        """What the user should know, a sentence each, with its number."""
        notes = [words.format(n=f"{n:,}") for words, n in self.counts.items() if "{n}" in words and n]
        if self.unsorted:
            names = ", ".join(sorted(self.unsorted)[:MAX_NAMES])
            names += f" and {len(self.unsorted) - MAX_NAMES:,} more" if len(self.unsorted) > MAX_NAMES else ""
            notes.append(f"of no known sort are the types {names}: say with --mapping what they are")
        return notes


PROOF = {True: "--source-dir texts", False: "--source-dir DIR"}
"""Whether the texts are part of the package -> the options that prove the spans."""


def _field(name: str, description: str, *, required: bool = False) -> dict[str, Any]:
    title = name.replace("_", " ").capitalize()
    return {
        "name": name,
        "title": title,
        "description": description,
        "type": "string",
        "constraints": {"required": required},
    }


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
