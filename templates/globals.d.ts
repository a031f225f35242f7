// What the scripts of the pages know of each other and of the data beside the pages. Each is a classic script, which also
// runs from a disk; what they share hangs on `window.connectionGuides`. What of it is data has the same names and shapes in
// generator/pages/browser/shapes.py, and a test compares them. Read by editors and `make check`, never by a browser.

// ------------------------------------------------------------------------------------ guides (pages/browser/interview.py)

/** Bits of the cells of an input, in words of 30. */
type Mask = number[];

/** By the position of an input the cells it may be in; an input that is not named is free. */
type Box = Record<string, Mask>;

/** A part of the space of all answers: everything that is in any of its boxes. */
type Region = Box[];

/** From, to (`null`: without bound), and whether each belongs to it. */
type NumberCell = [low: number | null, high: number | null, lowClosed: 0 | 1, highClosed: 0 | 1];

interface NumberInput {
  id: string;
  name: string;
  unit: string;
  type: "number" | "integer";
  step: string;
  words: Record<string, string>;
  cells: NumberCell[];
}

interface ChoiceInput {
  id: string;
  name: string;
  unit: string;
  type: "enumeration" | "boolean";
  step: string;
  words: Record<string, string>;
  cells: (string | boolean)[];
}

interface DecidedClass {
  id: string;
  name: string;
  boxes: Region;
}

interface DecisionTable {
  id: string;
  name: string;
  /** Where the texts in hand divide it; everywhere without. */
  where?: Region;
  classes: DecidedClass[];
}

type Unit =
  | "working_day" | "calendar_day" | "hour" | "minute" | "week" | "month" | "year" | "instant" | "same_day" | "next_day";

interface DatedLimit {
  id: string;
  /** The id of what is told of it. */
  statement: string;
  /** The steps it is about; the whole where none. */
  steps: string[];
  /** Whether it begins with something else than the application. */
  apart: boolean;
  case: string;
  says: string;
  amounts: number[];
  /** Two where the document does not say which days it counts, none where it states no unit. */
  units: Unit[];
  begins: boolean;
  least: boolean;
  starts: string;
  ends: string;
  excludes: string;
  extends: string;
  /** Our own. */
  note: string;
}

/** Days of every year as 09-30, 09-end or 04-start: the last, perhaps the first, and an earlier one that is advised. */
interface EveryYear {
  from?: string;
  /** None where it hangs on an event. */
  by?: string;
  advised?: string;
}

interface ToldDeadline {
  id: string;
  statement: string;
  case: string;
  says: string;
  yearly: EveryYear;
  /** What follows when it passes, and the event, in the document's words; empty where it does not say. */
  late: string;
  event: string;
}

/** `tables.js` beside a guide. */
interface GuideData {
  name: string;
  inputs: (NumberInput | ChoiceInput)[];
  tables: DecisionTable[];
  defects: Region[];
  limits: DatedLimit[];
  deadlines: ToldDeadline[];
  telling: GuideTelling;
}

// ---------------------------------------------------------------------------------------- a telling (pages/browser/shipped.py)

/** Any of its conjunctions will do: a box, and by table the classes of which one has to hold. */
type Condition = [box: Box, classes: Record<string, string[]>][];

interface ToldClass {
  id: string;
  name: string;
  /** Without rows it is the rest. */
  rows?: Condition;
  /** Where its table divides at all; everywhere without. */
  within?: Condition;
  precedes?: string[];
}

interface ToldPart {
  name: string;
  label: string;
  words: string;
  silent?: true;
}

/** What a statement about money gives to reckon with (telling/costs.py). */
interface Price {
  item: string;
  currency: string;
  /** Left out where none is exact. */
  number?: string;
  /** Nothing may change it, so that it can be added up. */
  final?: true;
  /** The input that it is multiplied with. */
  times?: string;
  payer?: string;
  /** The number as it is told: 88 元/㎡. */
  rate?: string;
}

