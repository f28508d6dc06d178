"""Fields that depend on each other are saved together, and what is not saved is seen until it is, in a real Chromium."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from tests.exports.browser import Browser
from tests.workbench.coder import Coder, shown
from tests.workbench.served import Served

pytestmark = [pytest.mark.programs, pytest.mark.slow]
FOCUS = "return document.activeElement.id"
IN_VIEW = """
const box = document.getElementById(arguments[0]).getBoundingClientRect(), pane = document.querySelector(".inspector").getBoundingClientRect();
return box.top >= pane.top - 1 && box.bottom <= pane.bottom + 1;
"""


@pytest.fixture
def coder(browser: Browser, bench: Served) -> Iterator[Coder]:
    with shown(browser, bench):
        yield Coder(browser)


def rows(package: Path, table: str) -> list[dict[str, str]]:
    with (package / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def row(package: Path, table: str, key: str) -> dict[str, str]:
    return next(r for r in rows(package, table) if key in r.values())


def leave(coder: Coder, column: str, value: str) -> None:
    """Type a value and go on with Tab."""
    field = coder.find(f"#f-{column}")
    field.send_keys(Keys.CONTROL + "a", Keys.NULL, value or Keys.DELETE, Keys.TAB)
    coder.settle()


def saved(coder: Coder) -> str:
    return coder.browser.text("#saved")


def test_a_date_waits_for_its_basis_and_both_are_one_change(coder: Coder, bench: Served, harbour: Path) -> None:
    coder.open_row("events", "cable-promise")
    leave(coder, "date_edtf", "2024-05-13")
    assert coder.refusal() == "Choose a basis: the date is saved with it."
    assert saved(coder) == "1 change not saved"
    assert row(harbour, "events", "cable-promise")["date_edtf"] == ""
    coder.choose(coder.find("#f-date_basis"), "inferred")
    coder.browser.until(lambda: saved(coder) == "All changes saved")
    now = row(harbour, "events", "cable-promise")
    assert (now["date_edtf"], now["date_basis"], now["earliest"]) == ("2024-05-13", "inferred", "2024-05-13")
    assert len(bench.state()["steps"]["undo"]) == 1


def test_a_basis_that_is_chosen_first_waits_for_its_date(coder: Coder, harbour: Path) -> None:
    coder.open_row("events", "cable-promise")
    coder.choose(coder.find("#f-date_basis"), "inferred")
    coder.browser.until(lambda: coder.refusal() == "Give the date: its basis and source are saved with it.")
    leave(coder, "date_edtf", "2024-05")
    coder.browser.until(lambda: saved(coder) == "All changes saved")
    assert row(harbour, "events", "cable-promise")["date_basis"] == "inferred"


def test_a_date_that_is_emptied_takes_its_basis_with_it(coder: Coder, bench: Served, harbour: Path) -> None:
    coder.open_row("events", "monday-talks")
    leave(coder, "date_edtf", "")
    coder.browser.until(lambda: row(harbour, "events", "monday-talks")["date_edtf"] == "")
    now = row(harbour, "events", "monday-talks")
    assert [now[c] for c in ("date_basis", "date_source", "earliest", "latest")] == [""] * 4
    assert len(bench.state()["steps"]["undo"]) == 1


def test_coordinates_are_saved_and_emptied_together(coder: Coder, bench: Served, harbour: Path) -> None:
    placed = next(p for p in rows(harbour, "places") if p["latitude"])
    coder.open_row("places", placed["place_id"])
    leave(coder, "latitude", "")
    coder.browser.until(lambda: row(harbour, "places", placed["place_id"])["longitude"] == "")
    coder.settle()
    leave(coder, "latitude", placed["latitude"])
    assert coder.refusal() == "Give the longitude: both are saved together."
    leave(coder, "longitude", placed["longitude"])
    coder.browser.until(lambda: saved(coder) == "All changes saved")
    assert row(harbour, "places", placed["place_id"])["latitude"] == placed["latitude"]


def test_the_last_identifier_takes_its_source_with_it(coder: Coder, bench: Served, harbour: Path) -> None:
    coder.open_row("places", "denmark")
    leave(coder, "wikidata", "")
    coder.browser.until(lambda: row(harbour, "places", "denmark")["wikidata"] == "")
    assert row(harbour, "places", "denmark")["identifiers_source"] == ""
    assert len(bench.state()["steps"]["undo"]) == 1


def test_a_refusal_is_seen_at_its_field_in_an_open_section_and_in_the_header(coder: Coder) -> None:
    coder.open_row("actors", "dockers-union")
    coder.press("#form details > summary")
    leave(coder, "country", "Atlantis")
    coder.browser.until(lambda: bool(coder.refusal()))
    assert coder.driver.execute_script("return document.querySelector('#form details').open")
    assert coder.driver.execute_script("return document.activeElement.closest('#form') !== null")
    assert coder.driver.execute_script(IN_VIEW, "f-country-refused")
    assert coder.find("#f-country").get_attribute("aria-invalid") == "true"
    assert saved(coder) == "1 change not saved"


def test_what_is_not_saved_is_not_dropped_where_another_record_is_opened(coder: Coder) -> None:
    coder.open_row("events", "strike")
    leave(coder, "date_edtf", "13 May")
    assert "is not an EDTF date" in coder.refusal()
    coder.open_row("events", "monday-talks")
    assert saved(coder) == "1 change not saved"
    coder.press("#unsaved")
    assert coder.driver.execute_script(FOCUS) == "f-date_edtf"
    assert coder.find("#f-date_edtf").get_attribute("value") == "13 May"
    coder.press("#form .field.wrong .buttons button")
    coder.browser.until(lambda: saved(coder) == "All changes saved")
    assert coder.find("#f-date_edtf").get_attribute("value") != "13 May"


def test_a_new_record_that_was_left_unfinished_is_counted_and_comes_back(coder: Coder, harbour: Path) -> None:
    article = (harbour / "article.txt").read_text(encoding="utf-8")
    at = article.index("Some traders")
    coder.select(at, at + len("Some traders"))
    coder.act("E")
    label = coder.find("#f-label")
    label.send_keys(Keys.CONTROL + "a", Keys.NULL, "Traders say things")
    coder.press("#save-draft")
    refusal = coder.find("#form .field .refused")
    assert refusal.text.endswith("is missing.")
    other = article.index("Denmark inspects")
    coder.select(other, other + len("Denmark"))
    coder.act("S")
    assert saved(coder) == "1 change not saved"
    coder.open_row("events", "cable-promise")
    assert saved(coder) == "1 change not saved"
    coder.press("#unsaved")
    assert coder.find("#f-label").get_attribute("value") == "Traders say things"
    coder.browser.until(lambda: saved(coder) == "All changes saved")
