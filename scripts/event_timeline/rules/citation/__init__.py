"""CIT: citation files against the descriptor, and the sources of the data."""

from __future__ import annotations

from event_timeline.rules.citation import descriptor_sources, files, languages, licenses, sources

RULES = (
    files.unreadable_citation_file,
    files.title_differs,
    files.version_differs,
    files.date_differs,
    files.creators_differ,
    files.license_differs,
    files.doi_differs,
    files.no_readme,
    sources.incomplete_source_hash,
    sources.evidence_without_source_hash,
    sources.text_without_evidence,
    sources.unused_source,
    languages.unknown_language,
    sources.malformed_url,
    descriptor_sources.source_not_in_the_descriptor,
    sources.duplicate_source,
    sources.source_without_language,
    sources.source_without_day,
    sources.source_without_publisher,
    descriptor_sources.descriptor_title_mismatch,
    descriptor_sources.source_only_in_the_descriptor,
    languages.language_script_mismatch,
    sources.geonames_source_without_id,
    sources.source_kind_mismatch,
    licenses.unknown_license,
)
"""In the order of their codes."""
