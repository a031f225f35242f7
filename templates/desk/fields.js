// The inputs of one fact, sort by sort. Each reads its keys of the value and changes these alone; what the document says
// is selected at the left and never typed. The sorts are those of generator/desk/place/inputs.py.
import { unquoted } from "./changing.js";
import { whenOf } from "./conditions.js";
import { button, make } from "./nodes.js";
import { sheetOf } from "./sheet.js";
import { answer, isMap, listed, read, several, SILENT, TO_FILL, worded, write } from "./values.js";

/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./types.js").Field} Field */
/** @typedef {import("./types.js").Selection} Selection */
/** @typedef {import("./values.js").Path} Path */
/** @typedef {import("./form.js").Filling} Filling */
/** @typedef {(filling: Filling, at: Path, field: Field) => (Node | string)[]} Input `at`: the path of what has the key */

const WHOLE_WORDS = ["instant", "same_day", "next_day"];
const KANJI = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"];

/**
 * An input with its name and room for what the proof says of it.
 * @param {Filling} filling
 * @param {Path} at
 * @param {Field} field
 */
export function row(filling, at, field) {
  const label = make("span", { title: [field.label_en, field.help].filter(Boolean).join("\n") }, field.label);
  const input = (INPUTS[field.input] ?? raw)(filling, at, field);
  const wide = field.input === "sides" || field.input === "sheet";
  const small = field.input === "quote" ? [...filling.places([...at, field.key]).map((words) => make("small", {}, words)), again(filling, at, field)] : [];
  return make("div", { class: wide ? "f wide" : "f", role: "group", "aria-label": field.label, "data-at": JSON.stringify(at), "data-keys": field.keys.join(" ") },
    make("div", { class: "name" }, label, ...small), make("div", { class: "in" }, ...input, make("p", { class: "pf" })));
}

// ------------------------------------------------------------------------------------------------------------- parts

/**
 * What the keyboard is given back to after a drawing.
 * @param {Path} path
 * @param {string} [what]
 */
const focus = (path, what = "") => ({ "data-focus": JSON.stringify([...path, what]) });

/**
 * Something typed: ours, a number, a day. Nothing is changed while an input method composes.
 * @param {Filling} filling
 * @param {Path} path
 * @param {{ label: string, kind?: string, area?: boolean, placeholder?: string, numeric?: boolean, clean?: (text: string) => Data | undefined, shown?: string }} how
 */
export function typed(filling, path, { label, kind = "", area = false, placeholder, numeric = false, clean = plain, shown }) {
  const held = read(filling.value, path);
  const text = shown ?? (typeof held === "string" && held !== TO_FILL && held !== SILENT ? held : "");
  const attributes = { class: kind, "aria-label": label, title: label, placeholder, ...focus(path, label) };
  const node = area ? make("textarea", { rows: 1, ...attributes }) : make("input", { type: "text", inputmode: numeric ? "decimal" : null, ...attributes });
  node.value = text;
  const changed = () => filling.change(path, clean(node.value), false);
  node.addEventListener("input", (event) => {
    if (!(/** @type {InputEvent} */ (event).isComposing)) changed();
  });
  node.addEventListener("compositionend", changed);
  return node;
}

/** @param {string} text */
const plain = (text) => text.trim() || undefined;

/** @param {string} text a number as files have it: full width digits are digits */
const number = (text) => text.normalize("NFKC").replace(/[,，\s]/g, "") || undefined;

/**
 * One of some values.
 * @param {{ value: string, label: string, group?: string }[]} options
 * @param {string} now
 * @param {(value: string) => void} chosen
 * @param {{ label: string, blank?: string | null, path: Path, what?: string }} how `blank`: what choosing nothing is called
 */
