// Numbers and days as people type them. Numbers of one kind come in any of its units and are kept in that of their
// question; days as 2026年11月27日, 2026/11/27, 20261127 are kept as 2026-11-27. No page.
(() => {
  "use strict";

  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const { measures = {}, multiples = [] } = ours.words ?? {};

  /** @type {(text: string) => string} */
  const plain = (text) => text.normalize("NFKC").replace(/[\s,，、]/g, "");

  /**
   * The units of the same kind as one, each with how many of the first of them it is; null for a unit by itself.
   * @param {string} unit
   */
  function kind(unit) {
    return Object.values(measures).find((one) => one.some((each) => plain(each.unit) === plain(unit))) ?? null;
  }

  /**
   * How many of the first unit of its kind a unit is; 0 where that is not known.
   * @param {string} said
   * @param {string} unit of the question
   */
  function factor(said, unit) {
    return (kind(unit) ?? []).find((one) => plain(one.unit) === said)?.is ?? 0;
  }

  /** Decimal text without what binary fractions add. @type {(value: number) => string} */
  const decimal = (value) => String(Number(value.toPrecision(12)));

  /**
   * How many of the unit of a question are meant by some of what stands behind a number; 0 where nobody knows.
   * @param {string} said
   * @param {string} unit
   */
  function scale(said, unit) {
    if (!said || said === plain(unit)) return 1;
    const own = factor(plain(unit), unit), direct = own && factor(said, unit);
    if (direct) return direct / own;
    const multiple = multiples.find(({ sign }) => said.startsWith(sign));
    if (!multiple) return 0;
    const rest = said.slice(multiple.sign.length), times = multiple.is;
    if (!rest) return plain(unit).startsWith(multiple.sign) ? 1 : times;
    return rest === plain(unit) ? times : own && (times * factor(rest, unit)) / own;
  }

  /** @type {Typed["number"]} */
  const number = (text, unit) => {
    const [, digits, said] = /^(-?[0-9.]+)(.*)$/.exec(plain(text)) ?? ["", "", ""];
    if (!digits || isNaN(Number(digits))) return null;
    const times = scale(said, unit), bare = digits.replace(/^(-?)0+(?=\d)/, "$1");
    if (!times) return null;
    return times === 1 ? bare : decimal(Number(digits) * times);
  };

  /** Where numbers of one kind meet in several units, a number a hundred times as large or small as usual is doubted. */
  const DOUBT = 100;

  /**
   * The unit in which a number is said once more: a large one in the first of its kind, another in a large one of the interview.
   * @param {string} unit
   * @param {string[]} others
   */
  function beside(unit, others) {
    const own = factor(plain(unit), unit), [first] = kind(unit) ?? [];
    if (own > 1) return { own, base: first?.unit ?? "", is: 1 };
    const base = others.find((other) => own && factor(plain(other), unit) > own);
    return base === undefined ? null : { own, base, is: factor(plain(base), unit) };
  }

  /** @type {Typed["reading"]} */
  const reading = (value, unit, others) => {
    const found = beside(unit, others);
    if (!found || !/^[0-9.]+$/.test(value)) return null;
    const { own, base, is } = found, typed = Number(value);
    const amount = decimal((typed * own) / is).replace(/\B(?=(\d{3})+$)/g, "\u202f"), other = decimal((typed * is) / own);
    return { words: { base, amount, other }, doubtful: own > is ? typed >= own / DOUBT : typed < is / DOUBT };
  };

  /** @type {Typed["day"]} */
  const day = (text) => {
    const said = plain(text).replace(/T.*$/, "");
    const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$/.exec(said) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(said);
    if (!found) return "";
    const [year, month, date] = found.slice(1).map(Number), at = new Date(Date.UTC(year, month - 1, date));
    return at.getUTCMonth() === month - 1 && at.getUTCDate() === date ? at.toISOString().slice(0, 10) : "";
  };

  ours.typed = { number, reading, day };
})();
