"""PKG: the descriptor, its schemas and the integrity of its files."""

from __future__ import annotations

from event_timeline.rules.descriptor import files, licenses, properties, schemas, standard

RULES = (
    properties.profile_violation,
    properties.unknown_profile_version,
    files.missing_table,
    files.unusable_resource,
    files.size_mismatch,
    files.hash_mismatch,
    files.missing_sha256,
    properties.duplicate_name,
    schemas.schema_profile_mismatch,
    properties.unknown_property,
    schemas.unusable_constraint,
    schemas.unknown_key_target,
    files.unlisted_file,
    licenses.contradictory_license,
    properties.incomplete_metadata,
    files.json_byte_order_mark,
    properties.unportable_name,
    schemas.malformed_schema,
    standard.unsupported_property,
    schemas.invalid_example,
    schemas.unsupported_key_type,
)
"""In the order of their codes."""
