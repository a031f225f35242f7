// The head of the page: place, document, modes, what has become of the saving, undo, keys.
import { button, make, redrawn, segments } from "./nodes.js";
import { addressWords } from "./wording.js";

/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Mode} Mode */
/** @typedef {{ slug: string, name: string }} Place */

/** @type {{ mode: Mode, words: string, en: string }[]} */
const MODES = [
  { mode: "enter", words: "录入", en: "enter" },
  { mode: "table", words: "分类表", en: "the table of classes" },
  { mode: "review", words: "复核", en: "review" },
  { mode: "replace", words: "换文件", en: "replace a document" },
];

/**
 * @param {HTMLElement} element
 * @param {Desk} desk
 * @param {{ places: Place[], choose(slug: string): void, begin(): void, keys(): void, undo(): void }} acts
 */
export function mount(element, desk, acts) {
  let at = "";
  let saving = "";
  let clash = false;
  let connection = "back";
  const draw = () => redrawn(element, drawn);
  const drawn = () => {
    const { undo } = desk.state;
    const says = undo && addressWords(desk, undo.says);
    element.replaceChildren(
      make("h1", { class: "logo", title: "the editing desk" }, "编辑台"),
      place(desk, acts),
      title(desk),
      modes(desk),
      make("span", { class: "saved", id: "saved" }, words()),
      button("撤销", acts.undo, { kind: "tool", en: undo ? `undo: ${undo.says}` : "nothing to undo", name: says ? `撤销：${says}` : "撤销，没有可撤的", attributes: { "aria-disabled": undo ? null : "true" } }),
      button("？按键", acts.keys, { kind: "tool", en: "keys" }),
    );
  };
  const words = () => {
    const drafts = Object.keys(desk.state.drafts).length;
    if (connection !== "back") return "✗ 程序停了";
    if (desk.state.readonly) return "只读";
    if (clash) return "✗ 有 1 项没存";
    if (saving) return saving;
    return drafts ? `有 ${drafts} 份草稿${at && `，已存 ${at}`}` : at ? `✓ 已存 ${at}` : "只在本机";
  };
  /** @param {() => void} change */
  const after = (change) => {
    change();
    draw();
  };
  desk.on("state", draw);
  desk.on("mode", draw);
  desk.on("drafts", draw);
  desk.on("sentence", () => element.querySelector(".doc")?.replaceWith(title(desk)));
  desk.on("saving", (busy) => after(() => { saving = busy ? "正在存…" : ""; }));
  desk.on("saved", (lines) => after(() => { if (lines) at = time(); }));
  desk.on("connection", (now) => after(() => { connection = now; }));
  desk.on("clash", (now) => after(() => { clash = Boolean(now); }));
}

const time = () => new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

/**
 * @param {Desk} desk
 * @param {{ places: Place[], choose(slug: string): void, begin(): void }} acts
 */
function place(desk, { places, choose, begin }) {
  const { city, name: now } = desk.state;
  const options = places.map(({ slug, name }) => make("option", { value: slug, selected: slug === city }, slug === city ? now : name));
  const node = make("select", { class: "place", "aria-label": "哪个地方", title: "place" }, ...options, make("option", { value: "" }, "＋ 新的地方…"));
  node.addEventListener("change", () => {
    if (node.value) return choose(node.value);
    node.value = city;
    return begin();
  });
  return node;
}

/** @param {Desk} desk */
function title({ state, focused }) {
  const doc = state.sentences.find(({ id }) => id === focused.sentence)?.doc;
  const shown = state.documents.find(({ id }) => id === doc) ?? state.documents[0];
  if (!shown) return make("span", { class: "doc" }, "还没有文件");
  const named = !["not_stated", "请填写"].includes(shown.title);
  return make("span", { class: named ? "doc song" : "doc", title: shown.title }, named ? shown.title : `${shown.text}（还没有写标题）`);
}

/** @param {Desk} desk */
function modes(desk) {
  const scans = desk.state.documents.some(({ scan }) => scan);
  const offered = scans ? [...MODES, { mode: /** @type {Mode} */ ("scan"), words: "对扫描件", en: "check a scan" }] : MODES;
  const node = segments("做什么", offered.map(({ mode, words, en }) => ({ words, en, on: desk.mode === mode, act: () => desk.emit("mode", mode) })));
  node.className = "modes";
  return node;
}
