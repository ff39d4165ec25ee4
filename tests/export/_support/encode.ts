import { Buffer } from "node:buffer";
import type { ColumnShape } from "../../../archive/archive.ts";
import { columnShapes } from "../../../archive/column_shapes.ts";
import { SenderNames } from "../../../archive/sender_names.ts";
import { parseSchema } from "../../../codec/values/schema.ts";
import {
  encodeTable,
  type MakeEncoder,
} from "../../../export/table_encoder.ts";
import type { ExactRows, ExactValue } from "../../../stored/stored.ts";

/** A stored row. */
export interface Row {
  readonly sender?: number;
  readonly seq?: number;
  readonly client?: number | null;
  readonly server?: number | null;
  readonly values: readonly ExactValue[];
}

/** Rows of a table, as they are read in one block. */
function blockOf(rows: readonly Row[], columns: number): ExactRows {
  return {
    count: rows.length,
    ids: rows.map((_, i) => i + 1),
    senders: rows.map(({ sender = 1 }) => sender),
    seqs: rows.map(({ seq }, i) => seq ?? i + 1),
    client: rows.map(({ client = 0 }) => client),
    server: rows.map(({ server = 0.5 }) => server),
    values: Array.from(
      { length: columns },
      (_, i) => rows.map(({ values }) => values[i]),
    ),
  };
}

/** The columns of a schema, `INDEX NAME FIELD:TYPE ...`. */
function columnsOf(schema: string): ColumnShape[] {
  const { name, fields } = parseSchema(schema);
  const entry = { subject: "", key: `table_${name}`, value: schema };
  return columnShapes(name, fields, [entry]);
}

/** What to encode. */
export interface EncodedTable {
  /** `INDEX NAME FIELD:TYPE ...` */
  readonly schema: string;
  /** The rows, block by block. */
  readonly blocks: readonly (readonly Row[])[];
  /** Names of the senders from 1 on. */
  readonly senders?: readonly string[];
  readonly origin?: number;
}

/** The bytes of a file with these rows. */
export async function encode(
  make: MakeEncoder,
  { schema, blocks, senders = ["s1"], origin }: EncodedTable,
): Promise<Uint8Array> {
  const columns = columnsOf(schema);
  const shape = { name: parseSchema(schema).name, rows: 0, columns };
  const names = new SenderNames(
    senders.map((name, i) => ({ id: i + 1, name })),
  );
  async function* read() {
    for (const rows of blocks) yield blockOf(rows, columns.length);
  }
  const encoder = make({
    ...{ shape, senders: names, experiment: { name: "lab", startTime: 1_000 } },
    ...origin === undefined ? {} : { origin },
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of encodeTable(encoder, read())) {
    pieces.push(piece.slice());
  }
  return Buffer.concat(pieces);
}

/** The same as text. */
export async function encodeText(
  make: MakeEncoder,
  table: EncodedTable,
): Promise<string> {
  return new TextDecoder().decode(await encode(make, table));
}
