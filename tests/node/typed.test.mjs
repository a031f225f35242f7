// Numbers and days as people type them: the cases of typed.json, with the units of the words.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cases, run } from "./scripts.mjs";

const yaml = readFileSync(new URL("../../templates/words.yaml", import.meta.url), "utf8");
const units = (text) => Array.from(text.matchAll(/\{(\w+): ([^,]+), is: ([0-9.]+)\}/g), ([, key, name, is]) => ({ [key]: name, is: Number(is) }));
const [, block] = /\n {2}measures:\n((?: {4}.*\n)+)/.exec(yaml);
const measures = Object.fromEntries(Array.from(block.matchAll(/ {4}(\w+): (.*)/g), ([, kind, text]) => [kind, units(text)]));
const multiples = units(/\n {2}multiples: (.*)/.exec(yaml)[1]);
const { typed } = run(["typed.js"], { words: { measures, multiples } });
const all = cases("typed.json");

for (const [text, unit, wanted] of all.numbers) {
  test(`${text} as ${unit}`, () => assert.equal(typed.number(text, unit), wanted));
}
for (const [value, unit, others, other, doubtful] of all.readings) {
  test(`${value} ${unit} read beside ${others.join()}`, () => {
    const found = typed.reading(value, unit, others);
    assert.deepEqual([found?.words.other ?? null, found?.doubtful ?? null], [other, doubtful]);
  });
}
for (const [text, wanted] of all.days) {
  test(`the day ${text}`, () => assert.equal(typed.day(text), wanted));
}
