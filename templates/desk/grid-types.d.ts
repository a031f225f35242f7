// What the program answers of tables of classes (call `table`). Read by editors and `make check`, never by a browser.
import type { Data } from "./types.js";

export interface GridForm {
  form: string;
  /** The type of input that it is for; empty: for each. */
  for: "number" | "boolean" | "enumeration" | "";
  label: string;
  shown: string;
  /** The test, in which `{low}`, `{high}`, `{values}` are filled in. */
  feel: string;
  asks: ("low" | "high")[];
}

export interface GridOption {
  value: string;
  label: string;
  test: string;
  quoted: string;
}

export interface GridCell {
  /** A form, or `other` for a test that has none, as it is in `text`. */
  form: string;
  low: string;
  high: string;
  values: string[];
  text: string;
  shown: string;
  test: Data;
}

export interface GridRow {
  table: string;
  id: string;
  name: string;
  row: number;
  rest: boolean;
  cited: boolean;
  cells: Record<string, GridCell>;
}

/** What is over a column: an input, or a table. */
export interface GridAxis {
  id: string;
  name: string;
  unit: string;
  type: string;
  options: GridOption[];
  cells: string[];
}

export interface GridRegion {
  table: string;
  kind: "gap" | "overlap";
  classes: string[];
  names: string[];
  says: string;
  example: string;
  known: boolean;
  /** The id under which it is recorded. */
  defect: string | null;
  /** The entry that records it; null where it has too many parts to be the document's own. */
  record: Record<string, Data> | null;
  /** What overlaps of one cause have in common; of new ones. */
  group?: string;
  /** The cell to look at first; of new ones. */
  at?: { id: string; row: number; input: string } | null;
  /** Of recorded ones: the table has no such thing there. */
  imagined?: boolean;
  because?: string;
}

export interface GridMap {
  table: string;
  /** Of whom it is, where there are several. */
  title: string;
  /** Of whom all maps of the table are. */
  all: string;
  across: { name: string; unit: string; labels: string[] };
  down: { name: string; unit: string; labels: string[] };
  cells: { kind: "class" | "gap" | "overlap" | "outside"; classes: string[]; names: string[]; known: boolean; regions: number[] }[][];
}

export interface GridFault {
  section: string;
  id: string;
  /** `rows.0.flow` */
  field: string;
  severity: string;
  code: string;
  zh: string;
  en: string;
}

/** The tables of a utility as they stand (call `table`). */
export interface Grid {
  forms: GridForm[];
  tables: { id: string; name: string; columns: string[]; sure: boolean }[];
  rows: GridRow[];
  axes: GridAxis[];
  maps: GridMap[];
  regions: GridRegion[];
  findings: GridFault[];
  faults: GridFault[];
}
