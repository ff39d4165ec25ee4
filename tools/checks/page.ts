/**
 * The bundled page is what its sources make.
 *
 * @module
 */
import type { Fault } from "./fault.ts";

/** One fault if the committed page is not the one built from `web/`. */
export function pageFaults(
  file: string,
  committed: string | undefined,
  built: string,
): Fault[] {
  if (committed === built) return [];
  const rule = committed === undefined
    ? "does not exist"
    : "is not built from the sources in web/";
  return [{ file, rule, remedy: "Run deno task web" }];
}
