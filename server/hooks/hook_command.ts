/**
 * What the server and its event hook say to each other, a line at a time.
 *
 * @module
 */

/** What a hook prints once it is ready to be told of events. */
export const HOOK_BANNER = "OML HOOK READY";

/** What may happen to a database. */
export type DatabaseEvent = "DBCREATED" | "DBOPENED" | "DBCLOSED";

/** The line that asks a hook to leave. */
export const EXIT_LINE = "EXIT\n";

/** Blanks and control characters, which no URI has: they would end a word. */
const BREAKS = /[^!-~\u0080-\uffff]/g;

/** The line that tells a hook of `event` at the database `uri`. */
export function databaseLine(event: DatabaseEvent, uri: string): string {
  return `${event} ${uri.replace(BREAKS, encodeURIComponent)}\n`;
}

/** Whether a hook has printed its banner; `undefined` while it still may. */
export function isBanner(printed: string): boolean | undefined {
  if (printed.startsWith(HOOK_BANNER)) return true;
  return HOOK_BANNER.startsWith(printed) ? undefined : false;
}
