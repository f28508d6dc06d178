from __future__ import annotations

import json

import pytest

from event_timeline import profile
from event_timeline.editing.add_row import AddedRow, add_row
from event_timeline.editing.check_and_save import check_and_save
from event_timeline.editing.draft import Draft
from event_timeline.editing.record_types import RECORD_TYPES
from event_timeline.model import UserError
from event_timeline.texts.text import Text
from tests import builder

EVENT = {
    "label": "Night shift",
    "summary": "Work at night.",
    "kind": "project",
    "status": "habitual",
    "topic": "labour",
}


def added(draft: Draft, text: Text, kind: str, given: dict[str, str], **words: list[str]) -> AddedRow:
    return add_row(
        draft, RECORD_TYPES[kind], given, {k.replace("_", "-"): v for k, v in words.items()}, {"article": text}
    )


def test_an_event_is_completed_and_stands_where_the_text_tells_it(draft: Draft, text: Text) -> None:
    made = added(
        draft,
        text,
        "event",
        EVENT | {"date_edtf": "2022/..", "date_basis": "stated"},
        mention=["night shift"],
        date_words=["since 2022"],
    )
    row = made.row
    assert (row["event_id"], row["polarity"], row["earliest"], row["latest"]) == (
        "night-shift",
        "affirmed",
        "2022-01-01",
        "",
    )
    assert row["position"] == "14"
    assert made.evidence == ["night-shift-mention-920", "night-shift-date-932"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ({"quote": ["1"]}, "direct"),
        ({"quote": ["1"], "report": ["Dockers in Osterhavn to strike"]}, "mixed"),
        ({"report": ["a load fell"]}, "indirect"),
    ],
)
def test_the_kind_of_a_statement_follows_from_its_words(
    draft: Draft, text: Text, words: dict[str, list[str]], kind: str
) -> None:
    row = added(draft, text, "statement", {"summary": "Something is said.", "statement_id": "new"}, **words).row
    assert (row["kind"], row["source_id"]) == (kind, "article")


def test_cue_and_speaker_are_those_beside_the_quotation(draft: Draft, text: Text) -> None:
    made = added(
        draft,
        text,
        "statement",
        {"summary": "It went well.", "statement_id": "new"},
        quote=["a good start 🙂"],
        speaker_words=["Jonas Veld"],
        cue=["called"],
    )
    assert (made.row["quote"], made.row["cue"], made.row["speaker_as_reported"]) == (
        "a good start 🙂",
        "called",
        "Jonas Veld",
    )


@pytest.mark.parametrize(
    ("kind", "given", "said", "hint"),
    [
        ("actor", {"name": "X", "kind": "persn"}, "no term 'persn'", "did you mean 'person'"),
        ("actor", {"name": "X"}, "kind missing", "`kind`"),
        (
            "actor",
            {"name": "X", "kind": "group", "affiliation": "port-autority"},
            "no 'port-autority' in `actors`",
            "'port-authority'",
        ),
        ("actor", {"name": "Mira Holm", "kind": "person"}, "'mira-holm' already", "another `actor_id`"),
        ("actor", {"name": "会議", "kind": "body"}, "no identifier can be made", "`actor_id`"),
        ("actor", {"name": "X", "kind": "group", "nmae": "Y"}, "no column 'nmae'", "'name'"),  # codespell:ignore
        (
            "participant",
            {"event_id": "strike", "actor_id": "dockers-union", "role": "agent"},
            "already",
            "nothing to add",
        ),
        ("event", EVENT | {"date_edtf": "29/11/2023"}, "not an EDTF", "2023-11-29"),
        ("event", EVENT | {"position": "first"}, "not a valid position", "whole number"),
        ("term", {"vocabulary": "events.topc", "term": "x", "definition": "X."}, "no vocabulary", "'events.topic'"),
        ("term", {"vocabulary": "events.topic", "term": "x"}, "definition missing", "`definition`"),
    ],
)
def test_what_is_missing_unknown_or_taken_is_refused(
    draft: Draft, text: Text, kind: str, given: dict[str, str], said: str, hint: str
) -> None:
    with pytest.raises(UserError, match=said) as caught:
        added(draft, text, kind, given)
    assert hint in caught.value.hint