export function select(options, now, chosen, { label, blank = null, path, what = "" }) {
  const known = options.some(({ value }) => value === now) || (blank !== null && !now);
  const strange = known || !now ? [] : [{ value: now, label: now }];
  const empty = blank !== null || !now ? [{ value: "", label: blank ?? "请选" }] : [];
  const option = (/** @type {{ value: string, label: string }} */ { value, label: words }) => make("option", { value, selected: value === now }, words);
  const names = [...new Set(options.map(({ group: name }) => name ?? ""))];
  const grouped = names.map((name) => ({ name, held: options.filter(({ group: own }) => (own ?? "") === name).map(option) }));
  const nodes = [...empty.map(option), ...grouped.flatMap(({ name, held }) => (name ? [make("optgroup", { label: name }, ...held)] : held)), ...strange.map(option)];
  const node = make("select", { "aria-label": label, title: label, ...focus(path, what || "select") }, ...nodes);
  node.addEventListener("change", () => chosen(node.value));
  return node;
}

/**
 * @param {string} words
 * @param {boolean} checked
 * @param {(on: boolean) => void} act
 * @param {Path} path
 */
function tick(words, checked, act, path) {
  const box = make("input", { type: "checkbox", ...focus(path, words) });
  box.checked = checked;
  box.addEventListener("change", () => act(box.checked));
  return make("label", { class: "tick" }, box, words);
}

/**
 * @param {string} name of what goes
 * @param {() => void} act
 */
export function cross(name, act) {
  const node = make("button", { type: "button", class: "x", "aria-label": `拿掉：${name}`, title: "拿掉 / take away" }, "✕");
  node.addEventListener("click", act);
  return node;
}

/**
 * The button by which a field waits for words that are selected at the left.
 * @param {Filling} filling
 * @param {Path} path
 * @param {(selection: Selection) => void} take
 * @param {string} words
 * @param {string} label of the field
 * @param {string} [kind]
 */
function pick(filling, path, take, words, label, kind = "sm2") {
  const waits = filling.waits(path);
  const shown = waits ? "在左边选…" : words;
  const act = () => (waits ? filling.wait(null) : filling.wait({ path, take }));
  return button(shown, act, { kind: waits ? "sm2 waits" : kind, en: "select words at the left", name: `${label}：${shown}`, attributes: { "aria-pressed": String(waits), "data-pick": "true", ...focus(path, words) } });
}

/**
 * The answers that are no value: 没写 and 没拿到.
 * @param {Filling} filling
 * @param {Path} path
 * @param {Field} field
 * @returns {Node[]}
 */
function silences(filling, path, field) {
  const value = read(filling.value, path);
  const kind = answer(value);
  const nodes = [];
  if (field.silent) {
    const on = kind === "silent";
    const act = () => (on ? filling.change(path, undefined) : filling.silence(path, SILENT));
    nodes.push(button("没写", act, { kind: on ? "sm2 silent on" : "sm2", key: "0", en: "the document does not say", attributes: { "aria-pressed": String(on), ...focus(path, "0") } }));
  }
  if (field.hand && (filling.desk.state.lacking.length || kind === "lacking")) nodes.push(lacking(filling, path, field, value));
  return nodes;
}

/**
 * @param {Filling} filling
 * @param {Path} path
 * @param {Field} field
 * @param {Data | undefined} value
 */
function lacking(filling, path, field, value) {
  const { lacking: known } = filling.desk.state;
  const now = isMap(value) && answer(value) === "lacking" ? String(value.not_in_hand) : "";
  if (known.length === 1 || (now && !known.length)) {
    const act = () => (now ? filling.change(path, undefined) : filling.silence(path, { not_in_hand: known[0].id }));
    return button(now ? `没拿到：${known[0]?.name ?? now}` : "没拿到", act, { kind: now ? "sm2 silent on" : "sm2", key: "9", en: "not in hand", attributes: { "aria-pressed": String(Boolean(now)), ...focus(path, "9") } });
  }
  const chosen = (/** @type {string} */ id) => filling.change(path, id ? { not_in_hand: id } : undefined);
  const node = select(known.map(({ id, name }) => ({ value: id, label: `没拿到：${name}` })), now, chosen, { label: `${field.label}：没拿到`, blank: "没拿到…", path, what: "9" });
  node.dataset.key = "9";
  return node;
}

/**
 * Words of the document, in its own type.
 * @param {string} words
 * @param {boolean} waits
 * @param {() => void} gone
 */
const said = (words, waits, gone) => make("span", { class: waits ? "said waits" : "said" }, words, cross(words, gone));

// ------------------------------------------------------------------------------------------------------------ citations

