"""DAT: dates by themselves, against each other and against publication."""
