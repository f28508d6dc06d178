// Parts of the overview: columns over time with what is brushed, lanes, and small multiples.

const FAR_WIDE = 3; // of a column at an end of which the scale breaks, in columns
const HIGH = 100;

// Left and right of each column, as shares of the width.
function placesOf({ columns }) {
  const wide = columns.map((c) => (c.far ? FAR_WIDE : 1)), whole = wide.reduce((a, b) => a + b, 0);
  let at = 0;
  return wide.map((w) => [at / whole, (at += w) / whole]);
}
// Full columns for what surely begins there, hollow ones on top for what may.
function columnsDrawn(time, lane, most, hue) {
  const places = placesOf(time), path = { sure: "", maybe: "" };
  const bar = ([from, to], low, high) => `M${(from * 1000 + (to - from) * 60).toFixed(1)} ${(HIGH - low).toFixed(2)}V${(HIGH - high).toFixed(2)}H${(to * 1000 - (to - from) * 60).toFixed(1)}V${(HIGH - low).toFixed(2)}z`;
  time.columns.forEach((_, c) => {
    const sure = (lane.sure[c] / most) * HIGH, maybe = (lane.maybe[c] / most) * HIGH;
    if (sure) path.sure += bar(places[c], 0, Math.max(sure, 2));
    if (maybe) path.maybe += bar(places[c], sure, sure + Math.max(maybe, 2));
  });
  const ends = time.columns.flatMap((column, c) => (column.far ? [places[c][column.far === "earlier" ? 1 : 0]] : []));
  return s("svg", { class: `columns ${hue}`, viewBox: `0 0 1000 ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": "true" },
    s("path", { class: "full", d: path.sure }), s("path", { class: "hollow", d: path.maybe }), ends.map((x) => s("path", { class: "torn", d: `M${x * 1000} 0V${HIGH}` })));
}
function timeNames(time, pixels) {
  const places = placesOf(time), names = [];
  let free = 0;
  const years = time.unit === "month" && time.columns.length > 30;
  time.columns.forEach((column, c) => {
    const x = places[c][0] * pixels;
    if (column.far) { const before = column.far === "earlier"; names.push([before ? 0 : places[c][0], before ? "« //" : "// »"]); free = Math.max(free, x + 40); return; }
    const [year, month] = civil(column.from);
    if (years && month !== 0) return;
    const text = years ? yearName(year) : columnName(time, column).replace(/ to .*/, "");
    if (x < free || x + text.length * 8 > pixels - (time.columns.at(-1).far ? 44 : 0)) return;
    names.push([places[c][0], text]);
    free = x + text.length * 8 + 14;
  });
  return h("div", { class: "times", "aria-hidden": "true" }, names.map(([place, text]) => { const name = h("span", {}, text); name.style.left = `${place * 100}%`; return name; }));
}

function timePart(time, lane, { undated, outside }) {
  const { page } = overview, { columns } = time, end = columns.length - 1;
  const far = columns.flatMap((c, i) => (c.far ? [`// ${count(Math.round(lane.sure[i] + lane.maybe[i]), "event")} ${c.far}: ${dayWords(c.from)} to ${dayWords(c.to - 1)}, in one column, not to scale.`] : []));
  const left = [undated && `${count(undated, "event")} without a date`, outside && `${count(outside, "event")} whose named days are outside of the time shown`].filter(Boolean);
  const several = lane.maybe.some((x) => x > 0);
  const notes = [`Events that begin in each ${time.unit}, ${dayWords(columns[0].from)} to ${dayWords(columns.at(-1).to - 1)}; the highest column is ${Math.ceil(lane.most).toLocaleString("en")}.`,
    several && "Full: surely then. Hollow: may begin then; a longer stretch is shared evenly over its columns, a deadline is at its day.", ...far, left.length && `Not drawn: ${left.join("; ")}.`].filter(Boolean);
  const svg = columnsDrawn(time, lane, lane.most, "hue0"), shade = h("div", { class: "brushed" }), said = h("p", { class: "hint", id: "brushed-words", role: "status" });
  const plot = h("div", { class: "brush" }, svg, shade);
  const slider = (id, label, at) => h("input", { type: "range", id, min: 0, max: end, value: at, "aria-label": label, disabled: !page, on: { input: () => move(), change: () => move() } });
  const from = slider("brush-from", "First column of the time to zoom to", 0), to = slider("brush-to", "Last column of the time to zoom to", end);
  const zoom = h("button", { type: "button", id: "brush-zoom", disabled: true, on: { click: () => go() } }, "Zoom in");
  const places = placesOf(time);
  let [a, b] = [0, end];
  function paint(words) {
    shade.hidden = a === 0 && b === end;
    shade.style.left = `${places[a][0] * 100}%`;
    shade.style.width = `${(places[b][1] - places[a][0]) * 100}%`;
    from.value = a; to.value = b;
    from.setAttribute("aria-valuetext", columnName(time, columns[a]));
    to.setAttribute("aria-valuetext", columnName(time, columns[b]));
    zoom.disabled = !page || (a === 0 && b === end);
    let inside = 0;
    for (let c = a; c <= b; c++) inside += lane.sure[c] + lane.maybe[c];
    said.textContent = words && !zoom.disabled ? `${columnName(time, columns[a])}${a < b ? ` to ${columnName(time, columns[b])}` : ""}: ${count(Math.round(inside), "event")} that begin or may begin then` : "";
  }
  function move() { [a, b] = [Number(from.value), Number(to.value)].sort((x, y) => x - y); paint(true); }
  function go() { if (!zoom.disabled) page.zoom(columns[a].far === "earlier" ? null : columns[a].from, columns[b].far === "later" ? null : columns[b].to - 1); }
  const columnUnder = (event) => { const box = plot.getBoundingClientRect(), x = (event.clientX - box.left) / box.width, c = places.findIndex(([, right]) => x < right); return c < 0 ? end : c; };
  if (page) {
    let start = null;
    plot.addEventListener("pointerdown", (event) => { if (event.button) return; start = columnUnder(event); plot.setPointerCapture(event.pointerId); [a, b] = [start, start]; paint(true); });
    plot.addEventListener("pointermove", (event) => { if (start === null) return; [a, b] = [start, columnUnder(event)].sort((x, y) => x - y); paint(true); });
    plot.addEventListener("pointerup", () => { if (start === null) return; start = null; go(); });
    plot.addEventListener("pointercancel", () => { start = null; [a, b] = [0, end]; paint(false); });
  }
  paint(false);
  return h("section", {}, h("h3", {}, "When"), h("p", { class: "hint" }, notes.join(" ")), plot, timeNames(time, Math.max(byId("view").clientWidth - 4, 200)),
    h("div", { class: "brushes" }, h("span", { class: "hint" }, "Drag over the columns, or"), from, to, zoom,
      page && page.zoomed() && h("button", { type: "button", id: "brush-whole", on: { click: () => page.zoom(null, null) } }, "Whole time"),
      page && h("button", { type: "button", id: "as-rows", on: { click: page.asRows } }, `${lane.number === 1 ? "The event" : `The ${count(lane.number, "event")}`} as rows`)), said);
}

function lanesPart(title, time, lanes, named, notes) {
  if (!lanes.length) return null;
  const most = Math.max(...lanes.map((l) => l.most)) || 1;
  return h("section", {}, h("h3", {}, title), h("p", { class: "hint" }, `The highest column is ${Math.ceil(most).toLocaleString("en")}.`),
    h("ul", { class: "lanes" }, lanes.map((lane) => {
      const { name, hue } = named(lane.key);
      return h("li", {}, h("div", { class: "named" }, name, " ", h("span", { class: "count" }, lane.number.toLocaleString("en"), lane.dated < lane.number && ` (${(lane.number - lane.dated).toLocaleString("en")} not drawn)`)), columnsDrawn(time, lane, most, hue));
    })), notes.filter(Boolean).map((note) => h("p", { class: "hint" }, note)));
}
const chooser = (text, hue, action) => (action ? h("button", { type: "button", class: "choose-it", on: { click: action } }, hue && h("span", { class: `swatch ${hue}` }), bdi(text)) : [hue && h("span", { class: `swatch ${hue}` }), bdi(text)]);
function topicLane(key) {
  const [code, label] = overview.facts.topics[key], hue = `hue${key % 8}`;
  return { name: chooser(brief(label || "No topic", 80), hue, overview.page && (() => overview.page.topic(code))), hue };
}
function openLane([sign, words]) { return { name: [h("b", {}, sign), " ", words], hue: "hue7" }; }
function actorLane(key) {
  const [id, name] = overview.page?.actor(key) ?? overview.facts.actors[key];
  return { name: chooser(brief(name, 80), "", overview.page && (() => overview.page.askForActor(id))), hue: "hue4" };
}
function sourcesPart(time, lanes, notes) {
  if (!lanes.length) return null;
  const most = Math.max(...lanes.map((l) => l.most)) || 1;
  const cells = lanes.map((lane) => {
    const [, title] = overview.page?.source(lane.key) ?? overview.facts.sources[lane.key];
    return h("li", {}, bdi(brief(title, 70), { class: "named" }), h("span", { class: "count" }, ` ${count(lane.number, "event")}`), columnsDrawn(time, lane, most, "hue2"));
  });
  return h("section", {}, h("h3", {}, "By source"), h("p", { class: "hint" }, `One scale for all, of time and of events; the highest column is ${Math.ceil(most).toLocaleString("en")}. An event that several sources report is in each.`),
    h("ul", { class: "multiples" }, cells), notes.filter(Boolean).map((note) => h("p", { class: "hint" }, note)));
}
