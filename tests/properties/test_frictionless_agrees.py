"""What is valid here is valid in frictionless, whatever was done to the descriptor, the schemas or the tables' bytes.

A test run tries a few packages; to try more by hand:

    PROPERTY_EXAMPLES=5000 pytest tests/properties/test_frictionless_agrees.py
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from tests.properties import csv_bytes, table_bytes
from tests.properties.agreement import Scratch, errors_of_frictionless, is_valid_here
from tests.properties.descriptor_nodes import bounded, changes


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    return Scratch(tmp_path_factory.mktemp("agree"))


@pytest.fixture(scope="module", params=[("a",), ("a", "b")], ids=len)
def own_table(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[str, ...]]:
    return csv_bytes.with_own_table(tmp_path_factory.mktemp("own"), request.param), request.param


def test_the_package_before_any_change_is_valid_to_both(scratch: Scratch) -> None:
    assert is_valid_here(scratch.before)
    assert errors_of_frictionless(scratch.before) == []


@bounded(25)
@given(data=st.data())
def test_a_descriptor_that_is_valid_here_is_valid_there(scratch: Scratch, data: st.DataObject) -> None:
    made = data.draw(st.lists(changes(scratch.documents), min_size=1, max_size=2))
    folder = scratch.with_documents(made)
    valid = is_valid_here(folder)
    event(f"valid here: {valid}")
    assert not valid or errors_of_frictionless(folder) == []


@bounded(25)
@given(data=st.data())
def test_a_table_that_is_valid_here_is_valid_there(scratch: Scratch, data: st.DataObject) -> None:
    table, content = data.draw(table_bytes.tables(scratch.before))
    folder = scratch.with_table(table, content)
    valid = is_valid_here(folder)
    event(f"valid here: {valid}")
    assert not valid or errors_of_frictionless(folder) == []


@bounded(25)
@given(data=st.data())
def test_a_file_of_any_bytes_that_is_valid_here_is_valid_there(
    own_table: tuple[Path, tuple[str, ...]], data: st.DataObject
) -> None:
    folder, columns = own_table
    csv_bytes.put(folder, data.draw(csv_bytes.files(columns)))
    valid = is_valid_here(folder)
    event(f"valid here: {valid}")
    assert not valid or errors_of_frictionless(folder) == []
