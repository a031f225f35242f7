// Making elements. Whatever is not ours reaches the page as text alone.

/** @typedef {import("./types.js").Mark} Mark */
/** @typedef {Node | string | null | undefined | false} Child */

/** @type {Record<Mark, { letter: string, zh: string, en: string }>} */
export const MARKS = {
  used: { letter: "用", zh: "已用", en: "used" },
  proposed: { letter: "推", zh: "有候选", en: "proposed" },
  aside: { letter: "置", zh: "置而不用", en: "set aside" },
  doubt: { letter: "疑", zh: "有疑问", en: "in doubt" },
  left: { letter: "漏", zh: "没有着落", en: "not accounted for" },
};

/** @type {Record<string, string>} */
const FILES = { "city.yaml": "共同", "form.yaml": "申请表" };

/**
 * The utilities that there are, by id, as the program names them; their files are called so.
 * @param {Record<string, string>} utilities
 */
export function nameFiles(utilities) {
  for (const [id, name] of Object.entries(utilities)) FILES[`${id}.yaml`] = name;
}

/**
 * What a policy file is about, in a word.
 * @param {string} file
 */
export function fileLabel(file) {
  return FILES[file] ?? file;
}

/**
 * An element with attributes (`true`: empty, `false` and null: none) and children; text is text.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child || child === "")));
  return node;
}

/**
 * A button. `kind`: the classes beside `b` (p: filled, the one of its pane; g: green; t: text alone; sm2: small).
 * @param {string} words
 * @param {() => void} act
 * @param {{ kind?: string, key?: string, en?: string, name?: string, attributes?: Record<string, string | boolean | null> }} [more]
 */
export function button(words, act, { kind = "", key, en, name, attributes = {} } = {}) {
  const shown = key ? make("kbd", { "aria-hidden": "true" }, key) : null;
  const own = { type: "button", class: `b ${kind}`.trim(), title: en, "aria-label": name, "data-key": key, ...attributes };
  const node = make("button", own, make("span", {}, words), shown);
  node.addEventListener("click", act);
  return node;
}

/**
 * One of the five marks: colour, letter and shape.
 * @param {Mark} mark
 */
export function markOf(mark) {
  const { letter, zh, en } = MARKS[mark];
  return make("span", { class: `m ${mark}`, role: "img", "aria-label": zh, title: `${zh} / ${en}` }, letter);
}

/**
 * Buttons of which one is on.
 * @param {string} label
 * @param {{ words: string, en?: string, on: boolean, act(): void }[]} choices
 */
export function segments(label, choices) {
  const nodes = choices.map(({ words, en, on, act }) => {
    const node = make("button", { type: "button", "aria-pressed": String(on), class: on ? "on" : "", title: en }, words);
    node.addEventListener("click", act);
    return node;
  });
  return make("span", { class: "seg", role: "group", "aria-label": label }, ...nodes);
}

/** @param {Element} element @returns {HTMLElement[]} */
const focusable = (element) => [...element.querySelectorAll("button, input, select, textarea, [tabindex]")].map((node) => /** @type {HTMLElement} */ (node));

/**
 * Draws an element anew; what had the focus in it, or what now stands in its place, has it afterwards.
 * @param {Element} element
 * @param {() => void} draw
 */
export function redrawn(element, draw) {
  const at = focusable(element).indexOf(/** @type {HTMLElement} */ (document.activeElement));
  draw();
  if (at >= 0) focusable(element)[at]?.focus({ preventScroll: true });
}

/**
 * Gives an element these children; those that stay are not moved, so that what is typed in them is not disturbed.
 * @param {Element} element
 * @param {Element[]} nodes
 */
export function arrange(element, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...element.children]) if (!wanted.has(child)) child.remove();
  let at = element.firstElementChild;
  for (const node of nodes) {
    if (node === at) at = node.nextElementSibling;
    else element.insertBefore(node, at);
  }
}
