"""PKG: the descriptor, its schemas and the integrity of its files."""
