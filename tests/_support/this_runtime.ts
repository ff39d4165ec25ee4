import process from "node:process";
import type { Runtime } from "../../ports/runtime.ts";

/** Whether this is Deno; it is Node otherwise. */
export const onDeno: boolean = process.versions.deno !== undefined;

/** The port to the runtime that runs the test. */
export async function thisRuntime(): Promise<Runtime> {
  return onDeno
    ? (await import("../../ports/deno.ts")).denoRuntime
    : (await import("../../ports/node.ts")).nodeRuntime;
}
