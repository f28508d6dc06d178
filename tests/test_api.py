"""The library: what `import event_timeline` offers, as a program uses it."""

from __future__ import annotations

import contextvars
import copy
import importlib.util
import inspect
import json
import os
import pickle
import pkgutil
import re
import shutil
import socketserver
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import frictionless
import numpy as np
import pandas as pd
import pandera.errors
import polars as pl
import pytest

import event_timeline as et
from event_timeline import api
from event_timeline.exports import views
from event_timeline.rules import BY_CODE, RULES
from event_timeline.rules.explanations import Cell
from tests import builder
from tests.validation_cache import MEMORY

ROOT = Path(__file__).parents[1]
SOURCE = {"article": builder.ARTICLE}


def test_importing_the_library_imports_nothing_heavy() -> None:
    code = "import sys, event_timeline; print([m for m in ('polars', 'click', 'frictionless') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_every_public_name_is_there_and_has_a_docstring() -> None:
    for name in et.__all__:
        value = getattr(et, name)
        assert inspect.getdoc(value), name
    assert set(et.__all__) == set(dir(et))
    with pytest.raises(AttributeError, match="no attribute 'cargo'"):
        et.cargo  # noqa: B018


def test_every_public_function_has_type_hints_throughout() -> None:
    for name in et.__all__:
        value = getattr(et, name)
        if inspect.isfunction(value):
            hints = inspect.get_annotations(value)
            assert set(inspect.signature(value).parameters) | {"return"} == set(hints), name


def test_a_table_is_a_typed_frame_with_the_columns_of_its_schema(harbour: Path) -> None:
    package = et.read(harbour)
    events = package["events"]
    assert events.columns == [f["name"] for f in package.schema("events")["fields"]]
    assert events.schema["earliest"] == pl.Date
    assert events.schema["position"] == pl.Int64
    assert package.scan("events").collect().equals(events)
    assert "events" in package
    assert "cargo" not in package
    assert list(package) == list(package.tables) == [r["name"] for r in package.descriptor["resources"]]


def test_pandas_and_arrow_get_the_same_values(harbour: Path) -> None:
    package = et.read(harbour)
    arrow, pandas = package.to_arrow("actors"), package.to_pandas("actors")
    assert (
        arrow.column("actor_id").to_pylist() == pandas["actor_id"].tolist() == package["actors"]["actor_id"].to_list()
    )


def test_a_database_in_memory_has_all_tables_and_views(harbour: Path) -> None:
    package = et.read(harbour)
    with package.duckdb() as connection:
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (package["events"].height,)
        (participants,) = connection.execute("SELECT count(*) FROM who_did_what").fetchone() or (None,)
    assert participants == package["event_actors"].height


@pytest.mark.parametrize("name", views.VIEWS)
def test_a_view_is_a_frame(name: str, harbour: Path) -> None:
    package = builder.MARSHES if name in views.NEEDS else harbour
    assert et.read(package).view(name).height > 0


def test_an_unknown_table_or_view_is_refused_with_those_there_are(harbour: Path) -> None:
    package = et.read(harbour)
    for ask in (lambda: package["cargo"], lambda: package.schema("cargo"), lambda: package.view("cargo")):
        with pytest.raises(et.Error, match="named 'cargo'") as caught:
            ask()
        assert caught.value.hint.startswith("there are: ")


def test_a_table_that_cannot_be_read_is_an_error_and_the_others_are_read(harbour: Path) -> None:
    (harbour / "data" / "events.csv").write_bytes(b"\0")
    package = et.read(harbour)
    with pytest.raises(et.Error, match="table events cannot be read"):
        package["events"]
    assert package["actors"].height > 0
    assert "no picture" in package._repr_html_()


def test_a_package_without_its_schemas_says_which_file_is_missing(harbour: Path) -> None:
    shutil.rmtree(harbour / "schemas")
    with pytest.raises(et.Error, match=r"table events has no schema .* 'schemas/events.json' does not exist") as caught:
        et.read(harbour).schema("events")
    assert caught.value.hint
    missing = r"its resource schema 'schemas/sources.json' does not exist"
    with pytest.raises(et.Error, match=missing) as caught, et.edit(harbour) as draft:
        draft.set("sources/article", title="A")
    assert "restore" in caught.value.hint


def test_a_zip_is_read_as_a_folder_is(harbour: Path, tmp_path: Path) -> None:
    path = et.export(harbour, "zip", tmp_path / "harbour.zip")
    assert et.read(path)["events"].equals(et.read(harbour)["events"])


def test_frictionless_gets_the_same_package(harbour: Path) -> None:
    package = et.read(harbour).to_frictionless()
    assert isinstance(package, frictionless.Package)
    assert package.resource_names == list(et.read(harbour).tables)


@pytest.mark.parametrize("name", ["harbour [2024]", "glob*[a]?{b,c}", "50% off", "a=b"])
def test_a_folder_may_have_any_name_that_frictionless_takes_for_a_pattern(name: str, harbour: Path) -> None:
    package = harbour.rename(harbour.with_name(name))
    assert et.read(package).to_frictionless().validate().valid
    assert et.validate(package, with_frictionless=True).problems == []


Descriptor = dict[str, Any]


def with_first(key: str, value: object) -> Callable[[Descriptor], object]:
    return lambda descriptor: descriptor["resources"][0].update({key: value})


@pytest.mark.parametrize("change", [
    with_first("schema", "{address}"), with_first("dialect", "{address}"), with_first("path", "{address}"),
    with_first("path", "../harbour/data/sources.csv"), with_first("schema", "../x.json"), with_first("extrapaths", ["/etc/passwd"]),
    lambda d: d["resources"].insert(0, "sources"),
])  # fmt: skip
def test_what_leads_out_of_the_folder_is_not_given_to_frictionless(
    change: Callable[[Descriptor], object], harbour: Path, listener: tuple[str, list[bytes]]
) -> None:
    address, asked = listener
    path = harbour / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    change(descriptor)
    path.write_text(json.dumps(descriptor).replace("{address}", address), encoding="utf-8")
    with pytest.raises(et.Error, match=r"frictionless cannot open .*datapackage\.json") as caught:
        et.read(harbour).to_frictionless()
    assert caught.value.hint
    assert asked == []


