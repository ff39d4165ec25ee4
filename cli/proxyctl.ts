/**
 * Talks to a running proxy.
 *
 * @module
 */
import process from "node:process";
import { errorText } from "../ports/error_text.ts";
import type { OutgoingConnection, Runtime } from "../ports/runtime.ts";
import { LineReader } from "../proxy/control/line_reader.ts";

/** Whom to talk to, and about what. */
export interface ProxyctlOptions {
  /** The proxy's host. */
  readonly host: string;
  /** Its control port. */
  readonly port: number;
  /** The only command; unset, they come from standard input. */
  readonly command: string | undefined;
}

/** Gives commands to a proxy; returns the exit status. */
export async function proxyctl(
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

/** Until one side has no more to say. */
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
