"""Text in a terminal's columns: as wide as it is shown, wrapped, and harmless."""

from __future__ import annotations

from event_timeline.io.terminal import harmless, shown_width


def safe(text: str) -> str:
    """Text on one line that only shows."""
    return harmless(" ".join(text.split()))


def padded(text: str, width: int) -> str:
    """A text with blanks up to a width."""
    return text + " " * (width - shown_width(text))


def cut(text: str, width: int) -> str:
    """A text of at most `width` columns, ending in an ellipsis where it is longer."""
    return text if shown_width(text) <= width else wrapped(text.replace(" ", "\u00a0"), width - 1)[0] + "…"


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most `width` columns, broken at blanks, and inside words that are wider than a line."""
    lines = [""]
    for word in text.split(" "):
        candidate = f"{lines[-1]} {word}" if lines[-1] else word
        if shown_width(candidate) <= width:
            lines[-1] = candidate
            continue
        if lines[-1]:
            lines.append("")
        for c in word:
            if shown_width(lines[-1]) + shown_width(c) > width:
                lines.append("")
            lines[-1] += c
    return lines
