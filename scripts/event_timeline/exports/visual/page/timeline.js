// The timeline: a row an event, in lanes, beside one axis. Up to FLOWING rows stand in the page as they are;
// of more, only those in sight are in the document.

const FLOWING = 250;
const AROUND = 12;
const PRINTED = 3000;
const timeline = { rows: [], list: null, axis: null, active: "", redraw: () => {} };

function laned() {
  if (asked.lanes === "time") {
    const dated = found.events.filter((e) => e.at.dated).sort(byTime).map((event) => ({ event }));
    const undated = inLanes(found.events.filter((e) => !e.at.dated), (e) => labelOf("events.topic", e.topic) || "No topic", "without a date");
    return dated.length ? [{ lane: "Dated", number: dated.length }, ...dated, ...undated] : undated;
  }
  const name = { topic: (e) => labelOf("events.topic", e.topic) || "No topic", status: (e) => labelOf("events.status", e.status), place: (e) => brief(places.get(e.place_id)?.name ?? "Place not known") }[asked.lanes];
  if (!name) return [...found.events].sort(byTime).map((event) => ({ event }));
  return inLanes(found.events, name);
}
function inLanes(some, name, note) {
  const lanes = new Map();
  for (const event of some) {
    const key = name(event);
    if (!lanes.has(key)) lanes.set(key, []);
    lanes.get(key).push(event);
  }
  return [...lanes].flatMap(([lane, some]) => [{ lane, note, number: some.length, hue: ["topic", "time"].includes(asked.lanes) ? hues.get(some[0].topic) : undefined }, ...some.sort(byTime).map((event) => ({ event }))]);
}

function laneRow({ lane, note, number, hue }) {
  return h("li", { class: "lane" }, h("h3", {}, hue !== undefined && h("span", { class: `swatch hue${hue}` }), bdi(lane), " ", h("span", { class: "count" }, count(number, "event"), note && `, ${note}`)));
}
function eventRow(event, place, total) {
  const { at } = event;
  const facts = [at.when || "undated", state(event), asked.lanes === "topic" || (asked.lanes === "time" && !at.dated) ? "" : lower(labelOf("events.topic", event.topic))].filter(Boolean).flatMap((words, i) => [i ? " · " : "", bdi(words)]);
  const plot = h("span", { class: "plot", "aria-hidden": "true" });
  if (at.dated && timeline.axis) drawBar(plot, at, event);
  else plot.append(h("span", { class: "undated" }, brief(at.when, 40) || `no. ${event.position.toLocaleString("en")} in the text`));
  const id = event.event_id;
  return h("li", { class: "row", "aria-setsize": total, "aria-posinset": place },
    h("a", { href: address("event", id), tabindex: id === timeline.active ? 0 : -1, "data-id": id, "aria-current": chosen.kind === "event" && chosen.id === id },
      h("span", { class: `icon ink${hues.get(event.topic)}` }, shape(event.status, event.negated)),
      h("span", { class: "event-label" }, bdi(brief(event.label, 300), { class: "label" }), h("span", { class: "more" }, facts)), plot));
}
function drawBar(plot, at, event) {
  const { pieces, mark, right, left, startMark } = barOf(at, timeline.axis);
  for (const { kind, from, to, on, back } of pieces) {
    const bar = h("span", { class: `piece ${kind}${kind === "sure" && !isHeld(event) ? " claimed" : ""} hue${hues.get(event.topic)}${on ? " goes-on" : ""}${back ? " goes-back" : ""}` });
    bar.style.left = `${from}%`;
    bar.style.width = `${to - from}%`;
    plot.append(bar);
  }
  if (mark) {
    const note = h("span", { class: "doubt" }, mark);
    note.style.left = `min(${right}%, calc(100% - 16px))`;
    plot.append(note);
  }
  if (startMark) {
    const note = h("span", { class: "doubt" }, startMark);
    note.style.left = `max(calc(${left}% - ${10 * startMark.length + 8}px), -4px)`;
    plot.append(note);
  }
}

function scale() {
  const head = h("div", { class: "scale", "aria-hidden": "true" });
  const plot = head.appendChild(h("div", { class: "plot" }));
  return { head, plot };
}
function drawScale(plot, grid) {
  const dated = found.events.filter((e) => e.at.dated);
  timeline.axis = dated.length ? makeAxis(dated, Math.max(plot.clientWidth, 120)) : null;
  plot.replaceChildren();
  grid.replaceChildren();
  if (!timeline.axis) return;
  const sample = plot.appendChild(h("span", { class: "tick" }, h("b")));
  const fonts = [sample.firstChild, sample].map((node) => getComputedStyle(node).font);
  sample.remove();
  for (const { place, ends, first, second } of ticksOf(timeline.axis, dated, fonts)) {
    const name = h("span", { class: `tick${ends ? " ends" : ""}${second ? "" : " short"}` }, h("b", {}, first), h("br"), second);
    const line = h("span", { class: "line" });
    name.style.left = line.style.left = `${place}%`;
    plot.append(name);
    grid.append(line);
  }
  for (const place of timeline.axis.breaks) {
    const mark = h("span", { class: "break" }, "//");
    mark.style.left = `${place}%`;
    plot.append(mark);
  }
}

