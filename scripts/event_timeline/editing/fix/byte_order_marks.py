"""Byte order marks of the descriptor and the schemas, which JSON does not have."""

from __future__ import annotations

import codecs

from event_timeline.package.opening import Package


def without_byte_order_marks(package: Package) -> dict[str, tuple[bytes, bytes]]:
    """path -> bytes with and without the mark, for each JSON file of a package that has one."""
    raw = {path: package.file(path).read_bytes() for path in package.json_files()}
    return {
        path: (content, content.removeprefix(codecs.BOM_UTF8))
        for path, content in raw.items()
        if content.startswith(codecs.BOM_UTF8)
    }
