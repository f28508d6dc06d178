"""EVD: evidence against records, spans and source texts."""

from __future__ import annotations

from event_timeline.rules.evidence import agreement, attribution, lengths, names, records, source_text, spans, summaries

RULES = (
    spans.empty_span,
    spans.span_out_of_range,
    records.not_exactly_one_record,
    spans.exact_length_mismatch,
    spans.exact_hash_mismatch,
    records.exact_part_conflict,
    records.part_record_mismatch,
    lengths.long_event_mention,
    agreement.quote_evidence_mismatch,
    agreement.cue_evidence_mismatch,
    agreement.speaker_evidence_mismatch,
    spans.report_overlaps_quote,
    spans.duplicate_span,
    records.no_evidence,
    spans.paragraph_out_of_order,
    spans.mention_inside_report,
    lengths.long_designation,
    source_text.source_text_mismatch,
    source_text.span_mismatch,
    source_text.wrong_paragraph,
    source_text.unassigned_quotation,
    source_text.quote_without_marks,
    names.title_not_in_text,
    names.name_without_mention,
    attribution.speaker_actor_mismatch,
    attribution.missing_stance,
    attribution.mention_of_another_actor,
    records.evidence_id_mismatch,
    summaries.summary_repeats_prose,
)
"""In the order of their codes."""
