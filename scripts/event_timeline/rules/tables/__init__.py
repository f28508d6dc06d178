"""TAB: files, headers, types and constraints."""
