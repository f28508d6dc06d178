// The form of one record, from its table's schema: fields with their terms, its words, and the rows that refer to it.

import { brief, byId, fill, h, openDialog, say, tell } from "./dom.js";
import { addMentions, arm, openDraft, partsFor, moveSpan, proposeCodes, proposeMentions, saveDraft } from "./flow.js";
import { change, changed, fieldOf, keyOf, labelOf, problemsOf, report, rowLabel, rowOf, rows, select, SORTS, spansHere, spanWords, store, termLabel, textOf, toUnit } from "./store.js";
import { choose, hasWords, reveal } from "./text.js";
import { problemItem } from "./findings.js";
import { dateOf } from "./proposals.js";
import { heldOf, release } from "./held.js";
import { plain } from "./shared.js";
import { refusal, write } from "./write.js";

const MAIN = {
  events: ["summary", "date_edtf", "date_basis", "place_id"], actors: ["office", "affiliation", "country"],
  statements: ["summary", "speaker_id"], places: ["within", "country", "latitude", "longitude"],
  sources: ["publisher", "published_edtf", "url", "language"],
};
const LONG = new Set(["summary", "note", "definition", "reason", "description"]);
let drawn = "";        // what the form shows, so that what is being typed stays
let drawing = false, keyed = -1e9, timer = 0;
const LISTED = 150, OFFERED = 40; // rows of a table that a list holds; rows that are offered for what is typed
const TYPING = 700; // milliseconds after a key in a list until its choice is saved
const FOCUSED = "button, input, select, textarea, summary";

export function drawForm(force = false) {
  const { draft, current } = store, node = byId("form");
  const which = draft ? "draft" : current ? `${current.table}/${current.key}` : "";
  if (draft && drawn === "draft" && node.dataset.draft === draft.id && !force) return;
  if (which !== drawn) store.typed.clear();
  const same = which === drawn, active = same && node.contains(document.activeElement) ? document.activeElement : null;
  const opened = same && node.querySelector("details")?.open, scrolled = node.parentElement.scrollTop;
  const like = (x) => x.tagName === active.tagName && x.textContent === active.textContent, place = active ? [...node.querySelectorAll(FOCUSED)].filter(like).indexOf(active) : -1;
  const focus = active?.id ?? "", caret = active?.matches("input, textarea") ? [active.selectionStart, active.selectionEnd] : null;
  // what is being typed while an earlier change is answered stays
  if (active?.name && current && !draft && active.value !== active.dataset.drawn) store.typed.set(`${which}/${active.name}`, active.value);
  drawn = which;
  if (draft) {
    draft.id ??= String(Math.random());
    node.dataset.draft = draft.id;
    fill(node, draftForm(draft));
  } else if (current) {
    drawing = true; // to take a field away ends its focus, which is not the end of typing
    fill(node, recordForm(current));
    drawing = false;
  }
  else fill(node, h("div", { class: "empty" }, h("p", {}, "Select words in the text, then choose what they are. Or choose a record."), h("p", { class: "hint" }, "E event, A actor, S statement; ? lists all keys.")));
  if (which !== node.dataset.which) { node.dataset.which = which; node.parentElement.scrollTop = 0; }
  if (opened) node.querySelector("details")?.setAttribute("open", "");
  if (same) node.parentElement.scrollTop = scrolled;
  if (!active) return;
  (focus ? byId(focus) : [...node.querySelectorAll(FOCUSED)].filter(like)[place])?.focus({ preventScroll: true });
  if (caret) byId(focus)?.setSelectionRange?.(...caret);
}

function fieldsOf(name, cells) {
  const table = store.tables[name];
  const shown = table.fields.filter((f) => !f.computed);
  const main = shown.filter((f) => (f.required && f.name !== table.id) || MAIN[name]?.includes(f.name) || cells[f.name] || (!MAIN[name] && !f.optional && f.name !== table.id));
  const hasSource = name === "statements" && store.texts.length === 1;
  const rank = (f) => { const i = MAIN[name]?.indexOf(f.name) ?? -1; return i < 0 ? 99 : i; };
  if (name === "statements") main.sort((a, b) => rank(a) - rank(b));
  return { main: main.filter((f) => f.name !== table.id && !(hasSource && f.name === "source_id") && !(name === "statements" && f.name === "kind")), more: shown.filter((f) => !main.includes(f) || f.name === table.id || (hasSource && f.name === "source_id") || (name === "statements" && f.name === "kind")) };
}

