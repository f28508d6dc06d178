// From chosen words to records: what a key or a button does, as one change each.

import { byId, say, tell } from "./dom.js";
import { call } from "./server.js";
import { placeName, placesOf, wordsOf, wordsOfEvent } from "./place.js";
import { kindsOf, mayMean, meantBy } from "./people.js";
import { clauseAt, dateOf, datesNear, isLonger, isShort, isDenial, kindOf, labelFor, roleBeside, sayingIn, polarityAt, sayingOf, stanceOf, statusAt } from "./proposals.js";
import { change, changed, fieldOf, labelOf, park, rowOf, rows, select, SORTS, spanOf, spansBetween, spansHere, store, termLabel, toUnit } from "./store.js";
import { choose, hasWords, parts, selectedWords, sentenceAt, taking, wordsBetween } from "./text.js";

const OFFICE = /^((?:(?:vice|deputy|acting|former|prime|foreign|police) )?(?:president|minister|chancellor|mayor|director|inspector|governor|senator|general|colonel|professor|judge|bishop|spokesman|spokeswoman|secretary|chief|captain|king|queen|prince|princess|pope|chair|chairman|chairwoman))\s+/i;
const ARTICLE = /^(?:the|a|an)\s+/i, TITLE = /^(?:mr|mrs|ms|miss|dr|prof|sir|lord|lady|dame)\.?\s+/i;
const LONGEST_COPY = 59; // characters of the article that a summary may repeat without a finding
const FULL_NAME = /^\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){1,3}$/u;
const NO_NAME = /^(?:here|there|(?:no|every|any|some)where)$/i; // of a place

