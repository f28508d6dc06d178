"""Optional columns of the profile that a file has and its schema lacks: the schema gets their fields."""

from __future__ import annotations

import copy
import csv
from typing import Any

from event_timeline import profile
from event_timeline.editing.new_package import extend_schema
from event_timeline.package.opening import Resource


def with_optional_fields(content: bytes, resource: Resource, version: str) -> dict[str, Any] | None:
    """The schema of a table with a field for each optional column of the profile in its file; None where it has all.

    content: of the file, in UTF-8. The fields come in the order of the header, where it has those of the schema in order.
    """
    have = [f["name"] for f in resource.schema["fields"]]
    line = content.partition(b"\n")[0].decode("utf-8", "replace").rstrip("\r")
    header = next(csv.reader([line]), [])
    added = [c for c in header if c in profile.optional_fields(resource.name, version) and c not in have]
    if not added or [c for c in header if c not in added] != have or len(set(header)) < len(header):
        return None
    schema = copy.deepcopy(resource.schema)
    extend_schema(schema, resource.name, added, version)
    schema["fields"].sort(key=lambda field: header.index(field["name"]))
    return schema
