/**
 * One start of a program.
 *
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import { ROOT } from "./contestants.ts";
import { answers, freePort } from "./server_under_test.ts";

const DEADLINE_MS = 15_000;

/** Milliseconds from the start of a program to its end. */
export async function untilExit(command: readonly string[]): Promise<number> {
  const began = performance.now();
  await once(start(command), "exit");
  return performance.now() - began;
}

/** Milliseconds from the start of a server to its first connection. */
export async function untilListening(
  command: readonly string[],
): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), "oml2-startup-"));
  const port = await freePort();
  const began = performance.now();
  const child = start([...command, "-D", directory, "-l", `127.0.0.1:${port}`]);
  const exited = once(child, "exit");
  try {
    while (!await answers(port)) {
      if (performance.now() - began > DEADLINE_MS) {
        throw new Error(`${command.join(" ")} does not listen`);
      }
      await delay(1);
    }
    return performance.now() - began;
  } finally {
    if (child.pid !== undefined) process.kill(child.pid, "SIGTERM");
    await exited;
    rmSync(directory, { recursive: true });
  }
}

function start([program, ...args]: readonly string[]): ChildProcess {
  return spawn(program, args, { cwd: ROOT, stdio: "ignore" });
}
