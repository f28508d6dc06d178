"""Comparing packages: versions, git revisions, and codings of the same text."""
