// Below the finder's answers: where the pages say it, by Pagefind. Loaded when first needed; from a disk it cannot be.
(() => {
  "use strict";
  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const section = /** @type {HTMLElement} */ (document.querySelector(".texts"));
  const answers = /** @type {HTMLElement} */ (document.querySelector(".answers"));
  const data = /** @type {FinderIndex} */ (ours.index), parts = /** @type {NonNullable<ConnectionGuides["parts"]>} */ (ours.parts);
  if (!section || !data) return;
  const says = data.says, SHOWN = 6, LOOKED_AT = 18, PATIENCE = 8000;
  const said = /** @type {HTMLElement} */ (section.querySelector("[role=status]"));
  const list = /** @type {HTMLElement} */ (section.querySelector("ul"));
  const wider = /** @type {HTMLButtonElement} */ (section.querySelector("button"));
  const folder = new URL(section.getAttribute("data-search") ?? "", document.baseURI);
  /** @type {Map<string, Promise<Pagefind>>} */
  const engines = new Map();
  /** The parts of the index there are: of what is about all places, and of each province of a place. */
  const ALL = ["", ...parts(Array.from(data.places.keys())).sort()];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  let turn = 0;

  /**
   * The program with some parts of the index. What was once added to it is asked each time: so each choice of parts has a
   * program of its own, by an address of its own.
   * @param {string[]} some
   */
  async function load(some) {
    const how = { excerptLength: 24, baseUrl: new URL("..", folder).pathname };
    const [first, ...others] = some.map((part) => `${folder.href}${part && `${part}/`}`);
    /** @type {Pagefind} */
    const made = await import(`${folder.href}pagefind.js${some.length < ALL.length ? `?${some.join("-")}` : ""}`);
    await made.options({ ...how, basePath: first });
    await Promise.all(others.map((part) => made.mergeIndex(part, { ...how })));
    return made;
  }

  /** @param {string[]} some */
  function loaded(some) {
    const key = some.join(), made = engines.get(key) ?? load(some);
    engines.set(key, made);
    made.catch(() => engines.delete(key));
    return made;
  }

  /** @type {(text: string) => string} */
  const bare = (text) => text.toLowerCase().replace(/\s/g, "");
  /** @type {(text: string) => string} */
  const tight = (text) => bare(text).replace(/[^\p{L}\p{N}]/gu, "");

  /**
   * The words of a query as Pagefind has them in its index: by the browser's own dictionary, where it has one.
   * @param {string[]} texts
   */
  function segments(texts) {
    const split = window.Intl && Intl.Segmenter ? new Intl.Segmenter("zh", { granularity: "word" }) : null;
    return texts.flatMap((text) => (split ? Array.from(split.segment(text), (one) => one.segment) : [text]));
  }

  /**
   * Pagefind also offers pages that share a single character with a word; those that do not say it are left out,
   * and those that say it in one go come first.
   * @param {PagefindPage[]} pages
   * @param {string[]} texts
   */
  function saying(pages, texts) {
    /** @type {(wanted: string[]) => PagefindPage[]} */
    const all = (wanted) => pages.filter((page) => {
      const content = tight(page.content);
      return wanted.every((one) => content.includes(tight(one)));
    });
    const whole = all(texts), words = segments(texts);
    const those = whole.length || words.some((one) => one.length < 2) ? whole : all(words);
    /** @type {(page: PagefindPage) => number} */
    const together = (page) => Number(tight(page.content).includes(tight(texts.join(""))));
    return those.sort((one, other) => together(other) - together(one));
  }

  /** @type {(html: string) => string} */
  const unescaped = (html) => html.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"')
    .replace(/&#0?39;/g, "'").replace(/&amp;/g, "&");

  /**
   * Pagefind marks the words found with <mark>, and escapes the rest; nothing of it is taken for HTML here.
   * @param {string} html
   */
  function excerpt(html) {
    const made = document.createElement("small");
    html.split(/<\/?mark>/).forEach((part, at) => {
      const piece = document.createElement(at % 2 ? "mark" : "span");
      piece.textContent = unescaped(part);
      made.append(piece);
    });
    return made;
  }

  /**
   * @param {PagefindPage} page
   * @param {PagefindPart} part
   */
  function row(page, part) {
    const item = document.createElement("li"), link = document.createElement("a"), head = document.createElement("b");
    head.textContent = page.meta.title + (part.title && part.title !== page.meta.title ? ` › ${part.title}` : "");
    link.href = part.url;
    link.append(head, excerpt(part.excerpt));
    item.append(link);
    return item;
  }

  /**
   * The page once, at the section that says it; among several rather not at the quotations.
   * @param {PagefindPage} page
   * @param {string[]} texts
   * @returns {PagefindPart}
   */
  function best(page, texts) {
    /** @type {(part: PagefindPart) => number} */
    const worth = (part) => {
      const text = bare(part.excerpt.replace(/<[^>]*>/g, ""));
      return (texts.some((one) => text.includes(bare(one))) ? 2 : 0) + (/#basis$/.test(part.url) ? 0 : 1);
    };
    const sorted = [...page.sub_results].sort((one, other) =>
      worth(other) - worth(one) || other.locations.length - one.locations.length);
    return sorted[0] ?? page;
  }

  /** @param {Found} found */
  function filters({ within }) {
    /** @type {Record<string, string>} */
    const made = {};
    const [part] = within.parts;
    if (within.parts.length === 1 && part in data.provinces) made.province = part;
    if (within.place >= 0) made.place = data.places[within.place][1];
    if (within.service) made.utility = data.services[within.service][0];
    return made;
  }

  /**
   * @param {Found} found
   * @param {Record<string, string>} only
   */
  function scope({ within }, { province }) {
    return [
      within.place >= 0 ? data.places[within.place][0] : province ? data.provinces[province][0] : "", within.service ? data.services[within.service][1] : ""
    ].filter(Boolean).join(says.comma);
  }

  function clear() {
    list.textContent = "";
    said.textContent = "";
    wider.hidden = true;
  }

  /**
   * Where a server forbids WebAssembly, Pagefind says so to nobody and never answers.
   * @returns {Promise<never>}
   */
  const late = () => new Promise((_, fail) => {
    setTimeout(fail, PATIENCE);
  });

  /**
   * The pages that say what is asked, as many as are shown.
   * @param {string[]} texts
   * @param {Record<string, string>} only
   * @param {string[]} among the parts of the index
   */
  async function asked(texts, only, among) {
    const answer = loaded(among).then((made) => made.search(segments(texts).join(" "), { filters: only }));
    const { results } = await Promise.race([late(), answer]);
    const looked = await Promise.all(results.slice(0, LOOKED_AT).map((one) => one.data()));
    return saying(looked, texts).slice(0, SHOWN);
  }

  /**
   * @param {Found} found
   * @param {boolean} all whether the place and the utility that are meant do not matter
   */
  async function search(found, all) {
    turn += 1;
    const now = turn, only = all ? {} : filters(found), narrow = Object.keys(only).length > 0;
    const among = only.place || only.province ? found.within.parts : ALL;
    try {
      const shown = await asked(found.rest, only, among);
      if (now !== turn) return;
      clear();
      const words = { typed: found.rest.join(" "), scope: narrow ? scope(found, only) : says.everywhere };
      said.textContent = (shown.length ? says.texts : says.no_texts)
        .replace(/\{(\w+)\}/g, (_, /** @type {keyof words} */ name) => words[name]);
      for (const page of shown) list.append(row(page, best(page, found.rest)));
      wider.hidden = !narrow;
      wider.onclick = () => search(found, true);
    } catch {
      if (now !== turn) return;
      clear();
      said.textContent = says.no_search;
    }
  }

  answers.addEventListener("found", (event) => {
    const found = event.detail;
    clearTimeout(waiting);
    turn += 1;
    clear();
    if (found?.rest.length) waiting = setTimeout(search, 300, found, false);
  });
})();