def test_a_link_out_of_the_folder_is_not_given_to_frictionless(harbour: Path) -> None:
    outside = harbour.parent / "outside.csv"
    table = harbour / "data" / "places.csv"
    table.rename(outside)
    table.symlink_to(outside)
    with pytest.raises(et.Error, match=r"frictionless cannot open .*data/places\.csv"):
        et.read(harbour).to_frictionless()
    assert "FRL" not in et.validate(harbour, with_frictionless=True).ran


@pytest.mark.parametrize(("key", "of_resource"), [("$schema", False), ("profile", False), ("profile", True)])
def test_a_package_with_a_profile_elsewhere_is_not_given_to_frictionless(
    key: str, of_resource: bool, harbour: Path, listener: tuple[str, list[bytes]]
) -> None:
    address, asked = listener
    path = harbour / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    (descriptor["resources"][0] if of_resource else descriptor)[key] = address
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    with pytest.raises(et.Error, match=key.strip("$")):
        et.read(harbour).to_frictionless()
    assert asked == []


def test_the_schema_of_a_resource_elsewhere_is_not_fetched(harbour: Path, listener: tuple[str, list[bytes]]) -> None:
    address, asked = listener
    path = harbour / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["resources"][0]["$schema"] = address
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    assert et.read(harbour).to_frictionless().validate().valid
    assert asked == []


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """An address on this machine, and what was asked of it."""
    asked: list[bytes] = []

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            asked.append(self.request.recv(1000))

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/x.json", asked
        server.shutdown()


def test_a_report_says_what_is_wrong_and_where(harbour: Path) -> None:
    events = harbour / "data" / "events.csv"
    events.write_text(events.read_text().replace("2024-05-13", "2024-05-33"))
    report = et.validate(harbour, ignore=["PKG"])
    assert not report.valid
    assert report.errors == len([p for p in report.problems if p.severity == "error"])
    problem = report.problems[0]
    assert (problem.code, problem.slug) == ("DAT001", et.rules["DAT001"].slug)
    frame = report.to_frame()
    assert frame.height == len(report.problems)
    assert frame["line"].dtype == pl.Int64
    assert "DAT001" in report.render("github")
    assert "DAT001" in report._repr_html_()
    with pytest.raises(et.Error, match="no report format named 'pdf'"):
        report.render("pdf")


def test_a_printed_report_has_a_line_for_each_problem_and_the_totals(harbour: Path) -> None:
    builder.apply(harbour, Cell("events", "cable-cut", "summary", "The cable is cut."))
    builder.apply(harbour, Cell("events", "strike", "status", "x\x1b[31m"))
    builder.stamp(harbour)
    report = et.validate(harbour)
    *lines, totals = str(report).splitlines()
    assert "data/events.csv:11:summary EVT018 'The cable is cut.' says no more than the label" in lines
    assert [line.split()[1] for line in lines] == [p.code for p in report.problems]
    assert totals == f"invalid: {report.errors} errors, {report.warnings} warnings"
    assert str(report).replace("\n", "").isprintable()


def test_a_printed_problem_leaves_out_what_is_not_known() -> None:
    assert str(et.Problem(code="PKG008", message="two\nlines\u202e", path="datapackage.json")) == (
        "datapackage.json PKG008 two\\nlines\\u202e"
    )


def test_a_valid_package_has_an_empty_report(harbour: Path) -> None:
    report = et.validate(et.read(harbour), sources=SOURCE)
    assert report.valid
    assert report.passes(strict=True)
    assert report.problems == []
    assert report.to_frame().height == 0
    assert set(report.ran) == {r.code for r in RULES}


def test_sources_are_a_mapping_or_as_on_the_command_line(harbour: Path) -> None:
    for given in (SOURCE, [f"article={builder.ARTICLE}"], [str(builder.ARTICLE)]):
        assert et.validate(harbour, given, select=["EVD"]).skipped == []
    with pytest.raises(et.Error, match="no source 'cargo'"):
        et.validate(harbour, {"cargo": builder.ARTICLE})


def test_rules_are_a_mapping_by_code_and_slug() -> None:
    assert len(et.rules) == len(RULES)
    assert [et.rules[code] for code in et.rules] == list(RULES)
    assert et.rules[et.rules["EVD004"].slug] is et.rules["EVD004"]
    assert "EVD004" in et.rules
    assert "XYZ001" not in et.rules
    rules: Any = et.rules
    assert dict(rules) == dict(rules.items()) == dict(zip(rules.keys(), rules.values(), strict=True)) == BY_CODE
    assert isinstance(rules, Mapping)
    assert rules.get("XYZ001") is None


def test_a_rule_is_looked_up_as_explain_does_and_an_unknown_one_has_a_hint() -> None:
    rule = et.rules["EVD004"]
    aliased = next(r for r in RULES if r.aliases)
    assert et.rules["evd004"] is et.rules[rule.slug.upper()] is rule
    assert et.rules[aliased.aliases[0].upper()] is aliased
    assert "evd004" in et.rules
    with pytest.raises(et.Error, match="there is no rule 'EVD0004'") as caught:
        et.rules["EVD0004"]
    assert caught.value.hint.startswith("did you mean EVD00")
    with pytest.raises(KeyError):
        et.rules["XYZ999"]


def test_a_traceback_names_an_error_as_callers_import_it() -> None:
    errors = [v for name in et.__all__ if isinstance(v := getattr(et, name), type) and issubclass(v, Exception)]
    assert {f"{e.__module__}.{e.__qualname__}" for e in errors} == {
        f"event_timeline.{name}" for name in et.__all__ if name.endswith("Error")
    }
    copied = pickle.loads(pickle.dumps(et.Error("what", "remedy")))
    assert (type(copied), copied.message, copied.hint) == (et.Error, "what", "remedy")


def test_a_traceback_shows_the_hint_and_the_first_problems(harbour: Path, tmp_path: Path) -> None:
    with pytest.raises(et.Error) as caught:
        et.read(tmp_path / "nowhere")
    shown = "".join(traceback.format_exception(caught.value))
    assert shown.rstrip().endswith(f"hint: {caught.value.hint}")
    (harbour / "data" / "events.csv").unlink()
    with pytest.raises(et.InvalidPackageError) as refused:
        et.export(harbour, "json", tmp_path / "out.json")
    shown = "".join(traceback.format_exception(refused.value))
    assert str(next(p for p in refused.value.report.problems if p.severity == "error")) in shown
    assert "".join(traceback.format_exception(pickle.loads(pickle.dumps(et.Error("a", "b"))))).count("hint: b") == 1


