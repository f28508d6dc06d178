// Records joined in two keystrokes, or by dragging one onto the other: who takes part in an event, how events are related, what a
// statement says of an event. The record that is open is one end; the words, a row or a digit name the other; a digit, how.

import { byId, say, tell } from "./dom.js";
import { actorOf, FIRST_ROLES, nameOf, openDraft, unmentioned, unsure, useActor } from "./flow.js";
import { clauseAt } from "./proposals.js";
import { change, changed, fieldOf, keyOf, labelOf, rowOf, rows, rowLabel, select, SORTS, spansBetween, spansHere, store, termLabel } from "./store.js";
import { brief } from "./shared.js";
import { chosen, hasWords, parts, selectedWords, sentenceAt, taking } from "./text.js";

const LINKS = [
  { key: "P", name: "takes part", table: "event_actors", ends: [["events", "event_id"], ["actors", "actor_id"]], how: "role", first: FIRST_ROLES },
  { key: "R", name: "relation", table: "event_relations", ends: [["events", "event_id"], ["events", "other_event_id"]], how: "relation", first: [] },
  { key: "T", name: "says of it", table: "statement_events", ends: [["statements", "statement_id"], ["events", "event_id"]], how: "stance", first: ["asserts", "denies"] },
];
// What a stance most often leaves of an event's reality; shown in the row, to be changed there.
const REALITY = { denies: "CT-", doubts: "PS-", commits: "CT+", intends: "PR+", predicts: "PR+", warns: "PS+", demands: "U" };
// Stances in which the verb of the event's clause says how sure it is: “will”, “is expected to”, “could”.
const BY_VERB = new Set(["predicts", "warns", "asserts"]);
// Whether an event is a condition, or its words follow “if”, “until” or “unless” in their part of a sentence.
const CONDITION = /\b(?:if|until|unless)\b[^,;]*$/i;
const conditional = (event) => rowOf("events", event)?.status === "conditional" || spansHere().some((s) => s.sort === "event" && s.id === event && ["mention", "report"].includes(s.part) && CONDITION.test(`${store.text.content.slice(sentenceAt(s.start)[0], s.start)}${/^(?:if|until|unless)\b/i.exec(store.text.content.slice(s.start, s.end))?.[0] ?? ""}`));
export function realityOf(stance, event, statement = "") {
  const row = rowOf("events", event), isAhead = ["planned", "conditional", "hypothetical"].includes(row?.status);
  if (stance === "rejects" || (stance === "endorses" && isAhead)) return ""; // what is spoken against may have taken place
  if (row?.polarity === "negated") return stance === "denies" ? "CT-" : ""; // the row is what is denied: the statement may say so, or that it took place
  const own = spansHere().filter((s) => s.sort === "event" && s.id === event && ["mention", "report"].includes(s.part)), said = spansHere().filter((s) => s.sort === "statement" && s.id === statement && ["quote", "report"].includes(s.part));
  const shown = own.find((s) => said.some((x) => s.start < x.end && s.end > x.start)), clause = shown && clauseAt(shown.start, shown.end);
  if (BY_VERB.has(stance) && clause?.factuality && (stance === "asserts" ? clause.stance === "predicts" : clause.stance !== "asserts")) return clause.factuality;
  return REALITY[stance] ?? (conditional(event) ? "U" : "CT+");
}
const SIGNS = [..."1234567890abcdefghijklmnopqrstuvwxyz"]; // the tenth is 0, as for the roles of the next actor

