"""Check that JSON, TOML and YAML files can be parsed and that text files end in a line feed.

python scripts/check_files.py FILE...    print each problem; exit 1 if there is one
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

import yaml

PARSERS = {
    ".json": json.loads,
    ".toml": tomllib.loads,
    ".yaml": yaml.safe_load,
    ".yml": yaml.safe_load,
    ".cff": yaml.safe_load,
}


def problem(path: Path) -> str | None:
    """What is wrong with a file, in words; None where nothing is."""
    content = path.read_bytes()
    try:
        text = content.decode()
        PARSERS.get(path.suffix, str)(text)
    except (ValueError, yaml.YAMLError) as error:
        return " ".join(str(error).split())
    return None if not text or text.endswith("\n") else "must end in a line feed"


def main(files: list[str]) -> int:
    """Check the files; return the exit code."""
    problems = {file: said for file in files if (said := problem(Path(file)))}
    for file, said in problems.items():
        print(f"{file}: {said}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
