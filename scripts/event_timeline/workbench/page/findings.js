// Findings of the validator and what is still to code: a permanent list; each leads to its row and its words.

import { brief, byId, h, one, openDialog, refill, tell } from "./dom.js";
import { call } from "./server.js";
import { change, fixFiles, labelOf, report, rowOf, rows, select, SORTS, store, textOf, toUnit } from "./store.js";
import { openPackage } from "./package.js";
import { choose, reveal } from "./text.js";

export function problemItem(p) {
  return h("span", { class: `finding ${p.pending ? "pending" : p.severity}` }, h("span", { class: "badge" }, p.pending ? "to do" : p.severity), " ", p.message, " ", h("span", { class: "hint" }, p.hint), " ",
    p.repairs.map((r) => h("button", { type: "button", class: "small repair", on: { click: (e) => { e.stopPropagation(); repair(p, r); } } }, r.label)), " ",
    h("button", { type: "button", class: "small", "aria-label": `Why ${p.code}`, on: { click: (e) => { e.stopPropagation(); why(p.code); } } }, p.code));
}
const explained = async (code) => h("pre", {}, (await call(`rule/${encodeURIComponent(code)}`)).text);
async function why(code) {
  openDialog(`Rule ${code}`, await explained(code));
}
// What a rule leaves nothing to judge of. Of files it is said first what would be changed.
async function repair(p, { label, operations, dialog }) {
  try {
    if (dialog) { openPackage(); return; }
    if (operations) {
      await change(`${label} (${p.code})`, operations);
      tell(`${label}: done. Ctrl+Z brings it back.`);
      return;
    }
    const { notes, left } = await call("fix", { version: store.version });
    const lines = (list) => h("ul", { class: "notes" }, list.map((note) => h("li", {}, note)));
    openDialog("Repair the files",
      notes.length ? [h("p", {}, "This would be changed, as one step that can be undone:"), lines(notes)] : h("p", {}, "There is nothing that can be repaired without a decision of yours."),
      left.length > 0 && [h("p", {}, "Left as it is:"), lines(left)],
      notes.length > 0 && h("p", { class: "buttons" }, h("button", { type: "button", class: "primary", id: "fix", on: { click: () => { byId("dialog").close(); fixFiles().catch(report); } } }, "Repair")),
      await explained(p.code));
  } catch (error) { report(error); }
}
// The words that a finding proposes to mark, [source, start, end], where it is about no row.
const proposed = (p) => (p.key ? undefined : p.repairs.flatMap((r) => r.operations ?? []).flatMap((o) => o.spans ?? [])[0]);
function goToWords([source, start, end]) {
  const text = textOf(source);
  if (store.text !== text) store.text = text;
  choose(toUnit(text, start), toUnit(text, end));
  byId("text").focus({ preventScroll: true });
}
export function goTo(p) {
  const words = proposed(p);
  if (words) { goToWords(words); return; }
  if (p.resource && p.key && store.tables[p.resource]) {
    const key = p.key.join("/");
    if (!rowOf(p.resource, key)) return;
    let target = { table: p.resource, key }, row = null;
    if (p.resource === "evidence") {
      row = rowOf("evidence", key);
      const sort = ["actor", "event", "statement"].find((s) => row[`${s}_id`]);
      if (sort) target = { table: `${sort}s`, key: row[`${sort}_id`] };
    } else if (SORTS[p.resource]) row = rows("evidence").find((r) => r[`${SORTS[p.resource]}_id`] === key);
    select(target.table, target.key);
    if (row && textOf(row.source_id) === store.text) reveal(toUnit(store.text, Number(row.char_start)));
    if (p.column) requestAnimationFrame(() => { const f = byId(`f-${p.column}`); f?.closest("details")?.setAttribute("open", ""); f?.scrollIntoView({ block: "nearest" }); });
  } else if (p.resource && store.tables[p.resource]) { store.table = p.resource; select(p.resource, null); }
}
export const goToTodo = (t) => goToWords([t.source, t.start, t.end]);
const order = (p) => (p.pending ? 2 : p.severity === "error" ? 0 : 1);
export function items() { return [...store.problems].sort((a, b) => order(a) - order(b)).map((p) => ({ p })).concat(store.todo.map((t) => ({ t }))); }
export function nextItem(by) {
  const all = items();
  if (!all.length) return;
  store.view.item = (store.view.item + by + all.length) % all.length;
  const { p, t } = all[store.view.item];
  if (p) goTo(p); else goToTodo(t);
}
let drawn = "";
export function drawFindings() {
  const errors = store.problems.filter((p) => p.severity === "error" && !p.pending).length, pending = store.problems.filter((p) => p.pending).length;
  const warnings = store.problems.length - errors - pending;
  const sentences = store.todo.filter((t) => t.what === "sentence").length, quotations = store.todo.length - sentences;
  const words = [one(errors, "error"), one(warnings, "warning"), `${pending} to do`, `${one(sentences, "sentence")} and ${one(quotations, "quotation")} not coded`].join(" · ");
  if (byId("counts").textContent !== words) byId("counts").textContent = words;
  byId("counts").className = errors ? "error" : pending || warnings || store.todo.length ? "pending" : "fine";
  const { findings: most } = store.view, all = items(), labels = all.slice(0, most).map(({ p, t }) => (p ? p.key ? brief(labelOf(p.resource, p.key.join("/")), 50) : proposed(p)?.[3] ?? p.resource ?? "package" : `¶ ${t.paragraph}`));
  const now = JSON.stringify([all.length, labels, all.slice(0, most)]);
  if (now === drawn) return;
  drawn = now;
  const wordsOf = (t) => textOf(t.source)?.content.slice(toUnit(textOf(t.source), t.start), toUnit(textOf(t.source), t.end)) ?? "";
  refill(byId("findings"), !all.length && h("li", { class: "hint" }, "Nothing to report: every rule passes, and every sentence and quotation is coded."), all.slice(0, most).map(({ p, t }, i) => h("li", {}, p
    ? [h("button", { type: "button", class: "go", data: { key: `p${i}` }, on: { click: () => goTo(p) } }, labels[i]), problemItem(p)]
    : [h("button", { type: "button", class: "go", data: { key: `t${t.source}${t.start}${t.what}` }, on: { click: () => goToTodo(t) } }, labels[i]), h("span", { class: "finding todo" }, h("span", { class: "badge" }, t.what), " not coded: ", h("q", {}, brief(wordsOf(t), 110)))])),
    all.length > most && h("li", {}, h("button", { type: "button", class: "small", data: { key: "more" }, on: { click: () => { store.view.findings += 500; drawn = ""; drawFindings(); } } }, `Show more of ${all.length.toLocaleString("en")}`)));
}
