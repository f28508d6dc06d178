"""What runs the rules of `timeline validate`, and what checks the package beside them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from event_timeline.model import UserError

ENGINES = ("polars", "spark")


def engine_options(function: Callable[..., int]) -> Callable[..., int]:
    """Declare --engine, --master and --with-frictionless; passes `spark`, an address or None, to the command."""

    @click.option(
        "--engine", type=click.Choice(ENGINES), default=ENGINES[0], show_default=True,
        help="What runs the rules: polars on this machine, or Apache Spark on many; the report is the same.",
    )  # fmt: skip
    @click.option(
        "--master", metavar="ADDRESS",
        help="Where Spark runs: local[N] for N cores of this machine, or a cluster's address. Default: local[*].",
    )  # fmt: skip
    @click.option(
        "--with-frictionless", is_flag=True,
        help="Add, under the code FRL, what frictionless reports at places where the rules report no error.",
    )  # fmt: skip
    @wraps(function)
    def command(*, engine: str, master: str | None, metadata_only: bool, **others: Any) -> int:
        if master and engine != "spark":
            raise UserError("--master is Spark's address", "add --engine spark")
        if metadata_only and engine == "spark":
            raise UserError("--metadata-only reads no table, so there is nothing to share out", "leave --engine out")
        spark = (master or "local[*]") if engine == "spark" else None
        return function(spark=spark, metadata_only=metadata_only, **others)

    return command
