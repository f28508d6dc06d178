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
    sources.hash_or_length_alone,
    sources.evidence_into_no_text,
    sources.text_without_evidence,
    sources.unused_source,
    languages.unknown_language,
    sources.malformed_url,
    descriptor_sources.source_not_in_the_descriptor,
    sources.source_twice,
    sources.source_without_language,
    sources.source_without_day,
    sources.source_without_publisher,
    descriptor_sources.other_title_in_the_descriptor,
    descriptor_sources.source_only_in_the_descriptor,
    languages.language_in_other_letters,
    sources.register_without_number,
    sources.source_of_another_kind,
    licenses.unknown_license,
)
"""In the order of their codes."""
