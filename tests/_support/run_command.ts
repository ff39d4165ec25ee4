import { spawn } from "node:child_process";
import { cleanEnv } from "./clean_env.ts";
import {
  oml2Command,
  repositoryRoot,
  serverCommand,
} from "./runtime_command.ts";
import { within } from "./within.ts";

/** The result of a program. */
export interface Finished {
  /** The exit code, or the name of the signal that ended it. */
  status: number | string;
  stdout: string;
  stderr: string;
}

/** Runs `oml2 server` with these options until it exits by itself. */
export function runCommand(...options: readonly string[]): Promise<Finished> {
  return runProgram([...serverCommand(), ...options]);
}

/** Runs `oml2` until it exits by itself. */
export function runOml2(...args: readonly string[]): Promise<Finished> {
  return runProgram([...oml2Command(), ...args]);
}

/** Runs a program until it exits, which it must within that time. */
export async function runProgram(
  command: readonly string[],
  seconds = 60,
): Promise<Finished> {
  const [program, ...args] = command;
  const child = spawn(program, args, {
    cwd: repositoryRoot,
    env: cleanEnv(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8");
    child[name].on("data", (text: string) => output[name] += text);
  }
  const status = new Promise<number | string>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown"));
  });
  try {
    const left = await within(
      status,
      1000 * seconds,
      `It does not exit within ${seconds} s`,
    );
    return { status: left, ...output };
  } finally {
    child.kill("SIGKILL");
  }
}
