/**
 * From a command line to a program and its exit status.
 *
 * @module
 */
import process from "node:process";
import type { Runtime } from "../ports/runtime.ts";
import { load } from "./load.ts";
import { parseLoadFlags } from "./load_flags.ts";
import { OptionsError, StartError } from "./options_error.ts";
import { serve } from "./serve.ts";
import { parseServerFlags } from "./server_flags.ts";
import { versionText } from "./version.ts";

const HELP = `Usage: oml2 COMMAND [OPTION...]

Commands:
  server   store the measurements of OML clients (oml2-server)
  load     send tuples to a server, and measure it

oml2 COMMAND --help tells the options of a command.
`;

/**
 * Runs the program that `name`, the file it was started by, or the first
 * argument asks for. Returns the exit status.
 */
export async function run(
  runtime: Runtime,
  name: string,
  args: readonly string[],
): Promise<number> {
  const [command, ...rest] = args;
  try {
    if (command === "server") return await runServer(runtime, rest);
    if (command === "load") return await runLoad(runtime, rest);
    if (/^oml2-server\b/.test(name)) return await runServer(runtime, args);
    if (command === "--version" || command === "-v") {
      process.stdout.write(versionText("oml2"));
      return 0;
    }
    if (["--help", "-?", "help"].includes(command)) {
      process.stdout.write(HELP);
      return 0;
    }
    throw new OptionsError(
      command === undefined
        ? "no command; write server, load, or --help"
        : `no command "${command}"; write server, load, or --help`,
    );
  } catch (error) {
    if (error instanceof OptionsError) {
      process.stderr.write(`oml2: ${error.message}\n`);
      return 2;
    }
    if (error instanceof StartError) {
      process.stderr.write(`oml2-server: ${error.message}\n`);
      return 1;
    }
    throw error;
  }
}

async function runServer(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  const parsed = parseServerFlags(args, "oml2-server");
  if ("flags" in parsed) return await serve(runtime, parsed.flags);
  process.stdout.write(parsed.print);
  return 0;
}

async function runLoad(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  const parsed = parseLoadFlags(args, "oml2 load");
  if ("flags" in parsed) return await load(runtime, parsed.flags);
  process.stdout.write(parsed.print);
  return 0;
}
