// Due dates by announced calendars. Days are counted as whole days since 1970 in no time zone; moments as minutes.
// The rules are those of 民法典 200-204, the same as the generator's. No page, no words, no guessing.
(function () {
  "use strict";

  var DAY = 86400000, MINUTES = 1440;

  function number(text) { return Date.parse(text + "T00:00:00Z") / DAY; }
  function text(day) { return new Date(day * DAY).toISOString().slice(0, 10); }
  function year(day) { return new Date(day * DAY).getUTCFullYear(); }
  function weekday(day) { return new Date(day * DAY).getUTCDay(); }

  // `years`: {"2026": {off: [days], worked: [days]}}
  function Calendar(years) {
    var self = this;
    this.years = years;
    this.off = {};
    this.worked = {};
    Object.keys(years).forEach(function (key) {
      years[key].off.forEach(function (day) { self.off[number(day)] = true; });
      years[key].worked.forEach(function (day) { self.worked[number(day)] = true; });
    });
  }

  function unannounced(which) { var error = new Error("unannounced"); error.year = which; return error; }

  Calendar.prototype.working = function (day) {
    if (!this.years[year(day)]) throw unannounced(year(day));
    return Boolean(this.worked[day] || (weekday(day) % 6 && !this.off[day]));
  };
  Calendar.prototype.after = function (day, count) {
    while (count > 0) { day += 1; if (this.working(day)) count -= 1; }
    return day;
  };
  Calendar.prototype.moved = function (day) { return this.working(day) ? day : this.after(day, 1); };

  // The last day as 2026-11-23, or the last moment as 2026-11-23T14:30, of an amount of a unit from a start on.
  // `start`: a day, or a day and a time. Throws where a year that matters is not announced.
  Calendar.prototype.last = function (unit, amount, start, skipped) {
    var day = number(start.slice(0, 10));
    if (unit === "hour" || unit === "minute") return moment(start, amount * (unit === "hour" ? 60 : 1) + skipped * MINUTES);
    if (unit === "working_day") return text(this.after(day, Math.ceil(amount) + skipped));
    if (unit === "instant" || unit === "same_day") return text(day + skipped);
    return text(this.moved(passed(unit, amount, day) + skipped));
  };

  function moment(start, minutes) {
    var clock = /T(\d+):(\d+)/.exec(start) || [0, 0, 0];
    var at = number(start.slice(0, 10)) * MINUTES + Number(clock[1]) * 60 + Number(clock[2]) + minutes;
    return new Date(at * 60000).toISOString().slice(0, 16);
  }
  function passed(unit, amount, day) {
    if (unit === "month" || unit === "year") {
      var count = amount * (unit === "year" ? 12 : 1);
      return months(day, Math.floor(count)) + Math.ceil((count % 1) * 30);
    }
    return day + Math.ceil({ calendar_day: amount, week: amount * 7, next_day: 1 }[unit]);
  }
  function months(day, count) {
    var from = new Date(day * DAY), index = from.getUTCFullYear() * 12 + from.getUTCMonth() + count;
    var longest = new Date(Date.UTC(Math.floor(index / 12), (index % 12) + 1, 0)).getUTCDate();
    return Date.UTC(Math.floor(index / 12), index % 12, Math.min(from.getUTCDate(), longest)) / DAY;
  }

  Calendar.weekday = function (day) { return weekday(number(day.slice(0, 10))); };
  window.Workdays = Calendar;
})();
