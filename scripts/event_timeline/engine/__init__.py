"""Running the rules over a package: one pass over each table, with polars alone or on Spark."""
