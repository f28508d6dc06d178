"""Exports that tests begin with: the same format of the same files is written once a process."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import event_timeline as et
from tests import builder

_written: dict[tuple[str, str], dict[str, bytes]] = {}


def export(package: Path, name: str, target: Path, *, validate: bool = True, sources: Path | tuple[()] = ()) -> Path:
    """Export a package as `et.export` does with `force`; a copy where that was done before. Returns the target."""
    if (package / ".git").exists():  # which has much beside its files
        return et.export(package, name, target, validate=validate, sources=sources, force=True)
    key = (name, _digest(package, validate, sources))
    if key not in _written:
        et.export(package, name, target, validate=validate, sources=sources, force=True)
        files = sorted(p for p in target.rglob("*") if p.is_file()) if target.is_dir() else [target]
        _written[key] = {p.relative_to(target).as_posix(): p.read_bytes() for p in files}
        return target
    if target.is_dir():
        shutil.rmtree(target)
    for path, content in _written[key].items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(content)
    return target


def _digest(package: Path, *given: object) -> str:
    whole = hashlib.sha256(repr((package.name, *given)).encode())
    for path, content in builder.contents(package).items():
        whole.update(f"{path}\0{len(content)}\0".encode() + content)
    return whole.hexdigest()
