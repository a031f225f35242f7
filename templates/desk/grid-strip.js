// Below the table: the class or the input at hand, with what a cell has no room for; what is being added. Names, units and
// quotations are words that are selected in the document.
import { cited, cites, withRowCites } from "./grid-data.js";
import { button, fileLabel, make } from "./nodes.js";

/** @typedef {import("./types.js").Claim} Claim */
/** @typedef {import("./types.js").Selection} Selection */
/** @typedef {import("./grid-types.js").GridAxis} GridAxis */
/** @typedef {import("./grid-data.js").Entry} Entry */
/** @typedef {import("./grid-data.js").Thing} Thing */
/**
 * @typedef {{
 *   pick(what: string, take: (selection: Selection) => void): void,
 *   set(value: Entry): void,
 *   save(): void,
 *   back(): void,
 *   remove(): void,
 *   form(): void,
 * }} Changes
 */

/**
 * The class at hand: a line of what can be done, and its citations where they are wanted or something lacks.
 * @param {Thing} thing
 * @param {{ rows: number, row: number, wrong: string[], lacking: Claim[], open: boolean }} told
 * @param {Changes & { alternative(): void, without(row: number): void, unfold(): void }} changes
 */
export function classStrip(thing, { rows, row, wrong, lacking, open }, changes) {
  const rest = thing.value.rows === "rest";
  const count = cites(thing.value.cite).length;
  const acts = [
    !rest && button("加一个“或”", changes.alternative, { kind: "sm2", en: "another alternative" }),
    !rest && rows > 1 && button(`删第 ${row + 1} 个“或”`, () => changes.without(row), { kind: "sm2", en: "remove this alternative" }),
    button("其余情形", () => changes.set({ ...thing.value, rows: rest ? [] : "rest" }), { kind: "sm2", en: "all that no other class takes", attributes: { "aria-pressed": String(rest) } }),
    button(count ? `引文 ${count} 处` : "引文", changes.unfold, { kind: "sm2", en: "citations and more", attributes: { "aria-expanded": String(open) } }),
  ];
  const more = make(
    "div",
    { class: "acts" },
    button("选左边的字作引文", () => changes.pick("引文", (words) => changes.set(withCite(thing.value, words))), { kind: "sm2", en: "select words: they are the quotation" }),
    rows > 1 && button(`给第 ${row + 1} 个“或”选引文`, () => changes.pick(`第 ${row + 1} 个“或”的引文`, (words) => changes.set(withRowCites(thing.value, row, [...rowCites(thing, row), citeOf(words)]))), { kind: "sm2", en: "select words: the quotation of this alternative" }),
    button("换名称", () => changes.pick("这一类的名称", ({ quote }) => changes.set({ ...thing.value, name: quote })), { kind: "sm2", en: "the name: select words" }),
    button("打开整项", changes.form, { kind: "sm2", en: "the whole form" }),
    button("删掉这一类", changes.remove, { kind: "sm2", en: "remove this class" }),
  );
  return strip("这一类", thing, acts, [saving(thing, wrong, changes), ...(open ? [citations(thing, lacking, changes), more] : [])]);
}

/**
 * The input at hand.
 * @param {Thing} thing
 * @param {GridAxis | undefined} axis
 * @param {boolean} used
 * @param {{ wrong: string[] }} told
 * @param {Changes & { column(): void }} changes
 */
export function inputStrip(thing, axis, used, { wrong }, changes) {
  const numeric = ["number", "integer"].includes(String(thing.value.type));
  const acts = [
    button("换名称", () => changes.pick("这个条件的名称", ({ quote }) => changes.set({ ...thing.value, name: quote })), { kind: "sm2", en: "the name: select words" }),
    numeric && button("换单位", () => changes.pick("单位", ({ quote }) => changes.set({ ...thing.value, unit: quote })), { kind: "sm2", en: "the unit: select words" }),
    button("打开整项", changes.form, { kind: "sm2", en: "the whole form" }),
    used && button("这一列都不限", changes.column, { kind: "sm2", en: "no class asks for it" }),
    !used && button("删掉这个条件", changes.remove, { kind: "sm2", en: "remove this input" }),
  ];
  const words = [thing.value.ask, axis?.unit, ...(axis?.options ?? []).map(({ label }) => label)].filter(Boolean).join("；");
  return strip("这个条件", thing, acts, [make("div", {}, words), saving(thing, wrong, changes)]);
}

