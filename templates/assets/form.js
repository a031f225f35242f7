// The information collection form in the browser: checks while typing, the same sheet filled in, a file to load again.
// Nothing is sent, nothing enters the address; kept on this device only while a box is ticked. Without it the list of
// fields and the blank PDF remain.
(function () {
  "use strict";

  var W = window.FORM_WORDS;
  function fill(text, words) { return text.replace(/\{(\w+)\}/g, function (_, name) { return words[name]; }); }
  function said(text) { return { text: text, bad: false }; }
  function bad(text) { return { text: text, bad: true }; }
  function plain(text) { return text.normalize("NFKC").trim(); }

  // ------------------------------------------------------------------------------------------------------- the checks

  // Each takes what was typed, whether the person is done with it, and the unit; empty is never wrong.
  var CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY", LENGTH = 18;

  // GB 32100—2015: weights 3^(i-1) mod 31, check character (31 - sum mod 31) mod 31.
  function uscc(typed, done) {
    var code = tidy.uscc(typed), sum = 0, weight = 1;
    if (!code) return said("");
    for (var i = 0; i < code.length; i += 1) {
      var value = CODE.indexOf(code[i]);
      if (value < 0) return bad(fill(W.uscc.character, { n: i + 1, c: code[i] }));
      if (i < LENGTH - 1) { sum += value * weight; weight = weight * 3 % 31; }
    }
    if (code.length > LENGTH) return bad(fill(W.uscc.long, { n: code.length - LENGTH }));
    if (code.length < LENGTH) return done ? bad(fill(W.uscc.short, { n: LENGTH - code.length })) : said(fill(W.uscc.so_far, { n: code.length }));
    return CODE[(31 - sum % 31) % 31] === code[LENGTH - 1] ? said(W.ok) : bad(W.uscc.check);
  }

  // A mobile number, a landline with or without area code, 400 and 800, short service numbers, a number from abroad.
  function telephone(typed, done) {
    var number = plain(typed).replace(/[\s()（）\-–—.]/g, ""), main = number.replace(/(?:转|ext|[#*x])\d{1,6}$/i, "");
    if (!number) return said("");
    if (/[^\d+]/.test(main.replace(/(?:转|e|ex|ext|[#*x])$/i, ""))) return bad(W.telephone.bad);
    var whole = /^(?:\+?86)?1[3-9]\d{9}$|^\+?86[2-9]\d{8,10}$|^0\d{9,11}$|^[2-9]\d{6,7}$|^[48]00\d{7}$|^1\d{2,4}$|^9\d{4,5}$|^(?:\+|00)[1-9]\d{6,14}$/;
    return !done || whole.test(main) ? said("") : bad(W.telephone.bad);
  }

  function number(typed, done, unit) {
    var value = tidy.number(typed);
    if (done ? /^(\d+(\.\d+)?)?$/.test(value) : /^\d*\.?\d*$/.test(value)) return said("");
    return bad(unit && /^\d+(\.\d+)?[^\d.]+$/.test(value) ? fill(W.number.unit, { unit: unit }) : W.number.bad);
  }

  function date(parts, done) {
    var year = plain(parts.year), month = plain(parts.month), day = plain(parts.day), hour = plain(parts.hour || "");
    if (/\D/.test(year + month + day + hour)) return bad(W.number.bad);
    if (hour && Number(hour) > 24) return bad(W.date.hour);
    if (!done || !(year || month || day || hour)) return said("");
    if (!(year && month && day)) return bad(W.date.whole);
    if (year.length !== 4) return bad(W.date.year);
    var there = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
    return there.getUTCMonth() === Number(month) - 1 && there.getUTCDate() === Number(day) ? said("") : bad(W.date.bad);
  }

  var tidy = {
    uscc: function (text) { return plain(text).toUpperCase().replace(/[\s-]/g, ""); },
    number: function (text) { return plain(text).replace(/[\s,]/g, ""); },
    telephone: plain,
    text: function (text) { return text.trim(); }
  };
  window.FormChecks = { uscc: uscc, telephone: telephone, number: number, date: date };

  // --------------------------------------------------------------------------------------------------------- the page

  var root = document.querySelector(".filling"), sheet = document.querySelector(".sheet");
  if (!root || !sheet) return;
  var form = root.querySelector("form"), told = root.querySelector(".told"), keep = root.querySelector(".keep-here");
  var file = root.querySelector(".file"), KEY = "form:" + root.getAttribute("data-form"), SHOW = "#sheet";
  var fields = all(root, "[data-field]").map(function (node) {
    var name = node.getAttribute("data-field");
    return {
      node: node, name: name, type: node.getAttribute("data-type"), label: node.getAttribute("data-label"),
      unit: node.getAttribute("data-unit"), required: node.hasAttribute("data-required"), said: node.querySelector(".said"),
      boxes: all(node, "input[type=checkbox], input[type=radio]"),
      texts: all(node, "input[type=text]").map(function (input) {
        var part = input.getAttribute("data-part");
        return { input: input, part: part, name: part === "all" ? name : name + "/" + part };
      })
    };
  });

  function all(node, selector) { return Array.prototype.slice.call(node.querySelectorAll(selector)); }
  function tell(text) { told.textContent = text; }

  // `{name: text}` of every text and part of a date, `{name: [options]}` of every choice.
  function values() {
    var found = {};
    fields.forEach(function (field) {
      if (field.boxes.length) found[field.name] = field.boxes.filter(function (box) { return box.checked; }).map(function (box) { return box.value; });
      field.texts.forEach(function (text) { found[text.name] = text.input.value; });
    });
    return found;
  }

  // Puts values into the form; returns how many of them this form does not know.
  function put(given) {
    var used = 0;
    fields.forEach(function (field) {
      var chosen = given[field.name];
      if (field.boxes.length && Array.isArray(chosen)) {
        field.boxes.forEach(function (box) { box.checked = chosen.indexOf(box.value) >= 0; });
        if (chosen.every(function (one) { return field.boxes.some(function (box) { return box.value === one; }); })) used += 1;
      }
      field.texts.forEach(function (text) {
        if (typeof given[text.name] !== "string") return;
        text.input.value = given[text.name].slice(0, text.input.maxLength);
        used += 1;
      });
      check(field, true);
    });
    draw();
    return Object.keys(given).length - used;
  }

  function check(field, done) {
    var parts = {}, found;
    if (!field.said || !field.texts.length) return;
    field.texts.forEach(function (text) { parts[text.part] = text.input.value; });
    if (field.type === "date" || field.type === "datetime") found = date(parts, done);
    else if (window.FormChecks[field.type]) found = window.FormChecks[field.type](parts.all, done, field.unit);
    else return;
    if (field.said.textContent !== found.text) field.said.textContent = found.text;
    field.said.classList.toggle("bad", found.bad);
    field.texts.forEach(function (text) { text.input.setAttribute("aria-invalid", String(found.bad)); });
  }

  function missing() {
    return fields.filter(function (field) {
      return field.required && !field.boxes.some(function (box) { return box.checked; }) && !field.texts.some(function (text) { return text.input.value.trim(); });
    }).map(function (field) { return field.label; });
  }

  function draw() {
    var now = values();
    all(sheet, "[data-of]").forEach(function (place) { place.textContent = now[place.getAttribute("data-of")] || ""; });
    all(sheet, "[data-box]").forEach(function (place) {
      var at = place.getAttribute("data-box"), cut = fields.filter(function (field) { return field.boxes.length && at.indexOf(field.name + "/") === 0; })[0];
      place.textContent = now[cut.name].indexOf(at.slice(cut.name.length + 1)) >= 0 ? "☑" : "□";
    });
  }

  function remind() {
    var names = missing();
    tell(names.length ? fill(W.required, { names: names.join(W.comma) }) : "");
  }

  // -------------------------------------------------------------------------------------------------------- the device

  function stored(act) { try { return act(window.localStorage); } catch (error) { return undefined; } }

  function store() {
    if (!keep.checked) return;
    var text = JSON.stringify(values());
    var there = stored(function (place) { place.setItem(KEY, text); return place.getItem(KEY) === text; });
    if (!there) keep.checked = false;
    tell(there ? W.kept : W.cannot_keep);
  }

  function forget() { stored(function (place) { place.removeItem(KEY); }); }

  function clear() {
    form.reset();
    keep.checked = false;
    forget();
    fields.forEach(function (field) { check(field, true); });
    draw();
    changed = false;
    tell(W.deleted);
  }

  function save() {
    var data = { form: root.getAttribute("data-form"), title: root.getAttribute("data-title"), values: values() };
    var link = document.createElement("a"), blob = new Blob([JSON.stringify(data, null, 1) + "\n"], { type: "application/json" });
    link.href = URL.createObjectURL(blob);
    link.download = data.form.replace("/", "-") + ".json";
    document.body.appendChild(link);
    link.click();
    document.body.removeChild(link);
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
    changed = false;
  }

  function load(text) {
    var data = null;
    try { data = JSON.parse(text); } catch (error) { /* said below */ }
    if (!data || data.form !== root.getAttribute("data-form") || !data.values || typeof data.values !== "object") return tell(W.not_ours);
    form.reset();
    var unknown = put(data.values);
    store();
    tell(unknown > 0 ? fill(W.loaded_partly, { n: unknown }) : W.loaded);
  }

  // -------------------------------------------------------------------------------------------------------- the events

  var changed = false, came = false;

  function shown() {
    var alone = location.hash === SHOW, before = document.documentElement.classList.contains("sheet-only");
    document.documentElement.classList.toggle("sheet-only", alone);
    sheet.querySelector(".back").hidden = !alone;
    if (alone !== before) {
      scrollTo(0, 0);
      document.querySelector(alone ? "[data-act=back]" : "[data-act=show]").focus();
    }
  }

  var acts = {
    show: function () { remind(); came = true; location.hash = SHOW; },
    back: function () { if (came) history.back(); else location.hash = ""; came = false; },
    print: function () { remind(); draw(); window.print(); },
    save: save,
    load: function () { file.click(); },
    delete: clear
  };

  fields.forEach(function (field) {
    field.node.addEventListener("input", function () {
      changed = true;
      check(field, false);
      draw();
      store();
    });
    field.node.addEventListener("focusout", function (event) {
      if (field.node.contains(event.relatedTarget) && field.texts.length > 1) return;
      field.texts.forEach(function (text) {
        var neat = (tidy[field.type] || tidy.text)(text.input.value);
        if (neat !== text.input.value) text.input.value = neat;
      });
      check(field, true);
      draw();
      store();
    });
  });
  // An option that was chosen by mistake can be taken back.
  fields.forEach(function (field) {
    field.boxes.forEach(function (box) {
      var before = false;
      if (box.type !== "radio") return;
      box.closest("label").addEventListener("pointerdown", function () { before = box.checked; });
      box.addEventListener("click", function () {
        if (before) { box.checked = false; draw(); store(); }
        before = false;
      });
    });
  });
  keep.addEventListener("change", function () { if (keep.checked) store(); else { forget(); tell(W.not_kept); } });
  all(document, "[data-act]").forEach(function (button) {
    var act = button.getAttribute("data-act");
    if (act === "print" && typeof window.print !== "function") button.hidden = true;
    button.addEventListener("click", acts[act]);
  });
  file.addEventListener("change", function () {
    var reader = new FileReader();
    if (!file.files.length) return;
    reader.onload = function () { load(String(reader.result)); };
    reader.readAsText(file.files[0]);
    file.value = "";
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  addEventListener("hashchange", shown);
  addEventListener("beforeunload", function (event) { if (changed && !keep.checked) event.preventDefault(); });

  var kept = stored(function (place) { return place.getItem(KEY); });
  form.reset();
  if (kept) {
    try { put(JSON.parse(kept)); keep.checked = true; tell(W.kept); } catch (error) { forget(); }
  }
  draw();
  root.hidden = false;
  document.documentElement.classList.add("form-scripted");
  shown();
})();
