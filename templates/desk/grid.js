// The mode `table`: the classes of a utility as a table, with its gaps and overlaps as they come about. Whatever is judged,
// the program judges (`table`, `try`); what is confirmed and proven is saved, the rest stays as a draft.
import { table } from "./grid-cells.js";
import { tests, Things, withTest } from "./grid-data.js";
import { keyOf, mapsOf, regionsOf } from "./grid-regions.js";
import { Saving } from "./grid-saving.js";
import { classStrip, inputForm, inputStrip, withCite } from "./grid-strip.js";
import { button, fileLabel, make, segments } from "./nodes.js";

/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Selection} Selection */
/** @typedef {import("./grid-types.js").Grid} Grid */
/** @typedef {import("./grid-types.js").GridRegion} GridRegion */
/** @typedef {import("./grid-data.js").Entry} Entry */
/** @typedef {import("./grid-data.js").Thing} Thing */
/** @typedef {import("./grid-cells.js").Place} Place */

const WAIT = 200; // milliseconds from the last key to the next proof of the table
const MODES = /** @type {import("./types.js").Mode[]} */ (["enter", "table"]);
const NO_CITE = "没有引文";
const CHOICES = ["boolean", "enumeration", "table"];

/**
 * @param {HTMLElement} element
 * @param {Desk} desk
 */
export function mount(element, desk) {
  const pane = new Pane(element, desk);
  desk.on("state", () => pane.renewed());
  desk.on("mode", (mode) => (mode === "table" ? pane.open() : null));
  desk.on("selection", (selection) => pane.selected(selection));
  desk.key({ id: "classes", key: "G", zh: "分类表，或回到录入", en: "the table of classes, or back", modes: MODES, act: () => desk.emit("mode", desk.mode === "table" ? "enter" : "table") });
}

class Pane {
  /** @type {Grid | null} */
  #grid = null;
  /** @type {Things | null} */
  #things = null;
  /** @type {Map<string, string>} reasons that were typed, by region */
  #reasons = new Map();
  /** @type {Set<string> | null} what was there when the table was opened: the rest has just appeared */
  #before = null;
  /** What has appeared last. */
  #newest = "";
  /** @type {Set<string>} columns that no class uses yet */
  #columns = new Set();
  /** @type {Place | null} the cell, class or head at hand */
  #at = null;
  /** @type {Place | null} the cell that was changed last */
  #last = null;
  /** @type {Entry | null} while a cell is edited: its class before */
  #editing = null;
  /** @type {{ what: string, take(selection: Selection): void } | null} */
  #waiting = null;
  /** @type {Promise<void>} */
  #queue = Promise.resolve();
  /** What stands beside the table, as the program said it. */
  #said = "";
  #adding = false;
  #unfolded = false;
  #timer = 0;
  #asked = 0;
  /** @type {Promise<void>} */
  #latest = Promise.resolve();

