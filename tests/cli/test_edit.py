from __future__ import annotations

import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

import event_timeline as et
from tests import builder


def test_prints_an_address_that_serves_the_page_until_it_is_interrupted(tmp_path: Path) -> None:
    package = builder.copy_of_harbour(tmp_path)
    command = [sys.executable, "-m", "event_timeline", "edit", str(package), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        address, _, token = process.stdout.readline().strip().partition("#token=")
        try:
            assert address.startswith("http://127.0.0.1:")
            assert len(token) >= 32
            with urllib.request.urlopen(address, timeout=10) as page:
                assert b"/page/main.js" in page.read()
        finally:
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Ctrl-C ends it" in said
    assert token not in said


def test_says_what_to_install_where_the_extra_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "event_timeline.workbench.server", None)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "event_timeline.workbench.server")
    with pytest.raises(et.Error, match="needs uvicorn") as caught:
        et.edit_in_browser(tmp_path, ready=lambda address: pytest.fail(address))
    assert caught.value.hint == "pip install 'event-timeline[edit]'"


def test_a_package_that_cannot_be_read_is_reported_before_an_address_is_given(tmp_path: Path) -> None:
    package = builder.copy_of_harbour(tmp_path)
    (package / "data/events.csv").write_text("damaged", encoding="utf-8")
    with pytest.raises(et.Error, match=r"events\.csv"):
        et.edit_in_browser(package, ready=lambda address: pytest.fail(address))
