/**
 * What a check finds.
 *
 * @module
 */
import { errorText } from "../../shared/error_text.ts";
import { hintOf } from "../../shared/hint_error.ts";

/** How good it is. */
export type State = "ok" | "warning" | "problem" | "unchecked";

/** What was looked at, and how it is. */
export interface Finding {
  /** How good it is. */
  readonly state: State;
  /** What was looked at. */
  readonly subject: string;
  /** How it is. */
  readonly text: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/** What keeps the server from starting, with what to do about it. */
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

/** What `look` finds, or why it can't look. */
export function attempt(subject: string, look: () => Finding): Finding {
  try {
    return look();
  } catch (error) {
    return { state: "unchecked", subject, text: errorText(error) };
  }
}
