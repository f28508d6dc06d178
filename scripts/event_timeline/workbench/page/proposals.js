// What is proposed of chosen words, from what the server read of the text: dates, clauses, words of saying. Nothing is written here.

import { spansBetween, store, toUnit } from "./store.js";

const unit = (span) => span && span.map((point) => toUnit(store.text, point));
export const ofText = (name) => (store.read.source === store.text?.id ? store.read[name] ?? [] : []);
const isIn = ([a, b], [x, y]) => x <= a && b <= y;
const meet = ([a, b], [x, y]) => a < y && x < b;

// ---- words that are no actor's ----
const ARTICLE = /^(?:the|an?)\s+/i;
const VERB = /\b(?:is|are|was|were|has|have|had|will|would|could|must|should|said|says|told|met|held|took|gave|won|went|struck|fell|broke|began|sent|led|shot|made|came|fled|wrote|spoke|threw|drove|rose|\w{2,}ed)\b/;
const AUXILIARY = /\b(?:is|are|was|were|has|have|had|will|would|could|must|should|said|says|told)\b/;
// Whether words say what happens; what only describes somebody, after “who” or “that”, does not count.
export function isClause(words) {
  const main = words.split(/ (?:that|which|who|whom|whose|based)\b/)[0];
  return main.split(/\s+/u).length > 2 && (ARTICLE.test(main) ? AUXILIARY : VERB).test(main);
}
// One small word in the singular, such as “photograph” or “detained”, is what happens sooner than who.
const WHO = /^(?:police|council|government|parliament|army|navy|union|court|ministry|company|party|crew|family|opposition|staff|people|children|men|women|we|they|he|she|it|i|us|them|him|her)$/i;
export const isThing = (words) => /^\p{Ll}+$/u.test(words) && !WHO.test(words) && !/[^s]s$/.test(words);
// The date that the words are.
export const dateOf = ([start, end]) => ofText("dates").find((d) => { const [a, b] = unit([d.start, d.end]); return end === b && (start >= a || /^(?:(?:on|in|by|since|until|the)\s)+$/i.test(store.text.content.slice(start, a))); });

// ---- events ----
// What else the clause of a denied verb has, such as its object, may have taken place: nothing is known of it.
const UNKNOWN = { status: "", stance: "", factuality: "", polarity: "", subject: null };
export function clauseAt(first, last) {
  const clause = ofText("clauses").find((c) => meet([first, last], unit([c.start, c.end])));
  return clause?.negated && !meet([first, last], unit(clause.negated)) ? { ...clause, ...UNKNOWN } : clause;
}
// sure: the date inside the words, or the only one of their clause, none that is still to come where they have occurred, or that has no beginning where they are planned; offers: all dates of the sentence, each as it may be read.
export function datesNear(first, last, [a, b]) {
  const clause = clauseAt(first, last), far = ([s, e]) => Math.max(0, first - e, s - last);
  const near = ofText("dates").filter((d) => !d.dateline).map((d) => ({ ...d, at: unit([d.start, d.end]) })).filter((d) => isIn(d.at, [a, Math.max(b, last)]));
  near.sort((x, y) => far(x.at) - far(y.at));
  const own = clause ? near.filter((d) => d.start >= clause.start && d.end <= clause.end) : [], fits = (d) => d.certain && !(d.ahead && clause.status === "occurred") && !(clause.status === "planned" && d.edtf[0].startsWith("../"));
  const sure = own.find((d) => fits(d) && isIn(d.at, [first, last])) ?? (own.length === 1 && fits(own[0]) ? own[0] : undefined);
  const offers = [...near.filter((d) => d === sure), ...near.filter((d) => d !== sure)].flatMap((d) => d.edtf.map((edtf, i) => ({ edtf, basis: d.basis, reading: `${d.words}: ${d.readings[i]}`, span: [d.source, d.start, d.end, d.words] })));
  return { sure: sure ? offers[0] : null, offers };
}
// What is only denied, claimed or doubted has no status before somebody chooses it.
const DISPUTED = /^(?:den|claim|accus|doubt|reject)/i, DENIED = /^(?:den|doubt|reject)/i;
export const isDenial = (cue) => DENIED.test(cue);
const isReportedBy = (cues, first, last) => ofText("sayings").some((s) => s.cue && s.report && cues.test(store.text.content.slice(...unit(s.cue))) && isIn([first, last], unit(s.report)));
export function statusAt(first, last) {
  const clause = clauseAt(first, last);
  return isReportedBy(DISPUTED, first, last) ? "" : clause ? clause.status : "occurred";
}
export function polarityAt(first, last) {
  return isReportedBy(DENIED, first, last) ? "" : clauseAt(first, last)?.polarity ?? "affirmed";
}

