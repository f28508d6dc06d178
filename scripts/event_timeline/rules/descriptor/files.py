"""PKG: the files that the descriptor names, and their integrity."""

from __future__ import annotations

import codecs
import difflib
import re
from collections.abc import Iterator

from event_timeline import profile
from event_timeline.io.paths import is_relative
from event_timeline.model import Problem
from event_timeline.rules.descriptor.properties import in_descriptor
from event_timeline.rules.rule import Context, Finding, rule


@rule("PKG003", layer="descriptor")
def missing_table(t: Context) -> Iterator[Finding]:
    others = [name for name in t.tables.package.resources if name not in profile.ALL_TABLES]
    misspelt = difflib.get_close_matches("coding", set(t.descriptor) - {"coding"}, 1, 0.8)
    for table in t.absent:
        near = difflib.get_close_matches(table, others, 1, 0.8)
        aspects = [aspect for aspect, tables in profile.ASPECTS.items() if table in tables]
        hint = None
        if near:
            hint = f"name {near[0]!r} so, if it is meant"
        elif aspects and profile.has_coding(t.profile_version):
            declared = f'if it was not coded, declare `"coding": {{"{aspects[0]}": "none"}}`'
            meant = f" (there is {misspelt[0]!r}, which means nothing)" if misspelt else ""
            hint = f"add the resource, with a file that has at least the header; {declared}{meant}"
        yield in_descriptor(t, f"no resource is named {table!r}", "$.resources", value=table, hint=hint)


@rule("PKG023", layer="descriptor", severity="warning")
def misnamed_table(t: Context) -> Iterator[Finding]:
    if not profile.has_coding(t.profile_version):
        return
    for name, schema in t.schemas.items():
        for table in profile.OPTIONAL_TABLES:
            alike = _letters(name) == _letters(table) and table not in t.tables.package.resources
            if alike and profile.has_optional({table: schema}, table):
                message = f"the table {name!r} has the columns of the profile's table {table!r}, and another name"
                yield in_descriptor(t, message, "$.resources", value=name, hint=f"name it {table!r}")


def _letters(name: str) -> str:
    """A table's name without capitals, signs and the plural's *s*."""
    return "".join(c for c in name.lower() if c.isalnum()).removesuffix("s")


@rule("PKG004", layer="descriptor")
def unusable_resource(t: Context) -> Iterator[Finding]:
    for resource in t.tables.package.resources.values():
        if resource.broken:
            said, hint = f"resource {resource.name!r} {resource.broken}", resource.remedy or None
            yield in_descriptor(t, said, "$.resources", value=resource.path or None, hint=hint)


@rule("PKG005", layer="descriptor", secondary=True)
def size_mismatch(t: Context) -> Iterator[Finding]:
    for name, facts in t.tables.facts.items():
        declared = t.tables.package.resources[name].declared.get("bytes")
        if isinstance(declared, int | float) and declared != facts.size:
            parts = len(t.tables.package.resources[name].paths)
            of = f" in {parts} files, with the header of the first" if parts > 1 else ""
            message = f"{facts.size} bytes{of} where the descriptor says {declared}"
            yield Problem(message=message, resource=name, value=str(facts.size))


@rule("PKG006", layer="descriptor", secondary=True, hashes=True)
def hash_mismatch(t: Context) -> Iterator[Finding]:
    for name, facts in t.tables.facts.items():
        declared = t.tables.package.resources[name].declared.get("hash")
        given = declared.removeprefix("sha256:") if isinstance(declared, str) else declared
        if given != declared and facts.sha256 and given != facts.sha256:
            message = f"the SHA-256 is {facts.sha256}, the descriptor has another"
            yield Problem(message=message, resource=name, value=facts.sha256)


@rule("PKG007", layer="descriptor")
def missing_sha256(t: Context) -> Iterator[Finding]:
    for resource in t.tables.package.resources.values():
        declared = resource.declared.get("hash")
        if not re.fullmatch(r"sha256:[0-9a-f]{64}", str(declared)) or "bytes" not in resource.declared:
            message = f"resource {resource.name!r} has no `bytes` or no `sha256:` hash"
            yield in_descriptor(t, message, "$.resources", value=str(declared))


@rule("PKG013", layer="descriptor", severity="warning")
def unlisted_file(t: Context) -> Iterator[Finding]:
    package = t.tables.package
    named = {p for r in package.resources.values() for p in r.paths}
    for folder in sorted({p.rpartition("/")[0] for p in named if "/" in p and is_relative(p)}):
        directory = package.root / folder
        if directory.is_dir():
            for file in sorted(directory.iterdir()):
                path = f"{folder}/{file.name}"
                if file.is_file() and path not in named and not file.name.startswith("."):
                    yield Problem(message="the descriptor does not name this file", path=path)


@rule("PKG016", layer="descriptor", fixable=True)
def json_byte_order_mark(t: Context) -> Iterator[Finding]:
    package = t.tables.package
    for path in package.json_files():
        with package.file(path).open("rb") as file:
            if file.read(3) == codecs.BOM_UTF8:
                yield Problem(message="the file begins with a byte order mark", path=path, line=1)
