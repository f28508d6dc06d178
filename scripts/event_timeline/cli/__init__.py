"""One file a command: options in, one call, report out, exit code."""
