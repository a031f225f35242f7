// A second person holds each thing against its document: agrees, or has a remark; what was changed since is open again.
import { Refusal } from "./api.js";
import { shown as differing } from "./differing.js";
import { button, fileLabel, make, segments } from "./nodes.js";

/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Fact} Fact */
/** @typedef {import("./types.js").Mark} Mark */
/** @typedef {import("./types.js").Question} Question */
/** @typedef {import("./types.js").Verdict} Verdict */
/** @typedef {"open" | "agreed" | "remark" | "stale"} Seen */
/** @typedef {{ address: string, file: string, hash: string | null, title: string, says: string[], cites: Cited[], silent: boolean, fact: Fact | null, question: Question | null, verdict: Verdict | undefined, seen: Seen }} Item */
/** @typedef {{ clause: string, quote: string }} Cited */
/** @typedef {"all" | "unseen" | "remark"} Shown */

const NAME = "desk-name";
/** @type {Record<Seen, Mark>} */
const MARK = { open: "proposed", agreed: "used", remark: "doubt", stale: "left" };
const COUNTED = /** @type {const} */ ([["agreed", "✓ 同意"], ["remark", "意见"], ["stale", "↻ 要重看"], ["open", "没看"]]);

/**
 * @param {HTMLElement} element
 * @param {Desk} desk
 */
export function mount(element, desk) {
  const pane = new Pane(element, desk);
  desk.on("state", () => pane.draw());
  desk.on("mode", (mode) => mode === "review" && pane.begin());
  const own = { modes: /** @type {import("./types.js").Mode[]} */ (["review"]) };
  desk.key({ ...own, id: "agree", key: "Y", zh: "复核：同意（确实没写）", en: "review: agreed", act: () => pane.agree() });
  desk.key({ ...own, id: "remark", key: "R", zh: "复核：意见（写了）", en: "review: a remark", act: () => pane.remark() });
  desk.key({ ...own, id: "review-next", key: "N", zh: "复核：下一项没看的", en: "review: next unseen", act: () => void pane.next(1) });
  desk.key({ ...own, id: "review-back", key: "Shift+N", zh: "复核：上一项没看的", en: "review: unseen one before", act: () => void pane.next(-1) });
  desk.key({ ...own, id: "down", key: "ArrowDown", zh: "复核：下一项", en: "review: next", pane: "review", act: () => pane.step(1) });
  desk.key({ ...own, id: "up", key: "ArrowUp", zh: "复核：上一项", en: "review: one before", pane: "review", act: () => pane.step(-1) });
}

class Pane {
  /** @type {Shown} */
  filter = "all";
  /** The address of the thing at hand. */
  now = "";
  /** What is typed of a remark, by address; it outlives a drawing of the page. @type {Record<string, string>} */
  typed = {};
  /** Of which thing it is shown what has changed. */
  changed = "";
  /** What was said and is not written yet, by address. @type {Record<string, Verdict | null>} */
  pending = {};
  #refused = "";

