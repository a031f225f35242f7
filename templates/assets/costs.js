// What somebody pays in a case: rates times a number of theirs, and a total where every item has a number. The same rule as
// the generator's `costs`, on the prices that tables.js has of statements. No page.
(() => {
  "use strict";

  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const SEVERAL = 2;

  /** @param {string} number */
  const places = (number) => (number.split(".")[1] ?? "").length;

  /**
   * A number with so many digits behind the point, or as many more as it has.
   * @param {number} number
   * @param {number} exact the digits that it can have
   * @param {number} least
   */
  function plain(number, exact, least) {
    const bare = number.toFixed(exact).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
    return places(bare) >= least ? bare : Number(bare).toFixed(least);
  }

  /**
   * What a rate comes to; null where its number or that of the reader is not known.
   * @param {Price} price
   * @param {Answers} answers
   */
  function product({ number, times = "" }, answers) {
    const factor = answers[times];
    if (number === undefined || !factor || !/^\d+(\.\d+)?$/.test(factor)) return null;
    return plain(Number(number) * Number(factor), places(number) + places(factor), places(number));
  }

  /** Whether something about money is told that has no number. @param {Said} said */
  function hinders({ statement: { section, topics, kind, price }, status }) {
    const about = price || ["fees", "works"].some((name) => section === name || topics.includes(name));
    return Boolean(about && (status !== "certain" || !["stated", "nothing"].includes(kind))) || (section === "schedules" && kind === "silent");
  }

  /**
   * Whether all is paid in one currency by the same, and no clause differs from another.
   * @param {Said[]} priced
   * @param {Told} found
   */
  function agree(priced, found) {
    const ids = priced.map(({ statement }) => statement.id);
    const paid = priced.map(({ statement: { price } }) => price).filter((price) => Number(price?.number) !== 0);
    const alike = new Set(paid.map((price) => JSON.stringify([price?.currency, price?.payer ?? ""])));
    return alike.size === 1 && !found.relations.some(({ of }) => of.some((id) => ids.includes(id)));
  }

  /**
   * @param {Told} found
   * @param {Answers} answers
   * @returns {ReckonedCosts}
   */
  function costs(found, answers) {
    const priced = found.said.filter(({ statement }) => statement.price);
    const items = priced.map(({ statement }) => {
      const price = /** @type {Price} */ (statement.price);
      return { ...price, id: statement.id, amount: price.times ? product(price, answers) : price.number ?? null };
    });
    const products = items.filter(({ times, amount }) => times && amount !== null);
    const numbers = items.map(({ amount, final }) => (final ? amount : null));
    const whole = found.standing === "inside" && !found.said.some(hinders) && agree(priced, found);
    if (!whole || items.length < SEVERAL || numbers.includes(null)) return { products, total: "", items: [] };
    const exact = Math.max(...numbers.map((number) => places(number ?? ""))), sum = numbers.reduce((left, number) => left + Number(number), 0);
    return { products, total: plain(sum, exact, exact), items: items.filter(({ amount }) => Number(amount)) };
  }

  ours.costs = costs;
})();
