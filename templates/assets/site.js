// Opens the fold a link leads into, and all folds for paper, for browsers that do not do it themselves. The page is
// complete without it.
(() => {
  "use strict";
  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  function reveal() {
    const target = document.getElementById(ours.decoded(location.hash.slice(1), ""));
    for (let node = target; node; node = node.parentElement) {
      if (node instanceof HTMLDetailsElement) node.open = true;
    }
    if (target?.closest("details")) target.scrollIntoView({ block: "center" });
  }

  // A printed sheet's code leads here with the version it was printed from.
  function compare() {
    const [, printed] = /(?:^|&)_v=([0-9a-f]+)/.exec(location.hash.slice(1)) ?? [], now = document.getElementById("version");
    if (!printed || !now) return;
    const note = document.createElement("p"), same = printed === now.textContent;
    note.className = "printed";
    note.textContent = (now.getAttribute(same ? "data-same" : "data-other") ?? "").replace("{printed}", printed);
    document.querySelector("h1")?.insertAdjacentElement("afterend", note);
  }

  /** @type {HTMLDetailsElement[]} */
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = Array.from(document.querySelectorAll("article details:not([open]):not(.questions):not(.due):not(.ticket *)"));
    for (const fold of folded) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of folded) fold.open = false;
  });

  addEventListener("hashchange", reveal);
  compare();
  reveal();
})();
