// Where: a point for each place that has coordinates, on a net of meridians and parallels. No outline of land: the page loads none.

const MOST_POINTS = 2000, LISTED = 25, DEGREES = [60, 30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1];

function mapPart(events, wide) {
  const { place, kind } = overview.columns, numbers = new Map();
  let around = 0, without = 0;
  for (const i of events) {
    if (place[i] < 0) { without++; continue; }
    numbers.set(place[i], (numbers.get(place[i]) ?? 0) + 1);
    if (kind[i] & PLACED_AROUND) around++;
  }
  if (!numbers.size) return null;
  const ranked = unwrapped([...numbers].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([key, number]) => { const [latitude, longitude, name] = overview.facts.places[key]; return { latitude, longitude, name: brief(name, 60), number }; }));
  const drawn = ranked.slice(0, MOST_POINTS), left = ranked.slice(MOST_POINTS);
  const map = projection(drawn, wide), most = ranked[0].number, size = (n) => 2 + Math.min(wide / 60, 14) * Math.sqrt(n / most);
  const named = namesOf(drawn.map((p) => ({ ...p, x: map.x(p.longitude), y: map.y(p.latitude), r: size(p.number) })), map);
  const notes = [`${count(events.length - without, "event")} at ${count(ranked.length, "place")}; the larger a circle, the more events.`, around && `${count(around, "event")} at a place without coordinates stand at the place around it.`,
    without && `Not drawn: ${count(without, "event")} whose place is not known or has no coordinates.`, left.length && `Not drawn: ${count(left.length, "place")} with at most ${count(left[0].number, "event")} each.`, "Equirectangular, without outlines of land."].filter(Boolean);
  return h("section", {}, h("h3", {}, "Where"), h("p", { class: "hint" }, notes.join(" ")),
    s("svg", { class: "map", viewBox: `0 0 ${wide} ${map.high}`, role: "img", "aria-label": `Map of ${count(drawn.length, "place")} with events; the places with most events are listed below` },
      map.net(), drawn.map((p) => s("circle", { cx: map.x(p.longitude).toFixed(1), cy: map.y(p.latitude).toFixed(1), r: size(p.number).toFixed(1) }, s("title", {}, `${p.name}: ${count(p.number, "event")}`))), named),
    h("details", {}, h("summary", {}, ranked.length > LISTED ? `The ${LISTED} places with most events` : "Places by number of events"), h("ol", { class: "most" }, ranked.slice(0, LISTED).map((p) => h("li", {}, bdi(p.name), h("span", { class: "count" }, ` ${count(p.number, "event")}`))))));
}
// Places on both sides of the 180th meridian that lie within one half of the Earth: those west of Greenwich follow east of 180 degrees.
function unwrapped(points) {
  const east = (longitude) => (longitude < 0 ? longitude + 360 : longitude);
  const span = (of) => { let low = Infinity, high = -Infinity; for (const p of points) { low = Math.min(low, of(p.longitude)); high = Math.max(high, of(p.longitude)); } return high - low; };
  return span((n) => n) > 180 && span(east) <= 180 ? points.map((p) => ({ ...p, longitude: east(p.longitude) })) : points;
}
// Latitude and longitude to pixels, one degree of longitude as long as it is in the middle of the map.
function projection(points, wide) {
  const spread = (of, least) => {
    const cells = points.map((p) => p[of]), low = Math.min(...cells), high = Math.max(...cells), margin = Math.max((high - low) * 0.06, (least - (high - low)) / 2);
    return [low - margin, high + margin];
  };
  let [west, east] = spread("longitude", 2), [south, north] = spread("latitude", 1.5);
  [south, north] = [Math.max(south, -90), Math.min(north, 90)];
  const squeeze = Math.max(Math.cos(((south + north) / 2) * (Math.PI / 180)), 0.2), ratio = (north - south) / ((east - west) * squeeze);
  let high = wide * ratio, shift = 0;
  const least = wide * 0.35, most = Math.max(wide * 0.75, 260);
  if (high < least) { const more = ((north - south) * (least / high - 1)) / 2; [south, north, high] = [south - more, north + more, least]; }
  let scale = wide / (east - west);
  if (high > most) { scale *= most / high; shift = (wide - (east - west) * scale) / 2; high = most; }
  const up = high / (north - south), x = (longitude) => shift + (longitude - west) * scale, y = (latitude) => (north - latitude) * up;
  const [left, right] = [west - shift / scale, east + shift / scale];
  const across = points.some((p) => p.longitude > 180), net = () => {
    const step = DEGREES.find((d) => (right - left) / d >= 4) ?? DEGREES.at(-1), lines = [], names = [];
    const words = (n, plus, minus) => `${Math.abs(Number(n.toFixed(1)))}°${n && Math.abs(n) !== 180 ? ` ${n > 0 ? plus : minus}` : ""}`;
    for (let n = Math.ceil(left / step); n * step <= right; n++) if (across ? n >= 0 && n * step <= 360 : Math.abs(n * step) <= 180) { lines.push(`M${x(n * step).toFixed(1)} 0V${high.toFixed(1)}`); names.push(s("text", { x: x(n * step) + 3, y: high - 4 }, words(n * step > 180 ? n * step - 360 : n * step, "E", "W"))); }
    for (let n = Math.ceil(south / step); n * step <= north; n++) if (Math.abs(n * step) <= 90) { lines.push(`M0 ${y(n * step).toFixed(1)}H${wide}`); names.push(s("text", { x: 3, y: y(n * step) - 3 }, words(n * step, "N", "S"))); }
    return s("g", { class: "net" }, s("path", { d: lines.join("") }), names);
  };
  return { x, y, high: Math.round(high), wide, net };
}
// Names of the places with most events, none over another.
function namesOf(points, { wide, high }) {
  const taken = [], names = [];
  for (const p of points.slice(0, 200)) {
    const long = p.name.length * 7.2, right = p.x + p.r + 3 + long <= wide, x = right ? p.x + p.r + 3 : p.x - p.r - 3 - long, box = [x, p.y - 8, x + long, p.y + 8];
    if (box[0] < 0 || box[1] < 0 || box[3] > high || taken.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) continue;
    taken.push(box);
    names.push(s("text", { class: "place", x: x.toFixed(1), y: (p.y + 4).toFixed(1) }, p.name));
    if (names.length >= wide / 25) break;
  }
  return names;
}
