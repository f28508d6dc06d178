"""REL: relations between events, as a graph and against the events."""

from event_timeline.rules.relations import graph, parts, pledges, status
from event_timeline.rules.rule import rules_of

RULES = rules_of(graph, parts, pledges, status)
