// A document that has got a newer text: what became of each quotation, worked off thing by thing.
import { Refusal } from "./api.js";
import { shown as differing } from "./differing.js";
import { button, fileLabel, make } from "./nodes.js";

/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Fact} Fact */
/** @typedef {import("./types.js").Mark} Mark */
/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {import("./types.js").Traced} Traced */
/** @typedef {import("./types.js").Became} Became */
/** @typedef {{ key: string, address: string | null, aside: number | null, fact: Fact | null, title: string, state: Became, items: Traced[] }} Group */

/** @type {Became[]} */
const ORDER = ["orphaned", "altered", "moved", "found"];
/** @type {Record<Became, { zh: string, en: string, mark: Mark }>} */
const NAMES = {
  found: { zh: "原样", en: "found", mark: "used" },
  moved: { zh: "挪了", en: "moved", mark: "proposed" },
  altered: { zh: "改了字", en: "altered", mark: "doubt" },
  orphaned: { zh: "找不到", en: "orphaned", mark: "left" },
};

/**
 * @param {HTMLElement} element
 * @param {Desk} desk
 */
export function mount(element, desk) {
  const pane = new Pane(element, desk);
  desk.on("mode", (mode) => mode === "replace" && void pane.begin());
  desk.on("saved", () => desk.mode === "replace" && void pane.read());
  const own = { modes: /** @type {import("./types.js").Mode[]} */ (["replace"]) };
  desk.key({ ...own, id: "replaced-next", key: "N", zh: "换文件：下一项", en: "replaced: next thing", act: () => pane.step(1, true) });
  desk.key({ ...own, id: "replaced-back", key: "Shift+N", zh: "换文件：上一项", en: "replaced: thing before", act: () => pane.step(-1, true) });
  desk.key({ ...own, id: "down", key: "ArrowDown", zh: "换文件：下一项", en: "replaced: next", pane: "replaced", act: () => pane.step(1) });
  desk.key({ ...own, id: "up", key: "ArrowUp", zh: "换文件：上一项", en: "replaced: one before", pane: "replaced", act: () => pane.step(-1) });
  desk.key({ ...own, id: "change", key: "E", zh: "换文件：打开这一项", en: "replaced: open the thing", act: () => pane.open() });
}

class Pane {
  doc = "";
  /** @type {Trace | null} */
  trace = null;
  /** A newer text that is only looked at, and how it is sent. @type {{ body: object, name: string } | null} */
  offered = null;
  handing = false;
  now = "";
  #words = "";

