// Beside the table of classes: maps of who is in which class, and its gaps and overlaps, to be recorded as the document's
// own or mended as ours. Colour, pattern and words say the same.
import { button, make } from "./nodes.js";

/** @typedef {import("./grid-types.js").Grid} Grid */
/** @typedef {import("./grid-types.js").GridMap} GridMap */
/** @typedef {import("./grid-types.js").GridRegion} GridRegion */
/**
 * @typedef {{
 *   fresh(region: GridRegion): boolean,
 *   record(regions: GridRegion[]): void,
 *   because(region: GridRegion, words: string): void,
 *   mistaken(region: GridRegion): void,
 *   precedence(region: GridRegion): void,
 *   withdraw(region: GridRegion): void,
 *   look(region: GridRegion): void,
 *   reason(region: GridRegion): string,
 * }} Acts
 */

const KINDS = { gap: "漏洞", overlap: "重叠" };
const LINE = 22; // characters of a reason on a line
const NUMERALS = ["", "", "两", "三", "四", "五", "六", "七", "八", "九"];

// ---------------------------------------------------------------------------------------------------------------- maps

/**
 * The maps of a table, with what they have in common said once.
 * @param {GridMap[]} maps
 * @param {(region: number) => void} look
 */
export function mapsOf(maps, look) {
  const [{ all, across, down }] = maps;
  const sides = [across, down].map(({ name, unit }) => (unit ? `${name} ${unit}` : name));
  const alike = maps.every((map) => map.across.name === across.name && map.down.name === down.name);
  const common = [all, alike && `横：${sides[0]}；竖：${sides[1]}`].filter(Boolean).join("。");
  return make("div", {}, make("div", { class: "maps" }, ...maps.map((map) => mapOf(map, alike, look))), make("div", { class: "sm" }, common));
}

/**
 * @param {GridMap} map
 * @param {boolean} alike whether its sides are told elsewhere
 * @param {(region: number) => void} look
 */
function mapOf(map, alike, look) {
  const short = shortened(map.cells.flat().flatMap(({ names }) => names));
  const head = make("tr", {}, make("td", {}), ...map.across.labels.map((words) => make("th", { scope: "col" }, words)));
  const body = map.cells.map((row, at) => make("tr", {}, make("th", { scope: "row" }, map.down.labels[at]), ...row.map((square) => squareOf(square, short, look))));
  const sides = alike ? "" : `（横：${map.across.name}；竖：${map.down.name}）`;
  return make("table", { class: "map" }, make("caption", {}, `${map.title || "谁是哪一类"}${sides}`), make("thead", {}, head), make("tbody", {}, ...body));
}

/**
 * @param {GridMap["cells"][number][number]} square
 * @param {(name: string) => string} short
 * @param {(region: number) => void} look
 */
function squareOf({ kind, names, known, regions }, short, look) {
  const words = {
    class: () => short(names[0]),
    overlap: () => (known ? `${NUMERALS[names.length] ?? names.length}类 ✓` : `${NUMERALS[names.length] ?? names.length}类`),
    gap: () => (known ? "已记" : "没有！"),
    outside: () => "—",
  }[kind]();
  const whole = { class: names[0], overlap: `同时是：${names.join("、")}`, gap: "哪一类都不是", outside: "不分类" }[kind];
  const inside = regions.length ? make("button", { type: "button", "aria-label": `${words}：${whole}` }, make("span", {}, words)) : make("span", {}, words);
  inside.addEventListener("click", () => regions.length && look(regions[0]));
  return make("td", { class: [kind, known ? "known" : ""].join(" ").trim(), title: whole }, inside);
}

/**
 * Names without what all of them have in common at their ends.
 * @param {string[]} names
 * @returns {(name: string) => string}
 */
function shortened(names) {
  const all = [...new Set(names)].map((name) => Array.from(name));
  if (all.length < 2) return (name) => name;
  const least = Math.min(...all.map(({ length }) => length)) - 1;
  const alike = (/** @type {(signs: string[], at: number) => string} */ sign) => {
    let at = 0;
    while (at < least && all.every((signs) => sign(signs, at) === sign(all[0], at))) at += 1;
    return at;
  };
  const begin = alike((signs, at) => signs[at]);
  const end = Math.min(alike((signs, at) => signs[signs.length - 1 - at]), least - begin);
  return (name) => {
    const signs = Array.from(name);
    return signs.slice(begin, signs.length - end).join("");
  };
}

// ------------------------------------------------------------------------------------------------------------- regions

/**
 * The gaps and overlaps, new ones first; those of one cause together.
 * @param {GridRegion[]} regions
 * @param {Acts} acts
 */
export function regionsOf(regions, acts) {
  const open = regions.filter((region) => !region.known || region.imagined);
  const known = regions.filter((region) => region.known && !region.imagined);
  const filled = open.find((region) => !region.known && region.record) ?? null;
  const groups = grouped(open);
  return [...groups.map((group) => (group.length > 1 ? together(group, acts) : card(group[0], acts, group[0] === filled))), ...(known.length ? [settled(known, acts)] : [])];
}

/** @param {GridRegion[]} regions */
function grouped(regions) {
  /** @type {Map<string, GridRegion[]>} */
  const groups = new Map();
  regions.forEach((region, at) => {
    const key = region.group || `· ${at}`;
    groups.set(key, [...(groups.get(key) ?? []), region]);
  });
  return [...groups.values()];
}

/**
 * @param {GridRegion} region
 * @param {Acts} acts
 * @param {boolean} filled whether its button is the filled one of the pane
 */
