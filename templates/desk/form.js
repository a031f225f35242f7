// The right pane: one fact, with the proof of each of its parts while it is being entered. The program judges; this shows.
import { Refusal } from "./api.js";
import * as changing from "./changing.js";
import { row } from "./fields.js";
import { free, named, only, place, things } from "./naming.js";
import { button, fileLabel, make } from "./nodes.js";
import { overviewOf } from "./overview.js";
import { headOf, lacksOf, nearOf, proved } from "./proving.js";
import { answer, isMap, read, without, worded, write } from "./values.js";

/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Field} Field */
/** @typedef {import("./types.js").Kind} Kind */
/** @typedef {import("./types.js").Opened} Opened */
/** @typedef {import("./types.js").Near} Near */
/** @typedef {import("./types.js").Selection} Selection */
/** @typedef {import("./types.js").Tried} Tried */
/** @typedef {import("./values.js").Path} Path */
/** @typedef {{ path: Path, take(selection: Selection): void }} Waiting */

const SETTLED = 200; // milliseconds after which a change is tried
const KEPT = 800; // and after which it is kept as a draft
/** @type {import("./types.js").Mode[]} */
const MODES = ["enter"];
/** The keys of an input that only some types have. @type {Record<string, string[]>} */
const OF_TYPES = { unit: ["number", "integer"], domain: ["number", "integer"], step: ["number"], words: ["boolean"], values: ["enumeration"], none: ["enumeration"], meanings: ["enumeration"] };
const NO_TRIED = { claims: [], faults: [], open: [], says: [], hash: "" };

/**
 * @param {HTMLElement} element
 * @param {Desk} desk
 */
export function mount(element, desk) {
  const form = new Filling(element, desk);
  desk.on("fact", (opened) => form.open(opened));
  desk.on("state", () => form.renewed());
  desk.on("selection", (selection) => form.selected(selection));
  desk.on("mode", () => form.narrow());
  desk.on("field", (field) => field && (field.key ? form.go(field.key) : void form.begin()));
  desk.key({ id: "put-aside", key: "Escape", zh: "先放着（写的都留着）", en: "put aside; what is written stays", modes: MODES, pane: "form", act: () => form.escape() });
  desk.key({ id: "quote", key: "Q", zh: "选中的字作引文", en: "the selected words become the quotation", modes: MODES, act: () => form.quote() });
  desk.key({ id: "silent", key: "0", zh: "没写", en: "the document does not say", modes: MODES, pane: "form", act: () => form.press("0") });
  desk.key({ id: "missing", key: "9", zh: "没拿到", en: "not in hand", modes: MODES, pane: "form", act: () => form.press("9") });
  form.draw();
}

/** @param {Data | undefined} value whether there is nothing yet, or only the mark that something is to be filled in */
const blank = (value) => answer(value) === "open" || (isMap(value) && Object.keys(value).length > 0 && Object.values(value).every((held) => answer(held) === "open"));

export class Filling {
  /** @type {Opened | null} */
  opened = null;
  /** @type {Data} */
  value = {};
  /** @type {Data} What the page started from. */
  was = {};
  /** @type {Tried} */
  tried = NO_TRIED;
  /** @type {Waiting | null} */
  waiting = null;
  /** @type {Selection | null} */
  selection = null;
  /** @type {Map<string, string>} */
  #choices = new Map();
  #wide = false;
  #narrow = false;
  #sure = false;
  #trying = 0;
  #timer = 0;
  #keeping = 0;

