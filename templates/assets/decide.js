// Decision tables in the browser: where each class and each condition holds comes solved from the generator as boxes of
// cells; here an applicant's answers are laid over them. A box maps the position of an input to the bits of the cells it
// may be in, in words of 30; an input that is not in it is free. No page, no words.
(() => {
  "use strict";

  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const BITS = 30;

  /** @type {(one: Mask, other: Mask) => Mask} */
  const ands = (one, other) => one.map((word, i) => word & other[i]);
  /** @type {(one: Mask, other: Mask) => Mask} */
  const less = (one, other) => one.map((word, i) => word & ~other[i]);
  /** @type {(words: Mask) => boolean} */
  const any = (words) => words.some((word) => word !== 0);

  /**
   * The mask of all of some number of cells.
   * @param {number} cells
   */
  function full(cells) {
    const words = [];
    for (let left = cells; left > 0; left -= BITS) words.push(2 ** Math.min(left, BITS) - 1);
    return words;
  }

  /** @type {(text: string) => number} */
  const decimals = (text) => (text.split(".")[1] || "").length;

  /**
   * Decimal text, so that 0.3 is a multiple of 0.1: both as whole numbers of the smaller decimal place.
   * @param {string} raw
   * @param {string} step
   */
  function onStep(raw, step) {
    const scale = 10 ** Math.max(decimals(raw), decimals(step));
    return Math.round(Number(raw) * scale) % Math.round(Number(step) * scale) === 0;
  }

  /**
   * @param {number} number
   * @param {NumberCell} cell
   */
  function within(number, [low, high, lowClosed, highClosed]) {
    const above = low === null || number > low || (lowClosed && number === low);
    return above && (high === null || number < high || (highClosed && number === high));
  }

  /**
   * The position of the cell that numbers of an input are in; -1 for what is no number of it.
   * @param {NumberInput} input
   * @param {string} raw
   */
  function numbered(input, raw) {
    if (!/^-?[0-9]+(\.[0-9]+)?$/.test(raw) || raw.replace(/[-.]/g, "").length > 15 || !onStep(raw, input.step)) return -1;
    return input.cells.findIndex((cell) => within(Number(raw), cell));
  }

  class Tables {
    /** @param {Pick<GuideData, "inputs"> & Partial<GuideData>} data of a guide; inputs alone are enough for regions */
    constructor(data) {
      this.data = data;
      this.full = data.inputs.map((input) => full(input.cells.length));
      this.position = Object.fromEntries(data.inputs.map((input, at) => [input.id, at]));
    }

    /**
     * The bits of a box for an input.
     * @param {Box} box
     * @param {string} key
     */
    bits(box, key) {
      return box[key] ?? this.full[Number(key)];
    }

    /**
     * What two boxes share; null where they share nothing.
     * @param {Box} one
     * @param {Box} other
     */
    common(one, other) {
      const found = { ...one };
      for (const key of Object.keys(other)) {
        found[key] = ands(this.bits(one, key), other[key]);
        if (!any(found[key])) return null;
      }
      return found;
    }

    /**
     * What two regions share.
     * @param {Region} region
     * @param {Region} boxes
     */
    shared(region, boxes) {
      /** @type {Region} */
      const found = [];
      for (const one of region) {
        for (const other of boxes) {
          const box = this.common(one, other);
          if (box) found.push(box);
        }
      }
      return found;
    }

    /**
     * The first part of a box that sticks out of another, if any: the input and the bits.
     * @param {Box} box
     * @param {Box} taken
     * @returns {[key: string, bits: Mask] | null}
     */
    outside(box, taken) {
      for (const key of Object.keys(taken)) {
        const out = less(this.bits(box, key), taken[key]);
        if (any(out)) return [key, out];
      }
      return null;
    }

    /**
     * What is left of a region when boxes are taken away: split along the first box that overlaps without covering.
     * @param {Region} region
     * @param {Region} boxes
     */
    without(region, boxes) {
      /** @type {Region} */
      const left = [];
      /** @type {(box: Box, from: number) => void} */
      const split = (box, from) => {
        const at = boxes.findIndex((taken, i) => i >= from && this.common(box, taken));
        if (at < 0) {
          left.push(box);
          return;
        }
        const cut = this.outside(box, boxes[at]);
        if (!cut) return;
        const [key, out] = cut;
        split({ ...box, [key]: out }, at + 1);
        split({ ...box, [key]: less(this.bits(box, key), out) }, at);
      };
      region.forEach((box) => split(box, 0));
      return left;
    }

    /**
     * The cell a value is in, as a mask; null for what is no value of the input. Numbers come as decimal text.
     * @param {string} id
     * @param {string} raw
     */
    cell(id, raw) {
      const at = this.position[id], input = this.data.inputs[at];
      const found = input.type === "number" || input.type === "integer"
        ? numbered(input, raw)
        : input.cells.map(String).indexOf(String(raw));
      if (found < 0) return null;
      return this.full[at].map((_, word) => (Math.floor(found / BITS) === word ? 2 ** (found % BITS) : 0));
    }

    /**
     * The region of what is known; values that are none are left out.
     * @param {Answers} known
     */
    region(known) {
      /** @type {Box} */
      const box = {};
      for (const id of Object.keys(known)) {
        const mask = id in this.position && this.cell(id, known[id]);
        if (mask) box[this.position[id]] = mask;
      }
      return [box];
    }

    /**
     * Where in a region a table divides at all.
     * @param {DecisionTable} table
     * @param {Region} region
     */
    divided({ where }, region) {
      return where ? this.shared(region, where) : region;
    }

    /**
     * What a table says of a region: the classes that certainly and possibly hold, and whether none may.
     * @param {DecisionTable} table
     * @param {Region} region
     */
    classify(table, region) {
      const met = table.classes.map((one) => ({ id: one.id, boxes: this.shared(region, one.boxes) }));
      const possible = met.filter((one) => one.boxes.length);
      const certain = possible.filter((one) => !this.without(region, one.boxes).length);
      return {
        certain: certain.map((one) => one.id),
        possible: possible.map((one) => one.id),
        none: this.without(this.divided(table, region), met.flatMap((one) => one.boxes)).length > 0
      };
    }

    /**
     * Whether a condition holds in a region: true, false, or null where that hangs on what is not known.
     * @param {Region} boxes
     * @param {Region} region
     */
    holds(boxes, region) {
      const met = this.shared(region, boxes);
      if (!met.length) return false;
      return this.without(region, met).length ? null : true;
    }

    /**
     * Whether a region, as far as another meets it, is smaller than when one input is left free.
     * @param {Region} boxes
     * @param {string} id of the input
     * @param {Region} region
     */
    depends(boxes, id, region) {
      const key = this.position[id];
      if (!boxes.some((box) => key in box)) return false;
      const met = this.shared(region, boxes);
      const spread = met.map((box) => {
        const one = { ...box };
        delete one[key];
        return one;
      });
      return this.without(this.shared(region, spread), met).length > 0;
    }

    /**
     * Whether the class of any table still hangs on an input.
     * @param {string} id
     * @param {Region} region
     */
    matters(id, region) {
      const { tables = [] } = this.data;
      return tables.some(({ classes }) => classes.some(({ boxes }) => this.depends(boxes, id, region)));
    }
  }

  ours.Decide = Tables;
})();
