"""Fifteen questions to an event timeline, answered with pandas; each answer is a table.

python with_pandas.py [PACKAGE] [FOLDER]     the package to ask (this folder), and where the answers go (answers)
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

PACKAGE = Path(*sys.argv[1:2])


def load(table: str, *columns: str) -> pd.DataFrame:
    """The columns of a table as text; what a package leaves out is empty."""
    path = PACKAGE / "data" / f"{table}.csv"
    if not path.exists():
        return pd.DataFrame(columns=columns, dtype="string")
    frame = pd.read_csv(path, dtype="string", keep_default_na=False, na_values=[""])
    return frame.reindex(columns=columns).astype("string")


def events(*columns: str) -> pd.DataFrame:
    """Events with their label as `event`, their position a number."""
    frame = load("events", "event_id", "position", "label", *columns).rename(columns={"label": "event"})
    return frame.astype({"position": "Int64"})


def actors(identifier: str, name: str) -> pd.DataFrame:
    """Identifiers and names of the actors, under the names that a question needs."""
    return load("actors", "actor_id", "name").rename(columns={"actor_id": identifier, "name": name})


def said() -> pd.DataFrame:
    """What statements say of events, with the statement."""
    statements = load(
        "statements", "statement_id", "source_id", "position", "repeats", "speaker_id", "speaker_as_reported"
    )
    of_events = load("statement_events", "statement_id", "event_id", "stance", "factuality")
    return of_events.merge(statements.astype({"position": "Int64"}), on="statement_id")


# -- pledges
def pledges() -> pd.DataFrame:
    """Who pledges what to whom?"""
    parts = load("event_actors", "event_id", "actor_id", "role")
    agents = parts[parts.role == "agent"][["event_id", "actor_id"]]
    pledge = events("kind", "polarity").query("kind == 'pledge' and polarity == 'affirmed'")[["event_id"]]
    by_event = pledge.merge(agents, on="event_id", how="left").assign(basis="event")
    commits = said().query("stance == 'commits' and repeats.isna()")
    by_statement = commits[["event_id", "speaker_id", "statement_id"]].rename(columns={"speaker_id": "actor_id"})
    made = pd.concat([by_event, by_statement.assign(basis="statement")], ignore_index=True).reset_index(names="pledge")
    target = parts[parts.role.isin(["recipient", "beneficiary", "addressee"])].merge(actors("actor_id", "to_whom"))
    aimed = made.merge(target.rename(columns={"actor_id": "target_id"}), on="event_id")
    aimed = aimed[aimed.actor_id.isna() | (aimed.actor_id != aimed.target_id)][["pledge", "to_whom"]]
    found = made.merge(aimed, on="pledge", how="left").merge(actors("actor_id", "who"), on="actor_id", how="left")
    found = found.merge(events("status", "date_edtf"), on="event_id")
    columns = ["position", "basis", "who", "event", "to_whom", "status", "date_edtf", "statement_id", "event_id"]
    return found.sort_values(["position", "basis", "statement_id", "who", "to_whom"])[columns]


# -- denials
def denials() -> pd.DataFrame:
    """What is denied?"""
    negated = events("polarity").query("polarity == 'negated'")[["event_id"]].assign(sense="negated")
    spoken = said().drop(columns="position").merge(actors("speaker_id", "who"), on="speaker_id", how="left")
    denied = spoken[spoken.stance.isin(["denies", "rejects"])].assign(sense="denied")
    false = spoken[spoken.factuality.str.endswith("-").fillna(value=False)].assign(sense="held_false")
    found = pd.concat([negated, denied, false]).merge(events(), on="event_id")
    columns = ["position", "sense", "who", "event", "stance", "factuality", "statement_id", "event_id"]
    return found.sort_values(["position", "sense", "statement_id"])[columns]


# -- attendance
def attendance() -> pd.DataFrame:
    """Who attended what?"""
    there = load("event_actors", "event_id", "actor_id", "role")
    there = there[there.role.isin(["participant", "chair", "host"])]
    real = events("status", "polarity", "date_edtf")
    real = real[(real.polarity == "affirmed") & ~real.status.isin(["planned", "conditional", "hypothetical"])]
    found = there.merge(real, on="event_id").merge(actors("actor_id", "actor"), on="actor_id")
    columns = ["position", "event", "date_edtf", "status", "actor", "role", "actor_id", "event_id"]
    return found.sort_values(["position", "role", "actor_id"])[columns]


# -- said_of_whom
def said_of_whom() -> pd.DataFrame:
    """Who said what of whom?"""
    found = said().merge(load("event_actors", "event_id", "actor_id", "role"), on="event_id")
    found = found[found.speaker_id.isna() | (found.speaker_id != found.actor_id)]
    found = found.merge(actors("actor_id", "of_whom"), on="actor_id").merge(
        actors("speaker_id", "speaker"), on="speaker_id", how="left"
    )
    found = found.merge(events().rename(columns={"position": "event_position"}), on="event_id")
    found = found.sort_values(["source_id", "position", "event_position", "role", "actor_id"])
    columns = [
        "source_id",
        "position",
        "speaker",
        "speaker_as_reported",
        "stance",
        "factuality",
        "of_whom",
        "role",
        "event",
    ]
    return found[[*columns, "statement_id", "event_id"]]


# -- certainty
def certainty() -> pd.DataFrame:
    """How sure are the speakers?"""
    first = said().query("repeats.isna()").merge(actors("speaker_id", "speaker"), on="speaker_id", how="left")
    return first.groupby(["speaker", "factuality"], dropna=False).size().reset_index(name="times")


# -- speakers
def speakers() -> pd.DataFrame:
    """Who is quoted, and how?"""
    statements = load("statements", "speaker_id", "kind", "repeats", "speaker_as_reported")
    named = statements.merge(actors("speaker_id", "speaker"), on="speaker_id", how="left")
    return named.groupby(["speaker", "kind"], dropna=False).agg(
        statements=("kind", "size"), repeated=("repeats", "count"), named_in_text=("speaker_as_reported", "count")
    ).reset_index()  # fmt: skip


# -- accounts
def accounts() -> pd.DataFrame:
    """What differs between two sources?"""
    evidence = load("evidence", "event_id", "source_id", "paragraph", "part").dropna(subset="event_id")
    pair = ["event_id", "source_id"]
    spoken = said()
    listed_pairs = pd.concat([load("event_sources", *pair), evidence[pair], spoken[pair]]).drop_duplicates()
    reported = evidence[evidence.part.isin(["report", "mention"])]
    paragraphs = reported.groupby(pair)["paragraph"].nunique().rename("paragraphs")
    for name, sign in (("so", "+"), ("not_so", "-")):
        spoken[name] = spoken.factuality.str.endswith(sign).fillna(value=False).astype(int)
    counts = spoken.groupby(pair).agg(statements=("statement_id", "size"), so=("so", "sum"), not_so=("not_so", "sum"))
    found = listed_pairs.assign(sources=listed_pairs.groupby("event_id")["source_id"].transform("size")).merge(
        events(), on="event_id"
    )
    found = found.merge(paragraphs, on=pair, how="left").merge(counts, on=pair, how="left")
    numbers = ["paragraphs", "statements", "so", "not_so"]
    found[numbers] = found[numbers].fillna(0).astype(int)
    return found.sort_values(["position", "source_id"])[
        ["position", "event", "source_id", "sources", *numbers, "event_id"]
    ]


# -- sources_of_event
def sources_of_event() -> pd.DataFrame:
    """Which sources report an event?"""
    pair = ["event_id", "source_id"]
    listed = load("event_sources", *pair, "url", "note").rename(columns={"url": "report_url"})
    shown = load("evidence", *pair).dropna(subset="event_id").drop_duplicates()
    shown = shown.merge(listed[pair].drop_duplicates(), how="left", indicator=True).query("_merge == 'left_only'")
    reports = pd.concat([listed, shown[pair]])
    sources = load("sources", "source_id", "title", "publisher", "url").rename(columns={"title": "source"})
    found = reports.merge(events(), on="event_id").merge(sources, on="source_id")
    found = found.sort_values(["position", "source_id", "report_url", "note"])
    found["url"] = found.report_url.fillna(found.url)
    return found[["position", "event_id", "event", "source_id", "source", "publisher", "url", "note"]]


# -- country_month
def happened() -> pd.DataFrame:
    """Events that a count includes, each with its month where it lies in one."""
    frame = events("kind", "status", "polarity", "earliest", "latest", "place_id", "same_as")
    counted = (frame.polarity == "affirmed") & frame.status.isin(["occurred", "ongoing", "unknown"])
    frame = frame[counted & frame.same_as.isna()].copy()
    first, last = frame.earliest.str[:7], frame.latest.str[:7]
    frame["month"] = first.where((first == last).fillna(value=False).astype(bool))
    return frame


def around() -> pd.DataFrame:
    """Each place with itself and every place around it, the nearest first."""
    places = load("places", "place_id", "within")
    step = places[["place_id"]].assign(area_id=places.place_id, depth=0)
    found = [step]
    while len(step) and len(found) <= 32:
        step = step.merge(places.rename(columns={"place_id": "area_id"}), on="area_id").dropna(subset="within")
        step = step.assign(area_id=step.within, depth=len(found)).drop(columns="within")
        found.append(step)
    return pd.concat(found)


def country_month() -> pd.DataFrame:
    """How many events are there by country and month?"""
    places = load("places", "place_id", "kind", "country").rename(columns={"place_id": "area_id", "kind": "place_kind"})
    places["country"] = places.country.fillna(places.area_id.where(places.place_kind == "country"))
    located = around().merge(places, on="area_id").dropna(subset="country").sort_values("depth")
    located = located.drop_duplicates("place_id")[["place_id", "country"]]
    found = happened().merge(located, on="place_id", how="left")
    return found.groupby(["country", "month", "kind"], dropna=False).size().reset_index(name="events")


# -- dyads
def dyads() -> pd.DataFrame:
    """Which two actors are opposed, or act on each other?"""
    part = load("event_actors", "event_id", "actor_id", "role", "side").rename(columns={"actor_id": "id"})
    pairs = part.merge(part, on="event_id", suffixes=("_first", "_second"))
    pairs = pairs[pairs.id_first != pairs.id_second]
    opposed = pairs[(pairs.side_first < pairs.side_second).fillna(value=False)].assign(basis="side")
    targets = pairs.role_second.isin(["recipient", "victim", "beneficiary", "addressee"])
    acted = (pairs.role_first == "agent") & targets & (pairs.side_first.isna() | pairs.side_second.isna())
    found = pd.concat([opposed, pairs[acted].assign(basis="role")])[["event_id", "id_first", "id_second", "basis"]]
    found = found.drop_duplicates().rename(columns={"id_first": "first_id", "id_second": "second_id"})
    once = events("kind", "status", "polarity", "date_edtf", "same_as")
    found = found.merge(once[once.same_as.isna()], on="event_id")
    for end in ("first", "second"):
        found = found.merge(actors(f"{end}_id", f"{end}_actor"), on=f"{end}_id")
    columns = ["position", "event_id", "event", "first_id", "first_actor", "second_id", "second_actor", "basis", "kind"]
    return found.sort_values(["position", "basis", "first_id", "second_id"])[
        [*columns, "status", "polarity", "date_edtf"]
    ]


# -- measures_by_month
def measures_by_month() -> pd.DataFrame:
    """How many people or things, by month?"""
    numbers = load("measures", "event_id", "measure", "unit", "actor_id", "low", "best", "high", "according_to")
    numbers = numbers.astype({"low": "Float64", "best": "Float64", "high": "Float64"})
    keys = ["event_id", "measure", "unit"]
    total, unclaimed = numbers.actor_id.isna(), numbers.according_to.isna()
    numbers = numbers.assign(total=total, own_total=total & unclaimed, own_part=~total & unclaimed)
    found = numbers.groupby(keys, dropna=False)
    some = {c: found[c].transform("any") for c in ("total", "own_total", "own_part")}
    numbers = numbers[total == (some["own_total"] | (some["total"] & ~some["own_part"]))].copy()
    numbers["own"] = numbers.best.where(numbers.according_to.isna())
    numbers["low"], numbers["high"] = numbers.low.fillna(numbers.best), numbers.high.fillna(numbers.best)
    reported = numbers.groupby([*keys, "actor_id"], dropna=False).agg(
        low=("low", "min"), own=("own", "mean"), best=("best", "mean"), high=("high", "max")
    ).reset_index()  # fmt: skip
    reported["best"] = reported.own.fillna(reported.best)
    found = reported.merge(happened(), on="event_id")
    months = found.groupby(["month", "measure", "unit"], dropna=False)
    sums = months[["low", "best", "high"]].sum(min_count=1)
    counted = pd.concat([months["event_id"].nunique().rename("events"), sums], axis=1)
    counted["mean"] = months["best"].mean()
    for column in ("low", "best", "high"):
        lacking = found[found[column].isna()].groupby(["month", "measure", "unit"], dropna=False)["event_id"].nunique()
        counted[f"{column}_events"] = counted.events - lacking.reindex(counted.index, fill_value=0)
    return counted.reset_index()


# -- dates_known
def dates_known() -> pd.DataFrame:
    """How well is it known when an event took place?"""
    frame = events("date_edtf", "earliest", "latest", "date_basis")
    first, last = frame.earliest, frame.latest
    frame["known"] = "no"
    for known, where in (
        ("see date_edtf", frame.date_edtf.notna()), ("until", last.notna()), ("from", first.notna()),
        ("between", first.notna() & last.notna()), ("day", (first == last).fillna(value=False)),
    ):  # fmt: skip
        frame.loc[where, "known"] = known
    columns = ["position", "event", "date_edtf", "earliest", "latest", "known", "date_basis", "event_id"]
    return frame.sort_values("position")[columns]


# -- conditions
def conditions() -> pd.DataFrame:
    """What is still to come, and on what does it depend?"""
    relations = load("event_relations", "event_id", "relation", "other_event_id", "according_to")
    relations = relations[relations.relation.isin(["condition_of", "basis_of", "supports", "prevents"])]
    relations = relations.rename(columns={"event_id": "depends_on", "other_event_id": "event_id"})
    other = events("status")[["event_id", "event", "status"]]
    other.columns = ["depends_on", "other_event", "other_status"]
    open_ = events("status").query("status in ('planned', 'conditional', 'hypothetical')")
    found = open_.merge(relations, on="event_id", how="left").merge(other, on="depends_on", how="left")
    found = found.merge(actors("according_to", "claimant"), on="according_to", how="left").drop(columns="according_to")
    found = found.rename(columns={"claimant": "according_to", "depends_on": "other_event_id"})
    columns = ["position", "event", "status", "relation", "other_event", "other_status", "according_to", "event_id"]
    return found.sort_values(["position", "relation", "other_event_id"])[[*columns, "other_event_id"]]


# -- how_often
def how_often() -> pd.DataFrame:
    """How often is an event reported?"""
    reported = load("evidence", "event_id", "source_id", "paragraph", "part")
    reported = reported[reported.part.isin(["report", "mention"])].drop(columns="part").drop_duplicates()
    spoken = said()
    found = events().set_index("event_id")
    counts = {"paragraphs": reported, "new_statements": spoken[spoken.repeats.isna()]}
    counts["repeated_statements"] = spoken[spoken.repeats.notna()]
    for name, rows in counts.items():
        found[name] = rows.groupby("event_id").size().reindex(found.index, fill_value=0)
    return found.reset_index().sort_values("position")[["position", "event", *counts, "event_id"]]


# -- events_in_area
def events_in_area() -> pd.DataFrame:
    """What takes place in a country or region?"""
    names = load("places", "place_id", "name")
    found = events("place_id", "date_edtf", "status").merge(around(), on="place_id")
    found = found.merge(names.rename(columns={"name": "place"}), on="place_id")
    found = found.merge(names.rename(columns={"place_id": "area_id", "name": "area"}), on="area_id")
    columns = ["area", "position", "event", "place", "date_edtf", "status", "area_id", "event_id"]
    return found[columns].drop_duplicates().sort_values(["area_id", "position"])


# -- end
ANSWERS = (
    pledges, denials, attendance, said_of_whom, certainty, speakers, accounts, sources_of_event, country_month, dyads,
    measures_by_month, dates_known, conditions, how_often, events_in_area,
)  # fmt: skip

if __name__ == "__main__":
    if not (PACKAGE / "data" / "events.csv").is_file():
        sys.exit(f"{PACKAGE} has no data/events.csv\n\n{__doc__}")
    folder = Path(*sys.argv[2:3] or ["answers"])
    if folder.exists() and not folder.is_dir():
        sys.exit(f"{folder} is not a folder\n\n{__doc__}")
    folder.mkdir(parents=True, exist_ok=True)
    for answer in ANSWERS:
        answer().to_csv(folder / f"{answer.__name__}.csv", index=False)
    print(f"wrote {len(ANSWERS)} tables to {folder}")
