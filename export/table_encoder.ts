/**
 * The contract of the formats that write one table into one file.
 *
 * @module
 */
import type { ExperimentDescription, TableShape } from "../archive/archive.ts";
import type { SenderNames } from "../archive/sender_names.ts";
import type { ExactRows } from "../stored/stored.ts";

/** A table that is written. */
export interface ExportedTable {
  /** Its name and its columns. */
  readonly shape: TableShape;
  /** The experiment that it belongs to. */
  readonly experiment: Pick<ExperimentDescription, "name" | "startTime">;
  /** The names of the senders. */
  readonly senders: SenderNames;
  /**
   * The start of the experiment, UNIX seconds, if times are written as points
   * in time; otherwise they are seconds since the start, as stored.
   */
  readonly origin?: number;
}

/** Turns the rows of a table into the bytes of a file. */
export interface TableEncoder {
  /** What precedes the rows. */
  begin(): Uint8Array;
  /** The bytes of the next rows, valid until the next call. */
  rows(rows: ExactRows): Uint8Array;
  /** What follows the rows. */
  end(): Uint8Array;
}

/** Creates the encoder of a table. */
export type MakeEncoder = (table: ExportedTable) => TableEncoder;

/** The columns in front of a table's own. */
export interface LeadingColumns {
  /** The name of the sender. */
  readonly sender: string;
  /** `oml_seq`. */
  readonly seq: string;
  /** The client's time. */
  readonly client: string;
  /** The server's time. */
  readonly server: string;
}

/**
 * The names of the columns in front. A name that a column of the table has,
 * in any case, gets `_` appended.
 */
export function leadingColumns(
  { shape, origin }: Pick<ExportedTable, "shape" | "origin">,
): LeadingColumns {
  const taken = new Set(shape.columns.map(({ name }) => name.toLowerCase()));
  const free = (name: string): string =>
    taken.has(name) ? free(`${name}_`) : name;
  const clock = origin === undefined ? "oml_ts" : "oml_utc";
  return {
    sender: free("oml_sender"),
    seq: "oml_seq",
    client: free(`${clock}_client`),
    server: free(`${clock}_server`),
  };
}

/** The bytes of a file, with the rows of `blocks`. */
export async function* encodeTable(
  encoder: TableEncoder,
  blocks: AsyncIterable<ExactRows>,
): AsyncGenerator<Uint8Array> {
  yield encoder.begin();
  for await (const rows of blocks) yield encoder.rows(rows);
  yield encoder.end();
}
