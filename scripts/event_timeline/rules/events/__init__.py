"""EVT: events against their codes, participants, evidence and each other."""

from __future__ import annotations

from event_timeline.rules.events import codes, descriptions, duplicates, factuality, participants, sequence

RULES = (
    sequence.gap_in_the_order,
    sequence.order_of_events,
    factuality.occurred_and_negated,
    factuality.negated_and_coded,
    factuality.conditional_on_nothing,
    participants.no_participant,
    duplicates.same_label,
    duplicates.likely_duplicate,
    descriptions.words_without_place,
    codes.unknown_cameo_code,
    codes.schemes_disagree,
    codes.code_against_kind,
    factuality.claimed_by_nobody,
    participants.meeting_of_one,
    duplicates.one_item_for_two_events,
    descriptions.event_identifiers_without_source,
    descriptions.dated_but_not_told,
    descriptions.summary_says_no_more,
    codes.coded_in_one_scheme,
    factuality.disputed_occurrence,
)
"""In the order of their codes."""
