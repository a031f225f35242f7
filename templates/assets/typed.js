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

  /** @type {Typed["reading"]} */
  const reading = (value, unit) => {
    const own = factor(plain(unit), unit), base = (kind(unit) ?? [])[0]?.unit ?? "";
    if (!(own > 1) || !/^[0-9.]+$/.test(value)) return null;
    return { base, own, amount: decimal(Number(value) * own).replace(/\B(?=(\d{3})+$)/g, "\u202f"), less: decimal(Number(value) / own) };
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
