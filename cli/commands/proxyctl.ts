/**
 * The subcommand `proxyctl`.
 *
 * @module
 */
import process from "node:process";
import { Argument } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { newCommand } from "../command.ts";
import { parsePort } from "../endpoint.ts";
import { parseCommand } from "../parse_command.ts";
import { proxyctl } from "../proxyctl.ts";

const EXAMPLES = `
Commands: OMLPROXY-RESUME, OMLPROXY-PAUSE, OMLPROXY-STOP, STATUS; with or
without OMLPROXY-. Without one they are read from standard input, and what
the proxy says is shown until that ends.

Examples:
  oml2 proxyctl localhost 3004 STATUS
  oml2 proxyctl localhost 3004              commands from the keyboard
`;

/** Gives commands to a proxy; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  const command = newCommand("oml2 proxyctl", "[HOST] [PORT] [COMMAND]")
    .description("Gives commands to a running proxy.")
    .addArgument(new Argument("[host]", "its host").default("localhost"))
    .addArgument(
      new Argument("[port]", "its control port").default(3004)
        .argParser(parsePort),
    )
    .addArgument(new Argument("[command]", "a command"))
    .addHelpText("after", EXAMPLES);
  const print = parseCommand(command, args);
  if (print !== undefined) {
    process.stdout.write(print);
    return 0;
  }
  const [host, port, line]: [string, number, string | undefined] = command
    .processedArgs as [string, number, string | undefined];
  return await proxyctl(runtime, { host, port, command: line });
}
