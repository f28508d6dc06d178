// A source's text with its spans, and beside each paragraph what it tells of. The page holds the text only where
// its maker asked for that; else a reader who has the text opens it here, and it stays in this browser.
// Offsets are code points, and so is what `texts` holds.

const PARAGRAPHS = 60;
const texts = new Map(Object.entries(data.texts ?? {}).map(([id, text]) => [id, [...text]]));
const pointedAt = new Set(data.tables.evidence.columns.source_id);
const readable = rows.sources.filter((x) => pointedAt.has(x.source_id) && x.sha256 !== null);
const reading = { source: readable.find((x) => texts.has(x.source_id))?.source_id ?? readable[0]?.source_id, mark: "event", from: 0, parts: [] };
const MARKED = { event: "events", statement: "statements", actor: "actors" };

const slice = (source, start, end) => (start === null || end === null ? undefined : texts.get(source)?.slice(start, end).join(""));

// Non-empty lines as [start, end) in code points.
function paragraphsOf(points) {
  const found = [];
  let start = 0, full = false;
  for (let i = 0; i <= points.length; i++) {
    if (i < points.length && points[i] !== "\n") { full ||= points[i].trim() !== ""; continue; }
    if (full) found.push([start, i]);
    start = i + 1;
    full = false;
  }
  return found;
}
// What the filters leave of the chosen kind of spans, in the text's order.
function spansOf(source, kind) {
  const { columns } = data.tables.evidence;
  const ids = columns[`${kind}_id`], said = new Set(found.statements.map((st) => st.statement_id));
  const kept = { event: (id) => found.ids.has(id), statement: (id) => said.has(id), actor: () => true }[kind];
  const spans = [];
  columns.source_id.forEach((its, i) => {
    if (its === source && ids[i] !== null && columns.char_start[i] !== null && columns.char_end[i] !== null && kept(ids[i])) spans.push({ start: columns.char_start[i], end: columns.char_end[i], id: ids[i], part: columns.part[i] });
  });
  return spans.sort((a, b) => a.start - b.start || b.end - a.end);
}
const spanHue = (id) => (reading.mark === "event" ? `hue${hues.get(events.get(id)?.topic)}` : "");
const nameOf = (id) => ({ event: () => eventLabel(id), actor: () => actorName(id), statement: () => statements.get(id)?.summary ?? id })[reading.mark]();

// A paragraph cut wherever a span begins or ends; each piece leads to the shortest span around it.
function pieces(points, [start, end], spans, lang) {
  const inside = cut(start, end, spans).map(({ from, to, around }) => {
    const words = points.slice(from, to).join("");
    if (!around.length) return words;
    const [nearest] = around;
    const node = h("a", { class: `span ${spanHue(nearest.id)}`, href: address(reading.mark, nearest.id), title: brief([...new Set(around.map((x) => nameOf(x.id)))].join("; "), 300) }, words);
    reading.parts.push({ node, ids: new Set(around.map((x) => x.id)) });
    return node;
  });
  return h("p", { class: "passage", dir: "auto", lang }, inside);
}
function margin(spans) {
  const ids = [...new Set(spans.map((x) => x.id))];
  const describe = {
    event: (e) => [shape(e.status, e.negated), " ", link("event", e.event_id, e.label), h("span", { class: "hint" }, ` ${[e.at.when, state(e)].filter(Boolean).join(" · ")}`)],
    statement: (st) => [link("statement", st.statement_id, st.summary ?? st.statement_id), st.speaker_id && h("span", { class: "hint" }, " ", bdi(actorName(st.speaker_id)))],
    actor: (a) => [link("actor", a.actor_id, a.name)],
  }[reading.mark];
  const known = ABOUT[reading.mark][0];
  return h("div", { class: "margin" }, list(ids.filter((id) => known.has(id)).map((id) => describe(known.get(id)))));
}