  /**
   * @param {HTMLElement} element
   * @param {Desk} desk
   */
  constructor(element, desk) {
    this.desk = desk;
    this.saving = new Saving(desk, (address) => this.#things?.based(address));
    this.title = make("h2", {});
    this.tables = make("div", { class: "tables" });
    this.strip = make("div", {});
    this.side = make("div", { class: "beside" });
    this.scroll = make("div", { class: "scroll" }, this.tables, this.strip, this.side);
    element.append(this.title, this.scroll);
  }

  get things() {
    return /** @type {Things} */ (this.#things);
  }

  get grid() {
    return /** @type {Grid} */ (this.#grid);
  }

  // ---------------------------------------------------------------------------------------------------- what is shown

  open() {
    const having = (/** @type {string} */ utility) => this.desk.state.facts.some((fact) => fact.section === "classes" && fact.utilities.includes(utility));
    const { utilities } = this.desk.state;
    const first = utilities.find(having) ?? utilities[0];
    if (!this.#things && first) this.#choose(first, true);
    else if (this.#things) void this.#ask().then(() => this.#enter());
  }

  /** The first class gets the focus, or the class where one was before. */
  #enter() {
    const first = /** @type {HTMLElement | null} */ (this.tables.querySelector("tbody [data-cell]"));
    if (this.#at) this.#focus(this.#at);
    else first?.focus();
  }

  /**
   * @param {string} utility
   * @param {boolean} [enter] whether the focus goes to its table
   */
  #choose(utility, enter = false) {
    this.#things = new Things(this.desk.state, utility);
    this.#before = null;
    this.#said = "";
    this.#at = null;
    this.#last = null;
    this.#columns = new Set();
    this.#reasons = new Map();
    void this.#ask().then(() => {
      if (enter) this.#enter();
      return this.#lacking();
    });
  }

  renewed() {
    this.#things?.renew(this.desk.state);
    if (this.#things && this.desk.mode === "table" && !this.#editing) void this.#ask();
  }

  /** Asks the program what the tables are like now, and shows it: done when the newest answer is there. */
  #ask() {
    this.#asked += 1;
    this.#latest = this.#answered(this.#asked);
    return this.#latest;
  }

  /**
   * @param {number} mine
   * @returns {Promise<void>}
   */
  async #answered(mine) {
    const { things } = this;
    const grid = await this.desk.call("table", { utility: things.utility, ...things.data }).catch(() => null);
    if (mine !== this.#asked) {
      await this.#latest;
      return;
    }
    if (!grid || things !== this.#things) return;
    this.#grid = grid;
    this.#before ??= new Set(grid.regions.map(keyOf));
    this.#draw();
    this.#appeared();
  }

  /** Of what has just appeared it is told below what the public would read. */
  #appeared() {
    const region = this.grid.regions.find((one) => !one.known && this.#acts().fresh(one));
    const key = region ? keyOf(region) : "";
    if (region && key !== this.#newest) void this.#shown(region);
    this.#newest = key;
  }

  /** Asks of those classes that are not proven what they lack. */
  async #lacking() {
    const classes = this.things.of("classes");
    const open = new Set(this.desk.state.facts.filter(({ state }) => state !== "held").map(({ address }) => address));
    const lacking = classes.filter(({ address, saved, value }) => open.has(address) || saved !== value);
    for (const thing of lacking) await this.saving.try(thing.address, this.things.complete(thing));
    if (lacking.length) this.#draw();
  }

  #draw() {
    if (!this.#grid) return;
    this.#heading();
    this.#beside();
    if (this.#editing) {
      this.#drawStrip();
      return;
    }
    const inside = this.tables.contains(document.activeElement);
    this.#drawTables();
    this.#drawStrip();
    if (inside) this.#focus(this.#at);
  }

  #heading() {
    const { utilities } = this.desk.state;
    const name = (/** @type {string} */ utility) => fileLabel(`${utility}.yaml`);
    const choices = utilities.map((utility) => ({ words: name(utility), en: utility, on: utility === this.things.utility, act: () => this.#choose(utility) }));
    const adding = [button("加一类", () => this.#newClass(), { kind: "sm2", en: "a class: select its name" }), button("加一个条件", () => this.#newInput(), { kind: "sm2", en: "an input" })];
    const back = button("回到录入", () => this.desk.emit("mode", "enter"), { kind: "sm2", key: "G", en: "back" });
    const waiting = this.#waiting && make("span", { class: "pf bad" }, `请在左边选：${this.#waiting.what} `, button("算了", () => this.#waited(), { kind: "sm2", en: "cancel" }));
    this.title.replaceChildren("分类表", utilities.length > 1 ? segments("哪一类业务", choices) : ` · ${name(this.things.utility)}`, ...adding, make("span", { class: "r" }, waiting || this.#count(), " ", back));
  }

  #count() {
    const { regions, tables, rows } = this.grid;
    const open = regions.filter(({ known }) => !known);
    if (tables.some(({ sure }) => !sure)) return make("span", { class: "pf bad" }, "有的格子还没填好，漏洞等填好再算");
    if (open.length) return make("span", { class: "pf bad" }, `${counted(open)}，还没有记`);
    if (regions.length) return make("span", { class: "pf ok" }, `✓ ${counted(regions)}，都已记下`);
    return make("span", { class: rows.length ? "pf ok" : "pf na" }, rows.length ? "✓ 没有漏洞，没有重叠" : "还没有分类");
  }

  // --------------------------------------------------------------------------------------------------------- the table

  #drawTables() {
    const none = make("p", {}, "还没有分类。文件分了类的，点“加一类”，再在左边选它的名称；没有分类的，回到录入答“没写”。");
    this.tables.replaceChildren(...(this.grid.rows.length ? this.grid.tables.flatMap((one) => this.#drawTable(one)) : [none]));
  }

  /** @param {Grid["tables"][number]} one */
  #drawTable(one) {
    const { axes, rows, tables } = this.grid;
    const columns = axes.filter(({ id }) => one.columns.includes(id) || (this.#columns.has(id) && one === tables[0]));
    const strange = one.columns.filter((id) => !axes.some((axis) => axis.id === id)).map((id) => ({ id, name: id, unit: "", type: "", options: [], cells: [] }));
    const name = one.name || one.id;
    const node = table(tables.length > 1 ? `分类表：${name}` : "分类表", this.grid, {
      columns: [...columns, ...strange],
      rows: this.#withPending(rows.filter((row) => row.table === one.id)),
      limits: this.#limits(one.id),
      fault: (place) => this.#fault(place),
      ours: (id) => this.things.one("classes", id) !== null,
      note: (id) => this.#note(id),
      begin: (place) => this.#begin(place),
      typed: (place, test) => this.#typed(place, test),
      leave: (place, keep) => void this.#leave(place, keep),
      at: (place) => this.#here(place),
      head: (key) => this.#here({ id: "", rows: [], key }),
    });
    return [tables.length > 1 ? make("h3", {}, name) : "", make("div", { class: "wide" }, node)];
  }

  /**
   * The rows, with the one that is just being added.
   * @param {Grid["rows"]} rows
   * @returns {Grid["rows"]}
   */
  #withPending(rows) {
    const { pending } = this.things;
    const first = rows.find(({ id }) => id === pending?.id);
    const written = pending && this.things.one("classes", pending.id)?.value.rows;
    if (!pending || !first || !Array.isArray(written)) return rows;
    const own = tests(written[pending.row] ?? {});
    const added = { ...first, row: pending.row, cells: Object.fromEntries(Object.entries(first.cells).filter(([key]) => key in own)) };
    const last = rows.map(({ id }) => id).lastIndexOf(pending.id);
    return [...rows.slice(0, last + 1), added, ...rows.slice(last + 1)];
  }

  /**
   * The time limits that hang on one class, for the column beside them.
   * @param {string} name the table
   */
  #limits(name) {
    const all = this.desk.state.facts.filter(({ section, utilities }) => section === "limits" && utilities.includes(this.things.utility));
    /** @type {Map<string, string>} */
    const limits = new Map();
    for (const { value } of all) {
      const { when, at_most: most, exactly, unit } = /** @type {Entry} */ (value);
      const test = when && typeof when === "object" && !Array.isArray(when) ? when[name] : null;
      const number = most ?? exactly;
      const ids = typeof number === "string" && test ? [test].flat() : [];
      for (const id of ids) if (typeof id === "string" && !limits.has(id)) limits.set(id, `${String(number)} ${this.#unit(String(unit)).replace(/^个/, "")}`);
    }
    return limits;
  }

  /** @param {string} unit a unit of time in words */
  #unit(unit) {
    const amount = /** @type {{ units?: { value: string, label: string }[] } | undefined} */ (this.desk.kinds.kinds.limit?.fields.find(({ key }) => key === "amount"));
    return amount?.units?.find(({ value }) => value === unit)?.label ?? "";
  }

  /** @param {Place} place what is wrong with a cell, or does not stand in the quotation */
  #fault({ id, rows, key }) {
    const fields = rows.map((row) => `rows.${row}.${key}`);
    const wrong = this.grid.faults.find((fault) => fault.section === "classes" && fault.id === id && fields.includes(fault.field));
    if (wrong) return wrong.zh;
    const cell = this.grid.rows.find((row) => row.id === id && rows.includes(row.row))?.cells[key];
    const numbers = [cell?.low, cell?.high, ...(cell?.values ?? [])].filter(Boolean);
    const lacks = this.#unheld(id).find(({ field, what }) => rows.some((row) => field.startsWith(`rows.${row}`)) && numbers.some((number) => what.includes(String(number))));
    return lacks ? `引文里没有“${lacks.what}”` : "";
  }

  /** @param {string} id the claims of a class that its quotations do not bear */
  #unheld(id) {
    const thing = this.things.one("classes", id);
    return thing ? this.saving.unheld(thing.address) : [];
  }

  /** @param {string} id what is said beside the name of a class */
  #note(id) {
    const thing = this.things.one("classes", id);
    const rows = thing && Array.isArray(thing.value.rows) ? thing.value.rows : [];
    if (!thing) return { words: "上一层写的", bad: false };
    if (!thing.value.cite && !(rows.length && rows.every((row) => typeof row === "object" && "cite" in row))) return { words: NO_CITE, bad: true };
    const fault = this.grid.findings.find((finding) => finding.section === "classes" && finding.id === id);
    if (fault) return { words: fault.zh, bad: true };
    return this.things.unsaved.some(({ address }) => address === thing.address) ? { words: "没存", bad: true } : null;
  }

  /** @param {Place} place the cell or head that has the focus */
  #here(place) {
    const before = this.#at;
    this.#at = place;
    if (before && before.id === place.id && before.rows[0] === place.rows[0] && (place.id || before.key === place.key)) return;
    this.#adding = false;
    this.#drawStrip();
    const [sentence] = this.desk.state.facts.find((fact) => fact.address === this.#things?.one("classes", place.id)?.address)?.sentences ?? [];
    if (sentence && place.id !== before?.id) this.desk.emit("sentence", sentence);
  }

  /** @param {Place | null} place gets the focus */
  #focus(place) {
    if (!place) return;
    const cells = /** @type {HTMLElement[]} */ ([...this.tables.querySelectorAll("[data-cell]")]);
    const fits = cells.filter(({ dataset }) => (place.id ? dataset.class === place.id && (dataset.key ?? "") === place.key : dataset.head === place.key));
    const exact = fits.find(({ dataset }) => (dataset.rows ?? "").split(" ").includes(String(place.rows[0])));
    (exact ?? fits[0] ?? cells.find(({ dataset }) => dataset.class === place.id))?.focus();
  }

  // --------------------------------------------------------------------------------------------------------- one cell

  /** @param {Place} place */
  #begin(place) {
    this.#editing = this.things.one("classes", place.id)?.value ?? null;
  }

  /**
   * @param {Place} place
   * @param {Data | null} test
   */
  #typed(place, test) {
    const { things } = this;
    const thing = things.one("classes", place.id);
    if (!thing) return;
    if (things.pending?.id === place.id && place.rows.includes(things.pending.row) && test !== null) things.pending = null;
    things.change(thing.address, withTest(thing.value, place.rows, place.key, test));
    this.saving.forget(thing.address);
    this.#last = place;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), WAIT);
  }

  /**
   * @param {Place} place
   * @param {boolean} keep
   */
  async #leave(place, keep) {
    const before = this.#editing;
    const thing = this.things.one("classes", place.id);
    this.#editing = null;
    clearTimeout(this.#timer);
    if (!before || !thing) return;
    if (!keep) this.things.change(thing.address, before);
    this.#at = place;
    await this.#ask();
    if (keep) await this.#confirm(thing.address);
  }

  /**
   * What was changed is proven and saved, or kept as a draft: one thing after the other, since each write makes a version.
   * @param {string} address
   * @param {boolean} [whatever] whether it is to be written whatever the proof says, as far as the program lets it
   */
  #confirm(address, whatever = false) {
    this.#queue = this.#queue.then(() => this.#settled(address, whatever)).catch(() => undefined);
    return this.#queue;
  }

