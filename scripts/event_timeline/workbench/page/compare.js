// The second coder: what another coding of the text has otherwise, decided one by one. The other coding is never changed.

import { add, shows } from "./below.js";
import { brief, byId, h, refill, tell } from "./dom.js";
import { call } from "./server.js";
import { changed, decide, fieldOf, report, rowOf, select, store, termLabel, textOf, toUnit } from "./store.js";
import { choose } from "./text.js";

const KINDS = { missing: "only theirs", extra: "only yours", value: "value", wording: "wording", words: "words" };
const TAKEN = { first: "yours kept", both: "both kept" };
const list = h("ul", { id: "differences", class: "differences", tabIndex: 0, hidden: true, "aria-label": "Differences from the other coding", data: { first: "" } });
const bar = h("div", { class: "comparebar", hidden: true });
const reason = h("input", { type: "text", id: "reason", autocomplete: "off", placeholder: "Reason, for the log" });
let known = "", all = [], asking = false;
const { compare: view } = store.view;
document.querySelector(".findings .findinghead").append(bar);
byId("findings").after(list);
add("differences", () => `Second coder: ${open().length}`, [list, bar], () => Boolean(store.beside));

const open = () => all.filter((d) => !d.decided);
const listed = () => (view.withDecided ? all : open());

// Called with every other part of the page after each change.
export function drawCompare() {
  if (!store.beside) return;
  if (!store.compare && known !== store.version && !asking && !store.pending) fetchAgain();
  markRows();
  if (shows("differences")) drawList();
}
async function fetchAgain() {
  asking = true;
  const version = store.version;
  try { store.compare = await call("compare"); known = version; } catch (error) { report(error); known = version; } finally { asking = false; }
  changed();
}
const shownValue = (d, value) => (d.column && fieldOf(d.table, d.column)?.terms.length ? termLabel(d.table, d.column, value) : value) || "nothing";
function said(d) {
  if (d.kind === "words") return [h("span", { class: "part" }, d.column), " yours ", h("q", {}, brief(d.first || "none", 70)), ", theirs ", h("q", {}, brief(d.second || "none", 70))];
  if (d.column) return [`${fieldOf(d.table, d.column)?.title ?? d.column}: yours `, h("q", {}, brief(shownValue(d, d.first), 70)), ", theirs ", h("q", {}, brief(shownValue(d, d.second), 70))];
  const title = h("span", { class: "hint" }, store.tables[d.table]?.title ?? d.table);
  return store.tables[d.table]?.id === "" ? [title, ": ", h("q", {}, d.label)] : [title]; // which row it is: its name is cut off at the left
}
function drawList() {
  const { compare } = store;
  if (compare) {
    const f1 = (figures, name) => (figures[name] === null || figures[name] === undefined ? "–" : figures[name].toFixed(2));
    const units = [["actors"], ["events"], ["statements"], ["spans"], ["participants"], ["relations"], ["statement_events", "what statements say of events"]];
    const values = [["statement_events.stance", "stance"], ["statement_events.factuality", "factuality"], ["events.kind", "kind of event"], ["events.status", "status"]].filter(([v]) => v in compare.now);
    const shown = (list) => list.map(([u, label = u], i) => [i ? " · " : "", `${label} ${f1(compare.before, u)} → ${f1(compare.now, u)}`]);
    const latest = new Map(compare.log.filter((e) => e.difference).map((e) => [e.difference.id, e.take])), decided = [...latest.values()].filter((t) => t !== "open").length, still = all.length - open().length;
    const keep = bar.contains(document.activeElement);
    if (!keep) bar.replaceChildren(
      h("p", {}, h("strong", {}, compare.beside), " beside this package. Agreement (F1) before and now: ", shown(units), "; alpha: ", shown(values)),
      h("p", { class: "buttons" }, h("label", { for: "reason" }, "Reason"), reason, h("label", {}, h("input", { type: "checkbox", id: "with-decided", checked: view.withDecided, on: { change: (e) => { view.withDecided = e.target.checked; changed(); } } }), ` the decided ones that still differ (${still} of ${decided} decided)`)));
  }
  const some = listed();
  refill(list, !compare && h("li", { class: "hint" }, "Comparing…"), compare && !some.length && h("li", { class: "hint" }, "No difference is left to decide."),
    some.slice(0, 300).map((d) => h("li", { class: d.id === view.current ? "now" : "", data: { id: d.id } },
      h("button", { type: "button", class: "go", data: { key: d.id }, "aria-current": d.id === view.current ? "true" : undefined, on: { click: () => go(d) } }, brief(d.label, 50)),
      h("span", { class: `difference ${d.kind}` }, h("span", { class: "badge" }, d.decided ? TAKEN[d.decided] : KINDS[d.kind]), " ", said(d)),
      h("span", { class: "choices" }, d.decided
        ? h("button", { type: "button", class: "small", data: { take: "open", key: `${d.id}o` }, on: { click: () => take(d, "open") } }, h("kbd", {}, "R"), " decide again")
        : [["first", "1", d.kind === "missing" ? "leave out" : "keep yours"], ["second", "2", d.kind === "missing" ? "add theirs" : d.kind === "extra" ? "remove yours" : "take theirs"], d.both && ["both", "3", "both"]].filter(Boolean)
          .map(([what, key, label]) => h("button", { type: "button", class: "small", data: { take: what, key: `${d.id}${key}` }, on: { click: () => take(d, what) } }, h("kbd", {}, key), ` ${label}`))))));
}
// Show a difference: its record, and its words in the text.
function go(d) {
  view.current = d.id;
  const [table, key] = d.key && rowOf(d.table, d.key) ? [d.table, d.key] : ["", ""];
  const [span] = [...d.here, ...d.there];
  const text = span && textOf(span[0]);
  if (text && store.text !== text) store.text = text;
  if (table) select(table, key); else changed();
  if (text) choose(toUnit(text, span[1]), toUnit(text, span[2]));
  list.querySelector(`[data-key="${d.id}"]`)?.focus({ preventScroll: true });
}
async function take(d, what) {
  const at = listed().indexOf(d);
  try { await decide({ difference: d.id, take: what, reason: reason.value.trim() }); } catch (error) { report(error); return; }
  known = store.version;
  reason.value = "";
  tell({ first: "Yours kept.", second: "Theirs taken.", both: "Both kept.", open: "To be decided again." }[what]);
  const next = listed()[Math.min(at, listed().length - 1)];
  if (next) go(next); else { view.current = ""; changed(); list.focus({ preventScroll: true }); }
}
list.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
  const some = listed(), here = some.find((d) => d.id === (e.target.closest("li")?.dataset.id ?? view.current));
  if (e.key === "ArrowDown" || e.key === "ArrowUp") {
    const next = some[Math.max(0, Math.min(some.length - 1, (here ? some.indexOf(here) : -1) + (e.key === "ArrowDown" ? 1 : -1)))];
    if (next) { e.preventDefault(); go(next); }
    return;
  }
  const what = { 1: "first", 2: "second", 3: "both", r: "open", R: "open" }[e.key];
  if (!here || !what || (what === "open") !== Boolean(here.decided) || (what === "both" && !here.both)) return;
  e.preventDefault();
  take(here, what);
});

// ---- in the list of records, and in the text ----
function markRows() {
  const differing = new Set(open().filter((d) => d.key && d.table === store.table).map((d) => d.key));
  for (const node of document.querySelectorAll("#rows [data-key]")) if (differing.has(node.dataset.key)) node.append(h("span", { class: "mark differs" }, " differs"));
}
// The words of the differences, for the painting of the text, which comes before the lists.
export function markDifferences() {
  if (!store.beside) return;
  if (store.compare) { all = store.compare.differences; known = store.version; }
  const some = shows("differences") && store.text ? open().filter((d) => d.kind !== "wording") : [];
  store.differing = some.flatMap((d) => [...d.here, ...d.there].filter((s) => s[0] === store.text.id)
    .map(([, a, b]) => ({ start: toUnit(store.text, a), end: toUnit(store.text, b), name: d.id === view.current ? "differs-now" : "differs" })));
}
