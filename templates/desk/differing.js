// Two texts, and in which letters they differ.
import { make } from "./nodes.js";

/** @typedef {{ kind: "same" | "gone" | "new", text: string }} Piece */

const LONGEST = 1500;

/**
 * The pieces of a text before and of the one now, in order; texts too long to be compared letter by letter differ whole.
 * @param {string} before
 * @param {string} now
 * @returns {Piece[]}
 */
export function pieces(before, now) {
  const old = Array.from(before);
  const fresh = Array.from(now);
  if (before === now) return before ? [{ kind: "same", text: before }] : [];
  const head = alike(old, fresh, (letters, at) => letters[at]);
  const tail = alike(old.slice(head), fresh.slice(head), (letters, at) => letters[letters.length - 1 - at]);
  const inner = [old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)];
  const middle = Math.max(inner[0].length, inner[1].length) > LONGEST ? whole(inner[0], inner[1]) : compared(inner[0], inner[1]);
  return joined([
    { kind: "same", text: old.slice(0, head).join("") },
    ...middle,
    { kind: "same", text: old.slice(old.length - tail).join("") },
  ]);
}

/**
 * How many letters are the same from one end.
 * @param {string[]} old
 * @param {string[]} fresh
 * @param {(letters: string[], at: number) => string} letter
 */
function alike(old, fresh, letter) {
  const most = Math.min(old.length, fresh.length);
  let at = 0;
  while (at < most && letter(old, at) === letter(fresh, at)) at++;
  return at;
}

/**
 * @param {string[]} old
 * @param {string[]} fresh
 * @returns {Piece[]}
 */
const whole = (old, fresh) => [{ kind: "gone", text: old.join("") }, { kind: "new", text: fresh.join("") }];

/**
 * The longest row of letters that both have, and what differs between.
 * @param {string[]} old
 * @param {string[]} fresh
 * @returns {Piece[]}
 */
function compared(old, fresh) {
  const lengths = table(old, fresh);
  /** @type {Piece[]} */
  const found = [];
  let [row, column] = [0, 0];
  while (row < old.length || column < fresh.length) {
    if (row < old.length && column < fresh.length && old[row] === fresh[column]) {
      found.push({ kind: "same", text: old[row] });
      row++;
      column++;
    } else if (column === fresh.length || (row < old.length && lengths[row + 1][column] >= lengths[row][column + 1])) {
      found.push({ kind: "gone", text: old[row++] });
    } else {
      found.push({ kind: "new", text: fresh[column++] });
    }
  }
  return found;
}

/**
 * How long the longest common row is from each pair of places on.
 * @param {string[]} old
 * @param {string[]} fresh
 */
function table(old, fresh) {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint16Array(fresh.length + 1));
  for (let row = old.length - 1; row >= 0; row--) {
    for (let column = fresh.length - 1; column >= 0; column--) {
      lengths[row][column] = old[row] === fresh[column] ? lengths[row + 1][column + 1] + 1 : Math.max(lengths[row + 1][column], lengths[row][column + 1]);
    }
  }
  return lengths;
}

/**
 * Neighbours of one kind become one.
 * @param {Piece[]} all
 */
function joined(all) {
  /** @type {Piece[]} */
  const found = [];
  for (const piece of all.filter(({ text }) => text)) {
    const last = found[found.length - 1];
    if (last && last.kind === piece.kind) last.text += piece.text;
    else found.push({ ...piece });
  }
  return found;
}

/**
 * Both texts in one line: what is gone struck out, what is new underlined.
 * @param {string} before
 * @param {string} now
 */
export function shown(before, now) {
  const tags = /** @type {const} */ ({ gone: "del", new: "ins", same: "span" });
  return make("span", { class: "differing" }, ...pieces(before, now).map(({ kind, text }) => make(tags[kind], {}, text)));
}

/**
 * One of the two texts, with what only it has.
 * @param {string} before
 * @param {string} now
 * @param {"gone" | "new"} wanted
 */
export function side(before, now, wanted) {
  const tag = wanted === "gone" ? "del" : "ins";
  const own = pieces(before, now).filter(({ kind }) => kind === "same" || kind === wanted);
  return own.map(({ kind, text }) => (kind === "same" ? text : make(tag, {}, text)));
}
