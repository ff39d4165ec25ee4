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
  /** Creates the encoder of a table. */
  readonly encoder: MakeEncoder;
}

/** The formats by name. */
export const TABLE_FORMATS: Readonly<Record<ExportFormat, TableFormat>> = {
  csv: { extension: "csv", encoder: csvEncoder },
  jsonl: { extension: "jsonl", encoder: jsonlEncoder },
};
