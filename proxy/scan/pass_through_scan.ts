/**
 * Stands in for a {@linkcode TupleScan} where tuples can't be found.
 *
 * @module
 */

/** Treats all bytes as complete: no server can find tuples in them either. */
export class PassThroughScan {
  /** No tuples are found. */
  readonly tuples = 0;
  /** Nothing is parsed, so there are no errors. */
  readonly fault = undefined;
  /** Nothing is held back. */
  readonly holding = false;
  /** Nothing remains to be scanned. */
  readonly isUnfinished = false;
  /** Bytes received. */
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
