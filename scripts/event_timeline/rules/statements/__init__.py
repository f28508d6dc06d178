"""STM: statements: quotes, order, speakers, occasions, stances."""

from event_timeline.rules.rule import rules_of
from event_timeline.rules.statements import nesting, occasions, repetition, sequence, speakers, stances, wording

RULES = rules_of(nesting, occasions, repetition, sequence, speakers, stances, wording)
