"""brat standoff: what each sort of annotation becomes, how offsets are counted, and who annotated."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import Timeline

import event_timeline as et

TEXT = "Vell, 3 May. The council of Vell voted on Monday.\nThe dockers did not strike, Mira Holm said: “We wait.”\n"
ASKED = {"contributors": ["Holm, Mira"], "license": "CC-BY-4.0", "options": {"language": "en"}}


def spans(*rows: tuple[str, str, str], text: str = TEXT) -> str:
    """T lines: (mark, type, words), at the first place of the words."""
    return "".join(
        f"{mark}\t{kind} {text.index(words)} {text.index(words) + len(words)}\t{words}\n" for mark, kind, words in rows
    )


def folder(tmp_path: Path, ann: str, text: str = TEXT, name: str = "vell", conf: str = "") -> Path:
    """A folder with one document; files are written byte for byte."""
    made = tmp_path / "brat"
    target = made / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.with_suffix(".txt").write_bytes(text.encode())
    target.with_suffix(".ann").write_bytes(ann.encode())
    if conf:
        (made / "annotation.conf").write_text(conf)
    return made


def imported(tmp_path: Path, source: Path, **changes: object) -> et.ImportedPackage:
    found = et.import_("brat", source, tmp_path / "out", **(ASKED | changes))  # type: ignore[arg-type]
    assert [p.message for p in found.report.problems if p.severity == "error"] == []
    return found


def cells(package: et.Package, table: str, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in package[table].select(columns).iter_rows()]


EVENT = spans(
    ("T1", "Organisation", "The council of Vell"), ("T2", "Vote", "voted"), ("T3", "Date", "on Monday"), ("T4", "GPE", "Vell"),
    ("T5", "Strike", "strike"), ("T6", "Group", "The dockers"),
)  # fmt: skip


def test_an_event_has_its_kind_participants_place_and_words(tmp_path: Path) -> None:
    ann = (
        EVENT
        + "E1\tVote:T2 Agent:T1 Time:T3 Place:T4\nE2\tStrike:T5 Agent:T6\nA1\tNegation E2\nA2\tCertainty E2 High\n"
    )
    ann += (
        "R1\tBefore Arg1:E1 Arg2:E2\n#1\tAnnotatorNotes E1\tSee the minutes.\nN1\tReference T1 Wikidata:Q42\tCouncil\n"
    )
    found = imported(tmp_path, folder(tmp_path, ann))
    package = found.package
    assert cells(package, "events", "event_id", "label", "kind", "polarity", "annotation_id", "certainty") == [
        ("voted", "voted", "vote", "affirmed", "E1", None),
        ("strike", "strike", "strike", "negated", "E2", "High"),
    ]
    assert cells(package, "events", "annotator_note")[0] == ("See the minutes.",)
    assert cells(package, "event_actors", "event_id", "actor_id", "role") == [
        ("strike", "the-dockers", "agent"), ("voted", "the-council-of-vell", "agent"),
    ]  # fmt: skip
    assert cells(package, "event_places", "event_id", "place_id", "role") == [("voted", "vell", "location")]
    assert cells(package, "event_relations", "event_id", "relation", "other_event_id") == [
        ("voted", "before", "strike")
    ]
    assert cells(package, "actors", "actor_id", "kind", "wikidata", "identifiers_source") == [
        ("the-council-of-vell", "organisation", "Q42", "wikidata"), ("the-dockers", "group", None, None),
    ]  # fmt: skip
    words = {
        (r[0], r[1]): TEXT[r[2] : r[3]]
        for r in cells(package, "evidence", "annotation_id", "part", "char_start", "char_end")
    }
    assert words == {("T1", "mention"): "The council of Vell", ("T2", "mention"): "voted", ("T3", "date"): "on Monday",
                     ("T4", "mention"): "Vell", ("T5", "mention"): "strike", ("T6", "mention"): "The dockers"}  # fmt: skip
    terms = cells(package, "codebook", "vocabulary", "term", "label")
    assert ("events.kind", "strike", "Strike") in terms
    assert found.notes == []


def test_a_discontinuous_span_is_a_row_for_each_fragment(tmp_path: Path) -> None:
    found = imported(tmp_path, folder(tmp_path, "T1\tPerson 50 53;78 87\tThe Mira Holm\n"))
    assert cells(found.package, "evidence", "char_start", "exact", "annotation_id") == [
        (50, "The", "T1"), (78, "Mira Holm", "T1"),
    ]  # fmt: skip
    assert found.notes == []


def test_roles_with_numbers_are_one_role(tmp_path: Path) -> None:
    found = imported(tmp_path, folder(tmp_path, EVENT + "E1\tVote:T2 Agent:T1 Agent2:T6\n"))
    assert cells(found.package, "event_actors", "actor_id", "role", "annotation_role") == [
        ("the-council-of-vell", "agent", None), ("the-dockers", "agent", "Agent2"),
    ]  # fmt: skip


def test_words_and_notes_may_go_on_in_further_lines(tmp_path: Path) -> None:
    start = TEXT.index("Monday")
    ann = f"T1\tPerson {start} {start + 18}\tMonday.\nThe docker\nT2\tPerson {TEXT.index('Mira')} {TEXT.index('Mira') + 4}\tMira\n"
    found = imported(tmp_path, folder(tmp_path, ann))
    assert cells(found.package, "evidence", "exact", "paragraph") == [("Monday.", 1), ("The docker", 2), ("Mira", 2)]
    assert found.notes == []


@pytest.mark.parametrize("counting", ["code points", "utf-16"])
def test_offsets_after_an_emoji_are_counted_as_the_quoted_words_show(tmp_path: Path, counting: str) -> None:
    text = "🎉 Mira Holm 🎉 spoke.\n"
    start = text.index("spoke") + (2 if counting == "utf-16" else 0)
    found = imported(tmp_path, folder(tmp_path, f"T1\tEvent {start} {start + 5}\tspoke\n", text))
    assert cells(found.package, "evidence", "char_start", "exact") == [(text.index("spoke"), "spoke")]
    assert found.notes == []


@pytest.mark.parametrize("counted", ["\r\n", "\n"])
def test_line_ends_of_windows_count_as_one_or_two(tmp_path: Path, counted: str) -> None:
    stored = TEXT.replace("\n", "\r\n")
    start = TEXT.replace("\n", counted).index("Mira")
    found = imported(tmp_path, folder(tmp_path, f"T1\tPerson {start} {start + 9}\tMira Holm\n", stored))
    assert cells(found.package, "evidence", "char_start", "exact") == [(stored.index("Mira"), "Mira Holm")]
    assert cells(found.package, "sources", "characters") == [(len(stored),)]


def test_equivalent_spans_and_equal_words_are_one_actor(tmp_path: Path) -> None:
    ann = spans(("T1", "Organisation", "The council of Vell"), ("T2", "Organisation", "Vell, 3 May"))
    ann += "T3\tOrganisation 50 61\tThe dockers\n*\tEquiv T1 T3\n"
    found = imported(tmp_path, folder(tmp_path, ann))
    assert len(found.package["actors"]) == 2
    assert sorted(cells(found.package, "evidence", "actor_id", "annotation_id")) == [
        ("the-council-of-vell", "T1"), ("the-council-of-vell", "T3"), ("vell-3-may", "T2"),
    ]  # fmt: skip


def test_types_are_what_the_configuration_says_of_those_above_them(tmp_path: Path) -> None:
    conf = "[entities]\n!Person\n\tSailor\n<X>=Person|Sailor\n[events]\nRow\tWho:<X>\n[relations]\n[attributes]\n"
    found = imported(
        tmp_path, folder(tmp_path, spans(("T1", "Sailor", "Mira Holm"), ("T2", "Row", "strike")), conf=conf)
    )
    assert cells(found.package, "actors", "name", "kind") == [("Mira Holm", "person")]
    assert cells(found.package, "events", "label", "kind") == [("strike", "row")]


def test_what_no_table_has_is_kept_and_counted(tmp_path: Path) -> None:
    ann = spans(("T1", "Mood", "wait"), ("T2", "Person", "Mira Holm"), ("T3", "Person", "The dockers"))
    ann += "R1\tKnows Arg1:T2 Arg2:T3\nA1\tIrony T1 strong\n"
    found = imported(tmp_path, folder(tmp_path, ann))
    assert cells(found.package, "annotations", "annotation_id", "sort", "type", "arguments", "value") == [
        ("R1", "relation", "Knows", "T2 T3", None),
        ("T1", "span", "Mood", f"{TEXT.index('wait')} {TEXT.index('wait') + 4}", "Irony=strong"),
    ]
    assert found.notes == [
        "2 annotations that no table of the profile has are kept in `annotations`",
        "of no known sort are the types Mood: say with `mapping` what they are",
    ]


def test_a_body_is_an_actor_of_that_kind(tmp_path: Path) -> None:
    found = imported(tmp_path, folder(tmp_path, spans(("T1", "Body", "The dockers"))))
    assert found.package["actors"]["kind"].to_list() == ["body"]
    assert not any("of no known sort" in note for note in found.notes)


def test_a_mapping_says_what_types_are(tmp_path: Path) -> None:
    (tmp_path / "types.toml").write_text('[types]\nMood = "event"\nPerson = "other"\n')
    ann = spans(("T1", "Mood", "wait"), ("T2", "Person", "Mira Holm"))
    found = imported(tmp_path, folder(tmp_path, ann), mapping=tmp_path / "types.toml")
    assert cells(found.package, "events", "label", "kind") == [("wait", "mood")]
    assert len(found.package["actors"]) == 0


ATTRIBUTION = spans(
    ("T1", "Source", "Mira Holm"), ("T2", "Cue", "said"), ("T3", "Attribution", "said"), ("T4", "Content", "“We wait.”"),
    ("T5", "Content", "The dockers did not strike"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("roles", "kind", "quote"),
    [
        ("Content:T4", "direct", "We wait."),
        ("Content:T5", "indirect", None),
        ("Content:T5 Content2:T4", "mixed", "We wait."),
    ],
)
def test_an_attribution_is_a_statement(tmp_path: Path, roles: str, kind: str, quote: str | None) -> None:
    found = imported(tmp_path, folder(tmp_path, f"{ATTRIBUTION}E1\tAttribution:T3 Source:T1 Cue:T2 {roles}\n"))
    assert cells(found.package, "statements", "kind", "quote", "cue", "speaker_as_reported", "annotation_id") == [
        (kind, quote, "said", "Mira Holm", "E1"),
    ]  # fmt: skip


def test_each_annotator_has_a_package_if_several_annotated_a_text(tmp_path: Path, timeline: Timeline) -> None:
    one = spans(("T1", "Person", "Mira Holm"), ("T2", "Event", "voted"))
    for name, ann in (("anna/vell", one), ("bo/vell", one + spans(("T3", "Event", "strike")))):
        source = folder(tmp_path, ann, name=name)
    found = imported(tmp_path, source)
    assert [len(p.package["events"]) for p in (found, *found.others)] == [1, 2]
    agreed = timeline("agree", tmp_path / "out" / "anna", tmp_path / "out" / "bo")
    assert agreed.code == 0
    only = et.import_("brat", source, tmp_path / "bo", **(ASKED | {"options": {"annotator": "bo"}}))  # type: ignore[arg-type]
    assert (len(only.package["events"]), only.others) == (2, ())
    assert set(cells(only.package, "evidence", "coder")) == {("bo",)}
    with pytest.raises(et.Error, match="no annotator 'cy'"):
        et.import_("brat", source, tmp_path / "cy", **(ASKED | {"options": {"annotator": "cy"}}))  # type: ignore[arg-type]


def test_the_command_names_the_package_of_each_annotator_above_its_tables(tmp_path: Path, timeline: Timeline) -> None:
    for name in ("anna/vell", "bo/vell"):
        source = folder(tmp_path, spans(("T1", "Person", "Mira Holm")), name=name)
    out = tmp_path / "out"
    shown = timeline(
        "import", "brat", source, "-o", out, "--contributor", "Holm, Mira", "--license", "CC-BY-4.0"
    ).out.splitlines()
    assert [line for line in shown if line.endswith(":")] == [f"{out / 'anna'}:", f"{out / 'bo'}:"]


def test_texts_may_lie_in_a_folder_beside_and_annotators_in_the_names(tmp_path: Path) -> None:
    source = tmp_path / "corpus"
    for path, content in {
        "text/vell.txt": TEXT,
        "attributions/vell_a1.ann": ATTRIBUTION,
        "attributions/vell_b2.ann": "",
    }.items():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_text(content)
    found = imported(tmp_path, source)
    assert [p.report.label.rpartition("/")[2] for p in (found, *found.others)] == ["a1", "b2"]
    (source / "text" / "vell.txt").unlink()
    with pytest.raises(et.Error, match=r"vell_a1\.ann: there is no"):
        et.import_("brat", source, tmp_path / "again", **ASKED)  # type: ignore[arg-type]


def test_the_text_is_in_the_package_only_under_a_licence(tmp_path: Path, timeline: Timeline) -> None:
    source = folder(tmp_path, EVENT)
    with pytest.raises(et.Error, match=r'`include_text=True` needs `options\["text_license"\]`'):
        imported(tmp_path, source, options={"include_text": "yes"})
    imported(tmp_path, source)
    assert not list((tmp_path / "out").rglob("*.txt"))
    options = {"language": "en", "include_text": "yes", "text_license": "CC-BY-4.0"}
    et.import_("brat", source, tmp_path / "open", **(ASKED | {"options": options}))  # type: ignore[arg-type]
    assert (tmp_path / "open" / "texts" / "vell.txt").read_text() == TEXT
    proven = timeline("validate", tmp_path / "open", "--source-dir", tmp_path / "open" / "texts")
    assert proven.code == 0


@pytest.mark.parametrize(
    ("ann", "said"),
    [
        ("T1 Person 0 4\n", r"vell\.ann:1: 'T1 Person 0 4' is not an annotation"),
        (
            "T1\tPerson 0 4\tVell\nT2 Person 0 4 Vell\n",
            r"vell\.ann:2: 'T2 Person 0 4 Vell' is not an annotation\nhint: separate",
        ),
        ("T1\tPerson 0 4\tVell\nT1\tPerson 0 4\tVell\n", r"vell\.ann:2: T1 is in line 1 already"),
        ("T1\tPerson 0 4\tVell\nE1\tVote:T1\nE1\tVote:T1\n", r"vell\.ann:3: E1 is in line 2 already"),
        ("T1\tPerson 4 4\t\n", r"vell\.ann:1: T1 has no characters: 4 4"),
        ("T1\tPerson 0 4;9 7\tVell\n", r"vell\.ann:1: T1 ends before it begins: 9 7"),
        ("T1\tPerson 0 4\tVell\nE1\tVote\n", r"vell\.ann:2"),
        ("T1\tPerson 0 4\tVell\nE1\tVote:T1\nX9 what\n", r"vell\.ann:3: 'X9 what' is not an annotation"),
        ("T1\tPerson 4 0\tVell\n", r"vell\.ann:1: T1 ends before it begins: 4 0"),
        ("T1\tPerson 0 999\tVell\n", r"vell\.ann:1: T1 lies outside the text"),
        (f"T1\tPerson 0 {'9' * 5000}\tVell\n", r"vell\.ann:1"),
    ],
)
def test_names_file_and_line_of_what_is_not_standoff(tmp_path: Path, ann: str, said: str) -> None:
    with pytest.raises(et.Error, match=said):
        imported(tmp_path, folder(tmp_path, ann))
    assert not (tmp_path / "out").exists()


def test_reports_words_that_are_not_those_of_the_text(tmp_path: Path) -> None:
    source = folder(tmp_path, "T1\tPerson 0 4\tVeil\n#1\tAnnotatorNotes T9\tgone\n")
    assert imported(tmp_path, source).notes == [
        f"{source / 'vell.ann'}:1: T1 quotes 'Veil', but the text has 'Vell' there",
        f"{source / 'vell.ann'}:2: #1 is about T9, which is not in the file; left out",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("E1\tVote:T1 Agent:T9", "E1 refers to T9, which is not in the file"), ("E1\tVote:T9", "E1 refers to T9, which is not in the file"),
        ("R1\tKnows Arg1:T1 Arg2:E7", "R1 refers to E7, which is not in the file"), ("*\tEquiv T1 T9", "Equiv refers to T9, which is not in the file"),
        ("R1\tKnows Arg1:T1 Arg2:T1", "R1 relates T1 to itself"), ("E1\tVote:T1 Cause:E1", "E1 relates E1 to itself"),
    ],
)  # fmt: skip
def test_reports_references_to_what_is_missing_and_to_itself(tmp_path: Path, line: str, said: str) -> None:
    source = folder(tmp_path, f"T1\tPerson 0 4\tVell\n{line}\n")
    assert any(note.startswith(f"{source / 'vell.ann'}:2: {said}") for note in imported(tmp_path, source).notes)


def test_reports_a_relation_with_the_number_of_another(tmp_path: Path) -> None:
    ann = (
        spans(("T1", "Person", "Vell"), ("T2", "Person", "Mira"))
        + "R1\tKnows Arg1:T1 Arg2:T2\nR1\tMeets Arg1:T2 Arg2:T1\n"
    )
    source = folder(tmp_path, ann)
    assert f"{source / 'vell.ann'}:4: R1 is in line 3 already; both are imported" in imported(tmp_path, source).notes


@pytest.mark.parametrize(
    ("mapping", "said"),
    [("[types", "types.toml"), ('[types]\nX = "thing"', "types.X is 'thing'"), ("[kinds]", "unknown key 'kinds'")],
)
def test_refuses_a_mapping_that_is_not_one(tmp_path: Path, mapping: str, said: str) -> None:
    (tmp_path / "types.toml").write_text(mapping)
    with pytest.raises(et.Error, match=said.replace("[", r"\[")):
        imported(tmp_path, folder(tmp_path, EVENT), mapping=tmp_path / "types.toml")


def test_the_command_asks_for_what_a_package_needs(tmp_path: Path, timeline: Timeline) -> None:
    source = folder(tmp_path, EVENT)
    asked = timeline("import", "brat", source, "-o", tmp_path / "a")
    assert (asked.code, "--contributor" in asked.err) == (2, True)
    asked = timeline("import", "brat", source, "-o", tmp_path / "a", "--contributor", "Holm, Mira")
    assert (asked.code, "--license" in asked.err) == (2, True)
    made = timeline(
        "import", "brat", source, "-o", tmp_path / "a", "--contributor", "Holm, Mira", "--license", "CC-BY-4.0",
        "--language", "en",
    )  # fmt: skip
    assert (made.code, "0 errors" in made.err) == (0, True)


def test_names_and_triggers_of_several_texts_are_not_compared(tmp_path: Path) -> None:
    ann = spans(("T1", "Person", "Mira Holm"), ("T2", "GPE", "Vell"), ("T3", "Event", "voted"))
    folder(tmp_path, ann, name="one")
    found = imported(tmp_path, folder(tmp_path, ann, text=TEXT + "Again.", name="two"))
    assert len(found.package["actors"]) == len(found.package["places"]) == len(found.package["events"]) == 2
    assert {p.code for p in found.report.problems} == {"PKG015", "CIT019"}
    second = TEXT.index("Vell", 9)
    same = f"T4\tPerson 0 4\tVell\nT5\tPER {second} {second + 4}\tVell\n"
    folder(tmp_path, ann + same, name="one")
    again = et.import_("brat", tmp_path / "brat", tmp_path / "again", **ASKED)  # type: ignore[arg-type]
    assert "ACT007" in {p.code for p in again.report.problems}


def test_a_text_has_one_identifier_in_the_packages_of_all_annotators(tmp_path: Path) -> None:
    other = "Another text of the same name when it is cut or written otherwise.\n"
    for name, content in (("bo/Vell", TEXT), ("anna/vell", other), ("anna/Vell", TEXT), ("bo/x", TEXT)):
        source = folder(tmp_path, "T1\tPerson 0 4\t" + content[:4] + "\n", content, name=name)
    found = imported(tmp_path, source)
    hashes = [dict(p.package["sources"].select("source_id", "sha256").iter_rows()) for p in (found, *found.others)]
    assert len(hashes) == 2
    assert all(a[s] == b[s] for a in hashes for b in hashes for s in a.keys() & b.keys())
    assert all(p.report.valid for p in (found, *found.others))


def test_an_attribution_without_content_is_kept_as_it_is(tmp_path: Path) -> None:
    found = imported(tmp_path, folder(tmp_path, ATTRIBUTION + "E1\tAttribution:T3 Source:T1\nE2\tAttribution:T3\n"))
    assert len(found.package["events"]) == len(found.package["statements"]) == 0
    kept = cells(found.package, "annotations", "annotation_id", "sort", "arguments")
    assert {("E1", "frame", "Source:T1"), ("E2", "frame", None)} <= set(kept)
