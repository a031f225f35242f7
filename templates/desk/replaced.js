/** @typedef {import("./types.js").Desk} Desk */

/**
 * @param {HTMLElement} element
 * @param {Desk} desk
 */
export function mount(element, desk) {
  void element;
  void desk;
}
