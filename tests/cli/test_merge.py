from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import event_timeline as et
from event_timeline.cli.add import command as add_command
from event_timeline.cli.row_options import NewRow
from event_timeline.editing.editor import Editor
from event_timeline.editing.record_types import RECORD_TYPES
from event_timeline.rules.explanations import Cell, Replaced
from tests import builder
from tests.conftest import Timeline

REFERENCE = Path(__file__).parents[2]


@pytest.fixture
def second(tmp_path: Path) -> Path:
    text = Cell("sources", "article", "sha256", "a" * 64)
    return builder.edited(tmp_path / "second", [text, Replaced("datapackage.json", '"name": "harbour-dispute"', '"name": "second"'),
                                                Cell("actors", "denmark", "name", "Kingdom of Denmark")])  # fmt: skip


def test_the_corpus_validates_and_says_what_was_done(second: Path, tmp_path: Path, timeline: Timeline) -> None:
    corpus = tmp_path / "corpus"
    result = timeline("merge", builder.HARBOUR, second, "-o", corpus, "--title", "Two harbours", "--date", "2024-07-01")
    assert result.code == 0, result.err
    assert "conflict: actors denmark name: kept 'Denmark', not 'Kingdom of Denmark'" in result.err
    document = json.loads(timeline("validate", corpus, "--format", "json").out)
    assert document["errors"] == 0
    assert {t["name"]: t["rows"] for t in document["tables"]}["evidence"] == 152
    assert timeline("validate", corpus, "--source", f"article={corpus / 'texts' / 'article.txt'}").code == 0
    said = builder.read(corpus / "MERGED.md")
    assert "- `actors` `denmark` name: kept 'Denmark', not 'Kingdom of Denmark'" in said
    assert "- `events` `second-strike` was strike in second, which another package uses" in said


def test_a_title_with_a_line_break_is_refused(second: Path, tmp_path: Path, timeline: Timeline) -> None:
    result = timeline("merge", builder.HARBOUR, second, "-o", tmp_path / "corpus", "--title", "a\nb")
    assert (result.code, result.out) == (2, "")
    assert "the title 'a\\nb' has a line break or control character" in result.err
    assert not (tmp_path / "corpus").exists()


def test_the_corpus_describes_its_tables_in_words_of_no_part(second: Path, tmp_path: Path, timeline: Timeline) -> None:
    corpus = tmp_path / "corpus"
    reference = json.loads(builder.read(REFERENCE / "datapackage.json"))
    own = {r["name"]: r["description"] for r in reference["resources"]}
    assert timeline("merge", REFERENCE, second, "-o", corpus).code == 0
    for resource in json.loads(builder.read(corpus / "datapackage.json"))["resources"]:
        schema = json.loads(builder.read(corpus / resource["schema"]))
        assert resource["description"] == schema["description"] != own[resource["name"]]


@pytest.fixture
def beside(tmp_path: Path, timeline: Timeline) -> Path:
    """A package whose text lies beside it and is no part of it."""
    (tmp_path / "article.txt").write_bytes((builder.LIGHTHOUSE / "article.txt").read_bytes())
    about = ("--title", "A lighthouse", "--contributor", "Doe, Jane", "--date", "2024-06-01")
    assert timeline("new", tmp_path / "b3", "--source", f"isle={tmp_path / 'article.txt'}", *about).code == 0
    return tmp_path / "b3"


@pytest.fixture
def holding(tmp_path: Path, timeline: Timeline) -> Path:
    """A package whose text is part of it."""
    about = ("--title", "Two towns", "--contributor", "Doe, Jane", "--date", "2024-06-01")
    held = ("--include-text", "--text-license", "CC-BY-4.0")
    source = f"towns={builder.FLOODGATE / 'courier.txt'}"
    assert timeline("new", tmp_path / "towns", "--source", source, *about, *held).code == 0
    return tmp_path / "towns"


def add(draft: Editor, kind: str, *options: str) -> None:
    """Add a row as `timeline add` does, within a transaction of several."""
    given = add_command.commands[kind].make_context(kind, [*options, "package"]).params
    new = NewRow.of(RECORD_TYPES[kind], given)
    draft.add_row(new.kind, new.cells, new.words, new.text)


