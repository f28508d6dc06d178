"""A package on disk or in a zip: its descriptor and resources, safe reading, the journal of changes."""
