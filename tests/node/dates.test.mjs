import assert from "node:assert/strict";
import { test } from "node:test";
import { cases, run } from "./scripts.mjs";

const { years, working, last, weekday } = cases("dates.json");
const { Workdays } = run(["dates.js"], {});
const calendar = new Workdays(years);

/** What is counted; the year that is not announced where it hangs on one. */
function counted(count) {
  try {
    return count();
  } catch (error) {
    assert.equal(error.message, "unannounced");
    return error.year;
  }
}

for (const [day, wanted] of Object.entries(working)) {
  test(`whether ${day} is a working day`, () => {
    assert.equal(counted(() => calendar.working(Date.parse(`${day}T00:00:00Z`) / 86400000)), wanted);
  });
}

for (const [unit, amount, start, skipped, wanted] of last) {
  test(`${amount} ${unit} from ${start} on, ${skipped} days not counted`, () => {
    assert.equal(counted(() => calendar.last(unit, amount, start, skipped)), wanted);
  });
}

for (const [day, wanted] of Object.entries(weekday)) {
  test(`the weekday of ${day}`, () => assert.equal(Workdays.weekday(day), wanted));
}
