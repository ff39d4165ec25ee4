/**
 * Builds everything for users, into dist/ (`deno task release`). Parts that
 * can't be built on this machine are left out, and reported.
 *
 * @module
 */
import { writeChecksums } from "./build/checksums.ts";
import { buildDebianPackage } from "./build/debian_package.ts";
import { buildDenoExecutables } from "./build/deno_executable.ts";
import { buildNodeExecutable } from "./build/node_executable.ts";
import { buildNpmPackage } from "./build/npm_package.ts";
import { DIST, emptyDirectory } from "./build/places.ts";
import { BuildError } from "./build/run_tool.ts";
import { buildSbom } from "./build/sbom.ts";
import { buildTarball } from "./build/tarball.ts";
import { runTask } from "./build/task.ts";

runTask(() => {
  emptyDirectory(DIST);
  console.log(buildNodeExecutable());
  console.log(buildNpmPackage());
  console.log(buildTarball());
  ifPossible("Debian package", buildDebianPackage);
  ifPossible("Deno executables", () => {
    buildDenoExecutables();
    return DIST;
  });
  console.log(buildSbom());
  console.log(writeChecksums(DIST));
});

function ifPossible(what: string, build: () => string): void {
  try {
    console.log(build());
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    console.log(`without the ${what}: ${error.message}`);
  }
}
