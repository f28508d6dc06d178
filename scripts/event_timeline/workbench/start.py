"""Starting the workbench: the one function that the API calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from event_timeline.model import UserError


def start(
    folder: Path, sources: Sequence[str], port: int, ready: Callable[[str], None], beside: Path | None = None
) -> None:
    """Serve the workbench for a package until the process ends; ready: called with its address; beside: another coding of its text.

    Raises UserError where the server's libraries are missing, the package cannot be changed, or the port is in use.
    """
    try:
        from event_timeline.workbench.server import serve
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn", "anyio"):
            raise
        raise UserError(f"`timeline edit` needs {error.name}", "pip install 'event-timeline[edit]'") from None
    from event_timeline.workbench.session import Session

    session = Session(folder, tuple(sources), beside)
    session.state()  # what cannot be opened is reported before the browser is
    if beside is not None:
        session.compare()
    serve(session, port, ready)
