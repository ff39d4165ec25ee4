import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { KNOWS_USAGE } from "../../bench/process_usage.ts";
import { runProcess } from "../../bench/run_process.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

const EVAL = process.versions.deno ? "eval" : "-e";

/** Runs JavaScript in a process of this runtime. */
function run(code: string, to?: string) {
  return runProcess([process.execPath, EVAL, code], { to });
}

test("runProcess() returns the status, the errors and the output of a program", async () => {
  const dir = makeTempDir();
  const to = join(dir, "out");
  const { status, errors } = await run(
    "console.log('written'); console.error('failed'); " +
      "globalThis.Deno ? Deno.exit(3) : process.exit(3)",
    to,
  );
  assert.equal(status, 3);
  assert.match(errors, /failed/);
  assert.equal(readFileSync(to, "utf8"), "written\n");
  removeTempDir(dir);
});

test("runProcess() measures CPU and memory of the program", {
  skip: KNOWS_USAGE ? false : "CPU and memory are only known on Linux",
}, async () => {
  const { seconds, cpuSeconds = 0, peakBytes = 0 } = await run(
    "const held = new Uint8Array(200 * 2 ** 20).fill(1);" +
      "const end = performance.now() + 300;" +
      "while (performance.now() < end && held[0] === 1);",
  );
  assert.ok(seconds >= 0.3, `${seconds} s`);
  assert.ok(cpuSeconds > 0 && cpuSeconds < 100, `${cpuSeconds} s of CPU`);
  assert.ok(peakBytes > 200 * 2 ** 20, `${peakBytes} bytes`);
});

test("runProcess() rejects a program that is missing", async () => {
  await assert.rejects(runProcess(["/nonexistent/program"]), /ENOENT/);
});