function showTimeline(view) {
  const { head, plot } = scale();
  const grid = h("div", { class: "grid", "aria-hidden": "true" });
  const list = h("ul", { class: "rows", "aria-label": "Events", on: { keydown: rowKeys, focusin: (e) => setActive(e.target.closest("[data-id]")?.dataset.id) } });
  timeline.list = list;
  timeline.rows = laned();
  let place = 0;
  for (const row of timeline.rows) if (row.event) row.place = ++place;
  const only = timeline.rows.filter((r) => r.event);
  if (!only.some((r) => r.event.event_id === timeline.active)) timeline.active = only[0]?.event.event_id ?? "";
  const chart = h("div", { class: "chart" }, head, h("div", { class: "drawing" }, grid, list));
  fill(view, {}, [chart, !only.length && h("p", { class: "note" }, rows.events.length ? "No event answers these filters." : "This package has no events.")]);
  const flowing = timeline.rows.length <= FLOWING;
  list.classList.toggle("far", !flowing);
  timeline.redraw = (all = flowing) => { drawScale(plot, grid); drawRows(all, only.length); };
  timeline.redraw();
  chart.before(key());
}
function drawRows(all, total) {
  const { list, rows: shown } = timeline;
  const node = (row) => (row.event ? eventRow(row.event, row.place, total) : laneRow(row));
  list.classList.toggle("far", !all);
  if (all) {
    list.style.height = "";
    list.replaceChildren(...shown.slice(0, PRINTED).map(node));
    return;
  }
  const high = parseFloat(getComputedStyle(list).getPropertyValue("--row")) || 48;
  list.style.height = `${shown.length * high}px`;
  const top = -list.getBoundingClientRect().top;
  const first = Math.max(Math.floor(top / high) - AROUND, 0);
  const last = Math.min(Math.ceil((top + innerHeight) / high) + AROUND, shown.length);
  const held = list.contains(document.activeElement) ? document.activeElement.dataset.id : undefined;
  const wanted = [];
  shown.forEach((row, i) => { if ((i >= first && i < last) || (held && row.event?.event_id === held)) wanted.push(i); });
  const old = new Map([...list.children].map((li) => [Number(li.dataset.at), li]));
  for (const i of wanted) {
    if (old.has(i) && old.get(i).dataset.axis === String(timeline.axis?.pixels)) { old.delete(i); continue; }
    const li = node(shown[i]);
    li.dataset.at = i;
    li.dataset.axis = String(timeline.axis?.pixels);
    li.style.top = `${i * high}px`;
    const next = [...list.children].find((other) => Number(other.dataset.at) > i);
    list.insertBefore(li, next ?? null);
  }
  for (const li of old.values()) li.remove();
}

function setActive(id) {
  if (!id || id === timeline.active) return;
  const link = (which) => timeline.list?.querySelector(`[data-id="${CSS.escape(which)}"]`);
  link(timeline.active)?.setAttribute("tabindex", "-1");
  link(id)?.setAttribute("tabindex", "0");
  timeline.active = id;
}
function rowKeys(event) {
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
  const step = steps[event.key];
  if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  const only = timeline.rows.filter((r) => r.event);
  const now = only.findIndex((r) => r.event.event_id === timeline.active);
  goTo(only[Math.min(Math.max(now + step, 0), only.length - 1)].event.event_id, true);
}
// Bring an event's row into sight, and the focus to it if asked; false where the filters hide it.
function goTo(id, focus) {
  const at = timeline.rows.findIndex((r) => r.event?.event_id === id);
  if (at < 0 || !timeline.list?.isConnected) return false;
  if (timeline.list.classList.contains("far")) {
    const high = parseFloat(getComputedStyle(timeline.list).getPropertyValue("--row"));
    const top = timeline.list.getBoundingClientRect().top + at * high;
    if (top < 110 || top + high > innerHeight - 10) scrollBy(0, top - innerHeight / 2);
    drawRows(false, timeline.rows.filter((r) => r.event).length);
  }
  setActive(id);
  const link = timeline.list.querySelector(`[data-id="${CSS.escape(id)}"]`);
  if (focus) link?.focus({ preventScroll: true });
  const seen = link?.getBoundingClientRect();
  if (seen && (seen.top < 120 || seen.bottom > innerHeight - 12)) link.scrollIntoView({ block: focus ? "nearest" : "center" });
  return true;
}

// How bars are to be read, as far as they occur.
function key() {
  const dated = found.events.filter((e) => e.at.dated), seen = dated.map((e) => e.at);
  const sample = (kind, text, occurs, extra = "") => occurs && h("span", { class: "sample" }, h("span", { class: "mini" }, h("span", { class: `piece ${kind} ${extra}` })), text);
  return h("p", { class: "key" },
    sample("sure", "takes place then", dated.some((e) => e.at.from !== null && isHeld(e))),
    sample("sure", "only planned, claimed or denied", dated.some((e) => e.at.from !== null && !isHeld(e)), "claimed"),
    sample("maybe", "some time in it", seen.some((at) => at.from === null || at.from !== at.first)),
    sample("sure", "goes on", seen.some((at) => at.on), "goes-on"),
    seen.some((at) => at.orBefore || at.orAfter) && h("span", { class: "sample" }, h("b", {}, "≤ ≥"), " that day or before, or later"),
    seen.some((at) => at.doubt || at.startDoubt || (at.last === null && !at.on)) && h("span", { class: "sample" }, h("b", {}, "? ≈"), " end not known, or date uncertain"),
    timeline.axis?.breaks.length > 0 && h("span", { class: "sample" }, h("b", { class: "break" }, "//"), " the scale changes"));
}