  /**
   * @param {HTMLElement} element
   * @param {Desk} desk
   */
  constructor(element, desk) {
    this.desk = desk;
    this.title = make("h2", {});
    this.list = make("ol", { class: "reviewed", role: "list" });
    this.foot = make("div", { class: "foot" });
    this.name = make("input", { type: "text", id: "review-by", maxlength: "60", autocomplete: "name", size: "12" });
    this.name.value = localStorage.getItem(NAME) ?? "";
    this.name.addEventListener("input", () => this.#named());
    element.append(this.title, make("div", { class: "scroll" }, this.list), this.foot);
    this.list.addEventListener("focusin", (event) => this.#focused(/** @type {HTMLElement} */ (event.target)));
    this.list.addEventListener("click", (event) => this.#clicked(/** @type {HTMLElement} */ (event.target)));
  }

  /** @type {Item[]} */
  items = [];

  /** The things that are shown. */
  get shown() {
    const wanted = { all: () => true, unseen: (/** @type {Item} */ { seen }) => seen === "open" || seen === "stale", remark: (/** @type {Item} */ { seen }) => seen === "remark" };
    return this.items.filter((item) => wanted[this.filter](item) || item.address === this.now);
  }

  get item() {
    return this.items.find(({ address }) => address === this.now);
  }

  get left() {
    return this.items.filter(({ seen }) => seen === "open" || seen === "stale");
  }

  begin() {
    if (!this.item) this.now = (this.left[0] ?? this.items[0])?.address ?? "";
    this.draw();
    this.#node()?.focus();
  }

  draw() {
    this.items = itemsOf(this.desk, this.pending);
    if (this.desk.mode !== "review") return;
    const held = this.list.contains(document.activeElement);
    const typing = /** @type {HTMLElement | null} */ (document.activeElement)?.matches("#review li input") ?? false;
    this.#heading();
    const before = new Set();
    const nodes = this.shown.flatMap((item) => {
      const first = !before.has(item.file);
      before.add(item.file);
      return [...(first ? [make("li", { class: "of" }, fileLabel(item.file))] : []), this.#line(item)];
    });
    this.list.replaceChildren(...(nodes.length ? nodes : [make("li", { class: "empty" }, "没有这样的项。")]));
    this.#footing();
    this.#bar();
    if (held) (typing ? this.#input() : this.#node())?.focus({ preventScroll: true });
  }

  #heading() {
    const { items, left } = this;
    const count = (/** @type {Seen} */ seen) => items.filter((item) => item.seen === seen).length;
    /** @param {Shown} filter */
    const act = (filter) => () => {
      this.filter = filter;
      this.draw();
    };
    const choices = segments("看哪些", [
      { words: `全部 ${items.length}`, en: "all", on: this.filter === "all", act: act("all") },
      { words: `没看完 ${left.length}`, en: "still to be seen", on: this.filter === "unseen", act: act("unseen") },
      { words: `有意见 ${count("remark")}`, en: "with a remark", on: this.filter === "remark", act: act("remark") },
    ]);
    choices.classList.add("r");
    this.title.replaceChildren("逐项复核", choices);
  }

  /** @param {Item} item */
  #line(item) {
    const now = item.address === this.now;
    const kinds = ["item", item.seen, now && "now"].filter(Boolean).join(" ");
    return make(
      "li",
      { class: kinds, tabindex: now ? "0" : "-1", "data-item": true, "data-id": item.address, "aria-current": now ? "true" : null },
      make("div", { class: "body" }, ...wordsOf(item), ...this.#said(item), ...(now ? this.#typing(item) : [])),
      make("div", { class: "acts" }, ...this.#acts(item, now)),
    );
  }

  /**
   * What somebody has said of a thing, and what has changed since.
   * @param {Item} item
   */
  #said({ address, verdict, seen, says, cites }) {
    if (!verdict) return [];
    const words = verdict.remark ? [make("p", { class: "answer" }, make("b", {}, `${verdict.by}：`), verdict.remark)] : [];
    if (seen !== "stale" || this.changed !== address) return words;
    const before = [...(verdict.says ?? []), ...(verdict.quote ?? [])].join("\n");
    const after = [...says, ...cites.map(({ quote }) => quote)].join("\n");
    const same = before === after ? [make("p", { class: "sm" }, "公众读到的话和引文没有变；变的是别的（如条款、说明）。")] : [make("p", { class: "was" }, differing(before, after))];
    return [...words, ...same];
  }

  /**
   * @param {Item} item
   * @param {boolean} now
   */
  #acts(item, now) {
    const { verdict, seen, silent } = item;
    const small = now ? "" : "sm2";
    const agree = (/** @type {string} */ words) => button(words, () => void this.agree(item), { kind: `g ${small}`, key: now ? "Y" : undefined, en: "agreed" });
    const remark = button(silent ? "写了…" : "意见…", () => this.remark(item), { kind: small, key: now ? "R" : undefined, en: silent ? "it does say so" : "a remark" });
    if (seen === "agreed" || seen === "remark") {
      const words = seen === "agreed" ? make("span", { class: "pf ok" }, silent ? "✓ 确实没写" : "✓ 同意") : make("span", { class: "pf has" }, "意见");
      const more = now ? [seen === "agreed" ? remark : agree("✓ 同意"), button("收回", () => void this.#sign(item, null), { kind: "t sm2", en: "take it back" })] : [];
      return [make("span", { class: "by" }, words, " ", make("span", { class: "sm" }, `${verdict?.by} ${verdict?.on}`)), ...more];
    }
    if (seen === "stale") {
      const open = this.changed === item.address;
      const look = button(open ? "收起" : "看改了什么", () => this.#look(item), { kind: small, en: "what has changed", attributes: { "aria-expanded": String(open) } });
      return [make("span", { class: "pf has" }, `↻ 签过，后来又改了`), make("span", { class: "sm" }, `${verdict?.by} ${verdict?.on}`), look, agree("仍同意"), remark];
    }
    return [agree(silent ? "✓ 确实没写" : "✓ 同意"), remark];
  }

  /**
   * The remark that is being typed.
   * @param {Item} item
   */
  #typing({ address, silent }) {
    if (!(address in this.typed)) return [];
    const input = make("input", { type: "text", maxlength: "1000", "aria-label": silent ? "写在哪里" : "意见", placeholder: silent ? "写在哪一条、哪一句" : "不用写完整的话" });
    input.value = this.typed[address];
    input.addEventListener("input", () => { this.typed[address] = input.value; });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Escape") this.#shut(address);
      if (event.key === "Enter") void this.#send(address);
      if (event.key === "Enter" || event.key === "Escape") event.stopPropagation();
    });
    const send = button("送出意见", () => void this.#send(address), { kind: "p", key: "↵", en: "send the remark" });
    const fault = this.#refused ? [make("p", { class: "pf bad", role: "alert" }, this.#refused)] : [];
    return [make("div", { class: "typing" }, input, send), ...fault];
  }

  #footing() {
    const { entered, facts } = this.desk.state;
    const open = facts.filter(({ state }) => state !== "held").length;
    const own = entered && entered.split(/[、，,;；/\s]+/).includes(this.name.value.trim());
    const label = make("label", { for: this.name.id }, "复核：");
    const warned = own ? make("b", { class: "own" }, "您也是录入的人，请另一个人签。") : "";
    const rest = [this.left.length ? `还有 ${this.left.length} 项没看完` : "都看过了", open ? `另有 ${open} 项还没录完` : ""].filter(Boolean).join("；");
    this.foot.replaceChildren(make("span", { class: "sm" }, entered ? `录入：${entered}` : ""), label, this.name, warned, make("span", { class: "r sm" }, rest));
  }

  #named() {
    localStorage.setItem(NAME, this.name.value);
    const held = document.activeElement === this.name;
    const at = this.name.selectionStart;
    this.#footing();
    if (held) {
      this.name.focus();
      this.name.setSelectionRange(at, at);
    }
  }

  #bar() {
    const { items, left } = this;
    const counts = COUNTED.map(([seen, text]) => ({
      text,
      number: items.filter((item) => item.seen === seen).length,
      label: text,
      on: false,
      act: () => this.#first(seen),
    }));
    this.desk.emit("bar", {
      mode: "review",
      number: left.length,
      words: "项还要看",
      of: `共 ${items.length} 项`,
      ticks: items.map((item, at) => ({ mark: MARK[item.seen], label: item.title, now: item.address === this.now, apart: at > 0 && items[at - 1].file !== item.file, act: () => this.go(item.address) })),
      counts,
      next: { words: "下一项", key: "N", act: () => void this.next(1) },
    });
  }

  /** @param {Seen} seen */
  #first(seen) {
    const item = this.items.find((one) => one.seen === seen);
    if (item) this.go(item.address);
    else this.desk.announce("没有这样的项");
  }

