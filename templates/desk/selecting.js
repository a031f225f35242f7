// Words of the document that are selected, by mouse or keyboard: the program is asked for their clause and quotation.
import { Refusal } from "./api.js";
import { points, units } from "./text.js";

/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Selection} Selection */
/** @typedef {import("./types.js").Tried} Tried */
/** @typedef {{ doc: string, start: number, end: number }} Span */

/** The words that are drawn as chosen: they stay while an input has the focus. */
const picked = { span: /** @type {Span | null} */ (null) };
const SETTLED = 180; // milliseconds after which a selection is taken to be made

/**
 * @param {HTMLElement} list
 * @param {Desk} desk
 */
export function mount(list, desk) {
  let timer = 0;
  let asked = "";
  const ask = async () => {
    const span = spanOf(list);
    const wanted = span ? JSON.stringify(span) : "";
    if (!span || wanted === asked) return;
    asked = wanted;
    const selection = await desk.call("select", span).catch((error) => refused(desk, error));
    if (!selection || asked !== wanted) return;
    follow(desk, selection);
    pick(list, selection);
    desk.emit("selection", selection);
    desk.announce(`选中：${selection.quote}`);
  };
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    const span = spanOf(list);
    if (span) picked.span = span;
    else asked = "";
    if (getSelection()?.isCollapsed && getSelection()?.anchorNode?.parentElement?.closest(".words")) pick(list, null);
    timer = window.setTimeout(ask, SETTLED);
  });
  desk.on("tried", (tried) => paint(list, "near", near(tried)));
  desk.on("fact", () => pick(list, null));
  desk.on("sentence", (id) => {
    const sentence = desk.state.sentences.find((one) => one.id === id);
    if (picked.span && sentence && !meets(picked.span, sentence)) pick(list, null);
  });
  keyboard(list, desk);
}

/**
 * The sentence in which words are selected is the one at hand.
 * @param {Desk} desk
 * @param {Span} span
 */
function follow(desk, span) {
  const selected = desk.state.sentences.filter((sentence) => meets(span, sentence));
  if (selected.length && !selected.some(({ id }) => id === desk.focused.sentence)) desk.emit("sentence", selected[0].id);
}

/**
 * @param {Desk} desk
 * @param {unknown} error
 */
function refused(desk, error) {
  const finding = error instanceof Refusal && error.status === 422 ? error.body?.findings?.[0] : null;
  if (finding) desk.announce(finding.zh);
  return null;
}

/**
 * Clause and quotation of what is selected in a sentence, or of all of it.
 * @param {Desk} desk
 * @param {{ doc: string, start: number, end: number }} sentence
 * @returns {Promise<Selection | null>}
 */
export async function quoted(desk, { doc, start, end }) {
  const chosen = picked.span ?? spanOf(/** @type {HTMLElement} */ (document.querySelector("#document .sentences")));
  const inside = chosen && meets(chosen, { doc, start, end });
  try {
    return await desk.call("select", inside ? { doc, start: chosen.start, end: chosen.end } : { doc, start, end });
  } catch (error) {
    desk.emit("trouble", error instanceof Refusal ? (error.body?.findings?.[0]?.zh ?? `${error.status}`) : String(error));
    return null;
  }
}

/** @param {{ doc: string, start: number, end: number }} sentence whether words of it are chosen, and not all of it */
export const isPicked = (sentence) => picked.span !== null && meets(picked.span, sentence);

/**
 * A citation as a file has it.
 * @param {Desk} desk
 * @param {Selection} selection
 */
export function cited({ state }, { doc, clause, quote }) {
  return { ...(state.documents.length > 1 ? { doc } : {}), clause, quote };
}

/** @param {Tried | null} tried the words that would bear what lacks */
const near = (tried) => (tried?.claims ?? []).filter(({ held }) => !held).flatMap((claim) => claim.near.slice(0, 1));

/**
 * @param {HTMLElement} list
 * @param {Span | null} span
 */
function pick(list, span) {
  picked.span = span;
  paint(list, "chosen", span ? [span] : []);
}

/**
 * @param {Span} one
 * @param {Span} other
 */
const meets = (one, other) => one.doc === other.doc && one.start < other.end && one.end > other.start;

/** @param {HTMLElement} list whether words in it are selected */
export function some(list) {
  return spanOf(list) !== null;
}

/**
 * What is selected in the document, in code points of its text.
 * @param {HTMLElement} list
 * @returns {Span | null}
 */
export function spanOf(list) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!list.contains(range.startContainer) && !list.contains(range.endContainer)) return null;
  const parts = words(list).filter((node) => range.intersectsNode(node));
  const spans = parts.map((node) => within(node, range)).filter(({ start, end }) => start < end);
  if (!spans.length) return null;
  const { doc } = spans[0];
  const same = spans.filter((span) => span.doc === doc);
  return { doc, start: same[0].start, end: same[same.length - 1].end };
}

/**
 * @param {HTMLElement} list
 * @returns {HTMLElement[]}
 */
const words = (list) => [...list.querySelectorAll(".words")].map((node) => /** @type {HTMLElement} */ (node));

/**
 * The part of a range that lies in the words of one sentence; a formula is taken whole.
 * @param {HTMLElement} node
 * @param {Range} range
 * @returns {Span}
 */