interface Statement {
  id: string;
  section: string;
  topics: string[];
  kind: "stated" | "nothing" | "reference" | "beyond" | "not_in_hand" | "incomplete" | "silent" | "explained";
  /** Like all words, of spoken sections only. */
  says?: string;
  /** All that it says, but for when it holds. */
  line?: string;
  when?: string;
  where?: Condition;
  rest?: true;
  within?: string[];
  parts?: ToldPart[];
  note?: string;
  strength?: string;
  /** Of a row of the ticket, in words how strongly it holds, which its line does not say. */
  force?: string;
  /** It is a row of a table of money. */
  paid?: true;
  price?: Price;
  /** Of a step: its id, and the steps that may follow. */
  step?: string;
  leads?: string[];
}

interface Relation {
  id: string;
  kind: "differs" | "either";
  of: string[];
  says: string;
  where?: Condition;
}

interface Ask {
  key: string;
  rank: number;
  form: string;
  name?: string;
  statement?: string;
  answered?: string;
  ruled?: string;
  where?: Condition;
}

interface Border {
  id: string;
  standing: "impossible" | "outside";
  says: string;
  where: Condition;
  complement?: true;
}

interface Overlap {
  table: string;
  classes: string[];
  where: Condition;
}

/** What of a telling is not in the tables. */
interface GuideTelling {
  tables: Record<string, ToldClass[]>;
  statements: Statement[];
  relations: Relation[];
  asks: Ask[];
  borders: Border[];
  overlaps: Overlap[];
}

interface TellingData extends GuideTelling {
  inputs: (NumberInput | ChoiceInput)[];
}

type Status = "certain" | "possible" | "either";

interface Said {
  statement: Statement;
  status: Status;
}

interface Question {
  key: string;
  words: string;
  asks: Ask[];
}

interface Told {
  standing: "inside" | "outside" | "unclear" | "impossible";
  borders: Border[];
  said: Said[];
  relations: Relation[];
  questions: Question[];
  unfit: Statement[];
}

type Reckoned = Price & { id: string, amount: string | null };

/** costs.js: the rates times a number of the reader, the total and what it is of; empty where some item has no number. */
interface ReckonedCosts {
  products: Reckoned[];
  total: string;
  items: Reckoned[];
}

/** told.js */
interface Telling {
  /** `ruled`: by table the class that the window has decided on. */
  told(answers: Answers, ruled?: Record<string, string>, fitting?: Record<string, string>): Told;
  matters(id: string, answers: Answers, fitting?: Record<string, string>, section?: string): boolean;
}

/** By id of an input (or a table: the class that was picked) an answer as text. */
type Answers = Record<string, string>;

interface Classified {
  certain: string[];
  possible: string[];
  /** Whether it may be that no class holds. */
  none: boolean;
}

/** decide.js */
interface Decide {
  position: Record<string, number>;
  shared(region: Region, boxes: Region): Region;
  without(region: Region, boxes: Region): Region;
  cell(id: string, raw: string): Mask | null;
  region(known: Answers): Region;
  classify(table: DecisionTable, region: Region): Classified;
  divided(table: DecisionTable, region: Region): Region;
  holds(boxes: Region, region: Region): boolean | null;
  matters(id: string, region: Region): boolean;
  depends(boxes: Region, id: string, region: Region): boolean;
}

// ------------------------------------------------------------------------------------ due dates (pages/browser/interview.py)

/** Days as 2026-11-23. */
interface AnnouncedYear {
  source: string;
  off: string[];
  worked: string[];
}

/** A day of a ruler, as 2026-11-23. */
interface CountedDay {
  day: string;
  /** Which of those that are counted; 0 where it is not. */
  number: number;
  holiday: boolean;
  /** Whether it is a day of a weekend that is worked. */
  worked: boolean;
}

/** The last day of a limit by one reading of its unit; `low`: that of the lower number of a range. */
interface LastDay {
  unit: Unit;
  low: string;
  day: string;
  days: CountedDay[];
}

/** reckoning.js; days and moments as text. */
interface Reckoning {
  calendar: Workdays;
  today(): string;
  weekday(day: string): string;
  dayWords(day: string): string;
  /** By whose announcements days are known to be worked, of the years of some days. */
  sources(days: string[]): string;
  /** That we reckoned, and by whose announcements. */
  reckoned(days: string[]): string;
  remarks(limit: DatedLimit, unit: Unit, from: string, skipped: number): string;
}

