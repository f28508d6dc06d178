"""EVD: evidence against records, spans and source texts."""

from event_timeline.rules.evidence import agreement, attribution, names, records, source_text, spans, summaries
from event_timeline.rules.rule import rules_of

RULES = rules_of(agreement, attribution, names, records, source_text, spans, summaries)
