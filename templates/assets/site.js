// Opens the fold a link leads into, and all folds for paper, for browsers that do not do it themselves. The page is
// complete without it.
(function () {
  "use strict";
  function reveal() {
    var target = document.getElementById(window.decoded(location.hash.slice(1), ""));
    for (var node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
    }
    if (target && target.closest("details")) target.scrollIntoView({ block: "center" });
  }

  // A printed sheet's code leads here with the version it was printed from.
  function compare() {
    var printed = /(?:^|&)_v=([0-9a-f]+)/.exec(location.hash.slice(1)), now = document.getElementById("version");
    if (!printed || !now) return;
    var note = document.createElement("p"), same = printed[1] === now.textContent;
    note.className = "printed";
    note.textContent = now.getAttribute(same ? "data-same" : "data-other").replace("{printed}", printed[1]);
    document.querySelector("h1").insertAdjacentElement("afterend", note);
  }

  var folded = [];
  addEventListener("beforeprint", function () {
    folded = Array.prototype.slice.call(document.querySelectorAll("article details:not([open]):not(.questions):not(.due)"));
    folded.forEach(function (fold) { fold.open = true; });
  });
  addEventListener("afterprint", function () { folded.forEach(function (fold) { fold.open = false; }); });

  addEventListener("hashchange", reveal);
  compare();
  reveal();
})();
