// The text: one node a paragraph, marks painted over it, words chosen with the mouse or with the arrow keys.
// What is chosen is the browser's own selection, so that it looks and is read out as everywhere else.

import { byId, fill, h, say } from "./dom.js";
import { SORTS, spansHere, store } from "./store.js";

const pane = byId("text");
const PAINTS = ["statement", "event", "actor", "time", "current", "finding"];
const paints = globalThis.Highlight && CSS.highlights ? Object.fromEntries(PAINTS.map((name) => [name, new Highlight()])) : null;
if (paints) PAINTS.forEach((name, i) => { paints[name].priority = i; CSS.highlights.set(name, paints[name]); });

let shown = null;       // the text that is in the page
let paragraphs = [];    // { start, end, node, text } in UTF-16 units
const near = new Set(); // paragraphs in or near the window
const observer = new IntersectionObserver((entries) => {
  for (const e of entries) { const p = paragraphs[e.target.dataset.n]; if (e.isIntersecting) near.add(p); else near.delete(p); }
  paint();
}, { root: pane, rootMargin: "600px 0px" });

export function drawText() {
  const { text } = store;
  if (shown !== text) {
    shown = text;
    observer.disconnect();
    near.clear();
    paragraphs = [];
    if (!text) {
      fill(pane, h("p", { class: "hint" }, "The text is not open. Start the workbench with --source FILE."));
      return;
    }
    let at = 0;
    const nodes = text.content.split("\n").map((line, n) => {
      const node = h("p", { dir: "auto", lang: text.language || undefined, data: { n } }, line);
      paragraphs.push({ start: at, end: at + line.length, node, text: node.firstChild });
      at += line.length + 1;
      return node;
    });
    fill(pane, nodes);
    words = null;
    nodes.forEach((node) => observer.observe(node));
  }
  paint();
}

const paragraphAt = (offset) => {
  let low = 0, high = paragraphs.length - 1;
  while (low < high) { const middle = (low + high + 1) >> 1; if (paragraphs[middle].start <= offset) low = middle; else high = middle - 1; }
  return paragraphs[low];
};
function place(offset) {
  const p = paragraphAt(offset);
  return p.text ? [p.text, Math.min(offset, p.end) - p.start] : [p.node, 0];
}

function paint() {
  if (!paints || !shown) return;
  for (const name of PAINTS) paints[name].clear();
  const add = (name, start, end) => {
    for (const p of near) {
      const from = Math.max(start, p.start), to = Math.min(end, p.end);
      if (p.text && from < to) paints[name].add(new StaticRange({ startContainer: p.text, startOffset: from - p.start, endContainer: p.text, endOffset: to - p.start }));
    }
  };
  const { current } = store, sort = current && SORTS[current.table];
  const wrong = new Set(store.problems.filter((p) => p.key && !p.pending).map((p) => `${p.resource}/${p.key.join("/")}`));
  for (const s of spansHere()) {
    if (!near.size) break;
    add(s.part === "date" || s.part === "place" ? "time" : s.sort ?? "event", s.start, s.end);
    if (s.sort && (wrong.has(`evidence/${s.row.evidence_id}`) || (s.part !== "cue" && wrong.has(`${s.sort}s/${s.id}`)))) add("finding", s.start, s.end);
    if (sort === s.sort && current.key === s.id) add("current", s.start, s.end);
    if (current?.table === "evidence" && current.key === s.row.evidence_id) add("current", s.start, s.end);
  }
}

// ---- what is chosen ----
export const chosen = { start: 0, end: 0 };
const offsetOf = (node, offset) => {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const own = element.closest?.("[data-n]");
  if (own && pane.contains(own)) return paragraphs[own.dataset.n].start + (node.nodeType === Node.TEXT_NODE ? offset : offset > 0 ? own.textContent.length : 0);
  if (element === pane) return offset < paragraphs.length ? paragraphs[offset].start : shown.content.length;
  return null;
};
const BLANK = /\s/u;
document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  if (!shown || !selection.rangeCount || !pane.contains(selection.anchorNode)) return;
  const range = selection.getRangeAt(0);
  const a = offsetOf(range.startContainer, range.startOffset);
  const b = offsetOf(range.endContainer, range.endOffset) ?? shown.content.length;
  if (a === null) return;
  let [start, end] = [Math.min(a, b), Math.max(a, b)];
  while (start < end && BLANK.test(shown.content[start])) start++;
  while (end > start && BLANK.test(shown.content[end - 1])) end--;
  if (start >= end) [start, end] = [a, a];
  set(start, end);
});
// Words were chosen: only what depends on them is drawn again, so that a key that is held down is followed.
function set(start, end) {
  if (chosen.start === start && chosen.end === end) return;
  Object.assign(chosen, { start, end });
  document.dispatchEvent(new Event("words-chosen"));
}
export const hasWords = () => chosen.end > chosen.start;
export const selectedWords = () => shown.content.slice(chosen.start, chosen.end);
export function choose(start, end, { scroll = true } = {}) {
  const selection = getSelection(), [a, i] = place(start), [b, j] = place(end);
  selection.setBaseAndExtent(a, i, b, j);
  set(start, end); // at once: the next key comes before the browser tells of the selection
  if (scroll) reveal(start);
}
export function unchoose() {
  getSelection().removeAllRanges();
  set(chosen.end, chosen.end);
}
export function reveal(start) {
  const p = paragraphAt(start);
  const range = document.createRange(), [node, i] = place(start);
  range.setStart(node, i);
  const box = range.getBoundingClientRect(), view = pane.getBoundingClientRect();
  if (box.top < view.top + 8 || box.bottom > view.bottom - 24) (p.text && box.height ? pane.scrollTo({ top: pane.scrollTop + box.top - view.top - view.height / 3 }) : p.node.scrollIntoView({ block: "center" }));
}

