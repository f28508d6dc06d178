"""ACT: actors, their codes, what they belong to and what they do."""

from event_timeline.rules.actors import affiliations, codes, countries, duplicates, roles
from event_timeline.rules.rule import rules_of

RULES = rules_of(affiliations, codes, countries, duplicates, roles)
