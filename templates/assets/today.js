// Says which of the days on a page have passed, by the reader's own clock. Without it the days stand as they are.
(() => {
  "use strict";
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  for (const place of document.querySelectorAll(".past")) {
    const until = place.getAttribute("data-until"), from = place.getAttribute("data-from") ?? "";
    if (until ? today <= until : today >= from) continue;
    place.textContent = place.getAttribute("data-said");
    place.parentElement?.classList.add("over");
  }
})();
