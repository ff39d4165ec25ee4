/**
 * The directories of the build.
 *
 * @module
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import config from "../../deno.json" with { type: "json" };
import { bin, root } from "../install.mjs";

/** The root of the repository. */
export const ROOT: string = root;

/** The version being built. */
export const VERSION: string = config.version;

/** The output directory. */
export const DIST: string = join(ROOT, "dist");

/** The path of a program of the tools' packages. */
export function tool(name: "deno" | "esbuild" | "node" | "tsc"): string {
  return join(bin, name);
}

/** Creates an empty directory, replacing an existing one. */
export function emptyDirectory(path: string): string {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  return path;
}

/** Lends a temporary directory for parts of a build. */
export function withParts<T>(use: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), "oml2-build-"));
  try {
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
