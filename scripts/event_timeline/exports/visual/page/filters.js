// What is asked for, the form that asks for it, and which events and statements answer.

const MOST_ACTORS = 400;
const asked = { words: "", actor: "", topic: new Set(), status: new Set(), polarity: new Set(), from: null, to: null, lanes: "topic" }; // and in which lanes
const found = { events: rows.events, statements: rows.statements, ids: new Set() };

const eventTexts = new Map(), statementTexts = new Map();
function eventText(event) {
  if (!eventTexts.has(event.event_id)) {
    const said = of(saidOf, event.event_id).map((x) => statements.get(x.statement_id)?.quote);
    const names = of(actorsOf, event.event_id).map((x) => actorName(x.actor_id));
    const cells = [event.event_id, event.label, event.summary, event.at.words, places.get(event.place_id)?.name, ...names, ...said];
    eventTexts.set(event.event_id, plain(cells.filter(Boolean).join("\n")));
  }
  return eventTexts.get(event.event_id);
}
function statementText(st) {
  if (!statementTexts.has(st.statement_id)) {
    const cells = [st.statement_id, st.quote, st.summary, st.speaker_id && actorName(st.speaker_id), st.speaker_as_reported, st.cue];
    statementTexts.set(st.statement_id, plain(cells.filter(Boolean).join("\n")));
  }
  return statementTexts.get(st.statement_id);
}

const ofEvent = () => asked.topic.size || asked.status.size || asked.polarity.size || asked.from !== null || asked.to !== null;
const inForce = () => [asked.words, asked.actor, asked.from !== null, asked.to !== null].filter(Boolean).length + asked.topic.size + asked.status.size + asked.polarity.size;

function answers(event) {
  for (const column of ["topic", "status", "polarity"]) if (asked[column].size && !asked[column].has(event[column])) return false;
  if (asked.from !== null || asked.to !== null) {
    const { first, last, dated, orBefore, orAfter } = event.at;
    if (!dated || (asked.from !== null && last !== null && !orAfter && last < asked.from) || (asked.to !== null && first !== null && !orBefore && first > asked.to)) return false;
  }
  return true;
}
const hasAll = (text, words) => words.every((word) => text.includes(word));

function filter() {
  const words = plain(asked.words).split(/\s+/).filter(Boolean);
  const inEvent = asked.actor && new Set(of(eventsWith, asked.actor).map((x) => x.event_id));
  const kept = rows.events.filter((e) => answers(e) && (!inEvent || inEvent.has(e.event_id)));
  found.events = words.length ? kept.filter((e) => hasAll(eventText(e), words)) : kept;
  found.ids = new Set(found.events.map((e) => e.event_id));
  found.statements = rows.statements.filter((st) => {
    const about = of(saidIn, st.statement_id);
    if (ofEvent() && !about.some((x) => events.has(x.event_id) && answers(events.get(x.event_id)))) return false;
    if (asked.actor && st.speaker_id !== asked.actor && !about.some((x) => inEvent.has(x.event_id))) return false;
    return !words.length || hasAll(statementText(st), words);
  });
}

function choices(column, legend) {
  const counts = new Map();
  for (const event of rows.events) counts.set(event[column], (counts.get(event[column]) ?? 0) + 1);
  const order = column === "status" ? data.statuses : [...counts.keys()];
  const rank = (code) => (order.indexOf(code) + 1 || order.length + 1);
  const codes = [...counts.keys()].sort((a, b) => rank(a) - rank(b));
  return h("fieldset", {}, h("legend", {}, legend), codes.map((code) => {
    const icon = column === "status" ? shape(code) : column === "polarity" ? shape("occurred", code === "negated") : h("span", { class: `swatch hue${hues.get(code)}` });
    const box = h("input", { type: "checkbox", name: column, value: code ?? "", on: { change: (event) => {
      asked[column][event.target.checked ? "add" : "delete"](code);
      apply();
    } } });
    return h("label", { class: "choice", title: brief(term(`events.${column}`, code)?.definition ?? "", 300) }, box, icon, bdi(labelOf(`events.${column}`, code) || "none"), h("span", { class: "count" }, counts.get(code).toLocaleString("en")));
  }));
}

function actorChoices() {
  const busy = (id) => of(eventsWith, id).length + of(saidBy, id).length;
  const listed = rows.actors.filter((a) => busy(a.actor_id));
  const most = listed.sort((a, b) => busy(b.actor_id) - busy(a.actor_id)).slice(0, MOST_ACTORS);
  most.sort((a, b) => a.name.localeCompare(b.name, "en"));
  const options = most.map((a) => h("option", { value: a.actor_id }, brief(a.name, 80)));
  return { options, left: listed.length - most.length };
}

