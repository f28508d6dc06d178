// The table that is open, with rows and columns: sorted by any column, filtered, and edited in its cells as in the form.

import { add, shows } from "./below.js";
import { bdi, brief, byId, fill, h, one } from "./dom.js";
import { control } from "./form.js";
import { heldOf, release } from "./held.js";
import { plain } from "./shared.js";
import { changed, fieldOf, keyOf, labelOf, problemsOf, rowOf, rows, select, store, termLabel } from "./store.js";
import { takeEnd } from "./links.js";
import { write } from "./write.js";

const LINES = 100; // rows drawn at first
const CELL = 70;   // characters of a cell that are shown
const order = new Intl.Collator(undefined, { numeric: true }).compare;
const note = h("p", { id: "grid-note", class: "hint", role: "status" });
const filter = h("input", { id: "grid-filter", type: "search", autocomplete: "off", placeholder: "Filter all columns", "aria-label": "Filter the rows of the table by all columns" });
const bar = h("div", { class: "gridbar", hidden: true }, filter, note);
const box = h("div", { id: "grid", class: "grid", hidden: true });
byId("findings").after(bar, box);
add("table", () => "Table", [bar, box], () => true, "high");
let drawn = {};      // what the table was drawn of
let input = null;    // the control of the cell that is being edited

const view = () => store.view.table; // column and down: the order; filter; row and field: the cell that Tab leads to; most: how many rows
const columnsOf = (name) => store.tables[name].columns.map((c) => fieldOf(name, c)).filter(Boolean);
// A cell as it is shown: rows by their label, terms by theirs.
const shown = (field, name, value) => (value && field.to ? labelOf(field.to, value) : field.terms.length ? termLabel(name, field.name, value) : value) || "";
const valueOf = (name, key, row, column) => heldOf(name, key).get(column)?.value ?? row[column] ?? "";
const editable = (name, field) => !field.computed;

function lines(name) {
  const table = store.tables[name], fields = columnsOf(name), asked = plain(view().filter);
  let found = rows(name).map((row) => ({ row, key: keyOf(table, row) }));
  if (asked) found = found.filter(({ row }) => fields.some((f) => plain(`${row[f.name]} ${shown(f, name, row[f.name])}`).includes(asked)));
  const by = fields.find((f) => f.name === view().column);
  if (by) {
    const words = new Map(found.map(({ row }) => [row, shown(by, name, row[by.name])])), way = view().down ? -1 : 1;
    found.sort((x, y) => { const a = words.get(x.row), b = words.get(y.row); return (a ? 0 : 1) - (b ? 0 : 1) || (a ? order(a, b) * way : 0); });
  }
  return found;
}
export function drawTable() {
  if (!shows("table") || !store.tables[store.table]) return;
  const { table: name, current } = store, v = view(), table = store.tables[name];
  if (v.name !== name) { Object.assign(v, { name, column: "", down: false, filter: "", row: null, field: null, most: LINES }); filter.value = ""; input = null; }
  const held = JSON.stringify([...store.held].filter(([at]) => at.startsWith(`${name}/`)).map(([at, own]) => [at, [...own]]));
  const problems = JSON.stringify(store.problems.filter((p) => p.resource === name && p.key).map((p) => [p.key, p.column, p.message]));
  const now = { tables: store.tables, table, held, problems, column: v.column, down: v.down, filter: v.filter, most: v.most };
  if (Object.keys(now).some((k) => drawn[k] !== now[k]) && !(input?.isConnected && drawn.table === table)) { drawn = now; drawRows(name, table); }
  for (const tr of box.querySelectorAll("tr[aria-selected=true]")) tr.setAttribute("aria-selected", "false");
  if (current?.table === name) rowNode(current.key)?.setAttribute("aria-selected", "true");
}
const rowNode = (key) => [...box.querySelectorAll("tbody tr")].find((tr) => tr.dataset.key === key);
const cellNode = (key, column) => rowNode(key)?.querySelector(`[data-column="${CSS.escape(column)}"]`);

