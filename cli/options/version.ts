/**
 * The version of the program.
 *
 * @module
 */
import config from "../../deno.json" with { type: "json" };

/** The output of `--version`. */
export function versionText(program: string): string {
  return `${program} ${config.version}\nspeaks OMSP V1 to V5\n`;
}
