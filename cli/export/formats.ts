/**
 * The formats of `oml2 export`.
 *
 * @module
 */
import { csvEncoder } from "../../export/csv/csv_encoder.ts";
import { jsonlEncoder } from "../../export/jsonl/jsonl_encoder.ts";
import type { MakeEncoder } from "../../export/table_encoder.ts";
import type { ExportFormat } from "../flags/export_flags.ts";

/** A format that writes each table into a file of its own. */
export interface TableFormat {
  /** What the names of its files end in. */
  readonly extension: string;
  /** Whether it is not for terminals. */
  readonly isBinary: boolean;
  /** Returns what creates the encoder of a table. */
  load(): Promise<MakeEncoder>;
}

/** The formats of tables by name; the other one has the whole experiment. */
export const TABLE_FORMATS: ReadonlyMap<ExportFormat, TableFormat> = new Map<
  ExportFormat,
  TableFormat
>([
  ["csv", {
    ...{ extension: "csv", isBinary: false },
    load: () => Promise.resolve(csvEncoder),
  }],
  ["jsonl", {
    ...{ extension: "jsonl", isBinary: false },
    load: () => Promise.resolve(jsonlEncoder),
  }],
  ["parquet", {
    ...{ extension: "parquet", isBinary: true },
    // Its package is loaded only if it is used.
    load: async () =>
      (await (import(
        "../../export/parquet/parquet_encoder.ts" as string
      ) as Promise<
        typeof import("../../export/parquet/parquet_encoder.ts")
      >)).parquetEncoder,
  }],
]);
