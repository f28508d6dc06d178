"""EVT: events against their codes, participants, evidence and each other."""

from event_timeline.rules.events import codes, descriptions, duplicates, factuality, measures, participants, sequence
from event_timeline.rules.rule import rules_of

RULES = rules_of(codes, descriptions, duplicates, factuality, measures, participants, sequence)