@pytest.fixture
def bakers(tmp_path: Path, timeline: Timeline) -> Callable[..., Path]:
    """Make a small package without a warning; two of them have the same identifiers."""

    def make(name: str, *codes: str) -> Path:
        package, text = tmp_path / name, tmp_path / f"{name}.txt"
        text.write_text(
            f"{name} talks open\n\nThe bakers of {name} met the mayor on Monday.\n"
            "“We want longer nights,” the bakers said.\n",
            encoding="utf-8",
        )

        about = ("--title", f"The bakers of {name}", "--contributor", "Doe, Jane", "--publisher", f"{name} Post")
        when = ("--published", "2024-03-06", "--keyword", "bread", "--date", "2024-03-07")
        held = ("--include-text", "--text-license", "CC-BY-4.0")
        assert timeline("new", package, "--source", f"{name.lower()}={text}", *about, *when, *held).code == 0
        with et.edit(package) as draft:
            add(
                draft,
                "actor",
                "--id",
                "bakers",
                "--name",
                f"Bakers of {name}",
                "--kind",
                "group",
                "--mention",
                "The bakers",
            )
            add(
                draft,
                "actor",
                "--id",
                "mayor",
                "--name",
                f"Mayor of {name}",
                "--kind",
                "person",
                "--mention",
                "the mayor",
            )
            day = ("--date", "2024-03-04", "--date-basis", "inferred", "--date-words", "on Monday")
            told = ("--report", f"The bakers of {name} met the mayor on Monday", "--mention", "talks")
            kind = ("--kind", "meeting", "--status", "occurred", "--topic", "support")
            said = ("--label", f"Talks of {name}", "--summary", f"Two sides sit down in {name}.")
            add(draft, "event", "--id", "talks", *said, *kind, *day, *told, *codes)
            add(draft, "participant", "--event", "talks", "--actor", "bakers", "--role", "participant")
            add(draft, "participant", "--event", "talks", "--actor", "mayor", "--role", "participant")
            quoted = ("--quote", "1", "--cue", "said", "--speaker-words", "the bakers")
            add(
                draft,
                "statement",
                "--id",
                "wish",
                "--speaker",
                "bakers",
                "--summary",
                f"More dark for {name}.",
                *quoted,
            )
            add(
                draft,
                "about",
                "--statement",
                "wish",
                "--event",
                "talks",
                "--stance",
                "presupposes",
                "--factuality",
                "CT+",
            )
        assert timeline("stamp", package).code == 0
        result = timeline("validate", package, "--strict", "--source", f"{name.lower()}={text}")
        assert result.code == 0, result.out
        return package

    return make


def files_of(package: Path) -> set[str]:
    return {p.relative_to(package).as_posix() for p in package.rglob("*") if p.is_file()}


def test_a_text_beside_a_package_is_not_copied(beside: Path, tmp_path: Path, timeline: Timeline) -> None:
    (beside / "draft.txt").write_bytes((beside.parent / "article.txt").read_bytes())  # nor one that nobody named
    result = timeline("merge", builder.HARBOUR, beside, "-o", tmp_path / "corpus")
    assert result.code == 0, result.err
    assert {p for p in files_of(tmp_path / "corpus") if p.endswith(".txt")} == {"texts/article.txt"}
    assert "copied: sources article texts/article.txt is article.txt of harbour-dispute, under CC-BY-4.0" in result.err
    assert "copied: sources isle" not in result.err


def test_what_a_corpus_says_of_its_texts_agrees(
    beside: Path, holding: Path, tmp_path: Path, timeline: Timeline, second: Path
) -> None:
    def made(name: str, *parts: Path) -> list[str]:
        assert timeline("merge", *parts, "-o", tmp_path / name).code == 0
        assert timeline("validate", tmp_path / name).code == 0
        return [builder.read(tmp_path / name / file) for file in ("README.md", "RIGHTS.md", ".gitignore")]

    (second / "article.txt").unlink()
    readme, rights, ignored = made("none", beside, second)
    assert "No text is part of the package." in readme
    assert "The texts' prose is not redistributed" in rights
    assert "\n*.txt\n.venv/\n" in ignored

    readme, rights, ignored = made("some", beside, holding)
    assert "[texts](texts) holds the text of `towns`; no other text is part of the package." in readme
    assert "Part of this package: `texts/towns.txt`, under CC-BY-4.0. No other text's prose" in rights
    assert "\n*.txt\n!texts/towns.txt\n" in ignored

    readme, rights, ignored = made("all", builder.HARBOUR, builder.LIGHTHOUSE)
    assert "The texts lie in [texts](texts)." in readme
    assert "timeline validate --source-dir texts" in readme
    assert rights.count("under CC-BY-4.0") == 3
    assert "No other text" not in rights
    assert ".txt" not in ignored
    assert timeline("validate", tmp_path / "all", "--source-dir", tmp_path / "all" / "texts").code == 0


