// What the check has to say of this place: each line leads to its fact, its field and its sentence.
import { button, fileLabel, make } from "./nodes.js";

/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Finding} Finding */

/** @type {Record<string, { letter: string, zh: string, rank: number }>} */
const SEVERITIES = {
  error: { letter: "错", zh: "错误", rank: 0 },
  warning: { letter: "警", zh: "警告", rank: 1 },
  notice: { letter: "知", zh: "提示", rank: 2 },
};
const OTHER = { letter: "知", zh: "提示", rank: 2 };

/**
 * @param {Desk} desk
 * @returns {HTMLElement[]}
 */
export function findingsOf(desk) {
  const rank = (/** @type {Finding} */ { severity }) => (SEVERITIES[severity] ?? OTHER).rank;
  const findings = [...desk.state.findings].sort((one, other) => rank(one) - rank(other));
  if (!findings.length) return [make("p", { class: "empty" }, "没有要说的。")];
  return findings.map((finding, at) => item(desk, finding, `finding ${at}`));
}

/**
 * @param {Desk} desk
 * @param {Finding} finding
 * @param {string} key
 */
function item(desk, finding, key) {
  const { letter, zh, rank } = SEVERITIES[finding.severity] ?? OTHER;
  const fact = desk.state.facts.find(({ address }) => address === finding.address);
  const where = [fileLabel(finding.file), finding.line ? `第 ${finding.line} 行` : "", finding.code].filter(Boolean).join(" · ");
  return make("article", { class: "card finding", tabindex: "-1", "data-item": true, "data-key": key, "aria-label": `${zh}：${finding.zh}` },
    make("div", { class: "k" }, make("span", { class: `grade r${rank}`, role: "img", "aria-label": zh }, letter), make("span", {}, where)),
    make("p", {}, finding.zh),
    make("p", { class: "sm", lang: "en" }, finding.en),
    make("div", { class: "acts" },
      fact ? button("打开这一项", () => open(desk, finding), { kind: "sm2 g", key: "E", en: "open the fact" }) : null,
      finding.sentence ? button("看原文", () => desk.emit("sentence", finding.sentence), { kind: "sm2", en: "show the sentence" }) : null));
}

/**
 * @param {Desk} desk
 * @param {Finding} finding
 */
function open(desk, finding) {
  const fact = desk.state.facts.find(({ address }) => address === finding.address);
  if (!fact) return;
  const sentence = finding.sentence ?? fact.sentences[0];
  if (sentence) desk.emit("sentence", sentence);
  desk.emit("fact", { ...fact, card: null });
  if (finding.field) desk.emit("field", { key: finding.field });
}
