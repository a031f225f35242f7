// A time limit counted out day by day, for anybody to check: a ruler of days, and how it was counted. No page of its own.
(() => {
  "use strict";

  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const { fill, make } = /** @type {Nodes} */ (ours.nodes);
  const { calendar, weekday, sources } = /** @type {Reckoning} */ (ours.reckoning);
  const W = ours.words, { due: D, ruler: R } = W, SINGLE = 12, DAY = 86400000;

  /** Units of which the days can be counted one by one. @type {Set<Unit>} */
  const LISTED = new Set(["working_day", "calendar_day", "week", "month", "year", "next_day"]);

  /**
   * Every day from the one after a start to the last one, for anybody who counts along: its number, 0 where it is not
   * counted. None of what is counted in hours, or due at once.
   * @param {Unit} unit
   * @param {number} amount
   * @param {string} from
   * @param {number} skipped
   */
  function counted(unit, amount, from, skipped) {
    const until = calendar.counted(unit, amount, from, skipped), last = calendar.last(unit, amount, from, skipped);
    /** @type {CountedDay[]} */
    const made = [];
    for (let at = Date.parse(from.slice(0, 10)) + DAY, count = 0; LISTED.has(unit) && at <= Date.parse(last); at += DAY) {
      const number = at / DAY, day = new Date(at).toISOString().slice(0, 10), counts = day <= until && (unit !== "working_day" || calendar.working(number));
      if (counts) count += 1;
      made.push({ day, number: counts ? count : 0, holiday: calendar.off.has(number), worked: calendar.worked.has(number) });
    }
    return made;
  }

  /**
   * The last days of a limit, one by each reading of its unit; none where none follows from it. Throws an `UnannouncedYear`.
   * @param {DatedLimit} limit
   * @param {string} from
   * @param {number} skipped
   * @returns {LastDay[]}
   */
  function lastDays({ units, amounts }, from, skipped) {
    if (!amounts.length) return [];
    return units.map((unit) => {
      const [low, day = low] = amounts.map((amount) => calendar.last(unit, amount, from, skipped));
      return { unit, low, day, days: counted(unit, amounts[amounts.length - 1], from, skipped) };
    });
  }

  /** @type {(day: string) => string} */
  const short = (day) => `${Number(day.slice(5, 7))}/${Number(day.slice(8, 10))}`;

  /**
   * Neighbouring days that stand in one cell: those that are not counted, and, where there are many, those that are.
   * @param {CountedDay[]} days
   * @returns {CountedDay[][]}
   */
  function runs(days) {
    const joined = days.filter(({ number }) => number).length > SINGLE;
    /** @type {CountedDay[][]} */
    const made = [];
    for (const day of days) {
      const run = made[made.length - 1], alike = run && Boolean(run[0].number) === Boolean(day.number);
      if (alike && (joined || !day.number)) run.push(day);
      else made.push([day]);
    }
    return made;
  }

  /**
   * @param {string} name
   * @param {string[]} lines
   */
  function cell(name, lines) {
    const made = make("li", "", name);
    for (const [index, line] of lines.entries()) made.append(make(index ? "small" : "b", line), " ");
    return made;
  }

  /**
   * @param {CountedDay[]} run
   * @param {boolean} last
   */
  function drawn(run, last) {
    const [first] = run, end = run[run.length - 1], alone = run.length === 1;
    const until = short(end.day), near = first.day.slice(0, 7) === end.day.slice(0, 7);
    const span = short(first.day) + (alone ? "" : `–${near ? until.split("/")[1] : until}`);
    if (!first.number && !last) return cell("off", [run.some(({ holiday }) => holiday) ? R.holiday : R.weekend, span]);
    const count = !first.number ? R.moved : alone ? String(first.number) : `${first.number}–${end.number}`;
    const made = cell(last ? "last" : "", [count, span, alone ? weekday(first.day) : ""].filter(Boolean));
    if (run.some(({ worked }) => worked)) made.append(make("small", R.worked));
    return made;
  }

  /**
   * A ruler of days: the one from which is counted, every one that is counted with its number, and those between.
   * @param {string} from
   * @param {CountedDay[]} days
   */
  function ruler(from, days) {
    const made = make("ol", "", "ruler"), found = runs(days), moved = days.length > 0 && !days[days.length - 1].number;
    if (moved) found.push([/** @type {CountedDay} */ (found[found.length - 1].pop())]);
    const cells = found.filter(({ length }) => length);
    made.append(cell("start", [R.start, short(from), weekday(from)]), ...cells.map((run, index) => drawn(run, index === cells.length - 1)));
    return made;
  }

  /**
   * How days were counted, to be said below their ruler; by which announcements, once for all.
   * @param {string} from
   * @param {LastDay[]} last
   */
  function counting(from, last) {
    const rules = last.filter(({ days }) => days.length).map(({ unit, days }) => {
      const calm = !days.some(({ holiday, worked }) => holiday || worked), rule = unit === "working_day" ? R.working + (calm ? R.calm : "") : R.calendar;
      return (last.length > 1 ? W.semicolon + D.reading[unit] : "") + rule;
    });
    return rules.length ? R.first + rules.join("") + fill(R.source, { source: sources([from, ...last.map(({ day }) => day)]) }) : "";
  }

  ours.ruler = { lastDays, ruler, counting };
})();