  /** @returns {HTMLElement | null} */
  #node() {
    return this.list.querySelector(`li[data-id="${CSS.escape(this.now)}"]`);
  }

  /** @returns {HTMLInputElement | null} */
  #input() {
    return this.#node()?.querySelector("input") ?? null;
  }

  /** @param {HTMLElement} target */
  #focused(target) {
    const id = target.closest("li")?.dataset.id;
    if (id && target.matches("li") && id !== this.now) this.#take(id);
  }

  /** @param {HTMLElement} target */
  #clicked(target) {
    const id = target.closest("li")?.dataset.id;
    if (id && !target.closest("button, input")) this.go(id);
  }

  /** @param {string} address the thing at hand is another one: document and public words follow */
  #take(address) {
    this.now = address;
    this.#refused = "";
    const { item } = this;
    this.desk.emit("fact", item?.fact ? { ...item.fact, card: null } : null);
    const sentence = item?.fact?.sentences[0] ?? item?.question?.hits[0];
    if (sentence) this.desk.emit("sentence", sentence);
    const top = this.list.parentElement?.scrollTop ?? 0;
    this.draw();
    this.list.parentElement?.scrollTo(0, top);
    this.#node()?.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} address the focus goes to a thing */
  go(address) {
    if (!this.shown.some((item) => item.address === address)) this.filter = "all";
    this.#take(address);
    this.#node()?.focus({ preventScroll: true });
  }

  /** @param {number} step */
  step(step) {
    const { shown } = this;
    const at = shown.findIndex(({ address }) => address === this.now);
    const item = shown[Math.max(0, Math.min(shown.length - 1, at + step))];
    if (item) this.go(item.address);
    return Boolean(item);
  }

  /**
   * The next thing that is still to be seen, around the end.
   * @param {number} step
   */
  next(step) {
    const at = this.items.findIndex(({ address }) => address === this.now);
    const order = this.items.map((_, by) => this.items[(at + step * (by + 1) + this.items.length * 2) % this.items.length]);
    const item = order.find(({ seen }) => seen === "open" || seen === "stale");
    if (item) this.go(item.address);
    else this.desk.announce("都看过了");
    return item;
  }

  /** @param {Item} [item] */
  agree(item = this.item) {
    if (item) void this.#sign(item, "agreed");
    return Boolean(item);
  }

  /** @param {Item} [item] */
  remark(item = this.item) {
    if (!item) return false;
    this.typed[item.address] ??= item.verdict?.remark ?? "";
    this.#take(item.address);
    this.#input()?.focus();
    return true;
  }

  /** @param {string} address */
  #shut(address) {
    delete this.typed[address];
    this.draw();
    this.#node()?.focus();
  }

  /** @param {string} address */
  async #send(address) {
    const item = this.items.find((one) => one.address === address);
    const words = this.typed[address]?.trim();
    if (!item) return;
    if (words) await this.#sign(item, "remark", words);
    else this.#refuse("请写是什么意见");
  }

  /** @param {string} words */
  #refuse(words) {
    this.#refused = words;
    this.desk.announce(words);
    this.draw();
    this.#input()?.focus();
  }

  /** @param {Item} item */
  #look(item) {
    this.changed = this.changed === item.address ? "" : item.address;
    this.#take(item.address);
    /** @type {HTMLElement | null | undefined} */ (this.#node()?.querySelector("[aria-expanded]"))?.focus();
  }

  /**
   * What somebody says of a thing is shown at once and written behind; the next unseen one is at hand.
   * @param {Item} item
   * @param {"agreed" | "remark" | null} verdict
   * @param {string} [remark]
   */
  async #sign(item, verdict, remark = "") {
    const by = this.name.value.trim();
    if (verdict && !by) {
      this.desk.announce("先写您的名字");
      this.name.focus();
      return;
    }
    const { address, hash } = item;
    const typed = this.typed[address];
    this.pending[address] = verdict && { verdict, remark: remark || null, by, on: "…", stale: false, hash: hash ?? "" };
    delete this.typed[address];
    this.now = address;
    this.#onward(verdict);
    try {
      await this.desk.call("review", { address, verdict, remark, by, match: hash });
      delete this.pending[address];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      delete this.pending[address];
      if (typed !== undefined) this.typed[address] = typed;
      this.go(address);
      if (error.status === 422) this.#refuse(String(error.body?.zh ?? "没有收下"));
    }
    this.draw();
  }

  /** @param {"agreed" | "remark" | null} verdict what was said; the focus goes on */
  #onward(verdict) {
    this.draw();
    const done = verdict === "agreed" ? "已同意" : verdict ? "意见已送出" : "已收回";
    const next = verdict ? this.next(1) : undefined;
    if (!next) this.#node()?.focus();
    this.desk.emit("next", { words: [done, next ? `下一项：${next.title}` : verdict ? "都看过了" : ""].filter(Boolean).join("，") });
  }
}

