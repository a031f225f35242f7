// The table of classes: a row a class, a column an input. One goes about it with the arrow keys, and changes a cell by
// choosing what it says and typing a number. What a cell means is the program's: here forms are only filled in.
import { lines, testOf } from "./grid-data.js";
import { make } from "./nodes.js";

/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./grid-types.js").Grid} Grid */
/** @typedef {import("./grid-types.js").GridAxis} GridAxis */
/** @typedef {import("./grid-types.js").GridCell} GridCell */
/** @typedef {import("./grid-types.js").GridForm} GridForm */
/** @typedef {import("./grid-types.js").GridRow} GridRow */
/** @typedef {import("./grid-data.js").Line} Line */
/** @typedef {import("./grid-data.js").Square} Square */
/** @typedef {{ id: string, rows: number[], key: string }} Place a cell: class, its rows, input */
/**
 * @typedef {{
 *   columns: GridAxis[],
 *   rows: GridRow[],
 *   limits: Map<string, string>,
 *   fault(place: Place): string,
 *   ours(id: string): boolean,
 *   note(id: string): { words: string, bad: boolean } | null,
 *   begin(place: Place): void,
 *   typed(place: Place, test: Data | null): void,
 *   leave(place: Place, keep: boolean): void,
 *   at(place: Place): void,
 *   head(key: string): void,
 * }} Shown what the table shows, and whom it tells
 */

const NUMERALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
const STEPS = /** @type {Record<string, [number, number]>} */ ({ ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] });
const KINDS = /** @type {Record<string, string>} */ ({ number: "number", integer: "number", boolean: "boolean", enumeration: "enumeration", table: "enumeration" });
const LONG = 8; // characters of a name that is broken into lines
const SHORT = 4; // characters of the document's words for yes and no that fit into a cell

/**
 * @param {string} title what the table is called
 * @param {Grid} grid
 * @param {Shown} shown
 */
export function table(title, grid, shown) {
  const timed = shown.limits.size > 0;
  const heads = shown.columns.map((axis) => column(axis, shown));
  const head = make("tr", { role: "row" }, make("th", { role: "columnheader", scope: "col" }, "类别", make("span", { class: "sm" }, "（原文用词）")), ...heads, timed && make("th", { role: "columnheader", scope: "col", class: "limit" }, "时限"));
  const classes = [...new Set(shown.rows.map(({ id }) => id))];
  const body = classes.flatMap((id, at) => lines(shown.rows.filter((one) => one.id === id)).map((line) => row(line, at, grid, shown)));
  const node = make("table", { class: "grid", role: "grid", "aria-label": title }, make("thead", { role: "rowgroup" }, head), make("tbody", { role: "rowgroup" }, ...body));
  node.addEventListener("keydown", (event) => moved(node, event));
  const first = node.querySelector("[data-cell]");
  if (first) first.setAttribute("tabindex", "0");
  node.addEventListener("focusin", (event) => roving(node, /** @type {HTMLElement} */ (event.target)));
  return node;
}

/**
 * @param {GridAxis} axis
 * @param {Shown} shown
 */
function column(axis, shown) {
  const node = make("th", { role: "columnheader", scope: "col", tabindex: "-1", "data-cell": true, "data-head": axis.id, class: axis.name.length > LONG ? "long" : null, title: "Enter：这个条件 / this input" }, axis.name || axis.id, axis.unit && make("span", { class: "sm" }, ` ${axis.unit}`));
  acted(node, () => shown.head(axis.id));
  return node;
}

/**
 * @param {Line} line
 * @param {number} at the place of the class
 * @param {Grid} grid
 * @param {Shown} shown
 */
function row(line, at, grid, shown) {
  const mark = line.first ? `${NUMERALS[at] ?? at + 1}是 ` : "或 ";
  const note = line.first ? shown.note(line.id) : null;
  const name = make("th", { role: "rowheader", scope: "row", tabindex: "-1", "data-cell": true, "data-class": line.id }, make("span", { class: "or" }, mark), line.first && make("span", { class: "song" }, line.name || "（还没有名称）"), note && make("span", { class: note.bad ? "pf bad" : "pf na" }, note.words));
  name.addEventListener("focus", () => shown.at({ id: line.id, rows: [line.row], key: "" }));
  const rest = line.rest ? [make("td", { role: "gridcell", tabindex: "-1", "data-cell": true, "data-class": line.id, colspan: shown.columns.length || 1, "aria-colspan": shown.columns.length || 1, class: "any" }, "其余情形")] : shown.columns.map((axis) => square(line, axis, grid, shown));
  const limit = shown.limits.size > 0 && make("td", { role: "gridcell", class: "limit" }, line.first && make("b", { class: "num" }, shown.limits.get(line.id) ?? ""));
  return make("tr", { role: "row", class: line.first ? "c1" : "" }, name, ...rest, limit);
}

