// What the table of classes changes: the things of a utility as the files say them, with what is not saved laid over. No page.

/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./grid-types.js").Grid} Grid */
/** @typedef {import("./grid-types.js").GridCell} GridCell */
/** @typedef {import("./grid-types.js").GridRow} GridRow */
/** @typedef {import("./grid-types.js").GridForm} GridForm */
/** @typedef {import("./grid-types.js").GridOption} GridOption */
/** @typedef {Record<string, Data>} Entry */
/** @typedef {{ address: string, file: string, section: string, id: string, hash: string | null, value: Entry, saved: Entry | null }} Thing */
/** @typedef {{ rows: number[], cell: GridCell | null, or: boolean }} Square `rows`: the rows of the class that the cell stands for */
/** @typedef {{ id: string, row: number, name: string, rest: boolean, first: boolean, squares: Record<string, Square> }} Line */

export const SECTIONS = ["inputs", "tables", "classes", "defects", "impossible", "lacking"];

/** @param {unknown} one @param {unknown} other */
export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The things that decide a utility's tables. */
export class Things {
  /** @type {Map<string, Thing>} */
  #changed = new Map();
  /** A row that is just being added, and counts from its first own cell on. @type {{ id: string, row: number } | null} */
  pending = null;

  /**
   * @param {State} state
   * @param {string} utility
   */
  constructor(state, utility) {
    this.utility = utility;
    this.state = state;
    this.renew(state);
  }