def test_what_a_package_has_is_listed_where_a_name_is_wrong(harbour: Path) -> None:
    package = et.read(harbour)
    assert set(package.views) >= {"who_did_what", "timeline"}
    with pytest.raises(AttributeError, match=re.escape("a table is package['events']")):
        getattr(package, "events")  # noqa: B009
    with pytest.raises(AttributeError, match=r"no attribute 'cargo'$"):
        getattr(package, "cargo")  # noqa: B009
    for table, hint in (("actor", "did you mean 'actors'?"), ("cargo", "there are: sources, ")):
        with pytest.raises(et.Error, match=f"no table '{table}'") as caught, et.edit(harbour) as draft:
            draft.add(table)
        assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize(
    ("name", "hint"), [("~/x", "~ is not expanded"), ("https://example.org/x.zip", "nothing is fetched")]
)
def test_a_name_that_is_never_found_is_explained(name: str, hint: str, harbour: Path) -> None:
    for ask in (lambda: et.read(name), lambda: et.validate(harbour, f"article={name}")):
        with pytest.raises(et.Error) as caught:
            ask()
        assert hint in caught.value.hint


def test_a_repair_is_planned_with_its_difference_and_written_when_asked(harbour: Path) -> None:
    events = harbour / "data" / "events.csv"
    sound = events.read_bytes()
    events.write_bytes(sound.replace(b"\n", b"\r\n"))
    planned = et.fix(harbour, dry_run=True)
    assert any("CR LF made LF" in note for note in planned.notes)
    assert "+++ data/events.csv" in planned.diff()
    assert events.read_bytes() != sound
    assert et.fix(et.read(harbour)).notes == planned.notes
    assert events.read_bytes() == sound
    assert not et.fix(harbour, SOURCE, dry_run=True).after
    with pytest.raises(et.Error, match="an archive is not fixed in place"):
        et.fix(et.export(harbour, "zip", harbour / "harbour.zip"))


def test_a_deposit_is_assembled_with_its_checklist_and_a_dry_run_writes_nothing(harbour: Path, tmp_path: Path) -> None:
    planned = et.publish(harbour, tmp_path / "deposit", dry_run=True)
    assert not (tmp_path / "deposit").exists()
    deposit = et.publish(et.read(harbour), tmp_path / "deposit")
    assert sorted(p.name for p in deposit.folder.iterdir()) == deposit.files == planned.files
    assert {check.status for check in deposit.checks} <= {"met", "missing", "undecidable"}
    (harbour / "data" / "events.csv").write_text("event_id\n")
    with pytest.raises(et.InvalidPackageError):
        et.publish(harbour, tmp_path / "other")


def test_an_export_is_written_and_an_invalid_package_refused_with_its_report(harbour: Path, tmp_path: Path) -> None:
    assert et.export(harbour, "json", tmp_path / "a.json").is_file()
    with pytest.raises(et.Error, match="there is no format 'pdf'"):
        et.export(harbour, "pdf", tmp_path / "a.pdf")
    (harbour / "data" / "events.csv").write_text("event_id\n")
    with pytest.raises(et.InvalidPackageError) as caught:
        et.export(harbour, "json", tmp_path / "b.json")
    assert caught.value.report.errors
    assert not (tmp_path / "b.json").exists()


def test_every_format_of_one_file_is_streamed_and_no_folder(harbour: Path, tmp_path: Path) -> None:
    for name in ("xlsx", "zip", "svg"):
        path = et.export(harbour, name, tmp_path / "written")
        assert b"".join(et.export_stream(harbour, name)) == path.read_bytes()
        path.unlink()
    error = raised(lambda: et.export_stream(harbour, "parquet"))
    assert error.message == "parquet is a folder of files and cannot be a stream of bytes"
    assert error.hint == 'write the folder: `et.export(..., "parquet")`'


def test_formats_and_styles_say_what_they_are_for() -> None:
    assert {f.name for f in et.formats()} >= {"sqlite", "parquet", "html"}
    assert all(f.purpose and f.loses for f in et.formats())
    assert "bibtex" in {s.name for s in et.styles()}


def test_a_citation_of_a_package_and_of_a_row(harbour: Path) -> None:
    assert et.cite(harbour, style="bibtex").startswith("@")
    assert "monday-talks" in et.cite(harbour, row="events/monday-talks")
    path = harbour.parent / "cited.bib"
    assert et.cite(harbour, style="bibtex", path=path) + "\n" == path.read_text()
    with pytest.raises(et.Error, match="is part of the package itself"):
        et.cite(harbour, path=harbour / "datapackage.json", force=True)
    with pytest.raises(et.Error, match="there is no style 'mla'"):
        et.cite(harbour, style="mla")


def test_versions_are_compared_and_codings_as_well(harbour: Path, tmp_path: Path) -> None:
    other = builder.copy_of_harbour(tmp_path / "other")
    assert not et.diff(et.read(harbour), et.read(other))
    assert et.diff(harbour, other).render() == "no difference"
    with pytest.raises(et.Error, match="no style named 'pdf'"):
        et.diff(harbour, other).render("pdf")
    with et.edit(other) as draft:
        draft.set("actors/mira-holm", name="Mira Anna Holm")
    (changed,) = et.diff(harbour, other).tables
    assert [(c.column, c.new) for c in changed.changed] == [("name", "Mira Anna Holm")]
    assert et.agree(harbour, other).f1["events"] == 1.0
    assert et.agree(harbour, other).alpha["events.status"] == 1.0


def test_packages_are_joined_into_a_corpus(tmp_path: Path) -> None:
    merged = et.merge([builder.HARBOUR, builder.FLOODGATE], tmp_path / "corpus", date="2024-06-01")
    assert merged.package["events"].height > et.read(builder.HARBOUR)["events"].height
    assert et.validate(merged.package).valid
    with pytest.raises(et.Error, match="one package is not a corpus"):
        et.merge([builder.HARBOUR], tmp_path / "again")


