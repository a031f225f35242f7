// Due dates by announced calendars. Days are counted as whole days since 1970 in no time zone; moments as minutes.
// The rules are those of 民法典 200-204, the same as the generator's. No page, no words, no guessing.
(() => {
  "use strict";

  const DAY = 86400000, MINUTES = 1440;

  /** @type {(text: string) => number} */
  const number = (text) => Date.parse(`${text}T00:00:00Z`) / DAY;
  /** @type {(day: number) => string} */
  const text = (day) => new Date(day * DAY).toISOString().slice(0, 10);
  /** @type {(day: number) => number} */
  const year = (day) => new Date(day * DAY).getUTCFullYear();
  /** @type {(day: number) => number} */
  const weekday = (day) => new Date(day * DAY).getUTCDay();

  /** @type {(which: number) => UnannouncedYear} */
  const unannounced = (which) => Object.assign(new Error("unannounced"), { year: which });

  /**
   * @param {string} start
   * @param {number} minutes
   */
  function moment(start, minutes) {
    const [, hour, minute] = /T(\d+):(\d+)/.exec(start) ?? ["", "0", "0"];
    const at = number(start.slice(0, 10)) * MINUTES + Number(hour) * 60 + Number(minute) + minutes;
    return new Date(at * 60000).toISOString().slice(0, 16);
  }

  /**
   * The same day of the month some months later; its last day where it has no such day.
   * @param {number} day
   * @param {number} count
   */
  function months(day, count) {
    const from = new Date(day * DAY), index = from.getUTCFullYear() * 12 + from.getUTCMonth() + count;
    const longest = new Date(Date.UTC(Math.floor(index / 12), (index % 12) + 1, 0)).getUTCDate();
    return Date.UTC(Math.floor(index / 12), index % 12, Math.min(from.getUTCDate(), longest)) / DAY;
  }

  /**
   * The day an amount of a unit later, working or not.
   * @param {"calendar_day" | "week" | "month" | "year" | "next_day"} unit
   * @param {number} amount
   * @param {number} day
   */
  function passed(unit, amount, day) {
    if (unit === "month" || unit === "year") {
      const count = amount * (unit === "year" ? 12 : 1);
      return months(day, Math.floor(count)) + Math.ceil((count % 1) * 30);
    }
    return day + Math.ceil({ calendar_day: amount, week: amount * 7, next_day: 1 }[unit]);
  }

  class Calendar {
    /** @param {Record<string, AnnouncedYear>} years */
    constructor(years) {
      const announced = Object.values(years);
      this.years = years;
      this.off = new Set(announced.flatMap((one) => one.off.map(number)));
      this.worked = new Set(announced.flatMap((one) => one.worked.map(number)));
    }

    /** @param {number} day */
    working(day) {
      if (!this.years[year(day)]) throw unannounced(year(day));
      return this.worked.has(day) || (weekday(day) % 6 !== 0 && !this.off.has(day));
    }

    /**
     * The working day that is so many after a day.
     * @param {number} day
     * @param {number} count
     */
    after(day, count) {
      let at = day;
      for (let left = count; left > 0; ) {
        at += 1;
        if (this.working(at)) left -= 1;
      }
      return at;
    }

    /** @param {number} day */
    moved(day) {
      return this.working(day) ? day : this.after(day, 1);
    }

    /**
     * The last day as 2026-11-23, or the last moment as 2026-11-23T14:30, of an amount of a unit from a start on.
     * Throws where a year that matters is not announced.
     * @param {Unit} unit
     * @param {number} amount
     * @param {string} start a day, or a day and a time
     * @param {number} skipped days that do not count
     */
    last(unit, amount, start, skipped) {
      const day = number(start.slice(0, 10));
      if (unit === "hour" || unit === "minute") return moment(start, amount * (unit === "hour" ? 60 : 1) + skipped * MINUTES);
      if (unit === "working_day") return text(this.after(day, Math.ceil(amount) + skipped));
      if (unit === "instant" || unit === "same_day") return text(day + skipped);
      return text(this.moved(passed(unit, amount, day) + skipped));
    }

    /** @param {string} day */
    static weekday(day) {
      return weekday(number(day.slice(0, 10)));
    }
  }

  window.Workdays = Calendar;
})();
