"""VOC: vocabularies against the codebook."""

from __future__ import annotations

from event_timeline.rules.vocabularies import labels, mappings, terms

RULES = (
    terms.undefined_term,
    terms.term_not_in_schema,
    terms.vocabulary_without_column,
    labels.categories_differ,
    terms.value_not_in_codebook,
    labels.labels_differ,
    mappings.unknown_scheme,
    mappings.unknown_code_in_mapping,
    terms.redefined_term,
)
"""In the order of their codes."""
