"""Our own Web Annotations, edited: the spans, what they show, and who coded them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from event_timeline.exports import ownership
from event_timeline.importing.json_ import read_document
from event_timeline.importing.own_exports import files_of
from event_timeline.importing.span_export import Span, SpanExport
from event_timeline.model import Problem, RowsError, UserError

EMPTY = "put the annotations back; to remove evidence, use `timeline remove evidence/ID`"
TABLES = {"actors": "actor_id", "events": "event_id", "statements": "statement_id", "places": "place_id"}
HINT = "write it as the annotations of the export are written"


def load(file: Path) -> SpanExport:
    """Read a collection. Raises UserError where it is another one, RowsError for annotations that cannot be read."""
    name, found = file.name, read_document(file)
    if not isinstance(found, dict) or not str(found.get("export", "")).startswith(ownership.label("webannotation")):
        raise UserError(
            f"{name}: not a webannotation export of this toolchain", "import what `timeline export webannotation` wrote"
        )
    page = found.get("first")
    items = page.get("items") if isinstance(page, dict) else None
    if not isinstance(items, list):
        raise UserError(f"{name}: `first` has no list of `items`", HINT)
    export = SpanExport(name, files_of(name, found.get("files")))
    export.unedited = not ownership.refusal(file, "webannotation")
    if export.unedited:
        return export
    _check_whole(name, found, items)
    package, errors, places = str(found.get("id")).partition("#")[0], list[Problem](), dict[str, str]()
    for number, item in enumerate(items):
        place = f"$.first.items[{number}]"
        try:
            export.spans.append(_span(item, package, place))
            if (identifier := item.get("id")) and places.setdefault(identifier, place) != place:
                raise _AnnotationError(
                    ".id", f"{identifier!r} is also that of {places[identifier]}", "delete one of the two"
                )
        except _AnnotationError as fault:
            errors.append(Problem(path=f"{name}, {place}{fault.where}", message=fault.said, hint=fault.remedy))
    if errors:
        raise RowsError(errors, "written")
    return export


def _check_whole(name: str, found: dict[str, Any], items: list[Any]) -> None:
    """Raise UserError where annotations are missing: in other pages, or left out without a word."""
    if found["first"].get("next") is not None:
        raise UserError(
            f"{name}, $.first.next: the annotations are in several pages, and only the first is read",
            "put the items of all pages into `first.items`, and delete `next`",
        )
    if not items:
        raise UserError(f"{name}, $.first.items: holds no annotation", EMPTY)
    if found.get("total", len(items)) != len(items):
        raise UserError(
            f"{name}, $.total: is {found['total']!r:.60}, where there are {len(items)} items",
            "put the missing annotations back; where you added or deleted some, correct `total`",
        )


class _AnnotationError(ValueError):
    """What cannot be read: where it is in its annotation, what is wrong, and the remedy."""

    def __init__(self, where: str, said: str, remedy: str = HINT) -> None:
        super().__init__(said)
        self.where, self.said, self.remedy = where, said, remedy


class _Selectors(NamedTuple):
    start: int
    end: int
    quote: str | None


def _span(item: Any, package: str, place: str) -> Span:
    """An annotation. package: the IRI of its package, without fragment. Raises _AnnotationError."""
    target = _object(_object(item, "").get("target"), ".target")
    source = target.get("source")
    iri, where = (source.get("id"), ".target.source.id") if isinstance(source, dict) else (source, ".target.source")
    source_id = _key(iri, "sources", package, where)
    if not source_id:
        raise _AnnotationError(
            where, f"{iri!r:.90} is not a source of the package", "name it as the other annotations do"
        )
    selectors = _selectors(target.get("selector"), ".target.selector")
    part = item.get("part", "mention" if item.get("motivation") == "identifying" else None)
    creator = item.get("creator", "")
    creator = {} if isinstance(creator, str) else _object(creator, ".creator")  # an agent's IRI has no name
    return Span(
        _key(item.get("id", ""), "evidence", package, ".id"),
        source_id,
        selectors.start,
        selectors.end,
        None if part is None and "part" not in item else _text(part, ".part"),
        _records(item["body"], package) if "body" in item else None,
        _text(creator["name"], ".creator.name") if "name" in creator else None,
        place,
        selectors.quote,
    )


def _selectors(found: Any, where: str) -> _Selectors:
    """The position, and the words that are quoted beside it."""
    several = isinstance(found, list)
    places, quotes = list[tuple[int, int]](), list[str]()
    for number, one in enumerate(found if several else [found]):
        at = f"{where}[{number}]" if several else where
        selector = _object(one, at)
        if "refinedBy" in selector:
            said = "a selector inside another one is not read"
            raise _AnnotationError(f"{at}.refinedBy", said, "give the position in the whole text")
        if selector.get("type") == "TextPositionSelector":
            places.append((_count(selector.get("start"), f"{at}.start"), _count(selector.get("end"), f"{at}.end")))
        elif selector.get("type") == "TextQuoteSelector":
            quotes.append(_text(selector.get("exact"), f"{at}.exact"))
    if len(places) != 1 or len(quotes) > 1:
        said = f"has {len(places)} TextPositionSelector and {len(quotes)} TextQuoteSelector"
        raise _AnnotationError(where, said, "give one position, and at most one quote of its words")
    return _Selectors(*places[0], quotes[0] if quotes else None)


def _records(body: Any, package: str) -> dict[str, str] | None:
    """Column of evidence -> identifier, of the bodies that are records; None where there is none."""
    several, found = isinstance(body, list), dict[str, str]()
    for number, one in enumerate(body if several else [body]):
        at = f".body[{number}]" if several else ".body"
        iri = one if isinstance(one, str) else _object(one, at).get("id")
        for table, column in TABLES.items():
            identifier = "" if iri is None else _key(iri, table, package, at)
            if identifier and found.setdefault(column, identifier) != identifier:
                said = f"names {identifier!r}, where another body names {found[column]!r} of {table} already"
                raise _AnnotationError(at, said, "make an annotation of each")
    return found or None


def _key(iri: Any, table: str, package: str, where: str) -> str:
    """The key in the IRI of a row of a table; empty where it is another one. Raises _AnnotationError for a row of another package."""
    before, found, key = _text(iri, where).rpartition(f"#{table}/")
    if found and before not in ("", package):
        said = f"{iri!r:.90} is of another package than {package!r:.60}"
        raise _AnnotationError(where, said, "name a row of the package that the collection was exported from")
    return unquote(key) if found else ""


def _object(value: Any, where: str) -> dict[str, Any]:
    return value if isinstance(value, dict) else _refuse(value, where, "an object")


def _text(value: Any, where: str) -> str:
    return value if isinstance(value, str) else _refuse(value, where, "text")


def _count(value: Any, where: str) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else _refuse(value, where, "a whole number")


def _refuse(value: Any, where: str, expected: str) -> Any:
    said = {dict: "an object", list: "a list", str: "text", type(None): "missing or null"}.get(type(value))
    raise _AnnotationError(where, f"is {said or f'{value!r:.60}'}, not {expected}")