function passages(points) {
  const all = paragraphsOf(points), spans = spansOf(reading.source, reading.mark);
  if (reading.from >= all.length) reading.from = 0;
  const shown = all.slice(reading.from, reading.from + PARAGRAPHS);
  const lang = sources.get(reading.source)?.language;
  reading.parts = [];
  const lines = shown.map(([start, end]) => {
    const here = spans.filter((x) => x.start < end && x.end > start);
    return h("li", { class: "reading" }, pieces(points, [start, end], here, lang), margin(here));
  });
  return [h("ol", { class: "text", "aria-label": "Paragraphs, each with what it tells of" }, lines), pager(reading.from, PARAGRAPHS, all.length, "paragraphs", (to) => { reading.from = to; draw(); })];
}
async function take(file, problem) {
  const bytes = await file.arrayBuffer();
  const { source_id: id, sha256, characters } = sources.get(reading.source);
  const points = [...new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)];
  const digest = crypto.subtle && [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((b) => b.toString(16).padStart(2, "0")).join("");
  if (digest ? digest !== sha256 : points.length !== characters) {
    problem.textContent = "This is not the text that the spans point into: every character counts. Nothing was opened.";
    return;
  }
  texts.set(id, points);
  draw();
  if (chosen.kind) showDetail(chosen.kind, chosen.id, false);
  byId("view").focus({ preventScroll: true });
}
function opening() {
  const problem = h("p", { class: "problem", role: "alert" });
  const file = h("input", { type: "file", id: "text-file", accept: ".txt,text/plain", on: { change: (e) => { problem.textContent = ""; if (e.target.files[0]) take(e.target.files[0], problem); } } });
  const { title, characters } = sources.get(reading.source);
  return h("div", { class: "prose" },
    h("p", {}, "The text of “", bdi(title ?? reading.source), "” is not in this page; its spans are. If you have it as a file, unchanged, open it to read it with its spans. It stays in this browser: the page sends nothing anywhere."),
    h("p", { class: "choose" }, h("label", { for: "text-file" }, "Text file"), file, characters !== null && h("span", { class: "hint" }, `${count(characters, "character")} in UTF-8`)), problem);
}
function showText(view) {
  const points = texts.get(reading.source);
  const select = (id, label, now, options, set) => [h("label", { for: id }, label), h("select", { id, on: { change: (e) => { set(e.target.value); draw(); byId(id)?.focus(); } } }, options.map(([value, text]) => h("option", { value, selected: value === now }, text)))];
  fill(view, {}, [
    h("p", { class: "choose" }, readable.length > 1 && select("which-text", "Source", reading.source, readable.map((x) => [x.source_id, brief(x.title ?? x.source_id, 80)]), (id) => Object.assign(reading, { source: id, from: 0 })),
      points && select("which-spans", "Mark", reading.mark, Object.entries(MARKED), (kind) => { reading.mark = kind; tell(); })),
    ...(points ? passages(points) : [opening()])]);
  showHere(true);
}
// Mark what is chosen; bring it into sight unless it is.
function showHere(seek) {
  const here = reading.parts.filter(({ ids }) => chosen.kind === reading.mark && ids.has(chosen.id)).map((p) => p.node);
  for (const { node } of reading.parts) node.classList.toggle("here", here.includes(node));
  const seen = here.some((node) => { const { top, bottom } = node.getBoundingClientRect(); return top > 60 && bottom < innerHeight; });
  if (seek && here.length && !seen) here[0].scrollIntoView({ block: "center" });
}
// From the panel to the words.
function findInText(kind, { source_id: source, char_start: start }) {
  const at = paragraphsOf(texts.get(source)).findIndex(([, end]) => start < end);
  Object.assign(reading, { source, mark: kind, from: Math.floor(Math.max(at, 0) / PARAGRAPHS) * PARAGRAPHS });
  if (current === "text") draw(); else choose("text");
  reading.parts.find((p) => p.node.classList.contains("here"))?.node.focus();
}
