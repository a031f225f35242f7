// What holds for somebody, of all that is said of a guide: the same rule as the generator's `told`, on the same data
// (telling.schema.json). A case is `{answers: {input: value}, ruled: {table: class}}`. No page, no words.
(() => {
  "use strict";

  const Space = /** @type {typeof Decide} */ (window.Decide);

  /** @typedef {{ overlap: ToldOverlap, there: Region }} Met an overlap, and the part of a case in it */

  /** @typedef {{ answers: Answers, ruled: Ruled, at: Regions, region: Region, overlaps: Met[] }} Here */

  // The guide under some decisions of the window: where its classes and statements hold.
  class Regions {
    /**
     * @param {ToldData} data
     * @param {Decide} space
     * @param {Ruled} ruled
     */
    constructor(data, space, ruled) {
      this.data = data;
      this.space = space;
      this.ruled = ruled;
      /** @type {Region} */
      this.whole = [{}];
      /** @type {Record<string, Record<string, Region>>} */
      this.tables = {};
      /** @type {Record<string, Region>} */
      this.places = {};
      /** @type {Region | null} */
      this.spoken = null;
      this.byId = new Map(data.statements.map((one) => [one.id, one]));
    }

    /**
     * Where each class of a table holds.
     * @param {string} table
     */
    holding(table) {
      if (!this.tables[table]) this.tables[table] = this.solved(table);
      return this.tables[table];
    }

    /** @param {string} table */
    solved(table) {
      const classes = this.data.tables[table], decided = this.ruled[table];
      /** @type {Record<string, Region>} */
      const found = {};
      if (decided !== undefined) {
        classes.forEach((one) => { found[one.id] = one.id === decided ? this.whole : []; });
        return found;
      }
      classes.forEach((one) => { found[one.id] = one.rows ? this.holds(one.rows) : []; });
      const taken = Object.values(found).flat();
      classes.forEach((one) => { if (!one.rows) found[one.id] = this.space.without(this.whole, taken); });
      classes.forEach((one) => (one.precedes || []).forEach((lower) => {
        found[lower] = this.space.without(found[lower], found[one.id]);
      }));
      return found;
    }

    /**
     * Where a condition holds; without one, everywhere.
     * @param {ToldCondition | null} [condition]
     */
    holds(condition) {
      if (!condition) return this.whole;
      return condition.flatMap(([box, classes]) => Object.keys(classes).reduce((left, table) => {
        const holding = this.holding(table);
        return this.space.shared(left, classes[table].flatMap((name) => holding[name]));
      }, [box]));
    }

    /** @param {ToldBorder} one */
    border(one) {
      return one.complement ? this.space.without(this.whole, this.holds(one.where)) : this.holds(one.where);
    }

    /** @param {ToldBorder["standing"]} standing */
    of(standing) {
      return this.data.borders.filter((one) => one.standing === standing).flatMap((one) => this.border(one));
    }

    inside() {
      if (!this.spoken) this.spoken = this.space.without(this.whole, this.of("impossible").concat(this.of("outside")));
      return this.spoken;
    }

    /** @param {string} id */
    statement(id) {
      return /** @type {ToldStatement} */ (this.byId.get(id));
    }

    /**
     * @param {ToldStatement} one
     * @returns {Region}
     */
    where(one) {
      if (!this.places[one.id]) {
        this.places[one.id] = one.rest ? this.rest(one) : this.space.shared(this.inside(), this.holds(one.where));
      }
      return this.places[one.id];
    }

    /**
     * Where a topic exists and nothing else answers it.
     * @param {ToldStatement} one
     */
    rest(one) {
      let there = this.space.shared(this.inside(), this.holds(one.where));
      if (one.within) there = this.space.shared(there, one.within.flatMap((id) => this.where(this.statement(id))));
      /** @type {(other: ToldStatement) => boolean} */
      const before = (other) => !other.rest || (other.kind === "beyond" && one.kind !== "beyond");
      const answers = this.data.statements.filter((other) => before(other) && other.topics.some((topic) => one.topics.includes(topic)));
      return this.space.without(there, answers.flatMap((other) => this.where(other)));
    }
  }

  class Telling {
    /** @param {ToldData} data */
    constructor(data) {
      this.data = data;
      this.space = new Space({ inputs: data.inputs });
      /** @type {Map<string, Regions>} */
      this.known = new Map();
    }

    /** @param {Ruled} ruled */
    regions(ruled) {
      const key = JSON.stringify(Object.entries(ruled).sort());
      const found = this.known.get(key) ?? new Regions(this.data, this.space, ruled);
      this.known.set(key, found);
      return found;
    }

    /**
     * @param {Region} one
     * @param {Region} other
     */
    touching(one, other) { return this.space.shared(one, other).length > 0; }
    /**
     * @param {Region} one
     * @param {Region} other
     */
    within(one, other) { return this.space.without(one, other).length === 0; }

    /**
     * {standing, borders, said: [{statement, status}], relations, questions: [{key, words, asks}], unfit}.
     * @param {Answers} answers
     * @param {Ruled} [ruled]
     * @returns {Told}
     */
    told(answers, ruled = {}) {
      const at = this.regions(ruled), region = this.space.region(answers);
      const standing = this.standing(at, region);
      if (standing.standing === "impossible" || standing.standing === "outside") {
        return { ...standing, said: [], relations: [], questions: [], unfit: [] };
      }
      const inside = this.space.shared(region, at.inside());
      const here = { answers, ruled, at, region: inside, overlaps: this.overlaps(at, ruled, inside) };
      const said = this.data.statements.filter((one) => this.touching(here.region, at.where(one)))
        .map((one) => ({ statement: one, status: this.status(here, one) }));
      const shown = new Set(said.map((one) => one.statement.id));
      const relations = this.data.relations.filter((one) =>
        one.of.filter((id) => shown.has(id)).length > 1 && this.touching(here.region, at.holds(one.where)));
      return { ...standing, said, relations, questions: this.questions(here, shown), unfit: this.unfit(here) };
    }

    /**
     * Contradiction goes before what the document does not cover.
     * @param {Regions} at
     * @param {Region} region
     * @returns {Pick<Told, "standing" | "borders">}
     */
    standing(at, region) {
      /** @type {(standing: ToldBorder["standing"]) => ToldBorder[]} */
      const met = (standing) => this.data.borders.filter((one) => one.standing === standing && this.touching(region, at.border(one)));
      const impossible = at.of("impossible"), outside = met("outside");
      if (this.within(region, impossible)) return { standing: "impossible", borders: met("impossible") };
      if (this.within(region, impossible.concat(at.of("outside")))) return { standing: "outside", borders: outside };
      return { standing: outside.length ? "unclear" : "inside", borders: outside };
    }

    /**
     * The recorded overlaps that a case meets and nobody has decided, each with the part of the case in it.
     * @param {Regions} at
     * @param {Ruled} ruled
     * @param {Region} region
     */
    overlaps(at, ruled, region) {
      return this.data.overlaps.filter((one) => ruled[one.table] === undefined)
        .map((one) => ({ overlap: one, there: this.space.shared(region, at.holds(one.where)) }))
        .filter((one) => one.there.length);
    }

    /**
     * @param {Here} here
     * @param {ToldStatement} one
     * @returns {Told["said"][0]["status"]}
     */
    status(here, one) {
      const torn = here.overlaps.filter(({ overlap, there }) => !this.whichever(here, one, overlap, there)).flatMap((met) => met.there);
      if (torn.length) return this.within(here.region, torn) ? "either" : "possible";
      return this.within(here.region, here.at.where(one)) ? "certain" : "possible";
    }

    /**
     * Whether a statement holds in an overlap whichever of the classes counts that meet there, or for none of them.
     * @param {Here} here
     * @param {ToldStatement} one
     * @param {ToldOverlap} overlap
     * @param {Region} there
     */
    whichever(here, one, overlap, there) {
      const where = overlap.classes.map((name) => this.regions({ ...here.ruled, [overlap.table]: name }).where(one));
      return !where.some((boxes) => this.touching(there, boxes)) || where.every((boxes) => this.within(there, boxes));
    }

    /**
     * The classes that the answers fit beside the one that the window has decided on.
     * @param {Here} here
     */
    unfit(here) {
      const plain = this.regions({});
      return this.data.statements.filter((one) => {
        const table = one.section === "classes" && !one.rest ? one.topics[0].slice("classes/".length) : "";
        const other = table in here.ruled && one.id !== "classes/" + table + "/" + here.ruled[table];
        return other && this.touching(here.region, plain.where(one));
      });
    }

    /**
     * The open points, one question each, most costly first.
     * @param {Here} here
     * @param {Set<string>} shown
     */
    questions(here, shown) {
      /** @type {Map<string, ToldAsk[]>} */
      const groups = new Map();
      this.data.asks.filter((ask) => this.open(here, ask, shown)).forEach((ask) => {
        const key = ask.rank + " " + ask.form;
        groups.set(key, (groups.get(key) || []).concat(ask));
      });
      return [...groups.values()].sort((one, other) => one[0].rank - other[0].rank).map((asks) => {
        const names = new Set(asks.map((ask) => ask.name || ""));
        const what = names.has("") || this.allLimits(shown, asks) ? "" : [...names].join("、");
        return { key: asks[0].key, words: asks[0].form.split("{what}").join(what), asks };
      });
    }

    /**
     * Whether every time limit that is told leaves the same part open: then none needs to be named.
     * @param {Set<string>} shown
     * @param {ToldAsk[]} asks
     */
    allLimits(shown, asks) {
      const limits = this.data.statements.filter((one) => shown.has(one.id) && one.section === "limits" && one.kind === "stated");
      const about = new Set(asks.map((ask) => ask.statement || ""));
      return limits.length > 0 && limits.length === about.size && limits.every((one) => about.has(one.id));
    }

    /**
     * @param {Here} here
     * @param {ToldAsk} ask
     * @param {Set<string>} shown
     */
    open(here, ask, shown) {
      if (ask.statement) return shown.has(ask.statement);
      if (ask.answered) return !(ask.answered in here.answers) && this.matters(here, ask.answered);
      return !(ask.ruled && ask.ruled in here.ruled) && this.touching(here.region, here.at.holds(ask.where));
    }

    /**
     * Whether anything that may be told still depends on an input.
     * @param {Here} here
     * @param {string} id
     */
    matters(here, id) {
      const key = this.space.position[id];
      return this.data.statements.some((one) => {
        const met = this.space.shared(here.region, here.at.where(one));
        const spread = met.map((box) => { const wide = { ...box }; delete wide[key]; return wide; });
        return this.space.without(this.space.shared(here.region, spread), met).length > 0;
      });
    }
  }

  window.Telling = Telling;
})();
