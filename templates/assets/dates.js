// Due dates by announced calendars, the order of steps, and entries for a calendar. Days are counted as whole days since
// 1970 in no time zone; moments as minutes. The rules are those of 民法典 200-204. No page, no words, no clock, no guessing.
(() => {
  "use strict";

  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const DAY = 86400000, MINUTES = 1440;

  /** Units whose last day moves to the next working day where it is one of rest (民法典 203). @type {Set<Unit>} */
  const MOVED = new Set(["calendar_day", "week", "month", "year", "next_day"]);

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
     * Whether a day is known to be one of rest.
     * @param {string} day
     */
    rests(day) {
      const at = number(day.slice(0, 10));
      return Boolean(this.years[year(at)]) && !this.working(at);
    }

    /**
     * The last day as 2026-11-23, or the last moment as 2026-11-23T14:30, of an amount of a unit from a start on, be it a
     * day of rest. Throws where a year that matters is not announced.
     * @param {Unit} unit
     * @param {number} amount
     * @param {string} start a day, or a day and a time
     * @param {number} skipped days that do not count
     */
    counted(unit, amount, start, skipped) {
      const day = number(start.slice(0, 10));
      if (unit === "hour" || unit === "minute") return moment(start, amount * (unit === "hour" ? 60 : 1) + skipped * MINUTES);
      if (unit === "working_day") return text(this.after(day, Math.ceil(amount) + skipped));
      if (unit === "instant" || unit === "same_day") return text(day + skipped);
      return text(passed(unit, amount, day) + skipped);
    }

    /**
     * The same, moved where it may not be a day of rest.
     * @param {Unit} unit
     * @param {number} amount
     * @param {string} start
     * @param {number} skipped
     */
    last(unit, amount, start, skipped) {
      const day = this.counted(unit, amount, start, skipped);
      return MOVED.has(unit) ? text(this.moved(number(day))) : day;
    }

    /** @param {string} day */
    static weekday(day) {
      return weekday(number(day.slice(0, 10)));
    }
  }

  /** The steps of a guide in their order. */
  class Flow {
    /** @param {Statement[]} statements */
    constructor(statements) {
      /** By step the steps that may follow. @type {Map<string, string[]>} */
      this.leads = new Map();
      for (const { step, leads = [] } of statements) {
        if (step) this.leads.set(step, [...(this.leads.get(step) ?? []), ...leads]);
      }
      this.order = [...this.leads.keys()];
    }

    /**
     * The steps right before the first of some, as far as they are told; none before the first act. What leads back to a
     * step, to try again, is not before it.
     * @param {Said[]} said
     * @param {string[]} ids
     * @returns {string[]}
     */
    before(said, ids) {
      const aim = Math.min(...ids.map((id) => this.order.indexOf(id)).filter((at) => at >= 0));
      const told = said.filter(({ statement }) => statement.step);
      const certain = told.filter(({ status }) => status === "certain").map(({ statement }) => statement.step);
      const held = new Set(told.map(({ statement }) => statement.step));
      /** @type {(at: number) => boolean} */
      const leads = (at) => (this.leads.get(this.order[at]) ?? []).some((id) => {
        const next = this.order.indexOf(id);
        return next === aim || (next > at && next < aim && !certain.includes(id) && leads(next));
      });
      return this.order.filter((id, at) => at < aim && held.has(id) && leads(at));
    }
  }

  /**
   * A day of every year in one year: the last day of 09-end, the first of 04-start; 02-29 is the 28th where there is none.
   * @param {string} day
   * @param {number} which
   */
  function inYear(day, which) {
    const [month, date] = day.split("-"), longest = new Date(Date.UTC(which, Number(month), 0)).getUTCDate();
    const at = date === "start" ? 1 : date === "end" ? longest : Math.min(Number(date), longest);
    return `${String(which).padStart(4, "0")}-${month}-${String(at).padStart(2, "0")}`;
  }

  /**
   * How a day stands to a deadline of every year: open until its last day, over for the rest of that year, or shut, between
   * two times in which something may be done. Such a time may begin in one year and end in the next.
   * @param {EveryYear & { by: string }} yearly
   * @param {string} on
   * @returns {YearlyStanding}
   */
  function yearly({ from = "", by, advised }, on) {
    const now = Number(on.slice(0, 4)), over = from && inYear(from, now) > inYear(by, now) ? 1 : 0;
    const years = [now - 1, now, now + 1], next = years.find((one) => on <= inYear(by, one)) ?? now;
    const last = inYear(by, next), ended = inYear(by, next - 1), begins = from && inYear(from, next - over);
    const gone = !from && ended.startsWith(String(now)), meant = gone ? ended : last;
    const earlier = advised ? [0, 1].map((less) => inYear(advised, Number(meant.slice(0, 4)) - less)).find((one) => one <= meant) ?? "" : "";
    const state = begins && on < begins ? "shut" : gone ? "over" : "open";
    return { state, last, ended, begins, left: number(last) - number(on), advised: earlier, missed: earlier !== "" && on > earlier };
  }

  /** @type {(said: string) => string} */
  const escaped = (said) => said.replace(/[\\;,]/g, "\\$&").replace(/\r\n?|\n/g, "\\n").replace(/\p{Cc}/gu, " ");

  /**
   * Lines of iCalendar hold 75 octets; no character is cut in two.
   * @param {string} line
   */
  function folded(line) {
    let made = "", width = 0;
    for (const sign of line) {
      const code = sign.codePointAt(0) ?? 0, octets = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      if (width + octets > 75) made += "\r\n ";
      width = width + octets > 75 ? 1 + octets : width + octets;
      made += sign;
    }
    return made;
  }

  /** @type {(time: string) => string} */
  const basic = (time) => time.replace(/[-:]/g, "");

  /**
   * An iCalendar file (RFC 5545) of one day or moment. It reminds at nine on the day before; of a moment a day before, or
   * a quarter of an hour where it is nearer than that.
   * @param {CalendarEntry} given
   */
  function entry({ id, from, last, made, title, says, address }) {
    const timed = last.length > 10, far = Date.parse(`${last}:00Z`) - Date.parse(`${from}:00Z`) > DAY;
    const lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//connection-guides//due//ZH", "BEGIN:VEVENT",
      `UID:${id}.${basic(from)}@connection-guides`, `DTSTAMP:${basic(made)}`,
      timed ? `DTSTART:${basic(last)}00` : `DTSTART;VALUE=DATE:${basic(last)}`,
      `SUMMARY:${escaped(title)}`, `DESCRIPTION:${escaped(says)}`, `URL:${address}`, "TRANSP:TRANSPARENT",
      "BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${escaped(title)}`,
      `TRIGGER:${timed ? far ? "-P1D" : "-PT15M" : "-PT15H"}`, "END:VALARM", "END:VEVENT", "END:VCALENDAR",
    ];
    return `${lines.map(folded).join("\r\n")}\r\n`;
  }

  Object.assign(ours, { Workdays: Calendar, Flow, calendarEntry: entry, yearly });
})();
