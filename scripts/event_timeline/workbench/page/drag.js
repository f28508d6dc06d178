// Dragging: a row onto a row, onto the form or onto marked words joins the two records; selected words onto a record are its evidence.

import { byId } from "./dom.js";
import { addPart, partsFor, placing } from "./flow.js";
import { begin, linksOf } from "./links.js";
import { change, changed, labelOf, report, select, SORTS, store } from "./store.js";
import { hasWords, offsetAt, spansAt } from "./text.js";

let dragged = null; // { table, key }, or { words: true }
let over = null;    // the element that is shown as taking it

document.addEventListener("dragstart", (e) => {
  const row = e.target.closest?.(".row"), inText = byId("text").contains(e.target);
  dragged = row ? { table: store.table, key: row.dataset.key } : inText && hasWords() ? { words: true } : null;
  if (!dragged) return;
  e.dataTransfer.effectAllowed = row ? "link" : "copyLink";
  if (row) e.dataTransfer.setData("text/plain", labelOf(dragged.table, dragged.key));
});
function targetOf(e) {
  const row = e.target.closest?.(".row");
  if (row) return { node: row, table: store.table, key: row.dataset.key };
  const { current } = store, form = byId("form");
  if (form.contains(e.target) && current) return { node: form, ...current };
  if (!byId("text").contains(e.target)) return null;
  const offset = offsetAt(e.clientX, e.clientY), way = (s) => wayTo({ table: `${s.sort}s`, key: s.id });
  const s = offset === null ? null : spansAt(offset).find((one) => one.sort && way(one));
  return s ? { node: null, table: `${s.sort}s`, key: s.id } : null;
}
// What dropping on a record would do; null where that is nothing.
function wayTo({ table, key }) {
  if (dragged.words) return SORTS[table] ? () => giveWords(table, key) : null;
  if (dragged.table === table && dragged.key === key) return null;
  if (dragged.table === "places" && table === "events") { const place = dragged.key; return () => change(`place of ${labelOf(table, key)}`, placing(key, place)).catch(report); }
  const { table: own, key: id } = dragged, [way] = linksOf(own, table).sort((a, b) => a.here - b.here);
  if (!way) return null;
  return way.here === 0 ? () => begin(way, { table: own, key: id }, { key }) : () => begin({ link: way.link, here: 0, there: 1 }, { table, key }, { key: id });
}
async function giveWords(table, key) {
  select(table, key);
  const parts = partsFor(store.current);
  if (parts.length === 1) await addPart(parts[0]).catch(report); // else the bar asks which
}
function point(node) {
  if (over !== node) { over?.classList.remove("drop"); node?.classList.add("drop"); over = node; }
}
document.addEventListener("dragover", (e) => {
  const target = dragged && targetOf(e), way = target && wayTo(target);
  point(way ? target.node : null);
  if (!way) return;
  e.preventDefault();
  e.dataTransfer.dropEffect = "link";
});
document.addEventListener("drop", (e) => {
  const target = dragged && targetOf(e), way = target && wayTo(target);
  if (!way) return;
  e.preventDefault();
  point(null);
  const { table } = store;
  way();
  if (!dragged.words) { store.table = table; changed(); } // the list stays, for the next row to be dragged
  byId("text").focus({ preventScroll: true });
});
document.addEventListener("dragend", () => { point(null); dragged = null; });
