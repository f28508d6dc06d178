// The state that the server gave, what is derived from it, and changes of it. One gesture is one change.

import { call } from "./server.js";

export const store = {
  title: "", keywords: [], version: "", tables: {}, order: [], problems: [], todo: [], texts: [], steps: { undo: [], redo: [] }, read: { source: "", dates: [], clauses: [], sayings: [], people: [] },
  table: "events", current: null, draft: null, armed: null, link: null, text: null, pending: 0, failed: null, waiting: null,
  parked: [], // new records that were worked on and left for another one
  held: new Map(), // TABLE/KEY -> what was typed there and is not written: see held.js
  typed: new Map(), sent: new Map(), // TABLE/KEY/COLUMN -> what is being typed in the form that is open, and what is being saved
  chosen: { start: 0, end: 0, kept: [] }, // words of the text, and stretches that were kept before them: see text.js
  view: { // how the page shows it
    below: "findings", from: 0, rows: 0, findings: 100, item: -1, letters: localStorage.getItem("letter-keys") !== "off",
    table: { name: "", column: "", down: false, filter: "", row: null, field: null, most: 0 },
    network: { around: false, roles: true, relations: true, stances: true, node: null },
    compare: { current: "", withDecided: false },
  },
  differing: [], // stretches of the text that another coding has otherwise: start, end, name of the mark
};
const watchers = [];
export const watch = (action) => watchers.push(action);
export const changed = () => { for (const action of watchers) action(false); };
// A change is sent: nothing that is shown of the package is another before it is answered.
const sending = () => { for (const action of watchers) action(true); };

export const SORTS = { actors: "actor", events: "event", statements: "statement" };
export const TABLES = { actor: "actors", event: "events", statement: "statements" };

// rows as objects, by table, each with its key as the server names it
const made = new Map();
export function rows(name) {
  const table = store.tables[name];
  if (!table) return [];
  if (made.get(name)?.table !== table) {
    const list = table.rows.map((cells) => Object.fromEntries(table.columns.map((c, i) => [c, cells[i]])));
    const keys = list.map((row) => keyOf(table, row));
    made.set(name, { table, list, keys, byKey: new Map(keys.map((k, i) => [k, list[i]])) });
  }
  return made.get(name).list;
}
export function keyOf(table, row) {
  const cells = table.key.map((c) => row[c] ?? "");
  while (cells.length > 1 && !cells.at(-1)) cells.pop();
  return cells.join("/");
}
export const rowOf = (name, key) => { rows(name); return made.get(name)?.byKey.get(key); };
export const fieldOf = (name, column) => store.tables[name]?.fields.find((f) => f.name === column);
export function labelOf(name, key) {
  const row = rowOf(name, key);
  return row ? rowLabel(name, row) : key;
}
export function rowLabel(name, row) {
  const own = row.name || row.label || row.title || row.summary || (name === "statements" && row.quote && `“${row.quote}”`);
  if (own) return own;
  const table = store.tables[name];
  const said = (c) => { const f = fieldOf(name, c); return f?.to && f.to !== name ? labelOf(f.to, row[c]) : termLabel(name, c, row[c]); };
  if (name === "event_actors") return `${said("actor_id")} — ${said("role")} — ${said("event_id")}`;
  if (name === "event_relations") return `${labelOf("events", row.event_id)} — ${said("relation")} — ${labelOf("events", row.other_event_id)}`;
  if (name === "statement_events") return `${said("statement_id")} — ${said("stance")}, ${said("factuality")} — ${said("event_id")}`;
  if (name === "evidence") return `${row.part}: ${spanWords(row)}`;
  return table.key.map((c) => said(c)).filter(Boolean).join(" — ");
}
export const termLabel = (name, column, value) => fieldOf(name, column)?.terms.find(([t]) => t === value)?.[1] || value;

// Code points of files, UTF-16 units of the page: one table a text, made when it is first needed.
const counts = new Map();
function tableOf(text) {
  if (!counts.has(text.id)) {
    const at = new Uint32Array(text.content.length + 1), back = [];
    let points = 0;
    for (let i = 0; i < text.content.length; i++) {
      at[i] = points;
      back.push(i);
      if (text.content.codePointAt(i) > 0xffff) { i++; at[i] = points; }
      points++;
    }
    at[text.content.length] = points;
    back.push(text.content.length);
    counts.set(text.id, { at, back });
  }
  return counts.get(text.id);
}
export const toPoint = (text, unit) => tableOf(text).at[unit];
export const toUnit = (text, point) => tableOf(text).back[point] ?? text.content.length;
export const textOf = (id) => store.texts.find((t) => t.id === id);
export function spanWords(row) {
  const text = textOf(row.source_id);
  return text ? text.content.slice(toUnit(text, Number(row.char_start)), toUnit(text, Number(row.char_end))) : row.exact;
}
// A span as the server takes it, of UTF-16 offsets.
export const spanOf = (text, start, end) => [text.id, toPoint(text, start), toPoint(text, end), text.content.slice(start, end)];

