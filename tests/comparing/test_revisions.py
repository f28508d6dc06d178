from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from event_timeline.comparing.diff import compare
from event_timeline.comparing.revisions import open_any
from event_timeline.editing.source_texts import packaged_texts
from event_timeline.model import UserError
from tests import builder
from tests.exports import programs


def git(folder: Path, *args: str) -> None:
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run([programs.git(), *who, *args], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    package = builder.copy_of_harbour(tmp_path)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    git(tmp_path, "tag", "v1.2.0")
    path = package / "data" / "actors.csv"
    builder.write(path, builder.read(path).replace("Director of the Port", "Head of the Port"))
    git(tmp_path, "commit", "-qam", "second")
    return tmp_path


@pytest.mark.parametrize(
    "given", ["HEAD~1:harbour", "v1.2.0:harbour", "v1.2.0:harbour/datapackage.json", "HEAD^:harbour/"]
)
def test_a_git_revision_is_read_as_it_was(repository: Path, given: str) -> None:
    diff = compare(open_any(given, repository), open_any(str(repository / "harbour")))
    (cell,) = diff.tables[0].changed
    assert (cell.old, cell.new) == ("Director of the Port Authority", "Head of the Port Authority")


def test_a_revision_without_path_is_of_the_folder_one_is_in(repository: Path) -> None:
    opened = open_any("HEAD~1:", repository / "harbour")
    assert opened.table("actors").find("jonas-veld")["office"] == "Director of the Port Authority"


def test_the_texts_of_a_revision_are_read_with_it(repository: Path) -> None:
    opened = open_any("v1.2.0:harbour", repository)
    assert [t and t.source_id for t in packaged_texts(opened).values()] == ["article"]


def test_a_zip_is_read_too(tmp_path: Path) -> None:
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", builder.HARBOUR)
    assert not compare(open_any(packed), open_any(str(builder.HARBOUR)))


@pytest.mark.parametrize(
    "given", ["nope:harbour", "HEAD:elsewhere", "--output=x:harbour", "HEAD;touch x:harbour", "HEAD:../harbour"]
)
def test_what_is_no_revision_is_refused_and_nothing_is_run(repository: Path, given: str) -> None:
    with pytest.raises(UserError):
        open_any(given, repository)
    assert not (repository / "x").exists()


def test_outside_a_repository_there_are_no_revisions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs.git()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UserError, match="no revision 'HEAD'"):
        open_any("HEAD:", tmp_path)


def test_a_link_in_a_revision_leads_nowhere(repository: Path) -> None:
    (repository / "secret.csv").write_text("a,b\n", encoding="utf-8")
    places = repository / "harbour" / "data" / "places.csv"
    places.unlink()
    places.symlink_to(repository / "secret.csv")
    git(repository, "commit", "-qam", "link")
    with pytest.raises(UserError, match=r"data/places\.csv: does not exist"):
        open_any("HEAD:harbour", repository).table("places")


@pytest.mark.parametrize("revision", ["HEAD@{1 day ago}", "HEAD@{2020-01-01 10:00}", "HEAD@{1}", "@{1}"])
def test_a_revision_may_name_a_time_or_a_place_in_the_reflog(repository: Path, revision: str) -> None:
    opened = open_any(f"{revision}:harbour", repository)
    assert opened.table("actors").find("jonas-veld")["office"] == "Director of the Port Authority"


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("HEAD", "a git revision has a colon after it: HEAD:"),
        ("v1.2.0", "a git revision has a colon after it: v1.2.0:"),
        (":/first:", "look its hash up with `git log`, and write HASH:"),
    ],
)
def test_what_is_nearly_a_revision_gets_the_form_of_one(repository: Path, given: str, hint: str) -> None:
    with pytest.raises(UserError) as refused:
        open_any(given, repository)
    assert refused.value.hint.endswith(hint)
