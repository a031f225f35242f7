// Reads decisions.dmn with dmn-moddle and answers every vector of vectors.json by evaluating its cells with feelin.
// Usage: node check.mjs decisions.dmn vectors.json   Prints {warnings, wrong, vectors} as JSON.
import { readFileSync } from "node:fs";
import { DmnModdle } from "dmn-moddle";
import { unaryTest } from "feelin";

const [model, vectors] = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));
const { rootElement, warnings } = await new DmnModdle().fromXML(model, "dmn:Definitions");
const decisions = Object.fromEntries(
  (rootElement.drgElement ?? []).filter((one) => one.$type === "dmn:Decision").map((one) => [one.name, one.decisionLogic]),
);

/** The classes of one decision for known values; other decisions it asks for are answered first. */
function answer(name, given) {
  const table = decisions[name];
  const columns = table.input.map((one) => one.inputExpression.text);
  const values = columns.map((column) => (column in decisions ? answer(column, given) : given[column]));
  const holds = (rule) =>
    rule.inputEntry.every((cell, index) => {
      if (cell.text === "-") return true;
      const found = unaryTest(cell.text, { "?": values[index] });
      return (typeof found === "object" && found !== null && "value" in found ? found.value : found) === true;
    });
  const classes = table.rule.filter(holds).map((rule) => JSON.parse(rule.outputEntry[0].text));
  return [...new Set(classes)];
}

const wrong = [];
let compared = 0;
for (const [name, table] of Object.entries(JSON.parse(vectors))) {
  for (const vector of table.vectors) {
    if (Object.keys(vector.given).length !== table.inputs.length) continue; // unknowns are no DMN values
    compared += 1;
    const found = answer(name, vector.given).sort();
    const expected = [...vector.certain].sort();
    if (JSON.stringify(found) !== JSON.stringify(expected)) wrong.push({ name, ...vector, found });
  }
}
console.log(JSON.stringify({ warnings: warnings.map(String), wrong, compared }));