/**
 * @param {string} label
 * @param {Thing} thing
 * @param {(HTMLElement | false)[]} acts
 * @param {(HTMLElement | null)[]} more
 */
function strip(label, thing, acts, more) {
  const name = make("span", { class: "who", title: `${fileLabel(thing.file)}，编号 ${thing.id}` }, `${label}：`, make("span", { class: "song" }, String(thing.value.name ?? "")));
  return make("div", { class: "strip-of", role: "group", "aria-label": label }, make("div", { class: "acts" }, name, ...acts), ...more);
}

/**
 * The citations of a class and of its rows, and what they lack.
 * @param {Thing} thing
 * @param {Claim[]} lacking
 * @param {Changes} changes
 */
function citations(thing, lacking, changes) {
  const list = cites(thing.value.cite);
  const rows = Array.isArray(thing.value.rows) ? thing.value.rows : [];
  const own = quotations(list, "", (left) => changes.set(cited(thing.value, left)));
  const ofRows = rows.flatMap((_, row) => quotations(rowCites(thing, row), `第 ${row + 1} 个“或”，`, (left) => changes.set(withRowCites(thing.value, row, left))));
  const near = lacking.flatMap((claim) => claim.near.slice(0, 1));
  return make(
    "div",
    { class: "cites" },
    ...(own.length || ofRows.length ? [...own, ...ofRows] : [make("div", { class: "pf bad" }, "还没有引文")]),
    ...lacking.map(({ what }) => make("div", { class: "pf bad" }, `引文里没有“${what}”`)),
    ...near.map((words) => button(`接上“${words.quote}”`, () => changes.set(joinedTo(thing.value, words)), { kind: "g sm2", en: "add these words" })),
  );
}

/**
 * @param {Thing} thing
 * @param {number} row
 */
function rowCites(thing, row) {
  const one = Array.isArray(thing.value.rows) ? thing.value.rows[row] : null;
  return typeof one === "object" && one && !Array.isArray(one) ? cites(one.cite) : [];
}

/**
 * @param {Entry[]} list
 * @param {string} whose
 * @param {(left: Entry[]) => void} set
 */
function quotations(list, whose, set) {
  return list.flatMap((cite, at) => {
    const off = (/** @type {string} */ quote) => button("去掉", () => set(list.filter((_, other) => other !== at)), { kind: "t sm2", en: "take away", name: `去掉引文：${quote}` });
    const head = `${whose}${cite.clause ? `${String(cite.clause)}：` : ""}`;
    return [cite.quote ?? ""].flat().map((quote) => make("blockquote", {}, make("span", { class: "sm" }, head), String(quote), " ", off(String(quote))));
  });
}

/**
 * A thing whose quotation takes in words beside it, or which has one citation more.
 * @param {Entry} value
 * @param {Claim["near"][number]} words
 * @returns {Entry}
 */
function joinedTo(value, { joined, ...words }) {
  if (!joined) return withCite(value, words);
  const text = (/** @type {import("./types.js").Data} */ quote) => (quote === joined.quote ? joined.text : quote);
  return cited(value, cites(value.cite).map((cite) => ({ ...cite, quote: Array.isArray(cite.quote) ? cite.quote.map(text) : text(cite.quote) })));
}

/**
 * A thing with one citation more.
 * @param {Entry} value
 * @param {{ doc: string, clause: string, quote: string }} words
 * @returns {Entry}
 */
export function withCite(value, words) {
  return cited(value, [...cites(value.cite), citeOf(words)]);
}

/**
 * Words of a document as a file cites them.
 * @param {{ doc: string, clause: string, quote: string }} words
 * @returns {Entry}
 */
const citeOf = ({ doc, clause, quote }) => ({ ...(doc ? { doc } : {}), clause, quote });

/**
 * What hinders a thing from being saved by itself.
 * @param {Thing} thing
 * @param {string[]} wrong
 * @param {Changes} changes
 */
