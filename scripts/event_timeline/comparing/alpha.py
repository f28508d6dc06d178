"""Krippendorff's alpha of two coders (Krippendorff 2019, "Content Analysis", ch. 12), for nominal, interval and ratio data.

For two coders who both gave a value to each of n units, the observed disagreement is the mean of the difference within
a unit, and the expected one the mean over all pairs of the 2n values; the difference of two values is 0 or 1 (nominal),
(c - k)² (interval) or ((c - k) / (c + k))² (ratio).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from event_timeline.model import UserError

Values = Iterable[tuple[str, Any, Any]]
"""Unit, and its values in A and B; None where a coder gave none."""


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha over `units` pairs of values, None where the values never vary.

    level: the level of measurement, by which the difference of two values is computed.
    """

    units: int
    equal: int
    value: float | None
    differing: list[tuple[str, Any, Any]] = field(default_factory=list)
    level: str = "nominal"


def nominal(values: Values) -> Alpha:
    """Alpha of terms, identifiers or dates; pairs in which one of the coders gave no value are left out."""
    pairs = _given(values)
    counts = Counter(v for _, *pair in pairs for v in pair)
    total = 2 * len(pairs)
    varying = total * total - sum(n * n for n in counts.values())
    observed = sum(x != y for _, x, y in pairs)
    return _alpha(pairs, "nominal", observed, varying)


def numeric(values: Values) -> Alpha:
    """Alpha of numbers: at ratio level, since counts and amounts have a true zero; at interval level where one is negative."""
    pairs = _given(values)
    largest = max((abs(v) for _, *pair in pairs for v in pair), default=0) or 1
    scaled = [(x / largest, y / largest) for _, x, y in pairs]  # neither level depends on the unit
    if any(v < 0 for pair in scaled for v in pair):
        numbers = [v for pair in scaled for v in pair]
        mean = math.fsum(numbers) / len(numbers)
        varying = 2 * len(numbers) * math.fsum((v - mean) ** 2 for v in numbers)
        return _alpha(pairs, "interval", math.fsum((x - y) ** 2 for x, y in scaled), varying)
    counts = sorted(Counter(v for pair in scaled for v in pair).items())
    return _alpha(pairs, "ratio", math.fsum(_ratio(x, y) for x, y in scaled), _varying_ratio(counts))


def _varying_ratio(counts: list[tuple[float, int]]) -> float:
    """The sum of the differences over all ordered pairs of values; counts: each value, in ascending order, with its number."""
    try:
        import numpy
    except ImportError as error:
        raise UserError(f"`timeline agree` needs {error.name}", "pip install 'event-timeline[agree]'") from None
    values, numbers = numpy.array(counts, dtype=float).reshape(-1, 2).T
    below = (
        n * float((numbers[:i] * ((c - values[:i]) / (c + values[:i])) ** 2).sum())
        for i, (c, n) in enumerate(counts)
        if i
    )
    return 2 * math.fsum(below)


def _ratio(c: float, k: float) -> float:
    return ((c - k) / (c + k)) ** 2 if c != k else 0.0


def _given(values: Values) -> list[tuple[str, Any, Any]]:
    return [v for v in values if v[1] is not None and v[2] is not None]


def _alpha(pairs: list[tuple[str, Any, Any]], level: str, observed: float, varying: float) -> Alpha:
    """Alpha of the sum of the differences within units, and of that over all ordered pairs of values."""
    differing = [v for v in pairs if v[1] != v[2]]
    total = 2 * len(pairs)
    value = 1 - (observed / len(pairs)) / (varying / (total * (total - 1))) if varying else None
    return Alpha(len(pairs), len(pairs) - len(differing), value, differing, level)
