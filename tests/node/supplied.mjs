// What supplied.js makes of short files: reads {data, cases} and writes, case by case, what generator/supply makes, too.
import { readFileSync } from "node:fs";
import { plain, run } from "./scripts.mjs";

const { data, cases } = JSON.parse(readFileSync(0, "utf8"));
const { supplied } = run(["supplied.js"], {});

function reading(text) {
  try {
    return supplied.read(text);
  } catch (error) {
    return { line: error.line };
  }
}

function made({ tree, known, head }) {
  const settled = supplied.settled(data.form, tree, known.taken), text = supplied.written(settled, head);
  return {
    settled, text, remarks: supplied.remarks(data, settled, known), lacking: supplied.lacking(data, settled, known),
    letter: supplied.letter(data, settled, known), again: reading(text)
  };
}

process.stdout.write(JSON.stringify(plain(cases.map((one) => (typeof one === "string" ? reading(one) : made(one))))));
