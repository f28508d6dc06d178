"""Engines other than polars alone: the same rules, shared out."""
