// Elements of SVG, links, and waiting.

const SVG = "http://www.w3.org/2000/svg";
const s = (tag, props = {}, ...children) => fill(document.createElementNS(SVG, tag), props, children);

function later(action, wait) {
  let timer = 0;
  return () => { clearTimeout(timer); timer = setTimeout(action, wait); };
}
const link = (kind, id, text, props = {}) => h("a", { href: address(kind, id), ...props }, bdi(brief(String(text))));
const address = (kind, id) => `#${kind}/${encodeURIComponent(id)}`;