// What the server completes where it is empty.
const given = (name, field) => field.name === store.tables[name].id || (name === "statements" && ["kind", "source_id"].includes(field.name));
// The control of a field. id: its own, where it is not in the form.
export function control(name, field, value, extra = [], id = `f-${field.name}`) {
  const describedby = `${id}-about`;
  const props = { id, name: field.name, "aria-describedby": describedby, required: field.required && !given(name, field) };
  if (field.terms.length) return select_(props, field.terms.map(([t, label]) => [t, label || t]), value, field.required);
  if (field.to && rows(field.to).length > LISTED) return searched(props, field, value, extra);
  if (field.to) return select_(props, [...extra, ...rows(field.to).map((r) => [keyOf(store.tables[field.to], r), brief(rowLabel(field.to, r), 70)])], value, field.required);
  if (field.open) {
    const box = h("input", { ...props, type: "text", autocomplete: "off", list: `${id}-terms` });
    box.value = value;
    return h("span", { class: "combo" }, box, h("datalist", { id: `${id}-terms` }, suggestions(name, field).map(([t, label]) => h("option", { value: t }, label))));
  }
  if (LONG.has(field.name)) { const box = h("textarea", { ...props, rows: 3 }); box.value = value; return box; }
  const box = h("input", { ...props, type: "text", autocomplete: "off", spellcheck: String(field.name === "label" || field.name === "name") });
  box.value = value;
  if (field.example) box.placeholder = brief(field.example, 40);
  return box;
}
// A row of a large table: a browser lays out every option of a list, and nobody reads a thousand. Typing offers the rows that fit.
function searched(props, field, value, extra) {
  const table = store.tables[field.to], box = h("input", { ...props, type: "text", autocomplete: "off", spellcheck: "false", placeholder: `type to search ${table.title.toLowerCase()}`, list: `${props.id}-rows` });
  const offers = h("datalist", { id: `${props.id}-rows` });
  const offer = () => {
    const asked = plain(box.value), found = extra.map(([key, label]) => h("option", { value: key }, label));
    for (const row of rows(field.to)) {
      if (found.length >= OFFERED) break;
      const key = keyOf(table, row), label = rowLabel(field.to, row);
      if (plain(`${key} ${label}`).includes(asked)) found.push(h("option", { value: key }, brief(label, 70)));
    }
    fill(offers, found);
  };
  box.addEventListener("focus", offer);
  box.addEventListener("input", offer);
  box.value = value;
  return h("span", { class: "combo" }, box, offers);
}
// Terms of an open vocabulary: those of the codebook, then those that rows have.
const suggestions = (name, field) => [...field.suggested, ...[...new Set(rows(name).map((r) => r[field.name]))].filter((t) => t && !field.suggested.some(([s]) => s === t)).map((t) => [t, t])];
function select_(props, options, value, required) {
  const known = options.some(([v]) => v === value);
  const node = h("select", props, (!required || !value) && h("option", { value: "" }, required ? "choose…" : "—"), !known && value && h("option", { value }, value), options.map(([v, label]) => h("option", { value: v }, label)));
  node.value = value;
  return node;
}
// refusals: what keeps the value from being written; undone: gives it up.
function fieldBlock(name, field, value, problems, extra, refusals = [], undone = null) {
  const made = control(name, field, value, extra), input = made.matches("input, select, textarea") ? made : made.querySelector("input"), about = h("p", { class: "about", id: `${input.id}-about` });
  const explain = () => { about.textContent = [...field.terms, ...field.suggested].find(([t]) => t === input.value)?.[2] || (field.to && rowOf(field.to, input.value) && input.tagName === "INPUT" ? labelOf(field.to, input.value) : brief(field.description, 160)); };
  explain();
  input.addEventListener("change", explain);
  input.dataset.drawn = input.value;
  const wrong = problems.length + refusals.length > 0;
  if (wrong) input.setAttribute("aria-invalid", "true");
  if (refusals.length) input.setAttribute("aria-describedby", `${input.id}-refused ${about.id}`);
  return h("div", { class: wrong ? "field wrong" : "field" }, h("label", { for: input.id }, field.title, field.required && !given(name, field) && h("span", { class: "must", title: "required" }, " *")), made, refusals.length > 0 && h("p", { class: "refused", id: `${input.id}-refused` }, refusals.join(" ")), undone && h("p", { class: "buttons" }, h("button", { type: "button", class: "small", "aria-label": `Give up what is not saved of ${field.title}`, on: { click: undone } }, "Not saved: give it up")), problems.map((p) => h("p", { class: `problem ${p.severity}` }, p.message)), about);
}

