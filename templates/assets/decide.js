// Decision tables in the browser: where each class and each condition holds comes solved from the generator as boxes of
// cells; here an applicant's answers are laid over them. A box maps the position of an input to the bits of the cells it
// may be in, in words of 30; an input that is not in it is free. No page, no words.
(function () {
  "use strict";

  var BITS = 30;

  function ands(one, other) { return one.map(function (word, i) { return word & other[i]; }); }
  function less(one, other) { return one.map(function (word, i) { return word & ~other[i]; }); }
  function any(words) { return words.some(function (word) { return word !== 0; }); }

  function Tables(data) {
    this.data = data;
    this.full = data.inputs.map(function (input) {
      var words = [];
      for (var left = input.cells.length; left > 0; left -= BITS) words.push(left >= BITS ? Math.pow(2, BITS) - 1 : Math.pow(2, left) - 1);
      return words;
    });
    this.position = {};
    data.inputs.forEach(function (input, i) { this.position[input.id] = i; }, this);
  }

  Tables.prototype.common = function (one, other) {
    var found = Object.assign({}, one);
    for (var key in other) {
      found[key] = ands(one[key] || this.full[key], other[key]);
      if (!any(found[key])) return null;
    }
    return found;
  };

  Tables.prototype.shared = function (region, boxes) {
    var found = [], self = this;
    region.forEach(function (one) {
      boxes.forEach(function (other) { var box = self.common(one, other); if (box) found.push(box); });
    });
    return found;
  };

  // The first part of a box that sticks out of another, if any: the input and the bits.
  Tables.prototype.outside = function (box, taken) {
    for (var key in taken) {
      var out = less(box[key] || this.full[key], taken[key]);
      if (any(out)) return [key, out];
    }
    return null;
  };

  // What is left of a region when boxes are taken away: split along the first box that overlaps without covering.
  Tables.prototype.without = function (region, boxes) {
    var self = this, left = [];
    function split(box, from) {
      for (var i = from; i < boxes.length; i++) {
        if (!self.common(box, boxes[i])) continue;
        var cut = self.outside(box, boxes[i]);
        if (!cut) return;
        var rest = Object.assign({}, box), inner = Object.assign({}, box);
        rest[cut[0]] = cut[1];
        inner[cut[0]] = less(box[cut[0]] || self.full[cut[0]], cut[1]);
        split(rest, i + 1);
        split(inner, i);
        return;
      }
      left.push(box);
    }
    region.forEach(function (box) { split(box, 0); });
    return left;
  };

  // The cell a value is in, as a mask; null for what is no value of the input. Numbers come as decimal text.
  Tables.prototype.cell = function (id, raw) {
    var input = this.data.inputs[this.position[id]], found = -1, number = Number(raw);
    if (input.type === "number" || input.type === "integer") {
      if (!/^-?[0-9]+(\.[0-9]+)?$/.test(raw) || raw.replace(/[-.]/g, "").length > 15 || !onStep(raw, input.step)) return null;
      input.cells.forEach(function (cell, i) { if (within(number, cell)) found = i; });
    } else {
      found = input.cells.map(String).indexOf(String(raw));
    }
    if (found < 0) return null;
    return this.full[this.position[id]].map(function (_, word) {
      return Math.floor(found / BITS) === word ? Math.pow(2, found % BITS) : 0;
    });
  };

  // Decimal text, so that 0.3 is a multiple of 0.1: both as whole numbers of the smaller decimal place.
  function onStep(raw, step) {
    var places = Math.max(decimals(raw), decimals(step)), scale = Math.pow(10, places);
    return Math.round(Number(raw) * scale) % Math.round(Number(step) * scale) === 0;
  }
  function decimals(text) { return (String(text).split(".")[1] || "").length; }
  function within(number, cell) {
    var low = cell[0], high = cell[1];
    return (low === null || number > low || (cell[2] && number === low)) && (high === null || number < high || (cell[3] && number === high));
  }

  // The region of what is known; values that are none are left out.
  Tables.prototype.region = function (known) {
    var box = {};
    for (var id in known) {
      var mask = id in this.position && this.cell(id, known[id]);
      if (mask) box[this.position[id]] = mask;
    }
    return [box];
  };

  // What a table says of a region: the classes that certainly and possibly hold, and whether none may.
  Tables.prototype.classify = function (table, region) {
    var self = this, everywhere = [], answer = { certain: [], possible: [], none: false };
    table.classes.forEach(function (one) {
      var met = self.shared(region, one.boxes);
      everywhere = everywhere.concat(met);
      if (!met.length) return;
      answer.possible.push(one.id);
      if (!self.without(region, met).length) answer.certain.push(one.id);
    });
    answer.none = self.without(region, everywhere).length > 0;
    return answer;
  };

  // Whether a condition holds in a region: true, false, or null where that hangs on what is not known.
  Tables.prototype.holds = function (boxes, region) {
    var met = this.shared(region, boxes);
    return met.length ? (this.without(region, met).length ? null : true) : false;
  };

  // Whether anything at all still hangs on an input: a class, a condition.
  Tables.prototype.matters = function (id, region) {
    var self = this, key = this.position[id];
    return key !== undefined && this.everything().some(function (boxes) {
      var met = self.shared(region, boxes);
      var spread = met.map(function (box) { var one = Object.assign({}, box); delete one[key]; return one; });
      return self.without(self.shared(region, spread), met).length > 0;
    });
  };

  Tables.prototype.everything = function () {
    var found = this.data.conditions.slice();
    this.data.tables.forEach(function (table) { table.classes.forEach(function (one) { found.push(one.boxes); }); });
    return found;
  };

  window.Decide = Tables;
})();
