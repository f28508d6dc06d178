"""CIT: citation files against the descriptor, and the sources of the data."""

from event_timeline.rules.citation import descriptor_sources, files, languages, sources
from event_timeline.rules.rule import rules_of

RULES = rules_of(descriptor_sources, files, languages, sources)
