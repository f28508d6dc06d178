// The overview of a package with more events than a reader can go through: how many when, by topic, by actor, by source, and where.
// It is drawn from columns of numbers (exports/visual/page_overview.py), for all events or for those that the filters leave.

const OR_BEFORE = 1, OR_AFTER = 2, GOES_ON = 4, GOES_BACK = 8, DOUBT = 16, SURE_START = 32, END_UNKNOWN = 64, PLACED_AROUND = 128;
const MOST_COLUMNS = 160, FAR = 2.5, LANES = 40, ACTORS = 12, SOURCES = 24;
// unknown: the number of a day that is open or not known. page: null before the tables are there, then what the overview asks of the rest of the page (see main.js).
const overview = { facts: null, columns: null, unknown: null, page: null };

const monthOf = (day) => { const [year, month] = civil(day); return year * 12 + month; };
const firstOfMonth = (month) => dayOf(Math.floor(month / 12), ((month % 12) + 12) % 12);
const dayWords = (day) => { const [year, month, d] = civil(day); return `${d} ${MONTHS[month]} ${yearName(year)}`; };

// The days by which an event is sought and placed, clipped to what is asked for; undefined where it has none, null where they are outside.
function spanOf(i, { from, to }) {
  const { first, last, kind } = overview.columns, begins = first[i] !== overview.unknown, ends = last[i] !== overview.unknown;
  if (!begins && !ends) return undefined;
  const a = begins ? first[i] : last[i], b = ends && !(kind[i] & SURE_START) ? last[i] : a;
  if (b < from || a > to) return null;
  return [Math.max(a, from), Math.min(Math.max(a, b), to)];
}
// Columns of days, months or years between the days where most events lie; what is far from them is in a column of its own at either end.
function timeColumns(events, range) {
  const days = [];
  let least = Infinity, most = -Infinity;
  for (const i of events) {
    const span = spanOf(i, range);
    if (!span) continue;
    days.push(span[0]);
    least = Math.min(least, span[0]);
    most = Math.max(most, span[1]);
  }
  if (!days.length) return null;
  const sorted = Float64Array.from(days).sort(), at = (share) => sorted[Math.floor(share * (sorted.length - 1))];
  let [low, high] = [at(0.005), at(0.995)];
  if (days.length < 100 || most - least + 1 <= FAR * (high - low + 1)) [low, high] = [least, most];
  const { unit, size, edges } = edgesOf(low, high);
  const columns = edges.slice(1).map((to, i) => ({ from: edges[i], to }));
  if (least < edges[0]) columns.unshift({ from: least, to: edges[0], far: "earlier" });
  if (most >= edges.at(-1)) columns.push({ from: edges.at(-1), to: most + 1, far: "later" });
  return { unit, size, columns, starts: columns.map((c) => c.from) };
}
function edgesOf(low, high) {
  if (high - low < MOST_COLUMNS) return { unit: "day", size: 1, edges: Array.from({ length: high - low + 2 }, (_, i) => low + i) };
  const first = monthOf(low), months = monthOf(high) - first + 1;
  if (months <= MOST_COLUMNS) return { unit: "month", size: 1, edges: Array.from({ length: months + 1 }, (_, i) => firstOfMonth(first + i)) };
  const [year] = civil(low), [end] = civil(high), size = roundStep((end - year + 1) / MOST_COLUMNS), start = Math.floor(year / size) * size;
  return { unit: size === 1 ? "year" : `${size.toLocaleString("en")} years`, size, edges: Array.from({ length: Math.floor((end - start) / size) + 2 }, (_, i) => dayOf(start + i * size)) };
}
function columnName({ unit, size }, { from, to, far }) {
  if (far) return `${far}, ${dayWords(from)} to ${dayWords(to - 1)}`;
  const [year, month] = civil(from);
  return unit === "day" ? dayWords(from) : unit === "month" ? `${MONTHS[month]} ${yearName(year)}` : size > 1 ? `${yearName(year)} to ${yearName(civil(to - 1)[0])}` : yearName(year);
}
function columnAt(starts, day) {
  let low = 0, high = starts.length - 1;
  while (low < high) { const middle = (low + high + 1) >> 1; if (starts[middle] <= day) low = middle; else high = middle - 1; }
  return low;
}

