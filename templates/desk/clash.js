// Two people have changed one thing: what each wrote stands side by side, and is chosen field by field. Nothing is lost.
import { Refusal } from "./api.js";
import { button, fileLabel, make } from "./nodes.js";

/** @typedef {import("./types.js").Clash} Clash */
/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Tried} Tried */
/** @typedef {"mine" | "theirs"} Side */

const WORDS = /** @type {Record<string, string>} */ ({ not_stated: "没写", true: "是", false: "否", cite: "引文", clause: "条款", quote: "引文" });

/**
 * @param {HTMLElement} element
 * @param {Desk} desk
 */
export function mount(element, desk) {
  desk.on("clash", (clash) => {
    if (!clash) return element.replaceChildren();
    element.replaceChildren(...parts(desk, clash));
    /** @type {HTMLElement | null} */ (element.querySelector("input, button"))?.focus();
    desk.announce("您改这一项的时候，别人也改了它。您写的没有丢，请逐处定。");
    return undefined;
  });
}

/**
 * @param {Desk} desk
 * @param {Clash} clash
 */
function parts(desk, clash) {
  /** @type {Record<string, Side>} */
  const chosen = {};
  const keys = [...new Set([clash.mine, clash.theirs, clash.base].flatMap((value) => Object.keys(fields(value))))];
  const different = keys.filter((key) => !same(part(clash.mine, key), part(clash.theirs, key)));
  const alike = keys.filter((key) => !different.includes(key));
  for (const key of different) chosen[key] = "mine";
  const [file, section] = clash.address.split("/");
  const label = desk.kinds.sections[section]?.label ?? section;
  return [
    make("h2", {}, `${label} · ${fileLabel(file)}`, make("span", { class: "r unsaved" }, "还没有存")),
    make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "两边写的" },
      make("div", { class: "note bad" }, make("b", {}, "您改这一项的时候，别人也改了它。"), make("br"), `您写的一个字也没有丢，文件也没有被盖掉。${clash.theirs === null ? "别人删掉了这一项。" : `${different.length} 处不一样，请定。`}`, make("span", { class: "sm", lang: "en" }, " Somebody else changed it too: choose for each field.")),
      make("table", { class: "cmp" }, head(), make("tbody", {}, ...different.map((key) => row(desk, clash, key, chosen)), ...alike.map((key) => equal(desk, clash, key))))),
    foot(desk, clash, () => merged(clash, chosen)),
  ];
}

function head() {
  const cell = (/** @type {string} */ words, /** @type {string} */ under) => make("th", { scope: "col" }, words, make("small", {}, under));
  return make("thead", {}, make("tr", {}, make("td", {}), cell("您写的", "没有丢"), cell("别人写的", "已在文件里"), cell("打开时", "两边改以前")));
}

/**
 * @param {Desk} desk
 * @param {Clash} clash
 * @param {string} key
 * @param {Record<string, Side>} chosen
 */
function row(desk, clash, key, chosen) {
  const choice = (/** @type {Side} */ side, /** @type {Tried | null} */ tried) => {
    const input = make("input", { type: "radio", name: `clash-${key}`, checked: side === "mine" });
    input.addEventListener("change", () => { chosen[key] = side; });
    const lacks = (tried?.claims ?? []).filter(({ field, held }) => !held && field.split(".")[0] === key);
    return make("td", { class: "pick" }, make("label", {}, input, told(part(clash[side], key))), ...lacks.map(({ what }) => make("p", { class: "pf bad" }, `✗ 引文里没有“${what}”`)));
  };
  return make("tr", {}, make("th", { scope: "row" }, name(desk, clash, key)), choice("mine", clash.tried_mine), choice("theirs", clash.tried_theirs), make("td", { class: "was" }, told(part(clash.base, key))));
}

/**
 * @param {Desk} desk
 * @param {Clash} clash
 * @param {string} key
 */
