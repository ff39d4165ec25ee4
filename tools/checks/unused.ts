/**
 * Nothing is unused: no file, export or package. knip finds them; its
 * configuration, `tools/knip.json`, lists what is started by name.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Fault } from "./fault.ts";

/** The output of `knip --reporter json`: by file, lists of names by kind. */
interface KnipReport {
  readonly issues: readonly KnipIssue[];
}

type KnipIssue = Readonly<Record<string, unknown>> & { readonly file: string };

const CONFIGURATION = "tools/knip.json";

/** The findings of knip in the repository, run with the given Deno. */
export function unusedFaults(deno: string, root: string): Fault[] {
  const knip = join(root, "tools/node_modules/knip/bin/knip.js");
  const options = ["--config", CONFIGURATION, "--reporter", "json"];
  const { status, stdout, stderr } = spawnSync(deno, [
    ...["run", "-A", "--no-config", "--node-modules-dir=manual"],
    ...[knip, ...options],
  ], { cwd: root, encoding: "utf8" });
  // It exits with 1 if something is unused, and with more after an error.
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
    return { file, rule: `imports ${name}, which does not exist`, remedy };
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
