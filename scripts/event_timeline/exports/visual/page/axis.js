// The time axis, as exports/axis.py has it: linear where that can be read, else each stretch between two dates
// as long as the logarithm of its days. Places are percent of the plot's width.

const LEGIBLE = 8;
const SHORTENED = 5;
const FEW = 12;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
// Days since 1970 and [year, month 0 to 11, day] of the proleptic Gregorian calendar, astronomical years; by Howard Hinnant's
// days_from_civil and civil_from_days, since a Date ends at the year 275760.
function dayOf(year, month = 0, day = 1) {
  const y = month < 2 ? year - 1 : year, era = Math.floor(y / 400), ofEra = y - era * 400;
  const ofYear = Math.floor((153 * ((month + 10) % 12) + 2) / 5) + day - 1;
  return era * 146097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719468;
}
function civil(day) {
  const z = day + 719468, era = Math.floor(z / 146097), ofEra = z - era * 146097;
  const y = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365);
  const ofYear = ofEra - (365 * y + Math.floor(y / 4) - Math.floor(y / 100)), m = Math.floor((5 * ofYear + 2) / 153);
  const month = (m + 2) % 12;
  return [y + era * 400 + (month < 2 ? 1 : 0), month, ofYear - Math.floor((153 * m + 2) / 5) + 1];
}
// A year as exports/dates.py writes it: 2024, 79 CE, 45 BCE.
function yearName(year) {
  const written = (n) => (n > 9999 ? n.toLocaleString("en") : String(n));
  return year <= 0 ? `${written(1 - year)} BCE` : year < 1000 || year > 9999 ? `${written(year)} CE` : String(year);
}
function roundStep(least) {
  for (let size = 1; ; size *= 10) for (const step of [size, 2 * size, 5 * size]) if (step >= least) return step;
}

function makeAxis(shown, pixels) {
  const edges = new Set();
  let openStart = false, openEnd = false;
  for (const { at } of shown) {
    for (const day of [at.first, at.from, at.last, at.to]) if (day !== null) { edges.add(day); edges.add(day + 1); }
    openStart ||= at.first === null;
    openEnd ||= at.last === null;
  }
  const days = [...edges].sort((a, b) => a - b);
  if (!days.length) return null;
  const gaps = days.slice(1).map((d, i) => d - days[i]);
  const left = openStart ? 4 : 0, right = openEnd ? 95 : 99;
  const shorter = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 4)];
  const linear = (shorter * pixels) / (days.at(-1) - days[0]) >= LEGIBLE;
  const weights = gaps.map((g) => (linear ? g : Math.log1p(g)));
  const unit = (right - left) / weights.reduce((a, b) => a + b, 0);
  const spots = [left];
  for (const w of weights) spots.push(spots.at(-1) + w * unit);
  // Places where one stretch's scale gives way to one that is much wider or narrower; no mark touches another.
  const breaks = [];
  gaps.slice(1).forEach((g, i) => {
    const change = (g / weights[i + 1]) / (gaps[i] / weights[i]), place = spots[i + 1];
    if (Math.max(change, 1 / change) > SHORTENED && (place - (breaks.at(-1) ?? -100)) * pixels > 1500) breaks.push(place);
  });
  const at = (day) => {
    let low = 0, high = days.length - 2;
    while (low < high) { const middle = (low + high + 1) >> 1; if (days[middle] <= day) low = middle; else high = middle - 1; }
    return spots[low] + ((spots[low + 1] - spots[low]) * (day - days[low])) / (days[low + 1] - days[low]);
  };
  return { at, breaks, first: days[0], last: days.at(-1), pixels };
}

