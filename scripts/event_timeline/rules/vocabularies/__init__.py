"""VOC: vocabularies against the codebook."""

from __future__ import annotations

from event_timeline.rules.vocabularies import labels, mappings, terms

RULES = (
    terms.undefined_term,
    terms.unusable_term,
    terms.vocabulary_of_nothing,
    labels.categories_differ,
    terms.uncoded_value,
    labels.labels_differ,
    mappings.unknown_scheme,
    mappings.unknown_code_in_mapping,
    terms.redefined_term,
)
"""In the order of their codes."""
