// What holds for somebody, of all that is said of a guide: the same rule as the generator's `told`, on the same data
// (telling.schema.json). A case is `{answers: {input: value}, ruled: {table: class}}`. No page, no words.
(function () {
  "use strict";

  const Decide = window.Decide;

  // The guide under some decisions of the window: where its classes and statements hold.
  class Regions {
    constructor(data, space, ruled) {
      this.data = data;
      this.space = space;
      this.ruled = ruled;
      this.whole = [{}];
      this.tables = {};
      this.places = {};
      this.byId = new Map(data.statements.map((one) => [one.id, one]));
    }

    // Where each class of a table holds.
    holding(table) {
      if (!this.tables[table]) this.tables[table] = this.solved(table);
      return this.tables[table];
    }

    solved(table) {
      const classes = this.data.tables[table], found = {};
      const decided = this.ruled[table];
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

    // Where a condition holds; without one, everywhere.
    holds(condition) {
      if (!condition) return this.whole;
      return condition.flatMap(([box, classes]) => Object.keys(classes).reduce((left, table) => {
        const holding = this.holding(table);
        return this.space.shared(left, classes[table].flatMap((name) => holding[name]));
      }, [box]));
    }

    border(one) {
      return one.complement ? this.space.without(this.whole, this.holds(one.where)) : this.holds(one.where);
    }

    of(standing) {
      return this.data.borders.filter((one) => one.standing === standing).flatMap((one) => this.border(one));
    }

    inside() {
      if (!this.spoken) this.spoken = this.space.without(this.whole, this.of("impossible").concat(this.of("outside")));
      return this.spoken;
    }

    where(one) {
      if (!this.places[one.id]) {
        this.places[one.id] = one.rest ? this.rest(one) : this.space.shared(this.inside(), this.holds(one.where));
      }
      return this.places[one.id];
    }

    // Where a topic exists and nothing else answers it.
    rest(one) {
      let there = this.space.shared(this.inside(), this.holds(one.where));
      if (one.within) there = this.space.shared(there, one.within.flatMap((id) => this.where(this.byId.get(id))));
      const before = (other) => !other.rest || (other.kind === "beyond" && one.kind !== "beyond");
      const answers = this.data.statements.filter((other) => before(other) && other.topics.some((topic) => one.topics.includes(topic)));
      return this.space.without(there, answers.flatMap((other) => this.where(other)));
    }
  }

  class Telling {
    constructor(data) {
      this.data = data;
      this.space = new Decide(data);
      this.known = new Map();
    }

    regions(ruled) {
      const key = JSON.stringify(Object.entries(ruled).sort());
      if (!this.known.has(key)) this.known.set(key, new Regions(this.data, this.space, ruled));
      return this.known.get(key);
    }

    touching(one, other) { return this.space.shared(one, other).length > 0; }
    within(one, other) { return this.space.without(one, other).length === 0; }

    // {standing, borders, said: [{statement, status}], relations, questions: [{key, words, asks}], unfit}.
    told(answers, ruled = {}) {
      const at = this.regions(ruled), region = this.space.region(answers);
      const standing = this.standing(at, region);
      if (standing.standing === "impossible" || standing.standing === "outside") {
        return { ...standing, said: [], relations: [], questions: [], unfit: [] };
      }
      const here = { answers, ruled, at, region: this.space.shared(region, at.inside()) };
      here.overlaps = this.overlaps(here);
      const said = this.data.statements.filter((one) => this.touching(here.region, at.where(one)))
        .map((one) => ({ statement: one, status: this.status(here, one) }));
      const shown = new Set(said.map((one) => one.statement.id));
      const relations = this.data.relations.filter((one) =>
        one.of.filter((id) => shown.has(id)).length > 1 && this.touching(here.region, at.holds(one.where)));
      return { ...standing, said, relations, questions: this.questions(here, shown), unfit: this.unfit(here) };
    }

    // Contradiction goes before what the document does not cover.
    standing(at, region) {
      const met = (standing) => this.data.borders.filter((one) => one.standing === standing && this.touching(region, at.border(one)));
      const impossible = at.of("impossible"), outside = met("outside");
      if (this.within(region, impossible)) return { standing: "impossible", borders: met("impossible") };
      if (this.within(region, impossible.concat(at.of("outside")))) return { standing: "outside", borders: outside };
      return { standing: outside.length ? "unclear" : "inside", borders: outside };
    }

    // The recorded overlaps that a case meets and nobody has decided, each with the part of the case in it.
    overlaps(here) {
      return this.data.overlaps.filter((one) => here.ruled[one.table] === undefined)
        .map((one) => ({ overlap: one, there: this.space.shared(here.region, here.at.holds(one.where)) }))
        .filter((one) => one.there.length);
    }

    status(here, one) {
      const torn = here.overlaps.filter(({ overlap, there }) => !this.whichever(here, one, overlap, there)).flatMap((met) => met.there);
      if (torn.length) return this.within(here.region, torn) ? "either" : "possible";
      return this.within(here.region, here.at.where(one)) ? "certain" : "possible";
    }

    // Whether a statement holds in an overlap whichever of the classes counts that meet there, or for none of them.
    whichever(here, one, overlap, there) {
      const where = overlap.classes.map((name) => this.regions({ ...here.ruled, [overlap.table]: name }).where(one));
      return !where.some((boxes) => this.touching(there, boxes)) || where.every((boxes) => this.within(there, boxes));
    }

    // The classes that the answers fit beside the one that the window has decided on.
    unfit(here) {
      const plain = this.regions({});
      return this.data.statements.filter((one) => {
        const table = one.section === "classes" && !one.rest ? one.topics[0].slice("classes/".length) : "";
        const other = table in here.ruled && one.id !== "classes/" + table + "/" + here.ruled[table];
        return other && this.touching(here.region, plain.where(one));
      });
    }

    // The open points, one question each, most costly first.
    questions(here, shown) {
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

    // Whether every time limit that is told leaves the same part open: then none needs to be named.
    allLimits(shown, asks) {
      const limits = this.data.statements.filter((one) => shown.has(one.id) && one.section === "limits" && one.kind === "stated");
      const about = new Set(asks.map((ask) => ask.statement || ""));
      return limits.length > 0 && limits.length === about.size && limits.every((one) => about.has(one.id));
    }

    open(here, ask, shown) {
      if (ask.statement) return shown.has(ask.statement);
      if (ask.answered) return !(ask.answered in here.answers) && this.matters(here, ask.answered);
      return !(ask.ruled in here.ruled) && this.touching(here.region, here.at.holds(ask.where));
    }

    // Whether anything that may be told still depends on an input.
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
