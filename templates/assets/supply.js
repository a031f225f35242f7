// The form for a utility: one step a screen on a phone, checked while it is typed; out comes its short file. Nothing is sent,
// nothing enters the address; kept on this device only while a box is ticked. Without it the page lists what is to be written.
(() => {
  "use strict";

  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const root = /** @type {HTMLElement} */ (document.querySelector(".supply"));
  const { nodes, supplied, supplyForm: data, supply: guide } = ours;
  if (!root || !nodes || !supplied || !data || !guide) return;
  const { all, attribute, fill, make, press } = nodes, { form } = data, { known } = guide, W = form.page;

  const KEY = `supply:${known.address}`, groups = form.steps.flatMap((step) => step.groups);
  const keep = /** @type {HTMLInputElement} */ (root.querySelector(".keep-here"));
  const file = /** @type {HTMLInputElement} */ (root.querySelector(".file"));
  const steps = all(root, ".step"), paper = /** @type {HTMLElement} */ (document.querySelector(".supply-paper"));

  /**
   * An entry as it is shown: what it holds, where, and its fields.
   * @typedef {object} Shown
   * @property {SupplyGroup} group
   * @property {SuppliedTree} entry
   * @property {HTMLElement} box
   * @property {Map<string, Control>} controls by key
   * @property {HTMLElement} said what is said of it as a whole
   */

  /**
   * @typedef {object} Control
   * @property {SupplyField} field
   * @property {HTMLElement} input
   * @property {HTMLElement} said
   * @property {boolean} done whether the person has left it once
   */

  /** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Input */

  /** @type {SuppliedTree} */
  let tree = {};
  let head = "", changed = false;
  /** @type {Shown[]} */
  let shown = [];
  /** @type {{ remark: SupplyRemark, at: Shown | null, control: Control | null }[]} */
  let placed = [];
  let settled = tree;

  /** @param {string} text */
  function tell(text) {
    for (const place of all(root, ".told")) place.textContent = text;
  }

  /** @param {SupplyGroup} group */
  const boxOf = (group) => /** @type {HTMLElement} */ (root.querySelector(`[data-group="${group.id}"]`));

  /** @param {HTMLElement} box */
  const inputsOf = (box) => all(box, "input, select, textarea");

  const asked = groups.filter((group) => known.asked.includes(group.id));

  // ------------------------------------------------------------------------------------------------------ the entries

  function draw() {
    shown = [];
    for (const group of asked) {
      const place = boxOf(group);
      all(place, ".entries, .add").forEach((node) => node.remove());
      if (group.section && !supplied.entries(form, tree, group).length) supplied.add(tree, group);
      const list = make("div", "", "entries"), there = group.section ? supplied.entries(form, tree, group) : [tree];
      there.forEach((entry, index) => list.append(entryBox(group, entry, index, there.length)));
      place.append(list);
      if (group.add) place.append(press(group.add, () => another(group), "button-2 add"));
    }
    check();
  }

  /** @type {(group: SupplyGroup, entry: SuppliedTree, index: number, many: number) => HTMLElement} */
  function entryBox(group, entry, index, many) {
    const box = make("fieldset", "", "entry"), title = many > 1 ? fill(W.nth, { title: group.title, n: index + 1 }) : group.title;
    box.append(make("legend", title, many > 1 ? "" : "heard"));
    const name = `s-${group.id}-${index}`, more = make("details", "", "more-fields"), said = make("p", "", "said");
    more.append(make("summary", W.more));
    /** @type {Map<string, Control>} */
    const controls = new Map();
    for (const field of group.fields.filter((each) => !each.options_of || known.classes.length)) {
      const control = controlOf(field, entry, `${name}-${field.key.replace(/\./g, "-")}`, Boolean(group.need));
      controls.set(field.key, control);
      (field.more ? more : box).append(fieldBox(control));
      if (field.more && supplied.value(entry, supplied.path(field.key))) more.open = true;
    }
    if (more.children.length > 1) box.append(more);
    if (hasMore(group, entry)) box.append(make("p", W.more_there, "hint"));
    box.append(said);
    const removed = press(W.remove, () => dismiss(group, entry, title), "button-3");
    removed.setAttribute("aria-label", `${W.remove}${W.colon}${title}`);
    if (group.section) box.append(removed);
    shown.push({ group, entry, box, controls, said });
    return box;
  }

  /** @type {(group: SupplyGroup, entry: SuppliedTree) => boolean} */
  function hasMore(group, entry) {
    if (!group.section) return false;
    const of = new Set(["id", ...Object.keys(group.new ?? {}), ...Object.keys(group.of ?? {}), ...group.fields.map(({ key }) => key.split(".")[0])]);
    return Object.keys(entry).some((key) => !of.has(key));
  }

  /** @param {Control} control */
  function fieldBox({ field, input, said }) {
    const box = make("div", "", "field"), label = make("label", field.label);
    box.dataset.type = field.type;
    label.htmlFor = input.id;
    const hint = make("p", field.hint ?? "", "hint");
    hint.id = `${input.id}-hint`;
    if (field.type === "flag") {
      const choice = make("label", "", "choice");
      choice.append(input, ` ${field.label}`);
      box.append(choice);
    } else {
      box.append(label, input, ...(field.hint ? [hint] : []));
    }
    box.append(said);
    return box;
  }

  /** @type {(field: SupplyField, entry: SuppliedTree, id: string, needed: boolean) => Control} */
  function controlOf(field, entry, id, needed) {
    const value = supplied.value(entry, supplied.path(field.key)), said = make("p", "", "said");
    const held = typeof value !== "string" && field.type !== "choice";
    const input = held ? heldInput() : field.type === "choice" ? choiceInput(field, value) : textInput(field, String(value));
    said.id = `${id}-said`;
    input.id = id;
    if (field.must && needed) input.setAttribute("aria-required", "true");
    input.setAttribute("aria-describedby", [...(field.hint && field.type !== "flag" ? [`${id}-hint`] : []), said.id].join(" "));
    /** @type {Control} */
    const control = { field, input, said, done: false };
    input.addEventListener("input", () => take(control, entry));
    input.addEventListener("change", () => take(control, entry));
    input.addEventListener("blur", () => {
      control.done = true;
      check();
    });
    return control;
  }

  function heldInput() {
    const input = make("input");
    input.value = W.held;
    input.readOnly = true;
    input.dataset.held = "";
    return input;
  }

  const TYPES = { telephone: "tel", web: "url", date: "date", flag: "checkbox" };

  /** @type {(field: SupplyField, value: string) => Input} */
  function textInput(field, value) {
    if (field.type === "long") {
      const area = make("textarea");
      [area.rows, area.value] = [3, value];
      return area;
    }
    const input = make("input");
    input.type = TYPES[/** @type {keyof typeof TYPES} */ (field.type)] ?? "text";
    input.autocomplete = "off";
    if (field.type === "number") input.inputMode = "decimal";
    if (field.type === "flag") input.checked = value === (field.value ?? "true");
    else input.value = value === field.else ? "" : value;
    return input;
  }

  /** @param {SupplyField} field */
  const optionsOf = (field) => (field.options_of ? known.classes : field.options ?? []);

  /** @type {(field: SupplyField, value: unknown) => HTMLSelectElement} */
  function choiceInput(field, value) {
    const input = make("select"), options = optionsOf(field).map(({ words }) => words), first = make("option", W.none);
    const chosen = optionsOf(field).findIndex((option) => JSON.stringify(option.value) === JSON.stringify(value));
    first.value = "";
    input.append(first);
    options.forEach((words, index) => {
      const option = make("option", words);
      option.value = String(index);
      input.append(option);
    });
    if (chosen < 0 && value && value !== field.else) {
      const option = make("option", W.keep);
      option.value = "held";
      input.append(option);
      input.value = "held";
    } else {
      input.value = chosen < 0 ? "" : String(chosen);
    }
    return input;
  }

  /**
   * What a control says goes into its entry.
   * @param {Control} control
   * @param {SuppliedTree} entry
   */
  function take({ field, input }, entry) {
    if ("held" in input.dataset || /** @type {Input} */ (input).value === "held") return;
    supplied.put(entry, supplied.path(field.key), valueOf(field, /** @type {Input} */ (input)));
    changed = true;
    check();
    store();
  }

  /** @type {(field: SupplyField, input: Input) => unknown} */
  function valueOf(field, input) {
    if (field.type === "flag") return /** @type {HTMLInputElement} */ (input).checked ? field.value ?? "true" : "";
    if (field.type === "choice") return input.value ? optionsOf(field)[Number(input.value)].value : "";
    return input.value;
  }

  /** @param {SupplyGroup} group */
  function another(group) {
    const entry = supplied.add(tree, group);
    draw();
    const box = shown.find((each) => each.entry === entry)?.box;
    if (box) inputsOf(box)[0]?.focus();
  }

  /** @type {(group: SupplyGroup, entry: SuppliedTree, title: string) => void} */
  function dismiss(group, entry, title) {
    if (!supplied.isBlank(entry, group) && !confirm(fill(W.sure_entry, { title }))) return;
    supplied.remove(tree, group, [entry]);
    changed = true;
    draw();
    store();
    inputsOf(boxOf(group))[0]?.focus();
  }

  // ------------------------------------------------------------------------------------------------------- the checks

  function check() {
    settled = supplied.settled(form, tree, known.taken);
    const found = supplied.remarks(data, settled, known);
    placed = found.map((remark) => ({ remark, ...placeOf(remark) }));
    for (const each of shown) {
      const alone = shown.filter(({ group }) => group === each.group).length === 1;
      each.box.classList.toggle("sole", alone && each.group.section !== "" && supplied.isBlank(each.entry, each.group));
      say(each);
    }
    drawChecks();
    drawSteps();
    drawHandIn();
  }

  /** The entries of a group as they are shown, and as they are in the file, one for one. */
  function* pairs() {
    for (const group of asked) {
      const own = shown.filter((each) => each.group === group && (!group.section || !supplied.isBlank(each.entry, group)));
      const kept = group.section ? supplied.entries(form, settled, group) : [settled];
      for (const [index, each] of own.entries()) yield { each, entry: kept[index] };
    }
  }

  /**
   * Where a remark belongs.
   * @type {(remark: SupplyRemark) => { at: Shown | null, control: Control | null }}
   */
  function placeOf({ at }) {
    for (let length = at.length; length >= 0; length -= 1) {
      const there = supplied.value(settled, at.slice(0, length)), rest = at.slice(length).join(".");
      for (const { each, entry } of pairs()) {
        const control = each.controls.get(rest) ?? [...each.controls.values()].find(({ field }) => rest && rest.startsWith(field.key)) ?? null;
        if (entry === there && (length || control)) return { at: each, control };
      }
    }
    return { at: null, control: null };
  }

  /** @param {SupplyRemark} remark */
  const sentence = ({ rule, document: words }) => fill(form.rules[rule].says, { document: words });

  /** @param {SupplyRemark} remark */
  const isBad = ({ rule }) => form.rules[rule].bad;

  /** @param {Shown} each */
  function say(each) {
    for (const control of each.controls.values()) {
      const own = placed.filter((one) => one.control === control && control.done), bad = own.some(({ remark }) => isBad(remark));
      write(control.said, own.map(({ remark }) => sentence(remark)).join(""), bad);
      if (own.length || control.input.hasAttribute("aria-invalid")) control.input.setAttribute("aria-invalid", String(bad));
    }
    const whole = placed.filter((one) => one.at === each && !one.control);
    write(each.said, whole.map(({ remark }) => sentence(remark)).join(""), whole.some(({ remark }) => isBad(remark)));
  }

  /** @type {(node: HTMLElement, text: string, bad: boolean) => void} */
  function write(node, text, bad) {
    if (node.textContent !== text) node.textContent = text;
    node.classList.toggle("bad", bad);
  }

  /** @type {(one: typeof placed[number]) => string} */
  function about({ at, control, remark }) {
    if (!at) return remark.at.join("/");
    return control && at.group.section ? `${at.group.title}${W.colon}${control.field.label}` : control?.field.label ?? at.group.title;
  }

  function drawChecks() {
    const list = all(root, ".checks")[0], ordered = [...placed].sort((one, other) => Number(isBad(other.remark)) - Number(isBad(one.remark)));
    list.replaceChildren(...ordered.map((one) => {
      const row = make("li", "", isBad(one.remark) ? "bad" : "doubt"), { at, control } = one;
      row.append(make("b", about(one)), make("span", sentence(one.remark)));
      if (at) row.append(press(isBad(one.remark) ? W.go : W.look, () => visit(at, control), "button-3"));
      return row;
    }));
    if (!placed.some(({ remark }) => isBad(remark))) list.append(make("li", W.fine, "fine"));
  }

  /** @type {(at: Shown, control: Control | null) => void} */
  function visit(at, control) {
    const input = control?.input ?? inputsOf(at.box)[0], step = at.box.closest(".step");
    if (control) control.done = true;
    check();
    if (step) go(attribute(step, "data-step"), false);
    const fold = input?.closest("details");
    if (fold) fold.open = true;
    input?.focus();
  }

  /** @type {(step: HTMLElement) => { bad: number, begun: boolean, all: boolean }} */
  function stateOf(step) {
    const own = asked.filter((group) => boxOf(group).closest(".step") === step), lacking = supplied.lacking(data, settled, known);
    const bad = placed.filter((one) => one.at && isBad(one.remark) && own.includes(one.at.group)).length;
    const begun = own.some((group) => (group.section ? supplied.entries(form, settled, group).length : settled.name));
    return { bad, begun: Boolean(begun), all: !own.some((group) => group.need && lacking.includes(group.kinds[0])) };
  }

  function drawSteps() {
    for (const step of steps) {
      const row = /** @type {HTMLElement} */ (root.querySelector(`li[data-of="${attribute(step, "data-step")}"]`)), { bad, begun, all: whole } = stateOf(step);
      const done = begun && whole && !bad, isLast = step === steps[steps.length - 1];
      row.dataset.state = isLast ? "" : begun && bad ? "bad" : done ? "done" : "open";
      all(row, ".state")[0].textContent = isLast ? "" : begun && bad ? fill(W.state_bad, { n: bad }) : done ? W.state_done : W.state_open;
    }
  }

  function drawHandIn() {
    const bad = placed.filter(({ remark }) => isBad(remark)).length, lines = supplied.letter(data, settled, known).trimEnd().split("\n");
    const button = all(root, "[data-act=download]")[0];
    button.textContent = bad ? fill(W.first_mend, { n: bad }) : W.download;
    button.classList.toggle("waiting", bad > 0);
    all(root, ".letter")[0].replaceChildren(...lines.map((line) => make("p", line)));
    all(root, ".need")[0].textContent = lines[lines.length - 2];
  }

  // -------------------------------------------------------------------------------------------------------- the steps

  /** @type {(name: string, focused?: boolean) => void} */
  function go(name, focused = true) {
    const at = Math.max(0, steps.findIndex((step) => attribute(step, "data-step") === name)), step = steps[at];
    steps.forEach((each) => each.classList.toggle("here", each === step));
    root.dataset.here = at === 0 ? "first" : at === steps.length - 1 ? "last" : "";
    for (const row of all(root, ".supply-steps li")) {
      if (attribute(row, "data-of") === name) row.setAttribute("aria-current", "step");
      else row.removeAttribute("aria-current");
    }
    all(root, ".progress")[0].textContent = fill(W.progress, { n: at + 1, all: steps.length, title: attribute(step, "data-title") });
    if (focused) {
      step.scrollIntoView();
      all(step, "h2")[0].focus({ preventScroll: true });
    }
  }

  function drawOnward() {
    steps.forEach((step, at) => {
      const place = all(step, ".onward")[0], next = steps[at + 1], before = steps[at - 1];
      place.hidden = false;
      if (next) place.append(press(fill(W.next, { title: attribute(next, "data-title") }), () => leave(step, next), "button"));
      if (before) place.append(press(W.back, () => go(attribute(before, "data-step")), "button-3"));
    });
  }

  /** @type {(step: HTMLElement, next: HTMLElement) => void} */
  function leave(step, next) {
    const own = shown.filter(({ box }) => step.contains(box));
    for (const { controls } of own) controls.forEach((control) => (control.done = true));
    check();
    const first = placed.find(({ at, control, remark }) => at && control && isBad(remark) && own.includes(at) && supplied.tidy(text(control.input)));
    if (first?.at) visit(first.at, first.control);
    else go(attribute(next, "data-step"));
  }

  /** @param {HTMLElement} input */
  const text = (input) => String(/** @type {Input} */ (input).value ?? "");

  function followHash() {
    const to = location.hash.length > 1 && document.getElementById(ours.decoded(location.hash.slice(1), ""));
    const step = to && to.closest(".step");
    if (!step) return;
    go(attribute(step, "data-step"), to === step);
    to.scrollIntoView();
    const group = to.closest(".group"), kind = shown.find(({ box }) => group?.contains(box));
    const control = [...kind?.controls.values() ?? []].find(({ field }) => field.kind === to.id) ?? [...kind?.controls.values() ?? []][0];
    if (group) control?.input.focus({ preventScroll: true });
  }

  // ------------------------------------------------------------------------------------------------------- the device

  /**
   * @template Kept
   * @param {(place: Storage) => Kept} act
   */
  function stored(act) {
    try {
      return act(window.localStorage);
    } catch {
      return undefined;
    }
  }

  function store() {
    if (!keep.checked) return;
    const draft = JSON.stringify({ tree, head });
    const there = stored((place) => {
      place.setItem(KEY, draft);
      return place.getItem(KEY) === draft;
    });
    if (!there) keep.checked = false;
    tell(there ? W.kept : W.cannot_keep);
  }

  function forget() {
    stored((place) => place.removeItem(KEY));
  }

  /** @type {(given: SuppliedTree, comments: string) => void} */
  function begin(given, comments) {
    [tree, head] = [JSON.parse(JSON.stringify(given)), comments];
    tree.since ??= today();
    draw();
    for (const { controls } of shown) for (const control of controls.values()) if (supplied.tidy(text(control.input))) control.done = true;
    check();
  }

  function today() {
    const now = new Date(), two = (/** @type {number} */ part) => String(part).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  function clear() {
    if (!confirm(W.sure)) return;
    keep.checked = changed = false;
    forget();
    begin({}, "");
    tell(W.deleted);
  }

  /** @param {string} content */
  function load(content) {
    try {
      const found = supplied.read(content);
      if (changed && !confirm(W.replace)) return;
      begin(found.tree, found.head);
      tell(W.loaded);
      store();
    } catch (error) {
      tell(fill(W.unreadable, { n: /** @type {{ line?: number }} */ (error).line ?? 1 }));
    }
  }

  /** @param {FileList | undefined | null} files */
  function readFrom(files) {
    const reader = new FileReader();
    if (!files?.length) return;
    reader.onload = () => load(String(reader.result));
    reader.readAsText(files[0]);
  }

  // ----------------------------------------------------------------------------------------------------- handed in

  function download() {
    const first = placed.find(({ remark, at }) => at && isBad(remark));
    for (const { controls } of shown) controls.forEach((control) => (control.done = true));
    check();
    if (first?.at) {
      visit(first.at, first.control);
      return;
    }
    if (placed.some(({ remark }) => isBad(remark))) return;
    const link = make("a"), blob = new Blob([supplied.written(settled, head)], { type: "application/yaml" });
    link.href = URL.createObjectURL(blob);
    link.download = supplied.fileName(known);
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    changed = false;
    tell(fill(W.downloaded, { file: link.download }));
  }

  function copy() {
    const letter = all(root, ".letter")[0], range = document.createRange(), selection = getSelection();
    range.selectNodeContents(letter);
    selection?.removeAllRanges();
    selection?.addRange(range);
    tell(document.execCommand("copy") ? W.copied : W.not_copied);
  }

  function drawPaper() {
    const answers = make("dl");
    for (const { each } of pairs()) {
      for (const { field, input } of each.controls.values()) {
        const said = shownValue(field, /** @type {Input} */ (input));
        if (said) answers.append(make("dt", `${each.group.title}${W.colon}${field.label}`), make("dd", said));
      }
    }
    const letter = make("div");
    letter.append(...supplied.letter(data, settled, known).trimEnd().split("\n").map((line) => make("p", line)));
    paper.replaceChildren(letter, answers, make("p", W.seal, "seal"));
    paper.parentElement?.classList.add("on-paper");
  }

  /** @type {(field: SupplyField, input: Input) => string} */
  function shownValue(field, input) {
    if (field.type === "flag") return /** @type {HTMLInputElement} */ (input).checked ? W.ticked : "";
    if (input instanceof HTMLSelectElement) return input.value ? input.selectedOptions[0].textContent ?? "" : "";
    return input.value;
  }

  // ------------------------------------------------------------------------------------------------------- the events

  /** @type {Record<string, () => void>} */
  const acts = { load: () => file.click(), delete: clear, download, copy, print: () => window.print() };
  for (const button of all(root, "[data-act]")) button.addEventListener("click", acts[attribute(button, "data-act")]);
  all(root, "[data-act=print]").forEach((button) => (button.hidden = typeof window.print !== "function"));
  keep.addEventListener("change", () => {
    if (keep.checked) {
      store();
    } else {
      forget();
      tell(W.not_kept);
    }
  });
  file.addEventListener("change", () => {
    readFrom(file.files);
    file.value = "";
  });
  root.addEventListener("dragover", (event) => event.preventDefault());
  root.addEventListener("drop", (event) => {
    event.preventDefault();
    readFrom(event.dataTransfer?.files);
  });
  for (const link of all(root, ".supply-steps a")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      go(attribute(/** @type {HTMLElement} */ (link.parentElement), "data-of"));
    });
  }
  root.addEventListener("focusin", (event) => {
    const step = event.target instanceof Element && event.target.closest(".step");
    if (step) go(attribute(step, "data-step"), false);
  });
  addEventListener("beforeprint", drawPaper);
  addEventListener("hashchange", followHash);
  addEventListener("beforeunload", (event) => {
    if (changed && !keep.checked) event.preventDefault();
  });

  all(document, ".without").forEach((node) => node.remove());
  all(root, ".supply-top, .supply-steps, .with").forEach((node) => (node.hidden = false));
  root.classList.add("scripted");
  drawOnward();
  const kept = stored((place) => JSON.parse(place.getItem(KEY) ?? "null"));
  keep.checked = Boolean(kept?.tree);
  begin(kept?.tree ?? guide.tree, kept ? kept.head : guide.head);
  go(attribute(steps[0], "data-step"), false);
  followHash();
})();
