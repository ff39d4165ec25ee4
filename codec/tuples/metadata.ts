/**
 * Metadata tuples that are commands.
 *
 * @module
 */

/**
 * The subject of what is said of the experiment as a whole. White space behind
 * such a value does not count: command lines of scaffolded programs have some.
 */
export const ROOT_SUBJECT = ".";

/** Keys that mean something in the headers only (OMSP §Key/Value Parameters). */
const HEADER_KEYS: ReadonlySet<string> = new Set([
  "protocol",
  "domain",
  "experiment-id",
  "start-time",
  "start_time",
  "sender-id",
  "app-name",
  "content",
]);

/** What to do with a metadata tuple. */
export type MetadataAction = "store" | "define" | "refuse";

/**
 * What a metadata tuple asks for: on the root subject `.`, key `schema`
 * defines a stream and the other header keys are refused; all else is stored
 * (OMSP §Schema 0).
 */
export function metadataAction(subject: string, key: string): MetadataAction {
  if (subject !== ROOT_SUBJECT) return "store";
  if (key === "schema") return "define";
  return HEADER_KEYS.has(key) ? "refuse" : "store";
}
