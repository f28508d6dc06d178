"""The day on which something is made."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from event_timeline.model import UserError


def today(given: str = "") -> str:
    """An ISO day: the one given, that of SOURCE_DATE_EPOCH, or today's in UTC. Raises UserError for an invalid day."""
    try:
        if given:
            return date.fromisoformat(given).isoformat()
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        return (
            datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
            if epoch
            else datetime.now(UTC).date().isoformat()
        )
    except ValueError:
        raise UserError(
            f"{given or os.environ.get('SOURCE_DATE_EPOCH')!r} is not a valid day", "write it as 2023-11-29"
        ) from None
