/**
 * The software bill of materials, in CycloneDX format.
 *
 * @module
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { packages } from "./licenses.ts";
import { DIST, tool, VERSION } from "./places.ts";
import { runTool } from "./run_tool.ts";

/** The part of a bill that is read and written here. */
interface Bill {
  metadata: { component: { name: string; "bom-ref": string } };
  components: Record<string, unknown>[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

/**
 * Writes the bill of the packages in the programs and in the page, and of the
 * Node in the executable; returns its path.
 *
 * @throws {BuildError} if a step fails.
 */
export function buildSbom(directory: string = DIST): string {
  const bill = included(npmBill());
  // npm uses the name of the directory.
  bill.metadata.component.name = "oml2-ts";
  bill.components.push(node());
  const file = join(directory, `oml2-ts-${VERSION}.cdx.json`);
  writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
  return file;
}

/** The bill of all packages, those for development as well. */
function npmBill(): Bill {
  const args = ["--sbom-format=cyclonedx", "--package-lock-only"];
  return JSON.parse(runTool("npm", ["sbom", ...args]));
}

/**
 * Leaves out what is only for development. `npm sbom --omit=dev` would also
 * leave out what programs and development share.
 */
function included(bill: Bill): Bill {
  const names = new Set(packages());
  const components = bill.components
    .filter(({ name }) => names.has(String(name)))
    // These say that a package is for development.
    .map(({ scope: _scope, properties: _properties, ...rest }) => rest);
  const refs = new Set([
    bill.metadata.component["bom-ref"],
    ...components.map((component) => component["bom-ref"]),
  ]);
  const dependencies = bill.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({
      ref,
      dependsOn: dependsOn.filter((other) => refs.has(other)),
    }));
  return { ...bill, components, dependencies };
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
