/**
 * The modules that Deno must not know at a start, as `cli/http/open_http.ts`
 * explains: those imported by `import("PATH" as string)`.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { filesBelow } from "../checks/source_files.ts";

const LATE_IMPORT = /import\(\s*"([^"]+)" as string/g;

/** Returns their paths in the repository at `root`, sorted. */
export function lateModules(root: string): string[] {
  const found = filesBelow(root, "cli").flatMap((path) => {
    if (!path.endsWith(".ts")) return [];
    const text = readFileSync(join(root, path), "utf8");
    return [...text.matchAll(LATE_IMPORT)].map(([, specifier]) =>
      posix.join(posix.dirname(path), specifier)
    );
  });
  return [...new Set(found)].sort();
}