def test_changes_of_one_block_are_written_together(harbour: Path) -> None:
    with et.edit(harbour) as draft:
        actor = draft.add("actors", name="Port Court", kind="organisation")
        event = draft.add(
            "events", label="Ruling", summary="The court is to rule.", kind="meeting", status="planned",
            topic="conflict", date_edtf=date(2024, 7, 1), date_basis="inferred",
        )  # fmt: skip
        draft.add("event_actors", event_id=event, actor_id=actor, role="agent")
    package = et.read(harbour)
    assert actor in package["actors"]["actor_id"]
    assert package["events"].filter(event_id=event)["earliest"].to_list() == [date(2024, 7, 1)]
    assert draft.problems
    assert et.validate(package, ignore=["EVD", "DAT", "ACT", "EVT"]).valid


def test_a_block_that_raises_or_would_be_invalid_writes_nothing(harbour: Path) -> None:
    before = {p: p.read_bytes() for p in sorted(harbour.rglob("*.csv"))}
    with pytest.raises(ZeroDivisionError), et.edit(harbour) as draft:  # noqa: PT012
        draft.add("actors", actor_id="port-court", name="Port Court", kind="organisation")
        raise ZeroDivisionError
    with pytest.raises(et.Error, match="nothing written"), et.edit(harbour) as draft:
        draft.set("events/monday-talks", status="occurred", polarity="negated")
    with pytest.raises(et.Error, match="there is no term"), et.edit(harbour) as draft:
        draft.add("actors", actor_id="port-court", name="Port Court", kind="cargo")
    assert {p: p.read_bytes() for p in sorted(harbour.rglob("*.csv"))} == before


def test_a_change_by_another_program_is_a_conflict_in_words_for_python(harbour: Path) -> None:
    path = harbour / "data" / "actors.csv"
    with pytest.raises(et.ConflictError) as caught, et.edit(harbour) as draft:  # noqa: PT012
        draft.set("actors/mira-holm", note="Chairs the union.")
        path.write_bytes(path.read_bytes() + b"x,y,person,,,,,,,\n")
        before = builder.contents(harbour)
    assert caught.value.message == "data/actors.csv was changed by another program since it was read"
    assert caught.value.hint == "read it again and repeat the change"
    assert builder.contents(harbour) == before


def test_a_dry_run_is_validated_and_writes_nothing(harbour: Path) -> None:
    before = {p: p.read_bytes() for p in sorted(harbour.rglob("*.*"))}
    with et.edit(harbour, dry_run=True) as draft:
        changed = draft.set("actors/mira-holm", name="Mira Anna Holm")
    assert [str(cell) for cell in changed.cells] == ["actors mira-holm: name Mira Holm -> Mira Anna Holm"]
    with pytest.raises(et.Error, match="nothing written"), et.edit(harbour, dry_run=True) as draft:
        draft.set("events/monday-talks", status="occurred", polarity="negated")
    assert et.bump(harbour, "minor", date="2030-06-01", dry_run=True).written == []
    assert et.stamp(harbour, keywords=["dockers"], dry_run=True).changes
    assert {p: p.read_bytes() for p in sorted(harbour.rglob("*.*"))} == before


def test_a_stamped_package_has_fitting_sizes_and_hashes(harbour: Path) -> None:
    events = harbour / "data" / "events.csv"
    events.write_text(events.read_text().replace("2024-05-13", "2024-05-12"))
    done = et.stamp(harbour)
    assert {"bytes", "hash"} & {change.column for change in done.changes}
    assert done.written
    assert et.stamp(harbour).changes == []
    with pytest.raises(et.Error, match="there is no source 'cargo'"):
        et.stamp(harbour, [f"cargo={builder.ARTICLE}"])


def test_the_next_version_follows_from_what_changed(harbour: Path, tmp_path: Path) -> None:
    old = builder.copy_of_harbour(tmp_path / "old")
    with pytest.raises(et.Error, match="nothing changed since then"):
        et.bump(harbour, against=old)
    with et.edit(harbour) as draft:
        draft.set("actors/mira-holm", name="Mira Anna Holm")
    said: list[str] = []
    assert et.bump(harbour, "major", against=old, dry_run=True, notify=said.append).level == "major"
    assert said == ["note: by what changed, patch would do"]
    done = et.bump(harbour, against=old, date="2030-06-01")
    assert (done.level, done.version) == ("patch", et.read(harbour).version)
    assert done.version != done.before == et.read(old).version


def test_evidence_is_added_with_a_row_or_for_it(harbour: Path) -> None:
    text = builder.ARTICLE.read_text()
    words = next(w for w in text.split() if text.count(w) == 1 and w.isalpha() and len(w) > 6)
    with et.edit(harbour, sources=[f"article={builder.ARTICLE}"]) as draft:
        actor = draft.add("actors", name="A Group", kind="group", evidence={"mention": words})
        with pytest.raises(et.Error, match="in the text 0 times"):
            draft.add_evidence(f"actor:{actor}", "mention", "words that are not there")
    assert et.read(harbour)["evidence"].filter(actor_id=actor)["exact"].to_list() == [words]
    with et.edit(harbour) as draft:
        removal = draft.remove(f"actors/{actor}")
    assert removal.gone
    assert actor not in et.read(harbour)["actors"]["actor_id"]


@pytest.mark.parametrize("call", ["stats", "export", "publish"])
def test_what_takes_long_says_how_far_it_is(
    call: str, harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MEMORY, "on", False)
    said: list[tuple[float, str]] = []
    calls: dict[str, Callable[[Callable[[float, str], None]], object]] = {
        "stats": lambda progress: et.stats(harbour, progress=progress),
        "export": lambda progress: et.export(harbour, "json", tmp_path / "x.json", progress=progress),
        "publish": lambda progress: et.publish(harbour, tmp_path / "deposit", progress=progress),
    }
    calls[call](lambda share, name: said.append((share, name)))
    shares = [share for share, _ in said]
    assert shares == sorted(shares)
    assert len(set(shares)) > 3
    assert 0 <= shares[0] < 0.5 <= shares[-1] <= 1
    assert all(name for _, name in said)


