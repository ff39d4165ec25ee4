/**
 * The result of one check.
 *
 * @module
 */
import { errorText } from "../../shared/error_text.ts";
import { hintOf } from "../../shared/hint_error.ts";

/** The outcome. */
export type State = "ok" | "warning" | "problem" | "unchecked";

/** What was checked, with the outcome. */
export interface Finding {
  /** The outcome. */
  readonly state: State;
  /** What was checked. */
  readonly subject: string;
  /** Details. */
  readonly text: string;
  /** The remedy. */
  readonly remedy?: string;
}

/** A problem that keeps the server from starting, with its remedy. */
export function problem(
  subject: string,
  error: unknown,
  remedy?: string,
): Finding {
  return {
    state: "problem",
    subject,
    text: errorText(error),
    remedy: remedy ?? hintOf(error),
  };
}

/** The finding of `look`, or the reason why it could not check. */
export function attempt(subject: string, look: () => Finding): Finding {
  try {
    return look();
  } catch (error) {
    return { state: "unchecked", subject, text: errorText(error) };
  }
}
