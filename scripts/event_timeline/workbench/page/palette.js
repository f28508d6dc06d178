// What the chosen words can become: buttons with their keys, above the text, where nothing moves.

import { brief, byId, fill, h, openDialog } from "./dom.js";
import { actorOf, actorsFor, addPart, cellsOf, codedAs, disarm, givenBy, isQuotation, movable, moveSpan, newEvent, newStatement, partsFor, roleOf, ROLES, unsure, useActor } from "./flow.js";
import { dateOf, isClause, isThing } from "./proposals.js";
import { endLink, linkActions, linkPrompt, openLinks } from "./links.js";
import { changed, labelOf, report, SORTS, store, termLabel } from "./store.js";
import { hasWords, parts, selectedWords } from "./text.js";

// Actions by key; the first is what Enter takes.
export function actions() {
  if (store.link) return linkActions();
  if (!store.text || !hasWords()) return store.armed ? [] : openLinks();
  const words = selectedWords(), { armed, current } = store, found = [];
  const known = actorOf(words), several = unsure(words), evidence = partsFor(current);
  // what happens comes first for words such as “closed its wing”, who says it for “said they would”
  const given = parts(), coded = codedAs(given), isStatement = Boolean(coded) || isQuotation(given) || (!known && /^(?:and )?(?:said|added|told|warned|urged|denied|called|claimed)\b.+ /i.test(words));
  const happens = !known && !armed && !isStatement && ((given.length === 1 && dateOf(given[0])) || isThing(words) || isClause(words) || (/^\p{Ll}/u.test(words) && !/^(?:the|an?|its|his|her|their|our|my|some|many|several|two|three|four|five|six|seven|eight|nine|ten|dozens|hundreds|police|residents|members)\s|^\p{L}+$/iu.test(words)));
  const isDate = given.length === 1 && current?.table === "events" && Boolean(dateOf(given[0]));
  const actor = { key: "A", label: known ? `mention of ${labelOf("actors", known)}` : `new actor “${brief(cellsOf(words).name, 30)}”`, sort: "actor", run: () => useActor(known ?? null) };
  if (several) Object.assign(actor, { label: `who is “${brief(words, 30)}”?`, run: () => whoIs(words) });
  const event = { key: "E", label: "event", sort: "event", run: newEvent };
  if (happens) found.push(event);
  if (armed) found.push({ ...actor, label: `${termLabel("event_actors", "role", roleOf(armed))}: ${known ? labelOf("actors", known) : several ? actor.label : `new actor “${brief(cellsOf(words).name, 30)}”`}` });
  else found.push(actor);
  if (known || several) found.push({ key: "Shift+A", label: "another, new actor", sort: "actor", run: () => useActor(null) });
  if (!happens) found.push(event);
  found.push({ key: "S", label: coded ? `open “${brief(labelOf("statements", coded), 30)}”` : "statement", sort: "statement", run: newStatement });
  const values = new Map(evidence.map((part) => [part, givenBy(part)]));
  if (!armed) evidence.forEach((part, i) => found.push({ key: String(i + 1), label: `${part}${said(values.get(part))}`, part, sort: SORTS[current.table], of: true, run: () => addPart(part) }));
  const isPlace = !known && !several && !armed && Boolean(values.get("place")?.cells.place_id);
  const first = isStatement && !armed ? found.findIndex((a) => a.key === "S") : isDate || isPlace ? found.findIndex((a) => a.part === (isDate ? "date" : "place")) : 0;
  if (first > 0) found.unshift(...found.splice(first, 1));
  else if (isDate && armed) found.unshift({ key: "D", label: `date of ${brief(labelOf("events", armed.event), 30)}`, sort: "event", run: () => addPart("date") });
  const moved = movable();
  if (moved) found.push({ key: "B", label: `${moved.part} is these words`, sort: moved.sort, of: true, run: () => moveSpan(moved.row.evidence_id) });
  if (!armed) found.push(...openLinks());
  return found;
}
// What the words give the open record besides.
function said({ cells, name }) {
  const value = cells.date_edtf ?? (cells.place_id ? labelOf("places", cells.place_id) : name ? `new “${name}”` : "");
  return value && `: ${brief(value, 26)}`;
}
// Words that several actors may be: whoever codes chooses, and nothing is written before.
function whoIs(words) {
  const button = (id) => h("p", {}, h("button", { type: "button", data: { who: id }, on: { click: () => { byId("dialog").close(); byId("text").focus({ preventScroll: true }); run({ run: () => useActor(id || null) }); } } }, id ? labelOf("actors", id) : `another, new actor “${brief(cellsOf(words).name, 30)}”`));
  openDialog(`Who is “${brief(words, 40)}”?`, actorsFor(words).map(button), button(""));
}
export const run = (action) => Promise.resolve().then(action.run).catch(report);

export function drawPalette() {
  const node = byId("palette"), found = actions(), { armed, current } = store;
  const button = (a) => h("button", { type: "button", class: `act k-${a.sort}`, data: { act: a.key }, on: { mousedown: (e) => e.preventDefault(), click: () => run(a) } }, h("kbd", {}, a === found[0] && hasWords() && !store.link ? "Enter" : a.key), ` ${a.label}`);
  const roles = armed && h("span", { class: "armed" }, `Actors of ${brief(labelOf("events", armed.event), 40)}, as `, h("select", { "aria-label": "Role of the next actor", on: { change: (e) => { Object.assign(armed, { role: e.target.value, chosen: true }); changed(); byId("text").focus({ preventScroll: true }); } } }, ROLES().map((r, i) => h("option", { value: r, selected: r === roleOf(armed) }, `${i < 10 ? (i + 1) % 10 : "–"} ${termLabel("event_actors", "role", r)}`))), h("button", { type: "button", class: "small", on: { click: disarm } }, h("kbd", {}, "Esc"), " done"));
  if (store.link) { fill(node, h("span", { class: "armed" }, linkPrompt(), " ", h("button", { type: "button", class: "small", on: { click: endLink } }, h("kbd", {}, "Esc"), " leave it")), found.map(button)); return; }
  if (!found.length) { fill(node, roles || h("span", { class: "hint" }, store.text ? "Select words with the mouse, or with ← → in the text." : "")); return; }
  const own = found.filter((a) => !a.of), parts = found.filter((a) => a.of);
  fill(node, roles, !hasWords() && h("span", { class: "hint" }, "Select words, or join "), own.map(button), parts.length > 0 && h("span", { class: "group" }, h("span", { class: "hint" }, `${brief(labelOf(current.table, current.key), 28)}:`), parts.map(button)));
}
