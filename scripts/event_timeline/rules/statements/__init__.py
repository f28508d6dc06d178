"""STM: statements: quotes, order, speakers, occasions, stances."""

from __future__ import annotations

from event_timeline.rules.statements import nesting, occasions, repetition, sequence, speakers, stances, wording

RULES = (
    wording.direct_without_quote,
    wording.indirect_with_quote,
    wording.direct_with_report,
    wording.mixed_without_report,
    sequence.gap_in_the_reading_order,
    sequence.reading_order,
    nesting.within_a_later_one,
    nesting.within_another_source,
    nesting.outside_the_words_around,
    repetition.repeats_a_later_one,
    repetition.repeats_a_repetition,
    repetition.repeated_in_a_circle,
    occasions.speaker_not_at_the_occasion,
    speakers.speaker_from_nowhere,
    speakers.needless_speaker_source,
    speakers.speaker_source_without_speaker,
    speakers.speaker_source_is_the_source,
    stances.stance_against_factuality,
    repetition.repeated_by_another,
    repetition.repeated_otherwise,
    repetition.echo_not_marked,
    wording.marks_in_the_quote,
    wording.summary_is_the_quote,
    speakers.attributed_to_nobody,
    stances.commits_others,
    speakers.source_for_a_known_speaker,
    nesting.inside_but_not_within,
    stances.stance_beside_factuality,
    stances.ahead_of_what_is_done,
    wording.same_summary,
    stances.status_against_all_speakers,
    wording.quotation_of_two,
    occasions.said_long_after_its_source,
    occasions.second_speaker_not_at_the_occasion,
)
"""In the order of their codes."""
