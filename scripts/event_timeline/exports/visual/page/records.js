// What the panel says of an event, an actor, a statement, and of the words that show it.

// A number with its bounds: 5 (3 to 9), at least 12, 3 to 9.
function numberOf({ low, best, high }) {
  const n = (x) => x.toLocaleString("en", { maximumFractionDigits: 20 });
  const bounds = low !== null && high !== null ? `${n(low)} to ${n(high)}` : low !== null ? `at least ${n(low)}` : high !== null ? `at most ${n(high)}` : "";
  return best === null ? bounds : bounds ? `${n(best)} (${bounds})` : n(best);
}
const measured = (m) => [h("em", {}, bdi(labelOf("measures.measure", m.measure))), ": ", numberOf(m), m.unit && [" ", bdi(m.unit)], m.actor_id && [", ", link("actor", m.actor_id, actorName(m.actor_id))],
  m.according_to && [", according to ", link("actor", m.according_to, actorName(m.according_to))], m.source_id && [", source: ", sourceName(m.source_id)]];
const reported = (r) => [sourceName(r.source_id), webAddress(r.url) && [", ", h("a", { href: r.url, rel: "noreferrer noopener" }, "report")], r.note && [", ", bdi(r.note)]];

function aboutEvent(id) {
  const event = events.get(id);
  const { at } = event;
  const roles = new Map();
  for (const row of of(actorsOf, id)) roles.set(row.role, [...(roles.get(row.role) ?? []), row]);
  const claim = (who) => who && [" according to ", link("actor", who, actorName(who))];
  const shown = new Set(["event_id", "position", "label", "summary", "status", "polarity", "topic", "kind", "date_edtf", "earliest", "latest", "date_basis", "date_source", "place_id", "plover", "cameo", "date_precision", "place_precision", "same_as"]);
  return { kind: "Event", title: event.label, body: [
    h("p", { class: "chips" }, chip(shape(event.status, event.negated), bdi(labelOf("events.status", event.status) || "no status")), event.negated && chip(h("b", {}, "Negated: said not to take place")),
      chip(h("span", { class: `swatch hue${hues.get(event.topic)}` }), bdi(labelOf("events.topic", event.topic) || "no topic")), event.kind && chip(bdi(labelOf("events.kind", event.kind)))),
    h("p", { class: "summary", dir: "auto" }, event.summary),
    facts([
      ["When", at.words && [bdi(at.words), at.note && h("span", { class: "hint" }, ` ${at.note}`)]],
      ["Date", event.date_basis && [labelOf("events.date_basis", event.date_basis), event.date_source && [": ", sourceName(event.date_source)]]],
      ["Precision of the date", said("events.date_precision", event.date_precision ?? null)],
      ["Where", event.place_id && placed(event.place_id)],
      ["Precision of the place", said("events.place_precision", event.place_precision ?? null)],
      ["Same as", event.same_as && link("event", event.same_as, eventLabel(event.same_as))],
      [labelOf("events.status", event.status), term("events.status", event.status)?.definition],
    ]),
    part("Participants", roles.size && facts([...roles].map(([role, ids]) => [labelOf("event_actors.role", role), ids.map((x, i) => [i ? ", " : "", link("actor", x.actor_id, actorName(x.actor_id)), x.side && ` (side ${x.side})`])]))),
    part("Further places", list(of(furtherPlacesOf, id).map((x) => [h("em", {}, bdi(labelOf("event_places.role", x.role))), ": ", placed(x.place_id)]))),
    part("Numbers", list(of(measuresOf, id).map(measured))),
    part("Reported by", list(of(reportsOf, id).map(reported))),
    part("Relations", list([
      ...of(relationsFrom, id).map((r) => [h("em", {}, labelOf("event_relations.relation", r.relation)), " ", link("event", r.other_event_id, eventLabel(r.other_event_id)), claim(r.according_to)]),
      ...of(relationsTo, id).map((r) => [h("em", {}, INVERSE[r.relation] ?? `${labelOf("event_relations.relation", r.relation)} (from)`), " ", link("event", r.event_id, eventLabel(r.event_id)), claim(r.according_to)]),
    ])),
    part("Statements about it", list(of(saidOf, id).map((x) => {
      const st = statements.get(x.statement_id);
      // the stance is about the event: before the words it would say the opposite of them
      const manner = x.stance || x.factuality ? [x.stance && h("em", {}, lower(labelOf("statement_events.stance", x.stance))), x.stance && x.factuality && ", ", x.factuality && lower(labelOf("statement_events.factuality", x.factuality))] : null;
      return [st && [speakerOf(st), " "], manner && ["(", manner, ")"], ": ", link("statement", x.statement_id, gistOf(x.statement_id))];
    }))),
    part("Said on this occasion", list(of(onOccasion, id).map((st) => [speakerOf(st), ": ", link("statement", st.statement_id, gistOf(st.statement_id))]))),
    evidence("event", id),
    part("Accepted findings", list(of(acceptedOf, id).map((x) => [h("code", {}, x.code), x.resource !== "events" && ` (${TITLES[x.resource] ?? x.resource})`, ": ", bdi(x.reason)]))),
    part("Codes", facts([
      ["PLOVER", said("events.plover", event.plover)], ["CAMEO", said("events.cameo", event.cameo)], ["Order", `no. ${event.position.toLocaleString("en")} in the text`],
      ...others("events", event, shown), ["Identifier", h("code", {}, id)],
    ])),
  ] };
}

