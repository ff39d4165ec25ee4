/**
 * The page that server, proxy and viewer give to browsers: `web/`, bundled into
 * one JSON file that the programs import.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, tool, withParts } from "./places.ts";
import { runTool } from "./run_tool.ts";

/** The bundle, which is committed: from the sources nobody has to build it. */
export const PAGE_FILE = "http/assets/page.json";

/** Browsers of 2024 and later. */
const TARGETS = "es2023,chrome120,firefox121,safari17.4";

/**
 * The text of {@link PAGE_FILE}: the files of the page by their names. The same
 * sources give the same text.
 *
 * @throws {BuildError} if esbuild fails.
 */
export function buildPage(): string {
  const { script, styles } = withParts(bundle);
  const favicon = readSource("favicon.svg");
  const files = {
    "index.html": withHashes(readSource("index.html"), {
      "page.js": script,
      "page.css": styles,
      "favicon.svg": favicon,
    }),
    "page.js": script,
    "page.css": styles,
    "favicon.svg": favicon,
  };
  return `${JSON.stringify(files, null, 2)}\n`;
}

function bundle(parts: string): { script: string; styles: string } {
  runTool(tool("esbuild"), [
    "web/page.tsx",
    "web/page.css",
    "--bundle",
    "--minify",
    "--format=esm",
    "--platform=browser",
    "--charset=utf8",
    "--jsx=automatic",
    "--jsx-import-source=preact",
    "--legal-comments=none",
    `--target=${TARGETS}`,
    "--log-level=warning",
    `--outdir=${parts}`,
  ]);
  return {
    script: readFileSync(join(parts, "page.js"), "utf8"),
    styles: readFileSync(join(parts, "page.css"), "utf8"),
  };
}

/**
 * Names each file with a hash of its content, so that a browser may keep it
 * forever.
 */
function withHashes(html: string, files: Record<string, string>): string {
  return Object.entries(files).reduce((text, [name, content]) => {
    const hash = createHash("sha256").update(content).digest("hex");
    return text.replaceAll(
      `/assets/${name}`,
      `/assets/${name}?v=${hash.slice(0, 16)}`,
    );
  }, html);
}

function readSource(name: string): string {
  return readFileSync(join(ROOT, "web", name), "utf8");
}
