// A value of a field is written with those that are tied to it: from the form, and from a cell of the table. Where it is refused it is
// held with its record.

import { placing } from "./flow.js";
import { heldOf, hold, release, together } from "./held.js";
import { say } from "./dom.js";
import { change, changed, labelOf, report, rowOf, select, store } from "./store.js";

// A hint for the command line helps nobody here.
export const refusal = ({ message, hint }) => `${message}.${hint && !/--|timeline /.test(hint) ? ` ${hint}` : ""}`;

// Returns the key that the row has since, and the message where the value was refused; chosen: whether it came from a list of terms.
export async function write(name, key, column, value, chosen) {
  const row = rowOf(name, key), at = `${name}/${key}/${column}`, { typed } = store;
  if (!row || store.sent.get(at) === value || (!heldOf(name, key).has(column) && (row[column] ?? "") === value.trim())) return { key };
  const { cells, all, lacking } = together(name, key, column, value.trim());
  if (!Object.keys(cells).length) {
    release(name, key, all);
    typed.delete(at);
    changed();
    return { key };
  }
  store.sent.set(at, value);
  try {
    const state = await sendCells(name, key, column, cells), [now] = state.keys;
    release(name, key, all);
    for (const c of all) if (c === column || typed.get(`${name}/${key}/${c}`) === cells[c]) typed.delete(`${name}/${key}/${c}`);
    if (now !== key) for (const [c, x] of heldOf(name, key)) hold(name, now, c, x);
    if (now !== key && !store.current && rowOf(name, now)) select(name, now);
    else changed();
    return { key: now };
  } catch (error) {
    if (!rowOf(name, key)) { report(error); return { key }; }
    // what is wrong with the value itself comes before what it needs
    const waits = Boolean(error.status === 400 && lacking && (chosen || error.message.includes(lacking[0])));
    const field = waits ? lacking[0] : column, message = waits ? `${lacking[1]}.` : refusal(error);
    release(name, key, all);
    for (const [c, v] of Object.entries(cells)) hold(name, key, c, { value: c === column ? value : v, at: field, message, waits });
    for (const c of all) typed.delete(`${name}/${key}/${c}`);
    changed();
    say(message);
    return { key, message, at: field };
  } finally {
    store.sent.delete(at);
  }
}
// Values that were refused may be right together with the new one: they are sent with it first, and then left out.
async function sendCells(name, key, column, cells) {
  const own = (some) => (name === "events" && column === "place_id" ? placing(key, some.place_id).slice(1) : []); // the words that give the place
  const send = (some) => change(`${column} of ${labelOf(name, key)}`, [{ do: "set", row: `${name}/${key}`, cells: some }, ...own(some)]);
  const refused = Object.fromEntries([...heldOf(name, key)].filter(([c, x]) => !(c in cells) && !x.waits).map(([c, x]) => [c, x.value.trim()]));
  if (!Object.keys(refused).length) return send(cells);
  try { return await send({ ...refused, ...cells }); } catch (error) { if (error.status !== 400) throw error; }
  return send(cells);
}
