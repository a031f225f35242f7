// The middle pane: what the program proposes, the questions that a guide must answer, what the check has found.
import { aside } from "./actions.js";
import { Refusal } from "./api.js";
import { findingsOf } from "./findings.js";
import { button, fileLabel, make, redrawn, segments } from "./nodes.js";
import { questionsOf } from "./questions.js";
import { details, headline, kindOf, labelOf } from "./wording.js";

/** @typedef {import("./types.js").Card} Card */
/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").State} State */
/** @typedef {"cards" | "questions" | "findings"} Tab */
/** @typedef {{ key: string, cards: Card[] }} Group cards that are alike, accepted and refused together */

/**
 * @param {HTMLElement} element
 * @param {Desk} desk
 */
export function mount(element, desk) {
  const pane = new Pane(element, desk);
  desk.on("state", () => pane.draw());
  desk.on("sentence", (id) => pane.of(id));
  desk.on("drafts", () => pane.draw());
  desk.on("card", (id) => pane.go(id));
  desk.on("fact", (fact) => { pane.opened = fact?.card ?? null; });
  desk.on("mode", () => pane.draw());
  keys(pane, desk);
  return { advance: () => pane.advance() };
}

/** A question that is not answered: one that is goes to the end of them. */
const OPEN = ".question.open";

class Pane {
  /** @type {Tab} */
  tab = "cards";
  /** The id of the card that is open in the form. @type {string | null} */
  opened = null;
  /** The key of the group, question or finding at hand. */
  now = "";
  /** @type {Set<string>} */
  #wide = new Set();

  /**
   * @param {HTMLElement} element
   * @param {Desk} desk
   */
  constructor(element, desk) {
    this.desk = desk;
    this.element = element;
    this.title = make("h2", {});
    this.list = make("div", { class: "cards" });
    this.scroll = make("div", { class: "scroll" }, this.list);
    this.rail = button("", () => desk.emit("mode", "enter"), { kind: "rail", en: "back to the proposals" });
    element.append(this.title, this.scroll, this.rail);
    this.list.addEventListener("focusin", (event) => this.#focused(/** @type {HTMLElement} */ (event.target)));
  }

  get groups() {
    return grouped(this.desk.state.cards);
  }

  draw() {
    const held = this.list.contains(document.activeElement);
    const { scrollTop } = this.scroll;
    const before = this.#items().findIndex((node) => node.dataset.key === this.now);
    const asked = this.#item()?.matches(OPEN);
    this.#heading();
    const nodes = this.#nodes();
    const items = nodes.filter((node) => node.dataset.key);
    if (!items.some((node) => node.dataset.key === this.now && (!asked || node.matches(OPEN)))) this.now = items[Math.max(0, Math.min(before, items.length - 1))]?.dataset.key ?? "";
    this.list.replaceChildren(...nodes);
    this.#mark();
    this.scroll.scrollTop = scrollTop;
    if (held) this.#item()?.focus({ preventScroll: true });
  }

  #heading() {
    const { cards, questions, findings } = this.desk.state;
    const open = questions.filter(({ state }) => state === "open").length;
    const words = { cards: `候选 ${cards.length}`, questions: `要回答的题 ${open}`, findings: `提示 ${findings.length}` };
    const en = { cards: "proposals", questions: "questions to answer", findings: "findings of the check" };
    const tabs = /** @type {Tab[]} */ (["cards", "questions", "findings"]).map((tab) => ({ words: words[tab], en: en[tab], on: this.tab === tab, act: () => this.show(tab) }));
    redrawn(this.title, () => this.title.replaceChildren(segments("看什么", tabs)));
    this.rail.replaceChildren(make("span", {}, "候选"), make("span", { class: "no" }, String(cards.length)), make("span", { class: "unseen" }, "回到候选"));
  }

  /** @returns {HTMLElement[]} */
  #nodes() {
    const { desk } = this;
    if (this.tab === "questions") return questionsOf(desk);
    if (this.tab === "findings") return findingsOf(desk);
    const nodes = this.groups.map((group) => this.#card(group));
    return [...drafts(desk), ...(nodes.length ? nodes : [make("p", { class: "empty" }, "没有候选了。漏的句子，在左边做成一项，或者置。")])];
  }