function aboutActor(id) {
  const actor = actors.get(id);
  const parts = of(eventsWith, id).map((x) => ({ event_id: x.event_id, role: x.role, event: events.get(x.event_id) })).filter((x) => x.event).sort((a, b) => byTime(a.event, b.event));
  const shown = new Set(["actor_id", "name", "kind", "affiliation", "office", "note", "sector", "same_as"]);
  return { kind: "Actor", title: actor.name, body: [
    h("p", { class: "chips" }, actor.kind && chip(bdi(labelOf("actors.kind", actor.kind))), h("button", { type: "button", on: { click: () => askForActor(id) } }, "Show only events with this actor")),
    actor.note && h("p", { dir: "auto" }, actor.note),
    facts([["Belongs to", actor.affiliation && link("actor", actor.affiliation, actorName(actor.affiliation))], ["Office", actor.office && bdi(actor.office)], ["Sector", said("actors.sector", actor.sector ?? null)], ["Same as", actor.same_as && link("actor", actor.same_as, actorName(actor.same_as))]]),
    part(`Events (${parts.length})`, list(parts.slice(0, 200).map((x) => [shape(x.event.status, x.event.negated), " ", link("event", x.event_id, x.event.label), ` – ${lower(labelOf("event_actors.role", x.role))}${x.event.at.when ? `, ${x.event.at.when}` : ""}`])), parts.length > 200 && h("p", { class: "hint" }, `and ${parts.length - 200} more: show only events with this actor`)),
    part("Said", list(of(saidBy, id).slice(0, 100).map((st) => link("statement", st.statement_id, gistOf(st.statement_id)))), of(saidBy, id).length > 100 && h("p", { class: "hint" }, `and ${of(saidBy, id).length - 100} more: show only events with this actor, then Statements`)),
    evidence("actor", id),
    part("Codes", facts([...others("actors", actor, shown), ["Identifier", h("code", {}, id)]])),
  ] };
}

function aboutStatement(id) {
  const st = statements.get(id);
  return { kind: "Statement", title: speakerName(st), body: [card(st, true), evidence("statement", id)] };
}

function evidence(kind, id) {
  const found = evidenceFor(`${kind}_id`, id).sort((a, b) => a.char_start - b.char_start);
  if (!found.length) return null;
  const shown = found.slice(0, 60), words = (e) => e.exact ?? slice(e.source_id, e.char_start, e.char_end);
  const where = (e) => [sources.size > 1 && e.source_id !== null && sourceName(e.source_id), e.paragraph !== null && `par. ${e.paragraph}`, e.char_start !== null && e.char_end !== null && `characters ${e.char_start}–${e.char_end}`].filter(Boolean).flatMap((x, i) => [i ? ", " : "", x]);
  const first = found.find((e) => texts.has(e.source_id) && e.char_start !== null && e.char_end !== null);
  return part("Evidence", h("div", { class: "scroll", role: "region", "aria-label": "Evidence", tabindex: 0 }, h("table", {}, h("thead", {}, h("tr", {}, ["Part", "Words", "Where"].map((t) => h("th", { scope: "col" }, t)))),
    h("tbody", {}, shown.map((e) => h("tr", {}, h("td", {}, labelOf("evidence.part", e.part)), h("td", {}, words(e) ? bdi(words(e), { lang: sources.get(e.source_id)?.language }) : h("span", { class: "hint" }, "not reproduced")),
      h("td", {}, where(e))))))),
    found.length > shown.length && h("p", { class: "hint" }, `and ${found.length - shown.length} more in the Table view`),
    first && h("p", {}, h("button", { type: "button", class: "find", on: { click: () => findInText(kind, first) } }, "Show in the text")));
}

