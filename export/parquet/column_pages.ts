/**
 * The pages of a column of a row group, and what the file's index says of them.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { ByteWriter, type ParquetWriter } from "hyparquet-writer";

/** A column of a row group, in the file's index. */
type Chunk = ParquetWriter["row_groups"][number]["columns"][number];

/** What the file's index says of its pages. */
export type PagesData = NonNullable<Chunk["meta_data"]>;

/** The writer counts values that are not numbers as well. */
type Statistics = NonNullable<PagesData["statistics"]> & {
  readonly nan_count?: bigint;
};

type Bound = Statistics["min_value"];

/** Pages that follow each other in a file. */
export class ColumnPages {
  readonly #bytes = new ByteWriter();
  #data: PagesData | undefined;

  /** Adds pages. */
  add(bytes: Uint8Array, data: PagesData): void {
    this.#bytes.appendBytes(bytes);
    this.#data = this.#data === undefined ? data : joined(this.#data, data);
    const { statistics } = this.#data;
    // The bounds may be part of memory that is used again.
    if (statistics !== undefined) {
      statistics.min_value = ownBound(statistics.min_value);
      statistics.max_value = ownBound(statistics.max_value);
    }
  }

  /** Writes all pages to a file, and empties the column. */
  writeTo(file: ByteWriter): Chunk & { readonly meta_data: PagesData } {
    if (this.#data === undefined) throw new Error("The column has no pages");
    const start = BigInt(file.offset);
    const meta_data = { ...this.#data, data_page_offset: start };
    file.appendBytes(this.#bytes.getBytes());
    this.#bytes.index = 0;
    this.#data = undefined;
    return { meta_data, file_offset: start };
  }
}

/** What is said of two series of pages, one after the other. */
function joined(a: PagesData, b: PagesData): PagesData {
  return {
    ...a,
    num_values: a.num_values + b.num_values,
    total_uncompressed_size: a.total_uncompressed_size +
      b.total_uncompressed_size,
    total_compressed_size: a.total_compressed_size + b.total_compressed_size,
    statistics: joinedStatistics(a.statistics ?? {}, b.statistics ?? {}),
    encoding_stats: a.encoding_stats?.map((stats, i) => ({
      ...stats,
      count: stats.count + (b.encoding_stats?.[i].count ?? 0),
    })),
  };
}

function joinedStatistics(a: Statistics, b: Statistics): Statistics {
  const sum = (x = 0n, y = 0n) => x + y;
  return {
    min_value: least(a.min_value, b.min_value, 1),
    max_value: least(a.max_value, b.max_value, -1),
    null_count: sum(a.null_count, b.null_count),
    ...a.nan_count === undefined
      ? {}
      : { nan_count: sum(a.nan_count, b.nan_count) },
  };
}

/** The lower one of two bounds; with a `sign` below 0, the higher one. */
function least(a: Bound, b: Bound, sign: 1 | -1): Bound {
  if (a === undefined || b === undefined) return a ?? b;
  return sign * compare(a, b) > 0 ? b : a;
}

function compare(a: NonNullable<Bound>, b: NonNullable<Bound>): number {
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    return Buffer.compare(a, b);
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function ownBound(bound: Bound): Bound {
  return bound instanceof Uint8Array ? bound.slice() : bound;
}
