// Which class am I, and by when: answers and dates from the tables beside the page. The page is complete without it.
// Answers live in the address's fragment, by id, sorted; they are computed anew from it and never sent anywhere.
(() => {
  "use strict";

  /** @typedef {{ address: string, tables: Decide, data: GuideData, telling: Telling }} Guide */

  /** @typedef {{ known: Answers, next: HTMLElement | null }} Settled what is known, and what is asked next */

  const tools = /** @type {HTMLElement} */ (document.querySelector(".tools"));
  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const { guides: shipped, Decide: Tables, Telling: Tellings, words: W, years } = ours;
  if (!tools || !shipped || !Tables || !Tellings) return;

  const D = W.due, SHOW = "_", FROM = "_d", CLOCK = "_t", SKIPPED = "_n";
  /** What is remembered of due dates: days, by step or limit, a time, a number of days. */
  const DATED = /^_d(\.[fs]\.[\w.-]+)?=\d{4}-\d\d-\d\d(T\d\d:\d\d)?$|^_t=\d\d:\d\d$|^_n=\d{1,3}$/;
  const guides = attribute(tools, "data-guides").split(" ").map((address) => {
    const data = shipped[address];
    return { address, data, tables: new Tables(data), telling: new Tellings({ ...data.telling, inputs: data.inputs }) };
  });
  const alone = guides.length === 1 ? guides[0] : null;
  const fields = all(tools, "fieldset[data-input]");
  /** @type {Answers} */
  let state = {};

  // ------------------------------------------------------------------------------------------------- small things

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

  /** @type {(text: string, words: Record<string, string | number>) => string} */
  function fill(text, words) {
    return text.replace(/\{(\w+)\}/g, (_, name) => String(words[name]));
  }

  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {string} [text]
   * @param {string} [name] its class
   */
  function make(tag, text, name) {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    if (name) node.className = name;
    return node;
  }

  /**
   * @param {string} text
   * @param {string} href
   * @param {string} [name]
   */
  function link(text, href, name) {
    const node = make("a", text, name);
    node.href = href;
    return node;
  }

  /**
   * @param {string} text
   * @param {() => void} act
   * @param {string} [name]
   */
  function press(text, act, name) {
    const node = make("button", text, name);
    node.type = "button";
    node.addEventListener("click", act);
    return node;
  }

  /**
   * @param {DecidedClass[]} list
   * @param {string} id
   */
  function find(list, id) {
    return list.find((one) => one.id === id);
  }

  // --------------------------------------------------------------------------------------------------- the address

  /** @param {Answers} values */
  function fragment(values) {
    return Object.keys(values).sort().map((key) => `${key}=${encodeURIComponent(values[key])}`).join("&");
  }

  function read() {
    const hash = location.hash.slice(1);
    if (hash && !hash.includes("=")) return false;
    state = {};
    for (const pair of hash.split("&")) {
      const cut = pair.indexOf("="), value = ours.decoded(pair.slice(cut + 1), null);
      if (cut > 0 && value !== null) state[pair.slice(0, cut)] = value;
    }
    return true;
  }

  /** @param {Answers} values */
  function change(values) {
    state = values;
    settle();
    const next = fragment(state);
    if (location.hash.slice(1) !== next) location.hash = next;
    draw();  // at once: the event of the address comes later, and a finger may be faster
  }

  /**
   * @param {string} id
   * @param {string} value
   */
  function put(id, value) {
    const next = { ...state };
    if (value === "") delete next[id];
    else next[id] = value;
    change(next);
  }

  // ----------------------------------------------------------------------------------------------------- answering

  /**
   * What is known of one guide; a picked class is known as the region in which it holds.
   * @param {Guide} guide
   * @param {Answers} known
   */
  function region(guide, known) {
    let found = guide.tables.region(known);
    for (const table of guide.data.tables) {
      const one = table.id in known && find(table.classes, known[table.id]);
      if (one) found = guide.tables.shared(found, one.boxes);
    }
    return found;
  }

  /**
   * The classes that were picked, by table.
   * @param {Guide} guide
   * @param {Answers} known
   * @returns {Record<string, string>}
   */
  function picked(guide, known) {
    return Object.fromEntries(guide.data.tables.filter(({ id }) => id in known).map(({ id }) => [id, known[id]]));
  }

  /**
   * @param {string} id
   * @param {string} value
   */
  function valid(id, value) {
    return value === "?" || guides.every((guide) => !(id in guide.tables.position) || guide.tables.cell(id, value) !== null);
  }

  /**
   * In order, what is still asked given the answers before it; an answer that nothing hangs on any more is dropped.
   * @returns {Settled}
   */
  function settle() {
    /** @type {Answers} */
    const known = {};
    /** @type {Answers} */
    const kept = {};
    /** @type {HTMLElement | null} */
    let next = null;
    for (const field of fields) {
      const id = attribute(field, "data-input");
      const asked = guides.some((guide) => guide.telling.matters(id, known, picked(guide, known)));
      if (asked && id in state && valid(id, state[id])) {
        kept[id] = state[id];
        if (state[id] !== "?") known[id] = state[id];
      } else if (next === null && asked) {
        next = field;
      }
      field.hidden = !(id in kept) && field !== next;
    }
    for (const guide of guides) {
      for (const table of guide.data.tables) {
        if (find(table.classes, state[table.id])) kept[table.id] = known[table.id] = state[table.id];
      }
    }
    if (state[SHOW]) kept[SHOW] = "1";
    state = { ...kept, ...remembered() };
    return { known, next };
  }

  /** What of the state is about due dates. */
  function remembered() {
    return Object.fromEntries(Object.entries(state).filter(([key, value]) => DATED.test(`${key}=${value}`)));
  }

  function draw() {
    const now = settle();
    for (const field of fields) {
      const value = state[attribute(field, "data-input")];
      for (const input of inputs(field, "input")) {
        if (input.type !== "text") input.checked = input.value === value;
        else if (document.activeElement !== input || value) input.value = value && value !== "?" ? value : "";
      }
      if (value) complain(field, "");
    }
    for (const button of all(document, "button.pick")) {
      const [table, id] = attribute(button, "data-class").split("/");
      button.setAttribute("aria-pressed", String(state[table] === id));
    }
    document.documentElement.classList.toggle("only", Boolean(state[SHOW]));
    answer(now);
    dates();
  }

  /**
   * @param {HTMLElement} field
   * @param {string} text
   */
  function complain(field, text) {
    all(field, ".error")[0].textContent = text;
    for (const input of all(field, "input[type=text]")) input.setAttribute("aria-invalid", String(Boolean(text)));
  }

  // ------------------------------------------------------------------------------------------------------ the answer

  /**
   * In quotation marks, unless it has some of its own.
   * @param {string} name
   */
  function quoted(name) {
    return /[“”「」]/.test(name) ? name : `“${name}”`;
  }

  /** @param {DecidedClass[]} list */
  function names(list) {
    return list.map((one) => quoted(one.name)).join(W.comma);
  }

  /**
   * What is told of a guide: answers as they are, classes that were picked as the window has decided on them.
   * @param {Guide} guide
   * @param {Answers} known
   */
  function told(guide, known) {
    return guide.telling.told(known, picked(guide, known), picked(guide, known));
  }

  /**
   * A time limit in one line, with all its parts.
   * @param {Said} said
   */
  function limitLine({ statement, status }) {
    const when = statement.when ?? (statement.rest ? W.rest : "");
    return W.status[status] + (status === "certain" || !when ? "" : `${when}：`) + statement.line;
  }

  /**
   * How long it takes, in one list; what comes first answers the whole.
   * @param {Told} found
   */
  function days(found) {
    const limits = found.said.filter(({ statement }) => statement.section === "limits");
    const differing = found.relations.filter(({ id, kind }) => kind === "differs" && id.startsWith("limits/"));
    return [...differing.map(({ says }) => W.differs + says), ...limits.map(limitLine)];
  }

  /**
   * @param {DecisionTable} table
   * @param {Classified} found
   */
  function verdict(table, found) {
    /** @type {(ids: string[]) => string} */
    const named = (ids) => names(table.classes.filter((one) => ids.includes(one.id)));
    const about = table.name ? fill(W.about, { table: table.name }) : "";
    if (!found.possible.length) return about + W.none;
    if (found.certain.length === found.possible.length && !found.none) {
      return about + fill(found.certain.length > 1 ? W.several : W.belongs, { names: named(found.certain) });
    }
    return about + fill(W.possible, { names: named(found.possible) }) + (found.none ? W.or_none : "");
  }

  /**
   * Of a class that was picked or that the window has decided on: that it counts, and what else would fit as a note.
   * @param {DecisionTable} table
   * @param {Told} found
   * @param {Answers} known
   */
  function ruled(table, found, known) {
    const one = find(table.classes, known[table.id]);
    if (!one) return "";
    const about = table.name ? fill(W.about, { table: table.name }) : "";
    const unfit = found.unfit.filter(({ id }) => id.startsWith(`classes/${table.id}/`)).map(({ says = "" }) => quoted(says));
    return about + fill(W.ruled, { names: quoted(one.name) }) + (unfit.length ? fill(W.unfit, { names: unfit.join(W.comma) }) : "");
  }

  /** @param {Settled} now */
  function answer(now) {
    const [box] = all(tools, ".result"), [status] = all(tools, ".status");
    if (!box) return;
    box.textContent = "";
    const answered = Object.keys(state).some((key) => key[0] !== "_");
    document.documentElement.classList.toggle("answered", answered && Boolean(alone));
    if (alone) strike(answered ? told(alone, now.known) : null);
    const legend = now.next?.querySelector("legend");
    const ask = legend ? fill(W.next, { ask: legend.textContent ?? "" }) : fields.length ? W.done : "";
    if (!answered) {
      status.textContent = "";
      return;
    }
    /** @type {string[]} */
    const said = [];
    box.append(make("p", W.answers + answers().join(W.semicolon), "answers"));
    for (const guide of guides) {
      const here = region(guide, now.known), found = told(guide, now.known);
      if (!alone) box.append(make("h2", guide.data.name));
      if (found.borders.length) {
        const text = fill(W.standing[found.standing], { says: found.borders.map((one) => one.says).join(W.semicolon) });
        said.push(text);
        box.append(make("p", text, "verdict"));
      }
      if (found.standing === "impossible" || found.standing === "outside") continue;
      for (const table of guide.data.tables) {
        const classes = guide.tables.classify(table, here), text = ruled(table, found, now.known) || verdict(table, classes);
        said.push(text);
        box.append(make("p", text, "verdict"));
        if (alone) rows(box, table, classes);
      }
      const limits = days(found);
      if (limits.length) {
        said.push(W.days + limits.join(W.semicolon));
        box.append(make("p", W.days, "days"));
        const list = box.appendChild(make("ul", "", "days"));
        for (const text of limits) list.append(make("li", text));
      }
      if (guide.data.tables.length > 1) box.append(make("p", W.side_by_side, "ours"));
      if (alone) defects(box, guide, here);
      else onward(box, guide);
    }
    if (alone) actions(box);
    status.textContent = [...said, ask].join(" ");
  }

  /**
   * @param {NumberInput | ChoiceInput} input
   * @param {string} value
   */
  function worded(input, value) {
    if (value === "?") return `${input.name} ${W.unknown}`;
    return input.words[value] || (/^[-0-9.]+$/.test(value) ? `${input.name} ${value} ${input.unit}` : value);
  }

  function answers() {
    /** @type {string[]} */
    const said = [];
    for (const guide of guides) {
      for (const input of guide.data.inputs) {
        const value = state[input.id], word = value === undefined ? "" : worded(input, value);
        if (value !== undefined && !said.includes(word)) said.push(word);
      }
      for (const table of guide.data.tables) {
        const one = find(table.classes, state[table.id]);
        if (one) said.push(one.name);
      }
    }
    return said;
  }

  /**
   * @param {HTMLElement} box
   * @param {Guide} guide
   */
  function onward(box, guide) {
    const own = Object.fromEntries(guide.data.inputs.filter(({ id }) => id in state).map(({ id }) => [id, state[id]]));
    const there = `${guide.address.split("/")[1]}/${location.protocol === "file:" ? "index.html" : ""}#${fragment(own)}`;
    if (!guide.data.tables.length) box.append(make("p", fill(W.no_classes, { name: guide.data.name })));
    box.appendChild(make("p")).append(link(fill(W.whole_guide, { name: guide.data.name }), there));
  }

  /**
   * A row of the page itself, so that result and page never differ.
   * @param {Element} node
   */
  function copied(node) {
    const made = /** @type {Element} */ (node.cloneNode(true));
    for (const one of [made, ...all(made, "[id]")]) one.removeAttribute("id");
    for (const button of all(made, "button.pick")) button.replaceWith(make("b", button.textContent ?? ""));
    for (const limit of all(made, ".own-limit")) limit.replaceWith(" ", ...all(limit, "a.c").slice(0, 1));  // told below
    return made;
  }

  /**
   * @param {HTMLElement} box
   * @param {HTMLElement} mark
   */
  function copy(box, mark) {
    const row = mark.closest("li");
    if (row) box.append(copied(row));
  }

  /**
   * @param {HTMLElement} box
   * @param {DecisionTable} table
   * @param {Classified} found
   */
  function rows(box, table, found) {
    const frame = box.appendChild(make("div", "", "classes")), list = frame.appendChild(make("ul"));
    for (const name of all(document, ".class")) {
      const [of, id] = attribute(name, "data-class").split("/");
      if (of === table.id && found.possible.includes(id) && !box.contains(name)) copy(list, name);
    }
  }

  /**
   * @param {HTMLElement} box
   * @param {Guide} guide
   * @param {Region} here
   */
  function defects(box, guide, here) {
    /** @type {HTMLElement[]} */
    const certain = [];
    /** @type {HTMLElement[]} */
    const possible = [];
    for (const mark of all(document, ".md-content__inner > .defects [data-defect]")) {
      const boxes = guide.data.defects[Number(attribute(mark, "data-defect"))], holds = guide.tables.holds(boxes, here);
      if (holds === true) certain.push(mark);
      else if (holds === null) possible.push(mark);
    }
    [certain, possible].forEach((found, unsure) => {
      if (!found.length) return;
      if (unsure) box.append(make("p", W.maybe_defect));
      const list = box.appendChild(make("ul", "", "defects"));
      for (const mark of found) copy(list, mark);
    });
  }

  const ask = all(document, ".ask ol")[0], asked = ask?.innerHTML;

  /**
   * Hides what is not told, and headings of which nothing is; asks what is open in the case; without one, all is shown.
   * @param {Told | null} found
   */
  function strike(found) {
    const ids = found && new Set(found.said.map(({ statement }) => statement.id));
    const marks = all(document, ".md-content [data-says]").filter((mark) => !tools.contains(mark));
    /** @param {Element} mark */
    const shown = (mark) => !ids || attribute(mark, "data-says").split(" ").some((id) => ids.has(id));
    for (const mark of marks) {
      const row = /** @type {HTMLElement | null} */ (mark.closest(".item, li, tr, .case"));
      if (row) row.hidden = !(shown(mark) || all(row, "[data-says]").some(shown));
    }
    for (const list of all(document, ".md-content__inner > ul, .md-content__inner > ol, .case > ol, .md-typeset table")) {
      const entries = all(list, "li, tbody > tr"), title = list.previousElementSibling;
      list.hidden = entries.length > 0 && entries.every((row) => row.hidden) && all(list, "[data-says]").length > 0;
      if (title?.tagName === "P" && title.firstElementChild?.tagName === "STRONG") {
        /** @type {HTMLElement} */ (title).hidden = list.hidden;
      }
    }
    headings(marks.filter(shown));
    if (ask) {
      ask.innerHTML = asked;
      if (found) ask.replaceChildren(...found.questions.map(({ words }) => make("li", words.replace(/？?$/, "？"))));
    }
  }

  /**
   * Hides the headings under which statements stand, and none that is told.
   * @param {HTMLElement[]} kept
   */
  function headings(kept) {
    const shown = new Set(kept.map((mark) => mark.closest("[data-part]")?.getAttribute("data-part")));
    for (const heading of all(document, ".md-content__inner > h2")) {
      const part = all(document, `.md-content__inner > [data-part="${heading.id}"]`);
      heading.hidden = part.some((node) => all(node, "[data-says]").length) && !shown.has(heading.id);
    }
  }

  // Every part of the page knows its heading, so that the one page to show holds the parts that matter at a window.
  function parts() {
    let part = "";
    for (const node of all(document, ".md-content__inner > *")) {
      part = node.tagName === "H2" ? node.id : part;
      node.setAttribute("data-part", part);
    }
  }

  /** @param {HTMLElement} box */
  function actions(box) {
    const line = box.appendChild(make("p", "", "actions")), next = { ...state };
    if (next[SHOW]) delete next[SHOW];
    else next[SHOW] = "1";
    line.append(
      press(W.print, () => window.print()), link(state[SHOW] ? W.back : W.show, `#${fragment(next)}`, "show"),
      press(W.whole, () => change(remembered()))
    );
    box.append(make("p", W.filtered, "ours"));
  }

  // ------------------------------------------------------------------------------------------------------- due dates

  const Calendar = /** @type {NonNullable<ConnectionGuides["Workdays"]>} */ (ours.Workdays);
  const calendar = Calendar && new Calendar(years);
  const flow = ours.Flow && alone && new ours.Flow(alone.data.telling.statements);
  const due = /** @type {HTMLDetailsElement | null} */ (tools.querySelector(".due"));

  /** By which key a field is remembered. @type {(input: HTMLInputElement) => string} */
  const keyOf = ({ name }) => ({ start: FROM, clock: CLOCK, skipped: SKIPPED })[name] ?? name;

  /**
   * @param {HTMLElement} form
   * @param {string} key
   */
  function entry(form, key) {
    return /** @type {HTMLInputElement} */ (inputs(form, "input").find((input) => keyOf(input) === key));
  }

  /** @param {string} day */
  function dayWords(day) {
    const [year, month, date] = day.slice(0, 10).split("-").map(Number);
    const said = fill(D.date, { year, month, day: date }) + D.weekdays[Calendar.weekday(day)];
    return said + (day.length > 10 ? ` ${day.slice(11)}` : "");
  }

  /**
   * From when a limit counts: from the start of the whole, unless it stands at a later step or begins with something else.
   * @param {GuideData} data
   * @param {DatedLimit} limit
   * @param {Said[]} said
   * @returns {Clock}
   */
  function clockOf({ limits, telling }, limit, said) {
    const before = flow ? flow.before(said, limit.steps) : [], { starts } = limit;
    const timed = limit.units[0] === "hour" || limit.units[0] === "minute", form = starts ? D.from : D.from_unstated;
    if (!before.length && !limit.apart) return { key: FROM, name: starts, timed, form, label: "", waits: D.waits };
    if (starts || !before.length) {
      const { id } = (starts && limits.find((one) => one.starts === starts)) || limit;
      const label = fill(D.label_starts, { starts: starts || limit.says });
      const waits = starts ? fill(D.waits_starts, { starts: quoted(starts) }) : D.waits_unstated;
      return { key: `${FROM}.f.${id}`, name: starts, timed, form, label, waits };
    }
    const steps = before.map((id) => telling.statements.find((one) => one.step === id)?.says ?? id);
    const name = steps.map(quoted).join(D.either), label = fill(D.label_step, { step: name });
    return { key: `${FROM}.s.${before.join(".")}`, name, timed, form: D.from_step, label, waits: fill(D.waits_step, { step: name }) };
  }

  /**
   * A field for each day on which later limits begin to count.
   * @param {HTMLElement} form
   * @param {Clock[]} clocks
   */
  function askDays(form, clocks) {
    const [box] = all(form, ".starts"), timed = new Set(clocks.filter((one) => one.timed).map(({ key }) => key));
    const wanted = new Map(clocks.filter(({ key }) => key !== FROM).map(({ key, label }) => [key, label]));
    const shape = JSON.stringify([...wanted, ...timed]);
    all(form, ".clock")[0].hidden = !timed.has(FROM);
    if (attribute(box, "data-shape") === shape) return;
    box.setAttribute("data-shape", shape);
    box.textContent = "";
    for (const [key, text] of wanted) {
      const input = box.appendChild(make("label", `${text} `)).appendChild(make("input"));
      input.type = timed.has(key) ? "datetime-local" : "date";
      input.name = key;
    }
  }

  /**
   * Puts what is remembered into the fields, but for the one in which somebody types.
   * @param {HTMLElement} form
   */
  function restore(form) {
    for (const input of inputs(form, "input").filter((one) => one !== document.activeElement)) {
      const known = state[keyOf(input)] ?? "", day = input.type === "date" ? known.slice(0, 10) : known;
      input.value = (day.length === 10 && input.type === "datetime-local" ? `${day}T09:00` : day) || input.defaultValue;
    }
  }

  /**
   * Remembers what is in the fields, in the address too, so that who is sent it sees the same.
   * @param {HTMLElement} form
   */
  function entered(form) {
    for (const input of inputs(form, "input")) {
      if (input.value === input.defaultValue) delete state[keyOf(input)];
      else state[keyOf(input)] = input.value;
    }
    settle();
    history.replaceState(null, "", `#${fragment(state)}`);
    dates();
  }

  function dates() {
    if (!due || !alone) return;
    const [form] = all(due, "form"), [list] = all(due, ".dates"), { said, relations } = told(alone, settle().known);
    const held = new Set(said.map(({ statement }) => statement.id)), { data } = alone;
    const differing = new Set(relations.filter(({ kind }) => kind === "differs").flatMap(({ of }) => of));
    const applying = data.limits.filter((one) => held.has(one.statement))
      .map((one) => (differing.has(one.statement) ? { ...one, says: one.says + D.differs } : one));
    const clocks = applying.map((one) => clockOf(data, one, said));
    askDays(form, clocks.filter((_, index) => applying[index].amounts.length));
    all(form, ".skipped")[0].hidden = !applying.some((one) => one.excludes);
    restore(form);
    list.textContent = "";
    if (Object.keys(remembered()).length) due.open = true;
    const found = inputs(form, "[type^=date]").map(({ value }) => value).filter(Boolean);
    if (!found.length) return;
    const lines = list.appendChild(make("ul"));
    applying.forEach((limit, index) => lines.append(dated(form, limit, clocks[index], found)));
    if (!applying.length) lines.append(make("li", D.nothing));
    list.append(make("p", reckoned(found), "ours"));
  }

  /**
   * That we reckoned, and by whose announcements of the years in which some days are.
   * @param {string[]} found
   */
  function reckoned(found) {
    const [first, ...later] = found.map((day) => day.slice(0, 4)).sort(), last = later.pop() ?? first;
    const named = Object.keys(years).filter((year) => first <= year && year <= last);
    return fill(D.ours, { source: named.map((year) => years[year].source).join(W.comma) || "—" });
  }

  /**
   * The day or moment from which a limit counts, as entered; empty where it is not.
   * @param {HTMLElement} form
   * @param {Clock} clock
   */
  function since(form, { key, timed }) {
    const day = entry(form, key).value, time = entry(form, CLOCK).value;
    if (!timed) return day.slice(0, 10);
    return day.length > 10 ? day : day && time && `${day}T${time}`;
  }

  /**
   * @param {HTMLElement} form
   * @param {DatedLimit} limit
   * @param {Clock} clock
   * @param {string[]} found the days that were entered; those that are reckoned come to them
   */
  function dated(form, limit, clock, found) {
    const row = make("li"), title = (limit.case ? `${limit.case}：` : "") + limit.says;
    row.append(make("b", title));
    const from = limit.amounts.length ? since(form, clock) : "";
    const skipped = limit.excludes ? Math.max(0, Math.floor(Number(entry(form, SKIPPED).value)) || 0) : 0;
    if (!limit.amounts.length) row.append(`：${limit.least ? D.least : D.none}`);
    else if (!from) row.append(entry(form, clock.key).value ? D.waits_clock : clock.waits);
    else {
      const counted = limit.units.some((unit) => unit === "next_day" || (!clock.timed && limit.amounts.some(Boolean)));
      const words = { day: dayWords(from), starts: clock.name, step: clock.name, uncounted: counted ? D.uncounted : "" };
      const head = `：${fill(clock.form, words)}`, rest = conditions(limit, skipped);
      row.append(head);
      for (const unit of limit.units) {
        const line = row.appendChild(make("div")), said = reckon(line, limit, unit, from, skipped);
        if (!said) continue;
        const about = [title + head, said.words, rest, noted(limit), reckoned([from, said.day])];
        line.append(" ", reminder(limit, said.day, from, unit, about));
        found.push(said.day);
      }
      row.append(rest);
    }
    if (limit.note) row.append(make("span", noted(limit), "ours"));
    return row;
  }

  /** @param {DatedLimit} limit */
  function noted({ note }) {
    return note && fill(D.note, { note });
  }

  /**
   * What else the document says of a limit, and what was entered.
   * @param {DatedLimit} limit
   * @param {number} skipped
   */
  function conditions({ ends, excludes, extends: longer }, skipped) {
    const said = (ends && fill(D.ends, { ends })) + (excludes && fill(D.excludes, { excludes })) +
      (longer && fill(D.extends, { extends: longer })) + (skipped ? fill(D.skipped, { days: skipped }) : "");
    return said.replace(/^[，；]/, "");
  }

  /**
   * The last day by one reading of a limit, into a line; nothing is returned where it cannot be known.
   * @param {HTMLElement} line
   * @param {DatedLimit} limit
   * @param {Unit} unit
   * @param {string} from
   * @param {number} skipped
   */
  function reckon(line, limit, unit, from, skipped) {
    if (limit.units.length > 1) line.append(D.reading[unit] + D.open_day);
    try {
      const found = limit.amounts.map((amount) => calendar.last(unit, amount, from, skipped)), day = found[found.length - 1];
      const form = limit.begins ? D.begins : found.length > 1 ? D.between : D.until;
      line.append(make("b", fill(form, { day: dayWords(day), low: dayWords(found[0]) })), remarks(limit, unit, from, skipped));
      return { day, words: line.textContent ?? "" };
    } catch (error) {
      const { year } = /** @type {UnannouncedYear} */ (error);
      if (!year) throw error;
      line.append(make("b", fill(D.unannounced, { year })));
      return null;
    }
  }

  /**
   * What is our reading in a last day: half days, and that it is moved; and where it is a day of rest all the same.
   * @param {DatedLimit} limit
   * @param {Unit} unit
   * @param {string} from
   * @param {number} skipped
   */
  function remarks({ amounts }, unit, from, skipped) {
    const found = amounts.map((amount) => calendar.counted(unit, amount, from, skipped));
    const moved = found.filter((day, index) => day !== calendar.last(unit, amounts[index], from, skipped)).map(dayWords);
    const half = found[0].length === 10 && amounts.some((one) => one % 1);
    const rests = !moved.length && calendar.rests(found[found.length - 1]);
    return (half ? D.half : "") + (rests ? D.rest : "") +
      (moved.length ? fill(D.moved, { days: [...new Set(moved)].join(W.comma) }) : "");
  }

  /**
   * An entry for a calendar, all of it here.
   * @param {DatedLimit} limit
   * @param {string} last
   * @param {string} from
   * @param {Unit} unit
   * @param {string[]} said what it hangs on
   */
  function reminder(limit, last, from, unit, said) {
    const page = all(document, "h1")[0].textContent?.trim() ?? "", [path] = location.href.split("#");
    const address = `${path}#${fragment(state)}`, form = limit.begins ? D.entry_begins : D.entry;
    const id = [...(alone?.address.split("/") ?? []), limit.id, unit].join(".");
    const file = ours.calendarEntry({
      id, from, last, address, made: `${new Date().toISOString().slice(0, 19)}Z`,
      title: fill(form, { ends: limit.ends, page, limit: limit.says }),
      says: [...said, fill(D.address, { address })].filter(Boolean).join("\n"),
    });
    const node = link(D.calendar, `data:text/calendar;charset=utf-8,${encodeURIComponent(file)}`, "ics");
    node.download = `${limit.id}.ics`;
    return node;
  }

  // ---------------------------------------------------------------------------------------------------------- events

  for (const field of fields) {
    const id = attribute(field, "data-input"), [text] = inputs(field, "input[type=text]");
    const typed = () => {
      const value = text.value.normalize("NFKC").replace(/[\s,]/g, "").replace(/^0+(?=\d)/, "");
      if (value === "" || valid(id, value)) {
        complain(field, "");
        put(id, value);
        return;
      }
      complain(field, /^-?[0-9.]+$/.test(value) ? fill(W.not_value, { range: attribute(text, "data-range") }) : W.not_number);
    };
    field.addEventListener("change", (event) => {
      const input = /** @type {HTMLInputElement} */ (event.target);
      if (input === text) typed();
      else put(id, input.checked ? input.value : "");
    });
  }
  for (const form of all(tools, "form")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    form.addEventListener("reset", () => setTimeout(() => change(remembered()), 0));
    if (due?.contains(form)) form.addEventListener("input", () => entered(form));
  }
  if (alone && !fields.length) {
    for (const name of all(document, ".class")) {
      const [table, id] = attribute(name, "data-class").split("/");
      const button = press(name.textContent ?? "", () => put(table, state[table] === id ? "" : id), "class pick");
      button.setAttribute("data-class", attribute(name, "data-class"));
      name.replaceWith(button);
    }
  }
  parts();
  tools.classList.add("scripted");
  addEventListener("hashchange", () => {
    if (read()) draw();
  });
  if (read()) draw();
  if (Object.keys(state).length) {
    for (const one of all(tools, "details.questions")) /** @type {HTMLDetailsElement} */ (one).open = true;
  }
})();
