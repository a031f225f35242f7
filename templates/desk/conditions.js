// When a fact holds: classes and answers to choose, in Chinese. Within one row all hold (且), of several rows any one (或).
import { cross, select, typed } from "./fields.js";
import { fileLabel, make } from "./nodes.js";
import { isMap, listed, read, several, worded } from "./values.js";

/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./values.js").Path} Path */
/** @typedef {import("./form.js").Filling} Filling */
/** @typedef {{ value: string, label: string, group: string, key: string, test: string, unit: string }} Choice */
/** @typedef {{ [key: string]: Data }} Tests */

const FORMS = [
  { value: "<=", label: "不超过" }, { value: "<", label: "低于" }, { value: ">=", label: "不低于" }, { value: ">", label: "大于" },
  { value: "=", label: "正好" }, { value: "[..]", label: "… 至 …" }, { value: "(..]", label: "大于 …，不超过 …" },
];

/** @type {import("./fields.js").Input} */
export function whenOf(filling, at, field) {
  const path = [...at, field.key];
  const value = read(filling.value, path);
  const cases = listed(value).filter(isMap);
  const choices = choicesOf(filling);
  const put = (/** @type {Tests[]} */ next) => filling.change(path, several(next.filter((tests) => Object.keys(tests).length), value));
  const rows = cases.map((tests, index) => {
    const own = Array.isArray(value) ? [...path, index] : path;
    const change = (/** @type {Tests} */ next) => put(cases.map((held, other) => (other === index ? next : held)));
    const shown = Object.entries(tests).map(([key, test]) => oneTest(filling, own, { key, test, choices, tests, change }));
    const free = choices.filter(({ key }) => !(key in tests));
    const also = free.length ? [add(free, "且…", (choice) => change({ ...tests, [choice.key]: choice.test }), [...own, "and"])] : [];
    return make("div", {}, ...shown, ...also);
  });
  const more = add(choices, cases.length ? "或…" : "一律适用", (choice) => put([...cases, { [choice.key]: choice.test }]), [...path, "or"]);
  if (!rows.length) return [more];
  rows[rows.length - 1].append(...(choices.length ? [more] : []));
  return [make("div", { class: "cases" }, ...rows)];
}

/**
 * What may be chosen: each class, each answer that is no number, and each number to be compared.
 * @param {Filling} filling
 * @returns {Choice[]}
 */
function choicesOf(filling) {
  const classes = filling.things("classes").map(({ id, value, file }) => {
    const table = isMap(value) && typeof value.table === "string" ? value.table : "class";
    return { value: `${table}=${id}`, key: table, test: id, label: isMap(value) ? worded(value.name) || id : id, group: filling.file === "city.yaml" ? `类别 · ${fileLabel(file)}` : "类别", unit: "" };
  });
  return [...classes, ...filling.things("inputs").flatMap(({ id, value }) => answers(id, isMap(value) ? value : {}))];
}

/**
 * @param {string} id
 * @param {Tests} input
 * @returns {Choice[]}
 */
function answers(id, input) {
  const name = worded(input.name) || id;
  const choice = (/** @type {string} */ test, /** @type {string} */ label) => ({ value: `${id}=${test}`, key: id, test, label, group: "回答", unit: worded(input.unit) });
  if (input.type === "boolean") return ["true", "false"].map((test) => choice(test, worded(read(input, ["words", test])) || `${name}：${test === "true" ? "是" : "否"}`));
  if (input.type === "enumeration") return [...listed(input.values), ...listed(input.none)].map((value) => choice(quoted(String(value)), `${name}：${String(value)}`));
  return [choice("", `${name}…`)];
}

/** @param {string} value as FEEL has it where it would be read otherwise */
const quoted = (value) => (/^[\p{L}\p{N}_-]+$/u.test(value) && !/^[\d.]+$/.test(value) ? value : `"${value}"`);

