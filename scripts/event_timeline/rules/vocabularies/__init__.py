"""VOC: vocabularies against the codebook."""

from event_timeline.rules.rule import rules_of
from event_timeline.rules.vocabularies import labels, mappings, terms

RULES = rules_of(labels, mappings, terms)
