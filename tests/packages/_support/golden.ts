import assert from "node:assert/strict";
import { join } from "node:path";
import {
  type ServerProcess,
  startProgram,
} from "../../_support/server_process.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { waitFor } from "../../_support/wait_for.ts";
import { type Case, loadCases } from "../../conformance/case.ts";
import { compare } from "../../conformance/compare.ts";
import { play } from "../../conformance/play.ts";
import { readDatabases } from "../../conformance/read_databases.ts";
import { runAlone } from "../../conformance/run_case.ts";
import { TestBed } from "../../conformance/test_bed.ts";

/** The first golden stream. */
const golden: Case = loadCases(/^001-/)[0];

/** Starts a server by `command`, stores a golden stream, and stops it. */
export function storesGolden(command: readonly string[]): Promise<void> {
  return runAlone(golden, new TestBed(command));
}

/** Sends a golden stream through the proxy to the server, and stops both. */
export async function proxiesGolden(
  server: readonly string[],
  proxy: readonly string[],
): Promise<void> {
  const bed = new TestBed(server);
  const root = makeTempDir();
  try {
    await bed.start();
    const program = await startProgram([
      ...proxy,
      ...["-l", "127.0.0.1:0", "-c", "127.0.0.1:0", "--logfile=-"],
      ...["-a", "127.0.0.1", "-p", `${bed.port}`, "--auto-resume"],
      ...["-r", join(root, "result")],
    ]);
    await playTo(program, bed.dataDir);
    await isStored(() => bed.databases(""));
    assert.equal(await program.stop(), 0);
    await bed.stop();
    assert.deepEqual(bed.faults, []);
  } finally {
    await bed.remove();
    removeTempDir(root);
  }
}

/** Sends the golden stream to a program with its databases in `dataDir`. */
export async function playTo(
  program: ServerProcess,
  dataDir: string,
): Promise<void> {
  const { port } = program;
  const restart = () => Promise.reject(new Error("It must not be restarted"));
  await play(golden, { port, dataDir, running: true, restart }, "");
}

/** Waits until the golden stream is stored in a directory as expected. */
export function isStoredIn(dataDir: string): Promise<void> {
  return isStored(() => readDatabases({ root: dataDir, dataDir, prefix: "" }));
}

function isStored(
  databases: () => ReturnType<TestBed["databases"]>,
): Promise<void> {
  // The proxy does not determine which side closes the connection.
  const testCase = { ...golden, closed_by: {} };
  return waitFor("the golden stream", async () => {
    const outcome = { closedBy: {}, faults: [], databases: await databases() };
    return compare(testCase, outcome) ?? true;
  }, 10_000);
}