def test_a_timeline_has_the_events_in_the_order_of_the_picture(harbour: Path) -> None:
    package = et.read(harbour)
    timeline = et.timeline(package)
    assert sorted(e.event_id for e in timeline.events) == sorted(package["events"]["event_id"])
    dated = [e.extent is not None for e in timeline.events]
    assert dated == sorted(dated, reverse=True)
    some = et.timeline(package, actors=["Mira Holm"])
    said = package["statements"].filter(speaker_id="mira-holm")["statement_id"].to_list()
    about = package["statement_events"].filter(pl.col("statement_id").is_in(said))["event_id"].to_list()
    assert [e.event_id for e in some.events] == about == list(some.statements)[:1]
    assert [s.row["summary"] for s in some.statements[""]] == ["The port put the matter off and did nothing."]
    chosen = et.timeline(package, where={"topic": "labour", "place": ["Osterhavn"]})
    assert {e.event_id for e in chosen.events} == set(
        package["events"].filter(topic="labour").filter(pl.col("place_id").is_in(["osterhavn", "pier-4"]))["event_id"]
    )
    assert some.total == len(timeline.events)
    with pytest.raises(et.Error, match="no event has the topic 'cargo'"):
        et.timeline(package, topics=["cargo"])


def test_the_coded_text_is_searched_and_what_is_uncoded_is_listed(harbour: Path) -> None:
    given = [f"article={builder.ARTICLE}"]
    text = builder.ARTICLE.read_text(encoding="utf-8")
    (found, *_) = et.locate("Holm", harbour, sources=given).occurrences
    assert text[found.at.start : found.at.end] == "Holm"
    quoted = et.quotations(harbour, given)["article"]
    assert [q.number for q in quoted] == list(range(1, len(quoted) + 1))
    assert {q.statement for q in quoted} - {""} <= set(et.read(harbour)["statements"]["statement_id"])
    coverage = et.coverage(harbour, given)
    assert all(text[s.start : s.end] == s.words for s in coverage.sentences["article"])
    assert coverage.repeated["article"].characters == len(text)
    for ask in (et.quotations, et.coverage):
        with pytest.raises(et.Error, match="is not the text"):
            ask(harbour, [str(harbour / "datapackage.json")])


def test_a_new_package_is_valid_at_once(tmp_path: Path) -> None:
    made = et.new(
        tmp_path / "strike", source=builder.ARTICLE, title="The strike", contributors=["Doe, Jane"], date="2024-06-01",
        source_cells={"published_edtf": "2024-05-14"},
    )  # fmt: skip
    assert et.validate(made.package, {"article": builder.ARTICLE}).valid
    assert made.package["sources"]["published_edtf"].to_list() == ["2024-05-14"]
    with pytest.raises(et.Error, match="somebody to name"):
        et.new(tmp_path / "other", source=builder.ARTICLE, title="The strike", contributors=[])


def test_a_pandera_schema_checks_a_frame(harbour: Path) -> None:
    schema = et.pandera_schema("places")
    frame = et.read(harbour)["places"]
    assert schema.validate(frame).equals(frame)
    with pytest.raises(et.Error, match="no table named 'cargo'"):
        et.pandera_schema("cargo")


def test_pandera_names_the_cells_that_the_report_names(harbour: Path) -> None:
    path = harbour / "data" / "actors.csv"
    rows = builder.table(path)
    kind, country = rows[0].index("kind"), rows[0].index("country")
    rows[1][kind], rows[2][country], rows[3][kind], rows[3][country] = "cargo", "Denmark", "", "dk"
    builder.write(path, "".join(",".join(f'"{c}"' if "," in c else c for c in row) + "\n" for row in rows))
    report = et.validate(harbour, select=["TAB"])
    reported = {(p.column, (p.row or 0) - 1) for p in report.problems if p.resource == "actors"}
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        et.pandera_schema("actors").validate(et.read(harbour)["actors"], lazy=True)
    failing = caught.value.failure_cases.select("column", "index").unique().rows()
    assert set(failing) == reported == {("kind", 0), ("country", 1), ("kind", 2), ("country", 2)}


def test_a_report_in_a_notebook_says_what_was_checked_and_what_was_skipped(harbour: Path) -> None:
    shown = et.validate(harbour)._repr_html_()
    assert shown.startswith("<p><strong>valid: 0 errors, 0 warnings</strong></p><p>checked: ")
    assert "spans: against each other and the quotes, not against a text" in shown
    assert "<table>" not in shown
    (harbour / "data" / "actors.csv").write_bytes(b"")
    shown = et.validate(harbour)._repr_html_()
    assert shown.count("<table>") == 1
    assert re.search(r"<p>skipped: \d+ rules: table actors could not be read</p>", shown)


@pytest.mark.parametrize(
    ("limit", "more"),
    [
        (50, "<p>and 4 more: <code>report.to_frame()</code></p>"),
        (
            10,
            "<p>and 14 more: <code>report.to_frame()</code>, which has 10 of them (<code>limit</code> changes that)</p>",
        ),
    ],
)
def test_a_report_in_a_notebook_counts_the_problems_that_it_does_not_show(limit: int, more: str, harbour: Path) -> None:
    path = harbour / "data" / "evidence.csv"
    header, *rows = builder.read(path).splitlines()
    builder.write(path, "\n".join([header, *(f"X{row}" if i < 24 else row for i, row in enumerate(rows))]) + "\n")
    assert more in et.validate(harbour, select=["TAB023"], limit=limit)._repr_html_()


def test_a_rule_shows_its_code_and_name() -> None:
    assert repr(et.rules["EVD004"]) == "<event_timeline rule EVD004 exact-length-mismatch (error)>"


def test_what_is_shown_in_a_notebook_is_escaped(harbour: Path) -> None:
    with et.edit(harbour) as draft:
        draft.set("actors/mira-holm", name="<script>alert(1)</script>")
    descriptor = harbour / "datapackage.json"
    descriptor.write_text(descriptor.read_text().replace('"title": "', '"title": "<script>alert(1)</script>', 1))
    assert "<script" not in et.read(harbour)._repr_html_()
    assert "<script" not in et.validate(harbour)._repr_html_()


