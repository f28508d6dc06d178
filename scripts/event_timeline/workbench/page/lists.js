// The tables and the rows of the one that is open.

import { brief, byId, h, refill } from "./dom.js";
import { keyOf, rowLabel, rows, select, SORTS, store, changed } from "./store.js";
import { openDraft } from "./flow.js";
import { revealRecord, unchoose } from "./text.js";
import { takeEnd } from "./links.js";

const ROWS = 150; // drawn at first
const NAMED = new Set(["actors", "codebook", "events", "places", "sources", "statements"]); // whose rows have a label of their own
const drawn = {}; // what the list shows
const FIRST = ["events", "actors", "statements", "places"];
export function drawLists() {
  const { tables, order, view } = store;
  const button = (name) => h("button", { type: "button", class: `tab k-${SORTS[name] ?? "other"}`, data: { key: name }, "aria-pressed": String(name === store.table), on: { click: () => { store.table = name; byId("filter").value = ""; changed(); } } }, tables[name].title.split(":")[0], " ", h("span", { class: "count" }, String(rows(name).length)));
  const more = order.filter((n) => !FIRST.includes(n));
  const other = h("select", { "aria-label": "Other tables", data: { key: "more" }, on: { change: (e) => { if (e.target.value) { store.table = e.target.value; byId("filter").value = ""; changed(); } } } }, h("option", { value: "" }, "Other tables…"), more.map((n) => h("option", { value: n }, `${tables[n].title} (${rows(n).length})`)));
  other.value = more.includes(store.table) ? store.table : "";
  refill(byId("tables"), FIRST.filter((n) => tables[n]).map(button), other);
  byId("new-row").textContent = `New ${tables[store.table]?.kind ?? "row"}`;
  const filter = byId("filter").value.toLocaleLowerCase(), { table: name, current } = store, table = tables[name], list = rows(name);
  const wrong = new Map();
  for (const p of store.problems) if (p.resource === name && p.key) { const k = p.key.join("/"); wrong.set(k, wrong.get(k) === "error" || (p.severity === "error" && !p.pending) ? "error" : "pending"); }
  const marked = [...wrong].join(), labels = NAMED.has(name) ? null : tables; // labels of other rows are of other tables
  if (drawn.list !== list || drawn.labels !== labels || drawn.filter !== filter || drawn.marked !== marked || drawn.name !== name) {
    if (drawn.name !== name || drawn.filter !== filter) view.rows = ROWS;
    Object.assign(drawn, { list, labels, filter, marked, name });
    const found = list.map((row) => [keyOf(table, row), rowLabel(name, row), row]).filter(([k, l]) => !filter || `${k} ${l}`.toLocaleLowerCase().includes(filter));
    const item = ([key, label, row]) => h("li", {}, h("button", { type: "button", class: "row", data: { key }, draggable: "true", on: { click: () => takeEnd(name, key) || (unchoose(), select(name, key), revealRecord(name, key)) } }, h("span", { class: "name" }, brief(label, 90)), detail(row), wrong.has(key) && h("span", { class: `mark ${wrong.get(key)}` }, wrong.get(key) === "error" ? "error" : "to do")));
    const more = found.length > view.rows && h("li", {}, h("button", { type: "button", class: "small", data: { key: "" }, on: { click: () => { view.rows += 5 * ROWS; drawn.list = null; drawLists(); } } }, `Show more of ${found.length.toLocaleString("en")} rows`));
    refill(byId("rows"), found.slice(0, view.rows).map(item), more, !found.length && h("li", { class: "hint" }, "No rows."));
  }
  const open = current?.table === name ? current.key : null;
  for (const node of byId("rows").querySelectorAll("[aria-current]")) if (node.dataset.key !== open) node.removeAttribute("aria-current");
  const now = open === null ? null : box.querySelector(`.row[data-key="${CSS.escape(open)}"]`);
  now?.setAttribute("aria-current", "true");
  walk(now ?? box.querySelector(".row:focus, .row[tabindex='0']") ?? box.querySelector(".row"));
  if (now && drawn.open !== `${name}/${open}`) {
    const { top, bottom } = now.getBoundingClientRect(), view = box.getBoundingClientRect();
    if (top < view.top || bottom > view.bottom) box.scrollTop += top - view.top - (view.height - (bottom - top)) / 2;
  }
  drawn.open = `${name}/${open}`;
}
// One row is reached with Tab, the others from it with arrow keys.
const box = byId("rows");
function walk(row) {
  for (const node of box.querySelectorAll(".row")) { const at = node === row ? 0 : -1; if (node.tabIndex !== at || !node.hasAttribute("tabindex")) node.tabIndex = at; }
}
box.addEventListener("focusin", ({ target }) => { if (target.matches(".row")) walk(target); });
box.addEventListener("keydown", (e) => {
  const all = [...box.querySelectorAll(".row")], at = all.indexOf(e.target), to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[e.key];
  if (at < 0 || to === undefined || e.ctrlKey || e.altKey || e.metaKey) return;
  e.preventDefault();
  all[to]?.focus();
});
function detail(row) {
  const said = row.event_id && row.label ? [row.date_edtf, row.status === "occurred" ? "" : row.status] : row.statement_id && row.summary ? [row.speaker_as_reported, row.cue] : row.actor_id && row.name ? [row.office || row.kind] : [];
  const words = said.filter(Boolean).join(" · ");
  return words && h("span", { class: "hint" }, words);
}
export const newRow = () => openDraft({ table: store.table, focus: store.tables[store.table].fields.find((f) => f.required && !f.computed && f.name !== store.tables[store.table].id)?.name });
