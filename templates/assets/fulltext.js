// Below the finder's answers: where the pages say it, by Pagefind. Loaded when first needed; from a disk it cannot be.
// A file of its own, since old browsers do not read import() at all; the finder works there too.
(function () {
  "use strict";
  var section = document.querySelector(".texts"), answers = document.querySelector(".answers");
  if (!section || !window.FINDER) return;
  var data = window.FINDER, says = data.says, SHOWN = 6, LOOKED_AT = 18, PATIENCE = 8000, engine, turn = 0, waiting;
  var said = section.querySelector("[role=status]"), list = section.querySelector("ul"), wider = section.querySelector("button");

  function loaded() {
    if (!engine) {
      engine = import(new URL(section.getAttribute("data-search") + "pagefind.js", document.baseURI).href).then(function (made) {
        return made.options({ excerptLength: 24, baseUrl: new URL(".", location.href).pathname }).then(function () { return made; });
      });
    }
    return engine;
  }

  // The words of a query as Pagefind has them in its index: by the browser's own dictionary, where it has one.
  function parts(texts) {
    var split = window.Intl && Intl.Segmenter ? new Intl.Segmenter("zh", { granularity: "word" }) : null;
    return [].concat.apply([], texts.map(function (text) {
      return split ? Array.from(split.segment(text)).map(function (one) { return one.segment; }) : [text];
    }));
  }
  // Pagefind also offers pages that share a single character with a word; those that do not say it are left out.
  function saying(pages, texts) {
    function all(wanted) {
      return pages.filter(function (page) {
        var content = bare(page.content);
        return wanted.every(function (one) { return content.indexOf(one) >= 0; });
      });
    }
    var whole = all(texts.map(bare)), words = parts(texts);
    return whole.length || words.some(function (one) { return one.length < 2; }) ? whole : all(words.map(bare));
  }
  function bare(text) { return text.toLowerCase().replace(/\s/g, ""); }

  // Pagefind marks the words found with <mark>, and escapes the rest; nothing of it is taken for HTML here.
  function excerpt(html) {
    var made = document.createElement("small");
    html.split(/<\/?mark>/).forEach(function (part, at) {
      var piece = at % 2 ? document.createElement("mark") : document.createElement("span");
      piece.textContent = part.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, "\"").replace(/&#0?39;/g, "'").replace(/&amp;/g, "&");
      made.appendChild(piece);
    });
    return made;
  }
  function row(page, part) {
    var item = document.createElement("li"), link = document.createElement("a"), head = document.createElement("b");
    head.textContent = page.meta.title + (part.title && part.title !== page.meta.title ? " › " + part.title : "");
    link.href = part.url;
    link.appendChild(head);
    link.appendChild(excerpt(part.excerpt));
    item.appendChild(link);
    return item;
  }
  // The page once, at the section that says it; among several rather not at the quotations.
  function best(page, texts) {
    function worth(part) {
      var text = bare(part.excerpt.replace(/<[^>]*>/g, ""));
      var says = texts.some(function (one) { return text.indexOf(bare(one)) >= 0; });
      return (says ? 2 : 0) + (/#basis$/.test(part.url) ? 0 : 1);
    }
    return page.sub_results.slice().sort(function (one, other) {
      return worth(other) - worth(one) || other.locations.length - one.locations.length;
    })[0] || page;
  }
  function filters(found) {
    var made = {};
    if (found.within.place >= 0) made.place = data.places[found.within.place][1];
    if (found.within.service) made.utility = data.services[found.within.service][0];
    return made;
  }
  function scope(found) {
    return [
      found.within.place >= 0 ? data.places[found.within.place][0] : "",
      found.within.service ? data.services[found.within.service][1] : ""
    ].filter(Boolean).join("、");
  }
  function clear() {
    list.textContent = "";
    said.textContent = "";
    wider.hidden = true;
  }

  function search(found, all) {
    var now = turn += 1, only = all ? {} : filters(found), narrow = Object.keys(only).length > 0;
    // Where a server forbids WebAssembly, Pagefind says so to nobody and never answers.
    var late = new Promise(function (_, fail) { setTimeout(fail, PATIENCE); });
    Promise.race([late, loaded().then(function (made) {
      return made.search(parts(found.rest).join(" "), { filters: only });
    })]).then(function (result) {
      return Promise.all(result.results.slice(0, LOOKED_AT).map(function (one) { return one.data(); })).then(function (loadedPages) {
        var pages = saying(loadedPages, found.rest).slice(0, SHOWN);
        if (now !== turn) return;
        clear();
        var words = { typed: found.rest.join(" "), scope: narrow ? scope(found) : says.everywhere };
        said.textContent = (pages.length ? says.texts : says.no_texts).replace(/\{(\w+)\}/g, function (_, name) { return words[name]; });
        pages.forEach(function (page) { list.appendChild(row(page, best(page, found.rest))); });
        wider.hidden = !narrow;
        wider.onclick = function () { search(found, true); };
      });
    }).catch(function () {
      if (now !== turn) return;
      clear();
      said.textContent = says.no_search;
    });
  }
  answers.addEventListener("found", function (event) {
    var found = event.detail;
    clearTimeout(waiting);
    turn += 1;
    clear();
    if (found && found.rest.length) waiting = setTimeout(function () { search(found, false); }, 300);
  });
})();
