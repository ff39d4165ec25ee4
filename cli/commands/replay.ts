/**
 * The subcommand `replay`.
 *
 * @module
 */
import process from "node:process";
import { Argument, Option } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { newCommand } from "../options/command.ts";
import { parseServer, type ServerEndpoint } from "../options/endpoint.ts";
import { addServerTlsFlags, serverTls } from "../flags/server_tls_flags.ts";
import { parseCommand } from "../options/parse_command.ts";
import { replay } from "../proxy/replay.ts";
import { size } from "../options/values.ts";

const EXAMPLES = `
Files are what the proxy has kept, what liboml2 writes with --oml-collect
file:..., or any other stream as a client sends it. A file that was appended to
is sent as the streams that are in it. A replay that broke off goes on where it
was when it is given the same files again.

Examples:
  oml2 replay oml_result_proxy.log --to lab:3003
  oml2 replay run/*.oml --to 3003 --rate 500k
`;

/** Sends result files; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  const command = newCommand("oml2 replay", "FILE... --to HOST:PORT")
    .description("Sends result files to a server.")
    .addArgument(new Argument("<file...>", "result files"))
    .addOption(
      new Option("--to <[host:]port>", "the server, or tls:HOST:PORT for TLS")
        .argParser(parseServer).makeOptionMandatory(),
    )
    .addOption(
      new Option(
        "--rate <bytes/s>",
        "maximum rate, e.g. 100k (default: unlimited)",
      ).argParser(size(1, 1024 ** 4)),
    )
    .option(
      "--no-resume-header",
      "do not ask the server to resume streams (for a C proxy)",
    )
    .addHelpText("after", EXAMPLES);
  addServerTlsFlags(command, "");
  const print = parseCommand(command, args);
  if (print !== undefined) {
    process.stdout.write(print);
    return 0;
  }
  const options = command.opts();
  const { to, rate = Infinity, resumeHeader } = options;
  const { host = "localhost", port, secure }: ServerEndpoint = to;
  const tls = secure ? serverTls(options, "") : undefined;
  return await replay(runtime, {
    files: command.args,
    server: { host, port, tls, resumeHeader, bytesPerSecond: rate },
  });
}
