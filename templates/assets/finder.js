// The finder on the home page: answers while somebody types. The list below it is complete without it.
(function () {
  "use strict";
  var form = document.querySelector("form.finder"), answers = document.querySelector(".answers");
  if (!form || !window.find) return;
  var data = window.FINDER, says = data.says, input = form.querySelector("input"), status = form.querySelector(".status");
  var disk = location.protocol === "file:", told;
  // Half a sign, as of an emoji that was deleted in part, stands in no address.
  var HALVES = /[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]+/g;

  function element(name, text, kind) {
    var made = document.createElement(name);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }
  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; });
  }
  function address(href) {
    return disk ? href.replace(/\/(?=#|$)/, "/index.html") : href;
  }

  function title(one) {
    if (one.kind === "site") return says.site[one.href];
    var name = data.places[one.place][0];
    if (one.kind === "city") return name;
    if (one.kind === "guide") return name + data.services[one.service][2];
    return name + (one.service ? data.services[one.service][1] : "") + "：" + says.kinds[one.kind];
  }
  function note(one, first) {
    if (one.kind === "site") return "";
    var row = data.places[one.place], there = Object.keys(data.services).filter(function (letter) {
      return row[4].toLowerCase().indexOf(letter) >= 0;
    }).map(function (letter) { return data.services[letter][1]; }).join("、");
    return [
      one.kind === "city" ? there : "", one.section ? says.sections[one.section] + one.classes.join("、") : "",
      row[5] && first ? says.covers + row[5] : ""
    ].filter(Boolean).join("；");
  }
  function row(one, first) {
    var item = element("li"), link = element("a"), small = note(one, first);
    link.href = address(one.href);
    link.appendChild(element("b", title(one)));
    if (small) link.appendChild(element("small", small));
    item.appendChild(link);
    return item;
  }
  function list(found) {
    var made = element("ul", "", "found");
    found.results.forEach(function (one, at) {
      made.appendChild(row(one, !found.results.slice(0, at).some(function (other) { return other.place === one.place; })));
    });
    return made;
  }
  function nothing(found, typed) {
    var made = element("div", "", "nothing"), few = data.places.length <= 12, here = element("p", few ? says.here : "");
    made.appendChild(element("p", fill(says.nothing, { typed: found.unknown.join(" ") || typed }), "verdict"));
    (few ? data.places : [["", ""]]).forEach(function (place) {
      var link = element("a", few ? place[0] : says.all);
      link.href = few ? address(place[1] + "/") : "#all";
      here.appendChild(link);
    });
    made.appendChild(here);
    made.appendChild(element("p", says.advice));
    return made;
  }

  // What is said above the results; each a sentence of its own.
  function remarks(found) {
    var made = found.slips.map(function (one) { return fill(says.slip, { typed: one }); });
    found.lacks.forEach(function (one) {
      made.push(fill(says.lacks, {
        place: data.places[one.place][0], what: one.page ? says.kinds[one.page] : data.services[one.service][1]
      }));
    });
    if (found.unknown.length) made.push(fill(says.unknown, { typed: found.unknown.join(" ") }));
    return made;
  }

  function show() {
    var typed = input.value.replace(HALVES, "$1").trim(), found = typed ? window.find(typed) : null;
    answers.textContent = "";
    clearTimeout(told);
    history.replaceState(null, "", typed ? "#q=" + encodeURIComponent(typed) : location.pathname);
    answers.dispatchEvent(new CustomEvent("found", { detail: found }));
    if (!found) return tell("");
    var notes = found.results.length ? remarks(found) : [];
    notes.forEach(function (one) { answers.appendChild(element("p", one, "remark")); });
    answers.appendChild(found.results.length ? list(found) : nothing(found, typed));
    if (found.more) answers.appendChild(element("p", fill(says.more, { n: found.more }), "remark"));
    var said = found.results.length ? [fill(says.count, { n: found.results.length + found.more })] : [answers.querySelector(".verdict").textContent];
    tell(notes.concat(said).join(" "));
  }
  // Announced when the typing rests, so that a screen reader is not interrupted at every letter.
  function tell(text) {
    told = setTimeout(function () { status.textContent = text; }, 400);
  }
  function links() { return Array.from(document.querySelectorAll(".found a")); }
  function move(event) {
    var step = { ArrowDown: 1, ArrowUp: -1 }[event.key], all = [input].concat(links());
    var at = all.indexOf(document.activeElement);
    if (event.key === "Escape" && at > 0) input.focus();
    if (!step || at < 0 || !all[at + step]) return;
    event.preventDefault();
    all[at + step].focus();
  }
  function start() {
    var asked = /^#q=(.*)/.exec(location.hash);
    if (!asked) return;
    input.value = window.decoded(asked[1], asked[1]);
    show();
  }
  form.hidden = false;
  input.addEventListener("input", function (event) { if (!event.isComposing) show(); });
  input.addEventListener("compositionend", show);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    show();
    if (links()[0]) links()[0].focus();
  });
  Array.from(form.querySelectorAll(".example")).forEach(function (one) {
    one.addEventListener("click", function () {
      input.value = one.textContent;
      show();
      input.focus();
    });
  });
  document.addEventListener("keydown", move);
  addEventListener("hashchange", start);
  start();
})();