/** @type {Input} */
function quoteOf(filling, at, field) {
  const path = [...at, field.key];
  const cites = listed(read(filling.value, path)).filter(isMap);
  const alone = cites.length === 1 && listed(cites[0].quote).length === 1;
  const boxes = cites.flatMap((cite, index) => listed(cite.quote).map((words, nth) => quoted(filling, path, cite, { index, number: nth, alone }, String(words))));
  return boxes.length ? boxes : [citing(filling, at, field, "选左边的字", "sm2")];
}

/** @type {(filling: Filling, at: Path, field: Field) => Node | null} one more quotation */
const again = (filling, at, field) => (listed(read(filling.value, [...at, field.key])).length ? citing(filling, at, field, "再引一处", "t sm2") : null);

/** @type {(filling: Filling, at: Path, field: Field, words: string, kind: string) => HTMLButtonElement} */
const citing = (filling, at, field, words, kind) => pick(filling, [...at, field.key], (selection) => filling.cite(at, selection), words, field.label, kind);

/**
 * A quotation in its box; of several each with where it stands.
 * @param {Filling} filling
 * @param {Path} path
 * @param {{ [key: string]: Data }} cite
 * @param {{ index: number, number: number, alone: boolean }} which citation, and which of its quotations
 * @param {string} words
 */
function quoted(filling, path, cite, { index, number: nth, alone }, words) {
  const where = alone ? "" : filling.place(cite, words);
  const gone = () => filling.become(unquoted(filling.value, path, index, nth));
  return make("div", { class: "quote", "data-quote": words }, make("q", {}, words), cross("这处引文", gone), where ? make("span", { class: "w" }, where) : null);
}

// --------------------------------------------------------------------------------------------------------------- words

/** @type {Input} */
function wordsOf(filling, at, field) {
  const path = [...at, field.key];
  if (field.several) return severalWords(filling, path, field);
  const value = read(filling.value, path);
  const text = answer(value) ? "" : worded(value);
  if (filling.vouched) return [typed(filling, path, { label: field.label }), ...silences(filling, path, field)];
  const take = (/** @type {Selection} */ selection) => filling.say(path, selection, isMap(value) && !answer(value));
  const shown = text ? [said(text, filling.waits(path), () => filling.change(path, undefined))] : [];
  return [...(text ? shown : silences(filling, path, field)), pick(filling, path, take, text ? "换" : "选左边的字", field.label)];
}

/**
 * @param {Filling} filling
 * @param {Path} path
 * @param {Field} field
 */
function severalWords(filling, path, field) {
  const value = read(filling.value, path);
  const list = answer(value) ? [] : listed(value);
  const put = (/** @type {Data[]} */ next) => filling.change(path, several(next, value));
  const shown = list.map((one, at) => said(worded(one), false, () => put(list.filter((_, other) => other !== at))));
  const take = (/** @type {Selection} */ selection) => filling.say([...path, list.length], selection, list.some(isMap) && !list.some((one) => typeof one === "string"));
  if (filling.vouched) return [typed(filling, path, { label: field.label, shown: list.map(worded).join("、"), clean: (text) => several(text.split(/[、，]/).map((one) => one.trim()).filter(Boolean), []) })];
  return [...shown, ...(list.length ? [] : silences(filling, path, field)), pick(filling, path, take, list.length ? "再选" : "选左边的字", field.label)];
}

