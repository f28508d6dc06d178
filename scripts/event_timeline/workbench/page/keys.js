// The keys of the text: there alone, so that typing in a field or a list is never taken for one.

import { byId, h, openDialog, say } from "./dom.js";
import { nextItem } from "./findings.js";
import { disarm, ROLES } from "./flow.js";
import { removeRow, reviewMentions } from "./form.js";
import { endLink } from "./links.js";
import { actions, run } from "./palette.js";
import { redoStep, undoStep } from "./steps.js";
import { changed, report, store } from "./store.js";
import { choose, chosen, hasWords, keep, nudge, sentences, step, unchoose } from "./text.js";

const KEYS = [
  ["Choose words", [
    ["← →", "the word before or after"], ["Shift + ← →", "more or fewer words"], ["Alt + ← →", "one character at the end; with Shift at the beginning"],
    ["Ctrl + ↑ ↓", "the sentence before or after; with Shift more or fewer sentences"], ["+", "keep these words and choose more; with the mouse, Ctrl or Alt while selecting"],
    ["G", "go to words or to a sentence by its number"], ["Esc", "no words"],
  ]],
  ["Make records of them", [
    ["Enter", "what is proposed first"], ["A, Shift + A", "actor: the one that the words name, or a new one"], ["E", "event"], ["S", "statement; the words name who speaks, or are a quotation"],
    ["1 to 9, 0", "evidence of the record that is open, or the next actor's role; 0 is the tenth"], ["B", "the evidence at these words begins and ends with them"], ["M", "other mentions of the actor that is open"],
  ]],
  ["Join the open record", [
    ["P", "actor and event: takes part; then the role by its digit or letter"], ["R", "event and event: relation; then its digit or letter"], ["T", "statement and event: what it says of it; then its digit or letter"],
  ]],
  ["Elsewhere", [
    ["N, Shift + N", "next or previous finding or uncoded sentence"], ["Tab, Esc", "to the lists and the form, and back to the text"], ["Ctrl + Enter", "add the record of a form"],
    ["Delete", "remove the record that is open"], ["Ctrl + Z", "undo; with Shift redo"], ["H", "hide or show the marks"], ["?", "this list"],
  ]],
  ["In the table", [
    ["← → ↑ ↓", "the cell beside; Home and End the ends of the row, with Ctrl of the table"], ["Enter, F2", "edit the cell; a letter or digit replaces it"],
    ["Enter, Tab", "while editing: save, and go to the cell below or beside"], ["Esc", "while editing: leave the cell as it was"], ["Space", "open the record"],
  ]],
  ["In the network", [["← → ↑ ↓", "the nearest mark in that direction"], ["Enter", "open its record"]]],
];
const back = (action) => action().catch(report);

document.addEventListener("keydown", (e) => {
  if (e.isComposing || e.keyCode === 229 || byId("dialog").open) return;
  const typing = e.target.matches?.("input, textarea, select"), control = e.ctrlKey || e.metaKey;
  if (control && e.key.toLowerCase() === "z" && !e.target.matches?.("input, textarea")) { e.preventDefault(); (e.shiftKey ? redoStep : undoStep)(); return; }
  if (control && e.key.toLowerCase() === "y" && !typing) { e.preventDefault(); redoStep(); return; }
  if (e.key === "Escape" && e.target !== byId("text")) { byId("text").focus({ preventScroll: true }); return; }
  if (e.key === "Delete" && e.target.matches?.("#rows .row")) {
    e.preventDefault();
    const all = () => [...document.querySelectorAll("#rows .row")], at = all().indexOf(e.target);
    removeRow(store.table, e.target.dataset.key).then(() => (document.activeElement === document.body ? (all()[Math.min(at, all().length - 1)] ?? byId("text")).focus() : null));
    return;
  }
  if (e.target !== byId("text")) return;
  const arrow = e.key.startsWith("Arrow");
  if (arrow && e.altKey && (e.key === "ArrowLeft" || e.key === "ArrowRight")) { e.preventDefault(); nudge(e.key, e.shiftKey); return; }
  if (arrow && !e.altKey) { if (step(e.key, { shift: e.shiftKey, control })) e.preventDefault(); return; }
  if (control || e.altKey) return;
  const all = actions();
  if (e.key === "Enter" && all.length && (store.link || hasWords())) { e.preventDefault(); run(all[0]); return; }
  if (e.key === "Escape") { if (store.link) endLink(); else if (store.armed) disarm(); else unchoose(); return; }
  if (!store.view.letters && e.key.length === 1 && e.key !== "?") return;
  if (store.armed && !store.link && /^[0-9]$/.test(e.key)) { const role = ROLES()[(Number(e.key) + 9) % 10]; if (role) { Object.assign(store.armed, { role, chosen: true }); say(role); changed(); } return; }
  const key = /^[a-z]$/i.test(e.key) && !store.link ? `${e.shiftKey ? "Shift+" : ""}${e.key.toUpperCase()}` : e.key;
  const action = all.find((a) => a.key === key) ?? (key === "Shift+A" ? all.find((a) => a.key === "A") : undefined);
  if (action) { e.preventDefault(); run(action); return; }
  if (store.link && e.key.length === 1) return;
  if (key === "N" || key === "Shift+N") { e.preventDefault(); nextItem(key === "N" ? 1 : -1); }
  else if (key === "M" && store.current?.table === "actors") { e.preventDefault(); back(() => reviewMentions(store.current.key)); }
  else if (key === "H") document.body.classList.toggle("unmarked");
  else if (key === "+") { e.preventDefault(); keep(); }
  else if (key === "G") { e.preventDefault(); askForWords(); }
  else if (e.key === "Delete" && store.current) { e.preventDefault(); byId("remove")?.click(); }
  else if (e.key === "?") { e.preventDefault(); showKeys(); }
});
export function showKeys() {
  const box = h("input", { type: "checkbox", checked: store.view.letters, on: { change: (e) => { store.view.letters = e.target.checked; localStorage.setItem("letter-keys", e.target.checked ? "on" : "off"); } } });
  openDialog("Keys", h("div", { class: "keysheet" }, KEYS.map(([title, keys]) => h("section", {}, h("h3", {}, title), h("dl", { class: "keys" }, keys.map(([k, what]) => [h("dt", {}, h("kbd", {}, k)), h("dd", {}, what)]))))), h("p", {}, h("label", {}, box, " Single letters are keys")));
}
// Words by typing them: for who cannot, or would rather not, walk to them with arrow keys.
function askForWords() {
  const problem = h("p", { class: "refused", role: "alert" });
  const input = h("input", { type: "text", id: "go-to", autocomplete: "off", spellcheck: "false" });
  const go = (e) => {
    e.preventDefault();
    const asked = input.value.trim(), { content } = store.text;
    if (!asked) return;
    const numbered = /^\d+$/.test(asked) && sentences()[Number(asked) - 1], at = [content.indexOf(asked, chosen.end), content.indexOf(asked)].find((x) => x >= 0);
    if (at === undefined && !numbered) { problem.textContent = `The text does not have “${asked}”.`; return; }
    byId("dialog").close();
    byId("text").focus({ preventScroll: true });
    if (at === undefined) choose(...numbered); else choose(at, at + asked.length);
  };
  openDialog("Go to words", h("form", { class: "field", on: { submit: go } }, h("label", { for: "go-to" }, "Words of the text, or the number of a sentence"), input, problem, h("p", { class: "buttons" }, h("button", { class: "primary" }, "Select them"))));
  input.focus();
}
