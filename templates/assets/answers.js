// What is known of somebody, as it stands in the fragment of an address, and what is told of that. No page.
(() => {
  "use strict";

  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const Tables = /** @type {NonNullable<ConnectionGuides["Decide"]>} */ (ours.Decide);
  const Tellings = /** @type {NonNullable<ConnectionGuides["Telling"]>} */ (ours.Telling);

  /** @type {KnownAnswers["guides"]} */
  const guides = (addresses) => addresses.map((address) => {
    const data = /** @type {Record<string, GuideData>} */ (ours.guides)[address];
    return { address, data, tables: new Tables(data), telling: new Tellings({ ...data.telling, inputs: data.inputs }) };
  });

  /** @type {KnownAnswers["fragment"]} */
  const fragment = (values) => Object.keys(values).sort().map((key) => `${key}=${encodeURIComponent(values[key])}`).join("&");

  /** Some programs encode an address once more when they send it. @type {KnownAnswers["read"]} */
  function read() {
    const [raw] = location.hash.slice(1).split("#"), hash = raw.includes("=") ? raw : ours.decoded(raw, "");
    if (hash ? !hash.includes("=") : raw) return null;
    /** @type {Answers} */
    const found = {};
    for (const pair of hash.split("&")) {
      const cut = pair.indexOf("="), value = ours.decoded(pair.slice(cut + 1), null);
      if (cut > 0 && value !== null) found[pair.slice(0, cut)] = value;
    }
    return found;
  }

  /** @type {KnownAnswers["region"]} */
  function region(guide, known) {
    let found = guide.tables.region(known);
    for (const table of guide.data.tables) {
      const chosen = table.id in known && table.classes.find(({ id }) => id === known[table.id]);
      if (chosen) found = guide.tables.shared(found, chosen.boxes);
    }
    return found;
  }

  /** @type {KnownAnswers["picked"]} */
  const picked = (guide, known) =>
    Object.fromEntries(guide.data.tables.filter(({ id }) => id in known).map(({ id }) => [id, known[id]]));

  /** @type {KnownAnswers["told"]} */
  const told = (guide, known) => guide.telling.told(known, picked(guide, known), picked(guide, known));

  /** @type {KnownAnswers["worded"]} */
  function worded(input, value) {
    if (value === "?") return `${input.name} ${ours.words.unknown}`;
    return input.words[value] || (/^[-0-9.]+$/.test(value) ? `${input.name} ${value} ${input.unit}` : value);
  }

  ours.answers = { guides, fragment, read, region, picked, told, worded };
})();
