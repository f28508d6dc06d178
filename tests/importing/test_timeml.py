"""TimeML: instances, times and links as rows; the Estonian tables too."""

from __future__ import annotations

from pathlib import Path

import pytest

import event_timeline as et

ASKED = {"contributors": ["Holm, Mira"], "license": "CC-BY-4.0", "options": {"language": "en"}}
HEAD = '<?xml version="1.0"?>\n<TimeML><DOCID>vell_1</DOCID><DCT><TIMEX3 tid="t0" type="DATE" value="2031-04-10" functionInDocument="CREATION_TIME">10 April</TIMEX3></DCT>'
TEXT = (
    '<TITLE>Flight</TITLE><TEXT>\nThe crews 🎉 <EVENT eid="e1" class="OCCURRENCE">fled</EVENT> &amp; hid '
    '<TIMEX3 tid="t1" type="DATE" value="2031-W14">last week</TIMEX3>. He <EVENT eid="e2" class="REPORTING">said</EVENT> '
    '<SIGNAL sid="s1">after</SIGNAL> the <EVENT eid="e3" class="I_STATE">hope</EVENT>.</TEXT>'
)
INSTANCES = (
    '<MAKEINSTANCE eventID="e1" eiid="ei1" tense="PAST" aspect="NONE" polarity="NEG" pos="VERB"/>'
    '<MAKEINSTANCE eventID="e2" eiid="ei2" tense="PAST" aspect="NONE" polarity="POS" pos="VERB" modality="None"/>'
)


def imported(tmp_path: Path, links: str = "", text: str = TEXT, instances: str = INSTANCES) -> et.ImportedPackage:
    (tmp_path / "vell.tml").write_text(f"{HEAD}{text}{instances}{links}</TimeML>", encoding="utf-8")
    return et.import_("timeml", tmp_path / "vell.tml", tmp_path / "out", **ASKED)  # type: ignore[arg-type]


def cells(package: et.Package, table: str, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in package[table].select(columns).iter_rows()]


def test_instances_become_events_and_offsets_count_the_words_of_the_text(tmp_path: Path) -> None:
    found = imported(tmp_path)
    assert found.report.valid
    assert cells(found.package, "events", "event_id", "kind", "polarity", "annotation_id", "tense", "modality") == [
        ("fled", "occurrence", "negated", "ei1", "PAST", None),
        ("said", "reporting", "affirmed", "ei2", "PAST", None),
        ("hope", "i-state", "affirmed", "e3", None, None),
    ]
    words = "\nThe crews 🎉 fled & hid last week. He said after the hope."
    assert cells(found.package, "sources", "source_id", "title", "published_edtf", "characters", "headline") == [
        ("vell-1", "Flight", "2031-04-10", len(words), "metadata"),
    ]  # fmt: skip
    assert cells(found.package, "evidence", "exact", "char_start", "annotation_id") == [
        (w, words.index(w), e) for w, e in (("fled", "e1"), ("said", "e2"), ("hope", "e3"))
    ]
    assert cells(found.package, "times", "annotation_id", "value", "date_edtf") == [
        ("t0", "2031-04-10", "2031-04-10"), ("t1", "2031-W14", "2031-03-31/2031-04-06"),
    ]  # fmt: skip


def test_a_link_to_a_time_of_the_text_dates_the_event(tmp_path: Path) -> None:
    links = '<TLINK lid="l1" eventInstanceID="ei1" relatedToTime="t0" relType="IS_INCLUDED"/>'
    links += '<TLINK lid="l2" timeID="t1" relatedToEventInstance="ei1" relType="INCLUDES"/>'
    links += '<TLINK lid="l3" eventInstanceID="ei2" relatedToTime="t0" relType="IS_INCLUDED"/>'
    package = imported(tmp_path, links).package
    assert cells(package, "events", "event_id", "date_edtf", "date_basis", "earliest")[:2] == [
        ("fled", "2031-03-31/2031-04-06", "stated", package["events"]["earliest"][0]),
        ("said", "2031-04-10", "inferred", package["events"]["earliest"][1]),
    ]
    assert ("last week", "date") in cells(package, "evidence", "exact", "part")
    assert package.descriptor["temporal"] == {"start": "2031-03-31", "end": "2031-04-10"}


