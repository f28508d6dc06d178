"""A walk through every view, panel, table and filter of the page, and what is wrong on the way."""

from __future__ import annotations

from pathlib import Path

from tests.exports.browser import Browser

WALK = r"""
const done = arguments[arguments.length - 1];
const problems = [];
addEventListener("error", (e) => problems.push(`error: ${e.message}`));
// a task of its own, without the four milliseconds that a timer takes
const channel = new MessageChannel();
const wait = () => new Promise((go) => { channel.port1.onmessage = go; channel.port2.postMessage(0); });
const content = JSON.parse(document.getElementById("data").textContent);
const ids = (table, column) => content.tables[table].columns[column];
const WORDS = ".label, .more, .speaker, .gist, a:not(.span), button, h1, h2, h3, dt, dd, th, caption, option, legend, label, .note, .tick, .undated, title";
const empty = (node) => node.textContent.trim() === "" && !node.querySelector("svg, input, select") && !node.hasAttribute("aria-label");
function look(where) {
  const view = document.getElementById("view"), text = view.innerText.replace(view.querySelector("h2")?.innerText ?? "", "").trim();
  if (!text) problems.push(`${where}: the view is blank`);
  for (const node of document.querySelectorAll(WORDS)) if (empty(node) && node.checkVisibility()) problems.push(`${where}: blank ${node.outerHTML.slice(0, 160)}`);
  const odd = /\b(null|undefined|NaN|Infinity|Invalid Date)\b|\[object /.exec(document.body.innerText);
  if (odd) problems.push(`${where}: shows ${odd[0]} in ${document.body.innerText.slice(Math.max(odd.index - 60, 0), odd.index + 60)}`);
}
async function go(hash) {
  if (location.hash !== hash) await new Promise((go) => { addEventListener("hashchange", go, { once: true }); location.hash = hash; });
  look(hash);
}
async function each(selector, act, where) {
  for (let i = 0; i < document.querySelectorAll(selector).length; i++) {
    act(document.querySelectorAll(selector)[i]);
    await wait();
    look(`${where} ${i}`);
  }
}
const change = (node, value) => { node.value = value; node.dispatchEvent(new Event("change")); };
const [thorough] = arguments;
(async () => {
  look("start");
  for (const tab of [...document.querySelectorAll("[role=tab]")].map((t) => t.id.slice(4))) {
    await go(`#${tab}`);
    for (const [kind, table] of [["event", "events"], ["statement", "statements"], ["actor", "actors"]])
      for (const id of ids(table, `${kind}_id`).slice(0, tab === "timeline" ? undefined : 2)) {
        await go(`#${kind}/${encodeURIComponent(id)}`);
        if (!document.querySelector("#detail-title")?.textContent.trim()) problems.push(`${kind} ${id}: no title`);
      }
    await go(`#${tab}`);
    if (!thorough) continue;
    await each("#filter-form .choice input", (box) => { box.click(); }, `${tab}, choice`);
    document.getElementById("show-all").click();
    for (const option of [...document.querySelectorAll("#actor option")].slice(1, 4)) { change(document.getElementById("actor"), option.value); await wait(); look(`${tab}, actor`); }
    document.getElementById("show-all").click();
    if (tab === "timeline") for (const option of document.querySelectorAll("#lanes option")) { change(document.getElementById("lanes"), option.value); await wait(); look(`lanes by ${option.value}`); }
    if (tab === "table") for (const name of Object.keys(content.tables)) {
      change(document.getElementById("which-table"), name);
      await each("[data-sort]", (head) => { head.click(); document.querySelector(`[data-sort="${head.dataset.sort}"]`).click(); }, `table ${name} by column`);
    }
    if (tab === "text") for (const kind of ["event", "statement", "actor"]) { const marks = document.getElementById("which-spans"); if (marks) { change(marks, kind); await wait(); look(`spans of ${kind}`); } }
  }
  done([...new Set(problems)].slice(0, 12));
})().catch((e) => done([...problems, `${e}`]));
"""


def walk(browser: Browser, page: Path, *, thorough: bool = False) -> list[str]:
    """Open the page, every view and every panel, and if thorough use every filter and table; what was blank, odd or an error."""
    browser.open(page)
    browser.driver.set_script_timeout(60)
    problems: list[str] = browser.driver.execute_async_script(WALK, thorough)
    return problems + browser.noise()
