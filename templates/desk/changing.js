// A fact as data, changed: each takes a value and gives another; nothing of it is touched but what is meant. No page.
import { isMap, listed, read, several, tight, TO_FILL, without, write } from "./values.js";

/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./types.js").Near} Near */
/** @typedef {import("./values.js").Path} Path */
/** @typedef {{ [key: string]: Data }} Cite a citation as a file has it */

const SIDES = ["a", "b", "c", "d", "e", "f", "g", "h"]; // ids of the sides of a conflict

/**
 * A new thing, and the sides of a conflict, with ids; those that an editor has given stay.
 * @param {Data} value
 * @param {string} free an id that nothing has
 * @returns {Data}
 */
export function identified(value, free) {
  const id = isMap(value) && typeof value.id === "string" && value.id !== TO_FILL ? value.id : free;
  const sides = listed(read(value, ["sides"])).map((side, at) => (isMap(side) && !side.id ? { id: SIDES[at] ?? `side-${at + 1}`, ...side } : side));
  return { ...without(value), id, ...(sides.length ? { sides } : {}) };
}

/**
 * The citations of a value as a list.
 * @param {Data} value
 * @param {Path} path
 */
const citesAt = (value, path) => listed(read(value, path)).filter(isMap);

/**
 * With one more quotation, in the citation of its clause if there is one.
 * @param {Data} value
 * @param {Path} at
 * @param {Cite} cite
 */
export function quoted(value, at, { doc, clause, quote }) {
  const path = [...at, "cite"];
  const was = read(value, path);
  const cites = citesAt(value, path);
  const same = cites.findIndex((held) => held.clause === clause && (held.doc ?? doc) === doc && !held.read_as);
  const added = (/** @type {Cite} */ held) => ({ ...held, quote: several([...listed(held.quote), quote], held.quote) ?? quote });
  const next = same < 0 ? [...cites, { ...(doc ? { doc } : {}), clause, quote }] : cites.map((held, index) => (index === same ? added(held) : held));
  return write(value, path, several(next, was));
}

/**
 * Without a quotation, and without its citation where that has no other.
 * @param {Data} value
 * @param {Path} path of the citations
 * @param {number} index
 * @param {number} number of the quotation in its citation
 */
export function unquoted(value, path, index, number) {
  const left = (/** @type {Cite} */ cite) => ({ ...cite, quote: several(listed(cite.quote).filter((_, other) => other !== number), cite.quote) ?? [] });
  const cites = citesAt(value, path).map((cite, at) => (at === index ? left(cite) : cite));
  return write(value, path, several(cites.filter(({ quote }) => listed(quote).length), read(value, path)));
}

/**
 * With a quotation that has become longer.
 * @param {Data} value
 * @param {Path} at
 * @param {{ quote: string, text: string }} joined
 */
export function joined(value, at, { quote, text }) {
  const path = [...at, "cite"];
  const longer = (/** @type {Cite} */ cite) => ({ ...cite, quote: several(listed(cite.quote).map((held) => (held === quote ? text : held)), cite.quote) ?? text });
  return write(value, path, several(citesAt(value, path).map(longer), read(value, path)));
}

/**
 * Whether a quotation of a thing has some words.
 * @param {Data} value
 * @param {Path} at
 * @param {string} words
 */
export const quotes = (value, at, words) => citesAt(value, [...at, "cite"]).some((cite) => listed(cite.quote).some((quote) => tight(String(quote)).includes(tight(words))));

/**
 * With words of the document at a path; one more of a list where the path ends in a number.
 * @param {Data} value
 * @param {Path} path
 * @param {string} words
 * @param {boolean} mapped whether they stand under `words`
 */
export function saying(value, path, words, mapped) {
  const parent = path.slice(0, -1);
  const list = read(value, parent);
  if (typeof path[path.length - 1] === "number" && !Array.isArray(list)) return write(value, parent, several([...listed(list), words], list));
  return write(value, path, mapped ? { ...without(read(value, path), "cite"), words } : words);
}

/**
 * With one more side of a conflict.
 * @param {Data} value
 * @param {Path} path
 * @param {Cite} cite
 */
export function sided(value, path, cite) {
  const list = listed(read(value, path));
  const taken = list.map((side) => read(side, ["id"]));
  const id = SIDES.find((one) => !taken.includes(one)) ?? `side-${list.length + 1}`;
  return write(value, path, [...list, { id, cite }]);
}

/** @param {Data} value a fact, which becomes the first side of a conflict */
export function differing(value) {
  const shared = ["id", "when", "utilities", "layer"];
  const kept = Object.entries(isMap(value) ? value : {}).filter(([key]) => shared.includes(key));
  return { ...Object.fromEntries(kept), sides: [{ id: SIDES[0], ...without(value, ...shared) }] };
}

/** @param {Data} value a conflict that is none after all: its first side alone is left */
export function agreeing(value) {
  const first = listed(read(value, ["sides"]))[0];
  return { ...(isMap(first) ? first : {}), ...without(value, "sides", "consequence") };
}
