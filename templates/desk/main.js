// The page of the editing desk: one `desk` object, and the panes that share it. The program judges, the page shows.
import { Line, Refusal } from "./api.js";
import * as beginning from "./begin.js";
import * as cards from "./cards.js";
import * as clash from "./clash.js";
import * as documents from "./document.js";
import * as form from "./form.js";
import * as grid from "./grid.js";
import * as head from "./head.js";
import { Keys } from "./keys.js";
import { button, nameFiles } from "./nodes.js";
import * as panes from "./panes.js";
import * as published from "./public.js";
import * as replaced from "./replaced.js";
import * as review from "./review.js";
import * as scan from "./scan.js";
import * as score from "./score.js";
import { addressWords } from "./wording.js";

/** @typedef {import("./types.js").Data} Data */
/** @typedef {import("./types.js").Desk} Desk */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Events} Events */
/** @typedef {import("./types.js").Saved} Saved */

const WRITES = ["put", "remove", "aside", "undo", "review", "line", "replace"];

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * What the panes share, before it has a state.
 * @param {Line} line
 * @param {Keys} keys
 * @param {string} city
 * @returns {Desk}
 */
function made(line, keys, city) {
  /** @type {Map<string, ((detail: any) => void)[]>} */
  const heard = new Map();
  return {
    state: /** @type {State} */ ({}),
    kinds: { kinds: {}, sections: {}, roles: [], aside_kinds: {} },
    focused: { sentence: null, fact: null, field: null },
    mode: "enter",
    call(name, body = {}, signal = undefined) {
      const asked = { city, ...body };
      if (name === "draft") return drafted(this, line, asked);
      const writes = WRITES.includes(name) && !(name === "replace" && !("confirm" in body));
      return writes ? written(this, line, name, asked) : line.call(name, asked, signal);
    },
    on: (event, act) => heard.set(event, [...(heard.get(event) ?? []), act]),
    emit(event, detail) {
      remember(this, event, detail);
      for (const act of heard.get(event) ?? []) act(detail);
    },
    announce(text) {
      element("announcer").textContent = text;
    },
    key: (key) => keys.add(key),
  };
}

/**
 * What an event says of where the editor is.
 * @param {Desk} desk
 * @param {keyof Events} event
 * @param {any} detail
 */
function remember(desk, event, detail) {
  if (event === "state") {
    desk.state = detail;
    see(detail);
  }
  if (event === "mode") desk.mode = detail;
  if (event === "sentence") desk.focused.sentence = detail;
  if (event === "fact") desk.focused.fact = detail?.address ?? null;
  if (event === "field") desk.focused.field = detail?.key ?? null;
}

/**
 * A draft is kept by the program, and known here without a new state.
 * @param {Desk} desk
 * @param {Line} line
 * @param {any} body
 */
async function drafted(desk, line, body) {
  const answer = await line.call("draft", body);
  const kept = new Map(Object.entries(desk.state.drafts));
  if (body.value === null) kept.delete(body.address);
  else kept.set(body.address, body.value);
  desk.state.drafts = Object.fromEntries(kept);
  desk.emit("drafts", desk.state.drafts);
  return answer;
}

/**
 * A write: the state that comes back replaces ours; two versions of one thing are shown side by side.
 * @param {Desk} desk
 * @param {Line} line
 * @param {string} name
 * @param {any} body
 * @returns {Promise<Saved>}
 */
async function written(desk, line, name, body) {
  desk.emit("saving", true);
  try {
    const saved = await line.call(name, body);
    if (saved.state) desk.emit("state", saved.state);
    desk.emit("saved", saved.write === null ? 0 : saved.lines);
    return saved;
  } catch (error) {
    if (error instanceof Refusal) refused(desk, error, body);
    throw error;
  } finally {
    desk.emit("saving", false);
  }
}

/**
 * @param {Desk} desk
 * @param {Refusal} refusal
 * @param {any} body
 */
function refused(desk, { status, body: said }, body) {
  if (status === 409 && body.address && said && "mine" in said) desk.emit("clash", { ...said, address: body.address, base: before(body.address, body.match) });
  else if (status === 409) desk.emit("trouble", "没存：文件刚才在别处改过，页面已照新的重读，请再做一次。 / Not saved: the file was changed elsewhere meanwhile; the page has read it anew, please do it again.");
  else if (status === 423) desk.emit("trouble", `没存：${said?.path ?? ""} 写不进去（只读）。 / Not saved: read-only.`);
  else if (status !== 422) desk.emit("trouble", `没存，程序说 ${status}。写的都还在页面上。 / Not saved (${status}); what you wrote is still here.`);
  if (status === 409) void read(desk);
}

/** @type {Map<string, Data>} the values that the page has seen, by address and hash */
const seen = new Map();

/**
 * What a thing was when the editor began with it.
 * @param {string} address
 * @param {string | null} hash
 */
const before = (address, hash) => seen.get(`${address} ${hash}`) ?? null;

/** @param {State} state */
function see({ facts, questions, head: heads }) {
  for (const { address, hash, value } of [...facts, ...questions, ...heads]) seen.set(`${address} ${hash}`, value);
}

/**
 * What stands above the panes: that the program has stopped, or cannot write.
 * @param {Desk} desk
 */
