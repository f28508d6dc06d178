"""A workbench in this process: its server on a thread, and calls of it that may be as wrong as a test wants."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from event_timeline.workbench.server import ADDRESS, app
from event_timeline.workbench.session import Session

TOKEN = "a-token-for-tests"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Served:
    session: Session
    port: int

    @property
    def address(self) -> str:
        return f"http://{ADDRESS}:{self.port}/#token={TOKEN}"

    def send(
        self, path: str, body: object = None, *, method: str = "", headers: Mapping[str, str | None] | None = None
    ) -> Answer:
        """Send a request as the page does; a header of None is left out."""
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        own: dict[str, str | None] = {"Host": f"{ADDRESS}:{self.port}", "X-Timeline-Token": TOKEN}
        if body is not None:
            own |= {
                "Content-Type": "application/json",
                "Content-Length": str(len(content)),
                "Origin": f"http://{ADDRESS}:{self.port}",
            }
        own |= headers or {}
        connection = http.client.HTTPConnection(ADDRESS, self.port, timeout=30)
        connection.putrequest(
            method or ("GET" if body is None else "POST"), path, skip_host=True, skip_accept_encoding=True
        )
        for name, value in own.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(content)
        response = connection.getresponse()
        found = Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        connection.close()
        return found

    def state(self) -> Any:
        answer = self.send("/api/state")
        assert answer.status == 200, answer.body
        return answer.json

    def change(self, *operations: Mapping[str, Any], version: str = "") -> Answer:
        return self.send("/api/change", {"version": version or self.state()["version"], "operations": list(operations)})


@contextmanager
def served(folder: Path, *sources: str, beside: Path | None = None) -> Iterator[Served]:
    """Serve a package until the block ends."""
    session = Session(folder, sources, beside)
    bound = socket.socket()
    bound.bind((ADDRESS, 0))
    port = bound.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(app(session, port, TOKEN), lifespan="off", log_level="error", access_log=False, ws="none")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield Served(session, port)
    finally:
        server.should_exit = True
        thread.join(10)
        bound.close()
