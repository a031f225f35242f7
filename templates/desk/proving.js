// What the program says of a fact that is being entered, put beside the inputs it is about.

/** @typedef {import("./types.js").Near} Near */
/** @typedef {import("./types.js").Tried} Tried */
/** @typedef {import("./types.js").Claim} Claim */

/**
 * Whether a field lies in some keys of what stands at a path.
 * @param {string} field dotted
 * @param {(string | number)[]} at
 * @param {string[]} keys
 */
function within(field, at, keys) {
  const steps = field.split(".");
  return at.every((step, index) => String(step) === steps[index]) && keys.includes(steps[at.length]);
}

/**
 * Says beside each input of a form what of it is proven, what lacks, what is wrong.
 * @param {HTMLElement} body
 * @param {Tried} tried
 * @param {string} top the key, where the form has one alone
 */
export function proved(body, tried, top) {
  for (const node of body.querySelectorAll(".f")) {
    const own = /** @type {HTMLElement} */ (node);
    const at = JSON.parse(own.dataset.at ?? "[]");
    const keys = (own.dataset.keys ?? "").split(" ");
    const placed = (/** @type {string} */ field) => [top, field].filter(Boolean).join(".");
    const here = (/** @type {{ field: string }} */ { field }) => within(placed(field), at, keys) || aliased(placed(field), at, keys);
    const open = tried.open.filter((field) => here({ field }));
    const faults = tried.faults.filter(here);
    say(own, tried.claims.filter(here), faults.map(({ zh }) => zh), open.length > 0);
  }
}

/** Fields that the program calls by an input of several keys. @type {Record<string, string>} */
const ALIASES = { amount: "at_most", timed: "yearly", price: "free" };

/**
 * @param {string} field
 * @param {(string | number)[]} at
 * @param {string[]} keys
 */
function aliased(field, at, keys) {
  const steps = field.split(".");
  const last = steps.pop() ?? "";
  return ALIASES[last] !== undefined && within([...steps, ALIASES[last]].join("."), at, keys);
}

/**
 * @param {HTMLElement} node
 * @param {Claim[]} claims
 * @param {string[]} faults
 * @param {boolean} open
 */
function say(node, claims, faults, open) {
  const line = /** @type {HTMLElement | null} */ (node.querySelector(":scope > .in > .pf"));
  const lacking = claims.filter(({ held }) => !held);
  const bad = lacking.length > 0 || faults.length > 0;
  node.classList.toggle("bad", bad);
  node.classList.toggle("lacks", open);
  if (!line) return;
  line.className = bad ? "pf bad" : claims.length && !open ? "pf ok inline" : "pf na inline";
  line.textContent = bad ? [...faults, lacking.length ? lacked(lacking) : ""].filter(Boolean).map((words) => `✗ ${words}`).join(" ") : open ? "还没填" : claims.length ? "✓ 有" : "";
}

/** @param {Claim[]} claims */
function lacked(claims) {
  const words = [...new Set(claims.map(({ what }) => `“${what.split(" … ")[0]}”`))];
  return `引文里没有${words.join("，也没有")}`;
}

/**
 * The fields that lack something, each input once.
 * @param {Tried} tried
 * @param {string} top
 */
export function lacksOf(tried, top) {
  const claims = tried.claims.filter(({ held }) => !held).map(({ field }) => field);
  const faults = tried.faults.filter(({ code }) => code !== "unconfirmed-scan").map(({ field }) => field);
  return [...new Set([...claims, ...faults, ...tried.open].map((field) => inputOf(field || top)))];
}

/** @param {string} field the input it belongs to, of a side each its own */
function inputOf(field) {
  const [first, at, key] = field.split(".");
  const name = first === "sides" && key ? `${first}.${at}.${key}` : first;
  return name.replace(/(exactly|at_most|at_least|between|starts_within|unit|currency)$/, "amount");
}

/**
 * Places nearby that have what lacks, each once.
 * @param {Tried} tried
 * @returns {Near[]}
 */
export function nearOf(tried) {
  /** @type {Map<string, Near>} */
  const found = new Map();
  for (const { field, near, held } of tried.claims) {
    const [first, at] = field.split(".");
    const side = first === "sides" ? ["sides", Number(at)] : [];
    for (const one of held ? [] : near.slice(0, 2)) {
      const key = `${side.join()} ${one.doc} ${one.start}`;
      const known = found.get(key);
      if (!known || known.end < one.end) found.set(key, { ...one, at: side });
    }
  }
  return [...found.values()].slice(0, 4);
}

/**
 * What is wrong with the whole, or with what has no input here.
 * @param {Tried} tried
 * @param {string} top
 * @returns {HTMLElement[]}
 */
export function headOf(tried, top) {
  return tried.faults.filter(({ field }) => !field && !top).map(({ zh, en }) => {
    const node = document.createElement("p");
    node.className = "note bad";
    node.textContent = zh;
    node.title = en;
    return node;
  });
}
