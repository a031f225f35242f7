// A scanned document: the picture of each line over what a program has read there, to be confirmed or mended by people.
import { Refusal } from "./api.js";
import { button, make, segments } from "./nodes.js";
import { points, slice } from "./text.js";

/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Mark} Mark */
/** @typedef {import("./types.js").ScanLine} ScanLine */
/** @typedef {import("./types.js").ScanPage} ScanPage */

const NAME = "desk-name";
const UNREAD = "◇";
const WIDEST = 780;
const AROUND = 6;

/**
 * @param {HTMLElement} element
 * @param {Desk} desk
 */
export function mount(element, desk) {
  const pane = new Pane(element, desk);
  desk.on("mode", (mode) => mode === "scan" && void pane.begin());
  const own = { modes: /** @type {import("./types.js").Mode[]} */ (["scan"]) };
  desk.key({ ...own, id: "down", key: "ArrowDown", zh: "扫描件：下一行", en: "scan: next line", act: () => pane.step(1) });
  desk.key({ ...own, id: "up", key: "ArrowUp", zh: "扫描件：上一行", en: "scan: line before", act: () => pane.step(-1) });
  desk.key({ ...own, id: "scan-next", key: "N", zh: "扫描件：下一行没对过的", en: "scan: next line to look at", act: () => void pane.next(isOpen) });
  desk.key({ ...own, id: "doubt", key: "M", zh: "扫描件：下一个拿不准的字", en: "scan: next doubtful sign", act: () => void pane.next(isDoubtful) });
  desk.key({ ...own, id: "change", key: "E", zh: "扫描件：改这一行的字", en: "scan: mend the line", act: () => pane.edit() });
  for (const number of [1, 2, 3, 4]) desk.key({ ...own, id: `sign-${number}`, key: String(number), zh: `扫描件：第 ${number} 个写法`, en: `scan: sign ${number} offered`, act: () => pane.press(String(number)) });
}

/** @param {ScanLine} line */
const isOpen = ({ confirmed }) => !confirmed;
/** @param {ScanLine} line */
const isDoubtful = ({ confirmed, doubt }) => !confirmed && doubt.length > 0;

class Pane {
  doc = "";
  /** @type {ScanPage | null} */
  page = null;
  now = 0;
  /** What is typed of a line, by its number; it outlives a drawing of the page. @type {Record<number, string>} */
  typed = {};
  /** The lines that are said to be right and are not written yet. @type {Set<number>} */
  pending = new Set();
  /** The confirmed line that is mended after all. */
  mended = 0;
  /** Whether the mouse is down: a row that is drawn anew meanwhile would lose the click. */
  #pressed = false;
  #picture = "";
  words = "";

