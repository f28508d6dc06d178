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
const HEAD = 3000; // characters of the text that its title and day are looked for in
const field = (name) => byId(`n-${name}`);
// What the text or words propose for a field that nobody filled in otherwise.
function propose(name, value) {
  const box = field(name);
  if (!value || (box.value && box.value !== box.dataset.proposed)) return;
  box.value = box.dataset.proposed = value;
  byId(`n-${name}-about`).textContent = `Taken from the text: change it where it is another. ${ABOUT[name]}`;
}
const ABOUT = Object.fromEntries(FIELDS.map(([name, , about]) => [name, about]));
async function readText(text) {
  const { title, published_edtf: day } = await call("suggest", { text: text.slice(0, HEAD) });
  propose("title", title);
  propose("published_edtf", day);
}
// A day in words becomes the day that it is, and the words stay beside it.
async function readDay() {
  const box = field("published_edtf"), words = box.value.trim();
  if (!words) return;
  const { published_edtf: day } = await call("suggest", { day: words });
  if (!day || box.value.trim() !== words) return;
  box.value = day;
  byId("n-published_edtf-about").textContent = `“${words}” is ${day}.`;
}
function refuse(name, words) {
  const box = field(name);
  byId(`n-${name}-refused`).textContent = words;
  box.setAttribute("aria-invalid", "true");
  box.focus();
}
export function drawNew(state, done) {
  byId("main").hidden = true;
  const problem = h("p", { class: "refused", role: "alert" });
  let waiting = 0;
  const later = () => { clearTimeout(waiting); waiting = setTimeout(() => readText(text.value).catch(() => {}), 200); };
  const text = h("textarea", { id: "n-text", name: "text", rows: 14, dir: "auto", required: true, on: { input: later } });
  const open = h("input", { type: "file", id: "n-file", accept: ".txt,text/plain", on: { change: async (e) => { const [file] = e.target.files; if (!file) return; try { text.value = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()); problem.textContent = ""; later(); } catch { problem.textContent = "The file is not UTF-8 text."; } } } });
  const send = async (e) => {
    e.preventDefault();
    clearTimeout(waiting);
    problem.textContent = "";
    for (const [name] of FIELDS) { byId(`n-${name}-refused`).textContent = ""; field(name).removeAttribute("aria-invalid"); }
    const lacking = FIELDS.find(([name, , , must]) => must && !field(name).value.trim());
    if (lacking) { refuse(lacking[0], `${lacking[1]} is missing.`); return; }
    try { await readDay(); await call("new", Object.fromEntries(new FormData(form).entries())); await done(); } catch (error) {
      const words = `${error.message}. ${error.hint ?? ""}`, named = FIELDS.find(([name]) => field(name)?.value.trim() && error.message.startsWith(`'${field(name).value.trim()}'`));
      if (named) { refuse(named[0], words); return; }
      problem.textContent = words;
      problem.scrollIntoView({ block: "center" });
    }
  };
  const form = h("form", { class: "card", on: { submit: send }, noValidate: true }, h("h2", {}, "New package"),
    h("p", {}, `The folder “${state.folder}” holds no package yet. Paste the article's text, or open a text file. The text is kept in the folder for you, and is not part of what you publish.`), problem,
    h("div", { class: "field" }, h("label", { for: "n-text" }, "Text of the article"), text, h("p", { class: "about" }, "Keep every character: offsets count them."), h("label", { for: "n-file" }, "or a file"), open),
    FIELDS.map(([name, label, about, must]) => h("div", { class: "field" }, h("label", { for: `n-${name}` }, label, must && h("span", { class: "must" }, " *")), h("input", { id: `n-${name}`, name, required: must, autocomplete: "off", "aria-describedby": `n-${name}-refused n-${name}-about`, on: name === "published_edtf" ? { change: () => readDay().catch(() => {}) } : {} }), h("p", { class: "refused", id: `n-${name}-refused`, role: "alert" }), h("p", { class: "about", id: `n-${name}-about` }, about))),
    h("p", { class: "buttons" }, h("button", { class: "primary" }, "Start coding")));
  byId("new-package")?.remove();
  document.body.append(h("main", { id: "new-package" }, form));
}
