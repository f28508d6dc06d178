"""REL: relations between events, as a graph and against the events."""
