"""Input and output that must not go wrong: atomic writes, locks, the journal of changes, temporary files, interrupts."""
