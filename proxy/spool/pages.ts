/**
 * Bytes on their way from a client to its file.
 *
 * @module
 */
import { BufferPool } from "../../shared/buffer_pool.ts";

/** A trickle needs no more. */
export const LEAST_PAGE = 4 * 1024;

/** Bytes of a page where nothing else is said. */
const DEFAULT_PAGE = 256 * 1024;

/** Where pages come from. */
export interface PageSource {
  /** How large a page may be now. */
  readonly pageBytes: () => number;
  /** Memory for them, which the streams of a spool take turns in. */
  readonly buffers: BufferPool;
}

/** Pages of a stream that belongs to no spool. */
export function ownPages(): PageSource {
  const buffers = new BufferPool(DEFAULT_PAGE);
  return { pageBytes: () => DEFAULT_PAGE, buffers };
}

/** A buffer that is filled once, then written. */
interface Page {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Up to here it is filled. */
  filled: number;
  /** Up to here it is written. */
  written: number;
}

/** Collects bytes in pages, so that many small pieces cost one write. */
export class Pages {
  readonly #source: PageSource;
  #pages: Page[] = [];

  /** Takes pages from `source`. */
  constructor(source: PageSource) {
    this.#source = source;
  }

  /** Copies bytes behind those that are there. */
  append(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length;) {
      const page = this.#roomy();
      const part = bytes.subarray(from, from + page.bytes.length - page.filled);
      page.bytes.set(part, page.filled);
      page.filled += part.length;
      from += part.length;
    }
  }

  /** The first bytes that wait, as they lie; nothing if there are none. */
  first(): Uint8Array | undefined {
    const [page] = this.#pages;
    if (page === undefined || page.filled === page.written) return undefined;
    return page.bytes.subarray(page.written, page.filled);
  }

  /** Copies what waits from `offset` on; returns how many bytes there were. */
  copy(into: Uint8Array, offset: number): number {
    let [at, copied] = [0, 0];
    for (const { bytes, filled, written } of this.#pages) {
      const from = written + Math.max(0, offset - at);
      const room = into.length - copied;
      const part = bytes.subarray(from, Math.min(filled, from + room));
      into.set(part, copied);
      copied += part.length;
      at += filled - written;
    }
    return copied;
  }

  /** So many of the first bytes were written. */
  advance(bytes: number): void {
    const [page] = this.#pages;
    page.written += bytes;
    if (page.written < page.filled) return;
    page.written = page.filled = 0;
    // What is kept of a stream that sends little shall be little.
    if (this.#pages.length === 1 && page.bytes.length === LEAST_PAGE) return;
    this.#pages.shift();
    this.#source.buffers.give(page.bytes.buffer);
  }

  #roomy(): Page {
    const last = this.#pages.at(-1);
    if (last !== undefined && last.filled < last.bytes.length) return last;
    const page = this.#newPage(last?.bytes.length ?? 0);
    this.#pages.push(page);
    return page;
  }

  #newPage(before: number): Page {
    const { pageBytes, buffers } = this.#source;
    const size = Math.max(LEAST_PAGE, Math.min(4 * before, pageBytes()));
    const bytes = new Uint8Array(buffers.take(size), 0, size);
    return { bytes, filled: 0, written: 0 };
  }
}