/**
 * @param {Line} line
 * @param {GridAxis} axis
 * @param {Grid} grid
 * @param {Shown} shown
 */
function square(line, axis, grid, shown) {
  const found = line.squares[axis.id];
  const all = Object.values(line.squares).flatMap(({ rows }) => rows);
  /** @type {Square} */
  const known = found ?? { rows: [...new Set([line.row, ...all])], cell: null, or: false };
  const place = { id: line.id, rows: known.rows, key: axis.id };
  const fault = shown.fault(place);
  const words = known.cell ? says(known.cell, axis) : "不限";
  const node = make("td", { role: "gridcell", tabindex: "-1", "data-cell": true, "data-class": line.id, "data-rows": known.rows.join(" "), "data-key": axis.id, class: [known.cell ? "" : "any", fault ? "bad" : ""].join(" ").trim() });
  const box = make("span", { class: KINDS[axis.type] === "number" && known.cell ? "inp" : "plain" }, words);
  node.append(...(known.or ? [make("span", { class: "or" }, "或")] : []), box, ...(fault ? [make("span", { class: "pf bad" }, fault)] : []));
  node.addEventListener("focus", () => shown.at(place));
  if (!shown.ours(line.id)) return node;
  acted(node, () => edit(node, place, known.cell, axis, grid, shown));
  node.addEventListener("keydown", (event) => {
    if (event.target !== node || !["Delete", "Backspace"].includes(event.key)) return;
    event.preventDefault();
    shown.begin(place);
    shown.typed(place, null);
    shown.leave(place, true);
  });
  return node;
}

/**
 * What stands in a cell: of yes and no the document's words, where both are short.
 * @param {GridCell} cell
 * @param {GridAxis} axis
 */
function says(cell, axis) {
  const value = { yes: "true", no: "false" }[cell.form];
  const words = axis.options.find((option) => option.value === value)?.label ?? "";
  if (axis.type === "table") return cell.values.map((id) => axis.options.find((option) => option.value === id)?.label ?? id).join("、") || cell.shown;
  return value && axis.options.every(({ label }) => label && label.length <= SHORT) ? words : cell.shown;
}

/**
 * A cell or head acts on a click and on Enter.
 * @param {HTMLElement} node
 * @param {() => void} act
 */
function acted(node, act) {
  node.addEventListener("click", (event) => {
    if (!(/** @type {Element} */ (event.target).closest("form"))) act();
  });
  node.addEventListener("keydown", (event) => {
    if (event.target !== node || !["Enter", "F2", " "].includes(event.key) || event.isComposing) return;
    event.preventDefault();
    act();
  });
}

// ------------------------------------------------------------------------------------------------------------- moving

/**
 * @param {HTMLElement} grid
 * @param {KeyboardEvent} event
 */
