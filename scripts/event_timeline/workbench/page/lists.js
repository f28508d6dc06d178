// The tables and the rows of the one that is open.

import { brief, byId, h, refill } from "./dom.js";
import { keyOf, rowLabel, rows, select, SORTS, store, changed } from "./store.js";
import { openDraft } from "./flow.js";
import { takeEnd } from "./links.js";

const FIRST = ["events", "actors", "statements", "places"];
export function drawLists() {
  const { tables, order } = store;
  const button = (name) => h("button", { type: "button", class: `tab k-${SORTS[name] ?? "other"}`, data: { key: name }, "aria-pressed": String(name === store.table), on: { click: () => { store.table = name; byId("filter").value = ""; changed(); } } }, tables[name].title.split(":")[0], " ", h("span", { class: "count" }, String(rows(name).length)));
  const more = order.filter((n) => !FIRST.includes(n));
  const other = h("select", { "aria-label": "Other tables", data: { key: "more" }, on: { change: (e) => { if (e.target.value) { store.table = e.target.value; byId("filter").value = ""; changed(); } } } }, h("option", { value: "" }, "Other tables…"), more.map((n) => h("option", { value: n }, `${tables[n].title} (${rows(n).length})`)));
  other.value = more.includes(store.table) ? store.table : "";
  refill(byId("tables"), FIRST.filter((n) => tables[n]).map(button), other);
  byId("new-row").textContent = `New ${tables[store.table]?.kind ?? "row"}`;
  const filter = byId("filter").value.toLocaleLowerCase(), table = tables[store.table];
  const wrong = new Map();
  for (const p of store.problems) if (p.resource === store.table && p.key) { const k = p.key.join("/"); wrong.set(k, wrong.get(k) === "error" || (p.severity === "error" && !p.pending) ? "error" : "pending"); }
  const found = rows(store.table).map((row) => [keyOf(table, row), rowLabel(store.table, row), row]).filter(([k, l]) => !filter || `${k} ${l}`.toLocaleLowerCase().includes(filter));
  const item = ([key, label, row]) => h("li", {}, h("button", { type: "button", class: "row", data: { key }, draggable: "true", "aria-current": store.current?.table === store.table && store.current.key === key ? "true" : undefined, on: { click: () => takeEnd(store.table, key) || select(store.table, key) } }, h("span", { class: "name" }, brief(label, 90)), detail(row), wrong.has(key) && h("span", { class: `mark ${wrong.get(key)}` }, wrong.get(key) === "error" ? "error" : "to do")));
  refill(byId("rows"), found.slice(0, 500).map(item), found.length > 500 && h("li", { class: "hint" }, `${found.length - 500} more: filter the list`), !found.length && h("li", { class: "hint" }, "No rows."));
}
function detail(row) {
  const said = row.event_id && row.label ? [row.date_edtf, row.status === "occurred" ? "" : row.status] : row.statement_id && row.summary ? [row.speaker_as_reported, row.cue] : row.actor_id && row.name ? [row.office || row.kind] : [];
  const words = said.filter(Boolean).join(" · ");
  return words && h("span", { class: "hint" }, words);
}
export const newRow = () => openDraft({ table: store.table, focus: store.tables[store.table].fields.find((f) => f.required && !f.computed && f.name !== store.tables[store.table].id)?.name });
