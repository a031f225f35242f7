// The finder on the home page: while somebody types it offers answers over the page, to be walked with the arrows; asked for
// by Enter or the button they stand in the page, with what the texts say. The list of places is complete without it.
(() => {
  "use strict";
  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const form = /** @type {HTMLFormElement} */ (document.querySelector("form.finder"));
  const answers = /** @type {HTMLElement} */ (document.querySelector(".answers"));
  const data = /** @type {FinderIndex} */ (ours.index), find = /** @type {NonNullable<ConnectionGuides["find"]>} */ (ours.find);
  if (!form || !find) return;
  const says = data.says, disk = location.protocol === "file:";
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
  const status = /** @type {HTMLElement} */ (form.querySelector(".status"));
  const frame = /** @type {HTMLElement} */ (answers.parentElement), SVG = "http://www.w3.org/2000/svg", OFFERED = 6;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let told;

  /**
   * @template {keyof HTMLElementTagNameMap} Name
   * @param {Name} name
   * @param {string} [text]
   * @param {string} [kind] its class
   */
  function element(name, text, kind) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }

  /** @type {(text: string, values: Record<string, string | number>) => string} */
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  /** @type {(href: string) => string} */
  const address = (href) => (disk ? href.replace(/\/(?=#|$)/, "/index.html") : href);

  /** @param {FoundPage} one */
  function title(one) {
    if (one.kind === "site") return says.site[one.href];
    const [name] = data.places[one.place];
    if (one.kind === "city") return name;
    if (one.kind === "guide") return fill(says.placed, { place: name, name: data.apart[`${one.place}${one.service}`] ?? data.services[one.service][2] });
    const about = one.service ? fill(says.placed, { place: name, name: data.services[one.service][1] }) : name;
    return about + says.colon + says.kinds[one.kind];
  }

  /**
   * @param {FoundPage} one
   * @param {boolean} first whether no result before it is of the same place
   */
  function note(one, first) {
    if (one.kind === "site") return "";
    const [, , , , letters, covers] = data.places[one.place];
    const there = Object.keys(data.services).filter((letter) => letters.toLowerCase().includes(letter));
    const section = one.section && says.sections[one.section], names = one.classes.join(says.comma);
    return [
      one.kind === "city" ? there.map((letter) => data.apart[`${one.place}${letter}`] ?? data.services[letter][1]).join(says.comma) : "",
      section && names ? fill(says.among, { section, names }) : section,
      covers && first ? says.covers + covers : ""
    ].filter(Boolean).join(says.semicolon);
  }

  /** @param {Letter} letter */
  function drawing(letter) {
    const made = document.createElementNS(SVG, "svg"), use = document.createElementNS(SVG, "use");
    made.setAttribute("class", `icon i-${data.services[letter][0]}`);
    made.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `#i-${data.services[letter][0]}`);
    made.append(use);
    return made;
  }

  /**
   * @param {FoundPage} one
   * @param {boolean} first
   */
  function row(one, first) {
    const item = element("li"), link = element("a"), small = note(one, first);
    link.href = address(one.href);
    if (one.service) link.append(drawing(one.service));
    link.append(element("b", title(one)));
    if (small) link.append(element("small", small));
    item.append(link);
    return item;
  }

  /**
   * @param {Found} found
   * @param {boolean} offered whether it is to be walked with the arrows from the field
   */
  function list(found, offered) {
    const made = element("ul", "", "found"), some = offered ? found.results.slice(0, OFFERED) : found.results;
    some.forEach((one, at) => {
      made.append(row(one, !some.slice(0, at).some((other) => other.place === one.place)));
    });
    if (offered) choices(made);
    return made;
  }

  /** @param {HTMLElement} made a list that becomes one of choices */
  function choices(made) {
    made.id = "offered";
    made.setAttribute("role", "listbox");
    made.setAttribute("aria-label", says.button);
    made.querySelectorAll("a").forEach((link, at) => {
      link.parentElement?.setAttribute("role", "none");
      link.id = `offered-${at}`;
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      link.tabIndex = -1;
    });
  }

  /**
   * What these pages do not tell, and who does.
   * @param {Found} found
   */
  function elsewhere(found) {
    const letters = found.services.length ? found.services : [...data.here];
    const provider = letters.map((letter) => data.services[letter][3]).join(says.comma);
    const made = element("p", "", "ask-band");
    made.append(element("b", says.ours), ` ${fill(says.elsewhere[found.elsewhere], { provider })}`);
    return made;
  }

  /**
   * @param {Found} found
   * @param {string} typed
   */
  function nothing(found, typed) {
    const made = element("div", "", "nothing"), few = data.places.length <= 12, here = element("p", few ? says.here : "");
    made.append(element("p", fill(says.nothing, { typed: found.unknown.join(" ") || typed }), "verdict"));
    for (const [name, slug] of few ? data.places : [["", ""]]) {
      const link = element("a", few ? name : says.all);
      link.href = few ? address(`${slug}/`) : "#all";
      here.append(link);
    }
    made.append(here, element("p", says.advice));
    return made;
  }

  /**
   * What is said above the results; each a sentence of its own.
   * @param {Found} found
   */
  function remarks(found) {
    const lacking = found.lacks.map((one) => fill(says.lacks, {
      place: data.places[one.place][0], what: one.page ? says.kinds[one.page] : data.services[one.service ?? ""][1]
    }));
    return [
      ...found.slips.map((one) => fill(says.slip, { typed: one })), ...lacking,
      ...(found.unknown.length ? [fill(says.unknown, { typed: found.unknown.join(" ") })] : [])
    ];
  }

  /**
   * Announced when the typing rests, so that a screen reader is not interrupted at every letter.
   * @param {string} text
   */
  function tell(text) {
    told = setTimeout(() => {
      status.textContent = text;
    }, 400);
  }

  /**
   * What is found, as it stands below the field, and the words that announce it.
   * @param {Found} found
   * @param {string} typed
   * @param {boolean} offered
   */
  function answer(found, typed, offered) {
    const all = found.results.length + found.more, some = all > 0, notes = some ? remarks(found) : [];
    const apart = found.elsewhere ? [elsewhere(found)] : [], hidden = offered ? Math.max(all - OFFERED, 0) : found.more;
    const parts = [
      ...apart, ...notes.map((one) => element("p", one, "remark")),
      ...(some ? [list(found, offered)] : found.elsewhere ? [] : [nothing(found, typed)]),
      ...(hidden ? [element("p", fill(says.more, { n: hidden }), "remark")] : [])
    ];
    const verdict = parts.map((one) => one.querySelector(".verdict")?.textContent ?? "").join("");
    tell([...apart.map((one) => one.textContent), ...notes, some ? fill(says.count, { n: all }) : verdict].join(" "));
    return parts;
  }

  /** @param {boolean} offered whether over the page, while somebody types, or in it */
  function show(offered) {
    const typed = ours.whole(input.value).trim(), found = typed ? find(typed) : null;
    clearTimeout(told);
    history.replaceState(null, "", typed ? `#q=${encodeURIComponent(typed)}` : location.pathname);
    answers.dispatchEvent(new CustomEvent("found", { detail: offered ? null : found }));
    answers.textContent = "";
    answers.classList.toggle("offered", offered && found !== null);
    choose(-1);
    if (found) answers.append(...answer(found, typed, offered));
    else tell("");
    input.setAttribute("aria-expanded", String(offeredLinks().length > 0));
  }

  function close() {
    if (!answers.classList.contains("offered")) return;
    answers.textContent = "";
    answers.classList.remove("offered");
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  /** @returns {HTMLAnchorElement[]} */
  const links = () => Array.from(document.querySelectorAll(".found a"));
  /** @returns {HTMLAnchorElement[]} */
  const offeredLinks = () => Array.from(answers.querySelectorAll("[role=option]"));
  const chosen = () => offeredLinks().find((link) => link.getAttribute("aria-selected") === "true");

  /** @param {number} at which of the choices, -1 for none */
  function choose(at) {
    offeredLinks().forEach((link, position) => link.setAttribute("aria-selected", String(position === at)));
    const link = chosen();
    if (link) input.setAttribute("aria-activedescendant", link.id);
    else input.removeAttribute("aria-activedescendant");
    link?.scrollIntoView({ block: "nearest" });
  }

  /**
   * The arrows: among the choices the focus stays in the field; among links of the page it goes along.
   * @param {KeyboardEvent} event
   */
  function move(event) {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0, offers = offeredLinks();
    const all = [input, ...links()], at = all.findIndex((one) => one === document.activeElement);
    if (event.key === "Escape") {
      close();
      if (at > 0) input.focus();
    }
    if (!step || at < 0) return;
    if (offers.length) choose(rotated(offers.findIndex((one) => one === chosen()) + step, offers.length));
    else all[at + step]?.focus();
    event.preventDefault();
  }

  /** @type {(at: number, size: number) => number} the field, -1, stands between the last and the first */
  const rotated = (at, size) => (at < -1 ? size - 1 : at >= size ? -1 : at);

  function start() {
    const asked = /^#q=(.*)/.exec(location.hash);
    if (!asked) return;
    input.value = ours.decoded(asked[1], asked[1]);
    show(false);
  }

  input.addEventListener("input", (event) => {
    if (!(/** @type {InputEvent} */ (event).isComposing)) show(true);
  });
  input.addEventListener("compositionend", () => show(true));
  input.addEventListener("click", () => {
    if (input.value && !answers.hasChildNodes()) show(true);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const link = chosen();
    if (link) {
      location.assign(link.href);
      return;
    }
    show(false);
    links()[0]?.focus();
  });
  // Whoever goes elsewhere sees what the choices hide; a phone's keyboard that closes goes nowhere.
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && !frame.contains(event.target)) close();
  });
  frame.addEventListener("focusout", (event) => {
    if (event.relatedTarget instanceof Node && !frame.contains(event.relatedTarget)) close();
  });
  document.addEventListener("keydown", move);
  addEventListener("hashchange", start);
  start();
})();
