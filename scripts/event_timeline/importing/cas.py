"""UIMA CAS as INCEpTION and UIMA write it: XMI with its type system, JSON 0.4, folders and zips of them, and project exports.

The files are read by dkpro-cassis, which also turns offsets in UTF-16 units into code points.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from event_timeline.importing import Request, annotated_package
from event_timeline.importing.annotation_types import TypeSorts
from event_timeline.importing.archives import Member, members
from event_timeline.importing.cas_annotations import document
from event_timeline.io.counting import counted
from event_timeline.io.utf8 import decode
from event_timeline.model import UserError

TABLE_SUFFIXES = (".tsv", ".conll")
"""WebAnno TSV, INCEpTION's usual export, and CoNLL: they leave out the text between sentences."""
CURATION = "CURATION_USER"
INITIAL = "INITIAL_CAS"
PROJECT = re.compile(r"(?:.*/)?(annotation|curation)/(.+)/([^/]+?)\.(?:xmi|json)$")
"""Path of an annotation in a project: document and user. A zip inside the project has its own folder, of the user's name."""
TYPE_SYSTEM = "typesystem.xml"
HINT = "export it again as UIMA CAS JSON 0.4.0 or UIMA CAS XMI (XML 1.0)"


def read(request: Request, folder: Path) -> list[str]:
    """Write a package, or one for each annotator where several annotated the same text. Raises UserError."""
    cassis = _cassis()
    files = list(members(request.file))
    systems = {str(PurePosixPath(m.path).parent): m for m in files if PurePosixPath(m.path).name.lower() == TYPE_SYSTEM}
    chosen, notes = _chosen(files, request.options.get("annotator", ""))
    loader = _Loader(cassis, systems)
    layers: dict[str, list[str]] = {}
    documents = []
    for number, one in enumerate(chosen):
        request.progress(number / len(chosen), f"reading {one.name}")
        cas = loader.load(one.member)
        names = [v.sofa.sofaID for v in cas.views]
        for sofa in names:
            view = cas.get_view(sofa)
            if view.sofa_string is not None:
                name = one.name if len(names) == 1 else f"{one.name}#{sofa}"
                documents.append(document(view, name, one.user, layers, one.member.label, notes))
    if not documents:
        raise UserError(
            f"{request.file}: holds no CAS with a text",
            next(iter(notes), "name files of the format UIMA CAS XMI or UIMA CAS JSON"),
        )
    return notes + annotated_package.write(documents, TypeSorts(parents=layers), request, folder)


def _cassis() -> Any:
    try:
        import cassis
    except ImportError:
        raise UserError("cas needs dkpro-cassis", "pip install 'event-timeline[cas]'") from None
    return cassis


@dataclass(frozen=True)
class _Chosen:
    """A file to be read, the name of its document, and its annotator."""

    member: Member
    name: str
    user: str


def _chosen(files: Sequence[Member], annotator: str) -> tuple[list[_Chosen], list[str]]:
    """The files to be read: of a document that was curated the curation, unless an annotator is asked for."""
    plain, users, curated = [], [], {}
    binary = tables = 0
    for member in files:
        if member.suffix in TABLE_SUFFIXES:
            tables += 1
        elif found := PROJECT.match(member.path):
            sort, name, user = found.groups()
            name = name.removesuffix(f"/{user}") if name.endswith(f"/{user}") else name
            parts = name.split("/")
            if len(parts) > 1 and parts[-1].removesuffix(".zip") in (user, CURATION):
                name = "/".join(parts[:-1])
            if sort == "curation":
                curated[name] = _Chosen(member, name, "")
            elif user != INITIAL:
                users.append(_Chosen(member, name, user))
        elif member.suffix in (".xmi", ".json") and not PurePosixPath(member.path).name.startswith("exportedproject"):
            plain.append(_Chosen(member, str(PurePosixPath(member.path).with_suffix("")), ""))
        elif member.suffix in (".ser", ".bin"):
            binary += 1
    notes = (
        [f"{counted(binary, 'binary CAS')} not read: export the project with UIMA CAS XMI or JSON"] if binary else []
    )
    if tables:
        notes.append(
            f"{counted(tables, 'file')} of WebAnno TSV or CoNLL not read: export again from INCEpTION, with UIMA CAS XMI (XML 1.0) or UIMA CAS JSON as the format"
        )
    if users or curated:
        plain = []  # a project: other files are its settings and sources
    if annotator:
        return [u for u in users if u.user == annotator] or [*users, *curated.values()], notes
    left = [u for u in users if u.name not in curated]
    if dropped := len(users) - len(left):
        notes.append(
            f"{counted(dropped, 'annotation')} of single users not read, because the curation is: --annotator NAME reads one"
        )
    return [*plain, *curated.values(), *left], notes


class _Loader:
    """Reads members as CAS, each type system once."""

    def __init__(self, cassis: Any, systems: dict[str, Member]) -> None:
        self.cassis, self.systems = cassis, systems
        self.loaded: dict[str, Any] = {}

    def load(self, member: Member) -> Any:
        """The CAS of a file. Raises UserError where it is not one or its type system is missing."""
        content = member.content()
        if member.suffix == ".json" and "%FEATURE_STRUCTURES" not in decode(content, member.label):
            raise UserError(f"{member.label}: JSON, but not of a CAS", "leave it out, or export as UIMA CAS JSON 0.4.0")
        if member.suffix == ".xmi":
            _refuse_entities(member, content)
            system = self._system(member)
        try:
            if member.suffix == ".json":
                return self.cassis.load_cas_from_json(io.BytesIO(content))
            return self.cassis.load_cas_from_xmi(io.BytesIO(content), typesystem=system)
        except RecursionError:
            raise UserError(f"{member.label}: too many levels inside each other", HINT) from None
        except Exception as error:  # whatever the library raises for a damaged file
            raise UserError(f"{member.label}: not a CAS that can be read: {_first_line(error)}", HINT) from None

    def _system(self, member: Member) -> Any:
        """The type system beside a file, or in the nearest folder above."""
        for parent in map(str, PurePosixPath(member.path).parents):
            if parent in self.systems:
                break
        else:
            raise UserError(
                f"{member.label}: there is no TypeSystem.xml beside it",
                "add it, or export as UIMA CAS JSON, which has it inside",
            )
        found = self.systems[parent]
        content = found.content()
        key = hashlib.sha256(content).hexdigest()
        if key not in self.loaded:
            _refuse_entities(found, content)
            try:
                self.loaded[key] = self.cassis.load_typesystem(io.BytesIO(content))
            except Exception as error:  # as above
                raise UserError(f"{found.label}: not a type system: {_first_line(error)}", HINT) from None
        return self.loaded[key]


def _refuse_entities(member: Member, content: bytes) -> None:
    if re.search(rb"<!\s*(?:DOCTYPE|ENTITY)", content.replace(b"\0", b"")):
        raise UserError(f"{member.label}: has a document type, which is not read", HINT)


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__
