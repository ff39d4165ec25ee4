/**
 * A column of a block, whose values are still as SQLite stores them.
 *
 * @module
 */
import { omlTypeOf } from "../../../archive/column_shapes.ts";
import { isVectorType, type OmlType } from "../../../codec/values/oml_type.ts";
import {
  type ExactReader,
  exactReader,
  isLongInteger,
} from "../../exact_values.ts";
import type { ExactValue, Form, RawColumn } from "../../stored.ts";
import type { BlockBytes } from "./block_bytes.ts";
import { DOUBLE, FIRST_SIZED, RecordValues, sizeOf } from "./record_values.ts";

/** Rows that there is memory for at first. */
const FIRST_ROWS = 1024;

/** Types whose upper half is stored as negative numbers. */
const UNSIGNED: ReadonlySet<OmlType> = new Set(["uint32", "uint64", "guid"]);

/** The types and the offsets of the values of a column. */
export class PageColumn implements RawColumn {
  readonly bytes: Uint8Array;
  readonly raw: RawColumn | undefined;
  /** The number of values. */
  length = 0;
  readonly #values: RecordValues;
  readonly #read: ExactReader | undefined;
  readonly #type: OmlType;
  #types = new Int32Array(FIRST_ROWS);
  #offsets = new Int32Array(FIRST_ROWS);

  /** Reads values of this type from these leaves. */
  constructor(block: BlockBytes, type: string) {
    this.bytes = block.bytes;
    this.#values = new RecordValues(block);
    this.#read = exactReader({ type });
    this.#type = omlTypeOf(type);
    const isConverted = this.#type === "bool" || isVectorType(this.#type);
    this.raw = isConverted ? undefined : this;
  }

  /** Adds a value. */
  add(offset: number, type: number): void {
    if (this.length === this.#types.length) this.#grow();
    this.#offsets[this.length] = offset;
    this.#types[this.length++] = type;
  }

  at(row: number): ExactValue {
    const value = this.#values.at(this.#offsets[row], this.#types[row]);
    return this.#read === undefined ? value : this.#read(value);
  }

  form(row: number): Form {
    const type = this.#types[row];
    if (type === 0) return "null";
    if (type >= FIRST_SIZED) {
      return this.#read === undefined && type % 2 === 1 ? "text" : "other";
    }
    return isNumber(this.#type, this.number(row), type === DOUBLE)
      ? "number"
      : "other";
  }

  number(row: number): number {
    return this.#values.number(this.#offsets[row], this.#types[row]);
  }

  from(row: number): number {
    return this.#offsets[row];
  }

  to(row: number): number {
    return this.#offsets[row] + sizeOf(this.#types[row]);
  }

  #grow(): void {
    const [types, offsets] = [this.#types, this.#offsets];
    this.#types = new Int32Array(2 * types.length);
    this.#types.set(types);
    this.#offsets = new Int32Array(2 * offsets.length);
    this.#offsets.set(offsets);
  }
}

/** Whether a value is the number as which it is stored. */
function isNumber(type: OmlType, value: number, isDouble: boolean): boolean {
  if (isDouble) return Number.isFinite(value) && !isLongInteger(type);
  return Number.isSafeInteger(value) && (value >= 0 || !UNSIGNED.has(type));
}