// The days by which events are named: deadlines first, then first days, or the end of what has no beginning.
function* ownDays(shown) {
  const begin = new Map();
  for (const { at } of shown) {
    const day = at.first === null || at.orBefore ? at.last : at.first;
    if (day !== null) begin.set(day, begin.get(day) || Boolean(at.orBefore || at.orAfter));
  }
  if (begin.size > FEW) return;
  for (const [day] of [...begin].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
    const [year, month, ofMonth] = civil(day);
    yield [day, String(ofMonth), `${MONTHS[month]} ${yearName(year)}`];
  }
}
function* calendarDays(axis) {
  const [first] = civil(axis.first), [last] = civil(axis.last);
  const most = Math.max(Math.floor(axis.pixels / 46), 1), years = last - first + 1;
  const step = roundStep(years / most);
  for (let year = Math.ceil(first / step) * step; year <= last; year += step) yield [dayOf(year), yearName(year), ""];
  if (step > 1) return;
  for (const months of [6, 3, 1]) {
    if ((years * 12) / months > 2 * most) continue;
    for (let year = first; year <= last; year++) for (let m = months; m < 12; m += months) yield [dayOf(year, m), MONTHS[m], yearName(year)];
  }
}
const letters = document.createElement("canvas").getContext("2d");
const APART = 10; // pixels that a name needs besides its letters
// Named days, none over another: those of `ownDays` if they are few, then years and months. `fonts` are those of a name's
// two lines. A name that would leave the plot ends at its day; its second line leaves out what the name before says.
function ticksOf(axis, shown, fonts) {
  const widths = new Map();
  const room = (text, i) => {
    const key = `${i}${text}`;
    if (!widths.has(key)) { letters.font = fonts[i]; widths.set(key, text ? letters.measureText(text).width + APART : 0); }
    return widths.get(key);
  };
  const placed = (named) => {
    let before = "", yearBefore = "";
    return named.map(([day, first, full]) => {
      const year = yearName(civil(day)[0]), place = axis.at(day), x = (place * axis.pixels) / 100;
      const second = full === before ? "" : year === yearBefore && full.endsWith(year) ? full.slice(0, -year.length).trimEnd() : full;
      [before, yearBefore] = [full, year];
      const rooms = [room(first, 0), room(second, 1)], ends = x + Math.max(...rooms) > axis.pixels + APART;
      return { place, x, ends, first, second, lines: rooms.map((r) => (ends ? [x - r, x] : [x, x + r])) };
    });
  };
  const apart = (a, b) => Math.abs(a.x - b.x) > 1 && a.lines.every(([from, to], i) => from === to || b.lines[i][0] === b.lines[i][1] || to <= b.lines[i][0] || b.lines[i][1] <= from);
  const taken = new Set();
  let chosen = [], ticks = [];
  for (const named of [...ownDays(shown), ...calendarDays(axis)]) {
    if (named[0] < axis.first || named[0] > axis.last || taken.has(named[0])) continue;
    const candidate = [...chosen, named].sort((a, b) => a[0] - b[0]), tried = placed(candidate);
    if (!tried.every((t, i) => t.lines.every(([from]) => from > -APART) && tried.slice(i + 1).every((other) => apart(t, other)))) continue;
    taken.add(named[0]);
    [chosen, ticks] = [candidate, tried];
  }
  return ticks;
}

// The pieces of a bar in percent: { kind: sure | maybe, from, to }, and what stands at its ends.
function barOf(at, axis) {
  const shortest = 700 / axis.pixels;
  const start = (day) => axis.at(day), end = (day) => axis.at(day + 1);
  const left = at.first === null ? 0 : start(at.first);
  const right = at.last === null ? 100 : Math.max(end(at.last), left + shortest);
  const pieces = [];
  let from = right, to = right;
  if (at.from !== null && at.to !== null) {
    from = at.first === null && at.back ? 0 : start(at.from);
    to = at.last === null && at.on ? 100 : Math.max(end(at.to), start(at.from) + shortest);
    pieces.push({ kind: "sure", from, to, on: at.last === null && at.on, back: at.first === null && at.back });
  }
  if (left < from - 0.1) pieces.push({ kind: "maybe", from: left, to: from });
  if (pieces.length && right > to + 0.1) pieces.push({ kind: "maybe", from: to, to: right });
  const unknown = (at.last === null && !at.on) || (at.first === null && !at.back);
  const mark = (at.doubt || (unknown ? "?" : "")) + (at.orAfter ? "≥" : "");
  return { pieces, mark, right, left, startMark: (at.orBefore ? "≤" : "") + at.startDoubt };
}