/**
 * What is to be seen: each fact that is proven, and each heading to which nothing is said.
 * @param {Desk} desk
 * @param {Record<string, Verdict | null>} pending
 * @returns {Item[]}
 */
function itemsOf({ state, kinds }, pending) {
  const clauses = new Map(state.sentences.map(({ id, clause, text }) => [id, { clause, text: text.replace(/\s/g, "") }]));
  const silent = state.questions.filter(({ state: now }) => now === "not_stated" || now === "not_in_hand");
  const all = [
    ...state.facts.filter(({ state: now }) => now === "held").map((fact) => ofFact(fact, kinds.sections[fact.section]?.label ?? fact.section, clauses)),
    ...silent.map(ofSilence),
  ];
  const files = [...new Set(all.map(({ file }) => file))];
  const order = Object.keys(kinds.sections);
  const at = (/** @type {Item} */ { address }) => order.indexOf(address.split("/")[1]);
  const sorted = files.flatMap((file) => all.filter((item) => item.file === file).sort((one, other) => at(one) - at(other)));
  return sorted.map((item) => seenOf(item, (item.address in pending ? pending[item.address] : state.review[item.address]) ?? undefined));
}

/**
 * @param {Item} item
 * @param {Verdict | undefined} verdict
 * @returns {Item}
 */
