"""GEO: places, their codes and coordinates, and what lies within what."""

from event_timeline.rules.places import coordinates, countries, extents, hierarchy, identifiers, precision
from event_timeline.rules.rule import rules_of

RULES = rules_of(coordinates, countries, extents, hierarchy, identifiers, precision)
