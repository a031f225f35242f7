import assert from "node:assert/strict";
import { test } from "node:test";
import { cases, plain, run } from "./scripts.mjs";

const { index, found, said } = cases("find.json");
const { find, index: known } = run(["find.js"], { index });

for (const [query, first] of Object.entries(found)) {
  test(`what "${query}" finds first`, () => {
    const { results } = find(query);
    assert.deepEqual(plain(results.slice(0, first.length || 1).map((one) => one.href)), first);
  });
}

for (const [query, wanted] of said) {
  test(`what is said of "${query}"`, () => {
    const answer = plain(find(query));
    for (const [name, value] of Object.entries(wanted)) assert.deepEqual(answer[name], value, name);
  });
}

test("a slug that is left out is how the name is read", () => {
  assert.deepEqual(plain(known.places.map((row) => row[1])), ["xugou", "nowhere", "xushan"]);
});

test("each page is found once, whatever is asked", () => {
  for (const query of Object.keys(found).flatMap((one, at, all) => [one, `${one}${all[at - 1] ?? ""}`])) {
    const addresses = find(query).results.map((one) => one.href.replace(/#.*/, ""));
    assert.equal(new Set(addresses).size, addresses.length, query);
  }
});
