"""Event timelines as data packages: validate, export, cite and write them."""
