// Reads a page aloud by a Chinese voice of the browser, where it has one; marks of citations are passed over.
(() => {
  "use strict";
  /** @typedef {{ block: HTMLElement, text: string }} Piece a sentence, and the block it stands in */
  const article = /** @type {HTMLElement | null} */ (document.querySelector("article"));
  const offer = /** @type {HTMLElement | null} */ (document.querySelector(".aloud"));
  const bar = /** @type {HTMLElement | null} */ (document.querySelector(".aloud-bar"));
  const speech = window.speechSynthesis;
  const silent = "a.c, svg, script, style, nav, button, select, .house, .paper, [aria-hidden=true]";
  if (!article || !offer || !bar || !speech) return;
  const [begin] = offer.querySelectorAll("button"), [pause, stop] = bar.querySelectorAll("button");
  const names = [pause.textContent ?? "", pause.getAttribute("data-again") ?? ""];
  /** @type {Piece[]} */
  let pieces = [];
  let at = 0, turn = 0;

  const voice = () => speech.getVoices().find(({ lang }) => /^(zh|cmn)\b/i.test(lang));

  /** @param {Node} node */
  function blockOf(node) {
    let block = node.parentElement;
    while (block && block !== article && /^(inline|contents)/.test(getComputedStyle(block).display)) block = block.parentElement;
    return block ?? article;
  }

  /** What is to be seen of the article, block by block, in sentences. */
  function read() {
    /** @type {Piece[]} */
    const blocks = [];
    const walker = document.createTreeWalker(/** @type {Node} */ (article), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement, block = blockOf(node), last = blocks[blocks.length - 1];
      if (!block || !parent || parent.closest(silent) || !parent.getClientRects().length) continue;
      if (last && last.block === block) last.text += node.textContent;
      else blocks.push({ block, text: node.textContent ?? "" });
    }
    return blocks.flatMap(({ block, text }) => (text.match(/[^。；！？]+[。；！？]?/g) ?? [])
      .map((sentence) => ({ block, text: sentence.replace(/[\s\u2060]+/g, " ").trim() })).filter((piece) => piece.text));
  }

  /** @param {HTMLElement} [block] what is read now */
  function show(block) {
    for (const one of document.querySelectorAll(".spoken")) one.classList.remove("spoken");
    block?.classList.add("spoken");
    block?.scrollIntoView({ block: "nearest" });
  }

  function speak() {
    const piece = pieces[at];
    turn += 1;
    speech.cancel();
    if (!piece) {
      end();
      return;
    }
    const now = turn, said = new SpeechSynthesisUtterance(piece.text), by = voice();
    if (by) [said.voice, said.lang] = [by, by.lang];
    said.onend = () => {
      if (now !== turn) return;
      at += 1;
      speak();
    };
    show(piece.block);
    speech.speak(said);
  }

  function hush() {
    turn += 1;
    speech.cancel();
  }

  function end() {
    hush();
    show();
    /** @type {HTMLElement} */ (bar).hidden = true;
  }

  begin.addEventListener("click", () => {
    pieces = read();
    at = 0;
    bar.hidden = false;
    [pause.textContent] = names;
    offer.closest("details")?.removeAttribute("open");
    pause.focus();
    speak();
  });
  pause.addEventListener("click", () => {
    const paused = pause.textContent === names[1];
    pause.textContent = names[paused ? 0 : 1];
    if (paused) speak();
    else hush();
  });
  stop.addEventListener("click", () => {
    end();
    offer.closest("details")?.querySelector("summary")?.focus();
  });
  addEventListener("pagehide", hush);
  const ready = () => {
    offer.hidden = !voice();
  };
  speech.onvoiceschanged = ready;
  ready();
})();
