"""PKG: the descriptor, its schemas and the integrity of its files."""

from event_timeline.rules.descriptor import coding, files, licenses, properties, schemas, standard
from event_timeline.rules.rule import rules_of

RULES = rules_of(coding, files, licenses, properties, schemas, standard)
