/**
 * The files of the repository, without built and installed ones.
 *
 * @module
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Folders that do not contain sources: by name, and by path. */
const IGNORED = new Set(["node_modules", "dist"]);
const DATABASES = "data";

/** The paths of all files below a directory, sorted, with forward slashes. */
export function filesBelow(root: string, folder = ""): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (IGNORED.has(entry.name) || entry.name.startsWith(".")) return [];
    if (path === DATABASES) return [];
    return entry.isDirectory() ? filesBelow(root, path) : [path];
  }).sort();
}
