import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The names, contents and times of all files: what reading must not change. */
export function directoryState(directory: string): Map<string, string> {
  return new Map(
    readdirSync(directory).sort().map((name) => {
      const path = join(directory, name);
      const { mtimeMs, ino } = statSync(path);
      return [name, `${ino} ${mtimeMs} ${readFileSync(path, "base64")}`];
    }),
  );
}
