// Views, addresses (#timeline, #event/ID, …) and what follows when something changes.

const VIEWS = dict({ ...(overview.columns ? { overview: ["Overview", showOverview] } : {}), timeline: ["Timeline", showTimeline], statements: ["Statements", showStatements], network: ["Network", showNetwork], table: ["Table", showTable], ...(readable.length ? { text: ["Text", showText] } : {}), about: ["About", showAbout] });
const HOME = { event: "timeline", statement: "statements", actor: "network" };
const [FIRST_VIEW] = Object.keys(VIEWS);
let current = "";
let opener = "";
let width = 0; // of the view when it was drawn

function draw() {
  const view = byId("view");
  view.replaceChildren(h("h2", { class: "unseen" }, VIEWS[current][0]));
  view.setAttribute("aria-labelledby", `tab-${current}`);
  timeline.list = null;
  width = view.clientWidth;
  VIEWS[current][1](view);
  showFilters();
}
// Filters are shown where they act: lanes in the timeline alone, none where no row belongs to an event or statement.
function filtered() {
  if (current === "table") return inTable(tabled.name);
  if (current === "text") return reading.mark !== "actor" && texts.has(reading.source);
  return current !== "about";
}
function showFilters() {
  byId("body").classList.toggle("unfiltered", !filtered());
  byId("lanes-choice").hidden = current !== "timeline";
}
function apply() {
  filter();
  const n = inForce();
  byId("in-force").textContent = n ? `(${n} in force)` : "";
  tabled.from = cardsFrom = 0;
  tell();
  draw();
}
function tell() {
  const all = current === "statements" || (current === "text" && reading.mark === "statement") ? [found.statements.length, rows.statements.length, "statement"] : [found.events.length, rows.events.length, "event"];
  byId("found").textContent = current === "table" || !filtered() ? "" : all[0] === all[1] ? count(all[1], all[2]) : `${all[0].toLocaleString("en")} of ${count(all[1], all[2])}`;
}
function choose(view) {
  if (view === current) return;
  current = view;
  for (const tab of byId("views").children) {
    const here = tab.id === `tab-${view}`;
    tab.setAttribute("aria-selected", String(here));
    tab.setAttribute("tabindex", here ? "0" : "-1");
  }
  tell();
  const top = byId("body").offsetTop - 52;
  if (scrollY > top) scrollTo(0, top);
  draw();
}

// Draw anew what depends on the width, if that has changed.
function resized() {
  if (byId("view").clientWidth === width) return;
  width = byId("view").clientWidth;
  if (current === "timeline") timeline.redraw(); else if (["network", "overview"].includes(current)) draw();
}

function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}
function route(byHand) {
  const [, kind, id] = /^#([a-z]+)(?:\/(.*))?$/s.exec(location.hash) ?? [];
  if (kind in ABOUT && id !== undefined) {
    if (!current) {
      if (kind === "statement") turnTo(decoded(id));
      reveal();
      choose(HOME[kind]);
    }
    if (byHand && byId("detail").hidden) opener = location.hash;
    showDetail(kind, decoded(id), byHand);
    if (kind === "event" && current === "timeline") goTo(decoded(id), false);
    return;
  }
  if (location.hash === "#content") { choose(current || FIRST_VIEW); return; }
  hideDetail();
  choose(kind in VIEWS ? kind : current || FIRST_VIEW);
}
function closeDetail() {
  history.pushState(null, "", `#${current}`);
  const { kind, id } = chosen;
  hideDetail();
  const back = [opener, address(kind, id)].map((hash) => hash && byId("view").querySelector(`a[href="${CSS.escape(hash)}"]`)).find(Boolean);
  if (back) back.focus(); else if (!(current === "timeline" && kind === "event" && goTo(id, true))) byId("view").focus();
}

function tabs() {
  const names = Object.keys(VIEWS);
  fill(byId("views"), { on: { keydown: (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -names.length, End: names.length }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = names.indexOf(current) + step;
    const to = Math.abs(step) > 1 ? (step < 0 ? 0 : names.length - 1) : (at + names.length) % names.length;
    open(names[to]);
    byId(`tab-${names[to]}`).focus();
  } } }, names.map((name) => h("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "view", "aria-selected": "false", tabindex: -1, on: { click: () => open(name) } }, VIEWS[name][0])));
}
function open(view) {
  if (location.hash !== `#${view}`) history.pushState(null, "", `#${view}`);
  route(false);
}

// What the overview needs of the filters and rows, once these are there; a redrawn control has the focus again.
function forOverview() {
  const again = (act) => { const { id } = document.activeElement; act(); (byId(id) ?? byId("view")).focus({ preventScroll: true }); };
  const written = (day) => { const [year, month, ofMonth] = civil(day), pad = (n, long = 2) => String(n).padStart(long, "0"); return Math.abs(year) > 9999 ? `Y${year}` : `${year < 0 ? "-" : ""}${pad(Math.abs(year), 4)}-${pad(month + 1)}-${pad(ofMonth)}`; };
  return {
    events: () => found.events.map((e) => e[AT]),
    range: () => ({ from: asked.from ?? -Infinity, to: asked.to ?? Infinity }),
    zoomed: () => asked.from !== null || asked.to !== null,
    zoom: (from, to) => again(() => { byId("day-from").value = from === null ? "" : written(from); byId("day-to").value = to === null ? "" : written(to); askForDays(); apply(); }),
    topic: (code) => again(() => [...document.querySelectorAll("[name=topic]")].find((box) => box.value === (code ?? ""))?.click()),
    actor: (number) => [rows.actors[number].actor_id, rows.actors[number].name],
    source: (number) => [rows.sources[number].source_id, rows.sources[number].title],
    askForActor: (id) => again(() => askForActor(id)),
    asRows: () => open("timeline"),
  };
}

function start() {
  if (overview.columns) { overview.page = forOverview(); byId("view").replaceChildren(); }
  const { about } = data;
  const dated = rows.events.filter((e) => e.at.dated).length;
  byId("facts").textContent = [count(rows.events.length, "event"), `${dated.toLocaleString("en")} dated`, count(rows.statements.length, "statement"), count(rows.actors.length, "actor"), about.version && `version ${about.version}`].filter(Boolean).join(" · ");
  const wide = matchMedia("(min-width: 1000px)");
  const unfold = () => { byId("filters").open = wide.matches; };
  wide.addEventListener("change", unfold);
  unfold();
  byId("view").tabIndex = -1;
  tabs();
  filterForm();
  filter();
  route(false);
  addEventListener("hashchange", () => route(true));
  addEventListener("popstate", () => { if (!(location.hash.split("/")[0].slice(1) in ABOUT)) route(false); });
  addEventListener("keydown", (event) => { if (event.key === "Escape" && !byId("detail").hidden) closeDetail(); });
  let asleep = false;
  addEventListener("scroll", () => {
    if (asleep || current !== "timeline" || !timeline.list?.classList.contains("far")) return;
    asleep = true;
    requestAnimationFrame(() => { asleep = false; if (timeline.list) drawRows(false, timeline.rows.filter((r) => r.event).length); });
  }, { passive: true });
  new ResizeObserver(later(resized, 80)).observe(byId("view"));
  addEventListener("beforeprint", () => { if (current === "timeline") timeline.redraw(true); });
  addEventListener("afterprint", () => { if (current === "timeline") timeline.redraw(); });
}
start();
