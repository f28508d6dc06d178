"""Rows of another table to rows of a package: read in batches, evaluated, given identifiers, sorted, written."""
