// A table of the document: its columns and rows as a grid; all of it may be pasted at once.
import { whenOf } from "./conditions.js";
import { button, make } from "./nodes.js";
import { isMap, listed, read, without, worded } from "./values.js";

/** @typedef {import("./types.js").Data} Data */
/** @typedef {{ [key: string]: Data }} Map_ */

/** @type {import("./types.js").Field} */
const WHEN = { key: "when", keys: ["when"], label: "管哪些情形", label_en: "in which cases", help: "", help_en: "", input: "when", options: [], units: [], unit: "", parts: [], refs: "", unset: "", required: false, silent: false, hand: false, several: false };

/** @type {import("./fields.js").Input} */
export function sheetOf(filling, at) {
  const columns = listed(read(filling.value, [...at, "columns"])).filter(isMap);
  const rows = listed(read(filling.value, [...at, "rows"])).filter(isMap);
  const put = (/** @type {Map_[]} */ heads, /** @type {Map_[]} */ lines) => filling.change(at, { .../** @type {Map_} */ (read(filling.value, at) ?? {}), columns: heads, rows: lines });
  const paste = make("textarea", { rows: 1, "aria-label": "把整张表粘在这里", placeholder: "把整张表粘在这里：一行一行，格子之间是制表符或 |" });
  paste.addEventListener("change", () => {
    const [heads, ...lines] = cells(paste.value);
    if (heads) put(heads.map((name, index) => ({ id: `c${index + 1}`, name })), lines.map((line, index) => rowOf(line, index, heads.length)));
  });
  if (!columns.length) return [paste];
  const head = columns.map((column, index) => make("th", {}, ...headsOf(column, index, (next) => put(columns.map((one, other) => (other === index ? next : one)), rows))));
  const lines = rows.map((row, index) => make("tr", {}, ...columns.map((column) => make("td", {}, cellOf(row, column, index, (next) => put(columns, rows.map((one, other) => (other === index ? next : one)))))),
    make("td", {}, ...whenOf(filling, [...at, "rows", index], WHEN)), make("td", {}, button("✕", () => put(columns, rows.filter((_, other) => other !== index)), { kind: "t sm2", name: `拿掉第 ${index + 1} 行`, en: "take this row away" }))));
  const more = button("加一行", () => put(columns, [...rows, { id: free(rows), cells: {} }]), { kind: "sm2", en: "add a row" });
  return [make("div", { class: "sheet" }, make("table", {}, make("thead", {}, make("tr", {}, ...head, make("th", {}, WHEN.label), make("td", {}))), make("tbody", {}, ...lines))), more, button("换成粘进来的", () => put([], []), { kind: "sm2", en: "paste another instead" })];
}

/**
 * The name of a column, and of a column of numbers their unit, and per what.
 * @param {Map_} column
 * @param {number} index
 * @param {(column: Map_) => void} put
 */
function headsOf(column, index, put) {
  const names = { name: "名称", unit: "单位，是数的才写", per: "每什么" };
  return Object.entries(names).map(([key, name]) => {
    const node = cell(worded(column[key]), `第 ${index + 1} 列的${name}`, (words) => put(words || key === "name" ? { ...column, [key]: words } : without(column, key)));
    node.placeholder = key === "name" ? "" : key === "unit" ? "单位，如 元" : "每，如 户";
    return node;
  });
}

/**
 * @param {string} text
 * @returns {string[][]}
 */
const cells = (text) => text.split(/\r?\n/).map((line) => line.replace(/^\s*\||\|\s*$/g, "").split(/\t|\|/).map((part) => part.trim())).filter((line) => line.some(Boolean) && !line.every((part) => /^:?-*:?$/.test(part)));

/**
 * @param {string[]} line
 * @param {number} index
 * @param {number} width
 * @returns {Map_}
 */
const rowOf = (line, index, width) => ({ id: `r${index + 1}`, cells: Object.fromEntries(line.slice(0, width).map((words, at) => [`c${at + 1}`, words]).filter(([, words]) => words)) });

/** @param {Map_[]} rows */
const free = (rows) => `r${1 + Math.max(0, ...rows.map(({ id }) => Number(/^r(\d+)$/.exec(String(id))?.[1] ?? 0)))}`;

/**
 * @param {Map_} row
 * @param {Map_} column
 * @param {number} index
 * @param {(row: Map_) => void} put
 */
function cellOf(row, column, index, put) {
  const id = String(column.id);
  const held = isMap(row.cells) ? row.cells : {};
  const value = held[id];
  if (value !== undefined && typeof value !== "string") return make("code", { title: "在文本编辑器里改 / to be changed as text" }, JSON.stringify(value));
  const change = (/** @type {string} */ words) => put({ ...row, cells: words ? { ...held, [id]: words } : Object.fromEntries(Object.entries(held).filter(([key]) => key !== id)) });
  return cell(value ?? "", `第 ${index + 1} 行，${worded(column.name)}`, change);
}

/**
 * @param {string} value
 * @param {string} label
 * @param {(words: string) => void} change
 */
function cell(value, label, change) {
  const node = make("input", { type: "text", "aria-label": label });
  node.value = value;
  node.addEventListener("change", () => change(node.value.trim()));
  return node;
}
