// What may be done with the sentence at hand: make a fact of it, set it aside with a reason, open what quotes it.
import { Refusal } from "./api.js";
import { differ, kindsOf } from "./making.js";
import { button, make } from "./nodes.js";
import { cited, quoted } from "./selecting.js";
import { addressWords } from "./wording.js";

/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Fact} Fact */
/** @typedef {import("./types.js").Selection} Selection */
/** @typedef {import("./types.js").Sentence} Sentence */

/** What stands open below a sentence, with what is typed in it: it outlives a drawing of the page. */
const open = { sentence: "", what: /** @type {"" | "kinds" | "reason"} */ (""), reason: "", kind: "internal" };

/**
 * @param {Desk} desk
 * @param {Sentence} sentence
 */
export function actionsOf(desk, sentence) {
  const node = make("div", { class: "bubble" });
  const draw = () => node.replaceChildren(...facts(desk, sentence), ...buttons(desk, sentence, draw), ...opened(desk, sentence));
  keys(desk);
  draw();
  return node;
}

/**
 * The facts that quote a sentence, and the candidates that wait for it.
 * @param {Desk} desk
 * @param {Sentence} sentence
 */
function facts(desk, sentence) {
  const quoting = desk.state.facts.filter(({ sentences, address }) => sentences.includes(sentence.id) || sentence.facts.includes(address));
  const waiting = desk.state.cards.filter(({ id }) => sentence.cards.includes(id));
  return [
    ...quoting.map((fact) => button(told(desk, fact), () => desk.emit("fact", { ...fact, card: null }), { kind: "sm2 fact", en: "open this fact" })),
    ...waiting.slice(0, 1).map(({ id }) => button("看候选", () => desk.emit("card", id), { kind: "sm2", en: "show the proposal" })),
  ];
}

/**
 * A fact in a few words: its kind, whose it is, what the public reads.
 * @param {Desk} desk
 * @param {Fact} fact
 */
function told(desk, fact) {
  const words = addressWords(desk, fact.address);
  return fact.says[0] ? `${words}：${fact.says[0]}` : words;
}

/**
 * @param {Desk} desk
 * @param {Sentence} sentence
 * @param {() => void} draw
 */
function buttons(desk, sentence, draw) {
  const small = "sm2";
  /** @param {"kinds" | "reason"} what */
  const show = (what) => () => toggle(sentence, what, draw);
  const fact = button(sentence.facts.length ? "再做一项…" : "做成一项…", show("kinds"), { kind: small, key: "F", en: "make a fact of it", attributes: { "aria-expanded": String(isOpen(sentence, "kinds")) } });
  if (sentence.aside) return [fact, button("撤销“置”", () => void back(desk, sentence), { kind: small, en: "no longer set aside" })];
  if (sentence.state === "used" || sentence.state === "aside") return [fact];
  return [
    fact,
    button("标题", () => void setAside(desk, sentence, { kind: "heading" }), { kind: small, key: "B", en: "a heading" }),
    button("与前句同义", () => void setAside(desk, sentence, { kind: "repeated" }), { kind: small, key: "S", en: "says the same as before" }),
    button("置，写理由", show("reason"), { kind: small, key: "D", en: "set aside, with a reason", attributes: { "aria-expanded": String(isOpen(sentence, "reason")) } }),
  ];
}

/**
 * @param {Sentence} sentence
 * @param {"kinds" | "reason"} what
 */
const isOpen = (sentence, what) => open.sentence === sentence.id && open.what === what;

/** What was open is done with: nobody types in it any more. */
function settle() {
  Object.assign(open, { what: "", reason: "" });
  if (document.activeElement?.closest(".opened")) /** @type {HTMLElement | null} */ (document.activeElement.closest("li"))?.focus();
}

/** What is open below the sentence at hand is closed by its own button. */
function shut() {
  const node = open.what && /** @type {HTMLElement | null} */ (document.querySelector("#document .now [aria-expanded=true]"));
  if (node) node.click();
  return Boolean(node);
}

/**
 * @param {Sentence} sentence
 * @param {"kinds" | "reason"} what
 * @param {() => void} draw
 */
function toggle(sentence, what, draw) {
  const closing = isOpen(sentence, what);
  if (!closing && open.sentence !== sentence.id) open.reason = "";
  Object.assign(open, { sentence: sentence.id, what: closing ? "" : what });
  draw();
  const node = item(sentence);
  /** @type {HTMLElement | null} */ (node?.querySelector(closing ? `[aria-expanded]` : ".opened input[type=text]"))?.focus();
  node?.scrollIntoView({ block: "nearest" });
}

