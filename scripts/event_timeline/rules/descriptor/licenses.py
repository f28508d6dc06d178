"""PKG: the licences of the package."""

from __future__ import annotations

import re
from collections.abc import Iterator

from event_timeline.package.json_files import objects
from event_timeline.rules.descriptor.properties import in_descriptor
from event_timeline.rules.families import reference
from event_timeline.rules.rule import Context, Finding, rule

LICENSE_URLS: dict[str, str] = reference("descriptor")["license_urls"]
LICENSE_PAGES: dict[str, str] = reference("descriptor")["license_pages"]


@rule("PKG014", layer="descriptor")
def contradictory_license(t: Context) -> Iterator[Finding]:
    places = {f"$.resources[{r.name}].licenses": r.declared for r in t.tables.package.resources.values()}
    for where, described in {"$.licenses": t.descriptor, **places}.items():
        for item in objects(described.get("licenses")):
            name, path = str(item.get("name")), str(item.get("path") or "")
            other = _license_at(path)
            # a port to a country's law has the identifier with the country's code after it
            if name in LICENSE_URLS and other and not f"{name}-".upper().startswith(f"{other}-".upper()):
                yield in_descriptor(t, f"{path} is the address of {other}, not of {name}", where, value=path)


def _license_at(path: str) -> str:
    """The SPDX identifier of the licence that is known to live at an address, else empty."""
    for pattern, form in LICENSE_PAGES.items():
        if found := re.search(pattern, path, re.IGNORECASE):
            return form.format(*(part.upper() if form != "{}" else part for part in found.groups()))
    return ""