  /**
   * @param {HTMLElement} element
   * @param {Desk} desk
   */
  constructor(element, desk) {
    this.desk = desk;
    this.title = make("h2", {});
    this.hand = make("div", { class: "handing", hidden: true });
    this.list = make("ol", { class: "traced", role: "list" });
    this.foot = make("div", { class: "foot" });
    element.append(this.title, make("div", { class: "scroll" }, this.hand, this.list), this.foot);
    this.list.addEventListener("focusin", (event) => this.#focused(/** @type {HTMLElement} */ (event.target)));
    this.list.addEventListener("click", (event) => this.#clicked(/** @type {HTMLElement} */ (event.target)));
    this.#hand();
  }

  /** @type {Group[]} */
  get groups() {
    return this.trace ? grouped(this.desk, this.trace) : [];
  }

  get group() {
    return this.groups.find(({ key }) => key === this.now);
  }

  async begin() {
    const { documents } = this.desk.state;
    if (!documents.some(({ id }) => id === this.doc)) this.doc = documents[0]?.id ?? "";
    await this.read();
    this.#node()?.focus();
  }

  /** What became of the quotations, by what is on the disk now; a newer text that is only looked at stays. */
  async read() {
    if (!this.doc) return this.draw();
    const trace = this.offered ? this.trace : await this.desk.call("trace", { doc: this.doc }).catch(() => null);
    if (!this.offered) this.trace = trace;
    const left = this.groups.filter(({ state }) => state !== "found");
    const held = this.list.contains(document.activeElement);
    if (!this.group || this.group.state === "found") this.#take(left.sort(byState)[0]?.key ?? "");
    else this.draw();
    if (held) this.#node()?.focus({ preventScroll: true });
    return undefined;
  }

  draw() {
    if (this.desk.mode !== "replace") return;
    const held = this.list.contains(document.activeElement);
    const { groups, trace } = this;
    const counts = ORDER.map((state) => groups.filter((group) => group.state === state).length);
    this.#heading(counts);
    const nothing = trace && !trace.before && !this.offered;
    const rows = nothing ? [make("li", { class: "empty" }, "这份文件还没有换过。有了新的，按“换成新的…”；先看看各项会怎样，再决定换不换。")] : this.#rows(groups);
    this.list.replaceChildren(...rows);
    this.#footing(groups);
    this.#bar(groups, counts);
    if (held) this.#node()?.focus({ preventScroll: true });
  }

  /** @param {number[]} counts */
  #heading(counts) {
    const { documents } = this.desk.state;
    const which = make("select", { "aria-label": "哪份文件" }, ...documents.map(({ id, title }) => make("option", { value: id, selected: id === this.doc }, title)));
    which.addEventListener("change", () => {
      Object.assign(this, { doc: which.value, offered: null, trace: null });
      void this.read();
    });
    const told = ORDER.map((state, at) => `${NAMES[state].zh} ${counts[at]}`).reverse().join(" · ");
    const hand = button("换成新的…", () => this.#toggle(), { kind: "g sm2", en: "a newer text", attributes: { "aria-expanded": String(this.handing) } });
    const shown = make("span", { class: "sm" }, this.trace ? told : "");
    this.title.replaceChildren(this.offered ? "新文件里会怎样" : "各项引文在新文件里怎样了", documents.length > 1 ? which : "", make("span", { class: "r" }, shown, " ", hand));
  }

  #toggle() {
    this.handing = !this.handing;
    this.hand.hidden = !this.handing;
    this.draw();
    if (this.handing) this.hand.querySelector("input")?.focus();
  }

  /** Where a newer text is handed in: a file, or its words. */
  #hand() {
    const file = make("input", { type: "file", "aria-label": "新文件", accept: ".txt,.pdf,.docx,.xlsx,.html,.htm,.png,.jpg,.jpeg" });
    const text = make("textarea", { rows: "3", "aria-label": "新文件的文字", placeholder: "或者把新文件的文字贴在这里" });
    const look = button("先看看", () => void this.#look(file.files?.[0] ?? null, text.value), { kind: "p", en: "look first" });
    this.hand.append(make("label", {}, "新文件 ", file), text, make("div", { class: "acts" }, look, make("span", { class: "sm" }, "原来的文字照样留着，名字里带 before。")));
  }

  /**
   * @param {File | null} file
   * @param {string} text
   */
  async #look(file, text) {
    if (!file && !text.trim()) return this.desk.announce("先选文件，或者贴上文字");
    const body = file ? { name: file.name, file: await base64(file) } : { text };
    return this.#offer(body, file?.name ?? "贴上的文字");
  }

