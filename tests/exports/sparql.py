"""SPARQL queries that a validator asks hundreds of times: rdflib parses each once, which is most of what they take.

A query that is prepared may be asked again of any graph (`rdflib.plugins.sparql.prepareQuery`).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import pytest
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.processor import SPARQLProcessor
from rdflib.plugins.sparql.sparql import Query

ASK = SPARQLProcessor.query


@functools.cache
def _prepared(text: str, base: str | None, prefixes: tuple[tuple[str, str], ...]) -> Query:
    return translateQuery(parseQuery(text), base, dict(prefixes))


def parse_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let rdflib prepare each text of a query once a process, for the rest of a test."""

    def query(
        self: SPARQLProcessor,
        asked: str | Query,
        bindings: Mapping[str, Any] | None = None,
        prefixes: Mapping[str, Any] | None = None,
        base: str | None = None,
        DEBUG: bool = False,
    ) -> Mapping[str, Any]:
        if isinstance(asked, str):
            asked = _prepared(asked, base, tuple(sorted((prefixes or {}).items())))
        return ASK(self, asked, bindings, prefixes, base, DEBUG)

    monkeypatch.setattr(SPARQLProcessor, "query", query)
