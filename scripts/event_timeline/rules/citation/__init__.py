"""CIT: citation files against the descriptor, and the sources of the data."""