// A label from the words of an event, without what only joins them to others; none where the rest would say something else.
const JOINS = /^(?:(?:and|but|or|so|then|also|that|which|who|whom|whose|where|when|while|because|although|though|if|unless|whether|after|before|since|until|despite|following|to)(?:\s+|$))+/i;
const HELPS = /^(?:(?:is|are|was|were|has|have|had|been|being|do|does|did|will|would|shall|could|may|might|must|should|can|also|then)\s+)+/i;
export function labelFor(words) {
  const rest = words.trim().replace(JOINS, ""), left = rest.replace(HELPS, "");
  const isFragment = /^(?:not|never|no longer|is|are|was|were|has|have|had|will|would|could|may|might|must|should|can)\b/i.test(left) || (left !== rest && /^(?:the|an?|it|he|she|they|we|I|to)\b/i.test(left)) || /(?:^|\s)(?:the|an?|and|or|but|of|in|on|at|to|for|with|from|by|that|which|who)$/i.test(left);
  return isFragment ? "" : left.replace(/^[\s,;:]+|[\s,;:]+$/gu, "");
}

// ---- statements ----
const CUED = [[/^den/i, "denies", "CT-"], [/^(?:blame|accuse)/i, "blames", "CT+"], [/^warn/i, "warns"], [/^(?:demand|urge)/i, "demands", "U"], [/^(?:promise|vow|pledge)/i, "commits", "CT+"], [/^(?:praise|welcome)/i, "praises"], [/^(?:condemn|critici[sz]e)/i, "condemns"], [/^predict/i, "predicts"], [/^doubt/i, "doubts", "PS-"], [/^reject/i, "rejects"]];
// What is named beside the object of a denial, such as the attack for which somebody denies responsibility or which is rejected as unlawful, is not denied.
const ASIDE = /(?:^|\s)(?:of|for|in|on|to|with|about|over|from|into|behind|that)\s/i, JUDGED = /^(?:den|doubt|reject)/i;
function isAside(said, at) {
  if (!said?.cue || !said.report || !at || !isIn(at, said.report)) return false;
  const { content } = store.text, lead = content.slice(said.cue[1], said.report[0]);
  return !/\bthat\b/.test(lead) && (ASIDE.test(content.slice(said.report[0], at[0])) || / as /.test(content.slice(at[1], said.report[1])));
}
// What a statement makes of an event, by its word of saying and the verb of the event's clause; empty where that leaves it open.
// subject: whether the one who is to act is the speaker ("self"), another or not known ("open"); said, at: the saying, and where the event is.
export function stanceOf(cue, clause, { status = "", subject = "other", said = null, at = null } = {}) {
  const [, stance, factuality] = CUED.find(([words]) => words.test(cue)) ?? [];
  if (JUDGED.test(cue) && isAside(said, at)) return { stance: "", factuality: "" };
  const ahead = ["planned", "conditional", "hypothetical"].includes(status), plain = !clause || clause.stance === "asserts";
  const read = ahead && plain ? { stance: "", factuality: "" } : clause ?? { stance: "asserts", factuality: "CT+" };
  const own = read.stance === "predicts" && read.factuality === "CT+" && read.subject ? { self: "commits", open: "", other: "predicts" }[subject] : read.stance;
  if (JUDGED.test(cue) && (stance === "rejects" || (clause && clause.polarity !== "affirmed"))) return { stance, factuality: "" };
  if (clause && clause.polarity !== "affirmed") return { stance: stance ?? own, factuality: read.factuality };
  const open = plain && ["warns", "predicts"].includes(stance);
  return { stance: stance ?? own, factuality: read.factuality === "U" ? "U" : factuality ?? (open ? "" : read.factuality) };
}
// The word of saying that chosen words belong to, and what of it they are: its quotation, its speaker, its report, or all of it.
// isFree: whether no statement has a quotation; one inside another that has one is not what the other's word of saying introduces.
export function sayingOf(given, isQuote, isKnown, isFree) {
  const all = ofText("sayings").map((s) => ({ ...s, at: unit([s.start, s.end]), cue: unit(s.cue), speaker: unit(s.speaker), report: unit(s.report), quotes: s.quotes.map(unit) }));
  const has = (span) => span && given.some((one) => meet(one, span)), within = (span) => span && given.every((one) => isIn(one, span));
  if (isQuote) return { saying: all.find((s) => s.quotes.some((q) => has(q) && isFree(q))), of: "quote" };
  const coded = (s) => s.cue && spansBetween(...s.cue).some((x) => x.sort === "statement" && x.part === "cue");
  const here = all.filter((s) => has(s.at)).sort((x, y) => Boolean(coded(x)) - Boolean(coded(y)));
  const whole = here.find((s) => s.cue && given.some((one) => isIn(s.cue, one)));
  if (whole) return { saying: whole, of: "all" };
  const named = here.find((s) => !s.elsewhere && has(s.speaker));
  if (named) return { saying: named, of: "speaker" };
  const reported = here.find((s) => within(s.report));
  if (reported && !isKnown && (isClause(words(given)) || given.some((one) => one[0] === reported.report[0] && one[1] === reported.report[1]))) return { saying: reported, of: "report" };
  return { saying: here.length === 1 ? here[0] : undefined, of: !isKnown && isClause(words(given)) ? "report" : "speaker" };
}
// Whether chosen words meet a word of saying, who says it or what is reported.
export const sayingIn = (given) => ofText("sayings").some((s) => [s.cue, s.speaker, s.report].some((span) => span && given.some((one) => meet(one, unit(span)))));
const words = (given) => given.map(([start, end]) => store.text.content.slice(start, end)).join(" ");