function drawRows(name, table) {
  const v = view(), fields = columnsOf(name), found = lines(name), some = found.slice(0, v.most);
  const had = box.contains(document.activeElement), typing = input && { value: input.value, key: v.row, field: v.field }, [left, top] = [box.scrollLeft, box.scrollTop];
  const heads = fields.map((f) => {
    const now = v.column === f.name ? (v.down ? "descending" : "ascending") : null;
    return h("th", { scope: "col", "aria-sort": now }, h("button", { type: "button", data: { sort: f.name, key: f.name }, title: brief(f.description, 200), on: { click: () => sortBy(f.name) } }, f.title, h("span", { "aria-hidden": "true" }, now ? (v.down ? " ▾" : " ▴") : "")));
  });
  if (!some.some((l) => l.key === v.row)) v.row = some[0]?.key ?? null;
  if (!fields.some((f) => f.name === v.field)) v.field = fields[0]?.name;
  const body = some.map(({ row, key }) => h("tr", { data: { key }, "aria-selected": "false" }, fields.map((f) => cell(name, f, key, row))));
  input = null;
  fill(box, h("table", { role: "grid", "aria-label": `${table.title}: ${one(rows(name).length, "row")}`, "aria-rowcount": rows(name).length + 1 }, h("thead", {}, h("tr", {}, heads)), h("tbody", {}, body)),
    found.length > some.length && h("p", {}, h("button", { type: "button", class: "small", on: { click: () => { v.most += 5 * LINES; changed(); } } }, `Show more of ${found.length.toLocaleString("en")} rows`)),
    !found.length && h("p", { class: "hint" }, v.filter ? "No row has these words." : `No rows. “New ${table.kind}” beside the list adds one.`));
  box.scrollTo(left, top);
  if (!had) { tell(null); return; }
  if (typing && cellNode(typing.key, typing.field)) { edit(cellNode(typing.key, typing.field)); input.value = typing.value; } // another change was answered meanwhile
  else cellNode(v.row, v.field)?.focus({ preventScroll: true });
}
function cell(name, f, key, row) {
  const value = valueOf(name, key, row, f.name), words = shown(f, name, value), here = key === view().row && f.name === view().field;
  const wrong = heldOf(name, key).has(f.name) || problemsOf(name, key).some((p) => p.column === f.name);
  return h("td", { role: "gridcell", tabindex: here ? 0 : -1, data: { column: f.name }, class: wrong ? "wrong" : /^-?[\d.]+$/.test(value) ? "number" : null, "aria-invalid": wrong ? "true" : null, "aria-readonly": f.computed ? "true" : null }, bdi(brief(words, CELL)));
}
function sortBy(column) {
  const v = view();
  if (v.column !== column) Object.assign(v, { column, down: false });
  else if (!v.down) v.down = true;
  else v.column = ""; // the order of the file
  changed();
  box.querySelector(`[data-sort="${CSS.escape(column)}"]`)?.focus({ preventScroll: true });
}
// What there is to say of a cell: what was refused, what the rules find, or what the column is.
function tell(node) {
  if (!node) { note.textContent = "Arrow keys move, Enter edits, Space opens the record; press a heading to sort."; note.className = "hint"; return; }
  const { name } = view(), { key } = node.parentElement.dataset, { column } = node.dataset, f = fieldOf(name, column);
  const refused = heldOf(name, key).get(column)?.message, found = problemsOf(name, key).filter((p) => p.column === column).map((p) => `${p.message}.`);
  note.className = refused || found.length ? "refused" : "hint";
  note.textContent = [refused, ...found].filter(Boolean).join(" ") || `${f.title}: ${f.computed ? "follows from the text and other cells. " : ""}${brief(f.description, 150)}`;
}
function goTo(node) {
  if (!node) return;
  box.querySelector('td[tabindex="0"]')?.setAttribute("tabindex", "-1");
  node.setAttribute("tabindex", "0");
  Object.assign(view(), { row: node.parentElement.dataset.key, field: node.dataset.column });
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: "nearest", inline: "nearest" });
}
function beside(node, right, down) {
  const tr = node.parentElement, all = [...tr.parentElement.children], cells = [...tr.children], limited = (i, list) => Math.max(0, Math.min(list.length - 1, i));
  return all[limited(all.indexOf(tr) + down, all)].children[limited(cells.indexOf(node) + right, cells)];
}
// Edit a cell: by the control that the form has for its column.
function edit(node, typed = null) {
  const { name } = view(), { key } = node.parentElement.dataset, f = fieldOf(name, node.dataset.column), row = rowOf(name, key);
  if (!f || !row || !editable(name, f)) { tell(node); return; }
  const made = control(name, f, valueOf(name, key, row, f.name), [], `g-${f.name}`);
  input = made.matches("input, select, textarea") ? made : made.querySelector("input");
  input.removeAttribute("aria-describedby");
  input.setAttribute("aria-label", f.title);
  node.style.minWidth = `${node.offsetWidth}px`; // no column moves
  fill(node, made);
  node.classList.add("editing");
  if (typed !== null && input.tagName !== "SELECT") input.value = typed;
  input.focus({ preventScroll: true });
  if (typed === null) input.select?.();
  const own = input;
  input.addEventListener("focusout", () => setTimeout(() => { if (own === input && own.isConnected) save(0, 0, false); }));
}
// Write the cell that is being edited and go on to the one beside it.
async function save(right, down, focus = true) {
  const node = input.closest("td"), { name } = view(), { key } = node.parentElement.dataset, { column } = node.dataset, { value, tagName } = input;
  const next = beside(node, right, down), at = [next.parentElement.dataset.key, next.dataset.column];
  close(node);
  if (focus) goTo(cellNode(...at)); // the cell itself is a new one, and may be the last
  const done = await write(name, key, column, value, tagName === "SELECT");
  if (view().name !== name) return;
  if (done.key !== key && view().row === key) view().row = done.key;
  if (done.message && focus && box.contains(document.activeElement)) goTo(cellNode(key, column)); // to what was refused
  else if (focus && box.contains(document.activeElement)) goTo(cellNode(at[0] === key ? done.key : at[0], at[1]));
}
function close(node) {
  const { name } = view(), { key } = node.parentElement.dataset, f = fieldOf(name, node.dataset.column), row = rowOf(name, key);
  input = null;
  const fresh = cell(name, f, key, row);
  node.replaceWith(fresh);
  return fresh;
}
function giveUp() {
  const node = input.closest("td"), { name } = view(), { key } = node.parentElement.dataset;
  release(name, key, [node.dataset.column]);
  goTo(close(node));
  changed();
}
box.addEventListener("focusin", (e) => { if (e.target.matches("td")) { goTo(e.target); tell(e.target); } });
box.addEventListener("click", (e) => {
  const node = e.target.closest("td");
  if (!node || node.classList.contains("editing")) return;
  goTo(node);
  open(node);
});
box.addEventListener("dblclick", (e) => { const node = e.target.closest("td"); if (node && !node.classList.contains("editing")) { getSelection().removeAllRanges(); edit(cellNode(view().row, view().field) ?? node); } });
function open(node) {
  const { key } = node.parentElement.dataset, { name } = view();
  if (!takeEnd(name, key) && !(store.current?.table === name && store.current.key === key)) select(name, key);
}
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], Home: [-1e6, 0], End: [1e6, 0], PageUp: [0, -10], PageDown: [0, 10] };
box.addEventListener("keydown", (e) => {
  if (e.isComposing || e.keyCode === 229) return;
  if (input && e.target === input) {
    e.stopPropagation();
    if (e.key === "Escape") { e.preventDefault(); giveUp(); }
    else if (e.key === "Enter" && !e.shiftKey) { e.preventDefault(); save(0, 1); }
    else if (e.key === "Tab") { e.preventDefault(); save(e.shiftKey ? -1 : 1, 0); }
    return;
  }
  const node = e.target.closest("td");
  if (!node || e.altKey) return;
  const control = e.ctrlKey || e.metaKey;
  if (STEPS[e.key]) { e.preventDefault(); const [right, down] = STEPS[e.key]; goTo(beside(node, right, control && !down ? (right < 0 ? -1e6 : 1e6) : down)); return; }
  if (control) return;
  if (e.key === "Enter" || e.key === "F2") { e.preventDefault(); edit(node); }
  else if (e.key === " ") { e.preventDefault(); open(node); }
  else if (e.key.length === 1) { e.preventDefault(); edit(node, e.key); }
});
filter.addEventListener("input", () => { view().filter = filter.value; changed(); });
filter.addEventListener("keydown", (e) => { if (e.key === "ArrowDown") { e.preventDefault(); goTo(box.querySelector('td[tabindex="0"]')); } });
tell(null);
