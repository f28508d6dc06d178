"""Creating, changing and merging packages: a step that would make a package invalid writes nothing."""
