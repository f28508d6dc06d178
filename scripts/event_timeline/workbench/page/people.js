// Who a pronoun may mean: the actors named before it, and what the text says of them. Where more than one fits, nobody is proposed.

import { ofText } from "./proposals.js";
import { rowOf, rows, spansHere, store, toUnit } from "./store.js";

// Pronouns, and the kinds of actors that each may stand for: “they” is asked about where only single persons were named.
const PRONOUNS = [[/^(?:he|she|i)$/i, ["person"]], [/^it$/i, ["organisation", "body", "country"]], [/^(?:they|we)$/i, ["group", "organisation", "body", "country"]]];
export const kindsOf = (words) => PRONOUNS.find(([pronoun]) => pronoun.test(words))?.[1];

// Those named before a place, the nearest first.
function before(offset) {
  const named = spansHere().filter((s) => s.end <= offset && (s.sort === "actor" || (s.sort === "statement" && s.part === "speaker"))).reverse();
  const ids = named.map((s) => (s.sort === "actor" ? s.id : rowOf("statements", s.id)?.speaker_id)).filter(Boolean);
  return [...new Set(ids)].filter((id) => rowOf("actors", id));
}
// The actors from whom somebody chooses who is meant.
export function mayMean(pronoun, offset) {
  const kinds = kindsOf(pronoun), named = before(offset), fitting = named.filter((id) => kinds.includes(rowOf("actors", id).kind));
  const sex = /^(?:he|she)$/i.test(pronoun) ? pronoun.toLowerCase() : "";
  const left = fitting.filter((id) => !sex || ["", sex].includes(pronounOf(id)));
  return fitting.length || kinds.includes("person") ? left : named;
}
const wordsOf = ({ start, end }) => store.text.content.slice(start, end);
const seen = () => ofText("people").map((p) => ({ ...p, start: toUnit(store.text, p.start), end: toUnit(store.text, p.end) }));
const lastOf = (name) => name.split(/\s/u).at(-1);
const isOf = (person, id) => person.is_named && (lastOf(rowOf("actors", id).name) === lastOf(wordsOf(person)) || spansHere().some((s) => s.sort === "actor" && s.id === id && s.start < person.end && s.end > person.start));
// The pronoun of a person, where the text says it, and the same everywhere.
function pronounOf(id) {
  const said = new Set(seen().filter((p) => isOf(p, id)).map((p) => p.pronoun).filter(Boolean));
  return said.size === 1 ? [...said][0] : "";
}
// Persons before a place that are no actors: by their last names, and the descriptions of the last two paragraphs.
function others(offset) {
  const { content } = store.text, lines = content.slice(0, offset).split(/\n\s*/u), from = offset - lines.slice(-2).join("").length - 2;
  const actors = rows("actors"), isActor = (p) => actors.some((a) => (p.is_named ? lastOf(a.name) === lastOf(wordsOf(p)) || a.name === wordsOf(p) : false)) || spansHere().some((s) => s.sort === "actor" && s.start < p.end && s.end > p.start);
  const left = seen().filter((p) => p.end <= offset && (p.is_named || p.start >= from) && !isActor(p)), found = new Map();
  for (const p of left) found.set(p.is_named ? lastOf(wordsOf(p)) : p.start, found.get(lastOf(wordsOf(p))) || p.pronoun);
  return [...found.values()];
}
// The one whom a pronoun at a place means, if nobody else can be meant.
export function meantBy(pronoun, offset, found = mayMean(pronoun, offset)) {
  const kinds = kindsOf(pronoun);
  if (found.length !== 1 || !kinds.includes(rowOf("actors", found[0]).kind)) return undefined;
  if (/^(?:he|she)$/i.test(pronoun)) {
    const sex = pronoun.toLowerCase();
    return pronounOf(found[0]) === sex && !others(offset).some((p) => p === "" || p === sex) ? found[0] : undefined;
  }
  const persons = before(offset).filter((id) => rowOf("actors", id).kind === "person").length + others(offset).length;
  if (/^they$/i.test(pronoun) && persons > 1) return undefined;
  return /^i$/i.test(pronoun) && others(offset).length ? undefined : found[0];
}
