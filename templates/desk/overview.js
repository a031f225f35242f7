// What stands in the right pane while nothing is open: how far the place has come, what the five marks mean.
import { make, markOf } from "./nodes.js";
import { remains } from "./questions.js";

/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Mark} Mark */

/** @type {{ mark: Mark, words: string, done: boolean }[]} `done`: what may remain in the end */
const MEANINGS = [
  { mark: "used", words: "某一项引用了它", done: true },
  { mark: "aside", words: "看过，不用，写了理由", done: true },
  { mark: "proposed", words: "有候选，等您收下", done: false },
  { mark: "doubt", words: "有疑问：先对原件", done: false },
  { mark: "left", words: "没有着落", done: false },
];

/**
 * @param {Desk} desk
 * @returns {HTMLElement[]}
 */
export function overviewOf({ state }) {
  const { score, questions } = state;
  const open = questions.filter((question) => question.state === "open");
  return [
    make("p", { class: "lead" }, make("b", {}, `${score.whole} 句里，${score.proposed} 句有候选，${score.doubt + score.left} 句要您自己看。`), make("br"), "程序照字面找，会错、会漏。收不收，您定。"),
    make("p", { class: "sm", lang: "en" }, "Proposals are found by their wording: they may be wrong, and some are missed. You decide."),
    marks(state),
    make("p", {}, make("b", {}, `指南要回答 ${questions.length} 道题`), open.length ? `，还有 ${open.length} 道；读到底才能说“没写”：` : "，都答了。"),
    make("p", { class: "sm" }, [...new Set(open.map(({ label }) => label.split("：")[0]))].join(" · ")),
    make("p", { class: "sm" }, remains(state).length || state.published ? "点中间一张候选的“改”，或在左边点一句，做成一项。随时可停，下次接着做。" : "都录完了：在“要回答的题”里按“发布”。"),
  ];
}

/** @param {import("./types.js").State} state */
function marks({ score }) {
  const head = make("tr", {}, ...["记号", "意思", "现在", "做完时"].map((words) => make("th", { scope: "col" }, words)));
  const rows = MEANINGS.map(({ mark, words, done }) =>
    make("tr", {}, make("td", {}, markOf(mark)), make("td", {}, words), make("td", { class: "count" }, make("b", {}, String(score[mark]))), make("td", { class: "count" }, done ? "全部" : "0")));
  return make("table", { class: "marks" }, make("thead", {}, head), make("tbody", {}, ...rows));
}
