// What a query means: known words are cut out of it, slips are mended, the rest is named. No page and no wording.
(() => {
  "use strict";

  /**
   * One meaning of a word: a place (its position in the index), a meaning of the vocabulary, the name of a class, nothing.
   * @typedef {object} Meaning
   * @property {number} [place]
   * @property {string} [word]
   * @property {string} [name]
   * @property {boolean} [idle]
   * @property {boolean} [foreign] a place that is none of these
   * @property {string[]} [read] its syllables
   * @property {number} [weight] of initials of a place
   * @property {boolean} [short] of initials of a word
   */

  /** @typedef {Map<string, Meaning[]>} Known */

  /** @typedef {{ name: string, read: string[] }} Name a name of a place with its syllables */

  /**
   * What a query says.
   * @typedef {object} Said
   * @property {number[] | null} places
   * @property {string[]} words meanings of the vocabulary
   * @property {string[]} classes
   * @property {string[]} slips
   * @property {string[]} unknown
   * @property {string[]} rest
   */

  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const data = /** @type {FinderIndex} */ (ours.index);
  const FEW = 12, MOST = 100;  // signs of a query; no place and nothing asked about it is as long
  const [traditional, simple] = data.traditional.map((signs) => Array.from(signs));
  /** @type {Map<string, string>} */
  const simplified = new Map(traditional.map((one, at) => [one, simple[at]]));
  const sound = new Map(Object.entries(data.sounds).flatMap(([read, signs]) =>
    Array.from(signs, /** @returns {[string, string]} */ (one) => [one, read])));
  /** @type {Map<string, number[]>} */
  const alike = new Map();
  /** @type {Known} */
  const keys = new Map();
  /** @type {Known} */
  const latin = new Map();
  let longest = 1, wordy = 1;

  data.alike.forEach((group, at) => {
    for (const one of group) alike.set(one, [...(alike.get(one) ?? []), at]);
  });

  // ------------------------------------------------------------------------------------------------ what is known

  /** @type {(text: string) => string} */
  const plain = (text) => Array.from(text.normalize("NFKC").toLowerCase(), (one) => simplified.get(one) ?? one).join("");
  /** @type {(text: string) => string} */
  const bare = (text) => plain(text).replace(/[^\u3400-\u9fffa-z0-9]/g, "");
  /** @type {(text: string) => string} */
  const letters = (text) => text.replace(/[^a-z]/g, "");
  /** @type {(read: string) => string} */
  const initials = (read) => read.split(" ").map((one) => one.charAt(0)).join("");
  /** @type {(table: Known, key: string) => Meaning[]} */
  const meanings = (table, key) => table.get(key) ?? [];

  /**
   * A word has one meaning or several.
   * @param {Known} table
   * @param {string} key
   * @param {Meaning} meaning
   */
  function know(table, key, meaning) {
    if (!key) return;
    const there = table.get(key);
    if (there) there.push(meaning);
    else table.set(key, [meaning]);
    if (table === keys) longest = Math.max(longest, Array.from(key).length);
    else wordy = Math.max(wordy, key.length);
  }

  const SUFFIX = /(市|地区|自治州|州|自治县|县|自治旗|旗|盟|新区|区|林区|特区)$/;

  /**
   * The names of a place: whole, without its kind, and what stands in brackets; each once.
   * @param {PlaceRow} row
   */
  function names([name, , , syllables]) {
    const whole = plain(name), read = syllables.split(" ");
    /** @type {Record<number, number>} */
    const at = {};
    let han = 0, start = 0;
    Array.from(whole).forEach((one, position) => {
      if (!/[^()·、\s]/.test(one)) return;
      at[position] = han;
      han += 1;
    });
    /** @type {Name[]} */
    const made = [{ name: whole.replace(/[()·、\s]/g, ""), read }];
    for (const part of whole.split(/[()·、]/)) {
      for (const one of [part, part.length > 2 ? part.replace(SUFFIX, "") : part]) {
        if (one.length > 1) made.push({ name: one, read: read.slice(at[start], at[start] + one.length) });
      }
      start += part.length + 1;
    }
    return made.filter((one, position) => made.findIndex((other) => other.name === one.name) === position);
  }

  /** @type {(row: TranslatedRow) => PlaceRow} */
  const chinese = ([, slug, code, , services, covers, name, read]) => [name, slug, code, read, services, covers];
  const named = data.places.map((row) => (row.length === 8 ? [...names(row), ...names(chinese(row))] : names(row)));
  data.places.forEach((row, place) => {
    row[1] = row[1] || letters(row[3].split(" ").slice(0, -1).join(""));
    for (const one of named[place]) {
      const read = one.read.join(" ");
      know(keys, one.name, { place, read: one.read });
      know(latin, letters(read), { place, weight: 0 });
      if (one.read.length > 1) know(latin, initials(read), { place, weight: 1 });
    }
    know(latin, letters(row[1]), { place, weight: 0 });
  });
  /** @type {(some: number[]) => string[]} */
  const parts = (some) => unique(some.map((place) => data.places[place][2].slice(0, 2) || "00"));
  // A province means its places; followed by a kind of place it is no province: 吉林市, 海南区.
  const ofPlaces = new Set([...keys.keys(), ...latin.keys()]);
  for (const [code, called] of Object.entries(data.provinces)) {
    const those = positions((place) => parts([place])[0] === code);
    for (const one of called.map(bare)) {
      const table = /^[a-z]/.test(one) ? latin : keys;
      if (!ofPlaces.has(one)) those.forEach((place) => know(table, one, { place }));
      for (const kind of data.kinds) if (!keys.has(one + kind)) know(keys, one + kind, { foreign: true });
    }
  }
  // Words in Latin letters first: what has a meaning of its own, as DN, is not the initials of another word.
  const spoken = Object.entries(data.words).flatMap(([meaning, words]) =>
    words.map(([word, syllables]) => ({ meaning, word, syllables, own: /^[a-z ]+$/i.test(word) })));
  for (const { meaning, word } of spoken.filter(({ own }) => own)) know(latin, letters(plain(word)), { word: meaning });
  const owned = new Set(
    [...spoken.filter(({ own }) => own).map(({ word }) => letters(plain(word))), ...data.sizes.before, ...data.sizes.after]);
  for (const { meaning, word, syllables } of spoken.filter(({ own }) => !own)) {
    const read = syllables.split(" "), short = initials(syllables);
    if (word.length > 1 || /[\u0080-\uffff]/.test(word)) know(keys, plain(word), { word: meaning, read });
    know(latin, letters(syllables), { word: meaning });
    if (read.length > 1 && !owned.has(short) && !meaning.startsWith("!")) know(latin, short, { word: meaning, short: true });
  }
  for (const name of Object.keys(data.classes)) know(keys, bare(name), { name });
  for (const one of data.idle) know(/^[a-z]+$/.test(one) ? latin : keys, plain(one), { idle: true });

  // --------------------------------------------------------------------------------------------------- Chinese

  /**
   * The longest known word at each place; what lies between is unknown. Single signs are no words here: 气 is in many.
   * @param {string} run
   */
  function cut(run) {
    const signs = Array.from(run);
    /** @type {string[]} */
    const met = [];
    /** @type {string[]} */
    const unknown = [];
    let rest = "", at = 0;
    const close = () => {
      if (rest) unknown.push(rest);
      rest = "";
    };
    while (at < signs.length) {
      let size = Math.min(longest, signs.length - at);
      while (size > 1 && !keys.has(signs.slice(at, at + size).join(""))) size -= 1;
      if (size > 1) {
        close();
        met.push(signs.slice(at, at + size).join(""));
        at += size;
      } else {
        rest += signs[at];
        at += 1;
      }
    }
    close();
    return { met, unknown };
  }

  /**
   * A run without the single signs at its ends that carry no meaning.
   * @param {string} run
   */
  function trimmed(run) {
    const signs = Array.from(run);
    /** @type {(sign: string) => boolean} */
    const empty = (sign) => keys.has(sign) && Boolean(meanings(keys, sign)[0].idle);
    while (signs.length && empty(signs[0])) signs.shift();
    while (signs.length && empty(signs[signs.length - 1])) signs.pop();
    return signs.join("");
  }

  /**
   * Whether a sign was meant for another: of the same sound, or alike to the eye.
   * @param {string} sign
   * @param {string} other
   * @param {string} read how the other is read
   */
  function slipped(sign, other, read) {
    const heard = sound.get(sign);
    if (heard && heard === read) return true;
    return (alike.get(sign) ?? []).some((group) => (alike.get(other) ?? []).includes(group));
  }

  /**
   * Whether signs of a run were meant for a word: one in three wrong at most, each alike to the eye or the ear.
   * @param {string[]} signs
   * @param {number} start
   * @param {string[]} wanted
   * @param {string[]} read
   */
  function meant(signs, start, wanted, read) {
    const may = wanted.length > 3 ? 2 : 1;
    let wrong = 0;
    for (let at = 0; at < wanted.length && wrong <= may; at += 1) {
      if (signs[start + at] === wanted[at]) continue;
      wrong += slipped(signs[start + at], wanted[at], read[at]) ? 1 : 9;
    }
    return wrong <= may;
  }

  /**
   * The longest known word that part of a run was meant for, and what is before, in and after that part.
   * @param {string} run
   */
  function mended(run) {
    const signs = Array.from(run);
    let best = { key: "", size: 1, start: 0 };
    for (const [key, [{ read }]] of keys) {
      const wanted = Array.from(key), size = wanted.length;
      if (size <= best.size || size > signs.length || !read) continue;
      for (let start = 0; start + size <= signs.length; start += 1) {
        if (!meant(signs, start, wanted, read)) continue;
        best = { key, size, start };
        break;
      }
    }
    const { key, start, size } = best;
    return key && {
      key, before: signs.slice(0, start).join(""), typed: signs.slice(start, start + size).join(""),
      after: signs.slice(start + size).join("")
    };
  }

  /**
   * Places whose name begins with a run, or has it inside.
   * @param {string} run
   */
  function begun(run) {
    return positions((place) => named[place].some(({ name }) =>
      name.startsWith(run) || (run.length > 1 && name.indexOf(run) > 0)));
  }

  /**
   * The places of which something holds.
   * @param {(place: number) => boolean} fits
   */
  function positions(fits) {
    return Array.from(data.places.keys()).filter(fits);
  }

  // ----------------------------------------------------------------------------------------------------- letters

  /**
   * What letters mean at a place of a run: short forms of words only after a place or as the whole run, initials of places
   * only at its beginning.
   * @param {string} key
   * @param {boolean} after whether short forms count
   * @param {boolean} begin
   */
  function spelled(key, after, begin) {
    const found = latin.has(key) ? meanings(latin, key) : [];
    const fitting = found.filter((one) => (one.short ? after : one.weight ? begin : true));
    return begin && places(fitting).length ? fitting.filter((one) => !one.short) : fitting;
  }

  /**
   * Letters as known words one after the other; what short forms of words mean counts only after a place. Where that
   * failed once it fails again, however the letters before were read: each position is tried once.
   * @param {string} run
   * @param {boolean} placed
   * @param {boolean} begin
   * @param {Set<string>} failed
   * @returns {Meaning[][] | null}
   */
  function split(run, placed, begin, failed) {
    if (!run) return [];
    const here = `${placed ? "placed " : ""}${run.length}`;
    if (failed.has(here)) return null;
    for (let size = Math.min(run.length, wordy); size > 0; size -= 1) {
      const found = spelled(run.slice(0, size), placed || size === run.length, begin);
      if (!found.length) continue;
      const rest = split(run.slice(size), placed || found[0].place !== undefined, false, failed);
      if (rest) return [found, ...rest];
    }
    if (placed && Array.from(latin).some(([key, [first]]) => first.word && key.startsWith(run))) return [];
    failed.add(here);
    return null;
  }

  /**
   * How many letters are wrong: 0, 1, or more.
   * @param {string} one
   * @param {string} other
   */
  function distance(one, other) {
    if (Math.abs(one.length - other.length) > 1) return 9;
    let at = 0;
    while (at < one.length && one.charAt(at) === other.charAt(at)) at += 1;
    const a = one.slice(at), b = other.slice(at);
    if (a === b) return 0;
    const exchanged = a.length > 1 && a.charAt(0) === b.charAt(1) && a.charAt(1) === b.charAt(0) && a.slice(2) === b.slice(2);
    return a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1) || exchanged ? 1 : 2;
  }

  /**
   * The places among some meanings.
   * @param {Meaning[]} found
   */
  function places(found) {
    return unique(found.flatMap(({ place }) => (place === undefined ? [] : [place])));
  }

  /**
   * The places letters were meant for: not yet typed to the end, with one letter wrong, or with too many behind them.
   * @param {string} run
   */
  function spelt(run) {
    const all = Array.from(latin.keys());
    /** @type {(fits: (key: string) => boolean) => number[]} */
    const gather = (fits) => places(all.filter(fits).flatMap((key) => meanings(latin, key)));
    const sure = gather((key) => key.startsWith(run));
    if (sure.length) return { places: sure, slip: false };
    const near = run.length < 5 ? [] : gather((key) => distance(run, key) === 1);
    if (near.length) return { places: near, slip: true };
    const behind = gather((key) => key.length > 1 && run.length > 3 && run.length - key.length <= 2 && run.startsWith(key));
    return { places: behind, slip: true };
  }

  /**
   * The places whose code begins with digits, or whose whole code the digits begin with.
   * @param {string} run
   */
  function coded(run) {
    return positions((place) => {
      const code = data.places[place][2], whole = code.replace(/(00)+$/, "");
      return code !== "" && run.length > 3 && (code.startsWith(run) || (run.length === 6 && run.startsWith(whole)));
    });
  }

  // ------------------------------------------------------------------------------------------------------- reading

  /** @type {(signs: string[]) => string} */
  const either = (signs) => [...signs].sort((one, other) => other.length - one.length).join("|");
  const NUMBER = "\\d+(?:\\.\\d+)?";
  // A number with what is measured, as in DN40, 500 m³/h, 3 户; what stands before it, so that it is no part of a word.
  const SIZES = new RegExp(
    `(^|[^a-z])((?:${either(data.sizes.before)})\\s*${NUMBER})|${NUMBER}\\s*(?:${either(data.sizes.after)})(?![a-z])(?:/[a-z]+)?`, "g");
  // The number of a document: 〔2099〕5号.
  const REFERENCE = /[〔[(【]?\d{4}(?:[〕\])】]\s*|\s+)第?\d+号/g;
  const RUNS = /[a-z](?:[\s'’-]*[a-z])*|\d+|[^\sa-z\d!-/:-@[-`{-~\u00b7\u2000-\u206f\u3000-\u303f\uff00-\uffef]+/g;

  /** One query as it is read. */
  class Reading {
    constructor() {
      /** @type {Said} */
      this.said = { places: null, words: [], classes: [], slips: [], unknown: [], rest: [] };
    }

    /**
     * Keeps of the places those that are among some; all of both where none is. Whether there were any.
     * @param {number[]} found
     */
    among(found) {
      if (!found.length) return false;
      const before = this.said.places ?? [], both = before.filter((one) => found.includes(one));
      this.said.places = both.length ? both : [...before, ...found];
      return true;
    }

    /** @param {Meaning[]} found */
    words(found) {
      for (const { word } of found) if (word) this.said.words.push(word);
    }

    /** @param {string} key a known word */
    mean(key) {
      const found = meanings(keys, key), [first] = found;
      this.among(places(found));
      this.words(found);
      if (first.foreign) this.said.unknown.push(key);
      for (const { name } of found) if (name) this.said.classes.push(name);
      if (first.name || (first.word && !/^(any|[a-z])$/.test(first.word))) this.said.rest.push(key);
    }

    /**
     * Letters; whether anything is known of them.
     * @param {string} run
     */
    spell(run) {
      const whole = split(run, false, true, new Set());
      for (const found of whole ?? []) {
        this.among(places(found));
        this.words(found);
      }
      if (whole) return true;
      const tried = spelt(run), known = this.among(tried.places);
      if (known && tried.slip) this.said.slips.push(run);
      return known;
    }

    /**
     * Words of letters one by one, where they mean nothing together.
     * @param {string} run
     */
    each(run) {
      for (const word of run.split(/\s+/)) if (!this.spell(letters(word))) this.said.unknown.push(letters(word));
    }

    /** @param {string} size a number with what is measured */
    measure(size) {
      this.said.words.push("#classes");
      this.said.rest.push(size.replace(/\s/g, ""));
    }

    /** @param {string} typed a run of signs that are no known words */
    mend(typed) {
      const run = trimmed(typed), there = this.said.places;
      if (keys.has(run)) {
        this.mean(run);
        return;
      }
      if (there ? begun(run).some((one) => there.includes(one)) : this.among(begun(typed))) return;
      if (!run) return;
      const found = mended(run);
      if (!found || (there && meanings(keys, found.key)[0].place !== undefined)) {
        this.said.unknown.push(run);
        return;
      }
      this.said.slips.push(found.typed);
      this.mean(found.key);
      [found.before, found.after].filter(Boolean).forEach((one) => this.again(one));
    }

    /** @param {string} run what is left beside a mended word */
    again(run) {
      const { met, unknown } = cut(run);
      met.forEach((key) => this.mean(key));
      for (const one of unknown.map(trimmed).filter(Boolean)) {
        if (keys.has(one)) this.mean(one);
        else this.said.unknown.push(one);
      }
    }

    // What is left may be part of the name of a class.
    classed() {
      const { said } = this;
      if (!said.unknown.length) return;
      const found = Object.keys(data.classes).filter((name) =>
        said.unknown.every((one) => one.length > 1 && bare(name).includes(bare(one))));
      if (!found.length) return;
      said.classes.push(...found);
      said.rest.push(...said.unknown);
      said.unknown = [];
    }
  }

  /**
   * Letters and digits first, then known words, then what may be mended by what is known so far.
   * @param {string} query
   */
  function understood(query) {
    const reading = new Reading();
    /** @type {string[]} */
    const met = [];
    /** @type {string[]} */
    const unknown = [];
    const typed = plain(query.slice(0, MOST)).slice(0, MOST);
    /** @type {string[]} */
    const references = typed.match(REFERENCE) ?? [];
    const others = typed.replace(REFERENCE, " ").replace(SIZES, (size, ahead = "") => {
      reading.measure(size.slice(ahead.length));
      return `${ahead} `;
    });
    for (const run of others.match(RUNS) ?? []) {
      if (/^[a-z]/.test(run)) {
        if (!reading.spell(letters(run))) reading.each(run);
      } else if (/^\d/.test(run)) {
        if (!reading.among(coded(run)) && run.length > 2) unknown.push(run);
      } else {
        const found = cut(run);
        met.push(...found.met);
        unknown.push(...found.unknown);
      }
    }
    met.forEach((key) => reading.mean(key));
    for (const run of unknown) {
      if (/^[a-z\d]/.test(run)) reading.said.unknown.push(run);
      else reading.mend(run);
    }
    reading.said.unknown.push(...references);
    reading.classed();
    reading.said.rest.push(...reading.said.unknown);
    return reading.said;
  }

  // ------------------------------------------------------------------------------------------------------- results

  /**
   * @template One
   * @param {One[]} list
   */
  function unique(list) {
    return Array.from(new Set(list));
  }

  /** The guides with classes, each as position of the place and letter. */
  const classed = new Set(Object.values(data.classes).flat());
  /** @type {(place: number, letter: Letter) => boolean} */
  const has = (place, letter) => data.places[place][4].includes(letter);

  /**
   * The utilities of a place.
   * @param {number} place
   */
  const offered = (place) => Object.keys(data.services).filter((one) => has(place, one) || has(place, one.toUpperCase()));

  /**
   * The utilities of a place whose guides say how one is connected: only these have sheets.
   * @param {number} place
   */
  const connecting = (place) => offered(place).filter((one) => !(`${place}${one}` in data.apart));

  /**
   * @param {number} place
   * @param {Letter} [service]
   */
  const at = (place, service) => `${data.places[place][1]}/${service ? `${data.services[service][0]}/` : ""}`;

  /** The pages for what a query says, in order, each once. */
  class Answer {
    /** @param {Said} said */
    constructor(said) {
      const words = unique(said.words);
      this.said = said;
      this.words = words;
      const [away] = Object.keys(data.words).filter((one) => one.startsWith("!") && words.includes(one));
      this.elsewhere = away ? away.slice(1, away.indexOf("/")) : "";
      const about = words.filter((one) => away && one.startsWith(`!${this.elsewhere}/`)).map((one) => one.slice(away.indexOf("/") + 1));
      this.services = unique([...words, ...about]).filter((one) => one in data.services);
      this.section = this.elsewhere ? "#channels" : words.find((one) => one.startsWith("#")) ?? "";
      this.pages = words.filter((one) => /^[a-z]+\/$/.test(one));
      this.classes = unique(said.classes);
      /** @type {FoundPage[]} */
      this.made = [];
      /** @type {Set<string>} */
      this.seen = new Set();
      /** @type {Found["lacks"]} */
      this.lacks = [];
    }

    /**
     * @param {string} href
     * @param {string} kind
     * @param {number} place
     * @param {Letter} [service]
     * @param {string} [section]
     */
    add(href, kind, place, service = "", section = "") {
      if (this.seen.has(href)) return;
      this.seen.add(href);
      this.made.push({ href: href + section, kind, place, service, section, classes: [] });
    }

    /**
     * @param {number} place
     * @param {Letter} service
     * @param {string} section
     */
    guide(place, service, section) {
      const there = has(place, service) && (section !== "#classes" || classed.has(`${place}${service}`));
      this.add(at(place, service), "guide", place, service, there ? section : "");
    }

    /**
     * @param {number} place
     * @param {string} kind
     * @param {Letter[]} those the utilities that are meant
     */
    page(place, kind, those) {
      if (kind === "notice/") {
        for (const one of connecting(place)) if (those.includes(one)) this.add(at(place, one) + kind, kind, place, one);
      } else if (kind === "joint/") {
        if (has(place, "j")) this.add(at(place) + kind, kind, place);
      } else if (kind === "window/") {
        if (connecting(place).length) this.add(at(place) + kind, kind, place);
      } else {
        const there = has(place, "f") ? "form/" : "prepare/";
        if (has(place, "f") || connecting(place).length) this.add(at(place) + there, there, place);
      }
      if (kind === "form/" && !has(place, "f")) this.lacks.push({ place, page: kind });
    }

    /**
     * @param {number} place
     * @param {Letter[]} those
     */
    classIn(place, those) {
      for (const name of this.classes) {
        for (const one of data.classes[name]) {
          const letter = one.slice(-1);
          if (parseInt(one, 10) !== place || !those.includes(letter)) continue;
          this.guide(place, letter, "#classes");
          this.made.find((row) => row.place === place && row.service === letter)?.classes.push(name);
        }
      }
    }

    /** @param {number} place a place that is meant */
    of(place) {
      const { services, section } = this, there = offered(place);
      const those = services.length ? there.filter((one) => services.includes(one)) : there;
      for (const one of services) if (!there.includes(one)) this.lacks.push({ place, service: one });
      if (this.classes.length) this.classIn(place, those);
      for (const kind of this.pages) this.page(place, kind, those);
      if (services.length || section) for (const one of those) this.guide(place, one, section);
      this.add(at(place), "city", place);
    }

    /** @param {number} place the only place that is meant */
    rest(place) {
      for (const one of offered(place)) this.guide(place, one, this.section);
      this.page(place, "prepare/", []);
      this.page(place, "joint/", []);
    }

    // No place is meant: all places.
    everywhere() {
      const { words, services, section, pages, classes } = this, all = Array.from(data.places.keys());
      const those = services.length ? services : Object.keys(data.services);
      for (const one of words) if (one.startsWith("/")) this.add(one.slice(1), "site", -1);
      if (classes.length) for (const place of all) this.classIn(place, those);
      for (const kind of pages) {
        for (const place of all) if (kind !== "form/" || has(place, "f")) this.page(place, kind, offered(place));
      }
      if (pages.length || classes.length || !(services.length || section || words.includes("any"))) return;
      if (this.elsewhere && !services.length) return;
      for (const place of all) {
        for (const one of offered(place)) {
          if (those.includes(one) && (section !== "#classes" || classed.has(`${place}${one}`))) this.guide(place, one, section);
        }
      }
    }
  }

  ours.find = (query) => {
    const said = understood(query), answer = new Answer(said), chosen = said.places ?? [];
    if (chosen.length) chosen.slice(0, FEW).forEach((place) => answer.of(place));
    else if (!said.unknown.length) answer.everywhere();
    if (chosen.length === 1 && !answer.elsewhere) answer.rest(chosen[0]);
    const { made, lacks, services, elsewhere } = answer;
    return {
      elsewhere, services,
      results: made.slice(0, FEW), more: Math.max(made.length - FEW, chosen.length - FEW, 0), lacks,
      slips: said.slips, unknown: said.unknown, rest: unique(said.rest),
      within: { place: chosen.length === 1 ? chosen[0] : -1, parts: parts(chosen), service: services.length === 1 ? services[0] : "" }
    };
  };
  ours.parts = parts;
})();