function equal(desk, clash, key) {
  return make("tr", { class: "alike" }, make("th", { scope: "row" }, name(desk, clash, key)), make("td", { colspan: "3" }, "都是：", told(part(clash.mine, key))));
}

/**
 * @param {Desk} desk
 * @param {Clash} clash
 * @param {() => Data} value
 */
function foot(desk, clash, value) {
  const save = () => void settled(desk, clash, value());
  const theirs = async () => {
    await desk.call("draft", { address: clash.address, value: null }).catch(() => null);
    done(desk, clash, "用了别人写的");
  };
  const later = async () => {
    await desk.call("draft", { address: clash.address, value: clash.mine }).catch(() => null);
    done(desk, clash, "先放着，您写的在草稿里");
  };
  return make("div", { class: "foot" }, button("照选中的存", save, { kind: "p", key: "↵", en: "save what is chosen" }), button("全用别人的", () => void theirs(), { en: "take all of theirs" }), button("先放着，去问一声", () => void later(), { key: "Esc", en: "put aside, as a draft" }));
}

/**
 * @param {Desk} desk
 * @param {Clash} clash
 * @param {Data} value
 */
async function settled(desk, clash, value) {
  try {
    await desk.call("put", { address: clash.address, value, match: clash.tried_theirs?.hash ?? null });
    done(desk, clash, "已存");
  } catch (error) {
    const finding = error instanceof Refusal && error.status === 422 ? error.body?.findings?.[0] : null;
    if (finding) desk.emit("trouble", `没存：${finding.zh} / ${finding.en}`);
  }
}

/**
 * @param {Desk} desk
 * @param {Clash} clash
 * @param {string} words
 */
function done(desk, clash, words) {
  desk.emit("clash", null);
  const fact = desk.state.facts.find(({ address }) => address === clash.address);
  desk.emit("fact", fact ? { ...fact, card: null } : null);
  desk.announce(words);
}

/**
 * @param {Clash} clash
 * @param {Record<string, Side>} chosen
 * @returns {Data}
 */
function merged({ mine, theirs }, chosen) {
  const single = chosen[""];
  if (single) return (single === "mine" ? mine : theirs) ?? "";
  const value = { ...fields(mine) };
  for (const [key, side] of Object.entries(chosen)) {
    const wanted = part(side === "mine" ? mine : theirs, key);
    if (wanted === null) delete value[key];
    else value[key] = wanted;
  }
  return value;
}

/**
 * The keys of a value; a value without keys is one field, whose name is empty.
 * @param {Data | null} value
 * @returns {{ [key: string]: Data }}
 */
const fields = (value) => (value === null ? {} : typeof value === "object" && !Array.isArray(value) ? value : { "": value });

/**
 * @param {Data | null} value
 * @param {string} key
 */
const part = (value, key) => fields(value)[key] ?? null;

/**
 * @param {Data | null} one
 * @param {Data | null} other
 */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * @param {Desk} desk
 * @param {Clash} clash
 * @param {string} key
 */
function name(desk, clash, key) {
  const kind = desk.kinds.kinds[desk.kinds.sections[clash.address.split("/")[1]]?.kind];
  const field = [...(kind?.fields ?? []), ...(kind?.more ?? [])].find((one) => one.key === key);
  return field?.label ?? WORDS[key] ?? (key || "答案");
}

/**
 * Data as it is read: the words of a document in its own voice.
 * @param {Data | null} value
 * @returns {HTMLElement}
 */
function told(value) {
  if (value === null) return make("span", { class: "na" }, "（没有）");
  if (typeof value === "string") return make("span", {}, WORDS[value] ?? value);
  if (Array.isArray(value)) return make("span", { class: "parts" }, ...value.map(told));
  return make("span", { class: "parts" }, ...Object.entries(value).map(([key, held]) => make("span", { class: key === "quote" ? "song" : "" }, key === "quote" ? "" : `${WORDS[key] ?? key}：`, told(held))));
}