// ---- a new record ----
function draftForm(draft) {
  const table = store.tables[draft.table], { main, more } = fieldsOf(draft.table, draft.cells);
  const value = (f) => draft.cells[f.name] ?? "";
  const extra = (f) => (draft.newSpeaker && f.name === "speaker_id" ? [["$0", `${draft.newSpeaker} (new)`]] : []);
  const problem = h("p", { class: "refused", role: "alert" }), unsay = () => { problem.textContent = ""; keep(form, draft); }; // what it says is of what was there before
  const blocks = (fields) => fields.map((f) => fieldBlock(draft.table, f, value(f), [], extra(f)));
  // the dates that the words of the sentence may mean, beside the one that is filled in
  const dateOffers = () => draft.dates?.some((d) => d.edtf !== draft.cells.date_edtf) && h("p", { class: "offers" }, "Or: ", draft.dates.filter((d) => d.edtf !== draft.cells.date_edtf).map((d) => h("button", { type: "button", title: d.reading, on: { click: () => { keep(form, draft); Object.assign(draft.cells, { date_edtf: d.edtf, date_basis: d.basis }); draft.spans.date = [d.span]; drawForm(true); byId("f-date_edtf")?.focus(); } } }, `${d.edtf} (${d.span[3]})`)));
  // without a date there is neither its basis nor words that show it
  const undate = () => { keep(form, draft); if (form.elements.date_edtf?.value || !draft.spans.date) return false; Object.assign(draft.cells, { date_basis: "", date_source: "" }); delete draft.spans.date; drawForm(true); return true; };
  const send = async (event) => {
    event?.preventDefault();
    if (undate()) { byId("save-draft")?.click(); return; }
    const cells = Object.fromEntries([...new FormData(form).entries()].filter(([k]) => !k.startsWith("about.")));
    if (draft.newSpeaker && cells.speaker_id !== "$0") draft.before = draft.before.filter((o) => o.do !== "add");
    problem.textContent = "";
    form.querySelector("p.about").after(problem);
    const lacking = [...form.elements].find((x) => x.required && !x.value.trim() && !(x.name.startsWith("about.") && Object.entries(draft.about).some(([k, v]) => k.endsWith("_id") && !v)));
    if (lacking) { problem.textContent = `${lacking.labels[0].textContent.replace(" *", "")} is missing.`; lacking.closest("details")?.setAttribute("open", ""); lacking.closest(".field").append(problem); lacking.focus(); return; }
    form.inert = true;
    try { await saveDraft(Object.fromEntries(Object.entries(cells).map(([k, v]) => [k, v.trim()]))); } catch (e) { form.inert = false; problem.textContent = refusal(e); byId(`f-${draft.focus ?? ""}`)?.focus(); }
  };
  const form = h("form", { class: "card", noValidate: true, "aria-label": `New ${table.kind}`, on: { submit: send, input: unsay, change: (e) => { unsay(); if (e.target.name === "date_edtf") undate(); }, keydown: (e) => { if (e.key === "Enter" && !e.isComposing && e.target.tagName !== "BUTTON" && e.target.tagName !== "SUMMARY") { e.preventDefault(); send(); } else if (e.key === "Escape") { e.stopPropagation(); cancel(); } } } },
    h("h3", {}, `New ${table.kind}`), h("p", { class: "about" }, table.description), draft.note && h("p", {}, draft.note), problem,
    Object.entries(draft.spans).map(([part, list]) => list.map((s) => h("p", { class: "chip" }, h("span", { class: "part" }, part), " ", h("q", {}, brief(s[3], 120)), h("button", { type: "button", class: "x", "aria-label": `Leave ${part} out`, on: { click: () => { draft.spans[part] = list.filter((x) => x !== s); keep(form, draft); drawForm(true); } } }, "×")))),
    main.flatMap((f) => [blocks([f]), f.name === "date_edtf" && dateOffers()]),
    draft.about && aboutEvent(draft.about),
    more.length > 0 && h("details", {}, h("summary", {}, "More fields"), blocks(more)),
    h("p", { class: "buttons" }, h("button", { class: "primary", type: "submit", id: "save-draft" }, `Add ${table.kind}`), h("button", { type: "button", on: { click: cancel } }, "Cancel")));
  return form;
}
// What was typed stays with the draft, which is from now on one that somebody worked on.
function keep(form, draft) {
  draft.worked = true;
  for (const [name, value] of new FormData(form).entries()) {
    if (name.startsWith("about.")) draft.about[name.slice(6)] = value;
    else draft.cells[name] = value;
  }
}
function aboutEvent(about) {
  const field = (column, value) => { const f = fieldOf("statement_events", column); const b = fieldBlock("statement_events", f.to ? { ...f, required: false } : f, value, []); const input = b.querySelector("select, input"); input.name = `about.${column}`; return b; };
  return h("fieldset", {}, h("legend", {}, "event_id" in about ? "It says of" : "Is said in"), Object.entries(about).map(([column, value]) => field(column, value)));
}
function cancel() { store.draft = null; drawn = ""; changed(); byId("text").focus({ preventScroll: true }); }

