// What is changed in the table of classes: it is tried, saved where nothing lacks, and else kept as a draft.
import { Refusal } from "./api.js";

/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Tried} Tried */
/** @typedef {import("./grid-data.js").Thing} Thing */
/** @typedef {import("./grid-data.js").Things} Things */

export class Saving {
  /** @type {Map<string, Tried>} what the proof said, by address */
  #tried = new Map();
  /** @type {Map<string, string>} why something was not written, by address */
  #refused = new Map();

  /**
   * @param {Desk} desk
   * @param {(address: string) => void} saved
   */
  constructor(desk, saved) {
    this.desk = desk;
    this.saved = saved;
  }

  /** @param {string} address the claims of a thing that its quotations do not bear */
  unheld(address) {
    return this.#tried.get(address)?.claims.filter(({ held }) => !held) ?? [];
  }

  /** @param {string} address what is wrong with a thing: its citation, its keys, that it was not written */
  wrong(address) {
    return [...(this.#tried.get(address)?.faults ?? []).map(({ zh }) => zh), this.#refused.get(address) ?? ""].filter(Boolean);
  }

  /** @param {string} address */
  forget(address) {
    this.#tried.delete(address);
    this.#refused.delete(address);
  }

  /**
   * What would become of a value.
   * @param {string} address
   * @param {Data} value
   * @returns {Promise<Tried | null>}
   */
  async try(address, value) {
    const tried = await this.desk.call("try", { address, value }).catch(() => null);
    if (tried) this.#tried.set(address, tried);
    return tried;
  }

  /**
   * Saves what is whole, and keeps the rest as a draft.
   * @param {Thing} thing
   * @param {Data} value
   * @param {boolean} sound whether the table can be read with it
   */
  async confirm(thing, value, sound) {
    const tried = await this.try(thing.address, value);
    if (tried) this.desk.emit("tried", tried);
    const whole = !tried || (!tried.faults.length && !tried.open.length && tried.claims.every(({ held }) => held));
    if (whole && sound) await this.put(thing.address, value, thing.hash);
    else await this.draft(thing.address, thing.value);
  }

  /**
   * @param {string} address
   * @param {Data | null} value null: there is none any more
   */
  async draft(address, value) {
    await this.desk.call("draft", { address, value }).catch(() => null);
  }

  /**
   * @param {string} address
   * @param {Data} value
   * @param {string | null} match
   * @returns {Promise<boolean>} whether it is written
   */
  async put(address, value, match) {
    try {
      await this.desk.call("put", { address, value, match });
      this.#refused.delete(address);
      this.saved(address);
      return true;
    } catch (error) {
      const findings = error instanceof Refusal && error.status === 422 ? (error.body?.findings ?? []) : [];
      this.#refused.set(address, findings.map((/** @type {{ zh: string }} */ { zh }) => zh).join("；"));
      return false;
    }
  }

  /** @param {Thing} thing */
  async remove({ address, hash }) {
    await this.desk.call("remove", { address, match: hash }).catch(() => null);
    this.forget(address);
  }
}