/** @type {Input} who: a role, with the document's words for it */
function actors(filling, at, field) {
  const path = [...at, field.key];
  const value = read(filling.value, path);
  const map = typeof value === "string" && !answer(value) ? { [value]: [] } : isMap(value) && !answer(value) ? value : {};
  const { roles } = filling.desk.kinds;
  const put = (/** @type {{ [key: string]: Data }} */ next) => filling.change(path, Object.keys(next).length ? next : undefined);
  const rows = Object.entries(map).map(([role, names]) => {
    const list = listed(names).map(String);
    const rename = (/** @type {string} */ other) => put(Object.fromEntries(Object.entries(map).map(([key, held]) => [key === role ? other : key, held])));
    const without = (/** @type {string} */ name) => put({ ...map, [role]: list.filter((one) => one !== name) });
    const take = (/** @type {Selection} */ selection) => {
      put({ ...map, [role]: several([...list, selection.quote], names) ?? [] });
      filling.cover(path, selection);
    };
    return make("span", { class: "test" }, select(roles, role, rename, { label: `${field.label}：角色`, path, what: role }),
      ...list.map((name) => said(name, false, () => without(name))),
      pick(filling, [...path, role], take, list.length ? "再选" : "原文怎么叫", field.label),
      cross(roles.find((one) => one.value === role)?.label ?? role, () => put(Object.fromEntries(Object.entries(map).filter(([key]) => key !== role)))));
  });
  const free = roles.filter(({ value: role }) => !(role in map));
  const more = select(free, "", (role) => role && put({ ...map, [role]: [] }), { label: `${field.label}：加一方`, blank: rows.length ? "再加…" : "选是谁…", path, what: "add" });
  return [...rows, ...(rows.length ? [] : silences(filling, path, field)), more];
}

// -------------------------------------------------------------------------------------------------- numbers, choices, ours

/** @type {Input} */
function amount(filling, at, field) {
  const numbers = field.keys.filter((key) => key !== field.unit);
  const how = numbers.find((key) => read(filling.value, [...at, key]) !== undefined) ?? filling.chosen([...at, field.key]) ?? "";
  const held = how ? listed(read(filling.value, [...at, how])).map(String).filter((text) => text !== TO_FILL) : [];
  const change = (/** @type {string} */ other) => {
    const cleared = numbers.reduce((/** @type {Data} */ value, key) => write(value, [key], undefined), read(filling.value, at) ?? {});
    const next = other === "between" ? [held[0] ?? "", held[1] ?? ""] : held[0];
    filling.choose([...at, field.key], other);
    filling.change(at, other && next?.length ? write(cleared, [other], next) : cleared);
  };
  const unit = String(read(filling.value, [...at, field.unit]) ?? "");
  const alone = WHOLE_WORDS.includes(unit);
  const low = typed(filling, how === "between" ? [...at, how, 0] : [...at, how || "at_most"], { label: `${field.label}：数`, kind: "num", numeric: true, clean: how === "between" ? (text) => number(text) ?? "" : number });
  const high = how === "between" ? ["至", typed(filling, [...at, how, 1], { label: `${field.label}：到`, kind: "num", numeric: true, clean: (text) => number(text) ?? "" })] : [];
  const label = `${field.label}：怎样约束`;
  const binds = select(field.options, how, change, { label, blank: alone ? "（没有数）" : null, path: at, what: "how" });
  return [...(alone && !how ? [] : [binds, ...(how ? [low, ...high] : [])]), unitOf(filling, at, field, unit === TO_FILL ? "" : unit)];
}

/**
 * @param {Filling} filling
 * @param {Path} at
 * @param {Field} field
 * @param {string} unit
 */
function unitOf(filling, at, field, unit) {
  const path = [...at, field.unit];
  const label = `${field.label}：单位`;
  if (field.units.length) return select(field.units, unit, (value) => filling.change(path, value || undefined), { label, path });
  return typed(filling, path, { label, kind: "short", placeholder: field.unit === "currency" ? "元" : "个、项、份、张" });
}

/** @type {Input} */
function choice(filling, at, field) {
  const path = [...at, field.key];
  const value = read(filling.value, path);
  if (field.several) {
    const list = listed(value).map(String);
    const put = (/** @type {string} */ one, /** @type {boolean} */ on) => filling.change(path, several(on ? [...list, one] : list.filter((held) => held !== one), []));
    return field.options.map(({ value: one, label }) => tick(label, list.includes(one), (on) => put(one, on), path));
  }
  const usual = field.key === "force" ? "required" : "";
  const now = answer(value) ? "" : String(value);
  const chosen = (/** @type {string} */ next) => filling.change(path, next && next !== usual ? next : undefined);
  const node = select(field.options, now || usual, chosen, { label: field.label, blank: field.required || usual ? null : "（不写）", path });
  return answer(value) === "silent" || answer(value) === "lacking" ? silences(filling, path, field) : [node, ...silences(filling, path, field)];
}