  /**
   * @param {object} body
   * @param {string} name
   */
  async #offer(body, name) {
    try {
      this.trace = await this.desk.call("replace", { doc: this.doc, ...body });
      this.offered = { body, name };
      this.#words = (this.trace?.left_out ?? []).join("；");
      this.handing = false;
      this.hand.hidden = true;
      this.now = this.groups.filter(({ state }) => state !== "found").sort(byState)[0]?.key ?? "";
      this.desk.announce("看过了，还没有换");
    } catch (error) {
      this.#failed(error);
    }
    this.draw();
  }

  /** @param {unknown} error */
  #failed(error) {
    if (!(error instanceof Refusal)) throw error;
    this.#words = String(error.body?.zh ?? `没有成：${error.status}`);
    this.desk.announce(this.#words);
  }

  async #put() {
    if (!this.offered) return;
    const { body } = this.offered;
    this.offered = null;
    try {
      this.trace = await this.desk.call("replace", { doc: this.doc, ...body, confirm: true });
      this.desk.announce("换上了；没有照旧的，逐项决定");
    } catch (error) {
      this.#failed(error);
    }
    await this.read();
    this.#node()?.focus();
  }

  #drop() {
    Object.assign(this, { offered: null, trace: null });
    this.#words = "";
    void this.read();
  }

  /** @param {Group[]} groups */
  #rows(groups) {
    const single = groups.filter((group) => group.state === "orphaned" || group.state === "altered" || torn(group)).sort(byState);
    const moved = groups.filter((group) => group.state === "moved" && !torn(group));
    const found = groups.filter(({ state }) => state === "found").length;
    const fresh = (this.trace?.sentences_new ?? []).length;
    return [
      ...single.map((group) => this.#row(group)),
      ...(moved.length ? [this.#moved(moved)] : []),
      ...(found ? [make("li", { class: "item rest" }, badge("found"), make("div", { class: "body" }, make("b", {}, `${found} 项`), "字和条款都没有变"), make("span"))] : []),
      ...(fresh ? [this.#fresh(fresh)] : []),
    ];
  }

  /** @param {Group} group */
  #row(group) {
    const now = group.key === this.now;
    return make(
      "li",
      { class: ["item", group.state, now && "now"].filter(Boolean).join(" "), tabindex: now ? "0" : "-1", "data-item": true, "data-id": group.key, "aria-current": now ? "true" : null },
      badge(group.state),
      make("div", { class: "body" }, make("b", { class: "what" }, group.title), ...group.items.filter(({ state }) => state !== "found").flatMap(wordsOf), torn(group) ? make("p", { class: "doubt" }, "这一项别的引文没有挪：看看说的还是不是一回事") : null),
      make("div", { class: "acts" }, ...this.#acts(group, now)),
    );
  }

  /**
   * @param {Group} group
   * @param {boolean} now
   */
  #acts(group, now) {
    if (this.offered) return [];
    const filled = now ? "p" : "g";
    const take = button("引文换成新的", () => void this.take(group), { kind: `${filled} sm2`, key: now ? "↵" : undefined, en: "take the new words" });
    const open = button("打开，自己改", () => this.open(group), { kind: "sm2", key: now ? "E" : undefined, en: "open it" });
    const lost = group.items.filter(({ state }) => state === "orphaned");
    const one = button("只去掉这句引文", () => void this.#unquote(group), { kind: "sm2", en: "leave out this quotation" });
    const all = button(group.fact ? "这一项去掉" : "这一条去掉", () => void this.#remove(group), { kind: "sm2", en: "remove it" });
    if (!lost.length) return [...(takeable(group) ? [take] : []), ...(group.fact ? [open] : [])];
    return [...(group.fact ? [button("重选引文", () => this.open(group), { kind: `${filled} sm2`, key: now ? "E" : undefined, en: "choose other words" })] : []), ...(lost.length < group.items.length ? [one] : []), all];
  }

  /** @param {Group[]} groups whose words stand elsewhere, as they were */
  #moved(groups) {
    const first = groups[0].items.find(({ state }) => state === "moved");
    const now = this.now === groups[0].key || groups.some(({ key }) => key === this.now);
    const act = this.offered ? [] : [button(groups.length > 1 ? `${groups.length} 项都换条款` : "换条款", () => void this.#takeAll(groups), { kind: `${now ? "p" : "g"} sm2`, key: now ? "↵" : undefined, en: "take the new clauses" })];
    const list = make("details", {}, make("summary", {}, "逐项看"), ...groups.map(({ title, items }) => make("p", {}, title, "：", ...items.filter(({ state }) => state === "moved").map(({ clause, now: then }) => `${clause} → ${then?.clause ?? ""} `))));
    return make(
      "li",
      { class: ["item moved", now && "now"].filter(Boolean).join(" "), tabindex: now ? "0" : "-1", "data-item": true, "data-id": groups[0].key, "aria-current": now ? "true" : null },
      badge("moved"),
      make("div", { class: "body" }, make("b", {}, `${groups.length} 项`), `字一样，只是条款换了：${first?.clause} → ${first?.now?.clause}${groups.length > 1 ? " 等" : ""}`, list),
      make("div", { class: "acts" }, ...act),
    );
  }

  /** @param {number} count */
  #fresh(count) {
    const go = this.offered ? "" : button("去看", () => this.#enter(this.trace?.sentences_new[0] ?? null), { kind: "sm2", en: "to the first of them" });
    return make("li", { class: "item rest" }, make("span", { class: "badge fresh" }, "新句"), make("div", { class: "body" }, make("b", {}, `${count} 句`), "原来的文件里没有；还没有着落的，录入时会数到"), make("div", { class: "acts" }, go));
  }

  /** @param {Group[]} groups */
  #footing(groups) {
    const left = groups.filter(({ state }) => state !== "found").length;
    const words = make("span", { class: "sm", role: "alert" }, this.#words);
    const offered = this.offered ? [make("b", {}, `还没有换：${this.offered.name}`), button("换上", () => void this.#put(), { kind: "p", en: "put it there" }), button("不换", () => this.#drop(), { en: "leave it" })] : [];
    this.foot.replaceChildren(...offered, words, make("span", { class: "r sm" }, this.offered ? "" : left ? `还有 ${left} 项；决定以前，公众看到的仍是旧的` : "都照旧了"));
    this.foot.hidden = !this.trace;
  }

  /**
   * @param {Group[]} groups
   * @param {number[]} counts
   */
  #bar(groups, counts) {
    const fresh = this.trace?.sentences_new.length ?? 0;
    this.desk.emit("bar", {
      mode: "replace",
      number: groups.filter(({ state }) => state !== "found").length,
      words: "项要您决定",
      of: `共 ${groups.length} 项${fresh ? `；新句 ${fresh} 句` : ""}`,
      ticks: groups.map(({ key, title, state }) => ({ mark: NAMES[state].mark, label: `${NAMES[state].zh} ${title}`, now: key === this.now, act: () => this.go(key) })),
      counts: [...ORDER].reverse().map((state, at) => ({ text: NAMES[state].zh, number: counts[ORDER.length - 1 - at], label: NAMES[state].zh, on: false, act: () => this.#first(state) })),
      next: { words: "下一项", key: "N", act: () => void this.step(1, true) },
    });
  }

  /** @param {Became} state */
  #first(state) {
    const group = this.groups.find((one) => one.state === state);
    if (group && state !== "found") this.go(group.key);
    else this.desk.announce(group ? "这些都不用动" : "没有这样的项");
  }

  /** @returns {HTMLElement | null} */
  #node() {
    return this.list.querySelector("li.now");
  }

  /** @param {HTMLElement} target */
  #focused(target) {
    const id = target.closest("li")?.dataset.id;
    if (id && target.matches("li") && id !== this.now && !target.classList.contains("now")) this.#take(id);
  }

  /** @param {HTMLElement} target */
  #clicked(target) {
    const id = target.closest("li")?.dataset.id;
    if (id && !target.closest("button, summary, details")) this.go(id);
  }

  /** @param {string} key */
  #take(key) {
    this.now = key;
    const { group } = this;
    if (!this.offered) this.desk.emit("fact", group?.fact ? { ...group.fact, card: null } : null);
    const sentence = group?.items.find(({ state, sentence: at }) => at && state !== "found")?.sentence;
    if (sentence && !this.offered) this.desk.emit("sentence", `${this.doc}:${sentence}`);
    this.draw();
  }

  /** @param {string} key */
  go(key) {
    this.#take(key);
    this.#node()?.focus({ preventScroll: true });
    this.#node()?.scrollIntoView({ block: "nearest" });
  }

  /**
   * @param {number} step
   * @param {boolean} [around]
   */
  step(step, around = false) {
    const rows = /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll("li[data-id]")]);
    const at = rows.findIndex((row) => row.classList.contains("now"));
    const to = around ? (at + step + rows.length) % rows.length : Math.max(0, Math.min(rows.length - 1, at + step));
    const id = rows[to]?.dataset.id;
    if (id) this.go(id);
    else this.desk.announce("没有要决定的了");
    return Boolean(id);
  }

  /**
   * The form has the thing with the new words in it, to be judged there.
   * @param {Group} [group]
   * @param {Data} [value]
   */
  open(group = this.group, value = undefined) {
    if (!group?.fact || this.offered) return false;
    const sentence = group.items.find(({ sentence: at }) => at)?.sentence;
    const changed = value ?? group.fact.value;
    const { fact } = group;
    this.#enter(sentence ? `${this.doc}:${sentence}` : null);
    this.desk.emit("fact", { ...fact, value: changed, card: null });
    return true;
  }

  /** @param {string | null} sentence */
  #enter(sentence) {
    this.desk.emit("mode", "enter");
    if (sentence) this.desk.emit("sentence", sentence);
  }

  /** @param {Group} group the new clauses and words are written; where the proof fails, the form has them */
  async take(group) {
    try {
      await this.#written(group);
      this.desk.emit("next", { words: "已换成新的" });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status !== 422 || !group.fact) return;
      this.open(group, taken(group));
      this.desk.announce("新引文里没有原来的值，请在右边改");
    }
  }

  /** @param {Group[]} groups */
  async #takeAll(groups) {
    let done = 0;
    for (const group of groups.filter(takeable)) {
      try {
        await this.#written(group);
        done++;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
    this.desk.emit("next", { words: done === groups.length ? `${done} 项都换了条款` : `换了 ${done} 项；其余的请逐项打开` });
  }

  /** @param {Group} group */
  #written(group) {
    const { fact, aside } = group;
    if (fact) return this.desk.call("put", { address: fact.address, value: taken(group), match: hashOf(this.desk, fact) });
    return this.#aside(group, aside ?? -1, takenAside(group));
  }

  /**
   * @param {Group} group
   * @param {number} index
   * @param {Data | null} entry
   */
  #aside(group, index, entry) {
    void group;
    return this.desk.call("aside", { remove: [index], add: entry ? [entry] : [], match: this.desk.state.files["set-aside.yaml"] });
  }

  /** @param {Group} group */
  async #unquote(group) {
    const { fact } = group;
    const value = fact ? unquoted(taken(group), group.items.filter(({ state }) => state === "orphaned")) : null;
    try {
      if (fact) await this.desk.call("put", { address: fact.address, value, match: hashOf(this.desk, fact) });
      else await this.#aside(group, group.aside ?? -1, takenAside(group));
      this.desk.emit("next", { words: "已去掉这句引文" });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 422 && value) this.open(group, value);
    }
  }

  /** @param {Group} group */
  async #remove(group) {
    const { fact } = group;
    try {
      if (fact) await this.desk.call("remove", { address: fact.address, match: hashOf(this.desk, fact) });
      else await this.#aside(group, group.aside ?? -1, null);
      this.desk.emit("next", { words: "已去掉，可以撤销" });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 422) this.desk.announce(String(error.body?.zh ?? "没有去掉"));
    }
  }
}

