import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { repositoryRoot } from "../_support/runtime_command.ts";

/** The used part of the report. */
interface Report {
  readonly metadata?: {
    readonly vulnerabilities: Readonly<Record<string, number>>;
  };
}

test("The packages of the programs have no known vulnerability", (context) => {
  const { stdout, stderr } = spawnSync(
    "npm",
    ["audit", "--json", "--omit=dev"],
    { cwd: repositoryRoot, encoding: "utf8", timeout: 60_000 },
  );
  const report = parsed(stdout);
  if (report.metadata === undefined) {
    // Without a network, or with a registry that can't audit.
    const said = `${stderr}`.trim().split("\n")[0];
    context.skip(`npm audit got no answer from the registry: ${said}`);
    return;
  }
  const { high = 0, critical = 0 } = report.metadata.vulnerabilities;
  assert.equal(high + critical, 0, stdout);
});

function parsed(text: string): Report {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
