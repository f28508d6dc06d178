"""The prose that a new package begins with: README, LICENSE, RIGHTS, CHANGELOG, and what a code host runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

LEGAL_CODE = {
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/legalcode",
    ),
    "CC0-1.0": ("Creative Commons Zero v1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/legalcode"),
}


def text_held(text_path: str) -> str:
    """Where the one text of a package lies, if it is part of it, for its README."""
    held = f"The text lies in [{text_path}]({text_path})." if text_path else "No text is part of the package."
    return f"{held} `evidence` points into it by offsets and hashes, so that whoever has it can prove every row."


EVENT_TABLE = """No text is part of the package, and none was coded: `coding` in datapackage.json says what it does not have.

## Fill it

Sources, places and actors come first, since events refer to them. Each command has `--help`; without options it asks.

```sh
timeline add source --title "Vell Herald" --kind news-outlet
timeline add place --name "Oss" --kind city
timeline add actor --name "Ferry crews" --kind group --sector labour
timeline add term --vocabulary events.topic --term labour --definition "Work and the disputes about it."
timeline add event --label "Strike of the ferry crews" --kind protest --status occurred --topic labour --date 2031-03-11 --date-basis stated --place oss
timeline add participant --event strike-of-the-ferry-crews --actor ferry-crews --role agent
timeline add event-source --event strike-of-the-ferry-crews --source-id vell-herald
timeline add measure --event strike-of-the-ferry-crews --measure participants --best 250 --unit persons
```

Further tables and optional columns of the profile are made when you write to them, such as `--weight`, `--coder` and
`timeline add exception`. What `coding` declares as `none` you can change there: with `"relations": "partial"`, for example,
`timeline add relation` works. Name the providers of the data in `sources` of datapackage.json, for the citation."""
"""What the README of a new event table says first: what it has, and what to do next."""


MERGED_EVENT_TABLES = (
    "No text is part of the package, and none was coded. [MERGED.md](MERGED.md) says what was joined and how."
)
"""The same of a corpus of event tables."""


def texts_held(inside: Sequence[str], outside: bool) -> str:
    """The same for a corpus. inside: the sources whose texts are part of it; outside: whether others' are not."""
    if not inside:
        held = "No text is part of the package."
    elif outside:
        named = ", ".join(f"`{s}`" for s in inside)
        held = f"[texts](texts) holds the text of {named}; no other text is part of the package."
    else:
        held = "The texts lie in [texts](texts)."
    return (
        f"{held} `evidence` points into the texts by offsets and hashes, so that whoever has them can prove every row. "
        "[MERGED.md](MERGED.md) says what was joined and how."
    )


def imported_texts_held(inside: bool) -> str:
    """The same for imported annotations."""
    held = "The texts lie in [texts](texts)." if inside else "No text is part of the package."
    return (
        f"{held} `evidence` points into the texts by offsets and hashes, so that whoever has them can prove every row."
    )


def readme(descriptor: dict[str, Any], held: str, proof: str) -> str:
    """README.md: what is here, how to read and check it, how to cite it.

    held: in a sentence or two, the status of the texts; proof: the options that name them to `timeline validate`, empty for no
    texts.
    """
    proved = f"timeline validate {proof}    # and prove every span against the text\n" if proof else ""
    order = "in\nwhich the text reports the events" if proof else "of the events\nin the table"
    tables = "\n".join(
        f"| [{r['name']}]({r['path']}) | {r.get('description') or r.get('title') or r['name']} |"
        for r in descriptor["resources"]
    )
    return f"""# {descriptor["title"]}

{descriptor["description"]}

{held}

| table | what it holds |
|---|---|
{tables}

Every column is described in [schemas](schemas), every term in [data/codebook.csv](data/codebook.csv).

## Read it

Any program that reads CSV will do. An empty cell is a missing value; `events.position` is the order {order}.

## Check it

```sh
timeline validate
{proved}```

## Cite it

As [CITATION.cff](CITATION.cff) says; `timeline cite` prints other styles. Rights: [RIGHTS.md](RIGHTS.md).
"""


def license_text(license_ids: list[str], holder: str, year: str) -> str:
    """LICENSE: which licences, where their legal code is, and what they do not cover."""
    listed = "".join(f"    {title}\n    {address}\n\n" for title, address in map(_legal_code, license_ids))
    if license_ids == ["CC0-1.0"]:
        grant = f"To the extent possible under law, {holder} has waived all copyright and related rights\nto the coding in this package, under"
    else:
        grant = f"Copyright (c) {year} {holder}\n\nThe coding in this package is licensed under"
    return f"""{grant}

{listed}The coding is the selection, the identifiers, the codes, the summaries and the offsets.
Words quoted from the sources are not covered: see RIGHTS.md.
"""


