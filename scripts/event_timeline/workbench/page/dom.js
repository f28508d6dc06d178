// Elements without markup: everything shown is text, so that nothing in a package can become a tag.

export const byId = (id) => document.getElementById(id);

export function h(tag, props = {}, ...parts) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [event, action] of Object.entries(value)) node.addEventListener(event, action);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name in node && name !== "list" && !name.startsWith("aria-")) node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...parts.flat(Infinity).filter((x) => x !== null && x !== undefined && x !== false));
  return node;
}

export const fill = (node, ...parts) => node.replaceChildren(...parts.flat(Infinity).filter((x) => x !== null && x !== undefined && x !== false));

export function say(words) {
  const live = byId("live");
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = words; });
}

export const brief = (words, most = 90) => (words.length > most ? `${words.slice(0, most - 1).trimEnd()}…` : words);
export const one = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

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
}
