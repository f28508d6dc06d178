"""REL: relations between events, as a graph and against the events."""

from __future__ import annotations

from event_timeline.rules.relations import claims, graph, parts, pledges, status

RULES = (
    graph.related_to_itself,
    graph.relations_in_a_circle,
    graph.both_directions,
    graph.contradictory_relations,
    graph.simultaneous_out_of_order,
    claims.claimant_says_nothing,
    claims.content_of_a_deed,
    status.done_without_its_condition,
    status.prevented_and_done,
    parts.part_of_what_is_to_come,
    parts.part_told_twice,
    parts.part_in_another_country,
    pledges.pledge_of_the_past,
    status.effect_of_what_is_not,
    pledges.pledged_for_others,
    pledges.pledge_of_nothing,
    status.condition_of_the_unconditional,
    status.prevented_and_under_way,
    status.effect_without_cause,
    graph.causes_in_a_circle,
)
"""In the order of their codes."""
