"""The part of a package that a rule reads at once."""

from __future__ import annotations

from event_timeline.rules.scopes import Group, by


def test_each_table_of_a_group_has_the_key_under_its_own_name_unless_another_is_given() -> None:
    columns = (("events", "event_id"), ("event_relations", "other_event_id"), ("evidence", "event_id"))
    group = by("event_id", "events", "event_relations.other_event_id", "evidence", beside=("actors",))
    assert group == Group("event_id", "events", columns, ("actors",))
