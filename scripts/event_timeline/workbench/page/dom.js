// Elements, lists, the dialog and what is read out. Everything shown is text, so that nothing in a package can become a tag.

import { byId, h } from "./shared.js";

export { bdi, brief, byId, h } from "./shared.js";

export const fill = (node, ...parts) => node.replaceChildren(...parts.flat(Infinity).filter((x) => x !== null && x !== undefined && x !== false));

export function say(words) {
  const live = byId("live");
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = words; });
}

// Say what was done, or why nothing was, where it is seen as well: in the header, where nothing moves. It stays until the next
// change, or until a key or click a while later.
const told = { at: 0, stays: 3000 };
export function tell(words) {
  say(words);
  byId("told").textContent = words;
  told.at = performance.now();
}
export function untell() { byId("told").textContent = ""; }
for (const type of ["keydown", "pointerdown"]) addEventListener(type, () => { if (performance.now() - told.at > told.stays) untell(); }, true);

export const one = (n, word, words = `${word}s`) => `${n} ${n === 1 ? word : words}`;

// Fill a list whose items have keys again, and leave the focus on the item that had it.
export function refill(node, ...parts) {
  const key = node.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  fill(node, ...parts);
  if (key !== undefined) [...node.querySelectorAll("[data-key]")].find((x) => x.dataset.key === key)?.focus({ preventScroll: true });
}

export function openDialog(title, ...parts) {
  byId("dialog-title").textContent = title;
  fill(byId("dialog-body"), ...parts);
  byId("dialog").showModal();
  byId("dialog").scrollTop = 0; // what has the focus may be below
}
