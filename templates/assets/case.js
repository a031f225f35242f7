// The page of a guide under the answers: rows of other cases are hidden, with headings under which nothing is left; what is
// to be asked is what is open in the case. Without answers everything is shown.
(() => {
  "use strict";

  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const { all, attribute, make } = /** @type {Nodes} */ (ours.nodes);

  class CasePage {
    /** @param {HTMLElement} tools the interview, in which nothing is hidden */
    constructor(tools) {
      this.tools = tools;
      this.page = /** @type {HTMLElement} */ (tools.parentElement);
      this.ask = all(document, ".ask ol").find((list) => !tools.contains(list));
      this.fold = all(document, "details.ask").find((fold) => !tools.contains(fold));
      this.asked = [this.ask, this.fold].map((list) => list?.innerHTML ?? "");
      this.part();
    }

    /** Every part of the page learns its heading. */
    part() {
      let part = "";
      for (const node of this.page.children) {
        part = node.tagName === "H2" ? node.id : part;
        node.setAttribute("data-part", part);
      }
    }

    /**
     * The place on the page where a statement stands first, if any.
     * @param {string} id
     */
    row(id) {
      return all(this.page, "[data-says]").find((mark) =>
        !this.tools.contains(mark) && attribute(mark, "data-says").split(" ").includes(id));
    }

    /**
     * A row of the page itself, so that result and page never differ.
     * @param {Element} node
     */
    copied(node) {
      const made = /** @type {Element} */ (node.cloneNode(true));
      for (const one of [made, ...all(made, "[id]")]) one.removeAttribute("id");
      for (const button of all(made, "button.pick")) button.replaceWith(make("b", button.textContent ?? ""));
      return made;
    }

    /** @param {Told | null} found */
    show(found) {
      const ids = found && new Set(found.said.map(({ statement }) => statement.id));
      const marks = all(this.page, "[data-says]").filter((mark) => !this.tools.contains(mark));
      /** @param {Element} mark */
      const shown = (mark) => !ids || attribute(mark, "data-says").split(" ").some((id) => ids.has(id));
      for (const mark of marks) {
        const row = /** @type {HTMLElement | null} */ (mark.closest(".item, .limit, li, tr"));
        if (row) row.hidden = !(shown(mark) || all(row, "[data-says]").some(shown));
      }
      this.passed(found);
      this.lists();
      this.headings(marks.filter(shown));
      this.questions(found);
    }

    /**
     * Hides that a step can be passed by where it is certain.
     * @param {Told | null} found
     */
    passed(found) {
      const certain = new Set((found?.said ?? []).filter(({ status }) => status === "certain").map(({ statement }) => statement.id));
      for (const past of all(document, "[data-past]")) {
        past.hidden = attribute(past, "data-past").split(" ").some((id) => certain.has(id));
      }
    }

    /** Hides lists of which no row is left, with their titles. */
    lists() {
      for (const list of all(this.page, ":scope > ul, :scope > ol, .way > ol, table")) {
        const entries = all(list, "li, tbody > tr"), title = list.previousElementSibling;
        list.hidden = entries.length > 0 && entries.every((row) => row.hidden) && all(list, "[data-says]").length > 0;
        if (title?.tagName === "P" && title.firstElementChild?.tagName === "STRONG") {
          /** @type {HTMLElement} */ (title).hidden = list.hidden;
        }
      }
    }

    /**
     * Hides the headings under which statements stand, and none that is told.
     * @param {HTMLElement[]} kept
     */
    headings(kept) {
      const shown = new Set(kept.map((mark) => mark.closest("[data-part]")?.getAttribute("data-part")));
      for (const heading of all(this.page, ":scope > h2")) {
        const part = all(this.page, `:scope > [data-part="${heading.id}"]`);
        heading.hidden = part.some((node) => all(node, "[data-says]").length) && !shown.has(heading.id);
      }
    }

    /**
     * As many questions as the page shows, and the others in its fold.
     * @param {Told | null} found
     */
    questions(found) {
      const { ask, fold, asked: [first, others] } = this;
      if (!ask) return;
      ask.innerHTML = first;
      if (fold) fold.innerHTML = others;
      const [rest] = fold ? all(fold, "ol") : [];
      if (!found) {
        fold?.removeAttribute("hidden");
        return;
      }
      const rows = found.questions.map(({ words }) => make("li", words.replace(/[？。?.]?$/, (end) => end || ours.words.question))), shown = rest ? ask.childElementCount : rows.length;
      ask.replaceChildren(...rows.slice(0, shown));
      if (fold && rest) this.folded(fold, rest, rows.slice(shown));
    }

    /**
     * @param {HTMLElement} fold
     * @param {HTMLElement} list
     * @param {HTMLElement[]} rows
     */
    folded(fold, list, rows) {
      const [summary] = all(fold, "summary");
      summary.textContent = (summary.textContent ?? "").replace(/\d+/, String(rows.length));
      list.replaceChildren(...rows);
      fold.hidden = !rows.length;
    }
  }

  ours.CasePage = CasePage;
})();
