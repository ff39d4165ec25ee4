/**
 * Where the build finds things, and puts them.
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

/** What is built. */
export const VERSION: string = config.version;

/** Where all of it goes. */
export const DIST: string = join(ROOT, "dist");

/** A program of the tools' packages. */
export function tool(name: "deno" | "esbuild" | "node" | "tsc"): string {
  return join(bin, name);
}

/** An empty directory in the place of whatever is there. */
export function emptyDirectory(path: string): string {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  return path;
}

/** Lends a directory for the parts of what is being built. */
export function withParts<T>(use: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), "oml2-build-"));
  try {
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
