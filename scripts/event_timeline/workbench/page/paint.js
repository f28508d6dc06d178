// Marks over the text. The browser paints them as highlights, which leave the text as it is; as <mark> elements where it cannot,
// on paper, and where the system chooses the colours. Each sort has its own line, so that none is known by its colour alone.

import { cut, h } from "./shared.js";
import { SORTS, spansBetween, store } from "./store.js";

const SORTED = ["statement", "event", "actor", "time", "current", "kept", "finding", "differs", "differs-now"]; // a later one lies over an earlier one
const paints = globalThis.Highlight && CSS.highlights ? Object.fromEntries(SORTED.map((name) => [name, new Highlight()])) : null;
if (paints) SORTED.forEach((name, i) => { paints[name].priority = i; CSS.highlights.set(name, paints[name]); });
const forced = matchMedia("(forced-colors: active)"), paper = matchMedia("print");
let printing = false;
const asElements = () => !paints || forced.matches || paper.matches || printing;

// Paint paragraphs: those near the window, or all of them on paper. kept: stretches that wait for others. Returns whether the
// text's nodes are others since.
export function paint(all, near, kept) {
  if (asElements()) return mark(printing || paper.matches ? all : near, kept);
  let changed = false;
  for (const p of all) if (p.marked) { p.node.replaceChildren(p.content); p.text = p.node.firstChild; p.marked = ""; changed = true; }
  for (const name of SORTED) if (name !== "kept") paints[name].clear();
  const known = context();
  for (const p of near) for (const s of spansBetween(p.start, p.end)) for (const name of sortsOf(s, known)) add(name, p, s.start, s.end);
  for (const p of near) for (const s of store.differing) add(s.name, p, s.start, s.end);
  paintKept(all, kept);
  return changed;
}
// Paint only what waits: the other marks are as they were. Returns false where that is not possible.
export function paintKept(all, kept) {
  if (asElements()) return false;
  paints.kept.clear();
  for (const [start, end] of kept) for (const p of all) if (p.start < end && p.end > start) add("kept", p, start, end);
  return true;
}
function add(name, p, start, end) {
  const from = Math.max(start, p.start) - p.start, to = Math.min(end, p.end) - p.start;
  if (p.text && from < to) paints[name].add(new StaticRange({ startContainer: p.text, startOffset: from, endContainer: p.text, endOffset: to }));
}
function context() {
  return { current: store.current, wrong: new Set(store.problems.filter((p) => p.key && !p.pending).map((p) => `${p.resource}/${p.key.join("/")}`)) };
}
function sortsOf(s, { current, wrong }) {
  const names = [s.part === "date" || s.part === "place" ? "time" : s.sort ?? "event"];
  if (current && ((SORTS[current.table] === s.sort && current.key === s.id) || (current.table === "evidence" && current.key === s.row.evidence_id))) names.push("current");
  if (s.sort && (wrong.has(`evidence/${s.row.evidence_id}`) || (s.part !== "cue" && wrong.has(`${s.sort}s/${s.id}`)))) names.push("finding");
  return names;
}
function mark(paragraphs, kept) {
  const known = context();
  let changed = false;
  for (const p of paragraphs) {
    const spans = spansBetween(p.start, p.end).map((s) => ({ start: Math.max(s.start, p.start), end: Math.min(s.end, p.end), names: sortsOf(s, known) }));
    for (const [start, end] of kept) if (start < p.end && end > p.start) spans.push({ start: Math.max(start, p.start), end: Math.min(end, p.end), names: ["kept"] });
    for (const s of store.differing) if (s.start < p.end && s.end > p.start) spans.push({ start: Math.max(s.start, p.start), end: Math.min(s.end, p.end), names: [s.name] });
    const pieces = cut(p.start, p.end, spans).map(({ from, to, around }) => [p.content.slice(from - p.start, to - p.start), SORTED.filter((name) => around.some((s) => s.names.includes(name))).join(" ")]);
    const asked = JSON.stringify(pieces);
    if (p.marked === asked || !p.content) continue;
    p.node.replaceChildren(...pieces.map(([words, names]) => (names ? h("mark", { class: names }, words) : words)));
    p.marked = asked;
    p.text = null;
    changed = true;
  }
  return changed;
}
// Call an action when the way of painting becomes another.
export function whenOther(action) {
  forced.addEventListener("change", action);
  paper.addEventListener("change", action);
  addEventListener("beforeprint", () => { printing = true; action(); });
  addEventListener("afterprint", () => { printing = false; action(); });
}
