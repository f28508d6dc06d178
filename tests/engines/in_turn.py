"""A pool that does everything itself, one thing after the other, and passes all of it through pickle as Spark does."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from typing import Any


class InTurn:
    def map(self, function: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
        function = _sent(function)
        return [_sent(function(_sent(item))) for item in items]

    def exchange(
        self, deal: Callable[[Any], Iterator[tuple[int, Any]]], items: Sequence[Any], judge: Callable[[int, Any], Any]
    ) -> list[Any]:
        deal, judge = _sent(deal), _sent(judge)
        numbered: dict[int, list[Any]] = {}
        for item in items:
            for number, packet in deal(_sent(item)):
                numbered.setdefault(number, []).append(_sent(packet))
        return [_sent(judge(number, iter(packets))) for number, packets in sorted(numbered.items())]


def _sent(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))
