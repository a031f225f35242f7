// The steps of a guide: where one is, ticked by the reader and kept on this device only; and the lines of the picture, which
// join those steps that are shown. The page is complete without it.
(() => {
  "use strict";

  const KEY = "steps";
  /** @type {(node: ParentNode, selector: string) => HTMLElement[]} */
  const all = (node, selector) => Array.from(node.querySelectorAll(selector));
  /** @type {(node: Element, name: string) => string} */
  const attribute = (node, name) => node.getAttribute(name) ?? "";

  /** @returns {Record<string, string[]>} by guide the ids of what is ticked */
  function stored() {
    try {
      return JSON.parse(localStorage.getItem(KEY) ?? "null") || {};
    } catch {
      return {};
    }
  }

  /**
   * @param {string} guide its address
   * @param {string[]} ticked
   */
  function keep(guide, ticked) {
    const known = stored();
    if (ticked.length) known[guide] = ticked;
    else delete known[guide];
    try {
      localStorage.setItem(KEY, JSON.stringify(known));
    } catch {
      // then it holds for this page
    }
  }

  /** What a tick is about. @type {(input: HTMLInputElement) => string} */
  const step = (input) => attribute(/** @type {Element} */ (input.closest("[data-says]")), "data-says");

  /** @type {(node: ParentNode) => HTMLInputElement[]} */
  const ticks = (node) => Array.from(node.querySelectorAll(".box input"));

  /** Where the line of a place runs, in half lanes from the left. @param {Element} place */
  function middle(place) {
    const style = getComputedStyle(place);
    return Number(style.getPropertyValue("--s")) + Number(style.getPropertyValue("--e")) - 1;
  }

  /**
   * Lines from each place that is shown to the next, how many there are, and at which the reader is.
   * @param {HTMLElement} way
   */
  function draw(way) {
    const places = all(way, ".flow > li").filter((place) => !place.hidden);
    let from = 0;
    for (const place of [...places, ...all(way, ".end")]) {
      place.setAttribute("data-from", String(from));
      from = middle(place);
    }
    const steps = places.map(ticks).filter((inputs) => inputs.length);  // a place may say only that what follows is not in hand
    const next = steps.findIndex((inputs) => !inputs.some((input) => input.checked));
    const [count] = all(way, ".count"), [at] = all(way, ".at");
    count.textContent = String(steps.length);
    at.textContent = attribute(at, next < 0 ? "data-done" : "data-at").replace("{step}", String(next + 1));
  }

  for (const journey of all(document, ".journey")) {
    const guide = attribute(journey, "data-progress"), ticked = stored()[guide] ?? [], ways = all(journey, ".way");
    for (const input of ticks(journey)) input.checked = ticked.includes(step(input));
    const redraw = () => {
      const shown = ways.filter((way) => !way.hidden);
      if (shown.length === 1 && shown[0] instanceof HTMLDetailsElement) shown[0].open = true;
      ways.forEach(draw);
    };
    journey.addEventListener("change", () => {
      keep(guide, ticks(journey).filter((input) => input.checked).map(step));
      redraw();
    });
    redraw();
    // the interview hides what is not told in a case
    new MutationObserver(redraw).observe(journey, { attributes: true, attributeFilter: ["hidden"], subtree: true });
  }
})();
