// How days stand to deadlines, in words. Reads {words, deadlines, days} as JSON; prints for each deadline what is said of each
// day, as JSON.
import { readFileSync } from "node:fs";
import { plain, run } from "./scripts.mjs";

const { words, deadlines, days } = JSON.parse(readFileSync(0, "utf8"));
const ours = run(["nodes.js", "dates.js", "reckoning.js", "yearly.js"], { words, years: {} });
console.log(JSON.stringify(plain(deadlines.map((one) => days.map((day) => ours.deadlines.judged(one, day).says)))));