/** ruler.js */
interface Rulers {
  /** One by each reading of the unit; none where no day follows. Throws an `UnannouncedYear`. */
  lastDays(limit: DatedLimit, from: string, skipped: number): LastDay[];
  ruler(from: string, days: CountedDay[]): HTMLElement;
  counting(from: string, last: LastDay[]): string;
}

/** dates.js; days are numbers since 1970 or text. `counted`, `last` and `working` throw an `UnannouncedYear`. */
interface Workdays {
  /** The days off and the days of weekends that are worked, as far as they are announced. */
  off: Set<number>;
  worked: Set<number>;
  working(day: number): boolean;
  rests(day: string): boolean;
  counted(unit: Unit, amount: number, start: string, skipped: number): string;
  last(unit: Unit, amount: number, start: string, skipped: number): string;
}

/** dates.js: how a day stands to a deadline of every year; days as 2026-09-30, empty where there is none. */
interface YearlyStanding {
  state: "open" | "over" | "shut";
  /** The last day that is still to come, the one before it, and when that time begins. */
  last: string;
  ended: string;
  begins: string;
  /** Days until the last. */
  left: number;
  advised: string;
  missed: boolean;
}

/** yearly.js */
interface Deadlines {
  /** How a day stands to a deadline, in words; empty where no day was entered. `found`: null where it has no date. */
  judged(deadline: ToldDeadline, on: string): { says: string; found: YearlyStanding | null };
  /** `on`: the day that was entered; empty where it is none. */
  row(deadline: ToldDeadline, on: string, address: string): HTMLElement;
}

/** dates.js */
interface Flow {
  before(said: Said[], ids: string[]): string[];
}

/** What a calendar takes along; days as 2026-11-23, moments as 2026-11-23T14:30. */
interface CalendarEntry {
  /** The same for the same limit. */
  id: string;
  from: string;
  last: string;
  /** When it is made, as 2026-11-23T14:30:00Z. */
  made: string;
  title: string;
  says: string;
  address: string;
}

/** From when a limit counts. */
interface Clock {
  /** By which its day is remembered. */
  key: string;
  /** What begins it, in the document's words or by the step before; empty where that is not stated. */
  name: string;
  /** Whether it counts hours. */
  timed: boolean;
  /** What is said of it with a day, what it is asked by, and what is said without a day. */
  form: string;
  label: string;
  waits: string;
  /** The steps at whose end it begins. */
  before?: string[];
}

interface UnannouncedYear extends Error {
  year: number;
}

/** Sentences by name, with places for values in braces. */
type Sentences<Names extends string> = Record<Names, string>;

/** `interview` of templates/words.yaml. */
type InterviewWords = Sentences<
  | "about" | "answer_now" | "answers" | "back" | "belongs" | "between" | "change" | "change_of" | "choose" | "colon" | "comma" | "count" | "count_days"
  | "differs" | "either" | "find_out" | "go_on" | "all_force" | "more_rows" | "why" | "if_either" | "if_found" | "last" | "maybe_defect" | "meant" | "more_questions" | "no_classes"
  | "no_days" | "none" | "not_number" | "not_value" | "or_none" | "pause" | "plan" | "possible" | "question" | "read" | "rest" | "ruled" | "semicolon" | "several"
  | "show" | "side_by_side" | "supposing" | "take" | "unfit" | "unknown" | "whole_guide"
> & {
  status: Record<Status, string>;
  costs: Sentences<"product" | "total">;
  standing: Record<string, string>;
  ruler: Sentences<"start" | "weekend" | "holiday" | "worked" | "moved" | "first" | "working" | "calm" | "calendar" | "source">;
  sheet: Sentences<
    | "by_window" | "by_answers" | "since" | "since_event" | "at_last" | "at_last_begins" | "between" | "alike" | "no_date" | "no_words" | "several" | "unannounced"
    | "clock" | "made" | "wanting" | "event" | "unstated" | "good" | "old" | "unread" | "choose"
  > & { wants: Sentences<"classes" | "limit" | "day"> };
  /** By kind the units of numbers, each with how many of the first it is; and signs that multiply a unit. */
  measures: Record<string, { unit: string; is: number }[]>;
  multiples: { sign: string; is: number }[];
  due: Sentences<
    | "address" | "begins" | "between" | "calendar" | "chained" | "date" | "differs" | "either" | "ends" | "entry" | "entry_begins"
    | "excludes" | "extends" | "from" | "from_step" | "from_unstated" | "half" | "label_starts" | "label_step" | "least"
    | "moved" | "none" | "not_day" | "note" | "nothing" | "open_day" | "ours" | "rest" | "skipped" | "unannounced" | "uncounted"
    | "until" | "waits" | "waits_clock" | "waits_starts" | "waits_step" | "waits_unstated"
  > & { reading: Record<string, string>; weekdays: string[]; months: string[] };
  yearly: Sentences<
    "open" | "last_day" | "over" | "shut" | "late_open" | "advised" | "advised_missed" | "no_day" | "no_event" | "ours" | "entry"
  >;
};

