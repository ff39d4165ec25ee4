/**
 * What this program is.
 *
 * @module
 */
import config from "../../deno.json" with { type: "json" };

/** The answer to `--version`. */
export function versionText(program: string): string {
  return `${program} ${config.version}\nspeaks OMSP V1 to V5\n`;
}
