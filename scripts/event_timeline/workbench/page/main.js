// Everything put together: what is drawn when, and what is said of saving.

import { drawBelow, drawTimeline } from "./below.js";
import { drawCompare, markDifferences } from "./compare.js";
import { byId, fill, h, one, untell } from "./dom.js";
import "./drag.js";
import { drawFindings } from "./findings.js";
import { drawForm } from "./form.js";
import { unsaved } from "./held.js";
import { showKeys } from "./keys.js";
import { takeEnd } from "./links.js";
import { drawLists, newRow } from "./lists.js";
import { drawNetwork } from "./network.js";
import { drawNew } from "./new.js";
import { openPackage } from "./package.js";
import { drawPalette } from "./palette.js";
import { call } from "./server.js";
import { redoStep, stepName, undoStep } from "./steps.js";
import { change, changed, load, report, rows, select, store, watch } from "./store.js";
import { drawTable } from "./table.js";
import { drawText, hasWords } from "./text.js";

// Draw all parts of the page; while a change is sent, only what says so and what can be done now.
function draw(sending) {
  drawStatus();
  if (sending) { untell(); drawPalette(); return; }
  byId("title").textContent = store.title;
  document.title = `${store.title} – Workbench`;
  markDifferences();
  drawText();
  drawLists();
  drawForm();
  drawPalette();
  drawFindings();
  drawCompare();
  drawBelow();
  drawTable();
  drawNetwork();
  drawTimeline(call, select, rows).catch(report);
  const { undo: done, redo: undone } = store.steps;
  byId("package").disabled = false;
  byId("undo").disabled = !done.length;
  byId("redo").disabled = !undone.length;
  byId("undo").title = done.length ? `Undo: ${stepName(done.at(-1))}` : "";
  byId("redo").title = undone.length ? `Redo: ${stepName(undone.at(-1))}` : "";
  const which = byId("which-text");
  which.hidden = store.texts.length < 2;
  fill(which, store.texts.map((t) => h("option", { value: t.id, selected: t === store.text }, t.title || t.id)));
}
function drawStatus() {
  const failed = store.failed;
  const held = unsaved();
  const saved = store.pending ? "Saving…" : held ? `${one(held, "change")} not saved` : failed ? "Not saved" : "All changes saved";
  if (byId("saved").textContent !== saved) byId("saved").textContent = saved;
  byId("saved").classList.toggle("bad", Boolean(failed || held) && !store.pending);
  byId("unsaved").hidden = !held;
  notice(failed);
}
let noticed = null;
function notice(failed) {
  const node = byId("notice");
  if (noticed === failed) return;
  noticed = failed;
  if (!failed) { fill(node); return; }
  const again = store.waiting;
  fill(node, h("p", {}, h("strong", {}, failed.message), failed.hint ? `. ${failed.hint}` : ""), h("p", { class: "buttons" },
    again && h("button", { type: "button", id: "again", on: { click: () => change(again.label, again.operations).catch(report) } }, "Make my change again"),
    failed.status === 0 && h("button", { type: "button", on: { click: () => location.reload() } }, "Try again"),
    h("button", { type: "button", on: { click: () => { store.failed = null; store.waiting = null; changed(); } } }, "Close")));
}

byId("undo").addEventListener("click", undoStep);
byId("redo").addEventListener("click", redoStep);
byId("unsaved").addEventListener("click", () => { // the new record that was left last, or the record and field of the first one
  if (store.parked.length) {
    const draft = store.parked.pop();
    select(draft.table, null);
    store.draft = draft;
    changed();
    return;
  }
  const [name, own] = [...store.held][0], at = name.indexOf("/");
  select(name.slice(0, at), name.slice(at + 1));
  const field = byId(`f-${[...own.values()][0].at}`);
  field?.scrollIntoView({ block: "center" });
  field?.focus({ preventScroll: true });
});
byId("package").addEventListener("click", openPackage);
byId("keys").addEventListener("click", showKeys);
byId("new-row").addEventListener("click", newRow);
byId("filter").addEventListener("input", drawLists);
byId("which-text").addEventListener("change", (e) => { store.text = store.texts.find((t) => t.id === e.target.value); changed(); });
let had = false;
document.addEventListener("words-chosen", () => {
  drawPalette();
  if (had !== hasWords()) { had = hasWords(); drawForm(); }
});
document.addEventListener("open-record", ({ detail: { table, key } }) => takeEnd(table, key) || select(table, key));
addEventListener("beforeunload", (e) => { if (store.pending || store.draft || unsaved()) e.preventDefault(); });

async function begin() {
  try {
    const state = await load();
    if (state.new) { drawNew(state, begin); return; }
    byId("new-package")?.remove();
    byId("main").hidden = false;
    watch(draw);
    changed();
    byId("text").focus({ preventScroll: true });
  } catch (error) {
    store.failed = error;
    notice(error);
  }
}
begin();