// ------------------------------------------------------------------------------------------------------- the interview

/** A guide as its scripts know it. */
interface Guide {
  address: string;
  data: GuideData;
  tables: Decide;
  telling: Telling;
}

/** nodes.js */
interface Nodes {
  all(node: ParentNode, selector: string): HTMLElement[];
  inputs(node: ParentNode, selector: string): HTMLInputElement[];
  /** Empty where it is not there; without what keeps its words on one line. */
  attribute(node: Element, name: string): string;
  fill(text: string, words: Record<string, string | number>): string;
  make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, text?: string, name?: string): HTMLElementTagNameMap[Tag];
  link(text: string, href: string, name?: string): HTMLAnchorElement;
  press(text: string, act: () => void, name?: string): HTMLButtonElement;
  /** In quotation marks, unless it has some of its own. */
  quoted(name: string): string;
}

/** answers.js: what is known of somebody, as it stands in an address, and what is told of that. */
interface KnownAnswers {
  /** Of some addresses, with what was loaded of each. */
  guides(addresses: string[]): Guide[];
  fragment(values: Answers): string;
  /** Null where the address leads to a place of the page. */
  read(): Answers | null;
  /** What is known of one guide; a picked class is known as the region in which it holds. */
  region(guide: Guide, known: Answers): Region;
  /** By table the classes that were picked. */
  picked(guide: Guide, known: Answers): Record<string, string>;
  /** By answers as they are, and by classes that were picked as the window has decided on them. */
  told(guide: Guide, known: Answers): Told;
  worded(input: NumberInput | ChoiceInput, value: string): string;
}

/** typed.js */
interface Typed {
  /** Decimal text in the unit of the question; null for what is no number, or in a unit that nobody knows. */
  number(text: string, unit: string): string | null;
  /**
   * Where several units of a kind meet in an interview: the number in another of them, what it would be if it was meant in that,
   * and whether that may be. `others`: the units of the other questions.
   */
  reading(value: string, unit: string, others: string[]): { words: Record<"base" | "amount" | "other", string>; doubtful: boolean } | null;
  /** A day as 2026-11-23; empty for what is none. */
  day(text: string): string;
}

/** case.js: the page of a guide under the answers. */
interface CasePage {
  show(found: Told | null): void;
  row(id: string): HTMLElement | undefined;
  copied(node: Element): Element;
}

/** The last days of some limits in words, from when they are counted, and that we reckoned. */
interface Latest {
  /** Each with the limits, by their cases, of which it is the last. */
  days: { day: string; of: string[] }[];
  says: string;
  ours: string;
}

/** due.js */
interface Due {
  show(found: Told, state: Answers): void;
  latest(ids: string[]): Latest | null;
  /** Fills in the letter. */
  write(ids: string[]): void;
}

/** What is told when undefined words are set aside; what would hold otherwise. */
interface Supposed {
  known: Answers;
  told: Told;
  notes: string[];
  otherwise: string[];
}

/** Where somebody stands by one table, and whether that is settled; or that the document does not speak of it. */
interface Verdict {
  text: string;
  sure: boolean;
}

/** An answer with the question it belongs to. */
interface Answered {
  id: string;
  name: string;
  words: string;
}

/** ticket.js */
interface Ticket {
  show(found: Told, supposed: Supposed, here: Region): string[];
  open(open: { id: string; words: string }[], go: (id: string) => void): void;
}

