/**
 * Metadata tuples that are commands.
 *
 * @module
 */

/**
 * The subject of metadata of the experiment as a whole. White space after such
 * a value is ignored: command lines of scaffolded programs contain some.
 */
export const ROOT_SUBJECT = ".";

/** Keys with a meaning in the headers only (OMSP §Key/Value Parameters). */
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
 * The action for a metadata tuple: on the root subject `.`, key `schema`
 * defines a stream and the other header keys are rejected; everything else is
 * stored (OMSP §Schema 0).
 */
export function metadataAction(subject: string, key: string): MetadataAction {
  if (subject !== ROOT_SUBJECT) return "store";
  if (key === "schema") return "define";
  return HEADER_KEYS.has(key) ? "refuse" : "store";
}
