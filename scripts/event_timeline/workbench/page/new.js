// A new package from a pasted or opened text.

import { byId, h } from "./dom.js";
import { call } from "./server.js";

const FIELDS = [
  ["title", "Title of the package", "Required. Often the article's headline.", true],
  ["contributor", "Who codes it", "Required. “Family, Given” of a person, or an organisation.", true],
  ["published_edtf", "Day of publication", "As 2024-05-14. Dates such as “Tuesday” are read from it.", false],
  ["keywords", "Keywords", "What it is about, with commas: harbour, strike. Others find the package by them.", false],
  ["publisher", "Publisher", "", false], ["url", "Address of the article", "", false], ["language", "Language", "A code such as en or ar.", false],
];
export function drawNew(state, done) {
  byId("main").hidden = true;
  const problem = h("p", { class: "refused", role: "alert" });
  const text = h("textarea", { id: "n-text", name: "text", rows: 14, dir: "auto", required: true });
  const open = h("input", { type: "file", id: "n-file", accept: ".txt,text/plain", on: { change: async (e) => { const [file] = e.target.files; if (!file) return; try { text.value = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()); problem.textContent = ""; } catch { problem.textContent = "The file is not UTF-8 text."; } } } });
  const send = async (e) => {
    e.preventDefault();
    problem.textContent = "";
    try { await call("new", Object.fromEntries(new FormData(form).entries())); await done(); } catch (error) { problem.textContent = `${error.message}. ${error.hint ?? ""}`; problem.scrollIntoView({ block: "center" }); }
  };
  const form = h("form", { class: "card", on: { submit: send }, noValidate: true }, h("h2", {}, "New package"),
    h("p", {}, `The folder “${state.folder}” holds no package yet. Paste the article's text, or open a text file. The text is kept in the folder for you, and is not part of what you publish.`), problem,
    h("div", { class: "field" }, h("label", { for: "n-text" }, "Text of the article"), text, h("p", { class: "about" }, "Keep every character: offsets count them."), h("label", { for: "n-file" }, "or a file"), open),
    FIELDS.map(([name, label, about, must]) => h("div", { class: "field" }, h("label", { for: `n-${name}` }, label, must && h("span", { class: "must" }, " *")), h("input", { id: `n-${name}`, name, required: must, autocomplete: "off", "aria-describedby": `n-${name}-about` }), h("p", { class: "about", id: `n-${name}-about` }, about))),
    h("p", { class: "buttons" }, h("button", { class: "primary" }, "Start coding")));
  byId("new-package")?.remove();
  document.body.append(h("main", { id: "new-package" }, form));
}
