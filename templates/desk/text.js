// Offsets: the program counts code points, the browser counts UTF-16 units; a character outside the basic plane has two.

/**
 * The UTF-16 offset of a code point in a text.
 * @param {string} text
 * @param {number} count
 */
export function units(text, count) {
  let at = 0;
  for (let left = count; left > 0 && at < text.length; left--) {
    at += /** @type {number} */ (text.codePointAt(at)) > 0xffff ? 2 : 1;
  }
  return at;
}

/**
 * How many code points a text has; half of a surrogate pair counts as one.
 * @param {string} text
 */
export function points(text) {
  return Array.from(text).length;
}

/**
 * A text by code points, end excluded.
 * @param {string} text
 * @param {number} start
 * @param {number} end
 */
export function slice(text, start, end) {
  return text.slice(units(text, start), units(text, end));
}

/**
 * A text cut at the edges of its marks: each piece with the kinds of mark that cover it.
 * @template {string} Kind
 * @param {string} text
 * @param {{ start: number, end: number, kind: Kind }[]} marks in code points
 * @returns {{ text: string, start: number, kinds: Kind[] }[]}
 */
export function pieces(text, marks) {
  const whole = points(text);
  const inside = marks.map((mark) => ({ ...mark, end: Math.min(mark.end, whole) })).filter(({ start, end }) => start < end);
  const edges = [0, ...inside.flatMap(({ start, end }) => [start, end]), whole].sort((one, other) => one - other);
  const cuts = edges.filter((edge, at) => at === 0 || edge !== edges[at - 1]);
  return cuts.slice(1).map((end, at) => ({
    text: slice(text, cuts[at], end),
    start: cuts[at],
    kinds: [...new Set(inside.filter((mark) => mark.start <= cuts[at] && mark.end >= end).map(({ kind }) => kind))],
  }));
}
