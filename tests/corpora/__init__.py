"""Public corpora that go through the import commands: `python -m tests.corpora FOLDER` prints what validation finds.

FOLDER holds clones of the repositories that CORPORA names, bare or with a work tree, named `OWNER+NAME`, `OWNER-NAME` or
`NAME`, or such folders with a clone in `repo`. What is not there is skipped. No data of a corpus is part of this project.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.exports import programs

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Corpus:
    """A repository and what is imported of it.

    part: which part of it, in words, where that is not all; files: paths at the commit, copied into a folder; a path that ends in / is a whole folder; target: which of them the
    import reads, the whole folder if empty; prepare: makes the imported file of what was copied, in a format of its own.
    """

    repository: str
    format: str
    files: tuple[str, ...]
    target: str = ""
    mapping: str = ""
    options: dict[str, str] = field(default_factory=dict)
    prepare: Callable[[Path], Path] | None = None
    license: str = ""
    part: str = ""


def table_of_json_lines(folder: Path) -> Path:
    """Join files of JSON lines into one CSV."""
    import polars as pl

    frames = [pl.read_ndjson(file, infer_schema_length=None) for file in sorted(folder.rglob("*.jsonl"))]
    table = folder / "table.csv"
    pl.concat(frames, how="diagonal_relaxed").write_csv(table)
    return table


ENGLISH = {"language": "en"}
CORPORA = (
    Corpus("andybega/icews", "icews", ("inst/extdata/events.2018.sample.tab",), "events.2018.sample.tab"),
    Corpus(
        "ltgoslo/ucdp-aec", "csv", ("data/UCDP-AEC-ids/test.jsonl", "data/UCDP-AEC-ids/validation.jsonl"),
        mapping="ucdp-aec.toml", prepare=table_of_json_lines,
    ),
    Corpus("AschHarwood/acled", "acled", ("acled.csv",), "acled.csv"),
    Corpus("katehara/ACLED---Data-Mining", "acled", ("acled.csv",), "acled.csv"),
    Corpus("JoshMerfeld/saereplication", "acled", ("data/acled.csv",), "acled.csv"),
    Corpus(
        "reed9999/gdelt-demo", "gdelt-events", ("data_related/sample_data/events.csv",), "events.csv", mapping="gdelt-two-layouts.toml",
    ),
    Corpus("narayave/Insight-GDELT-Feed", "gdelt-events", ("test/gdelt/events.csv",), "events.csv"),
    Corpus("linwoodc3/gdeltPyR", "gdelt-mentions", ("data/mentionssamp.csv",), "mentionssamp.csv"),
    Corpus(
        "jspotter/TempEval-3", "timeml", ("data/TBAQ-cleaned/",), license="other-closed", options=ENGLISH, part="TimeBank and AQUAINT",
    ),
    Corpus("soras/EstTimeMLCorpus", "timeml", ("corpus/",), "corpus", license="other-closed", options={"language": "et"}),
    *(
        Corpus(
            "networkdynamics/PolNeAR", "brat", (f"data/{part}/attributions/", f"data/{part}/text/"), license="other-closed",
            options=ENGLISH, part=part,
        )
        for part in ("train", "dev", "test", "annotator-training")
    ),
    *(
        Corpus("dbamman/litbank", "brat", (f"{part}/brat/",), license="CC-BY-4.0", options=ENGLISH, part=part)
        for part in ("events", "entities", "coref")
    ),
    *(
        Corpus("nlplab/brat", "brat", (f"example-data/{part}/",), license="other-closed", options={"language": language}, part=part)
        for part, language in (
            ("tutorials/news", "en"), ("tutorials/bio", "en"), ("corpora/BioNLP-ST_2011", "en"), ("corpora/NCBI-disease", "en"),
            ("corpora/CoNLL-ST_2002/esp", "es"), ("corpora/CoNLL-ST_2002/ned", "nl"),
        )
    ),
    Corpus(
        "NUKnightLab/TimelineJS3", "timelinejs", ("contrib/women_in_computing.json",), "women_in_computing.json", license="MPL-2.0",
        part="JSON",
    ),
    Corpus(
        "NUKnightLab/TimelineJS3", "timelinejs", ("contrib/women_in_computing.csv",), "women_in_computing.csv", license="MPL-2.0",
        part="sheet",
    ),
    Corpus(
        "inception-project/inception-project.github.io", "cas",
        ("_example-projects/frame-annotation/Example+Frame+annotation_project_2021-01-24_2333.zip",),
        "Example+Frame+annotation_project_2021-01-24_2333.zip", license="other-closed", options=ENGLISH,
    ),
    Corpus(
        "dkpro/dkpro-cassis", "cas", ("tests/test_files/json/fs_as_array/one-way/tsv3-testSimpleSlotFeature/data.json",),
        "data.json", license="Apache-2.0", options=ENGLISH,
    ),
)  # fmt: skip
"""Add a corpus here."""


def clone_of(repository: str, folder: Path) -> Path | None:
    """The git directory or work tree of a repository below a folder."""
    owner, _, name = repository.partition("/")
    for candidate in (folder / f"{owner}+{name}", folder / f"{owner}-{name}", folder / name):
        for place in (candidate / "repo", candidate):
            if (place / "HEAD").is_file() or (place / ".git").exists():
                return place
    return None


def git(clone: Path, *arguments: str) -> bytes:
    """What git prints in a clone. Raises CalledProcessError."""
    return subprocess.run([programs.git(), "-C", str(clone), *arguments], check=True, capture_output=True).stdout


def contents(clone: Path, names: list[str]) -> Iterator[bytes]:
    """The content of each file at HEAD, by one process."""
    asked = "".join(f"HEAD:{name}\n" for name in names).encode()
    out = subprocess.run(
        [programs.git(), "-C", str(clone), "cat-file", "--batch"], input=asked, check=True, capture_output=True
    ).stdout
    at = 0
    for _ in names:
        end = out.index(b"\n", at)
        size = int(out[at:end].split(b" ")[2])
        yield out[end + 1 : end + 1 + size]
        at = end + size + 2


def copy_files(corpus: Corpus, clone: Path, folder: Path) -> Path:
    """Copy what a corpus needs out of its clone, and return what is to be imported."""
    for path in corpus.files:
        names = [path]
        if path.endswith("/"):
            names = git(clone, "ls-tree", "-r", "-z", "--name-only", "HEAD", path).decode().strip("\0").split("\0")
        names = [name for name in names if not Path(name).name.startswith(".")]
        for name, content in zip(names, contents(clone, names), strict=True):
            shown = name.rsplit("/", 1)[-1] if not path.endswith("/") else name
            target = folder / shown
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return corpus.prepare(folder) if corpus.prepare else folder / corpus.target
