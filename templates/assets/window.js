// The page of the window: a class and a day are chosen, the latest day is counted out, and one button opens the ticket of just
// that. Also whether a stack of printed sheets is still good. Today is the reader's; nothing is kept or sent.
(() => {
  "use strict";

  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const { all, inputs, attribute, fill, make } = /** @type {Nodes} */ (ours.nodes);
  const { guides, fragment, read, told } = /** @type {KnownAnswers} */ (ours.answers);
  const { today, weekday, dayWords, remarks } = /** @type {Reckoning} */ (ours.reckoning);
  const { lastDays, ruler, counting } = /** @type {Rulers} */ (ours.ruler);
  const W = ours.words, { due: D, sheet: S } = W, OPEN = "?", CODE = 4;

  /**
   * The choice that is made among radio buttons; empty where none is.
   * @param {ParentNode} box
   */
  const chosen = (box) => inputs(box, "input[type=radio]:checked")[0]?.value ?? "";

  /** The desk of one utility: what is chosen there, and what follows. */
  class Desk {
    /** @param {HTMLElement} box */
    constructor(box) {
      this.box = box;
      this.guide = guides([attribute(box, "data-guide")])[0];
      this.tables = all(box, "fieldset.choice");
      this.which = all(box, "fieldset.which")[0] ?? null;
      this.last = "";
      this.address = "";
    }

    /** By table the classes that are chosen; null where one is wanting. @returns {Answers | null} */
    classes() {
      const picked = Object.fromEntries(this.tables.map((table) => [attribute(table, "data-table"), chosen(table)]));
      return Object.values(picked).every(Boolean) ? picked : null;
    }

    /** The time limits of the whole that are left, and silence where it may be; nothing before all classes are chosen. */
    limits() {
      const picked = this.classes();
      if (!picked) return [];
      return told(this.guide, picked).said.filter(({ statement }) => statement.section === "limits" && statement.topics.includes("limits") && !statement.within);
    }

    /** Shows what each class touches, and the time limits that are left where there are several that lead to a day. */
    offer() {
      const left = this.limits().map(({ statement }) => statement.id), dated = left.filter((id) => this.limit(id)?.amounts.length);
      for (const note of all(this.box, ".meets")) {
        const [table, id] = attribute(note, "data-class").split("/");
        note.hidden = this.classes()?.[table] !== id;
      }
      if (!this.which) return;
      for (const row of all(this.which, "[data-limit]")) row.hidden = !left.includes(attribute(row, "data-limit"));
      this.which.hidden = left.length < 2 || !dated.length;
      for (const input of inputs(this.which, ":checked")) if (this.which.hidden || input.closest("[hidden]")) input.checked = false;
    }

    /** @param {string} statement */
    limit(statement) {
      return this.guide.data.limits.find((one) => one.statement === statement);
    }

    /** The one time limit that holds, or that the window goes by; `?` where that stays open; empty before that is settled. */
    settled() {
      const left = this.limits();
      if (this.which && !this.which.hidden) return chosen(this.which);
      return left.length === 1 ? left[0].statement.id : left.length || this.classes() ? OPEN : "";
    }

    /** What the document leaves open of a time limit, in words. @param {string} statement */
    open(statement) {
      const parts = this.limits().find((one) => one.statement.id === statement)?.statement.parts ?? [];
      return parts.filter(({ silent }) => silent).map(({ words }) => words);
    }

    /** @param {Day} day */
    show(day) {
      this.offer();
      const id = this.settled(), limit = this.limit(id), [starts] = all(this.box, ".starts"), [box] = all(this.box, ".latest");
      const timed = limit?.units.some((unit) => unit === "hour" || unit === "minute") ?? false;
      for (const clock of all(this.box, ".clock")) clock.hidden = !timed;
      starts.textContent = limit?.starts ? fill(S.event, { starts: limit.starts }) : "";
      box.textContent = "";
      this.last = "";
      if (id && day.day) this.lay(box, id, limit, timed ? `${day.day}T${day.time}` : day.day);
      this.lead(id, day, timed);
    }

    /**
     * The latest day and how it is counted, or why there is none; then what is open.
     * @param {HTMLElement} box
     * @param {string} id
     * @param {DatedLimit | undefined} limit
     * @param {string} from
     */
    lay(box, id, limit, from) {
      try {
        const days = limit ? lastDays(limit, from, 0) : [];
        if (!limit || !days.length) box.append(make("p", this.dateless(id, limit), "none"));
        else this.days(box, limit, days, from);
      } catch (error) {
        const { year } = /** @type {UnannouncedYear} */ (error);
        if (!year) throw error;
        box.append(make("p", fill(S.unannounced, { year }), "none"));
      }
      const open = this.open(id);
      if (open.length) box.append(make("p", fill(S.unstated, { parts: open.join(W.comma) }), "ask-band"));
    }

    /**
     * Why there is no day.
     * @param {string} id
     * @param {DatedLimit | undefined} limit
     */
    dateless(id, limit) {
      const told_ = this.limits(), several = id === OPEN && told_.length > 1;
      const amount = told_.find((one) => one.statement.id === id)?.statement;
      if (several) return S.several;
      return limit && amount ? (amount.says ?? "") + W.colon + S.no_date : S.no_words;
    }

    /**
     * @param {HTMLElement} box
     * @param {DatedLimit} limit
     * @param {LastDay[]} days one by each reading of the unit
     * @param {string} from
     */
    days(box, limit, days, from) {
      const shown = days.filter(({ day }, index) => days.findIndex((one) => one.day === day) === index);
      for (const { unit, low, day } of shown) {
        const how = limit.begins ? S.at_last_begins : low === day ? S.at_last : fill(S.between, { low: dayWords(low) });
        const line = box.appendChild(make("p", "", "when-last"));
        line.append(make("span", (shown.length > 1 ? D.reading[unit] + D.open_day : "") + how), " ", make("b", dayWords(day)));
      }
      for (const last of days) if (last.days.length) box.append(ruler(from, last.days));
      const readings = (days.length > shown.length ? S.alike : "") + [...new Set(days.map(({ unit }) => remarks(limit, unit, from, 0)))].join("");
      box.append(make("p", [readings, counting(from, days)].filter(Boolean).join(W.semicolon), "ours"));
      this.last = shown.map(({ day }) => dayWords(day)).join(D.either);
    }

    /**
     * Leads the button to the ticket, or says what is wanting.
     * @param {string} id
     * @param {Day} day
     * @param {boolean} timed
     */
    lead(id, day, timed) {
      const [button] = /** @type {HTMLAnchorElement[]} */ (all(this.box, ".print a.button")), classes = this.classes();
      const ready = Boolean(id && day.day && classes), wants = [classes ? "" : S.wants.classes, classes && !id ? S.wants.limit : "", day.day ? "" : S.wants.day];
      const [of, last] = all(this.box, ".mini b"), more = [...(id === OPEN ? [] : [["_l", id]]), ...(timed ? [["_t", day.time]] : [])];
      this.address = ready ? this.ticket({ ...classes, ...Object.fromEntries(more), _d: day.day, _w: "1", _p: "1" }) : "";
      all(this.box, ".wanting")[0].textContent = ready ? "" : fill(S.wanting, { what: wants.filter(Boolean).join(W.comma) });
      of.textContent = this.names().join(W.comma);
      last.textContent = this.last ?? "";
      if (this.address) button.href = this.address;
      else button.removeAttribute("href");
      button.setAttribute("aria-disabled", String(!ready));
    }

    /** @param {Answers} values */
    ticket(values) {
      return `${attribute(this.box, "data-sheet")}${location.protocol === "file:" ? "index.html" : ""}#${fragment(values)}`;
    }

    /** The names of the chosen classes. */
    names() {
      const picked = this.classes() ?? {};
      return this.guide.data.tables.flatMap(({ id, classes }) => classes.filter((one) => one.id === picked[id]).map(({ name }) => name));
    }
  }

  /** @typedef {{ day: string, time: string }} Day */

  const desks = all(document, ".desk[data-guide]").map((box) => new Desk(box)), sections = all(document, ".desk");
  /** The day that is the same for all utilities. @type {Day} */
  const day = { day: "", time: "09:00" };

  /** What is chosen stands in the address, so that the way back from a ticket leads to it. */
  function remember() {
    const radios = inputs(document, ".desk input[type=radio]:checked").map(({ name, value }) => [name, value]);
    const tab = sections.find(({ hidden }) => !hidden)?.id ?? "", { day: from, time } = day;
    const values = Object.fromEntries([["_tab", tab], ["_d", from], ["_t", from && time], ...radios].filter(([, value]) => value));
    history.replaceState(null, "", `#${fragment(values)}`);
  }

  /** Chooses again what the address says was chosen. */
  function restore() {
    const values = read() ?? {};
    for (const radio of inputs(document, ".desk input[type=radio]")) radio.checked = values[radio.name] === radio.value;
    day.day = /^\d{4}-\d\d-\d\d$/.test(values._d ?? "") ? values._d : "";
    day.time = /^\d\d:\d\d$/.test(values._t ?? "") ? values._t : day.time;
    turn(values._tab ?? location.hash.slice(1));
    draw();
  }

  function draw() {
    for (const field of inputs(document, "input[name=start]")) if (field !== document.activeElement) field.value = day.day;
    for (const field of inputs(document, "input[name=clock]")) field.value = day.time;
    for (const place of all(document, ".from .weekday")) place.textContent = day.day && weekday(day.day);
    for (const desk of desks) desk.show(day);
    for (const row of all(document, "#joint [data-guide]")) join(row);
  }

  /** A utility of a joint visit: what is chosen of it, and its ticket. @param {HTMLElement} row */
  function join(row) {
    const desk = desks.find(({ guide }) => guide.address === attribute(row, "data-guide")), [words] = all(row, ".chosen");
    const [button] = /** @type {HTMLAnchorElement[]} */ (all(row, "a.button-2"));
    if (!desk) return;
    words.textContent = desk.address ? [desk.names().join(W.comma), desk.last].filter(Boolean).join(W.comma) : S.choose;
    if (desk.address) button.href = desk.address;
    else button.removeAttribute("href");
    button.setAttribute("aria-disabled", String(!desk.address));
  }

  /** One utility at a time. @param {string} name */
  function turn(name) {
    const wanted = sections.find(({ id }) => id === name) ?? sections[0];
    for (const section of sections) section.hidden = section !== wanted;
    for (const tab of all(document, ".tabs a")) {
      if (attribute(tab, "href") === `#${wanted.id}`) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  }

  /** Tabs change what is shown, and do not move the page. */
  for (const tab of all(document, ".tabs a, a.tab")) {
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      turn(attribute(tab, "href").slice(1));
      remember();
    });
  }
  addEventListener("hashchange", restore);
  addEventListener("pageshow", () => setTimeout(restore, 0));  // a browser puts back what it remembers of fields by itself

  for (const section of sections) {
    section.addEventListener("change", (event) => {
      const { name, value } = /** @type {HTMLInputElement} */ (event.target);
      if (name === "start") day.day = value;
      if (name === "clock") day.time = value || day.time;
      draw();
      remember();
    });
    section.addEventListener("submit", (event) => event.preventDefault());
    for (const button of all(section, ".today")) {
      button.addEventListener("click", () => {
        day.day = today();
        draw();
        remember();
      });
    }
  }

  /** What of typed text is a version: its first signs, of whatever width. @param {string} text */
  const code = (text) => text.normalize("NFKC").toLowerCase().replace(/\s/g, "");

  for (const form of /** @type {HTMLFormElement[]} */ (all(document, ".stack form"))) {
    const [field] = inputs(form, "[name=code]"), [answer] = all(form, ".answer");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const typed = code(field.value), readable = typed.length >= CODE && /^[0-9a-f]{4,12}$/.test(typed);
      const known = readable ? all(document, "[data-version]").filter((one) => attribute(one, "data-version").startsWith(typed)) : [];
      const words = known.map((one) => fill(S.good, { code: typed, name: attribute(one, "data-name"), version: attribute(one, "data-version"), day: attribute(one, "data-day") }));
      answer.className = `answer ${known.length ? "good" : readable ? "old" : "unread"}`;
      answer.textContent = words.join("") || fill(readable ? S.old : S.unread, { code: typed });
    });
  }

  document.documentElement.classList.add("scripted-window");
  for (const mini of all(document, ".mini")) mini.hidden = false;
  restore();
})();
