// Who takes part in events with whom: a drawing of the busiest, and a table of them for those who do not see it.

const TABLED = 100, NAMED = 30, PAIRED = 40;
const ALL_EDGES = 45, EACH_EDGES = 3;
const NAME_HIGH = 56; // of a mark with its name, in pixels
const TO = ["recipient", "beneficiary", "addressee"];
const SHAPES = dict({ person: "circle", country: "square", organisation: "diamond", body: "diamond", group: "dashed" });

// Pairs of actors with the events that they share, and whether one acts on the other.
function pairs() {
  const joined = new Map();
  for (const event of found.events) {
    const taking = of(actorsOf, event.event_id).filter((x) => actors.has(x.actor_id)).slice(0, PAIRED);
    for (const a of taking) for (const b of taking) {
      if (a.actor_id >= b.actor_id) continue;
      const id = JSON.stringify([a.actor_id, b.actor_id]);
      if (!joined.has(id)) joined.set(id, { a: a.actor_id, b: b.actor_id, events: new Set(), held: false, forth: false, back: false });
      const pair = joined.get(id);
      pair.events.add(event);
      const held = isHeld(event);
      if (held && !pair.held) Object.assign(pair, { held, forth: false, back: false });
      if (held !== pair.held) continue; // arrows tell of what is the case, where anything is
      pair.forth ||= a.role === "agent" && TO.includes(b.role);
      pair.back ||= b.role === "agent" && TO.includes(a.role);
    }
  }
  return [...joined.values()];
}

// A layout by forces (Fruchterman and Reingold 1991) from places on a circle: the same each time.
function layout(nodes, edges, wide, high) {
  const spots = nodes.map((_, i) => {
    const angle = (i * 2 * Math.PI) / nodes.length - Math.PI / 2;
    return { x: wide / 2 + Math.cos(angle) * wide * 0.36, y: high / 2 + Math.sin(angle) * high * 0.36 };
  });
  const at = new Map(nodes.map((id, i) => [id, spots[i]]));
  const ideal = Math.sqrt((wide * high) / Math.max(nodes.length, 1)) * 0.62;
  const half = nodes.map(halfName);
  for (let round = 0; round < 300; round++) {
    const most = (wide / 9) * (1 - round / 300) ** 1.5 + 0.4;
    const pull = spots.map(() => ({ x: 0, y: 0 }));
    for (let i = 0; i < spots.length; i++) for (let j = i + 1; j < spots.length; j++) {
      const dx = spots[i].x - spots[j].x || 0.01 * (j - i), dy = spots[i].y - spots[j].y || 0.01;
      const force = (ideal * ideal) / Math.max(dx * dx + (dy * dy) * 0.5, 25);
      pull[i].x += dx * force; pull[i].y += dy * force; pull[j].x -= dx * force; pull[j].y -= dy * force;
    }
    for (const { a, b, events: shared } of edges) {
      const from = at.get(a), to = at.get(b), i = spots.indexOf(from), j = spots.indexOf(to);
      const dx = to.x - from.x, dy = to.y - from.y, force = (Math.hypot(dx, dy) / ideal) * Math.min(0.5 + shared.size / 10, 1) * 0.6;
      pull[i].x += dx * force; pull[i].y += dy * force; pull[j].x -= dx * force; pull[j].y -= dy * force;
    }
    spots.forEach((spot, i) => {
      pull[i].x += (wide / 2 - spot.x) * 0.06; pull[i].y += (high / 2 - spot.y) * 0.12;
      const length = Math.hypot(pull[i].x, pull[i].y) || 1;
      spot.x += (pull[i].x / length) * Math.min(length, most);
      spot.y += (pull[i].y / length) * Math.min(length, most);
    });
    spread(spots, half, wide, high);
  }
  fit(spots, "x", 90, wide - 90);
  fit(spots, "y", 30, high - 40);
  for (let round = 0; round < 60; round++) spread(spots, half, wide, high);
  return at;
}

