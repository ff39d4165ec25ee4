import { columnShapes } from "../../archive/column_shapes.ts";
import type { MetadataEntry } from "../../archive/archive.ts";
import { numberCell, toBase64 } from "../../archive/cell_values.ts";
import type { CellValue } from "../../archive/rows.ts";
import type { OmlValue } from "../../codec/values/oml_value.ts";
import { parseSchema } from "../../codec/values/schema.ts";
import type { SeedExperiment, SeedTable } from "./archive_seed.ts";
import type { MemoryExperiment, MemoryTable } from "./memory_archive.ts";

/** An experiment of a {@linkcode MemoryArchive}, with more of it if given. */
export function memoryExperiment(
  seed: SeedExperiment,
  old?: MemoryExperiment,
): MemoryExperiment {
  const metadata = metadataOf(seed, old);
  const fresh = (seed.tables ?? []).map((table) =>
    memoryTable(table, metadata, old)
  );
  const names = new Set(fresh.map(({ name }) => name));
  const kept = old?.tables.filter(({ name }) => !names.has(name)) ?? [];
  const totals = Map.groupBy(seed.conversions ?? [], ({ sender }) => sender);
  return {
    name: seed.name,
    startTime: old?.startTime ?? seed.startTime,
    senders: [...new Set([...old?.senders ?? [], ...seed.senders])],
    tables: [...kept, ...fresh],
    metadata,
    rejects: seed.rejects?.map(({ raw, ...sample }, i) => ({
      ...sample,
      id: i + 1,
      raw: toBase64(new TextEncoder().encode(raw)),
      length: raw.length,
    })),
    conversions: [...totals].map(([sender, all]) => ({
      sender,
      count: all.reduce((sum, { count }) => sum + count, 0),
    })),
  };
}

function metadataOf(
  { startTime, tables = [], metadata = [] }: SeedExperiment,
  old: MemoryExperiment | undefined,
): MetadataEntry[] {
  const start = { subject: ".", key: "start_time", value: `${startTime}` };
  return [
    ...old?.metadata ?? [],
    ...startTime === undefined || old !== undefined ? [] : [start],
    ...tables.map(({ schema }) => ({
      subject: ".",
      key: `table_${parseSchema(schema).name}`,
      value: schema,
    })),
    ...metadata,
  ];
}

function memoryTable(
  { schema, rows }: SeedTable,
  metadata: readonly MetadataEntry[],
  old: MemoryExperiment | undefined,
): MemoryTable {
  const { name, fields } = parseSchema(schema);
  const before = old?.tables.find((table) => table.name === name)?.rows ?? [];
  const names = fields.map((field) => field.name);
  return {
    name,
    columns: columnShapes(name, fields, metadata),
    rows: [
      ...before,
      ...rows.map(({ values, ...row }, i) => ({
        ...row,
        id: before.length + i + 1,
        values: Object.fromEntries(
          names.map((name, i) => [name, cellOf(values[i] ?? null)]),
        ),
      })),
    ],
  };
}

function cellOf(value: OmlValue): CellValue {
  if (value instanceof Uint8Array) return toBase64(value);
  if (typeof value === "number") return numberCell(value);
  if (typeof value === "bigint") {
    return Number.isSafeInteger(Number(value)) ? Number(value) : `${value}`;
  }
  if (typeof value === "object" && value !== null) {
    return Array.from<number | bigint | boolean, CellValue>(value, cellOf);
  }
  return value;
}