HOLDS_A_PACKAGE = {
    "locate": lambda p: et.locate("strike", p).occurrences,
    "quotations": lambda p: et.quotations(p),
    "dates": lambda p: et.dates(p),
    "coverage": lambda p: et.coverage(p).sentences,
    "timeline": lambda p: et.timeline(p).events,
    "stats": lambda p: et.stats(p),
    "validate": lambda p: et.validate(p).problems,
    "cite": lambda p: et.cite(p),
    "export_stream": lambda p: b"".join(et.export_stream(p, "jsonl")),
    "diff": lambda p: et.diff(p, p).level,
    "agree": lambda p: et.agree(p, p).f1,
    "stamp": lambda p: et.stamp(p, dry_run=True).changes,
    "fix": lambda p: et.fix(p, dry_run=True).notes,
    "bump": lambda p: et.bump(p, "minor", against=p, date="2030-01-01", dry_run=True).version,
}
"""Public function -> what it returns of a package; `edit`, `export`, `merge` and `publish` write."""


@pytest.mark.parametrize("name", HOLDS_A_PACKAGE)
def test_a_function_takes_a_package_by_name_or_opened(name: str, harbour: Path) -> None:
    call = HOLDS_A_PACKAGE[name]
    assert call(et.read(harbour)) == call(harbour) == call(str(harbour))


def test_an_opened_package_is_edited_on_disk_and_read_again(harbour: Path) -> None:
    package = et.read(harbour)
    before = package["actors"].height
    with et.edit(package) as draft:
        draft.add("actors", name="Port Court", kind="organisation")
    with et.edit(package) as draft:  # what the first change wrote is there
        draft.set("actors/port-court", note="Hears the dispute.")
    assert package["actors"].height == before
    assert et.read(harbour)["actors"].height == before + 1


def test_what_was_opened_by_a_relative_name_stays_where_it_is(
    harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(harbour.parent)
    package, packed = et.read(harbour.name), et.read(et.export(harbour.name, "zip", "harbour.zip"))
    with et.edit(harbour.name) as draft:
        monkeypatch.chdir(elsewhere)
        draft.add("actors", name="Port Court", kind="organisation")
    assert [change.what for change in et.history(package)] == ["et.edit"]
    assert et.validate(package, select=["PKG"]).problems == []
    assert et.undo(package).undone
    et.redo(package)
    et.stamp(package)
    with et.edit(package) as draft:
        draft.set("actors/port-court", note="Hears the dispute.")
    assert et.read(package)["actors"].filter(actor_id="port-court")["note"].to_list() == ["Hears the dispute."]
    assert packed["actors"].height + 1 == et.read(package)["actors"].height
    shutil.copy(builder.ARTICLE, harbour.parent / "article.txt")
    assert set(et.quotations(packed)) == {"article"}
    assert list(elsewhere.iterdir()) == []
    with pytest.raises(et.Error, match="is part of the package itself"):
        et.export(packed, "jsonl", harbour.parent / "harbour.zip", force=True)


def test_a_package_that_was_changed_since_it_was_opened(harbour: Path) -> None:
    package, unread = et.read(harbour), et.read(harbour)
    names = package["actors"]["name"].to_list()
    with et.edit(harbour) as draft:
        draft.set("actors/mira-holm", name="Mira Anna Holm")
    assert et.validate(package, select=["PKG"]).problems == []
    assert "Mira Anna Holm" in b"".join(et.export_stream(package, "jsonl")).decode()
    assert package["actors"]["name"].to_list() == names
    for ask in (lambda: unread["actors"], lambda: unread.view("timeline"), lambda: unread.duckdb()):
        error = raised(ask)
        assert error.message == f"{harbour} has changed since it was opened"
        assert error.hint == "open it again with `event_timeline.read`"
    assert "Mira Anna Holm" in et.read(unread)["actors"]["name"].to_list()
    again = et.read(harbour)
    assert et.read(again) is again


@pytest.mark.parametrize("kind", [pl.Series, pd.Series, np.array, list])
def test_a_series_is_taken_as_a_list_or_what_is_wanted_is_said(
    kind: Callable[[list[Any]], Any], harbour: Path, tmp_path: Path
) -> None:
    names = kind(["mira-holm"])
    whole = et.timeline(harbour, actors=names)
    assert [e.event_id for e in whole.events] == [e.event_id for e in et.timeline(harbour, actors="mira-holm").events]
    assert et.validate(harbour, select=kind(["EVD004"])).ran == ["EVD004"]
    with et.edit(harbour, sources=builder.ARTICLE, dry_run=True) as draft:
        assert draft.add_spans("event:strike", "mention", {"article": kind([])}) == []
        spans: Any = {"article": np.array([[0, 7]])}
        key = draft.add("actors", name="A Group", kind="group", evidence={"mention": kind(["night shift"])})
        assert draft.add_spans(f"actor:{key}", "mention", spans) != []
        assert "cannot be of the type list" in str(raised(lambda: draft.set(f"actors/{key}", note=names)))
        assert "row 1 is of the type str" in str(raised(lambda: draft.add_many(names, table="actors")))
    error = raised(lambda: et.new(tmp_path / "new", title="T", contributors="X", source_cells={"title": names}))
    assert "cannot be of the type list" in error.message


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        ({"article": [(1, "x")]}, "(1, 'x') is not a span of the text of 944 characters"),
        ({"article": [(5, 2)]}, "(5, 2) is not a span"),
        ({"article": [(5, 9999)]}, "(5, 9999) is not a span"),
        ({"article": 7}, "`spans` cannot be of the type int"),
        ({"cargo": [(1, 2)]}, "no text of the source 'cargo' is given"),
    ],
)
def test_what_is_no_span_is_refused(spans: Any, said: str, harbour: Path) -> None:
    with et.edit(harbour, sources=builder.ARTICLE, dry_run=True) as draft:
        assert said in str(raised(lambda: draft.add_spans("event:strike", "mention", spans)))


def test_dates_are_counted_from_the_day_of_a_time() -> None:
    for on in (
        datetime(2024, 1, 1, 9, 30, tzinfo=UTC),
        pd.Timestamp("2024-01-01T09:30"),
        date(2024, 1, 1),
        "2024-01-01",
    ):
        assert [p.edtf for p in et.propose_dates("last Thursday", on)] == ["2023-12-28"]


