// Which panes stand on the page, how the keyboard goes between them, and where the focus goes after something was done.

/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Mode} Mode */
/** @typedef {{ advance(): string | null }} Advancing puts the focus on its next open thing and names it */

/** @type {Mode[]} */
export const MODES = ["enter", "review", "replace", "scan", "table"];
const FOCUSABLE = "[tabindex='0'], button, a[href], input, select, textarea";

/**
 * @param {Desk} desk
 * @param {{ document: Advancing, cards: Advancing }} advancing
 */
export function mount(desk, advancing) {
  desk.on("mode", (mode) => { document.body.dataset.mode = mode; });
  desk.on("clash", (clash) => { document.body.classList.toggle("clashing", Boolean(clash)); });
  desk.on("next", ({ words }) => {
    const first = current()?.id === "document" ? advancing.document : advancing.cards;
    const second = first === advancing.cards ? advancing.document : advancing.cards;
    const where = desk.mode === "enter" ? (first.advance() ?? second.advance() ?? "都有着落了") : "";
    desk.announce([words, where].filter(Boolean).join("，"));
  });
  desk.key({ id: "pane", key: "F6", zh: "下一栏", en: "next pane", modes: MODES, act: () => go(1) });
  desk.key({ id: "pane-back", key: "Shift+F6", zh: "上一栏", en: "pane before", modes: MODES, act: () => go(-1) });
  desk.key({ id: "enter", key: "Enter", zh: "按这一栏里填了色的按钮", en: "the one filled button of the pane", modes: MODES, act: filled });
}

const all = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#top, #score, main > *")]).filter((pane) => pane.checkVisibility());
const current = () => /** @type {HTMLElement | null | undefined} */ (document.activeElement?.closest("#top, #score, main > *"));

/** @param {number} step */
function go(step) {
  const panes = all();
  const now = current();
  const at = now ? panes.indexOf(now) : step > 0 ? -1 : 0;
  enter(panes[(at + step + panes.length) % panes.length]);
}

/** @param {HTMLElement} pane */
function enter(pane) {
  const inside = /** @type {HTMLElement[]} */ ([...pane.querySelectorAll(FOCUSABLE)]).filter((node) => node.tabIndex >= 0 && node.checkVisibility());
  const item = inside.find((node) => node.matches("[data-item]")) ?? inside[0] ?? pane;
  item.focus();
}

/** @param {KeyboardEvent} event */
function filled(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (target.closest("button, a, summary")) return false;
  const around = [target.closest("[data-item]"), current()];
  const node = around.map((part) => /** @type {HTMLElement | null | undefined} */ (part?.querySelector(".b.p"))).find((part) => part?.checkVisibility());
  node?.click();
  return Boolean(node);
}
