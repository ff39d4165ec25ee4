/**
 * The rows of a binary COPY as blocks.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { RowCollector } from "../../server/rows/postgres/copy_out.ts";
import { BLOCK_BYTES, BLOCK_ROWS } from "../exact_rows.ts";
import type { ExactRows, ExactValue } from "../stored.ts";
import {
  type CopiedBytes,
  type CopiedReader,
  readDouble,
  readNumber,
} from "./copied_values.ts";

/** The bytes of the header, and where it says how much of it follows these. */
const HEADER_BYTES = 19;
const EXTENSION_AT = 15;

/** The bytes of the number of a row's columns, and of the length of a value. */
const COUNT_BYTES = 2;
const LENGTH_BYTES = 4;

/** The length of NULL, and the number of columns at the end. */
const NONE = -1;

/** Appends a value to a column; its length is {@linkcode NONE} for NULL. */
type Append = (source: CopiedBytes, at: number, length: number) => void;

/** Reads the rows of one COPY of the standard columns and others. */
export class CopiedRows implements RowCollector<ExactRows> {
  readonly #readers: readonly CopiedReader[];
  #block: Block;
  #bytes = 0;
  #source: CopiedBytes = sourceOf(new ArrayBuffer(0));
  #hasBegun = false;

  /** `readers` are those of the columns after the standard ones. */
  constructor(readers: readonly CopiedReader[]) {
    this.#readers = readers;
    this.#block = new Block(readers);
  }

  add(message: Uint8Array): ExactRows | undefined {
    const { buffer, byteOffset, length } = message;
    // Most messages are in the same memory as the one before.
    if (buffer !== this.#source.view.buffer) this.#source = sourceOf(buffer);
    const { view } = this.#source;
    let at = byteOffset;
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      at += HEADER_BYTES + view.getInt32(at + EXTENSION_AT);
      // The header may come without a row.
      if (at === byteOffset + length) return undefined;
    }
    if (view.getInt16(at) === NONE) return undefined;
    this.#block.read(this.#source, at + COUNT_BYTES);
    this.#bytes += length;
    const isFull = this.#block.count >= BLOCK_ROWS ||
      this.#bytes >= BLOCK_BYTES;
    return isFull ? this.#take() : undefined;
  }

  end(): ExactRows | undefined {
    return this.#block.count === 0 ? undefined : this.#take();
  }

  #take(): ExactRows {
    const { count, ids, senders, seqs, client, server, values } = this.#block;
    this.#block = new Block(this.#readers);
    this.#bytes = 0;
    return { count, ids, senders, seqs, client, server, values };
  }
}

/** A block that grows. */
class Block {
  readonly ids: number[] = [];
  readonly senders: number[] = [];
  readonly seqs: number[] = [];
  readonly client: (number | null)[] = [];
  readonly server: (number | null)[] = [];
  readonly values: readonly ExactValue[][];
  readonly #columns: readonly Append[];

  constructor(readers: readonly CopiedReader[]) {
    this.values = readers.map(() => []);
    this.#columns = [
      appendTo(this.ids, readNumber, 0),
      appendTo(this.senders, readNumber, 0),
      appendTo(this.seqs, readNumber, 0),
      appendTo(this.client, readDouble, null),
      appendTo(this.server, readDouble, null),
      ...readers.map((read, i) => appendTo(this.values[i], read, null)),
    ];
  }

  get count(): number {
    return this.ids.length;
  }

  /** Appends the row whose first value is at `at`. */
  read(source: CopiedBytes, at: number): void {
    for (const append of this.#columns) {
      const length = source.view.getInt32(at);
      at += LENGTH_BYTES;
      append(source, at, length);
      if (length !== NONE) at += length;
    }
  }
}

function appendTo<V, N>(
  list: (V | N)[],
  read: (...place: Parameters<CopiedReader>) => V,
  none: N,
): Append {
  return (source, at, length) => {
    list.push(length === NONE ? none : read(source, at, length));
  };
}

function sourceOf(memory: ArrayBufferLike): CopiedBytes {
  return { bytes: Buffer.from(memory), view: new DataView(memory) };
}