function card(region, acts, filled) {
  const node = make("div", { class: `card ${region.known ? "imagined" : region.kind}`, role: "group", tabindex: "-1", "data-item": true, "data-region": keyOf(region), "aria-label": titleOf(region, acts) });
  const example = region.example && make("div", { class: "sm" }, `例：${region.example}`);
  const names = region.names.length > 0 && make("div", {}, "同时是 ", ...between(region.names));
  node.append(make("div", {}, make("b", {}, titleOf(region, acts)), "　", region.says), ...[names, example].filter((part) => part instanceof Node));
  node.append(...(region.known ? imagined(region, acts) : fresh(region, acts, filled)));
  node.addEventListener("focus", () => acts.look(region));
  return node;
}

/**
 * @param {GridRegion} region
 * @param {Acts} acts
 * @param {boolean} filled
 */
function fresh(region, acts, filled) {
  const mine = button("是我填错了", () => acts.mistaken(region), { kind: "sm2", en: "mine: to the cell", name: `是我填错了：${region.says}` });
  if (!region.record) return [make("div", { class: "pf bad" }, "零碎得不像是文件的漏洞：请先核对录入。"), make("div", { class: "acts" }, mine)];
  return [
    reason(region, acts, () => acts.record([region])),
    make(
      "div",
      { class: "acts" },
      button("照实记下", () => acts.record([region]), { kind: filled ? "p sm2" : "g sm2", key: filled ? "↵" : undefined, en: "it is the document's: record it", name: `照实记下：${region.says}` }),
      mine,
      region.kind === "overlap" && button("文件写了谁优先", () => acts.precedence(region), { kind: "sm2", en: "the document says which goes first", name: `文件写了谁优先：${region.says}` }),
    ),
  ];
}

/**
 * @param {GridRegion} region
 * @param {Acts} acts
 */
function imagined(region, acts) {
  return [make("div", { class: "pf bad" }, "记下的这一处并不是这样：照现在的表，上面这个例子不是。"), make("div", { class: "acts" }, button("撤回这一条", () => acts.withdraw(region), { kind: "g sm2", en: "withdraw" }))];
}

/**
 * The reason, which the public reads.
 * @param {GridRegion} region
 * @param {Acts} acts
 * @param {() => void} [entered]
 */
function reason(region, acts, entered) {
  const node = make("textarea", { class: "reason", rows: acts.reason(region).length > LINE ? "2" : "1" });
  node.value = acts.reason(region);
  node.addEventListener("input", () => acts.because(region, node.value));
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    entered?.();
  });
  return make("label", { class: "because" }, make("span", { class: "sm" }, "原因（公众会看到）"), node);
}

/**
 * Overlaps that come of the same.
 * @param {GridRegion[]} group
 * @param {Acts} acts
 */
function together(group, acts) {
  const node = make("details", { class: "card overlap", "data-group": group[0].group ?? "" });
  const all = button(`都照实记下（${group.length} 处）`, () => acts.record(group), { kind: "g sm2", en: "record them all" });
  node.append(make("summary", {}, make("b", {}, `重叠 ${group.length} 处`), "　", group[0].group ?? "", make("span", { class: "sm" }, `例：${group[0].example}`), make("span", { class: "b t sm2", "aria-hidden": "true" }, "看，逐处记下")));
  node.append(make("div", { class: "inner" }, ...group.map((region) => card(region, acts, false)), make("div", { class: "acts" }, all)));
  return node;
}

/**
 * What is recorded.
 * @param {GridRegion[]} known
 * @param {Acts} acts
 */
function settled(known, acts) {
  const count = (/** @type {"gap" | "overlap"} */ kind) => known.filter((region) => region.kind === kind).length;
  const words = [count("gap") && `${count("gap")} 处漏洞`, count("overlap") && `${count("overlap")} 处重叠`].filter(Boolean).join("、");
  const node = make("details", { class: "card settled", "data-group": "known" });
  node.append(make("summary", {}, make("span", { class: "pf ok" }, `✓ ${words}，已记下`), make("span", { class: "b t sm2", "aria-hidden": "true" }, "看")));
  node.append(make("div", { class: "inner" }, ...known.map((region) => recorded(region, acts))));
  return node;
}

/**
 * @param {GridRegion} region
 * @param {Acts} acts
 */
function recorded(region, acts) {
  const node = make("div", { class: "card known", role: "group", tabindex: "-1", "data-region": keyOf(region), "aria-label": titleOf(region, acts) });
  const names = region.names.length > 0 && make("span", {}, "同时是 ", ...between(region.names));
  node.append(make("div", {}, make("b", {}, titleOf(region, acts)), "　", region.says), ...(names ? [names] : []), reason(region, acts));
  node.append(make("div", { class: "acts" }, button("存原因", () => acts.record([region]), { kind: "sm2", en: "save the reason", name: `存原因：${region.says}` }), button("撤回", () => acts.withdraw(region), { kind: "t sm2", en: "withdraw", name: `撤回：${region.says}` })));
  node.addEventListener("focus", () => acts.look(region));
  return node;
}

/** @param {string[]} names in the document's voice */
const between = (names) => names.flatMap((name, at) => [at ? "，又是 " : "", make("span", { class: "song" }, name)]);

/**
 * @param {GridRegion} region
 * @param {Acts} acts
 */
function titleOf(region, acts) {
  const kind = KINDS[region.kind];
  if (region.known) return region.imagined ? `记下的${kind}不对` : `✓ ${kind}，已记`;
  return acts.fresh(region) ? `${kind}，刚出现` : `${kind}，还没有记`;
}

/**
 * By what a region is known from one answer to the next.
 * @param {GridRegion} region
 */
export const keyOf = (region) => [region.table, region.kind, ...region.classes, region.defect ?? (region.kind === "gap" ? "new" : "")].join(" ");
