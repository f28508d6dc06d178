"""The list of section 4 of the workbench's study, one by one: who is refused, and what every answer says."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest

from event_timeline.model import UserError
from event_timeline.workbench import server
from event_timeline.workbench.security import HEADERS, MAX_BODY_BYTES
from event_timeline.workbench.server import PAGE
from tests import builder
from tests.workbench.served import Served

CHANGE = {"version": "", "operations": [{"do": "remove", "row": "actors/denmark"}]}


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "", None])
@pytest.mark.parametrize("path", ["/", "/page/main.js", "/api/state"])
def test_refuses_another_host_also_for_what_only_reads(bench: Served, host: str | None, path: str) -> None:
    answer = bench.send(path, headers={"Host": host and host.format(port=bench.port)})
    assert answer.status in (400, 403)
    assert b"Dockers" not in answer.body


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1"])
def test_refuses_another_origin_even_where_the_host_is_made_equal(bench: Served, origin: str) -> None:
    given = origin.format(port=bench.port)
    assert bench.send("/api/change", CHANGE, headers={"Origin": given}).status == 403
    rebound = {"Origin": f"http://evil.example:{bench.port}", "Host": f"evil.example:{bench.port}"}
    assert bench.send("/api/change", CHANGE, headers=rebound).status == 403


def test_refuses_what_a_browser_says_comes_from_another_site(bench: Served) -> None:
    assert bench.send("/api/state", headers={"Sec-Fetch-Site": "cross-site"}).status == 403
    assert bench.send("/api/state", headers={"Sec-Fetch-Site": "same-site"}).status == 403
    assert bench.send("/api/state", headers={"Sec-Fetch-Site": "same-origin"}).status == 200


@pytest.mark.parametrize("token", [None, "", "another", "é"])
@pytest.mark.parametrize("path", ["state", "rule/EVD004", "change", "undo", "redo", "suggest", "new"])
def test_refuses_every_call_without_the_token(bench: Served, token: str | None, path: str) -> None:
    body: dict[str, str] | None = None if path in ("state", "rule/EVD004") else {}
    assert bench.send(f"/api/{path}", body, headers={"X-Timeline-Token": token}).status == 403


def test_a_token_in_the_address_is_not_enough(bench: Served) -> None:
    assert bench.send("/api/state?token=a-token-for-tests", headers={"X-Timeline-Token": None}).status == 403


def test_a_get_changes_nothing(bench: Served, harbour: Path) -> None:
    before = builder.contents(harbour)
    for path in ("change", "undo", "redo", "new", "suggest"):
        assert bench.send(f"/api/{path}").status == 405
    assert builder.contents(harbour) == before


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None])
def test_a_form_of_another_page_is_refused(bench: Served, kind: str | None) -> None:
    assert bench.send("/api/change", CHANGE, headers={"Content-Type": kind}).status == 415


def test_a_body_is_bounded_and_is_json(bench: Served) -> None:
    assert bench.send("/api/change", b"{}", headers={"Content-Length": str(MAX_BODY_BYTES + 1)}).status == 413
    assert (
        bench.send("/api/change", b"", headers={"Content-Length": None, "Transfer-Encoding": "chunked"}).status == 411
    )
    both = {"Content-Length": "2", "Transfer-Encoding": "chunked"}
    assert bench.send("/api/change", b"{}", headers=both).status == 411
    for body in (b"{", b"[]", b"\xff", b"[" * 100_000):
        assert bench.send("/api/change", body).status == 400


def test_every_answer_has_the_headers_and_none_a_cookie_or_leave_for_others(bench: Served) -> None:
    for path in ("/", "/page/main.js", "/page/none.js", "/api/state", "/nowhere"):
        headers = bench.send(path).headers
        for name, value in HEADERS.items():
            assert headers[name.lower()] == value
        assert not [h for h in headers if h == "set-cookie" or h.startswith("access-control-")]
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["/page/../server.py", "/page/%2e%2e%2fserver.py", "/page/..%2f..%2fapi.py", "/page//etc/passwd", "/datapackage.json", "/page/.hidden"]
)  # fmt: skip
def test_serves_the_page_and_no_other_file(bench: Served, path: str) -> None:
    assert bench.send(path).status == 404


def test_the_page_has_no_script_or_style_of_its_own_and_asks_nobody_else() -> None:
    page = (PAGE / "index.html").read_text(encoding="utf-8")
    assert "<style" not in page
    assert " style=" not in page
    assert " on" not in page.replace(" on ", "")[: page.find("<body>")]
    for file in PAGE.iterdir():
        content = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http:" not in content
        assert "https:" not in content
        assert "innerHTML" not in content


def test_a_port_in_use_is_reported(bench: Served, harbour: Path) -> None:
    with pytest.raises(UserError, match=f"port {bench.port}"):
        server.serve(Mock(), bench.port, print)
