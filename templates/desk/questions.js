// The questions that a guide must answer: by facts, by 没写 (the document does not say), by 没拿到 (what would say it is not in hand).
import { Refusal } from "./api.js";
import { button, fileLabel, make, redrawn } from "./nodes.js";
import { kindOf, labelOf } from "./wording.js";

/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Question} Question */

/** @type {Record<Question["state"], { zh: string, en: string }>} */
const STATES = {
  open: { zh: "还没答", en: "open" },
  facts: { zh: "写了", en: "answered" },
  not_stated: { zh: "没写", en: "not stated" },
  not_in_hand: { zh: "没拿到", en: "not in hand" },
};

const PUBLISHED = "city.yaml/published";

/** The question whose list of what lacks is open. */
let choosing = "";

/**
 * The head of the place and its questions, those that are open first; then whether it is published.
 * @param {Desk} desk
 * @returns {HTMLElement[]}
 */
export function questionsOf(desk) {
  const open = desk.state.questions.filter(({ state }) => state === "open");
  const rest = desk.state.questions.filter(({ state }) => state !== "open");
  const heads = desk.state.head.filter((head) => head.open);
  const told = desk.state.head.filter((head) => !head.open && head.value !== null && head.address !== PUBLISHED);
  return [
    ...heads.map((head) => headOf(desk, head)),
    ...open.map((question) => item(desk, question)),
    ...(open.length || heads.length ? [] : [make("p", { class: "empty" }, "题都答了。")]),
    publishing(desk),
    ...rest.map((question) => item(desk, question)),
    ...told.map((head) => toldOf(desk, head)),
  ];
}

/**
 * What keeps a place from being published, in words; nothing where it has been entered to the end.
 * @param {import("./types.js").State} state
 * @returns {string[]}
 */
export function remains({ score, cards, questions, head, findings }) {
  /** @type {[number, string][]} */
  const counts = [
    [score.left + score.doubt, "句没有着落"],
    [cards.length, "个候选没有看"],
    [[...questions.map(({ state }) => state === "open"), ...head.map(({ open }) => open)].filter(Boolean).length, "道题没有答"],
    [findings.filter(({ severity }) => severity === "error").length, "处错误，见“提示”"],
  ];
  return counts.filter(([number]) => number).map(([number, words]) => `${number} ${words}`);
}

/**
 * Whether the place is published, and the button that changes it: only one that is entered to the end is published.
 * @param {Desk} desk
 */
function publishing(desk) {
  const { state } = desk;
  const left = remains(state);
  const [chip, says] = state.published ? ["facts", "已发布"] : ["open", "还没发布"];
  const why = state.published ? "下次生成网站时在网上。" : left.length ? `录完了才能发布，还有 ${left.join("、")}。` : "都录完了。发布以后，下次生成网站时上网。";
  const change = state.published
    ? button("先不发布", () => void publish(desk, "false"), { en: "not published for now" })
    : button("发布", () => void publish(desk, "true"), { kind: "p", en: "publish" });
  return make("article", { class: "card question publishing", tabindex: "-1", "data-item": true, "data-key": PUBLISHED, "aria-label": `是否发布，${says}` },
    make("div", { class: "fold" }, make("h3", {}, "是否发布"), make("span", { class: `chip ${chip}` }, says)),
    make("p", { class: "sm" }, why),
    ...(state.published || !left.length ? [make("div", { class: "acts" }, change)] : []));
}

/**
 * @param {Desk} desk
 * @param {"true" | "false"} value
 */
async function publish(desk, value) {
  const match = desk.state.head.find(({ address }) => address === PUBLISHED)?.hash ?? null;
  try {
    await desk.call("put", { address: PUBLISHED, value, match });
    desk.announce(value === "true" ? "已发布，下次生成网站时上网" : "先不发布");
  } catch (error) {
    refused(desk, error);
  }
}

/**
 * @param {Desk} desk
 * @param {import("./types.js").Head} head a key at the top of city.yaml that is answered: it can be changed
 */
function toldOf(desk, { address, value, hash }) {
  const [file, section] = address.split("/");
  const label = labelOf(desk, "place", section);
  const act = () => filled(desk, { address, value, file, section, kind: "place", hash, card: null });
  const [state, words] = value === "not_stated" ? ["not_stated", ""] : ["facts", plain(value)];
  return make("article", { class: `card question ${state}`, tabindex: "-1", "data-item": true, "data-key": address, "aria-label": label },
    make("div", { class: "fold" }, make("h3", {}, label), make("span", { class: `chip ${state}` }, STATES[/** @type {Question["state"]} */ (state)].zh)),
    ...(words ? [make("p", { class: "sm" }, words)] : []),
    make("div", { class: "acts" }, button("改", act, { key: "E", en: "change" })));
}

/**
 * The form, at the key that is to be filled in.
 * @param {Desk} desk
 * @param {import("./types.js").Opened} fact
 */
function filled(desk, fact) {
  desk.emit("fact", fact);
  desk.emit("field", { key: fact.section });
}

/**
 * @param {Data} value
 * @returns {string}
 */
function plain(value) {
  if (typeof value === "string") return value;
  return (Array.isArray(value) ? value : Object.values(value)).map(plain).join("，");
}

/**
 * @param {Desk} desk
 * @param {import("./types.js").Head} head a key at the top of city.yaml that is open
 */
