/**
 * The licenses of everything in an executable besides our own code.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT, tool } from "./places.ts";

/** Packages for development whose code is in the bundled page. */
const IN_THE_PAGE: readonly string[] = ["preact", "uplot"];

/** One text with all licenses, as they demand. */
export function licenses(): string {
  const node = dirname(dirname(realpathSync(tool("node"))));
  return [
    chapter("Node.js", licenseIn(node)),
    ...packages().map((name) =>
      chapter(name, licenseIn(join(ROOT, "node_modules", name)))
    ),
  ].join("\n");
}

/**
 * Names of the packages that the programs import, directly or indirectly, and
 * of those in the page.
 */
export function packages(): string[] {
  const text = readFileSync(join(ROOT, "package-lock.json"), "utf8");
  const locked: [string, { dev?: boolean }][] = Object.entries(
    JSON.parse(text).packages,
  );
  return locked
    .filter(([path]) => path !== "")
    .map(([path, { dev }]) => ({
      name: path.slice("node_modules/".length),
      isUsed: dev !== true,
    }))
    .filter(({ name, isUsed }) => isUsed || IN_THE_PAGE.includes(name))
    .map(({ name }) => name);
}

function licenseIn(directory: string): string {
  if (existsSync(directory)) {
    const file = readdirSync(directory).find((name) =>
      /^licen[cs]e/i.test(name)
    );
    if (file !== undefined) return readFileSync(join(directory, file), "utf8");
  }
  const text = readFileSync(join(directory, "package.json"), "utf8");
  return `${JSON.parse(text).license} (the package has no text of it)\n`;
}

function chapter(name: string, text: string): string {
  return `${name}\n${"-".repeat(name.length)}\n\n${text.trim()}\n`;
}
