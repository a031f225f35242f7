import assert from "node:assert/strict";
import { test } from "node:test";
import { cases, plain, run } from "./scripts.mjs";

const { words, uscc, telephone, number, date } = cases("form.json");
const { formChecks } = run(["form.js"], { formWords: words });

/** What is said: a fault begins with "!". */
const said = ({ text, bad }) => (bad ? `!${text}` : text);

for (const [name, typed] of Object.entries({ uscc, telephone })) {
  for (const [text, [typing, done]] of Object.entries(typed)) {
    test(`${name} "${text}"`, () => {
      assert.deepEqual([said(formChecks[name](text, false)), said(formChecks[name](text, true))], [typing, done]);
    });
  }
}

for (const [text, [typing, done]] of Object.entries(number)) {
  test(`number "${text}"`, () => {
    assert.deepEqual([false, true].map((end) => said(formChecks.number(text, end, "m³"))), [typing, done]);
    assert.equal(formChecks.number(text, true, null).bad, done !== "");
  });
}

for (const [parts, [typing, done]] of date) {
  test(`date ${JSON.stringify(parts)}`, () => {
    assert.deepEqual([false, true].map((end) => said(formChecks.date(parts, end))), [typing, done]);
  });
}

test("one wrong sign or two exchanged neighbours never pass as a credit code", () => {
  const code = "91420800MA0000000T".split("");
  const right = "0123456789ABCDEFGHJKLMNPQRTUWXY".split("").filter((last) => !formChecks.uscc([...code.slice(0, 17), last].join(""), true).bad);
  assert.equal(right.length, 1);
  const good = [...code.slice(0, 17), right[0]];
  for (let at = 0; at < 17; at += 1) {
    const wrong = good.with(at, good[at] === "1" ? "2" : "1").join("");
    assert.deepEqual(plain(formChecks.uscc(wrong, true)), { text: words.uscc.check, bad: true }, wrong);
  }
});