// ---- a record that is there ----
function recordForm({ table: name, key }) {
  const row = rowOf(name, key), table = store.tables[name];
  const problems = problemsOf(name, key), { main, more } = fieldsOf(name, row);
  const own = (f) => problems.filter((p) => p.column === f.name), held = heldOf(name, key);
  const refusals = (f) => [...new Set([...held.values()].filter((x) => x.at === f.name).map((x) => x.message))];
  const giveUp = (column) => { release(name, key, [column]); store.typed.delete(`${name}/${key}/${column}`); changed(); byId(`f-${column}`)?.focus({ preventScroll: true }); };
  const blocks = (fields) => fields.map((f) => fieldBlock(name, f, store.typed.get(`${name}/${key}/${f.name}`) ?? held.get(f.name)?.value ?? row[f.name] ?? "", own(f), [], refusals(f), held.has(f.name) ? () => giveUp(f.name) : null));
  const set = async (e) => {
    const { name: column, value } = e.target;
    if (e.type === "change" && e.target.tagName === "SELECT" && performance.now() - keyed < TYPING) { // each letter chooses: the last one counts
      clearTimeout(timer);
      timer = setTimeout(() => e.target.node.isConnected && set({ type: "later", target: e.target.node }), TYPING);
      return;
    }
    if (e.type === "focusout" && heldOf(name, key).get(column)?.value === value) return;
    const { message, at } = await write(name, key, column, value, e.target.tagName === "SELECT");
    if (message && store.current?.table === name && store.current.key === key) byId(`f-${at}-refused`)?.scrollIntoView({ block: "nearest" });
  };
  // after the focus has moved: a form that is drawn again in between would lose it
  const later = ({ type, target }) => { const { name: column, value, tagName } = target; if (!drawing && column && !(type === "focusout" && heldOf(name, key).get(column)?.value === value)) setTimeout(() => set({ type, target: { name: column, value, tagName, node: target } })); };
  const computed = table.fields.filter((f) => f.computed && row[f.name]);
  return [
    h("form", { class: "card", noValidate: true, "aria-label": `${table.kind} ${rowLabel(name, row)}`, on: { change: later, focusout: later, keydown: () => { keyed = performance.now(); }, submit: (e) => e.preventDefault() } },
      h("div", { class: "cardhead" }, h("h3", {}, h("span", { class: `dot k-${SORTS[name] ?? "other"}` }), brief(rowLabel(name, row), 80))),
      h("p", { class: "about" }, `${table.title} · ${key}`),
      problems.length > 0 && h("ul", { class: "problems" }, problems.map((p) => h("li", {}, problemItem(p)))),
      main.flatMap((f) => [blocks([f]), f.name === "date_edtf" && readings(name, key, row)]), name === "events" && codeOffers(row),
      more.length > 0 && h("details", { open: more.some((f) => held.has(f.name) || refusals(f).length) }, h("summary", {}, "More fields"), blocks(more)),
      computed.length > 0 && h("dl", { class: "computed" }, computed.map((f) => [h("dt", {}, f.title), h("dd", {}, row[f.name])])),
      h("p", { class: "buttons" }, h("button", { type: "button", id: "remove", title: "Remove this row and what depends on it; Undo brings it back", on: { click: () => removeRow(name, key) } }, `Remove this ${table.kind}`))),
    SORTS[name] && evidenceOf(name, key), name === "evidence" && h("p", { class: "buttons" }, h("button", { type: "button", on: { click: () => show(row) } }, "Show the words")),
    links(name, key),
  ];
}
// What the words of its date may mean besides; nothing where the date is another one.
function readings(name, key, row) {
  const sort = SORTS[name], own = rows("evidence").filter((r) => sort && r[`${sort}_id`] === key && r.part === "date" && r.source_id === store.text?.id);
  const dates = own.map((r) => dateOf([toUnit(store.text, Number(r.char_start)), toUnit(store.text, Number(r.char_end))])).filter(Boolean);
  const all = dates.flatMap((d) => d.edtf.map((edtf, i) => ({ edtf, basis: d.basis, reading: `${d.words}: ${d.readings[i]}` }))), left = all.filter((d) => d.edtf !== row.date_edtf);
  if (!left.length || (row.date_edtf && left.length === all.length)) return null;
  return h("p", { class: "offers" }, row.date_edtf ? "Or: " : "Its words may mean: ", left.map((d) => h("button", { type: "button", title: d.reading, on: { click: () => change(`date of ${rowLabel(name, row)}`, [{ do: "set", row: `${name}/${key}`, cells: { date_edtf: d.edtf, date_basis: d.basis } }]).catch(report) } }, d.edtf)));
}
export async function removeRow(name, key) {
  const label = labelOf(name, key);
  if (store.current?.table === name && store.current.key === key) select(name, null);
  try { await change(`remove ${label}`, [{ do: "remove", row: `${name}/${key}` }]); } catch (error) { report(error); return; }
  tell(`Removed ${label}. Ctrl+Z brings it back.`);
}
// The codes that the kind's definition maps to, to be taken with a click.
function codeOffers(row) {
  const node = h("p", { class: "offers" });
  proposeCodes(row.kind).then((codes) => {
    const left = codes.filter((c) => row[c.column] !== c.value && (fieldOf("events", c.column)?.terms.length ? fieldOf("events", c.column).terms.some(([t]) => t === c.value) : true));
    if (left.length) fill(node, `${termLabel("events", "kind", row.kind)} maps to: `, left.map((c) => h("button", { type: "button", title: c.relation ? `${c.relation} match` : "exact match", on: { click: () => change(`${c.column} of ${row.label}`, [{ do: "set", row: `events/${row.event_id}`, cells: { [c.column]: c.value } }]).catch(report) } }, `${c.column} ${c.value}${c.relation ? ` (${c.relation})` : ""}`)));
  }).catch(() => {});
  return node;
}
export function show(row) {
  const text = textOf(row.source_id);
  if (!text) return;
  if (store.text !== text) { store.text = text; changed(); }
  choose(toUnit(text, Number(row.char_start)), toUnit(text, Number(row.char_end)));
  reveal(toUnit(text, Number(row.char_start)));
}
function evidenceOf(name, key) {
  const sort = SORTS[name], own = rows("evidence").filter((r) => r[`${sort}_id`] === key);
  const chosen = hasWords();
  return h("section", { class: "card", "aria-label": "Words that show it" }, h("h4", {}, "Words that show it"),
    own.length ? h("ul", { class: "spans" }, own.map((r) => h("li", {},
      h("button", { type: "button", class: "quote", on: { click: () => show(r) } }, h("span", { class: "part" }, r.part), " ", h("q", {}, brief(spanWords(r) || "…", 110))),
      chosen && h("button", { type: "button", class: "small", title: "Let this evidence be the words that are selected in the text", on: { click: () => moveSpan(r.evidence_id).catch(report) } }, "use selection"),
      h("button", { type: "button", class: "x", "aria-label": `Remove ${r.part} ${brief(spanWords(r) || "", 30)}`, on: { click: () => change(`remove ${r.part}`, [{ do: "remove", row: `evidence/${r.evidence_id}` }]).catch(report) } }, "×"))))
      : h("p", { class: "hint" }, `None yet. Select words in the text and choose ${partsFor({ table: name }).join(", ")}.`),
    sort === "actor" && h("p", { class: "offers" }, h("button", { type: "button", id: "find-mentions", on: { click: () => reviewMentions(key) } }, "Find other mentions")));
}
export async function reviewMentions(actor) {
  const found = await proposeMentions(actor);
  if (!found.length) { say("No other mention of the name is left."); openDialog("Other mentions", h("p", {}, `No other words of the text are a name of ${labelOf("actors", actor)} that is not coded.`)); return; }
  const boxes = found.map((s, i) => { const t = textOf(s[0]), a = toUnit(t, s[1]), b = toUnit(t, s[2]); return h("li", {}, h("label", {}, h("input", { type: "checkbox", checked: true, value: i }), ` ${a > 40 ? "…" : ""}${t.content.slice(Math.max(0, a - 40), a)}`, h("mark", {}, s[3]), `${t.content.slice(b, b + 40)}${b + 40 < t.content.length ? "…" : ""}`)); });
  const list = h("ul", { class: "spans" }, boxes);
  openDialog(`Other mentions of ${labelOf("actors", actor)}`, list, h("p", { class: "buttons" }, h("button", { type: "button", class: "primary", id: "add-mentions", on: { click: async () => {
    const some = [...list.querySelectorAll("input")].filter((x) => x.checked).map((x) => found[Number(x.value)]);
    byId("dialog").close();
    if (some.length) await addMentions(actor, some).catch(report);
  } } }, "Add the chosen ones")));
}

