"""PKG: the licences of the package."""

from __future__ import annotations

import re
from collections.abc import Iterator

from event_timeline.package.json_files import objects
from event_timeline.rules.descriptor.properties import in_descriptor
from event_timeline.rules.rule import Context, Finding, rule

LICENSE_URLS = {
    "CC0-1.0": "creativecommons.org/publicdomain/zero/1.0",
    "CC-BY-4.0": "creativecommons.org/licenses/by/4.0",
    "CC-BY-SA-4.0": "creativecommons.org/licenses/by-sa/4.0",
    "CC-BY-NC-4.0": "creativecommons.org/licenses/by-nc/4.0",
    "ODbL-1.0": "opendatacommons.org/licenses/odbl",
    "ODC-By-1.0": "opendatacommons.org/licenses/by",
    "PDDL-1.0": "opendatacommons.org/licenses/pddl",
}
"""SPDX identifier -> what its address must contain, for the licences that data are published under."""
LICENSE_PAGES = (
    (r"creativecommons\.org/licenses/(by(?:-nc)?(?:-sa|-nd)?)/(\d\.\d)", "CC-{}-{}"),
    (r"creativecommons\.org/publicdomain/zero/(1\.0)", "CC0-{}"),
    (r"opendatacommons\.org/licenses/(odbl|pddl)", "{}-1.0"),
    (r"opendatacommons\.org/licenses/(by)", "ODC-{}-1.0"),
    (r"spdx\.org/licenses/([A-Za-z0-9.+-]+?)(?:\.html|\.json|\.txt)?/?(?:[?#].*)?$", "{}"),
)
"""Addresses at which licences live -> their SPDX identifiers, in any letter case."""


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
    for pattern, form in LICENSE_PAGES:
        if found := re.search(pattern, path, re.IGNORECASE):
            return form.format(*(part.upper() if form != "{}" else part for part in found.groups()))
    return ""