def test_a_label_stands_for_its_term(draft: Draft, text: Text) -> None:
    assert added(draft, text, "actor", {"name": "X", "kind": "Organisation"}).row["kind"] == "organisation"


def test_a_term_goes_into_codebook_enum_and_categories(draft: Draft, text: Text) -> None:
    added(draft, text, "term", {"vocabulary": "events.topic", "term": "weather", "definition": "Wind and water."})
    check_and_save(draft)
    schema = json.loads((draft.root / "schemas" / "events.json").read_text(encoding="utf-8"))
    topic = next(f for f in schema["fields"] if f["name"] == "topic")
    assert "weather" in topic["constraints"]["enum"]
    assert {"value": "weather", "label": "Weather"} in topic["categories"]
    assert draft.table("codebook").find("events.topic", "weather") is not None


@pytest.mark.parametrize("code", ["040", "0233"])
def test_an_open_code_brings_its_definition(draft: Draft, text: Text, code: str) -> None:
    book = draft.table("codebook")
    book.rows = [r for r in book.rows if r["term"] != "040"]
    added(draft, text, "event", EVENT | {"cameo": code})
    row = book.find("events.cameo", code)
    assert (row["label"], row["mapping"]) == (profile.cameo_terms()[code][0], f"cameo:{code}")


@pytest.mark.parametrize("kind", ["event", "term"])
def test_codes_that_were_used_before_get_theirs_too(draft: Draft, text: Text, kind: str) -> None:
    book, events = draft.table("codebook"), draft.table("events")
    book.rows = [r for r in book.rows if r["vocabulary"] != "events.cameo"]
    events.rows[1]["cameo"] = "023"
    given = {"event": EVENT | {"cameo": "040"}, "term": {"vocabulary": "events.cameo", "term": "040"}}
    added(draft, text, kind, given[kind])
    defined = {r["term"] for r in book.rows if r["vocabulary"] == "events.cameo"}
    assert defined == {r["cameo"] for r in events.rows if r["cameo"]} | {"040"}


def test_a_code_of_the_scheme_needs_no_definition_and_may_have_ones_own(draft: Draft, text: Text) -> None:
    assert (
        added(draft, text, "term", {"vocabulary": "events.cameo", "term": "041"}).row["label"] == "Discuss by telephone"
    )
    own = {"vocabulary": "events.cameo", "term": "023", "definition": "Help is asked for."}
    row = added(draft, text, "term", own).row
    assert (row["label"], row["definition"]) == ("Appeal for aid", "Help is asked for.")


def test_a_term_that_the_codebook_has_already_is_put_into_the_schema_that_lacks_it(draft: Draft, text: Text) -> None:
    own = {
        "vocabulary": "events.kind",
        "term": "die-in",
        "label": "Die-in",
        "definition": "People lie down in protest.",
    }
    book = draft.table("codebook")
    book.rows.append(book.blank() | own)
    asked = own | {"definition": "As the hint has it."}
    assert added(draft, text, "term", asked).row["definition"] == own["definition"]
    (field,) = [f for f in draft.schema("events")["fields"] if f["name"] == "kind"]
    assert field["constraints"]["enum"].count("die-in") == 1
    with pytest.raises(UserError, match="already"):
        added(draft, text, "term", own)


def test_an_open_vocabulary_of_the_packages_own_takes_terms_too(draft: Draft, text: Text) -> None:
    own = {"vocabulary": "actors.office", "term": "Mayor", "definition": "Heads a town."}
    with pytest.raises(UserError, match="no vocabulary"):
        added(draft, text, "term", own)
    book = draft.table("codebook")
    book.rows.append(book.blank() | own | {"term": "Chair", "label": "Chair"})
    added(draft, text, "term", own)
    assert book.find("actors.office", "Mayor") is not None


def test_what_would_be_invalid_is_not_written(draft: Draft, text: Text) -> None:
    before = builder.contents(draft.root)
    added(draft, text, "place", {"name": "X", "kind": "site", "latitude": "155"})
    with pytest.raises(UserError, match="nothing written"):
        check_and_save(draft)
    assert builder.contents(draft.root) == before
