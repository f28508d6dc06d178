"""Programs that are no Python packages: asked for by name, skipped loudly where missing, never in CI."""

from __future__ import annotations

import os
import shutil
import warnings

import pytest


def program(name: str, debian: str) -> str:
    """Path of a program. Where it is missing the test is skipped with a warning, and fails if CI is true."""
    path = shutil.which(name)
    if path is None:
        why = f"{name} is not installed: apt-get install {debian}"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(why, stacklevel=2)
        pytest.skip(why)
    return path
