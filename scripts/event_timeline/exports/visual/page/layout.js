// A network in SVG: where its marks are, names that do not lie on each other, lines that end at marks and names. The workbench
// loads this file as a module.

import { brief, s } from "./shared.js";

const NAME_HIGH = 56; // of a mark with its name, in pixels

// A layout by forces (Fruchterman and Reingold 1991) from places on a circle: the same each time. edges: a, b, weight;
// known: places of before, so that a mark more moves the others little.
export function layout(nodes, edges, nameOf, wide, high, known = new Map()) {
  const spots = nodes.map((id, i) => {
    if (known.has(id)) return { ...known.get(id) };
    const angle = (i * 2 * Math.PI) / nodes.length - Math.PI / 2;
    return { x: wide / 2 + Math.cos(angle) * wide * 0.36, y: high / 2 + Math.sin(angle) * high * 0.36 };
  });
  const at = new Map(nodes.map((id, i) => [id, spots[i]]));
  const ideal = Math.sqrt((wide * high) / Math.max(nodes.length, 1)) * 0.62;
  const half = nodes.map((id) => halfName(nameOf(id)));
  const begin = nodes.filter((id) => known.has(id)).length > nodes.length / 2 ? 220 : 0;
  for (let round = begin; round < 300; round++) {
    const most = (wide / 9) * (1 - round / 300) ** 1.5 + 0.4;
    const pull = spots.map(() => ({ x: 0, y: 0 }));
    for (let i = 0; i < spots.length; i++) for (let j = i + 1; j < spots.length; j++) {
      const dx = spots[i].x - spots[j].x || 0.01 * (j - i), dy = spots[i].y - spots[j].y || 0.01;
      const force = (ideal * ideal) / Math.max(dx * dx + (dy * dy) * 0.5, 25);
      pull[i].x += dx * force; pull[i].y += dy * force; pull[j].x -= dx * force; pull[j].y -= dy * force;
    }
    for (const { a, b, weight } of edges) {
      const from = at.get(a), to = at.get(b), i = spots.indexOf(from), j = spots.indexOf(to);
      const dx = to.x - from.x, dy = to.y - from.y, force = (Math.hypot(dx, dy) / ideal) * Math.min(0.5 + weight / 10, 1) * 0.6;
      pull[i].x += dx * force; pull[i].y += dy * force; pull[j].x -= dx * force; pull[j].y -= dy * force;
    }
    spots.forEach((spot, i) => {
      pull[i].x += (wide / 2 - spot.x) * 0.06; pull[i].y += (high / 2 - spot.y) * 0.12;
      const length = Math.hypot(pull[i].x, pull[i].y) || 1;
      spot.x += (pull[i].x / length) * Math.min(length, most);
      spot.y += (pull[i].y / length) * Math.min(length, most);
    });
    spread(spots, half, wide, high);
  }
  fit(spots, "x", 90, wide - 90);
  fit(spots, "y", 30, high - 40);
  for (let round = 0; round < 60; round++) spread(spots, half, wide, high);
  return at;
}

// Use the whole width or height.
function fit(spots, way, from, to) {
  const least = Math.min(...spots.map((p) => p[way])), most = Math.max(...spots.map((p) => p[way]));
  if (spots.length > 2 && most > least) for (const spot of spots) spot[way] = from + ((spot[way] - least) / (most - least)) * (to - from);
}
// Keep everything inside, and names from lying on each other.
function spread(spots, half, wide, high) {
  for (let i = 0; i < spots.length; i++) for (let j = i + 1; j < spots.length; j++) {
    const a = spots[i], b = spots[j];
    const over = half[i] + half[j] - Math.abs(a.x - b.x), under = NAME_HIGH - Math.abs(a.y - b.y);
    if (over <= 0 || under <= 0) continue;
    if (under < over) { const step = ((a.y < b.y ? -1 : 1) * under) / 2; a.y += step; b.y -= step; }
    else { const step = ((a.x < b.x ? -1 : 1) * over) / 2; a.x += step; b.x -= step; }
  }
  spots.forEach((spot, i) => {
    spot.x = Math.min(Math.max(spot.x, half[i]), wide - half[i]);
    spot.y = Math.min(Math.max(spot.y, 22), high - 48);
  });
}

// How far from a mark's middle a line in a direction is clear of the mark and of the name below it.
function clear(ux, uy, size, name) {
  const half = halfName(name), bottom = size + 6 + 15 * nameLines(name).length;
  if (uy <= 0) return size + 3;
  const down = bottom / uy, aside = half / Math.abs(ux || 1e-9);
  if (Math.abs(ux) * down <= half) return down;
  return aside * uy > size + 3 ? aside : size + 3;
}
// A name in one line or two.
const LINE = 18;
const names = new Map();
function nameLines(name) {
  if (!names.has(name)) {
    const words = name.split(/\s+/);
    let at = 1;
    while (at < words.length && words.slice(0, at + 1).join(" ").length <= Math.max(LINE, Math.ceil(name.length / 2))) at++;
    names.set(name, name.length <= LINE ? [name] : [words.slice(0, at).join(" "), words.slice(at).join(" ")].filter(Boolean).map((line) => brief(line, LINE + 4)));
  }
  return names.get(name);
}
const halfName = (name) => Math.max(...nameLines(name).map((line) => line.length)) * 3.9 + 8;

// A line between two marks, which begins and ends at them: names lie over it. heads: for each arrow, a short line in its direction
// whose end is clear of the mark and of its name.
export function between(from, to, size, otherSize, name, otherName) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1, ux = (to.x - from.x) / length, uy = (to.y - from.y) / length;
  const at = (way, far) => ({ x: from.x + ux * far * way, y: from.y + uy * far * way });
  const first = at(1, Math.min(size + 1, length / 2)), last = at(1, Math.max(length - otherSize - 1, length / 2));
  const head = (far, way) => { const tip = at(1, far), tail = at(1, far - way); return { x1: tail.x, y1: tail.y, x2: tip.x, y2: tip.y }; };
  return { line: { x1: first.x, y1: first.y, x2: last.x, y2: last.y }, heads: { end: head(length - Math.min(clear(-ux, -uy, otherSize, otherName), length / 2), 1), start: head(Math.min(clear(ux, uy, size, name), length / 2), -1) } };
}
// A mark around the origin: a circle, square or diamond; another form is a class of a circle.
export function nodeShape(form, size) {
  if (form === "square") return s("rect", { x: -size, y: -size, width: 2 * size, height: 2 * size, rx: 2 });
  return form === "diamond" ? s("path", { d: `M0 ${-size * 1.25}L${size * 1.25} 0 0 ${size * 1.25} ${-size * 1.25} 0z` }) : s("circle", { r: size, class: form });
}
export const nameBelow = (name, size) => s("text", { "text-anchor": "middle" }, nameLines(name).map((line, i) => s("tspan", { x: 0, y: size + 15 + 15 * i }, line)));
// The head of an arrow, to be referred to as url(#arrow).
export const arrowHead = () => s("defs", {}, s("marker", { id: "arrow", viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 11, markerHeight: 11, markerUnits: "userSpaceOnUse", orient: "auto-start-reverse" }, s("path", { d: "M0 0 10 5 0 10z" })));
