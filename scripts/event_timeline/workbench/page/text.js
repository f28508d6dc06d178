// The text: one node a paragraph, and words chosen with the mouse or with keys. What is chosen is the browser's own selection, so
// that it looks and is read out as everywhere else; stretches that were kept before it are chosen with it.

import { byId, fill, h, say } from "./dom.js";
import { paint, paintKept, whenOther } from "./paint.js";
import { changed, rowOf, rows, SORTS, spansBetween, store, textOf, toUnit } from "./store.js";
import { indexAt, nextEdge, segmented, trimmed } from "./words.js";

const pane = byId("text");
let shown = null;       // the text that is in the page
let paragraphs = [];    // { start, end, node, text, content, marked }: UTF-16 units; text: the only node of its words, if it is one
const near = new Set(); // paragraphs in or near the window
const observer = new IntersectionObserver((entries) => {
  for (const e of entries) { const p = paragraphs[e.target.dataset.n]; if (e.isIntersecting) near.add(p); else near.delete(p); }
  repaint();
}, { root: pane, rootMargin: "600px 0px" });

export function drawText() {
  const { text } = store;
  if (shown !== text) {
    shown = text;
    observer.disconnect();
    near.clear();
    paragraphs = [];
    Object.assign(chosen, { start: 0, end: 0, kept: [] });
    if (!text) {
      fill(pane, h("p", { class: "hint" }, "The text is not open. Start the workbench with --source FILE."));
      return;
    }
    let at = 0;
    fill(pane, text.content.split("\n").map((line, n) => {
      const node = h("p", { dir: "auto", lang: text.language || undefined, data: { n } }, line);
      paragraphs.push({ start: at, end: at + line.length, node, text: node.firstChild, content: line, marked: "" });
      at += line.length + 1;
      return node;
    }));
    paragraphs.forEach((p) => observer.observe(p.node));
  }
  repaint();
}
function repaint() {
  if (!shown) return;
  const own = hasWords() && pane.contains(getSelection().anchorNode);
  if (paint(paragraphs, near, chosen.kept) && own && chosen.end > chosen.start) choose(chosen.start, chosen.end, { scroll: false });
}
whenOther(repaint);

// ---- places in the page and offsets in the text ----
const paragraphAt = (offset) => {
  let low = 0, high = paragraphs.length - 1;
  while (low < high) { const middle = (low + high + 1) >> 1; if (paragraphs[middle].start <= offset) low = middle; else high = middle - 1; }
  return paragraphs[low];
};
function place(offset) {
  const p = paragraphAt(offset);
  let i = Math.min(offset, p.end) - p.start;
  if (p.text) return [p.text, i];
  const walker = document.createTreeWalker(p.node, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) { if (i <= node.length) return [node, i]; i -= node.length; }
  return [p.node, 0];
}
function offsetOf(node, offset) {
  if (node === pane) return offset < paragraphs.length ? paragraphs[offset].start : shown.content.length;
  const own = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.("[data-n]");
  if (!own || !pane.contains(own)) return null;
  const p = paragraphs[own.dataset.n];
  if (node === p.text) return p.start + offset;
  const before = document.createRange(); // of one paragraph: no line ends are made up
  before.setStart(own, 0);
  before.setEnd(node, offset);
  return p.start + before.toString().length;
}
export function offsetAt(x, y) {
  const at = document.caretPositionFromPoint?.(x, y);
  return at ? offsetOf(at.offsetNode, at.offset) : null;
}

