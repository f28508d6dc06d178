// The tables and the rows of the one that is open.

import { brief, byId, h, refill } from "./dom.js";
import { keyOf, rowLabel, rows, select, SORTS, store, changed } from "./store.js";
import { openDraft } from "./flow.js";
import { revealRecord, unchoose } from "./text.js";
import { takeEnd } from "./links.js";

const ROWS = 150, MORE = 5 * ROWS; // drawn at first, and with each press of the button for more
const NAMED = new Set(["actors", "codebook", "events", "places", "sources", "statements"]); // whose rows have a label of their own
const STACKED = matchMedia("(max-width: 60rem)"); // one part of the page below the other: see app.css
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
  const isDrawn = drawn.list === list && drawn.labels === labels && drawn.filter === filter && drawn.marked === marked && drawn.name === name;
  if (!isDrawn) {
    if (drawn.name !== name || drawn.filter !== filter) Object.assign(view, { from: 0, rows: ROWS });
    const found = list.map((row) => [keyOf(table, row), rowLabel(name, row), row]).filter(([k, l]) => !filter || `${k} ${l}`.toLocaleLowerCase().includes(filter));
    Object.assign(drawn, { list, labels, filter, marked, name, found });
  }
  const open = current?.table === name ? current.key : null, { found } = drawn;
  // a row that is opened and is not drawn is drawn with those around it
  const at = open !== null && drawn.open !== `${name}/${open}` ? found.findIndex(([key]) => key === open) : -1, isOutside = at >= 0 && (at < view.from || at >= view.from + view.rows);
  if (isOutside) Object.assign(view, { from: Math.max(0, at - ROWS / 2), rows: ROWS });
  if (!isDrawn || isOutside) {
    view.from = Math.min(view.from, Math.max(0, found.length - 1));
    const item = ([key, label, row]) => h("li", {}, h("button", { type: "button", class: "row", data: { key }, draggable: "true", on: { click: () => takeEnd(name, key) || openRow(name, key) } }, h("span", { class: "name" }, brief(label, 90)), detail(row), wrong.has(key) && h("span", { class: `mark ${wrong.get(key)}` }, wrong.get(key) === "error" ? "error" : "to do")));
    const show = (which, key, change) => h("li", {}, h("button", { type: "button", class: "small", data: { key }, on: { click: () => { change(); drawn.list = null; drawLists(); } } }, `Show ${which} of ${found.length.toLocaleString("en")} rows`));
    const earlier = view.from > 0 && show("earlier ones", "earlier", () => { const from = Math.max(0, view.from - MORE); Object.assign(view, { from, rows: view.rows + view.from - from }); });
    const more = found.length > view.from + view.rows && show("more", "", () => { view.rows += MORE; });
    refill(byId("rows"), earlier, found.slice(view.from, view.from + view.rows).map(item), more, !found.length && h("li", { class: "hint" }, "No rows."));
  }
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
function openRow(name, key) {
  unchoose();
  select(name, key);
  revealRecord(name, key);
  if (STACKED.matches) byId("form").scrollIntoView({ block: "start" }); // it is far above the list there
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