@pytest.mark.parametrize(
    ("link", "relation"),
    [
        ('TLINK eventInstanceID="ei1" relatedToEventInstance="ei2" relType="BEFORE"', ("fled", "before", "said")),
        ('TLINK eventInstanceID="ei1" relatedToEventInstance="ei2" relType="AFTER"', ("said", "before", "fled")),
        ('TLINK eventInstanceID="ei1" relatedToEventInstance="ei2" relType="INCLUDES"', ("said", "during", "fled")),
        (
            'TLINK eventInstanceID="ei2" relatedToEventInstance="ei1" relType="SIMULTANEOUS"',
            ("fled", "simultaneous", "said"),
        ),
        (
            'SLINK eventInstanceID="ei2" subordinatedEventInstance="ei1" relType="EVIDENTIAL"',
            ("said", "evidential", "fled"),
        ),
        ('ALINK eventInstanceID="ei2" relatedToEventInstance="ei1" relType="INITIATES"', ("said", "initiates", "fled")),
    ],
)
def test_links_of_events_are_relations(tmp_path: Path, link: str, relation: tuple[str, ...]) -> None:
    found = imported(tmp_path, f'<{link} lid="l1"/>')
    assert cells(found.package, "event_relations", "event_id", "relation", "other_event_id") == [relation]
    assert found.report.valid


def test_what_no_table_has_is_kept_and_counted(tmp_path: Path) -> None:
    found = imported(tmp_path, '<TLINK lid="l9" timeID="t1" relatedToTime="t0" relType="BEFORE"/>')
    assert cells(found.package, "annotations", "annotation_id", "sort", "type", "arguments")[0] == (
        "l9", "TLINK", "BEFORE", "t1 t0",
    )  # fmt: skip
    assert len(found.notes) == 2


def test_a_link_of_an_event_with_itself_is_reported_by_the_validation(tmp_path: Path) -> None:
    found = imported(tmp_path, '<TLINK lid="l1" eventInstanceID="ei1" relatedToEventInstance="ei1" relType="BEFORE"/>')
    assert [p.code for p in found.report.problems if p.severity == "error"] == ["REL001"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<TimeML><TEXT>\n<EVENT></TEXT></TimeML>", r"vell\.tml:2:10: not well-formed XML"),
        ("<html/>", r"vell\.tml:1: <html> is not TimeML"),
        ('<!DOCTYPE T [<!ENTITY a "aaa">]><TimeML>&a;</TimeML>', "declares entities"),
        ('<!DOCTYPE T [<!ENTITY a SYSTEM "file:///etc/passwd">]><TimeML>&a;</TimeML>', "declares entities"),
        ("<TimeML>&b;</TimeML>", "not well-formed XML: undefined entity"),
        ("<TimeML>" * 300 + "</TimeML>" * 300, "more than 200 elements inside each other"),
        ('<TimeML><TEXT><TIMEX3 tid="t1"/><TIMEX3 tid="t1"/></TEXT></TimeML>', "tid t1 is twice"),
        ("", "not well-formed XML: no element found"),
        ('<TimeML><TEXT><EVENT class="STATE">is</EVENT></TEXT></TimeML>', r"vell\.tml:1: an EVENT has no eid"),
        (
            '<TimeML><TEXT><EVENT eid="e1" class="STATE">is</EVENT>\n<EVENT eid="e1" class="OCCURRENCE">fled</EVENT></TEXT></TimeML>',
            r"vell\.tml:2: the eid e1 is that of another EVENT in line 1, of the class STATE",
        ),
    ],
)
def test_names_file_and_line_of_what_cannot_be_read(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "vell.tml").write_text(content)
    with pytest.raises(et.Error, match=said):
        et.import_("timeml", tmp_path / "vell.tml", tmp_path / "out", **ASKED)  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


