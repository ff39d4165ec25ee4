/**
 * Nothing is left that nobody uses: files, exports, packages. knip finds it;
 * its configuration, `tools/knip.json`, names what is started by name.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Fault } from "./fault.ts";

/** What `knip --reporter json` prints: by file, lists of names by kind. */
interface KnipReport {
  readonly issues: readonly KnipIssue[];
}

type KnipIssue = Readonly<Record<string, unknown>> & { readonly file: string };

const CONFIGURATION = "tools/knip.json";

/** What knip finds in the repository, run by the given Deno. */
export function unusedFaults(deno: string, root: string): Fault[] {
  const knip = join(root, "tools/node_modules/knip/bin/knip.js");
  const options = ["--config", CONFIGURATION, "--reporter", "json"];
  const { status, stdout, stderr } = spawnSync(deno, [
    ...["run", "-A", "--no-config", "--node-modules-dir=manual"],
    ...[knip, ...options],
  ], { cwd: root, encoding: "utf8" });
  // It leaves with 1 if there is something unused, else with more.
  if (status !== 0 && status !== 1) throw new Error(`knip failed: ${stderr}`);
  return knipFaults(JSON.parse(stdout));
}

/** One fault for each name in the report. */
export function knipFaults({ issues }: KnipReport): Fault[] {
  return issues.flatMap(({ file, ...kinds }) =>
    Object.entries(kinds).flatMap(([kind, found]) =>
      Array.isArray(found)
        ? found.map((each: unknown) => knipFault(file, kind, nameOf(each)))
        : []
    )
  );
}

function knipFault(file: string, kind: string, name: string): Fault {
  if (kind === "files") {
    const remedy = `Remove it; if it is started by name, see ${CONFIGURATION}`;
    return { file, rule: "is not used", remedy };
  }
  if (kind === "unlisted" || kind === "unresolved") {
    const remedy = "Add it to package.json, or correct the import";
    return { file, rule: `imports ${name}, which is not there`, remedy };
  }
  return {
    file,
    rule: `${name} is not used elsewhere (${kind})`,
    remedy: "Remove it, or its export",
  };
}

function nameOf(found: unknown): string {
  if (Array.isArray(found)) return found.map(nameOf).join(", ");
  const isNamed = typeof found === "object" && found !== null &&
    "name" in found && typeof found.name === "string";
  return isNamed ? String(found.name) : JSON.stringify(found);
}
