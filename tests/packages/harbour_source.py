"""The harbour dispute: a short article written for the tests, and its coding.

`python -m tests.packages.harbour_source` writes tests/packages/harbour anew from here: offsets, hashes and
sizes are computed, and everything a coder decides stands below.
"""

from __future__ import annotations

import copy
import csv
import hashlib
import io
import json
import sys
from pathlib import Path
from typing import Any

PROFILE = Path(__file__).parents[2] / "schemas" / "versions" / "1.0.0"
"""The package stays with the first version of the profile."""

ARTICLE = """\
Dockers in Osterhavn to strike ‘until the crane is safe’ after a load fell

The dockers' union of Osterhavn said on Tuesday that its members will strike "until the crane is safe," a day after a container from the freighter Ọ̀ṣun fell onto Pier 4.
Nobody was hurt when the container fell, the Port Authority said.
“We told them in March that the cable was worn,” said Mira Holm, who chairs the union. “They answered ‘not this year’,” she added, “and went home.”
Jonas Veld, the authority's director, called Monday’s talks with the union “a good start 🙂” and promised a new cable if the town council agrees to pay for it.
The council doesn't pay for repairs as a rule, but it will vote on the cable on Friday in the Town Hall.
Some traders claim that the cable was cut.
A long strike would empty the harbour, Veld warned.
Denmark inspects every crane once a year.
The union and the authority have been bargaining over the night shift since 2022.
"""

