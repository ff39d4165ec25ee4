/**
 * What the upstream server says.
 *
 * @module
 */
import { RESUME_KEY } from "../../codec/headers/session_header.ts";
import { quoteText } from "../../codec/values/quote.ts";

const ANSWER = new RegExp(`^${RESUME_KEY} ([0-9]{1,15})\\r?$`);

/** What an answer looks like before its newline has come. */
const BEGUN = new RegExp(`^${RESUME_KEY} [0-9]{0,15}\\r?$`);

/** The lines `oml2-resume <offset>`; who says anything else is a stranger. */
export class ResumeAnswers {
  /** The last offset that was told; unset before the first. */
  offset: number | undefined;
  /** What was said that is no answer, for people; nothing is read behind it. */
  stranger: string | undefined;
  readonly #decoder = new TextDecoder("latin1");
  #line = "";

  /** Takes what came; returns whether it told an offset. */
  push(bytes: Uint8Array): boolean {
    if (this.stranger !== undefined) return false;
    const lines = (this.#line + this.#decoder.decode(bytes)).split("\n");
    const begun = lines.pop() ?? "";
    const before = this.offset;
    for (const line of lines) {
      const offset = ANSWER.exec(line)?.[1];
      if (offset === undefined) return this.#refuse(line);
      this.offset = Number(offset);
    }
    if (!isBegun(begun)) return this.#refuse(begun);
    this.#line = begun;
    return this.offset !== before;
  }

  #refuse(line: string): false {
    this.stranger = quoteText(line);
    return false;
  }
}

function isBegun(line: string): boolean {
  return `${RESUME_KEY} `.startsWith(line) || BEGUN.test(line);
}
