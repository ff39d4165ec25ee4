/**
 * Buffers between a client and its file.
 *
 * @module
 */
import { BufferPool } from "../../shared/buffer_pool.ts";

/** Enough for a client that sends little. */
export const LEAST_PAGE = 4 * 1024;

/** Bytes of a page by default. */
const DEFAULT_PAGE = 256 * 1024;

/** Where pages come from. */
export interface PageSource {
  /** The largest page at present. */
  readonly pageBytes: () => number;
  /** Memory for pages, shared by the streams of a spool. */
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
  /** The end of the filled part. */
  filled: number;
  /** The end of the written part. */
  written: number;
}

/** Collects bytes in pages, so that many small pieces need one write. */
export class Pages {
  readonly #source: PageSource;
  #pages: Page[] = [];

  /** Takes pages from `source`. */
  constructor(source: PageSource) {
    this.#source = source;
  }

  /** Copies bytes to the end. */
  append(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length;) {
      const page = this.#roomy();
      const part = bytes.subarray(from, from + page.bytes.length - page.filled);
      page.bytes.set(part, page.filled);
      page.filled += part.length;
      from += part.length;
    }
  }

  /** The first unwritten bytes, not copied; unset if there are none. */
  first(): Uint8Array | undefined {
    const [page] = this.#pages;
    if (page === undefined || page.filled === page.written) return undefined;
    return page.bytes.subarray(page.written, page.filled);
  }

  /** Copies unwritten bytes from `offset` on; returns their number. */
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

  /** The first `bytes` bytes have been written. */
  advance(bytes: number): void {
    const [page] = this.#pages;
    page.written += bytes;
    if (page.written < page.filled) return;
    page.written = page.filled = 0;
    // A stream that sends little keeps little.
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
