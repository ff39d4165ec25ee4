/**
 * Classes of reasons for which samples are rejected: the reasons themselves
 * name the fields of clients, and would be too many.
 *
 * @module
 */
import { Reason } from "../../codec/tuples/reasons.ts";

/** The class of the reasons that name a field. */
const FIELD = "field_value";

const CLASSES: ReadonlyMap<string, string> = new Map(
  Object.entries(Reason).map(([name, text]) => [text, snakeCase(name)]),
);

/** All classes. */
export const REJECT_CLASSES: readonly string[] = [...CLASSES.values(), FIELD];

/** The class of a reason. */
export function rejectClass(reason: string): string {
  return CLASSES.get(reason) ?? FIELD;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
