"""DAT: dates by themselves, against each other and against publication."""

from __future__ import annotations

from event_timeline.rules.dates import basis, intervals, notation, ordering, plausibility, publication, wording

RULES = (
    notation.malformed_edtf,
    notation.bounds_differ,
    notation.bounds_without_date,
    intervals.interval_backwards,
    basis.date_without_basis,
    basis.basis_without_date,
    basis.external_date_without_source,
    basis.basis_against_source,
    basis.stated_without_words,
    basis.words_without_date,
    plausibility.implausible_year,
    publication.after_publication,
    publication.planned_in_the_past,
    publication.ongoing_but_over,
    publication.said_after_publication,
    ordering.said_off_the_occasion,
    publication.dated_by_an_older_source,
    intervals.needless_interval,
    publication.source_of_the_future,
    ordering.part_outside_its_whole,
    ordering.before_against_dates,
    ordering.simultaneous_apart,
    ordering.effect_before_cause,
    publication.reported_before_it_was_said,
    plausibility.outside_temporal_coverage,
    basis.inferred_from_outside,
    intervals.practice_of_one_day,
    intervals.deadline_as_interval,
    plausibility.lost_century,
    wording.year_against_words,
)
"""In the order of their codes."""
