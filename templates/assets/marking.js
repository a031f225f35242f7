// In a page of another language: what a script puts there in Chinese is marked as such, as the page itself has it marked.
(() => {
  "use strict";
  const CHINESE = "zh-Hans", HAN = /[\u3001-\u303f\uff01-\uff60]*[\u3400-\u9fff](?:[^A-Za-z]*[\u3001-\u303f\u3400-\u9fff\uff01-\uff60])?/;
  /** Elements that hold text and no other element. */
  const BARE = "option, title, desc, text, tspan, textarea";

  /** @param {Text} node */
  function mark(node) {
    const parent = node.parentElement, found = HAN.exec(node.data);
    if (!found || !parent || parent.closest(`[lang|=zh], script, style`)) return;
    if (parent.matches(BARE)) {
      parent.setAttribute("lang", CHINESE);
      return;
    }
    const chinese = node.splitText(found.index), rest = chinese.splitText(found[0].length), span = document.createElement("span");
    span.lang = CHINESE;
    chinese.replaceWith(span);
    span.append(chinese);
    mark(rest);
  }

  /** @param {Node} root */
  function within(root) {
    if (root instanceof Text) {
      mark(root);
      return;
    }
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), texts = [];
    while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
    texts.forEach(mark);
  }

  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "characterData") within(target);
      else addedNodes.forEach(within);
    }
  });
  within(document.body);
  observer.observe(document.body, { childList: true, characterData: true, subtree: true });
})();
