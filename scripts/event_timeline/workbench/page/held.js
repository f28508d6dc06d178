// What was typed in a form and is not written: values that were refused, and values that wait for another one. They stay with their
// record until they are written, given up, or the record is gone. Fields that the rules tie to each other are sent as one change.

import { rowOf, store } from "./store.js";

const DATE = {
  columns: ["date_edtf", "date_basis", "date_source"],
  lead: ["date_edtf"],
  lacks: (of) => {
    if (of("date_edtf") && !of("date_basis")) return ["date_basis", "Choose a basis: the date is saved with it"];
    if (!of("date_edtf") && (of("date_basis") || of("date_source"))) return ["date_edtf", "Give the date: its basis and source are saved with it"];
    if (of("date_basis") === "external" && !of("date_source")) return ["date_source", "Choose the source: an external date is saved with it"];
    return null;
  },
};
const PLACED = {
  columns: ["latitude", "longitude"],
  lead: ["latitude", "longitude"],
  lacks: (of) => (of("latitude") && !of("longitude") ? ["longitude", "Give the longitude: both are saved together"] : of("longitude") && !of("latitude") ? ["latitude", "Give the latitude: both are saved together"] : null),
};
// The source of identifiers goes with the last identifier or coordinate that may be of it.
const identified = (...columns) => ({
  columns: [...columns, "identifiers_source"],
  lead: [],
  follows: (of) => (columns.some(of) ? [] : ["identifiers_source"]),
  lacks: () => null,
});
const TIED = {
  events: [DATE, identified("wikidata")], statements: [DATE], actors: [identified("wikidata")],
  places: [PLACED, identified("geonames_id", "wikidata", "latitude", "longitude")],
};

// What is held of a record: column -> { value, at: the field to look at, message, waits: whether another value is missing }.
export const heldOf = (table, key) => store.held.get(`${table}/${key}`) ?? new Map();
export function hold(table, key, column, value) {
  const name = `${table}/${key}`;
  if (!store.held.has(name)) store.held.set(name, new Map());
  store.held.get(name).set(column, value);
}
export function release(table, key, columns = [...heldOf(table, key).keys()]) {
  const own = heldOf(table, key);
  for (const c of columns) own.delete(c);
  if (!own.size) store.held.delete(`${table}/${key}`);
}
export const unsaved = () => [...store.held.values()].reduce((n, own) => n + own.size, store.parked.length);
// The cells to send when a value of a record is given, with those that are tied to it, and what is still missing: [column, message].
export function together(table, key, column, value) {
  const row = rowOf(table, key) ?? {}, held = heldOf(table, key), cells = { [column]: value };
  const of = (c) => cells[c] ?? row[c] ?? "", groups = (TIED[table] ?? []).filter((g) => g.columns.includes(column));
  for (const g of groups) {
    for (const c of g.columns) if (c !== column && held.has(c)) cells[c] = held.get(c).value.trim();
    if (value === "" && g.lead.includes(column)) for (const c of g.columns) cells[c] = "";
    if (value === "" && column !== "identifiers_source") for (const c of g.follows?.(of) ?? []) cells[c] = "";
  }
  const lacking = groups.map((g) => g.lacks(of)).find(Boolean) ?? null;
  return { cells: Object.fromEntries(Object.entries(cells).filter(([c, v]) => v !== (row[c] ?? ""))), all: Object.keys(cells), lacking };
}
