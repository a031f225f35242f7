// The information collection form in the browser: checks while typing, the same sheet filled in, a file to load again.
// Nothing is sent, nothing enters the address; kept on this device only while a box is ticked. Without it the list of
// fields and the blank PDF remain.
(() => {
  "use strict";

  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const W = ours.formWords;

  /** @type {(text: string, words: Record<string, string | number>) => string} */
  const fill = (text, words) => text.replace(/\{(\w+)\}/g, (_, name) => String(words[name]));
  /** @type {(text: string) => Remark} */
  const said = (text) => ({ text, bad: false });
  /** @type {(text: string) => Remark} */
  const bad = (text) => ({ text, bad: true });
  /** @type {(text: string) => string} */
  const plain = (text) => text.normalize("NFKC").trim();

  // ------------------------------------------------------------------------------------------------------- the checks

  // Each takes what was typed, whether the person is done with it, and the unit; empty is never wrong.
  const CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY", LENGTH = 18;

  /** What is typed as it is kept, by type of field. */
  const tidy = {
    /** @type {(text: string) => string} */
    uscc: (text) => plain(text).toUpperCase().replace(/[\s-]/g, ""),
    /** @type {(text: string) => string} */
    number: (text) => plain(text).replace(/[\s,]/g, ""),
    telephone: plain,
    /** @type {(text: string) => string} */
    text: (text) => text.trim()
  };

  /**
   * GB 32100—2015: weights 3^(i-1) mod 31, check character (31 - sum mod 31) mod 31.
   * @type {FormChecks["uscc"]}
   */
  function uscc(typed, done) {
    const code = tidy.uscc(typed);
    if (!code) return said("");
    let sum = 0, weight = 1;
    for (let i = 0; i < code.length; i += 1) {
      const value = CODE.indexOf(code[i]);
      if (value < 0) return bad(fill(W.uscc.character, { n: i + 1, c: code[i] }));
      if (i < LENGTH - 1) {
        sum += value * weight;
        weight = weight * 3 % 31;
      }
    }
    if (code.length > LENGTH) return bad(fill(W.uscc.long, { n: code.length - LENGTH }));
    if (code.length < LENGTH) return done ? bad(fill(W.uscc.short, { n: LENGTH - code.length })) : said(fill(W.uscc.so_far, { n: code.length }));
    return CODE[(31 - sum % 31) % 31] === code[LENGTH - 1] ? said(W.ok) : bad(W.uscc.check);
  }

  /**
   * A mobile number, a landline with or without area code, 400 and 800, short service numbers, a number from abroad.
   * @type {FormChecks["telephone"]}
   */
  function telephone(typed, done) {
    const digits = plain(typed).replace(/[\s()（）\-–—.]/g, ""), main = digits.replace(/(?:转|ext|[#*x])\d{1,6}$/i, "");
    if (!digits) return said("");
    if (/[^\d+]/.test(main.replace(/(?:转|e|ex|ext|[#*x])$/i, ""))) return bad(W.telephone.bad);
    const whole = /^(?:\+?86)?1[3-9]\d{9}$|^\+?86[2-9]\d{8,10}$|^0\d{9,11}$|^[2-9]\d{6,7}$|^[48]00\d{7}$|^1\d{2,4}$|^9\d{4,5}$|^(?:\+|00)[1-9]\d{6,14}$/;
    return !done || whole.test(main) ? said("") : bad(W.telephone.bad);
  }

  /** @type {FormChecks["number"]} */
  function number(typed, done, unit) {
    const value = tidy.number(typed);
    if (done ? /^(\d+(\.\d+)?)?$/.test(value) : /^\d*\.?\d*$/.test(value)) return said("");
    return bad(unit && /^\d+(\.\d+)?[^\d.]+$/.test(value) ? fill(W.number.unit, { unit }) : W.number.bad);
  }

  /** @type {FormChecks["date"]} */
  function date(parts, done) {
    const [year, month, day, hour] = [parts.year, parts.month, parts.day, parts.hour || ""].map(plain);
    if (/\D/.test(year + month + day + hour)) return bad(W.number.bad);
    if (hour && Number(hour) > 24) return bad(W.date.hour);
    if (!done || !(year || month || day || hour)) return said("");
    if (!(year && month && day)) return bad(W.date.whole);
    if (year.length !== 4) return bad(W.date.year);
    const there = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
    return there.getUTCMonth() === Number(month) - 1 && there.getUTCDate() === Number(day) ? said("") : bad(W.date.bad);
  }

  ours.formChecks = { uscc, telephone, number, date };

  // --------------------------------------------------------------------------------------------------------- the page

  /**
   * @typedef {object} Text
   * @property {HTMLInputElement} input
   * @property {string} part of a date; else `all`
   * @property {string} name
   */

  /**
   * @typedef {object} Field
   * @property {Element} node
   * @property {string} name
   * @property {string} type
   * @property {string} label
   * @property {string | null} unit
   * @property {boolean} required
   * @property {Element | null} said where a remark goes
   * @property {HTMLInputElement[]} boxes
   * @property {Text[]} texts
   */

  /** @typedef {Record<string, string | string[]>} Values by name the text of a text or part of a date, the options of a choice */

  const root = /** @type {HTMLElement} */ (document.querySelector(".filling"));
  const sheet = /** @type {HTMLElement} */ (document.querySelector(".sheet"));
  if (!root || !sheet) return;
  const form = /** @type {HTMLFormElement} */ (root.querySelector("form"));
  const told = /** @type {HTMLElement} */ (root.querySelector(".told"));
  const keep = /** @type {HTMLInputElement} */ (root.querySelector(".keep-here"));
  const file = /** @type {HTMLInputElement} */ (root.querySelector(".file"));
  const ID = attribute(root, "data-form"), KEY = `form:${ID}`, SHOW = "#sheet";
  const fields = all(root, "[data-field]").map(field);
  let changed = false, came = false;

  /**
   * @param {ParentNode} node
   * @param {string} selector
   * @returns {HTMLElement[]}
   */
  function all(node, selector) {
    return Array.from(node.querySelectorAll(selector));
  }

  /**
   * @param {ParentNode} node
   * @param {string} selector
   * @returns {HTMLInputElement[]}
   */
  function inputs(node, selector) {
    return Array.from(node.querySelectorAll(selector));
  }

  /**
   * @param {Element} node
   * @param {string} name
   */
  function attribute(node, name) {
    return node.getAttribute(name) ?? "";
  }

  /**
   * @param {Element} node
   * @returns {Field}
   */
  function field(node) {
    const name = attribute(node, "data-field");
    return {
      node, name, type: attribute(node, "data-type"), label: attribute(node, "data-label"),
      unit: node.getAttribute("data-unit"), required: node.hasAttribute("data-required"), said: node.querySelector(".said"),
      boxes: inputs(node, "input[type=checkbox], input[type=radio]"),
      texts: inputs(node, "input[type=text]").map((input) => {
        const part = attribute(input, "data-part");
        return { input, part, name: part === "all" ? name : `${name}/${part}` };
      })
    };
  }

  /** @param {string} text */
  function tell(text) {
    told.textContent = text;
  }

  function values() {
    /** @type {Values} */
    const found = {};
    for (const one of fields) {
      if (one.boxes.length) found[one.name] = one.boxes.filter((box) => box.checked).map((box) => box.value);
      for (const text of one.texts) found[text.name] = text.input.value;
    }
    return found;
  }

  /**
   * Puts values into the form; returns how many of them this form does not know.
   * @param {Record<string, unknown>} given
   */
  function put(given) {
    let used = 0;
    for (const one of fields) {
      const chosen = given[one.name];
      if (one.boxes.length && Array.isArray(chosen)) {
        for (const box of one.boxes) box.checked = chosen.includes(box.value);
        if (chosen.every((option) => one.boxes.some((box) => box.value === option))) used += 1;
      }
      for (const text of one.texts) {
        const typed = given[text.name];
        if (typeof typed !== "string") continue;
        text.input.value = typed.slice(0, text.input.maxLength);
        used += 1;
      }
      check(one, true);
    }
    draw();
    return Object.keys(given).length - used;
  }

  /**
   * What there is to say of the texts of a field; null where its type has no check.
   * @param {Field} one
   * @param {boolean} done
   */
  function remark(one, done) {
    const parts = Object.fromEntries(one.texts.map((text) => [text.part, text.input.value]));
    switch (one.type) {
      case "date": case "datetime": return date(parts, done);
      case "uscc": return uscc(parts.all, done);
      case "telephone": return telephone(parts.all, done);
      case "number": return number(parts.all, done, one.unit);
      default: return null;
    }
  }

  /**
   * @param {Field} one
   * @param {boolean} done
   */
  function check(one, done) {
    const found = one.said && one.texts.length ? remark(one, done) : null;
    if (!one.said || !found) return;
    if (one.said.textContent !== found.text) one.said.textContent = found.text;
    one.said.classList.toggle("bad", found.bad);
    for (const text of one.texts) text.input.setAttribute("aria-invalid", String(found.bad));
  }

  /** @param {Field} one */
  function filled(one) {
    return one.boxes.some((box) => box.checked) || one.texts.some((text) => text.input.value.trim());
  }

  function draw() {
    const now = values(), choices = fields.filter((one) => one.boxes.length);
    for (const place of all(sheet, "[data-of]")) place.textContent = String(now[attribute(place, "data-of")] || "");
    for (const place of all(sheet, "[data-box]")) {
      const at = attribute(place, "data-box");
      const of = choices.find((one) => at.startsWith(`${one.name}/`));
      place.textContent = of && now[of.name].includes(at.slice(of.name.length + 1)) ? "☑" : "□";
    }
  }

  function remind() {
    const names = fields.filter((one) => one.required && !filled(one)).map((one) => one.label);
    tell(names.length ? fill(W.required, { names: names.join(W.comma) }) : "");
  }

  // -------------------------------------------------------------------------------------------------------- the device

  /**
   * @template Kept
   * @param {(place: Storage) => Kept} act
   */
  function stored(act) {
    try {
      return act(window.localStorage);
    } catch {
      return undefined;
    }
  }

  function store() {
    if (!keep.checked) return;
    const text = JSON.stringify(values());
    const there = stored((place) => {
      place.setItem(KEY, text);
      return place.getItem(KEY) === text;
    });
    if (!there) keep.checked = false;
    tell(there ? W.kept : W.cannot_keep);
  }

  function forget() {
    stored((place) => place.removeItem(KEY));
  }

  function clear() {
    if (!confirm(W.sure)) return;
    form.reset();
    keep.checked = false;
    forget();
    for (const one of fields) check(one, true);
    draw();
    changed = false;
    tell(W.deleted);
  }

  function save() {
    const data = { form: ID, title: root.getAttribute("data-title"), values: values() };
    const link = document.createElement("a"), blob = new Blob([JSON.stringify(data, null, 1) + "\n"], { type: "application/json" });
    link.href = URL.createObjectURL(blob);
    link.download = `${ID.replace("/", "-")}.json`;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    changed = false;
  }

  /** @param {string} text */
  function parsed(text) {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }

  /** @param {string} text */
  function load(text) {
    const data = parsed(text);
    if (!data || data.form !== ID || !data.values || typeof data.values !== "object") {
      tell(W.not_ours);
      return;
    }
    form.reset();
    const unknown = put(data.values);
    store();
    tell(unknown > 0 ? fill(W.loaded_partly, { n: unknown }) : W.loaded);
  }

  // -------------------------------------------------------------------------------------------------------- the events

  function shown() {
    const alone = location.hash === SHOW, page = document.documentElement, before = page.classList.contains("sheet-only");
    page.classList.toggle("sheet-only", alone);
    all(sheet, ".back")[0].hidden = !alone;
    if (alone !== before) {
      scrollTo(0, 0);
      all(document, alone ? "[data-act=back]" : "[data-act=show]")[0].focus();
    }
  }

  /** @type {Record<string, () => void>} */
  const acts = {
    show: () => {
      remind();
      came = true;
      location.hash = SHOW;
    },
    back: () => {
      if (came) history.back();
      else location.hash = "";
      came = false;
    },
    print: () => {
      remind();
      draw();
      window.print();
    },
    save,
    load: () => file.click(),
    delete: clear
  };

  /**
   * Each text as it is kept, once the person is done with it.
   * @param {Field} one
   */
  function neaten(one) {
    const neat = one.type === "uscc" || one.type === "number" || one.type === "telephone" ? tidy[one.type] : tidy.text;
    for (const { input } of one.texts) {
      const text = neat(input.value);
      if (text !== input.value) input.value = text;
    }
  }

  /**
   * An option that was chosen by mistake can be taken back.
   * @param {HTMLInputElement} box
   */
  function release(box) {
    let before = false;
    box.closest("label")?.addEventListener("pointerdown", () => {
      before = box.checked;
    });
    box.addEventListener("click", () => {
      if (before) {
        box.checked = false;
        draw();
        store();
      }
      before = false;
    });
  }

  for (const one of fields) {
    one.node.addEventListener("input", () => {
      changed = true;
      check(one, false);
      draw();
      store();
    });
    one.node.addEventListener("focusout", (event) => {
      const next = /** @type {FocusEvent} */ (event).relatedTarget;
      if (next instanceof Node && one.node.contains(next) && one.texts.length > 1) return;
      neaten(one);
      check(one, true);
      draw();
      store();
    });
    one.boxes.filter((box) => box.type === "radio").forEach(release);
  }
  keep.addEventListener("change", () => {
    if (keep.checked) {
      store();
    } else {
      forget();
      tell(W.not_kept);
    }
  });
  for (const button of all(document, "[data-act]")) {
    const act = attribute(button, "data-act");
    if (act === "print" && typeof window.print !== "function") button.hidden = true;
    button.addEventListener("click", acts[act]);
  }
  file.addEventListener("change", () => {
    const reader = new FileReader();
    if (!file.files?.length) return;
    reader.onload = () => load(String(reader.result));
    reader.readAsText(file.files[0]);
    file.value = "";
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", shown);
  addEventListener("beforeunload", (event) => {
    if (changed && !keep.checked) event.preventDefault();
  });

  const kept = stored((place) => place.getItem(KEY));
  form.reset();
  if (kept) {
    try {
      put(JSON.parse(kept));
      keep.checked = true;
      tell(W.kept);
    } catch {
      forget();
    }
  }
  draw();
  root.hidden = false;
  document.documentElement.classList.add("form-scripted");
  shown();
})();
