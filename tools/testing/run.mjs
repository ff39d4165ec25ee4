/**
 * Runs the programs of `npm test`. Plain JavaScript, because it must start on
 * any Node from 20 on.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { root } from "../install.mjs";

/**
 * Runs a program and shows its output; resolves with its status, its stdout,
 * and both outputs in the order of their arrival.
 */
export function run(program, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, NO_COLOR: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const printed = { stdout: "", stderr: "", output: "" };
    for (const name of ["stdout", "stderr"]) {
      child[name].setEncoding("utf8").on("data", (text) => {
        process[name].write(text);
        printed[name] += text;
        printed.output += text;
      });
    }
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve({ status: code ?? signal, ...printed });
    });
  });
}