/**
 * @param {Choice[]} choices
 * @param {string} blank
 * @param {(choice: Choice) => void} act
 * @param {Path} path
 */
function add(choices, blank, act, path) {
  const chosen = (/** @type {string} */ value) => {
    const choice = choices.find((one) => one.value === value);
    if (choice) act(choice);
  };
  const node = select(choices, "", chosen, { label: `情形：${blank}`, blank, path, what: blank });
  if (blank !== "一律适用") node.classList.add("small");
  return node;
}

/**
 * @param {Filling} filling
 * @param {Path} path
 * @param {{ key: string, test: Data, choices: Choice[], tests: Tests, change(next: Tests): void }} one
 */
function oneTest(filling, path, { key, test, choices, tests, change }) {
  const own = choices.filter((choice) => choice.key === key);
  const put = (/** @type {Data} */ next) => change({ ...tests, [key]: next });
  const gone = cross(own[0]?.label ?? key, () => change(Object.fromEntries(Object.entries(tests).filter(([name]) => name !== key))));
  const text = typeof test === "string" ? test : null;
  const known = own.find((choice) => choice.test && bare(choice.test) === bare(text ?? ""));
  if (known) {
    const chosen = (/** @type {string} */ value) => put(own.find((choice) => choice.value === value)?.test ?? test);
    return make("span", { class: "test" }, select(own, known.value, chosen, { label: "哪一种情形", path: [...path, key] }), gone);
  }
  if (own[0]?.test === "" && text !== null) return make("span", { class: "test" }, own[0].label.replace("…", ""), ...compared(filling, [...path, key], text, put), own[0].unit, gone);
  return make("span", { class: "test" }, (own[0]?.label ?? key).split("：")[0], typed(filling, [...path, key], { label: `${key}：条件`, kind: "short", shown: text ?? listed(test).join(", "), clean: (words) => words.trim() }), gone);
}

/** @param {string} test */
const bare = (test) => test.replace(/^"(.*)"$/, "$1");

/**
 * A number to be compared: how, and with what.
 * @param {Filling} filling
 * @param {Path} path
 * @param {string} test
 * @param {(test: string) => void} put
 */
function compared(filling, path, test, put) {
  const { form, low, high } = taken(test);
  if (form === null) return [typed(filling, path, { label: "条件", kind: "short", shown: test, clean: (words) => words.trim() })];
  const two = form.includes("..");
  const clean = (/** @type {string} */ words) => words.normalize("NFKC").replace(/[,\s]/g, "");
  const first = typed(filling, path, { label: "条件：数", kind: "num", numeric: true, shown: low, clean: (words) => written(form, clean(words), high) });
  const second = two ? ["至", typed(filling, path, { label: "条件：到", kind: "num", numeric: true, shown: high, clean: (words) => written(form, taken(String(read(filling.value, path) ?? test)).low, clean(words)) })] : [];
  return [select(FORMS, form, (other) => put(written(other, low, high)), { label: "怎样比", path, what: "form" }), first, ...second];
}

/**
 * A test of FEEL taken apart; `form` null for what is no simple one.
 * @param {string} test
 * @returns {{ form: string | null, low: string, high: string }}
 */
function taken(test) {
  const bound = /^\s*(<=|>=|<|>|=)?\s*([\d.]*)\s*$/.exec(test);
  if (bound) return { form: bound[1] || (bound[2] ? "=" : "<="), low: bound[2], high: "" };
  const range = /^\s*([[(])\s*([\d.]*?)\s*\.\.\s*([\d.]*)\s*\]\s*$/.exec(test);
  return range ? { form: `${range[1]}..]`, low: range[2], high: range[3] } : { form: null, low: "", high: "" };
}

/**
 * @param {string} form
 * @param {string} low
 * @param {string} high
 */
function written(form, low, high) {
  if (form === "=") return low;
  return form.includes("..") ? `${form[0]}${low}..${high}]` : `${form} ${low}`;
}