// The ways to join a record of one table with one of another, or of any: link, the end that is here and the one that is there.
export function linksOf(here, there) {
  return LINKS.filter((link) => store.tables[link.table]).flatMap((link) => [[0, 1], [1, 0]].map(([a, b]) => ({ link, here: a, there: b }))
    .filter((x) => link.ends[x.here][0] === here && (!there || link.ends[x.there][0] === there)).slice(0, 1));
}
export function howTerms(link) {
  const terms = (fieldOf(link.table, link.how)?.terms ?? []).map(([t]) => t);
  return [...link.first.filter((t) => terms.includes(t)), ...terms.filter((t) => !link.first.includes(t))];
}
// The record of a table that the chosen words show, other than one.
function shownBy(table, not) {
  const found = parts().flatMap(([a, b]) => spansBetween(a, b)).filter((s) => s.sort === SORTS[table] && s.id !== not).sort((x, y) => x.end - x.start - (y.end - y.start));
  return found[0]?.id;
}
// Whether the chosen words are just those of an event and of no actor: they say what happens, and name nobody.
function sayWhat() {
  const own = parts().flatMap(([a, b]) => spansBetween(a, b).filter((s) => s.start === a && s.end === b));
  return own.some((s) => s.sort === "event") && !own.some((s) => s.sort === "actor");
}
// The other end that the words name: a record, or an actor who is to be made.
function named(there, from) {
  if (!hasWords()) return null;
  if (there === "actors") return unsure(selectedWords()) || sayWhat() ? null : { key: actorOf(selectedWords()) ?? null };
  const key = shownBy(there, from.key);
  return key ? { key } : null;
}
export function begin({ link, here, there }, from, to = null) {
  const table = link.ends[there][0];
  store.link = { link, here, there, table, from, to: to ?? named(table, from) };
  store.armed = null;
  select(from.table, from.key);
  const { link: open } = store;
  say(open.to ? `${link.name}: ${nameOfEnd(open.to)}. Choose how.` : `${link.name}: choose the other ${SORTS[table]}, by digit, words or row.`);
}
export function endLink() { store.link = null; changed(); }
// Take a record as the other end of a link that waits for it.
export function takeEnd(table, key) {
  const open = store.link;
  if (!open || open.to || table !== open.table || (key === open.from.key && table === open.from.table)) return false;
  open.to = { key };
  changed();
  byId("text").focus({ preventScroll: true });
  return true;
}
const nameOfEnd = ({ key }) => (key === null ? `new actor “${brief(nameOf(selectedWords()), 30)}”` : brief(labelOf(store.link.table, key), 40));
// The records nearest to the words or to the record that is open, those of its sentence first.
function nearest(table, from) {
  const sort = SORTS[table], own = spansHere().find((s) => s.sort === SORTS[from.table] && s.id === from.key);
  const at = hasWords() ? chosen.start : own?.start ?? 0, far = new Map();
  for (const s of spansHere()) if (s.sort === sort) far.set(s.id, Math.min(far.get(s.id) ?? Infinity, s.start > at ? s.start - at : Math.max(0, at - s.end)));
  const words = named(table, from)?.key, distance = (key) => (key === words ? -1 : far.get(key) ?? Infinity);
  return rows(table).map((row) => [keyOf(store.tables[table], row), row]).filter(([key]) => table !== from.table || key !== from.key).sort((a, b) => distance(a[0]) - distance(b[0]) || 0);
}
// What can be chosen now: the other end, then how.
export function linkActions() {
  const { link, table, from, to } = store.link, sort = SORTS[table];
  if (!to) return nearest(table, from).slice(0, SIGNS.length).map(([key, row], i) => ({ key: SIGNS[i], label: brief(rowLabel(table, row), 34), sort, run: () => takeEnd(table, key) }));
  const [statement, event] = store.link.here === 0 ? [from.key, to.key] : [to.key, from.key];
  return howTerms(link).map((term, i) => ({ key: SIGNS[i], label: `${termLabel(link.table, link.how, term)}${link.key === "T" ? `, ${realityOf(term, event, statement) || "…"}` : ""}`, sort, run: () => join(term) }));
}
export function linkPrompt() {
  const { link, from, to } = store.link;
  return `${brief(labelOf(from.table, from.key), 30)}: ${link.name}${to ? `, ${nameOfEnd(to)}. How?` : ". Which? Or select its words, or click its row."}`;
}
async function join(term) {
  const open = store.link, { link, here, there, from, to } = open;
  const cells = { [link.ends[here][1]]: from.key, [link.ends[there][1]]: to.key ?? "", [link.how]: term };
  const names = link.ends[there][0] === "actors" && hasWords() && !sayWhat(); // the words are those of the actor, and become a mention
  const coded = to.key !== null && rowOf(link.table, keyOf(store.tables[link.table], cells));
  if (coded && !(names && unmentioned(to.key).length)) { tell(`That is coded already: ${termLabel(link.table, link.how, coded[link.how])}.`); return; }
  store.link = null;
  try {
    if (names) { await useActor(to.key, { part: { event: from.key, role: term } }); return; }
    const reality = link.key === "T" ? realityOf(term, cells.event_id, cells.statement_id) : "";
    if (reality) cells.factuality = reality;
    const words = `${labelOf(from.table, from.key)}, ${termLabel(link.table, link.how, term)}, ${labelOf(link.ends[there][0], to.key)}`;
    if (link.key === "T" && !reality) { openDraft({ table: link.table, cells, focus: "factuality" }); return; }
    const taken = taking();
    await change(brief(words, 150), [{ do: "add", table: link.table, cells }]);
    taken();
    tell(`${words}${reality ? `, ${reality}` : ""}.`);
  } catch (error) {
    if (!store.link && !store.draft && store.current?.key === from.key) store.link = open; // the menu waits for another choice
    throw error;
  }
}
// The keys of the open record, with what they would join it with.
export function openLinks() {
  const { current } = store;
  if (!current || !rowOf(current.table, current.key)) return [];
  return linksOf(current.table).map((way) => {
    const table = way.link.ends[way.there][0], to = named(table, current);
    const other = !to ? "…" : `: ${to.key === null ? "new actor" : brief(labelOf(table, to.key), 26)}`;
    return { key: way.link.key, label: `${way.link.name}${other}`, sort: SORTS[table], of: true, run: () => begin(way, current) };
  });
}
