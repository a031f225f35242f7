// Two people have changed one thing: what each wrote stands side by side, and is chosen field by field. Nothing is lost.
import { Refusal } from "./api.js";
import { button, fileLabel, make } from "./nodes.js";
import { fieldsOf, kindOf, wordsOf } from "./wording.js";

/** @typedef {import("./types.js").Clash} Clash */
/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Tried} Tried */
/** @typedef {"mine" | "theirs"} Side */
/** @typedef {import("./wording.js").Worded} Field an input, as far as it is read here */

const WORDS = /** @type {Record<string, string>} */ ({ not_stated: "没写", true: "是", false: "否", clause: "条款" });

/**
 * @param {HTMLElement} element
 * @param {Desk} desk
 */
export function mount(element, desk) {
  const press = (/** @type {string} */ key) => {
    const node = /** @type {HTMLElement | null} */ (element.querySelector(`[data-key="${key}"]`));
    node?.click();
    return Boolean(node);
  };
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && /** @type {Element} */ (event.target).matches("input") && press("↵")) event.preventDefault();
  });
  desk.key({ id: "later", key: "Escape", zh: "两边都改了：先放着", en: "two versions: put aside", modes: ["enter", "table"], pane: "clash", act: () => press("Esc") });
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
  const [file, section] = clash.address.split("/");
  const all = fieldsIn(desk, clash, section);
  const different = all.filter((field) => !same(clash.mine, clash.theirs, field));
  /** @type {Map<Field, Side>} */
  const chosen = new Map(different.map((field) => [field, "mine"]));
  return [
    make("h2", {}, `${desk.kinds.sections[section]?.label ?? section} · ${fileLabel(file)}`, make("span", { class: "r unsaved" }, "还没有存")),
    make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "两边写的" },
      lead(clash, different.length),
      make("table", { class: "cmp" }, head(), make("tbody", {}, ...all.map((field) => (chosen.has(field) ? row(clash, field, chosen) : equal(clash, field)))))),
    foot(desk, clash, () => merged(clash, chosen)),
  ];
}

/**
 * @param {Clash} clash
 * @param {number} different
 */
function lead({ theirs }, different) {
  const words = theirs === null ? "别人删掉了这一项。" : `${different} 处不一样，请定。`;
  return make("div", { class: "note bad" }, make("b", {}, "您改这一项的时候，别人也改了它。"), make("br"), `您写的一个字也没有丢，文件也没有被盖掉。${words}`, make("span", { class: "sm", lang: "en" }, " Somebody else changed it too: choose for each field."));
}

/**
 * The inputs of which any of the three versions says something; a key that no input has is one by itself.
 * @param {Desk} desk
 * @param {Clash} clash
 * @param {string} section
 * @returns {Field[]}
 */
function fieldsIn(desk, { base, mine, theirs }, section) {
  const keys = [...new Set([mine, theirs, base].flatMap((value) => Object.keys(entryOf(value))))];
  const kind = kindOf(desk, section, keys.includes("sides") ? "conflict" : "");
  const known = fieldsOf(desk, kind).filter((field) => field.keys.some((key) => keys.includes(key)));
  const rest = keys.filter((key) => !known.some((field) => field.keys.includes(key)));
  return [...known, ...rest.map((key) => ({ key, keys: [key], label: key || "答案", input: "raw", options: [], units: [], unit: "" }))];
}

function head() {
  const cell = (/** @type {string} */ words, /** @type {string} */ under) => make("th", { scope: "col" }, words, make("small", {}, under));
  return make("thead", {}, make("tr", {}, make("td", {}), cell("您写的", "没有丢"), cell("别人写的", "已在文件里"), cell("打开时", "两边改以前")));
}

/**
 * @param {Clash} clash
 * @param {Field} field
 * @param {Map<Field, Side>} chosen
 */
function row(clash, field, chosen) {
  const choice = (/** @type {Side} */ side, /** @type {Tried | null} */ tried) => {
    const input = make("input", { type: "radio", name: `clash-${field.key}`, checked: side === "mine" });
    input.addEventListener("change", () => { chosen.set(field, side); });
    const lacks = (tried?.claims ?? []).filter((claim) => !claim.held && [field.key, ...field.keys].includes(claim.field.split(".")[0]));
    return make("td", { class: "pick" }, make("label", {}, input, told(clash[side], field)), ...lacks.map(({ what }) => make("p", { class: "pf bad" }, `✗ 引文里没有“${what}”`)));
  };
  return make("tr", {}, make("th", { scope: "row" }, field.label), choice("mine", clash.tried_mine), choice("theirs", clash.tried_theirs), make("td", { class: "was" }, told(clash.base, field)));
}

/**
 * @param {Clash} clash
 * @param {Field} field
 */
function equal(clash, field) {
  return make("tr", { class: "alike" }, make("th", { scope: "row" }, field.label), make("td", { colspan: "3" }, "都是：", told(clash.mine, field)));
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
 * What stands in the file, with what was chosen of ours.
 * @param {Clash} clash
 * @param {Map<Field, Side>} chosen
 * @returns {Data}
 */
function merged({ mine, theirs }, chosen) {
  const sides = { mine: entryOf(mine), theirs: entryOf(theirs) };
  const value = { ...sides.theirs };
  for (const [field, side] of chosen) {
    for (const key of field.keys) {
      if (key in sides[side]) value[key] = sides[side][key];
      else delete value[key];
    }
  }
  return "" in value ? value[""] : value;
}

/**
 * The keys of a value; a value without keys is one field, whose name is empty.
 * @param {Data | null} value
 * @returns {{ [key: string]: Data }}
 */
const entryOf = (value) => (value === null ? {} : typeof value === "object" && !Array.isArray(value) ? value : { "": value });

/**
 * @param {Data | null} one
 * @param {Data | null} other
 * @param {Field} field
 */
const same = (one, other, { keys }) => keys.every((key) => JSON.stringify(entryOf(one)[key]) === JSON.stringify(entryOf(other)[key]));

/**
 * What a version says in a field.
 * @param {Data | null} value
 * @param {Field} field
 */
function told(value, field) {
  const entry = entryOf(value);
  if (!field.keys.some((key) => key in entry)) return make("span", { class: "na" }, "（没有）");
  const words = field.input === "raw" ? "" : wordsOf(field, entry);
  return words ? make("span", {}, words) : make("span", { class: "parts" }, ...field.keys.flatMap((key) => (key in entry ? [data(entry[key])] : [])));
}

/**
 * Data as it is read: the words of a document in its own voice.
 * @param {Data} value
 * @returns {HTMLElement}
 */
function data(value) {
  if (typeof value === "string") return make("span", {}, WORDS[value] ?? value);
  if (Array.isArray(value)) return make("span", { class: "parts" }, ...value.map(data));
  return make("span", { class: "parts" }, ...Object.entries(value).map(([key, held]) => make("span", { class: key === "quote" ? "song" : "" }, key === "quote" ? "" : `${WORDS[key] ?? key}：`, data(held))));
}
