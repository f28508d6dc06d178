"""The workbench's server: starlette on uvicorn, bound to 127.0.0.1, and its few routes."""

from __future__ import annotations

import json
import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from event_timeline.io.atomic import disk_fault, unusable, unwritable
from event_timeline.model import UserError
from event_timeline.reports import rule_text
from event_timeline.workbench.repairs import without_commands
from event_timeline.workbench.security import Guard
from event_timeline.workbench.session import ConflictError, Session

PAGE = Path(__file__).parent / "page"
SHARED = tuple(
    Path(__file__).parents[1] / "exports" / "visual" / "page" / f"{name}.js" for name in ("shared", "layout")
)
"""The modules that the page has in common with the HTML export."""
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
ADDRESS = "127.0.0.1"


def app(session: Session, port: int, token: str) -> Guard:
    """The application for a session, to be called under a port and with a token."""

    async def rule(request: Request) -> Response:
        return await run_in_threadpool(_answer, lambda: _explained(request.path_params["code"]))

    async def compare(request: Request) -> Response:
        if request.method == "GET":
            return await run_in_threadpool(_answer, session.compare)
        answer: Response = await decide(request)
        return answer

    decide = _post(lambda given: session.decide(str(given.get("version")), given))

    def fix(given: dict[str, Any]) -> dict[str, Any]:
        return session.fix(str(given.get("version")), dry_run=given.get("dry_run") is not False)

    def change(given: dict[str, Any]) -> dict[str, Any]:
        operations = given.get("operations")
        if not isinstance(operations, list) or not all(isinstance(o, dict) for o in operations):
            raise UserError("`operations` is not a list of objects", "see docs/workbench.md")
        return session.change(str(given.get("version")), operations, str(given.get("label", ""))[:200])

    files = {p.name: p.read_bytes() for p in (*PAGE.iterdir(), *SHARED) if p.suffix in TYPES}

    async def page(request: Request) -> Response:
        name = request.path_params.get("name", "index.html")
        content = files.get(name)
        if content is None:
            return JSONResponse({"error": "there is no such file"}, 404)
        return Response(content, media_type=TYPES[Path(name).suffix])

    routes = [
        Route("/", page),
        Route("/page/{name}", page),
        Route("/api/state", _get(session.state)),
        Route("/api/picture", _get(session.picture)),
        Route("/api/rule/{code}", rule),
        Route("/api/change", _post(change), methods=["POST"]),
        Route("/api/undo", _post(lambda given: session.undo(str(given.get("version")))), methods=["POST"]),
        Route("/api/redo", _post(lambda given: session.redo(str(given.get("version")))), methods=["POST"]),
        Route("/api/fix", _post(fix), methods=["POST"]),
        Route("/api/suggest", _post(session.suggest), methods=["POST"]),
        Route("/api/compare", compare, methods=["GET", "POST"]),
        Route("/api/new", _post(session.create), methods=["POST"]),
    ]
    return Guard(Starlette(routes=routes), port, token)


def serve(session: Session, port: int, ready: Callable[[str], None]) -> None:
    """Serve a session until the process is asked to end; ready: called with the address, with its token, once it is bound.

    port: 0 for a free one. Raises UserError where the port is in use.
    """
    token = secrets.token_urlsafe(32)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((ADDRESS, port))
        except (OSError, OverflowError) as error:
            raise UserError(
                f"port {port}: {getattr(error, 'strerror', None) or error}",
                "choose another with --port, or leave it out",
            ) from None
        bound.listen(128)
        number = bound.getsockname()[1]
        config = uvicorn.Config(
            app(session, number, token), lifespan="off", access_log=False, log_level="error", server_header=False,
            timeout_graceful_shutdown=5, ws="none",
        )  # fmt: skip
        ready(f"http://{ADDRESS}:{number}/#token={token}")
        uvicorn.Server(config).run(sockets=[bound])


def _post(action: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Request], Any]:
    """The endpoint of a call with a JSON object."""

    async def endpoint(request: Request) -> Response:
        try:
            given = json.loads(await request.body(), parse_constant=_not_json)
            json.dumps(given, ensure_ascii=False).encode()
        except ClientDisconnect:
            return Response(status_code=400)
        except UnicodeEncodeError:
            return JSONResponse({"error": "the body has half a character (a lone surrogate)"}, 400)
        except (ValueError, RecursionError):
            return JSONResponse({"error": "the body is not JSON"}, 400)
        if not isinstance(given, dict):
            return JSONResponse({"error": "the body is not an object"}, 400)
        return await run_in_threadpool(_answer, lambda: action(given))

    return endpoint


def _not_json(name: str) -> None:
    """Refuse NaN and Infinity, which Python reads as JSON (RFC 8259, section 6, has no such numbers)."""
    raise ValueError(name)


def _get(action: Callable[[], dict[str, Any]]) -> Callable[[Request], Any]:
    """The endpoint of a call that changes nothing."""

    async def endpoint(_: Request) -> Response:
        return await run_in_threadpool(_answer, action)

    return endpoint


def _answer(action: Callable[[], dict[str, Any]]) -> JSONResponse:
    """What a call returns; errors as `{"error", "hint"}`: 409 for another version, 400 for what the user can repair."""
    try:
        return JSONResponse(action())
    except ConflictError as error:
        return JSONResponse({"error": error.message, "hint": error.hint}, 409)
    except UserError as error:
        return JSONResponse({"error": error.message, "hint": without_commands(error.hint)}, 400)
    except OSError as error:
        place = error.filename or "the package"
        failure = unwritable(Path(place), error) if disk_fault(error) else unusable(error, place)
        return JSONResponse({"error": failure.message, "hint": failure.hint}, 400)


def _explained(code: str) -> dict[str, Any]:
    from event_timeline.io.terminal import unstyle

    return {"text": unstyle(rule_text.explain(code))}