SOURCES = """
article|article|Dockers in Osterhavn to strike ‘until the crane is safe’ after a load fell|Event Timeline tests|2024-05-14||en|{characters}|{sha256}|CC-BY-4.0|The coded text, written for the tests.
port-log|official-document|Log of the Port of Osterhavn|Port of Osterhavn|2024-05||en||||An invented log: it gives the day of the fall.
"""
PLACES = """
denmark|Denmark|country||DNK||||Q35|port-log
osterhavn|Osterhavn|city|denmark|DNK|55.25|10.5|||
pier-4|Pier 4|site|osterhavn|DNK|55.2512|10.5031|||
town-hall|Town Hall|site|osterhavn|DNK|55.2488|10.4987|||
"""
ACTORS = """
denmark|Denmark|country|||DNK|Q35|DNK|port-log|
dockers-union|Dockers' union of Osterhavn|organisation||||||||
freight-traders|Traders of Osterhavn|group||||||||Named once, as those who suspect sabotage.
jonas-veld|Jonas Veld|person|Director of the Port Authority|port-authority|||||
mira-holm|Mira Holm|person|Chair of the dockers' union|dockers-union|||||
port-authority|Port Authority of Osterhavn|organisation||||||||
town-council|Town council of Osterhavn|body||||||||
union-members|Members of the dockers' union|group||dockers-union||||||The dockers themselves, as told apart from their union.
"""
EVENTS = """
strike|1|Strike of the dockers|The dockers are to stop work for as long as they hold the crane to be unsafe.|strike|planned|affirmed|labour||||||osterhavn|PROTEST|143||
container-fall|2|A container falls onto the pier|A container comes off the crane and lands on the pier; nobody is injured.|accident|occurred|affirmed|safety|2024-05-13|2024-05-13|2024-05-13|external|port-log|pier-4||||
worn-cable-warning|3|The union warns of the cable|The union tells the port that the crane's cable is worn out.|recommendation|occurred|affirmed|safety|2024-03|2024-03-01|2024-03-31|inferred|||REQUEST|||
monday-talks|4|Talks of the port and the union|The head of the port and the union talk on the day before the article.|meeting|occurred|affirmed|labour|2024-05-13|2024-05-13|2024-05-13|inferred|||CONSULT|040||
cable-promise|5|The port promises a cable|The head of the port says that the crane will get another cable.|pledge|occurred|affirmed|safety||||||||||
new-cable|6|Another cable for the crane|The crane is to be given a cable that is not worn.|project|conditional|affirmed|safety||||||pier-4|||||
council-funding|7|The council pays for the cable|The council decides to bear the cost of the cable.|agreement|hypothetical|affirmed|safety|||||||AGREE|030||
council-repairs|8|The council pays for repairs|The council does not usually bear the cost of repairs in the port.|assistance|habitual|negated|support|||||||||||
council-vote|9|Vote of the council on the cable|The council is to decide at the end of the week who pays for the cable.|meeting|planned|affirmed|diplomacy|2024-05-17|2024-05-17|2024-05-17|inferred||town-hall|CONSULT|040||
cable-cut|10|The cable is cut|Somebody is said to have severed the cable on purpose.|accident|asserted|affirmed|safety||||||||||
empty-harbour|11|The harbour falls idle|Ships are to stay away if the dockers stop working for long.|conflict-outcome|hypothetical|affirmed|labour||||||osterhavn|||||
crane-inspections|12|Yearly inspection of cranes|Denmark has all its cranes looked at every year.|review|habitual|affirmed|safety||||||denmark|||||
shift-bargaining|13|Bargaining over the night shift|Union and port have been negotiating about work at night.|negotiation|ongoing|affirmed|labour|2022/..|2022-01-01||stated|||CONSULT|046||
"""
EVENT_ACTORS = """
cable-cut|port-authority|recipient
cable-promise|dockers-union|addressee
cable-promise|jonas-veld|agent
container-fall|port-authority|recipient
council-funding|port-authority|beneficiary
council-funding|town-council|agent
council-repairs|port-authority|beneficiary
council-repairs|town-council|agent
council-vote|town-council|participant
crane-inspections|denmark|agent
empty-harbour|port-authority|recipient
monday-talks|dockers-union|participant
monday-talks|jonas-veld|host
new-cable|port-authority|agent
shift-bargaining|dockers-union|participant
shift-bargaining|port-authority|participant
strike|dockers-union|agent
strike|union-members|agent
worn-cable-warning|dockers-union|agent
worn-cable-warning|port-authority|addressee
"""
EVENT_RELATIONS = """
container-fall|before|strike|
council-funding|condition_of|new-cable|jonas-veld
council-funding|outcome_of|council-vote|
empty-harbour|outcome_of|strike|jonas-veld
monday-talks|before|strike|
new-cable|content_of|cable-promise|
worn-cable-warning|before|container-fall|
"""
STATEMENTS = """
headline-strike|1|||dockers-union|||mixed|The dockers stop work for as long as the crane is unsafe.||||
union-strike|2||headline-strike|dockers-union|The dockers' union of Osterhavn||mixed|The union's members stop work for as long as the crane is unsafe.|said||2024-05-14|inferred|
nobody-hurt|3|||port-authority|the Port Authority||indirect|The fall injured nobody.|said||||
holm-worn-cable|4|||mira-holm|Mira Holm||direct|The union had warned of the worn cable two months before.|said||||
holm-answer|5|||mira-holm|she||direct|The port put the matter off and did nothing.|added||||
not-this-year|6|holm-answer||port-authority|They||direct|The cable is not replaced in the current year.|answered|||||
veld-good-start|7|||jonas-veld|Jonas Veld||mixed|The talks on Monday went well for a beginning.|called||||
veld-promise|8|||jonas-veld|Jonas Veld||indirect|The crane gets another cable if the council bears the cost.|promised|cable-promise|||
traders-claim|9|||freight-traders|Some traders||indirect|Somebody severed the cable.|claim||||
veld-warning|10|||jonas-veld|Veld||indirect|If the dockers stay out for long, the harbour falls idle.|warned||||
"""
STATEMENT_EVENTS = """
headline-strike|strike|commits|CT+
holm-worn-cable|worn-cable-warning|asserts|CT+
nobody-hurt|container-fall|presupposes|CT+
not-this-year|new-cable|rejects|CT-
traders-claim|cable-cut|asserts|CT+
union-strike|strike|commits|CT+
veld-good-start|monday-talks|praises|CT+
veld-promise|council-funding|demands|U
veld-promise|new-cable|commits|PR+
veld-warning|empty-harbour|warns|PS+
veld-warning|strike|presupposes|PS+
"""
SPANS = """
actor|union-members|mention|Dockers in Osterhavn
event|strike|report|Dockers in Osterhavn to strike
statement|headline-strike|report|Dockers in Osterhavn to strike
statement|headline-strike|quote|until the crane is safe
event|container-fall|report|a load fell
actor|dockers-union|mention|The dockers' union of Osterhavn
statement|union-strike|speaker|The dockers' union of Osterhavn
statement|union-strike|cue|said|1
statement|union-strike|date|Tuesday
statement|union-strike|report|its members will strike
statement|union-strike|quote|until the crane is safe,
actor|union-members|mention|its members
event|strike|report|its members will strike
event|container-fall|date|a day after
event|container-fall|report|a container from the freighter Ọ̀ṣun fell onto Pier 4
event|container-fall|place|Pier 4
event|strike|place|Osterhavn|2
statement|nobody-hurt|report|Nobody was hurt when the container fell
event|container-fall|report|the container fell
actor|port-authority|mention|the Port Authority
statement|nobody-hurt|speaker|the Port Authority
statement|nobody-hurt|cue|said|2
statement|holm-worn-cable|quote|We told them in March that the cable was worn,
event|worn-cable-warning|report|We told them in March that the cable was worn
event|worn-cable-warning|date|in March
actor|dockers-union|mention|We
statement|holm-worn-cable|cue|said|3
statement|holm-worn-cable|speaker|Mira Holm
actor|mira-holm|mention|Mira Holm, who chairs the union
actor|dockers-union|mention|the union|1
statement|holm-answer|quote|They answered ‘not this year’,
statement|not-this-year|speaker|They
statement|not-this-year|cue|answered
statement|not-this-year|quote|not this year
statement|holm-answer|speaker|she|1
statement|holm-answer|cue|added
statement|holm-answer|quote|and went home.
actor|jonas-veld|mention|Jonas Veld, the authority's director
statement|veld-good-start|speaker|Jonas Veld
statement|veld-promise|speaker|Jonas Veld
actor|port-authority|mention|the authority|1
statement|veld-good-start|cue|called
event|monday-talks|date|Monday
event|monday-talks|mention|Monday’s talks with the union
statement|veld-good-start|report|Monday’s talks with the union
actor|dockers-union|mention|the union|2
statement|veld-good-start|quote|a good start 🙂
statement|veld-promise|cue|promised
event|cable-promise|report|promised a new cable if the town council agrees to pay for it
event|new-cable|mention|a new cable
statement|veld-promise|report|a new cable if the town council agrees to pay for it
actor|town-council|mention|the town council
event|council-funding|report|the town council agrees to pay for it
actor|town-council|mention|The council
event|council-repairs|report|The council doesn't pay for repairs as a rule
event|council-vote|report|it will vote on the cable
event|council-vote|date|on Friday
event|council-vote|place|the Town Hall
actor|freight-traders|mention|Some traders
statement|traders-claim|speaker|Some traders
statement|traders-claim|cue|claim
statement|traders-claim|report|the cable was cut
event|cable-cut|report|the cable was cut
event|strike|mention|A long strike
event|empty-harbour|report|empty the harbour
statement|veld-warning|report|A long strike would empty the harbour
actor|jonas-veld|mention|Veld|2
statement|veld-warning|speaker|Veld|2
statement|veld-warning|cue|warned
actor|denmark|mention|Denmark
event|crane-inspections|report|Denmark inspects every crane once a year
event|crane-inspections|place|Denmark
event|shift-bargaining|report|have been bargaining over the night shift
event|shift-bargaining|date|since 2022
actor|dockers-union|mention|The union
actor|port-authority|mention|the authority|2
"""
MORE_TERMS = {
    ("events", "kind"): {
        "accident": ("Accident", "Something breaks, falls or is damaged, by chance or by somebody's fault.", ""),
        "strike": ("Strike", "People stop working in order to get something.", "plover:PROTEST cameo:143"),
    },
    ("events", "topic"): {
        "labour": ("Labour", "Work, its conditions and the disputes about it.", ""),
        "safety": ("Safety", "Dangers to people at work and what is done against them.", ""),
    },
}
"""Terms the package adds to the profile's vocabularies, in its own schemas and codebook."""
CAMEO_TERMS = {
    "030": ("Express intent to cooperate", "An actor voices the will to cooperate, in a way no narrower code covers."),
    "040": ("Consult", "Parties confer, in a way no narrower code covers."),
    "046": ("Negotiate", "Parties bargain with each other."),
    "143": ("Strike or boycott", "People stop working or buying as a protest."),
}
TITLES = {
    "sources": "The text and the log",
    "places": "Places",
    "actors": "Who is concerned",
    "events": "What happens",
    "event_actors": "Who takes part",
    "event_relations": "How it hangs together",
    "statements": "What is said",
    "statement_events": "What is said of what happens",
    "evidence": "The words that show it",
    "codebook": "The terms",
}
LICENSES = [
    {
        "name": "CC-BY-4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
        "title": "Creative Commons Attribution 4.0 International",
    }
]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _rows(block: str, width: int) -> list[list[str]]:
    rows = [line.split("|") for line in block.strip().splitlines()]
    return [row[:width] + [""] * (width - len(row)) for row in rows]


