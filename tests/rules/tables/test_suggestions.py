"""Which term may have been meant."""

from __future__ import annotations

import pytest

from event_timeline import profile
from event_timeline.io.counting import MAX_LISTED
from event_timeline.profile.codes import normalize_word
from event_timeline.rules.tables.suggestions import COMPARED_TERMS, SYNONYMS, in_words, nearest_term, terms_in_words


@pytest.mark.parametrize(("more", "term"), [(0, "meeting"), (1, None)])
def test_a_misspelt_term_is_looked_for_in_a_vocabulary_that_is_not_too_large(more: int, term: str | None) -> None:
    terms = ["meeting", *(f"term-{i}" for i in range(COMPARED_TERMS - 1 + more))]
    assert nearest_term("meetings", terms) == term
    assert nearest_term("Meeting", terms) == "meeting"


KINDS = {
    "actors": {"organization": "organisation", "Company": "organisation", "people": "group", "Persons": "person", "state": "country"},
    "events": {"mobilization": "mobilisation", "Armed Conflict": "armed-conflict", "airstrike": "remote-violence", "talks": "negotiation"},
}  # fmt: skip


@pytest.mark.parametrize("table", KINDS)
def test_a_term_in_other_words_or_spelling_names_the_term(table: str) -> None:
    fields = profile.table_schema(table)["fields"]
    terms = next(f["constraints"]["enum"] for f in fields if f["name"] == "kind")
    assert {given: nearest_term(given, terms) for given in KINDS[table]} == KINDS[table]


def test_every_synonym_leads_to_a_term_of_the_profile_and_is_none() -> None:
    terms = {
        term
        for table in profile.ALL_TABLES
        for field in profile.table_schema(table)["fields"]
        for term in field["constraints"].get("enum", ())
    }
    assert {term for meant in SYNONYMS.values() for term in meant} <= terms
    assert not terms & set(SYNONYMS)
    assert all(normalize_word(word) == word for word in SYNONYMS)


def test_a_side_that_is_a_number_is_answered_by_letters() -> None:
    assert in_words(profile.optional_fields("event_actors")["side"]) == (
        "one lower-case letter: a and b, not 1 and 2, such as a"
    )


def test_a_term_that_is_like_none_has_no_nearest_one() -> None:
    assert nearest_term("strike", ["meeting", "pledge"]) is None


VOCABULARIES = profile.vocabulary_columns({t: profile.table_schema(t) for t in profile.ALL_TABLES})


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_a_message_lists_a_short_vocabulary_and_says_where_a_long_one_is(vocabulary: str) -> None:
    terms = VOCABULARIES[vocabulary]
    said = terms_in_words(vocabulary, terms, "meetinq")
    assert len(said) < 250
    if len(terms) <= MAX_LISTED:
        assert said == f"the terms are {', '.join(terms)}"
    else:
        assert said.startswith(f"there are {len(terms)} terms")
        assert f"`timeline explain {vocabulary}`" in said


def test_of_a_long_vocabulary_the_terms_nearest_in_spelling_are_named() -> None:
    assert "nearest" not in terms_in_words("events.kind", VOCABULARIES["events.kind"], "xyzzy")
    assert "nearest in spelling meeting" in terms_in_words("events.kind", VOCABULARIES["events.kind"], "greeting")
