/**
 * The subcommand `proxyctl`.
 *
 * @module
 */
import process from "node:process";
import { Argument } from "commander";
import type { OutgoingConnection, Runtime } from "../../ports/runtime.ts";
import { LineReader } from "../../proxy/control/line_reader.ts";
import { errorText } from "../../shared/error_text.ts";
import { newCommand } from "../options/command.ts";
import { parsePort } from "../options/endpoint.ts";
import { parseCommand } from "../options/parse_command.ts";

const EXAMPLES = `
Commands: OMLPROXY-RESUME, OMLPROXY-PAUSE, OMLPROXY-STOP, STATUS; the prefix
OMLPROXY- is optional. Without a command, proxyctl reads commands from standard
input until it ends, and prints the proxy's answers.

Examples:
  oml2 proxyctl localhost 3004 STATUS
  oml2 proxyctl localhost 3004              read commands from the terminal
`;

/** Sends commands to a proxy; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  const command = newCommand("oml2 proxyctl", "[HOST] [PORT] [COMMAND]")
    .description("Controls a running proxy.")
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

/** The proxy to connect to, and the command to send. */
interface ProxyctlOptions {
  /** The proxy's host. */
  readonly host: string;
  /** Its control port. */
  readonly port: number;
  /** The only command; if unset, commands are read from standard input. */
  readonly command: string | undefined;
}

async function proxyctl(
  runtime: Runtime,
  { host, port, command }: ProxyctlOptions,
): Promise<number> {
  const answered = Promise.withResolvers<number>();
  const lines = new LineReader();
  const received = (bytes: Uint8Array) => {
    for (const line of lines.push(bytes)) {
      process.stdout.write(`${line}\n`);
      if (line.startsWith("OK ")) answered.resolve(0);
      if (line.startsWith("ERROR ")) answered.resolve(1);
    }
  };
  try {
    const connection = await runtime.connect(port, host, received);
    const gone = connection.closed.then(() => 1, () => 1);
    if (command === undefined) await converse(connection, gone);
    else await say(connection, command);
    const status = command === undefined
      ? 0
      : await Promise.race([answered.promise, gone]);
    connection.close();
    return status;
  } catch (error) {
    process.stderr.write(
      `oml2 proxyctl: Cannot talk to a proxy at ${host} port ${port}: ` +
        `${errorText(error)}; is that its control port (-c)?\n`,
    );
    return 1;
  }
}

/** Forwards standard input until either side closes. */
async function converse(
  connection: OutgoingConnection,
  gone: Promise<number>,
): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    const lines = new LineReader();
    process.stdin.on("data", (chunk: Uint8Array) => {
      for (const line of lines.push(chunk)) say(connection, line);
    });
    process.stdin.on("end", resolve);
  });
  await Promise.race([ended.then(() => connection.end()), gone]);
  await gone;
}

async function say(
  connection: OutgoingConnection,
  line: string,
): Promise<void> {
  await connection.write(new TextEncoder().encode(`${line}\n`));
}
