// What a reader sets: size of type, colours, contrast. Each is a style sheet whose `media` is the system's wish; a choice
// takes its place. Kept on this device only. Runs in the head, so that the chosen sheets are there when the page is drawn.
(() => {
  "use strict";

  /** @typedef {Record<string, string>} Settings by name what is chosen */

  const KEY = "reading", root = document.documentElement;

  /** @returns {HTMLLinkElement[]} */
  const sheets = () => Array.from(document.querySelectorAll("link[data-setting]"));
  /** @type {(link: HTMLLinkElement) => string} */
  const setting = (link) => link.getAttribute("data-setting") ?? "";
  /** @type {(link: HTMLLinkElement, name: string) => string[]} */
  const said = (link, name) => (link.getAttribute(name) || "").split(" ");

  /** @returns {Settings} */
  function stored() {
    try {
      return JSON.parse(localStorage.getItem(KEY) ?? "null") || {};
    } catch {
      return {};
    }
  }

  // Of what is kept, what the sheets know; anything else is nonsense.
  function kept() {
    const found = stored();
    /** @type {Settings} */
    const chosen = {};
    for (const link of sheets()) {
      const value = found[setting(link)];
      if (value && [...said(link, "data-on"), ...said(link, "data-off")].includes(value)) chosen[setting(link)] = value;
    }
    return chosen;
  }

  /** @param {Settings} chosen */
  function keep(chosen) {
    try {
      localStorage.setItem(KEY, JSON.stringify(chosen));
    } catch {
      // then it holds for this page
    }
  }

  /**
   * @param {Settings} chosen
   * @param {(link: HTMLLinkElement, media: string) => void} put
   */
  function apply(chosen, put) {
    for (const link of sheets()) {
      const value = chosen[setting(link)] || "none";
      const on = said(link, "data-on").includes(value), off = said(link, "data-off").includes(value);
      put(link, on ? "screen" : off ? "not all" : link.getAttribute("data-system") ?? "");
    }
    root.setAttribute("data-size", chosen.size || "");
  }

  /** @type {(link: HTMLLinkElement, media: string) => void} */
  function change(link, media) {
    link.media = media;
  }

  /**
   * A browser waits with drawing for sheets it meets in the page, not for those that come to matter later.
   * @type {(link: HTMLLinkElement, media: string) => void}
   */
  function write(link, media) {
    if (media === link.media) return;
    link.media = media;
    document.write(link.outerHTML);
    link.remove();
  }

  /** @param {HTMLDetailsElement} box */
  function control(box) {
    const form = /** @type {HTMLFormElement} */ (box.querySelector("form"));
    const opener = /** @type {HTMLElement} */ (box.querySelector("summary"));
    /** @type {HTMLInputElement[]} */
    const inputs = Array.from(document.querySelectorAll(".reading input"));
    /** @type {(chosen: Settings) => void} */
    const show = (chosen) => {
      for (const input of inputs) input.checked = input.value === (chosen[input.name] || "");
    };
    /** @type {(chosen: Settings) => void} */
    const choose = (chosen) => {
      keep(chosen);
      apply(chosen, change);
      show(chosen);
    };
    const close = () => {
      box.open = false;
    };
    /** @type {(place: EventTarget | null) => boolean} */
    const inside = (place) => place instanceof Node && box.contains(place);
    form.addEventListener("change", () => {
      choose(Object.fromEntries(inputs.filter((one) => one.checked && one.value).map((one) => [one.name, one.value])));
    });
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      choose({});
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !box.open) return;
      close();
      opener.focus();
    });
    document.addEventListener("click", (event) => {
      if (!inside(event.target)) close();
    });
    box.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !inside(event.relatedTarget)) close();
    });
    addEventListener("storage", () => {
      apply(kept(), change);
      show(kept());
    });
    show(kept());
  }

  for (const link of sheets()) link.setAttribute("data-system", link.media);
  apply(kept(), write);
  root.classList.add("settable");
  addEventListener("DOMContentLoaded", () => {
    for (const box of document.querySelectorAll("details.reading")) control(/** @type {HTMLDetailsElement} */ (box));
  });
})();