def _schemas() -> dict[str, dict[str, Any]]:
    schemas = {}
    for name in TITLES:
        schemas[name] = json.loads((PROFILE / f"{name}.json").read_text(encoding="utf-8"))
    for (table, column), terms in MORE_TERMS.items():
        field = next(f for f in schemas[table]["fields"] if f["name"] == column)
        field["categories"] += [{"value": term, "label": words[0]} for term, words in terms.items()]
        field["constraints"]["enum"] += list(terms)
    return schemas


def _find(phrase: str, nth: int) -> int:
    at = -1
    for _ in range(nth):
        at = ARTICLE.index(phrase, at + 1)
    return at


def _evidence() -> list[list[str]]:
    paragraphs, at = [], 0
    for line in ARTICLE.split("\n"):
        if line.strip():
            paragraphs.append(at)
        at += len(line) + 1
    rows = []
    for line in SPANS.strip().splitlines():
        record, key, part, phrase, nth = [*line.split("|"), "1"][:5]
        start = _find(phrase, int(nth))
        if part == "quote":
            while ARTICLE[start - 1] not in '‘“"':
                start = ARTICLE.index(phrase, start + 1)
        end = start + len(phrase)
        rows.append(
            [
                f"{key}-{part}-{start}",
                "article",
                sum(p <= start for p in paragraphs),
                start,
                end,
                "" if part == "report" else phrase,
                _sha256(phrase),
                part,
                *(key if record == r else "" for r in ("actor", "event", "statement")),
            ]
        )
    return sorted(rows, key=lambda r: (r[3], r[4], r[0]))  # type: ignore[arg-type]


