"""Plain technical English: no idiom of the list in the pages, docstrings, comments and messages."""

from __future__ import annotations

import csv
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = ROOT / "scripts" / "event_timeline"

PROFILE = [
    *(ROOT / "schemas").glob("*.json"),
    *(ROOT / n for n in ("schemas/reference/codebook.csv", "data/codebook.csv", "datapackage.json")),
]
"""What the newest version of the profile says; released ones stay as they are."""

IDIOMS = {
    r"mend(?:s|ed|ing)?": "fix, update, repair",
    r"renew(?:s|ed|ing)?": "update",
    r"put(?:s|ting)? right": "fix, repair",
    r"stands?(?! for\b)|stood": "is, is in; is duplicated",
    r"told|tells|telling": "reported, reports, described",
    r"(?:hang|hung)s?|hanging": "depends on, is related",
    r"h(?:eld|olds?) against": "compared with, checked against",
    r"nobody": "no one, no participant; name what is missing",
    r"(?<!there )(?<!if )(?:is|are) (?:no (?!longer|more than)|(?-i:none))": "is not a; invalid; has no",
    r"rest(?:s|ed)? on": "is based on, comes from",
    r"vouch(?:es)?": "confirm",
    r"ha(?:s|ve) not the": "does not match the",
    r"(?:taken )?at (?:their|its) words?": "not checked up front",
    r"whence": "from where",
    r"anew": "again",
    r"beforehand": "before",
    r"thereof|lest|aught|nought": "of it; so that ... not; anything, zero",
    r"twice,? (?:and )?apart": "independently, by two coders",
    r"to spare|ample": "a number with its unit",
    r"at hand": "available",
    r"be content": "pass",
    r"whereby": "by which, at which",
    r"from time immemorial": "always",
    r"about right": "approximate",
    r"as (?:it|they|one) likes?": "freely; say what happens",
    r"joined to the": "affiliated with, connected with",
    r"it takes two": "two are needed",
}
"""Each idiom as a regular expression, and what to write in its place."""
PATTERN = re.compile(rf"\b(?:{'|'.join(IDIOMS)})\b", re.IGNORECASE)
EXEMPT = re.compile(r'^aliases = .*|\*"[^"]*"\*|\{[^{}]*\}|mend {5}|^"[a-z]+(?:-[a-z]+)+"$')
"""Old slugs, an example sentence of a text that is coded, code in an f-string, the label of a line in reports of 1.1, a rule's slug."""

RAW = re.compile(r"""(?:[rR][fFbB]?|[fFbB][rR])(?!\"{3})["']""")
"""The beginning of a raw string; one in three quotation marks is a docstring."""

UNCONVERTED = ("scripts/event_timeline/rules/retired.toml",)
"""Files and folders that still have idioms. Take out what you have converted; put nothing in."""
GENERATED = ("docs/mutation.md",)
"""A page that a program writes from other texts; docs/reference is left out as a whole."""

TOP_PAGES = ("README.md", "SECURITY.md", "CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "RIGHTS.md")


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the pieces of prose with their lines: of a page all lines, of a codebook labels and definitions, of code the
    comments and strings, but not raw strings, which are patterns that match the words of a text."""
    if path.suffix == ".csv":  # example sentences are any English
        with path.open(encoding="utf-8", newline="") as file:
            yield from ((line, f"{r['label']} {r['definition']}") for line, r in enumerate(csv.DictReader(file), 2))
        return
    if path.suffix != ".py":
        yield from enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        return
    with path.open("rb") as file:
        yield from code_prose(file.readline)


def code_prose(readline: Callable[[], bytes]) -> Iterator[tuple[int, str]]:
    is_pattern: list[bool] = []  # of the f-strings that are open, from Python 3.12 on
    for token in tokenize.tokenize(readline):
        kind = tokenize.tok_name[token.type]
        if kind == "FSTRING_START":
            is_pattern.append(RAW.match(token.string) is not None)
        elif kind == "FSTRING_END":
            is_pattern.pop()
        elif (
            kind == "COMMENT"
            or (kind == "STRING" and not RAW.match(token.string))
            or (kind == "FSTRING_MIDDLE" and not is_pattern[-1])
        ):
            yield from enumerate(token.string.splitlines(), token.start[0])


def idioms(path: Path) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line}: {match[0]!r} in {text.strip()[:100]!r}"
        for line, text in prose(path)
        for match in PATTERN.finditer(EXEMPT.sub("", text))
    ]


def sources(name: str) -> list[Path]:
    path = ROOT / name
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def converted() -> list[Path]:
    pages = [*(ROOT / "docs").glob("*.md"), *(ROOT / n for n in TOP_PAGES)]
    unconverted = {path for name in (*UNCONVERTED, *GENERATED) for path in sources(name)}
    return sorted(
        path
        for path in [*pages, *CODE.rglob("*.py"), *CODE.rglob("*.toml"), *PROFILE]
        if path.exists() and path not in unconverted
    )


@pytest.mark.parametrize("path", converted(), ids=lambda path: str(path.relative_to(ROOT)))
def test_is_written_in_plain_words(path: Path) -> None:
    assert idioms(path) == []


@pytest.mark.parametrize("name", UNCONVERTED)
def test_the_list_of_unconverted_files_only_shrinks(name: str) -> None:
    assert [found for path in sources(name) for found in idioms(path)], f"{name} is converted: take it off the list"


@pytest.mark.parametrize(
    "text",
    ["how to mend it", "NUL stands in it", "'T' - nobody issued it", "is no position", "is TOLD", "of them is none"],
)
def test_finds_an_idiom(text: str) -> None:
    assert PATTERN.search(text)


@pytest.mark.parametrize(
    "text",
    ["There is no DOI yet", "recommended", "it is no longer valid", "standoff", "where it is None", "stands for"],
)
def test_passes_over_plain_words(text: str) -> None:
    assert not PATTERN.search(text)


def test_a_pattern_is_not_prose() -> None:
    code = 'CUE = rf"told|{BE}|tells"\nONE = r"told"\nSAID = "told"\nr"""told"""  # told\nf"told {CUE} told"\n'
    found = [line for line, text in code_prose(io.BytesIO(code.encode()).readline) if "told" in text]
    assert sorted(set(found)) == [3, 4, 5]


GLOSSARY = (
    "actor, event, participant, role, relation, statement, speaker of record, speaker as reported, cue, occasion, "
    "quotation, stance, factuality, evidence, span, mention, report, part, source, status, polarity, topic, kind, "
    "EDTF, basis, bounds, term, vocabulary, codebook, profile, package, corpus, rule, problem, severity, exception, "
    "PLOVER, CAMEO, measure, side, precision, unknown, victim, associate, declared coding, code point, stamp, lift, deposit, slug, family, near miss, baseline, "
    "descriptor, resource, row, event table, mapping, own column, view"
).split(", ")


def test_the_glossary_defines_each_term_once() -> None:
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| \*\*(.+?)\*\* \| \S", page, re.MULTILINE)) == sorted(GLOSSARY)
