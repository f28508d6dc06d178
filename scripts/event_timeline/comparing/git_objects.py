"""Reading files of a git repository that is not trusted: its objects and refs are read, nothing else of it.

A repository's configuration can name programs (`core.fsmonitor`, `remote.*.uploadpack`, `core.sshCommand`, filters,
hooks, ...) and files to include, and a partial clone fetches what it lacks. So git never sees that configuration: it
runs in an empty repository of ours, whose object database (GIT_OBJECT_DIRECTORY, git(1)) is that of the repository
to read, with copies of the few refs that a revision names. What points out of the repository (alternates, links, a
`.git` file that its target does not know of) is refused, and so is a repository of another user, unless the user's
own `safe.directory` names it, as git itself does.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from event_timeline.io import programs
from event_timeline.io.temporary import TemporaryFolder
from event_timeline.model import UserError
from event_timeline.package.archive import MAX_BYTES

TIMEOUT_SECONDS = 60
"""Time that one call of git may take: a pipe in the place of an object would stop it for ever."""
MAX_REF_BYTES = 4_096
MAX_LOG_BYTES = 64 * 2**20
"""Size of `packed-refs` or of a reflog: half a million refs have 40 MB."""
MAX_LINKS = 5
"""Symbolic refs that are followed, as many as git follows."""
PATHS_PER_CALL = 200
ELSEWHERE = "name a folder or a zip instead of a revision"
REF = re.compile(rb"ref: (?P<link>refs/[^\s\0]+)\s*|(?P<hash>[0-9a-f]{40}(?:[0-9a-f]{24})?)(?:\s.*)?", re.DOTALL)
"""What a file of a ref holds: another ref's name, or a hash (of SHA-1 or SHA-256)."""


class NoRevisionError(UserError):
    """There is no repository, or it has no such revision."""

    __module__ = "event_timeline"


@dataclass(frozen=True)
class RepositoryPaths:
    """Where a repository is: folder of its files, git directory, and the one shared by its worktrees."""

    top: Path
    git: Path
    common: Path