  /**
   * @param {HTMLElement} element
   * @param {Desk} desk
   */
  constructor(element, desk) {
    this.element = element;
    this.desk = desk;
    this.title = make("h2", {});
    this.body = make("div", { class: "form" });
    this.foot = make("div", { class: "foot" });
    element.append(this.title, make("div", { class: "scroll" }, this.body), this.foot);
    this.body.addEventListener("keydown", (event) => this.#entered(event));
  }

  // ------------------------------------------------------------------------------------------------------- what it is

  get file() {
    return this.opened?.file ?? "";
  }

  get section() {
    return this.opened?.section ?? "";
  }

  /** Whether nothing is quoted, and words are typed: the utility vouches for it, or it is said of the place by us. */
  get vouched() {
    return this.top || this.file.endsWith(".assured.yaml");
  }

  /** A key at the top of city.yaml, which is no mapping with an id. */
  get top() {
    if (!this.opened || this.opened.kind === "head") return this.opened !== null;
    return !(this.section in this.desk.kinds.sections) && (this.opened.address ?? "").split("/").length <= 2;
  }

  /** @returns {Kind} */
  get kind() {
    const { kinds } = this.desk.kinds;
    if (this.top) return this.#key();
    const special = ["sides", "none", "not_in_hand"].find((key) => isMap(this.value) && key in this.value);
    const own = special && this.desk.kinds.sections[this.section]?.answered ? { sides: "conflict", none: "nothing", not_in_hand: "not_in_hand" }[special] : null;
    return kinds[own ?? this.desk.kinds.sections[this.section]?.kind ?? ""] ?? kinds.other ?? { label: this.section, label_en: "", sections: [], fields: [], more: [] };
  }

  /** @returns {Kind} one key of the head of a place */
  #key() {
    const head = this.desk.kinds.kinds.place;
    const fields = [...(head?.fields ?? []), ...(head?.more ?? [])].filter(({ key }) => key === this.section);
    if (!fields.length) return { label: this.section, label_en: "", sections: [], fields: [], more: [] };
    return { label: fields[0]?.label ?? this.section, label_en: fields[0]?.label_en ?? "", sections: [], fields, more: [] };
  }

  /** The kind of a plain fact of the section: that of the sides of a conflict. */
  plain() {
    return this.desk.kinds.kinds[this.desk.kinds.sections[this.section]?.kind ?? ""] ?? this.kind;
  }

  get id() {
    return isMap(this.value) && typeof this.value.id === "string" ? this.value.id : "";
  }

  get address() {
    if (this.opened?.address) return this.opened.address;
    return [this.file, this.section, this.top ? "" : this.id || free(this.desk, this.section)].filter(Boolean).join("/");
  }

  get changed() {
    return JSON.stringify(this.value) !== JSON.stringify(this.was);
  }

  // --------------------------------------------------------------------------------------------------------- opening

  /** @param {Opened | null} opened */
  open(opened) {
    if (this.opened && this.changed) void this.#keep();
    clearTimeout(this.#timer);
    clearTimeout(this.#keeping);
    this.opened = opened;
    this.#choices.clear();
    Object.assign(this, { waiting: null, tried: NO_TRIED });
    this.#wide = false;
    this.#narrow = false;
    this.#sure = false;
    this.#trying++;
    if (!opened) return this.#shut();
    this.was = this.top ? { [opened.section]: opened.value } : isMap(opened.value) ? opened.value : {};
    if (this.top && opened.value === null) this.was = {};
    const draft = opened.address ? this.desk.state.drafts[opened.address] : undefined;
    this.value = draft === undefined ? this.was : this.top ? { [opened.section]: draft } : draft;
    if (!this.top && !opened.address) {
      this.value = changing.identified(this.value, free(this.desk, this.section));
      this.was = this.value;
    }
    this.draw();
    this.body.parentElement?.scrollTo(0, 0);
    this.#awaitFirst();
    return this.#try();
  }

  #shut() {
    this.value = {};
    this.was = {};
    this.desk.emit("tried", null);
    this.draw();
  }

  /** A new fact without a citation waits for its words. */
  #awaitFirst() {
    const quote = this.kind.fields.find(({ input }) => input === "quote");
    if (!quote || this.vouched || read(this.value, [quote.key]) !== undefined || this.opened?.address) return;
    this.wait({ path: [quote.key], take: (selection) => this.cite([], selection) });
  }

  /** The State is new: what is open and unchanged follows it. */
  renewed() {
    if (!this.opened) this.#empty();
    if (!this.opened?.address || this.changed) return;
    const fact = this.desk.state.facts.find(({ address }) => address === this.opened?.address);
    if (fact && fact.hash !== this.opened.hash) this.open({ ...fact, card: null });
  }

  /** A fact was just begun: the first input that is open is at hand, or what takes the fact. */
  async begin() {
    await this.#try();
    this.#onward(-1);
  }

  /** @param {string} key the field of this name gets the focus, and waits for words if it has none */
  go(key) {
    if (!this.opened) return;
    const [first] = key.split(".");
    if (this.waiting && String(this.waiting.path[this.waiting.path.length - 1]) === first) return;
    if (!this.#row(first) && [...this.kind.more].some(({ keys }) => keys.includes(first))) {
      this.#wide = true;
      this.draw();
    }
    this.#focus(this.#row(first));
  }

