/**
 * The `oml2` command on Deno.
 *
 * @module
 */
import { basename } from "node:path";
import { run } from "./cli/run.ts";

if (import.meta.main) {
  const load = async () => (await import("./ports/deno.ts")).denoRuntime;
  Deno.exit(await run(load, basename(Deno.execPath()), Deno.args));
}
