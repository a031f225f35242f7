// What a query means: known words are cut out of it, slips are mended, the rest is named. No page and no wording.
(function () {
  "use strict";
  var data = window.FINDER, FEW = 12, MOST = 100;  // signs of a query; no place and nothing asked about it is as long
  var simple = {}, alike = {}, sound = {}, keys = {}, latin = {}, longest = 1, wordy = 1;

  Array.from(data.traditional[0]).forEach(function (one, at) { simple[one] = Array.from(data.traditional[1])[at]; });
  data.alike.forEach(function (group, at) {
    Array.from(group).forEach(function (one) { (alike[one] = alike[one] || []).push(at); });
  });
  Object.keys(data.sounds).forEach(function (read) {
    Array.from(data.sounds[read]).forEach(function (one) { sound[one] = read; });
  });

  // ------------------------------------------------------------------------------------------------ what is known

  function plain(text) {
    return Array.from(text.normalize("NFKC").toLowerCase()).map(function (one) { return simple[one] || one; }).join("");
  }

  function letters(text) { return text.replace(/[^a-z]/g, ""); }

  function initials(read) {
    return read.split(" ").map(function (one) { return one.charAt(0); }).join("");
  }

  // A word has one meaning or several; `place` is a position in the index, `word` a meaning of the vocabulary.
  function know(table, key, meaning) {
    if (!key) return;
    (table[key] = table[key] || []).push(meaning);
    if (table === keys) longest = Math.max(longest, Array.from(key).length);
    else wordy = Math.max(wordy, key.length);
  }

  var SUFFIX = /(市|地区|自治州|州|自治县|县|自治旗|旗|盟|新区|区|林区|特区)$/;

  // The names of a place: whole, without its kind, and what stands in brackets; each with its syllables.
  function names(row) {
    var whole = plain(row[0]), read = row[3].split(" "), han = 0, at = {};
    Array.from(whole).forEach(function (one, position) { if (/[^()·、\s]/.test(one)) at[position] = han++; });
    var made = [{ name: whole.replace(/[()·、\s]/g, ""), read: read }], start = 0;
    whole.split(/[()·、]/).forEach(function (part) {
      var bare = part.length > 2 ? part.replace(SUFFIX, "") : part;
      [part, bare].forEach(function (one) {
        if (one.length > 1) made.push({ name: one, read: read.slice(at[start], at[start] + one.length) });
      });
      start += part.length + 1;
    });
    return made;
  }

  data.places.forEach(function (row, position) {
    var seen = {};
    row[1] = row[1] || letters(row[3].split(" ").slice(0, -1).join(""));
    row.names = names(row).filter(function (one) { return !seen[one.name] && (seen[one.name] = true); });
    row.names.forEach(function (one) {
      var read = one.read.join(" ");
      know(keys, one.name, { place: position, read: one.read });
      know(latin, letters(read), { place: position, weight: 0 });
      if (one.read.length > 1) know(latin, initials(read), { place: position, weight: 1 });
    });
    know(latin, letters(row[1]), { place: position, weight: 0 });
  });
  Object.keys(data.words).forEach(function (meaning) {
    data.words[meaning].forEach(function (one) {
      var read = one[1].split(" ");
      if (one[0].length > 1 || /[^\x00-\x7f]/.test(one[0])) know(keys, plain(one[0]), { word: meaning, read: read });
      know(latin, letters(one[1]), { word: meaning });
      if (read.length > 1) know(latin, initials(one[1]), { word: meaning, short: true });
    });
  });
  Object.keys(data.classes).forEach(function (name) { know(keys, bare(name), { name: name }); });
  data.idle.forEach(function (one) { know(keys, plain(one), { idle: true }); });

  function bare(text) { return plain(text).replace(/[^\u3400-\u9fffa-z0-9]/g, ""); }

  // --------------------------------------------------------------------------------------------------- Chinese

  // The longest known word at each place; what lies between is unknown. Single signs are no words here: 气 is in many.
  function cut(run, met, unknown) {
    var signs = Array.from(run), rest = "", at = 0;
    function close() {
      if (rest) unknown.push(rest);
      rest = "";
    }
    while (at < signs.length) {
      var size = Math.min(longest, signs.length - at), word = "";
      for (; size > 0 && !word; size -= 1) {
        var tried = signs.slice(at, at + size).join("");
        if (size > 1 && keys.hasOwnProperty(tried)) word = tried;
      }
      if (word) {
        close();
        met.push(word);
        at += Array.from(word).length;
      } else {
        rest += signs[at];
        at += 1;
      }
    }
    close();
  }

  // A run without the single signs at its ends that carry no meaning.
  function trimmed(run) {
    var signs = Array.from(run);
    function empty(sign) { return keys.hasOwnProperty(sign) && keys[sign][0].idle; }
    while (signs.length && empty(signs[0])) signs.shift();
    while (signs.length && empty(signs[signs.length - 1])) signs.pop();
    return signs.join("");
  }

  function slipped(sign, other, read) {
    if (sound[sign] && sound[sign] === read) return true;
    return (alike[sign] || []).some(function (group) { return (alike[other] || []).indexOf(group) >= 0; });
  }

  // The known words that part of a run was meant for: one sign in three wrong, each alike to the eye or the ear.
  function mended(run) {
    var signs = Array.from(run), best = null;
    Object.keys(keys).forEach(function (key) {
      var wanted = Array.from(key), read = (keys[key][0].read || []), size = wanted.length;
      if (size < 2 || size > signs.length || !keys[key][0].read) return;
      for (var start = 0; start + size <= signs.length; start += 1) {
        var wrong = 0, may = size > 3 ? 2 : 1;
        for (var at = 0; at < size && wrong <= may; at += 1) {
          if (signs[start + at] === wanted[at]) continue;
          wrong += slipped(signs[start + at], wanted[at], read[at]) ? 1 : 9;
        }
        if (wrong <= may && (!best || size > best.size)) {
          best = { key: key, size: size, typed: signs.slice(start, start + size).join(""),
            before: signs.slice(0, start).join(""), after: signs.slice(start + size).join("") };
        }
      }
    });
    return best;
  }

  // Places whose name begins with a run, or has it inside.
  function begun(run) {
    var found = [];
    data.places.forEach(function (row, position) {
      var fits = row.names.some(function (one) {
        return one.name.indexOf(run) === 0 || (run.length > 1 && one.name.indexOf(run) > 0);
      });
      if (fits) found.push(position);
    });
    return found;
  }

  // ----------------------------------------------------------------------------------------------------- letters

  // Letters as known words one after the other; what short forms of words mean counts only after a place. Where that
  // failed once it fails again, however the letters before were read: each position is tried once.
  function split(run, placed, begin, failed) {
    if (!run) return [];
    var here = (placed ? "placed " : "") + run.length;
    if (failed[here]) return null;
    for (var size = Math.min(run.length, wordy); size > 0; size -= 1) {
      var key = run.slice(0, size), found = latin.hasOwnProperty(key) ? latin[key] : [];
      found = found.filter(function (one) { return one.short ? placed || size === run.length : one.weight ? begin : true; });
      if (begin && places(found).length) found = found.filter(function (one) { return !one.short; });
      if (!found.length) continue;
      var rest = split(run.slice(size), placed || found[0].place !== undefined, false, failed);
      if (rest) return [found].concat(rest);
    }
    var open = placed && Object.keys(latin).some(function (key) { return latin[key][0].word && key.indexOf(run) === 0; });
    failed[here] = !open;
    return open ? [] : null;
  }

  function distance(one, other) {
    if (Math.abs(one.length - other.length) > 1) return 9;
    var at = 0;
    while (at < one.length && one.charAt(at) === other.charAt(at)) at += 1;
    var a = one.slice(at), b = other.slice(at);
    if (a === b) return 0;
    var exchanged = a.length > 1 && a.charAt(0) === b.charAt(1) && a.charAt(1) === b.charAt(0) && a.slice(2) === b.slice(2);
    return a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1) || exchanged ? 1 : 2;
  }

  function places(found) {
    var made = [];
    found.forEach(function (one) { if (one.place !== undefined && made.indexOf(one.place) < 0) made.push(one.place); });
    return made;
  }

  // The places letters were meant for: not yet typed to the end, with one letter wrong, or with too many behind them.
  function spelt(run) {
    var all = Object.keys(latin), begin = all.filter(function (key) { return key.indexOf(run) === 0; });
    var near = run.length < 5 ? [] : all.filter(function (key) { return distance(run, key) === 1; });
    var behind = all.filter(function (key) {
      return key.length > 1 && run.length > 3 && run.length - key.length <= 2 && run.indexOf(key) === 0;
    });
    var sure = gather(begin);
    return { places: sure.length ? sure : gather(near).length ? gather(near) : gather(behind), slip: !sure.length };
  }

  function gather(found) {
    return places([].concat.apply([], found.map(function (key) { return latin[key]; })));
  }

  function coded(run) {
    var found = [];
    data.places.forEach(function (row, position) {
      var whole = row[2].replace(/(00)+$/, "");
      if (row[2] && run.length > 3 && (row[2].indexOf(run) === 0 || (run.length === 6 && run.indexOf(whole) === 0))) found.push(position);
    });
    return found;
  }

  // ------------------------------------------------------------------------------------------------------- reading

  function read(query) {
    var met = [], unknown = [], said = { places: null, words: [], classes: [], slips: [], unknown: [], rest: [], sure: true };
    function among(found) {
      if (!found.length) return false;
      var both = (said.places || []).filter(function (one) { return found.indexOf(one) >= 0; });
      said.places = both.length ? both : (said.places || []).concat(found);
      return true;
    }
    function mean(word) {
      var found = keys[word];
      among(places(found));
      found.forEach(function (one) {
        if (one.word) said.words.push(one.word);
        if (one.name) said.classes.push(one.name);
      });
      if (found[0].name || (found[0].word && !/^(any|[a-z])$/.test(found[0].word))) said.rest.push(word);
    }
    function spell(run) {
      var whole = split(run, false, true, {});
      if (whole) {
        whole.forEach(function (found) {
          among(places(found));
          found.forEach(function (one) { if (one.word) said.words.push(one.word); });
        });
        return;
      }
      var tried = spelt(run);
      if (!among(tried.places)) unknown.push(run);
      else if (tried.slip) said.slips.push(run);
    }
    function mend(typed) {
      var run = trimmed(typed), found = mended(run);
      if (keys.hasOwnProperty(run)) return mean(run);
      if (said.places ? begun(run).some(function (one) { return said.places.indexOf(one) >= 0; }) : among(begun(typed))) return;
      if (!run) return;
      if (!found || (said.places && keys[found.key][0].place !== undefined)) return said.unknown.push(run);
      said.slips.push(found.typed);
      mean(found.key);
      [found.before, found.after].filter(Boolean).forEach(cutAgain);
    }
    function cutAgain(run) {
      var again = [], left = [];
      cut(run, again, left);
      again.forEach(mean);
      left.map(trimmed).filter(Boolean).forEach(function (one) {
        if (keys.hasOwnProperty(one)) mean(one); else said.unknown.push(one);
      });
    }
    var runs = plain(query.slice(0, MOST)).slice(0, MOST).match(/[a-z](?:[\s'’\-]*[a-z])*|\d+|[^\sa-z\d!-\/:-@\[-`{-~\u00b7\u2000-\u206f\u3000-\u303f\uff00-\uffef]+/g) || [];
    runs.forEach(function (run) {
      if (/^[a-z]/.test(run)) spell(letters(run));
      else if (/^\d/.test(run)) {
        if (!among(coded(run)) && run.length > 2) unknown.push(run);
      } else cut(run, met, unknown);
    });
    met.forEach(mean);
    unknown.forEach(function (run) { if (/^[a-z\d]/.test(run)) said.unknown.push(run); else mend(run); });
    classed(said);
    said.rest = said.rest.concat(said.unknown);
    return said;
  }

  // What is left may be part of the name of a class.
  function classed(said) {
    if (!said.unknown.length) return;
    var found = Object.keys(data.classes).filter(function (name) {
      return said.unknown.every(function (one) { return one.length > 1 && bare(name).indexOf(bare(one)) >= 0; });
    });
    if (!found.length) return;
    said.classes = said.classes.concat(found);
    said.rest = said.rest.concat(said.unknown);
    said.unknown = [];
  }

  // ------------------------------------------------------------------------------------------------------- results

  function unique(list) {
    return list.filter(function (one, at) { return list.indexOf(one) === at; });
  }

  // `{results: [{href, kind, place, service, section, classes}], more, lacks: [{place, service or page}], slips, unknown,
  // rest: what is no place and no utility, within: the only place and utility meant}`.
  window.find = function (query) {
    var said = read(query), made = [], seen = {}, lacks = [];
    var words = unique(said.words), services = words.filter(function (one) { return /^[wgh]$/.test(one); });
    var section = words.filter(function (one) { return one.charAt(0) === "#"; })[0] || "";
    var pages = words.filter(function (one) { return /^[a-z]+\/$/.test(one); });
    var chosen = said.places || [], classes = unique(said.classes);

    function add(href, kind, place, service, part) {
      if (seen[href]) return;
      seen[href] = true;
      made.push({ href: href + (part || ""), kind: kind, place: place, service: service || "", section: part || "", classes: [] });
    }
    function has(place, letter) { return data.places[place][4].indexOf(letter) >= 0; }
    function offered(place) {
      return Object.keys(data.services).filter(function (one) { return has(place, one) || has(place, one.toUpperCase()); });
    }
    function at(place, service) { return data.places[place][1] + "/" + (service ? data.services[service][0] + "/" : ""); }
    function guide(place, service, part) {
      add(at(place, service), "guide", place, service, has(place, service) ? part : "");
    }
    function page(place, kind, those) {
      if (kind === "notice/") those.forEach(function (one) { add(at(place, one) + kind, kind, place, one); });
      else if (kind === "joint/") { if (has(place, "j")) add(at(place) + kind, kind, place); }
      else if (kind === "window/") add(at(place) + kind, kind, place);
      else add(at(place) + (has(place, "f") ? "form/" : "prepare/"), has(place, "f") ? "form/" : "prepare/", place);
      if (kind === "form/" && !has(place, "f")) lacks.push({ place: place, page: kind });
    }
    function classIn(place, those) {
      classes.forEach(function (name) {
        data.classes[name].forEach(function (one) {
          var letter = one.slice(-1);
          if (parseInt(one, 10) === place && those.indexOf(letter) >= 0) {
            guide(place, letter, "#classes");
            made.filter(function (row) { return row.place === place && row.service === letter; })[0].classes.push(name);
          }
        });
      });
    }
    function of(place) {
      var there = offered(place), those = services.length ? there.filter(function (one) { return services.indexOf(one) >= 0; }) : there;
      services.forEach(function (one) { if (there.indexOf(one) < 0) lacks.push({ place: place, service: one }); });
      if (classes.length) classIn(place, those);
      pages.forEach(function (kind) { page(place, kind, those); });
      if (those.length && (services.length || section)) those.forEach(function (one) { guide(place, one, section); });
      add(at(place), "city", place);
    }
    function rest(place) {
      offered(place).forEach(function (one) { guide(place, one, section); });
      page(place, "prepare/", []);
      page(place, "joint/", []);
    }
    function everywhere() {
      var all = data.places.map(function (_, place) { return place; });
      var those = services.length ? services : Object.keys(data.services);
      words.forEach(function (one) { if (one.charAt(0) === "/") add(one.slice(1), "site"); });
      all.forEach(function (place) { if (classes.length) classIn(place, those); });
      pages.forEach(function (kind) {
        all.forEach(function (place) {
          if (kind !== "form/" || has(place, "f")) page(place, kind, offered(place));
        });
      });
      if (pages.length || classes.length || !(services.length || section || words.indexOf("any") >= 0)) return;
      all.forEach(function (place) {
        offered(place).forEach(function (one) { if (those.indexOf(one) >= 0) guide(place, one, section); });
      });
    }
    if (chosen.length) chosen.slice(0, FEW).forEach(of);
    else if (!said.unknown.length) everywhere();
    if (chosen.length === 1) rest(chosen[0]);
    return {
      results: made.slice(0, FEW), more: Math.max(made.length - FEW, chosen.length - FEW, 0), lacks: lacks,
      slips: said.slips, unknown: said.unknown, rest: unique(said.rest),
      within: { place: chosen.length === 1 ? chosen[0] : -1, service: services.length === 1 ? services[0] : "" }
    };
  };
})();