function moved(grid, event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const step = STEPS[event.key];
  if (!target.matches("[data-cell]") || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const rows = [...grid.querySelectorAll("tr")].map((one) => [.../** @type {NodeListOf<HTMLElement>} */ (one.querySelectorAll("th, td"))]);
  const down = rows.findIndex((cells) => cells.includes(target));
  const across = rows[down].indexOf(target);
  const ends = /** @type {Record<string, HTMLElement | undefined>} */ ({ Home: rows[down].find(cell), End: rows[down].filter(cell).pop() });
  const next = ends[event.key] ?? (step && reached(rows, down, across, step));
  if (!step && !ends[event.key]) return;
  event.preventDefault();
  next?.focus();
}

/** @param {HTMLElement} node */
const cell = (node) => node.matches("[data-cell]");

/**
 * The nearest cell in a direction.
 * @param {HTMLElement[][]} rows
 * @param {number} down
 * @param {number} across
 * @param {[number, number]} step
 */
function reached(rows, down, across, [by, over]) {
  for (let at = down + by, on = across + over; rows[at]; at += by, on += over) {
    const node = rows[at][over ? on : Math.min(on, rows[at].length - 1)];
    if (!node || (by === 0 && on < 0)) return undefined;
    if (cell(node)) return node;
  }
  return undefined;
}

/**
 * The cell that has the focus is the one that Tab comes back to.
 * @param {HTMLElement} grid
 * @param {HTMLElement} target
 */
function roving(grid, target) {
  if (!target.matches("[data-cell]")) return;
  for (const node of grid.querySelectorAll("[data-cell][tabindex='0']")) node.setAttribute("tabindex", "-1");
  target.setAttribute("tabindex", "0");
}

// ------------------------------------------------------------------------------------------------------------- editing

/**
 * Puts what may be chosen into a cell. Enter and leaving keep it, Esc does not.
 * @param {HTMLElement} node
 * @param {Place} place
 * @param {GridCell | null} known
 * @param {GridAxis} axis
 * @param {Grid} grid
 * @param {Shown} shown
 */
function edit(node, place, known, axis, grid, shown) {
  if (node.querySelector("form")) return;
  const kind = KINDS[axis.type];
  const forms = grid.forms.filter((form) => !kind || form.for === kind || form.for === "");
  const filled = { low: known?.low ?? "", high: known?.high ?? "", values: known?.values ?? [], text: known?.text || (typeof known?.test === "string" ? known.test : "") };
  const chosen = make("select", { "aria-label": `${axis.name}：怎么写` });
  for (const form of forms) chosen.append(make("option", { value: form.form }, choiceOf(form, axis)));
  if (!kind || known?.form === "other") chosen.append(make("option", { value: "other" }, "照写的"));
  chosen.value = known?.form ?? "any";
  const more = make("span", { class: "more" });
  const box = make("form", { class: "cell", novalidate: true }, chosen, more);
  const form = () => forms.find((one) => one.form === chosen.value);
  const changed = () => {
    const test = testOf(form(), filled, axis.options);
    if (test !== undefined) shown.typed(place, test);
  };
  const draw = () => {
    if (more.contains(document.activeElement)) chosen.focus(); // what is taken away must not take the focus along
    more.replaceChildren(...inputs(form(), filled, axis, changed));
  };
  chosen.addEventListener("change", () => {
    carry(form(), filled);
    draw();
    changed();
  });
  const end = (/** @type {boolean} */ keep) => {
    if (!box.isConnected || box.dataset.left) return;
    box.dataset.left = "true";
    shown.leave(place, keep);
  };
  box.addEventListener("submit", (event) => event.preventDefault());
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    end(event.key === "Enter");
  });
  box.addEventListener("focusout", (event) => {
    if (!box.contains(/** @type {Node | null} */ (event.relatedTarget)) && document.hasFocus()) end(true);
  });
  shown.begin(place);
  draw();
  node.replaceChildren(box);
  node.classList.add("editing");
  (more.querySelector("input") ?? chosen).focus();
}

/**
 * @param {GridForm} form
 * @param {GridAxis} axis
 */
function choiceOf(form, axis) {
  const value = { yes: "true", no: "false" }[form.form];
  return axis.options.find((option) => option.value === value)?.label ?? form.label;
}

/**
 * A number that was typed for one bound is that of the other, where the form asks for one only.
 * @param {GridForm | undefined} form
 * @param {{ low: string, high: string }} filled
 */
function carry(form, filled) {
  if (form?.asks.length !== 1) return;
  const [only] = form.asks;
  filled[only] ||= filled[only === "low" ? "high" : "low"];
}

/**
 * What a form asks for.
 * @param {GridForm | undefined} form
 * @param {{ low: string, high: string, values: string[], text: string }} filled
 * @param {GridAxis} axis
 * @param {() => void} changed
 * @returns {(HTMLElement | string)[]}
 */
function inputs(form, filled, axis, changed) {
  if (!form) return [typed(filled, "text", `${axis.name}：条件`, changed)];
  if (form.for === "enumeration") return axis.options.map((option) => choice(option, filled, changed));
  const both = form.asks.length > 1;
  const names = { low: both ? "从" : "数", high: both ? "到" : "数" };
  return form.asks.flatMap((name, at) => [...(at ? ["至"] : []), typed(filled, name, `${axis.name}：${names[name]}`, changed)]);
}

/**
 * @param {{ low: string, high: string, text: string }} filled
 * @param {"low" | "high" | "text"} name
 * @param {string} label_
 * @param {() => void} changed
 */
function typed(filled, name, label_, changed) {
  const node = make("input", { type: "text", inputmode: name === "text" ? "text" : "decimal", autocomplete: "off", "aria-label": label_, class: name === "text" ? "" : "short" });
  node.value = filled[name];
  node.addEventListener("input", (event) => {
    if (/** @type {InputEvent} */ (event).isComposing) return;
    filled[name] = name === "text" ? node.value : node.value.normalize("NFKC").trim();
    changed();
  });
  node.addEventListener("compositionend", () => {
    filled[name] = node.value.normalize("NFKC").trim();
    changed();
  });
  return node;
}

/**
 * @param {import("./grid-types.js").GridOption} option
 * @param {{ values: string[] }} filled
 * @param {() => void} changed
 */
function choice(option, filled, changed) {
  const node = make("input", { type: "checkbox" });
  node.checked = filled.values.includes(option.value);
  node.addEventListener("change", () => {
    filled.values = node.checked ? [...filled.values, option.value] : filled.values.filter((value) => value !== option.value);
    changed();
  });
  return make("label", { class: "check" }, node, option.label);
}