/** @param {string} clause the outermost one that it stands in */
const outer = (clause) => clause.split(/[、，,]/)[0];

/**
 * Whether quotations of a thing that stood in one clause stand in two: what is said may be of something else now.
 * @param {Group} group
 */
function torn({ state, items }) {
  const left = items.filter((item) => item.state === "moved" && item.now && outer(item.now.clause) !== outer(item.clause));
  return state === "moved" && left.some(({ clause }) => items.some((item) => item.state === "found" && outer(item.clause) === outer(clause)));
}

/**
 * @param {Group} one
 * @param {Group} other
 */
const byState = (one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state);

/**
 * The hash that a thing has by now.
 * @param {Desk} desk
 * @param {Fact} fact
 */
const hashOf = (desk, fact) => desk.state.facts.find(({ address }) => address === fact.address)?.hash ?? fact.hash;

/**
 * The quotations thing by thing; a thing is as its worst one.
 * @param {Desk} desk
 * @param {Trace} trace
 * @returns {Group[]}
 */
function grouped({ state, kinds }, { items }) {
  /** @type {Map<string, Traced[]>} */
  const by = new Map();
  for (const item of items) {
    const key = item.address ?? `aside ${item.aside}`;
    by.set(key, [...(by.get(key) ?? []), item]);
  }
  return [...by].map(([key, own]) => {
    const { address, aside } = own[0];
    const fact = state.facts.find((one) => one.address === address) ?? null;
    const label = fact ? `${kinds.sections[fact.section]?.label ?? fact.section} · ${fileLabel(fact.file)}` : (address ?? "置而不用的一条");
    const title = fact?.says[0] ? `${label}：${fact.says[0]}` : label;
    return { key, address, aside, fact, title, items: own, state: ORDER.find((one) => own.some(({ state: its }) => its === one)) ?? "found" };
  });
}

