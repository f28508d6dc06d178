"""Making and changing packages: each step leaves a package that validates, or nothing at all."""