interface ResultParts {
  Ticket: new (box: HTMLElement, guide: Guide, page: CasePage, due: Due | null) => Ticket;
  verdicts(guide: Guide, found: Told, known: Answers, here: Region): Verdict[];
  days(box: HTMLElement, found: Told): string[];
  answersInto(box: HTMLElement, answers: Answered[], change: (id: string) => void): void;
}

// ------------------------------------------------------------------------------------ the finder (pages/browser/finder.py)

/** A utility in the index; a capital where its guide only refers to others. */
type Letter = string;

/** Name, slug (empty: as the name is read), code, syllables, letters of utilities and pages, what it covers. */
type PlaceRow = [name: string, slug: string, code: string, syllables: string, letters: string, covers: string] | TranslatedRow;
/** Of a page in another language: behind that the Chinese name of the place, and the syllables of it. */
type TranslatedRow = [
  name: string, slug: string, code: string, syllables: string, letters: string, covers: string, chinese: string, read: string
];

interface FinderIndex {
  places: PlaceRow[];
  /** By name of a class the guides that have it: position of the place, and letter. */
  classes: Record<string, string[]>;
  /** What guides are called that are not about connection, by position of the place and letter. */
  apart: Record<string, string>;
  /** By meaning the words for it, each with its syllables. */
  words: Record<string, [word: string, syllables: string][]>;
  idle: string[];
  /** What stands before and behind the number of a size. */
  sizes: Record<"before" | "after", string[]>;
  /** Groups of signs that look alike. */
  alike: string[];
  sounds: Record<string, string>;
  traditional: [traditional: string, simple: string];
  /** Every utility that is known. */
  services: Record<Letter, [address: string, name: string, service: string, provider: string]>;
  /** The names of each province of a place, by the two digits of its code; the first one is shown. */
  provinces: Record<string, string[]>;
  /** What behind the name of a province makes another place of it. */
  kinds: string[];
  /** The letters of the utilities that any place has. */
  here: string;
  says: FinderWords & Sentences<"placed">;
}

/** `finder` of templates/words.yaml. */
type FinderWords = Sentences<
  | "advice" | "all" | "among" | "button" | "colon" | "comma" | "count" | "covers" | "everywhere" | "here" | "lacks" | "more" | "no_search"
  | "no_texts" | "nothing" | "ours" | "semicolon" | "slip" | "texts" | "unknown"
> & Record<"elsewhere" | "kinds" | "sections" | "site", Record<string, string>>;

interface FoundPage {
  href: string;
  /** `site`, `city`, `guide`, or the name of a page with its slash. */
  kind: string;
  /** A position among the places; -1 for pages of the site. */
  place: number;
  service: Letter;
  section: string;
  classes: string[];
}

interface Found {
  results: FoundPage[];
  /** What is asked that these pages do not tell (`finder.elsewhere` of words.yaml); empty where nothing is. */
  elsewhere: string;
  /** The utilities that are meant. */
  services: Letter[];
  /** How many more there are. */
  more: number;
  /** What a place does not have: a utility or a page. */
  lacks: { place: number; service?: Letter; page?: string }[];
  slips: string[];
  unknown: string[];
  /** What is no place and no utility. */
  rest: string[];
  /** The only place (else -1) and the only utility (else empty) that is meant; the provinces of the places that are. */
  within: { place: number; parts: string[]; service: Letter };
}

interface DocumentEventMap {
  /** interview.js tells the page what is known of somebody, and where each guide's tables hold that. */
  "connectionguides:told": CustomEvent<{ known: Answers; regions: Record<string, Region> }>;
}

interface HTMLElementEventMap {
  /** finder.js tells fulltext.js on `.answers` what was found; `null` where nothing is asked. */
  found: CustomEvent<Found | null>;
}

// ------------------------------------------------------------------------------- pagefind.js, as far as it is used

interface PagefindPart {
  url: string;
  title?: string;
  excerpt: string;
  locations: number[];
}

interface PagefindPage extends PagefindPart {
  content: string;
  meta: { title: string };
  sub_results: PagefindPart[];
}

