/**
 * Errors of archives.
 *
 * @module
 */
import { HintError } from "../shared/hint_error.ts";

/** Something stored can't be read; `hint` is the remedy. */
export class ArchiveError extends HintError {
  /** Always `"ArchiveError"`. */
  override name = "ArchiveError";
}

/** What a query can ask for. */
export type Sought = "experiment" | "table" | "column" | "sender";

/** A query names something that does not exist. */
export class NotFoundError extends ArchiveError {
  /** Always `"NotFoundError"`. */
  override name = "NotFoundError";
  /** What was sought. */
  readonly sought: Sought;
  /** The name. */
  readonly asked: string;
  /** What follows the name in the message. */
  readonly detail: string;

  /**
   * Nothing of the kind `sought` is called `asked`; `detail` follows the name.
   */
  constructor(sought: Sought, asked: string, detail = "") {
    super(`no ${sought} "${asked}"${detail}`);
    this.sought = sought;
    this.asked = asked;
    this.detail = detail;
  }
}

/** A query took too long, and was ended. */
export class TimeLimitError extends ArchiveError {
  /** Always `"TimeLimitError"`. */
  override name = "TimeLimitError";
  /** The limit in milliseconds. */
  readonly ms: number;

  /** The limit was `ms` milliseconds. */
  constructor(ms: number) {
    super(`the query was ended after ${ms / 1000} s`, {
      hint: "ask for fewer rows or a shorter time",
    });
    this.ms = ms;
  }
}
