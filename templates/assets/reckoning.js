// Days in words, by the announced calendars. No page.
(() => {
  "use strict";

  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const { fill } = /** @type {Nodes} */ (ours.nodes);
  const { words: W, years } = ours, D = W.due;
  const Calendar = /** @type {NonNullable<ConnectionGuides["Workdays"]>} */ (ours.Workdays);
  const calendar = new Calendar(years);

  /** Today on this device, as 2026-11-23. */
  function today() {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  }

  /** @type {(day: string) => string} */
  const weekday = (day) => D.weekdays[Calendar.weekday(day)];

  /** @type {(day: string) => string} */
  function dayWords(day) {
    const [year, month, date] = day.slice(0, 10).split("-").map(Number);
    const said = fill(D.date, { year, month: D.months[month - 1], day: date }) + weekday(day);
    return said + (day.length > 10 ? ` ${day.slice(11)}` : "");
  }

  /** @type {Reckoning["sources"]} */
  function sources(days) {
    const [first, ...later] = days.map((day) => day.slice(0, 4)).sort(), last = later.pop() ?? first;
    const named = Object.keys(years).filter((year) => first <= year && year <= last);
    return named.map((year) => years[year].source).join(W.comma) || "—";
  }

  /** @type {(days: string[]) => string} */
  const reckoned = (days) => fill(D.ours, { source: sources(days) });

  /**
   * What is our reading in a last day: half days, and that it is moved; and where it is a day of rest all the same.
   * @param {DatedLimit} limit
   * @param {Unit} unit
   * @param {string} from
   * @param {number} skipped
   */
  function remarks({ amounts }, unit, from, skipped) {
    const counted = amounts.map((amount) => calendar.counted(unit, amount, from, skipped));
    const moved = counted.filter((day, index) => day !== calendar.last(unit, amounts[index], from, skipped)).map(dayWords);
    const half = counted[0].length === 10 && amounts.some((one) => one % 1);
    const rests = !moved.length && calendar.rests(counted[counted.length - 1]);
    return (half ? D.half : "") + (rests ? D.rest : "") +
      (moved.length ? fill(D.moved, { days: [...new Set(moved)].join(W.comma) }) : "");
  }

  ours.reckoning = { calendar, today, weekday, dayWords, sources, reckoned, remarks };
})();
