/**
 * Runs the programs of `npm test`. Plain JavaScript, because it must start on
 * any Node from 20 on.
 *
 * @module
 */
import { spawn, spawnSync } from "node:child_process";
import process from "node:process";
import { root } from "../install.mjs";

/** A program that prints nothing for so long, in ms, is hanging. */
const SILENCE_MS = 240_000;

/**
 * Runs a program and shows its output, unless `isShown` is false; resolves with
 * its status, its stdout, and both outputs in the order of their arrival. If it
 * prints nothing for `silenceMs`, the processes it has started are killed, since
 * a test runner can go on without a file that hangs; the next time the program
 * itself is.
 */
export function run(program, args, options = {}) {
  const { env = {}, silenceMs = SILENCE_MS, isShown = true } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, NO_COLOR: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, so that all of it can be killed.
      detached: true,
    });
    const stopForwarding = forwardSignals(child);
    const printed = { stdout: "", stderr: "", output: "" };
    const print = (name, text) => {
      if (isShown) process[name].write(text);
      printed[name] += text;
      printed.output += text;
    };
    let silences = 0;
    const hanging = setTimeout(() => {
      const isOver = ++silences > 1 || !killChildren(child);
      if (isOver) killGroup(child, "SIGKILL");
      const killed = isOver ? "it is killed" : "what it started is killed";
      print("stderr", `\nNo output for ${silenceMs / 1000} s: ${killed}\n`);
      hanging.refresh();
    }, silenceMs);
    for (const name of ["stdout", "stderr"]) {
      child[name].setEncoding("utf8").on("data", (text) => {
        hanging.refresh();
        print(name, text);
      });
    }
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(hanging);
      stopForwarding();
      resolve({ status: code ?? signal, ...printed });
    });
  });
}

/** A terminal's Ctrl-C does not reach another group; returns how to stop. */
function forwardSignals(child) {
  const forward = (signal) => {
    killGroup(child, signal);
    // After the handlers of other programs, which get the signal as well.
    setImmediate(() => process.exit(1));
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, forward);
  return () => {
    for (const signal of signals) process.off(signal, forward);
  };
}

/** Kills the processes that a process has started; false without any. */
function killChildren({ pid }) {
  const { stdout } = spawnSync("pgrep", ["-P", `${pid}`], { encoding: "utf8" });
  const children = (stdout ?? "").split("\n").filter((line) => line !== "");
  for (const child of children) kill(Number(child), "SIGKILL");
  return children.length > 0;
}

function killGroup({ pid }, signal) {
  kill(-pid, signal);
}

function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
