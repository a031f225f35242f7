// Whether a day is in time for what has to be done by a day of every year. The document names no year; that of the day which
// was entered is ours. What hangs on an event has no date.
(() => {
  "use strict";

  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const { fill, make, link } = /** @type {Nodes} */ (ours.nodes);
  const { dayWords } = /** @type {Reckoning} */ (ours.reckoning);
  const { words: W } = ours, D = W.due, Y = W.yearly;
  const yearly = /** @type {NonNullable<ConnectionGuides["yearly"]>} */ (ours.yearly);

  /**
   * What follows when the day passes: the document's words, or that it does not say.
   * @param {ToldDeadline} deadline
   */
  const late = ({ late: says }) => says || Y.late_open;

  /**
   * How a day stands to a deadline, in words.
   * @param {ToldDeadline} deadline
   * @param {YearlyStanding} found
   * @param {string} on
   */
  function standing(deadline, found, on) {
    const known = {
      day: dayWords(on), last: dayWords(found.last), ended: dayWords(found.ended), n: found.left, late: late(deadline),
      begins: found.begins && dayWords(found.begins), advised: found.advised && dayWords(found.advised),
    };
    const today = found.state === "open" && !found.left ? "last_day" : found.state, said = fill(Y[today], known);
    return said + (found.advised && found.state === "open" ? fill(found.missed ? Y.advised_missed : Y.advised, known) : "");
  }

  /**
   * An entry for a calendar on the last day that is still to come.
   * @param {ToldDeadline} deadline
   * @param {YearlyStanding} found
   * @param {string} on
   * @param {string} address of the guide
   * @param {string} said
   */
  function reminder(deadline, found, on, address, said) {
    const page = document.querySelector("h1")?.textContent?.trim() ?? "";
    const file = ours.calendarEntry({
      id: [...address.split("/"), deadline.id].join("."), from: on, last: found.last, address: location.href,
      made: `${new Date().toISOString().slice(0, 19)}Z`, title: fill(Y.entry, { page, says: deadline.says }),
      says: [said, Y.ours, fill(D.address, { address: location.href })].join("\n"),
    });
    const node = link(D.calendar, `data:text/calendar;charset=utf-8,${encodeURIComponent(file)}`, "ics");
    node.download = `${deadline.id}.ics`;
    return node;
  }

  /** @type {Deadlines["judged"]} */
  function judged(deadline, on) {
    const { by } = deadline.yearly;
    if (!by) return { says: fill(deadline.event ? Y.no_day : Y.no_event, { event: deadline.event }), found: null };
    const found = on ? yearly({ ...deadline.yearly, by }, on) : null;
    return { says: found ? standing(deadline, found, on) : "", found };
  }

  /** @type {Deadlines["row"]} */
  function row(deadline, on, address) {
    const made = make("li"), title = (deadline.case ? deadline.case + W.colon : "") + deadline.says, { says, found } = judged(deadline, on);
    made.append(make("b", title), says);
    if (found) made.append(" ", reminder(deadline, found, on, address, `${title}${says}`), make("span", Y.ours, "ours"));
    return made;
  }

  ours.deadlines = { judged, row };
})();
