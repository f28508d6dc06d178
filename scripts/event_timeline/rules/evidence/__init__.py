"""EVD: evidence against records, spans and source texts."""
