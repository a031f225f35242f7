// The window page: opens the sheet of a class with the chosen day filled in. Today is the reader's, never the site's.
(() => {
  "use strict";
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  const index = location.protocol === "file:" ? "index.html" : "";
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form.fill-in"))) {
    const start = /** @type {HTMLInputElement} */ (form.elements.namedItem("start"));
    const chosen = /** @type {HTMLSelectElement | null} */ (form.elements.namedItem("class"));
    start.value = today;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const answers = ["_=1", `_d=${start.value}`, ...(chosen ? [chosen.value] : [])];
      location.href = `${form.getAttribute("data-guide")}${index}#${answers.sort().join("&")}`;
    });
  }
})();