// In which columns each event lies, and whether it surely begins there; what has no column is counted.
function placedIn(time, events, range) {
  const n = overview.facts.events, low = new Int16Array(n).fill(-1), high = new Int16Array(n), sure = new Uint8Array(n), { kind, first, last } = overview.columns;
  const left = { undated: 0, outside: 0 };
  for (const i of events) {
    const span = spanOf(i, range);
    if (span === undefined) { left.undated++; continue; }
    if (span === null) { left.outside++; continue; }
    low[i] = columnAt(time.starts, span[0]);
    high[i] = columnAt(time.starts, span[1]);
    const cut = first[i] === overview.unknown || first[i] < range.from || (last[i] === overview.unknown && !(kind[i] & SURE_START));
    sure[i] = low[i] === high[i] && !cut && !(kind[i] & (OR_BEFORE | OR_AFTER | DOUBT)) ? 1 : 0;
  }
  return { low, high, sure, left };
}
// Counts by column of some events: those that surely begin there, and those that may, shared evenly over their columns.
function counted(time, placed, some) {
  const length = time.columns.length, sure = new Float64Array(length), maybe = new Float64Array(length + 1);
  let number = 0, dated = 0;
  for (const i of some) {
    number++;
    const low = placed.low[i];
    if (low < 0) continue;
    dated++;
    if (placed.sure[i]) { sure[low]++; continue; }
    const share = 1 / (placed.high[i] - low + 1);
    maybe[low] += share;
    maybe[placed.high[i] + 1] -= share;
  }
  for (let c = 1; c < length; c++) maybe[c] += maybe[c - 1];
  let most = 0;
  for (let c = 0; c < length; c++) { if (maybe[c] < 1e-9) maybe[c] = 0; most = Math.max(most, sure[c] + maybe[c]); }
  return { number, dated, sure, maybe, most };
}
// Groups of events by a column of theirs, or by pairs; the largest first.
function byNumber(events, numbers) {
  const groups = new Map();
  for (const i of events) { const g = numbers[i]; if (groups.has(g)) groups.get(g).push(i); else groups.set(g, [i]); }
  return [...groups].sort((a, b) => b[1].length - a[1].length);
}
function byPairs(within, ofEvent, others) {
  const groups = new Map();
  for (let k = 0; k < others.length; k++) {
    if (!within[ofEvent[k]]) continue;
    const g = others[k];
    if (groups.has(g)) groups.get(g).push(ofEvent[k]); else groups.set(g, [ofEvent[k]]);
  }
  return [...groups].sort((a, b) => b[1].length - a[1].length);
}

function showOverview(view) {
  const { facts, columns, page } = overview, all = Array.from({ length: facts.events }, (_, i) => i);
  const events = page?.events() ?? all, range = { from: -Infinity, to: Infinity, ...page?.range() };
  const node = h("div", { class: "overview" });
  view.append(node);
  if (!events.length) { node.append(h("p", { class: "note" }, "No event answers these filters.")); return; }
  const within = new Uint8Array(facts.events);
  for (const i of events) within[i] = 1;
  const time = timeColumns(events, range);
  const actors = byPairs(within, columns.actorEvent, columns.actor), sources = byPairs(within, columns.sourceEvent, columns.source);
  if (time) {
    const placed = placedIn(time, events, range), lanes = (groups) => groups.map(([key, some]) => ({ key, ...counted(time, placed, some) }));
    const topics = byNumber(events, columns.topic);
    fill(node, {}, [
      timePart(time, counted(time, placed, events), placed.left),
      lanesPart("By topic", time, lanes(topics.slice(0, LANES)), topicLane, [rest(topics, LANES, "topic")]),
      lanesPart("Deadlines, open ends and uncertain dates", time, openLanes(time, placed, events), openLane, []),
      lanesPart("By actor", time, lanes(actors.slice(0, ACTORS)), actorLane, [rest(actors, ACTORS, "actor"), lacking(events, columns.actorEvent, within, "an actor")]),
      sourcesPart(time, lanes(sources.slice(0, SOURCES)), [rest(sources, SOURCES, "source"), lacking(events, columns.sourceEvent, within, "a source")]),
    ]);
  } else node.append(h("p", { class: "note" }, `None of ${count(events.length, "event")} has a date that can be drawn.`));
  fill(node, {}, [mapPart(events, Math.max(view.clientWidth, 240))]);
}
function rest(groups, drawn, one) {
  const left = groups.slice(drawn);
  return left.length > 0 && `${count(left.length, `further ${one}`)} with at most ${count(left[0][1].length, "event")} each ${left.length === 1 ? "is" : "are"} not drawn.`;
}
function lacking(events, ofEvent, within, what) {
  const having = new Uint8Array(within.length);
  let number = 0;
  for (const i of ofEvent) if (within[i] && !having[i]) { having[i] = 1; number++; }
  return number < events.length && `${count(events.length - number, "event")} without ${what}.`;
}
// Dates that say less, or more, than one day, by what they say.
const OPEN = [
  ["≤", "on that day or before", (kind) => kind & OR_BEFORE], ["≥", "on that day or later", (kind) => kind & OR_AFTER], ["→", "goes on without an end", (kind) => kind & GOES_ON],
  ["←", "began earlier, not said when", (kind, first) => kind & GOES_BACK || (first === overview.unknown && !(kind & OR_BEFORE))], ["?", "uncertain or approximate", (kind) => kind & DOUBT], ["–?", "end not known", (kind) => kind & END_UNKNOWN],
];
function openLanes(time, placed, events) {
  const { kind, first } = overview.columns, dated = events.filter((i) => placed.low[i] >= 0);
  const long = { key: ["∼", `some time within more than a ${time.unit === "day" || time.unit === "month" ? time.unit : "column"}`], ...counted(time, placed, dated.filter((i) => placed.low[i] < placed.high[i])) };
  return [...OPEN.map(([sign, words, is]) => ({ key: [sign, words], ...counted(time, placed, dated.filter((i) => is(kind[i], first[i]))) })), long].filter((lane) => lane.number);
}
