/**
 * The tarball: an installation that can be unpacked anywhere.
 *
 * @module
 */
import { join } from "node:path";
import process from "node:process";
import { DIST, VERSION, withParts } from "./places.ts";
import { runTool } from "./run_tool.ts";
import { stage } from "./stage.ts";

/**
 * Packs the files of {@linkcode stage}; returns the path.
 *
 * @throws {BuildError} if a step fails.
 */
export function buildTarball(directory: string = DIST): string {
  const name = `oml2-ts-${VERSION}-${process.platform}-${process.arch}`;
  const file = join(directory, `${name}.tar.gz`);
  withParts((parts) => {
    stage(join(parts, name));
    const owner = ["--owner=0", "--group=0", "--numeric-owner"];
    runTool("tar", ["-C", parts, ...owner, "-czf", file, name]);
  });
  return file;
}
