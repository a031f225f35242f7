// Small things that the scripts of the interview need of a page: find, make, fill. No words.
(() => {
  "use strict";

  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});

  /** @type {Nodes["all"]} */
  const all = (node, selector) => Array.from(node.querySelectorAll(selector));

  /** @type {Nodes["inputs"]} */
  const inputs = (node, selector) => Array.from(node.querySelectorAll(selector));

  /** @type {Nodes["attribute"]} */
  const attribute = (node, name) => (node.getAttribute(name) ?? "").replace(/\u2060/g, "").replace(/\u00a0/g, " ");

  /** @type {Nodes["fill"]} */
  const fill = (text, words) => text.replace(/\{(\w+)\}/g, (_, name) => String(words[name]));

  /** @type {Nodes["make"]} */
  const make = (tag, text, name) => {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    if (name) node.className = name;
    return node;
  };

  /** @type {Nodes["link"]} */
  const link = (text, href, name) => {
    const node = make("a", text, name);
    node.href = href;
    return node;
  };

  /** @type {Nodes["press"]} */
  const press = (text, act, name) => {
    const node = make("button", text, name);
    node.type = "button";
    node.addEventListener("click", act);
    return node;
  };

  /** @type {Nodes["quoted"]} */
  const quoted = (name) => (/[“”「」]/.test(name) ? name : `“${name}”`);

  ours.nodes = { all, inputs, attribute, fill, make, link, press, quoted };
})();
