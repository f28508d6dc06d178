"""How a row is named: behind `#` in its address, and on the command line."""

from __future__ import annotations

import re
from urllib.parse import quote


def fragment(*path: str) -> str:
    """What stands behind `#` in the address of something in the package: `fragment("events", "strike")` is `events/strike`."""
    return "/".join(quote(step, safe="+-._~") for step in path)


def keys(given: str) -> list[tuple[str, ...]]:
    """What a key on the command line may mean: one part that has such signs in it, or parts behind `/` or commas."""
    return [(given,), tuple(given.split(",")), tuple(given.split("/")), tuple(re.split("[,/]", given))]
