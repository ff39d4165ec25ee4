/**
 * What the upstream server says.
 *
 * @module
 */
import { RESUME_KEY } from "../../codec/tuples/session_header.ts";

const ANSWER = new RegExp(`^${RESUME_KEY} ([0-9]{1,15})\\r?$`);

/** A line longer than this is none of ours. */
const MAX_LINE = 64;

/** Reads the lines `oml2-resume <offset>`; anything else is passed over. */
export class ResumeAnswers {
  /** The last offset that was told; unset before the first. */
  offset: number | undefined;
  readonly #decoder = new TextDecoder("latin1");
  #line = "";

  /** Takes what came; returns whether it told an offset. */
  push(bytes: Uint8Array): boolean {
    const lines = (this.#line + this.#decoder.decode(bytes)).split("\n");
    this.#line = (lines.pop() ?? "").slice(0, MAX_LINE);
    const before = this.offset;
    for (const line of lines) {
      const offset = ANSWER.exec(line)?.[1];
      if (offset !== undefined) this.offset = Number(offset);
    }
    return this.offset !== before;
  }
}
