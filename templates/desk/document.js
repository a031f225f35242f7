// The left pane: the document, sentence by sentence, each with its mark; its bar above; what may be done with the sentence
// at hand. Words that are selected are asked of the program as clause and quotation, which nobody types.
import { actionsOf } from "./actions.js";
import { sideOf } from "./making.js";
import { arrange, fileLabel, make, markOf, MARKS, redrawn, segments } from "./nodes.js";
import * as selecting from "./selecting.js";
import { pieces, points } from "./text.js";

/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Mark} Mark */
/** @typedef {import("./types.js").Mode} Mode */
/** @typedef {import("./types.js").Sentence} Sentence */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Stretch} Stretch */

/** @type {Mark[]} */
const ORDER = ["used", "proposed", "aside", "doubt", "left"];
/** @type {Mode[]} */
const WITH = ["enter", "table", "review", "replace"];
const SHORT = 20; // characters of a line that can be a heading
const OWN_NUMBER = /^(?:#{1,6}\s+)?(?:第[一二三四五六七八九十百零〇\d]+[章节条款]|[一二三四五六七八九十百]+[、.．]|[（(][一二三四五六七八九十百\d]+[）)]|\d+(?:\.\d+)*[、.．]|[①-⑳])/;

/**
 * @param {HTMLElement} element
 * @param {Desk} desk
 */
export function mount(element, desk) {
  const pane = new Pane(element, desk);
  desk.on("state", () => pane.draw());
  desk.on("sentence", (id) => pane.move(id));
  keys(pane, desk);
  selecting.mount(pane.list, desk);
  return { advance: () => pane.advance() };
}

class Pane {
  /** @type {Mark | null} */
  filter = null;
  whole = false;
  /** The sentence that is drawn as the one at hand. @type {string | null} */
  #drawn = null;
  /** @type {Map<string, { said: string, node: HTMLElement }>} */
  #nodes = new Map();
  /** Whether the mouse is down: what is drawn stays where it is, or words that are being selected would slip away. */
  #pressed = false;

  /**
   * @param {HTMLElement} element
   * @param {Desk} desk
   */
  constructor(element, desk) {
    this.desk = desk;
    this.title = make("h2", {});
    this.list = make("ol", { class: "sentences", role: "list" });
    this.scroll = make("div", { class: "scroll" }, this.list);
    element.append(this.title, this.scroll);
    this.list.addEventListener("click", (event) => this.#clicked(event));
    this.list.addEventListener("pointerdown", () => { this.#pressed = true; });
    for (const ended of ["pointerup", "pointercancel"]) document.addEventListener(ended, () => { this.#pressed = false; }, true);
    this.list.addEventListener("focusin", (event) => this.#focused(/** @type {HTMLElement} */ (event.target)));
  }

  /** The sentences that are shown. */
  get shown() {
    return this.desk.state.sentences.filter(({ state }) => !this.filter || state === this.filter);
  }

  draw() {
    const { state, focused } = this.desk;
    const known = state.sentences.some(({ id }) => id === focused.sentence);
    if (!known) this.desk.focused.sentence = (state.sentences.find((one) => one.state === "left") ?? state.sentences[0])?.id ?? null;
    const held = this.list.contains(document.activeElement);
    const top = this.scroll.scrollTop;
    this.#draw();
    this.scroll.scrollTop = top;
    if (held && !this.list.contains(document.activeElement)) this.node(this.desk.focused.sentence)?.focus({ preventScroll: true });
    if (!known) this.node(this.desk.focused.sentence)?.scrollIntoView({ block: "center" });
  }

  #draw() {
    this.#heading();
    this.list.classList.toggle("running", this.whole);
    const before = this.#nodes;
    this.#nodes = new Map();
    this.#drawn = this.desk.focused.sentence;
    const nodes = this.shown.map((sentence) => this.#kept(before, sentence));
    const empty = make("li", { class: "empty" }, this.filter ? "没有这样的句子了。" : "还没有能看的原文；缺什么，见“提示”。");
    arrange(this.list, nodes.length ? between(this.desk.state, this.shown, nodes) : [empty]);
    this.#bar();
  }

  /**
   * Only the sentence that was at hand and the one that now is change, and their words stay: they may be selected.
   * @param {string | null} id
   */
  #swap(id) {
    for (const sentence of this.desk.state.sentences.filter((one) => one.id === this.#drawn || one.id === id)) {
      const held = this.#nodes.get(sentence.id);
      if (held) renew(held.node, this.#sentence(sentence, sentence.id === id));
      if (held) held.said = "";
    }
    this.#drawn = id;
    this.#bar();
  }

  /**
   * The node of a sentence, made anew only where something of it has changed.
   * @param {Map<string, { said: string, node: HTMLElement }>} before
   * @param {Sentence} sentence
   */
  #kept(before, sentence) {
    const now = sentence.id === this.desk.focused.sentence;
    const said = now ? "" : JSON.stringify([sentence, notes(this.desk, sentence, now)]);
    const old = before.get(sentence.id);
    const typed = now && old?.node.contains(document.activeElement) && document.activeElement?.matches("input, select");
    const node = old && (typed || (said && old.said === said)) ? old.node : this.#sentence(sentence, now);
    this.#nodes.set(sentence.id, { said, node });
    return node;
  }

  /**
   * @param {Sentence} sentence
   * @param {boolean} now
   */
  #sentence(sentence, now) {
    const kinds = ["s", sentence.state, sentence.head && "head", sentence.cell && "cell", now && "now"].filter(Boolean).join(" ");
    const said = notes(this.desk, sentence, now).map((words) => make("span", { class: "n" }, words));
    const acts = now ? [actionsOf(this.desk, sentence)] : [];
    return make(
      "li",
      { class: kinds, tabindex: now ? "0" : "-1", "data-item": true, "data-id": sentence.id, "aria-current": now ? "true" : null },
      markOf(sentence.state),
      make("div", { class: "body" }, wordsOf(sentence), ...said, ...acts),
    );
  }

  #heading() {
    const forms = segments("怎样看", [
      { words: "逐句", en: "sentence by sentence", on: !this.whole, act: () => this.#as(false) },
      { words: "原样", en: "as it runs", on: this.whole, act: () => this.#as(true) },
    ]);
    const hint = this.filter ? `只看“${MARKS[this.filter].letter}” ${this.shown.length} 句` : "选几个字，就是引文";
    const title = ["原文", forms, make("span", { class: "r sm", title: this.filter ? "only these are shown" : "select words: they are the quotation" }, hint)];
    redrawn(this.title, () => this.title.replaceChildren(...title));
  }

  /** @param {boolean} whole */
  #as(whole) {
    this.whole = whole;
    this.#draw();
    this.node(this.desk.focused.sentence)?.scrollIntoView({ block: "center" });
    /** @type {HTMLElement | null} */ (this.title.querySelector(".seg .on"))?.focus();
  }

  #bar() {
    const { state, focused } = this.desk;
    const { score, sentences } = state;
    this.desk.emit("bar", {
      mode: "enter",
      number: score.proposed + score.doubt + score.left,
      words: "句还没有着落",
      of: `共 ${score.whole} 句`,
      ticks: sentences.map((sentence, at) => ({
        mark: sentence.state,
        label: `${MARKS[sentence.state].letter} ${sentence.clause} ${sentence.text.slice(0, 40)}`,
        now: sentence.id === focused.sentence,
        apart: at > 0 && part(sentence) !== part(sentences[at - 1]),
        act: () => this.go(sentence.id),
      })),
      counts: ORDER.map((mark) => ({ mark, number: score[mark], label: MARKS[mark].zh, on: this.filter === mark, act: () => this.show(mark) })),
      next: { words: "下一处漏", key: "N", act: () => this.next("left", 1) },
    });
  }

  /** @param {Mark} mark shows only these sentences, or all of them again */
  show(mark) {
    this.filter = this.filter === mark ? null : mark;
    this.#draw();
    this.scroll.scrollTop = 0;
    this.desk.announce(this.filter ? `只看“${MARKS[mark].zh}”，${this.shown.length} 句` : "全部句子");
    /** @type {HTMLElement | null} */ (document.querySelector(`#score .cnt:nth-child(${ORDER.indexOf(mark) + 1})`))?.focus();
  }

  /** @param {string | null} id */
  node(id) {
    return id ? (this.#nodes.get(id)?.node ?? null) : null;
  }

  /**
   * The focus goes to a sentence.
   * @param {string} id
   */
  go(id) {
    if (this.filter && !this.shown.some((sentence) => sentence.id === id)) this.filter = null;
    this.desk.emit("sentence", id);
    this.node(id)?.focus({ preventScroll: true });
  }

  /** @param {string | null} id the sentence at hand is another one, and stands in view */
  move(id) {
    const held = this.list.contains(document.activeElement);
    if (this.filter) this.#draw();
    else this.#swap(id);
    this.node(id)?.scrollIntoView({ block: "nearest" });
    if (held) this.node(id)?.focus({ preventScroll: true });
  }

  /**
   * The sentence so many places on.
   * @param {number} step
   */
  step(step) {
    const { shown } = this;
    const at = shown.findIndex(({ id }) => id === this.desk.focused.sentence);
    const sentence = shown[Math.max(0, Math.min(shown.length - 1, at < 0 ? 0 : at + step))];
    if (sentence) this.go(sentence.id);
    return Boolean(sentence);
  }

  /**
   * The next sentence with a mark, around the end.
   * @param {Mark} mark
   * @param {number} step
   */
  next(mark, step) {
    const { sentences } = this.desk.state;
    const at = sentences.findIndex(({ id }) => id === this.desk.focused.sentence);
    const order = sentences.map((_, by) => sentences[(at + step * (by + 1) + sentences.length * 2) % sentences.length]);
    const sentence = order.find(({ state }) => state === mark);
    if (sentence) this.go(sentence.id);
    else this.desk.announce(`没有“${MARKS[mark].zh}”的句子了`);
    return sentence;
  }

  /** The next open sentence gets the focus; what it is. */
  advance() {
    const { state, focused } = this.desk;
    const here = state.sentences.find(({ id }) => id === focused.sentence);
    const sentence = here?.state === "left" ? here : this.next("left", 1);
    if (!sentence) return null;
    this.go(sentence.id);
    return `下一处漏：${sentence.text.slice(0, 20)}`;
  }

  /** @param {HTMLElement} target */
  #focused(target) {
    const id = target.closest("li")?.dataset.id;
    if (!this.#pressed && id && target.matches("li") && id !== this.desk.focused.sentence) this.desk.emit("sentence", id);
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const id = target.closest("li")?.dataset.id;
    if (!id || target.closest("button, input, textarea, select, label")) return;
    if (selecting.some(this.list)) this.desk.emit("sentence", id);
    else {
      this.go(id);
      if (!this.desk.focused.field) only(this.desk, id);
    }
  }
}

/**
 * A sentence is drawn anew around its words.
 * @param {HTMLElement} node
 * @param {HTMLElement} drawn
 */
function renew(node, drawn) {
  const places = ["begins", "row"].filter((place) => node.classList.contains(place));
  node.className = [drawn.className, ...places].join(" ");
  node.tabIndex = drawn.tabIndex;
  node.toggleAttribute("aria-current", false);
  if (drawn.ariaCurrent) node.setAttribute("aria-current", drawn.ariaCurrent);
  const [words, old] = [drawn, node].map((one) => /** @type {HTMLElement} */ (one.querySelector(".words")));
  while (old.nextSibling) old.nextSibling.remove();
  while (words.nextSibling) old.parentElement?.append(words.nextSibling);
}

/**
 * Opens the fact that quotes a sentence, where it is the only one.
 * @param {Desk} desk
 * @param {string} id
 */
function only(desk, id) {
  const facts = desk.state.facts.filter(({ sentences }) => sentences.includes(id));
  if (facts.length === 1) desk.emit("fact", { ...facts[0], card: null });
}

/**
 * What is said below a sentence: by what it is quoted, why it is set aside, which figures lack; more of the one at hand.
 * @param {Desk} desk
 * @param {Sentence} sentence
 * @param {boolean} now
 * @returns {string[]}
 */
function notes({ state, kinds }, { id: own, facts, cards, aside, missing, state: mark }, now) {
  const named = (/** @type {string} */ address) => {
    const fact = state.facts.find((one) => one.address === address);
    return fact ? (kinds.sections[fact.section]?.label ?? fact.section) : fileLabel(address);
  };
  const waiting = state.cards.filter(({ id }) => cards.includes(id));
  const files = [...new Set(facts.map((address) => address.split("/")[0]))];
  const said = [
    sideOf(own) && `写法不同：${sideOf(own)}`,
    facts.length && `${facts.length} 项引用：${[...new Set(facts.map(named))].join("、")}${files.length === 1 ? "" : `（${files.map(fileLabel).join("、")}）`}`,
    aside && ["置：", kinds.aside_kinds[aside.kind ?? ""]?.label, aside.kind && aside.because ? "，" : "", aside.because].filter(Boolean).join(""),
    now && !aside && mark === "aside" && !facts.length && "标题，不用写理由",
    now && waiting.length > 0 && `候选：${[...new Set(waiting.map(({ label }) => label))].join("、")}`,
    ...waiting.map(({ doubt }) => doubt),
    missing.length > 0 && `${missing.map((words) => `“${words}”`).join("、")}还没有引用`,
    now && mark === "left" && !facts.length && !missing.length && "还没有用，也没有候选",
  ];
  return said.flatMap((words) => words || []);
}

/**
 * The words of a sentence, exactly; what is quoted, proposed or lacking in them is marked.
 * @param {Sentence} sentence
 */
function wordsOf({ text, marks, start, doc, cell }) {
  const number = OWN_NUMBER.exec(text)?.[0].length ?? 0;
  const formulas = marks.filter(({ kind }) => kind === "formula");
  /** @type {{ start: number, end: number, kind: string }[]} */
  const all = [...marks.map((mark) => around(mark, formulas)), { start: 0, end: number, kind: "no" }, ...edges(text, cell)];
  return make("span", { class: "words", "data-start": start, "data-doc": doc }, ...pieces(text, all).map((piece) => pieceOf(piece, formulas)));
}

/**
 * The lines of a table that stand around a cell: they are there, and not to be seen.
 * @param {string} text
 * @param {boolean} cell
 */
function edges(text, cell) {
  if (!cell) return [];
  const whole = points(text);
  const [before, behind] = [/^[|\s]+/, /[|\s]+$/].map((edge) => points(edge.exec(text)?.[0] ?? ""));
  return [{ start: 0, end: before, kind: "edge" }, { start: whole - behind, end: whole, kind: "edge" }];
}

/**
 * A stretch that ends or begins within a formula has all of it.
 * @param {Stretch} mark
 * @param {Stretch[]} formulas
 */
function around({ start, end, kind }, formulas) {
  const cut = formulas.filter((formula) => formula.start < end && start < formula.end);
  return { start: Math.min(start, ...cut.map((formula) => formula.start)), end: Math.max(end, ...cut.map((formula) => formula.end)), kind };
}

/**
 * @param {{ text: string, start: number, kinds: string[] }} piece
 * @param {Stretch[]} formulas
 */
function pieceOf({ text, start, kinds }, formulas) {
  if (!kinds.length) return text;
  const shown = formulas.find((formula) => formula.start === start)?.shown;
  const own = shown !== undefined ? { "data-points": points(text), title: text } : {};
  return make("span", { class: kinds.map((kind) => `k-${kind}`).join(" "), ...own }, shown ?? text);
}

/** @param {Sentence} sentence whether it is short and begins with its own number, so that its clause need not be said */
const headed = ({ text }) => OWN_NUMBER.test(text) && points(text) < SHORT;

/** @param {Sentence} sentence the clause at the outermost that it stands in */
const part = ({ doc, clause }) => `${doc} ${clause.split(/[、，,]/)[0]}`;

/**
 * The sentences with what stands between them: the document, the clause.
 * @param {State} state
 * @param {Sentence[]} sentences
 * @param {HTMLElement[]} nodes
 */
function between(state, sentences, nodes) {
  const several = state.documents.length > 1;
  return nodes.flatMap((node, at) => {
    const sentence = sentences[at];
    const before = sentences[at - 1];
    const title = several && sentence.doc !== before?.doc ? state.documents.find(({ id }) => id === sentence.doc)?.title : null;
    const known = (before?.doc === sentence.doc && before.clause === sentence.clause) || sentence.head || headed(sentence);
    node.classList.toggle("begins", before?.paragraph !== sentence.paragraph);
    node.classList.toggle("row", sentence.cell && before?.paragraph === sentence.paragraph && before.cell);
    return [
      ...(title ? [make("li", { class: "title song" }, title)] : []),
      ...(known ? [] : [make("li", { class: "cl" }, make("b", {}, sentence.clause))]),
      node,
    ];
  });
}

/**
 * @param {Pane} pane
 * @param {Desk} desk
 */
function keys(pane, desk) {
  desk.key({ id: "down", key: "ArrowDown", zh: "下一句（候选栏里：下一张）", en: "next sentence, next card", modes: WITH, act: () => pane.step(1) });
  desk.key({ id: "up", key: "ArrowUp", zh: "上一句（候选栏里：上一张）", en: "sentence before, card before", modes: WITH, act: () => pane.step(-1) });
  desk.key({ id: "left", key: "N", zh: "下一处漏", en: "next one not accounted for", modes: ["enter", "table"], act: () => void pane.next("left", 1) });
  desk.key({ id: "left-back", key: "Shift+N", zh: "上一处漏", en: "the one before that is not accounted for", modes: ["enter", "table"], act: () => void pane.next("left", -1) });
  desk.key({ id: "doubt", key: "M", zh: "下一处疑", en: "next one in doubt", modes: ["enter", "table"], act: () => void pane.next("doubt", 1) });
}
