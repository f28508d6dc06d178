// Shapes and links of this page.

const SVG = "http://www.w3.org/2000/svg";
const s = (tag, props = {}, ...children) => fill(document.createElementNS(SVG, tag), props, children);

function shape(status, negated, label) {
  const known = data.statuses.includes(status) ? status : "other";
  const parts = [s("use", { href: `#shape-${known}`, x: -8, y: -8, width: 16, height: 16 })];
  if (negated) parts.push(s("path", { d: "M-7 7 7-7", class: "gap" }), s("path", { d: "M-7 7 7-7", class: "slash" }));
  const told = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  return s("svg", { viewBox: "-8 -8 16 16", class: "shape", ...told }, ...parts);
}

function later(action, wait) {
  let timer = 0;
  return () => { clearTimeout(timer); timer = setTimeout(action, wait); };
}
const link = (kind, id, text, props = {}) => h("a", { href: address(kind, id), ...props }, bdi(brief(String(text))));
const address = (kind, id) => `#${kind}/${encodeURIComponent(id)}`;