/** @type {Input} */
function flag(filling, at, field) {
  const path = [...at, field.key];
  return [tick("是", read(filling.value, path) === "true", (on) => filling.change(path, on ? "true" : undefined), path)];
}

/** @type {Input} ours, typed */
function textOf(filling, at, field) {
  const path = [...at, field.key];
  const own = silences(filling, path, field);
  if (field.several) return [typed(filling, path, { label: field.label, shown: listed(read(filling.value, path)).join("、"), clean: (words_) => several(words_.split("、").map((one) => one.trim()).filter(Boolean), []) })];
  return [typed(filling, path, { label: field.label, area: true }), ...own];
}

/** @type {(kind: string, placeholder: string) => Input} */
const short = (kind, placeholder) => (filling, at, field) => {
  const path = [...at, field.key];
  const numeric = kind === "num";
  return [typed(filling, path, { label: field.label, kind, placeholder, numeric, clean: numeric ? number : plain }), ...silences(filling, path, field)];
};

/** @type {Input} other things of the place, by name */
function refs(filling, at, field) {
  const path = [...at, field.key];
  const value = read(filling.value, path);
  const options = filling.named(field.refs);
  const list = answer(value) ? [] : listed(value).map(String);
  if (!field.several) return [select(options, list[0] ?? "", (id) => filling.change(path, id || undefined), { label: field.label, blank: field.required ? null : "（不写）", path })];
  const put = (/** @type {string[]} */ next) => filling.change(path, several(next, value));
  const label = (/** @type {string} */ id) => options.find((one) => one.value === id)?.label ?? id;
  const shown = list.map((id) => make("span", { class: "said" }, label(id), cross(label(id), () => put(list.filter((one) => one !== id)))));
  const free = options.filter(({ value: id }) => !list.includes(id));
  return [...shown, select(free, "", (id) => id && put([...list, id]), { label: `${field.label}：加`, blank: list.length ? "再加…" : "选…", path })];
}

// ------------------------------------------------------------------------------------------------------ made of others

/** @type {Input} one of several keys, or none */
function oneOf(filling, at, field) {
  const path = [...at, field.key];
  const has = field.parts.find((part) => part.keys.some((key) => key !== part.unit && read(filling.value, [...at, key]) !== undefined));
  const now = has?.key ?? filling.chosen(path) ?? (field.unset ? "" : field.parts[0].key);
  const part = field.parts.find(({ key }) => key === now);
  const change = (/** @type {string} */ other) => {
    const keys = field.parts.flatMap((one) => one.keys);
    const cleared = keys.reduce((/** @type {Data} */ value, key) => write(value, [key], undefined), read(filling.value, at) ?? {});
    filling.choose(path, other);
    filling.change(at, field.parts.find(({ key }) => key === other)?.input === "flag" ? write(cleared, [other], "true") : cleared);
  };
  const options = field.parts.map(({ key, label }) => ({ value: key, label }));
  const choose = select(options, now, change, { label: field.label, blank: field.unset || null, path, what: "which" });
  return [choose, ...(part && part.input !== "flag" ? (INPUTS[part.input] ?? raw)(filling, at, part) : [])];
}

/** @type {Input} keys of their own, once or several times */
function group(filling, at, field) {
  const path = [...at, field.key];
  const value = read(filling.value, path);
  if (field.several) return groups(filling, path, field, value);
  if (answer(value)) return [...silences(filling, path, field), button("填", () => filling.change(path, {}), { kind: "sm2", en: "fill in", name: `${field.label}：填`, attributes: focus(path, "fill") })];
  if (!isMap(value)) return [said(worded(value), false, () => filling.change(path, undefined)), button("改", () => filling.change(path, { words: worded(value) }), { kind: "sm2", en: "change", name: `${field.label}：改` })];
  return [make("div", { class: "sub" }, ...field.parts.map((part) => row(filling, path, part))), cross(field.label, () => filling.change(path, undefined))];
}

/**
 * @param {Filling} filling
 * @param {Path} path
 * @param {Field} field
 * @param {Data | undefined} value
 */
