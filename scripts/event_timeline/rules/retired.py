"""Codes of rules that are no more; a code is never given to another rule."""

from __future__ import annotations

RETIRED = {
    "ACT009": "an actor that is only told something is rightly referred to by nothing; EVD014 finds those without evidence",
    "ACT015": "sources tell of words without saying whose they are",
    "ACT016": "an office or a name may well name an actor that its holder does not belong to, such as an embassy's host",
    "ACT017": "what stands before a name is not always an office: Mrs, a trade, an origin",
    "ACT018": "CAMEO's country is where an actor comes from, not whom it belongs to",
    "ACT019": "a CAMEO code may be of a sort of actor, of which a source tells several",
    "ACT025": "those who take part on equal terms may do something to a third party together",
    "DAT027": "two sources that give the same day confirm each other",
    "EVT020": "the topic says what an event is about, and any kind of event may be about anything",
    "REL017": "a source may relate in its own voice what it does not vouch for",
}
"""Code -> why there is no such rule any more."""
