"""ACT: actors, their codes, what they belong to and what they do."""
