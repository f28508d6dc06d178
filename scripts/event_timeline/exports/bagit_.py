"""BagIt 1.0 (RFC 8493): the package's files as the payload of a bag, with manifests that prove them complete.

Written by hand: it is five small files, and the library's own writer dates them by the clock.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from event_timeline.citations.work import Work, work
from event_timeline.exports import listed_files
from event_timeline.exports.dataset import Dataset

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def write(data: Dataset, target: Path) -> None:
    """Write the bag. Raises UserError where a citation's title, creator or date is missing."""
    if data.package is None:
        raise ValueError("a bag copies the package's files")
    about = work(data.descriptor)
    files = listed_files.package_files(data, about)
    target.mkdir()
    listed_files.copy(files, target / "data")
    tags = {
        "bagit.txt": DECLARATION,
        "bag-info.txt": information(about, sum(f.size for f in files), len(files)),
        "manifest-sha256.txt": "".join(f"{f.sha256}  {escaped(f'data/{f.path}')}\n" for f in files),
    }
    tags["tagmanifest-sha256.txt"] = "".join(
        f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n" for name, text in sorted(tags.items())
    )
    for name, text in tags.items():
        (target / name).write_text(text, encoding="utf-8", newline="\n")


def information(about: Work, size: int, count: int) -> str:
    """`bag-info.txt`: what the descriptor says, in the standard's reserved labels; size in bytes."""
    said = {
        "Source-Organization": about.publisher,
        "External-Identifier": about.address,
        "Internal-Sender-Identifier": about.key,
        "External-Description": f"{about.title}. {about.description}".strip(),
        "Payload-Oxum": f"{size}.{count}",
    }
    return "".join(f"{label}: {value}\n" for label, value in said.items() if value)


def escaped(path: str) -> str:
    """A path as manifests write it: line ends and percent signs are encoded (RFC 8493, section 2.1.3)."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
