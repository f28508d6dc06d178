"""EVT: events against their codes, participants, evidence and each other."""
