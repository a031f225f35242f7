// Which class am I, and by when: answers and dates from the tables beside the page. The page is complete without it.
// Answers live in the address's fragment, by id, sorted; they are computed anew from it and never sent anywhere.
(function () {
  "use strict";

  var tools = document.querySelector(".tools");
  if (!tools || !window.GUIDES || !window.Decide) return;

  var W = window.WORDS, D = W.due, SHOW = "_", FROM = "_d";
  var guides = tools.getAttribute("data-guides").split(" ").map(function (address) {
    return { address: address, tables: new window.Decide(window.GUIDES[address]), data: window.GUIDES[address] };
  });
  var alone = guides.length === 1 ? guides[0] : null;
  var fields = all(tools, "fieldset[data-input]");
  var state = {};

  // ------------------------------------------------------------------------------------------------- small things

  function all(node, selector) { return Array.prototype.slice.call(node.querySelectorAll(selector)); }
  function fill(text, words) { return text.replace(/\{(\w+)\}/g, function (_, name) { return words[name]; }); }
  function make(tag, text, name) {
    var node = document.createElement(tag);
    if (text) node.textContent = text;
    if (name) node.className = name;
    return node;
  }
  function link(text, href, name) { var node = make("a", text, name); node.href = href; return node; }
  function find(list, id) { return list.filter(function (one) { return one.id === id; })[0]; }

  // --------------------------------------------------------------------------------------------------- the address

  function fragment(values) {
    return Object.keys(values).sort().map(function (key) { return key + "=" + encodeURIComponent(values[key]); }).join("&");
  }

  function read() {
    var hash = location.hash.slice(1);
    if (hash && hash.indexOf("=") < 0) return false;
    state = {};
    hash.split("&").forEach(function (pair) {
      var cut = pair.indexOf("="), value = window.decoded(pair.slice(cut + 1), null);
      if (cut > 0 && value !== null) state[pair.slice(0, cut)] = value;
    });
    return true;
  }

  function change(values) {
    state = values;
    settle();
    var next = fragment(state);
    if (location.hash.slice(1) !== next) location.hash = next;
    draw();  // at once: the event of the address comes later, and a finger may be faster
  }

  function put(id, value) {
    var next = Object.assign({}, state);
    if (value === "") delete next[id]; else next[id] = value;
    change(next);
  }

  // ----------------------------------------------------------------------------------------------------- answering

  // What is known of one guide; a picked class is known as the region in which it holds.
  function region(guide, known) {
    var found = guide.tables.region(known);
    guide.data.tables.forEach(function (table) {
      var picked = table.id in known && find(table.classes, known[table.id]);
      if (picked) found = guide.tables.shared(found, picked.boxes);
    });
    return found;
  }

  function valid(id, value) {
    return value === "?" || guides.every(function (guide) {
      return !(id in guide.tables.position) || guide.tables.cell(id, value) !== null;
    });
  }

  // In order, what is still asked given the answers before it; an answer that nothing hangs on any more is dropped.
  function settle() {
    var known = {}, next = null, kept = {};
    fields.forEach(function (field) {
      var id = field.getAttribute("data-input");
      var asked = guides.some(function (guide) { return guide.tables.matters(id, region(guide, known)); });
      if (asked && id in state && valid(id, state[id])) {
        kept[id] = state[id];
        if (state[id] !== "?") known[id] = state[id];
      } else if (next === null && asked) {
        next = field;
      }
      field.hidden = !(id in kept) && field !== next;
    });
    guides.forEach(function (guide) {
      guide.data.tables.forEach(function (table) {
        if (find(table.classes, state[table.id])) kept[table.id] = known[table.id] = state[table.id];
      });
    });
    if (state[SHOW]) kept[SHOW] = "1";
    if (/^\d{4}-\d\d-\d\d$/.test(state[FROM] || "")) kept[FROM] = state[FROM];
    state = kept;
    return { known: known, next: next };
  }

  function draw() {
    var now = settle();
    fields.forEach(function (field) {
      var value = state[field.getAttribute("data-input")];
      all(field, "input").forEach(function (input) {
        if (input.type === "text") { if (document.activeElement !== input || value) input.value = value && value !== "?" ? value : ""; }
        else input.checked = input.value === value;
      });
      if (value) complain(field, "");
    });
    all(document, "button.pick").forEach(function (button) {
      var at = button.getAttribute("data-class").split("/");
      button.setAttribute("aria-pressed", String(state[at[0]] === at[1]));
    });
    document.documentElement.classList.toggle("only", Boolean(state[SHOW]));
    answer(now);
    dates();
  }

  function complain(field, text) {
    field.querySelector(".error").textContent = text;
    all(field, "input[type=text]").forEach(function (input) { input.setAttribute("aria-invalid", String(Boolean(text))); });
  }

  // ------------------------------------------------------------------------------------------------------ the answer

  function names(list) {
    return list.map(function (one) { return "“" + one.name + "”" + (one.limit ? "（" + one.limit + "）" : ""); }).join(W.comma);
  }

  function verdict(table, found) {
    function named(ids) { return names(table.classes.filter(function (one) { return ids.indexOf(one.id) >= 0; })); }
    var about = table.name ? fill(W.about, { table: table.name }) : "";
    if (!found.possible.length) return about + W.none;
    if (found.certain.length === found.possible.length && !found.none) {
      return about + fill(found.certain.length > 1 ? W.several : W.belongs, { names: named(found.certain) });
    }
    return about + fill(W.possible, { names: named(found.possible) }) + (found.none ? W.or_none : "");
  }

  function answer(now) {
    var box = tools.querySelector(".result"), status = tools.querySelector(".status");
    if (!box) return;
    box.textContent = "";
    var answered = Object.keys(state).some(function (key) { return key[0] !== "_"; });
    document.documentElement.classList.toggle("answered", answered && Boolean(alone));
    if (alone) strike(answered ? region(alone, now.known) : null);
    var ask = now.next ? fill(W.next, { ask: now.next.querySelector("legend").textContent }) : fields.length ? W.done : "";
    if (!answered) { status.textContent = ""; return; }
    var said = [];
    box.appendChild(make("p", W.answers + answers().join(W.semicolon), "answers"));
    guides.forEach(function (guide) {
      var here = region(guide, now.known);
      if (!alone) box.appendChild(make("h2", guide.data.name));
      guide.data.tables.forEach(function (table) {
        var found = guide.tables.classify(table, here), text = verdict(table, found);
        said.push(text);
        box.appendChild(make("p", text, "verdict"));
        if (alone) rows(box, table, found); else limits(box, table, found);
      });
      if (guide.data.tables.length > 1) box.appendChild(make("p", W.side_by_side, "ours"));
      if (alone) defects(box, guide, here); else onward(box, guide);
    });
    if (alone) actions(box);
    status.textContent = said.concat(ask).join(" ");
  }

  function answers() {
    var said = [];
    guides.forEach(function (guide) {
      guide.data.inputs.forEach(function (input) {
        var value = state[input.id];
        if (value === undefined) return;
        var word = value === "?" ? input.name + " " + W.unknown : input.words[value] || (/^[-0-9.]+$/.test(value) ? input.name + " " + value + " " + input.unit : value);
        if (said.indexOf(word) < 0) said.push(word);
      });
      guide.data.tables.forEach(function (table) {
        var one = find(table.classes, state[table.id]);
        if (one) said.push(one.name);
      });
    });
    return said;
  }

  function limits(box, table, found) {
    var list = box.appendChild(make("ul"));
    table.classes.forEach(function (one) {
      if (found.possible.indexOf(one.id) >= 0) list.appendChild(make("li", one.name + (one.limit ? "：" + one.limit : "")));
    });
  }

  function onward(box, guide) {
    var own = {};
    guide.data.inputs.forEach(function (input) { if (input.id in state) own[input.id] = state[input.id]; });
    if (!guide.data.tables.length) box.appendChild(make("p", fill(W.no_classes, { name: guide.data.name })));
    var line = box.appendChild(make("p"));
    line.appendChild(link(fill(W.whole_guide, { name: guide.data.name }), guide.address.split("/")[1] + "/" + (window.INDEX || "") + "#" + fragment(own)));
  }

  // Rows of the page itself, so that result and page never differ.
  function copied(node) {
    var copy = node.cloneNode(true);
    [copy].concat(all(copy, "[id]")).forEach(function (one) { one.removeAttribute("id"); });
    all(copy, "button.pick").forEach(function (button) { button.parentNode.replaceChild(make("b", button.textContent), button); });
    return copy;
  }

  function rows(box, table, found) {
    var frame = box.appendChild(make("div", "", "classes")), list = frame.appendChild(make("ul"));
    all(document, ".class").forEach(function (name) {
      var at = name.getAttribute("data-class").split("/");
      if (at[0] === table.id && found.possible.indexOf(at[1]) >= 0 && !box.contains(name)) list.appendChild(copied(name.closest("li")));
    });
  }

  function defects(box, guide, here) {
    var certain = [], possible = [];
    all(document, ".md-content__inner > .defects [data-defect], .md-content__inner > .defects [data-when]").forEach(function (mark) {
      var defect = mark.getAttribute("data-defect");
      var boxes = defect ? guide.data.defects[Number(defect)] : guide.data.conditions[Number(mark.getAttribute("data-when"))];
      var holds = boxes && guide.tables.holds(boxes, here);
      if (holds === true) certain.push(mark); else if (holds === null) possible.push(mark);
    });
    [certain, possible].forEach(function (found, unsure) {
      if (!found.length) return;
      if (unsure) box.appendChild(make("p", W.maybe_defect));
      var list = box.appendChild(make("ul", "", "defects"));
      found.forEach(function (mark) { list.appendChild(copied(mark.closest("li"))); });
    });
  }

  // Hides the rows of the page whose conditions do not hold in a region; shows all again where there is none.
  function strike(here) {
    var rows = "li, tr, .case";
    all(document, ".md-content [data-when]").forEach(function (mark) {
      var row = mark.closest(rows);
      if (!row || tools.contains(row)) return;
      row.hidden = Boolean(here) && all(row, "[data-when]").every(function (each) {
        return alone.tables.holds(alone.data.conditions[Number(each.getAttribute("data-when"))], here) === false;
      });
    });
  }

  // Every part of the page knows its heading, so that the one page to show holds the parts that matter at a window.
  function parts() {
    var part = "";
    all(document, ".md-content__inner > *").forEach(function (node) {
      part = node.tagName === "H2" ? node.id : part;
      node.setAttribute("data-part", part);
    });
  }

  function actions(box) {
    var line = box.appendChild(make("p", "", "actions")), button = make("button", W.print);
    button.type = "button";
    button.addEventListener("click", function () { window.print(); });
    line.appendChild(button);
    var next = Object.assign({}, state);
    if (next[SHOW]) delete next[SHOW]; else next[SHOW] = "1";
    line.appendChild(link(state[SHOW] ? W.back : W.show, "#" + fragment(next), "show"));
    var clear = line.appendChild(make("button", W.whole));
    clear.type = "button";
    clear.addEventListener("click", function () { change({}); });
    box.appendChild(make("p", W.filtered, "ours"));
  }

  // ------------------------------------------------------------------------------------------------------- due dates

  var calendar = window.Workdays && new window.Workdays(window.YEARS), due = tools.querySelector(".due");

  function worded(day) {
    var parts = day.slice(0, 10).split("-").map(Number);
    var said = fill(D.date, { year: parts[0], month: parts[1], day: parts[2] }) + D.weekdays[window.Workdays.weekday(day)];
    return said + (day.length > 10 ? " " + day.slice(11) : "");
  }

  function dates() {
    if (!due || !alone) return;
    var form = due.querySelector("form"), start = form.elements.start;
    if (state[FROM] && start !== document.activeElement) { start.value = state[FROM]; due.open = true; }
    var list = due.querySelector(".dates"), here = region(alone, settle().known);
    var applying = alone.data.limits.filter(function (one) {
      return one.condition < 0 || alone.tables.holds(alone.data.conditions[one.condition], here) !== false;
    });
    var clock = applying.some(function (one) { return /hour|minute/.test(one.units.join()); });
    form.querySelector(".clock").hidden = !clock;
    form.querySelector(".skipped").hidden = !applying.some(function (one) { return one.excludes; });
    list.textContent = "";
    if (!start.value) return;
    var from = start.value + (clock ? "T" + (form.elements.clock.value || "00:00") : "");
    var skipped = Math.max(0, Math.floor(Number(form.elements.skipped.value)) || 0), rows = list.appendChild(make("ul"));
    applying.forEach(function (limit) { rows.appendChild(dated(limit, from, limit.excludes ? skipped : 0)); });
    if (!applying.length) rows.appendChild(make("li", D.nothing));
    var year = window.YEARS[from.slice(0, 4)];
    list.appendChild(make("p", fill(D.ours, { source: year ? year.source : "—" }), "ours"));
  }

  function dated(limit, start, skipped) {
    var row = make("li");
    row.appendChild(make("b", (limit.case ? limit.case + "：" : "") + limit.says));
    if (!limit.amounts.length) {
      row.appendChild(document.createTextNode("：" + (limit.least ? D.least : D.none)));
      return explained(row, limit);
    }
    var timed = /hour|minute/.test(limit.units.join()), from = timed ? start : start.slice(0, 10);
    row.appendChild(document.createTextNode("：" + fill(limit.starts ? D.from : D.from_unstated, { day: worded(from), starts: limit.starts })));
    limit.units.forEach(function (unit) {
      var line = row.appendChild(make("div"));
      if (limit.units.length > 1) line.appendChild(document.createTextNode(D.reading[unit] + D.open_day));
      reckon(line, limit, unit, from, skipped);
    });
    var rest = (limit.ends ? fill(D.ends, limit) : "") + (limit.excludes ? fill(D.excludes, limit) : "") + (limit.extends ? fill(D.extends, limit) : "");
    if (skipped) rest += fill(D.skipped, { days: skipped });
    row.appendChild(document.createTextNode(rest.replace(/^[，；]/, "")));
    return explained(row, limit);
  }

  /* A limit with our note, where it has one. */
  function explained(row, limit) {
    if (limit.note) row.appendChild(make("span", fill(D.note, limit), "ours"));
    return row;
  }

  function reckon(line, limit, unit, from, skipped) {
    try {
      var found = limit.amounts.map(function (amount) { return calendar.last(unit, amount, from, skipped); });
      var day = found[found.length - 1], form = limit.begins ? D.begins : found.length > 1 ? D.between : D.until;
      line.appendChild(make("b", fill(form, { day: worded(day), low: worded(found[0]) })));
      if (day.length === 10 && limit.amounts.some(function (one) { return one % 1; })) line.appendChild(document.createTextNode(D.half));
      if (day.length > 10 && resting(day)) line.appendChild(document.createTextNode(D.rest));
      line.appendChild(document.createTextNode(" "));
      line.appendChild(reminder(limit, day, from));
    } catch (error) {
      if (!error.year) throw error;
      line.appendChild(make("b", fill(D.unannounced, { year: error.year })));
    }
  }

  function resting(day) { return !calendar.working(Date.parse(day.slice(0, 10) + "T00:00:00Z") / 86400000); }

  // An iCalendar file (RFC 5545) of one day, all of it here.
  function reminder(limit, day, from) {
    var plain = day.slice(0, 10).replace(/-/g, ""), title = document.querySelector("h1").textContent.trim() + " " + limit.says;
    var when = day.length > 10 ? "DTSTART:" + plain + "T" + day.slice(11).replace(":", "") + "00" : "DTSTART;VALUE=DATE:" + plain;
    var lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//connection-guides//due//ZH", "BEGIN:VEVENT",
      "UID:" + alone.address.replace("/", ".") + "." + limit.id + "." + plain + "@connection-guides",
      "DTSTAMP:" + from.slice(0, 10).replace(/-/g, "") + "T000000Z", when, "SUMMARY:" + title.replace(/([,;\\])/g, "\\$1"), "END:VEVENT", "END:VCALENDAR"];
    var node = link(D.calendar, "data:text/calendar;charset=utf-8," + encodeURIComponent(lines.map(folded).join("\r\n") + "\r\n"), "ics");
    node.download = limit.id + ".ics";
    return node;
  }

  // Lines of iCalendar hold 75 octets; a Chinese character takes three.
  function folded(line) { return line.replace(/[^\x00-\x7f]/.test(line) ? /(.{24})(?=.)/g : /(.{74})(?=.)/g, "$1\r\n "); }

  // ---------------------------------------------------------------------------------------------------------- events

  fields.forEach(function (field) {
    var id = field.getAttribute("data-input"), text = field.querySelector("input[type=text]");
    field.addEventListener("change", function (event) {
      if (event.target !== text) put(id, event.target.checked ? event.target.value : "");
      else typed();
    });
    function typed() {
      var value = text.value.normalize("NFKC").replace(/[\s,]/g, "").replace(/^0+(?=\d)/, "");
      if (value === "" || valid(id, value)) { complain(field, ""); put(id, value); return; }
      complain(field, /^-?[0-9.]+$/.test(value) ? fill(W.not_value, { range: text.getAttribute("data-range") }) : W.not_number);
    }
  });
  all(tools, "form").forEach(function (form) {
    form.addEventListener("submit", function (event) { event.preventDefault(); if (document.activeElement) document.activeElement.blur(); });
    form.addEventListener("reset", function () { setTimeout(function () { change({}); }, 0); });
    if (due && due.contains(form)) form.addEventListener("input", function () { state[FROM] = form.elements.start.value; dates(); });
  });
  if (alone && !fields.length) {
    all(document, ".class").forEach(function (name) {
      var button = make("button", name.textContent, "class pick");
      button.type = "button";
      button.setAttribute("data-class", name.getAttribute("data-class"));
      button.addEventListener("click", function () {
        var at = button.getAttribute("data-class").split("/");
        put(at[0], state[at[0]] === at[1] ? "" : at[1]);
      });
      name.parentNode.replaceChild(button, name);
    });
  }
  parts();
  tools.classList.add("scripted");
  addEventListener("hashchange", function () { if (read()) draw(); });
  if (read()) draw();
  if (Object.keys(state).length) all(tools, "details.questions").forEach(function (one) { one.open = true; });
})();
