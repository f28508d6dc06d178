// Everything put together: what is drawn when, the keys, and what is said of saving.

import { byId, fill, h, openDialog, say } from "./dom.js";
import { drawFindings, nextItem } from "./findings.js";
import { disarm, ROLES } from "./flow.js";
import { drawForm, reviewMentions } from "./form.js";
import { drawLists, newRow } from "./lists.js";
import { drawNew } from "./new.js";
import { actions, drawPalette, run } from "./palette.js";
import { change, changed, load, redo, report, select, store, undo, watch } from "./store.js";
import { drawText, hasWords, nudge, step, unchoose } from "./text.js";

const KEYS = [
  ["← →", "the word before or after"], ["Shift + ← →", "more or fewer words"], ["Alt + ← →", "one character at the end; with Shift at the beginning"], ["Ctrl + ↑ ↓", "the sentence before or after"],
  ["Enter", "what is proposed first"], ["A, Shift + A", "actor: the one that the words name, or a new one"], ["E", "event"], ["S", "statement; the words name who speaks, or are a quotation"],
  ["1 to 9", "evidence of the record that is open, or the role of the next actor"], ["Esc", "done with actors of an event; no words; back from a form to the text"],
  ["N, Shift + N", "next or previous finding or uncoded sentence"], ["M", "other mentions of the actor that is open"], ["Delete", "remove the record that is open"],
  ["Ctrl + Enter", "add the record of a form"], ["Ctrl + Z, Ctrl + Shift + Z", "undo, redo"], ["H", "hide or show the marks"], ["?", "this list"],
];
const letters = { enabled: localStorage.getItem("letter-keys") !== "off" };

function draw() {
  byId("title").textContent = store.title;
  document.title = `${store.title} – Workbench`;
  drawText();
  drawLists();
  drawForm();
  drawPalette();
  drawFindings();
  const { undo: done, redo: undone } = store.steps;
  byId("undo").disabled = !done.length;
  byId("redo").disabled = !undone.length;
  byId("undo").title = done.length ? `Undo: ${done.at(-1).replace(/^timeline edit: /, "")}` : "";
  byId("redo").title = undone.length ? `Redo: ${undone.at(-1).replace(/^timeline edit: /, "")}` : "";
  const failed = store.failed;
  const saved = store.pending ? "Saving…" : failed ? "Not saved" : "All changes saved";
  if (byId("saved").textContent !== saved) byId("saved").textContent = saved;
  byId("saved").classList.toggle("bad", Boolean(failed) && !store.pending);
  const which = byId("which-text");
  which.hidden = store.texts.length < 2;
  fill(which, store.texts.map((t) => h("option", { value: t.id, selected: t === store.text }, t.title || t.id)));
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

const back = (action) => action().catch(report);
document.addEventListener("keydown", (e) => {
  if (e.isComposing || e.keyCode === 229 || byId("dialog").open) return;
  const typing = e.target.matches?.("input, textarea, select"), control = e.ctrlKey || e.metaKey;
  if (control && e.key.toLowerCase() === "z" && !e.target.matches?.("input, textarea")) { e.preventDefault(); back(e.shiftKey ? redo : undo); return; }
  if (control && e.key.toLowerCase() === "y" && !typing) { e.preventDefault(); back(redo); return; }
  if (e.key === "Escape" && typing) { byId("text").focus({ preventScroll: true }); return; }
  if (e.target !== byId("text")) return;
  const arrow = e.key.startsWith("Arrow");
  if (arrow && e.altKey && (e.key === "ArrowLeft" || e.key === "ArrowRight")) { e.preventDefault(); nudge(e.key === "ArrowRight", e.shiftKey); return; }
  if (arrow && !e.altKey) { if (step(e.key, { shift: e.shiftKey, control })) e.preventDefault(); return; }
  if (control || e.altKey) return;
  const all = actions();
  if (e.key === "Enter" && all.length) { e.preventDefault(); run(all[0]); return; }
  if (e.key === "Escape") { if (store.armed) disarm(); else unchoose(); return; }
  if (!letters.enabled && e.key.length === 1) return;
  if (store.armed && /^[1-9]$/.test(e.key)) { const role = ROLES()[Number(e.key) - 1]; if (role) { store.armed.role = role; say(role); changed(); } return; }
  const key = /^[a-z]$/i.test(e.key) ? `${e.shiftKey ? "Shift+" : ""}${e.key.toUpperCase()}` : e.key;
  const action = all.find((a) => a.key === key) ?? (key === "Shift+A" ? all.find((a) => a.key === "A") : undefined);
  if (action) { e.preventDefault(); run(action); return; }
  if (key === "N" || key === "Shift+N") { e.preventDefault(); nextItem(key === "N" ? 1 : -1); }
  else if (key === "M" && store.current?.table === "actors") { e.preventDefault(); back(() => reviewMentions(store.current.key)); }
  else if (key === "H") document.body.classList.toggle("unmarked");
  else if (e.key === "Delete" && store.current) { e.preventDefault(); byId("remove")?.click(); }
  else if (e.key === "?") { e.preventDefault(); showKeys(); }
});
function showKeys() {
  const box = h("input", { type: "checkbox", checked: letters.enabled, on: { change: (e) => { letters.enabled = e.target.checked; localStorage.setItem("letter-keys", letters.enabled ? "on" : "off"); } } });
  openDialog("Keys in the text", h("dl", { class: "keys" }, KEYS.map(([k, what]) => [h("dt", {}, h("kbd", {}, k)), h("dd", {}, what)])), h("p", {}, h("label", {}, box, " Single letters are keys")));
}

byId("undo").addEventListener("click", () => back(undo));
byId("redo").addEventListener("click", () => back(redo));
byId("keys").addEventListener("click", showKeys);
byId("new-row").addEventListener("click", newRow);
byId("filter").addEventListener("input", drawLists);
byId("which-text").addEventListener("change", (e) => { store.text = store.texts.find((t) => t.id === e.target.value); changed(); });
let had = false;
document.addEventListener("words-chosen", () => {
  drawPalette();
  if (had !== hasWords()) { had = hasWords(); drawForm(); }
});
document.addEventListener("open-record", (e) => select(e.detail.table, e.detail.key));
addEventListener("beforeunload", (e) => { if (store.pending || store.draft) e.preventDefault(); });

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
