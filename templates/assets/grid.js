// Where somebody stands in the grids of classes: marked once the interview says in which region the answers are. A cell
// carries its box as data, in the shape of tables.js; the grid is complete without this.
(() => {
  "use strict";

  const fold = /** @type {HTMLDetailsElement | null} */ (document.querySelector("details.grids"));
  if (!fold) return;
  const cells = /** @type {HTMLTableCellElement[]} */ (Array.from(fold.querySelectorAll("td[data-box]")));

  /** @type {(mask: Mask, other: Mask) => boolean} */
  const overlap = (mask, other) => mask.some((word, i) => (word & other[i]) !== 0);

  /**
   * Whether two boxes share anything; an input that is not in a box is free.
   * @param {Box} box
   * @param {Box} other
   */
  const meet = (box, other) => Object.keys(box).every((key) => !(key in other) || overlap(box[key], other[key]));

  /**
   * @param {HTMLTableCellElement} cell
   * @param {string} words none: nobody stands there
   */
  function mark(cell, words) {
    cell.querySelector(".you")?.remove();
    cell.classList.toggle("here", Boolean(words));
    if (!words) return;
    const note = document.createElement("span");
    note.className = "you";
    note.textContent = words;
    cell.append(" ", note);
  }

  document.addEventListener("connectionguides:told", (event) => {
    const { regions } = /** @type {CustomEvent<{ regions: Record<string, Region> }>} */ (event).detail;
    const region = regions[fold.dataset.guide ?? ""] ?? [];
    const met = cells.filter((cell) => {
      const box = /** @type {Box} */ (JSON.parse(cell.dataset.box ?? "{}"));
      return region.some((here) => meet(box, here));
    });
    const words = met.length === 1 ? fold.dataset.here : met.length && met.length < cells.length ? fold.dataset.maybe : "";
    for (const cell of cells) mark(cell, met.includes(cell) ? words ?? "" : "");
    if (met.length === 1) fold.open = true;
  });
})();