function notices(desk) {
  const box = element("notice");
  let connection = "back";
  let trouble = "";
  const words = () => {
    if (connection === "lost") return "程序停了。页面还能看，写的都没有丢；程序回来以后，这里自己接上。 / The program has stopped; nothing is lost, the page goes on when it is back.";
    if (connection === "stale") return "程序重新开过。请打开它新印出的地址，这一页就接上。 / The program was started anew: open the address that it prints, and this page goes on.";
    return trouble || (desk.state.readonly ? `只读：${desk.state.readonly} 写不进去，改了也存不下。 / Read-only: nothing can be saved.` : "");
  };
  const draw = () => {
    box.replaceChildren(words());
    box.hidden = !words();
    if (trouble && connection === "back") box.append(button("知道了", () => desk.emit("trouble", ""), { kind: "sm2", en: "close" }));
  };
  desk.on("state", draw);
  desk.on("connection", (now) => { connection = now; draw(); });
  desk.on("trouble", (now) => { trouble = now; draw(); });
}

/**
 * Reads the state anew when something on disk is not as we know it.
 * @param {Desk} desk
 * @param {Line} line
 */
function follow(desk, line) {
  const told = (/** @type {Record<string, string>} */ files) => {
    if (JSON.stringify(sorted(files)) !== JSON.stringify(sorted(desk.state.files))) void read(desk);
  };
  const gone = new AbortController();
  addEventListener("pagehide", () => gone.abort());
  line.follow(desk.state.city, told, gone.signal).catch(() => null);
}

/** @param {Desk} desk reads its state anew */
const read = (desk) => desk.call("state").then((state) => desk.emit("state", state)).catch(() => null);

/** @param {Record<string, string>} files */
const sorted = (files) => Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1));

/** @param {Desk} desk */
function undo(desk) {
  if (!desk.state.undo) return desk.announce("没有可撤的");
  const { write } = desk.state.undo;
  const says = addressWords(desk, desk.state.undo.says);
  desk.call("undo", { write }).then(() => desk.announce(`已撤销：${says}`)).catch(() => null);
  return undefined;
}

/** @param {{ slug: string, name: string }[]} places */
function chosen(places) {
  const wanted = new URLSearchParams(location.search).get("city");
  return (places.find(({ slug }) => slug === wanted) ?? places[0])?.slug;
}

/** @param {string} slug */
function choose(slug) {
  location.search = `?city=${encodeURIComponent(slug)}`;
}

/**
 * What hinders the page from beginning.
 * @param {unknown} error
 */
function hindered(error) {
  const words = error instanceof Refusal && error.status === 403
    ? "请打开程序印出的整个地址，# 后面的也要。 / Please open the whole address that the program printed, with what follows the #."
    : `开不了：${error instanceof Refusal ? `${error.status} ${JSON.stringify(error.body)}` : String(error)}`;
  element("notice").replaceChildren(words);
  element("notice").hidden = false;
}

async function begin() {
  /** @type {Desk | null} */
  let desk = null;
  const line = new Line((connection) => desk?.emit("connection", connection));
  const keys = new Keys(() => desk?.mode ?? "enter");
  const { places, utilities } = await line.call("places", {});
  nameFiles(utilities);
  const city = chosen(places);
  const start = () => beginning.show((name, body) => line.call(name, body), Object.keys(utilities), choose);
  if (!city) {
    start();
    return null;
  }
  desk = made(line, keys, city);
  const [state, kinds] = await Promise.all([desk.call("state"), desk.call("kinds")]);
  Object.assign(desk, { state, kinds });
  mounted(desk, keys, { places, choose, begin: start, keys: () => keys.show(), undo: () => undo(/** @type {Desk} */ (desk)) });
  desk.emit("state", state);
  desk.emit("mode", unread(state) ? "scan" : "enter");
  follow(desk, line);
  return desk;
}

/**
 * Whether nothing is entered yet and there is a scan: its lines are confirmed first, for no other can be quoted.
 * @param {import("./types.js").State} state
 */
const unread = ({ documents: texts, score: { used } }) => !used && texts.some(({ scan: scanned }) => scanned);

/**
 * @param {Desk} desk
 * @param {Keys} keys
 * @param {Parameters<typeof head.mount>[2]} acts
 */
function mounted(desk, keys, acts) {
  document.title = `${desk.state.name} · 编辑台`;
  head.mount(element("top"), desk, acts);
  score.mount(element("score"), desk);
  notices(desk);
  const advancing = { document: documents.mount(element("document"), desk), cards: cards.mount(element("cards"), desk) };
  form.mount(element("form"), desk);
  published.mount(element("public"), desk);
  clash.mount(element("clash"), desk);
  grid.mount(element("grid"), desk);
  review.mount(element("review"), desk);
  replaced.mount(element("replaced"), desk);
  scan.mount(element("scan"), desk);
  panes.mount(desk, advancing);
  desk.key({ id: "undo", key: "Ctrl+Z", zh: "撤销上一次存的", en: "undo the last write", modes: panes.MODES, act: () => undo(desk) });
  desk.key({ id: "keys", key: "?", zh: "看按键", en: "show the keys", modes: panes.MODES, act: () => keys.show() });
  desk.key({ id: "keys", key: "？", zh: "看按键", en: "show the keys", modes: panes.MODES, act: () => keys.show() });
}

/** What the panes share, once the page has begun. */
export const begun = begin();
begun.catch(hindered);