interface Pagefind {
  options(given: { excerptLength: number; baseUrl: string; basePath: string }): Promise<void>;
  mergeIndex(address: string, given: { excerptLength: number; baseUrl: string }): Promise<void>;
  search(
    query: string, options: { filters: Record<string, string> }
  ): Promise<{ results: { data(): Promise<PagefindPage> }[] }>;
}

// ------------------------------------------------------------------------------------------------------- the form

/** What is said beside a field, and whether it is a fault. */
interface Remark {
  text: string;
  bad: boolean;
}

/** Parts of a date as typed. */
type DateParts = Record<string, string>;

/** form.js: what was typed, whether the person is done with it, the unit. Empty is never wrong. */
interface FormChecks {
  uscc(typed: string, done: boolean): Remark;
  telephone(typed: string, done: boolean): Remark;
  number(typed: string, done: boolean, unit?: string | null): Remark;
  date(parts: DateParts, done: boolean): Remark;
}

/** `form` of templates/words.yaml, as far as scripts use it. */
type FormWords = Sentences<
  | "cannot_keep" | "comma" | "deleted" | "kept" | "loaded" | "loaded_partly" | "not_kept" | "not_ours" | "ok"
  | "required" | "sure"
> & {
  uscc: Sentences<"character" | "check" | "long" | "short" | "so_far">;
  telephone: Sentences<"bad">;
  number: Sentences<"bad" | "unit">;
  date: Sentences<"bad" | "hour" | "whole" | "year">;
};

// ------------------------------------------------------------------------- what a utility supplies (pages/browser/supply.py)

/** A short file as it is read: mappings and lists, every value a text. */
interface SuppliedTree {
  [key: string]: unknown;
}

type SuppliedPath = (string | number)[];

/** A field of an entry. */
interface SupplyField {
  key: string;
  type: "text" | "long" | "telephone" | "web" | "date" | "number" | "flag" | "choice";
  label: string;
  hint?: string;
  must?: boolean;
  unless?: string[];
  else?: string;
  from?: string;
  options?: { words: string; value: unknown }[];
  options_of?: "classes";
  value?: string;
  kind?: string;
  more?: boolean;
}

interface SupplyGroup {
  id: string;
  kinds: string[];
  title: string;
  hint?: string;
  section: string;
  of?: Record<string, string[]>;
  new?: SuppliedTree;
  inside?: SuppliedTree;
  rows?: string;
  stem?: string;
  need?: boolean;
  once?: boolean;
  alone?: boolean;
  about?: string[];
  add?: string;
  fields: SupplyField[];
}

/** `templates/supply.yaml`. */
interface SupplyForm {
  steps: { id: string; title: string; groups: SupplyGroup[] }[];
  keys: string[];
  rules: Record<string, { bad: boolean; says: string; at?: string }>;
  names: Record<string, string>;
  letter: Record<string, string>;
  page: Record<string, string>;
}

/** As much of a JSON Schema as that of a short file uses. */
interface JsonSchema {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  type?: string;
  enum?: string[];
  const?: string;
  format?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  minItems?: number;
}

/** assets/supply-form.js */
interface SupplyData {
  form: SupplyForm;
  schema: JsonSchema;
  /** What is left to be filled in; what the basis of a fee is called; names of papers that name none, as a pattern. */
  signs: Record<"to_fill" | "basis" | "vague", string>;
}

/** What is known of a guide before its utility says anything. */
interface SupplyKnown {
  address: string;
  place: string;
  service: string;
  classes: { words: string; value: SuppliedTree }[];
  taken: Record<string, string[]>;
  limits: { when: SuppliedTree; unit: string; most: string; says: string }[];
  have: string[];
  asked: string[];
}

/** known.js beside the form of a guide. */
interface SupplyOfGuide {
  known: SupplyKnown;
  /** The utility's own file, empty where there is none, and the comments that it begins with. */
  tree: SuppliedTree;
  head: string;
}

/** What a rule has to say: its name, where, and the words of the document that it names. */
interface SupplyRemark {
  rule: string;
  at: SuppliedPath;
  document: string;
}

