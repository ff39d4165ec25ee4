/**
 * Tables as Parquet files.
 *
 * @module
 */
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { ExactColumn, ExactRows } from "../../stored/stored.ts";
import { ExportError } from "../errors.ts";
import {
  type ExportedTable,
  leadingColumns,
  type TableEncoder,
} from "../table_encoder.ts";
import { unixMicroseconds } from "../unix_microseconds.ts";
import {
  columnOf,
  doubleColumn,
  integerColumn,
  type ParquetColumn,
  type ParquetValue,
  textColumn,
  timestampColumn,
} from "./parquet_columns.ts";

/** The most rows of a row group, all of which are in memory. */
const GROUP_ROWS = 8 * 1024;

/** The size at which a row group is written, in bytes of values. */
const GROUP_BYTES = 2 * 2 ** 20;

/** Bytes of a value that has no length. */
const VALUE_BYTES = 8;

/** The encoder of a table. */
export function parquetEncoder(table: ExportedTable): TableEncoder {
  return new ParquetEncoder(table);
}

/** Collects rows, and writes them as a row group when there are enough. */
class ParquetEncoder implements TableEncoder {
  readonly #bytes = new ByteWriter();
  readonly #writer: ParquetWriter;
  readonly #table: ExportedTable;
  readonly #columns: readonly ParquetColumn[];
  /** The values of the row group, for each column. */
  #values: ParquetValue[][];
  #size = 0;

  constructor(table: ExportedTable) {
    this.#table = table;
    this.#columns = columnsOf(table);
    this.#values = this.#columns.map(() => []);
    const { shape, experiment: { name, startTime } } = table;
    this.#writer = new ParquetWriter({
      writer: this.#bytes,
      schema: [
        { name: shape.name, num_children: this.#columns.length },
        ...this.#columns.flatMap(({ elements }) => elements),
      ],
      createdBy: "oml2-ts",
      kvMetadata: [
        { key: "oml_experiment", value: name },
        ...startTime === undefined
          ? []
          : [{ key: "oml_start_time", value: String(startTime) }],
      ],
    });
  }

  begin(): Uint8Array {
    return this.#take();
  }

  rows(rows: ExactRows): Uint8Array {
    this.#columnValues(rows).forEach((values, i) => this.#add(i, values, rows));
    const { length } = this.#values[0];
    if (length >= GROUP_ROWS || this.#size >= GROUP_BYTES) this.#writeGroup();
    return this.#take();
  }

  end(): Uint8Array {
    this.#writeGroup();
    this.#writer.finish();
    return this.#take();
  }

  /** The values of all columns of the file. */
  #columnValues(
    { senders, seqs, client, server, values }: ExactRows,
  ): readonly ExactColumn[] {
    const { senders: names, origin } = this.#table;
    const times = (seconds: readonly (number | null)[]) =>
      origin === undefined
        ? seconds
        : seconds.map((each) =>
          each === null ? null : unixMicroseconds(origin, each)
        );
    return [
      ...[senders.map((id) => names.name(id)), seqs],
      ...[times(client), times(server)],
      ...values,
    ];
  }

  #add(i: number, values: ExactColumn, { ids }: ExactRows): void {
    const { name, convert } = this.#columns[i];
    const collected = this.#values[i];
    for (let row = 0; row < values.length; row++) {
      const value = values.at(row) ?? null;
      const converted = value === null ? null : convert(value);
      if (converted === undefined) {
        throw new ExportError(
          `Cannot write row ${ids[row]} of ${this.#table.shape.name} as ` +
            `Parquet: the type of column ${name} does not have its value`,
          { hint: "export it as CSV" },
        );
      }
      collected.push(converted);
      this.#size += sizeOf(converted);
    }
  }

  #writeGroup(): void {
    const columnData = this.#columns.map(({ name }, i) => ({
      ...{ name, data: this.#values[i], offsetIndex: false },
    }));
    this.#values = this.#columns.map(() => []);
    this.#size = 0;
    this.#writer.write({ columnData, rowGroupSize: Infinity });
  }

  /** What the writer has written, which makes room for more. */
  #take(): Uint8Array {
    const bytes = this.#bytes.getBytes();
    this.#bytes.index = 0;
    return bytes;
  }
}

function columnsOf({ shape, origin }: ExportedTable): ParquetColumn[] {
  const names = leadingColumns({ shape, origin });
  const time = origin === undefined ? doubleColumn : timestampColumn;
  return [
    ...[textColumn(names.sender), integerColumn(names.seq)],
    ...[time(names.client), time(names.server)],
    ...shape.columns.map(columnOf),
  ];
}

/** About how much memory a value takes. */
function sizeOf(value: ParquetValue): number {
  if (typeof value === "string" || value instanceof Uint8Array) {
    return VALUE_BYTES + value.length;
  }
  return Array.isArray(value) ? VALUE_BYTES * (1 + value.length) : VALUE_BYTES;
}
