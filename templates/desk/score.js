// The bar below the head: one number, a tick for each sentence (or whatever the mode counts), counts, the way to the next.
import { button, make, markOf, MARKS, redrawn } from "./nodes.js";

/** @typedef {import("./types.js").Bar} Bar */
/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Mode} Mode */

/**
 * @param {HTMLElement} element
 * @param {Desk} desk
 */
export function mount(element, desk) {
  /** @type {Partial<Record<Mode, Bar>>} */
  const bars = {};
  let drawn = "";
  const draw = () => {
    const bar = bars[desk.mode] ?? bars.enter;
    if (!bar) return;
    const said = JSON.stringify([desk.mode, { ...bar, ticks: bar.ticks.map(({ mark, label, apart }) => [mark, label, apart]) }]);
    if (said === drawn) point(element, bar);
    else redrawn(element, () => element.replaceChildren(...parts(bar)));
    drawn = said;
  };
  desk.on("bar", (bar) => {
    bars[bar.mode] = bar;
    draw();
  });
  desk.on("mode", draw);
}

/**
 * Only what is at hand is another tick than before.
 * @param {HTMLElement} element
 * @param {Bar} bar
 */
function point(element, { ticks }) {
  element.querySelector(".strip .now")?.classList.remove("now");
  element.querySelectorAll(".strip i")[ticks.findIndex(({ now }) => now)]?.classList.add("now");
}

/** @param {Bar} bar */
function parts(bar) {
  const big = make("div", { class: "big" }, make("b", {}, String(bar.number)), make("span", {}, bar.words), " ", make("span", { class: "of" }, bar.of));
  const counts = make("div", { class: "keyline", role: "group", "aria-label": "只看哪一种" }, ...bar.counts.map(count));
  const next = bar.next && button(bar.next.words, bar.next.act, { kind: "g", key: bar.next.key });
  return [big, strip(bar), counts, ...(next ? [next] : [])];
}

/** @param {Bar["counts"][number]} shown */
function count({ mark, text, number, label, on, act }) {
  const node = make(
    "button",
    { type: "button", class: on ? "cnt on" : "cnt", "aria-pressed": String(on), title: mark && `${label} / ${MARKS[mark].en}` },
    mark ? markOf(mark) : make("span", {}, text),
    " ",
    make("b", {}, String(number)),
  );
  node.addEventListener("click", act);
  return node;
}

/**
 * A picture for the eye: who hears it is told the counts beside it.
 * @param {Bar} bar
 */
function strip({ ticks }) {
  const nodes = ticks.map(({ mark, label, now, apart }, at) =>
    make("i", { class: [mark, now && "now", apart && "apart"].filter(Boolean).join(" "), title: label, "data-at": at }));
  const node = make("div", { class: ticks.length > 130 ? "strip thin" : "strip", role: "img", "aria-label": "全文各句的记号，点一下到那一句" }, ...nodes);
  node.addEventListener("click", (event) => {
    const at = /** @type {HTMLElement} */ (event.target).dataset.at;
    if (at) ticks[Number(at)].act();
  });
  return node;
}
