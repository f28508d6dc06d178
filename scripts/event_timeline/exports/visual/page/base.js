// Links, and waiting.

function later(action, wait) {
  let timer = 0;
  return () => { clearTimeout(timer); timer = setTimeout(action, wait); };
}
const link = (kind, id, text, props = {}) => h("a", { href: address(kind, id), ...props }, bdi(brief(String(text))));
const address = (kind, id) => `#${kind}/${encodeURIComponent(id)}`;
