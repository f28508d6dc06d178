"""Words of the descriptor that are one line: titles, names and keywords."""

from __future__ import annotations

import re
from collections.abc import Iterable

from event_timeline.model import UserError
from event_timeline.tables.cell_formats import CONTROLS


def refuse_line_breaks(kind: str, words: Iterable[str]) -> None:
    """Raise UserError where one of the words, the blanks around it aside, has a line break, tab or control character in it.

    kind: what each of them is, for the message.
    """
    for word in words:
        if re.search(rf"{CONTROLS}|[\n\r\t\u2028\u2029]", word.strip()):
            raise UserError(f"the {kind} {word!r} has a line break or control character", "leave it out")