def _statements(evidence: list[list[str]]) -> list[list[str]]:
    rows = []
    for key, position, within, repeats, speaker, reported, source, kind, *rest in _rows(STATEMENTS, 14):
        summary, cue, occasion, date, basis, date_source = rest
        quote = " […] ".join(e[5] for e in evidence if e[10] == key and e[7] == "quote")
        rows.append(
            [
                key,
                "article",
                position,
                within,
                repeats,
                speaker,
                reported,
                source,
                kind,
                quote,
                summary,
                cue,
                occasion,
                date,
                basis,
                date_source,
            ]
        )
    return rows


def _codebook(schemas: dict[str, dict[str, Any]]) -> list[list[str]]:
    with (PROFILE / "reference" / "codebook.csv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in list(csv.reader(file))[1:] if r[0] != "events.cameo"]
    rows += [[f"{t}.{c}", term, *words] for (t, c), terms in MORE_TERMS.items() for term, words in terms.items()]
    rows += [["events.cameo", code, *words, f"cameo:{code}"] for code, words in CAMEO_TERMS.items()]
    return sorted(rows)


def files() -> dict[str, str]:
    """Every file of the package: path -> text."""
    schemas, evidence = _schemas(), _evidence()
    sources = SOURCES.format(characters=len(ARTICLE), sha256=_sha256(ARTICLE))
    tables = {
        "sources": _rows(sources, 11),
        "places": _rows(PLACES, 10),
        "actors": _rows(ACTORS, 10),
        "events": _rows(EVENTS, 18),
        "event_actors": _rows(EVENT_ACTORS, 3),
        "event_relations": _rows(EVENT_RELATIONS, 4),
        "statements": _statements(evidence),
        "statement_events": _rows(STATEMENT_EVENTS, 4),
        "evidence": evidence,
        "codebook": _codebook(schemas),
    }
    made = {"article.txt": ARTICLE}
    for name, rows in tables.items():
        made[f"data/{name}.csv"] = _csv([[f["name"] for f in schemas[name]["fields"]], *rows])
        made[f"schemas/{name}.json"] = json.dumps(schemas[name], indent=2, ensure_ascii=False) + "\n"
    made["datapackage.json"] = json.dumps(_descriptor(made), indent=2, ensure_ascii=False) + "\n"
    return made


def _csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _descriptor(made: dict[str, str]) -> dict[str, Any]:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "conformsTo": "urn:event-timeline:profile:1.0.0",
        "id": "urn:uuid:5f0c2a1e-7d34-4c1b-9a55-0c8e6c1b7f10",
        "name": "harbour-dispute",
        "title": "The harbour dispute: a small event timeline for the tests",
        "description": "A short invented article about a dispute in a harbour, coded as ten tables with all their keys and hashes.",
        "version": "1.2.0",
        "created": "2024-06-01T00:00:00Z",
        "keywords": ["harbour", "event data", "tests"],
        "licenses": copy.deepcopy(LICENSES),
        "rights": "Article and coding were both written for the tests of this project.",
        "contributors": [
            {"title": "Event Timeline project", "organization": "Event Timeline project", "roles": ["creator"]}
        ],
        "sources": [
            {"title": "Dockers in Osterhavn to strike, an article written for the tests", "path": "article.txt"}
        ],
        "temporal": {"start": "2022", "end": "2024-05-17"},
        "spatial": {"type": "Point", "coordinates": [10.5, 55.25], "title": "Osterhavn"},
        "resources": [
            {
                "name": name,
                "type": "table",
                "title": title,
                "description": f"{title}: a table of the harbour dispute.",
                "path": f"data/{name}.csv",
                "scheme": "file",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": f"schemas/{name}.json",
                "bytes": len(made[f"data/{name}.csv"].encode()),
                "hash": f"sha256:{_sha256(made[f'data/{name}.csv'])}",
                "licenses": copy.deepcopy(LICENSES),
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
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "harbour")
