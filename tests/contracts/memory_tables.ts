/**
 * The data of the store in memory: tables, as other programs read them.
 *
 * @module
 */
import { TABLE_KEY } from "../../codec/values/measurement_table.ts";
import {
  METADATA_SCHEMA,
  STANDARD_COLUMNS,
} from "../../codec/values/schema.ts";
import type { KeptRejects } from "../../server/rows/reject_limits.ts";
import {
  describeTable,
  type TableDescription,
  TableNames,
} from "../../server/rows/table_names.ts";

/** A row of any table. */
export type Row = Record<string, unknown>;

const METADATA = METADATA_SCHEMA.name;

/** The data of one experiment: its tables, as another program reads them. */
export class MemoryTables {
  readonly #tables = new Map<string, Row[]>();

  /** A new experiment has its senders and its metadata. */
  constructor() {
    this.rows("_senders");
    this.addMetadata(...describeTable(METADATA, METADATA_SCHEMA));
  }

  /** The names of all tables. */
  get names(): string[] {
    return [...this.#tables.keys()];
  }

  /** The rows of a table, which is created if missing. */
  rows(name: string): Row[] {
    const rows = this.#tables.get(name) ?? [];
    this.#tables.set(name, rows);
    return rows;
  }

  /** Adds a row of the server's own metadata. */
  addMetadata(key: string, value: string): void {
    const rows = this.rows(METADATA);
    const nothing = STANDARD_COLUMNS.map(({ name }) => [name, null]);
    rows.push({
      ...Object.fromEntries(nothing),
      ...{ oml_tuple_id: rows.length + 1, subject: null, key, value },
    });
  }

  /** The server's own metadata. */
  get metadata(): TableDescription[] {
    return this.rows(METADATA)
      .filter(({ oml_sender_id }) => oml_sender_id === null)
      .map(({ key, value }) => [String(key), String(value)]);
  }

  /** The limits for stored rejected samples. */
  get rejects(): KeptRejects {
    const rows = this.rows("_oml_rejected");
    const rejectBytes = rows.reduce(
      (sum, { raw }) => sum + (raw instanceof Uint8Array ? raw.length : 0),
      0,
    );
    return { rejectRows: rows.length, rejectBytes };
  }

  /** The row with these values, which is added if missing. */
  rowWith(table: string, key: Row): Row {
    const rows = this.rows(table);
    const names = Object.keys(key);
    const found = rows.find((row) => names.every((n) => row[n] === key[n]));
    if (found !== undefined) return found;
    const row = { ...key };
    rows.push(row);
    return row;
  }

  /** The measurement tables. */
  get tableNames(): TableNames {
    const described = this.metadata.filter(([key]) =>
      key.startsWith(TABLE_KEY)
    );
    return new TableNames({ names: this.names, described });
  }
}
