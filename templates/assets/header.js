// The field in the head of a page: what is typed is looked for on the home page, and no server hears of it.
(() => {
  "use strict";
  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form.seek"));
  const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a.seek"));
  const input = form?.querySelector("input");
  if (!form || !link || !input) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const home = link.href.replace(/#.*/, ""), typed = ours.whole(input.value).trim();
    const page = location.protocol === "file:" ? home.replace(/\/$/, "/index.html") : home;
    location.assign(`${page}#${typed ? `q=${encodeURIComponent(typed)}` : "find"}`);
  });
})();
