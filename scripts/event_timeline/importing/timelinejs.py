"""TimelineJS 3 (Knight Lab): its JSON, and the CSV of its spreadsheet.

Follows the pages "JSON format" and "Media" of timeline.knightlab.com/docs and TimelineJS's own reader (src/js/core/ConfigFactory.js).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from itertools import takewhile
from pathlib import Path
from typing import Any

from event_timeline.editing.csv_tables import Row
from event_timeline.editing.date_bounds import bounds
from event_timeline.importing import Request
from event_timeline.importing.html_text import words_of_html
from event_timeline.importing.package_draft import PackageDraft, clean, shortened
from event_timeline.model import UserError
from event_timeline.package.json_files import parse_strictly
from event_timeline.profile.edtf import days
from event_timeline.tables.byte_scan import StrictReader
from event_timeline.texts.files import read_text

Slide = dict[str, Any]
ASTRONOMICAL, BCE = "astronomical", "bce"
NUMBERINGS = (BCE, ASTRONOMICAL)
"""What a negative year means: -44 is 44 BCE, as TimelineJS shows it, or the year before -43, 45 BCE."""
DATE = ("year", "month", "day")
TIME = ("hour", "minute", "second")
READ = {
    "": {"start_date", "end_date", "text", "media", "group", "display_date", "unique_id"},
    "text": {"headline", "text"},
    "media": {"url", "credit", "caption", "thumbnail", "alt"},
}
"""Part of a slide -> what is read of it; anything else is counted."""
IGNORED = frozenset({"background", "autolink", "link", "link_target", "title"})
"""The look of a slide."""
COLUMNS = {
    "Headline": ("text", "headline"), "Text": ("text", "text"), "Media": ("media", "url"), "Media Credit": ("media", "credit"),
    "Media Caption": ("media", "caption"), "Media Thumbnail": ("media", "thumbnail"), "Alt Text": ("media", "alt"),
    "Group": ("group",), "Tag": ("group",), "Display Date": ("display_date",),
}  # fmt: skip
"""Column of the spreadsheet -> place in a slide of the JSON."""


def read(request: Request, folder: Path) -> list[str]:
    """Write the package of a timeline. Raises UserError, with line or path, for what is not one."""
    numbering = request.options.get("year_numbering", "")
    if numbering and numbering not in NUMBERINGS:
        raise UserError(f"--year-numbering is {numbering!r}", f"it is {' or '.join(NUMBERINGS)}")
    content = read_text(request.file, "name the JSON of a timeline, or the CSV of its sheet").removeprefix("\ufeff")
    is_json = request.file.suffix.lower() == ".json" or content.lstrip().startswith("{")
    draft = PackageDraft(request)
    title, slides = _json(request.file, content) if is_json else _sheet(request.file, content, draft)
    for number, (place, sort, slide) in enumerate(slides, 1):
        _Slides(draft, numbering or BCE).add(f"{request.file}{place}", sort, slide, number)
    if not numbering and draft.counts[NEGATIVE]:
        draft.counts[NOTE] = draft.counts[NEGATIVE]
    headline, words = _Slides(draft, numbering or BCE).words(f"{request.file}: title", title)
    draft.title = headline
    about = f"Events of the timeline “{headline or request.file.name}”, imported from TimelineJS."
    draft.write(folder, f"{about} {words}".strip()[:5000])
    return draft.notes()


NEGATIVE = "negative years"
NOTE = "{n} years before 1 are read as years BCE, as TimelineJS shows them; --year-numbering=astronomical reads them with a year 0"


def _json(file: Path, content: str) -> tuple[Slide, list[tuple[str, str, Slide]]]:
    """(title, [(place, `event` or `era`, slide)])."""
    whole = parse_strictly(content, str(file))
    if not isinstance(whole, dict) or not isinstance(whole.get("events"), list):
        raise UserError(f"{file}: no list of `events`", "name the JSON of a TimelineJS 3 timeline")
    slides = []
    for key, sort in (("events", "event"), ("eras", "era")):
        listed = whole.get(key) or []
        for number, slide in enumerate(listed if isinstance(listed, list) else [listed]):
            if not isinstance(slide, dict):
                raise UserError(f"{file}: {key}[{number}] is not an object", "correct the file")
            slides.append((f": {key}[{number}]", sort, slide))
    title = whole.get("title") or {}
    if not isinstance(title, dict):
        raise UserError(f"{file}: title is not an object", 'write {"text": {"headline": "…"}}')
    return title, slides


def _sheet(file: Path, content: str, draft: PackageDraft) -> tuple[Slide, list[tuple[str, str, Slide]]]:
    """The same, of rows."""
    reader = csv.DictReader(())
    reader.reader = StrictReader(io.StringIO(content, newline=""), strict=False)  # type: ignore[assignment]
    try:
        header = [c.strip() for c in reader.fieldnames or ()]
        if "Headline" not in header or not {"Year", "Start Date"} & set(header):
            raise UserError(
                f"{file}:1: the header has no Headline, or neither Year nor Start Date",
                "export the sheet of TimelineJS as CSV",
            )
        if doubled := next((c for c in header if c and header.count(c) > 1), None):
            raise UserError(f"{file}:1: the column {doubled!r} is duplicated", "remove or rename one of the two")
        reader.fieldnames = header
        title: Slide = {}
        slides = []
        for row in reader:
            cells = {k: (v or "").strip() for k, v in row.items() if k is not None and not isinstance(v, list)}
            if None in row:
                raise UserError(f"{file}:{reader.line_num}: more cells than the header has", "correct the row")
            if not any(cells.values()):
                continue
            slide = _slide(cells)
            sort = cells.get("Type", "")
            if sort == "title":
                draft.counts["{n} title slides after the first are left out"] += bool(title)
                title = title or slide
            else:
                draft.counts["{n} rows have another type than title or era and are read as events"] += sort not in (
                    "",
                    "era",
                )
                slides.append((f":{reader.line_num}", "era" if sort == "era" else "event", slide))
    except csv.Error as error:
        line = max(1, reader.reader.line_num)
        raise UserError(f"{file}:{line}: not well-formed CSV ({error})", "export the sheet again") from None
    return title, slides


def _slide(cells: dict[str, str]) -> Slide:
    slide: Slide = {}
    for column, (first, *second) in COLUMNS.items():
        if cells.get(column):
            if second:
                slide.setdefault(first, {})[second[0]] = cells[column]
            else:
                slide[first] = cells[column]
    for key, before in (("start_date", ""), ("end_date", "End ")):
        date = {c.lower(): v for c in ("Year", "Month", "Day", "Time") if (v := cells.get(f"{before}{c}", ""))}
        old = cells.get("Start Date" if not before else "End Date", "")
        if not date and (m := re.fullmatch(r"(?:(\d\d?)/)?(?:(\d\d?)/)?(-?\d{1,6})", old)):
            month, day, year = m.groups()
            date = {k: v for k, v in (("year", year), ("month", month), ("day", day)) if v}
        elif not date and old:
            date = {"year": old}
        if date:
            slide[key] = date
    return slide


class _Slides:
    """Slides as rows."""

    def __init__(self, draft: PackageDraft, numbering: str) -> None:
        self.draft, self.numbering = draft, numbering

    def add(self, place: str, sort: str, slide: Slide, number: int) -> None:
        """Add the event of a slide or era. place: file and line, or file and path, for errors."""
        draft = self.draft
        text, media = (self._part(place, slide, key) for key in ("text", "media"))
        _refuse_no_texts(place, slide, ("group", "display_date", "unique_id"))
        _refuse_no_texts(f"{place}.media", media, READ["media"])
        headline, words = self.words(place, slide)
        start, end = (self._date(place, k, slide.get(k)) for k in ("start_date", "end_date"))
        draft.counts["{n} ends without a beginning are left out"] += bool(end and not start)
        date = f"{start}/{end}" if start and end and start != end else start
        shown = words_of_html(str(slide.get("display_date") or ""))
        label = headline or shortened(words) or shown or date or f"Slide {number}"
        group = words_of_html(str(slide.get("group") or ""))
        row = draft.add(
            "events", event_id=draft.identifier("events", str(slide.get("unique_id") or headline or label), "event"),
            position=number, label=shortened(label), summary=words if words != label else "", status="unknown",
            kind=draft.term("events.kind", "Period", "A period that others are set in: an era of a timeline.") if sort == "era" else "other",
            polarity="affirmed", topic=draft.term("events.topic", group, "A group of slides of the timeline.") if group else draft.topic(),
        )  # fmt: skip
        if date:
            self._set_date(place, row, date)
        own = {
            "headline": (headline if len(headline) > len(row["label"]) else "", "The whole headline, where `label` has its beginning."),
            "display_date": (shown, "The date as the timeline shows it."),
            "time": (_time(slide.get("start_date")), "Time of day of the beginning, without a time zone."),
            "end_time": (_time(slide.get("end_date")), "Time of day of the end."),
            "unique_id": (clean(str(slide.get("unique_id") or "")), "Identifier of the slide in the timeline."),
            "media_code": ("" if _is_url(media) else clean(str(media.get("url") or "")), "Embedded code or quotation beside the slide."),
            "media_thumbnail": (clean(str(media.get("thumbnail") or "")), "Address of the small picture."),
            "media_alt": (words_of_html(str(media.get("alt") or "")), "Description of the picture for those who do not see it."),
        }  # fmt: skip
        for column, (cell, description) in own.items():
            if cell:
                row[draft.column("events", column, description)] = cell
        if _is_url(media):
            self._add_media(row["event_id"], media)
        self._count_unread(slide, text, media)

    def words(self, place: str, slide: Slide) -> tuple[str, str]:
        """Headline and text of a slide, without markup."""
        text = self._part(place, slide, "text")
        _refuse_no_texts(f"{place}.text", text, READ["text"])
        found = []
        for key in ("headline", "text"):
            words = "" if (value := text.get(key)) is None else str(value)
            self.draft.counts["{n} texts have control characters, which are left out"] += (
                CONTROL.search(words) is not None
            )
            found.append(words_of_html(words))
        return found[0], found[1]

    def _part(self, place: str, slide: Slide, key: str) -> Slide:
        part = slide.get(key) or {}
        if not isinstance(part, dict):
            raise UserError(f"{place}.{key}: {_brief(part)} is not an object", f"write {EXAMPLES[key]}")
        return part

    def _date(self, place: str, key: str, date: Any) -> str:
        """An EDTF day, month or year; empty where there is none."""
        where = f"{place}.{key}" if "[" in place else f"{place}: {key.replace('_', ' ')}"
        if date is None or date == "":
            return ""
        if not isinstance(date, dict):
            raise UserError(f"{where}: {_brief(date)} is not an object", f"write {EXAMPLES['date']}")
        _refuse_no_texts(where, date, (*TIME, "time"))
        year, month, day = (re.sub(r"[\s,]", "", "" if date.get(k) is None else str(date[k])) for k in DATE)
        if not year and (month or day):
            raise UserError(f"{where}: there is a month or day, but no year", "add the year, or empty the date")
        if not year:
            return ""
        if not re.fullmatch(r"-?\d{1,12}(\.0)?", year):
            raise UserError(
                f"{where}: {_brief(date['year'])} is not a year", "write it in digits, with - for a year before 1"
            )
        number = int(year.removesuffix(".0"))
        self.draft.counts["{n} years 0 are read as 1 BCE, which EDTF writes 0000"] += number == 0
        self.draft.counts["{n} days without a month are left out"] += bool(day and not month)
        if number < 0:
            self.draft.counts[NEGATIVE] += 1
            number += self.numbering == BCE
        edtf = f"{'-' if number < 0 else ''}{abs(number):04}" if abs(number) < 10_000 else f"Y{number}"
        if abs(number) < 10_000:
            for part, name in ((month, "month"), (day, "day")):
                if not part:
                    break
                if not re.fullmatch(r"\d{1,2}(\.0)?", part):
                    raise UserError(f"{where}: {_brief(date[name])} is not a {name}", "write its number")
                edtf += f"-{int(float(part)):02}"
        if days(edtf) is None:
            raise UserError(f"{where}: {edtf} is not in the calendar", "correct month and day")
        return edtf

    def _set_date(self, place: str, row: Row, date: str) -> None:
        if (allowed := days(date)) is None or allowed.backwards:
            raise UserError(f"{place}: {date} ends before it begins", "exchange start and end, or correct one of them")
        row["date_edtf"], row["date_basis"] = date, "stated"
        row["earliest"], row["latest"] = bounds(date)

    def _add_media(self, event: str, media: Slide) -> None:
        """The picture, film, post or page beside a slide as a source that reports the event."""
        draft, url = self.draft, str(media["url"]).strip()
        caption, credit = (words_of_html(str(media.get(k) or "")) for k in ("caption", "credit"))
        known = self.draft.addresses
        if url not in known:
            known[url] = draft.identifier("sources", caption[:40] or url.rpartition("/")[2] or url, "media")
            draft.add("sources", source_id=known[url], kind=draft.term("sources.kind", "Media", "A picture, film, sound, map, post or page beside a slide of a timeline."),
                      title=caption or url, publisher=credit, url=url)  # fmt: skip
        draft.table("event_sources")
        draft.add("event_sources", event_id=event, source_id=known[url])

    def _count_unread(self, slide: Slide, text: Slide, media: Slide) -> None:
        for part, values in (("", slide), ("text", text), ("media", media)):
            for key, value in values.items():
                if key not in READ[part] and key not in IGNORED and value not in ("", None):
                    self.draft.counts[f"{{n}} values of `{part}{'.' if part else ''}{key}` are left out"] += 1


def _refuse_no_texts(place: str, values: Slide, keys: Iterable[str]) -> None:
    """Raise UserError for a list, an object or a truth value where there should be a text or a number."""
    for key in keys:
        if isinstance(value := values.get(key), list | dict | bool):
            raise UserError(f"{place}.{key}: {_brief(value)} is not a text", "write it in quotation marks")


def _brief(value: object) -> str:
    """A value as a message repeats it: a text in Python's quotation marks, others as in JSON."""
    shown = repr(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= MAX_SHOWN_CHARS else f"{shown[:MAX_SHOWN_CHARS]}…"


MAX_SHOWN_CHARS = 40
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
EXAMPLES = {
    "date": '{"year": 2001, "month": 5, "day": 2}', "text": '{"headline": "…", "text": "…"}', "media": '{"url": "https://…"}',
}  # fmt: skip
"""What a part of a slide looks like."""


def _is_url(media: Slide) -> bool:
    return re.fullmatch(r"https?://\S+", str(media.get("url") or "").strip()) is not None


def _time(date: Any) -> str:
    if not isinstance(date, dict):
        return ""
    parts = takewhile(bool, (str("" if date.get(k) is None else date[k]).strip() for k in TIME))
    clock = ":".join(f"{int(p):02}" if p.isdecimal() else p for p in parts)
    return clean(str(date.get("time") or "")) or clock
