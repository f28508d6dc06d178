// The package's rows and what refers to what.
// Drawn: [short words, words, note, first, last, sure from, sure to (days since 1970), goes on, goes back, doubt at the end or of
// all of it, doubt at the beginning, or any day before, or any day after].

// `data` is what html_.py's `content` gives: the argument of the function that this file is in.

// A row reads its cells from the columns when asked, so that a big table costs little; what a view fills in leaves the columns alone.
const AT = Symbol("the row's number");
function rowsOf(name) {
  const table = data.tables[name], cellsOf = Object.create(null);
  for (const { name: column } of table.fields) {
    const cells = table.columns[column];
    let filled = null;
    Object.defineProperty(cellsOf, column, {
      get() { return (filled ?? cells)[this[AT]]; },
      set(cell) { filled ??= cells.slice(); filled[this[AT]] = cell; },
    });
  }
  function Row(i) { this[AT] = i; }
  Row.prototype = cellsOf;
  return Array.from({ length: table.rows }, (_, i) => new Row(i));
}
function grouped(rows, key) {
  const found = new Map();
  for (const row of rows) {
    const id = row[key];
    if (id === null) continue;
    if (found.has(id)) found.get(id).push(row); else found.set(id, [row]);
  }
  return found;
}
const keyed = (rows, key) => new Map(rows.map((row) => [row[key], row]));
const of = (map, id) => map.get(id) ?? [];

const rows = Object.create(null);
for (const name of Object.keys(data.tables)) if (name !== "evidence") rows[name] = rowsOf(name);

for (const name of ["event_sources", "event_places", "measures", "exceptions"]) rows[name] ??= []; // tables that a package need not have

const terms = new Map(rows.codebook.map((r) => [`${r.vocabulary} ${r.term}`, r]));
const term = (column, code) => terms.get(`${column} ${code}`);
const labelOf = (column, code) => (code === null ? "" : brief(term(column, code)?.label ?? code, 80));

// A draft may lack what a view needs to name a row: then its identifier stands for it. The table view shows the cells as they are.
for (const [table, column, other] of [["codebook", "label", "term"], ["codebook", "definition", "label"], ["events", "label", "event_id"], ["events", "summary", "label"], ["actors", "name", "actor_id"], ["places", "name", "place_id"], ["sources", "title", "source_id"], ["statements", "summary", "quote"], ["statements", "summary", "statement_id"]])
  for (const row of rows[table]) row[column] ??= row[other];
for (const table of ["events", "statements"]) rows[table].forEach((row, i) => { row.position ??= i + 1; });

const events = keyed(rows.events, "event_id");
const actors = keyed(rows.actors, "actor_id");
const places = keyed(rows.places, "place_id");
const sources = keyed(rows.sources, "source_id");
const statements = keyed(rows.statements, "statement_id");
const actorsOf = grouped(rows.event_actors, "event_id");
const eventsWith = grouped(rows.event_actors, "actor_id");
const reportsOf = grouped(rows.event_sources, "event_id");
const furtherPlacesOf = grouped(rows.event_places, "event_id");
const measuresOf = grouped(rows.measures, "event_id");
const acceptedOf = grouped(rows.exceptions.filter((x) => ["events", "event_sources", "measures"].includes(x.resource)), "key");
const saidOf = grouped(rows.statement_events, "event_id");
const saidIn = grouped(rows.statement_events, "statement_id");
const onOccasion = grouped(rows.statements, "occasion");
const saidBy = grouped(rows.statements, "speaker_id");
const relationsFrom = grouped(rows.event_relations, "event_id");
const relationsTo = grouped(rows.event_relations, "other_event_id");
const within = grouped(rows.statements, "within");
const repeatedBy = grouped(rows.statements, "repeats");

const actorName = (id) => brief(actors.get(id)?.name ?? id ?? "");
// Who speaks: the actor, else the source's words for the speaker.
const speakerName = (st) => (st.speaker_id ? actorName(st.speaker_id) : brief(st.speaker_as_reported ?? "Speaker not named"));
const speakerOf = (st) => (st.speaker_id ? link("actor", st.speaker_id, actorName(st.speaker_id)) : bdi(speakerName(st)));
// A statement in one line.
const gistOf = (id) => { const st = statements.get(id); return !st ? id : st.quote ? `“${brief(st.quote)}”` : st.summary; };
const eventLabel = (id) => events.get(id)?.label ?? id;
const isHeld = (event) => data.held.includes(event.status) && event.polarity !== "negated";

rows.events.forEach((event, i) => {
  const [when = "", words = "", note = "", first = null, last = null, from = null, to = null, on = false, back = false, doubt = "", startDoubt = "", orBefore = false, orAfter = false] = data.drawn[i] ?? [];
  const dated = first !== null || last !== null;
  event.at = { when, words, note, first, last, from, to, on, back, doubt, startDoubt, orBefore, orAfter, dated };
  event.negated = event.polarity === "negated";
});
rows.statements.forEach((st, i) => { st.when = data.said[i]; });
rows.statements.sort((a, b) => (a.source_id < b.source_id ? -1 : a.source_id > b.source_id ? 1 : a.position - b.position));
rows.events.sort((a, b) => a.position - b.position);
const byTime = (a, b) => (b.at.dated - a.at.dated) || (a.at.dated ? (a.at.first ?? a.at.last) - (b.at.first ?? b.at.last) : 0) || a.position - b.position;

// A hue a topic, in the order in which the narrative brings them up; hues only repeat what is written.
const hues = new Map();
for (const event of rows.events) if (!hues.has(event.topic)) hues.set(event.topic, hues.size % 8);

function shape(status, negated, label) {
  const known = data.statuses.includes(status) ? status : "other";
  const parts = [s("use", { href: `#shape-${known}`, x: -8, y: -8, width: 16, height: 16 })];
  if (negated) parts.push(s("path", { d: "M-7 7 7-7", class: "gap" }), s("path", { d: "M-7 7 7-7", class: "slash" }));
  const attributes = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  return s("svg", { viewBox: "-8 -8 16 16", class: "shape", ...attributes }, ...parts);
}

function state(event) {
  return lower(labelOf("events.status", event.status)) + (event.negated ? ", negated" : "");
}
function evidenceFor(column, id) {
  const { columns } = data.tables.evidence;
  const found = [];
  columns[column].forEach((cell, i) => { if (cell === id) found.push(i); });
  return found.map((i) => Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, cells[i]])));
}
