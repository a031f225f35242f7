// What eslint holds scripts against. Those of the pages are classic scripts for browsers as old as Chromium 86, which knows
// ECMAScript 2021; their names and types are TypeScript's business (tsconfig.json). The others run in Node.js.
import js from "@eslint/js";

const strictly = {
  "array-callback-return": "error",
  "consistent-return": "error",
  curly: ["error", "multi-line"],
  "default-case-last": "error",
  eqeqeq: "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-implicit-globals": "error",
  "no-lonely-if": "error",
  "no-new-func": "error",
  "no-param-reassign": "error",
  "no-promise-executor-return": "error",
  "no-return-assign": "error",
  "no-self-compare": "error",
  "no-sequences": "error",
  "no-shadow": "error",
  "no-throw-literal": "error",
  "no-unmodified-loop-condition": "error",
  "no-unreachable-loop": "error",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-arrow-callback": "error",
  "prefer-const": "error",
  "prefer-rest-params": "error",
  "prefer-spread": "error",
  "prefer-template": "off",
  "require-atomic-updates": "error",
  strict: ["error", "function"],
};
const YOUNGER = ["structuredClone", "reportError"]; // than Chromium 86, though TypeScript knows them
const OF_NODE = ["Buffer", "URL", "console", "process", "structuredClone"];

export default [
  js.configs.recommended,
  { rules: strictly, linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["templates/**/*.js"],
    languageOptions: { ecmaVersion: 2021, sourceType: "script" },
    rules: { "no-undef": "off", "no-restricted-globals": ["error", ...YOUNGER] },
  },
  {
    files: ["templates/desk/*.js"], // the editors' own page: modules, which are strict by themselves
    languageOptions: { ecmaVersion: 2022, sourceType: "module" },
    rules: { strict: "off" },
  },
  {
    files: ["tests/**/*.mjs"],
    languageOptions: { globals: Object.fromEntries(OF_NODE.map((name) => [name, "readonly"])) },
    rules: { strict: "off" },
  },
];
