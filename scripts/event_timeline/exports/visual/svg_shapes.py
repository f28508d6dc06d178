"""Pieces of SVG: escaped text that fits its room, the statuses' shapes, colours for light and dark.

Colours are attributes for light and are replaced by the style sheet in the dark, so that renderers
that know no media queries draw the light picture. Shapes are paths, so that no font is needed for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

FONT = "system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (section 2.2) does not allow even when escaped."""

LIGHT = {
    "paper": "#ffffff", "line": "#d5dae1", "ink": "#1b2430", "mute": "#55606e", "card": "#f6f8fa",
    "t0": "#0b5cad", "t1": "#a8431a", "t2": "#0f6e66", "t3": "#7a3e9d", "t4": "#7d5800", "t5": "#a9225a", "t6": "#3a671d", "t7": "#475569",
}  # fmt: skip
DARK = {
    "paper": "#0f141b", "line": "#313a46", "ink": "#e8edf3", "mute": "#a3afbd", "card": "#18202a",
    "t0": "#6cb2ff", "t1": "#ff9d70", "t2": "#4fd1c0", "t3": "#cfa2f0", "t4": "#e5b94e", "t5": "#ff8fb5", "t6": "#9fd173", "t7": "#a8b5c7",
}  # fmt: skip
"""Every colour has a contrast of at least 4.5:1 on its paper and card (WCAG 2.2, 1.4.3), lines apart."""
HUES = 8

SHAPES = {
    "occurred": '<circle r="5.5"{full}/>',
    "ongoing": '<path d="M-4.5-6 6 0-4.5 6z"{full}/>',
    "habitual": '<circle r="5.3"{line} stroke-width="1.8"/><circle r="2"{full}/>',
    "planned": '<circle r="5.1"{line} stroke-width="2"/>',
    "conditional": '<path d="M0-6.2 6.2 0 0 6.2-6.2 0z"{line} stroke-width="1.8"/>',
    "hypothetical": '<circle r="5.1"{line} stroke-width="2.4" stroke-linecap="round" stroke-dasharray="0.1 3.9"/>',
    "asserted": '<path d="M-6-5H6V3H-.5L-3.5 6.5V3H-6z"{line} stroke-width="1.7" stroke-linejoin="round"/>',
    "": '<path d="M-5.2-5.2H5.2V5.2H-5.2z"{line} stroke-width="1.8"/>',
}
"""A shape a status, round 0,0 and 6 wide to each side; the nameless one is for statuses of a package's own."""
SLASH = '<path d="M-7 7 7-7"{gap} stroke-width="5"/><path d="M-7 7 7-7"{line} stroke-width="2"/>'
"""Across the shape of a negated event."""

NARROW, SLIM, BROAD = frozenset("ijlI.,:;'!|`’‘ ·"), frozenset('frtJ()[]{}/-"“”*°'), frozenset("mwMW@%—…")
EMS = {400: (0.33, 0.43, 0.98, 0.72, 0.61), 600: (0.37, 0.50, 1.08, 0.80, 0.69)}
"""Widths of narrow, slim, broad, upper-case and other characters, by weight: about those of DejaVu Sans, the widest usual font."""
BOLD = 600


def width(text: str, size: float, weight: int = 400) -> float:
    """About how wide a text is in a sans serif font, rather too wide than too narrow; in pixels, as `size` is."""
    return sum(_em(c, weight) for c in text) * size


def _em(c: str, weight: int) -> float:
    narrow, slim, broad, upper, other = EMS[BOLD if weight >= BOLD else 400]
    if c in NARROW:
        return narrow
    if c in SLIM:
        return slim
    if c in BROAD:
        return broad
    if unicodedata.category(c) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(c) in "WF":
        return 1.1
    return upper if c.isupper() else other