  /** @param {Group} group */
  #card({ key, cards }) {
    const [first] = cards;
    const several = cards.length > 1;
    const chip = make("span", { class: first.doubt ? "chip yi" : "chip" }, several ? `${cards.length} ${rows(cards) ? "行" : "项"}` : first.label);
    const where = several ? first.label : "";
    const top = make("div", { class: "k" }, chip, make("span", {}, [where, fileWord(first)].filter(Boolean).join(" · ")), make("span", { class: "r" }, first.clause));
    return make("article", { class: "card", tabindex: "-1", "data-item": true, "data-key": key, "aria-label": several ? `${cards.length} 项 ${first.label}` : `${first.label} ${headline(this.desk, first)}` },
      top, ...(several ? this.#several(key, cards) : single(this.desk, first)), this.#acts(key, cards));
  }

  /**
   * @param {string} key
   * @param {Card[]} cards
   */
  #several(key, cards) {
    if (this.#wide.has(key)) return [make("ul", { class: "rows" }, ...cards.map((card) => this.#row(card)))];
    if (!rows(cards)) return [make("ul", { class: "short" }, ...cards.map((card) => this.#line(card)))];
    const texts = cards.map(({ title, says }) => says || title);
    const shown = texts.slice(0, 4).join("　") + (texts.length > 5 ? "　……　" : "　") + (texts.length > 4 ? texts[texts.length - 1] : "");
    return [make("h3", {}, "这些行不含内容，一次置好"), make("blockquote", {}, shown)];
  }

  /** @param {Card} card one of several that are alike: whose words, and what they would become */
  #line(card) {
    return make("li", {}, make("span", { class: "song" }, card.says), card.value === null ? null : make("b", {}, headline(this.desk, card)));
  }

  /** @param {Card} card the same, to be taken or refused by itself */
  #row(card) {
    const change = rows([card]) ? null : button("改", () => this.open(card), { kind: "sm2", en: "change" });
    const acts = make("span", { class: "acts" }, this.#accept([card], "sm2", false), change, button("不是", () => void this.refuse([card]), { kind: "sm2", en: "no" }));
    const words = rows([card]) ? [make("span", { class: "song" }, card.says || card.title)] : single(this.desk, card);
    return make("li", {}, make("div", {}, ...words), acts);
  }

  /**
   * @param {string} key
   * @param {Card[]} cards
   */
  #acts(key, cards) {
    const several = cards.length > 1;
    const wide = this.#wide.has(key);
    const parts = [
      this.#accept(cards, "p", true),
      !several && !rows(cards) && button("改", () => this.open(cards[0]), { key: "E", en: "change" }),
      several && button(wide ? "收拢" : "逐行看", () => this.widen(key), { key: "E", en: wide ? "together" : "one by one" }),
      button(several ? "都不是" : "不是", () => void this.refuse(cards), { key: "X", en: "no: it will not come back" }),
    ];
    return make("div", { class: "acts" }, ...parts);
  }

  /**
   * @param {Card[]} cards
   * @param {string} kind
   * @param {boolean} keyed
   */
  #accept(cards, kind, keyed) {
    const open = cards.filter((card) => card.open.length || card.value === null);
    const key = keyed ? "A" : undefined;
    if (cards.every(({ section, value }) => section === "classes" && value === null)) return button("看分类表", () => this.desk.emit("mode", "table"), { kind: kind === "p" ? "g" : kind, key, en: "to the table of classes" });
    if (open.length) return button(open.length < cards.length ? `收下，先补 ${open.length} 项` : "补上再收", () => this.open(open[0]), { kind: kind === "p" ? "g" : kind, key, en: "first fill in what is open" });
    const words = rows(cards) ? (cards.length > 1 ? `${cards.length} 行都置` : "置") : cards.length > 1 ? `${cards.length} 项都收下` : "收下";
    return button(words, () => void this.accept(cards), { kind, key, en: "accept" });
  }

  /** @param {string} key */
  widen(key) {
    if (!this.#wide.delete(key)) this.#wide.add(key);
    this.now = key;
    this.draw();
    this.#item()?.focus();
  }

  /** @param {Tab} tab */
  show(tab) {
    this.tab = tab;
    this.now = "";
    this.scroll.scrollTop = 0;
    this.draw();
    /** @type {HTMLElement | null} */ (this.title.querySelector(".on"))?.focus();
  }

  /** @param {Card[]} cards */
  async accept(cards) {
    const opened = cards.find(({ id }) => id === this.opened);
    if (!(await accepted(this.desk, cards))) return;
    const fact = opened && this.desk.state.facts.find(({ address }) => address === addressOf(opened));
    if (fact) this.desk.emit("fact", { ...fact, card: null });
    this.desk.emit("next", { words: rows(cards) ? `已置 ${cards.length} 行` : "已收下" });
  }

  /** @param {Card[]} cards they never come back for the same words */
  async refuse(cards) {
    const add = cards.map((card) => ({ ...citeOf(this.desk, card), kind: "refused", proposal: card.id }));
    if (await aside(this.desk, { add })) this.desk.emit("next", { words: "不是，不再出现" });
  }

  /**
   * The form, filled in, at the first key that is open.
   * @param {Card} card
   */
  open(card) {
    const kind = kindOf(this.desk, card.section, card.kind);
    this.desk.emit("fact", { address: card.match ? addressOf(card) : null, value: card.value ?? { cite: citeOf(this.desk, card) }, file: card.file, section: card.section, kind, hash: card.match ?? null, card: card.id });
    if (card.sentence) this.desk.emit("sentence", card.sentence);
    if (card.open.length) this.desk.emit("field", { key: card.open[0] });
  }

  /** @param {string | null} sentence the card of a sentence is at hand */
  of(sentence) {
    if (this.tab !== "cards" || this.list.contains(document.activeElement)) return;
    const group = this.groups.find(({ cards }) => cards.some(({ sentences }) => sentence && sentences.includes(sentence)));
    if (!group || group.key === this.now) return;
    this.now = group.key;
    this.#mark();
    this.#item()?.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} id */
  go(id) {
    const group = this.groups.find(({ cards }) => cards.some((card) => card.id === id));
    if (!group) return;
    this.tab = "cards";
    this.now = group.key;
    this.draw();
    this.#item()?.focus();
  }

  /** The next card gets the focus; what it is. */
  advance() {
    const item = this.tab === "findings" ? null : this.#item();
    if (!item || (this.tab === "questions" && !item.matches(OPEN))) return null;
    item.focus();
    return `${this.tab === "cards" ? "下一张" : "下一题"}：${item.getAttribute("aria-label") ?? ""}`;
  }

  /**
   * The item so many places on.
   * @param {number} step
   */
  step(step) {
    const items = this.#items();
    const at = items.findIndex((node) => node.dataset.key === this.now);
    const item = items[Math.max(0, Math.min(items.length - 1, at + step))];
    item?.focus();
    item?.scrollIntoView({ block: "nearest" });
    return Boolean(item);
  }

  /** @param {string} key presses the button of the item at hand that has this key */
  press(key) {
    const node = /** @type {HTMLElement | null | undefined} */ (this.#item()?.querySelector(`[data-key="${key}"]`));
    node?.click();
    return Boolean(node);
  }

  /** @returns {HTMLElement[]} */
  #items() {
    return [...this.list.querySelectorAll("[data-item]")].map((node) => /** @type {HTMLElement} */ (node));
  }

  #item() {
    return this.#items().find((node) => node.dataset.key === this.now);
  }

  #mark() {
    for (const node of this.#items()) {
      const now = node.dataset.key === this.now;
      node.classList.toggle("now", now);
      node.tabIndex = now ? 0 : -1;
      for (const inside of node.querySelectorAll("button")) inside.tabIndex = now ? 0 : -1;
    }
  }

  /** @param {HTMLElement} target */
  #focused(target) {
    const key = /** @type {HTMLElement | null} */ (target.closest("[data-item]"))?.dataset.key;
    if (!key || key === this.now) return;
    this.now = key;
    this.#mark();
    const card = this.groups.find((group) => group.key === key)?.cards[0];
    if (this.tab === "cards" && card?.sentence) this.desk.emit("sentence", card.sentence);
  }
}

