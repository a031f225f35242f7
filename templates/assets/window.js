// The window page: opens the sheet of a class with the chosen day filled in. Today is the reader's, never the site's.
(function () {
  "use strict";
  var now = new Date(), today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(function (part) {
    return (part < 10 ? "0" : "") + part;
  }).join("-");
  Array.prototype.forEach.call(document.querySelectorAll("form.fill-in"), function (form) {
    form.elements.start.value = today;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var answers = ["_=1", "_d=" + form.elements.start.value].concat(form.elements.class ? form.elements.class.value : []);
      location.href = form.getAttribute("data-guide") + (/^file:/.test(location.protocol) ? "index.html" : "") + "#" + answers.sort().join("&");
    });
  });
})();
