"""XML as a tree, read without entities, external files or network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from event_timeline.model import UserError
from event_timeline.texts.files import MAX_BYTES

MAX_DEPTH = 200
"""Elements inside each other; annotated texts have fewer than ten levels."""


@dataclass
class Element:
    """An element: its name, attributes, line, and its content, words and elements in their order."""

    name: str
    attributes: dict[str, str]
    line: int
    content: list[str | Element] = field(default_factory=list)

    def all(self) -> Iterator[Element]:
        """This element and those inside it, in their order."""
        yield self
        for one in self.content:
            if isinstance(one, Element):
                yield from one.all()

    def first(self, name: str) -> Element | None:
        """The first element of a name inside this one."""
        return next((e for e in self.all() if e.name == name), None)

    def text(self) -> str:
        """The words inside, without markup."""
        return "".join(one if isinstance(one, str) else one.text() for one in self.content)

    def get(self, *names: str) -> str:
        """The first of some attributes that is there; empty if none is."""
        return next((v for n in names if (v := self.attributes.get(n, ""))), "")


def read_xml(file: Path) -> Element:
    """The root of a file. Raises UserError, with line and column, for what is not well-formed or declares entities."""
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise UserError(f"{file}: {error.strerror or error}", "name an XML file") from None
    if len(content) > MAX_BYTES:
        raise UserError(f"{file}: larger than {MAX_BYTES // 2**20} MB", "divide it")
    parser = expat.ParserCreate()
    parser.buffer_text = True
    root = Element("", {}, 0)
    open_elements = [root]

    def start(name: str, attributes: dict[str, str]) -> None:
        element = Element(name, attributes, parser.CurrentLineNumber)
        if len(open_elements) > MAX_DEPTH:
            raise UserError(f"{file}:{element.line}: more than {MAX_DEPTH} elements inside each other", HINT)
        open_elements[-1].content.append(element)
        open_elements.append(element)

    def end(_: str) -> None:
        open_elements.pop()

    def words(data: str) -> None:
        open_elements[-1].content.append(data)

    def entity(*_: Any) -> None:
        raise UserError(f"{file}:{parser.CurrentLineNumber}: declares entities, which are not read", HINT)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, words
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code)
        raise UserError(f"{file}:{error.lineno}:{error.offset + 1}: not well-formed XML: {what}", HINT) from None
    except (LookupError, ValueError) as error:
        raise UserError(f"{file}: its encoding cannot be read: {error}", "save it as UTF-8") from None
    return next(e for e in root.content if isinstance(e, Element))


HINT = "export the file again from the tool that made it, without a document type and entities"