// ---- what is chosen ----
let anchor = null; // the word that a selection by key began at
export const { chosen } = store;
document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  if (!shown || !selection.rangeCount || !pane.contains(selection.anchorNode)) return;
  const range = selection.getRangeAt(selection.rangeCount - 1);
  const a = offsetOf(range.startContainer, range.startOffset), b = offsetOf(range.endContainer, range.endOffset) ?? shown.content.length;
  if (a === null || (a === chosen.start && b === chosen.end)) return;
  set(...trimmed(shown.content, Math.min(a, b), Math.max(a, b)));
});
// Words were chosen: only what depends on them is drawn again, so that a key that is held down is followed.
function set(start, end, kept = chosen.kept) {
  if (chosen.start === start && chosen.end === end && chosen.kept === kept) return;
  const same = chosen.kept === kept;
  Object.assign(chosen, { start, end, kept });
  anchor = null;
  if (!same && !paintKept(paragraphs, kept)) repaint();
  document.dispatchEvent(new Event("words-chosen"));
}
// All stretches that are chosen, in the text's order: one a line, because no cell holds a line break; those that touch are one.
export function parts() {
  const all = [...chosen.kept, ...(chosen.end > chosen.start ? [[chosen.start, chosen.end]] : [])].sort((x, y) => x[0] - y[0]), found = [];
  for (const [start, end] of all.flatMap(lines)) { const last = found.at(-1); if (last && start <= last[1]) last[1] = Math.max(last[1], end); else found.push([start, end]); }
  return found;
}
function lines([start, end]) {
  const found = [];
  for (let from = start; from < end;) {
    const at = shown.content.indexOf("\n", from), to = at < 0 || at > end ? end : at, piece = at < 0 || at >= end ? [from, to] : trimmed(shown.content, from, to);
    if (piece[0] < piece[1]) found.push(piece);
    from = to + 1;
  }
  return found;
}
export const hasWords = () => chosen.end > chosen.start || chosen.kept.length > 0;
export const selectedWords = () => parts().map(([start, end]) => shown.content.slice(start, end)).join(" ");
export function choose(start, end, { scroll = true } = {}) {
  const selection = getSelection(), [a, i] = place(start), [b, j] = place(end);
  selection.setBaseAndExtent(a, i, b, j);
  set(start, end); // at once: the next key comes before the browser tells of the selection
  if (scroll) reveal(start);
}
export function unchoose() {
  getSelection().removeAllRanges();
  set(chosen.end, chosen.end, []);
}
// Clear what is chosen now, when a change that takes it is saved: words that were chosen meanwhile stay.
export function taking() {
  const { start, end, kept } = chosen;
  return () => { if (chosen.start === start && chosen.end === end && chosen.kept === kept) unchoose(); };
}
// Keep what is chosen, to choose more words with it: one gesture for words that do not follow each other.
export function keep() {
  if (chosen.end <= chosen.start) return;
  const kept = parts();
  set(chosen.end, chosen.end, kept);
  say(`${kept.length === 1 ? "These words are" : `${kept.length} stretches are`} kept; choose more, or Escape.`);
}
const extending = (e) => e.ctrlKey || e.metaKey || e.altKey;
const within = (offset) => offset !== null && parts().some(([start, end]) => start <= offset && offset < end);
pane.addEventListener("pointerdown", (e) => {
  if (e.button !== 0 || !shown) return;
  if (extending(e)) keep();
  else if (chosen.kept.length && !e.shiftKey && !within(offsetAt(e.clientX, e.clientY))) set(chosen.start, chosen.end, []);
});
// What is chosen is shown as it will be taken: without blanks at its ends, half characters or a comma after it.
document.addEventListener("pointerup", () => setTimeout(() => {
  const selection = getSelection();
  if (chosen.end > chosen.start && selection.rangeCount && !selection.isCollapsed && pane.contains(selection.anchorNode)) choose(chosen.start, chosen.end, { scroll: false });
}));
// Show where the words of a record are: those that tell what it is before its date, its place and who says it.
const LATER = new Set(["date", "place", "cue", "speaker"]);
export function revealRecord(table, key) {
  const sort = SORTS[table], own = table === "evidence" ? [rowOf(table, key)] : sort ? rows("evidence").filter((r) => r[`${sort}_id`] === key) : [];
  const rank = (r) => (r.source_id === shown?.id ? 0 : 2) + (LATER.has(r.part) ? 1 : 0);
  const [row] = own.filter((r) => r && textOf(r.source_id)).sort((a, b) => rank(a) - rank(b) || Number(a.char_start) - Number(b.char_start));
  if (!row) return;
  if (textOf(row.source_id) !== store.text) { store.text = textOf(row.source_id); changed(); }
  reveal(toUnit(store.text, Number(row.char_start)));
}
export function reveal(start) {
  const p = paragraphAt(start);
  const range = document.createRange(), [node, i] = place(start);
  range.setStart(node, i);
  const box = range.getBoundingClientRect(), view = pane.getBoundingClientRect(), top = Math.max(view.top, byId("palette").getBoundingClientRect().bottom); // the bar may lie over the first lines
  if (box.top < top + 8 || box.bottom > view.bottom - 24) (p.content && box.height ? pane.scrollTo({ top: pane.scrollTop + box.top - view.top - view.height / 3 }) : p.node.scrollIntoView({ block: "center" }));
}

