// Text and addresses, for all that read them or write them.
(() => {
  "use strict";

  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const HALVES = /[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]+/g;

  // A part of an address as text; `otherwise` where it was cut or is no code at all, as in "100%".
  ours.decoded = (text, otherwise) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return otherwise;
    }
  };

  // Half a sign, as of an emoji that was deleted in part, stands in no address.
  ours.whole = (text) => text.replace(HALVES, "$1");
})();
