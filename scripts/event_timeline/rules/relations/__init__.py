"""REL: relations between events, as a graph and against the events."""

from __future__ import annotations

from event_timeline.rules.relations import claims, graph, parts, pledges, status

RULES = (
    graph.related_to_itself,
    graph.relation_cycle,
    graph.relation_in_both_directions,
    graph.contradictory_relations,
    graph.simultaneous_out_of_order,
    claims.claimant_without_statement,
    claims.content_of_action,
    status.occurred_with_unmet_condition,
    status.prevented_but_occurred,
    parts.occurred_part_of_pending_whole,
    parts.redundant_part_relation,
    parts.part_in_another_country,
    pledges.pledge_of_past_event,
    status.negated_event_with_effect,
    pledges.pledged_for_others,
    pledges.pledge_without_content,
    status.unmet_condition_of_planned_event,
    status.prevented_but_ongoing,
    status.effect_without_cause,
    graph.cause_cycle,
)
"""In the order of their codes."""
