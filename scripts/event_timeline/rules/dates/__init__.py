"""DAT: dates by themselves, against each other and against publication."""

from event_timeline.rules.dates import basis, notation, ordering, plausibility, publication, wording
from event_timeline.rules.rule import rules_of

RULES = rules_of(basis, notation, ordering, plausibility, publication, wording)
