"""Words in one or several texts: which text an author means, and the spans there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from event_timeline.editing.record_types import SpanOption
from event_timeline.editing.spans import Span, has_words, quotation_span, spans_of_words
from event_timeline.model import UserError
from event_timeline.texts.text import Text

CONTENT_PARTS = ("quote", "report")
"""Parts beside which the other words of the same record are looked for."""


@dataclass
class SpanFinder:
    """Finds the words of one record in the texts; what was found so far shows where to look for the rest.

    single: the record is in one text only, as a statement does.
    """

    texts: Mapping[str, Text]
    single: bool = False
    content_spans: dict[str, list[Span]] = field(default_factory=dict)
    found_spans: dict[tuple[str, str], list[Span]] = field(default_factory=dict)

    def find(self, option: SpanOption, words: str) -> tuple[Text, list[Span]]:
        """The text and the spans that some words given for an option mean; `ID:words` names the text.

        Raises UserError where the words are in no text, or in several, or several times in one.
        """
        text, words = self._text(option, words)
        if option.part == "quote":
            found = [quotation_span(text, words)]
        else:
            earlier = self.found_spans.get((text.source_id, option.part), ())
            found = spans_of_words(text, words, self.content_spans.get(text.source_id), earlier)
        self.found_spans.setdefault((text.source_id, option.part), []).extend(found)
        if option.part in CONTENT_PARTS:
            self.content_spans.setdefault(text.source_id, []).extend(found)
        if self.single:
            self.texts = {text.source_id: text}
        return text, found

    def _text(self, option: SpanOption, words: str) -> tuple[Text, str]:
        source_id, sep, rest = words.partition(":")
        if sep and source_id in self.texts:
            return self.texts[source_id], rest.strip()
        if len(self.texts) == 1:
            return next(iter(self.texts.values())), words
        if not self.texts:
            raise UserError("no text to look in", "name one with --source FILE, or set TIMELINE_SOURCE to it")
        holding = [t for t in self.texts.values() if has_words(t, words, quotation=option.part == "quote")]
        holding = [t for t in holding if t.source_id in self.content_spans] or holding
        if not holding:
            raise UserError(
                f"{words!r} is in none of the texts ({', '.join(self.texts)})",
                "copy the words from the text; `timeline locate WORDS --loose` searches more freely",
            )
        if len(holding) > 1:
            ids = [t.source_id for t in holding]
            raise UserError(
                f"{words!r} is in {len(ids)} texts ({', '.join(ids)})", f'say in which: write "{ids[0]}:{words}"'
            )
        return holding[0], words