def lines(text: str, size: float, room: float, most: int, weight: int = BOLD) -> list[str]:
    """A text broken into at most `most` lines that fit `room`; what does not fit ends in an ellipsis."""
    words, made = " ".join(text[:2000].split()).split(" "), [""]
    for word in words:
        candidate = f"{made[-1]} {word}".strip()
        if width(candidate, size, weight) <= room:
            made[-1] = candidate
        elif len(made) < most and made[-1]:
            made.append(word)
        else:
            made[-1] = candidate
            break
    else:
        if width(made[-1], size, weight) <= room:
            return made
    return [*made[:-1], cut(made[-1], size, room, weight)]


def cut(text: str, size: float, room: float, weight: int = 400) -> str:
    """A text that fits `room`, ending in an ellipsis; by characters, since it may have no blanks."""
    kept, used = 0, _em("…", weight) * size
    for c in text:
        used += _em(c, weight) * size
        if used > room:
            break
        kept += 1
    while 0 < kept < len(text) and unicodedata.combining(text[kept]):
        kept -= 1
    return text[:kept].rstrip() + "…"


def fitted(text: str, size: float, room: float, weight: int = 400) -> str:
    """A text on one line, cut only if it does not fit."""
    return lines(text, size, room, 1, weight)[0]


def clean(text: str) -> str:
    """A cell as XML text: escaped, and what XML cannot hold replaced."""
    return escape(NOT_XML.sub("\ufffd", text))


def text(
    x: float, y: float, content: str, *, size: float = 13, colour: str = "ink", weight: int = 400, anchor: str = ""
) -> str:
    """A text element; each is a paragraph of its own to the bidi algorithm, so that none disturbs another."""
    extra = (f' font-weight="{weight}"' if weight != 400 else "") + (f' text-anchor="{anchor}"' if anchor else "")
    return f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}"{extra}{paint(colour)}>{clean(content)}</text>'


def paint(fill: str = "", stroke: str = "") -> str:
    """Attributes of colours: classes for the dark style sheet and the light values; without a fill there is none."""
    classes = [f"f-{fill}"] * bool(fill) + [f"s-{stroke}"] * bool(stroke)
    inside = LIGHT[fill] if fill else "none"
    return f' class="{" ".join(classes)}" fill="{inside}"' + (f' stroke="{LIGHT[stroke]}"' if stroke else "")


def shape(x: float, y: float, status: str, negated: bool, colour: str) -> str:
    """A status's shape with its middle at x, y; struck through where the event is negated."""
    drawn = SHAPES.get(status, SHAPES[""]) + (SLASH if negated else "")
    drawn = drawn.format(full=paint(colour), line=paint(stroke=colour), gap=paint(stroke="card"))
    return f'<g transform="translate({number(x)} {number(y)})">{drawn}</g>'


def number(value: float) -> str:
    """A coordinate with at most one decimal: enough, and the same everywhere."""
    return f"{value:.1f}".removesuffix(".0")


def style() -> str:
    """The style sheet: the font, and the dark colours."""
    rules = [f".f-{k}{{fill:{v}}}.s-{k}{{stroke:{v}}}" for k, v in DARK.items()]
    return f"<style>text{{font-family:{FONT}}}@media (prefers-color-scheme:dark){{{''.join(rules)}}}</style>"


def document(wide: int, high: float, title: str, description: str, mark: str, body: Sequence[str]) -> str:
    """The whole file; the mark says which export made it."""
    return "\n".join([
        (f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{number(high)}" viewBox="0 0 {wide} {number(high)}" '
        f'role="img" aria-labelledby="title" aria-describedby="desc" font-family={quoteattr(FONT)}>'),
        f'<title id="title">{clean(title)}</title>',
        f'<desc id="desc">{clean(description)}</desc>',
        f"<metadata>{mark}</metadata>",
        style(),
        f'<rect width="{wide}" height="{number(high)}" rx="10"{paint("paper")}/>',
        *body,
        "</svg>",
        "",
    ])  # fmt: skip