/** @param {Became} state */
const badge = (state) => make("span", { class: `badge ${state}`, title: NAMES[state].en }, NAMES[state].zh);

/** @param {Traced} item what stood there, and what stands there now */
function wordsOf({ state, clause, quote, now, text_before: before, text_now: after, elsewhere }) {
  if (state === "moved") return [make("p", {}, make("q", {}, quote), "　", differing(clause, now?.clause ?? ""))];
  if (state === "orphaned") {
    const whole = before && before !== quote ? [make("blockquote", { class: "sm" }, before)] : [];
    return [make("p", {}, `旧文件 ${clause}`, make("q", {}, quote), "，新文件里没有相近的字。"), ...whole];
  }
  const place = now && now.clause !== clause ? make("p", { class: "sm" }, differing(clause, now.clause)) : "";
  const also = elsewhere ? make("p", { class: "sm" }, `原话在 ${elsewhere} 也有`) : "";
  const sides = make("dl", {}, make("dt", {}, "旧"), make("dd", {}, before), make("dt", {}, "新"), make("dd", {}, after));
  const whole = before === quote && after === now?.quote ? "" : make("details", {}, make("summary", {}, "整句对照"), sides);
  return [make("blockquote", {}, differing(quote, now?.quote ?? after)), place, also, whole];
}