// A year (-0043, Y12345), month (2024-05) or day (2024-05-13) as EDTF writes them, years before year 1 too.
const DATE = /^(?:Y(-?[1-9]\d{4,8})|(?!-0000)(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?)$/;
// The first and last day of such a date, in days since 1970; undefined for what is not one.
function daysAsked(text) {
  const [found, long, short, month, day] = DATE.exec(text) ?? [];
  if (!found) return undefined;
  const year = Number(long ?? short), m = Number(month ?? 1) - 1, first = dayOf(year, m, Number(day ?? 1));
  if (m < 0 || m > 11) return undefined;
  if (day) return civil(first)[1] === m && civil(first)[2] === Number(day) ? [first, first] : undefined;
  return [first, (month && m < 11 ? dayOf(year, m + 1) : dayOf(year + 1)) - 1];
}
// Read both fields; one that holds no date does not filter, and says so.
function askForDays() {
  const wrong = [];
  for (const [key, side] of [["from", 0], ["to", 1]]) {
    const field = byId(`day-${key}`), text = field.value.trim().replace("\u2212", "-"), days = daysAsked(text);
    asked[key] = days ? days[side] : null;
    field.setAttribute("aria-invalid", String(Boolean(text) && !days));
    if (text && !days) wrong.push(`“${text}”`);
  }
  const bce = "-0043 or -0043-03-15 for 44 BCE";
  byId("day-problem").textContent = wrong.length ? `${wrong.join(" and ")}: not a date, so not used as a filter. Write 2024, 2024-05 or 2024-05-13; ${bce}.` : "";
}

function filterForm() {
  if (rows.events.filter((e) => e.at.dated).length < 0.6 * rows.events.length) asked.lanes = "time";
  const { options, left } = actorChoices();
  const day = (key) => h("input", { type: "text", id: `day-${key}`, placeholder: "YYYY-MM-DD", maxlength: 20, spellcheck: "false", autocomplete: "off", "aria-describedby": "day-hint day-problem", on: { change: () => { askForDays(); apply(); } } });
  const lanes = { time: "date, then topic", topic: "topic", status: "status", place: "place", none: "nothing, by date alone" };
  fill(byId("filter-form"), { on: { submit: (e) => e.preventDefault() } }, [
    h("p", {}, h("label", { for: "words" }, "Search"), h("input", { type: "search", id: "words", placeholder: "words, names, quotes", on: { input: later(() => { asked.words = byId("words").value; apply(); }, 120) } })),
    h("p", {}, h("label", { for: "actor" }, "Actor"),
      h("select", { id: "actor", on: { change: (e) => { asked.actor = e.target.value; apply(); } } }, h("option", { value: "" }, "anyone"), options),
      left > 0 && h("span", { class: "hint" }, `${count(left, "actor")} with fewer events: search by name`)),
    choices("topic", "Topic"), choices("status", "Status"), choices("polarity", "Polarity"),
    h("fieldset", {}, h("legend", {}, "Date"), h("p", { class: "days" }, h("label", { for: "day-from" }, "from"), day("from"), h("label", { for: "day-to" }, "to"), day("to")),
      h("p", { class: "hint", id: "day-hint" }, `a year, month or day${rows.events.some((e) => (e.at.first ?? e.at.last) < dayOf(1)) ? "; -0043 is 44 BCE" : ""}`), h("p", { class: "problem", id: "day-problem", role: "alert" })),
    h("p", { id: "lanes-choice" }, h("label", { for: "lanes" }, "Lanes by"), h("select", { id: "lanes", on: { change: (e) => { asked.lanes = e.target.value; apply(); } } }, Object.entries(lanes).map(([value, text]) => h("option", { value, selected: value === asked.lanes }, text)))),
    h("p", {}, h("button", { type: "button", id: "show-all", on: { click: reset } }, "Show everything")),
  ]);
}
function reset() {
  Object.assign(asked, { words: "", actor: "", from: null, to: null });
  for (const column of ["topic", "status", "polarity"]) asked[column].clear();
  const lanes = byId("lanes").value;
  byId("filter-form").reset();
  byId("lanes").value = lanes;
  askForDays();
  apply();
}
function askForActor(id) {
  const select = byId("actor");
  if (![...select.options].some((o) => o.value === id)) select.append(h("option", { value: id }, actorName(id)));
  select.value = asked.actor = id;
  apply();
}
