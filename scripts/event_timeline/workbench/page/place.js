// The place that words name, and the words that name a place. Nothing is written here.

import { rowOf, rows, spansHere, store, toUnit } from "./store.js";
import { parts, selectedWords, sentenceAt } from "./text.js";

const LEADING = /^(?:(?:in|at|on|to|into|from|near)\s+)?(?:(?:the|an?)\s+)?/i;
const SAYS_WHERE = /\b(?:in|at|on|to|into|from|near|outside|around|across|through)\s+(?:the\s+)?$/i; // before the name
const GOES_ON = /^(?:['’]s\b|[\p{L}\p{N}-]| \p{Lu})/u; // after it: “Osterhavn's council”, “Osterhavn Post”

export const placeName = (words) => { const name = words.replace(/\s+/gu, " ").replace(LEADING, ""); return name.charAt(0).toLocaleUpperCase() + name.slice(1); };
const plain = (words) => placeName(words).toLocaleLowerCase();
// The places of that name; where none has it, the one that each event has whose place the same words give.
export function placesOf(words) {
  const asked = plain(words), named = rows("places").filter((p) => plain(p.name) === asked).map((p) => p.place_id);
  const given = spansHere().filter((s) => s.sort === "event" && s.part === "place" && s.row.exact && plain(s.row.exact) === asked);
  return named.length ? named : [...new Set(given.map((s) => rowOf("events", s.id)?.place_id).filter(Boolean))];
}
// Where words name a place that is chosen for an event: the selected words, or the only ones in the sentences of the event that say
// where. Empty where that is not sure. stretches: of the event's report and mentions.
export function wordsOf(place, stretches) {
  const { text } = store, name = rowOf("places", place)?.name;
  if (!text || !name) return [];
  if (parts().length === 1 && plain(selectedWords()) === plain(name)) return parts();
  const found = new Set(), { content } = text;
  for (const [first, last] of stretches) {
    const [start] = sentenceAt(first), [, end] = sentenceAt(last - 1);
    for (let at = content.indexOf(name, start); at >= 0 && at + name.length <= end; at = content.indexOf(name, at + 1)) if (SAYS_WHERE.test(content.slice(start, at)) && !GOES_ON.test(content.slice(at + name.length, end))) found.add(at);
  }
  return found.size === 1 ? [...found].map((at) => [at, at + name.length]) : [];
}
// The same for an event that is there, if no words give its place yet.
export function wordsOfEvent(event, place) {
  const own = rows("evidence").filter((r) => r.event_id === event);
  if (!place || own.some((r) => r.part === "place")) return [];
  return wordsOf(place, own.filter((r) => r.source_id === store.text?.id && ["report", "mention"].includes(r.part)).map((r) => [toUnit(store.text, Number(r.char_start)), toUnit(store.text, Number(r.char_end))]));
}