def _legal_code(license_id: str) -> tuple[str, str]:
    return LEGAL_CODE.get(license_id, (license_id, "as datapackage.json says"))


def text_rights(source: dict[str, str], include_text: bool) -> str:
    """Return one sentence on the status of the text."""
    if include_text:
        return f"The text is part of this package, under {source['license']}."
    return "The text's prose is not redistributed: `evidence` points into it by offsets and SHA-256 hashes."


def texts_rights(inside: dict[str, str], outside: bool) -> str:
    """The same for a corpus. inside: path -> licence of each text that is part of it; outside: whether others are not."""
    if not inside:
        return "The texts' prose is not redistributed: `evidence` points into them by offsets and SHA-256 hashes."
    listed = "; ".join(f"`{path}`, under {terms or 'terms that are not stated'}" for path, terms in inside.items())
    others = "No other text's prose is redistributed: `evidence` points into it by offsets and SHA-256 hashes."
    return f"Part of this package: {listed}." + (f" {others}" if outside else "")


def rights(licenses: str, text: str) -> str:
    """RIGHTS.md: what is licensed, what is quoted, and, in `text`, the status of the texts."""
    return f"""# Rights

**The coding** (which events, actors and statements there are, how they are named, coded, dated and
summarised, and where in the text their evidence is) is under {licenses}.

**The text.** {text}

**Quotations.** The columns `statements.quote`, `statements.speaker_as_reported`, `statements.cue` and
`evidence.exact` repeat words of the text: what is inside quotation marks, names, and the few words
that attribute a statement. They stay under the terms of those who made them.

**Identifiers from outside.** Wikidata's are CC0-1.0; GeoNames' identifiers and coordinates are CC-BY-4.0
and must be credited.
"""


def event_table_rights(licenses: str) -> str:
    """RIGHTS.md of an event table: what is licensed, and what others made."""
    return f"""# Rights

**The coding** (which events, actors and places there are, how they are named, coded, dated and summarised) is under
{licenses}.

**The sources** that `sources` and `event_sources` name stay under the terms of those who made them; none of their text is
part of this package.

**Identifiers from outside.** Wikidata's are CC0-1.0; GeoNames' identifiers and coordinates are CC-BY-4.0
and must be credited.
"""


def changelog(version: str, date: str) -> str:
    """CHANGELOG.md with its first entry."""
    return f"""# Changelog

Versions follow data semver: MAJOR for a change of the schema or the loss of an identifier, which breaks
readers; MINOR for rows or columns added; PATCH for values corrected.

## {version} - {date}

First draft: the tables and their schemas.
"""


def gitignore(include_text: bool, kept: Sequence[str] = ()) -> str:
    """.gitignore: a text that may not be redistributed is kept out, those whose paths are in `kept` are not."""
    allowed = "".join(f"!{path}\n" for path in kept)
    keep = "" if include_text else f"# a coded text that is not ours to redistribute\n*.txt\n{allowed}"
    return f"{keep}.venv/\n__pycache__/\n*.zip\n*-deposit/\n"


def workflow(text_path: str, source_id: str, toolchain: str) -> str:
    """A GitHub workflow that validates each push and pull request.

    toolchain: what pip is to install for `timeline`, such as `git+https://…@v1.0.0`; where it is empty, only
    frictionless checks the package until somebody fills it in.
    """
    proof = f" --source {source_id}={text_path}" if text_path else ""
    return f"""name: validate
on: [push, pull_request]
permissions:
  contents: read
env:
  # What pip is to install for `timeline`: git+https://…@TAG, a wheel's address, or a folder of this repository.
  # While it is empty, types, keys and hashes are checked (by frictionless) and the profile's own rules are not.
  EVENT_TIMELINE: {json.dumps(toolchain)}
jobs:
  validate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: python -m pip install "frictionless>=5.21,<6"
      - run: frictionless validate datapackage.json
      - if: env.EVENT_TIMELINE != ''
        run: python -m pip install "$EVENT_TIMELINE"
      - if: env.EVENT_TIMELINE != ''
        run: timeline validate .{proof}
"""
