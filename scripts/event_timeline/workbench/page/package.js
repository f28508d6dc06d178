// The dialog of what describes the package as a whole: its keywords.

import { byId, h, openDialog, tell } from "./dom.js";
import { change, store } from "./store.js";
import { refusal } from "./write.js";

// Keywords are parted by commas; one that has a comma itself is between quotation marks.
const asText = (words) => words.map((word) => (word.includes(",") ? `"${word}"` : word)).join(", ");
const asWords = (text) => [...text.matchAll(/\s*(?:"([^"]*)"\s*|([^,]*))(?:,|$)/gu)].map(([, quoted, plain]) => (quoted ?? plain).trim()).filter(Boolean);

export function openPackage() {
  const problem = h("p", { class: "refused", role: "alert" });
  const input = h("input", { type: "text", id: "keywords", autocomplete: "off", "aria-describedby": "keywords-about" });
  input.value = asText(store.keywords);
  const before = input.value;
  const send = async (e) => {
    e.preventDefault();
    if (input.value === before) { byId("dialog").close(); return; }
    const words = asWords(input.value);
    try { await change("keywords of the package", [{ do: "keywords", words }]); } catch (error) { problem.textContent = refusal(error); return; }
    byId("dialog").close();
    tell(words.length ? `Keywords: ${words.join(", ")}.` : "The package has no keywords.");
  };
  openDialog("Package", h("form", { on: { submit: send } }, h("div", { class: "field" }, h("label", { for: "keywords" }, "Keywords"), input, problem,
    h("p", { class: "about", id: "keywords-about" }, "What it is about, with commas: harbour, strike. Others find the package by them.")), h("p", { class: "buttons" }, h("button", { class: "primary", id: "save-keywords" }, "Save"))));
  input.focus();
}