function groups(filling, path, field, value) {
  const list = answer(value) ? [] : listed(value);
  const single = list.length === 1 && !Array.isArray(value);
  const blocks = list.map((_, index) => {
    const own = single ? path : [...path, index];
    return make("div", { class: "sub" }, ...field.parts.map((part) => row(filling, own, part)), cross(`${field.label} ${index + 1}`, () => filling.change(path, several(list.filter((__, other) => other !== index), value))));
  });
  const add = () => filling.change(path, [...list, {}]);
  return [...blocks, ...(list.length ? [] : silences(filling, path, field)), button(list.length ? "再加一样" : "加", add, { kind: "sm2", en: "add", name: `${field.label}：加`, attributes: focus(path, "add") })];
}

/** @type {Input} the forms in which a paper is handed in, each in a line */
function formsOf(filling, at, field) {
  const path = [...at, field.key];
  const value = read(filling.value, path);
  const list = answer(value) ? [] : listed(value).filter(isMap);
  const kinds = field.parts.find(({ key }) => key === "as");
  const lines = list.map((_, index) => {
    const own = Array.isArray(value) ? [...path, index] : path;
    const seals = listed(read(filling.value, [...own, "seal"])).map(String);
    const put = (/** @type {string[]} */ next) => filling.change([...own, "seal"], several(next, []));
    const take = (/** @type {Selection} */ selection) => {
      put([...seals, selection.quote]);
      filling.cover(path, selection);
    };
    return make("div", { class: "test", role: "group", "aria-label": `${field.label} ${index + 1}` }, ...(kinds ? choice(filling, own, kinds) : []),
      typed(filling, [...own, "number"], { label: "份数", kind: "num", numeric: true, clean: number }), "份",
      ...seals.map((seal) => said(seal, false, () => put(seals.filter((one) => one !== seal)))), pick(filling, [...own, "seal"], take, "盖什么章", field.label),
      tick("不是必须", read(filling.value, [...own, "optional"]) === "true", (on) => filling.change([...own, "optional"], on ? "true" : undefined), [...own, "optional"]),
      cross(`${field.label} ${index + 1}`, () => filling.change(path, several(list.filter((__, other) => other !== index), value))));
  });
  const add = button(list.length ? "还有一样" : "写怎么交", () => filling.change(path, list.length ? [...list, {}] : {}), { kind: "sm2", en: "one more form", attributes: focus(path, "add") });
  return [...lines, ...(list.length ? [] : silences(filling, path, field)), add];
}

/** @type {Input} each way a thing is written, side by side */
function sides(filling, at, field) {
  const path = [...at, field.key];
  const list = listed(read(filling.value, path));
  const { fields = [], more = [] } = filling.plain();
  const shown = fields.filter(({ key }) => key !== "when" && (key !== "target" || list.some((side) => read(side, ["force"]) === "target")));
  const filled = more.filter(({ key, keys }) => key !== "id" && list.some((side) => keys.some((one) => read(side, [one]) !== undefined)));
  const parts = [...shown, ...filled];
  const blocks = list.map((_, index) => {
    const gone = () => filling.change([...path, index], undefined);
    return make("section", { class: "side", "aria-label": KANJI[index] ?? String(index + 1) },
      make("div", { class: "head" }, make("span", { class: "sq", "aria-hidden": "true" }, KANJI[index] ?? String(index + 1)), cross(`${KANJI[index]}这一处`, gone)),
      ...parts.map((part) => different(row(filling, [...path, index], part), part, list)));
  });
  const take = (/** @type {Selection} */ selection) => filling.side(path, selection);
  const lines = make("div", { class: "sides" }, ...blocks);
  lines.style.gridTemplateRows = `repeat(${parts.length + 1}, auto)`;
  return [lines, pick(filling, path, take, list.length < 2 ? "选另一处的字" : "再加一处", field.label)];
}

/**
 * Marks what the sides of a conflict say otherwise.
 * @param {HTMLElement} node
 * @param {Field} field
 * @param {Data[]} sides_
 */
function different(node, { input, keys }, sides_) {
  const texts_ = new Set(sides_.map((side) => JSON.stringify(keys.map((key) => read(side, [key]) ?? null))));
  node.classList.toggle("differs", input !== "quote" && texts_.size > 1);
  return node;
}

