"""Safe input and output: atomic writes, locks, temporary files, paths, the terminal, interrupts."""