function seenOf(item, verdict) {
  const seen = !verdict ? "open" : verdict.stale ? "stale" : verdict.verdict;
  return { ...item, verdict, seen };
}

/**
 * @param {Fact} fact
 * @param {string} label
 * @param {Map<string, { clause: string, text: string }>} clauses of the sentences: for a citation that inherits its own
 * @returns {Item}
 */
function ofFact(fact, label, clauses) {
  const { address, file, hash, says, value, sentences } = fact;
  const own = sentences.flatMap((id) => clauses.get(id) ?? []);
  const only = new Set(own.map(({ clause }) => clause)).size === 1 ? own[0].clause : "";
  const inherited = (/** @type {string} */ quote) => only || (own.find(({ text }) => text.includes(quote.replace(/\s/g, "")))?.clause ?? "");
  const cites = citesOf(value).map(({ clause, quote }) => ({ clause: clause || inherited(quote), quote }));
  return { address, file, hash, title: label, says, cites, silent: false, fact, question: null, verdict: undefined, seen: "open" };
}

/**
 * @param {Question} question
 * @returns {Item}
 */
function ofSilence(question) {
  const { address, hash, label, state, looked_for: words, hits } = question;
  const silent = state === "not_stated";
  const looked = words.length ? `找过“${words.join("”“")}”，${hits.length ? `有 ${hits.length} 处` : "全文没有"}。` : "";
  const says = [silent ? "文件没有写" : "没有拿到", `“没写”也要有第二个人看过。${looked}`];
  return { address, file: address.split("/")[0], hash, title: label, says, cites: [], silent, fact: null, question, verdict: undefined, seen: "open" };
}

/**
 * The citations within a value.
 * @param {Data} value
 * @returns {Cited[]}
 */
export function citesOf(value) {
  if (typeof value === "string") return [];
  if (Array.isArray(value)) return value.flatMap(citesOf);
  const { quote, clause } = value;
  const quotes = quote === undefined ? [] : Array.isArray(quote) ? quote : [quote];
  const own = quotes.map((words) => ({ clause: typeof clause === "string" ? clause : "", quote: String(words) }));
  return [...own, ...Object.entries(value).flatMap(([key, part]) => (key === "quote" ? [] : citesOf(part)))];
}

/** @param {Item} item */
function wordsOf({ title, says, cites, silent }) {
  const [first = "", ...more] = says;
  const quoted = cites.map(({ clause, quote }) => make("blockquote", {}, clause ? make("b", {}, clause) : "", clause ? "　" : "", quote));
  return [
    make("p", { class: "says" }, make("b", {}, title), first ? "：" : "", first),
    ...more.map((words) => make("p", { class: silent ? "says sm" : "says" }, words)),
    ...quoted,
  ];
}
