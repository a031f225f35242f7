// Keeps a page of the preview up to date: reloads it once it is another, lays the findings of a bad save over it, and
// says what is still being made.
(() => {
  "use strict";
  const mine = /** @type {HTMLScriptElement} */ (document.currentScript).dataset.version;
  const box = document.createElement("div");
  /** @type {EventSource | null} */
  let source = null;
  box.id = "preview";
  box.setAttribute("role", "alert");
  const rest = document.createElement("div");
  rest.id = "preview-rest";

  /** @param {MessageEvent<string>} event */
  function draw(event) {
    /** @type {{ version: string, html: string, rest: string }} */
    const state = JSON.parse(event.data);
    if (state.version !== mine) {
      location.reload();
      return;
    }
    rest.innerHTML = state.rest;
    if (box.dataset.html !== state.html) {
      box.dataset.html = state.html;
      box.innerHTML = state.html;
    }
  }

  function lost() {
    box.innerHTML = '<p class="lost">预览已经停止；重新运行 make serve 后，这里会自己接上。</p>';
    box.dataset.html = "";
    rest.innerHTML = "";
  }

  function close() {
    source?.close();
    source = null;
  }

  // Only the page that is looked at keeps a connection: a browser has six for all of them together.
  function connect() {
    close();
    if (document.hidden) return;
    source = new EventSource(`/-/events?${location.pathname}`);
    source.onmessage = draw;
    source.onerror = lost;
  }

  document.body.append(box, rest);
  document.addEventListener("visibilitychange", connect);
  addEventListener("pagehide", close);
  connect();
})();
