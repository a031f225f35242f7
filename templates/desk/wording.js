// What a value of a policy file says, in the words of its inputs: for cards, which are read and not edited.

import { named as nameable } from "./naming.js";
import { fileLabel } from "./nodes.js";

/** @typedef {import("./types.js").Card} Card */
/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Field} Field */
/** @typedef {Pick<Field, "key" | "keys" | "label" | "input" | "options" | "units" | "unit">} Worded */
/** @typedef {import("./types.js").Kind} Kind */

const TO_FILL = "请填写";
const ELSEWHERE = ["cite", "id"];

/**
 * The kind of an entry: that which is named, if there is one, else that of its section.
 * @param {Desk} desk
 * @param {string} section
 * @param {string} [named]
 */
export function kindOf({ kinds }, section, named = "") {
  return kinds.kinds[named] ? named : (kinds.sections[section]?.kind ?? "other");
}

/**
 * The inputs of a kind, those that come first before the others.
 * @param {Desk} desk
 * @param {string} kind
 * @returns {Field[]}
 */
export function fieldsOf({ kinds }, kind) {
  const known = kinds.kinds[kind];
  return known ? [...known.fields, ...known.more] : [];
}

/**
 * What a key of an entry is called.
 * @param {Desk} desk
 * @param {string} kind
 * @param {string} key
 */
export function labelOf(desk, kind, key) {
  return fieldsOf(desk, kind).find((field) => field.key === key || field.keys.includes(key))?.label ?? key;
}

/**
 * What a card would write, shortest first word: its amount, its name, else what it is about.
 * @param {Desk} desk
 * @param {Card} card
 */
export function headline(desk, { section, kind, title, quote, label, value }) {
  const own = kindOf(desk, section, kind);
  const amount = fieldsOf(desk, own).find(({ input }) => input === "amount");
  const words = amount ? wordsOf(amount, entryOf(value)) : "";
  if (words) return words;
  if (entryOf(value).none) return `${label}：没有`;
  return title === quote ? label : title;
}

/**
 * What else it would write: labels and words, what is open left out.
 * @param {Desk} desk
 * @param {Card} card
 */
export function details(desk, card) {
  const shown = fieldsOf(desk, kindOf(desk, card.section, card.kind)).filter(({ key }) => !ELSEWHERE.includes(key));
  const entry = entryOf(card.value);
  const parts = shown.flatMap((field) => (field.input === "one_of" ? [field, ...field.parts.filter(({ input }) => input === "refs")] : [field]));
  const said = parts.map((field) => ({ label: field.label, words: field.refs ? namesOf(desk, card.file, field, entry) : wordsOf(field, entry) }));
  return said.filter(({ words }) => words && words !== headline(desk, card));
}

/**
 * What is named by an id, as it is called.
 * @param {Desk} desk
 * @param {string} file
 * @param {Field} field
 * @param {{ [key: string]: Data }} entry
 */
function namesOf(desk, file, field, entry) {
  const options = nameable(desk, file, field.refs);
  return wordsOf({ ...field, options }, entry);
}

/**
 * What an address is about, in words: 时限 · 用气.
 * @param {Desk} desk
 * @param {string} address
 */
export function addressWords(desk, address) {
  const [file, section = ""] = address.split("/");
  if (file === "set-aside.yaml") return "置而不用";
  const label = desk.kinds.sections[section]?.label ?? labelOf(desk, "place", section);
  return [label, fileLabel(file)].filter(Boolean).join(" · ");
}

/** @param {Data | null} value */
const entryOf = (value) => (value && typeof value === "object" && !Array.isArray(value) ? value : {});

/**
 * What an entry says in a field, where that can be said in a few words.
 * @param {Worded} field
 * @param {{ [key: string]: Data }} entry
 */
export function wordsOf(field, entry) {
  if (field.input === "amount") return amountOf(field, entry);
  const value = entry[field.key];
  const parts = (Array.isArray(value) ? value : [value]).filter((part) => typeof part === "string" && part !== TO_FILL);
  return parts.map((part) => part === "not_stated" ? "没写" : optionOf(field.options, String(part))).join("、");
}

/**
 * 不超过 1.5 个工作日.
 * @param {Worded} field
 * @param {{ [key: string]: Data }} entry
 */
function amountOf({ options, units, unit }, entry) {
  const option = options.find(({ value }) => entry[value] !== undefined);
  const number = option && entry[option.value];
  if (!option || number === TO_FILL) return "";
  const between = Array.isArray(number) ? number.join(" 至 ") : typeof number === "string" ? number : "";
  return between && `${option.label} ${between} ${optionOf(units, String(entry[unit] ?? ""))}`.trim();
}

/**
 * @param {{ value: string, label: string }[]} options
 * @param {string} value
 */
const optionOf = (options, value) => options.find((option) => option.value === value)?.label ?? value;
