"""A table is read once where its first batch shows which columns the package has to keep."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from event_timeline.importing import IMPORTS, Request
from event_timeline.importing.rows import delimited
from event_timeline.importing.rows.convert import Converter
from event_timeline.importing.rows.delimited import Batch

HEADER = "No,What,Who,Country\n"
MAPPING = """
[event]
id = "No"
label = "What"
kind = { value = "other" }
[[actors]]
name = "Who"
kind = { value = "country" }
country = "Country"
role = { value = "participant" }
"""


def imported(folder: Path, lines: list[str], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """How many batches were converted, and the header of the table of events."""
    (folder / "table.csv").write_text(HEADER + "".join(lines), encoding="utf-8")
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    (folder / "out").mkdir()
    calls, original = 0, Converter.events_of

    def counted(self: Converter, batch: Batch) -> pl.DataFrame:
        nonlocal calls
        calls += 1
        return original(self, batch)

    monkeypatch.setattr(Converter, "events_of", counted)
    monkeypatch.setattr(delimited, "BATCH_BYTES", 200)
    request = Request(folder / "table.csv", contributors=("Project",), mapping=folder / "mapping.toml")
    IMPORTS["csv"].reader()(request, folder / "out")
    rows = (folder / "out/data/events.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == len(lines) + 1
    return calls, rows[0]


@pytest.mark.parametrize(("place", "more"), [(None, 0), (1, 1), (100, None)])
def test_rows_that_differ_on_an_actor_let_a_table_be_read_again_from_where_they_are_seen(
    place: int | None, more: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"{n},Talks,Norway,NOR\n" for n in range(200)]
    (tmp_path / "plain").mkdir()
    batches, _ = imported(tmp_path / "plain", lines, monkeypatch)
    assert batches > 10
    monkeypatch.undo()
    if place is not None:
        lines[place] = f"{place},Talks,Norway,DNK\n"
    read, header = imported(tmp_path, lines, monkeypatch)
    assert read == (2 * batches if more is None else batches + more)
    assert header.endswith("country") == (place is not None)