def test_all_wrong_cells_of_a_change_are_named(harbour: Path) -> None:
    with et.edit(harbour, dry_run=True) as draft, pytest.raises(et.CellsError) as caught:
        draft.set("actors/mira-holm", kind="cargo", affiliation="nobody", colour="red")
    assert [column for column, _ in caught.value.errors] == ["colour", "kind", "affiliation"]
    assert "where" in str(raised(lambda: et.export(harbour, "jsonl", where={3: "x"})))  # type: ignore[dict-item]


def test_a_zip_is_read_by_authors_and_never_changed(harbour: Path, tmp_path: Path) -> None:
    path = et.export(harbour, "zip", tmp_path / "harbour.zip")
    (tmp_path / "article.txt").write_bytes(builder.ARTICLE.read_bytes())
    for packed in (path, et.read(path)):
        assert et.quotations(packed) == et.quotations(harbour)
        assert et.locate("strike", packed).occurrences == et.locate("strike", harbour).occurrences
        with pytest.raises(et.Error, match="a zip cannot be changed in place"), et.edit(packed):
            pass


@pytest.mark.parametrize("name", ["read", *HOLDS_A_PACKAGE])
def test_an_empty_name_is_not_the_current_folder(name: str, harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(harbour)
    with pytest.raises(et.Error, match="an empty name is not a package"):
        getattr(et, name)("") if name == "read" else HOLDS_A_PACKAGE[name]("")


def test_what_a_program_renders_has_no_marks_of_a_terminal(harbour: Path) -> None:
    texts = [
        et.validate(harbour).render(), et.explain("EVD004"), et.explain("EVD"), et.timeline(harbour).render(in_full=True),
        et.publish(harbour, dry_run=True).render(), et.agree(harbour, harbour).render(listing=True),
        et.locate("strike", harbour).render(), et.diff(harbour, harbour).render(),
    ]  # fmt: skip
    assert all(line.isprintable() for text in texts for line in text.split("\n"))


def test_another_style_is_refused_with_those_there_are(harbour: Path) -> None:
    for value in (
        et.publish(harbour, dry_run=True),
        et.agree(harbour, harbour),
        et.locate("strike", harbour),
        et.diff(harbour, harbour),
    ):
        with pytest.raises(et.Error, match="no style named 'pdf'"):
            value.render("pdf")


def test_the_examples_of_the_page_on_python_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    builder.copy_of_harbour(tmp_path)
    (tmp_path / "article.txt").write_bytes(builder.ARTICLE.read_bytes())
    monkeypatch.chdir(tmp_path)
    page = (Path(__file__).parents[1] / "docs" / "python.md").read_text(encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(examples) == page.count("```python") > 5
    names: dict[str, object] = {}
    for example in examples:
        exec(compile(example, "docs/python.md", "exec"), names)
    assert capsys.readouterr().out == ""  # no problem was printed
    named = {name for name in et.__all__ if f"et.{name}" in page}
    assert set(et.__all__) - named <= {"Package", "Problem", "Report", "__version__"}


def test_nothing_of_the_library_prints(harbour: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    package = et.read(harbour)
    et.validate(package)
    et.export(package, "svg", tmp_path / "a.svg")
    with et.edit(harbour) as draft:
        draft.set("actors/mira-holm", note="chairs the union")
    assert capsys.readouterr() == ("", "")
    assert api.__doc__


def errors_of_the_library() -> dict[str, type[et.Error]]:
    """Name -> class of every kind of `et.Error` but those that the workbench's server answers itself."""
    for found in pkgutil.walk_packages(et.__path__, "event_timeline."):
        if "workbench" not in found.name and not found.name.endswith(("__main__", "engine.spark")):
            importlib.import_module(found.name)
    classes, found_classes = [et.Error], {}
    while classes:
        one = classes.pop()
        classes += one.__subclasses__()
        if "workbench" not in one.__module__:
            found_classes[one.__name__] = one
    return found_classes


def test_every_error_that_a_public_function_raises_has_a_public_name_and_is_documented() -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    classes = errors_of_the_library()
    assert len(classes) > 5
    for name, one in classes.items():
        assert getattr(et, name) is one
        assert name in et.__all__
        assert one.__module__ == "event_timeline"
        assert f"| `et.{name}` |" in page


@pytest.mark.parametrize(
    ("method", "argument", "missing", "command"),
    [
        ("to_pandas", "events", {"pandas", "pyarrow"}, "pip install pandas pyarrow"),
        ("to_pandas", "events", {"pyarrow"}, "pip install pyarrow"),
        ("to_arrow", "events", {"pyarrow"}, "pip install pyarrow"),
        ("view", "timeline", {"duckdb", "pyarrow"}, "pip install 'event-timeline[exports]' pyarrow"),
    ],
)
def test_all_libraries_that_are_missing_are_named_with_the_command_that_installs_them(
    method: str, argument: str, missing: set[str], command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name in missing else found(name))
    with pytest.raises(et.Error, match=f"`{method}` needs {' and '.join(sorted(missing))}") as caught:
        getattr(et.read(builder.HARBOUR), method)(argument)
    assert caught.value.hint == command


def raised(action: Callable[[], object]) -> et.Error:
    with pytest.raises(et.Error) as caught:
        action()
    return caught.value


def test_errors_come_out_of_another_process_as_they_were(harbour: Path) -> None:
    path = harbour / "data" / "events.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("affirmed", "x"), encoding="utf-8")
    invalid = raised(lambda: et.export(harbour, "jsonl", harbour.parent / "out"))
    with et.edit(builder.HARBOUR, dry_run=True) as draft:
        rows = raised(lambda: draft.add_many([{"name": "X", "kind": "robot"}], table="actors"))
        cells = raised(lambda: draft.add("actors", name="X", kind="robot"))
    for error in (invalid, rows, cells, raised(lambda: et.rules["nothing"])):
        back = pickle.loads(pickle.dumps(error))
        assert (type(back), str(back), back.hint, back.__notes__) == (
            type(error),
            str(error),
            error.hint,
            error.__notes__,
        )
    assert pickle.loads(pickle.dumps(invalid)).report.counts == invalid.report.counts  # type: ignore[attr-defined]


def test_a_package_that_is_gone_is_an_error(harbour: Path) -> None:
    package = et.read(harbour)
    shutil.rmtree(harbour)
    for ask in (et.validate, et.stats, lambda p: et.export(p, "zip", harbour.parent / "out.zip", validate=False)):
        assert "is no longer there" in str(raised(lambda ask=ask: ask(package)))  # type: ignore[misc]


@pytest.mark.parametrize("name", ["a\0b", "\ud800"])
def test_a_name_that_no_file_can_have_is_refused_for_what_is_written(name: str, harbour: Path) -> None:
    with et.edit(harbour, dry_run=True) as draft:
        assert "not a valid file name" in str(raised(lambda: draft.add_from(name)))
    for write in (
        lambda: et.cite(harbour, path=name),
        lambda: et.export(harbour, "jsonl", name),
        lambda: et.publish(harbour, name),
    ):
        assert "not a valid file name" in str(raised(write))


def test_an_enumeration_of_whole_numbers_holds_in_a_column_of_numbers(harbour: Path) -> None:
    schema = harbour / "schemas" / "events.json"
    fields = json.loads(schema.read_text(encoding="utf-8"))
    fields["fields"].append({"name": "grade", "type": "number", "constraints": {"enum": [1, 2]}})
    schema.write_text(json.dumps(fields), encoding="utf-8")
    path = harbour / "data" / "events.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    grades = ["1", "2.0", "3", *[""] * (len(lines) - 3)]
    rows = [f"{header},grade", *(f"{line},{grade}" for line, grade in zip(lines, grades, strict=True))]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = [(p.code, p.row) for p in et.validate(harbour).problems if p.column == "grade"]
    assert [row for code, row in found if code.startswith("TAB")] == [3]


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda p: pickle.loads(pickle.dumps(p))])
def test_a_copy_of_a_package_in_a_zip_stays_when_the_package_goes(
    copied: Callable[[et.Package], et.Package], harbour: Path
) -> None:
    file = et.export(harbour, "zip", harbour.parent / "harbour.zip", validate=False)
    package = et.read(file)
    same = copied(package)
    del package
    assert same["events"].height == et.validate(same).tables[3].rows


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_leaves_the_parents_package_alone(harbour: Path) -> None:
    file = et.export(harbour, "zip", harbour.parent / "harbour.zip", validate=False)
    code = (
        "import event_timeline as et, os, sys; package = et.read(sys.argv[1]); child = os.fork()\n"
        "if not child: sys.exit()\n"
        "os.waitpid(child, 0); print(package.files.root.is_dir())"
    )
    ran = subprocess.run([sys.executable, "-c", code, file], capture_output=True, text=True, check=True)
    assert ran.stdout == "True\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_process_that_lost_the_threads_of_its_parent_says_so_and_does_not_wait(harbour: Path) -> None:
    code = (
        "import event_timeline as et, os, sys; et.validate(sys.argv[1]); child = os.fork()\n"
        "if not child:\n"
        "    try: et.validate(sys.argv[1])\n"
        "    except et.Error as error: print(error, error.hint)\n"
        "    sys.exit()\n"
        "os.waitpid(child, 0); print(et.validate(sys.argv[1]).valid)"
    )
    ran = subprocess.run([sys.executable, "-c", code, harbour], capture_output=True, text=True, check=True, timeout=120)
    assert "was forked from one that has read tables" in ran.stdout
    assert ran.stdout.endswith("True\n")


def test_a_current_folder_that_is_gone_is_named(harbour: Path) -> None:
    code = (
        "import event_timeline as et, os, sys; os.mkdir('gone'); os.chdir('gone'); os.rmdir('../gone')\n"
        "print(et.validate(sys.argv[1]).valid)\n"
        "try: et.validate('.')\n"
        "except et.Error as error: print(error)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, harbour], capture_output=True, text=True, check=True, cwd=harbour.parent
    )
    assert ran.stdout == "True\n.: the current folder is no longer there\n"


def test_a_folder_whose_name_is_not_utf_8_is_named(harbour: Path) -> None:
    try:
        package = harbour.rename(harbour.with_name("\udcff"))
    except (OSError, UnicodeError):
        pytest.skip("this file system has names in UTF-8 only")
    with pytest.raises(et.Error, match="the path is not UTF-8"):
        et.validate(package)


def test_the_version_is_unknown_without_an_installation() -> None:
    code = "import sys; sys.path[:0] = sys.argv[1:]; import event_timeline as et; print(et.__version__)"
    ran = subprocess.run(
        [sys.executable, "-S", "-I", "-c", code, Path(et.__file__).parents[1]],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "0+unknown\n"


def in_a_thread(action: Callable[..., Any], *args: object) -> Any:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(action, *args).result()


def in_a_task(action: Callable[..., Any], *args: object) -> Any:
    return contextvars.copy_context().run(action, *args)


@pytest.mark.parametrize("begin", [in_a_thread, in_a_task])
@pytest.mark.parametrize("end", [in_a_thread, in_a_task])
def test_a_block_may_begin_and_end_in_two_threads_or_tasks(
    begin: Callable[..., Any], end: Callable[..., Any], harbour: Path
) -> None:
    block = et.edit(harbour, label="coding")
    begin(block.__enter__).add("actors", name="Mira Vold", kind="person")
    end(block.__exit__, None, None, None)
    assert [change.what for change in et.history(harbour)] == ["coding"]


@pytest.mark.parametrize("index", [["actor_id"], ["actor_id", "kind"], ["kind"]])
@pytest.mark.parametrize("drop", [True, False])
def test_the_named_index_of_a_frame_is_a_column(index: list[str], drop: bool, harbour: Path) -> None:
    frame = pd.DataFrame({"actor_id": ["x-one", "x-two"], "name": ["Mira One", "Mira Two"], "kind": ["person"] * 2})
    with et.edit(harbour, dry_run=True) as draft:
        added = draft.add_many(frame.set_index(index, drop=drop), table="actors")
    assert [key for _, (key,) in added.places] == ["x-one", "x-two"]


def test_a_frame_with_a_column_twice_is_refused(harbour: Path) -> None:
    frame = pd.DataFrame([["Mira", "Jonas", "person"]], columns=["name", "name", "kind"])
    with et.edit(harbour, dry_run=True) as draft:
        assert "the column 'name' twice" in str(raised(lambda: draft.add_many(frame, table="actors")))
