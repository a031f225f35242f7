// What a fact may name, and where its words stand, by what is known of the place.
import { isMap, listed, read, tight, worded } from "./values.js";

/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Fact} Fact */

/**
 * An id that nothing of a section has.
 * @param {Desk} desk
 * @param {string} section
 */
export function free({ state }, section) {
  const taken = new Set(state.facts.filter((fact) => fact.section === section).map(({ id }) => id));
  const begin = section.replaceAll("_", "-");
  let count = 1;
  while (taken.has(`${begin}-${count}`)) count++;
  return `${begin}-${count}`;
}

/**
 * The things of a section that a fact of a file may name.
 * @param {Desk} desk
 * @param {string} file
 * @param {string} section
 */
export function things({ state }, file, section) {
  const near = (/** @type {string} */ other) => file === "city.yaml" || other === file || other === "city.yaml" || file.startsWith(other.replace(/yaml$/, ""));
  const found = state.facts.filter((fact) => fact.section === section && near(fact.file));
  return found.filter((fact, at) => found.findIndex(({ id }) => id === fact.id) === at);
}

/** Besides those of the section itself. @type {Record<string, string[]>} */
const ALSO = { steps: ["steps", "permits", "phases"] };

/**
 * What may be named, by id, with what it is called.
 * @param {Desk} desk
 * @param {string} file
 * @param {string} refs a section, `lacking`, `sections`, `documents`
 */
export function named(desk, file, refs) {
  if (refs === "lacking") return desk.state.lacking.map(({ id, name }) => ({ value: id, label: name }));
  if (refs === "sections") return Object.entries(desk.kinds.sections).map(([value, { label }]) => ({ value, label }));
  if (refs === "documents") return desk.state.documents.map(({ id, title }) => ({ value: id, label: title }));
  const label = (/** @type {Fact} */ { id, value, says }) => worded(read(value, ["name"])) || says[0] || id;
  const found = (ALSO[refs] ?? [refs]).flatMap((section) => things(desk, file, section));
  return [...found.map((fact) => ({ value: fact.id, label: label(fact) })), ...(refs === "limits" ? [{ value: "all", label: "整个报装" }] : [])];
}

/**
 * Where words stand: document, clause, number of the sentence, as far as they are known.
 * @param {Desk} desk
 * @param {string[]} own the sentences that the fact quotes
 * @param {{ [key: string]: Data }} cite
 * @param {string} words
 */
export function place({ state: { documents, sentences } }, own, { doc, clause }, words) {
  const title = documents.length > 1 ? (documents.find(({ id }) => id === doc)?.title ?? "") : "";
  const holding = sentences.filter((one) => (typeof doc !== "string" || one.doc === doc) && tight(one.text).includes(tight(words)));
  const near = holding.find((one) => one.clause === clause) ?? holding.find(({ id }) => own.includes(id)) ?? holding[0];
  const at = sentences.findIndex((one) => (near ? one === near : own.length === 1 && one.id === own[0]));
  return [title, typeof clause === "string" ? clause : sentences[at]?.clause, at < 0 ? "" : `第 ${at + 1} 句`].filter(Boolean);
}

/**
 * The one quotation of some citations, with its citation; null where there are more, or none.
 * @param {Data | undefined} cites
 */
export function only(cites) {
  const every = listed(cites).filter(isMap).flatMap((cite) => listed(cite.quote).map((quote) => ({ cite, quote: String(quote) })));
  return every.length === 1 ? every[0] : null;
}