def test_the_descriptor_names_the_texts_that_are_there(
    beside: Path, holding: Path, tmp_path: Path, timeline: Timeline
) -> None:
    timeline("merge", beside, holding, builder.HARBOUR, "-o", tmp_path / "corpus")
    sources = json.loads(builder.read(tmp_path / "corpus" / "datapackage.json"))["sources"]
    assert [s.get("path") for s in sources] == [None, "texts/towns.txt", "texts/article.txt"]
    assert len({s["title"] for s in sources}) == 3


def test_a_named_file_that_is_no_sources_text_stays_and_is_told(
    second: Path, tmp_path: Path, timeline: Timeline
) -> None:
    result = timeline("merge", second, builder.HARBOUR, "-o", tmp_path / "corpus")
    assert "not copied: sources article.txt of second is not the text of a source, by its hash" in result.err


def test_nothing_is_written_outside_the_corpus(tmp_path: Path, timeline: Timeline) -> None:
    package = tmp_path / "hostile"
    shutil.copytree(builder.FLOODGATE, package)
    outside = tmp_path / "outside"
    for file in (package / "data").iterdir():
        text = builder.read(file).replace(",courier,", f",../../../../../../..{outside},")
        builder.write(file, text.replace("\ncourier,", f"\n../../../../../../..{outside},"))
    result = timeline("merge", builder.HARBOUR, package, "-o", tmp_path / "corpus")
    assert (result.code, "no file can be named" in result.err) == (2, True)
    assert not outside.with_suffix(".txt").exists()
    assert not (tmp_path / "corpus").exists()


def test_two_packages_without_a_warning_make_a_corpus_without_one(
    bakers: Callable[..., Path], tmp_path: Path, timeline: Timeline
) -> None:
    corpus = tmp_path / "corpus"
    assert timeline("merge", bakers("Arden"), bakers("Birk"), "-o", corpus).code == 0
    result = timeline("validate", corpus, "--strict", "--source-dir", corpus / "texts")
    assert result.code == 0, result.out


def test_codes_that_only_one_package_describes_are_defined_for_the_other(
    bakers: Callable[..., Path], tmp_path: Path, timeline: Timeline
) -> None:
    described = bakers("Arden", "--plover", "CONSULT", "--cameo", "040")
    silent = bakers("Birk", "--plover", "CONSULT", "--cameo", "046")
    path = silent / "data" / "codebook.csv"
    lines = builder.read(path).splitlines(keepends=True)
    builder.write(path, "".join(line for line in lines if not line.startswith("events.cameo,")))
    builder.stamp(silent)
    assert timeline("validate", silent, "--strict").code == 0
    for name, parts in (("one", (described, silent)), ("other", (silent, described))):
        corpus = tmp_path / name
        result = timeline("merge", *parts, "-o", corpus)
        assert result.code == 0, result.err
        assert "defined: codebook events.cameo 046 is used and had no row: Negotiate" in result.err
        assert "`events.cameo 046`" in builder.read(corpus / "MERGED.md")
        assert timeline("validate", corpus, "--strict", "--source-dir", corpus / "texts").code == 0


def test_a_package_of_another_article_joins_too(tmp_path: Path, timeline: Timeline) -> None:
    assert timeline("merge", builder.HARBOUR, REFERENCE, "-o", tmp_path / "corpus").code == 0
    assert timeline("validate", tmp_path / "corpus").code == 0


def test_the_same_parts_make_the_same_bytes(second: Path, tmp_path: Path, timeline: Timeline) -> None:
    for name in ("a", "b"):
        timeline("merge", builder.HARBOUR, second, "-o", tmp_path / name, "--name", "corpus", "--date", "2024-07-01")
    first, other = (
        {p.relative_to(tmp_path / n): p.read_bytes() for p in (tmp_path / n).rglob("*") if p.is_file()}
        for n in ("a", "b")
    )
    assert first == other


def test_one_package_is_no_corpus_and_nothing_is_overwritten(
    harbour: Path, second: Path, tmp_path: Path, timeline: Timeline
) -> None:
    assert timeline("merge", harbour, "-o", tmp_path / "corpus").code == 2
    assert timeline("merge", builder.HARBOUR, second, "-o", harbour).code == 2
    assert builder.read(harbour / "datapackage.json") == builder.read(builder.HARBOUR / "datapackage.json")


def test_a_key_that_is_in_two_records_of_a_package_is_refused(
    harbour: Path, tmp_path: Path, timeline: Timeline
) -> None:
    path = harbour / "data" / "evidence.csv"
    lines = builder.read(path).splitlines(keepends=True)
    builder.write(path, "".join([*lines, lines[-1]]))
    builder.stamp(harbour)
    result = timeline("merge", builder.LIGHTHOUSE, harbour, "-o", tmp_path / "corpus")
    assert result.code in (1, 2)
    assert "this is a bug" not in result.err
    assert not (tmp_path / "corpus").exists()