function saving(thing, wrong, changes) {
  const open = JSON.stringify(thing.value) !== JSON.stringify(thing.saved);
  if (!open && !wrong.length) return null;
  const words = wrong.map((text) => make("div", { class: "pf bad" }, text));
  const acts = open && make("div", { class: "acts" }, make("span", { class: "pf bad" }, "改了，还没存"), button("存", changes.save, { kind: "g sm2", en: "save" }), button("照原来的", changes.back, { kind: "sm2", en: "as it was" }));
  return make("div", {}, ...words, acts);
}

// -------------------------------------------------------------------------------------------------------------- adding

/** @typedef {{ pick: Changes["pick"], add(value: Entry): void, use(id: string): void, cancel(): void }} Adding */

const TYPES = [["boolean", "是不是"], ["number", "数，可以有小数"], ["integer", "整数，如几处、几户"], ["enumeration", "几样里选一样"]];

/**
 * A form for a new input: one that the place has already, or a new one.
 * @param {string} id the id that is proposed
 * @param {{ id: string, name: string }[]} others inputs that the table does not use
 * @param {Adding} adding
 */
export function inputForm(id, others, adding) {
  /** @type {Record<string, HTMLInputElement>} */
  const fields = {};
  const kind = make("select", { "aria-label": "类型" }, ...TYPES.map(([value, words]) => make("option", { value }, words)));
  const more = make("div", { class: "inner" });
  const field = (/** @type {string} */ key, /** @type {string} */ words, /** @type {boolean} */ picked) => {
    const node = make("input", { type: "text", autocomplete: "off" });
    node.value = fields[key]?.value ?? "";
    fields[key] = node;
    const pick = picked && button("选左边的字", () => adding.pick(words, ({ quote }) => { node.value = key === "values" && node.value ? `${node.value}、${quote}` : quote; node.focus(); }), { kind: "sm2", en: "select words", name: `${words}：选左边的字` });
    return make("div", { class: "f" }, make("label", {}, words, node), pick);
  };
  const draw = () => {
    const numeric = ["number", "integer"].includes(kind.value);
    more.replaceChildren(
      ...(numeric ? [field("unit", "单位", true)] : []),
      ...(kind.value === "boolean" ? [field("yes", "“是”怎么说", true), field("no", "“不是”怎么说", true)] : []),
      ...(kind.value === "enumeration" ? [field("values", "几样，用顿号隔开", true)] : []),
    );
  };
  kind.addEventListener("change", draw);
  const node = make("form", { class: "strip-of adding", "aria-label": "加一个条件" }, make("b", {}, "加一个条件"), known(others, adding), field("name", "名称", true), make("div", { class: "f" }, make("label", {}, "类型", kind)), field("ask", "问句", false), more, field("id", "编号", false), make("div", { class: "acts" }, make("button", { type: "submit", class: "b g sm2" }, "加上"), button("算了", adding.cancel, { kind: "sm2", en: "cancel" })));
  fields.id.value = id;
  draw();
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    adding.add(inputOf(kind.value, Object.fromEntries(Object.entries(fields).map(([key, { value }]) => [key, value.trim()]))));
  });
  return node;
}

/**
 * @param {{ id: string, name: string }[]} others
 * @param {Adding} adding
 */
function known(others, adding) {
  if (!others.length) return null;
  const chosen = make("select", { "aria-label": "已有的条件" }, ...others.map(({ id, name }) => make("option", { value: id }, name || id)));
  return make("div", { class: "f" }, make("label", {}, "已有的条件", chosen), button("用这个", () => adding.use(chosen.value), { kind: "sm2", en: "use this one" }));
}

/**
 * An input as a file says it.
 * @param {string} type
 * @param {Record<string, string>} fields
 * @returns {Entry}
 */
export function inputOf(type, { id, name, ask, unit, yes, no, values }) {
  const numeric = type === "number" || type === "integer";
  const question = ask || (type === "boolean" ? `是不是${name}？` : numeric ? `${name}是多少？` : `${name}是哪一样？`);
  return {
    id,
    name,
    ask: question,
    type,
    ...(numeric && unit ? { unit } : {}),
    ...(type === "number" ? { domain: "> 0", step: "0.1" } : {}),
    ...(type === "integer" ? { domain: ">= 1" } : {}),
    ...(type === "boolean" ? { words: { true: yes || name, false: no || `不是${name}` } } : {}),
    ...(type === "enumeration" ? { values: (values ?? "").split(/[、，,]/).map((value) => value.trim()).filter(Boolean) } : {}),
  };
}