class Objects:
    """The objects of the repository that holds a folder.

    Raises NoRevisionError where none holds it, UserError where git is missing or the repository is refused.
    """

    def __init__(self, at: Path) -> None:
        """Find the repository and check it. at: a folder in it."""
        here = at.resolve()
        program = programs.find("git")
        if program is None:
            raise UserError("git is not installed", ELSEWHERE)
        self._program = program
        self._clean = TemporaryFolder()
        self._places = _found(here)
        self.prefix = here.relative_to(self._places.top.resolve()).as_posix().removeprefix(".")
        _check_owner(self._places, self._safe_directories)
        _check_objects(self._places.common)
        self._start()

    def commit(self, revision: str) -> str:
        """The hash of the commit that a revision names. Raises NoRevisionError."""
        self._copy_refs(revision)
        found = self._git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        if found is None:
            shallow = (self._places.git / "shallow").exists() or (self._places.common / "shallow").exists()
            raise NoRevisionError(
                "the git repository here has none of that name",
                "the clone is shallow: get its history with `git fetch --unshallow`"
                if shallow
                else "see `git tag` and `git log`, or name a folder or a zip",
            )
        return found.decode().strip()

    def files(self, commit: str, paths: Iterable[str]) -> dict[str, str]:
        """Path -> hash of its content, of those that are files in a commit; links and submodules are left out.

        Raises UserError where a folder's list is not in the repository.
        """
        found: dict[str, str] = {}
        for some in _batched(sorted(set(paths)), PATHS_PER_CALL):
            listed = self._git("ls-tree", "-z", "--full-tree", commit, "--", *some)
            if listed is None:
                raise self._missing(f"the folders of commit {commit[:12]}")
            for entry in listed.decode("utf-8", "surrogateescape").split("\0")[:-1]:
                about, path = entry.split("\t", 1)
                mode, _, name = about.split(" ")
                if stat.S_ISREG(int(mode, 8)):
                    found[path] = name
        return found

    def copy(self, files: dict[str, str], targets: dict[str, Path]) -> None:
        """Write the content of files (path -> hash) to the targets (path -> where to).

        Raises UserError where a content is not in the repository or would fill the disk.
        """
        asked = "".join(f"{name}\n" for name in files.values())
        listed = (
            self._git("cat-file", "--batch-check=%(objectname) %(objectsize)", given=asked.encode()) or b""
        ).decode()
        sizes = [line.rpartition(" ")[2] for line in listed.splitlines()]
        for path, size in zip(files, sizes, strict=True):
            if not size.isdigit():
                raise self._missing(path)
        total = sum(map(int, sizes))
        if total > min(MAX_BYTES, shutil.disk_usage(self._clean.path).free):
            raise UserError(f"the files of that revision have {total:,} bytes: more than can be unpacked", ELSEWHERE)
        for path, name in files.items():
            targets[path].parent.mkdir(parents=True, exist_ok=True)
            with targets[path].open("xb") as out:
                if self._git("cat-file", "blob", name, out=out.fileno()) is None:
                    raise self._missing(path)

    def _missing(self, what: str) -> UserError:
        packs = self._places.common / "objects" / "pack"
        if any(packs.glob("*.promisor")):
            return UserError(
                f"{what}: not in this clone, which is a partial one, and nothing is fetched",
                "if you trust its origin, complete it with `git fetch --refetch --no-filter`; or " + ELSEWHERE,
            )
        return UserError(f"{what}: not in the git repository, which is damaged", "see `git fsck`, or " + ELSEWHERE)

    def _start(self) -> None:
        """Make the empty repository that git runs in; the length of HEAD's hash shows the hash function."""
        folder = self._clean.path
        (folder / "refs").mkdir()
        (folder / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
        last = folder / list(self._copy_ref("HEAD"))[-1]
        head = last.read_bytes() if last.is_file() else b""
        packed = _content(self._places.common, "packed-refs", MAX_LOG_BYTES)
        if packed is not None:
            (folder / "packed-refs").write_bytes(packed)
        hashes = re.search(rb"^([0-9a-f]{40,64})\b", head + b"\n" + (packed or b""), re.MULTILINE)
        sha256 = hashes is not None and len(hashes[1]) == 64
        (folder / "config").write_text(
            f"[core]\nbare = true\ncommitGraph = false\nmultiPackIndex = false\nrepositoryFormatVersion = {int(sha256)}\n"
            + ("[extensions]\nobjectFormat = sha256\n" if sha256 else ""),
            encoding="ascii",
        )

    def _copy_refs(self, revision: str) -> None:
        """Copy the refs that a revision may mean (gitrevisions(7)), with their reflogs where it asks for one."""
        name = re.split(r"[\^~]|@\{", revision)[0]
        if ".." in name.split("/"):
            return
        ways = [name] if re.fullmatch(r"refs/.+|(?:[A-Z]+_)*HEAD", name) else []
        ways += [f"refs/{name}", f"refs/tags/{name}", f"refs/heads/{name}"] if name else []
        ways += [f"refs/remotes/{name}", f"refs/remotes/{name}/HEAD"] if name else []
        for way in ways:
            for ref in self._copy_ref(way):
                if "@{" in revision:
                    self._copy_log(ref)
        if "@{" in revision and name in ("", "@"):
            for ref in self._copy_ref("HEAD"):
                self._copy_log(ref)

    def _copy_ref(self, ref: str) -> Iterator[str]:
        """Copy a ref and those that it leads to, where they have files of their own; yield their names."""
        for _ in range(MAX_LINKS):
            yield ref
            content = self._read(ref, MAX_REF_BYTES)
            held = REF.fullmatch(content) if content is not None else None
            if held is None:
                return
            self._put(ref, (held["hash"] or b"ref: " + held["link"]) + b"\n")
            if held["hash"]:
                return
            ref = os.fsdecode(held["link"])
            if ".." in ref.split("/"):
                return

    def _copy_log(self, ref: str) -> None:
        content = self._read(f"logs/{ref}", MAX_LOG_BYTES)
        if content is not None:
            self._put(f"logs/{ref}", content)

    def _put(self, name: str, content: bytes) -> None:
        target = self._clean.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    def _read(self, name: str, limit: int) -> bytes | None:
        own = _content(self._places.git, name, limit)
        return own if own is not None else _content(self._places.common, name, limit)

    def _safe_directories(self) -> list[str]:
        """The user's own `safe.directory`, read where no repository is."""
        kept = {k: v for k, v in os.environ.items() if k in ("HOME", "XDG_CONFIG_HOME", "USERPROFILE")}
        kept |= {k: v for k, v in os.environ.items() if k in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM")}
        environment = {**_environment(self._clean.path), **kept, "GIT_CONFIG_NOSYSTEM": "0"}
        for key in ("GIT_DIR", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
            if key not in kept:
                environment.pop(key, None)
        environment["GIT_CEILING_DIRECTORIES"] = str(self._clean.path.resolve().parent)
        found = self._git("config", "--null", "--type=path", "--get-all", "safe.directory", environment=environment)
        return (found or b"").decode("utf-8", "surrogateescape").split("\0")[:-1]

    def _git(
        self, *args: str, given: bytes = b"", out: int = subprocess.PIPE, environment: dict[str, str] | None = None
    ) -> bytes | None:
        """Output of git (empty if it goes to `out`), or None where it fails. Nothing is passed through a shell."""
        if environment is None:
            environment = {
                **_environment(self._clean.path),
                "GIT_OBJECT_DIRECTORY": str(self._places.common / "objects"),
            }
        try:
            done = subprocess.run(
                [self._program, "--no-pager", *args], cwd=self._clean.path, env=environment, input=given,
                stdout=out, stderr=subprocess.DEVNULL, timeout=TIMEOUT_SECONDS, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise UserError(f"git took more than {TIMEOUT_SECONDS} seconds", ELSEWHERE) from None
        if done.returncode != 0:
            return None
        return done.stdout or b""


def _environment(clean: Path) -> dict[str, str]:
    """What git is given: a repository of ours, no settings of anyone, no network, nothing to ask with."""
    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "GIT_EXEC_PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
    return {
        **{key: os.environ[key] for key in kept if key in os.environ},
        "GIT_DIR": str(clean),
        "HOME": str(clean),
        "XDG_CONFIG_HOME": str(clean),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }


def _found(here: Path) -> RepositoryPaths:
    """The repository whose files a folder is one of. A bare repository does not count: it may lie in another's files."""
    ceilings = {Path(c).resolve() for c in os.environ.get("GIT_CEILING_DIRECTORIES", "").split(os.pathsep) if c}
    for folder in (here, *here.parents):
        if folder != here and folder in ceilings:
            break
        place = folder / ".git"
        if place.is_symlink() or place.is_file():
            return _places(folder, _pointed(place, folder))
        if (place / "HEAD").is_file() and (place / "objects").is_dir():
            return _places(folder, place.resolve())
    raise NoRevisionError("no git repository holds this folder", ELSEWHERE)


def is_in_repository(folder: Path) -> bool:
    """Whether a git repository holds a folder, one that may be refused included."""
    try:
        _found(folder.resolve())
    except NoRevisionError:
        return False
    except UserError:
        pass
    return True


def _pointed(place: Path, folder: Path) -> Path:
    """The git directory that a `.git` file names, if that knows of it: that of a worktree, or of a submodule."""
    content = None if place.is_symlink() else _content(folder, ".git", MAX_REF_BYTES)
    found = re.fullmatch(r"gitdir: ([^\0\r\n]+)\r?\n?", os.fsdecode(content)) if content else None
    if found:
        target = (folder / found[1]).resolve()
        back = _content(target, "gitdir", MAX_REF_BYTES)
        if back and (target / os.fsdecode(back.rstrip(b"\r\n"))).resolve() == place.resolve():
            return target
        if any(target.is_relative_to((above / ".git" / "modules").resolve()) for above in folder.parents):
            return target
    raise UserError(
        f"{place}: points to a repository that does not belong to this folder: it is not read",
        "for a worktree `git worktree repair` may help; or " + ELSEWHERE,
    )


def _places(top: Path, git: Path) -> RepositoryPaths:
    content = _content(git, "commondir", MAX_REF_BYTES)
    common = git if content is None else (git / os.fsdecode(content.rstrip(b"\r\n"))).resolve()
    if common != git and git.parent != common / "worktrees":
        raise UserError(f"{git / 'commondir'}: leads to another repository: it is not read", ELSEWHERE)
    return RepositoryPaths(top, git, common)


def _check_owner(places: RepositoryPaths, safe_directories: Callable[[], list[str]]) -> None:
    """Refuse what another user made, as git does (git-config(1), safe.directory). Windows has no such numbers."""
    if not hasattr(os, "geteuid"):
        return
    users = {os.geteuid()}
    if os.geteuid() == 0 and os.environ.get("SUDO_UID", "").isdigit():
        users.add(int(os.environ["SUDO_UID"]))
    if all(path.lstat().st_uid in users for path in (places.top, places.top / ".git", places.git, places.common)):
        return
    top = str(places.top.resolve())
    allowed = False
    for directory in safe_directories():
        if not directory:
            allowed = False  # an empty value takes back those before it
        elif directory == "*" or Path(directory).as_posix() == top:
            allowed = True
        elif directory.endswith("/*"):
            allowed = allowed or top.startswith(directory[:-1])
    if not allowed:
        raise UserError(
            f"{top}: the git repository is another user's: it is not read",
            f"if you trust it: `git config --global --add safe.directory {top}`",
        )


def _check_objects(common: Path) -> None:
    """Refuse objects that are elsewhere, and ways to keep refs that are not read."""
    for name in ("objects", "objects/pack", "objects/info"):
        if os.path.lexists(common / name) and (common / name).resolve() != common.resolve() / name:
            raise UserError(f"{common / name}: leads out of the git repository through a link", ELSEWHERE)
    if os.path.lexists(common / "objects" / "info" / "alternates"):
        raise UserError(
            f"{common}: the git repository borrows objects from elsewhere (objects/info/alternates): it is not read",
            "if you trust it, copy them: `git repack -a -d && rm .git/objects/info/alternates`; or " + ELSEWHERE,
        )
    if os.path.lexists(common / "reftable"):
        raise UserError(f"{common}: keeps its refs as a reftable, which is not read", ELSEWHERE)


def _content(folder: Path, name: str, limit: int) -> bytes | None:
    """Content of a plain file below a folder; None where there is none, it leads elsewhere or is larger than that."""
    path = folder / name
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            return None
        about = path.stat()
        if not stat.S_ISREG(about.st_mode) or about.st_size > limit:
            return None
        return path.read_bytes()
    except (OSError, ValueError, RuntimeError):
        return None


def _batched(names: list[str], size: int) -> Iterator[list[str]]:
    return (names[i : i + size] for i in range(0, len(names), size))
