/**
 * Row groups that are written page by page. The writer needs all values of a row
 * group at once, so it gets fewer rows, as a row group of their own, and their
 * pages are put together here: what is kept is encoded and compressed.
 *
 * @module
 */
import type { ByteWriter, ColumnSource, ParquetWriter } from "hyparquet-writer";
import { ColumnPages } from "./column_pages.ts";

/** The rows of a row group: the file's index takes memory for each group. */
const GROUP_ROWS = 64 * 1024;

/** The size at which a row group is written, in bytes before compression. */
const GROUP_BYTES = 8 * 2 ** 20;

/** The row group of a file that is being written. */
export class RowGroup {
  readonly #writer: ParquetWriter;
  readonly #bytes: ByteWriter;
  readonly #columns: ColumnPages[] = [];
  #rows = 0n;
  #size = 0n;

  /** Row groups of a writer that writes to `bytes`. */
  constructor(writer: ParquetWriter, bytes: ByteWriter) {
    this.#writer = writer;
    this.#bytes = bytes;
  }

  /** Adds rows, as a page of each column, and writes it if it is full. */
  add(columns: readonly ColumnSource[]): void {
    const { index, offset } = this.#bytes;
    // A column has only one dictionary, in front of its pages.
    const columnData = columns.map((column) => ({
      ...{ ...column, encoding: "PLAIN" as const, offsetIndex: false },
    }));
    this.#writer.write({ columnData, rowGroupSize: Infinity });
    this.#writer.pendingIndexes.length = 0;
    const written = this.#writer.row_groups.pop();
    if (written === undefined) return;
    const bytes = this.#bytes.getBytes().subarray(index);
    written.columns.forEach(({ meta_data, file_offset }, i) => {
      if (meta_data === undefined) throw new Error(`Column ${i} has no pages`);
      const from = Number(file_offset) - offset;
      const to = from + Number(meta_data.total_compressed_size);
      this.#columns[i] ??= new ColumnPages();
      this.#columns[i].add(bytes.subarray(from, to), meta_data);
    });
    this.#rows += written.num_rows;
    this.#size += written.total_byte_size;
    // What was written is elsewhere now.
    Object.assign(this.#bytes, { index, offset });
    if (this.#rows >= GROUP_ROWS || this.#size >= GROUP_BYTES) this.end();
  }

  /** Writes what was added as a row group, if there is any. */
  end(): void {
    if (this.#rows === 0n) return;
    const start = this.#bytes.offset;
    const columns = this.#columns.map((pages) => pages.writeTo(this.#bytes));
    this.#writer.row_groups.push({
      columns,
      total_byte_size: this.#size,
      num_rows: this.#rows,
      total_compressed_size: BigInt(this.#bytes.offset - start),
    });
    this.#rows = 0n;
    this.#size = 0n;
  }
}
