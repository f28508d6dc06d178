"""GEO: places, their codes and coordinates, and what lies within what."""

from __future__ import annotations

from event_timeline.rules.places import coordinates, countries, extents, hierarchy, identifiers

RULES = (
    coordinates.half_a_coordinate,
    coordinates.null_island,
    countries.unknown_country_code,
    countries.country_of_the_place_around,
    hierarchy.places_within_each_other,
    hierarchy.larger_within_smaller,
    identifiers.one_register_number_for_two_places,
    identifiers.place_identifiers_without_source,
    coordinates.coordinates_exchanged,
    coordinates.site_far_from_its_city,
    coordinates.coordinates_of_the_place_around,
    coordinates.whole_degrees,
    hierarchy.unused_place,
    countries.country_without_code,
    countries.country_twice,
    identifiers.place_twice,
    countries.city_without_country,
    countries.country_of_another_kind,
    identifiers.named_like_the_other,
    identifiers.item_of_the_actor_only,
    hierarchy.country_within_a_city,
    coordinates.coordinates_perhaps_exchanged,
    coordinates.coordinates_of_another_country,
    countries.country_mismatch,
    extents.outside_country_extent,
)
"""In the order of their codes."""
