// What the package is, and what its words and signs mean.

// A citation, and a button that copies it; where a browser lets no page copy, the text is selected for the reader to do so.
function citation(style, title, text) {
  const body = h("pre", { id: `cite-${style}`, tabindex: 0, role: "region", "aria-label": `Citation, ${title}`, dir: "auto" }, text);
  const said = h("span", { class: "hint", role: "status" });
  const copy = async () => {
    getSelection().selectAllChildren(body);
    try { await navigator.clipboard.writeText(text); said.textContent = "copied"; } catch { said.textContent = "selected: press Ctrl+C"; }
  };
  return h("div", { class: "citation" }, body, h("p", {}, h("button", { type: "button", "aria-label": `Copy the citation, ${title}`, on: { click: copy } }, "Copy"), h("span", { class: "hint" }, title), said));
}

function showAbout(view) {
  const { about } = data;
  const named = (x) => (x.url ? h("a", { href: x.url, rel: "noreferrer noopener" }, bdi(x.title)) : bdi(x.title));
  const meaning = (vocabulary, icon) => facts(rows.codebook.filter((r) => r.vocabulary === vocabulary).map((r) => [[icon?.(r.term), bdi(r.label)], bdi(r.definition)]));
  fill(view, {}, [h("div", { class: "prose" },
    h("h3", {}, "The package"),
    about.description && h("p", { dir: "auto" }, about.description),
    facts([
      ["Version", about.version], ["By", about.contributors.join(", ")], ["Licence", about.licenses.length && about.licenses.map((x, i) => [i ? ", " : "", named(x)])],
      ["Rights", about.rights && bdi(about.rights)], ["Sources", about.sources.length && list(about.sources.map(named))], ["Identifier", about.id && h("code", {}, about.id)],
      ["Tables", Object.entries(TITLES).map(([name, title], i) => `${i ? ", " : ""}${title.toLowerCase()} ${data.tables[name].rows.toLocaleString("en")}`).join("")],
    ]),
    about.citations.length > 0 && h("h3", {}, "Cite it"),
    about.citations.map(({ style, title, text }) => citation(style, title, text)),
    h("h3", {}, "Status: how the source reports an event"), meaning("events.status", (code) => shape(code)),
    h("h3", {}, "Polarity"), meaning("events.polarity", (code) => shape("occurred", code === "negated")),
    h("h3", {}, "Topics"), meaning("events.topic", (code) => (hues.has(code) ? h("span", { class: `swatch hue${hues.get(code)}` }) : null)),
    h("h3", {}, "Bars"),
    h("p", {}, "A full bar covers the days on which an event surely takes place, a hollow one those for which it is only planned, claimed or denied, a dashed one the days of which one is meant; an arrow goes on without an end, a question mark stands for an end or a date that is not certain. Where the days lie too unevenly, the scale of the axis changes, and // marks where."),
    h("h3", {}, "Keys"),
    facts([["↑ ↓ Page Up, Page Down, Home, End", "move from event to event in the timeline"], ["Enter", "open what has the focus"], ["Escape", "close the panel and return"], ["← →", "move between the views"]]))]);
}
