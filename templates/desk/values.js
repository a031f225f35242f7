// Data, as the program and the page pass it: reading and changing single keys, without touching the rest. No page.

/** @typedef {import("./types.js").Data} Data */
/** @typedef {(string | number)[]} Path where a value lies: keys and indexes */

export const SILENT = "not_stated";
export const TO_FILL = "请填写";

/**
 * @param {Data | undefined} value
 * @returns {value is { [key: string]: Data }}
 */
export const isMap = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The value at a path; undefined where there is none.
 * @param {Data | undefined} value
 * @param {Path} path
 * @returns {Data | undefined}
 */
export function read(value, path) {
  return path.reduce((/** @type {Data | undefined} */ held, step) => {
    if (Array.isArray(held) && typeof step === "number") return held[step];
    return isMap(held) && Object.keys(held).includes(String(step)) ? held[step] : undefined;
  }, value);
}

/**
 * The same with another value at a path; undefined takes the key or the item away.
 * @param {Data | undefined} value
 * @param {Path} path
 * @param {Data | undefined} part
 * @returns {Data}
 */
export function write(value, [step, ...rest], part) {
  if (typeof step === "number") {
    const list = listed(value);
    const inner = rest.length ? write(list[step], rest, part) : part;
    return inner === undefined ? list.filter((_, at) => at !== step) : Object.assign([...list], { [step]: inner });
  }
  const held = isMap(value) ? value : {};
  const inner = rest.length ? write(held[step], rest, part) : part;
  if (inner !== undefined) return { ...held, [step]: inner };
  return Object.fromEntries(Object.entries(held).filter(([key]) => key !== step));
}

/**
 * A value that may be one thing or a list of them, as a list.
 * @param {Data | undefined} value
 * @returns {Data[]}
 */
export function listed(value) {
  return value === undefined || value === SILENT || value === TO_FILL ? [] : Array.isArray(value) ? value : [value];
}

/**
 * A list as a file has it: one thing alone where there is one and it stood so; nothing where there is none.
 * @param {Data[]} list
 * @param {Data | undefined} was
 * @returns {Data | undefined}
 */
export function several(list, was) {
  if (!list.length) return undefined;
  return list.length === 1 && !Array.isArray(was) ? list[0] : list;
}

/**
 * Why a value is none: `not_stated`, what is not in hand, that somebody has yet to fill it in; empty for a value.
 * @param {Data | undefined} value
 * @returns {"" | "open" | "silent" | "lacking"}
 */
export function answer(value) {
  if (value === undefined || value === TO_FILL || (Array.isArray(value) && value.length === 1 && value[0] === TO_FILL)) return "open";
  if (value === SILENT) return "silent";
  return isMap(value) && Object.keys(value).length === 1 && "not_in_hand" in value ? "lacking" : "";
}

/**
 * The words of a value that is words, with or without a citation of their own.
 * @param {Data | undefined} value
 */
export function worded(value) {
  const words = isMap(value) ? value.words : value;
  return typeof words === "string" ? words : "";
}

/**
 * A text without white space, to see whether one holds another.
 * @param {string} text
 */
export const tight = (text) => text.normalize("NFKC").replace(/\s+/g, "");

/**
 * A mapping without some keys.
 * @param {Data | undefined} value
 * @param {...string} keys
 * @returns {{ [key: string]: Data }}
 */
export const without = (value, ...keys) => Object.fromEntries(Object.entries(isMap(value) ? value : {}).filter(([key]) => !keys.includes(key)));
