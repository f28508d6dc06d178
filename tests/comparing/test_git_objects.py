"""A hostile git checkout: nothing of its configuration is obeyed, and no program of its runs."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from event_timeline.comparing import git_objects
from event_timeline.comparing.git_objects import NoRevisionError
from event_timeline.comparing.revisions import open_any
from event_timeline.model import UserError
from tests import builder
from tests.comparing.test_revisions import git
from tests.conftest import Timeline
from tests.exports import programs

PROGRAM_KEYS = [
    "alias.cat-file", "alias.ls-tree", "alias.rev-parse", "browser.x.cmd", "core.alternateRefsCommand", "core.askPass", "core.editor",
    "core.fsmonitor", "core.gitProxy", "core.pager", "core.sshCommand", "credential.helper", "diff.external", "diff.x.command",
    "diff.x.textconv", "difftool.x.cmd", "filter.x.clean", "filter.x.process", "filter.x.smudge", "gpg.program", "gpg.ssh.program",
    "gpg.ssh.defaultKeyCommand", "gpg.x509.program", "imap.tunnel", "instaweb.httpd", "interactive.diffFilter", "man.x.cmd", "merge.x.driver",
    "mergetool.x.cmd", "pager.cat-file", "pager.ls-tree", "pager.rev-parse", "receive.procReceiveRefs", "remote.origin.receivepack",
    "remote.origin.uploadpack", "remote.origin.vcs", "sendemail.smtpServer", "sequence.editor", "submodule.x.update", "trailer.x.command",
    "uploadarchive.x", "uploadpack.packObjectsHook", "url.ext::x.insteadOf",
]  # fmt: skip
"""Keys of git-config(1) that name a program or shell command, and the like."""
HOOKS = (
    "applypatch-msg fsmonitor-watchman p4-changelist post-applypatch post-checkout post-commit post-index-change post-merge "
    "post-rewrite pre-auto-gc pre-commit pre-push pre-rebase reference-transaction update"
).split()


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """A repository with the package of two commits; the earlier one has the tag v1.2.0."""
    origin = tmp_path / "origin"
    origin.mkdir()
    builder.copy_of_harbour(origin)
    git(origin, "init", "-q")
    (origin / ".gitattributes").write_text("* filter=x diff=x merge=x\n", encoding="utf-8")
    git(origin, "add", "-A")
    git(origin, "commit", "-qm", "first")
    git(origin, "tag", "v1.2.0")
    actors = origin / "harbour" / "data" / "actors.csv"
    builder.write(actors, builder.read(actors).replace("Director of the Port", "Head of the Port"))
    git(origin, "commit", "-qam", "second")
    git(origin, "config", "uploadpack.allowFilter", "true")
    return origin


class Traps:
    """Programs that leave a file behind where one runs."""

    def __init__(self, folder: Path) -> None:
        self.sprung = folder / "sprung"
        self.sprung.mkdir()
        self.folder = folder / "traps"
        self.folder.mkdir()

    def set(self, name: str) -> Path:
        program = self.folder / name
        program.write_text(f"#!/bin/sh\n: > '{self.sprung}/{name}'\nexit 1\n", encoding="utf-8")
        program.chmod(0o755)
        return program

    def names(self) -> list[str]:
        return sorted(p.name for p in self.sprung.iterdir())


@pytest.fixture
def traps(tmp_path: Path) -> Traps:
    return Traps(tmp_path)


SURE = ["core.fsmonitor", "remote.origin.uploadpack"]
"""Keys whose programs git runs in these tests, if it is let."""


def partial_clone(origin: Path, traps: Traps, keys: list[str]) -> Path:
    """A checkout that lacks the blobs of the earlier commit and names programs under the keys, and as hooks."""
    hostile = origin.parent / "hostile"
    git(origin.parent, "clone", "-q", "--filter=blob:none", origin.as_uri(), str(hostile))
    dot = hostile / ".git"
    lines = ["[include]", f"\tpath = {traps.folder}/included.config"]
    for key in keys:
        section, _, name = key.rpartition(".")
        first, _, second = section.partition(".")
        lines += [f'[{first} "{second}"]' if second else f"[{first}]", f"\t{name} = {traps.set(key)}"]
    hooks = traps.folder / "hooks"
    hooks.mkdir()
    for hook in HOOKS:
        shutil.copy(traps.set(f"hook-{hook}"), hooks / hook)
        shutil.copy(traps.folder / f"hook-{hook}", dot / "hooks" / hook)
    if keys != SURE:
        lines += ["[core]", f"\thooksPath = {hooks}", f"\tworktree = {traps.folder}", "[extensions]", "\tmadeUp = true"]
    (traps.folder / "included.config").write_text(f"[core]\n\tgitProxy = {traps.set('included')}\n", encoding="utf-8")
    with (dot / "config").open("a", encoding="utf-8") as config:
        config.write("\n".join(lines) + "\n")
    (dot / "info" / "attributes").write_text("* filter=x diff=x merge=x\n", encoding="utf-8")
    return hostile


COMMANDS = {
    "diff": ["diff", "HEAD~1:", "."],
    "diff of what is there": ["diff", "HEAD:", "."],
    "merge": ["merge", ".", "HEAD~1:", "-o", "../corpus"],
    "bump --against": ["bump", "patch", "--against", "HEAD~1:", "--dry-run"],
    "bump auto": ["bump", "auto", "--dry-run"],
}


@pytest.mark.parametrize("keys", [SURE, PROGRAM_KEYS], ids=["some keys", "every key"])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_program_of_a_hostile_checkout_runs(
    origin: Path, traps: Traps, timeline: Timeline, monkeypatch: pytest.MonkeyPatch, command: str, keys: list[str]
) -> None:
    hostile = partial_clone(origin, traps, keys)
    monkeypatch.chdir(hostile / "harbour")
    result = timeline(*COMMANDS[command])
    assert traps.names() == []
    if command == "diff of what is there":
        assert (result.code, result.out) == (0, "no difference\n"), result.err
    else:
        assert result.code == 2
        assert "which is a partial one, and nothing is fetched" in result.err


def test_git_itself_runs_what_these_checkouts_name(origin: Path, traps: Traps) -> None:
    hostile = partial_clone(origin, traps, SURE)
    for args in (["cat-file", "-p", "HEAD~1:harbour/data/actors.csv"], ["status"]):
        subprocess.run([programs.git(), *args], cwd=hostile, capture_output=True)
    assert set(SURE) <= set(traps.names())


def test_a_git_beside_the_package_is_never_run(
    origin: Path, traps: Traps, monkeypatch: pytest.MonkeyPatch, timeline: Timeline
) -> None:
    (origin / "harbour" / "git").symlink_to(traps.set("git"))
    monkeypatch.chdir(origin / "harbour")
    monkeypatch.setenv("PATH", f"{os.pathsep}.{os.pathsep}{os.environ['PATH']}")
    assert "Head of the Port" in timeline("diff", "v1.2.0:", ".").out
    assert traps.names() == []


def test_what_the_caller_has_set_for_git_does_not_lead_elsewhere(
    origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    for name in ("GIT_DIR", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, str(other / ".git"))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.bare")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "nonsense")
    assert open_any("v1.2.0:", origin / "harbour").table("actors").find("jonas-veld")


# --- what is refused ---------------------------------------------------------------------------------------------


def borrowed(repository: Path) -> None:
    (repository / ".git" / "objects" / "info" / "alternates").write_text("/elsewhere/objects\n", encoding="utf-8")


def linked_objects(repository: Path) -> None:
    objects = repository / ".git" / "objects"
    objects.rename(repository.parent / "objects")
    objects.symlink_to(repository.parent / "objects")


def pointed(repository: Path) -> None:
    (repository / ".git").rename(repository.parent / "elsewhere.git")
    (repository / ".git").write_text(f"gitdir: {repository.parent}/elsewhere.git\n", encoding="utf-8")


def linked(repository: Path) -> None:
    (repository / ".git").rename(repository.parent / "elsewhere.git")
    (repository / ".git").symlink_to(repository.parent / "elsewhere.git")


def shared(repository: Path) -> None:
    (repository.parent / "other").mkdir()
    git(repository.parent / "other", "init", "-q")
    (repository / ".git" / "commondir").write_text("../../other/.git\n", encoding="utf-8")


def reftable(repository: Path) -> None:
    (repository / ".git" / "reftable").mkdir()


REFUSED: dict[str, tuple[Callable[[Path], None], str]] = {
    "alternates": (borrowed, "borrows objects from elsewhere"),
    "objects that are a link": (linked_objects, "leads out of the git repository through a link"),
    "a .git file that its target does not know of": (pointed, "does not belong to this folder"),
    "a .git that is a link": (linked, "does not belong to this folder"),
    "a common directory elsewhere": (shared, "leads to another repository"),
    "a reftable": (reftable, "keeps its refs as a reftable"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_repository_that_leads_elsewhere_is_refused(origin: Path, case: str) -> None:
    change, message = REFUSED[case]
    change(origin)
    with pytest.raises(UserError, match=message):
        open_any("HEAD:", origin / "harbour")


def test_a_bump_says_why_it_was_not_compared(origin: Path, timeline: Timeline) -> None:
    borrowed(origin)
    result = timeline("bump", "patch", origin / "harbour", "--dry-run")
    assert result.code == 0
    assert "warning: not compared with the tag of the current version: " in result.err


def test_the_files_of_a_bare_repository_are_not_looked_for_above_it(origin: Path) -> None:
    git(origin / "harbour", "init", "-q", "--bare", "inner")
    assert open_any("v1.2.0:harbour", origin / "harbour" / "inner").table("actors").find("jonas-veld")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files have no such owner there")
def test_a_repository_of_another_user_is_refused_unless_the_user_calls_it_safe(
    origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() == 0:
        os.chown(origin / ".git", 12345, 12345)
    else:  # only root can give a file away; the reader is another user then
        monkeypatch.setattr(os, "geteuid", lambda: 12345)
    monkeypatch.delenv("SUDO_UID", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    git(origin, "config", "--file", ".git/config", "safe.directory", "*")
    with pytest.raises(UserError, match="is another user's"):
        open_any("HEAD:", origin / "harbour")
    for value, allowed in ((str(origin), True), ("", False), ("*", True), ("", False), (f"{tmp_path}/*", True)):
        git(tmp_path, "config", "--file", str(tmp_path / "home" / ".gitconfig"), "--add", "safe.directory", value)
        if allowed:
            assert open_any("HEAD:", origin / "harbour")
        else:
            with pytest.raises(UserError, match="is another user's"):
                open_any("HEAD:", origin / "harbour")


def test_a_pipe_in_place_of_an_object_ends_in_time(origin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_objects, "TIMEOUT_SECONDS", 1)
    head = subprocess.run(
        [programs.git(), "rev-parse", "HEAD"], cwd=origin, capture_output=True, text=True, check=True
    ).stdout
    place = origin / ".git" / "objects" / head[:2] / head[2:].strip()
    place.unlink()
    os.mkfifo(place)
    with pytest.raises(UserError, match="took more than 1 second"):
        open_any("HEAD:", origin / "harbour")


@pytest.mark.parametrize("name", ["HEAD", "refs/heads/main", "packed-refs", "logs/HEAD"])
def test_a_pipe_in_place_of_a_ref_is_not_opened(origin: Path, name: str) -> None:
    place = origin / ".git" / name
    place.unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(place)
    if name == "HEAD":  # git does not take that for a repository
        with pytest.raises(NoRevisionError):
            open_any("HEAD:", origin / "harbour")
    else:
        assert open_any("v1.2.0:", origin / "harbour")


@pytest.mark.parametrize("revision", ["config", "CONFIG", "../origin/.git/HEAD", "refs/../config", "x/../../HEAD"])
def test_only_refs_are_taken_for_refs(origin: Path, revision: str) -> None:
    (origin / ".git" / "config").write_bytes((origin / ".git" / "refs" / "tags" / "v1.2.0").read_bytes())
    with pytest.raises(UserError):
        open_any(f"{revision}:harbour", origin)


def test_a_content_that_would_fill_the_disk_is_not_unpacked(origin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_objects, "MAX_BYTES", 1_000)
    with pytest.raises(UserError, match="more than can be unpacked"):
        open_any("HEAD:", origin / "harbour")


# --- what is read ------------------------------------------------------------------------------------------------


def office(given: str, at: Path) -> str:
    found = open_any(given, at).table("actors").find("jonas-veld")
    assert found is not None
    return str(found["office"]).split()[0]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("HEAD:", "Head"), ("@:", "Head"), ("@~1:", "Director"), ("HEAD^:", "Director"), ("tags/v1.2.0:", "Director"),
        ("refs/tags/v1.2.0:", "Director"), ("refs/heads/topic:", "Director"), ("topic:", "Director"), ("heads/topic:", "Director"),
        ("HEAD@{1}:", "Director"), ("@{1}:", "Director"), ("v1.2.0^{commit}:", "Director"), ("v1.2.0-0-g{}:", "Director"), ("{}:", "Director"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("packed", [False, True])
def test_every_way_to_name_a_revision_works(origin: Path, given: str, expected: str, packed: bool) -> None:
    git(origin, "branch", "topic", "v1.2.0")
    if packed:
        git(origin, "pack-refs", "--all")
        git(origin, "gc", "-q")
    hashed = subprocess.run(
        [programs.git(), "rev-parse", "--short", "topic"], cwd=origin, capture_output=True, text=True
    ).stdout
    given = given.replace("{}", hashed.strip())
    assert office(given, origin / "harbour") == expected


def test_a_worktree_is_read_with_its_own_head(origin: Path, tmp_path: Path) -> None:
    git(origin, "worktree", "add", "-q", "--detach", str(tmp_path / "second"), "v1.2.0")
    assert office("HEAD:", tmp_path / "second" / "harbour") == "Director"
    assert office("HEAD:", origin / "harbour") == "Head"


def test_a_submodule_is_read(origin: Path, tmp_path: Path) -> None:
    above = tmp_path / "above"
    above.mkdir()
    git(above, "init", "-q")
    git(above, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(origin), "inside")
    assert office("HEAD:", above / "inside" / "harbour") == "Head"


def test_a_repository_of_sha256_is_read(tmp_path: Path) -> None:
    builder.copy_of_harbour(tmp_path)
    git(tmp_path, "init", "-q", "--object-format=sha256")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    assert office("HEAD:", tmp_path / "harbour") == "Director"


def test_a_shallow_clone_is_read_and_its_lack_explained(origin: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", origin.as_uri(), str(tmp_path / "shallow"))
    assert office("HEAD:", tmp_path / "shallow" / "harbour") == "Head"
    with pytest.raises(NoRevisionError) as error:
        open_any("HEAD~1:", tmp_path / "shallow" / "harbour")
    assert "git fetch --unshallow" in str(error.value.hint)