// A row that joins two records, seen from one of them.
function linkLabel(name, row, own) {
  const table = store.tables[name];
  if (table.id) return rowLabel(name, row);
  const said = (f) => (f.to ? labelOf(f.to, row[f.name]) : termLabel(name, f.name, row[f.name]));
  return table.fields.filter((f) => f.name !== own && row[f.name]).map(said).join(" — ");
}
// Rows of other tables that refer to this one, by the schemas' foreign keys.
function links(name, key) {
  const groups = [];
  for (const other of store.order) {
    if (["evidence", "codebook", "exceptions"].includes(other) || (other === name && !["events", "actors", "places", "statements"].includes(name))) continue;
    for (const field of store.tables[other]?.fields ?? []) {
      if (field.to !== name || field.optional) continue;
      const found = rows(other).filter((r) => r[field.name] === key);
      const joins = store.tables[other].id === "";
      if (found.length || joins) groups.push({ other, field, found, joins });
    }
  }
  if (!groups.length) return null;
  return h("section", { class: "card", "aria-label": "Related rows" }, h("h4", {}, "Related rows"),
    groups.map(({ other, field, found, joins }) => h("div", { class: "links" },
      h("h5", {}, `${store.tables[other].title} `, h("span", { class: "hint" }, field.title)),
      found.length > 0 && h("ul", {}, found.map((r) => { const k = keyOf(store.tables[other], r); return h("li", {}, h("button", { type: "button", class: "link", on: { click: () => select(other, k) } }, brief(linkLabel(other, r, field.name), 100)), joins && h("button", { type: "button", class: "x", "aria-label": `Remove ${brief(rowLabel(other, r), 60)}`, on: { click: () => change(`remove a row of ${other}`, [{ do: "remove", row: `${other}/${k}` }]).catch(report) } }, "×")); })),
      joins && h("button", { type: "button", class: "small", data: { add: `${other}.${field.name}` }, on: { click: () => openDraft({ table: other, cells: { [field.name]: key }, focus: store.tables[other].fields.find((f) => f.required && f.name !== field.name)?.name, then: () => select(name, key) }) } }, `Add ${store.tables[other].kind}`),
      other === "event_actors" && name === "events" && h("button", { type: "button", class: "small", on: { click: () => { arm(key); byId("text").focus(); } } }, "Choose actors in the text"))));
}
