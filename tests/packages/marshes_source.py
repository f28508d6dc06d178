"""The marshes: an invented event table without texts, as a conflict data set has it, that uses all that version 1.1 adds.

`python -m tests.packages.marshes_source` writes tests/packages/marshes from here.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
from pathlib import Path
from typing import Any

from event_timeline import profile

OPTIONAL = {
    "events": ("date_precision", "place_precision", "confidence", "weight", "coder", "same_as"),
    "actors": ("sector", "same_as"),
    "event_actors": ("side",),
}
"""The optional columns of the tables, behind those of the profile."""
CODING = {"evidence": "none", "statements": "none", "relations": "none"}
TITLES = {
    "sources": "Reports and observers",
    "places": "Places",
    "actors": "Actors",
    "events": "Incidents",
    "event_actors": "Participants",
    "event_sources": "Reports of incidents",
    "event_places": "Further places",
    "measures": "Numbers",
    "exceptions": "Accepted findings",
    "codebook": "Terms",
}
SOURCES = """
source_id|kind|title|publisher|url|language|note
border-watch|informant|Observers of Border Watch|Border Watch|||Observers at three crossings, who report by telephone.
radio-vell|news-outlet|Radio Vell|Radio Vell|||The single broadcasts are not identified.
vell-herald|news-outlet|Vell Herald|Vell Herald|https://herald.example.org/|en|
"""
PLACES = """
place_id|name|kind|within|latitude|longitude
ferry-landing|Ferry landing of Oss|site|oss||
north-vell|North Vell|admin1|vell||
oss|Oss|city|south-marsh|52.4123|7.1347
reed-island|Reed Island|feature|south-marsh|52.3071|7.2214
south-marsh|South Marsh|admin2|north-vell||
tarn|Tarn|city|north-vell|52.6418|7.0592
vell|Vell|country|||
"""
ACTORS = """
actor_id|name|kind|note|sector|same_as
army-of-vell|Army of Vell|organisation|The only armed force of the state.|military|
ferry-crews|Ferry crews|group||labour|
marsh-front|Marsh Front|organisation||rebel|
marsh-front-south|Marsh Front (South)|organisation||rebel|marsh-front
people-of-oss|People of Oss|group||civilian|
police-of-vell|Police of Vell|organisation||police|
"""
EVENTS = """
event_id|position|label|summary|kind|status|polarity|topic|date_edtf|earliest|latest|date_basis|place_id|plover|cameo|date_precision|place_precision|confidence|weight|coder|same_as
oss-shelling|1|Shelling of Oss|Mortars hit the market of Oss.|remote-violence|occurred|affirmed|war|2031-03-04|2031-03-04|2031-03-04|stated|oss|ASSAULT||day|exact|0.9|7|coder-1|
oss-shelling-radio|2|Mortar fire on Oss||remote-violence|unknown|affirmed|war|2031-03-04|2031-03-04|2031-03-04|stated|oss|||day|exact|0.6|2|program|oss-shelling
reed-island-clash|3|Clash on Reed Island||armed-conflict|occurred|affirmed|war|2031-03-07/2031-03-13|2031-03-07|2031-03-13|stated|reed-island|||week|near|0.8|4|coder-2|
ferry-strike|4|Strike of the ferry crews|Crews leave the ferries at their landing.|protest|occurred|affirmed|labour|2031-03-11|2031-03-11|2031-03-11|stated|ferry-landing|PROTEST|143|day|exact|1|12|coder-1|
tarn-arrests|5|Arrests in Tarn||arrest|occurred|affirmed|war|2031-03|2031-03-01|2031-03-31|stated|tarn|COERCE||month|exact|0.7|3|coder-2|
grain-convoy|6|Grain convoy to Oss|Trucks bring grain from Tarn across the marsh.|assistance|occurred|affirmed|relief|2031-03-20|2031-03-20|2031-03-20|stated|oss|AID||day|exact|0.9|5|coder-1|
marsh-fire|7|Fire in the reeds||disaster|occurred|affirmed|relief|2031-03-21|2031-03-21|2031-03-21|stated|south-marsh|||day|admin2|0.8|1|program|
tarn-explosion|8|Explosion at Tarn station||remote-violence|occurred|affirmed|war|2031-03-28|2031-03-28|2031-03-28|stated|tarn|ASSAULT||day|exact|0.5|1|program|
"""
EVENT_ACTORS = """
event_id|actor_id|role|side
ferry-strike|ferry-crews|agent|
grain-convoy|army-of-vell|agent|
grain-convoy|people-of-oss|recipient|
oss-shelling|marsh-front|agent|
oss-shelling|people-of-oss|victim|
oss-shelling-radio|marsh-front|agent|
oss-shelling-radio|people-of-oss|victim|
reed-island-clash|army-of-vell|side|a
reed-island-clash|marsh-front-south|side|b
reed-island-clash|police-of-vell|associate|a
tarn-arrests|marsh-front|recipient|
tarn-arrests|police-of-vell|agent|
"""
EVENT_SOURCES = """
event_id|source_id|url|note
ferry-strike|radio-vell||
ferry-strike|vell-herald|https://herald.example.org/2031/strike|Headline: Crews walk out
grain-convoy|border-watch||
marsh-fire|radio-vell||
oss-shelling|border-watch||
oss-shelling|vell-herald|https://herald.example.org/2031/oss|Headline: Mortars hit market
oss-shelling|vell-herald|https://herald.example.org/2031/oss-2|Headline: Toll rises in Oss
oss-shelling-radio|radio-vell||
reed-island-clash|border-watch||
tarn-arrests|vell-herald|https://herald.example.org/2031/tarn|
tarn-explosion|radio-vell||
"""
EVENT_PLACES = """
event_id|place_id|role
grain-convoy|reed-island|via
grain-convoy|tarn|origin
reed-island-clash|oss|affected
"""
MEASURES = """
event_id|measure|actor_id|low|best|high|unit|according_to|source_id
ferry-strike|participants||200|250|400|persons||vell-herald
grain-convoy|quantity|||38||t||
oss-shelling|fatalities|people-of-oss|3|5|9|persons||vell-herald
oss-shelling|fatalities|people-of-oss||11||persons|marsh-front|vell-herald
oss-shelling|injured|people-of-oss|12|||persons||border-watch
oss-shelling|intensity|||-10||goldstein||
reed-island-clash|fatalities|army-of-vell||2||persons||border-watch
reed-island-clash|fatalities|marsh-front-south|||6|persons|army-of-vell|border-watch
tarn-arrests|arrested|marsh-front||17||persons||vell-herald
"""
EXCEPTIONS = """
code|resource|key|reason
EVT006|events|tarn-explosion|No report names who set the bomb or whom it hit.
"""
TOPICS = {
    "labour": ("Labour", "Work, its conditions and the disputes about it."),
    "relief": ("Relief", "Help for people in need, and what makes it needed."),
    "war": ("War", "Armed groups and what they do."),
}
CAMEO_CODES = ("143",)
LICENSES = [
    {
        "name": "CC0-1.0",
        "path": "https://creativecommons.org/publicdomain/zero/1.0/",
        "title": "Creative Commons Zero v1.0 Universal",
    }
]
ROWS = {
    "sources": SOURCES, "places": PLACES, "actors": ACTORS, "events": EVENTS, "event_actors": EVENT_ACTORS,
    "event_sources": EVENT_SOURCES, "event_places": EVENT_PLACES, "measures": MEASURES, "exceptions": EXCEPTIONS,
}  # fmt: skip


def _rows(block: str, columns: list[str]) -> list[list[str]]:
    """The rows of a block, whose first line names the columns that have cells."""
    given, *lines = (line.split("|") for line in block.strip().splitlines())
    cells = [dict(zip(given, line, strict=True)) for line in lines]
    return [[row.get(c, "") for c in columns] for row in cells]


def _schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(json.dumps(profile.table_schema(name)))
    chosen = OPTIONAL.get(name, ())
    schema["fields"] += [field for column, field in profile.optional_fields(name).items() if column in chosen]
    keys = [key for key in profile.optional_keys(name) if key["fields"] in chosen]
    return schema | ({"foreignKeys": [*schema["foreignKeys"], *keys]} if keys else {})


def _codebook(schemas: dict[str, dict[str, Any]]) -> list[list[str]]:
    columns = [f["name"] for f in schemas["codebook"]["fields"]]
    closed = profile.vocabulary_columns(schemas)
    rows = [[r[c] for c in columns] for r in profile.codebook() if r["term"] in closed.get(r["vocabulary"], ())]
    rows += [["events.topic", term, *words, ""] for term, words in TOPICS.items()]
    rows += [["events.cameo", c, *profile.cameo_terms()[c], f"exact:cameo:{c}"] for c in CAMEO_CODES]
    return sorted(rows)


def files() -> dict[str, str]:
    """Every file of the package: path -> text."""
    schemas = {name: _schema(name) for name in TITLES}
    made = {}
    for name, schema in schemas.items():
        columns = [f["name"] for f in schema["fields"]]
        rows = _codebook(schemas) if name == "codebook" else _rows(ROWS[name], columns)
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([columns, *rows])
        made[f"data/{name}.csv"] = out.getvalue()
        made[f"schemas/{name}.json"] = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    made["datapackage.json"] = json.dumps(_descriptor(made), indent=2, ensure_ascii=False) + "\n"
    return made


def _descriptor(made: dict[str, str]) -> dict[str, Any]:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "conformsTo": profile.URN + profile.VERSION,
        "id": "urn:uuid:0b8f5a35-6f5e-4d39-8a14-3b6d1f0f2c77",
        "name": "vell-marshes",
        "title": "Incidents in the marshes of Vell: a small event table for the tests",
        "description": "An invented table of incidents with numbers, sources and places, and without any coded text.",
        "version": "0.1.0",
        "created": "2031-05-01T00:00:00Z",
        "keywords": ["event data", "tests"],
        "licenses": LICENSES,
        "rights": "All of it was invented for the tests of this project.",
        "contributors": [
            {"title": "Event Timeline project", "organization": "Event Timeline project", "roles": ["creator"]}
        ],
        "sources": [{"title": "Vell Herald", "path": "https://herald.example.org/"}],
        "temporal": {"start": "2031-03", "end": "2031-03"},
        "coding": CODING,
        "resources": [
            {
                "name": name,
                "type": "table",
                "title": title,
                "description": f"{title}: a table of the marshes of Vell.",
                "path": f"data/{name}.csv",
                "scheme": "file",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": f"schemas/{name}.json",
                "bytes": len(made[f"data/{name}.csv"].encode()),
                "hash": f"sha256:{hashlib.sha256(made[f'data/{name}.csv'].encode()).hexdigest()}",
                "licenses": LICENSES,
            }
            for name, title in TITLES.items()
        ],
    }


def write(folder: Path) -> None:
    """Write the package into a folder."""
    for path, text in files().items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "marshes")
