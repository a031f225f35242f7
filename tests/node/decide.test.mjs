import assert from "node:assert/strict";
import { test } from "node:test";
import { cases, plain, run } from "./scripts.mjs";

const { data, classified, held, cells } = cases("decide.json");
const { Decide } = run(["decide.js"], {});
const tables = new Decide(data);

for (const { known, asked, ...found } of classified) {
  test(`classes for ${JSON.stringify(known)}`, () => {
    const region = tables.region(known);
    for (const table of data.tables) {
      const { certain, possible, none } = tables.classify(table, region);
      assert.deepEqual(plain([certain, possible, none]), found[table.id], table.id);
    }
    const open = data.inputs.map((input) => input.id).filter((id) => !(id in known) || tables.cell(id, known[id]) === null);
    assert.deepEqual(open.filter((id) => tables.matters(id, region)), asked);
  });
}

for (const { known, holds } of held) {
  test(`conditions for ${JSON.stringify(known)}`, () => {
    assert.deepEqual([[{ 0: [2], 1: [2] }], [], [{}]].map((boxes) => tables.holds(boxes, tables.region(known))), holds);
  });
}

for (const [id, values] of Object.entries(cells)) {
  for (const [raw, mask] of Object.entries(values)) {
    test(`the cell of ${id} "${raw}"`, () => assert.deepEqual(plain(tables.cell(id, raw)), mask));
  }
}

test("what is taken away from a region is in none of its boxes, and nothing else is missing", () => {
  const left = tables.without([{}], [{ 0: [1], 1: [1] }, { 1: [2], 2: [1] }]);
  const points = [1, 2].flatMap((kind) => [1, 2].flatMap((flow) => [1, 2].map((fresh) => [kind, flow, fresh])));
  const inside = (box, point) => point.every((bit, at) => !(at in box) || (box[at][0] & bit) > 0);
  const found = points.filter((point) => left.some((box) => inside(box, point)));
  assert.deepEqual(found, points.filter(([kind, flow, fresh]) => !(kind === 1 && flow === 1) && !(flow === 2 && fresh === 1)));
});

test("more cells than a word holds", () => {
  const numbers = Array.from({ length: 40 }, (_, at) => [at, at, 1, 1]);
  const many = new Decide({ ...data, inputs: [{ ...data.inputs[1], id: "n", type: "integer", step: "1", cells: numbers }] });
  assert.deepEqual(plain(many.full), [[2 ** 30 - 1, 2 ** 10 - 1]]);
  assert.deepEqual(plain(["0", "29", "30", "39", "40"].map((raw) => many.cell("n", raw))), [[1, 0], [2 ** 29, 0], [0, 1], [0, 512], null]);
});