/** @param {Sentence} sentence */
const item = (sentence) => document.querySelector(`#document li[data-id="${CSS.escape(sentence.id)}"]`);

/**
 * @param {Desk} desk
 * @param {Sentence} sentence
 */
function opened(desk, sentence) {
  if (isOpen(sentence, "kinds")) return [kindsOf(desk, sentence, settle)];
  if (isOpen(sentence, "reason")) return [reason(desk, sentence)];
  return [];
}

/**
 * @param {Desk} desk
 * @param {Sentence} sentence
 */
function reason(desk, sentence) {
  const options = Object.entries(desk.kinds.aside_kinds).filter(([kind]) => kind !== "refused").map(([value, { label, label_en: en }]) => make("option", { value, selected: value === open.kind, title: en }, label));
  const kind = make("select", { "aria-label": "哪一种理由", title: "kind of reason" }, ...options, make("option", { value: "", selected: !open.kind }, "别的，写在右边"));
  const input = make("input", { type: "text", "aria-label": "理由", placeholder: "理由，一句话", title: "the reason", value: open.reason });
  const done = () => {
    if (!open.kind && !open.reason.trim()) return input.focus();
    return void setAside(desk, sentence, { ...(open.kind ? { kind: open.kind } : {}), ...(open.reason.trim() ? { because: open.reason.trim() } : {}) });
  };
  kind.addEventListener("change", () => { open.kind = kind.value; });
  input.addEventListener("input", () => { open.reason = input.value; });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key !== "Enter") return;
    event.preventDefault();
    done();
  });
  return make("div", { class: "opened choices" }, kind, input, button("置", done, { kind: "p sm2", key: "↵", en: "set aside" }));
}

/**
 * @param {Desk} desk
 * @param {Sentence} sentence
 * @param {{ kind?: string, because?: string }} why
 */
async function setAside(desk, sentence, why) {
  const selection = await quoted(desk, sentence);
  if (!selection) return;
  const entry = { ...cited(desk, selection), ...why };
  if (!(await aside(desk, { add: [entry] }))) return;
  settle();
  desk.emit("sentence", desk.focused.sentence);
  desk.emit("next", { words: "已置" });
}

/**
 * @param {Desk} desk
 * @param {Sentence} sentence
 */
async function back(desk, sentence) {
  if (!sentence.aside) return;
  if (await aside(desk, { remove: [sentence.aside.index] })) desk.announce("不再置而不用");
}

/**
 * Changes set-aside.yaml; null where it could not be, which the page says.
 * @param {Desk} desk
 * @param {{ add?: unknown[], remove?: number[] }} change
 */
export async function aside(desk, { add = [], remove = [] }) {
  try {
    return await desk.call("aside", { add, remove, match: desk.state.files["set-aside.yaml"] ?? null });
  } catch (error) {
    const finding = error instanceof Refusal && error.status === 422 ? error.body?.findings?.[0] : null;
    if (finding) desk.emit("trouble", `${finding.zh} / ${finding.en}`);
    return null;
  }
}

let keyed = false;

/** @param {Desk} desk the keys press the buttons of the sentence at hand */
function keys(desk) {
  if (keyed) return;
  keyed = true;
  const press = (/** @type {string} */ key) => () => {
    const node = /** @type {HTMLElement | null} */ (document.querySelector(`#document .now .bubble [data-key="${key}"]`));
    node?.click();
    return Boolean(node);
  };
  const all = { modes: /** @type {import("./types.js").Mode[]} */ (["enter", "table"]) };
  desk.key({ ...all, id: "fact", key: "F", zh: "把这一句（或选中的字）做成一项", en: "make a fact of the sentence or of the selected words", act: press("F") });
  desk.key({ ...all, id: "differ", key: "C", zh: "写法不同：记下这一句，再到另一句", en: "the document says it in different ways: note this sentence, then the other", act: () => !desk.focused.sentence || differ(desk, desk.focused.sentence) });
  desk.key({ ...all, id: "shut", key: "Escape", zh: "不做了", en: "never mind", pane: "document", act: () => shut() });
  desk.key({ ...all, id: "heading", key: "B", zh: "置：标题", en: "set aside: a heading", act: press("B") });
  desk.key({ ...all, id: "same", key: "S", zh: "置：与前句同义", en: "set aside: says the same as before", act: press("S") });
  desk.key({ ...all, id: "aside", key: "D", zh: "置，写理由", en: "set aside, with a reason", act: press("D") });
}
