// Actors and events as a network: who takes part in what, how events are related, what speakers say of them. Each mark and each line
// is a row, which a click or Enter opens; the list below the drawing has the lines in words.

import { add, shows } from "./below.js";
import { brief, byId, fill, h, one } from "./dom.js";
import { takeEnd } from "./links.js";
import { arrowHead, between, layout, nameBelow, nodeShape } from "./layout.js";
import { s } from "./shared.js";
import { changed, keyOf, labelOf, rowLabel, rowOf, rows, select, store, termLabel } from "./store.js";

const MOST = 60, NARROW = 500, MOST_NARROW = 20; // marks that have room for their names
const ROOM = 13_000, STEP = 100; // square pixels for a mark with its name; pixels by which the drawing gets higher
const LISTED = 300;
const FORMS = { person: "circle", country: "diamond", organisation: "diamond", body: "diamond", group: "dashed" };
const SORTS = [["roles", "participants"], ["relations", "relations"], ["stances", "stances of speakers"]];
const box = h("div", { id: "network", class: "networkbox", hidden: true });
byId("findings").after(box);
add("network", () => "Network", [box], () => true, "high");
let drawn = {};
let spots = new Map(), tall = 0, laid = ""; // where marks are, the height that they need, and of what

const view = () => store.view.network;
const joined = (...parts) => parts.join("/");
const split = (node) => { const at = node.indexOf("/"); return [node.slice(0, at), node.slice(at + 1)]; };
// Lines: the row, the two marks (TABLE/KEY), how they are joined, and its words.
function allTies() {
  const found = [], here = (node) => rowOf(...split(node));
  const tie = (sort, table, row, a, b, how, words) => { if (here(a) && here(b) && a !== b) found.push({ sort, table, key: keyOf(store.tables[table], row), a, b, how, words }); };
  if (view().roles) for (const r of rows("event_actors")) tie("roles", "event_actors", r, joined("actors", r.actor_id), joined("events", r.event_id), termLabel("event_actors", "role", r.role));
  if (view().relations) for (const r of rows("event_relations")) tie("relations", "event_relations", r, joined("events", r.event_id), joined("events", r.other_event_id), termLabel("event_relations", "relation", r.relation));
  if (view().stances) for (const r of rows("statement_events")) {
    const speaker = rowOf("statements", r.statement_id)?.speaker_id;
    if (speaker) tie("stances", "statement_events", r, joined("actors", speaker), joined("events", r.event_id), `${termLabel("statement_events", "stance", r.stance)}, ${termLabel("statement_events", "factuality", r.factuality)}`);
  }
  return found;
}
const nameOf = (node) => labelOf(...split(node));
const openNode = (node) => { const [table, key] = split(node); if (!takeEnd(table, key)) select(table, key); };
// The marks that belong to the open record.
function opened() {
  const { current } = store;
  if (!current) return [];
  const row = rowOf(current.table, current.key) ?? {};
  if (["actors", "events"].includes(current.table)) return [joined(current.table, current.key)];
  if (current.table === "statements") return [row.speaker_id && joined("actors", row.speaker_id), ...rows("statement_events").filter((r) => r.statement_id === current.key).map((r) => joined("events", r.event_id))].filter(Boolean);
  return [row.event_id && joined("events", row.event_id), row.other_event_id && joined("events", row.other_event_id), row.actor_id && joined("actors", row.actor_id)].filter(Boolean);
}
// The marks with most lines, or those of the open record and those that a line joins with them.
function chosenNodes(ties, centre, most) {
  const weight = new Map();
  for (const { a, b } of ties) for (const node of [a, b]) weight.set(node, (weight.get(node) ?? 0) + 1);
  let known = [...weight.keys()];
  if (view().around && centre.length) {
    const own = new Set(centre);
    known = [...new Set([...centre, ...ties.filter(({ a, b }) => own.has(a) || own.has(b)).flatMap(({ a, b }) => [a, b])])];
  }
  const rank = (node) => (centre.includes(node) ? 1e6 : 0) + (weight.get(node) ?? 0), ranked = [...known].sort((x, y) => rank(y) - rank(x) || (x < y ? -1 : 1));
  return { known, nodes: view().around ? ranked.slice(0, most) : joinedOnes(ranked, ties, centre, most) };
}
// The first ones, but that each has a line to another: one whose others have no room gives its place to the next.
function joinedOnes(ranked, ties, centre, most) {
  let nodes = ranked.slice(0, most), next = most;
  for (;;) {
    const here = new Set(nodes), linked = new Set(centre);
    for (const { a, b } of ties) if (here.has(a) && here.has(b)) linked.add(a).add(b);
    const kept = nodes.filter((node) => linked.has(node));
    if (kept.length === nodes.length) return nodes;
    const more = ranked.slice(next, next + nodes.length - kept.length);
    next += more.length;
    nodes = [...kept, ...more];
  }
}
export function drawNetwork() {
  if (!shows("network")) return;
  const { tables, current } = store, v = view(), wide = Math.max(box.clientWidth - 30, 300);
  const now = { high: box.clientHeight, tables, current: current && joined(current.table, current.key), what: JSON.stringify([v.around, v.roles, v.relations, v.stances]), wide, link: store.link };
  if (Object.keys(now).every((k) => drawn[k] === now[k])) return;
  const focused = box.contains(document.activeElement) ? document.activeElement.id || (document.activeElement.dataset.node && "node") || document.activeElement.dataset.tie : null, top = box.scrollTop, open = box.querySelector("details")?.open;
  drawn = now;
  const ties = allTies(), centre = opened(), { known, nodes } = chosenNodes(ties, centre, wide < NARROW ? MOST_NARROW : MOST);
  const room = Math.max(300, box.clientHeight - 60, Math.ceil((nodes.length * ROOM) / wide / STEP) * STEP), drawnNodes = new Set(nodes), lines = ties.filter((t) => drawnNodes.has(t.a) && drawnNodes.has(t.b));
  const pairs = new Map();
  for (const t of lines) { const id = JSON.stringify([t.a, t.b].sort()); if (!pairs.has(id)) pairs.set(id, []); pairs.get(id).push(t); }
  const edges = [...pairs.values()].map((list) => ({ a: list[0].a, b: list[0].b, weight: list.length }));
  const kept = JSON.stringify([nodes.map((node) => [node, nameOf(node)]), edges, wide, room]);
  if (laid !== kept) { ({ at: spots, high: tall } = layout(nodes, edges, nameOf, wide, room)); laid = kept; }
  if (!drawnNodes.has(v.node)) v.node = centre.find((n) => drawnNodes.has(n)) ?? nodes[0] ?? null;
  const check = (id, checked, label, set) => h("label", {}, h("input", { type: "checkbox", id, checked, on: { change: (e) => { set(e.target.checked); changed(); } } }), ` ${label}`);
  const size = (node) => (node.startsWith("events/") ? 6 : 8);
  const line = (t, i, list) => {
    const { line: ends, heads } = between(spots.get(t.a), spots.get(t.b), size(t.a), size(t.b), nameOf(t.a), nameOf(t.b)), isNow = store.current?.table === t.table && store.current.key === t.key;
    const near = centre.includes(t.a) || centre.includes(t.b) || isNow, off = (i - (list.length - 1) / 2) * 5, length = Math.hypot(ends.x2 - ends.x1, ends.y2 - ends.y1) || 1;
    const dx = (-(ends.y2 - ends.y1) / length) * off, dy = ((ends.x2 - ends.x1) / length) * off, place = { x1: ends.x1 + dx, y1: ends.y1 + dy, x2: ends.x2 + dx, y2: ends.y2 + dy };
    const how = near && i === 0 ? [...new Set(list.map((x) => x.how))].join("; ") : "", words = how.length * 6 + 12 < length ? how : ""; // else the list below has it
    return s("g", { data: { ends: `${t.a} ${t.b}` }, class: `tie ${t.sort}${near ? " near" : ""}${isNow ? " now" : ""}`, on: { click: () => select(t.table, t.key) } }, s("title", {}, `${nameOf(t.a)} — ${t.how} — ${nameOf(t.b)}`), s("line", { ...place, class: "hit" }),
      s("line", { ...place, class: "edge" }), t.sort === "relations" && s("line", { x1: heads.end.x1 + dx, y1: heads.end.y1 + dy, x2: heads.end.x2 + dx, y2: heads.end.y2 + dy, class: "edge head", "marker-end": "url(#arrow)" }), words && s("text", { x: (place.x1 + place.x2) / 2, y: (place.y1 + place.y2) / 2 + 3, "text-anchor": "middle", "aria-hidden": "true" }, words));
  };
  const mark = (node) => {
    const [table, key] = split(node), row = rowOf(table, key), own = ties.filter((t) => t.a === node || t.b === node);
    const said = own.slice(0, 8).map((t) => (t.a === node ? `${t.how} — ${nameOf(t.b)}` : `${nameOf(t.a)} — ${t.how}`));
    return s("g", { class: `node k-${table}${centre.includes(node) ? " now" : ""}`, role: "button", tabindex: node === v.node ? 0 : -1, data: { node }, "aria-description": `${table === "actors" ? "Actor" : "Event"}. ${said.join("; ")}${own.length > 8 ? `; ${own.length - 8} more` : ""}`, "aria-pressed": String(centre.includes(node)), transform: `translate(${spots.get(node).x.toFixed(1)} ${spots.get(node).y.toFixed(1)})`, on: { click: () => openNode(node) } },
      s("title", {}, nameOf(node)), nodeShape(table === "events" ? "square" : FORMS[row.kind] ?? "circle", size(node)), nameBelow(nameOf(node), size(node)));
  };
  const left = known.length - nodes.length, alone = rows("actors").length + rows("events").length - new Set(allOf(ties)).size;
  fill(box,
    h("p", { class: "gridbar", role: "group", "aria-label": "What the network shows" }, SORTS.map(([name, label]) => check(`n-${name}`, v[name], label, (on) => { v[name] = on; })), check("n-around", v.around, "only around the open record", (on) => { v.around = on; }),
      h("span", { class: "hint" }, [left > 0 ? `The ${nodes.length} with most lines of ${known.length}.` : "", alone > 0 && !v.around ? `${one(alone, "actor or event", "actors or events")} without a line ${alone === 1 ? "is" : "are"} not drawn.` : ""].filter(Boolean).join(" "))),
    nodes.length ? s("svg", { class: "network", viewBox: `0 0 ${wide} ${tall}`, width: wide, height: tall, role: "group", "aria-label": `Network of ${one(nodes.length, "mark")} and ${one(lines.length, "line")}. Arrow keys go to the nearest mark, Enter opens its record.` }, arrowHead(),
      [...pairs.values()].flatMap((list) => list.map(line)), nodes.map(mark)) : h("p", { class: "hint" }, v.around && !centre.length ? "Open an event, an actor or a statement to see what is around it." : "No actor takes part in an event yet: select an event's words, press E, then choose its actors."),
    h("ul", { class: "legend", "aria-hidden": "true" }, [["circle", "person"], ["diamond", "organisation, country"], ["dashed", "group"], ["square", "event"]].map(([form, name]) => h("li", {}, s("svg", { viewBox: "-9 -9 18 18", class: `sample ${form === "square" ? "k-events" : "k-actors"}` }, nodeShape(form, 6)), ` ${name}`)), [["roles", "takes part"], ["relations", "relation"], ["stances", "says of it"]].map(([sort, name]) => h("li", {}, s("svg", { viewBox: "0 0 30 10", class: `sample tie ${sort}` }, s("line", { x1: 0, y1: 5, x2: 30, y2: 5, class: "edge" })), ` ${name}`))),
    ties.length > 0 && h("details", { open }, h("summary", {}, `${one(ties.length, "line")} in words`), h("ul", { class: "ties" }, ties.slice(0, LISTED).map((t) => h("li", {}, h("button", { type: "button", class: "link", data: { tie: joined(t.table, t.key) }, on: { click: () => select(t.table, t.key) } }, `${brief(nameOf(t.a), 60)} — ${t.how} — ${brief(nameOf(t.b), 60)}`))), ties.length > LISTED && h("li", { class: "hint" }, `and ${ties.length - LISTED} more: the tables have all of them.`))));
  box.scrollTop = top;
  if (focused === "node") box.querySelector('.node[tabindex="0"]')?.focus({ preventScroll: true });
  else if (focused) (byId(focused) ?? box.querySelector(`[data-tie="${CSS.escape(focused)}"]`))?.focus({ preventScroll: true });
}
const allOf = (ties) => ties.flatMap((t) => [t.a, t.b]);
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
box.addEventListener("focusin", ({ target }) => {
  const { node } = target.dataset;
  if (!node) return;
  box.querySelector('.node[tabindex="0"]')?.setAttribute("tabindex", "-1");
  target.setAttribute("tabindex", "0");
  view().node = node;
});
box.addEventListener("keydown", (e) => {
  const { node } = e.target.dataset;
  if (!node || e.ctrlKey || e.altKey || e.metaKey) return;
  if (e.key === "Enter" || e.key === " ") { e.preventDefault(); openNode(node); return; }
  const way = WAYS[e.key], from = spots.get(node);
  if (!way) return;
  e.preventDefault();
  let nearest = null, least = Infinity;
  for (const [id, { x, y }] of spots) { // the nearest one within 60 degrees of the way
    const along = (x - from.x) * way[0] + (y - from.y) * way[1], across = Math.abs((x - from.x) * way[1]) + Math.abs((y - from.y) * way[0]);
    if (along > 0 && across < 1.75 * along && along + across < least) { least = along + across; nearest = id; }
  }
  if (nearest) [...box.querySelectorAll(".node")].find((n) => n.dataset.node === nearest)?.focus();
});
addEventListener("resize", () => drawNetwork());
