// The tables of an event timeline as arrays of objects, with their types; for browsers, Node.js and Deno, without a package.
//
//   import { loadTimeline } from "./load.mjs";
//   const timeline = await loadTimeline();
//   timeline.events[0].label
//
// Codes stay text, days are text as YYYY-MM-DD (a Date would have a time zone), a whole number that a Number cannot hold
// is a BigInt, and an empty cell is null.

// parsed, as an object literal would take a table named __proto__ for its prototype
export const types = JSON.parse(`@TYPES@`);

const converters = {
  integer: (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text)),
  number: Number,
  boolean: (text) => text === "true",
};

/** Rows of a CSV file (RFC 4180) as arrays of text. */
export function parseCsv(text) {
  const rows = [];
  let row = [];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/gy;
  while (cell.lastIndex < text.length || row.length) {
    const found = cell.exec(text);
    if (!found) throw new SyntaxError(`row ${rows.length + 1} is not CSV`);
    const [, value, end] = found;
    row.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === ",") continue;
    rows.push(row);
    row = [];
    if (end === "") break;
  }
  return rows;
}

async function read(address) {
  if (address.protocol === "file:") {
    const { readFile } = await import("node:fs/promises");
    return readFile(address, "utf-8");
  }
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status} ${answer.statusText}`);
  return answer.text();
}

/** One table; `base` is the address of the folder, by default that of this module. */
export async function loadTable(table, base = new URL(".", import.meta.url)) {
  const [header, ...rows] = parseCsv((await read(new URL(`${encodeURIComponent(table)}.csv`, base))).replace(/^\uFEFF/, ""));
  const convert = header.map((name) => converters[types[table][name]] ?? String);
  return rows.map((row) => Object.fromEntries(row.map((text, i) => [header[i], text === "" ? null : convert[i](text)])));
}

/** All tables: an object of table name to rows. */
export async function loadTimeline(base = new URL(".", import.meta.url)) {
  const loaded = await Promise.all(Object.keys(types).map(async (table) => [table, await loadTable(table, base)]));
  return Object.fromEntries(loaded);
}