// Use the whole width or height.
function fit(spots, way, from, to) {
  const least = Math.min(...spots.map((p) => p[way])), most = Math.max(...spots.map((p) => p[way]));
  if (spots.length > 2 && most > least) for (const spot of spots) spot[way] = from + ((spot[way] - least) / (most - least)) * (to - from);
}
// Keep everything inside, and names from lying on each other.
function spread(spots, half, wide, high) {
  for (let i = 0; i < spots.length; i++) for (let j = i + 1; j < spots.length; j++) {
    const a = spots[i], b = spots[j];
    const over = half[i] + half[j] - Math.abs(a.x - b.x), under = NAME_HIGH - Math.abs(a.y - b.y);
    if (over <= 0 || under <= 0) continue;
    if (under < over) { const step = ((a.y < b.y ? -1 : 1) * under) / 2; a.y += step; b.y -= step; }
    else { const step = ((a.x < b.x ? -1 : 1) * over) / 2; a.x += step; b.x -= step; }
  }
  spots.forEach((spot, i) => {
    spot.x = Math.min(Math.max(spot.x, half[i]), wide - half[i]);
    spot.y = Math.min(Math.max(spot.y, 22), high - 48);
  });
}

// How far from a mark's middle a line in a direction is clear of the mark and of the name below it.
function clear(ux, uy, size, id) {
  const half = halfName(id), bottom = size + 6 + 15 * nameLines(id).length;
  if (uy <= 0) return size + 3;
  const down = bottom / uy, aside = half / Math.abs(ux || 1e-9);
  if (Math.abs(ux) * down <= half) return down;
  return aside * uy > size + 3 ? aside : size + 3;
}
// A name in one line or two.
const LINE = 18;
const names = new Map();
function nameLines(id) {
  if (!names.has(id)) {
    const name = actorName(id), words = name.split(/\s+/);
    let at = 1;
    while (at < words.length && words.slice(0, at + 1).join(" ").length <= Math.max(LINE, Math.ceil(name.length / 2))) at++;
    names.set(id, name.length <= LINE ? [name] : [words.slice(0, at).join(" "), words.slice(at).join(" ")].filter(Boolean).map((line) => brief(line, LINE + 4)));
  }
  return names.get(id);
}
const halfName = (id) => Math.max(...nameLines(id).map((line) => line.length)) * 3.9 + 8;

function edgeLine(pair, at, sizes, most) {
  const from = at.get(pair.a), to = at.get(pair.b);
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1, ux = (to.x - from.x) / length, uy = (to.y - from.y) / length;
  const start = clear(ux, uy, sizes.get(pair.a), pair.a), end = clear(-ux, -uy, sizes.get(pair.b), pair.b);
  const line = { x1: from.x + ux * start, y1: from.y + uy * start, x2: to.x - ux * end, y2: to.y - uy * end };
  return s("line", { ...line, class: pair.held ? "edge" : "edge dashed", "stroke-width": (1 + 4 * Math.sqrt(pair.events.size / most)).toFixed(1), "marker-end": pair.forth ? "url(#arrow)" : undefined, "marker-start": pair.back ? "url(#arrow)" : undefined },
    s("title", {}, `${actorName(pair.a)} and ${actorName(pair.b)}: ${count(pair.events.size, "event")}`));
}
function nodeMark(id, { x, y }, size) {
  const actor = actors.get(id), form = SHAPES[actor.kind] ?? "circle";
  const mark = form === "square" ? s("rect", { x: -size, y: -size, width: 2 * size, height: 2 * size, rx: 2 }) : form === "diamond" ? s("path", { d: `M0 ${-size * 1.25}L${size * 1.25} 0 0 ${size * 1.25} ${-size * 1.25} 0z` }) : s("circle", { r: size, class: form });
  return s("a", { href: address("actor", id), class: "node", transform: `translate(${x} ${y})`, "aria-current": chosen.kind === "actor" && chosen.id === id }, s("title", {}, actor.name), mark, s("text", { "text-anchor": "middle" }, nameLines(id).map((line, i) => s("tspan", { x: 0, y: size + 15 + 15 * i }, line))));
}

// All pairs if they are few, else each actor's strongest.
function strongest(edges) {
  edges.sort((x, y) => y.events.size - x.events.size || (x.a < y.a ? -1 : 1));
  if (edges.length <= ALL_EDGES) return edges;
  const ties = new Map();
  return edges.filter(({ a, b }) => {
    const least = Math.min(ties.get(a) ?? 0, ties.get(b) ?? 0);
    for (const id of [a, b]) ties.set(id, (ties.get(id) ?? 0) + 1);
    return least < EACH_EDGES;
  });
}

