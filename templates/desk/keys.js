// The keys of the keyboard: one table, off while an input has the focus or an input method composes. Each can be changed or
// switched off under ？, and each has a button somewhere.
import { button, make } from "./nodes.js";

/** @typedef {import("./types.js").Key} Key */
/** @typedef {import("./types.js").Mode} Mode */
/** @typedef {{ off: boolean, changed: Record<string, string> }} Kept `changed`: by the id of a key what it is now; "" is off */

const KEPT = "desk-keys";
const EVERYWHERE = ["F6", "Shift+F6", "Escape"];
const TYPED = "input:not([type=button]):not([type=submit]):not([type=checkbox]), select, textarea, [contenteditable]";
/** @type {Record<string, string>} */
const SHOWN = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Enter: "↵", Escape: "Esc" };

/**
 * What a keyboard event is called here: `N`, `Shift+N`, `Ctrl+Z`, `F6`.
 * @param {KeyboardEvent} event
 */
export function called(event) {
  const letter = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const shifted = event.shiftKey && (event.key.length > 1 || /[A-Z0-9]/.test(letter));
  return [event.ctrlKey || event.metaKey ? "Ctrl+" : "", event.altKey ? "Alt+" : "", shifted ? "Shift+" : "", letter].join("");
}

/** @param {string} name */
const shown = (name) => name.replace(/[^+]+$/, (key) => SHOWN[key] ?? key);

export class Keys {
  /** @type {Key[]} */
  #table = [];
  /** @type {Kept} */
  #kept = kept();

  /** @param {() => Mode} mode the mode that the page is in */
  constructor(mode) {
    this.mode = mode;
    addEventListener("keydown", (event) => this.#pressed(event));
  }

  /** @param {Key} key */
  add(key) {
    this.#table.push(key);
  }

  /** @param {Key} key */
  #now(key) {
    return this.#kept.changed[key.id] ?? key.key;
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const name = called(event);
    const target = /** @type {Element} */ (event.target);
    const everywhere = EVERYWHERE.includes(name);
    if (!everywhere && (typedInto(target, name) || (this.#kept.off && name.length === 1))) return;
    const pane = target.closest("section")?.id;
    const fitting = this.#table.filter((key) => this.#now(key) === name && key.modes.includes(this.mode()));
    const ordered = [...fitting.filter((key) => key.pane === pane), ...fitting.filter((key) => key.pane !== pane)];
    if (ordered.some((key) => key.act(event) !== false)) event.preventDefault();
  }

  /** The window that shows them, lets change them, lets switch them off. */
  show() {
    const dialog = make("dialog", { class: "keys", "aria-label": "按键" });
    const rows = this.#rows(() => this.#keep());
    const all = make("input", { type: "checkbox", checked: !this.#kept.off });
    all.addEventListener("change", () => {
      this.#kept.off = !all.checked;
      this.#keep();
    });
    dialog.append(
      make("h2", {}, "按键"),
      make("p", { class: "sm" }, "在输入框里打字、用输入法选字的时候，这些键都不起作用；每个键都有按钮。"),
      make("p", { class: "sm", lang: "en" }, "Off while you type. Click a key to change it, then press another; Backspace switches it off."),
      make("label", { class: "check" }, all, "用单个字母和数字做按键 / single letters as keys"),
      make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "全部按键" }, make("table", { class: "keys" }, make("tbody", {}, ...rows))),
      make("div", { class: "foot" }, button("关", () => dialog.close(), { kind: "p", en: "close" }), button("都照原来的", () => this.#reset(dialog), { en: "as they came" })),
    );
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  /** @param {() => void} changed */
  #rows(changed) {
    const known = this.#table.filter((key, at) => this.#table.findIndex(({ id }) => id === key.id) === at);
    return known.map((key) => make("tr", {}, make("td", {}, this.#changer(key, changed)), make("td", {}, key.zh), make("td", { class: "sm", lang: "en" }, key.en)));
  }

  /**
   * A button with the key, which takes the next key that is pressed on it.
   * @param {Key} key
   * @param {() => void} changed
   */
  #changer(key, changed) {
    const label = () => shown(this.#now(key)) || "关";
    const node = button(label(), () => null, { kind: "sm2", name: `${key.zh}：${label()}` });
    node.addEventListener("keydown", (event) => {
      if (["Tab", "Enter", "Escape", " ", "Shift", "Control", "Alt"].includes(event.key)) return;
      event.preventDefault();
      this.#kept.changed[key.id] = event.key === "Backspace" || event.key === "Delete" ? "" : called(event);
      node.replaceChildren(label());
      changed();
    });
    return node;
  }

  /** @param {HTMLDialogElement} dialog */
  #reset(dialog) {
    this.#kept = { off: false, changed: {} };
    this.#keep();
    dialog.close();
    this.show();
  }

  #keep() {
    localStorage.setItem(KEPT, JSON.stringify(this.#kept));
  }
}

/** @returns {Kept} */
function kept() {
  try {
    return { off: false, changed: {}, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") };
  } catch {
    return { off: false, changed: {} };
  }
}

/**
 * Whether a key belongs to the input that has the focus: a figure is none of a list whose choices begin with words.
 * @param {Element} target
 * @param {string} name
 */
function typedInto(target, name) {
  const words = target instanceof HTMLSelectElement ? [...target.options].map(({ text }) => text.trim()) : null;
  return target.matches(TYPED) && !(words && /^\d$/.test(name) && !words.some((text) => text.startsWith(name)));
}
