// The short file of a utility in the browser: its entries, the tree put in order, its text, what the rules say. No page, no words.
// generator/supply/ does the same; tests/node/supplied.json holds both to one another.
(() => {
  "use strict";

  const ours = /** @type {ConnectionGuides} */ (window.connectionGuides ??= {});
  const SPACE = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;

  /** @type {Supplied["tidy"]} */
  const tidy = (text) => text.replace(SPACE, " ").replace(/^ | $/g, "");

  /** @type {(tree: unknown) => tree is SuppliedTree} */
  const isMapping = (tree) => typeof tree === "object" && tree !== null && !Array.isArray(tree);

  /** @type {(many: unknown) => unknown[]} */
  const listed = (many) => (Array.isArray(many) ? many : many ? [many] : []);

  /** @type {<Tree>(tree: Tree) => Tree} */
  const copied = (tree) => JSON.parse(JSON.stringify(tree));

  /** @type {(key: string) => SuppliedPath} */
  const path = (key) => key.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));

  // -------------------------------------------------------------------------------------------------------- entries

  /** @type {Supplied["value"]} */
  function value(entry, at) {
    /** @type {unknown} */
    let found = entry;
    for (const step of at) {
      if (isMapping(found) && typeof step === "string") found = found[step] ?? "";
      else if (Array.isArray(found) && typeof step === "number") found = found[step] ?? "";
      else if (step !== 0 || !isMapping(found)) return "";
    }
    return found;
  }

  /** @type {Supplied["put"]} */
  function put(entry, at, given) {
    /** @type {any} */
    let around = entry;
    at.slice(0, -1).forEach((step, index) => {
      const many = typeof at[index + 1] === "number";
      if (Array.isArray(around)) while (around.length <= Number(step)) around.push({});
      else around[step] = many ? listed(around[step]) : around[step] || {};
      around = around[step];
    });
    around[at[at.length - 1]] = given;
  }

  /**
   * What has the list in which the entries of a group stand.
   * @type {(tree: SuppliedTree, group: SupplyGroup) => SuppliedTree | null}
   */
  function holder(tree, group) {
    if (!group.inside) return tree;
    const id = group.inside.id;
    return /** @type {SuppliedTree | undefined} */ (listed(tree[group.section]).find((each) => isMapping(each) && each.id === id)) ?? null;
  }

  /** @type {(group: SupplyGroup) => string} */
  const listName = (group) => group.rows || group.section;

  /** @type {(group: SupplyGroup, entry: SuppliedTree) => boolean} */
  const isOf = (group, entry) => Object.entries(group.of ?? {}).every(
    ([key, wanted]) => listed(entry[key]).some((each) => wanted.includes(String(each))));

  /** @type {(form: SupplyForm) => SupplyGroup[]} */
  const groups = (form) => form.steps.flatMap((step) => step.groups);

  /** @type {Supplied["entries"]} */
  function entries(form, tree, group) {
    const all = groups(form), rivals = all.slice(0, all.findIndex((each) => each.id === group.id));
    const before = rivals.filter((each) => each.section === group.section && each.rows === group.rows && each.of);
    const found = listed(holder(tree, group)?.[listName(group)]).filter(isMapping);
    return found.filter((entry) => isOf(group, entry) && !before.some((each) => isOf(each, entry)));
  }

  /** @type {Supplied["add"]} */
  function add(tree, group) {
    const entry = copied(group.new ?? {});
    let around = holder(tree, group);
    if (!around) {
      around = copied(group.inside ?? {});
      tree[group.section] = [...listed(tree[group.section]), around];
    }
    around[listName(group)] = [...listed(around[listName(group)]), entry];
    return entry;
  }

  /** @type {Supplied["remove"]} */
  function remove(tree, group, gone) {
    const around = holder(tree, group);
    if (!around) return;
    const kept = listed(around[listName(group)]).filter((each) => !gone.some((entry) => entry === each));
    around[listName(group)] = kept;
    if (group.inside && !kept.length) tree[group.section] = listed(tree[group.section]).filter((each) => each !== around);
  }

  // ---------------------------------------------------------------------------------------------------- put in order

  /** @type {Supplied["isBlank"]} */
  const isBlank = (entry, group) => group.fields.every((field) => {
    const said = value(entry, path(field.key));
    return !said || JSON.stringify(said) === JSON.stringify(value(group.new ?? {}, path(field.key))) || said === field.else;
  });

  /** @type {(entry: SuppliedTree, group: SupplyGroup) => void} */
  function complete(entry, group) {
    for (const field of group.fields) {
      const said = value(entry, path(field.key));
      if (said && typeof said === "string") put(entry, path(field.key), tidy(said));
    }
    for (const field of group.fields) {
      const otherwise = field.from ? value(entry, [field.from]) : field.else;
      if (otherwise && !value(entry, path(field.key)) && !isBlank(entry, group)) put(entry, path(field.key), otherwise);
    }
  }

  /** @type {(form: SupplyForm, tree: SuppliedTree, group: SupplyGroup, taken: Record<string, string[]>) => void} */
  function identify(form, tree, group, taken) {
    if (!group.stem) return;
    const there = listed(holder(tree, group)?.[listName(group)]).filter(isMapping).map((each) => each.id);
    const used = new Set([...there, ...(group.inside ? [] : taken[group.section] ?? [])]);
    for (const entry of entries(form, tree, group).filter((each) => !each.id)) {
      let id = group.stem;
      for (let number = 2; used.has(id); number += 1) id = `${group.stem}-${number}`;
      entry.id = id;
      used.add(id);
    }
  }

  /** @type {(tree: unknown) => unknown} */
  function pruned(tree) {
    const isSaid = (/** @type {unknown} */ each) => each !== "" && !(typeof each === "object" && each !== null && !Object.keys(each).length);
    if (Array.isArray(tree)) return tree.map(pruned).filter(isSaid);
    if (!isMapping(tree)) return tree;
    return Object.fromEntries(Object.entries(tree).map(([key, each]) => [key, pruned(each)]).filter(([, each]) => isSaid(each)));
  }

  /** @type {(tree: unknown, keys: string[]) => unknown} */
  function ordered(tree, keys) {
    if (Array.isArray(tree)) return tree.map((each) => ordered(each, keys));
    if (!isMapping(tree)) return tree;
    const first = keys.filter((key) => key in tree), rest = Object.keys(tree).filter((key) => !keys.includes(key));
    return Object.fromEntries([...first, ...rest].map((key) => [key, ordered(tree[key], keys)]));
  }

  /** @type {Supplied["settled"]} */
  function settled(form, tree, taken) {
    const made = copied(tree);
    for (const group of groups(form)) {
      if (!group.section) {
        complete(made, group);
        continue;
      }
      if (isMapping(made[group.section])) made[group.section] = [made[group.section]];
      entries(form, made, group).forEach((entry) => complete(entry, group));
      const blank = entries(form, made, group).filter((entry) => isBlank(entry, group));
      if (blank.length) remove(made, group, blank);
      identify(form, made, group, taken);
    }
    return /** @type {SuppliedTree} */ (ordered(pruned(made), form.keys));
  }

  // ------------------------------------------------------------------------------------------------------------ text

  const SCHEMA = "# yaml-language-server:", SCHEMA_LINE = `${SCHEMA} $schema=../.schema/v2/assured.json`;
  const PLAIN = /^[A-Za-z\u3400-\u4dbf\u4e00-\u9fff《（][A-Za-z0-9\u3400-\u4dbf\u4e00-\u9fff《》（）、。；－_./-]*$/;
  const BARE = /^(?:(?:0|[1-9][0-9]*)(?:\.[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2})$/;
  const WORD = /^(?:y|n|yes|no|on|off|null|true|false)$/i;

  /** @type {(text: unknown) => string} */
  function scalar(text) {
    const said = String(text);
    if (said === "true" || said === "false" || BARE.test(said) || (PLAIN.test(said) && !WORD.test(said))) return said;
    return JSON.stringify(said).replace(/[\x7f-\xa0\u2028\u2029\ufeff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  }

  /** @type {(scalars: unknown[]) => string} */
  const flow = (scalars) => `[${scalars.map(scalar).join(", ")}]`;

  /** @type {(tree: SuppliedTree, indent: string) => string[]} */
  function mapping(tree, indent) {
    return Object.entries(tree).flatMap(([key, each]) => {
      const begun = `${indent}${scalar(key)}:`;
      if (isMapping(each)) return [begun, ...mapping(each, `${indent}  `)];
      if (!Array.isArray(each)) return [`${begun} ${scalar(each)}`];
      return each.some((one) => typeof one !== "string") ? [begun, ...sequence(each, `${indent}  `)] : [`${begun} ${flow(each)}`];
    });
  }

  /** @type {(many: unknown[], indent: string) => string[]} */
  function sequence(many, indent) {
    return many.flatMap((each) => {
      if (!isMapping(each)) return [`${indent}- ${Array.isArray(each) ? flow(each) : scalar(each)}`];
      const [first, ...rest] = mapping(each, `${indent}  `);
      return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
    });
  }

  /** @type {Supplied["written"]} */
  function written(tree, head = "") {
    const comments = head.split("\n").filter((line) => line && !line.startsWith(SCHEMA));
    return [SCHEMA_LINE, ...comments, ...mapping(tree, "")].join("\n") + "\n";
  }

  // -------------------------------------------------------------------------------------------------- a file read again

  const KEY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[\w.-]+) *:(?= |$)/, NULL = /^(?:~|null|Null|NULL|)$/;

  /** A line that this reader does not know: its number. */
  class LineError extends Error {
    /** @param {number} line */
    constructor(line) {
      super(String(line));
      this.line = line;
    }
  }

  /** Reads the YAML that people write here: blocks by indentation, and within a line lists, mappings, quotes. */
  class Reader {
    /** @param {string} text */
    constructor(text) {
      this.lines = text.replace(/^\ufeff/, "").split(/\r?\n/).map((line, index) => {
        const body = line.trimStart();
        return { indent: line.length - body.length, body: body.trimEnd(), number: index + 1 };
      }).filter(({ body }) => body && !body.startsWith("#"));
      this.at = 0;
      this.line = "";
      this.from = 0;
    }

    /** @returns {never} */
    stop() {
      throw new LineError((this.lines[this.at] ?? this.lines[this.lines.length - 1] ?? { number: 1 }).number);
    }

    /**
     * @param {number} indent
     * @returns {unknown}
     */
    block(indent) {
      return /^-(?: |$)/.test(this.lines[this.at].body) ? this.sequence(indent) : this.mapping(indent);
    }

    /** @param {number} indent */
    sequence(indent) {
      const made = [];
      for (let line = this.lines[this.at]; line && line.indent === indent && /^-(?: |$)/.test(line.body); line = this.lines[this.at]) {
        const rest = line.body.slice(1).trimStart();
        if (!rest) this.stop();
        if (KEY.test(rest) || rest.startsWith("- ")) {
          this.lines[this.at] = { ...line, indent: indent + line.body.length - rest.length, body: rest };
          made.push(this.block(this.lines[this.at].indent));
        } else {
          made.push(this.inline(rest));
        }
      }
      return made;
    }

    /** @param {number} indent */
    mapping(indent) {
      /** @type {SuppliedTree} */
      const made = {};
      for (let line = this.lines[this.at]; line && line.indent >= indent; line = this.lines[this.at]) {
        const key = KEY.exec(line.body);
        if (!key || line.indent !== indent) return this.stop();
        const name = this.unquoted(key[1]), rest = line.body.slice(key[0].length).trimStart();
        if (name in made) this.stop();
        made[name] = !rest || rest.startsWith("#") ? this.below(indent) : this.inline(rest);
      }
      return made;
    }

    /** @param {number} indent */
    below(indent) {
      const next = this.lines[this.at + 1];
      const deeper = next && (next.indent > indent || (next.indent === indent && /^-(?: |$)/.test(next.body)));
      if (!deeper) this.stop();
      this.at += 1;
      return this.block(next.indent);
    }

    /** @param {string} text */
    inline(text) {
      [this.line, this.from] = [text, 0];
      const made = this.flow("");
      if (!/^ *$|^ +#(?:[\s#]|$)/.test(this.line.slice(this.from))) this.stop();
      this.at += 1;
      return made;
    }

    /**
     * @param {string} within the signs that end a text without quotes
     * @returns {unknown}
     */
    flow(within) {
      const first = this.line[this.from];
      if (first === "[") return this.list();
      if (first === "{") return this.pairs();
      const rest = this.line.slice(this.from), quoted = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/.exec(rest);
      if (quoted) {
        this.from += quoted[0].length;
        return this.unquoted(quoted[0]);
      }
      return this.plain(rest, within);
    }

    /**
     * @param {string} rest
     * @param {string} within
     */
    plain(rest, within) {
      const ends = within ? /[,\]}[{]|: | #|:$/ : / #|: |:$/;
      const end = rest.search(ends), text = (end < 0 ? rest : rest.slice(0, end)).trimEnd();
      if (NULL.test(text) || /^[&*!|>%@\x60\x22\x27#?]|^[-:?](?: |$)|\t/.test(text) || (end >= 0 && rest[end] === ":")) this.stop();
      this.from += text.length;
      return text;
    }

    space() {
      while (this.line[this.from] === " ") this.from += 1;
    }

    list() {
      const made = [];
      this.from += 1;
      for (this.space(); this.line[this.from] !== "]"; this.space()) {
        made.push(this.flow(",]"));
        this.comma("]");
      }
      this.from += 1;
      return made;
    }

    pairs() {
      /** @type {SuppliedTree} */
      const made = {};
      this.from += 1;
      for (this.space(); this.line[this.from] !== "}"; this.space()) {
        const key = KEY.exec(this.line.slice(this.from));
        if (!key || this.unquoted(key[1]) in made) return this.stop();
        this.from += key[0].length;
        this.space();
        made[this.unquoted(key[1])] = this.flow(",}");
        this.comma("}");
      }
      this.from += 1;
      return made;
    }

    /** @param {string} close */
    comma(close) {
      this.space();
      if (this.line[this.from] === ",") this.from += 1;
      else if (this.line[this.from] !== close) this.stop();
    }

    /** @param {string} text */
    unquoted(text) {
      if (text.startsWith("'")) return text.slice(1, -1).replace(/''/g, "'");
      if (!text.startsWith('"')) return text;
      try {
        return String(JSON.parse(text));
      } catch {
        return this.stop();
      }
    }
  }

  /** @type {Supplied["read"]} */
  function read(text) {
    const reader = new Reader(text);
    if (!reader.lines.length || reader.lines[0].indent) reader.stop();
    const tree = reader.mapping(0), head = [];
    for (const line of text.replace(/^\ufeff/, "").split(/\r?\n/)) {
      if (!line.startsWith("#")) break;
      head.push(line.trimEnd());
    }
    return { tree, head: head.join("\n") };
  }

  // ----------------------------------------------------------------------------------------------------------- rules

  const NOT_STATED = "not_stated", MOST = 3000, DIGITS = 15;
  const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}]|\u034f|[\u115f-\u1160]|[\u17b4-\u17b5]|[\u180b-\u180f]|\u3164|[\ufe00-\ufe0f]|\uffa0|[\u{e0100}-\u{e01ef}]/u;
  const PORT = "(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?";
  const NAME = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}_-]{0,61}[\\p{L}\\p{N}])?";
  const WEB = new RegExp(`^(?:https?://)?(?:${NAME}\\.)+${NAME}${PORT}(?:[/?#][A-Za-z0-9._~:/?#@!$&()*+,;=%\\u4e00-\\u9fff-]*)?$`, "u");

  /** @type {(text: string, signs: SupplyData["signs"]) => string} */
  function ofText(text, signs) {
    if (!tidy(text)) return "missing";
    if (text === NOT_STATED) return "no-silence-here";
    if (tidy(text) === signs.to_fill) return "left-blank";
    if (Array.from(text).length > MOST) return "long-text";
    return HIDDEN.test(text.replace(/[\n\t]/g, "")) ? "invisible-character" : "";
  }

  /** @type {(text: string) => string} */
  function ofNumber(text) {
    if (!/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/.test(text)) return "bad-number";
    return text.replace(/[-.]/g, "").length > DIGITS ? "long-number" : "";
  }

  /** @type {(text: string) => string} */
  function ofDay(text) {
    const [year, month, day] = text.split("-").map(Number), there = new Date(0);
    there.setUTCFullYear(year, month - 1, day);
    const real = /^\d{4}-\d{2}-\d{2}$/.test(text) && year > 0 && there.getUTCMonth() === month - 1 && there.getUTCDate() === day;
    return real ? "" : "bad-date";
  }

  /** @type {Record<string, typeof ofText>} */
  const OF_KEY = {
    id: (text) => (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) && text.length <= 60 ? "" : "bad-value"),
    url: (text, signs) => ofText(text, signs) || (WEB.test(tidy(text)) ? "" : "bad-url")
  };

  /**
   * A text by what the schema lets stand there.
   * @type {(text: string, schemas: JsonSchema[], key: string, signs: SupplyData["signs"]) => string}
   */
  function ofScalar(text, schemas, key, signs) {
    const types = schemas.flatMap(({ type }) => type ?? []), choices = schemas.flatMap((schema) => schema.enum ?? (schema.const ? [schema.const] : []));
    if (text === signs.to_fill) return "left-blank";
    if (choices.includes(text)) return "";
    if (schemas.some(({ format }) => format === "date")) return ofDay(text);
    if (types.includes("number") || types.includes("integer")) return ofNumber(text);
    if (types.includes("boolean")) return text === "true" || text === "false" ? "" : "bad-value";
    const free = schemas.some((schema) => schema.type === "string" && !schema.enum && !schema.const);
    if (!free) return text === NOT_STATED && !choices.length ? "no-silence-here" : "bad-value";
    return (OF_KEY[key] ?? ofText)(text, signs);
  }

  /** The schema that a tree is held against. */
  class Judge {
    /** @param {SupplyData} data */
    constructor({ schema, signs }) {
      this.schema = schema;
      this.signs = signs;
      /** @type {SupplyRemark[]} */
      this.remarks = [];
    }

    /**
     * What may stand somewhere, one by one.
     * @param {JsonSchema} schema
     * @returns {JsonSchema[]}
     */
    several(schema) {
      if (schema.$ref) return this.several((this.schema.$defs ?? {})[schema.$ref.split("/").pop() ?? ""]);
      const either = schema.anyOf ?? schema.oneOf;
      return either ? either.flatMap((one) => this.several(one)) : [schema];
    }

    /**
     * @param {string} rule
     * @param {SuppliedPath} at
     */
    say(rule, at) {
      if (rule) this.remarks.push({ rule, at, document: "" });
    }

    /**
     * @param {unknown} tree
     * @param {JsonSchema} schema
     * @param {SuppliedPath} at
     */
    hold(tree, schema, at) {
      const schemas = this.several(schema), key = String(at[at.length - 1] ?? "");
      if (Array.isArray(tree)) {
        const many = schemas.find(({ type }) => type === "array");
        if (!many) return this.say("bad-value", at);
        if (tree.length < (many.minItems ?? 0)) this.say("bad-value", at);
        return tree.forEach((each, index) => this.hold(each, many.items ?? {}, [...at, index]));
      }
      if (isMapping(tree)) {
        const whole = schemas.find(({ type }) => type === "object");
        return whole ? this.mapping(tree, whole, at) : this.say("bad-value", at);
      }
      return this.say(ofScalar(String(tree), schemas, key, this.signs), at);
    }

    /**
     * @param {SuppliedTree} tree
     * @param {JsonSchema} schema
     * @param {SuppliedPath} at
     */
    mapping(tree, schema, at) {
      const { properties = {}, required = [], additionalProperties: rest } = schema;
      for (const key of required.filter((name) => !(name in tree))) this.say("missing", [...at, key]);
      for (const [key, each] of Object.entries(tree)) {
        if (properties[key]) this.hold(each, properties[key], [...at, key]);
        else if (rest && typeof rest === "object") this.hold(each, rest, [...at, key]);
        else if (rest === false) this.say("bad-value", [...at, key]);
      }
    }
  }

  /** @type {(tree: unknown, at?: SuppliedPath) => [SuppliedPath, unknown][]} */
  const located = (tree, at = []) => [[at, tree], .../** @type {[string, unknown][]} */ (
    typeof tree === "object" && tree !== null ? Object.entries(tree) : []
  ).flatMap(([key, each]) => located(each, [...at, Array.isArray(tree) ? Number(key) : key]))];

  /** @type {(form: SupplyForm, tree: SuppliedTree) => SupplyRemark[]} */
  function missing(form, tree) {
    const all = located(tree);
    return groups(form).flatMap((group) => {
      const own = group.section ? entries(form, tree, group) : [tree];
      return own.flatMap((entry) => {
        const at = group.section ? all.find(([, each]) => each === entry)?.[0] ?? [] : [];
        const left = group.fields.filter(({ must, unless = [], key }) => must && !value(entry, path(key)) && !unless.some((one) => one in entry));
        return left.map((field) => ({ rule: "missing", at: [...at, ...path(field.key)], document: "" }));
      });
    });
  }

  /**
   * The sections that are the document's alone, and the ids that a fact of the document or another entry has.
   * @type {(form: SupplyForm, tree: SuppliedTree, known: SupplyKnown) => SupplyRemark[]}
   */
  function idsAndSections(form, tree, known) {
    const closed = groups(form).filter(({ alone, id, section }) => alone && !known.asked.includes(id) && tree[section]);
    const ids = Object.entries(tree).flatMap(([section, many]) => {
      const used = new Set(known.taken[section] ?? []), named = (Array.isArray(many) ? many : []).map((entry) => (isMapping(entry) ? entry.id : null));
      return named.flatMap((id, index) => {
        const twice = typeof id === "string" && used.has(id);
        used.add(String(id));
        return twice ? [{ rule: "id-taken", at: [section, index, "id"], document: "" }] : [];
      });
    });
    return [...closed.map(({ section }) => ({ rule: "not-asked", at: [section], document: "" })), ...ids];
  }

  const AMOUNTS = ["exactly", "at_most", "at_least", "between", "starts_within", "words"];

  /** @type {(entry: SuppliedTree) => boolean} */
  const isStated = (entry) => AMOUNTS.some((name) => entry[name]);

  /**
   * What the model holds beyond the schema: a time limit has an amount.
   * @type {(tree: SuppliedTree, found: SupplyRemark[]) => SupplyRemark[]}
   */
  function amounts(tree, found) {
    const faulty = new Set(found.map(({ at }) => at.slice(0, 2).join("/")));
    return listed(tree.limits).filter(isMapping).flatMap((limit, index) => {
      const fine = isStated(limit) || ["instant", "same_day", "next_day"].includes(String(limit.unit)) || faulty.has(`limits/${index}`);
      return fine ? [] : [{ rule: "missing", at: ["limits", index, "at_most"], document: "" }];
    });
  }

  const NUMBER = /^(?:\+?[0-9]{1,5}[- ]?)?[0-9]{3,4}(?:[- ]?[0-9]{3,4}){0,2}$/;
  const MOBILE = /(?:^|[^0-9])(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9])/;

  /** @type {(text: string) => boolean} */
  function telephoneLike(text) {
    return text.split(/[,，、;；/]|\s或\s?/).map((one) => tidy(one.replace(/\s*(?:转|分机)\s*[0-9]{1,6}/g, ""))).every((number) => {
      const digits = number.replace(/[^0-9]/g, "").length;
      const plain = number.replace(/[－—]/g, "-").replace(/^[(（]([0-9+]{2,5})[)）]/, "$1-");
      return NUMBER.test(plain) && digits >= 3 && digits <= 14;
    });
  }

  /** @typedef {(entry: Record<string, any>, known: SupplyKnown, data: SupplyData) => [rule: string, key: SuppliedPath, document?: string][]} Rule */

  /** @type {Rule} */
  function ofChannel({ kind, telephone, serves, address, hours }) {
    /** @type {[boolean, string, SuppliedPath][]} */
    const rules = [
      [telephone && !telephoneLike(telephone), "odd-telephone", ["telephone"]],
      [(telephone || kind === "telephone") && !listed(serves).length, "telephone-without-purpose", ["telephone"]],
      [telephone && !listed(hours).length, "telephone-without-hours", ["hours", 0, "words"]],
      [kind === "window" && !address, "outlet-without-address", ["address"]],
      [kind === "window" && !listed(hours).length, "outlet-without-hours", ["hours", 0, "words"]],
      [MOBILE.test(telephone ?? ""), "private-mobile", ["telephone"]]
    ];
    return rules.filter(([broken]) => broken).map(([, rule, key]) => [rule, key]);
  }

  /** @type {Rule} */
  function ofPerson({ name: post, telephone }, _, { form }) {
    const signs = Array.from(post), { first, posts } = form.names;
    /** @type {[boolean, string, SuppliedPath][]} */
    const rules = [
      [telephone && !telephoneLike(telephone), "odd-telephone", ["telephone"]],
      [MOBILE.test(telephone ?? ""), "private-mobile", ["telephone"]],
      [[2, 3].includes(signs.length) && first.includes(signs[0]) && !signs.some((sign) => posts.includes(sign)), "person-name", ["name"]]
    ];
    return rules.filter(([broken]) => broken).map(([, rule, key]) => [rule, key]);
  }

  /** @type {Rule} */
  function ofCharge(charge) {
    const free = charge.free === "true", stated = isStated(charge);
    if (!free && !stated) return [["fee-without-amount", ["exactly"]]];
    return !free && charge.basis === NOT_STATED ? [["fee-without-basis", ["basis"]]] : [];
  }

  /** @type {Rule} */
  function ofSchedule(table, _, { signs }) {
    const based = listed(table.columns).some((column) => isMapping(column) && String(column.name).includes(signs.basis));
    return !["standards", "compensation"].includes(table.purpose) && !based ? [["fee-without-basis", ["columns"]]] : [];
  }

  /** @type {Rule} */
  function ofPaper(paper, _, { signs }) {
    const name = String(paper.name).replace(/^[《》“”]+|[《》“”]+$/g, "");
    return new RegExp(`^(?:${signs.vague})$`).test(name) ? [["vague-paper", ["name"]]] : [];
  }

  /** @type {Rule} */
  function ofLimit(limit, known) {
    const numbers = AMOUNTS.slice(0, -1).flatMap((name) => listed(limit[name])).map(Number);
    const cases = [{}, ...listed(limit.when)].map((each) => JSON.stringify(each));
    const wider = !limit.steps && known.limits.find((bound) => numbers.length && bound.unit === limit.unit && cases.includes(JSON.stringify(bound.when))
      && Math.max(...numbers) > Number(bound.most));
    return [
      .../** @type {[string, SuppliedPath, string][]} */ (wider ? [["promise-wider", ["at_most"], wider.says]] : []),
      .../** @type {[string, SuppliedPath][]} */ (numbers.some((number) => number < 0) ? [["negative", ["at_most"]]] : [])
    ];
  }

  /** @type {Record<string, Rule>} */
  const RULES = {
    channels: ofChannel, contacts: ofChannel, complaints: ofChannel, responsible: ofPerson, fees: ofCharge, works: ofCharge,
    schedules: ofSchedule, papers: ofPaper, limits: ofLimit
  };

  /**
   * The entries without a fault, each with its location.
   * @type {(tree: SuppliedTree, bad: SupplyRemark[]) => [section: string, index: number, entry: Record<string, any>][]}
   */
  function sound(tree, bad) {
    const faulty = new Set(bad.map(({ at }) => at.slice(0, 2).join("/")));
    return Object.entries(tree).flatMap(([section, many]) => (Array.isArray(many) && !faulty.has(section) ? many : []).flatMap(
      (entry, index) => (faulty.has(`${section}/${index}`) ? [] : [/** @type {[string, number, any]} */ ([section, index, entry])])));
  }

  /** @type {(tree: SuppliedTree, data: SupplyData) => SupplyRemark[]} */
  function faults(tree, data) {
    const judge = new Judge(data);
    judge.hold(tree, data.schema, []);
    return [...judge.remarks, ...amounts(tree, judge.remarks)];
  }

  /** @type {(tree: unknown, at: SuppliedPath) => number[]} */
  const place = (tree, at) => at.map((step, index) => {
    const around = value(/** @type {SuppliedTree} */ (tree), at.slice(0, index));
    const keys = typeof around === "object" && around !== null ? Object.keys(around) : [];
    const found = keys.indexOf(String(step));
    return found < 0 ? keys.length : found;
  });

  /** @type {(one: number[], other: number[]) => number} */
  function compared(one, other) {
    const differing = one.findIndex((step, index) => step !== other[index]);
    return differing < 0 || differing >= other.length ? one.length - other.length : one[differing] - other[differing];
  }

  /** @type {Supplied["remarks"]} */
  function remarks(data, tree, known) {
    const { form } = data, all = [...faults(tree, data), ...missing(form, tree)], unnamed = all.some(({ at }) => at.join() === "name");
    const bad = all.filter(({ rule, at }) => !(unnamed && rule === "missing" && at.join() === "by"));
    const doubts = sound(tree, bad).flatMap(([section, index, entry]) => (RULES[section]?.(entry, known, data) ?? []).map(
      ([rule, key, document = ""]) => ({ rule, at: [section, index, ...key], document })));
    const each = new Map([...bad, ...idsAndSections(form, tree, known), ...doubts].map((remark) => [`${remark.at.join("/")} ${remark.rule}`, remark]));
    const order = [...each].map(([key, remark]) => ({ key, remark, at: place(tree, remark.at) }));
    order.sort((one, other) => compared(one.at, other.at) || (one.key < other.key ? -1 : 1));
    return order.map(({ remark }) => remark);
  }

  /** @type {Supplied["lacking"]} */
  function lacking(data, tree, known) {
    const there = sound(tree, faults(tree, data)), of = (/** @type {string[]} */ ...sections) => there.filter(([section]) => sections.includes(section)).map(([, , entry]) => entry);
    const calls = (/** @type {string} */ purpose, /** @type {string[]} */ ...sections) => of(...sections).some(
      ({ telephone, serves }) => telephone && listed(serves).includes(purpose));
    /** @type {Record<string, boolean>} */
    const said = {
      name: Boolean(tree.name),
      responsible: of("responsible").length > 0,
      window: of("channels").some(({ kind, address, hours }) => kind === "window" && address && listed(hours).length),
      enquiries: calls("enquire", "contacts", "channels"),
      repairs: calls("repair", "contacts", "channels"),
      complaint_line: calls("complain", "complaints")
    };
    return groups(data.form).filter(({ need }) => need).map(({ kinds }) => kinds[0]).filter((kind) => !said[kind] && !known.have.includes(kind));
  }

  // ---------------------------------------------------------------------------------------------------------- letter

  /** @type {(text: string, words: Record<string, string | number>) => string} */
  const filled = (text, words) => text.replace(/\{(\w+)\}/g, (_, key) => String(words[key]));

  /** @type {Supplied["letter"]} */
  function letter(data, tree, known) {
    const { form } = data, says = form.letter, asked = groups(form).filter(({ id }) => known.asked.includes(id));
    const counted = asked.map((group) => ({ group, n: group.section ? entries(form, tree, group).length : Number(Boolean(tree.name)) }));
    const shown = counted.filter(({ n }) => n).map(({ group, n }) => (n > 1 ? filled(says.several, { title: group.title, n }) : group.title));
    const empty = counted.filter(({ n }) => !n).map(({ group }) => group.title);
    const needed = asked.filter(({ need }) => need), left = lacking(data, tree, known);
    const lacks = needed.filter(({ kinds }) => left.includes(kinds[0])).map(({ title }) => title);
    const need = filled(says.need, { all: needed.length, done: needed.length - left.length });
    return [
      filled(says.title, { place: known.place, service: known.service }),
      filled(says.by, { by: typeof tree.by === "string" ? tree.by : "" }),
      filled(says.since, { since: typeof tree.since === "string" ? tree.since : "" }),
      ...(shown.length ? [filled(says.filled, { groups: shown.join(says.comma) })] : []),
      ...(empty.length ? [filled(says.empty, { groups: empty.join(says.comma) })] : []),
      need + (lacks.length ? filled(says.lacks, { groups: lacks.join(says.comma) }) : ""),
      filled(says.file, { file: fileName(known) })
    ].join("\n") + "\n";
  }

  /** @type {Supplied["fileName"]} */
  const fileName = (known) => `${known.address.split("/")[1]}.assured.yaml`;

  ours.supplied = { tidy, path, value, put, entries, add, remove, isBlank, settled, written, read, remarks, lacking, letter, fileName };
})();
