import type { OmlType } from "../../codec/values/oml_type.ts";
import type { OmlValue } from "../../codec/values/oml_value.ts";
import {
  METADATA_SCHEMA,
  parseSchema,
  type Schema,
} from "../../codec/values/schema.ts";
import { TableBatch } from "../../server/batches/table_batch.ts";
import { VectorJson } from "../../server/batches/vector_json.ts";
import type {
  Database,
  Flush,
  Store,
  TableDefinition,
} from "../../server/rows/store.ts";
import type { SeedExperiment } from "../_support/archive_seed.ts";
import { addRow, type Cell } from "../server/_support/cells.ts";

/** Rows of one transaction. */
const FLUSH_ROWS = 20_000;

/**
 * Stores an experiment as a server does; existing senders and tables are used
 * again.
 */
export async function storeExperiment(
  store: Store,
  seed: SeedExperiment,
): Promise<void> {
  const database = await store.open(seed.name);
  try {
    await fill(database, seed);
  } finally {
    await database.close();
  }
}

async function fill(database: Database, seed: SeedExperiment): Promise<void> {
  const ids = new Map<string, number>();
  for (const sender of seed.senders) {
    const { startTime } = seed;
    const { senderId } = await database.join({ sender, startTime });
    ids.set(sender, senderId);
  }
  const id = (sender: string) => ids.get(sender) ?? 0;
  await database.write(extras(seed, id));
  for (const [handle, { schema, rows }] of (seed.tables ?? []).entries()) {
    const parsed = parseSchema(schema);
    for (let from = 0; from === 0 || from < rows.length; from += FLUSH_ROWS) {
      const batch = new TableBatch(handle, parsed);
      for (const row of rows.slice(from, from + FLUSH_ROWS)) {
        const { sender, seq, client, server, values } = row;
        const standard = [BigInt(id(sender)), BigInt(seq), client, server];
        addRow(batch.cells, [...standard, ...cellsOf(parsed, values)]);
      }
      const tables = from === 0 ? [{ handle, schema: parsed }] : [];
      await database.write(flush({ tables, batches: [batch] }));
    }
  }
}

function extras(
  { metadata = [], rejects = [], conversions = [] }: SeedExperiment,
  id: (sender: string) => number,
): Flush {
  const handle = 1_000_000;
  const batch = new TableBatch(handle, METADATA_SCHEMA);
  metadata.forEach(({ sender, subject, key, value }, i) => {
    const standard = [BigInt(id(sender)), BigInt(i), 0, 0];
    addRow(batch.cells, [...standard, subject, key, value]);
  });
  const samples = rejects.map(({ sender, time, stream, reason, raw }) => {
    const bytes = new TextEncoder().encode(raw);
    return {
      ...{ senderId: id(sender), arrival: time, stream, reason },
      ...{ raw: bytes, length: bytes.length },
    };
  });
  return {
    ...flush({
      tables: [{ handle, schema: METADATA_SCHEMA }],
      batches: [batch],
    }),
    rejects: samples,
    rejectCounts: samples.map(({ senderId, stream, reason }) => ({
      ...{ senderId, stream, reason },
      count: 1,
    })),
    conversions: conversions.map(({ sender, count, field, kind }) => ({
      ...{ senderId: id(sender), stream: 1, field, kind },
      ...{ count, texts: [] },
    })),
  };
}

function flush(
  { tables, batches }: {
    readonly tables: readonly TableDefinition[];
    readonly batches: readonly TableBatch[];
  },
): Flush {
  return {
    tables,
    rows: batches.flatMap(({ handle, cells: batch }) => {
      const cells = batch.take();
      return cells.offsets.length === 0 ? [] : [{ handle, cells }];
    }),
    rejects: [],
    rejectCounts: [],
    conversions: [],
    progress: [],
  };
}

function cellsOf(schema: Schema, values: readonly OmlValue[]): Cell[] {
  return schema.fields.map(({ type }, i) => cellOf(type, values[i] ?? null));
}

function cellOf(type: OmlType, value: OmlValue): Cell {
  if (value === null || typeof value === "string") return value;
  if (value instanceof Uint8Array) return value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "object") return vectorText(type, value);
  if (type === "double") return Number(value);
  return BigInt(value);
}

function vectorText(
  type: OmlType,
  vector: readonly (number | bigint | boolean)[],
): string {
  const json = new VectorJson();
  const is64 = type === "[int64]" || type === "[uint64]";
  json.add({
    // A vector of the schema has one of the types of elements.
    type: type.slice(1, -1) as "double",
    length: vector.length,
    isLast: true,
    numbers: Float64Array.from(is64 ? [] : vector.map(Number)),
    integers: BigInt64Array.from(is64 ? vector.map((v) => BigInt(v)) : []),
  });
  return new TextDecoder().decode(json.bytes.subarray(0, json.length));
}
