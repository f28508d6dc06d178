"""REL: relations between events, as a graph and against the events."""

from event_timeline.rules.relations import claims, graph, parts, pledges, status
from event_timeline.rules.rule import rules_of

RULES = rules_of(claims, graph, parts, pledges, status)
