"""Offsets count code points, whatever the text is made of: letters beyond the BMP, marks that combine, line ends."""

from __future__ import annotations

import csv
import hashlib
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from event_timeline import validate
from event_timeline.texts.text import span_hash
from tests import builder

RULES = ("EVD001", "EVD002", "EVD004", "EVD005", "EVD020", "EVD021")
"""Empty, out of range, length and hash of `exact`, the text's own hash, and the words at the offsets."""
PIECES = st.sampled_from(
    [
        "🙂",
        "👩‍🚒",
        "Ọ̀ṣun",
        "e\u0301",
        "ß",
        "ﬁ",
        "אב",
        "\u202e",
        "\u2028",
        "\x85",
        "\r\n",
        "\n",
        "\t",
        "\ufeff",
        "𐍈",
        "a",
        '"',
        ",",
        " ",
    ]
)
TEXTS = st.lists(
    PIECES | st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=3, max_size=30
).map("".join)
Span = tuple[int, int, str]


def package(folder: Path, content: str, spans: list[Span]) -> tuple[Path, str]:
    """The harbour's with another text, and one mention for each (start, end, words); and the text's file."""
    harbour = builder.copy_of_harbour(folder)
    article = folder / "article.txt"
    article.write_bytes(content.encode())
    path = harbour / "data" / "sources.csv"
    rows = [dict(zip(builder.table(path)[0], row, strict=True)) for row in builder.table(path)[1:]]
    for row in rows:
        if row["source_id"] == "article":
            row |= {"characters": str(len(content)), "sha256": hashlib.sha256(content.encode()).hexdigest()}
    written(path, rows)
    path = harbour / "data" / "evidence.csv"
    blank = dict.fromkeys(builder.table(path)[0], "")
    mentions = [
        {"evidence_id": f"mira-holm-mention-{i}", "source_id": "article", "paragraph": "1", "char_start": str(start),
         "char_end": str(end), "exact": words, "sha256": span_hash(words), "part": "mention", "actor_id": "mira-holm"}
        for i, (start, end, words) in enumerate(spans)
    ]  # fmt: skip
    written(path, [blank | mention for mention in mentions])
    return harbour, f"article={article}"


def written(path: Path, rows: list[dict[str, str]]) -> None:
    out = io.StringIO()
    table = csv.DictWriter(out, list(rows[0]), lineterminator="\n", quoting=csv.QUOTE_ALL)
    table.writeheader()
    table.writerows(rows)
    builder.write(path, out.getvalue())


@settings(max_examples=12, deadline=None)
@given(TEXTS, st.data())
def test_spans_of_any_text_prove_themselves(content: str, data: st.DataObject) -> None:
    ends = st.tuples(st.integers(0, len(content) - 1), st.integers(1, len(content))).filter(lambda e: e[0] < e[1])
    spans = [(a, b, content[a:b]) for a, b in data.draw(st.lists(ends, min_size=1, max_size=5, unique=True))]
    with tempfile.TemporaryDirectory() as folder:
        harbour, source = package(Path(folder), content, spans)
        assert validate(str(harbour), [source], select=RULES).counts == {}


@settings(max_examples=12, deadline=None)
@given(TEXTS, st.data())
def test_offsets_in_bytes_or_utf_16_are_found_out(content: str, data: st.DataObject) -> None:
    content = "🙂é" + content
    start = data.draw(st.integers(2, len(content) - 1))
    words = content[start:]
    unit, width = data.draw(st.sampled_from([("utf-8", 1), ("utf-16-le", 2)]))
    a, b = (len(content[:at].encode(unit)) // width for at in (start, len(content)))
    with tempfile.TemporaryDirectory() as folder:
        harbour, source = package(Path(folder), content, [(a, b, words)])
        found = set(validate(str(harbour), [source], select=RULES).counts)
        assert "EVD002" in found  # it ends behind the end of the text, which is counted in code points
