"""EVD: evidence against records, spans and source texts."""

from __future__ import annotations

from event_timeline.rules.evidence import agreement, attribution, lengths, names, records, source_text, spans, summaries

RULES = (
    spans.empty_span,
    spans.span_out_of_range,
    records.not_one_record,
    spans.exact_of_wrong_length,
    spans.exact_of_wrong_hash,
    records.exact_against_part,
    records.part_of_wrong_record,
    lengths.too_many_words,
    agreement.quote_without_evidence,
    agreement.cue_without_evidence,
    agreement.speaker_without_evidence,
    spans.report_over_quote,
    spans.duplicate_span,
    records.no_evidence,
    spans.paragraph_out_of_order,
    spans.mention_inside_report,
    lengths.long_designation,
    source_text.another_text,
    source_text.span_mismatch,
    source_text.wrong_paragraph,
    source_text.quotation_unaccounted,
    source_text.quote_without_marks,
    names.title_not_in_text,
    names.name_overlooked,
    attribution.speaker_is_another,
    attribution.unsaid_of_an_event,
    attribution.mention_of_another,
    records.identifier_departs,
    summaries.summary_repeats_prose,
)
"""In the order of their codes."""
