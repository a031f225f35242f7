// By when, on the page of a guide: last days of the time limits that are told, from days that are entered. Nothing that is
// entered leaves the device; it stands in the address, so that who is sent it sees the same.
(() => {
  "use strict";

  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const { all, inputs, attribute, fill, make, link, quoted } = /** @type {Nodes} */ (ours.nodes);
  const { today, dayWords, reckoned, remarks, calendar } = /** @type {Reckoning} */ (ours.reckoning);
  const deadlines = /** @type {Deadlines} */ (ours.deadlines);
  const { words: W, typed } = ours, D = W.due;
  const Flow = /** @type {NonNullable<ConnectionGuides["Flow"]>} */ (ours.Flow);
  const FROM = "_d", CLOCK = "_t", SKIPPED = "_n", DATE = "[type^=date], [data-date]";

  /** By which key a field is remembered. @type {(input: HTMLInputElement) => string} */
  const keyOf = ({ name }) => ({ start: FROM, clock: CLOCK, skipped: SKIPPED })[name] ?? name;

  /**
   * What was entered, as it is kept: a day as 2026-11-23, a moment as 2026-11-23T14:30; null for what is no day.
   * @param {HTMLInputElement} input
   */
  function kept(input) {
    if (!input.value || !input.matches(DATE)) return input.value;
    const [, time = ""] = /[T ]?(\d{1,2}:\d\d)$/.exec(input.value) ?? [], day = typed.day(input.value.slice(0, input.value.length - time.length).trim());
    return day ? day + (time && `T${time.padStart(5, "0")}`) : null;
  }

  /** @param {DatedLimit} limit */
  function noted({ note }) {
    return note && fill(D.note, { note });
  }

  /**
   * What else the document says of a limit, and what was entered.
   * @param {DatedLimit} limit
   * @param {number} skipped
   */
  function conditions({ ends, excludes, extends: longer }, skipped) {
    const said = (ends && fill(D.ends, { ends })) + (excludes && fill(D.excludes, { excludes })) +
      (longer && fill(D.extends, { extends: longer })) + (skipped ? fill(D.skipped, { days: skipped }) : "");
    return said.replace(/^[，；,;] ?/, "");
  }

  /**
   * A limit by its case and, where it is read in two ways, by one of them.
   * @param {DatedLimit} limit
   * @param {Unit} unit
   */
  function meant(limit, unit) {
    return (limit.case || limit.says) + (limit.units.length > 1 ? W.comma + D.reading[unit] : "");
  }

  class Due {
    /**
     * @param {HTMLDetailsElement} box
     * @param {Guide} guide
     * @param {(values: Answers) => void} changed takes what is to be remembered, "" for what is not
     */
    constructor(box, guide, changed) {
      this.box = box;
      this.guide = guide;
      this.flow = new Flow(guide.data.telling.statements);
      this.form = all(box, "form")[0];
      this.letter(all(box, ".letter")[0]);
      /** @type {DatedLimit[]} */
      this.limits = [];
      /** @type {Clock[]} */
      this.clocks = [];
      /** By step the first and the last day on which it may be done. @type {Map<string, [first: string, last: string]>} */
      this.ends = new Map();
      /** @type {Answers} */
      this.state = {};
      const start = this.entry(FROM);
      if (start) start.defaultValue = today();
      this.form.addEventListener("input", () => this.entered(false, changed));
      this.form.addEventListener("change", () => this.entered(true, changed));
    }

    /**
     * The letter prints alone; nothing of it is kept.
     * @param {HTMLElement} fold
     */
    letter(fold) {
      const root = document.documentElement;
      all(fold, ".print-letter")[0].addEventListener("click", () => {
        root.classList.add("letter-only");
        window.print();
        root.classList.remove("letter-only");
      });
      for (const input of inputs(fold, "input")) input.addEventListener("input", () => input.setAttribute("data-typed", ""));
    }

    /**
     * What is known, into the fields of the letter in which nobody has typed.
     * @param {string[]} ids of the statements
     */
    write(ids) {
      const limits = this.limits.filter((one) => ids.includes(one.statement)), latest = this.latest(ids), [limit] = limits;
      const from = limit ? this.since(this.clocks[this.limits.indexOf(limit)]) : "";
      /** @type {Record<string, string>} */
      const known = {
        since: from && dayWords(from), limit: limits.map(({ says }) => says).join(W.either), last: latest ? latest.days.map(({ day }) => day).join(W.either) : "",
        today: dayWords(today()),
      };
      for (const input of inputs(this.box, "[data-fill]:not([data-typed])")) input.value = known[attribute(input, "data-fill")] ?? "";
    }

    /**
     * The field of a day; what leads to no date has none of its own.
     * @param {string} key
     */
    entry(key) {
      return inputs(this.form, "input").find((input) => keyOf(input) === key);
    }

    /**
     * Remembers what is in the fields; what is no day is said to be none once somebody is done with it.
     * @param {boolean} done
     * @param {(values: Answers) => void} changed
     */
    entered(done, changed) {
      const fields = inputs(this.form, "input"), values = fields.map(kept), [error] = all(this.form, ".error");
      const bad = values.indexOf(null);
      fields.forEach((input, index) => input.setAttribute("aria-invalid", String(done && values[index] === null)));
      if (bad < 0 || done) error.textContent = bad < 0 ? "" : D.not_day;
      /** @type {Answers} */
      const made = {};
      fields.forEach((input, index) => {
        made[keyOf(input)] = values[index] === input.defaultValue ? "" : values[index] ?? "";
      });
      changed(made);
    }

    /**
     * From when a limit counts: from the start of the whole, unless it stands at a later step or begins with something else.
     * @param {DatedLimit} limit
     * @param {Said[]} said
     * @returns {Clock}
     */
    clockOf(limit, said) {
      const { limits, telling } = this.guide.data;
      const before = this.flow.before(said, limit.steps), { starts } = limit;
      const timed = limit.units[0] === "hour" || limit.units[0] === "minute", form = starts ? D.from : D.from_unstated;
      if (!before.length && !limit.apart) return { key: FROM, name: starts, timed, form, label: "", waits: D.waits };
      if (starts || !before.length) {
        const { id } = (starts && limits.find((one) => one.starts === starts)) || limit;
        const label = fill(D.label_starts, { starts: starts || limit.says });
        const waits = starts ? fill(D.waits_starts, { starts: quoted(starts) }) : D.waits_unstated;
        return { key: `${FROM}.f.${id}`, name: starts, timed, form, label, waits };
      }
      const steps = before.map((id) => telling.statements.find((one) => one.step === id)?.says ?? id);
      const name = steps.map(quoted).join(D.either), label = fill(D.label_step, { step: name });
      return { key: `${FROM}.s.${before.join(".")}`, name, timed, form: D.from_step, label, waits: fill(D.waits_step, { step: name }), before };
    }

    /**
     * A field for each day on which later limits begin to count.
     * @param {Clock[]} clocks
     */
    askDays(clocks) {
      const [box] = all(this.form, ".starts"), timed = new Set(clocks.filter((one) => one.timed).map(({ key }) => key));
      const wanted = new Map(clocks.filter(({ key }) => key !== FROM).map(({ key, label }) => [key, label]));
      const shape = JSON.stringify([...wanted, ...timed]);
      all(this.form, ".clock")[0].hidden = !timed.has(FROM);
      if (attribute(box, "data-shape") === shape) return;
      box.setAttribute("data-shape", shape);
      box.textContent = "";
      for (const [key, text] of wanted) {
        const input = box.appendChild(make("label", `${text} `)).appendChild(make("input"));
        input.type = timed.has(key) ? "datetime-local" : "date";
        input.setAttribute("data-date", "");
        input.name = key;
      }
    }

    /** Puts what is remembered into the fields, but for the one in which somebody types, or typed what is no day. */
    restore() {
      const free = inputs(this.form, "input").filter((one) => one !== document.activeElement && kept(one) !== null);
      for (const input of free) {
        const known = this.state[keyOf(input)] ?? "", day = input.type === "date" ? known.slice(0, 10) : known;
        input.value = (day.length === 10 && input.type === "datetime-local" ? `${day}T09:00` : day) || input.defaultValue;
      }
    }

    /**
     * @param {Told} found
     * @param {Answers} state what is remembered of days
     */
    show({ said, relations }, state) {
      const held = new Set(said.map(({ statement }) => statement.id)), [list] = all(this.box, ".dates");
      const differing = new Set(relations.filter(({ kind }) => kind === "differs").flatMap(({ of }) => of));
      this.state = state;
      this.limits = this.guide.data.limits.filter((one) => held.has(one.statement))
        .map((one) => (differing.has(one.statement) ? { ...one, says: one.says + D.differs } : one));
      this.clocks = this.limits.map((one) => this.clockOf(one, said));
      this.askDays(this.clocks.filter((_, index) => this.limits[index].amounts.length));
      all(this.form, ".skipped")[0].hidden = !this.limits.some((one) => one.excludes);
      this.restore();
      this.ends.clear();
      list.textContent = "";
      const days = inputs(this.form, DATE).map((input) => kept(input) ?? "").filter(Boolean);
      if (!days.length) return;
      const lines = list.appendChild(make("ul"));
      const told = this.guide.data.deadlines.filter((one) => held.has(one.statement)), on = this.entry(FROM);
      for (const one of told) lines.append(deadlines.row(one, (on && kept(on)) ?? "", this.guide.address));
      this.limits.forEach((limit, index) => lines.append(this.dated(limit, this.clocks[index], days)));
      if (!this.limits.length && !told.length) lines.append(make("li", D.nothing));
      if (this.limits.length) list.append(make("p", reckoned(days), "ours"));
    }

    /**
     * The day or moment from which a limit counts, as entered; empty where it is not.
     * @param {Clock} clock
     */
    since({ key, timed }) {
      const field = this.entry(key), day = (field && kept(field)) ?? "", time = this.entry(CLOCK)?.value;
      if (!timed) return day.slice(0, 10);
      return day.length > 10 ? day : day && time ? `${day}T${time}` : "";
    }

    /** @param {DatedLimit} limit */
    skipped(limit) {
      return limit.excludes ? Math.max(0, Math.floor(Number(this.entry(SKIPPED)?.value)) || 0) : 0;
    }

    /**
     * From when a limit counts, in words.
     * @param {DatedLimit} limit
     * @param {Clock} clock
     * @param {string} from
     */
    from(limit, clock, from) {
      const counted = limit.units.some((unit) => unit === "next_day" || (!clock.timed && limit.amounts.some(Boolean)));
      return fill(clock.form, { day: dayWords(from), starts: clock.name, step: clock.name, uncounted: counted ? D.uncounted : "" });
    }

    /**
     * The last days of some limits by each reading of their units, in order, each with what it is the last day of, and from when
     * they are counted; null where there is none, or not of all of them.
     * @param {string[]} ids of the statements
     * @returns {Latest | null}
     */
    latest(ids) {
      /** @type {[day: string, of: string][]} */
      const days = [], sources = new Set(), notes = new Set(), wanted = this.limits.filter((one) => ids.includes(one.statement));
      for (const limit of wanted) {
        const clock = this.clocks[this.limits.indexOf(limit)], from = this.since(clock);
        if (!limit.amounts.length || !from || limit.begins) return null;
        const last = limit.amounts[limit.amounts.length - 1];
        try {
          for (const unit of limit.units) days.push([calendar.last(unit, last, from, this.skipped(limit)), meant(limit, unit)]);
        } catch (error) {
          const { year } = /** @type {UnannouncedYear} */ (error);
          if (!year) throw error;
          return { days: [], says: fill(D.unannounced, { year }), ours: "" };
        }
        sources.add(this.from(limit, clock, from));
        notes.add(remarks(limit, limit.units[0], from, this.skipped(limit)));
      }
      const found = [...new Set(days.map(([day]) => day))].sort();
      const told = found.map((day) => ({ day: dayWords(day), of: [...new Set(days.filter(([other]) => other === day).map(([, of]) => of))] }));
      return found.length ? { days: told, says: [...sources].join(W.semicolon) + [...notes].join(""), ours: reckoned(found) } : null;
    }

    /**
     * @param {DatedLimit} limit
     * @param {Clock} clock
     * @param {string[]} days the days that were entered; those that are reckoned come to them
     */
    dated(limit, clock, days) {
      const row = make("li"), title = (limit.case ? limit.case + W.colon : "") + limit.says;
      row.append(make("b", title));
      const from = limit.amounts.length ? this.since(clock) : "", skipped = this.skipped(limit);
      if (!limit.amounts.length) row.append(W.colon + (limit.least ? D.least : D.none));
      else if (!from) row.append(this.entry(clock.key)?.value ? D.waits_clock : this.chained(limit, clock) || clock.waits);
      else {
        const head = W.colon + this.from(limit, clock, from), rest = conditions(limit, skipped);
        row.append(head);
        for (const unit of limit.units) {
          const line = row.appendChild(make("div")), last = this.reckon(line, limit, unit, from, skipped);
          if (!last) continue;
          const about = [title + head, last.words, rest, noted(limit), reckoned([from, last.day])];
          line.append(" ", this.reminder(limit, last.day, from, unit, about));
          days.push(last.day);
        }
        row.append(rest);
      }
      if (limit.note) row.append(make("span", noted(limit), "ours"));
      return row;
    }

    /**
     * Between which days a step is done if it begins where the one before it ends, at its first and at its last day; empty
     * where these are not known, or one of the two steps has no range.
     * @param {DatedLimit} limit
     * @param {Clock} clock
     */
    chained(limit, { before = [], name }) {
      const { amounts, units: [unit, other], steps } = limit, ends = before.length === 1 && this.ends.get(before[0]);
      if (!ends || other || amounts.length < 2) return "";
      try {
        const [low, high] = ends.map((day, index) => calendar.last(unit, amounts[index], day, 0));
        for (const step of steps) this.ends.set(step, [low, high]);
        return fill(D.chained, { step: name, low: dayWords(low), day: dayWords(high) });
      } catch (error) {
        if (!(/** @type {UnannouncedYear} */ (error).year)) throw error;
        return "";
      }
    }

    /**
     * The last day by one reading of a limit, into a line; nothing is returned where it cannot be known.
     * @param {HTMLElement} line
     * @param {DatedLimit} limit
     * @param {Unit} unit
     * @param {string} from
     * @param {number} skipped
     */
    reckon(line, limit, unit, from, skipped) {
      if (limit.units.length > 1) line.append(D.reading[unit] + D.open_day);
      try {
        const found = limit.amounts.map((amount) => calendar.last(unit, amount, from, skipped)), day = found[found.length - 1];
        if (found.length > 1) for (const step of limit.steps) this.ends.set(step, [found[0], day]);
        const form = limit.begins ? D.begins : found.length > 1 ? D.between : D.until;
        line.append(make("b", fill(form, { day: dayWords(day), low: dayWords(found[0]) })), remarks(limit, unit, from, skipped));
        return { day, words: line.textContent ?? "" };
      } catch (error) {
        const { year } = /** @type {UnannouncedYear} */ (error);
        if (!year) throw error;
        line.append(make("b", fill(D.unannounced, { year })));
        return null;
      }
    }

    /**
     * An entry for a calendar, all of it here.
     * @param {DatedLimit} limit
     * @param {string} last
     * @param {string} from
     * @param {Unit} unit
     * @param {string[]} said what it hangs on
     */
    reminder(limit, last, from, unit, said) {
      const page = all(document, "h1")[0].textContent?.trim() ?? "", address = location.href;
      const form = limit.begins ? D.entry_begins : D.entry, id = [...this.guide.address.split("/"), limit.id, unit].join(".");
      const file = ours.calendarEntry({
        id, from, last, address, made: `${new Date().toISOString().slice(0, 19)}Z`,
        title: fill(form, { ends: limit.ends, page, limit: limit.says }),
        says: [...said, fill(D.address, { address })].filter(Boolean).join("\n"),
      });
      const node = link(D.calendar, `data:text/calendar;charset=utf-8,${encodeURIComponent(file)}`, "ics");
      node.download = `${limit.id}.ics`;
      return node;
    }
  }

  ours.Due = Due;
})();