  /**
   * @param {HTMLElement} element
   * @param {Desk} desk
   */
  constructor(element, desk) {
    this.desk = desk;
    this.sheet = make("div", { class: "sheet-page" });
    this.side = make("h3", {});
    this.title = make("h2", {});
    this.list = make("ol", { class: "lines", role: "list" });
    this.foot = make("div", { class: "foot" });
    this.name = make("input", { type: "text", id: "scan-by", maxlength: "60", autocomplete: "name", size: "12" });
    this.name.addEventListener("input", () => localStorage.setItem(NAME, this.name.value));
    this.name.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && this.#named());
    const legend = make("p", { class: "sm" }, "✓ 对过　数字 还没对　虚框 有拿不准的字。没有对过的行，不能做引文。");
    element.append(this.title, make("div", { class: "two" }, make("div", { class: "whole", tabindex: "0", role: "group", "aria-label": "原件的图" }, this.side, this.sheet, legend), make("div", { class: "scroll" }, this.list)), this.foot);
    this.list.addEventListener("pointerdown", () => { this.#pressed = true; });
    for (const ended of ["pointerup", "pointercancel"]) document.addEventListener(ended, () => { this.#pressed = false; }, true);
    this.list.addEventListener("focusin", (event) => this.#focused(/** @type {HTMLElement} */ (event.target)));
    this.list.addEventListener("click", (event) => this.#clicked(/** @type {HTMLElement} */ (event.target)));
    this.sheet.addEventListener("click", (event) => this.#pointed(/** @type {HTMLElement} */ (event.target)));
  }

  /** The lines of the page; those that are being written are confirmed already, those typed anew are not any more. @type {ScanLine[]} */
  get lines() {
    return (this.page?.lines ?? []).map((line) => this.#standing(line));
  }

  /**
   * @param {ScanLine} line
   * @returns {ScanLine}
   */
  #standing(line) {
    const text = this.typed[line.number] ?? line.text;
    if (this.pending.has(line.number)) return { ...line, text, confirmed: { by: this.name.value, on: "…" }, doubt: [] };
    return text === line.text ? line : { ...line, confirmed: null };
  }

  get line() {
    return this.lines.find(({ number }) => number === this.now);
  }

  async begin() {
    this.name.value = localStorage.getItem(NAME) ?? this.desk.state.by ?? "";
    const scans = this.desk.state.documents.filter(({ scan }) => scan);
    if (!scans.some(({ id }) => id === this.doc)) this.doc = scans[0]?.id ?? "";
    await this.read(this.page?.page);
    this.#node()?.focus();
  }

  /** @param {number} [number] the page; the first with something open where none is named */
  async read(number) {
    if (!this.doc) return this.draw();
    try {
      this.page = await this.desk.call("scan", { doc: this.doc, ...(number ? { page: number } : {}) });
      this.words = "";
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.page = null;
      this.words = String(error.body?.zh ?? `读不了：${error.status}`);
    }
    this.#shown();
    if (!this.line) this.now = (this.lines.find(isOpen) ?? this.lines[0])?.number ?? 0;
    return this.draw();
  }

  /** The picture of the page, once for all its lines. */
  #shown() {
    if (this.#picture) URL.revokeObjectURL(this.#picture);
    const data = this.page?.picture.split(",")[1];
    this.#picture = data ? URL.createObjectURL(new Blob([Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0))], { type: "image/jpeg" })) : "";
  }

  draw() {
    if (this.desk.mode !== "scan") return;
    const held = this.list.contains(document.activeElement);
    const typing = /** @type {HTMLElement | null} */ (document.activeElement)?.matches("#scan li input") ?? false;
    this.#heading();
    this.#whole();
    const nothing = make("li", { class: "empty" }, this.words || "没有扫描件。");
    this.list.replaceChildren(...(this.lines.length ? this.lines.map((line) => this.#row(line)) : [nothing]));
    this.#footing();
    this.#bar();
    if (held) (typing ? this.#input() : this.#node())?.focus({ preventScroll: true });
  }

  #heading() {
    const scans = this.desk.state.documents.filter(({ scan }) => scan);
    const which = make("select", { "aria-label": "哪份扫描件" }, ...scans.map(({ id, title }) => make("option", { value: id, selected: id === this.doc }, title)));
    which.addEventListener("change", () => {
      Object.assign(this, { doc: which.value, page: null, now: 0, typed: {} });
      void this.read();
    });
    this.title.replaceChildren("上面是图，下面是认出来的字：一样就按 ↵", scans.length > 1 ? which : "", make("span", { class: "r sm" }, "点字就能改"));
  }

  /** The whole page at the left, with a mark at each line. */
  #whole() {
    const { page } = this;
    if (!page) return this.sheet.replaceChildren();
    const pages = page.pages.map(({ page: number, open }) => ({ words: open ? `第 ${number} 页 ${open}` : `第 ${number} 页 ✓`, en: `page ${number}`, on: number === page.page, act: () => void this.#turn(number) }));
    this.side.replaceChildren("原件的图 ", page.pages.length > 1 ? segments("哪一页", pages) : "");
    const image = make("img", { src: this.#picture, alt: `第 ${page.page} 页的图`, width: page.width, height: page.height });
    this.sheet.replaceChildren(image, ...this.lines.flatMap((line) => this.#spot(page, line)));
    return undefined;
  }

  /**
   * @param {ScanPage} page
   * @param {ScanLine} line
   */
  #spot({ width, height }, line) {
    if (!line.box) return [];
    const [left, above, right, below] = line.box;
    const kinds = ["spot", line.confirmed ? "done" : line.doubt.length ? "doubt" : "open", line.number === this.now && "now"].filter(Boolean).join(" ");
    const node = make("span", { class: kinds, "data-id": line.number, "aria-hidden": "true" }, make("b", {}, line.confirmed ? "✓" : String(line.number)));
    Object.assign(node.style, { left: share(left, width), top: share(above, height), width: share(right - left, width), height: share(below - above, height) });
    return [node];
  }

  /** @param {number} number */
  async #turn(number) {
    this.now = 0;
    await this.read(number);
    this.#node()?.focus();
  }

  /** @param {ScanLine} line */
  #row(line) {
    const now = line.number === this.now;
    const kinds = ["line", line.confirmed ? "done" : line.doubt.length ? "doubt" : "open", now && "now"].filter(Boolean).join(" ");
    return make(
      "li",
      { class: kinds, tabindex: now ? "0" : "-1", "data-item": true, "data-id": line.number, "aria-current": now ? "true" : null },
      make("span", { class: "number" }, String(line.number)),
      make("div", { class: "body" }, ...this.#cut(line), this.#typed(line) ? this.#typing(line) : wordsOf(this.typed[line.number] ?? line.text), ...(now ? this.#offers(line) : []), ...saidOf(line)),
      make("div", { class: "acts" }, ...this.#acts(line, now)),
    );
  }

  /**
   * The line cut out of the picture, with a frame about where its first doubtful sign is.
   * @param {ScanLine} line
   */
  #cut({ box, text: read, number, confirmed }) {
    const { page } = this;
    if (!box || !page) return [];
    const [left, above, right, below] = [Math.max(0, box[0] - AROUND), Math.max(0, box[1] - AROUND), Math.min(page.width, box[2] + AROUND), Math.min(page.height, box[3] + AROUND)];
    const scale = Math.min(WIDEST / (right - left), 44 / (below - above), 2);
    const node = make("div", { class: "cut", role: "img", "aria-label": `第 ${number} 行的图` });
    Object.assign(node.style, {
      width: `${(right - left) * scale}px`,
      height: `${(below - above) * scale}px`,
      backgroundImage: `url("${this.#picture}")`,
      backgroundSize: `${page.width * scale}px ${page.height * scale}px`,
      backgroundPosition: `${-left * scale}px ${-above * scale}px`,
    });
    const text = this.typed[number] ?? read;
    const at = Array.from(text).indexOf(UNREAD);
    if (!confirmed && at >= 0) node.append(framed(text, at));
    return [node];
  }

  /** @param {ScanLine} line whether its words stand in a field */
  #typed({ number, confirmed }) {
    return number === this.now && (!confirmed || number === this.mended);
  }

  /** @param {ScanLine} line */
  #typing(line) {
    const input = make("input", { type: "text", class: "song", maxlength: "1000", "aria-label": `第 ${line.number} 行的字`, spellcheck: "false" });
    input.value = this.typed[line.number] ?? line.text;
    input.addEventListener("input", () => { this.typed[line.number] = input.value; });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter") void this.confirm(line.number);
      if (event.key === "Escape") this.#shut(line.number);
      if (event.key === "Enter" || event.key === "Escape") event.stopPropagation();
    });
    return input;
  }

  /**
   * The signs that may stand for the first one in doubt.
   * @param {ScanLine} line
   */
  #offers(line) {
    const text = this.typed[line.number] ?? line.text;
    const at = Array.from(text).indexOf(UNREAD);
    if (line.confirmed || at < 0) return [];
    const same = points(text) === points(line.text);
    const offers = line.doubt.find((doubt) => same && doubt.at === at)?.offers ?? [];
    const signs = offers.slice(0, 2).map((sign, index) => button(sign, () => this.#write(line.number, at, sign), { kind: "sm2 song", key: String(index + 1), en: `write ${sign}` }));
    const other = button("别的", () => this.edit(at), { kind: "sm2", key: "3", en: "another" });
    const none = button("看不清，照实留着", () => this.#leave(), { kind: "sm2", key: "4", en: "cannot be read: leave it" });
    const count = Array.from(text).filter((sign) => sign === UNREAD).length;
    return [make("div", { class: "offers" }, make("b", {}, count > 1 ? `还有 ${count} 个字拿不准，先看第一个：` : "只差这一个字："), ...signs, other, none), make("p", { class: "sm" }, "看图，不看上下文。看不清的不猜：留着 ◇，这一行就不能做引文。")];
  }

  /**
   * @param {ScanLine} line
   * @param {boolean} now
   */
  #acts(line, now) {
    if (line.confirmed && !this.#typed(line)) return [make("span", { class: "pf ok" }, "✓ 对过"), make("span", { class: "sm" }, line.confirmed.by), make("span", { class: "sm" }, line.confirmed.on), ...(now ? [button("再改", () => this.edit(), { kind: "sm2", key: "E", en: "mend it again" })] : [])];
    const right = button("对", () => void this.confirm(line.number), { kind: now ? "p" : "g", key: now ? "↵" : undefined, en: "as the picture", name: now ? undefined : `第 ${line.number} 行对` });
    return line.doubt.length && !now ? [button(`有 ${line.doubt.length} 个字`, () => this.go(line.number), { kind: "sm2", en: "doubtful signs" })] : [right];
  }

  #footing() {
    const rest = this.lines.filter((line) => isOpen(line) && !line.doubt.length && !line.weighed && line.box);
    const all = rest.length ? [button(`其余 ${rest.length} 行没有数字和比较词，都看过，都对`, () => void this.#confirmAll(rest), { kind: "g sm2", en: "all others are right" })] : [];
    const done = this.page && !this.page.open && this.lines.length ? [make("span", { class: "pf ok" }, "✓ 都对过了"), button("去录入", () => this.desk.emit("mode", "enter"), { kind: "p", en: "go on to enter" })] : [];
    const words = this.words ? [make("b", { class: "own", role: "alert" }, this.words)] : [];
    this.foot.replaceChildren(make("label", { for: this.name.id }, "核对："), this.name, ...words, make("span", { class: "r" }, ...all, ...done));
  }

  #bar() {
    const { lines, page } = this;
    const open = lines.filter(isOpen).length;
    const doubtful = lines.filter(isDoubtful).length;
    /** @param {ScanLine} line @returns {Mark} */
    const mark = (line) => (line.confirmed ? "used" : line.doubt.length ? "doubt" : "proposed");
    this.desk.emit("bar", {
      mode: "scan",
      number: open,
      words: "行还没有对过",
      of: `这一页 ${lines.length} 行${page && page.pages.length > 1 ? `；全文还有 ${page.open} 行` : ""}`,
      ticks: lines.map((line) => ({ mark: mark(line), label: `第 ${line.number} 行 ${line.text.slice(0, 30)}`, now: line.number === this.now, act: () => this.go(line.number) })),
      counts: [
        { text: "对过", number: lines.length - open, label: "对过", on: false, act: () => void this.next(({ confirmed }) => Boolean(confirmed)) },
        { text: "没对", number: open - doubtful, label: "没对", on: false, act: () => void this.next((line) => isOpen(line) && !isDoubtful(line)) },
        { text: "拿不准", number: doubtful, label: "拿不准", on: false, act: () => void this.next(isDoubtful) },
      ],
      next: { words: "下一个拿不准", key: "M", act: () => void this.next(isDoubtful) },
    });
  }

  /** @returns {HTMLElement | null} */
  #node() {
    return this.list.querySelector("li.now");
  }

  /** @returns {HTMLInputElement | null} */
  #input() {
    return this.#node()?.querySelector("input") ?? null;
  }

  /** @param {HTMLElement} target */
  #focused(target) {
    const id = Number(target.closest("li")?.dataset.id);
    if (!this.#pressed && id && target.matches("li") && id !== this.now) this.#take(id);
  }

  /** @param {HTMLElement} target */
  #clicked(target) {
    const id = Number(target.closest("li")?.dataset.id);
    if (!id || target.closest("button, input")) return;
    this.go(id);
    if (target.closest(".words")) this.edit();
  }

  /** @param {HTMLElement} target */
  #pointed(target) {
    const id = Number(target.closest("[data-id]")?.getAttribute("data-id"));
    if (id) this.go(id);
  }

  /** @param {number} number */
  #take(number) {
    if (number !== this.now) this.mended = 0;
    this.now = number;
    const top = this.list.parentElement?.scrollTop ?? 0;
    this.draw();
    this.list.parentElement?.scrollTo(0, top);
    this.#node()?.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} number */
  go(number) {
    this.#take(number);
    this.#node()?.focus({ preventScroll: true });
  }

  /** @param {number} step */
  step(step) {
    const at = this.lines.findIndex(({ number }) => number === this.now);
    const line = this.lines[Math.max(0, Math.min(this.lines.length - 1, at + step))];
    if (line) this.go(line.number);
    return Boolean(line);
  }

  /**
   * The next line of a kind, around the end; where the page has none that is open, the next page with one.
   * @param {(line: ScanLine) => boolean} wanted
   * @returns {string}
   */
  next(wanted) {
    const { lines, page } = this;
    const at = lines.findIndex(({ number }) => number === this.now);
    const order = lines.map((_, by) => lines[(at + by + 1) % lines.length]);
    const line = order.find(wanted);
    if (line) {
      this.go(line.number);
      return `第 ${line.number} 行`;
    }
    const other = wanted === isOpen ? page?.pages.find(({ page: number, open }) => open && number !== page.page) : null;
    if (other) void this.#turn(other.page);
    else this.desk.announce("没有这样的行了");
    return other ? `第 ${other.page} 页` : "都对过了";
  }

  /** @param {number} [at] the words of the line at hand are mended; the sign there is chosen */
  edit(at = undefined) {
    if (this.line?.confirmed && this.mended !== this.now) {
      this.mended = this.now;
      this.draw();
    }
    const input = this.#input();
    if (!input) return false;
    input.focus();
    const text = input.value;
    const from = at === undefined ? text.length : slice(text, 0, at).length;
    input.setSelectionRange(from, at === undefined ? from : from + 1);
    return true;
  }

  /** @param {string} key presses the button of the line at hand that has a key */
  press(key) {
    const node = /** @type {HTMLElement | null | undefined} */ (this.#node()?.querySelector(`.offers [data-key="${key}"]`));
    node?.click();
    return Boolean(node);
  }

  /**
   * @param {number} number
   * @param {number} at
   * @param {string} sign
   */
  #write(number, at, sign) {
    const text = this.typed[number] ?? this.line?.text ?? "";
    this.typed[number] = `${slice(text, 0, at)}${sign}${slice(text, at + 1, points(text))}`;
    this.draw();
    this.#node()?.focus();
    this.desk.announce(this.typed[number].includes(UNREAD) ? "写上了，还有拿不准的字" : "写上了，对的话按回车");
  }

  #leave() {
    this.desk.announce(`照实留着，${this.next(isDoubtful)}`);
  }

  /** @param {number} number */
  #shut(number) {
    delete this.typed[number];
    this.mended = 0;
    this.draw();
    this.#node()?.focus();
  }

  /** @param {number} number the line is as its picture, as it is typed */
  async confirm(number) {
    const line = this.page?.lines.find((one) => one.number === number);
    if (!line) return;
    const text = this.typed[number] ?? line.text;
    if (text.includes(UNREAD)) {
      this.now = number;
      this.draw();
      this.desk.announce("还有拿不准的字，先照图片写出来");
      return;
    }
    await this.#noted([{ number, text, match: line.hash }]);
  }

  /** @param {ScanLine[]} lines */
  #confirmAll(lines) {
    return this.#noted(lines.map(({ number, text, hash }) => ({ number, text: this.typed[number] ?? text, match: hash })));
  }

  /** @param {{ number: number, text: string, match: string }[]} lines */
  async #noted(lines) {
    const by = this.name.value.trim();
    if (!by) {
      this.#nameless();
      return;
    }
    Object.assign(this, { mended: 0, words: "" });
    for (const { number } of lines) this.pending.add(number);
    this.desk.emit("next", { words: `${lines.length > 1 ? `${lines.length} 行` : ""}对过了，${this.next(isOpen)}` });
    try {
      await this.desk.call("line", { doc: this.doc, lines, by });
      for (const { number } of lines) delete this.typed[number];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.words = String(error.body?.zh ?? "没有记下");
      this.desk.announce(this.words);
      this.now = lines[0].number;
    }
    for (const { number } of lines) this.pending.delete(number);
    if (!this.pending.size) await this.#again();
  }

  #named() {
    this.words = "";
    this.#footing();
    this.#node()?.focus();
  }

  /** Nobody confirms without a name: it is asked for, in words that are seen, too. */
  #nameless() {
    this.words = "先写您的名字，按 ↵ 回到这一行";
    this.#footing();
    this.desk.announce(this.words);
    this.name.focus();
  }

  /** The page as it is on the disk now; what went wrong stays told. */
  async #again() {
    const words = this.words;
    await this.read(this.page?.page);
    this.words ||= words;
    this.#footing();
  }
}

/**
 * @param {number} part
 * @param {number} whole
 */
const share = (part, whole) => `${(100 * part) / whole}%`;

/** @param {string} text the words of a line, those in doubt marked */
function wordsOf(text) {
  return make("p", { class: "words song" }, ...text.split(/(◇+)/).map((part, at) => (at % 2 ? make("mark", {}, part) : part)));
}

/** @param {ScanLine} line */
function saidOf({ changed, quoted, confirmed }) {
  const said = [changed && "对过以后，字又改了", quoted.length && `有 ${quoted.length} 项引用它：${quoted.join("、")}`].filter(Boolean);
  return confirmed || !said.length ? [] : [make("p", { class: "sm" }, said.join("；"))];
}

/**
 * About where a sign stands in the picture of its line: Latin signs take half the room.
 * @param {string} text
 * @param {number} at
 */
function framed(text, at) {
  const signs = Array.from(text);
  const wide = (/** @type {string[]} */ part) => part.reduce((sum, sign) => sum + (sign.charCodeAt(0) < 256 ? 0.55 : 1), 0);
  const node = make("span", { class: "frame" });
  Object.assign(node.style, { left: share(wide(signs.slice(0, at)), wide(signs)), width: share(wide([signs[at]]), wide(signs)) });
  return node;
}
