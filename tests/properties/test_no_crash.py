"""Whatever is in a package, each command ends in time with a message and exit code 0, 1 or 2, and never with a bug.

A test run tries a few packages; to try more by hand:

    PROPERTY_EXAMPLES=3000 pytest tests/properties/test_no_crash.py
"""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from event_timeline.citations import STYLES
from event_timeline.cli import group
from event_timeline.exports import FORMATS
from event_timeline.reports import FORMATS as REPORTS
from tests import builder
from tests.properties import table_bytes
from tests.properties.agreement import Scratch
from tests.properties.descriptor_nodes import bounded, changes

SECONDS = 60
"""A command takes a second or two; a machine that does much else takes ten times as long."""


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    return Scratch(tmp_path_factory.mktemp("crash"))


def ends_well(capsys: pytest.CaptureFixture[str], *arguments: object) -> None:
    """Assert that a command ends in time, with a code of its own, and says no word of a bug."""
    start = time.monotonic()
    code = group.run([str(a) for a in arguments])
    seconds = time.monotonic() - start
    captured = capsys.readouterr()
    assert code in (0, 1, 2), code
    assert "this is a bug" not in captured.err, captured.err
    assert "Traceback" not in captured.out + captured.err
    assert code == 0 or captured.out or captured.err
    assert seconds < SECONDS, f"{seconds:.0f} seconds"


@bounded(25)
@given(data=st.data())
def test_validate_ends_well_whatever_the_descriptor_holds(
    scratch: Scratch, capsys: pytest.CaptureFixture[str], data: st.DataObject
) -> None:
    folder = scratch.with_documents(data.draw(st.lists(changes(scratch.documents), min_size=1, max_size=3)))
    report = data.draw(st.sampled_from(list(REPORTS)))
    ends_well(
        capsys,
        "validate",
        folder,
        "--format",
        report,
        *data.draw(st.sampled_from([(), ("--strict",), ("-q",), ("--metadata-only",)])),
    )


@bounded(15)
@given(data=st.data())
def test_validate_ends_well_whatever_a_table_holds(
    scratch: Scratch, capsys: pytest.CaptureFixture[str], data: st.DataObject
) -> None:
    ends_well(capsys, "validate", scratch.with_table(*data.draw(table_bytes.tables(scratch.before))))


@bounded(40)
@given(data=st.data())
def test_every_other_command_ends_well(
    scratch: Scratch, capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    if data.draw(st.booleans()):
        folder = scratch.with_documents(data.draw(st.lists(changes(scratch.documents), min_size=1, max_size=2)))
    else:
        folder = scratch.with_table(*data.draw(table_bytes.tables(scratch.before)))
    output = tmp_path_factory.mktemp("out") / "made"
    commands = [
        *(("export", name, folder, "-o", output) for name in FORMATS),
        *(("cite", folder, "--style", style) for style in STYLES),
        ("view", folder, "-o", output, "--no-open"),
        ("show", folder),
        ("diff", scratch.before, folder),
        ("diff", folder, scratch.before),
        ("stamp", folder),
        ("validate", folder, "--diff"),
        ("validate", folder, "--fix"),
        ("publish", folder, "-o", output, "--dry-run"),
        ("agree", scratch.before, folder),
        ("merge", builder.LIGHTHOUSE, folder, "-o", output),
        ("quotes", folder, "--source", builder.ARTICLE),
        ("coverage", folder, "--source", builder.ARTICLE),
        ("bump", "auto", folder, "--against", scratch.before, "--dry-run"),
    ]
    ends_well(capsys, *data.draw(st.sampled_from(commands)))
