// Which class am I, and by when: one question at a time, then the ticket. The page is complete without it. Answers live in the
// address's fragment, by id, sorted; they are computed anew from it and never sent anywhere.
(() => {
  "use strict";

  /** @typedef {{ known: Answers, kept: Answers, next: HTMLElement | null }} Settled what is known, kept, and asked next */

  const tools = /** @type {HTMLElement} */ (document.querySelector(".tools"));
  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const { CasePage, nodes, ticket: result, typed, words: W, answers: reading } = ours;
  if (!tools || !ours.guides || !CasePage || !nodes || !result || !reading) return;
  const { fragment, read, region, picked, told, worded } = reading;
  const { all, inputs, attribute, fill, make, link, press, quoted } = nodes, { Ticket, verdicts, days, answersInto } = result;

  const SHOW = "_", TICKET = "ticket", ON = "on";
  /** What is remembered of due dates: days, by step or limit, a time, a number of days. */
  const DATED = /^_d(\.[fs]\.[\w.-]+)?=\d{4}-\d\d-\d\d(T\d\d:\d\d)?$|^_t=\d\d:\d\d$|^_n=\d{1,3}$/;
  const guides = reading.guides(attribute(tools, "data-guides").split(" "));
  const alone = guides.length === 1 ? guides[0] : null, fields = all(tools, "fieldset[data-input]"), root = document.documentElement;
  const [asking] = /** @type {HTMLDetailsElement[]} */ (all(tools, ".questions")), [sheet] = all(tools, ".ticket");
  const page = new CasePage(tools), reckoning = /** @type {HTMLDetailsElement | null} */ (tools.querySelector(".due"));
  const due = alone && ours.Due && reckoning ? new ours.Due(reckoning, alone, remember) : null;
  const ticket = alone && new Ticket(sheet, alone, page, due);
  /** @type {Answers} */
  let state = {};
  /** What is looked at: a question by its input, the ticket though some are open, questions though the days are known. */
  let view = "";
  /** Whether nobody has done anything yet at the question that is looked at. */
  let fresh = true;
  /** Whether a time is stated at all. */
  const timed = guides.some(({ data }) => data.limits.length);

  // --------------------------------------------------------------------------------------------------- the address

  /** @param {Answers} values */
  function change(values) {
    state = values;
    settle();
    const next = fragment(state);
    if (location.hash.slice(1) !== next) location.hash = next;
    draw(true);  // at once: the event of the address comes later, and a finger may be faster
  }

  /**
   * @param {string} id
   * @param {string} value
   */
  function put(id, value) {
    const next = { ...state };
    if (value === "") delete next[id];
    else next[id] = value;
    if (view !== ON) view = "";
    change(next);
  }

  /** @param {string} [of] */
  function look(of = "") {
    view = of;
    draw(true);
  }

  /** Back to a question, or to the classes that are picked from. @param {string} id */
  function reopen(id) {
    if (fields.some((field) => idOf(field) === id)) look(id);
    else put(id, "");
  }

  /** @param {Answers} values of due dates */
  function remember(values) {
    for (const [key, value] of Object.entries(values)) {
      if (value) state[key] = value;
      else delete state[key];
    }
    settle();
    history.replaceState(null, "", `#${fragment(state)}`);
    draw(false);
  }

  // ----------------------------------------------------------------------------------------------------- answering

  /**
   * @param {string} id
   * @param {string} value
   */
  function valid(id, value) {
    return value === "?" || guides.every((guide) => !(id in guide.tables.position) || guide.tables.cell(id, value) !== null);
  }

  /**
   * Whether anything that is told, or one section of it, hangs on an input.
   * @param {string} id
   * @param {Answers} known
   * @param {string} [section]
   */
  function matters(id, known, section) {
    return guides.some((guide) => guide.telling.matters(id, known, picked(guide, known), section));
  }

  /** @param {HTMLElement} field */
  const idOf = (field) => attribute(field, "data-input");

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
      const id = idOf(field), wanted = matters(id, known);
      if (wanted && id in state && valid(id, state[id])) {
        kept[id] = state[id];
        if (state[id] !== "?") known[id] = state[id];
      } else if (next === null && wanted) {
        next = field;
      }
    }
    for (const guide of guides) {
      for (const table of guide.data.tables) {
        if (table.classes.some(({ id }) => id === state[table.id])) kept[table.id] = known[table.id] = state[table.id];
      }
    }
    state = { ...kept, ...(state[SHOW] ? { [SHOW]: "1" } : {}), ...remembered() };
    return { known, kept, next };
  }

  /** What of the state is about due dates. */
  function remembered() {
    return Object.fromEntries(Object.entries(state).filter(([key, value]) => DATED.test(`${key}=${value}`)));
  }

  /**
   * The questions that are still open, those on which the days hang or any.
   * @param {Settled} now
   * @param {string} [section]
   */
  function open({ known, kept }, section) {
    return fields.filter((field) => !(idOf(field) in kept) && matters(idOf(field), known, section));
  }

  /** The open questions on which the days hang; all of them where no time is stated. @param {Settled} now */
  const needed = (now) => open(now, timed ? "limits" : undefined);

  /**
   * The question that is looked at; null where that is the ticket.
   * @param {Settled} now
   */
  function faced(now) {
    const chosen = fields.find((field) => idOf(field) === view);
    if (chosen) return chosen;
    const answered = Object.keys(now.kept).length > 0, settled = answered && view !== ON && !needed(now).length;
    return view === TICKET && answered ? null : settled ? null : now.next;
  }

  // ------------------------------------------------------------------------------------------------------- drawing

  /**
   * @param {boolean} moved whether somebody went on, who is then led to what is next
   */
  function draw(moved) {
    const now = settle(), field = faced(now), answered = Object.keys(now.kept).length > 0;
    for (const one of fields) {
      one.hidden = one !== field;
      refill(one, moved);
    }
    for (const button of all(document, "button.pick")) {
      const [table, id] = attribute(button, "data-class").split("/");
      button.setAttribute("aria-pressed", String(state[table] === id));
    }
    root.classList.toggle("only", Boolean(state[SHOW]));
    root.classList.toggle("answered", answered && Boolean(alone));
    if (field) steer(now, field);
    tell(now, answered && !field);
    fresh ||= moved;
    if (moved) lead(field ?? (answered ? sheet : null));
  }

  /**
   * The answer that is kept, in the fields of a question; an input in which somebody types is left alone.
   * @param {HTMLElement} field
   * @param {boolean} moved
   */
  function refill(field, moved) {
    const value = state[idOf(field)];
    for (const input of inputs(field, "input")) {
      if (input.type !== "text") input.checked = input.value === value;
      else if (moved || document.activeElement !== input) input.value = value && value !== "?" ? value : "";
      if (input.type === "text") readBack(field, input);
    }
    if (value) complain(field, "");
  }

  /**
   * Where in the questions somebody is, and the ways on.
   * @param {Settled} now
   * @param {HTMLElement} field
   */
  function steer(now, field) {
    const [others, wanted] = [open(now), needed(now)].map((list) => list.filter((one) => one !== field).length);
    const more = wanted > 0 && others > wanted, left = more ? wanted : others, before = fields.slice(0, fields.indexOf(field));
    const number = before.filter((one) => idOf(one) in now.kept).length + 1;
    const [count] = all(asking, ".count"), bar = /** @type {HTMLProgressElement} */ (asking.querySelector("progress"));
    count.textContent = fill(more ? W.count_days : left ? W.count : W.last, { n: number, left });
    bar.max = number + left;
    bar.value = number;
    for (const button of all(asking, ".back")) button.hidden = number === 1;
    for (const button of all(asking, ".early")) button.hidden = !Object.keys(now.kept).length;
    offer(field);
  }

  /** A finger goes on by choosing; the button stands where a choice is made already, or a number is typed. @param {HTMLElement} field */
  function offer(field) {
    const able = inputs(field, "input[type=text], input:checked").length > 0;
    for (const button of all(asking, "[type=submit]")) button.hidden = !able;
  }

  /**
   * Leads somebody to a question or to the ticket.
   * @param {HTMLElement | null} place
   */
  function lead(place) {
    const [heading] = place ? all(place, "legend, h2") : [];
    if (!place || !heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    place.scrollIntoView({ block: "start" });
  }

  /**
   * @param {Settled} now
   * @param {boolean} shown whether the ticket is looked at
   */
  function tell(now, shown) {
    const { known } = now, answered = Object.keys(now.kept).length > 0, [status] = all(tools, ".status");
    /** @type {string[]} */
    let said = [];
    sheet.hidden = !shown;
    if (asking) {
      asking.hidden = shown;
      if (answered) asking.open = true;
    }
    if (alone) {
      const found = told(alone, known);
      page.show(answered ? found : null);
      due?.show(found, state);
      if (shown) said = lay(alone, now, found);
    } else if (shown) {
      said = together(now);
    }
    if (reckoning && Object.keys(remembered()).length) reckoning.open = true;
    status.textContent = shown ? said.join(" ") : "";
    const regions = Object.fromEntries(guides.map((guide) => [guide.address, region(guide, known)]));
    document.dispatchEvent(new CustomEvent("connectionguides:told", { detail: { known, regions } }));
  }

  /**
   * What is told when words that the document leaves undefined, and on which the days hang, are supposed not to apply; and
   * what would hold if the window found that they do.
   * @param {Guide} guide
   * @param {Settled} now
   * @returns {Supposed}
   */
  function supposed(guide, { known, kept }) {
    const words = guide.data.inputs.filter(({ id, type }) => type === "boolean" && kept[id] === "?" && vague(id) && matters(id, known, "limits"));
    const base = { ...known, ...Object.fromEntries(words.map(({ id }) => [id, "false"])) }, found = told(guide, base);
    if (!words.length || !["inside", "unclear"].includes(found.standing)) return { known, told: told(guide, known), notes: [], otherwise: [] };
    const notes = [fill(W.supposing, { names: words.map((input) => input.words.false).map(quoted).join(W.comma) })];
    return { known: base, told: found, notes, otherwise: words.flatMap((input) => otherwise(guide, base, found, input)) };
  }

  /** Whether the document leaves undefined what an input asks. @param {string} id */
  function vague(id) {
    return fields.some((field) => idOf(field) === id && field.hasAttribute("data-undefined"));
  }

  /**
   * How long it takes if a word applies, where that is another time.
   * @param {Guide} guide
   * @param {Answers} base
   * @param {Told} found
   * @param {NumberInput | ChoiceInput} input
   */
  function otherwise(guide, base, found, input) {
    const other = told(guide, { ...base, [input.id]: "true" }), known = new Set(found.said.map(({ statement }) => statement.id));
    const limits = other.said.filter(({ statement }) => statement.section === "limits" && statement.kind === "stated" && !known.has(statement.id));
    const says = limits.map(({ statement, status }) => (status === "either" ? fill(W.if_either, { says: statement.says ?? "" }) : statement.says ?? ""));
    if (other.standing === "outside") says.push(fill(W.standing.outside, { says: other.borders.map((one) => one.says).join(W.semicolon) }));
    return says.length ? [fill(W.if_found, { name: quoted(input.words.true), says: says.join(W.semicolon) })] : [];
  }

  /**
   * @param {Guide} guide
   * @param {Settled} now
   * @param {Told} found
   */
  function lay(guide, now, found) {
    const base = supposed(guide, now), laid = /** @type {Ticket} */ (ticket), left = open(now).length, [on] = all(tools, ".on");
    const said = laid.show(found, base, region(guide, base.known));
    const undecided = fields.filter((field) => !(idOf(field) in base.known) && matters(idOf(field), base.known, "limits"));
    answersInto(all(tools, ".answers")[0], answers(now), reopen);
    const limits = base.told.said.filter(({ statement }) => statement.section === "limits");
    const unsettled = base.told.standing === "unclear" || limits.some(({ status }) => status !== "certain");
    laid.open(unsettled && limits.some(({ statement }) => statement.kind === "stated") ? undecided.map(asked) : [], look);
    on.hidden = !left;
    on.textContent = fill(W.go_on, { n: left });
    for (const print of /** @type {HTMLAnchorElement[]} */ (all(tools, "a.onto-paper"))) print.href = paper();
    for (const shown of all(tools, "a.show")) {
      const next = { ...state };
      if (next[SHOW]) delete next[SHOW];
      else next[SHOW] = "1";
      shown.textContent = state[SHOW] ? W.back : W.show;
      /** @type {HTMLAnchorElement} */ (shown).href = `#${fragment(next)}`;
    }
    return said;
  }

  /** The address of the ticket on paper: the answers, and the day that stands in the field. */
  function paper() {
    const [start] = reckoning ? inputs(reckoning, "[name=start]") : [], day = start ? typed.day(start.value) : "";
    return `ticket/${location.protocol === "file:" ? "index.html" : ""}#${fragment({ ...state, ...(day ? { _d: day } : {}) })}`;
  }

  /** @param {HTMLElement} field */
  function asked(field) {
    return { id: idOf(field), words: all(field, "legend")[0].textContent ?? "" };
  }

  /** @param {Settled} now */
  function together(now) {
    const [box] = all(sheet, ".result");
    box.textContent = "";
    const spoken = guides.flatMap((guide) => {
      const found = told(guide, now.known), said = verdicts(guide, found, now.known, region(guide, now.known));
      box.append(make("h3", guide.data.name), ...said.map(({ text }) => make("p", text, "verdict")));
      days(box.appendChild(make("div", "", "length")), found);
      onward(box, guide);
      return said.map(({ text }) => text);
    });
    answersInto(all(sheet, ".answers")[0], answers(now), reopen);
    return spoken;
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
   * The answers in the order of the questions, each once; then the classes that were picked.
   * @param {Settled} now
   */
  function answers({ kept }) {
    const ofInputs = fields.filter((field) => idOf(field) in kept).flatMap((field) => {
      const id = idOf(field), input = guides.flatMap(({ data }) => data.inputs).find((one) => one.id === id);
      return input ? [{ id, name: input.name, words: worded(input, kept[id]) }] : [];
    });
    const classes = guides.flatMap(({ data }) => data.tables).flatMap(({ id, name, classes: list }) =>
      list.filter((one) => one.id === kept[id]).map((one) => ({ id, name: name || one.name, words: one.name })));
    return [...ofInputs, ...classes];
  }

  // ---------------------------------------------------------------------------------------------------------- events

  /**
   * @param {HTMLElement} field
   * @param {string} text
   */
  function complain(field, text) {
    all(field, ".error")[0].textContent = text;
    for (const input of all(field, "input[type=text]")) input.setAttribute("aria-invalid", String(Boolean(text)));
  }

  /**
   * What a typed number is taken to be, where its unit is a large one; and what else may be meant, where it is very large.
   * @param {HTMLElement} field
   * @param {HTMLInputElement} input
   */
  function readBack(field, input) {
    const unit = attribute(input, "data-unit"), value = typed.number(input.value, unit) ?? "", [box] = all(field, ".read");
    const others = all(tools, "input[data-unit]").filter((one) => one !== input).map((one) => attribute(one, "data-unit"));
    const twice = typed.reading(value, unit, others);
    box.textContent = twice ? fill(W.read, { value, unit, ...twice.words }) : "";
    if (!twice?.doubtful) return;
    const words = { value, unit, ...twice.words };
    box.append(make("br"), fill(W.meant, words), " ", press(fill(W.take, words), () => put(idOf(field), words.other), "button-3"));
  }

  /**
   * Takes what was answered; nothing is taken, and said to be wrong, where it is no answer. Who presses before doing anything,
   * perhaps because the last question went on by itself, is led to the input instead.
   * @param {HTMLElement} field
   */
  function take(field) {
    const id = idOf(field), [text] = inputs(field, "input[type=text]"), chosen = inputs(field, "input:checked")[0]?.value ?? "";
    if (!text || chosen) {
      if (chosen) put(id, chosen);
      else complain(field, W.choose);
      return;
    }
    const empty = !text.value.trim(), early = empty && fresh, value = typed.number(text.value, attribute(text, "data-unit"));
    fresh = false;
    if (early) text.focus();
    else if (value !== null && valid(id, value)) put(id, value);
    else complain(field, empty ? W.choose : value === null ? W.not_number : fill(W.not_value, { range: attribute(text, "data-range") }));
  }

  /**
   * A finger or a mouse answers by choosing; whoever goes through the choices by keys answers by the button.
   * @param {HTMLElement} field
   */
  function listen(field) {
    let pointed = false;
    field.addEventListener("pointerdown", () => {
      pointed = true;
    });
    field.addEventListener("keydown", () => {
      pointed = false;
    });
    field.addEventListener("input", (event) => {
      const input = /** @type {HTMLInputElement} */ (event.target);
      if (input.type !== "text") return;
      for (const other of inputs(field, "input[type=checkbox]")) other.checked = false;
      complain(field, "");
      readBack(field, input);
    });
    field.addEventListener("change", (event) => {
      const input = /** @type {HTMLInputElement} */ (event.target);
      if (input.type === "text") return;
      if (input.checked) for (const other of inputs(field, "input[type=text]")) other.value = "";
      offer(field);
      if (pointed && input.checked) take(field);
    });
  }

  /** Back to the question that was answered before the one that is looked at. */
  function back() {
    const now = settle(), field = faced(now), before = field ? fields.slice(0, fields.indexOf(field)) : fields;
    const last = before.filter((one) => idOf(one) in now.kept).pop();
    if (last) look(idOf(last));
  }

  fields.forEach(listen);
  for (const form of all(tools, "form")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const field = faced(settle());
      if (asking?.contains(form) && field) take(field);
      else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      anew();
    });
  }

  function anew() {
    view = "";
    change(remembered());
  }

  for (const [name, act] of /** @type {[string, () => void][]} */ ([
    ["back", back], ["early", () => look(TICKET)], ["on", () => look(ON)], ["whole", anew],
  ])) {
    for (const button of all(tools, `button.${name}`)) button.addEventListener("click", act);
  }
  asking?.addEventListener("toggle", () => {
    if (asking.open && !Object.keys(state).length) draw(false);
  });
  if (alone && !fields.length) {
    for (const name of all(document, ".class")) {
      const [table, id] = attribute(name, "data-class").split("/");
      const button = press(name.textContent ?? "", () => put(table, state[table] === id ? "" : id), "class pick");
      button.setAttribute("data-class", attribute(name, "data-class"));
      name.replaceWith(button);
    }
  }
  tools.classList.add("scripted");
  const [sign] = all(tools, ".ticket .sign");
  if (alone && sign && document.querySelector("link[rel=canonical]")) {  // the site has an address, and a code of it here
    const code = sign.appendChild(make("img", "", "qr"));
    code.alt = "";
    code.src = "qr.svg";
  }
  for (const one of all(tools, ".progress, form > .ways, .print-letter")) one.hidden = false;  // what works by scripts alone

  /** Opens the questions; a browser that is still about to lead to them takes the focus away once more. */
  function begin() {
    asking.open = true;
    look();
    if (document.readyState !== "complete") addEventListener("load", () => setTimeout(look, 0));
  }

  /** @param {boolean} [first] */
  function arrive(first) {
    const found = read();
    if (found && (first || fragment(found) !== fragment(state))) {
      state = found;
      view = first && Object.keys(found).some((key) => key[0] !== "_") ? TICKET : "";
      draw(!first || view === TICKET);
    } else if (location.hash === "#interview" && asking) {
      begin();
    } else if (first) draw(false);
  }

  addEventListener("hashchange", () => arrive());
  arrive(true);
})();
