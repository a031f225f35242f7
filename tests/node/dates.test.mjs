import assert from "node:assert/strict";
import { test } from "node:test";
import { cases, plain, run } from "./scripts.mjs";

const { years, working, last, counted: unmoved, rests, before, weekday, yearly: recurring } = cases("dates.json");
const { Workdays, Flow, calendarEntry, yearly } = run(["dates.js"], {});
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

for (const [unit, amount, start, skipped, wanted] of unmoved) {
  test(`${amount} ${unit} from ${start} on, ${skipped} days not counted, be it a day of rest`, () => {
    assert.equal(counted(() => calendar.counted(unit, amount, start, skipped)), wanted);
  });
}

for (const [day, wanted] of Object.entries(rests)) {
  test(`whether ${day} is known to be a day of rest`, () => assert.equal(calendar.rests(day), wanted));
}

for (const [deadline, on, wanted] of recurring) {
  test(`how ${on} stands to ${JSON.stringify(deadline)}`, () => assert.deepEqual(plain(yearly(deadline, on)), wanted));
}

for (const [name, steps, told, ids, wanted] of before) {
  test(`what comes before: ${name}`, () => {
    const statements = Object.entries(steps).map(([step, leads]) => ({ step, leads }));
    const said = Object.entries(told).map(([step, status]) => ({ statement: { step }, status }));
    assert.deepEqual(plain(new Flow([{}, ...statements]).before([{ statement: {}, status: "certain" }, ...said], ids)), wanted);
  });
}

const GIVEN = {
  id: "xu.water.one.working_day", from: "2097-12-27", last: "2098-01-03", made: "2097-12-27T01:02:03Z",
  title: "最迟通水：虚沟，用水", says: "一；二,三\\四\n五", address: "https://example.org/xu/water/#_d=2097-12-27",
};

/** The properties of a file by name, unfolded and unescaped, those of the alarm apart. */
function parsed(file) {
  const whole = file.replace(/\r\n /g, ""), lines = whole.split("\r\n");
  assert.equal(lines.pop(), "");
  const read = (part) => Object.fromEntries(part.map((line) => {
    const [, name, value] = /^([A-Z-]+(?:;[A-Z]+=[A-Z-]+)?):(.*)$/.exec(line);
    return [name, value.replace(/\\([\\;,n])/g, (_, sign) => (sign === "n" ? "\n" : sign))];
  }));
  const from = lines.indexOf("BEGIN:VALARM"), to = lines.indexOf("END:VALARM");
  return { event: read([...lines.slice(0, from), ...lines.slice(to + 1)]), alarm: read(lines.slice(from + 1, to)), lines };
}

test("an entry of a day says what, on what it hangs, and reminds at nine on the day before", () => {
  const { event, alarm, lines } = parsed(calendarEntry(GIVEN));
  assert.deepEqual([lines[0], lines[3], lines.at(-2), lines.at(-1)], ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR"]);
  assert.equal(event.UID, "xu.water.one.working_day.20971227@connection-guides");
  assert.equal(event.DTSTAMP, "20971227T010203Z");
  assert.equal(event["DTSTART;VALUE=DATE"], "20980103");
  assert.deepEqual([event.SUMMARY, event.DESCRIPTION, event.URL], [GIVEN.title, GIVEN.says, GIVEN.address]);
  assert.deepEqual(alarm, { ACTION: "DISPLAY", DESCRIPTION: GIVEN.title, TRIGGER: "-PT15H" });
});

for (const [moment, trigger] of [["2097-12-27T10:00", "-PT15M"], ["2097-12-30T09:00", "-P1D"]]) {
  test(`an entry of the moment ${moment} has no zone and reminds in time`, () => {
    const { event, alarm } = parsed(calendarEntry({ ...GIVEN, from: "2097-12-27T09:00", last: moment }));
    assert.equal(event.DTSTART, `${moment.replace(/[-:]/g, "")}00`);
    assert.equal(event.UID, "xu.water.one.working_day.20971227T0900@connection-guides");
    assert.equal(alarm.TRIGGER, trigger);
  });
}

test("an entry is the same whenever it is made, but for when it was", () => {
  const [one, other] = ["2097-12-27T01:02:03Z", "2098-01-01T00:00:00Z"].map((made) => parsed(calendarEntry({ ...GIVEN, made })).event);
  assert.equal(one.UID, other.UID);
  assert.notEqual(one.DTSTAMP, other.DTSTAMP);
});

test("lines of an entry are marked as text has to be, and hold 75 octets", () => {
  assert.match(calendarEntry({ ...GIVEN, says: "a,b;c\\d\r\ne\u0007f" }), /\r\nDESCRIPTION:a\\,b\\;c\\\\d\\ne f\r\n/);
  for (let length = 1; length < 90; length += 1) {
    const says = `${"x".repeat(length)}${"𠮷é字".repeat(30)}`, file = calendarEntry({ ...GIVEN, says });
    for (const line of file.split("\r\n")) assert.ok(Buffer.byteLength(line) <= 75, line);
    assert.ok(!file.includes("\ufffd") && Buffer.from(file).toString() === file);
    assert.equal(parsed(file).event.DESCRIPTION, says);
  }
});

for (const [day, wanted] of Object.entries(weekday)) {
  test(`the weekday of ${day}`, () => assert.equal(Workdays.weekday(day), wanted));
}
