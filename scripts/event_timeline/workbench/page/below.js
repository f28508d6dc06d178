// What is listed below the text: the findings, the timeline, and what a second coder has otherwise.

import { byId, h } from "./dom.js";
import { changed, store } from "./store.js";

const head = document.querySelector(".findings .findinghead"), title = byId("findings-title");
const tabs = h("div", { class: "buttons below", role: "group", "aria-label": "What is shown below the text" });
head.prepend(tabs);
title.className = "sr"; // the tab says it
const views = new Map(), ORDER = ["findings", "timeline", "table", "network", "differences"];
add("findings", () => "Findings", [byId("findings")], () => true, "");

// A view: its nodes are shown while it is chosen. there: whether it can be chosen; height: "tall" or "high", where it needs more room. A node
// with data-first gets the focus, so that its keys work at once.
export function add(name, label, nodes, there = () => true, height = "tall") {
  const button = h("button", { type: "button", class: "small", data: { list: name }, on: { click: () => { store.view.below = name; changed(); nodes.find((n) => "first" in n.dataset)?.focus({ preventScroll: true }); } } });
  views.set(name, { label, nodes, there, button, height });
  tabs.replaceChildren(...ORDER.map((one) => views.get(one)?.button).filter(Boolean));
}
export const shows = (name) => store.view.below === name;
export function drawBelow() {
  if (!views.get(store.view.below).there()) store.view.below = "findings";
  for (const [name, { label, nodes, there, button }] of views) {
    button.hidden = !there();
    button.textContent = label();
    button.setAttribute("aria-pressed", String(shows(name)));
    for (const node of nodes) node.hidden = !shows(name);
  }
  for (const height of ["tall", "high"]) document.body.classList.toggle(height, views.get(store.view.below).height === height);
}

// ---- the timeline: the picture of the export, drawn again after each change ----
const picture = h("div", { id: "picture", class: "picture", tabIndex: 0, role: "region", "aria-label": "Timeline", hidden: true });
const inside = picture.attachShadow({ mode: "open" }); // its style sheet is for it alone
byId("findings").after(picture);
add("timeline", () => "Timeline", [picture]);
let drawn = "", asking = false;
export async function drawTimeline(call, select, rows) {
  if (!shows("timeline") || asking || store.pending || drawn === store.version) return;
  asking = true;
  const { version, svg } = await call("picture").finally(() => { asking = false; });
  drawn = version;
  const root = document.importNode(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement, true);
  const styles = [...root.querySelectorAll("style")], sheet = new CSSStyleSheet();
  sheet.replaceSync(`${styles.map((s) => s.textContent).join("")} svg { display: block; width: 100%; max-width: 60rem; height: auto; margin: auto; } .event { cursor: pointer; text-decoration: underline; }`);
  for (const node of [...styles, ...root.querySelectorAll("script, foreignObject")]) node.remove();
  inside.adoptedStyleSheets = [sheet];
  for (const node of root.querySelectorAll("text")) {
    const words = node.textContent.replace(/…$/, "").trim(), event = words.length > 4 && rows("events").find((r) => r.label.startsWith(words));
    if (!event) continue;
    node.classList.add("event");
    node.addEventListener("click", () => select("events", event.event_id));
  }
  inside.replaceChildren(root);
}