/** @type {Input} whether a copy is whole */
function heldOf(filling, at, field) {
  const path = [...at, field.key];
  const value = read(filling.value, path);
  const map = isMap(value) ? value : null;
  const text = value === TO_FILL ? "" : typeof value === "string" ? value : "whole";
  const now = map ? ("damaged" in map ? "damaged" : "cut_after") : text;
  const options = [...field.options, { value: "cut_after", label: "到某几个字为止，后面没有" }, { value: "damaged", label: "有缺损" }];
  const change = (/** @type {string} */ other) => filling.change(path, other === "whole" ? undefined : other === "excerpt" ? other : { [other]: "" });
  const take = (/** @type {Selection} */ { quote: last }) => filling.change([...path, "cut_after"], last);
  const rest = now === "cut_after" ? [...(worded(map?.cut_after) ? [said(worded(map?.cut_after), false, () => filling.change([...path, "cut_after"], ""))] : []), pick(filling, path, take, "选左边的字", field.label)] : now === "damaged" ? [typed(filling, [...path, "damaged"], { label: "缺损的是什么" })] : [];
  return [select(options, now, change, { label: field.label, path }), ...rest];
}

/** @type {Input} what the document calls yes and no */
function yesNo(filling, at, field) {
  return ["true", "false"].flatMap((key) => {
    const path = [...at, field.key, key];
    const text = worded(read(filling.value, path));
    const take = (/** @type {Selection} */ selection) => filling.say(path, selection, false);
    const name = key === "true" ? "是" : "否";
    return [make("span", {}, name), ...(text ? [said(text, filling.waits(path), () => filling.change(path, undefined))] : []), pick(filling, path, take, text ? "换" : "选左边的字", `${field.label}（${name}）`)];
  });
}

/** @type {Input} the rows of a class, which are changed in the grid of all classes */
function rules(filling, at, field) {
  const rows = listed(read(filling.value, [...at, field.key]));
  const says = filling.desk.state.facts.find(({ address }) => address === filling.opened?.address)?.says[0] ?? "";
  const words_ = rows[0] === "rest" ? "其余情形" : says.replace(/^[^：]*：/, "");
  const grid = button(rows.length ? "看分类表" : "到分类表里填", () => filling.desk.emit("mode", "table"), { kind: "g sm2", key: "G", en: "the grid of the classes", attributes: focus([...at, field.key], "grid") });
  return [...(words_ ? [make("span", {}, words_)] : []), grid];
}

/** @type {Input} what has no input of its own: as text, left alone unless it is changed */
function raw(filling, at, field) {
  const path = [...at, field.key];
  const value = read(filling.value, path);
  const node = make("textarea", { class: "raw", rows: 1, "aria-label": field.label, title: "JSON", ...focus(path, "raw") });
  node.value = value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value, null, 1);
  node.addEventListener("change", () => {
    const next = parsed(node.value);
    node.setAttribute("aria-invalid", String(next === null));
    if (next !== null) filling.change(path, next);
  });
  return [node];
}

/**
 * Data that a text says: JSON, else the text itself; null where JSON is begun and broken.
 * @param {string} words_
 * @returns {Data | undefined | null}
 */
function parsed(words_) {
  const trimmed = words_.trim();
  if (!/^[[{]/.test(trimmed)) return trimmed || undefined;
  try {
    return texts(JSON.parse(trimmed));
  } catch {
    return null;
  }
}

/**
 * @param {any} value
 * @returns {Data}
 */
function texts(value) {
  if (Array.isArray(value)) return value.map(texts);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, held_]) => [key, texts(held_)]));
  return String(value);
}

/** @type {Record<string, Input>} */
const INPUTS = {
  amount, choice, flag, actors, refs, group, raw, rules, sides,
  yes_no: yesNo,
  quote: quoteOf,
  words: wordsOf,
  text: textOf,
  held: heldOf,
  when: whenOf,
  sheet: sheetOf,
  forms: formsOf,
  one_of: oneOf,
  number: short("num", ""),
  day: short("short", "2021-09-06"),
  yearly: short("short", "07-31"),
  id: short("short", "小写字母、数字、-"),
};
