"""The annotations of a CAS: spans, relations, slots and chains of INCEpTION's layers."""

from __future__ import annotations

from collections import Counter
from typing import Any

from event_timeline.importing.annotations import Annotation, Document, Frame, Group, Relation, Span

DKPRO = "de.tudarmstadt.ukp.dkpro.core.api."
LINGUISTIC = (
    *(f"{DKPRO}{name}." for name in ("segmentation", "lexmorph", "syntax", "metadata", "transform")),
    "uima.tcas.DocumentAnnotation", "uima.cas.", "de.tudarmstadt.ukp.clarin.webanno.api.type.", "org.dkpro.core.api.xml.",
    "de.tudarmstadt.ukp.inception.",
)  # fmt: skip
"""Beginnings of the names of types that do not annotate events: words, sentences, parts of speech, settings."""
METADATA = f"{DKPRO}metadata.type.DocumentMetaData"
LABELS = ("value", "label")
"""Features that name the type of an annotation, as in NamedEntity and the layers that INCEpTION brings along."""
PLACE = frozenset({"sofa", "begin", "end", "Governor", "Dependent", "next", "first", "role", "target"})
LINKS = frozenset({"identifier"})


def document(
    view: Any, name: str, user: str, layers: dict[str, list[str]], label_of: str, notes: list[str]
) -> Document:
    """A document of a view of a cassis.Cas. layers gets label -> its layer; notes gets what is left out of the file `label_of`."""
    found = Document(name, view.sofa_string, user)
    counts: Counter[str] = Counter()
    chains = []
    for fs in sorted(view.select_all_fs(), key=lambda f: f.xmiID or 0):
        if fs.type.name == METADATA:
            language = getattr(fs, "language", None)
            found.cells |= {"language": language} if language and not language.startswith("x-") else {}
        if fs.type.name.startswith(LINGUISTIC):
            counts[_short(fs.type.name)] += 1
            continue
        values = _values(fs)
        label = next((v for key in LABELS if (v := values.pop(key, ""))), "")
        layer = _short(fs.type.name)
        if label and label != layer:
            layers.setdefault(label, [layer])
        one: Annotation
        key = str(fs.xmiID)
        if _refers(fs, "Governor") and _refers(fs, "Dependent"):
            one = Relation(key, label or layer, values, source=str(fs.Governor.xmiID), target=str(fs.Dependent.xmiID))
            found.relations.append(one)
        elif _refers(fs, "first"):
            chains.append((fs, Group(key, "coreference", values)))
            continue
        elif isinstance(getattr(fs, "begin", None), int):
            _add_span(found, fs, label or layer, values)
        else:
            found.groups.append(Group(key, label or layer, values))
    for fs, chain in chains:
        chain.members = _members(fs.first)
        found.groups.append(chain)
    left = [f"{n:,} of {t}" for t, n in sorted(counts.items()) if t not in ("DocumentMetaData", "DocumentAnnotation")]
    if left:
        notes.append(f"{label_of}: left out, since they do not annotate events: {', '.join(left)}")
    return found


def _short(name: str) -> str:
    return name.rpartition(".")[2]


def _refers(fs: Any, feature: str) -> bool:
    return getattr(getattr(fs, feature, None), "type", None) is not None


def _members(link: Any) -> list[str]:
    """The links of a chain, in order, each once."""
    found: dict[str, None] = {}
    while link is not None and str(link.xmiID) not in found:
        found[str(link.xmiID)] = None
        link = getattr(link, "next", None)
    return list(found)


def _add_span(found: Document, fs: Any, kind: str, values: dict[str, str]) -> None:
    key = str(fs.xmiID)
    links = [("identifier" if "://" in v else feature, v, "") for feature in LINKS if (v := values.pop(feature, ""))]
    links = [("Wikidata", v.rpartition("/")[2], "") if "wikidata.org/" in v else (r, v, n) for r, v, n in links]
    roles = _roles(fs)
    span = Span(key, kind, {} if roles else values, [], [] if roles else links, pieces=[(fs.begin, fs.end)])
    found.spans[key] = span
    if roles:
        found.frames[key] = Frame(key, kind, values, [], links, trigger=key, roles=roles)


def _roles(fs: Any) -> list[tuple[str, str]]:
    """(role, id) of what fills the slots of an annotation: features that are, or list, other annotations."""
    roles = []
    for feature in fs.type.all_features:
        value = getattr(fs, feature.name, None)
        if feature.name in PLACE or value is None:
            continue
        for one in _listed(value):
            target = getattr(one, "target", None)
            if target is not None and hasattr(target, "xmiID"):
                roles.append((getattr(one, "role", None) or feature.name, str(target.xmiID)))
            elif isinstance(getattr(one, "begin", None), int):
                roles.append((feature.name, str(one.xmiID)))
    return roles


def _listed(value: Any) -> list[Any]:
    """The elements of an array, or the one value, where they are feature structures."""
    elements = getattr(value, "elements", value)
    listed = elements if isinstance(elements, list | tuple) else [elements]
    return [e for e in listed if hasattr(e, "xmiID")]


def _values(fs: Any) -> dict[str, str]:
    """Feature -> value, of those that are text, numbers or truth values."""
    found = {}
    for feature in fs.type.all_features:
        value = getattr(fs, feature.name, None)
        if feature.name in PLACE or value is None or not isinstance(value, str | bool | int | float):
            continue
        if value != "":
            found[feature.name] = str(value).lower() if isinstance(value, bool) else str(value)
    return found