// ---- words and sentences by key ----
export function sentenceAt(offset) { const { sentences } = segmented(shown); return sentences[indexAt(sentences, offset)]; }
export const sentences = () => segmented(shown).sentences;
export const wordsBetween = (start, end) => segmented(shown).words.filter(([a, b]) => a >= start && b <= end);

const rightToLeft = (offset) => getComputedStyle(paragraphAt(offset).node).direction === "rtl";
const limited = (i, list) => Math.max(0, Math.min(list.length - 1, i));
export function step(key, { shift, control }) {
  if (!shown) return false;
  const { words, sentences } = segmented(shown);
  if (!words.length) return false;
  const begun = chosen.end > 0, inside = chosen.end > chosen.start;
  if (key === "ArrowUp" || key === "ArrowDown") {
    if (!control) return false;
    const back = key === "ArrowUp";
    if (shift && inside) { // more or fewer sentences at the end
      const last = indexAt(sentences, chosen.end - 1), [, end] = sentences[limited(last + (back ? -1 : 1), sentences)];
      if (end > chosen.start) choose(chosen.start, end);
    } else choose(...sentences[limited(indexAt(sentences, chosen.start) + (back ? -1 : begun ? 1 : 0), sentences)]);
    return announce();
  }
  const forward = (key === "ArrowRight") !== rightToLeft(chosen.start);
  if (shift) {
    const from = anchor ?? indexAt(words, chosen.start), first = indexAt(words, chosen.start), last = indexAt(words, Math.max(chosen.start, chosen.end - 1));
    const moving = first < from ? first : last, to = limited(moving + (forward ? 1 : -1), words);
    choose(words[Math.min(from, to)][0], words[Math.max(from, to)][1]);
    anchor = from;
    return announce();
  }
  const now = indexAt(words, forward ? Math.max(chosen.start, chosen.end - 1) : chosen.start);
  choose(...words[limited(!begun || (!inside && forward) ? now : now + (forward ? 1 : -1), words)]);
  return announce();
}
// One character at the end (or, with Shift, at the start): for what words do not end at.
export function nudge(key, atStart) {
  if (!shown) return;
  const { content } = shown, forward = (key === "ArrowRight") !== rightToLeft(chosen.start);
  if (atStart) { const to = nextEdge(content, chosen.start, forward); if (to < chosen.end) choose(to, chosen.end); }
  else { const to = nextEdge(content, chosen.end, forward); if (to > chosen.start) choose(chosen.start, to); }
  announce();
}
function announce() { setTimeout(() => hasWords() && say(selectedWords()), 0); return true; }

// ---- which record is at a place ----
export function spansAt(offset) { return spansBetween(offset, offset + 1).sort((a, b) => a.end - a.start - (b.end - b.start)); }
let last = { offset: -1, n: 0 };
pane.addEventListener("click", (event) => {
  if (!shown || extending(event)) return;
  if (!getSelection().isCollapsed) return;
  if (chosen.kept.length) set(chosen.start, chosen.end, []);
  const offset = offsetAt(event.clientX, event.clientY) ?? chosen.start;
  const found = [...new Map(spansAt(offset).filter((s) => s.sort).map((s) => [`${s.sort}/${s.id}`, s])).values()];
  if (!found.length) return;
  last = { offset, n: last.offset === offset ? last.n + 1 : 0 };
  const s = found[last.n % found.length];
  document.dispatchEvent(new CustomEvent("open-record", { detail: { table: `${s.sort}s`, key: s.id } }));
});