/**
 * Cards with the same group come as one, where the first of them stands.
 * @param {Card[]} cards
 * @returns {Group[]}
 */
function grouped(cards) {
  /** @type {Map<string, Card[]>} */
  const groups = new Map();
  for (const card of cards) {
    const key = card.group ? `group ${card.group}` : card.id;
    groups.set(key, [...(groups.get(key) ?? []), card]);
  }
  return [...groups].map(([key, held]) => ({ key, cards: held }));
}

/** @param {Card[]} cards whether they are lines that only are to be set aside */
const rows = (cards) => cards.every(({ file }) => file === "set-aside.yaml");

/** @param {Card} card */
const fileWord = ({ file }) => (file === "set-aside.yaml" ? "" : fileLabel(file));

/**
 * What one card proposes, and the words that it has it from.
 * @param {Desk} desk
 * @param {Card} card
 */
function single(desk, card) {
  const { section, says, quote, doubt, open } = card;
  const more = details(desk, card).map(({ label, words }) => `${label}：${words}`);
  const lacks = open.map((key) => labelOf(desk, kindOf(desk, section, card.kind), key));
  return [
    make("h3", {}, headline(desk, card)),
    quote ? make("blockquote", {}, says) : null,
    more.length ? make("p", { class: "sm" }, more.join(" · ")) : null,
    card.case && open.includes("when") ? make("p", { class: "sm" }, `情形：${card.case}`) : null,
    doubt ? make("p", { class: "doubt" }, doubt) : null,
    lacks.length ? make("p", { class: "sm" }, `还要补：${lacks.slice(0, 5).join("、")}${lacks.length > 5 ? ` 等 ${lacks.length} 处` : ""}`) : null,
  ];
}

