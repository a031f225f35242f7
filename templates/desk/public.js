// Below: what the public will read of the fact at hand, what is silent in it, what the proof still lacks.
import { button, make } from "./nodes.js";

/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").Opened} Opened */
/** @typedef {import("./types.js").Tried} Tried */

/**
 * @param {HTMLElement} element
 * @param {Desk} desk
 */
export function mount(element, desk) {
  const body = make("div", { class: "body", tabindex: "0", role: "group", "aria-label": "公众会看到的话" });
  element.append(make("div", { class: "lab" }, "公众会看到", make("span", { title: "what the public will read" }, "改一笔，这里马上跟着变")), body);
  /** @type {Opened | null} */
  let opened = null;
  /** @type {Tried | null} */
  let tried = null;
  const draw = () => {
    const own = desk.mode === "table" ? null : opened; // beside the table: the class or the gap that was tried last
    body.replaceChildren(...(own || (tried && desk.mode === "table") ? shown(desk, own, tried) : still(desk)), links(desk, opened));
  };
  desk.on("fact", (fact) => {
    opened = fact;
    tried = null;
    draw();
  });
  desk.on("tried", (now) => {
    tried = now;
    draw();
  });
  desk.on("mode", draw);
  desk.on("state", draw);
  draw();
}

/**
 * @param {Desk} desk
 * @param {Opened | null} opened
 * @param {Tried | null} tried
 */
function shown(desk, opened, tried) {
  const says = tried?.says ?? desk.state.facts?.find(({ address }) => address === opened?.address)?.says ?? [];
  const lacking = (tried?.claims ?? []).filter(({ held }) => !held).map(({ what }) => what.split(" … ")[0]);
  const wrong = (tried?.faults ?? []).filter(({ code }) => code !== "unconfirmed-scan").length;
  const open = tried?.open.length ?? 0;
  if (lacking.length || wrong || open || !says.length) {
    const why = open ? `还有 ${open} 处没填` : lacking.length ? `还差出处：${[...new Set(lacking)].join("、")}` : wrong ? "还有不对的地方" : "";
    return [make("div", { class: "tile not" }, make("p", {}, "有了出处才出现")), make("div", { class: "why sm" }, make("p", {}, why), make("p", {}, "没有出处的，不会到公众面前。"))];
  }
  return [make("div", { class: "tile" }, ...says.map(line))];
}

/**
 * A line with its figures larger, as a page has them.
 * @param {string} words
 */
function line(words) {
  const parts = words.split(/(\d+(?:\.\d+)?(?= ))/);
  return make("p", {}, ...parts.map((part, at) => (at % 2 ? make("b", {}, part) : part)));
}

/** @param {Desk} desk */
function still(desk) {
  const open = (desk.state.questions ?? []).filter(({ state }) => state === "open").length;
  return [make("div", { class: "why" }, make("p", {}, open ? `这个地方还有 ${open} 题没有答，答完、查过以后才发布。` : "点一项，这里是公众会读到的话。"))];
}

/**
 * The page and the sheet of the guide, in a tab of their own.
 * @param {Desk} desk
 * @param {Opened | null} opened
 */
function links(desk, opened) {
  const { utilities = [], city } = desk.state;
  const own = opened?.file.split(".")[0] ?? "";
  const utility = utilities.includes(own) ? own : utilities[0];
  if (!utility) return make("div", { class: "links" });
  const go = (/** @type {string} */ path) => async () => {
    const { address } = await desk.call("preview", {}).catch(() => ({ address: null }));
    if (address) window.open(`${address.replace(/\/$/, "")}/${city}/${utility}/${path}`, "_blank", "noopener");
    else desk.announce("预览开不了");
  };
  return make("div", { class: "links" }, button("看网页", go(""), { kind: "t sm2", en: "the page, in its own tab" }), button("看办事单", go("ticket/"), { kind: "t sm2", en: "the sheet, in its own tab" }));
}
