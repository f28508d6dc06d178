"""ACT: actors, their codes, what they belong to and what they do."""

from __future__ import annotations

from event_timeline.rules.actors import affiliations, codes, countries, duplicates, roles

RULES = (
    countries.unknown_country,
    countries.country_of_no_country,
    countries.actor_country_without_code,
    duplicates.actor_country_twice,
    duplicates.one_item_for_two_actors,
    affiliations.affiliation_in_a_circle,
    duplicates.actor_twice,
    affiliations.office_of_no_person,
    duplicates.actor_identifiers_without_source,
    codes.cameo_of_another_country,
    affiliations.belongs_to_a_person,
    duplicates.country_of_two_items,
    roles.both_doer_and_undergoer,
    codes.cameo_role_misspelt,
    countries.country_left_uncoded,
    countries.country_of_a_country,
    roles.chair_of_a_deed,
    roles.done_by_nobody,
)
"""In the order of their codes."""
