"""The same package makes the same bytes, whatever the order in which a process happens to hash."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.exports.datasets import ROOT

FORMATS = (
    "turtle",
    "jsonld",
    "webannotation",
    "brat",
    "ics",
    "timelinejs",
    "graphml",
    "gexf",
    "geojson",
    "dcat",
    "rocrate",
    "bagit",
    "croissant",
)
CODE = f"""
import sys
from pathlib import Path
from event_timeline.exports import FORMATS
from tests.exports.datasets import opened
for name in {FORMATS!r}:
    FORMATS[name].writer()(opened(text=True), Path(sys.argv[1]) / name)
"""


def made(folder: Path, seed: str) -> dict[str, bytes]:
    folder.mkdir()
    paths = os.pathsep.join([str(ROOT), str(ROOT / "scripts")])
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": paths, "TZ": f"UTC-{seed}"}
    subprocess.run([sys.executable, "-c", CODE, folder], env=environment, check=True)
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    first, second = made(tmp_path / "a", "1"), made(tmp_path / "b", "2")
    assert {name.partition("/")[0] for name in first} == set(FORMATS)
    assert first == second


def test_lines_end_with_lf_except_where_a_standard_says_otherwise(tmp_path: Path) -> None:
    files = made(tmp_path / "a", "1")
    texts = {name: content for name, content in files.items() if not name.endswith(".parquet")}
    assert [name for name, content in texts.items() if b"\r" in content] == ["ics"]
    assert [name for name, content in texts.items() if not content.endswith(b"\n")] in ([], ["graphml"])
