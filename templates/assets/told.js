// What holds for somebody, of all that is said of a guide: the same rule as the generator's `told`, on the same data
// (pages/browser/shipped.py). A case is answers by input and, by table, the class that the window has decided on. No page.
(() => {
  "use strict";

  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const Space = /** @type {NonNullable<ConnectionGuides["Decide"]>} */ (ours.Decide);

  /** The whole space: one box in which every input is free. */
  const WHOLE = /** @type {Region} */ ([{}]);

  const RESTS = ["beyond", "not_in_hand", "incomplete", "silent"];

  /** The place of a statement in what is said of a topic, each leaving the rest. @param {Statement} one */
  const after = ({ rest, kind }) => rest ? 1 + RESTS.indexOf(kind) : 0;

  /** So many of the headings that a text rules on which is not in hand are named, if there are more than one more. */
  const FEW = 5;

  /** Where the classes and statements of a guide hold, under some decisions of the window. */
  class Regions {
    /**
     * @param {TellingData} data
     * @param {Decide} space
     * @param {Record<string, string>} ruled
     */
    constructor(data, space, ruled) {
      this.data = data;
      this.space = space;
      this.ruled = ruled;
      /** @type {Record<string, Record<string, Region>>} */
      this.tables = {};
      /** @type {Map<string, Region>} */
      this.places = new Map();
      this.byId = new Map(data.statements.map((one) => [one.id, one]));
      /** @type {Region | null} */
      this.spoken = null;
    }

    /**
     * Where each class of a table holds.
     * @param {string} table
     */
    holding(table) {
      this.tables[table] ||= this.solved(table);
      return this.tables[table];
    }

    /** @param {string} table */
    solved(table) {
      const classes = this.data.tables[table], decided = this.ruled[table];
      /** @type {Record<string, Region>} */
      const found = {};
      if (decided !== undefined) {
        for (const { id } of classes) found[id] = id === decided ? WHOLE : [];
        return found;
      }
      for (const { id, rows, within } of classes) found[id] = rows ? this.space.shared(this.holds(rows), this.holds(within)) : [];
      const taken = Object.values(found).flat();
      for (const { id, rows, within } of classes) if (!rows) found[id] = this.space.without(this.holds(within), taken);
      for (const { id, precedes = [] } of classes) {
        for (const lower of precedes) found[lower] = this.space.without(found[lower], found[id]);
      }
      return found;
    }

    /**
     * Where a condition holds; without one, everywhere.
     * @param {Condition} [condition]
     * @returns {Region}
     */
    holds(condition) {
      if (!condition) return WHOLE;
      return condition.flatMap(([box, classes]) => Object.keys(classes).reduce(
        (left, table) => this.space.shared(left, classes[table].flatMap((name) => this.holding(table)[name])),
        /** @type {Region} */ ([box]),
      ));
    }

    /** @param {Border} one */
    border(one) {
      return one.complement ? this.space.without(WHOLE, this.holds(one.where)) : this.holds(one.where);
    }

    /** @param {string} standing */
    of(standing) {
      return this.data.borders.filter((one) => one.standing === standing).flatMap((one) => this.border(one));
    }

    /** What the document speaks of. */
    inside() {
      this.spoken ??= this.space.without(WHOLE, [...this.of("impossible"), ...this.of("outside")]);
      return this.spoken;
    }

    /**
     * Where a statement holds.
     * @param {Statement} one
     * @returns {Region}
     */
    where(one) {
      const known = this.places.get(one.id);
      if (known) return known;
      const found = one.rest ? this.rest(one) : this.space.shared(this.inside(), this.holds(one.where));
      this.places.set(one.id, found);
      return found;
    }

    /**
     * Where a topic exists and nothing else answers it.
     * @param {Statement} one
     */
    rest(one) {
      let there = this.space.shared(this.inside(), this.holds(one.where));
      if (one.within) {
        const held = one.within.flatMap((id) => this.where(/** @type {Statement} */ (this.byId.get(id))));
        there = this.space.shared(there, held);
      }
      return this.space.without(there, this.answers(one).flatMap((other) => this.where(other)));
    }

    /**
     * What goes before a rest: what is said of its topics; then what is said beyond; then what is not in hand.
     * @param {Statement} one
     */
    answers(one) {
      return this.data.statements.filter((other) =>
        after(other) < after(one) && other.topics.some((topic) => one.topics.includes(topic)));
    }
  }

  /** @typedef {{ overlap: Overlap, there: Region }} Met An overlap, and the part of a case that is in it. */

  /** One case inside of what the document speaks of. */
  class Here {
    /**
     * @param {Tellings} telling
     * @param {Answers} answers
     * @param {Record<string, string>} ruled
     * @param {Region} region
     */
    constructor(telling, answers, ruled, region) {
      this.telling = telling;
      this.answers = answers;
      this.ruled = ruled;
      this.at = telling.regions(ruled);
      this.region = region;
      /** @type {Met[]} */
      this.overlaps = telling.data.overlaps.filter((one) => !(one.table in ruled))
        .map((overlap) => ({ overlap, there: telling.space.shared(region, this.at.holds(overlap.where)) }))
        .filter(({ there }) => there.length);
    }

    /** @param {Condition} [condition] */
    meets(condition) {
      return this.telling.touching(this.region, this.at.holds(condition));
    }

    /** @returns {Said[]} */
    said() {
      return this.telling.data.statements.flatMap((statement) => {
        if (this.telling.touching(this.region, this.at.where(statement))) return [{ statement, status: this.status(statement) }];
        const left = statement.rest ? this.overlaps.flatMap((met) => this.left(statement, met)) : [];
        return left.length ? [{ statement, status: this.telling.within(this.region, left) ? "either" : "possible" }] : [];
      });
    }

    /**
     * Where in an overlap nothing answers a topic if one of the classes counts that meet there.
     * @param {Statement} one
     * @param {Met} met
     */
    left(one, { overlap, there }) {
      return overlap.classes.flatMap((name) =>
        this.telling.space.shared(there, this.telling.regions({ ...this.ruled, [overlap.table]: name }).where(one)));
    }

    /**
     * @param {Statement} one
     * @returns {Status}
     */
    status(one) {
      const torn = this.overlaps.filter((met) => !this.whichever(one, met)).flatMap(({ there }) => there);
      if (torn.length) return this.telling.within(this.region, torn) ? "either" : "possible";
      return this.telling.within(this.region, this.at.where(one)) ? "certain" : "possible";
    }

    /**
     * Whether a statement holds in an overlap whichever of the classes counts that meet there, or for none of them.
     * @param {Statement} one
     * @param {Met} met
     */
    whichever(one, { overlap, there }) {
      const held = overlap.classes.map((name) => this.telling.regions({ ...this.ruled, [overlap.table]: name }).where(one));
      const alike = held.every((boxes) => this.telling.within(boxes, held[0]) && this.telling.within(held[0], boxes));
      return alike || !held.some((boxes) => this.telling.touching(there, boxes)) ||
        held.every((boxes) => this.telling.within(there, boxes));
    }

    /** The classes that the answers fit beside the one that the window has decided on. */
    unfit() {
      const plain = this.telling.regions({});
      return this.telling.data.statements.filter((one) => {
        const table = one.section === "classes" && !one.rest ? one.topics[0].slice("classes/".length) : "";
        const other = table in this.ruled && one.id !== `classes/${table}/${this.ruled[table]}`;
        return other && this.telling.touching(this.region, plain.where(one));
      });
    }

    /**
     * The open points, one question each, most costly first.
     * @param {Set<string>} shown the ids of what is told
     * @returns {Question[]}
     */
    questions(shown) {
      /** @type {Map<string, Ask[]>} */
      const groups = new Map();
      for (const ask of this.telling.data.asks.filter((one) => this.open(one, shown))) {
        const key = `${ask.rank} ${ask.form}`;
        groups.set(key, [...(groups.get(key) ?? []), ask]);
      }
      const sorted = [...groups.values()].sort(([one], [other]) => one.rank - other.rank);
      return sorted.map((asks) => ({ key: asks[0].key, words: this.question(asks, shown), asks }));
    }

    /**
     * @param {Ask[]} asks
     * @param {Set<string>} shown
     */
    question(asks, shown) {
      const names = [...new Set(asks.map((ask) => ask.name ?? ""))];
      const many = asks[0].key === "lacking" && names.length > FEW + 1;
      const listed = names.slice(0, many ? FEW : undefined).join(ours.words?.comma ?? "、") + (many ? "……" : "");
      const what = names.includes("") || this.allLimits(asks, shown) ? "" : listed;
      const said = asks[0].form.split("{what}").join(what);
      return what ? said : said.replace(/^[:;, ]+/, "");
    }

    /**
     * Whether every time limit that is told leaves the same part open: then none needs to be named.
     * @param {Ask[]} asks
     * @param {Set<string>} shown
     */
    allLimits(asks, shown) {
      const limits = this.telling.data.statements.filter((one) =>
        shown.has(one.id) && one.section === "limits" && one.kind === "stated");
      const about = new Set(asks.map((ask) => ask.statement ?? ""));
      return limits.length > 0 && limits.length === about.size && limits.every((one) => about.has(one.id));
    }

    /**
     * @param {Ask} ask
     * @param {Set<string>} shown
     */
    open(ask, shown) {
      if (ask.statement) return shown.has(ask.statement);
      if (ask.answered) return !(ask.answered in this.answers) && this.matters(ask.answered);
      return !(ask.ruled !== undefined && ask.ruled in this.ruled) && this.meets(ask.where);
    }

    /**
     * Whether anything that may be told still depends on an input.
     * @param {string} id
     */
    matters(id) {
      return this.telling.data.statements.some((one) => this.telling.space.depends(this.at.where(one), id, this.region));
    }
  }

  class Tellings {
    /** @param {TellingData} data */
    constructor(data) {
      this.data = data;
      this.space = new Space({ inputs: data.inputs });
      /** @type {Map<string, Regions>} */
      this.known = new Map();
    }

    /** @param {Record<string, string>} ruled */
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
    touching(one, other) {
      return this.space.shared(one, other).length > 0;
    }

    /**
     * @param {Region} one
     * @param {Region} other
     */
    within(one, other) {
      return this.space.without(one, other).length === 0;
    }

    /**
     * @param {Answers} answers
     * @param {Record<string, string>} fitting by table, a class that the answers are known to give
     */
    region(answers, fitting) {
      return Object.entries(fitting).reduce(
        (left, [table, name]) => this.space.shared(left, this.regions({}).holding(table)[name]), this.space.region(answers));
    }

    /**
     * Whether anything that is told, or whether it is at all, still hangs on an input; of one section, only what it says.
     * Else what is paid may hang on it, too, where that is told.
     * @param {string} id
     * @param {Answers} answers
     * @param {Record<string, string>} [fitting]
     * @param {string} [section]
     */
    matters(id, answers, fitting = {}, section = "") {
      const at = this.regions({}), region = this.region(answers, fitting);
      const told = this.data.statements.filter((one) => !section || one.section === section).map((one) => at.where(one));
      const others = section ? [] : Object.keys(this.data.tables).flatMap((table) => Object.values(at.holding(table)));
      const borders = this.data.borders.map((one) => at.border(one));
      const paid = !section && this.data.statements.some((one) => one.price?.times === id && this.touching(region, at.where(one)));
      return id in this.space.position && (paid || [...told, ...borders, ...others].some((boxes) => this.space.depends(boxes, id, region)));
    }

    /**
     * @param {Answers} answers
     * @param {Record<string, string>} [ruled]
     * @param {Record<string, string>} [fitting]
     * @returns {Told}
     */
    told(answers, ruled = {}, fitting = {}) {
      const at = this.regions(ruled), region = this.region(answers, fitting);
      const standing = this.standing(at, region);
      if (standing.standing === "impossible" || standing.standing === "outside") {
        return { ...standing, said: [], relations: [], questions: [], unfit: [] };
      }
      const here = new Here(this, answers, ruled, this.space.shared(region, at.inside()));
      const said = here.said(), shown = new Set(said.map((one) => one.statement.id));
      const relations = this.data.relations.filter((one) => one.of.filter((id) => shown.has(id)).length > 1 && here.meets(one.where));
      return { ...standing, said, relations, questions: here.questions(shown), unfit: here.unfit() };
    }

    /**
     * Contradiction goes before what the document does not cover.
     * @param {Regions} at
     * @param {Region} region
     * @returns {Pick<Told, "standing" | "borders">}
     */
    standing(at, region) {
      /** @param {string} standing */
      const met = (standing) => this.data.borders.filter((one) =>
        one.standing === standing && this.touching(region, at.border(one)));
      const impossible = at.of("impossible"), outside = met("outside");
      if (this.within(region, impossible)) return { standing: "impossible", borders: met("impossible") };
      if (this.within(region, [...impossible, ...at.of("outside")])) {
        const alone = outside.filter((one) => this.within(region, at.border(one)));
        return { standing: "outside", borders: alone.length ? alone : outside };
      }
      return { standing: outside.length ? "unclear" : "inside", borders: outside };
    }
  }

  ours.Telling = Tellings;
})();
