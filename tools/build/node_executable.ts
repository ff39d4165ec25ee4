/**
 * The programs as one executable of Node.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { WORKER_ASSETS } from "../../ports/node_executable.ts";
import { DIST, emptyDirectory, ROOT, tool, withParts } from "./places.ts";
import { runTool } from "./run_tool.ts";

/** Other names of the executable, which select other programs. */
export const PROGRAM_LINKS = ["oml2-server", "oml2-proxy-server"] as const;

/**
 * Builds `oml2` and its links; returns their directory. Needs `strip` for a
 * small executable.
 *
 * @throws {BuildError} if a step fails.
 */
export function buildNodeExecutable(
  directory: string = join(DIST, "node"),
): string {
  emptyDirectory(directory);
  withParts((parts) => compile(parts, join(directory, "oml2")));
  for (const link of PROGRAM_LINKS) symlinkSync("oml2", join(directory, link));
  return directory;
}

function compile(parts: string, output: string): void {
  const worker = (entry: string) =>
    bundle(`entries/${entry}.ts`, join(parts, `${entry}.js`));
  const config = {
    main: bundle("entries/node_executable.ts", join(parts, "main.js")),
    executable: strippedNode(join(parts, "node")),
    output,
    disableExperimentalSEAWarning: true,
    useCodeCache: true,
    // Of `node:ffi`: the executable and its Node do not change separately.
    execArgv: ["--disable-warning=ExperimentalWarning"],
    // NODE_OPTIONS are meant for other programs.
    execArgvExtension: "none",
    assets: {
      [WORKER_ASSETS.store]: worker("node_worker"),
      [WORKER_ASSETS.archive]: worker("node_archive_worker"),
    },
  };
  const configFile = join(parts, "executable.json");
  writeFileSync(configFile, JSON.stringify(config));
  runTool(tool("node"), ["--build-sea", configFile]);
}

/** Bundles an entry file and its imports into one script. */
function bundle(entry: string, outfile: string): string {
  runTool(tool("esbuild"), [
    join(ROOT, entry),
    "--bundle",
    "--platform=node",
    "--target=node26",
    "--format=cjs",
    "--minify-whitespace",
    "--minify-syntax",
    // An embedded script has no path, so imports could not be resolved.
    "--log-override:empty-import-meta=silent",
    `--outfile=${outfile}`,
  ]);
  return outfile;
}

/** Copies Node without debug symbols: a fifth smaller. */
function strippedNode(copy: string): string {
  copyFileSync(realpathSync(tool("node")), copy);
  const { error } = spawnSync("strip", [copy]);
  if (error) console.warn("strip is not installed: the executable stays large");
  return copy;
}
