"""Who may talk to the workbench: only its own page, in a browser of this machine.

A page of another site can send requests to 127.0.0.1, and can make its own name resolve to it (DNS rebinding), so that Host
and Origin are compared with the server's own list, and each call must have a token that no other page can read.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN = "X-Timeline-Token"  # noqa: S105
MAX_BODY_BYTES = 8 * 2**20
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass
class Guard:
    """Refuse a request that is not the page's own, and give each answer its headers."""

    app: ASGIApp
    port: int
    token: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message.get("headers", ()),
                    *((k.lower().encode(), v.encode()) for k, v in HEADERS.items()),
                ]
            await send(message)

        refusal = self.refusal(scope)
        if refusal:
            status, reason = refusal
            await JSONResponse({"error": reason}, status)(scope, receive, answer)
            return
        await self.app(scope, receive, answer)

    def refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Status and reason why a request is refused; None where it is not."""
        if scope["type"] != "http":
            return 403, "only HTTP is served"
        headers: dict[str, str] = {}
        for name, value in scope["headers"]:
            if name in headers and name in (b"host", b"origin"):
                return 403, "a header is given twice"
            headers[name.decode("latin-1")] = value.decode("latin-1")
        hosts = {f"127.0.0.1:{self.port}", f"localhost:{self.port}"}
        if headers.get("host") not in hosts:
            return 403, "the Host is not this server's"
        if "origin" in headers and headers["origin"] not in {f"http://{host}" for host in hosts}:
            return 403, "the Origin is not this server's"
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403, "the request comes from another site"
        if scope["path"].startswith("/api/"):
            given = headers.get(TOKEN.lower(), "")
            if not hmac.compare_digest(given.encode("latin-1"), self.token.encode()):
                return 403, "the token is missing or not this server's: open the address that `timeline edit` printed"
        if scope["method"] == "POST":
            if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
                return 415, "the body is not JSON"
            if "transfer-encoding" in headers:
                return 411, "the body is sent in pieces: give its length"
            size = headers.get("content-length", "")  # the server ends the body there
            if not size.isdecimal():
                return 411, "the length of the body is not given"
            if int(size) > MAX_BODY_BYTES:
                return 413, "the body is too large"
        return None
