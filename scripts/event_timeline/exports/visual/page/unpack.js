// The data: JSON in one element or, of a big package, compressed parts. Then the overview is drawn from two small ones, while the rest
// of the page is still being read; all other views begin when the tables are there. See exports/visual/page_blocks.py.

async function unpacked(id) {
  const part = byId(id), text = part.textContent;
  part.remove();
  const bytes = Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")));
}
const unpackedJson = async (id) => (await unpacked(id)).json();
const cellsOf = (column) => (Array.isArray(column) ? column : column.at.map((i) => column.values[i]));
const painted = () => new Promise((go) => { requestAnimationFrame(() => setTimeout(go)); setTimeout(go, 500); }); // a hidden page has no frames
const complete = () => new Promise((go) => { if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", go, { once: true }); else go(); });

async function unpackedOverview() {
  const facts = await unpackedJson("packed-facts");
  const bytes = await (await unpacked("packed-columns")).arrayBuffer(); // little-endian, as all that run browsers are
  const numbers = facts.wide ? new Float64Array(bytes) : new Int32Array(bytes);
  const columns = dict([]);
  let from = 0;
  for (const [name, length] of facts.columns) columns[name] = numbers.subarray(from, from += length);
  return { facts, columns, unknown: facts.wide ? -Infinity : -(2 ** 31) };
}
async function unpackedTables() {
  const { drawn, ...rest } = await unpackedJson("packed-rest"), tables = dict({});
  for (const { id } of [...document.querySelectorAll("script[id^=packed-table-]")]) {
    const table = await unpackedJson(id);
    for (const [name, column] of Object.entries(table.columns)) table.columns[name] = cellsOf(column);
    tables[id.slice("packed-table-".length)] = table;
  }
  const columns = drawn.map(cellsOf), length = columns[0]?.length ?? overview.facts.events;
  return { ...rest, tables, drawn: Array.from({ length }, (_, i) => (columns.length && columns[0][i] !== null ? columns.map((c) => c[i] ?? undefined) : null)) };
}
async function arrive(begin) {
  if (byId("data")) { begin(JSON.parse(byId("data").textContent)); return; }
  const state = byId("found");
  try {
    Object.assign(overview, await unpackedOverview());
    byId("facts").textContent = [count(overview.facts.events, "event"), count(overview.facts.counts.statements, "statement"), count(overview.facts.counts.actors, "actor")].join(" · ");
    state.textContent = "Unpacking the rows; filters and all other views follow …";
    fill(byId("view"), {}, [h("h2", { class: "unseen" }, "Overview")]);
    showOverview(byId("view"));
    await painted();
    await complete();
    begin(await unpackedTables());
  } catch (problem) {
    state.className = "problem";
    state.textContent = typeof DecompressionStream === "undefined" ? "This browser is too old to unpack the data of this page: it lacks DecompressionStream, which browsers have since 2023." : `The data of this page cannot be unpacked: ${problem.message}. The file may be damaged; export it again.`;
    throw problem;
  }
}
