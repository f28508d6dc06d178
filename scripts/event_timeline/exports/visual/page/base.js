// Small tools: elements made from text (never from markup), shapes, numbers, searching.

const SVG = "http://www.w3.org/2000/svg";
// A lookup without inherited names, for keys that come from a package.
const dict = (entries) => Object.assign(Object.create(null), entries);
const byId = (id) => document.getElementById(id);

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [event, action] of Object.entries(value)) node.addEventListener(event, action);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(3).filter((c) => c !== null && c !== undefined && c !== false && c !== ""));
  return node;
}
const h = (tag, props = {}, ...children) => fill(document.createElement(tag), props, children);
const s = (tag, props = {}, ...children) => fill(document.createElementNS(SVG, tag), props, children);

// A cell: isolated, so that a right-to-left name leaves the rest of its line alone.
const bdi = (text, props = {}) => h("bdi", props, String(text));
// A cell where there is little room: whole characters, and a sign that there are more.
const brief = (text, most = 160) => (text.length > most ? `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, "")}…` : text);
const lower = (label) => (/^.?\p{Lu}/u.test(label.slice(1)) ? label : label.toLowerCase());
const count = (n, one, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

function shape(status, negated, label) {
  const known = data.statuses.includes(status) ? status : "other";
  const parts = [s("use", { href: `#shape-${known}`, x: -8, y: -8, width: 16, height: 16 })];
  if (negated) parts.push(s("path", { d: "M-7 7 7-7", class: "gap" }), s("path", { d: "M-7 7 7-7", class: "slash" }));
  const told = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  return s("svg", { viewBox: "-8 -8 16 16", class: "shape", ...told }, ...parts);
}

// Lower case without accents, so that a search for "munchen" finds "München".
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function later(action, wait) {
  let timer = 0;
  return () => { clearTimeout(timer); timer = setTimeout(action, wait); };
}
const link = (kind, id, text, props = {}) => h("a", { href: address(kind, id), ...props }, bdi(brief(String(text))));
const address = (kind, id) => `#${kind}/${encodeURIComponent(id)}`;