// ---- words and sentences by key ----
let words = null, sentences = null;
function segment() {
  if (words) return;
  const { content, language } = shown, tag = language || undefined;
  const of = (granularity) => {
    let segmenter;
    try { segmenter = new Intl.Segmenter(tag, { granularity }); } catch { segmenter = new Intl.Segmenter(undefined, { granularity }); }
    return [...segmenter.segment(content)];
  };
  words = of("word").filter((s) => s.isWordLike).map((s) => [s.index, s.index + s.segment.length]);
  sentences = of("sentence").map((s) => [s.index + s.segment.length - s.segment.trimStart().length, s.index + s.segment.trimEnd().length]).filter(([a, b]) => a < b);
}
const indexAt = (list, offset) => { const i = list.findIndex(([, end]) => end > offset); return i < 0 ? list.length - 1 : i; };
export function sentenceAt(offset) { segment(); return sentences[indexAt(sentences, offset)]; }
export function wordsBetween(start, end) { segment(); return words.filter(([a, b]) => a >= start && b <= end); }

let anchor = null; // the word that a selection by key began at
const rightToLeft = (offset) => getComputedStyle(paragraphAt(offset).node).direction === "rtl";
export function step(key, { shift, control }) {
  if (!shown) return false;
  segment();
  if (!words.length) return false;
  if (key === "ArrowUp" || key === "ArrowDown") {
    if (!control) return false;
    const back = key === "ArrowUp", now = indexAt(sentences, chosen.start), begun = chosen.end > 0;
    const i = Math.max(0, Math.min(sentences.length - 1, now + (back ? -1 : begun ? 1 : 0)));
    anchor = null;
    choose(...sentences[i]);
    return announce();
  }
  const forward = (key === "ArrowRight") !== rightToLeft(chosen.start);
  if (shift) {
    anchor ??= indexAt(words, chosen.start);
    const first = indexAt(words, chosen.start), last = indexAt(words, Math.max(chosen.start, chosen.end - 1));
    const moving = first < anchor ? first : last, to = Math.max(0, Math.min(words.length - 1, moving + (forward ? 1 : -1)));
    choose(words[Math.min(anchor, to)][0], words[Math.max(anchor, to)][1], { scroll: true });
    return announce();
  }
  anchor = null;
  const begun = chosen.end > 0, now = indexAt(words, forward ? Math.max(chosen.start, chosen.end - 1) : chosen.start);
  const inside = chosen.end > chosen.start;
  const to = Math.max(0, Math.min(words.length - 1, !begun || (!inside && forward) ? now : now + (forward ? 1 : -1)));
  choose(...words[to]);
  return announce();
}
// One character at the end (or, with Shift, at the start): for what words do not end at.
export function nudge(forward, atStart) {
  const { content } = shown, by = (offset) => (forward ? ((content.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1) : -(/[\udc00-\udfff]/.test(content[offset - 1] ?? "") ? 2 : 1));
  if (atStart) choose(Math.max(0, Math.min(chosen.start + by(chosen.start), chosen.end - 1)), chosen.end);
  else choose(chosen.start, Math.min(content.length, Math.max(chosen.end + by(chosen.end), chosen.start + 1)));
  return announce();
}
function announce() { setTimeout(() => hasWords() && say(selectedWords()), 0); return true; }

// ---- which record is at a place ----
export function spansAt(offset) { return spansHere().filter((s) => s.start <= offset && s.end > offset).sort((a, b) => a.end - a.start - (b.end - b.start)); }
let last = { offset: -1, n: 0 };
pane.addEventListener("click", (event) => {
  if (!shown || !getSelection().isCollapsed) return;
  const at = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const offset = at ? offsetOf(at.offsetNode, at.offset) : chosen.start;
  if (offset === null) return;
  const found = [...new Map(spansAt(offset).filter((s) => s.sort).map((s) => [`${s.sort}/${s.id}`, s])).values()];
  if (!found.length) return;
  last = { offset, n: last.offset === offset ? last.n + 1 : 0 };
  const s = found[last.n % found.length];
  document.dispatchEvent(new CustomEvent("open-record", { detail: { table: `${s.sort}s`, key: s.id } }));
});
