// Says which of the days on a page have passed, by the reader's own clock. Without it the days stand as they are.
(function () {
  "use strict";
  var now = new Date(), today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(function (part) {
    return (part < 10 ? "0" : "") + part;
  }).join("-");
  Array.prototype.forEach.call(document.querySelectorAll(".past"), function (place) {
    var until = place.getAttribute("data-until"), from = place.getAttribute("data-from");
    if (until ? today <= until : today >= from) return;
    place.textContent = place.getAttribute("data-said");
    place.parentElement.classList.add("over");
  });
})();
