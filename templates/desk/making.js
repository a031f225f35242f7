// A sentence, or the words that are selected in it, become a fact: of which file, of which kind; or one side of a conflict.
import { button, fileLabel, make } from "./nodes.js";
import { cited, isPicked, quoted } from "./selecting.js";

/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Sentence} Sentence */

/** What was chosen last. */
const chosen = { file: "", sentence: "" };

/** The sentences that say one thing in different ways, by id. @type {string[]} */
const sides = [];
const LETTERS = "甲乙丙丁戊己庚辛";

/**
 * Which of the sides of a conflict that is being gathered a sentence is; empty where it is none.
 * @param {string} id
 */
export function sideOf(id) {
  return sides.includes(id) ? (LETTERS[sides.indexOf(id)] ?? "又") : "";
}

/**
 * A sentence is one of those that differ, or no longer.
 * @param {Desk} desk
 * @param {string} id
 */
export function differ(desk, id) {
  if (sides.includes(id)) sides.splice(sides.indexOf(id), 1);
  else sides.push(id);
  desk.emit("sentence", id);
  const more = sides.length > 1 ? `共 ${sides.length} 句，按 F 做成一项` : "再到写法不同的另一句按 C";
  desk.announce(sideOf(id) ? `记作${sideOf(id)}，${more}` : "不再算写法不同");
}

/**
 * Which file, and which kind of fact: those that every guide must answer first, found by their names.
 * @param {Desk} desk
 * @param {Sentence} sentence
 * @param {() => void} done
 */
export function kindsOf(desk, sentence, done) {
  const files = filesOf(desk, sentence);
  const where = make("div", { role: "group", "aria-label": "管哪一种", class: "choices" });
  const what = make("div", { role: "group", "aria-label": "做成哪一项", class: "choices" });
  const filter = make("input", { type: "text", "aria-label": "哪一项", placeholder: "哪一项，如 时限", title: "which kind of fact" });
  const draw = () => {
    where.replaceChildren(make("span", { class: "sm" }, "管"), ...files.map((file) => fileButton(file, draw)), differing(desk, sentence));
    what.replaceChildren(...sectionsOf(desk, filter.value.trim()).map(([section, label, en]) => button(label, () => void begin(desk, sentence, section, done), { kind: "sm2", en })));
  };
  filter.addEventListener("input", draw);
  filter.addEventListener("keydown", (event) => {
    if (event.isComposing || event.key !== "Enter") return;
    event.preventDefault();
    /** @type {HTMLElement | null} */ (what.querySelector("button"))?.click();
  });
  draw();
  const several = sides.length > 1 ? make("p", { class: "sm" }, `写法不同的 ${sides.length} 句，做成：`) : null;
  return make("div", { class: "opened" }, where, several, filter, what);
}

/**
 * The files of a place; that which a candidate of the sentence belongs into is chosen, else the last one.
 * @param {Desk} desk
 * @param {Sentence} sentence
 */
function filesOf({ state }, { id, cards }) {
  const files = ["city.yaml", ...state.utilities.map((utility) => `${utility}.yaml`)];
  const proposed = state.cards.find((card) => cards.includes(card.id) && files.includes(card.file))?.file;
  if (chosen.sentence !== id) chosen.file = proposed ?? (files.includes(chosen.file) ? chosen.file : (files[1] ?? files[0]));
  chosen.sentence = id;
  return files;
}

/**
 * @param {string} file
 * @param {() => void} draw
 */
function fileButton(file, draw) {
  const on = file === chosen.file;
  const act = () => {
    chosen.file = file;
    draw();
    /** @type {HTMLElement | null} */ (document.querySelector("#document .opened [aria-pressed=true]"))?.focus();
  };
  return button(fileLabel(file), act, { kind: on ? "sm2 on" : "sm2", attributes: { "aria-pressed": String(on) } });
}

/**
 * @param {Desk} desk
 * @param {Sentence} sentence
 */
function differing(desk, sentence) {
  const words = sideOf(sentence.id) ? "不算写法不同" : "和另一句写法不同";
  return button(words, () => differ(desk, sentence.id), { kind: "sm2", key: "C", en: "the document says it in another way elsewhere" });
}

/**
 * Section, label and English label, those with a question of the guide before the others.
 * @param {Desk} desk
 * @param {string} words what their labels have in them
 * @returns {[section: string, label: string, en: string][]}
 */
function sectionsOf({ kinds }, words) {
  const all = Object.entries(kinds.sections).filter(([, { label }]) => label.includes(words));
  const ordered = [...all.filter(([, { answered }]) => answered), ...all.filter(([, { answered }]) => !answered)];
  return ordered.map(([section, { label, kind }]) => [section, label, kinds.kinds[kind]?.label_en ?? section]);
}

/**
 * The form is opened for a new fact, with the selected words, or all of the sentence, as its quotation.
 * @param {Desk} desk
 * @param {Sentence} sentence
 * @param {string} section
 * @param {() => void} done
 */
async function begin(desk, sentence, section, done) {
  const kind = desk.kinds.sections[section].kind;
  const several = sides.flatMap((side) => desk.state.sentences.filter(({ id }) => id === side));
  const parts = several.length > 1 ? several : [sentence];
  const selections = await Promise.all(parts.map((part) => quoted(desk, part)));
  const name = parts.length === 1 && isPicked(sentence) ? nameOf(desk, kind) : undefined;
  const cites = selections.flatMap((selection) => (selection ? [{ cite: cited(desk, selection), ...(name ? { [name]: selection.quote } : {}) }] : []));
  if (cites.length < parts.length) return;
  const fact = parts.length > 1 ? { value: { sides: cites }, kind: "conflict" } : { value: cites[0], kind };
  sides.splice(0);
  done();
  desk.emit("fact", { address: null, ...fact, file: chosen.file, section, hash: null, card: null });
  for (const { id } of [...several, sentence]) desk.emit("sentence", id); // each is drawn anew
  desk.emit("field", { key: "" });
}

/**
 * What a thing of a kind must be called by: words that are selected for it are its name, too.
 * @param {Desk} desk
 * @param {string} kind
 */
const nameOf = ({ kinds }, kind) => kinds.kinds[kind]?.fields.find(({ required, silent, input }) => required && !silent && input === "words")?.key;
