/**
 * The `oml2` command on Deno.
 *
 * @module
 */
import { basename } from "node:path";
import { run } from "./cli/run.ts";
import { denoRuntime } from "./ports/deno.ts";

if (import.meta.main) {
  Deno.exit(await run(denoRuntime, basename(Deno.execPath()), Deno.args));
}
