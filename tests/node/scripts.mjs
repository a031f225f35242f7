// Scripts of the pages, run without one: `run([names], {data})` gives what they share.
import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";

const ASSETS = new URL("../../templates/assets/", import.meta.url);

export function run(names, data) {
  const window = createContext({ connectionGuides: structuredClone(data), document: { querySelector: () => null } });
  window.window = window;
  for (const name of names) runInContext(readFileSync(new URL(name, ASSETS), "utf8"), window, { filename: name });
  return window.connectionGuides;
}

/** The cases of a script: `decide.json` beside `decide.test.mjs`. */
export const cases = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));

/** A value as JSON has it: those of the scripts are of another realm, where even arrays are others. */
export const plain = (value) => JSON.parse(JSON.stringify(value));
