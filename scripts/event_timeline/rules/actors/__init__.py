"""ACT: actors, their codes, what they belong to and what they do."""

from __future__ import annotations

from event_timeline.rules.actors import affiliations, codes, countries, duplicates, roles

RULES = (
    countries.unknown_country,
    countries.country_code_of_non_country,
    countries.actor_country_without_code,
    duplicates.duplicate_actor_country,
    duplicates.duplicate_actor_identifier,
    affiliations.affiliation_cycle,
    duplicates.duplicate_actor,
    affiliations.office_of_non_person,
    duplicates.actor_identifiers_without_source,
    codes.cameo_country_mismatch,
    affiliations.affiliated_with_person,
    duplicates.country_identifier_conflict,
    roles.agent_and_recipient,
    codes.misspelled_cameo_role,
    countries.country_without_cameo_code,
    countries.country_affiliated_with_country,
    roles.role_kind_conflict,
    roles.act_without_agent,
)
"""In the order of their codes."""
