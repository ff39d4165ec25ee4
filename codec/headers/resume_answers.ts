/**
 * Answers to a sender that resumes a stream: lines `oml2-resume OFFSET`, where
 * OFFSET counts the bytes of the stream that are stored (OMSP §oml2-resume).
 *
 * @module
 */
import { quoteText } from "../values/quote.ts";
import { RESUME_KEY } from "./session_header.ts";

const ANSWER = new RegExp(`^${RESUME_KEY} ([0-9]{1,15})\\r?$`);

/** The beginning of an answer whose newline has not arrived. */
const PARTIAL_ANSWER = new RegExp(`^${RESUME_KEY} [0-9]{0,15}\\r?$`);

/** The answer that `offset` bytes are stored. */
export function formatResumeAnswer(offset: number): Uint8Array {
  return new TextEncoder().encode(`${RESUME_KEY} ${offset}\n`);
}

/** Reads the answers of a server, in chunks of any size. */
export class ResumeAnswers {
  /** The offset of the last answer; unset before the first. */
  offset: number | undefined;
  /**
   * The first line that is not an answer, quoted: its sender is not an OML
   * server. Nothing after it is read.
   */
  stranger: string | undefined;
  readonly #decoder = new TextDecoder("latin1");
  #line = "";

  /** Takes received bytes; returns whether they changed the offset. */
  push(bytes: Uint8Array): boolean {
    if (this.stranger !== undefined) return false;
    const lines = (this.#line + this.#decoder.decode(bytes)).split("\n");
    const partial = lines.pop() ?? "";
    const before = this.offset;
    for (const line of lines) {
      const offset = ANSWER.exec(line)?.[1];
      if (offset === undefined) return this.#refuse(line);
      this.offset = Number(offset);
    }
    if (!isPartialAnswer(partial)) return this.#refuse(partial);
    this.#line = partial;
    return this.offset !== before;
  }

  #refuse(line: string): false {
    this.stranger = quoteText(line);
    return false;
  }
}

function isPartialAnswer(line: string): boolean {
  return `${RESUME_KEY} `.startsWith(line) || PARTIAL_ANSWER.test(line);
}