  /** @param {string} key */
  #row(key) {
    return [...this.body.querySelectorAll(".f")].map((node) => /** @type {HTMLElement} */ (node)).find((node) => node.dataset.keys?.split(" ").includes(key));
  }

  /** @param {HTMLElement | undefined} node */
  #focus(node) {
    const inside = /** @type {HTMLElement | null | undefined} */ (node?.querySelector(".in :is(input, select, textarea, [data-pick])") ?? node?.querySelector(".in button"));
    inside?.focus();
    inside?.scrollIntoView({ block: "nearest" });
  }

  // ------------------------------------------------------------------------------------------------ changing the value

  /**
   * @param {Path} path
   * @param {Data | undefined} part
   * @param {boolean} [draws] not where somebody types
   */
  change(path, part, draws = true) {
    this.value = path.length ? write(this.value, path, part) : (part ?? {});
    this.#sure = false;
    if (draws) this.draw();
    else this.#footed();
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#try(), SETTLED);
    clearTimeout(this.#keeping);
    this.#keeping = window.setTimeout(() => void this.#keep(), KEPT);
  }

  /** @param {Path} path which of several is chosen, before it has a value */
  chosen(path) {
    return this.#choices.get(JSON.stringify(path));
  }

  /**
   * @param {Path} path
   * @param {string} key
   */
  choose(path, key) {
    this.#choices.set(JSON.stringify(path), key);
  }

  /** @param {Path} path */
  waits(path) {
    return JSON.stringify(this.waiting?.path) === JSON.stringify(path);
  }

  /** @param {Waiting | null} waiting a field that waits for words; words that are selected already are taken at once */
  wait(waiting) {
    const selection = getSelection();
    if (waiting && this.selection && selection && !selection.isCollapsed && document.getElementById("document")?.contains(selection.anchorNode)) {
      return this.#take(waiting, this.selection);
    }
    this.waiting = waiting;
    this.desk.emit("field", waiting ? { key: waiting.path.join(".") } : null);
    if (waiting) this.desk.announce("在左边选字");
    return this.draw();
  }

  /** @param {Selection} selection */
  selected(selection) {
    this.selection = selection;
    if (this.waiting) this.#take(this.waiting, selection);
  }

  /**
   * @param {Waiting} waiting
   * @param {Selection} selection
   */
  #take(waiting, selection) {
    this.waiting = null;
    this.desk.emit("field", null);
    this.selection = null;
    waiting.take(selection);
    this.desk.announce(`填了：${selection.quote}`);
  }

  /** The selected words become a quotation. */
  quote() {
    if (!this.opened || !this.selection || this.vouched || !this.kind.fields.some(({ input }) => input === "quote")) return false;
    this.cite([], this.selection);
    this.selection = null;
    return true;
  }

  /** @param {Data} value all of it is changed */
  become(value) {
    this.change([], value);
  }

  /**
   * Words of the document as a value, with a quotation that bears them.
   * @param {Path} path
   * @param {Selection} selection
   * @param {boolean} mapped whether they stand under `words`
   */
  say(path, selection, mapped) {
    this.value = changing.saying(this.value, path, selection.quote, mapped);
    this.cover(path, selection);
  }

  /**
   * A quotation for words of a value, where none has them yet.
   * @param {Path} path
   * @param {Selection} selection
   */
  cover(path, selection) {
    const at = path[0] === "sides" ? path.slice(0, 2) : [];
    if (this.vouched || changing.quotes(this.value, at, selection.quote)) this.become(this.value);
    else this.cite(at, selection);
  }

  /**
   * @param {Path} at
   * @param {{ doc: string, clause: string, quote: string }} selection
   */
  cite(at, selection) {
    this.become(changing.quoted(this.value, at, this.#cited(selection)));
  }

  /**
   * A citation as a file has it: the document is named where there are several.
   * @param {{ doc: string, clause: string, quote: string }} selection
   * @returns {{ [key: string]: Data }}
   */
  #cited({ doc, clause, quote }) {
    return this.desk.state.documents.length > 1 ? { doc, clause, quote } : { clause, quote };
  }

  /** @param {Near} near words that the proof offers: they are joined to their quotation, or quoted beside it */
  join(near) {
    const { joined, at = [] } = near;
    if (joined) this.become(changing.joined(this.value, at, joined));
    else this.cite(at, near);
    this.desk.announce(`接上了：${near.quote}`);
  }

  /**
   * One more side of a conflict.
   * @param {Path} path
   * @param {Selection} selection
   */
  side(path, selection) {
    this.become(changing.sided(this.value, path, this.#cited(selection)));
  }

  // --------------------------------------------------------------------------------------------- what inputs ask about

  /**
   * Where the one quotation of a thing stands, line by line; several say it themselves.
   * @param {Path} path of its citations
   */
  places(path) {
    const one = only(read(this.value, path));
    return one ? this.#place(one.cite, one.quote) : [];
  }

  /**
   * @param {{ [key: string]: Data }} cite
   * @param {string} words
   */
  place(cite, words) {
    return this.#place(cite, words).join("　");
  }

  /**
   * @param {{ [key: string]: Data }} cite
   * @param {string} words
   */
  #place(cite, words) {
    const own = this.desk.state.facts.find(({ address }) => address === this.opened?.address)?.sentences ?? [];
    return place(this.desk, own, cite, words);
  }

  /** @param {string} section */
  things(section) {
    return things(this.desk, this.file, section);
  }

  /** @param {string} refs */
  named(refs) {
    return named(this.desk, this.file, refs);
  }

  // --------------------------------------------------------------------------------------------------------- drawing

  draw() {
    const held = /** @type {HTMLElement | null} */ (document.activeElement?.closest("[data-focus]"));
    const key = held && this.body.contains(held) ? held.dataset.focus : null;
    const own = /** @type {HTMLElement | null} */ (document.activeElement);
    const inside = Boolean(own && this.element.contains(own));
    if (!this.opened) return this.#empty();
    const { fields, more } = this.kind;
    const shown = fields.filter((field) => this.#fits(field));
    const filled = more.filter((field) => field.key !== "id" && field.keys.some((one) => !blank(read(this.value, [one]))));
    const rest = more.filter((field) => !filled.includes(field) && this.#fits(field));
    this.body.className = "form";
    document.body.classList.toggle("comparing", !this.#narrow && isMap(this.value) && "sides" in this.value);
    this.body.replaceChildren(...[...shown, ...filled, ...(this.#wide ? rest : [])].map((field) => row(this, [], field)), ...this.#strange(), this.#unneeded(), this.#more(rest), make("div", { class: "rest" }));
    this.#prove();
    if (key) /** @type {HTMLElement | null} */ (this.body.querySelector(`[data-focus="${CSS.escape(key)}"]`))?.focus({ preventScroll: true });
    if (inside && !this.element.contains(document.activeElement)) this.#focus(/** @type {HTMLElement} */ (this.body));
    return undefined;
  }

  /** The proposals are wanted beside two clauses that differ. */
  narrow() {
    this.#narrow = true;
    document.body.classList.remove("comparing");
  }

  #empty() {
    document.body.classList.remove("comparing");
    this.title.replaceChildren("这一项");
    this.body.className = "form empty";
    this.body.replaceChildren(...overviewOf(this.desk));
    this.foot.replaceChildren();
    this.foot.hidden = true;
  }

  /** @param {Field} field */
  #fits({ key, input }) {
    if (this.vouched && (input === "quote" || key === "layer")) return false;
    if (key === "utilities" && this.file !== "city.yaml") return false;
    if (this.section === "inputs" && key in OF_TYPES && read(this.value, [key]) === undefined) return OF_TYPES[key].includes(worded(read(this.value, ["type"])));
    return key !== "target" || read(this.value, ["force"]) === "target" || read(this.value, ["target"]) !== undefined;
  }

  /** Keys that nobody here knows: shown as text, left alone. */
  #strange() {
    const known = new Set([...this.kind.fields, ...this.kind.more].flatMap(({ keys }) => keys));
    const keys = isMap(this.value) ? Object.keys(this.value).filter((key) => !known.has(key)) : [];
    return keys.map((key) => row(this, [], { key, keys: [key], label: key, label_en: "", help: "", input: "raw", options: [], required: false, silent: false, hand: false, several: false, units: [], unit: "", parts: [], refs: "", unset: "", help_en: "" }));
  }

  /** @param {Field[]} rest */
  #more(rest) {
    if (!rest.length && !this.#wide) return make("div", {});
    const toggle = () => {
      this.#wide = !this.#wide;
      this.draw();
    };
    const names = rest.slice(0, 5).map(({ label }) => label).join(" · ");
    const node = button(this.#wide ? "收起 ▴" : "更多 ▸", toggle, { kind: "t", en: "more", attributes: { "aria-expanded": String(this.#wide), "data-focus": "more" } });
    return make("div", { class: "more" }, node, make("span", { class: "sm" }, this.#wide ? "" : names), ...(this.#wide ? this.#others() : []));
  }

  /** Keys that a new file asks for, which a fact can do without: they go at once. */
  #unneeded() {
    const optional = [...this.kind.fields, ...this.kind.more].filter(({ required }) => !required).flatMap(({ keys }) => keys);
    const open = optional.filter((key) => read(this.value, [key]) !== undefined && blank(read(this.value, [key])));
    if (!open.length || this.top) return make("div", {});
    const act = () => this.change([], without(this.value, ...open));
    return make("div", { class: "more" }, button(`可写可不写、还没填的 ${open.length} 样，都不写`, act, { kind: "sm2", en: "leave out what is optional and not filled in", attributes: { "data-focus": "unneeded" } }));
  }

  /** What else it may be. */
  #others() {
    if (!this.desk.kinds.sections[this.section]?.answered || !isMap(this.value)) return [];
    if ("sides" in this.value) return [button("不是写法不同，是两件事", () => this.become(changing.agreeing(this.value)), { kind: "sm2", en: "no conflict: the first side stands alone" })];
    const none = "none" in this.value;
    return [
      button("别处写法不同…", () => this.become(changing.differing(this.value)), { kind: "sm2", en: "another clause says otherwise" }),
      button(none ? "不是“明确没有”" : "文件明确说没有", () => this.change(["none"], none ? undefined : "true"), { kind: "sm2", en: "the document says there is none" }),
    ];
  }

  // ----------------------------------------------------------------------------------------------------------- proof

  async #try() {
    const turn = ++this.#trying;
    if (!this.opened) return;
    const value = this.#whole();
    const tried = await this.desk.call("try", { address: this.address, value }).catch(() => null);
    if (!tried || turn !== this.#trying) return;
    this.tried = tried;
    this.desk.emit("tried", tried);
    this.#prove();
  }

  /** The value as it is written; of a key at the top its own. */
  #whole() {
    return this.top ? (read(this.value, [this.section]) ?? "") : this.value;
  }

  #prove() {
    proved(this.body, this.tried, this.top ? this.section : "");
    const box = this.body.querySelector("[data-keys~='cite'] > .in");
    this.body.querySelectorAll(".help").forEach((node) => node.remove());
    const offers = nearOf(this.tried);
    offers.forEach((near, at) => {
      const own = near.at ? [...this.body.querySelectorAll("[data-keys~='cite']")].find((node) => /** @type {HTMLElement} */ (node).dataset.at === JSON.stringify(near.at))?.querySelector(".in") : box;
      own?.querySelector(":scope > .pf")?.before(this.#help(near, at === 0));
    });
    this.body.querySelector(".rest")?.replaceChildren(...headOf(this.tried, this.top ? this.section : ""));
    this.#footed();
  }

  /**
   * @param {Near} near
   * @param {boolean} first
   */
  #help(near, first) {
    const words = make("span", {}, make("b", {}, near.joined ? "短了。" : "别处有。"), near.joined ? "旁边还有 " : `${near.clause} `, make("span", { class: "song" }, near.quote));
    return make("div", { class: "help" }, words, button(near.joined ? "接上" : "引上", () => this.join(near), { kind: first ? "p sm2" : "g sm2", key: first ? "↵" : undefined, en: near.joined ? "join them to the quotation" : "quote them, too" }));
  }

  /** @param {KeyboardEvent} event */
  #entered(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229 || !target.matches("input[type=text], textarea:not(.raw)")) return;
    event.preventDefault();
    /** @type {HTMLElement | null} */ (this.element.querySelector(".help .b.p") ?? this.foot.querySelector(".b.p, .b.off"))?.click();
  }

  #footed() {
    this.foot.hidden = false;
    const lacks = lacksOf(this.tried, this.top ? this.section : "");
    const says = lacks.length ? `✗ 还差 ${lacks.length} 处` : this.tried === NO_TRIED ? "" : "✓ 都有出处";
    const label = [this.kind.label, this.top ? "" : fileLabel(this.file)].filter(Boolean).join(" · ");
    const draft = this.opened && this.desk.state.drafts[this.address] !== undefined && this.changed ? make("span", { class: "sm" }, "草稿") : null;
    this.title.replaceChildren(make("span", { title: this.kind.label_en }, label), ...(draft ? [draft] : []), make("span", { class: "r" }, make("span", { class: lacks.length ? "pf bad" : "pf ok" }, says)));
    const held = document.activeElement?.matches("[data-focus=accept]") && this.foot.contains(document.activeElement);
    this.foot.replaceChildren(...(this.#sure ? this.#asked() : this.#buttons(lacks)));
    if (held) /** @type {HTMLElement | null} */ (this.foot.querySelector("[data-focus=accept]"))?.focus();
  }

  /** @param {string[]} lacks */
  #buttons(lacks) {
    const ready = !lacks.length;
    const helps = this.body.querySelector(".help .b.p");
    const look = ready ? { kind: helps ? "g" : "p", key: helps ? undefined : "↵", en: "accept" } : { kind: "off", en: "goes to the first lack" };
    const accept = button(ready ? "收下" : `还差 ${lacks.length} 处，不能收下`, () => void this.accept(), { ...look, attributes: { "data-focus": "accept" } });
    const remove = () => {
      this.#sure = true;
      this.#footed();
      /** @type {HTMLElement | null} */ (this.foot.querySelector("button"))?.focus();
    };
    const same = Boolean(this.opened?.address) && !this.changed;
    const shut = same && ready ? button("关上", () => void this.aside(), { key: "Esc", en: "close" }) : button("先放着", () => void this.aside(), { key: "Esc", en: "put aside; the draft stays" });
    const gone = this.opened?.address && !this.top && same ? [button("删去", remove, { kind: "t", en: "remove" })] : [];
    const back = (this.changed || (!this.opened?.address && this.desk.state.drafts[this.address] !== undefined)) && !this.top ? [button(this.opened?.address ? "照文件里的" : "不要了", () => void this.giveUp(), { kind: "t", en: "give up what was changed" })] : [];
    return [...(same && ready ? [] : [accept]), shut, ...gone, ...back, make("span", { class: "r sm" }, same ? "没有改动" : "写的都留着")];
  }

  #asked() {
    const no = () => {
      this.#sure = false;
      this.#footed();
    };
    return [make("span", { class: "sure" }, "这一项从文件里删去？", button("删去", () => void this.remove(), { kind: "g", en: "remove it" }), button("不删", no, { en: "keep it" }))];
  }

  /** @param {string[]} lacks */
  #first(lacks) {
    const nodes = [...this.body.querySelectorAll(".f.bad, .f.lacks")].map((node) => /** @type {HTMLElement} */ (node));
    const hidden = lacks.find((key) => !this.#row(key));
    if (!nodes.length && hidden) return this.go(hidden);
    this.#focus(nodes.find((node) => !node.querySelector(".f.bad, .f.lacks")) ?? nodes[0]);
    return this.desk.announce(`还差：${nodes.map((node) => node.getAttribute("aria-label")).join("、")}`);
  }

  // --------------------------------------------------------------------------------------------------------- writing

  async accept() {
    const { address } = this;
    const fresh = this.opened && !this.opened.address;
    clearTimeout(this.#timer);
    await this.#try();
    if (lacksOf(this.tried, this.top ? this.section : "").length) return this.#first(lacksOf(this.tried, ""));
    clearTimeout(this.#keeping);
    try {
      await this.desk.call("put", { address, value: this.#whole(), match: this.opened?.hash ?? null });
    } catch (error) {
      return this.#refused(error);
    }
    this.was = this.value;
    const written = this.top ? address : [this.file, this.section, this.id].join("/");
    const fact = this.desk.state.facts.find((one) => one.address === written);
    this.desk.emit("fact", fact ? { ...fact, card: null } : null);
    return this.desk.emit("next", { words: fresh ? "已收下" : "已存" });
  }

  /** @param {unknown} error */
  #refused(error) {
    if (!(error instanceof Refusal) || error.status !== 422) return void this.#keep();
    const findings = error.body?.findings ?? [];
    const faults = findings.map((/** @type {any} */ { field, zh, en }) => ({ field: field ?? "", zh, en }));
    this.tried = { ...this.tried, faults: [...this.tried.faults, ...faults] };
    this.#prove();
    this.#first(lacksOf(this.tried, this.top ? this.section : ""));
    return this.desk.announce(`没存：${faults.map((/** @type {any} */ { zh }) => zh).join("；")}`);
  }

  async remove() {
    const { opened } = this;
    if (!opened?.address) return;
    try {
      await this.desk.call("remove", { address: opened.address, match: opened.hash });
    } catch (error) {
      this.#sure = false;
      this.#refused(error);
      return;
    }
    this.was = this.value;
    this.desk.emit("fact", null);
    this.desk.emit("next", { words: "已删去" });
  }

  /** It is put aside; what was written is kept. */
  async aside() {
    if (this.changed) await this.#keep();
    const kept = this.changed;
    this.was = this.value;
    this.desk.emit("fact", null);
    this.desk.emit("next", { words: kept ? "先放着，写的都留着" : "先放着" });
  }

  escape() {
    if (!this.opened) return false;
    if (this.#sure) {
      this.#sure = false;
      this.#footed();
    } else if (this.waiting) this.wait(null);
    else void this.aside();
    return true;
  }

  async #keep() {
    clearTimeout(this.#keeping);
    if (!this.opened) return;
    const { address } = this;
    if (!this.changed) {
      if (this.opened.address) await this.#forget();
      return;
    }
    const value = this.#whole();
    await this.desk.call("draft", { address, value }).catch(() => null);
    this.desk.state.drafts[address] = value;
    if (this.opened && address === this.address) this.#footed();
  }

  /** What was begun and not taken is no longer kept. */
  async #forget() {
    const { address } = this;
    if (this.desk.state.drafts[address] === undefined) return;
    delete this.desk.state.drafts[address];
    await this.desk.call("draft", { address, value: null }).catch(() => null);
  }

  /** What was begun is given up: what is written stands again, and a new thing is none. */
  async giveUp() {
    clearTimeout(this.#keeping);
    await this.#forget();
    const { opened } = this;
    this.was = this.value;
    const fact = this.desk.state.facts.find(({ address }) => address === opened?.address);
    this.desk.emit("fact", fact ? { ...fact, card: null } : null);
    this.desk.announce(fact ? "照文件里的" : "不要了");
  }

  /** @param {string} key presses the button of the field at hand that has this key */
  press(key) {
    const field = document.activeElement?.closest(".f");
    if (!field || !this.body.contains(field)) return false;
    const node = /** @type {HTMLElement | null} */ (field.querySelector(`[data-key="${key}"]`));
    if (node?.matches("select")) {
      node.focus();
      return true;
    }
    node?.click();
    return Boolean(node);
  }

  /**
   * An answer that is no value; what is open behind it is at hand then.
   * @param {Path} path
   * @param {Data} answered
   */
  silence(path, answered) {
    const at = [...this.body.querySelectorAll(".f")].findIndex((field) => field.contains(document.activeElement));
    this.change(path, answered);
    if (at >= 0) this.#onward(at);
  }

  /**
   * The next input that is open, or what takes the fact; 没写 of it, or the next 0 would be typed into a date.
   * @param {number} at the place of the input that was answered
   */
  #onward(at) {
    const open = [...this.body.querySelectorAll(".f")].slice(at + 1).find((field) => this.#waits(/** @type {HTMLElement} */ (field)));
    const silent = /** @type {HTMLElement | null | undefined} */ (open?.querySelector("button[data-key='0']"));
    if (silent) silent.focus();
    else if (open) this.#focus(/** @type {HTMLElement} */ (open));
    else /** @type {HTMLElement | null} */ (this.foot.querySelector("[data-focus=accept]"))?.focus();
  }

  /** @param {HTMLElement} node of an input: whether it is open, whatever the proof says of it, which may not be back yet */
  #waits(node) {
    if (node.matches(".bad, .lacks")) return true;
    const field = node.dataset.at === "[]" && this.kind.fields.find(({ keys }) => keys.join(" ") === node.dataset.keys);
    return Boolean(field && field.required && field.keys.every((key) => blank(read(this.value, [key]) ?? "")));
  }
}
