// What the check has to say of this place: each line leads to its fact, its field and its sentence.
import { button, fileLabel, make } from "./nodes.js";
import { fieldsOf } from "./wording.js";

/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Finding} Finding */

/** @type {Record<string, { letter: string, zh: string, rank: number }>} */
const SEVERITIES = {
  error: { letter: "错", zh: "错误", rank: 0 },
  warning: { letter: "警", zh: "警告", rank: 1 },
  notice: { letter: "知", zh: "提示", rank: 2 },
};
const OTHER = { letter: "知", zh: "提示", rank: 2 };

const SHOWN = 30; // of findings with one remedy, so many are listed at first

/**
 * Those with one remedy are told together: errors first.
 * @param {Desk} desk
 * @returns {HTMLElement[]}
 */
export function findingsOf(desk) {
  if (!desk.state.findings.length) return [make("p", { class: "empty" }, "没有要说的。")];
  /** @type {Map<string, Finding[]>} */
  const alike = new Map();
  for (const finding of desk.state.findings) alike.set(finding.code, [...(alike.get(finding.code) ?? []), finding]);
  return [...alike.values()].sort(([one], [other]) => grade(one).rank - grade(other).rank).map((findings) => item(desk, findings));
}

/** @param {Finding} finding */
const grade = ({ severity }) => SEVERITIES[severity] ?? OTHER;

/**
 * @param {Desk} desk
 * @param {Finding[]} findings with the same code
 */
function item(desk, findings) {
  const [first] = findings;
  const { letter, zh, rank } = grade(first);
  const several = findings.length > 1;
  const top = make("div", { class: "k" }, make("span", { class: `grade r${rank}`, role: "img", "aria-label": zh }, letter), make("span", {}, several ? `${findings.length} 处` : where(first)), make("span", { class: "r" }, first.code));
  const body = several ? [make("ul", { class: "rows" }, ...findings.slice(0, SHOWN).map((finding) => row(desk, finding)), rest(findings))] : [make("p", {}, first.zh), make("p", { class: "sm", lang: "en" }, first.en), called(desk, first), make("div", { class: "acts" }, ...leads(desk, first))];
  return make("article", { class: "card finding", tabindex: "-1", "data-item": true, "data-key": `finding ${first.code}`, "aria-label": `${zh}：${first.zh}` }, top, ...body);
}

/**
 * What the form calls the keys that a finding names as files have them.
 * @param {Desk} desk
 * @param {Finding} finding
 */
function called(desk, { zh, address }) {
  const fact = desk.state.facts.find((one) => one.address === address);
  const keys = [...new Set(zh.match(/[a-z_]{2,}/g) ?? [])];
  const fields = fact ? fieldsOf(desk, fact.kind).filter(({ key }) => keys.includes(key)) : [];
  return fields.length ? make("p", { class: "sm" }, `表单里：${fields.map(({ key, label }) => `${key} 是“${label}”`).join("，")}`) : null;
}

/**
 * @param {Desk} desk
 * @param {Finding} finding
 */
function row(desk, finding) {
  return make("li", {}, make("div", { title: finding.en }, make("span", { class: "sm" }, where(finding)), " ", finding.zh), make("span", { class: "acts" }, ...leads(desk, finding)));
}

/** @param {Finding[]} findings */
const rest = (findings) => (findings.length > SHOWN ? make("li", { class: "sm" }, `另有 ${findings.length - SHOWN} 处`) : null);

/** @param {Finding} finding */
const where = ({ file, line }) => [fileLabel(file), line ? `第 ${line} 行` : ""].filter(Boolean).join(" · ");

/**
 * The ways to the fact and to the sentence.
 * @param {Desk} desk
 * @param {Finding} finding
 */
function leads(desk, finding) {
  const { sentence } = finding;
  return [
    subject(desk, finding) ? button("打开", () => open(desk, finding), { kind: "sm2 g", key: "E", en: "open the fact" }) : null,
    sentence ? button("看原文", () => desk.emit("sentence", sentence), { kind: "sm2", en: "show the sentence" }) : null,
  ];
}

/**
 * What a finding is about: a fact, or a key at the top of city.yaml.
 * @param {Desk} desk
 * @param {Finding} finding
 * @returns {import("./types.js").Opened | null}
 */
function subject({ state }, { address }) {
  const fact = state.facts.find((one) => one.address === address);
  if (fact) return { ...fact, card: null };
  const top = state.head.find((one) => one.address === address);
  const [file, section] = (address ?? "").split("/");
  return top ? { ...top, file, section, kind: "place", card: null } : null;
}

/**
 * @param {Desk} desk
 * @param {Finding} finding
 */
function open(desk, finding) {
  const opened = subject(desk, finding);
  if (finding.sentence) desk.emit("sentence", finding.sentence);
  desk.emit("fact", opened);
  if (finding.field) desk.emit("field", { key: finding.field });
}
