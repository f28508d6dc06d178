"""The SVG picture as PNG, at twice its size, for slides and places that take no SVG; drawn by resvg in its light colours."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from event_timeline.exports import ownership
from event_timeline.exports.optional_libraries import library
from event_timeline.exports.visual import svg

if TYPE_CHECKING:
    from event_timeline.exports.dataset import Dataset

ZOOM = 2
END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
"""The last chunk of every PNG (PNG, third edition, 11.2.4)."""


def write(data: Dataset, target: Path) -> None:
    """Write the picture; its letters are those of this machine's fonts. Raises UserError where resvg-py is missing."""
    resvg = library("resvg_py", "png", "picture")
    png = bytes(resvg.svg_to_bytes(svg_string=svg.draw(data), zoom=ZOOM, sans_serif_family="DejaVu Sans"))
    target.write_bytes(png.removesuffix(END) + _text("Software", ownership.ownership_mark("png")) + END)


def _text(keyword: str, content: str) -> bytes:
    """A tEXt chunk (PNG, 11.3.3.2)."""
    body = b"tEXt" + keyword.encode("latin-1") + b"\x00" + content.encode("latin-1")
    return (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
