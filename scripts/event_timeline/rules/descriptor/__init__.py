"""PKG: the descriptor, its schemas and the integrity of its files."""

from __future__ import annotations

from event_timeline.rules.descriptor import files, licenses, properties, schemas, standard

RULES = (
    properties.breaks_the_profile,
    properties.unknown_profile_version,
    files.missing_table,
    files.unusable_resource,
    files.stale_bytes,
    files.stale_hash,
    files.uncheckable_hash,
    properties.duplicate_name,
    schemas.departs_from_the_profile,
    properties.unknown_property,
    schemas.unusable_constraint,
    schemas.key_of_nothing,
    files.unlisted_file,
    licenses.contradictory_license,
    properties.hard_to_find,
    files.byte_order_mark_of_json,
    properties.unportable_name,
    schemas.malformed_schema,
    standard.unread_property,
    schemas.wrong_example,
    schemas.uncomparable_key,
)
"""In the order of their codes."""
