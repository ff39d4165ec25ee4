/**
 * The subcommand `proxy`.
 *
 * @module
 */
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { parseProxyFlags, proxyCommand } from "../flags/proxy_flags.ts";
import { withFlags } from "./with_flags.ts";

/** Runs the proxy, or `replay` if that is the first argument. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  if (args[0] === "replay") {
    const replay: typeof import("./replay.ts") = await import(
      "./replay.ts" as string
    );
    return await replay.main(runtime, args.slice(1));
  }
  return await withFlags(
    parseProxyFlags(args, "oml2-proxy-server"),
    async (flags) => {
      if (flags.check) {
        const { checkProxy }: typeof import("../check/check_proxy.ts") =
          await import("../check/check_proxy.ts" as string);
        return await checkProxy(runtime, flags);
      }
      const { proxy }: typeof import("../proxy/serve.ts") = await import(
        "../proxy/serve.ts" as string
      );
      return await proxy(runtime, flags);
    },
  );
}

/** The options. */
export function command(): Command {
  return proxyCommand("oml2-proxy-server");
}