export const nameOf = (words) => { const name = words.replace(/\s+/gu, " ").replace(ARTICLE, ""); return name.charAt(0).toLocaleUpperCase() + name.slice(1); };
// The name of a person beside a description: “the mayor, Idris Colley”, “Helen Voss, its chairwoman”.
function besideOffice(words) {
  const pieces = words.replace(/\s+/gu, " ").split(/, /);
  if (pieces.length !== 2) return "";
  const names = pieces.filter((piece) => FULL_NAME.test(piece)), [other] = pieces.filter((piece) => !FULL_NAME.test(piece));
  return names.length === 1 && (/^(?:an?|the|its|his|her|their) /i.test(other) || /['’]s? \p{Ll}/u.test(other)) && / \p{Ll}[\p{L}-]*$/u.test(other) ? names[0] : "";
}
// An actor's name and office, as far as the words have them.
export function cellsOf(words) {
  const person = besideOffice(words);
  if (person) return { name: person, kind: "person" };
  const name = nameOf(words), office = OFFICE.exec(name);
  return office && /^\p{Lu}\p{L}/u.test(name.slice(office[0].length)) ? { name: name.slice(office[0].length), kind: "person", office: office[1].charAt(0).toLocaleUpperCase() + office[1].slice(1).toLocaleLowerCase() } : { name, kind: kindOf(words) };
}
// Whether words are the name of a person in full, after an office or not, who can be made an actor without asking.
const isFullName = (words) => cellsOf(words).kind === "person" && FULL_NAME.test(cellsOf(words).name) && !TITLE.test(words);
const spans = () => parts().map(([start, end]) => spanOf(store.text, start, end));
const plain = (words) => words.toLocaleLowerCase().replace(ARTICLE, "").replace(/\s+/gu, " ");

// Actors that the words may name, the likeliest first: those that the same words mention, those of that name, parts of names.
// at: where the words are, for a pronoun.
export const actorsFor = (words, at = parts()[0]?.[0] ?? 0) => (kindsOf(plain(words)) ? mayMean(plain(words), at) : scored(words).map(([id]) => id));
function scored(words) {
  const asked = plain(words), found = new Map();
  const untitled = plain(words.replace(TITLE, "").replace(OFFICE, "")), isTitled = untitled !== asked && untitled !== "", isName = /^\p{Lu}[\p{L}'’-]+$/u.test(words);
  const add = (id, score) => found.set(id, Math.max(found.get(id) ?? 0, score));
  const pieces = asked.split(/, /).slice(asked.includes(", ") ? 0 : 1).map(plain);
  for (const s of spansHere()) if (s.sort === "actor" && s.row.exact && plain(s.row.exact) === asked) add(s.id, 3);
  for (const a of rows("actors")) {
    const name = plain(a.name);
    if (name === asked) add(a.actor_id, 4);
    else if (pieces.includes(name)) add(a.actor_id, a.kind === "person" && name.includes(" ") ? 3.5 : 2.5);
    else if (asked.length > 3 && (isShort(asked, name, a.kind) || isLonger(asked, name))) add(a.actor_id, 2);
    else if (a.kind === "person" && (isTitled || isName) && isShort(untitled, name, a.kind)) add(a.actor_id, 2);
  }
  return [...found].sort((a, b) => b[1] - a[1]);
}
// The actor that the words name, if they leave no choice: not for a pronoun or words such as “the government” that several may be.
export function actorOf(words, at = parts()[0]?.[0] ?? 0) {
  if (kindsOf(plain(words))) return meantBy(plain(words), at);
  const found = actorsFor(words, at);
  return unsure(words, found) ? undefined : found[0];
}
export function unsure(words, found = actorsFor(words), at = parts()[0]?.[0] ?? 0) {
  if (kindsOf(plain(words))) return meantBy(plain(words), at, found) === undefined;
  if (!found.length) return false;
  if (/^\p{Lu}/u.test(words.replace(ARTICLE, ""))) { const [[, best], second] = scored(words); return best <= 3 && second?.[1] === best; } // a surname that two have
  const asked = plain(words), exact = new Set([...rows("actors").filter((a) => plain(a.name) === asked).map((a) => a.actor_id), ...spansHere().filter((s) => s.sort === "actor" && s.row.exact && plain(s.row.exact) === asked).map((s) => s.id)]);
  const nearest = rowOf("actors", found[0]);
  if (asked.includes(", ") && nearest && asked.split(", ").some((piece) => plain(piece) === plain(nearest.name)) && nearest.kind === "person") return false; // “the leader, Ada Ek”
  if (!exact.size && /\s/u.test(asked) && found.length === 1 && plain(nearest?.name ?? "").endsWith(` ${asked}`)) return false; // “the interior ministry” of one country
  return exact.size !== 1;
}
export const FIRST_ROLES = ["agent", "recipient"];
export function ROLES() {
  const terms = fieldOf("event_actors", "role")?.terms.map(([t]) => t) ?? [];
  return [...FIRST_ROLES.filter((t) => terms.includes(t)), ...terms.filter((t) => !FIRST_ROLES.includes(t))];
}

// ---- the actions ----
export function newEvent() {
  const words = selectedWords(), [a, b] = sentenceAt(parts()[0][0]);
  const cells = { label: nameOf(labelFor(words)), topic: remembered("topic") || rows("events").at(-1)?.topic || "" };
  const part = parts().flatMap(([start, end]) => wordsBetween(start, end)).length > 3 ? "report" : "mention";
  const given = { [part]: spans() };
  const first = parts()[0][0], last = parts().at(-1)[1], { sure, offers } = datesNear(first, last, [a, b]);
  Object.assign(cells, { status: statusAt(first, last), polarity: polarityAt(first, last) });
  if (sure) {
    Object.assign(cells, { date_edtf: sure.edtf, date_basis: sure.basis });
    given.date = [sure.span];
  }
  const statement = parts().flatMap(([start, end]) => spansBetween(start, end)).find((s) => s.sort === "statement" && (s.part === "report" || s.part === "quote"));
  const row = statement && rowOf("statements", statement.id), clause = clauseAt(first, last), said = statement && codedSaying(statement.id);
  const about = statement ? { statement_id: statement.id, ...stanceOf(row?.cue ?? "", clause, { subject: subjectOf(clause, row?.speaker_id, "", statement.part === "report"), said, at: [first, last] }) } : null;
  openDraft({ table: "events", cells, spans: given, about, focus: "kind", dates: offers, then: (id) => arm(id) });
}
export function arm(event, role = ROLES()[0]) {
  store.armed = { event, role };
  say(`The next words become ${termLabel("event_actors", "role", role)} of ${labelOf("events", event)}. Escape ends this.`);
  changed();
}
export function disarm() { store.armed = null; changed(); }

// The chosen words that are no mention of an actor yet, as spans.
export function unmentioned(id) {
  const coded = spansHere().filter((s) => s.sort === "actor" && s.id === id);
  return parts().filter(([start, end]) => !coded.some((s) => s.start === start && s.end === end)).map(([start, end]) => spanOf(store.text, start, end));
}

// The role of the words in the armed event: the one that is chosen, else what its passive verb says of those beside it.
export const roleOf = ({ event, role, chosen }, given = parts()) => {
  const said = chosen || !given.length ? "" : roleBeside(given, spansHere().filter((s) => s.sort === "event" && s.id === event && ["report", "mention"].includes(s.part)).map((s) => [s.start, s.end]));
  return ROLES().includes(said) ? said : role;
};
// The words mention an actor, who is made where there is none; where an event is armed, the actor takes part in it.
// part: another event and role than those.
export async function useActor(id, { part = null } = {}) {
  const words = selectedWords(), operations = [], armed = part ?? (store.armed && { ...store.armed, role: roleOf(store.armed) });
  const record = id && `actor:${id}`;
  let key = id;
  const named = speakersIn(parts());
  if (!id && !cellsOf(words).kind) {
    openDraft({ table: "actors", cells: cellsOf(words), spans: { mention: spans() }, focus: "kind", note: armed ? `It takes part in “${labelOf("events", armed.event)}”.` : "", after: (made) => [...(armed ? [{ do: "add", table: "event_actors", cells: { event_id: armed.event, actor_id: made, role: armed.role } }] : []), ...named.map((statement) => ({ do: "set", row: `statements/${statement}`, cells: { speaker_id: made } }))], then: (made) => (armed ? tookPart(made, armed, part) : null) });
    return;
  }
  if (id) {
    const left = unmentioned(id);
    if (left.length) operations.push({ do: "span", record, part: "mention", spans: left });
  } else {
    operations.push({ do: "add", table: "actors", cells: cellsOf(words), spans: { mention: spans() } });
    key = "$0";
  }
  if (armed && !(id && rowOf("event_actors", `${armed.event}/${id}/${armed.role}`))) operations.push({ do: "add", table: "event_actors", cells: { event_id: armed.event, actor_id: key, role: armed.role } });
  operations.push(...named.map((statement) => ({ do: "set", row: `statements/${statement}`, cells: { speaker_id: key } })));
  if (!operations.length) { tell("That is coded already."); return; }
  const taken = taking(), state = await change(id ? `mention of ${labelOf("actors", id)}` : `actor ${nameOf(words)}`, operations);
  const made = id ?? state.keys[0];
  taken();
  if (armed) tookPart(made, armed, part);
  else select("actors", made);
}
// Statements without a speaker of record whose speaker the chosen words name: who is mentioned there said it.
function speakersIn(given) {
  const named = spansHere().filter((s) => s.sort === "statement" && s.part === "speaker" && given.some(([x, y]) => x === s.start && y >= s.end));
  return [...new Set(named.map((s) => s.id))].filter((id) => { const row = rowOf("statements", id); return row && !row.speaker_id && !row.speaker_source; });
}
// The event is open again, and waits for the actor of the next role.
function tookPart(actor, armed, part) {
  const roles = ROLES(), next = roles[Math.min(roles.indexOf(armed.role) + 1, roles.length - 1)];
  store.current = { table: "events", key: armed.event };
  const isRead = store.armed && armed.role !== store.armed.role; // the role of the words was that of a passive: the next is still to come
  if (!part) arm(armed.event, isRead ? store.armed.role : armed.role === "agent" || armed.role === "recipient" ? next : armed.role);
  tell(`${labelOf("actors", actor)}: ${termLabel("event_actors", "role", armed.role)} of ${labelOf("events", armed.event)}.`);
}

// The words name who speaks, are a quotation, or are what is reported: a statement is prepared, with its cue, its content and the event in that.
export function newStatement() {
  const words = selectedWords(), { content } = store.text, given = parts(), [first] = given[0], last = given.at(-1)[1], [a, end] = sentenceAt(first);
  const coded = codedAs(given);
  if (coded) { select("statements", coded); tell(`That is coded already: ${labelOf("statements", coded)}.`); return; }
  const uncoded = uncodedQuotations();
  const isChosen = ([s, e]) => given.some(([x, y]) => s < y && e > x), isFree = ([s, e]) => uncoded.some(([x, y]) => s === x && e === y);
  const isQuote = isQuotation(given), { saying, of } = sayingOf(given, isQuote, Boolean(actorOf(words)), isFree);
  const isSpeaker = of === "speaker", named = isSpeaker ? words : saying?.speaker ? content.slice(...saying.speaker) : "";
  const spoken = isSpeaker || !saying?.speaker ? first : saying.speaker[0];
  const speaker = named ? actorOf(named, spoken) : undefined, open = !speaker && unsure(named || words, actorsFor(named || words, spoken), spoken); // open: to be chosen in the form
  const span = (at) => spanOf(store.text, ...at), found = {}, before = [];
  const quotes = isQuote ? uncoded.filter(isChosen) : saying ? saying.quotes.filter(isFree) : uncoded.filter(([s, e]) => s >= a - 1 && e <= end + 1);
  if (quotes.length) found.quote = quotes.map(span);
  if (isSpeaker) found.speaker = spans();
  else if (saying?.speaker && !saying.elsewhere) found.speaker = [span(saying.speaker)];
  if (saying?.cue) found.cue = [span(saying.cue)];
  if (of === "report") found.report = spans();
  else if (saying?.report) found.report = [span(saying.report)];
  const parted = [...quotes, ...(of === "report" ? given : saying?.report ? [saying.report] : [])], within = parted.length ? parted : [[a, end]];
  const shown = spansHere().filter((s) => s.sort === "event" && ["report", "mention"].includes(s.part) && within.some(([x, y]) => s.start < y && s.end > x)), ids = shown.map((s) => s.id);
  const event = ids.includes(store.armed?.event) ? store.armed.event : ids[0], at = shown.find((s) => s.id === event);
  const cue = saying?.cue ? content.slice(...saying.cue) : "", cells = { source_id: store.text.id, summary: event ? summaryOf(rowOf("events", event), cue) : "", speaker_id: speaker ?? "" };
  if (isSpeaker && !speaker && !open && !cellsOf(words).kind) {
    openDraft({ table: "actors", cells: cellsOf(words), spans: { mention: spans() }, note: "The form of the statement comes next.", focus: "kind", then: () => { choose(first, last); newStatement(); } });
    return;
  }
  if (isSpeaker && !speaker && !open) {
    before.push({ do: "add", table: "actors", cells: cellsOf(words), spans: { mention: spans() } });
    cells.speaker_id = "$0";
  } else if (!isSpeaker && found.speaker && !speaker && !open && isFullName(named)) {
    before.push({ do: "add", table: "actors", cells: cellsOf(named), spans: { mention: found.speaker } });
    cells.speaker_id = "$0";
  } else if (isSpeaker && speaker && !kindsOf(plain(words)) && !spansHere().some((s) => s.sort === "actor" && s.id === speaker && s.start < last && s.end > first)) before.push({ do: "span", record: `actor:${speaker}`, part: "mention", spans: spans() });
  store.armed = null;
  const clause = at && clauseAt(at.start, at.end), isQuoted = at && quotes.some(([x, y]) => x <= at.start && at.end <= y), maker = cells.speaker_id === "$0" ? cellsOf(named).name : "";
  const about = event ? { event_id: event, ...stanceOf(cue, clause, { status: rowOf("events", event).status, subject: subjectOf(clause, speaker, maker, !isQuoted), said: saying, at: [at.start, at.end] }) } : null;
  openDraft({ table: "statements", cells, spans: found, before, focus: "summary", about, newSpeaker: maker });
}
// What is said, by the event that it is of: nothing where that is denied, or where a name in the article's own words is too long to quote.
function summaryOf({ summary, label }, cue) {
  if (isDenial(cue)) return "";
  return summary || (label.length > LONGEST_COPY && store.text.content.includes(label.slice(1)) ? "" : label);
}
// Cue and report of a statement that is coded.
function codedSaying(id) {
  const own = spansHere().filter((s) => s.sort === "statement" && s.id === id), at = (part) => { const s = own.find((x) => x.part === part); return s && [s.start, s.end]; };
  return { cue: at("cue"), report: at("report") };
}
const PRONOUN = /^(?:he|she|it|they|who|which|this|these|those)$/i, BODIES = ["country", "organisation", "body"];
// Whether the one who will act is the speaker, or whom the speaker speaks for: another, or not known. name: of a speaker who is still to be made.
function subjectOf(clause, speaker, name, isReported) {
  if (!clause?.subject) return "other";
  const words = store.text.content.slice(...clause.subject.map((at) => toUnit(store.text, at)));
  if (PRONOUN.test(words)) return isReported ? "open" : "other";
  if (!speaker) return name && plain(name) === plain(words) ? "self" : "open";
  const id = actorOf(words), row = rowOf("actors", speaker), actor = id && rowOf("actors", id);
  if (!row) return "open";
  if (id) return id === speaker || row.affiliation === id ? "self" : actor.affiliation === speaker || (row.kind === "person" && !row.affiliation && BODIES.includes(actor.kind)) ? "open" : "other";
  const known = plain(row.name).split(/\s/u);
  return unsure(words) || plain(words).split(/\s/u).some((word) => word.length > 3 && known.includes(word)) ? "open" : "other";
}
// The quotations of the text that no statement has.
const uncodedQuotations = () => store.todo.filter((t) => t.what === "quotation" && t.source === store.text.id).map((t) => [toUnit(store.text, t.start), toUnit(store.text, t.end)]);
// Chosen words of a quotation without the marks around it.
const unmarked = (given) => given.map(([x, y]) => uncodedQuotations().find(([s, e]) => x <= s && y >= e && x >= s - 1 && y <= e + 1) ?? [x, y]);
// Whether chosen words lie in such quotations.
export const isQuotation = (given) => {
  const quoted = uncodedQuotations();
  return given.every(([x, y]) => quoted.some(([s, e]) => s <= x + 1 && e >= y - 1));
};

// The statement whose quotation or report the chosen words are; a piece of a quotation is its statement's where it names nobody and
// nobody else says it.
export function codedAs(given) {
  const covers = (s) => given.every(([x, y]) => s.start <= x + 1 && s.end >= y - 1), is = (s) => given.some(([x, y]) => x <= s.start + 1 && y >= s.end - 1);
  const around = spansBetween(given[0][0], given.at(-1)[1]).filter((s) => s.sort === "statement" && ["quote", "report"].includes(s.part) && covers(s)).sort((a, b) => a.end - a.start - (b.end - b.start));
  if (!around.length) return undefined;
  const found = around.find(is);
  const isSaying = sayingIn(given) || given.some(([x, y]) => spansBetween(x, y).some((s) => s.sort === "statement" && ["cue", "speaker"].includes(s.part)));
  if (found || isSaying || actorsFor(selectedWords()).length) return found?.id;
  return around.find((s) => s.part === "quote")?.id;
}

// The words become evidence of the current record; those of a date or a place give the record that date or place, where it has none.
export function partsFor(record) { return record ? store.tables[record.table]?.parts ?? [] : []; }
// What the chosen words give besides: cells of the record, and whether a place is to be made first.
export function givenBy(part) {
  const { current } = store, row = rowOf(current.table, current.key), given = parts();
  if (part === "date" && !row.date_edtf && given.length === 1) {
    const date = dateOf(given[0]);
    return { cells: date?.certain && !date.dateline ? { date_edtf: date.edtf[0], date_basis: date.basis } : {} };
  }
  if (part !== "place" || row.place_id || !store.tables.places) return { cells: {} };
  if (NO_NAME.test(selectedWords()) || kindsOf(plain(selectedWords())) || (given.length === 1 && dateOf(given[0]))) return { cells: {} };
  const found = placesOf(selectedWords());
  return { cells: found.length === 1 ? { place_id: found[0] } : {}, name: found.length ? "" : placeName(selectedWords()), several: found.length > 1 };
}
export async function addPart(part) {
  const { current } = store, name = current && SORTS[current.table];
  if (!name || !hasWords()) return;
  const { key, table } = current, label = labelOf(table, key), has = spansHere().filter((s) => s.sort === name && s.id === key && s.part === part);
  const { cells, name: place, several } = givenBy(part), given = part === "quote" ? unmarked(parts()) : parts(), left = given.filter(([start, end]) => !has.some((s) => s.start === start && s.end === end));
  const words = (some) => ({ do: "span", record: `${name}:${key}`, part, spans: some.map(([start, end]) => spanOf(store.text, start, end)) });
  const isGiven = Object.keys(cells).length > 0, operations = left.length || !(isGiven || place) ? [words(left.length ? left : given)] : [];
  if (place) {
    openDraft({ table: "places", cells: { name: place }, before: operations, after: (made) => [{ do: "set", row: `events/${key}`, cells: { place_id: made } }], note: `It becomes the place of “${label}”, and the selected words its evidence.`, focus: "kind", then: () => select("events", key) });
    return;
  }
  if (isGiven) operations.push({ do: "set", row: `${table}/${key}`, cells });
  const taken = taking();
  await change(`${part} of ${label}`, operations);
  tell(`${part} added to ${label}${isGiven ? `: ${cells.date_edtf ?? labelOf("places", cells.place_id)}` : several ? ". Several places have that name: choose one in the form" : ""}.`);
  taken();
}
// What sets the place of an event, with the words of the text that give it.
export function placing(event, place) {
  const found = wordsOfEvent(event, place);
  return [{ do: "set", row: `events/${event}`, cells: { place_id: place } }, ...(found.length ? [{ do: "span", record: `event:${event}`, part: "place", spans: found.map(([start, end]) => spanOf(store.text, start, end)) }] : [])];
}
// A span of the current record takes the chosen words instead.
export async function moveSpan(id) {
  const taken = taking();
  await change("other words", [{ do: "move", row: `evidence/${id}`, span: spans()[0] }]);
  taken();
}

// The only evidence of the current record that the words overlap and do not have the ends of.
export function movable() {
  const { current } = store, all = parts();
  if (!current || all.length !== 1) return null;
  const [[start, end]] = all, own = spansBetween(start, end).filter((s) => s.sort === SORTS[current.table] && s.id === current.key);
  return own.length === 1 && (own[0].start !== start || own[0].end !== end) ? own[0] : null;
}

// What most rows have; shown in the form, to be changed there.
const CUSTOMARY = { events: { status: "occurred", polarity: "affirmed" } };
export function openDraft(draft) {
  draft.cells = { ...CUSTOMARY[draft.table], ...draft.cells };
  park();
  store.draft = { cells: {}, spans: {}, before: [], about: null, ...draft };
  store.current = null;
  store.table = draft.table;
  changed();
  requestAnimationFrame(() => byId(`f-${draft.focus ?? ""}`)?.focus());
}
export async function saveDraft(cells) {
  const { draft } = store, given = Object.fromEntries(Object.entries(cells).filter(([, v]) => v !== ""));
  if (given.topic) remember("topic", given.topic);
  const shown = Object.fromEntries(Object.entries(draft.spans).filter(([, list]) => list.length));
  const here = ["report", "mention"].flatMap((part) => shown[part] ?? []).filter(([source]) => source === store.text?.id);
  const where = draft.table === "events" && !shown.place ? wordsOf(given.place_id, here.map(([, start, end]) => [toUnit(store.text, start), toUnit(store.text, end)])) : [];
  const spans = where.length && here.length ? { ...shown, place: where.map(([start, end]) => spanOf(store.text, start, end)) } : shown;
  const operations = [...draft.before, { do: "add", table: draft.table, cells: given, ...(Object.keys(spans).length ? { spans } : {}) }];
  if (draft.about?.event_id || draft.about?.statement_id) operations.push({ do: "add", table: "statement_events", cells: { [draft.table === "events" ? "event_id" : "statement_id"]: `$${draft.before.length}`, ...draft.about } });
  operations.push(...(draft.after?.(`$${draft.before.length}`) ?? []));
  const taken = taking(), state = await change(`new ${store.tables[draft.table].kind}`, operations);
  const key = state.keys[draft.before.length];
  store.draft = null;
  store.current = { table: draft.table, key };
  taken();
  draft.then?.(key);
  changed();
  byId("text").focus({ preventScroll: true });
  tell(`Added ${labelOf(draft.table, key)}.`);
}
const remembered = (name) => sessionStorage.getItem(`last-${name}`) ?? "";
const remember = (name, value) => sessionStorage.setItem(`last-${name}`, value);

export async function proposeMentions(actor) {
  const { spans } = await call("suggest", { what: "mentions", actor });
  return spans;
}
export const addMentions = (actor, spans) => change(`${spans.length} mentions of ${labelOf("actors", actor)}`, [{ do: "span", record: `actor:${actor}`, part: "mention", spans }]);
export const proposeCodes = (kind) => call("suggest", { what: "codes", kind }).then((r) => r.codes);