// ---- actors ----
const SAYS_WHAT = /,| (?:of|in|for|at|from|on) /;
// Whether words may be short for a name: of a person any part, of others the end of what is before “of” or a comma.
export function isShort(words, name, kind) {
  if (kind === "person") return name.split(/\s/u).includes(words) || name.startsWith(`${words} `) || name.endsWith(` ${words}`);
  const [head] = name.split(SAYS_WHAT);
  return head === words || head.endsWith(` ${words}`);
}
// Whether words are a name and more that describes it: “port authority of Osterhavn”, “a Karskian customs post”.
export const isLonger = (words, name) => (words.startsWith(name) && /^(?:,| (?:of|in|for|at|from) )/.test(words.slice(name.length))) || (/ /.test(name) && words.endsWith(` ${name}`) && !/ |['’]s?$/u.test(words.slice(0, -name.length - 1)));

// ---- roles ----
const BE = "(?:is|are|was|were|be|been|being)", BETWEEN = "(?:not|never|also|later|then|still|being|\\w+ly)";
const UNDERGONE = "\\w{2,}ed|taken|given|held|shot|sent|hurt|struck|hit|brought|caught|chosen|driven|led|paid|seen|sold|shown|taught|thrown|beaten|bitten|fought|hidden|kept|swept|withdrawn|overthrown|built|broken|stolen|cut|bought|found";
const PASSIVE = new RegExp(`^(?:,[^,.;]{1,60},)?\\s(?:(?:has|have|had|will|would|could|may|might|must|should|can|is|are|was|were)\\s)?(?:${BETWEEN}\\s)*${BE}\\s(?:${BETWEEN}\\s)*(${UNDERGONE})\\b(?! to be\\b)`, "u");
const BY = new RegExp(`\\b${BE}\\s(?:${BETWEEN}\\s)*(?:${UNDERGONE})\\b[^.;?!"“”\\n]*\\bby\\s$`, "u");
const HARM = /^(?:injured|killed|wounded|attacked|robbed|abducted|kidnapped|shot|murdered|hurt|beaten|assaulted|stabbed)$/;
// Participles that say what somebody is like, or what another verb is expected of.
const STATE = /^(?:expected|scheduled|planned|supposed|prepared|determined|concerned|pleased|worried|interested|involved|engaged|opposed|committed|convinced|excited|tired|married|retired|dedicated|based|located|delighted|satisfied|disappointed|surprised|alarmed|relieved|used|need|indeed)$/;
// The role of chosen words beside the words of an event, by a passive verb in these: who undergoes it, or who is named after “by”.
export function roleBeside(given, event) {
  if (given.length !== 1 || !event.length) return "";
  const { content } = store.text, [[start, end]] = given, first = Math.min(...event.map(([a]) => a)), found = PASSIVE.exec(content.slice(end, end + 140));
  if (found && !STATE.test(found[1])) {
    const verb = end + found[0].length;
    if (event.some(([a, b]) => a < verb && verb <= b)) return HARM.test(found[1]) ? "victim" : "recipient";
  }
  return first < start && start - first < 300 && BY.test(content.slice(first, start)) ? "agent" : "";
}

const GROUP = /^(?:\d|two|three|four|five|six|seven|eight|nine|ten|dozens|hundreds|some|many|several|members|residents)\b|[a-z]s$/i;
const OFFICES = /\b(?:minister|president|leader|spokes(?:man|woman|person)|secretary(?:-general)?|chief|mayor|director|governor|judge|king|queen|general|captain|commander|ambassador|chair(?:man|woman)?|envoy|chancellor|senator|bishop)$/i;
const BODIES = /\b(?:authority|union|council|police|court|ministry|company|party|league|front|forum|bank|university|agency|army|navy|parliament|government|committee|commission|association|federation|alliance|institute|foundation|corporation|office|board|service|brigade|tribunal|hospital|department|organi[sz]ation|movement|congress|senate)$/i;
const PEOPLE = /^(?:gunmen|protesters|demonstrators|residents|villagers|soldiers|troops|rebels|militants|fighters|officials|lawmakers|workers|dockers|miners|farmers|teachers|students|doctors|nurses|fishermen|sailors|journalists|observers|activists|refugees|migrants|prisoners|hostages|families|children|parents|women|men|voters|investigators|prosecutors|divers|firefighters|rescuers)$/i;
const THING = /^(?:river|lake|storm|hurricane|typhoon|cyclone|flood|earthquake|volcano|letter|report|document|study|survey)(?: \p{Lu}[\p{L}'’-]+)?$/iu;
// A guess at what sort of actor a name is, to be corrected in its form; of one word in capitals only where it says what it is.
export function kindOf(words) {
  const name = words.replace(ARTICLE, ""), [head] = name.split(SAYS_WHAT);
  if (/^\p{Lu}[\p{L}'’-]*$/u.test(name)) return OFFICES.test(name) ? "person" : BODIES.test(name) ? "organisation" : PEOPLE.test(name) ? "group" : "";
  if (/(?:^| )(?:Republic|Kingdom|Emirate)$/.test(head)) return "country";
  if (GROUP.test(words) && !/\p{Lu}/u.test(words.slice(1))) return "group";
  if (/^(?:mr|mrs|ms|dr)\b/i.test(words) || OFFICES.test(head)) return "person";
  if (BODIES.test(head)) return "organisation";
  if (THING.test(head)) return "";
  if (/^\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)+$/u.test(words)) return "person";
  return /\p{Lu}/u.test(words.replace(ARTICLE, "").slice(1)) || /\b(?:authority|union|council|police|court|ministry|company|party)\b/i.test(words) ? "organisation" : "group";
}
