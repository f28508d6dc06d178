// The tables as they are, a page at a time: sorted by any column, filtered where a row belongs to an event or statement.

const LINES = 100;
const CELL = 280;
const tabled = { name: "events", column: "", down: false, from: 0 };
const TITLES = { events: "Events", event_actors: "Participants", event_relations: "Relations", statements: "Statements", statement_events: "What statements say of events", evidence: "Evidence", actors: "Actors", places: "Places", sources: "Sources", event_sources: "Reports of events", event_places: "Further places", measures: "Numbers", codebook: "Codebook", exceptions: "Accepted findings" };
for (const name of Object.keys(TITLES)) if (!(name in data.tables)) delete TITLES[name];
const KINDS = dict({ event_id: "event", other_event_id: "event", occasion: "event", actor_id: "actor", speaker_id: "actor", according_to: "actor", affiliation: "actor", addressee: "actor", statement_id: "statement", within: "statement", repeats: "statement" });

// Whether rows of a table belong to events or statements, so that the filters choose among them.
const inTable = (name) => ["event_id", "other_event_id", "statement_id"].some((c) => c in data.tables[name].columns);
function linesOf(name) {
  const { columns, rows: length } = data.tables[name];
  const said = new Set(found.statements.map((st) => st.statement_id));
  const has = (column, ids) => (i) => columns[column][i] === null || ids.has(columns[column][i]);
  const tests = inForce() === 0 ? [] : [columns.event_id && has("event_id", found.ids), columns.other_event_id && has("other_event_id", found.ids), columns.statement_id && has("statement_id", said)].filter(Boolean);
  const lines = [];
  for (let i = 0; i < length; i++) if (tests.every((test) => test(i))) lines.push(i);
  if (tabled.column in columns) {
    const cells = columns[tabled.column], way = tabled.down ? -1 : 1;
    const order = new Intl.Collator("en", { numeric: true }).compare;
    const compare = typeof cells.find((c) => c !== null) === "number" ? (a, b) => a - b : order;
    lines.sort((a, b) => (cells[a] === null ? 1 : 0) - (cells[b] === null ? 1 : 0) || (cells[a] === null ? 0 : compare(cells[a], cells[b]) * way) || a - b);
  }
  return lines;
}
function cell(table, field, value) {
  if (value === null) return h("td", {});
  const kind = field === "within" && table === "places" ? undefined : field === "same_as" ? dict({ events: "event", actors: "actor" })[table] : KINDS[field];
  const text = String(value), shown = brief(text, CELL);
  const known = kind && ABOUT[kind][0].has(value);
  return h("td", { class: typeof value === "number" ? "number" : text.length > 40 ? "long" : undefined, title: shown === text ? undefined : "cut here: the whole cell is in the data" }, known ? link(kind, value, shown) : bdi(shown));
}
function showTable(view) {
  const { name } = tabled, table = data.tables[name];
  const lines = linesOf(name);
  if (tabled.from >= lines.length) tabled.from = 0;
  const choose = h("select", { id: "which-table", on: { change: (e) => { Object.assign(tabled, { name: e.target.value, column: "", down: false, from: 0 }); draw(); byId("which-table").focus(); } } }, Object.entries(TITLES).map(([value, text]) => h("option", { value, selected: value === name }, `${text} (${data.tables[value].rows.toLocaleString("en")})`)));
  const sort = (column) => () => { Object.assign(tabled, { column, down: tabled.column === column && !tabled.down, from: 0 }); draw(); document.querySelector(`[data-sort="${CSS.escape(column)}"]`).focus(); };
  const heads = table.fields.map((f) => {
    const now = tabled.column === f.name ? (tabled.down ? "descending" : "ascending") : undefined;
    return h("th", { scope: "col", "aria-sort": now }, h("button", { type: "button", "data-sort": f.name, title: f.name, on: { click: sort(f.name) } }, bdi(f.title), h("span", { "aria-hidden": "true" }, now ? (tabled.down ? " ▾" : " ▴") : "")));
  });
  const body = lines.slice(tabled.from, tabled.from + LINES).map((i) => h("tr", {}, table.fields.map((f) => cell(name, f.name, table.columns[f.name][i]))));
  fill(view, {}, [h("p", { class: "choose" }, h("label", { for: "which-table" }, "Table"), choose, h("span", { class: "hint" }, `${count(lines.length, "row")}; press a heading to sort`)),
    h("div", { class: "scroll wide", role: "region", "aria-label": TITLES[name], tabindex: 0 }, h("table", {}, h("caption", { class: "unseen" }, TITLES[name]), h("thead", {}, h("tr", {}, heads)), h("tbody", {}, body))),
    pager(tabled.from, LINES, lines.length, "rows", (to) => { tabled.from = to; draw(); })]);
}