  /**
   * @param {string} address
   * @param {boolean} whatever
   */
  async #settled(address, whatever) {
    const thing = this.things.unsaved.find((one) => one.address === address);
    if (!thing) return;
    const sound = !this.grid.faults.some(({ section, id }) => section === thing.section && id === thing.id);
    if (whatever) await this.saving.put(address, this.things.complete(thing), thing.hash);
    else await this.saving.confirm(thing, this.things.complete(thing), sound);
    this.#draw();
  }

  // ----------------------------------------------------------------------------------------------- the class or input

  #drawStrip() {
    if (this.#adding) return;
    const focused = this.strip.contains(document.activeElement) ? document.activeElement?.textContent : null;
    const thing = this.#at && this.things.one(this.#at.id ? "classes" : "inputs", this.#at.id || this.#at.key);
    const node = thing && (thing.section === "classes" ? this.#classStrip(thing) : this.#inputStrip(thing));
    this.strip.replaceChildren(...(node ? [node] : []));
    if (focused) [...this.strip.querySelectorAll("button")].find((one) => one.textContent === focused)?.focus();
  }

  /** @param {Thing} thing */
  #classStrip(thing) {
    const rows = Array.isArray(thing.value.rows) ? thing.value.rows : [];
    const lacking = this.#unheld(thing.id);
    const open = this.#unfolded || lacking.length > 0 || Boolean(this.#note(thing.id)?.words === NO_CITE);
    return classStrip(thing, { rows: rows.length, row: this.#at?.rows[0] ?? 0, wrong: this.#wrong(thing), lacking, open }, {
      ...this.#changes(thing),
      alternative: () => this.#alternative(thing),
      without: (row) => void this.#set(thing, { ...thing.value, rows: rows.filter((_, at) => at !== row) }),
      unfold: () => {
        this.#unfolded = !open;
        this.#drawStrip();
      },
    });
  }

  /** @param {Thing} thing */
  #inputStrip(thing) {
    const used = this.grid.tables.some(({ columns }) => columns.includes(thing.id));
    const axis = this.grid.axes.find(({ id }) => id === thing.id);
    return inputStrip(thing, axis, used, { wrong: this.#wrong(thing) }, { ...this.#changes(thing), column: () => void this.#emptied(thing.id) });
  }

  /** @param {Thing} thing */
  #wrong(thing) {
    const fields = this.desk.kinds.kinds[thing.section === "classes" ? "class" : "input"]?.fields ?? [];
    const label = (/** @type {string} */ field) => fields.find(({ key }) => key === field.split(".")[0])?.label;
    const faults = this.grid.faults.filter(({ section, id }) => section === thing.section && id === thing.id).map(({ field, zh }) => [label(field), zh].filter(Boolean).join("："));
    return [...new Set([...faults, ...this.saving.wrong(thing.address)])];
  }

  /** @param {Thing} thing */
  #changes(thing) {
    return {
      pick: (/** @type {string} */ what, /** @type {(selection: Selection) => void} */ take) => this.#pick(what, take),
      set: (/** @type {Entry} */ value) => void this.#set(thing, value),
      save: () => void this.#confirm(thing.address, true),
      back: () => void this.#back(thing),
      remove: () => void (thing.saved ? this.saving.remove(thing) : this.#back(thing)),
      form: () => this.#form(thing),
    };
  }

  /** @param {Thing} thing is opened in the form, with all its keys */
  #form({ address, value, file, section, hash }) {
    this.desk.emit("mode", "enter");
    this.desk.emit("fact", { address, value, file, section, kind: this.desk.kinds.sections[section]?.kind ?? section, hash, card: null });
  }

  /**
   * @param {Thing} thing
   * @param {Entry} value
   */
  async #set(thing, value) {
    this.things.change(thing.address, value);
    await this.#ask();
    await this.#confirm(thing.address);
  }

  /** @param {Thing} thing is again as it is saved */
  async #back(thing) {
    if (this.things.pending?.id === thing.id) this.things.pending = null;
    this.things.change(thing.address, null);
    this.saving.forget(thing.address);
    await this.saving.draft(thing.address, null);
    await this.#ask();
  }

  /** @param {Thing} thing gets another row, which begins with the choices that the first one has beside its numbers */
  #alternative(thing) {
    const rows = Array.isArray(thing.value.rows) ? thing.value.rows : [];
    const types = Object.fromEntries(this.grid.axes.map(({ id, type }) => [id, type]));
    const first = Object.entries(tests(rows[0] ?? {}));
    const choices = first.some(([key]) => !CHOICES.includes(types[key])) ? first.filter(([key]) => CHOICES.includes(types[key])) : [];
    this.things.pending = { id: thing.id, row: rows.length };
    this.things.change(thing.address, { ...thing.value, rows: [...rows, Object.fromEntries(choices)] });
    this.#at = { id: thing.id, rows: [rows.length], key: "" };
    this.#draw();
    const cells = /** @type {HTMLElement[]} */ ([...this.tables.querySelectorAll(`[data-rows="${rows.length}"].any`)]).filter(({ dataset }) => dataset.class === thing.id);
    (cells.find(({ dataset }) => !CHOICES.includes(types[dataset.key ?? ""])) ?? cells[0])?.focus();
    this.desk.announce("加了一个“或”，请填它的条件");
  }

  /** @param {string} key no class asks for it any more */
  async #emptied(key) {
    this.#columns.add(key);
    for (const thing of this.things.of("classes")) {
      const rows = Array.isArray(thing.value.rows) ? thing.value.rows : [];
      const using = rows.flatMap((row, at) => (key in tests(row) ? [at] : []));
      if (using.length) await this.#set(thing, withTest(thing.value, using, key, null));
    }
  }

  // ----------------------------------------------------------------------------------------------------------- adding

  /** A class of the table at hand, or of the first. */
  #newClass() {
    const name = this.grid.rows.find(({ id }) => id === this.#at?.id)?.table ?? this.grid.tables[0]?.id ?? "class";
    this.#pick("新的一类的名称", (selection) => void this.#named(name, selection));
  }

  /**
   * A class that is named by some words, and quotes the sentence that they stand in.
   * @param {string} name the table
   * @param {Selection} selection
   */
  async #named(name, selection) {
    const id = this.things.free("classes", "class-");
    const address = `${this.things.file}/classes/${id}`;
    const around = this.desk.state.sentences.find(({ doc, start, end }) => [doc, ""].includes(selection.doc) && start <= selection.start && selection.end <= end);
    const whole = around && (await this.desk.call("select", { doc: around.doc, start: around.start, end: around.end }).catch(() => null));
    const cite = { ...selection, quote: (whole ?? selection).quote.replace(/[。；;]\s*$/, "") };
    this.things.change(address, withCite({ id, ...(name === "class" ? {} : { table: name }), name: selection.quote, rows: [] }, cite));
    this.#at = { id, rows: [0], key: "" };
    await this.#ask();
    this.#focus(this.#at);
    this.desk.announce(`加了一类：${selection.quote}`);
    await this.#confirm(address);
  }

  #newInput() {
    const used = new Set([...this.grid.tables.flatMap(({ columns }) => columns), ...this.#columns]);
    const others = this.things.of("inputs").filter(({ id }) => !used.has(id)).map(({ id, value }) => ({ id, name: String(value.name ?? id) }));
    const form = inputForm(this.things.free("inputs", "q"), others, {
      pick: (what, take) => this.#pick(what, take),
      use: (id) => void this.#column(id),
      cancel: () => void this.#column(""),
      add: (value) => {
        const address = `${this.things.file}/inputs/${String(value.id)}`;
        this.things.change(address, value);
        void this.#column(String(value.id)).then(() => this.#confirm(address));
      },
    });
    this.#adding = true;
    this.strip.replaceChildren(form);
    /** @type {HTMLElement | null} */ (form.querySelector("input"))?.focus();
  }

  /** @param {string} key the table has this column from now on; empty: nothing is added */
  async #column(key) {
    this.#adding = false;
    if (key) {
      this.#columns.add(key);
      this.#at = { id: "", rows: [], key };
    }
    await this.#ask();
    this.#focus(this.#at);
  }

  /**
   * Waits for words of the document.
   * @param {string} what
   * @param {(selection: Selection) => void} take
   */
  #pick(what, take) {
    this.#waiting = { what, take: (selection) => take(this.#cited(selection)) };
    this.desk.emit("field", { key: what });
    this.desk.announce(`请在左边选：${what}`);
    this.#heading();
  }

  /** @param {Selection} selection with its document only where there are several */
  #cited(selection) {
    return this.desk.state.documents.length > 1 ? selection : { ...selection, doc: "" };
  }

  /** @param {Selection} selection */
  selected(selection) {
    if (this.desk.mode !== "table" || !this.#waiting) return;
    const { take } = this.#waiting;
    this.#waited();
    take(selection);
  }

  #waited() {
    this.#waiting = null;
    this.desk.emit("field", null);
    this.#heading();
  }

  // ---------------------------------------------------------------------------------------------- maps, gaps, overlaps

  #beside() {
    const said = JSON.stringify([this.grid.maps, this.grid.regions, this.grid.findings]);
    if (said === this.#said) return; // whoever is typing a reason is left alone
    this.#said = said;
    const open = new Set(/** @type {HTMLDetailsElement[]} */ ([...this.side.querySelectorAll("details[open]")]).map(({ dataset }) => dataset.group));
    const back = held(this.side);
    const maps = this.grid.tables.map(({ id }) => this.grid.maps.filter((map) => map.table === id)).filter(({ length }) => length);
    const findings = this.grid.findings.map(({ zh, en }) => make("div", { class: "note bad", title: en }, zh));
    const regions = make("div", { class: "regions" }, ...findings, ...regionsOf(this.grid.regions, this.#acts()));
    const drawn = make("div", {}, ...maps.map((alike) => mapsOf(alike, (at) => this.#look(at))));
    this.side.replaceChildren(...(maps.length ? [drawn] : []), regions);
    for (const node of /** @type {NodeListOf<HTMLDetailsElement>} */ (this.side.querySelectorAll("details"))) node.open = open.has(node.dataset.group);
    back();
  }

  /** @returns {import("./grid-regions.js").Acts} */
  #acts() {
    return {
      fresh: (region) => Boolean(this.#before && !this.#before.has(keyOf(region))),
      reason: (region) => this.#reasons.get(keyOf(region)) ?? region.because ?? String(region.record?.because ?? ""),
      because: (region, words) => void this.#reasons.set(keyOf(region), words),
      record: (regions) => void this.#record(regions),
      mistaken: (region) => this.#mistaken(region),
      precedence: (region) => this.#precedence(region),
      withdraw: (region) => void this.#withdraw(region),
      look: (region) => void this.#shown(region),
    };
  }

  /** @param {number} at the region of a square of a map gets the focus */
  #look(at) {
    const region = this.grid.regions[at];
    const node = region && /** @type {HTMLElement | null} */ (this.side.querySelector(`[data-region="${CSS.escape(keyOf(region))}"]`));
    for (let around = node?.closest("details"); around; around = around.parentElement?.closest("details")) around.open = true;
    node?.focus();
    node?.scrollIntoView({ block: "nearest" });
  }

  /** @param {GridRegion} region what the public reads of it */
  async #shown(region) {
    const tried = region.record && (await this.saving.try(this.#defect(region), region.record));
    if (tried) this.desk.emit("tried", tried);
  }

  /** @param {GridRegion} region the address that it has, or would have */
  #defect(region) {
    const known = region.defect ? this.things.one("defects", region.defect) : null;
    return known?.address ?? `${this.things.file}/defects/${String(region.record?.id)}`;
  }

  /** @param {GridRegion[]} regions are the document's: they are recorded, each with its reason */
  async #record(regions) {
    let done = 0;
    for (const region of regions.filter(({ record }) => record)) {
      const known = region.defect ? this.things.one("defects", region.defect) : null;
      const value = { ...region.record, because: this.#acts().reason(region) };
      if (await this.saving.put(this.#defect(region), value, known?.hash ?? null)) done += 1;
    }
    const refused = regions.flatMap((region) => this.saving.wrong(this.#defect(region)))[0];
    this.desk.announce(done === regions.length ? `记下了 ${done} 处，公众会看到原因` : `没有记下：${refused ?? "请再做一次"}`);
    await this.#ask();
    /** @type {HTMLElement | null} */ (this.side.querySelector(".card[data-item], summary"))?.focus();
  }

  /** @param {GridRegion} region the cell that may be wrong gets the focus, to be typed into */
  #mistaken(region) {
    const last = this.#acts().fresh(region) ? this.#last : null;
    const at = region.at ? { id: region.at.id, rows: [region.at.row], key: region.at.input } : null;
    this.#focus(last ?? at);
    const cell = document.activeElement;
    if (cell instanceof HTMLElement && cell.matches("td[data-key]")) cell.click();
  }

  /** @param {GridRegion} region which of its classes goes first is said in the form of one of them */
  #precedence(region) {
    const thing = region.classes.map((id) => this.things.one("classes", id)).find(Boolean);
    if (!thing) return;
    this.#form(thing);
    this.desk.emit("field", { key: "precedes" });
  }

  /** @param {GridRegion} region */
  async #withdraw(region) {
    const thing = region.defect ? this.things.one("defects", region.defect) : null;
    if (!thing) return;
    await this.saving.remove(thing);
    this.#reasons.delete(keyOf(region));
    this.desk.announce("撤回了");
    await this.#ask();
  }
}

/** @param {GridRegion[]} regions `1 处漏洞、6 处重叠` */
function counted(regions) {
  const number = (/** @type {string} */ wanted) => regions.filter(({ kind }) => kind === wanted).length;
  const parts = [number("gap") && `${number("gap")} 处漏洞`, number("overlap") && `${number("overlap")} 处重叠`];
  return parts.filter(Boolean).join("、");
}

/**
 * Where the focus is among the regions, to be put back when they are drawn anew.
 * @param {HTMLElement} side
 */
function held(side) {
  const focused = side.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
  const key = focused?.closest("[data-region]")?.getAttribute("data-region");
  const group = focused?.closest("details")?.dataset.group;
  const caret = focused instanceof HTMLTextAreaElement ? { start: focused.selectionStart, end: focused.selectionEnd } : null;
  return () => {
    const card = key ? /** @type {HTMLElement | null} */ (side.querySelector(`[data-region="${CSS.escape(key)}"]`)) : null;
    const summary = group ? /** @type {HTMLElement | null} */ (side.querySelector(`details[data-group="${CSS.escape(group)}"] summary`)) : null;
    const input = caret === null ? null : card?.querySelector("textarea");
    (input ?? card ?? summary)?.focus({ preventScroll: true });
    if (caret) input?.setSelectionRange(caret.start, caret.end);
  };
}
