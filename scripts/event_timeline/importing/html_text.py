"""The words of a piece of HTML."""

from __future__ import annotations

from html.parser import HTMLParser

from event_timeline.importing.package_draft import clean

BLOCKS = frozenset("address article aside blockquote br dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section table td th tr ul".split())  # fmt: skip
UNSEEN = frozenset({"script", "style", "template"})


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.unseen += tag in UNSEEN
        if tag in BLOCKS:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in UNSEEN and self.unseen > 0
        if tag in BLOCKS:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.words.append(data)


def words_of_html(html: str) -> str:
    """The words without markup, on one line; scripts and styles are left out."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    return clean("".join(parser.words))
