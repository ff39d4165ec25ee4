/**
 * Reads a measurement table from the pages of its file, in a fraction of the
 * time of a query, as long as no program writes to it.
 *
 * @module
 */
import type { ColumnShape } from "../../../archive/archive.ts";
import {
  type FileState,
  fileState,
  resolvedState,
} from "../../../archive/sqlite/file_state.ts";
import type { StoredTable } from "../../../archive/sqlite/catalogue.ts";
import type { ReadDatabase } from "../../../archive/sqlite/read_database.ts";
import { unixTime } from "../../../shared/unix_time.ts";
import type { ExactRows } from "../../stored.ts";
import { type LeafEnd, LeafRows } from "./leaf_rows.ts";
import { PageColumn } from "./page_column.ts";
import { PageFile } from "./page_file.ts";
import { recordLayout } from "./record_layout.ts";
import { StandardColumns } from "./standard_columns.ts";
import { type Leaves, tableLeaves } from "./table_leaves.ts";

/**
 * Milliseconds after a change of a file in which the time of the next change
 * may be the same.
 */
const SAME_TIME_MS = 1000;

/** Rows from pages, valid until the next ones are read. */
export interface PageRows {
  /** The rows. */
  readonly rows: ExactRows;
  /** The last id that was looked at. */
  readonly lastId: number;
}

/** What is read. */
export interface PagePart {
  /** The path of the file. */
  readonly path: string;
  /** The table. */
  readonly table: StoredTable;
  /** The measured columns. */
  readonly columns: readonly ColumnShape[];
  /** The last id. */
  readonly to: number;
}

/** Where a block ended. */
interface Place {
  readonly after: number;
  readonly leaves: Leaves;
}

/** A table in a file that does not change. */
export class TablePages implements Disposable {
  readonly #state: FileState;
  readonly #file: PageFile;
  readonly #root: number;
  readonly #to: number;
  readonly #rows = new LeafRows();
  readonly #standard: StandardColumns;
  readonly #columns: readonly PageColumn[];
  #place: Place | undefined;

  private constructor(
    { state, file, root }: {
      readonly state: FileState;
      readonly file: PageFile;
      readonly root: number;
    },
    names: readonly string[],
    { columns, to }: PagePart,
  ) {
    this.#state = state;
    this.#file = file;
    this.#root = root;
    this.#to = to;
    const { block } = this.#rows;
    this.#standard = new StandardColumns(block);
    this.#columns = columns.map(({ type }) => new PageColumn(block, type));
    const byName = new Map([
      ...this.#standard.byName,
      ...columns.map(({ name }, i) => [name, this.#columns[i]] as const),
    ]);
    const last = names.findLastIndex((name) => byName.has(name));
    this.#rows.select(
      names.slice(0, last + 1).map((name) => byName.get(name)),
    );
  }

  /** Opens a file; `undefined` if only SQLite can read it. */
  static open(
    database: ReadDatabase,
    part: PagePart,
  ): TablePages | undefined {
    const state = fileState(part.path);
    if (!isAtRest(state)) return undefined;
    const layout = recordLayout(database, part.table);
    if (layout === undefined) return undefined;
    const file = PageFile.open(state.path);
    if (file === undefined) return undefined;
    const { root, columns } = layout;
    return new TablePages({ state, file, root }, columns, part);
  }

  /** Reads the rows after the id `after`; `undefined` if only SQLite can. */
  read(after: number): PageRows | undefined {
    const place = this.#place?.after === after ? this.#place : {
      after,
      leaves: tableLeaves(this.#file, this.#root, after),
    };
    this.#place = undefined;
    const rows = this.#rows;
    rows.clear();
    const end = this.#addLeaves(place);
    const { count, ids } = rows;
    if (end === "unreadable row" && count === 0) return undefined;
    if (!this.#isSame()) return undefined;
    const last = count === 0 ? after : ids[count - 1];
    if (end === "next leaf") {
      this.#place = { after: last, leaves: place.leaves };
    }
    ids.length = count;
    return {
      lastId: end === "last id" ? this.#to : last,
      rows: {
        ...{ count, ids },
        ...this.#standard.read(),
        values: this.#columns,
      },
    };
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }

  #addLeaves({ after, leaves }: Place): LeafEnd {
    const rows = this.#rows;
    const wanted = { after, to: this.#to };
    while (!rows.block.isFull) {
      const { value: leaf, done } = leaves.next();
      if (done) return "last id";
      if (leaf === undefined) return "unreadable row";
      const end = rows.add(leaf, wanted);
      if (end !== "next leaf") return end;
    }
    return "next leaf";
  }

  /** Whether nothing was written since it was opened. */
  #isSame(): boolean {
    return resolvedState(this.#state.path).version === this.#state.version;
  }
}

/** Whether all of a database is in its file, and any change will show. */
function isAtRest({ logBytes = 0, hasJournal, changedAt }: FileState): boolean {
  const age = unixTime(performance.now()) - changedAt;
  return logBytes === 0 && !hasJournal && age > SAME_TIME_MS;
}