function within(node, range) {
  const inside = document.createRange();
  inside.selectNodeContents(node);
  if (range.compareBoundaryPoints(Range.START_TO_START, inside) > 0) inside.setStart(range.startContainer, range.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, inside) < 0) inside.setEnd(range.endContainer, range.endOffset);
  const [first, last] = [formula(inside.startContainer), formula(inside.endContainer)];
  if (first) inside.setStartBefore(first);
  if (last) inside.setEndAfter(last);
  const before = document.createRange();
  before.setStart(node, 0);
  before.setEnd(inside.startContainer, inside.startOffset);
  const start = Number(node.dataset.start) + counted(before);
  return { doc: node.dataset.doc ?? "", start, end: start + counted(inside) };
}

/** @param {Node} node */
const formula = (node) => (node instanceof Element ? node : node.parentElement)?.closest("[data-points]") ?? null;

/** @param {Range} range within the words of a sentence: how many code points of the document it has */
const counted = (range) => [...range.cloneContents().childNodes].reduce((sum, node) => sum + length(node), 0);

/** @param {Node} node a piece of the words of a sentence: how many code points of the document it stands for */
const length = (node) => Number(node instanceof HTMLElement && node.dataset.points) || points(node.textContent ?? "");

/**
 * Draws words of the document without touching its nodes, where the browser can.
 * @param {HTMLElement} list
 * @param {"chosen" | "near"} name
 * @param {Span[]} spans
 */
function paint(list, name, spans) {
  if (!("highlights" in CSS)) return;
  const ranges = spans.flatMap((span) => words(list).flatMap((node) => rangeIn(node, span)));
  if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
  else CSS.highlights.delete(name);
}

/**
 * @param {HTMLElement} node the words of a sentence
 * @param {Span} span
 */
function rangeIn(node, { doc, start, end }) {
  const first = Number(node.dataset.start);
  const from = Math.max(0, start - first);
  const to = Math.min(whole(node), end - first);
  if (node.dataset.doc !== doc || from >= to) return [];
  const range = document.createRange();
  range.setStart(...boundary(node, from, false));
  range.setEnd(...boundary(node, to, true));
  return [range];
}

/** @param {HTMLElement} node the words of a sentence */
const whole = (node) => [...node.childNodes].reduce((sum, piece) => sum + length(piece), 0);

/**
 * Where an offset in the words of a sentence lies in its nodes; within a formula before or behind all of it.
 * @param {HTMLElement} node
 * @param {number} offset in code points
 * @param {boolean} behind whether it ends a stretch
 * @returns {[Node, number]}
 */
function boundary(node, offset, behind) {
  let left = offset;
  const pieces = [...node.childNodes];
  for (const [at, piece] of pieces.entries()) {
    const text = piece instanceof HTMLElement ? piece.firstChild : piece;
    if (left < length(piece) || (behind && left === length(piece))) {
      if (formula(piece) || !text) return [node, at + (behind ? 1 : 0)];
      return [text, units(text.textContent ?? "", left)];
    }
    left -= length(piece);
  }
  return [node, pieces.length];
}

/**
 * Words are selected without a mouse: → takes the next character, Shift+→ one more, Shift+← one less, ← goes back.
 * @param {HTMLElement} list
 * @param {Desk} desk
 */
function keyboard(list, desk) {
  /** @param {(from: number, to: number, last: number) => [number, number]} moved */
  const act = (moved) => {
    const item = /** @type {HTMLElement | null | undefined} */ (document.activeElement?.closest("li[data-id]"));
    const node = /** @type {HTMLElement | null | undefined} */ (item?.querySelector(".words"));
    if (!item || !node || !list.contains(item)) return false;
    const all = whole(node);
    const first = Number(node.dataset.start);
    const span = spanOf(list);
    const inside = span && span.start >= first && span.end <= first + all;
    const [from, to] = moved(inside ? span.start - first : -1, inside ? span.end - first : 0, all);
    const range = rangeIn(node, { doc: node.dataset.doc ?? "", start: first + from, end: first + to })[0];
    if (range) getSelection()?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    return true;
  };
  const one = { modes: /** @type {import("./types.js").Mode[]} */ (["enter", "table"]), pane: "document" };
  desk.key({ ...one, id: "pick", key: "ArrowRight", zh: "选这一句里的下一个字", en: "select the next character", act: () => act((from, _, last) => [Math.min(from + 1, last - 1), Math.min(from + 2, last)]) });
  desk.key({ ...one, id: "pick-back", key: "ArrowLeft", zh: "选前一个字", en: "select the character before", act: () => act((from) => [Math.max(from - 1, 0), Math.max(from, 1)]) });
  desk.key({ ...one, id: "more", key: "Shift+ArrowRight", zh: "多选一个字", en: "one character more", act: () => act((from, to, last) => [Math.max(from, 0), Math.min(to + 1, last)]) });
  desk.key({ ...one, id: "fewer", key: "Shift+ArrowLeft", zh: "少选一个字", en: "one character less", act: () => act((from, to) => [Math.max(from, 0), Math.max(to - 1, from + 1, 1)]) });
  desk.key({ ...one, id: "all", key: "Shift+End", zh: "选到句末", en: "to the end of the sentence", act: () => act((from, _, last) => [Math.max(from, 0), last]) });
}
