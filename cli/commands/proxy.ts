/**
 * The subcommand `proxy`.
 *
 * @module
 */
import process from "node:process";
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { parseProxyFlags, proxyCommand } from "../flags/proxy_flags.ts";
import { main as replay } from "./replay.ts";

/** Runs the proxy, or `replay` if that is the first argument. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  if (args[0] === "replay") return await replay(runtime, args.slice(1));
  const parsed = parseProxyFlags(args, "oml2-proxy-server");
  if ("flags" in parsed) {
    const { proxy } = await import("../proxy/serve.ts");
    return await proxy(runtime, parsed.flags);
  }
  process.stdout.write(parsed.print);
  return 0;
}

/** The options. */
export function command(): Command {
  return proxyCommand("oml2-proxy-server");
}
