// What the page of the editing desk and the program say to each other, and what its parts share. Read by editors and
// `make check`, never by a browser.

/** What a YAML file says: each scalar a string. */
export type Data = string | Data[] | { [key: string]: Data };
export type Mark = "used" | "proposed" | "aside" | "doubt" | "left";
export type Mode = "enter" | "review" | "replace" | "scan" | "table";

export interface Finding {
  severity: string;
  code: string;
  zh: string;
  en: string;
  file: string;
  line: number;
  address: string | null;
  field: string | null;
  sentence: string | null;
}

/** A stretch of a text, in code points; of a formula in LaTeX with what it reads. */
export interface Stretch {
  start: number;
  end: number;
  kind: "used" | "card" | "missing" | "formula";
  shown?: string;
}

export interface Sentence {
  /** `DOC:START-END` in code points. */
  id: string;
  doc: string;
  start: number;
  end: number;
  clause: string;
  text: string;
  /** Start of its paragraph. */
  paragraph: number;
  cell: boolean;
  head: boolean;
  state: Mark;
  facts: string[];
  cards: string[];
  aside: { index: number; kind: string | null; because: string | null } | null;
  /** Figures that no quotation holds. */
  missing: string[];
  /** Relative to `text`, in code points. */
  marks: Stretch[];
}

export interface Fact {
  address: string;
  file: string;
  section: string;
  id: string;
  kind: string;
  utilities: string[];
  value: Data;
  hash: string;
  /** What the public reads. */
  says: string[];
  state: "held" | "lacks" | "open" | "broken";
  sentences: string[];
  findings: Finding[];
}

export interface Question {
  /** `FILE/SECTION`. */
  address: string;
  section: string;
  label: string;
  state: "open" | "facts" | "not_stated" | "not_in_hand";
  value: Data;
  hash: string | null;
  files: string[];
  looked_for: string[];
  hits: string[];
}

export interface Head {
  address: string;
  label: string;
  value: Data;
  hash: string | null;
  open: boolean;
}

export interface Card {
  id: string;
  section: string;
  kind: string;
  label: string;
  file: string;
  sentence: string | null;
  sentences: string[];
  clause: string;
  title: string;
  says: string;
  doc: string;
  quote: string;
  /** null: only people can say it. */
  value: Data | null;
  /** The hash of what it would replace. */
  match?: string | null;
  open: string[];
  /** In which case it holds, in the words before it. */
  case?: string;
  doubt: string;
  group: string;
}

export interface Verdict {
  verdict: "agreed" | "remark";
  remark: string | null;
  by: string;
  on: string;
  stale: boolean;
  hash: string;
  /** What the public read of it then, and its quotations then. */
  says?: string[];
  quote?: string[];
}

export interface State {
  city: string;
  name: string;
  published: boolean;
  /** Which folder cannot be written. */
  readonly: string | null;
  by: string;
  /** Who has entered the place. */
  entered?: string;
  utilities: string[];
  files: Record<string, string>;
  documents: { id: string; title: string; text: string; version: string; scan: boolean }[];
  sentences: Sentence[];
  score: { whole: number } & Record<Mark, number>;
  facts: Fact[];
  questions: Question[];
  head: Head[];
  cards: Card[];
  refused: Card[];
  findings: Finding[];
  drafts: Record<string, Data>;
  undo: { write: number; says: string } | null;
  review: Record<string, Verdict>;
  lacking: { doc: string; id: string; name: string }[];
}

export interface Field {
  key: string;
  label: string;
  label_en: string;
  help: string;
  help_en: string;
  input: string;
  /** The keys of the entry that it writes. */
  keys: string[];
  options: { value: string; label: string }[];
  /** Of an amount: the units that may be chosen, and the key of the unit. */
  units: { value: string; label: string }[];
  unit: string;
  /** The inputs within it: of a mapping, or of which one is chosen. */
  parts: Field[];
  /** What it names: things of a section, `lacking`, `sections`, `documents`. */
  refs: string;
  /** What it means that nothing is chosen. */
  unset: string;
  required: boolean;
  /** Whether it may be `not_stated`. */
  silent: boolean;
  /** Whether what would say it may be not in hand. */
  hand: boolean;
  several: boolean;
}

export interface Kind {
  label: string;
  label_en: string;
  sections: string[];
  fields: Field[];
  more: Field[];
}

export interface Kinds {
  kinds: Record<string, Kind>;
  sections: Record<string, { label: string; kind: string; utility_file: boolean; answered: boolean }>;
  roles: { value: string; label: string }[];
  aside_kinds: Record<string, { label: string; label_en: string }>;
}

/** Words of a document with where they stand. */
export interface Selection {
  doc: string;
  start: number;
  end: number;
  clause: string;
  quote: string;
}

/** A fact as it is opened in the form; `address` null: a new thing. */
export interface Opened {
  address: string | null;
  value: Data;
  file: string;
  section: string;
  kind: string;
  hash: string | null;
  /** The id of the card it comes from. */
  card: string | null;
}

