// Who takes part in events with whom: a drawing of the busiest, and a table of them for those who do not see it.

const TABLED = 100, NAMED = 30, PAIRED = 40;
const ALL_EDGES = 45, EACH_EDGES = 3;
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

function edgeLine(pair, at, sizes, most) {
  const { line, heads } = between(at.get(pair.a), at.get(pair.b), sizes.get(pair.a), sizes.get(pair.b), actorName(pair.a), actorName(pair.b));
  const arrow = (head) => s("line", { ...head, class: "head", "marker-end": "url(#arrow)" });
  return s("g", { class: pair.held ? "edge" : "edge dashed" }, s("title", {}, `${actorName(pair.a)} and ${actorName(pair.b)}: ${count(pair.events.size, "event")}`),
    s("line", { ...line, "stroke-width": (1 + 4 * Math.sqrt(pair.events.size / most)).toFixed(1) }), pair.forth && arrow(heads.end), pair.back && arrow(heads.start));
}
function nodeMark(id, { x, y }, size) {
  const actor = actors.get(id), form = SHAPES[actor.kind] ?? "circle";
  return s("a", { href: address("actor", id), class: "node", transform: `translate(${x} ${y})`, "aria-current": chosen.kind === "actor" && chosen.id === id }, s("title", {}, actor.name), nodeShape(form, size), nameBelow(actorName(id), size));
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
  const wide = Math.max(view.clientWidth - 2, 300), room = Math.max(420, Math.min(wide * 0.62, 640));
  const ranked = [...weight.keys()].sort((a, b) => weight.get(b) - weight.get(a) || (a < b ? -1 : 1));
  if (!ranked.length) return fill(view, {}, [h("p", { class: "note" }, inForce() ? "No two actors share an event that answers these filters." : "No two actors share an event."), leftOut(new Set())]);
  const nodes = ranked.slice(0, wide < 500 ? 14 : 28), drawn = new Set(nodes);
  const edges = strongest(all.filter((p) => drawn.has(p.a) && drawn.has(p.b)));
  const most = Math.max(...edges.map((p) => p.events.size), 1), heaviest = Math.max(...nodes.map((id) => weight.get(id)));
  const sizes = new Map(nodes.map((id) => [id, 5 + 9 * Math.sqrt(weight.get(id) / heaviest)]));
  const { at, high } = layout(nodes, edges.map(({ a, b, events: shared }) => ({ a, b, weight: shared.size })), actorName, wide, room);
  fill(view, {}, [
    h("p", { class: "key" }, ["circle person", "square country", "diamond organisation, body", "dashed group"].map((x) => { const [form, ...name] = x.split(" "); return h("span", { class: "sample" }, h("span", { class: `form ${form}` }), name.join(" ")); }),
      h("span", { class: "sample" }, "line: shared events, the thicker the more; dashed: only planned, claimed, imagined or negated ones; arrow: acts on")),
    s("svg", { class: "network", viewBox: `0 0 ${wide} ${high}`, role: "group", "aria-label": "Network of actors; the table below tells the same" }, arrowHead(), edges.map((p) => edgeLine(p, at, sizes, most)), nodes.map((id) => nodeMark(id, at.get(id), sizes.get(id)))),
    h("p", { class: "hint" }, drawnOf(nodes.length, ranked.length, edges.length, all.filter((p) => drawn.has(p.a) && drawn.has(p.b)).length), crowded()),
    leftOut(new Set(ranked)),
    ranked.length > TABLED && h("p", { class: "hint" }, `The table has the ${TABLED} busiest of ${count(ranked.length, "actor")}; the Table view has all.`),
    h("div", { class: "scroll", role: "region", "aria-label": "Actors", tabindex: 0 }, h("table", {}, h("caption", {}, "Actors and with whom they share most events"), h("thead", {}, h("tr", {}, ["Actor", "Kind", "Events", "Statements", "Most often with"].map((t) => h("th", { scope: "col" }, t)))),
      h("tbody", {}, ranked.slice(0, TABLED).map((id) => h("tr", {}, h("th", { scope: "row" }, link("actor", id, actorName(id))), h("td", {}, labelOf("actors.kind", actors.get(id).kind)),
        h("td", { class: "number" }, new Set(of(eventsWith, id).map((x) => x.event_id).filter((e) => found.ids.has(e))).size), h("td", { class: "number" }, of(saidBy, id).length),
        h("td", {}, partners.get(id).sort((a, b) => b[0] - a[0]).slice(0, 3).map(([n, other], i) => [i ? ", " : "", bdi(actorName(other)), ` (${n})`])))))))]);
  return undefined;
}
