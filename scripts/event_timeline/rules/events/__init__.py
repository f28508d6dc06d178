"""EVT: events against their codes, participants, evidence and each other."""

from __future__ import annotations

from event_timeline.rules.events import codes, descriptions, duplicates, factuality, participants, sequence

RULES = (
    sequence.event_position_gap,
    sequence.event_order_mismatch,
    factuality.occurred_and_negated,
    factuality.negated_and_coded,
    factuality.missing_condition,
    participants.no_participant,
    duplicates.duplicate_event_label,
    duplicates.likely_duplicate,
    descriptions.place_words_without_place,
    codes.unknown_cameo_code,
    codes.plover_cameo_conflict,
    codes.code_kind_conflict,
    factuality.asserted_without_claim,
    participants.single_participant_meeting,
    duplicates.duplicate_event_identifier,
    descriptions.event_identifiers_without_source,
    descriptions.time_or_place_without_words,
    descriptions.summary_repeats_label,
    codes.coded_in_one_scheme,
    factuality.disputed_occurrence,
)
"""In the order of their codes."""
