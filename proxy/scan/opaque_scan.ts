/**
 * Stands in for a scan where there is nothing to be found.
 *
 * @module
 */

/** Takes all bytes for complete: no server makes sense of them either. */
export class OpaqueScan {
  /** No tuples are seen. */
  readonly tuples = 0;
  /** Nothing is looked at, so nothing is wrong. */
  readonly fault = undefined;
  /** Nothing is held back. */
  readonly holding = false;
  /** Nothing is left for later. */
  readonly isUnfinished = false;
  /** Bytes that came. */
  consumed = 0;

  /** Takes the next bytes. */
  push(chunk: Uint8Array): void {
    this.consumed += chunk.length;
  }

  /** Changes nothing. */
  goOn(): void {}

  /** Changes nothing. */
  idle(): void {}
}
