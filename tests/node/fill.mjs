// Opens a PDF with pdf.js, fills its form as a reader would, saves it, and prints what it then holds.
// Usage: node fill.mjs in.pdf out.pdf values.json   Prints {fields: {name: {type, value, label, required}}} as JSON.
import { readFileSync, writeFileSync } from "node:fs";

globalThis.DOMMatrix ??= class {}; // asked for on loading, used for drawing only
console.warn = console.log = () => {}; // it would say that nothing can be drawn here
const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");

const [from, to, values] = process.argv.slice(2);
const wanted = JSON.parse(readFileSync(values, "utf8"));
const opened = (path) => getDocument({ data: new Uint8Array(readFileSync(path)), verbosity: 0 }).promise;

const blank = await opened(from);
for (const one of await (await blank.getPage(1)).getAnnotations()) {
  if (!(one.fieldName in wanted)) continue;
  const value = wanted[one.fieldName];
  if (one.radioButton) blank.annotationStorage.setValue(one.id, { value: one.buttonValue === value });
  else blank.annotationStorage.setValue(one.id, { value });
}
writeFileSync(to, await blank.saveDocument());

const fields = {};
for (const one of await (await (await opened(to)).getPage(1)).getAnnotations()) {
  if (!one.fieldName) continue;
  const type = one.radioButton ? "radio" : one.checkBox ? "check" : "text";
  fields[one.fieldName] = { type, value: one.fieldValue, label: one.alternativeText, required: one.required };
}
process.stdout.write(JSON.stringify({ fields }));
