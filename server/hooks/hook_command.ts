/**
 * The line protocol between the server and its event hook.
 *
 * @module
 */

/** Printed by a hook when it is ready to receive events. */
export const HOOK_BANNER = "OML HOOK READY";

/** Events of a database. */
export type DatabaseEvent = "DBCREATED" | "DBOPENED" | "DBCLOSED";

/** The line that asks a hook to exit. */
export const EXIT_LINE = "EXIT\n";

/** Blanks and control characters would end a word; no valid URI has any. */
const BREAKS = /[^!-~\u0080-\uffff]/g;

/** Returns the line for `event` of the database `uri`. */
export function databaseLine(event: DatabaseEvent, uri: string): string {
  return `${event} ${uri.replace(BREAKS, encodeURIComponent)}\n`;
}

/**
 * Returns whether a hook has printed its banner; `undefined` while the banner
 * is incomplete.
 */
export function isBanner(printed: string): boolean | undefined {
  if (printed.startsWith(HOOK_BANNER)) return true;
  return HOOK_BANNER.startsWith(printed) ? undefined : false;
}
