import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import process from "node:process";

const LISTEN = `
  const server = require("node:net").createServer();
  server.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () =>
    console.log(server.address().port)
  );
`;

/**
 * A port whose listener is stopped and whose queue is full: the system drops
 * further connection requests, as a firewall does.
 */
export class DeafListener implements Disposable {
  readonly port: number;
  readonly #process: ChildProcess;
  readonly #queue: readonly Socket[];

  private constructor(
    port: number,
    process: ChildProcess,
    queue: readonly Socket[],
  ) {
    this.port = port;
    this.#process = process;
    this.#queue = queue;
  }

  /** Starts a listener, stops it, and fills its queue. */
  static async start(): Promise<DeafListener> {
    const args = process.versions.deno
      ? ["eval", "--ext=cjs", LISTEN]
      : ["-e", LISTEN];
    const child = spawn(process.execPath, args, {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(child.stdout, "data");
    const port = Number(line);
    child.kill("SIGSTOP");
    const queue = [0, 1, 2, 3].map(() =>
      createConnection({ port, host: "127.0.0.1" }).on("error", () => undefined)
    );
    await Promise.all(queue.slice(0, 2).map((one) => once(one, "connect")));
    return new DeafListener(port, child, queue);
  }

  [Symbol.dispose](): void {
    for (const socket of this.#queue) socket.destroy();
    this.#process.kill("SIGKILL");
  }
}