// Evidence of the current text in UTF-16 offsets, in the text's order; reach: the furthest end so far.
let spans = { of: null, table: null, list: [], reach: [] };
function indexed() {
  const { text } = store, table = store.tables.evidence;
  rows("evidence");
  if (spans.of !== text || spans.table !== table) {
    const list = text ? rows("evidence").filter((r) => r.source_id === text.id).map((row) => {
      const sort = ["actor", "event", "statement"].find((s) => row[`${s}_id`]);
      return { row, start: toUnit(text, Number(row.char_start)), end: toUnit(text, Number(row.char_end)), part: row.part, sort, id: sort ? row[`${sort}_id`] : "" };
    }).sort((a, b) => a.start - b.start || b.end - a.end) : [];
    let furthest = 0;
    spans = { of: text, table, list, reach: list.map((s) => (furthest = Math.max(furthest, s.end))) };
  }
  return spans;
}
export const spansHere = () => indexed().list;
// Those that share a character with a stretch of the text.
export function spansBetween(start, end) {
  const { list, reach } = indexed(), found = [];
  let low = 0, high = list.length;
  while (low < high) { const middle = (low + high) >> 1; if (reach[middle] > start) high = middle; else low = middle + 1; }
  for (let i = low; i < list.length && list[i].start < end; i++) if (list[i].end > start) found.push(list[i]);
  return found;
}
export const problemsOf = (name, key) => store.problems.filter((p) => p.resource === name && p.key?.join("/") === key);

export function take(state) {
  const { tables, texts, ...others } = state;
  Object.assign(store, { compare: null }, others);
  store.tables = { ...store.tables, ...tables };
  for (const name of Object.keys(store.tables)) if (!store.order.includes(name)) delete store.tables[name];
  if (texts || tables?.sources) store.read = { ...store.read, source: "" };
  if (texts) {
    counts.clear();
    store.texts = texts;
    store.text = texts.find((t) => t.id === store.text?.id) ?? texts[0] ?? null;
  }
  if (store.link && !rowOf(store.link.from.table, store.link.from.key)) store.link = null;
  if (store.current && !rowOf(store.current.table, store.current.key)) store.current = null;
  for (const [name, own] of store.held) {
    const at = name.indexOf("/"), row = rowOf(name.slice(0, at), name.slice(at + 1));
    for (const [column, { value }] of own) if (!row || (row[column] ?? "") === value.trim()) own.delete(column);
    if (!own.size) store.held.delete(name);
  }
}

// Changes follow each other: each is made for the version that the one before it led to.
let queue = Promise.resolve();
export function change(label, operations) {
  return enqueue(() => call("change", { version: store.version, label, operations }), { label, operations });
}
const newest = (way, what) => () => { const last = store.steps[way].at(-1); return `the newest state is shown now${last ? `; ${way} again to ${what} “${last}”` : ""}`; };
export const undo = () => enqueue(() => call("undo", { version: store.version }), null, newest("undo", "take back"));
export const redo = () => enqueue(() => call("redo", { version: store.version }), null, newest("redo", "make again"));
// Decide a difference from the other coding: the answer has the comparison, too.
export const decide = (given) => enqueue(() => call("compare", { version: store.version, ...given }), null, () => "the newest state is shown now; decide again");
export const fixFiles = () => enqueue(() => call("fix", { version: store.version, dry_run: false }), null, () => "the newest state is shown now; press the repair again");
// again: the change that can be made again where the package has another version; hint: what is said there of another action.
function enqueue(action, again, hint) {
  store.pending++;
  sending();
  const done = queue.then(async () => {
    try {
      const state = await action();
      take(state);
      store.failed = null;
      store.waiting = null;
      return state;
    } catch (error) {
      if (error.status === 409) {
        take(await call("state"));
        store.waiting = again ?? null;
        if (hint) error.hint = hint();
      }
      if (error.status !== 400) store.failed = error;
      throw error;
    } finally {
      store.pending--;
      changed();
    }
  });
  queue = done.catch(() => {});
  return done;
}
// For changes that no form shows the refusal of.
export const report = (error) => { store.failed = error; changed(); };
// What the server read of a text: see proposals.js. It is read again where another text is shown, or the texts or their sources changed.
let reading = "";
async function read(source) {
  reading = source;
  try {
    const found = await Promise.all(["dates", "clauses", "sayings", "people"].map((what) => call("suggest", { what, source })));
    if (reading === source) store.read = Object.assign({ source }, ...found);
  } finally { if (reading === source) reading = ""; }
}
watch(() => { const source = store.text?.id; if (source && source !== store.read.source && source !== reading) read(source).catch(() => {}); });
export async function load() {
  const state = await call("state");
  if (state.new) return state;
  take(state);
  if (store.text) await read(store.text.id);
  return state;
}
// The open form of a new record is left: what was typed in it stays until somebody comes back to it.
export function park() {
  if (store.draft?.worked) store.parked.push(store.draft);
  store.draft = null;
}
export function select(table, key) {
  store.current = key === null ? null : { table, key };
  park();
  if (store.link && (store.link.from.table !== table || store.link.from.key !== key)) store.link = null;
  if (key !== null) store.table = table;
  changed();
}