/** supplied.js */
interface Supplied {
  tidy(text: string): string;
  path(key: string): SuppliedPath;
  value(entry: SuppliedTree, at: SuppliedPath): unknown;
  put(entry: SuppliedTree, at: SuppliedPath, given: unknown): void;
  entries(form: SupplyForm, tree: SuppliedTree, group: SupplyGroup): SuppliedTree[];
  add(tree: SuppliedTree, group: SupplyGroup): SuppliedTree;
  remove(tree: SuppliedTree, group: SupplyGroup, gone: SuppliedTree[]): void;
  isBlank(entry: SuppliedTree, group: SupplyGroup): boolean;
  settled(form: SupplyForm, tree: SuppliedTree, taken: Record<string, string[]>): SuppliedTree;
  written(tree: SuppliedTree, head?: string): string;
  /** Throws an error with the `line` that it cannot read. */
  read(text: string): { tree: SuppliedTree; head: string };
  remarks(data: SupplyData, tree: SuppliedTree, known: SupplyKnown): SupplyRemark[];
  lacking(data: SupplyData, tree: SuppliedTree, known: SupplyKnown): string[];
  letter(data: SupplyData, tree: SuppliedTree, known: SupplyKnown): string;
  fileName(known: SupplyKnown): string;
}

// ------------------------------------------------------------------------------------------------------ what is shared

/**
 * `window.connectionGuides`, the only name that the pages take. Each script adds members, and makes the object where it is
 * the first; what may be left out is not on every page that asks for it.
 */
interface ConnectionGuides {
  /** addresses.js: a part of an address as text; `otherwise` where it is none. */
  decoded<Otherwise>(text: string, otherwise: Otherwise): string | Otherwise;
  /** addresses.js: text without halves of signs. */
  whole(text: string): string;

  /** tables.js beside each guide: what its page decides and tells by, by the guide's address. */
  guides?: Record<string, GuideData>;
  /** assets/words.js: what the interview says. */
  words: InterviewWords;
  /** assets/words.js: the days off and the days worked instead, by year, as far as they are announced. */
  years: Record<string, AnnouncedYear>;
  /** decide.js: classes and conditions by the answers. */
  Decide?: new (data: Pick<GuideData, "inputs"> & Partial<GuideData>) => Decide;
  /** told.js: what holds for somebody, of all that is said of a guide. */
  Telling?: new (data: TellingData) => Telling;
  /** dates.js, only on the pages of guides: due dates. */
  Workdays?: { new (years: Record<string, AnnouncedYear>): Workdays; weekday(day: string): number };
  /** dates.js: the order of steps. */
  Flow?: new (statements: Statement[]) => Flow;
  /** nodes.js, typed.js, case.js, due.js, ticket.js: the parts of the interview. */
  nodes?: Nodes;
  typed: Typed;
  answers?: KnownAnswers;
  reckoning?: Reckoning;
  yearly?(deadline: EveryYear & { by: string }, on: string): YearlyStanding;
  deadlines?: Deadlines;
  ruler?: Rulers;
  CasePage?: new (tools: HTMLElement) => CasePage;
  Due?: new (box: HTMLDetailsElement, guide: Guide, changed: (values: Answers) => void) => Due;
  ticket?: ResultParts;
  /** costs.js: what somebody pays, as far as it can be reckoned. */
  costs?(found: Told, answers: Answers): ReckonedCosts;
  /** dates.js: the file that a calendar takes a due date from. */
  calendarEntry(given: CalendarEntry): string;

  /** assets/finder-index.js: what the finder finds by, and what it says. */
  index?: FinderIndex;
  /** find.js: what a query finds. */
  find?(query: string): Found;
  /** find.js: the provinces of some places, each as the parts of the full-text index are called. */
  parts?(places: number[]): string[];

  /** assets/form-words.js: what the form says. */
  formWords: FormWords;
  /** form.js: the checks of what is typed, for tests. */
  formChecks: FormChecks;

  /** assets/supply-form.js: what a utility is asked, and the schema of its file; as templates/supply.yaml has it. */
  supplyForm: SupplyData & object;
  /** known.js beside the form: what is known of the guide, and its file; a tree that the schema of short files describes. */
  supply: SupplyOfGuide & object;
  /** supplied.js: the short file. */
  supplied: Supplied;
}

interface Window {
  connectionGuides?: Partial<ConnectionGuides>;
}
