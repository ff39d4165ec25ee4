/**
 * Cuts what an operator types into lines.
 *
 * @module
 */

/** A line longer than this is cut: no command is as long. */
const MAX_LINE = 1024;

/** Takes bytes, and gives lines without their ends. */
export class LineReader {
  readonly #decoder = new TextDecoder();
  #line = "";

  /** The beginning of the line that is under way. */
  get rest(): string {
    return this.#line;
  }

  /** The lines that are complete with `chunk`. */
  push(chunk: Uint8Array): string[] {
    const text = this.#decoder.decode(chunk, { stream: true });
    const lines = (this.#line + text).split(/\r?\n/);
    this.#line = (lines.pop() ?? "").slice(0, MAX_LINE);
    return lines.map((line) => line.slice(0, MAX_LINE));
  }
}
