// A network in SVG: where its marks are, names that do not lie on each other, lines that end at marks and names. The workbench
// loads this file as a module.

import { brief, s } from "./shared.js";

const ABOVE = 16, GAP = 6;        // pixels over a mark's middle that it takes, and between two marks or names
const ROUNDS = 300, PARTING = 60; // of the forces, the last of which move names apart as well
const STEPS = 80;                 // of the width: so far a mark goes in the first round, so that one more disturbs the others little

// A layout by forces (Fruchterman and Reingold 1991), and the height that it needs: the same for the same marks, lines and room,
// in whatever order they come. edges: a, b, weight.
export function layout(nodes, edges, nameOf, wide, high) {
  const ids = [...nodes].sort((a, b) => (a < b ? -1 : 1)), spots = ids.map((id) => beginAt(id, wide, high)), place = new Map(ids.map((id, i) => [id, i]));
  const ties = edges.map(({ a, b, weight }) => ({ i: place.get(a), j: place.get(b), pull: Math.min(0.5 + weight / 10, 1) * 0.6 })).sort((x, y) => x.i - y.i || x.j - y.j);
  const boxes = ids.map((id) => ({ half: halfName(nameOf(id)) + GAP / 2, below: 30 + 15 * (nameLines(nameOf(id)).length - 1) + GAP }));
  const ideal = Math.sqrt((wide * high) / Math.max(ids.length, 1)) * 0.62;
  for (let round = 0; round < ROUNDS; round++) {
    const most = (wide / STEPS) * (1 - round / ROUNDS) ** 1.5 + 0.4, pull = spots.map(() => ({ x: 0, y: 0 }));
    for (let i = 0; i < spots.length; i++) for (let j = i + 1; j < spots.length; j++) {
      const dx = spots[i].x - spots[j].x || 0.01 * (j - i), dy = spots[i].y - spots[j].y || 0.01;
      const force = (ideal * ideal) / Math.max(dx * dx + (dy * dy) * 0.5, 25);
      pull[i].x += dx * force; pull[i].y += dy * force; pull[j].x -= dx * force; pull[j].y -= dy * force;
    }
    for (const { i, j, pull: strength } of ties) {
      const dx = spots[j].x - spots[i].x, dy = spots[j].y - spots[i].y, force = (Math.hypot(dx, dy) / ideal) * strength;
      pull[i].x += dx * force; pull[i].y += dy * force; pull[j].x -= dx * force; pull[j].y -= dy * force;
    }
    spots.forEach((spot, i) => {
      pull[i].x += (wide / 2 - spot.x) * 0.06; pull[i].y += (high / 2 - spot.y) * 0.12;
      const length = Math.hypot(pull[i].x, pull[i].y) || 1;
      spot.x += (pull[i].x / length) * Math.min(length, most);
      spot.y += (pull[i].y / length) * Math.min(length, most);
    });
    if (ROUNDS - round < PARTING) moveApart(spots, boxes, wide, high);
  }
  fit(spots, "x", 90, wide - 90);
  fit(spots, "y", 30, high - 40);
  for (let round = 0; round < PARTING; round++) moveApart(spots, boxes, wide, high);
  return { at: new Map(ids.map((id, i) => [id, spots[i]])), high: Math.max(high, below(spots, boxes)) };
}
// Where a mark begins: by its identifier alone (FNV-1a), so that one more leaves the others where they are.
function beginAt(id, wide, high) {
  let hash = 0x811c9dc5;
  for (const c of id) hash = Math.imul(hash ^ c.codePointAt(0), 0x01000193) >>> 0;
  return { x: wide * (0.1 + 0.8 * ((hash & 0xffff) / 0xffff)), y: high * (0.1 + 0.8 * ((hash >>> 16) / 0xffff)) };
}

// Use the whole width or height.
function fit(spots, way, from, to) {
  const least = Math.min(...spots.map((p) => p[way])), most = Math.max(...spots.map((p) => p[way]));
  if (spots.length > 2 && most > least) for (const spot of spots) spot[way] = from + ((spot[way] - least) / (most - least)) * (to - from);
}
// Keep everything inside, and move marks with their names off each other, as far as there is room.
function moveApart(spots, boxes, wide, high) {
  for (let i = 0; i < spots.length; i++) for (let j = i + 1; j < spots.length; j++) {
    const a = spots[i], b = spots[j], [over, under] = common(a, boxes[i], b, boxes[j]);
    if (over <= 0 || under <= 0) continue;
    if (under < over) { const step = ((a.y < b.y ? -1 : 1) * under) / 2; a.y += step; b.y -= step; }
    else { const step = ((a.x < b.x ? -1 : 1) * over) / 2; a.x += step; b.x -= step; }
  }
  spots.forEach((spot, i) => {
    spot.x = Math.min(Math.max(spot.x, boxes[i].half), wide - boxes[i].half);
    spot.y = Math.min(Math.max(spot.y, ABOVE + GAP), high - boxes[i].below);
  });
}
// How much of two marks with their names lies on each other, in either direction.
const common = (a, boxA, b, boxB) => [boxA.half + boxB.half - Math.abs(a.x - b.x), (a.y < b.y ? boxA : boxB).below + ABOVE - Math.abs(a.y - b.y)];
// From the top, move each mark that still lies on one above it below that one; returns the height that all of them take.
function below(spots, boxes) {
  const order = spots.map((_, i) => i).sort((i, j) => spots[i].y - spots[j].y || i - j);
  let lowest = 0;
  order.forEach((i, n) => {
    const spot = spots[i];
    for (let next = i; next !== null;) {
      next = null;
      for (const j of order.slice(0, n)) {
        const [over, under] = common(spots[j], boxes[j], spot, boxes[i]);
        if (over > 0 && under > 0.01) { spot.y = spots[j].y + boxes[j].below + ABOVE; next = j; }
      }
    }
    lowest = Math.max(lowest, spot.y + boxes[i].below);
  });
  return Math.ceil(lowest);
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
const WIDE_LETTER = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/u;
const halfOf = (line) => [...line].reduce((n, c) => n + (WIDE_LETTER.test(c) ? 6.5 : 3.9), 8);
const halfName = (name) => Math.max(...nameLines(name).map(halfOf));

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
