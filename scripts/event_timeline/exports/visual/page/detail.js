// The panel beside the view: one event, statement or actor with all that hangs on it.

const chosen = { kind: "", id: "" };
const INVERSE = dict({
  part_of: "Has as a part", before: "After", during: "Lasts during", simultaneous: "Simultaneous", condition_of: "On condition of", prevents: "Prevented by",
  outcome_of: "Led to", supports: "Supported by", basis_of: "Rests on", content_of: "Is about",
});

const part = (title, ...children) => (children.flat().filter(Boolean).length ? h("section", {}, h("h3", {}, title), ...children) : null);
const list = (items) => (items.length ? h("ul", {}, items.map((i) => h("li", {}, i))) : null);
const chip = (...inside) => h("span", { class: "chip" }, ...inside);
function facts(pairs) {
  const known = pairs.filter(([, value]) => value);
  return known.length ? h("dl", {}, known.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])) : null;
}
function said(column, code) {
  if (code === null) return null;
  const entry = term(column, code);
  return [bdi(labelOf(column, code)), entry && entry.label !== code && /[A-Z0-9]/.test(code[0]) ? ` (${code})` : ""];
}
// Identifiers with an address of their own, and names of sources.
function fieldValue(field, value) {
  if (field.name === "wikidata" && /^Q[1-9]\d*$/.test(value)) return h("a", { href: `https://www.wikidata.org/wiki/${value}`, rel: "noreferrer noopener" }, value);
  return sources.has(value) && /_source$/.test(field.name) ? sourceName(value) : bdi(value);
}
// Columns that a package has beyond the profile's, and codes that need no words of ours.
function others(table, row, known) {
  return data.tables[table].fields.filter((f) => !known.has(f.name) && row[f.name] !== null).map((f) => [f.title, fieldValue(f, row[f.name])]);
}
const webAddress = (text) => /^https?:\/\//i.test(text ?? "");
const sourceName = (id) => {
  const source = sources.get(id);
  if (!source) return bdi(id);
  return webAddress(source.url) ? h("a", { href: source.url, rel: "noreferrer noopener" }, bdi(source.title)) : bdi(source.title);
};

function placed(id) {
  const names = [], seen = new Set();
  for (let place = places.get(id); place && !seen.has(place.place_id); place = places.get(place.within)) { seen.add(place.place_id); names.push(place.name); }
  return names.length ? bdi(names.join(", ")) : id;
}

const ABOUT = dict({ event: [events, aboutEvent], actor: [actors, aboutActor], statement: [statements, aboutStatement] });
function reveal() {
  byId("detail").hidden = false;
  byId("body").classList.add("with-detail");
}
function showDetail(kind, id, focus) {
  const panel = byId("detail");
  const [known, describe] = ABOUT[kind];
  Object.assign(chosen, { kind, id });
  const { kind: name, title, body } = known.has(id) ? describe(id) : { kind: "Not found", title: id, body: [h("p", {}, `This package has no ${kind} of that name.`)] };
  panel.replaceChildren(h("p", { class: "over" }, name, h("button", { type: "button", class: "close", "aria-label": "Close", on: { click: closeDetail } }, h("span", { "aria-hidden": "true" }, "×"))), h("h2", { id: "detail-title", tabindex: -1, dir: "auto" }, title), ...body.filter(Boolean));
  if (kind === "event" && known.has(id) && !found.ids.has(id)) panel.children[1].after(h("p", { class: "note" }, "The filters hide this event in the view."));
  reveal();
  panel.scrollTop = 0;
  resized();
  if (focus) byId("detail-title").focus({ preventScroll: matchMedia("(min-width: 1000px)").matches });
  document.querySelectorAll("#view [aria-current]").forEach((a) => a.removeAttribute("aria-current"));
  document.querySelectorAll(`#view a[href="${CSS.escape(address(kind, id))}"]`).forEach((a) => a.setAttribute("aria-current", "true"));
  if (current === "text") showHere(true);
}
function hideDetail() {
  Object.assign(chosen, { kind: "", id: "" });
  byId("detail").hidden = true;
  byId("detail").replaceChildren();
  byId("body").classList.remove("with-detail");
  resized();
  document.querySelectorAll("#view [aria-current]").forEach((a) => a.removeAttribute("aria-current"));
  if (current === "text") showHere(false);
}
