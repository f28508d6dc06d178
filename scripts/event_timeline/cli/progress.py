"""How far a long command has come: one line on stderr, for people only."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from event_timeline.io.terminal import again, obeys

QUIET = 2.0
"""Seconds that pass before anything is said."""
AGAIN = 0.2
"""Seconds between two updates."""
TELLING = 0.01
"""Share of the work from which on the time that it took says how long the rest takes."""


class Progress:
    """Called with a share and a name it rewrites a line with the time left; the line is gone at the end.

    Says nothing unless stderr is a terminal that knows moves, and nothing before QUIET seconds. The time left takes the work
    to go on as it went so far.
    """

    def __init__(self, what: str) -> None:
        self.what, self.start, self.last = what, time.monotonic(), 0.0
        self.shown = obeys(sys.stderr)

    def __enter__(self) -> Progress:
        return self

    def __call__(self, done: float, name: str) -> None:
        """Say how far it is."""
        now = time.monotonic()
        if self.shown and now - self.start >= QUIET and now - self.last >= AGAIN:
            self.last = now
            left = (now - self.start) * (1 - done) / done if done >= TELLING else None
            remaining = "" if left is None else f", about {_duration(left)} left"
            sys.stderr.write(again(f"{self.what}: {done:4.0%}{remaining} ({name})"))
            sys.stderr.flush()

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self.last:
            sys.stderr.write(again(""))
            sys.stderr.flush()


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


class Clock:
    """Seconds by rule, for --verbose; `start` is when the run began."""

    def __init__(self) -> None:
        self.start = time.perf_counter()
        self.seconds: dict[str, float] = {}

    def __call__(self, code: str, seconds: float) -> None:
        """Take down one rule's seconds."""
        self.seconds[code] = seconds

    def table(self) -> str:
        """Milliseconds: the slowest rule first, then all of them, and what went into everything else."""
        total, rules = time.perf_counter() - self.start, sum(self.seconds.values())
        ordered = sorted(self.seconds.items(), key=lambda item: (-item[1], item[0]))
        rows = [*ordered, (f"{len(ordered)} rules", rules), ("reading and the rest", total - rules), ("all", total)]
        return "\n".join(f"{seconds * 1000:>10.1f} ms  {name}" for name, seconds in rows)
