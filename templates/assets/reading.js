// What a reader sets: size of type, colours, contrast. Each is a style sheet whose `media` is the system's wish; a choice
// takes its place. Kept on this device only. Runs in the head, so that the chosen sheets are there when the page is drawn.
// Before all other scripts, too, which find `decoded` here.
(function () {
  "use strict";

  // A part of an address as text; `otherwise` where it was cut or is no code at all, as in "100%".
  window.decoded = function (text, otherwise) {
    try { return decodeURIComponent(text); } catch (error) { return otherwise; }
  };

  var KEY = "reading", root = document.documentElement;

  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }
  function sheets() { return all("link[data-setting]"); }
  function said(link, name) { return (link.getAttribute(name) || "").split(" "); }

  // `{setting: value}` of what the sheets know; anything else that is kept is nonsense.
  function kept() {
    var found = {}, chosen = {};
    try { found = JSON.parse(localStorage.getItem(KEY)) || {}; } catch (error) { found = {}; }
    sheets().forEach(function (link) {
      var setting = link.getAttribute("data-setting"), value = found[setting];
      if (value && said(link, "data-on").concat(said(link, "data-off")).indexOf(value) >= 0) chosen[setting] = value;
    });
    return chosen;
  }
  function keep(chosen) {
    try { localStorage.setItem(KEY, JSON.stringify(chosen)); } catch (error) { return; } // then it holds for this page
  }

  function apply(chosen, put) {
    sheets().forEach(function (link) {
      var value = chosen[link.getAttribute("data-setting")] || "none";
      var on = said(link, "data-on").indexOf(value) >= 0, off = said(link, "data-off").indexOf(value) >= 0;
      put(link, on ? "screen" : off ? "not all" : link.getAttribute("data-system"));
    });
    root.setAttribute("data-size", chosen.size || "");
  }
  function change(link, media) { link.media = media; }
  // A browser waits with drawing for sheets it meets in the page, not for those that come to matter later.
  function write(link, media) {
    if (media === link.media) return;
    link.media = media;
    document.write(link.outerHTML);
    link.parentNode.removeChild(link);
  }

  function control(box) {
    var form = box.querySelector("form"), inputs = all(".reading input"), opener = box.querySelector("summary");
    function show(chosen) {
      inputs.forEach(function (input) { input.checked = input.value === (chosen[input.name] || ""); });
    }
    function choose(chosen) { keep(chosen); apply(chosen, change); show(chosen); }
    function close() { box.open = false; }
    form.addEventListener("change", function () {
      var chosen = {};
      inputs.forEach(function (input) { if (input.checked && input.value) chosen[input.name] = input.value; });
      choose(chosen);
    });
    form.addEventListener("reset", function (event) { event.preventDefault(); choose({}); });
    box.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && box.open) { close(); opener.focus(); }
    });
    document.addEventListener("click", function (event) { if (!box.contains(event.target)) close(); });
    box.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !box.contains(event.relatedTarget)) close();
    });
    addEventListener("storage", function () { apply(kept(), change); show(kept()); });
    show(kept());
  }

  sheets().forEach(function (link) { link.setAttribute("data-system", link.media); });
  apply(kept(), write);
  root.classList.add("settable");
  addEventListener("DOMContentLoaded", function () { all(".reading").forEach(control); });
})();
