/**
 * Tables as Parquet files.
 *
 * @module
 */
import { constants, zstdCompressSync } from "node:zlib";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { HeapLimit } from "../../shared/heap_limit.ts";
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
  textColumn,
  timestampColumn,
} from "./parquet_columns.ts";
import { RowGroup } from "./row_group.ts";

/** The rows of a page. */
const PAGE_ROWS = 2 * 1024;

/** The size at which a page is written, in bytes of values. */
const PAGE_BYTES = 512 * 1024;

/** The fastest level, which is hardly worse for values of this kind. */
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** The encoder of a table. */
export function parquetEncoder(table: ExportedTable): TableEncoder {
  return new ParquetEncoder(table);
}

/** Collects rows, and writes them as pages and row groups. */
class ParquetEncoder implements TableEncoder {
  readonly #bytes = new ByteWriter();
  readonly #writer: ParquetWriter;
  readonly #group: RowGroup;
  readonly #table: ExportedTable;
  readonly #columns: readonly ParquetColumn[];
  readonly #heap = new HeapLimit();
  /** The rows of the next page, and the size of their values. */
  #rows = 0;
  #size = 0;

  constructor(table: ExportedTable) {
    this.#table = table;
    this.#columns = columnsOf(table);
    const { shape, experiment: { name, startTime } } = table;
    this.#writer = new ParquetWriter({
      writer: this.#bytes,
      schema: [
        { name: shape.name, num_children: this.#columns.length },
        ...this.#columns.flatMap(({ elements }) => elements),
      ],
      createdBy: "oml2-ts",
      codec: "ZSTD",
      compressors: { ZSTD: (bytes) => zstdCompressSync(bytes, LEVEL) },
      kvMetadata: [
        { key: "oml_experiment", value: name },
        ...startTime === undefined
          ? []
          : [{ key: "oml_start_time", value: String(startTime) }],
      ],
    });
    this.#group = new RowGroup(this.#writer, this.#bytes);
  }

  begin(): Uint8Array {
    return this.#take();
  }

  rows(rows: ExactRows): Uint8Array {
    this.#columnValues(rows).forEach((values, i) => this.#add(i, values, rows));
    this.#rows += rows.count;
    if (this.#rows >= PAGE_ROWS || this.#size >= PAGE_BYTES) this.#writePage();
    return this.#take();
  }

  end(): Uint8Array {
    this.#writePage();
    this.#group.end();
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
    const { name, convert, values: collected } = this.#columns[i];
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
      this.#size += collected.add(converted);
    }
  }

  #writePage(): void {
    if (this.#rows === 0) return;
    this.#group.add(
      this.#columns.map(({ name, values }) => ({ name, data: values.take() })),
    );
    this.#rows = 0;
    this.#size = 0;
    this.#heap.look();
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