// What the drawing has, and what it leaves out.
function drawnOf(nodes, ranked, edges, ties) {
  const whom = nodes < ranked ? `the ${nodes} busiest of ${count(ranked, "actor")} who share an event; filters show others` : `all ${count(ranked, "actor")} who share an event with another`;
  return `Drawn: ${whom}.${edges < ties ? ` Of ${count(ties, "tie")} the ${edges} strongest are lines.` : ""}`;
}
const crowded = () => {
  const n = found.events.filter((e) => of(actorsOf, e.event_id).length > PAIRED).length;
  return n ? ` Of ${count(n, "event")} with more than ${PAIRED} participants the first ${PAIRED} are paired.` : "";
};
function leftOut(sharing) {
  const alone = rows.actors.filter((a) => !sharing.has(a.actor_id));
  if (!alone.length) return null;
  return h("p", { class: "hint" }, `Not drawn, since they share no ${inForce() ? "event that answers these filters" : "event"} with another actor: `, alone.slice(0, NAMED).map((a, i) => [i ? ", " : "", link("actor", a.actor_id, a.name)]), alone.length > NAMED ? ` and ${count(alone.length - NAMED, "more actor")}.` : ".");
}

function showNetwork(view) {
  const all = pairs(), weight = new Map(), partners = new Map();
  for (const { a, b, events: shared } of all) for (const [one, other] of [[a, b], [b, a]]) {
    weight.set(one, (weight.get(one) ?? 0) + shared.size);
    if (!partners.has(one)) partners.set(one, []);
    partners.get(one).push([shared.size, other]);
  }
  const wide = Math.max(view.clientWidth - 2, 300), high = Math.max(420, Math.min(wide * 0.62, 640));
  const ranked = [...weight.keys()].sort((a, b) => weight.get(b) - weight.get(a) || (a < b ? -1 : 1));
  if (!ranked.length) return fill(view, {}, [h("p", { class: "note" }, inForce() ? "No two actors share an event that answers these filters." : "No two actors share an event."), leftOut(new Set())]);
  const nodes = ranked.slice(0, wide < 500 ? 14 : 28), drawn = new Set(nodes);
  const edges = strongest(all.filter((p) => drawn.has(p.a) && drawn.has(p.b)));
  const most = Math.max(...edges.map((p) => p.events.size), 1), heaviest = Math.max(...nodes.map((id) => weight.get(id)));
  const sizes = new Map(nodes.map((id) => [id, 5 + 9 * Math.sqrt(weight.get(id) / heaviest)]));
  const at = layout(nodes, edges, wide, high);
  const arrow = s("defs", {}, s("marker", { id: "arrow", viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 11, markerHeight: 11, markerUnits: "userSpaceOnUse", orient: "auto-start-reverse" }, s("path", { d: "M0 0 10 5 0 10z" })));
  fill(view, {}, [
    h("p", { class: "key" }, ["circle person", "square country", "diamond organisation, body", "dashed group"].map((x) => { const [form, ...name] = x.split(" "); return h("span", { class: "sample" }, h("span", { class: `form ${form}` }), name.join(" ")); }),
      h("span", { class: "sample" }, "line: shared events, the thicker the more; dashed: only planned, claimed, imagined or negated ones; arrow: acts on")),
    s("svg", { class: "network", viewBox: `0 0 ${wide} ${high}`, role: "group", "aria-label": "Network of actors; the table below tells the same" }, arrow, edges.map((p) => edgeLine(p, at, sizes, most)), nodes.map((id) => nodeMark(id, at.get(id), sizes.get(id)))),
    h("p", { class: "hint" }, drawnOf(nodes.length, ranked.length, edges.length, all.filter((p) => drawn.has(p.a) && drawn.has(p.b)).length), crowded()),
    leftOut(new Set(ranked)),
    ranked.length > TABLED && h("p", { class: "hint" }, `The table has the ${TABLED} busiest of ${count(ranked.length, "actor")}; the Table view has all.`),
    h("div", { class: "scroll", role: "region", "aria-label": "Actors", tabindex: 0 }, h("table", {}, h("caption", {}, "Actors and with whom they share most events"), h("thead", {}, h("tr", {}, ["Actor", "Kind", "Events", "Statements", "Most often with"].map((t) => h("th", { scope: "col" }, t)))),
      h("tbody", {}, ranked.slice(0, TABLED).map((id) => h("tr", {}, h("th", { scope: "row" }, link("actor", id, actorName(id))), h("td", {}, labelOf("actors.kind", actors.get(id).kind)),
        h("td", { class: "number" }, new Set(of(eventsWith, id).map((x) => x.event_id).filter((e) => found.ids.has(e))).size), h("td", { class: "number" }, of(saidBy, id).length),
        h("td", {}, partners.get(id).sort((a, b) => b[0] - a[0]).slice(0, 3).map(([n, other], i) => [i ? ", " : "", bdi(actorName(other)), ` (${n})`])))))))]);
  return undefined;
}
