// The ticket with its day: the page is narrowed to the case that its address names, the latest day is filled in and counted
// out, and all of it is fitted to one side of paper. What it says stands in the page; nothing is kept or sent.
(() => {
  "use strict";

  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const { all, attribute, fill, make } = /** @type {Nodes} */ (ours.nodes);
  const { guides, fragment, read, region, picked, told, worded } = /** @type {KnownAnswers} */ (ours.answers);
  const { today, dayWords, remarks } = /** @type {Reckoning} */ (ours.reckoning);
  const { lastDays, ruler, counting } = /** @type {Rulers} */ (ours.ruler);
  const W = ours.words, { due: D, sheet: S } = W;
  /** In the address: the time limit that the window goes by, the day, the time, days that do not count, and marks. */
  const LIMIT = "_l", DAY = "_d", CLOCK = "_t", SKIPPED = "_n", BY_WINDOW = "_w", AT_ONCE = "_p";
  /** Ever less air, before anything is left off. */
  const AIR = ["", "close", "closer", "closest"], YIELDS = 3;

  const [sheet] = all(document, ".a4"), [guide] = guides([attribute(sheet, "data-guide")]), state = read() ?? {};
  const paper = /** @type {HTMLLinkElement} */ (document.getElementById("as-paper"));
  const known = answers(), found = told(guide, known), statuses = new Map(found.said.map(({ statement, status }) => [statement.id, status]));

  /** @param {string} selector */
  const part = (selector) => all(sheet, selector)[0];

  /** What of the address is an answer, or a class that was picked. */
  function answers() {
    const { data, tables } = guide;
    const answered = data.inputs.filter(({ id }) => state[id] && state[id] !== "?" && tables.cell(id, state[id]) !== null);
    const chosen = data.tables.filter((table) => table.classes.some(({ id }) => id === state[table.id]));
    return Object.fromEntries([...answered, ...chosen].map(({ id }) => [id, state[id]]));
  }

  // ------------------------------------------------------------------------------------------------------- the case

  /** The classes that were picked, or that the answers give; by table one at most. @returns {Record<string, DecidedClass>} */
  function classes() {
    const here = region(guide, known), decided = picked(guide, known);
    return Object.fromEntries(guide.data.tables.flatMap((table) => {
      const { certain, possible, none } = guide.tables.classify(table, here);
      const id = decided[table.id] ?? (certain.length === 1 && possible.length === 1 && !none ? certain[0] : "");
      return table.classes.filter((one) => one.id === id).map((one) => [table.id, one]);
    }));
  }

  /** What is told stays, what is not goes; of what certainly holds it need not be said when. */
  function narrow() {
    for (const row of all(sheet, "[data-says]")) {
      const ids = attribute(row, "data-says").split(" "), shown = ids.filter((id) => statuses.has(id));
      row.hidden = !shown.length;
      if (shown.some((id) => statuses.get(id) === "certain")) for (const when of all(row, ".when")) when.hidden = true;
      else if (shown.some((id) => statuses.get(id) === "either")) row.prepend(W.status.either);
    }
    for (const row of all(sheet, ".told")) {
      const said = all(row, "[data-says]");
      row.hidden = said.length > 0 && said.every((one) => one.hidden);
    }
  }

  /** Whose case it is, by whom, and which other classes would make it void. */
  function name() {
    const own = classes(), names = Object.values(own).map((one) => one.name), given = guide.data.inputs.filter(({ id }) => state[id]);
    part(".by").textContent = state[BY_WINDOW] && names.length ? S.by_window : Object.keys(known).length ? S.by_answers : "";
    part(".of").textContent = names.join(W.comma);
    part(".answers").textContent = given.map((input) => worded(input, state[input.id])).join(W.semicolon);
    if (found.standing === "outside" || found.standing === "impossible") {
      part(".of").textContent = fill(W.standing[found.standing], { says: found.borders.map(({ says }) => says).join(W.semicolon) });
    }
    for (const note of all(sheet, ".void [data-class]")) {
      const [table, id] = attribute(note, "data-class").split("/");
      note.hidden = own[table]?.id !== id;
    }
  }

  /** What is to be asked, in the words of the case. */
  function ask() {
    const open = [...found.questions];
    for (const row of all(sheet, ".asked")) {
      const key = attribute(row, "data-ask"), [words] = all(row, "span"), text = (words.textContent ?? "").replace(/\u2060/g, "");
      const at = open.findIndex((one) => one.key === key && (key !== "question" || one.words === text));
      row.hidden = at < 0;
      if (at >= 0) words.textContent = open.splice(at, 1)[0].words;
    }
  }

  // -------------------------------------------------------------------------------------------------------- the day

  /** The time limits of the whole that are left on the sheet. */
  function times() {
    const rows = all(sheet, ".time"), wanted = state[LIMIT];
    const chosen = rows.find((row) => wanted && all(row, "[data-says]").some((one) => attribute(one, "data-says") === wanted && !one.hidden));
    for (const row of rows) row.hidden ||= Boolean(chosen) && row !== chosen;
    const left = rows.filter((row) => !row.hidden);
    for (const note of all(sheet, ".differs")) note.hidden = left.length < 2;
    part(".band").classList.toggle("many", left.length > 1);
    if (left.length === 1) part(".terms").append(...all(left[0], ".further"), ...all(sheet, ".times .common"));
    return left.map((row) => ({ row, id: attribute(all(row, "[data-says]")[0], "data-says") }));
  }

  /** @param {string} statement */
  const limitOf = (statement) => guide.data.limits.find((one) => one.statement === statement);

  /**
   * From when a limit counts, as it stands in the address; empty where it does not. The window means the limit it goes by;
   * others the day of application, where the limit begins with that.
   * @param {DatedLimit} limit
   */
  function since(limit) {
    const day = state[`${DAY}.f.${limit.id}`] ?? (limit.apart && !state[BY_WINDOW] ? "" : state[DAY] ?? "");
    const timed = limit.units.some((unit) => unit === "hour" || unit === "minute");
    if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/.test(day)) return "";
    if (!timed) return day.slice(0, 10);
    return day.length > 10 ? day : state[CLOCK] ? `${day}T${state[CLOCK]}` : "";
  }

  /** @param {DatedLimit} limit */
  const skipped = (limit) => (limit.excludes ? Math.max(0, Math.floor(Number(state[SKIPPED])) || 0) : 0);

  /** A day with its numbers large, the year small. @param {string} day */
  function large(day) {
    const made = make("span", "", "whole");
    for (const piece of dayWords(day).split(/(\d+)/).filter(Boolean)) made.append(make(/^\d{1,2}$/.test(piece) ? "b" : "small", piece));
    return made;
  }

  /** @type {(limit: DatedLimit, last: LastDay) => string} */
  const how = (limit, { low, day }) => (limit.begins ? S.at_last_begins : low === day ? S.at_last : fill(S.between, { low: dayWords(low) }));

  /**
   * The latest day by each reading of a limit, and how it is counted. Throws an `UnannouncedYear`.
   * @param {DatedLimit} limit
   * @param {string} from
   */
  function reckon(limit, from) {
    const days = lastDays(limit, from, skipped(limit)), form = limit.starts ? S.since_event : S.since, place = part(".last");
    const shown = days.filter(({ day }, index) => days.findIndex((one) => one.day === day) === index), alone = shown.length === 1;
    if (!days.length) return false;
    part(".since").textContent = fill(form, { day: dayWords(from), starts: limit.starts }) + (alone ? W.pause + how(limit, days[0]) : "");
    place.textContent = "";
    for (const last of shown) {
      const line = place.appendChild(make("span", "", "one"));
      if (!alone) line.append(make("i", "", "tick"), make("small", `${D.reading[last.unit]}${how(limit, last)} `));
      line.append(large(last.day));
    }
    for (const last of days) if (last.days.length) part(".ruled").append(ruler(from, last.days));
    const readings = (days.length > shown.length ? S.alike : "") + [...new Set(days.map(({ unit }) => remarks(limit, unit, from, skipped(limit))))].join("");
    const more = skipped(limit) ? fill(D.skipped, { days: skipped(limit) }) : "";
    part(".counted").textContent = [readings + more, counting(from, days)].filter(Boolean).join(W.semicolon);
    part(".by-then").textContent = shown.map(({ day }) => dayWords(day)).join(D.either);
    return true;
  }

  /**
   * The latest day of one of several limits, beside it.
   * @param {{ row: HTMLElement, id: string }} one
   */
  function each({ row, id }) {
    const limit = limitOf(id), from = limit ? since(limit) : "";
    try {
      if (limit && from && !(limit.apart && state[BY_WINDOW])) for (const last of lastDays(limit, from, skipped(limit))) row.append(" ", make("b", fill(D.until, { day: dayWords(last.day) })));
    } catch (error) {
      if (!(/** @type {UnannouncedYear} */ (error).year)) throw error;
    }
  }

  /**
   * Fills in the day that follows from the one time limit that is left; says why there is none, and leaves lines to write on.
   * @param {{ row: HTMLElement, id: string }[]} left
   */
  function date(left) {
    const limit = left.length === 1 ? limitOf(left[0].id) : undefined, from = limit ? since(limit) : "", place = part(".since");
    if (left.length > 1) for (const one of left) each(one);
    const reason = left.length > 1 ? S.several : !left.length || !limit ? S.no_words : limit.amounts.length ? "" : S.no_date;
    if (reason) place.textContent = reason;
    if (limit?.units[0] === "hour" && state[DAY] && !from) place.textContent = S.clock;
    try {
      if (limit && from && reckon(limit, from)) return;
    } catch (error) {
      const { year } = /** @type {UnannouncedYear} */ (error);
      if (!year) throw error;
      place.textContent = fill(S.unannounced, { year });
    }
  }

  /** What is open about counting, of the time limits that are left. @param {{ id: string }[]} left */
  function blanks(left) {
    const own = found.said.filter(({ statement }) => left.some(({ id }) => id === statement.id)).map(({ statement }) => statement);
    const silent = new Set(own.flatMap(({ parts = [] }) => parts.filter((one) => one.silent).map((one) => one.name)));
    const none = !own.some(({ kind }) => kind === "stated");
    for (const row of all(sheet, "[data-part]")) row.hidden = !none && !silent.has(attribute(row, "data-part"));
  }

  // ----------------------------------------------------------------------------------------------------- one side

  /** Whether all of the sheet stands above its foot. */
  function fits() {
    return part(".main").getBoundingClientRect().bottom <= part(".foot").getBoundingClientRect().top;
  }

  /**
   * Sets the sheet with less air, and with some parts left off.
   * @param {string} air
   * @param {number} off how many
   */
  function set(air, off) {
    sheet.className = `a4 ${air}${off === YIELDS ? " noteless" : ""}`;
    part(".instead").hidden = !off;
    for (let room = 1; room <= YIELDS; room += 1) for (const row of all(sheet, `.room-${room}`)) row.classList.toggle("left-off", room <= off);
    return fits();
  }

  /** Takes air away, then leaves off what may be, until the sheet fits one side; else it takes two, and if need be close ones. */
  function fit() {
    const { media } = paper, ways = Array.from({ length: YIELDS + 1 }, (_, off) => AIR.map((air) => /** @type {const} */ ([air, off]))).flat();
    paper.media = "all";
    if (!ways.some(([air, off]) => set(air, off))) {
      set("", 0);
      sheet.className = "a4 two";
      if (sheet.offsetHeight > Math.ceil(parseFloat(getComputedStyle(sheet).minHeight))) sheet.classList.add("dense");
    }
    document.documentElement.classList.toggle("two-sides", sheet.classList.contains("two"));
    paper.media = media;
  }

  /** The address of the page, where the site has one, and a code of it. */
  function address() {
    const canonical = /** @type {HTMLLinkElement | null} */ (document.querySelector("link[rel=canonical]"));
    if (!canonical) return;
    const code = make("img");
    code.alt = "";
    code.src = "../qr.svg";
    part(".code").replaceChildren(code);
    part(".address").textContent = canonical.href.replace(/ticket\/$/, "");
    part(".online").hidden = false;
    part(".offline").hidden = true;
  }

  /** The way back: to the page of the window, or to the answers. */
  function back() {
    const [link] = /** @type {HTMLAnchorElement[]} */ (all(document, "a.back")), end = location.protocol === "file:" ? "index.html" : "";
    const [, utility] = guide.address.split("/"), own = Object.entries(state).filter(([key]) => ![AT_ONCE, BY_WINDOW, LIMIT].includes(key));
    const chosen = own.map(([key, value]) => [key[0] === "_" ? key : `${utility}.${key}`, value]);
    const desk = { _tab: utility, ...Object.fromEntries(chosen), [`${utility}.limit`]: state[LIMIT] ?? "?" };
    link.href = state[BY_WINDOW] ? `../../window/${end}#${fragment(desk)}` : `../${end}#${fragment(Object.fromEntries(own))}`;
  }

  /** Prints what the window has opened, once. */
  function print() {
    const { [AT_ONCE]: wanted, ...values } = state;
    for (const button of all(document, ".acts .print")) {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    }
    if (!wanted) return;
    history.replaceState(null, "", `#${fragment(values)}`);
    addEventListener("load", () => setTimeout(() => window.print(), 0));
  }

  document.documentElement.classList.add("dated");
  narrow();
  name();
  ask();
  const left = times();
  date(left);
  blanks(left);
  part(".made").textContent = fill(S.made, { day: dayWords(today()) });
  address();
  back();
  if (paper.sheet) fit();
  else paper.addEventListener("load", fit);
  addEventListener("load", fit);
  addEventListener("beforeprint", fit);
  addEventListener("hashchange", () => location.reload());
  print();
})();
