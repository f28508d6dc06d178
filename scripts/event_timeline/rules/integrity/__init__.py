"""KEY: primary, unique and foreign keys."""
