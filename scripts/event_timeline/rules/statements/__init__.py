"""STM: statements: quotes, order, speakers, occasions, stances."""

from __future__ import annotations

from event_timeline.rules.statements import nesting, occasions, repetition, sequence, speakers, stances, wording

RULES = (
    wording.direct_without_quote,
    wording.indirect_with_quote,
    wording.direct_with_report,
    wording.mixed_without_report,
    sequence.statement_position_gap,
    sequence.statement_order_mismatch,
    nesting.within_later_statement,
    nesting.within_another_source,
    nesting.outside_enclosing_statement,
    repetition.repeats_later_statement,
    repetition.repeats_a_repetition,
    repetition.repetition_cycle,
    occasions.speaker_not_at_the_occasion,
    speakers.unattributed_speaker,
    speakers.redundant_speaker_source,
    speakers.speaker_source_without_speaker,
    speakers.coded_source_as_speaker_source,
    stances.stance_factuality_conflict,
    repetition.repeats_other_speaker,
    repetition.inconsistent_repetition,
    repetition.unmarked_repetition,
    wording.quotation_marks_in_quote,
    wording.summary_repeats_quote,
    speakers.missing_attribution,
    stances.commitment_for_others,
    speakers.source_for_partly_named_speaker,
    nesting.nested_quote_without_within,
    stances.unlikely_stance_for_factuality,
    stances.future_stance_on_past_event,
    wording.duplicate_statement_summary,
    stances.status_contradicts_speakers,
    wording.shared_quotation,
    occasions.statement_long_after_source,
    occasions.second_speaker_not_at_the_occasion,
)
"""In the order of their codes."""