def test_words_apart_with_one_eid_are_one_event_and_counted(tmp_path: Path) -> None:
    text = '<TEXT>They <EVENT eid="e1" class="STATE">took</EVENT> it <EVENT eid="e1" class="STATE">off</EVENT>.</TEXT>'
    found = imported(tmp_path, text=text, instances="")
    assert found.package["events"].height == 1
    assert "1 events have several EVENT elements with one eid and are read as one event of several words" in found.notes


def test_refuses_a_folder_without_timeml(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "._vell.tml").write_bytes(b"\0")
    with pytest.raises(et.Error, match="holds no"):
        et.import_("timeml", tmp_path / "in", tmp_path / "out", **ASKED)  # type: ignore[arg-type]


TABLES = {
    "base-segmentation-morph-syntax": "a\t0\t0\tMaal\tx\r\na\t0\t1\toli\tx\r\na\t1\t0\t2004.\tx\r\na\t1\t1\tmai\tx\r\na\t1\t2\tlõppes\tx\r\n",
    "event-annotation": '# file\r\na\t0\t0\t"Maal oli"\tEVENT multiword="true"\te1\r\na\t0\t1\t"Maal oli"\tEVENT STATE polarity="NEG"\te1\r\na\t1\t2\t"lõppes"\tEVENT OCCURRENCE\te2\r\n',
    "timex-annotation": 'a\t1\t0\t"2004. mai"\tTIMEX DATE 2004-05 multiword="true"\tt1\r\na\t1\t1\t"2004. mai"\tTIMEX multiword="true"\tt1\r\n',
    "timex-annotation-dct": "a\t2004-06-01\r\n",
    "tlink-event-timex": "a\te2\tIS_INCLUDED\tt1\t\r\n",
    "tlink-event-dct": "a\te1\tBEFORE\t\r\n",
    "tlink-main-events": "a\te1\tBEFORE-OR-OVERLAP\te2\t\r\n",
}


def test_the_estonian_tables_are_timeml_too(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    for name, content in TABLES.items():
        (tmp_path / "corpus" / name).write_text(content, encoding="utf-8", newline="")
    found = et.import_("timeml", tmp_path / "corpus", tmp_path / "out", **ASKED)  # type: ignore[arg-type]
    assert found.report.valid
    assert cells(found.package, "events", "label", "kind", "polarity", "date_edtf") == [
        ("Maal", "state", "negated", None), ("lõppes", "occurrence", "affirmed", "2004-05"),
    ]  # fmt: skip
    assert cells(found.package, "evidence", "exact", "annotation_id") == [
        ("Maal", "e1"), ("oli", "e1"), ("2004. mai", "t1"), ("lõppes", "e2"),
    ]  # fmt: skip
    assert cells(found.package, "event_relations", "relation") == [("before_or_overlap",)]
    (tmp_path / "corpus" / "event-annotation").write_text("a\t0\n")
    with pytest.raises(et.Error, match=r"event-annotation:1: 2 cells"):
        et.import_("timeml", tmp_path / "corpus", tmp_path / "again", **ASKED)  # type: ignore[arg-type]


def test_the_texts_are_saved_for_a_later_proof_and_never_over_others(tmp_path: Path) -> None:
    (tmp_path / "vell.tml").write_text(f"{HEAD}{TEXT}{INSTANCES}</TimeML>", encoding="utf-8")
    options = {"language": "en", "save_texts": str(tmp_path / "texts")}
    et.import_("timeml", tmp_path / "vell.tml", tmp_path / "out", **(ASKED | {"options": options}))  # type: ignore[arg-type]
    proven = et.validate(tmp_path / "out", source_dir=tmp_path / "texts")
    assert proven.valid
    assert not list((tmp_path / "out").rglob("*.txt"))
    (tmp_path / "texts" / "vell-1.txt").write_text("another text")
    assert "EVD020" in {p.code for p in et.validate(tmp_path / "out", source_dir=tmp_path / "texts").problems}
    with pytest.raises(et.Error, match="exists"):
        et.import_("timeml", tmp_path / "vell.tml", tmp_path / "again", **(ASKED | {"options": options}))  # type: ignore[arg-type]
