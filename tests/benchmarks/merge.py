"""How long `timeline merge` takes for many packages, and how much memory: both are to grow as their number does.

    python -m tests.benchmarks.merge 10 100 1000

makes the most of these packages in a temporary folder, invented ones: copies of the harbour of the tests, each of a text, a union
and a pier of its own and with the same country. It merges the first 10, 100 and so on, each time in a process of its own, and prints the
seconds, the processor's seconds in all and for a package, and the peak memory. The corpus is validated, as the command always does.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from event_timeline.rules.explanations import Cell, Replaced
from tests import builder
from tests.benchmarks.export_speed import timed


def make(folder: Path, count: int) -> list[Path]:
    """Write packages whose texts differ, and which share a country by its Wikidata identifier."""
    return [
        builder.edited(
            folder / f"{number:05}",
            [
                Replaced("datapackage.json", '"name": "harbour-dispute"', f'"name": "dispute-{number}"'),
                Cell("sources", "article", "sha256", f"{number:064x}"),
                Cell("actors", "dockers-union", "wikidata", f"Q{10**6 + number}"),
                Cell("places", "pier-4", "geonames_id", str(10**6 + number)),
            ],
        )
        for number in range(count)
    ]


def main(sizes: list[int]) -> None:
    """Print a line for each number of packages."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        packages = [str(p) for p in make(folder / "parts", max(sizes))]
        print(f"{'packages':>10}{'seconds':>10}{'CPU s':>10}{'CPU s/package':>15}{'peak MB':>10}")
        for size in sizes:
            corpus = str(folder / f"corpus-{size}")
            seconds, processor, megabytes = timed(["-m", "event_timeline", "merge", *packages[:size], "-o", corpus])
            print(
                f"{size:>10,}{seconds:>10.2f}{processor:>10.2f}{processor / size:>15.4f}{megabytes:>10.0f}", flush=True
            )


if __name__ == "__main__":
    main([int(a) for a in sys.argv[1:]] or [10, 100, 1000])
