// Elements, lists, the dialog and what is read out. Everything shown is text, so that nothing in a package can become a tag.

import { byId, h } from "./shared.js";

export { bdi, brief, byId, h } from "./shared.js";

export const fill = (node, ...parts) => node.replaceChildren(...parts.flat(Infinity).filter((x) => x !== null && x !== undefined && x !== false));

export function say(words) {
  const live = byId("live");
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = words; });
}

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
