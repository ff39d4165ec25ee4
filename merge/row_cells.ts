/**
 * Stored rows as cells, the form in which servers write them.
 *
 * @module
 */
import { CellBatch } from "../server/batches/cell_batch.ts";
import type { Cells } from "../server/batches/cells.ts";
import { VectorJson } from "../server/batches/vector_json.ts";
import {
  elementType,
  isVectorType,
  type OmlType,
} from "../codec/values/oml_type.ts";
import { type Schema, STANDARD_COLUMNS } from "../codec/values/schema.ts";
import type { ExactElement, ExactRows, ExactValue } from "../stored/stored.ts";

/** What a row gets instead of what its part has. */
export interface RowPlace {
  /** The number of its sender. */
  readonly sender: number;
  /** Seconds to add to its times. */
  readonly offset: number;
}

/** Collects rows of one table. */
export class RowCells {
  readonly #types: readonly OmlType[];
  readonly #cells: CellBatch;
  readonly #encoder = new TextEncoder();
  readonly #json = new VectorJson();

  /** Collects rows of `schema`. */
  constructor({ fields }: Schema) {
    this.#types = fields.map(({ type }) => type);
    this.#cells = new CellBatch([
      ...STANDARD_COLUMNS.map(() => "number" as const),
      // Another program may have written a text into any column.
      ...fields.map(() => "bytes" as const),
    ]);
  }

  /** Bytes of the rows. */
  get length(): number {
    return this.#cells.length;
  }

  /** Number of the rows. */
  get rows(): number {
    return this.#cells.rows;
  }

  /** Adds a row of a block. */
  add(block: ExactRows, row: number, { sender, offset }: RowPlace): void {
    const cells = this.#cells;
    cells.begin();
    cells.integer(sender);
    cells.integer(block.seqs[row]);
    this.#time(block.client[row], offset);
    this.#time(block.server[row], offset);
    this.#types.forEach((type, i) =>
      this.#value(block.values[i].at(row) ?? null, type)
    );
    cells.end();
  }

  /** Adds a row that no client has sent, with these values. */
  addOwn(values: readonly ExactValue[]): void {
    const cells = this.#cells;
    cells.begin();
    for (const _ of STANDARD_COLUMNS) cells.null();
    this.#types.forEach((type, i) => this.#value(values[i], type));
    cells.end();
  }

  /** Returns the rows; it is empty afterwards. */
  take(): Cells {
    return this.#cells.take();
  }

  #time(time: number | null, offset: number): void {
    if (time === null) this.#cells.null();
    else this.#cells.double(time + offset);
  }

  #value(value: ExactValue, type: OmlType): void {
    switch (typeof value) {
      case "number":
        return this.#number(value, type);
      case "bigint":
        return this.#integer(value);
      case "string":
        return this.#text(value);
      case "boolean":
        return this.#cells.integer(value ? 1 : 0);
      default:
        if (value === null) return this.#cells.null();
        return value instanceof Uint8Array
          ? this.#cells.blob(value, 0, value.length)
          : this.#vector(value, type);
    }
  }

  #number(value: number, type: OmlType): void {
    const isInteger = type !== "double" && Number.isSafeInteger(value);
    if (isInteger) this.#cells.integer(value);
    else this.#cells.double(value);
  }

  #integer(value: bigint): void {
    const short = Number(value);
    if (Number.isSafeInteger(short)) return this.#cells.integer(short);
    const bits = BigInt.asUintN(64, value);
    this.#cells.integer64(Number(bits >> 32n), Number(bits & 0xffff_ffffn));
  }

  #text(value: string): void {
    const bytes = this.#encoder.encode(value);
    this.#cells.text(bytes, 0, bytes.length);
  }

  #vector(elements: readonly ExactElement[], type: OmlType): void {
    const json = this.#json;
    json.add({
      type: isVectorType(type) ? elementType(type) : "double",
      length: elements.length,
      numbers: Float64Array.from(elements, toNumber),
      integers: BigInt64Array.from(elements, toInteger),
      isLast: true,
    });
    this.#cells.text(json.bytes, 0, json.length);
    json.clear();
  }
}

function toNumber(element: ExactElement): number {
  return element === null ? NaN : Number(element);
}

function toInteger(element: ExactElement): bigint {
  return typeof element === "bigint" ? element : 0n;
}
