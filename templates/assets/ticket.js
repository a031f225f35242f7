// The result of the interview as one sheet: class, days and the latest day, what to ask, papers, costs, whom to call, and the
// answers it rests on. Everything on it is told (told.js) or stands in the words; the frame stands in pages/interview.md.
(() => {
  "use strict";

  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const { all, attribute, fill, make, press, quoted } = /** @type {Nodes} */ (ours.nodes);
  const W = ours.words, MANY = 2, OPEN = 3, FIRST = 5, ROWS = 5, NUMBER = /\d+(?:\.\d+)?/g;

  /** @param {DecidedClass[]} list */
  const names = (list) => list.map(({ name }) => quoted(name)).join(W.comma);

  /**
   * @param {DecisionTable} table
   * @param {Classified} found
   */
  function verdict(table, found) {
    /** @type {(ids: string[]) => DecidedClass[]} */
    const of = (ids) => table.classes.filter(({ id }) => ids.includes(id));
    if (!found.possible.length) return W.none;
    if (found.certain.length === found.possible.length && !found.none) {
      return fill(found.certain.length > 1 ? W.several : W.belongs, { names: names(of(found.certain)) });
    }
    const words = { n: found.possible.length, names: names(of(found.possible)) };
    return fill(W.possible, words) + (found.none ? W.or_none : "");
  }

  /**
   * Of a class that was picked or that the window has decided on: that it counts, and what else would fit as a note.
   * @param {DecisionTable} table
   * @param {Told} found
   * @param {Answers} known
   */
  function ruled(table, found, known) {
    const decided = table.classes.find(({ id }) => id === known[table.id]);
    if (!decided) return "";
    const unfit = found.unfit.filter(({ id }) => id.startsWith(`classes/${table.id}/`)).map(({ says = "" }) => quoted(says));
    return fill(W.ruled, { names: quoted(decided.name) }) + (unfit.length ? fill(W.unfit, { names: unfit.join(W.comma) }) : "");
  }

  /**
   * Where somebody stands: by each table of a guide, unless the document speaks of no such case.
   * @param {Guide} guide
   * @param {Told} found
   * @param {Answers} known
   * @param {Region} here
   * @returns {Verdict[]}
   */
  function verdicts({ data, tables }, found, known, here) {
    if (found.standing === "impossible" || found.standing === "outside") return border(found);
    const decided = data.tables.flatMap((table) => {
      const classified = tables.classify(table, here), certain = ruled(table, found, known), lacks = unclassed(table, found);
      if (!tables.divided(table, here).length || (lacks.length && !certain && !classified.possible.length)) return lacks;
      const sure = Boolean(certain) || (!lacks.length && classified.certain.length === classified.possible.length);
      const text = (table.name ? fill(W.about, { table: table.name }) : "") + (certain || verdict(table, classified));
      return [{ sure, text }, ...lacks];
    });
    return [...decided, ...border(found)];
  }

  /**
   * Of whom a text that is not in hand may give the class of a table.
   * @param {DecisionTable} table
   * @param {Told} found
   * @returns {Verdict[]}
   */
  function unclassed({ id }, { said }) {
    return said.filter(({ statement: { topics, kind, line } }) => line && kind !== "stated" && topics.includes(`classes/${id}`))
      .map(({ statement: { when, line = "" }, status }) => ({
        sure: status === "certain",
        text: W.status[status] + (status !== "certain" && when ? when + W.colon : "") + line,
      }));
  }

  /**
   * That the document does not speak of a case, or not of all of it.
   * @param {Told} found
   * @returns {Verdict[]}
   */
  function border({ standing, borders }) {
    return borders.length ? [{ sure: true, text: fill(W.standing[standing], { says: borders.map(({ says }) => says).join(W.semicolon) }) }] : [];
  }

  /** What a line says behind its main words: what is counted, what is left open. @param {Said} said */
  function tail({ statement: { line = "", says = "" } }) {
    const at = line.indexOf(says);
    return at < 0 ? "" : line.slice(at + says.length).replace(/^[；，;,] ?/, "");
  }

  /**
   * Words with their numbers set large, each in one piece with its unit.
   * @param {string} text
   */
  function large(text) {
    return text.split(/(\d+(?:\.\d+)?[^\d（，；：(,;:]*)/).filter(Boolean).map((part) => {
      const [number] = part.match(/^[\d.]+/) ?? [""];
      if (!number) return make("span", part, "unit");
      const whole = make("span", "", "nowrap");
      whole.append(make("span", number, "figure"), make("span", part.slice(number.length), "unit"));
      return whole;
    });
  }

  /** Whether a statement only says that nothing is known. @param {Statement} one */
  const unsaid = ({ kind }) => ["not_in_hand", "incomplete", "silent"].includes(kind);

  /**
   * A line of what is told, its main words in bold.
   * @param {Said} said
   * @param {boolean} [bare] whether what stands behind the main words is left out
   * @param {boolean} [known] whether how it holds is said already
   */
  function row(said, bare, known) {
    const { statement, status } = said, { line = "", says = "" } = statement, at = line.indexOf(says);
    const made = make("li", "", unsaid(statement) ? "open" : ""), when = statement.when ?? (statement.rest ? W.rest : "");
    if (!known) made.append(W.status[status]);
    if (status !== "certain" && when) made.append(make("span", when + W.colon, "when"));
    if (at < 0 || statement.kind !== "stated") made.append(line);
    else made.append(line.slice(0, at), make("b", says), bare ? "" : line.slice(at + says.length));
    return made;
  }

  /** How much a time limit says but for its number. @param {Said} said */
  const form = ({ statement: { says = "" } }) => says.replace(NUMBER, "{}");

  /**
   * Limits one of which will hold, as one figure: "3.5 或 4", "3.5 至 9", and the longest of them; null where they say unlike things.
   * @param {Said[]} stated
   */
  function merged(stated) {
    const [first] = stated, numbers = stated.map(({ statement: { says = "" } }) => says.match(NUMBER) ?? []);
    const alike = stated.every((one) => form(one) === form(first) && one.status !== "certain") && numbers.every(({ length }) => length === 1);
    if (stated.length < MANY || !alike) return null;
    const found = [...new Set(numbers.map(([text]) => Number(text)))].sort((one, other) => one - other);
    const amount = found.length > MANY ? fill(W.between, { low: found[0], high: found[found.length - 1] }) : found.join(W.either);
    const [before, after] = form(first).split("{}");
    return { figure: before + amount + after, most: found.length > 1 && stated.some(({ status }) => status === "possible") ? found[found.length - 1] + after : "" };
  }

  /**
   * How long it takes: what is said of the whole set large, what of steps beneath.
   * @param {HTMLElement} box
   * @param {Told} found
   * @returns {string[]} the statements of the figure
   */
  function days(box, found) {
    const limits = found.said.filter(({ statement }) => statement.section === "limits");
    const whole = limits.filter(({ statement }) => statement.topics.includes("limits")), rest = limits.filter((one) => !whole.includes(one));
    const stated = whole.filter(({ statement }) => statement.kind === "stated"), other = whole.filter((one) => !stated.includes(one));
    for (const { says } of found.relations.filter(({ id, kind }) => kind === "differs" && id.startsWith("limits/"))) {
      box.append(make("p", W.differs + says, "differs"));
    }
    const amount = merged(stated), tails = new Set(stated.map(tail)), list = make("ul", "", "days");
    if (amount) box.appendChild(make("p", "", "amount")).append(...large(amount.figure));
    if (amount?.most) box.append(make("p", fill(W.plan, amount), "ours"));
    for (const one of stated) list.append(amount ? row(one, tails.size === 1, true) : single(one));
    const silent = !stated.length && other.length && other.every(({ statement }) => unsaid(statement));
    if (silent) box.append(make("p", other.find(({ statement }) => statement.kind !== "silent")?.statement.line ?? W.no_days, "amount open"));
    for (const one of [...(silent ? [] : other), ...rest]) list.append(row(one));
    box.append(list);
    if (amount && tails.size === 1) box.append(make("p", [...tails][0], "tail"));
    return stated.map(({ statement }) => statement.id);
  }

  /** A limit with its number set large; when it holds, and what belongs to it, beneath. @param {Said} said */
  function single(said) {
    const made = row(said, true), [says] = all(made, "b");
    if (!says) return made;
    says.remove();
    const when = (made.textContent ?? "").replace(/[：:] ?$/, "");
    made.replaceChildren(...large(says.textContent ?? ""), make("span", when, "tail when"), make("span", tail(said), "tail"));
    for (const part of all(made, ".tail:empty")) part.remove();
    return made;
  }

  /** @type {ResultParts["answersInto"]} */
  function answersInto(box, answers, change) {
    box.textContent = W.answers;
    answers.forEach(({ id, name, words }, index) => {
      const button = press(W.change, () => change(id), "button-3");
      button.setAttribute("aria-label", fill(W.change_of, { name }));
      box.append(index ? W.semicolon : "", make("b", words), " ", button);
    });
  }

  /**
   * How strongly a row holds, said once behind the last of several that hold alike; empty before that.
   * @param {Said[]} told
   * @param {number} index
   */
  function strength(told, index) {
    const { force } = told[index].statement, alike = (/** @type {number} */ at) => told[at]?.statement.force === force;
    if (!force || (alike(index + 1) && index + 1 !== ROWS)) return "";
    let first = index;
    while (alike(first - 1) && first !== ROWS) first -= 1;
    return first < index ? fill(W.all_force, { n: index - first + 1, force }) : force;
  }

  /**
   * Some rows, and the others in a fold.
   * @param {HTMLElement} box
   * @param {"ul" | "ol"} tag
   * @param {HTMLElement[]} rows
   * @param {number} first how many are not folded
   * @param {string} more
   */
  function folded(box, tag, rows, first, more) {
    box.appendChild(make(tag)).append(...rows.slice(0, first));
    if (rows.length <= first) return;
    const fold = box.appendChild(make("details"));
    fold.append(make("summary", fill(more, { n: rows.length - first })));
    fold.appendChild(make(tag)).append(...rows.slice(first));
  }

  class Ticket {
    /**
     * @param {HTMLElement} box
     * @param {Guide} guide
     * @param {CasePage} page
     * @param {Due | null} due
     */
    constructor(box, guide, page, due) {
      this.box = box;
      this.guide = guide;
      this.page = page;
      this.due = due;
    }

    /** @param {string} name */
    part(name) {
      const [node] = all(this.box, `.${name}`);
      node.textContent = "";
      return node;
    }

    /**
     * @param {Told} found what is told of the answers
     * @param {Supposed} supposed the same, words that the document leaves undefined set aside
     * @param {Region} here
     */
    show(found, supposed, here) {
      const said = verdicts(this.guide, supposed.told, supposed.known, here), standing = this.part("verdicts"), several = this.guide.data.tables.length > 1;
      const rows = said.map(({ text }, index) => make("p", text, supposed.told.standing === "unclear" && index === said.length - 1 ? "border" : "verdict"));
      const aside = rows.filter((_, index) => several && !said[index].sure);
      standing.append(...rows.filter((one) => !aside.includes(one)));
      const note = several && supposed.told.said.length ? [make("p", W.side_by_side, "ours")] : [];
      if (standing.childElementCount) standing.append(...note);
      else aside.push(...note);
      for (const text of supposed.notes) standing.append(make("p", text, "ours"));
      const figures = days(this.part("length"), supposed.told), otherwise = this.part("otherwise");
      for (const text of supposed.otherwise) otherwise.append(make("p", text));
      this.defects(here, aside);
      this.latest(figures);
      this.questions(found);
      for (const part of all(this.box, "[data-of]")) this.rows(part, found);
      this.costs(found, supposed.known);
      return said.map(({ text }) => text);
    }

    /**
     * Each day with what it is the last day of, where there are several.
     * @param {string[]} figures
     */
    latest(figures) {
      const box = this.part("latest"), latest = this.due?.latest(figures);
      this.due?.write(figures);
      box.closest("[data-row]")?.toggleAttribute("hidden", !latest);
      if (!latest) return;
      for (const { day, of } of latest.days) {
        const line = box.appendChild(make("p"));
        line.append(make("b", day, "day"), latest.days.length > 1 ? of.join(W.semicolon) : "");
      }
      box.append(make("p", latest.says + latest.ours, "ours"));
    }

    /**
     * Which classes are open, and what the document cannot decide of this case, as the page says it.
     * @param {Region} here
     * @param {HTMLElement[]} open
     */
    defects(here, open) {
      const part = this.part("defects"), box = make("details"), { data, tables } = this.guide;
      box.append(make("summary", W.why), ...open);
      const met = all(document, "[data-defect]").filter((mark) => !this.box.contains(mark)).map((mark) => ({
        mark, holds: tables.holds(data.defects[Number(attribute(mark, "data-defect"))], here),
      }));
      for (const certain of [true, null]) {
        const entries = met.filter(({ holds }) => holds === certain).map(({ mark }) => mark.closest("li"));
        if (!entries.length) continue;
        if (certain === null) box.append(make("p", W.maybe_defect));
        box.appendChild(make("ul")).append(...entries.flatMap((entry) => (entry ? [this.page.copied(entry)] : [])));
      }
      if (box.childElementCount > 1) part.append(box);
    }

    /**
     * What to ask: what is open in this case before what is open for everybody, most costly first.
     * @param {Told} found
     */
    questions({ questions }) {
      const box = this.part("to-ask"), own = questions.filter(({ asks }) => asks.some((ask) => ask.ruled || ask.answered));
      const rows = [...own, ...questions.filter((one) => !own.includes(one))].map(({ words }) => make("li", words.replace(/[？。?.]?$/, (end) => end || W.question)));
      box.parentElement?.toggleAttribute("hidden", !rows.length);
      folded(box, "ol", rows, FIRST, W.more_questions);
    }

    /**
     * What is told of some sections, each with its mark on the page; what several have in common is said once.
     * @param {HTMLElement} box
     * @param {Told} found
     */
    rows(box, found) {
      const of = attribute(box, "data-of").split(" "), [place] = all(box, ".rows");
      const cased = box.hasAttribute("data-cased");
      const told = of.flatMap((name) => found.said.filter(({ statement: { section, paid, line, where } }) =>
        line && (where || !cased) && (name === "money" ? paid : section === name && !paid)));
      if (cased) /** @type {HTMLElement} */ (box.parentElement).hidden = !told.length;
      const rows = told.map((said, index) => {
        const made = row(said), mark = this.page.row(said.statement.id)?.querySelector("a.c"), force = strength(told, index);
        if (mark) made.append(" ", this.page.copied(mark));
        if (force) made.append(" ", make("span", force, "tag"));
        return made;
      });
      place.textContent = "";
      folded(place, "ul", rows, ROWS, W.more_rows);
      const notes = new Set(told.flatMap(({ statement: { note } }) => (note ? [fill(W.due.note, { note })] : [])));
      for (const note of notes) place.append(make("p", note, "ours"));
    }

    /**
     * What the rates come to with the reader's own numbers, and the total where every item has a number. Ours.
     * @param {Told} found
     * @param {Answers} known
     */
    costs(found, known) {
      const reckoned = ours.costs?.(found, known), [place] = all(this.box, "[data-of~=fees] .rows"), { inputs } = this.guide.data;
      if (!reckoned) return;
      for (const { item, rate = "", times, amount, currency } of reckoned.products) {
        const { name = "", unit = "" } = inputs.find(({ id }) => id === times) ?? {};
        const words = { item, rate, name, factor: `${known[times ?? ""]} ${unit}`, amount: `${amount} ${currency}` };
        place.append(make("p", fill(W.costs.product, words), "ours"));
      }
      if (!reckoned.total) return;
      const items = reckoned.items.map(({ item, amount }) => `${item} ${amount}`).join(W.comma);
      place.append(make("p", fill(W.costs.total, { amount: `${reckoned.total} ${reckoned.items[0]?.currency ?? ""}`, items }), "ours"));
    }

    /**
     * What would settle the days.
     * @param {{ id: string, words: string }[]} open
     * @param {(id: string) => void} go
     */
    open(open, go) {
      const box = this.part("find-out");
      if (!open.length) return;
      box.append(make("p", W.find_out));
      box.appendChild(make("ul")).append(...open.slice(0, OPEN).map(({ id, words }) => {
        const made = make("li", words);
        made.append(" ", press(W.answer_now, () => go(id), "button-3"));
        return made;
      }));
    }
  }

  ours.ticket = { Ticket, verdicts, days, answersInto };
})();
