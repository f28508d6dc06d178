"""Exports to look at: the timeline as a picture and as a page."""
