"""The lists of values that come along with mappings."""

from __future__ import annotations

from pathlib import Path

import pytest

import event_timeline as et
from event_timeline.importing.mapping import value_lists
from event_timeline.profile import codes


@pytest.mark.parametrize(("name", "code"), [
    ("UK", "GBR"), ("U.K.", "GBR"), ("US", "USA"), ("USA", "USA"), ("U.S.", "USA"), ("UAE", "ARE"), ("DRC", "COD"), ("D.R.C.", "COD"),
    ("PNG", "PNG"), ("DPRK", "PRK"), ("ROK", "KOR"), ("PRC", "CHN"), ("BiH", "BIH"), ("NZ", "NZL"), ("Congo (DRC)", "COD"),
    ("Congo - Brazzaville", "COG"), ("Trinidad & Tobago", "TTO"), ("St. Lucia", "LCA"), ("The Bahamas", "BHS"), ("Ivory Coast", "CIV"),
])  # fmt: skip
def test_common_english_names_of_countries_are_known(name: str, code: str) -> None:
    assert value_lists.countries("name")[name] == code


@pytest.mark.parametrize("name", ["CAR", "Saint Martin", "Korea", "America", "Virgin Islands", "IOM", "AS"])
def test_a_name_of_two_countries_or_of_something_else_is_not_known(name: str) -> None:
    assert name.lower() not in value_lists.without_case(value_lists.countries("name"))


def test_no_name_of_a_country_is_the_code_or_the_name_of_another() -> None:
    known = value_lists.without_case(value_lists.countries("name"))
    by_code = {code.lower(): alpha_3 for alpha_3, alpha_2 in codes.ALPHA_2.items() for code in (alpha_2, alpha_3)}
    assert {name: code for name, code in known.items() if by_code.get(name, code) != code} == {}
    by_name = {name.lower(): code for name, code in codes.codes_by_name().items()}
    assert {name: code for name, code in known.items() if by_name.get(name, code) != code} == {}


TABLE = "No;Date;Country\n1;2031-02-01;Norway\n2;2031-02-02;Uk\n3;2031-02-03;Kurdistan\n4;2031-02-04;Somaliland\n"
MAPPING = """
[event]
id = "No"
label = "No"
kind = { value = "other" }
[[places]]
chain = [{ kind = "country", name = "Country", country = { column = "Country", map = "country-names"MORE } }]
"""


def imported(folder: Path, more: str = "") -> et.ImportedPackage:
    """The package of TABLE, with something behind the map."""
    (folder / "table.csv").write_text(TABLE, encoding="utf-8")
    (folder / "mapping.toml").write_text(MAPPING.replace("MORE", more), encoding="utf-8")
    file, mapping = folder / "table.csv", folder / "mapping.toml"
    return et.import_("csv", file, folder / "out", mapping=mapping, contributors=["Holm, Mira"])


def test_a_draft_lists_the_countries_that_the_list_has_not(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    lines = et.suggest_mapping(tmp_path / "table.csv").splitlines()
    place = next(n for n, line in enumerate(lines) if "country-names" in line)
    said = (
        '# not in country-names, in "Country" (add them behind it: more = { "…" = "code" }): "Kurdistan", "Somaliland"'
    )
    assert lines[place + 1].strip() == said


def test_a_draft_lists_no_country_where_the_list_has_all(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(
        TABLE.replace("Kurdistan", "united  kingdom").replace("Somaliland", "UAE"), encoding="utf-8"
    )
    assert "not in country-names" not in et.suggest_mapping(tmp_path / "table.csv")


def test_names_are_added_to_a_list_and_replace_its_own(tmp_path: Path) -> None:
    made = imported(tmp_path, ', more = { kurdistan = "IRQ", Somaliland = "SOM", NORWAY = "SJM" }')
    found = made.package["places"].select("name", "country").rows()
    assert sorted(found) == [("Kurdistan", "IRQ"), ("Norway", "SJM"), ("Somaliland", "SOM"), ("Uk", "GBR")]
    assert not [note for note in made.notes if "does not know" in note]


def test_a_note_says_how_a_name_is_added_to_a_list(tmp_path: Path) -> None:
    (note,) = [note for note in imported(tmp_path, ', more = { Kurdistan = "IRQ" }').notes if "does not know" in note]
    assert note.endswith(
        "that the mapping does not know: 'Somaliland' (1 row, the first is line 5); "
        'add it to the map, or beside the name of a list, as more = { Somaliland = "…" }'
    )


@pytest.mark.parametrize(("kind", "message"), [
    ('{ column = "Country", more = { Norway = "other" } }', "more needs map"),
    ('{ column = "Country", map = "country-names", more = { Norway = "feast" } }', "'feast' is not a term of events.kind"),
    ('{ column = "Country", map = "country-names", more = { Norway = "law", norway = "vote" } }', "the codes 'Norway' and 'norway' differ in letter case"),
])  # fmt: skip
def test_pairs_that_cannot_be_added_are_refused_with_their_line(kind: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(
        MAPPING.replace("MORE", "").replace('{ value = "other" }', kind), encoding="utf-8"
    )
    with pytest.raises(et.Error) as caught:
        et.import_(
            "csv",
            tmp_path / "table.csv",
            tmp_path / "out",
            mapping=tmp_path / "mapping.toml",
            contributors=["Holm, Mira"],
        )
    assert "mapping.toml:5: " in str(caught.value.message)
    assert message in str(caught.value.message)