  /** @param {State} state what is saved now; what is saved as it was changed is no change any more */
  renew(state) {
    this.state = state;
    for (const [address, thing] of this.#changed) {
      const fact = state.facts.find((one) => one.address === address);
      if (fact && same(fact.value, thing.value)) this.#changed.delete(address);
    }
    for (const [address, value] of Object.entries(state.drafts)) {
      const [file, section, id] = address.split("/");
      const fact = state.facts.find((one) => one.address === address);
      const ours = SECTIONS.includes(section) && id && (fact ? fact.utilities.includes(this.utility) : file === this.file);
      const whole = typeof value === "object" && !Array.isArray(value) && value.id === id; // the form keeps drafts without an id, too
      if (ours && whole && !this.#changed.has(address)) this.change(address, value);
    }
  }

  /** The file in which something new is written. */
  get file() {
    const first = this.state.facts.find(({ section, utilities }) => section === "classes" && utilities.includes(this.utility));
    return first?.file ?? `${this.utility}.yaml`;
  }

  /**
   * @param {string} section
   * @returns {Thing[]}
   */
  of(section) {
    const saved = this.state.facts.filter((fact) => fact.section === section && fact.utilities.includes(this.utility));
    const known = saved.map(({ address, file, id, hash, value }) => {
      const entry = /** @type {Entry} */ (value);
      return this.#changed.get(address) ?? { address, file, section, id, hash, value: entry, saved: entry };
    });
    const added = [...this.#changed.values()].filter((thing) => thing.section === section && !saved.some(({ address }) => address === thing.address));
    return [...known, ...added];
  }

  /**
   * @param {string} section
   * @param {string} id
   */
  one(section, id) {
    return this.of(section).find((thing) => thing.id === id) ?? null;
  }

  /**
   * @param {string} address
   * @param {Entry | null} value null: as it is saved
   */
  change(address, value) {
    const fact = this.state.facts.find((one) => one.address === address);
    const before = this.#changed.get(address) ?? { hash: fact?.hash ?? null, saved: /** @type {Entry | null} */ (fact?.value ?? null) };
    const [file, section, id] = address.split("/");
    if (!value || same(before.saved, value)) this.#changed.delete(address);
    else this.#changed.set(address, { ...before, address, file, section, id, value });
  }

  /** @param {string} address something was saved by us: what was typed since is a change of that */
  based(address) {
    const thing = this.#changed.get(address);
    const fact = this.state.facts.find((one) => one.address === address);
    if (thing && fact) this.#changed.set(address, { ...thing, hash: fact.hash, saved: /** @type {Entry} */ (fact.value) });
  }

  /** What is changed and not saved. */
  get unsaved() {
    return [...this.#changed.values()];
  }

  /** What the program is asked: entries by section. */
  get data() {
    return Object.fromEntries(SECTIONS.map((section) => [section, this.of(section).map((thing) => this.complete(thing))]));
  }

  /**
   * A thing without rows that are only begun: they would take everything.
   * @param {Thing} thing
   * @returns {Entry}
   */
  complete({ section, id, value }) {
    if (section !== "classes" || !Array.isArray(value.rows)) return value;
    const rows = value.rows.filter((row, at) => Object.keys(tests(row)).length && !(this.pending?.id === id && this.pending.row === at));
    return rows.length === value.rows.length ? value : { ...value, rows };
  }

  /**
   * An id that is not taken.
   * @param {string} section
   * @param {string} base
   */
  free(section, base) {
    const taken = this.state.facts.filter((fact) => fact.section === section).map(({ id }) => id);
    const known = new Set([...taken, ...this.of(section).map(({ id }) => id)]);
    let number = 1;
    while (known.has(`${base}${number}`)) number += 1;
    return `${base}${number}`;
  }
}

/**
 * @param {Entry} entry
 * @param {string} key
 * @returns {Entry}
 */
const without = (entry, key) => Object.fromEntries(Object.entries(entry).filter(([name]) => name !== key));

/**
 * The tests of a row as it is written.
 * @param {Data} row
 * @returns {Entry}
 */
export function tests(row) {
  if (typeof row !== "object" || Array.isArray(row)) return {};
  return typeof row.tests === "object" && !Array.isArray(row.tests) ? row.tests : without(row, "cite");
}

/**
 * A class in which a cell of some rows has another test; null: it is not asked there.
 * @param {Entry} value
 * @param {number[]} rows
 * @param {string} key
 * @param {Data | null} test
 * @returns {Entry}
 */
export function withTest(value, rows, key, test) {
  const before = Array.isArray(value.rows) && value.rows.length ? value.rows : [{}];
  const changed = before.map((row, at) => (rows.includes(at) ? rowWith(row, key, test) : row));
  return { ...value, rows: changed };
}

/**
 * @param {Data} row
 * @param {string} key
 * @param {Data | null} test
 * @returns {Data}
 */
function rowWith(row, key, test) {
  const entry = /** @type {Entry} */ (row);
  if (entry.tests) return { ...entry, tests: rowWith(entry.tests, key, test) };
  if (test === null) return without(entry, key);
  return key in entry ? Object.fromEntries(Object.entries(entry).map(([name, old]) => [name, name === key ? test : old])) : { ...entry, [key]: test };
}

/**
 * The test that a cell stands for; undefined as long as a number or a value lacks.
 * @param {GridForm | undefined} form none: as it is written in `text`
 * @param {{ low: string, high: string, values: string[], text: string }} filled
 * @param {GridOption[]} options
 * @returns {Data | null | undefined}
 */
export function testOf(form, filled, options) {
  if (!form) return filled.text.trim() || undefined;
  if (form.form === "any") return null;
  if (form.asks.some((name) => !filled[name])) return undefined;
  if (form.for !== "enumeration") return form.feel.replace("{low}", () => filled.low).replace("{high}", () => filled.high);
  const chosen = options.filter(({ value }) => filled.values.includes(value));
  if (!chosen.length) return undefined;
  if (form.form === "not_among") return form.feel.replace("{values}", () => chosen.map(({ quoted }) => quoted).join(", "));
  return chosen.length === 1 ? chosen[0].test : chosen.map(({ test }) => test);
}

/**
 * The rows of a class as they stand in the table: one line where each row has one test of its own, joined by 或.
 * @param {GridRow[]} rows
 * @returns {Line[]}
 */
export function lines(rows) {
  const all = rows.map(({ row }) => row);
  const keys = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))];
  const shared = keys.filter((key) => rows.every(({ cells }) => cells[key] && same(cells[key].test, rows[0].cells[key].test)));
  const own = rows.map(({ cells }) => Object.keys(cells).filter((key) => !shared.includes(key)));
  const joined = rows.length > 1 && own.every(({ length }) => length === 1) && new Set(own.flat()).size === own.length;
  const { id, name, rest } = rows[0];
  if (!joined) return rows.map((row) => ({ id, row: row.row, name, rest, first: row === rows[0], squares: squares(row.cells, [row.row]) }));
  const apart = Object.assign({}, ...own.map(([key], at) => ({ [key]: { rows: [all[at]], cell: rows[at].cells[key], or: at > 0 } })));
  const common = squares(Object.fromEntries(shared.map((key) => [key, rows[0].cells[key]])), all);
  return [{ id, row: 0, name, rest, first: true, squares: { ...common, ...apart } }];
}

/**
 * @param {Record<string, GridCell>} cells
 * @param {number[]} rows
 * @returns {Record<string, Square>}
 */
function squares(cells, rows) {
  return Object.fromEntries(Object.entries(cells).map(([key, cell]) => [key, { rows, cell, or: false }]));
}

/**
 * A class in which one row has citations of its own.
 * @param {Entry} value
 * @param {number} row
 * @param {Entry[]} list
 * @returns {Entry}
 */
export function withRowCites(value, row, list) {
  const rows = Array.isArray(value.rows) ? value.rows : [];
  return { ...value, rows: rows.map((one, at) => (at === row ? cited(/** @type {Entry} */ (one), list) : one)) };
}

/**
 * The citations of a thing as a list.
 * @param {Data | undefined} cite
 * @returns {Entry[]}
 */
export function cites(cite) {
  const all = Array.isArray(cite) ? cite : cite ? [cite] : [];
  return /** @type {Entry[]} */ (all.filter((one) => typeof one === "object" && !Array.isArray(one)));
}

/**
 * A list of citations as a file says it: one alone without a list.
 * @param {Entry} value
 * @param {Entry[]} list
 * @returns {Entry}
 */
export function cited(value, list) {
  return list.length ? { ...value, cite: list.length === 1 ? list[0] : list } : without(value, "cite");
}
