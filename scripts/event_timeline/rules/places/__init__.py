"""GEO: places, their codes and coordinates, and what lies within what."""

from __future__ import annotations

from event_timeline.rules.places import coordinates, countries, extents, hierarchy, identifiers

RULES = (
    coordinates.incomplete_coordinates,
    coordinates.coordinates_at_zero,
    countries.unknown_country_code,
    countries.territory_state_mismatch,
    hierarchy.place_cycle,
    hierarchy.area_within_site,
    identifiers.duplicate_place_identifier,
    identifiers.place_identifiers_without_source,
    coordinates.swapped_coordinates,
    coordinates.far_from_parent_place,
    coordinates.coordinates_of_parent_place,
    coordinates.whole_degree_coordinates,
    hierarchy.unused_place,
    countries.country_without_code,
    countries.duplicate_country,
    identifiers.duplicate_place,
    countries.city_without_country,
    countries.region_named_like_country,
    identifiers.name_matches_other_place,
    identifiers.country_without_wikidata_item,
    hierarchy.country_within_city,
    coordinates.possibly_swapped_coordinates,
    coordinates.coordinates_of_another_country,
    countries.country_mismatch,
    extents.outside_country_extent,
)
"""In the order of their codes."""
