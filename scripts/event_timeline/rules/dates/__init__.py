"""DAT: dates by themselves, against each other and against publication."""

from __future__ import annotations

from event_timeline.rules.dates import basis, intervals, notation, ordering, plausibility, publication, wording

RULES = (
    notation.malformed_edtf,
    notation.bounds_differ,
    notation.bounds_without_date,
    intervals.reversed_interval,
    basis.date_without_basis,
    basis.basis_without_date,
    basis.external_date_without_source,
    basis.basis_source_conflict,
    basis.stated_date_without_words,
    basis.date_words_without_date,
    plausibility.implausible_year,
    publication.event_after_publication,
    publication.planned_in_the_past,
    publication.ongoing_but_over,
    publication.statement_after_publication,
    ordering.statement_outside_occasion,
    publication.date_source_before_event,
    intervals.redundant_interval,
    publication.source_after_package,
    ordering.part_outside_its_whole,
    ordering.before_contradicts_dates,
    ordering.simultaneous_without_overlap,
    ordering.effect_before_cause,
    publication.report_before_statement,
    plausibility.outside_temporal_coverage,
    basis.inferred_date_with_outside_source,
    intervals.one_day_practice,
    intervals.deadline_as_interval,
    plausibility.lost_century,
    wording.year_words_conflict,
)
"""In the order of their codes."""
