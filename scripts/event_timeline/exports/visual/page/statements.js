// The statements as cards, a page of them at a time.

const CARDS = 40;
const SCROLLED = 600; // characters of a quotation that may need scrolling, and thus the keyboard
let cardsFrom = 0;

function card(st, full) {
  const source = sources.get(st.source_id);
  const named = st.speaker_id && st.speaker_as_reported && st.speaker_as_reported !== actorName(st.speaker_id) && [" as “", bdi(st.speaker_as_reported), "”"];
  const other = (id) => link("statement", id, statements.get(id)?.summary ?? id);
  const about = of(saidIn, st.statement_id).map((x) => {
    const event = events.get(x.event_id);
    return [event && [shape(event.status, event.negated), " "], x.stance && [h("em", {}, labelOf("statement_events.stance", x.stance)), ": "], link("event", x.event_id, eventLabel(x.event_id)), x.factuality && h("span", { class: "hint" }, ` ${lower(labelOf("statement_events.factuality", x.factuality))} (${x.factuality})`)];
  });
  const shown = new Set(["statement_id", "source_id", "position", "within", "repeats", "speaker_id", "speaker_as_reported", "speaker_source", "kind", "quote", "summary", "cue", "occasion", "date_edtf", "date_basis", "date_source", "addressee", "speaker_basis"]);
  return h(full ? "div" : "li", { class: full ? "whole" : "card" }, [
    h("p", { class: "by" }, h(full ? "span" : "h3", { class: "speaker" }, speakerOf(st)), named, st.cue && [" · “", bdi(st.cue), "”"]),
    st.quote && h("blockquote", { lang: source?.language, dir: "auto", tabindex: st.quote.length > SCROLLED ? 0 : undefined }, st.quote),
    h("p", { class: st.quote ? "gist" : "gist only", dir: "auto" }, st.summary),
    list(about),
    h("p", { class: "hint manner" }, said("statements.kind", st.kind), st.when && [" · ", bdi(st.when), st.date_basis && ` (${lower(labelOf("statements.date_basis", st.date_basis))})`]),
    facts([
      ["To", st.addressee && link("actor", st.addressee, actorName(st.addressee))],
      ["Occasion", st.occasion && link("event", st.occasion, eventLabel(st.occasion))],
      ["Reported in", st.within && other(st.within)], ["Repeats", st.repeats && other(st.repeats)],
      ...(full ? [
        ["Reports", of(within, st.statement_id).length && of(within, st.statement_id).map((x, i) => [i ? "; " : "", other(x.statement_id)])],
        ["Repeated by", of(repeatedBy, st.statement_id).length && of(repeatedBy, st.statement_id).map((x, i) => [i ? "; " : "", other(x.statement_id)])],
        ["How the speaker is known", said("statements.speaker_basis", st.speaker_basis ?? null)],
        ["Speaker known from", st.speaker_source && sourceName(st.speaker_source)], ["Date from", st.date_source && sourceName(st.date_source)],
        ["Source", st.source_id && sourceName(st.source_id)], ...others("statements", st, shown), ["Identifier", h("code", {}, st.statement_id)],
      ] : []),
    ]),
    !full && h("p", { class: "open" }, h("a", { href: address("statement", st.statement_id), "aria-label": `Evidence and details: ${brief(st.summary)}`, "aria-current": chosen.kind === "statement" && chosen.id === st.statement_id }, "Evidence and details")),
  ].filter(Boolean));
}
function showStatements(view) {
  const { statements: all } = found;
  if (cardsFrom >= all.length) cardsFrom = 0;
  if (!all.length) return fill(view, {}, [h("p", { class: "note" }, "No statement answers these filters.")]);
  const shown = all.slice(cardsFrom, cardsFrom + CARDS);
  return fill(view, {}, [h("ul", { class: "cards", "aria-label": "Statements" }, shown.map((st) => card(st, false))), pager(cardsFrom, CARDS, all.length, "statements", (to) => { cardsFrom = to; draw(); })]);
}
// Buttons to the pages before and after; null where everything is in sight.
function pager(from, size, total, what, go) {
  if (total <= size) return null;
  const move = (to) => () => { go(to); scrollTo(0, 0); byId("view").focus({ preventScroll: true }); };
  return h("nav", { class: "pager", "aria-label": `Pages of ${what}` },
    h("button", { type: "button", disabled: from === 0, on: { click: move(Math.max(from - size, 0)) } }, "Previous"),
    h("span", {}, `${(from + 1).toLocaleString("en")}–${Math.min(from + size, total).toLocaleString("en")} of ${total.toLocaleString("en")} ${what}`),
    h("button", { type: "button", disabled: from + size >= total, on: { click: move(from + size) } }, "Next"));
}
// Turn to the page that holds a statement.
function turnTo(id) {
  const at = found.statements.findIndex((st) => st.statement_id === id);
  if (at >= 0) cardsFrom = Math.floor(at / CARDS) * CARDS;
}
