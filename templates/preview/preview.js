// Keeps a page of the preview up to date: reloads it after a good build, lays the findings of a bad one over it.
(function () {
  "use strict";
  var mine = document.currentScript.dataset.version;
  var box = document.createElement("div");
  var source = null;
  box.id = "preview";
  box.setAttribute("role", "alert");

  function draw(event) {
    var state = JSON.parse(event.data);
    if (state.version !== mine) {
      location.reload();
    } else if (box.dataset.html !== state.html) {
      box.dataset.html = state.html;
      box.innerHTML = state.html;
    }
  }

  function lost() {
    box.innerHTML = '<p class="lost">预览已经停止；重新运行 make serve 后，这里会自己接上。</p>';
    box.dataset.html = "";
  }

  // Only the page that is looked at keeps a connection: a browser has six for all of them together.
  function connect() {
    if (source) {
      source.close();
      source = null;
    }
    if (!document.hidden) {
      source = new EventSource("/-/events");
      source.onmessage = draw;
      source.onerror = lost;
    }
  }

  document.body.appendChild(box);
  document.addEventListener("visibilitychange", connect);
  window.addEventListener("pagehide", function () { if (source) { source.close(); source = null; } });
  connect();
}());