function headOf(desk, { address, value, hash }) {
  const [file, section] = address.split("/");
  const label = labelOf(desk, "place", section);
  const act = () => filled(desk, { address, value, file, section, kind: "place", hash, card: null });
  return make("article", { class: "card question open", tabindex: "-1", "data-item": true, "data-key": address, "aria-label": label },
    make("div", { class: "fold" }, make("h3", {}, label), make("span", { class: "chip open" }, STATES.open.zh)),
    make("div", { class: "acts" }, button("填", act, { kind: "p", key: "E", en: "fill in" })));
}

/**
 * @param {Desk} desk
 * @param {Question} question
 */
function item(desk, question) {
  const { address, label, state } = question;
  const node = make("article", { class: `card question ${state}`, tabindex: "-1", "data-item": true, "data-key": address, "aria-label": `${label}，${STATES[state].zh}` });
  const draw = () => redrawn(node, () => node.replaceChildren(
    make("div", { class: "fold" }, make("h3", {}, label), make("span", { class: "sm" }, files(question)), make("span", { class: `chip ${state}`, title: STATES[state].en }, STATES[state].zh)),
    ...body(desk, question),
    make("div", { class: "acts" }, ...acts(desk, question, draw)),
    ...(choosing === address ? [lacks(desk, question)] : []),
  ));
  draw();
  return node;
}

/** @param {Question} question */
const files = ({ address }) => fileLabel(address.split("/")[0]);

/**
 * What answers it; or where the words stand by which the whole text was searched.
 * @param {Desk} desk
 * @param {Question} question
 */
function body(desk, question) {
  if (question.state === "facts") return [factsOf(desk, question)];
  if (question.state === "not_in_hand") return [make("p", { class: "sm" }, `没拿到：${lacking(desk, question.value)}`)];
  return [searched(desk, question)].filter((node) => node !== null);
}

/**
 * @param {Desk} desk
 * @param {Question} question
 */
function factsOf(desk, { address, section }) {
  const [file] = address.split("/");
  const facts = desk.state.facts.filter((fact) => fact.section === section && fact.file === file);
  const rows = facts.map((fact) => make("li", {}, button(fact.says[0] ?? fact.id, () => desk.emit("fact", { ...fact, card: null }), { kind: "t", en: "open" })));
  return make("ul", { class: "rows" }, ...rows);
}

/**
 * @param {Desk} desk
 * @param {Question} question
 */
function searched(desk, { looked_for: words, hits }) {
  if (!words.length) return null;
  const found = hits.map((id) => {
    const sentence = desk.state.sentences.find((one) => one.id === id);
    return sentence ? button(sentence.clause, () => desk.emit("sentence", id), { kind: "t sm2", name: `看 ${sentence.clause} 的那一句` }) : null;
  });
  const told = hits.length ? `全文找过${words.map((word) => `“${word}”`).join("")}，在：` : `全文没有${words.map((word) => `“${word}”`).join("")}`;
  return make("p", { class: "sm searched" }, told, ...found.slice(0, 8), found.length > 8 ? ` 等 ${found.length} 处` : null);
}

/**
 * @param {Desk} desk
 * @param {Data} value
 */
function lacking(desk, value) {
  const id = typeof value === "object" && !Array.isArray(value) ? value.not_in_hand : "";
  return desk.state.lacking.find((lack) => lack.id === id)?.name ?? (typeof id === "string" ? id : "");
}

/**
 * @param {Desk} desk
 * @param {Question} question
 * @param {() => void} draw
 */
function acts(desk, question, draw) {
  const { state, address, section } = question;
  const [file] = address.split("/");
  const kind = kindOf(desk, section);
  const open = button(state === "facts" ? "再加一项" : "打开", () => desk.emit("fact", { address: null, value: {}, file, section, kind, hash: null, card: null }), { key: "E", en: "open the form" });
  if (state === "facts") return [open];
  if (state !== "open") return [button("撤回", () => void answer(desk, question, null), { en: "take back" }), open];
  return [
    button("没写", () => void answer(desk, question, "not_stated"), { kind: "silent", key: "0", en: "the document does not say" }),
    desk.state.lacking.length > 0 && button("没拿到", () => { choosing = choosing === address ? "" : address; draw(); }, { kind: "silent", key: "9", en: "not in hand", attributes: { "aria-expanded": String(choosing === address) } }),
    open,
  ].filter((node) => node !== false);
}

/**
 * @param {Desk} desk
 * @param {Question} question
 */
function lacks(desk, question) {
  const choices = desk.state.lacking.map(({ id, name }) => button(name, () => void answer(desk, question, { not_in_hand: id }), { kind: "sm2" }));
  return make("div", { class: "choices", role: "group", "aria-label": "没拿到哪一件" }, make("span", { class: "sm" }, "没拿到"), ...choices);
}

/**
 * @param {Desk} desk
 * @param {Question} question
 * @param {Data | null} value null: open again
 */
async function answer(desk, { address, hash, label }, value) {
  try {
    await (value === null ? desk.call("remove", { address, match: hash }) : desk.call("put", { address, value, match: hash }));
    choosing = "";
    desk.emit("next", { words: value === null ? `${label}：又没答` : `${label}：${value === "not_stated" ? "没写" : "没拿到"}` });
  } catch (error) {
    refused(desk, error);
  }
}

/**
 * @param {Desk} desk
 * @param {unknown} error
 */
function refused(desk, error) {
  const finding = error instanceof Refusal && error.status === 422 ? error.body?.findings?.[0] : null;
  if (finding) desk.emit("trouble", `${finding.zh} / ${finding.en}`);
}
