// The finder on the home page: answers while somebody types. The list below it is complete without it.
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
    if (one.kind === "guide") return name + data.services[one.service][2];
    return `${name}${one.service ? data.services[one.service][1] : ""}：${says.kinds[one.kind]}`;
  }

  /**
   * @param {FoundPage} one
   * @param {boolean} first whether no result before it is of the same place
   */
  function note(one, first) {
    if (one.kind === "site") return "";
    const [, , , , letters, covers] = data.places[one.place];
    const there = Object.keys(data.services).filter((letter) => letters.toLowerCase().includes(letter));
    return [
      one.kind === "city" ? there.map((letter) => data.services[letter][1]).join("、") : "",
      one.section ? says.sections[one.section] + one.classes.join("、") : "",
      covers && first ? says.covers + covers : ""
    ].filter(Boolean).join("；");
  }

  /**
   * @param {FoundPage} one
   * @param {boolean} first
   */
  function row(one, first) {
    const item = element("li"), link = element("a"), small = note(one, first);
    link.href = address(one.href);
    link.append(element("b", title(one)));
    if (small) link.append(element("small", small));
    item.append(link);
    return item;
  }

  /** @param {Found} found */
  function list(found) {
    const made = element("ul", "", "found");
    found.results.forEach((one, at) => {
      made.append(row(one, !found.results.slice(0, at).some((other) => other.place === one.place)));
    });
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

  function show() {
    const typed = ours.whole(input.value).trim(), found = typed ? find(typed) : null;
    answers.textContent = "";
    clearTimeout(told);
    history.replaceState(null, "", typed ? `#q=${encodeURIComponent(typed)}` : location.pathname);
    answers.dispatchEvent(new CustomEvent("found", { detail: found }));
    if (!found) {
      tell("");
      return;
    }
    const some = found.results.length > 0, notes = some ? remarks(found) : [], shown = some ? list(found) : nothing(found, typed);
    answers.append(...notes.map((one) => element("p", one, "remark")), shown);
    if (found.more) answers.append(element("p", fill(says.more, { n: found.more }), "remark"));
    const verdict = shown.querySelector(".verdict")?.textContent ?? "";
    tell([...notes, some ? fill(says.count, { n: found.results.length + found.more }) : verdict].join(" "));
  }

  /** @returns {HTMLAnchorElement[]} */
  const links = () => Array.from(document.querySelectorAll(".found a"));

  /** @param {KeyboardEvent} event */
  function move(event) {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0, all = [input, ...links()];
    const at = all.findIndex((one) => one === document.activeElement);
    if (event.key === "Escape" && at > 0) input.focus();
    if (!step || at < 0 || !all[at + step]) return;
    event.preventDefault();
    all[at + step].focus();
  }

  function start() {
    const asked = /^#q=(.*)/.exec(location.hash);
    if (!asked) return;
    input.value = ours.decoded(asked[1], asked[1]);
    show();
  }

  input.addEventListener("input", (event) => {
    if (!(/** @type {InputEvent} */ (event).isComposing)) show();
  });
  input.addEventListener("compositionend", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
    links()[0]?.focus();
  });
  for (const one of form.querySelectorAll(".example")) {
    one.addEventListener("click", () => {
      input.value = one.textContent ?? "";
      show();
      input.focus();
    });
  }
  document.addEventListener("keydown", move);
  addEventListener("hashchange", start);
  start();
})();
