"""A pool that does everything itself, one thing after the other, and passes all of it through pickle as Spark does."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from typing import Any


class InTurn:
    cores = 2

    def sent(self, value: Any) -> Any:
        """What arrives of a value at the other end."""
        return pickle.loads(pickle.dumps(value))

    def map(self, function: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
        function = self.sent(function)
        return [self.sent(function(self.sent(item))) for item in items]

    def exchange(
        self, deal: Callable[[Any], Iterator[tuple[int, Any]]], items: Sequence[Any], judge: Callable[[int, Any], Any]
    ) -> list[Any]:
        deal, judge = self.sent(deal), self.sent(judge)
        numbered: dict[int, list[Any]] = {}
        for item in items:
            for number, packet in deal(self.sent(item)):
                numbered.setdefault(number, []).append(self.sent(packet))
        return [self.sent(judge(number, iter(packets))) for number, packets in sorted(numbered.items())]
