/**
 * The software bill of materials, in CycloneDX format.
 *
 * @module
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { IN_THE_PAGE } from "./licenses.ts";
import { DIST, tool, VERSION } from "./places.ts";
import { runTool } from "./run_tool.ts";

/** The part of a bill that is read and written here. */
interface Bill {
  metadata: { component: { name: string } };
  components: Record<string, unknown>[];
}

/**
 * Writes the bill of the packages in the programs and in the page, and of the
 * Node in the executable; returns its path.
 *
 * @throws {BuildError} if a step fails.
 */
export function buildSbom(directory: string = DIST): string {
  const bill = npmBill(["--omit=dev"]);
  // npm uses the name of the directory.
  bill.metadata.component.name = "oml2-ts";
  bill.components.push(...inThePage(), node());
  const file = join(directory, `oml2-ts-${VERSION}.cdx.json`);
  writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
  return file;
}

function npmBill(options: readonly string[] = []): Bill {
  const args = ["--sbom-format=cyclonedx", "--package-lock-only", ...options];
  return JSON.parse(runTool("npm", ["sbom", ...args]));
}

function inThePage(): Record<string, unknown>[] {
  return npmBill().components
    .filter(({ name }) => IN_THE_PAGE.includes(String(name)))
    // These say that it is a package for development.
    .map(({ scope: _scope, properties: _properties, ...rest }) => rest);
}

function node(): Record<string, unknown> {
  const version = runTool(tool("node"), ["--version"]).trim().slice(1);
  return {
    "bom-ref": `node@${version}`,
    type: "platform",
    name: "node",
    version,
    purl: `pkg:generic/node@${version}`,
    licenses: [{ license: { id: "MIT" } }],
  };
}
