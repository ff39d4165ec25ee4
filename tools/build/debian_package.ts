/**
 * The Debian package.
 *
 * @module
 */
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DIST, ROOT, VERSION, withParts } from "./places.ts";
import { runTool } from "./run_tool.ts";
import { stage } from "./stage.ts";

const CONTROL = join(ROOT, "contrib/debian");
const SETTINGS = [["default", "default"], ["logrotate", "logrotate.d"]];
const SCRIPTS = ["postinst", "prerm", "postrm"];

/**
 * Packs the files of {@linkcode stage}, and the settings; returns the package's
 * path. Needs `dpkg-deb`.
 *
 * @throws {BuildError} if a step fails.
 */
export function buildDebianPackage(directory: string = DIST): string {
  const architecture = runTool("dpkg", ["--print-architecture"]).trim();
  const file = join(directory, `oml2-ts_${VERSION}_${architecture}.deb`);
  withParts((parts) => {
    // The root of the package is the root of the system.
    chmodSync(parts, 0o755);
    stage(join(parts, "usr"));
    for (const [from, to] of SETTINGS) {
      cpSync(join(ROOT, "contrib", from), join(parts, "etc", to), {
        recursive: true,
      });
    }
    writeControl(join(parts, "DEBIAN"), {
      VERSION,
      ARCHITECTURE: architecture,
      SIZE: runTool("du", ["-sk", parts]).split("\t")[0],
    });
    // zstd is in Debian since 12, and takes a third of the time of xz.
    const options = ["--root-owner-group", "-Zzstd", "-z10"];
    runTool("dpkg-deb", [...options, "--build", parts, file]);
  });
  return file;
}

function writeControl(
  directory: string,
  facts: Readonly<Record<string, string>>,
): void {
  mkdirSync(directory);
  for (const name of ["control", "conffiles", ...SCRIPTS]) {
    const text = readFileSync(join(CONTROL, name), "utf8")
      .replace(/@([A-Z]+)@/g, (_, fact: string) => facts[fact]);
    const mode = SCRIPTS.includes(name) ? 0o755 : 0o644;
    writeFileSync(join(directory, name), text, { mode });
  }
}
