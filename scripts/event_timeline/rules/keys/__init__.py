"""KEY: primary, unique and foreign keys."""

from event_timeline.rules.keys import exceptions, references, uniqueness
from event_timeline.rules.rule import rules_of

RULES = rules_of(exceptions, references, uniqueness)
