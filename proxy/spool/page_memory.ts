/**
 * The memory that all streams of a spool fill and write in turns.
 *
 * @module
 */

/** Pages below this size are not worth keeping. */
const LEAST_KEPT = 16 * 1024;

/** Keeps written pages for the next bytes: fresh memory is dear. */
export class PageMemory {
  readonly #most: number;
  readonly #pageBytes: () => number;
  /** Spare pages by their size. */
  readonly #spares = new Map<number, Uint8Array[]>();
  #bytes = 0;

  /** Keeps at most so many bytes; `pageBytes` is how large a page may be. */
  constructor(most: number, pageBytes: () => number) {
    this.#most = most;
    this.#pageBytes = pageBytes;
  }

  /** How large a page may be now. */
  get pageBytes(): number {
    return this.#pageBytes();
  }

  /** A page of so many bytes, with whatever was in it before. */
  take(size: number): Uint8Array {
    const spare = this.#spares.get(size)?.pop();
    if (spare === undefined) return new Uint8Array(size);
    this.#bytes -= size;
    return spare;
  }

  /** Keeps a page that is not needed any more, if there is room. */
  give(page: Uint8Array): void {
    const size = page.length;
    if (size < LEAST_KEPT || this.#bytes + size > this.#most) return;
    this.#bytes += size;
    const spares = this.#spares.get(size);
    if (spares === undefined) this.#spares.set(size, [page]);
    else spares.push(page);
  }
}