/**
 * Whether it is said of each quotation what to write, and those of one citation stand in one clause.
 * @param {Group} group
 */
function takeable({ items }) {
  const told = items.every(({ state, now }) => state === "found" || now);
  const clauses = (/** @type {string} */ path) => new Set(items.filter((item) => String(item.path) === path).map(({ clause, now }) => now?.clause ?? clause));
  return told && items.every(({ path }) => clauses(String(path)).size === 1);
}

/**
 * The value of a thing with its new clauses and words.
 * @param {Group} group
 * @returns {Data}
 */
function taken({ fact, items }) {
  /** @type {Data} */
  const value = JSON.parse(JSON.stringify(fact?.value ?? ""));
  for (const { path, quote, now, state } of items) {
    const cite = within(value, path);
    if (cite && now && state !== "found") {
      cite.clause = now.clause;
      cite.quote = Array.isArray(cite.quote) ? cite.quote.map((words) => (words === quote ? now.quote : words)) : now.quote;
    }
  }
  return value;
}

/**
 * A value without some quotations, and without citations of which nothing is left.
 * @param {Data} value
 * @param {Traced[]} items
 */
function unquoted(value, items) {
  for (const { path, quote } of items) {
    const cite = within(value, path);
    const around = path.length ? inside(value, path.slice(0, -1)) : null;
    if (cite && Array.isArray(cite.quote) && cite.quote.length > 1) cite.quote = cite.quote.filter((words) => words !== quote);
    else if (cite && Array.isArray(around)) around.splice(around.indexOf(cite), 1);
  }
  return value;
}

/**
 * @param {Data} value
 * @param {(string | number)[]} path
 * @returns {any}
 */
const inside = (value, path) => path.reduce((/** @type {any} */ part, key) => part?.[key], value);

/**
 * @param {Data} value
 * @param {(string | number)[]} path
 * @returns {{ [key: string]: Data } | null}
 */
function within(value, path) {
  const found = inside(value, path);
  return found && typeof found === "object" && !Array.isArray(found) ? found : null;
}

/**
 * An entry that sets aside, with its new clauses and words; null where nothing of it is left.
 * @param {Group} group
 * @returns {Data | null}
 */
function takenAside({ items }) {
  const kept = items.filter(({ state }) => state !== "orphaned");
  const { entry } = items[0];
  if (!kept.length || !entry || typeof entry !== "object" || Array.isArray(entry)) return null;
  const clauses = [...new Set(kept.map(({ clause, now }) => now?.clause ?? clause))];
  const quotes = [...new Set(kept.map(({ quote, now }) => now?.quote ?? quote))];
  return { ...entry, clause: clauses.length === 1 ? clauses[0] : clauses, quote: quotes.length === 1 ? quotes[0] : quotes };
}

/**
 * @param {File} file
 * @returns {Promise<string>}
 */
async function base64(file) {
  const reader = new FileReader();
  const read = new Promise((done, failed) => {
    reader.onload = done;
    reader.onerror = failed;
  });
  reader.readAsDataURL(file);
  await read;
  return String(reader.result).split(",")[1] ?? "";
}