/** Words nearby that would bear what lacks. */
export interface Near extends Selection {
  /** The quotation that becomes `text` with them; null where they are quoted beside it. */
  joined: { quote: string; text: string } | null;
  /** The path of the side of a conflict that they are for. */
  at?: (string | number)[];
}

export interface Claim {
  /** Keys with points between them: `sides.0.unit`. */
  field: string;
  role: string;
  what: string;
  held: boolean;
  near: Near[];
}

export interface Fault {
  field: string;
  code?: string;
  zh: string;
  en: string;
}

export interface Tried {
  claims: Claim[];
  faults: Fault[];
  open: string[];
  says: string[];
  hash: string;
}

export interface Saved {
  /** null: there was nothing to write. */
  write: number | null;
  lines: number;
  state: State;
}

/** The three versions of a thing that two people have changed; null where it is not there. */
export interface Clash {
  address: string;
  /** As it was when the page began; where that is known. */
  base: Data | null;
  mine: Data | null;
  theirs: Data | null;
  tried_mine: Tried | null;
  /** Its hash is matched by what is chosen. */
  tried_theirs: Tried | null;
}

/** What became of a quotation by a newer text. */
export type Became = "found" | "moved" | "altered" | "orphaned";

export interface Traced {
  /** null of an entry of set-aside.yaml, which has `aside` and `entry`. */
  address: string | null;
  aside: number | null;
  entry: Data | null;
  /** The keys within the value that lead to the citation. */
  path: (string | number)[];
  clause: string;
  quote: string;
  state: Became;
  now: { clause: string; quote: string } | null;
  elsewhere: string;
  text_before: string;
  text_now: string;
  /** `START-END` of the sentence where it stands now. */
  sentence: string | null;
}

export interface Trace {
  doc: string;
  /** Whether the document was replaced before. */
  before: boolean;
  items: Traced[];
  sentences_new: string[];
  /** Of a text that is only looked at: what could not be taken out of its file. */
  left_out?: string[];
}

/** A line of a scanned page; `box` in pixels of its picture. */
export interface ScanLine {
  number: number;
  box: [number, number, number, number] | null;
  text: string;
  start: number;
  end: number;
  confidence: number;
  confirmed: { by: string; on: string } | null;
  changed: boolean;
  /** The signs that cannot be read, by code point, and which they may be. */
  doubt: { at: number; offers: string[] }[];
  /** Whether a figure or a word of a bound stands in it. */
  weighed: boolean;
  quoted: string[];
  hash: string;
}

export interface ScanPage {
  doc: string;
  page: number;
  pages: { page: number; open: number }[];
  picture: string;
  width: number;
  height: number;
  open: number;
  lines: ScanLine[];
}

/** What a mode puts into the bar below the head; `mark` gives colour, letter and shape. */
export interface Bar {
  mode: Mode;
  number: number;
  /** After the number: 项还要看. */
  words: string;
  /** Then, smaller: 共 63 项. */
  of: string;
  ticks: { mark: Mark; label: string; now: boolean; apart?: boolean; act(): void }[];
  counts: { mark?: Mark; text?: string; number: number; label: string; on: boolean; act(): void }[];
  next: { words: string; key: string; act(): void } | null;
}

/** A key of the keyboard; `act` answers false where it has nothing to do, and the next one with this key is asked. */
export interface Key {
  id: string;
  /** As `KeyboardEvent.key` of it gives, a letter in capitals; `Shift+N`, `Ctrl+Z`. */
  key: string;
  zh: string;
  en: string;
  modes: Mode[];
  /** The id of the pane whose key it is: asked first while the focus is there. */
  pane?: string;
  act(event: KeyboardEvent): boolean | void;
}

export interface Events {
  state: State;
  sentence: string | null;
  fact: Opened | null;
  /** A field waits for words or is to be filled in; an empty key: the first one that is open. */
  field: { key: string } | null;
  selection: Selection;
  tried: Tried | null;
  mode: Mode;
  bar: Bar;
  /** Something was done (已收下): the focus goes to the next open thing, and both are announced. */
  next: { words: string };
  /** The card with this id gets the focus. */
  card: string;
  /** A card that cannot be written as it is. */
  "card-open": Card;
  /** Whether something is being written. */
  saving: boolean;
  /** How many lines a write has changed. */
  saved: number;
  /** What is begun and not taken, by address. */
  drafts: Record<string, Data>;
  connection: "back" | "lost" | "stale";
  /** Two versions of one thing; null where it is settled. */
  clash: Clash | null;
  /** What went wrong, to be read by the editor; empty where it is over. */
  trouble: string;
}

export interface Desk {
  state: State;
  kinds: Kinds;
  focused: { sentence: string | null; fact: string | null; field: string | null };
  mode: Mode;
  /** Calls the program; `city` is added. Rejects with a `Refusal` (api.js). The state that a write brings replaces ours. */
  call(name: string, body?: object, signal?: AbortSignal): Promise<any>;
  on<Name extends keyof Events>(event: Name, act: (detail: Events[Name]) => void): void;
  emit<Name extends keyof Events>(event: Name, detail: Events[Name]): void;
  announce(text: string): void;
  key(key: Key): void;
}
