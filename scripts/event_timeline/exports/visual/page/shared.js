// What this page and the workbench both do: elements made from text (never from markup), names cut short, numbers,
// searching, and a text cut into pieces where spans begin and end. The workbench loads this file as a module.

// A lookup without inherited names, for keys that come from a package.
export const dict = (entries) => Object.assign(Object.create(null), entries);
export const byId = (id) => document.getElementById(id);

const left = (x) => x !== null && x !== undefined && x !== false && x !== "";
export function fill(node, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [event, action] of Object.entries(value)) node.addEventListener(event, action);
    else if (name === "data") for (const [key, cell] of Object.entries(value)) node.dataset[key] = cell;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter(left));
  return node;
}
export const h = (tag, props = {}, ...children) => fill(document.createElement(tag), props, children);
const SVG = "http://www.w3.org/2000/svg";
export const s = (tag, props = {}, ...children) => fill(document.createElementNS(SVG, tag), props, children);

// A cell: isolated, so that a right-to-left name leaves the rest of its line alone.
export const bdi = (text, props = {}) => h("bdi", props, String(text));
// A cell where there is little room: whole characters, and a sign that there are more.
export const brief = (text, most = 160) => (text.length > most ? `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, "").trimEnd()}…` : text);
export const lower = (label) => (/^.?\p{Lu}/u.test(label.slice(1)) ? label : label.toLowerCase());
export const count = (n, one, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

// Lower case without accents, so that a search for "munchen" finds "München".
export const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// [start, end) cut wherever a span begins or ends: from, to and the spans around each piece, the shortest first.
export function cut(start, end, spans) {
  const cuts = [...new Set([start, end, ...spans.flatMap((x) => [x.start, x.end])])].filter((c) => c >= start && c <= end).sort((a, b) => a - b);
  return cuts.slice(1).map((to, i) => ({ from: cuts[i], to, around: spans.filter((x) => x.start <= cuts[i] && x.end >= to).sort((a, b) => a.end - a.start - (b.end - b.start)) }));
}