/**
 * What an editor has begun and not taken.
 * @param {Desk} desk
 */
function drafts(desk) {
  const kept = Object.entries(desk.state.drafts).map(([address, value]) => {
    const fact = desk.state.facts.find((one) => one.address === address);
    const [file, section] = address.split("/");
    const known = desk.kinds.sections[section];
    const opened = { address: fact ? address : null, value, file, section, kind: fact?.kind ?? known?.kind ?? section, hash: fact?.hash ?? null, card: null };
    return button(`${known?.label ?? section} · ${fileLabel(file)}`, () => desk.emit("fact", opened), { kind: "sm2", en: "go on with this draft" });
  });
  return kept.length ? [make("div", { class: "drafts", role: "group", "aria-label": "草稿" }, make("b", {}, "草稿"), ...kept)] : [];
}

/**
 * Where a proposal stands, as files cite it.
 * @param {Desk} desk
 * @param {Card} card
 */
function citeOf({ state }, { doc, clause, quote }) {
  return { ...(state.documents.length > 1 ? { doc } : {}), clause, ...(quote ? { quote } : {}) };
}

/**
 * Whether proposals were written; what hinders one opens the form.
 * @param {Desk} desk
 * @param {Card[]} cards
 */
async function accepted(desk, cards) {
  if (rows(cards)) return aside(desk, { add: cards.map(({ value }) => value) });
  for (const card of cards) {
    try {
      await desk.call("put", { address: addressOf(card), value: card.value, match: card.match ?? null });
    } catch (error) {
      if (error instanceof Refusal && error.status === 422) desk.emit("card-open", card);
      return null;
    }
  }
  return true;
}

/** @param {Card} card */
function addressOf({ file, section, value }) {
  const id = value && typeof value === "object" && !Array.isArray(value) && typeof value.id === "string" ? value.id : "";
  return [file, section, id].filter(Boolean).join("/");
}

/**
 * @param {Pane} pane
 * @param {Desk} desk
 */
function keys(pane, desk) {
  const all = { modes: /** @type {import("./types.js").Mode[]} */ (["enter"]) };
  desk.on("card-open", (card) => pane.open(card));
  desk.key({ ...all, id: "accept", key: "A", zh: "候选：收下", en: "proposal: accept", act: () => pane.tab === "cards" && pane.press("A") });
  desk.key({ ...all, id: "change", key: "E", zh: "候选：改", en: "proposal: change", act: () => pane.press("E") });
  desk.key({ ...all, id: "refuse", key: "X", zh: "候选：不是", en: "proposal: no", act: () => pane.tab === "cards" && pane.press("X") });
  desk.key({ ...all, id: "down", key: "ArrowDown", zh: "下一句（候选栏里：下一张）", en: "next sentence, next card", pane: "cards", act: () => inside(pane) && pane.step(1) });
  desk.key({ ...all, id: "up", key: "ArrowUp", zh: "上一句（候选栏里：上一张）", en: "sentence before, card before", pane: "cards", act: () => inside(pane) && pane.step(-1) });
  desk.key({ ...all, id: "silent", key: "0", zh: "没写", en: "the document does not say", pane: "cards", act: () => inside(pane) && pane.press("0") });
  desk.key({ ...all, id: "missing", key: "9", zh: "没拿到", en: "not in hand", pane: "cards", act: () => inside(pane) && pane.press("9") });
}

/** @param {Pane} pane */
const inside = (pane) => pane.element.contains(document.activeElement);
