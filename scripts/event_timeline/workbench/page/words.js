// Words, sentences and characters of a text, in UTF-16 units. A character is what a reader sees as one: an emoji of several
// people, a letter with its marks. Boundaries come from the browser (Unicode Standard Annex 29).

const found = new WeakMap(); // text -> its words and sentences
function segmenter(language, granularity) {
  try { return new Intl.Segmenter(language || undefined, { granularity }); } catch { return new Intl.Segmenter(undefined, { granularity }); }
}
export function segmented(text) {
  if (!found.has(text)) {
    const of = (granularity) => [...segmenter(text.language, granularity).segment(text.content)];
    found.set(text, {
      words: of("word").filter((s) => s.isWordLike).map((s) => [s.index, s.index + s.segment.length]),
      sentences: of("sentence").map((s) => [s.index + s.segment.length - s.segment.trimStart().length, s.index + s.segment.trimEnd().length]).filter(([a, b]) => a < b),
    });
  }
  return found.get(text);
}
// The first of sorted, separate stretches that ends after an offset; else the last.
export function indexAt(list, offset) {
  let low = 0, high = list.length - 1;
  while (low < high) { const middle = (low + high) >> 1; if (list[middle][1] > offset) high = middle; else low = middle + 1; }
  return low;
}

const characters = segmenter("", "grapheme");
// The stretch of text around an offset in which its character lies: no character goes over the end of a line.
function around(content, offset) {
  const start = content.lastIndexOf("\n", offset - 1) + 1, end = content.indexOf("\n", offset);
  return [start, end < 0 ? content.length : end + 1];
}
// The nearest edge of a character at or before an offset, or at or after it.
export function edge(content, offset, forward) {
  const [start, end] = around(content, offset);
  const here = offset <= start || offset >= end ? null : characters.segment(content.slice(start, end)).containing(offset - start);
  if (!here || here.index + start === offset) return offset;
  return start + here.index + (forward ? here.segment.length : 0);
}
// The edge one character further.
export function nextEdge(content, offset, forward) {
  if (forward ? offset >= content.length : offset <= 0) return offset;
  const at = forward ? offset : offset - 1, [start, end] = around(content, at);
  const here = characters.segment(content.slice(start, end)).containing(at - start);
  return start + here.index + (forward ? here.segment.length : 0);
}

const BLANK = /\s/u, PAUSE = /[,;:،؛、，；：]/u, CLOSES = /[”’»›」』"']/u;
// A stretch without blanks at its ends or half characters, and without a comma after it, unless a quotation ends there.
export function trimmed(content, start, end) {
  let [a, b] = [edge(content, start, false), edge(content, end, true)];
  while (a < b && BLANK.test(content[a])) a++;
  while (b > a && BLANK.test(content[b - 1])) b--;
  while (b - a > 1 && PAUSE.test(content[b - 1]) && !CLOSES.test(content[b] ?? "")) b--;
  while (b > a && BLANK.test(content[b - 1])) b--;
  return a < b ? [a, b] : [start, start];
}
