// Tells cases as the browser does. Usage: node told.mjs ASSETS INPUT, where INPUT is JSON: [{telling, cases: [{answers,
// ruled}]}]. Prints for each case {standing, said: {id: status}, questions: [words], relations, unfit: [id], costs: {products:
// {id: amount}, total}} as JSON.
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";

const [assets, input] = process.argv.slice(2);
const context = { window: {} };
for (const name of ["decide.js", "told.js", "costs.js"]) runInNewContext(readFileSync(`${assets}/${name}`, "utf8"), context);
const shown = JSON.parse(readFileSync(input, "utf8")).map(({ telling, cases }) => {
  const told = new context.window.connectionGuides.Telling(telling);
  return cases.map(({ answers, ruled }) => {
    const found = told.told(answers, ruled), costs = context.window.connectionGuides.costs(found, answers);
    return {
      standing: found.standing,
      borders: found.borders.map((one) => one.id),
      said: Object.fromEntries(found.said.map((one) => [one.statement.id, one.status])),
      relations: found.relations.map((one) => one.id),
      questions: found.questions.map((one) => one.words),
      unfit: found.unfit.map((one) => one.id),
      costs: { products: Object.fromEntries(costs.products.map(({ id, amount }) => [id, amount])), total: costs.total },
    };
  });
});
console.log(JSON.stringify(shown));
