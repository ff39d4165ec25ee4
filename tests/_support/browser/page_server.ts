import { TestServer } from "../test_server.ts";
import { waitFor } from "../wait_for.ts";

/** A server with a page; its ports stay the same when it starts again. */
export class PageServer implements AsyncDisposable {
  readonly port: number;
  readonly origin: string;
  readonly server: TestServer;
  readonly #args: readonly string[];

  private constructor(
    server: TestServer,
    origin: string,
    args: readonly string[],
  ) {
    this.server = server;
    this.port = server.process.port;
    this.origin = origin;
    this.#args = args;
  }

  /** Starts it with additional options. */
  static async start(...args: readonly string[]): Promise<PageServer> {
    const server = await TestServer.start("--http", "127.0.0.1:0", ...args);
    return new PageServer(server, await pageOf(server), args);
  }

  /** Stops it in order. */
  async stop(): Promise<void> {
    await this.server.stop();
  }

  /** Starts it again, after a stop. */
  async startAgain(): Promise<void> {
    const http = new URL(this.origin).host;
    const ports = ["-l", `127.0.0.1:${this.port}`, "--http", http];
    await this.server.startAgain(...ports, ...this.#args);
  }

  /** The path of a domain's database. */
  path(domain: string): string {
    return this.server.path(domain);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
  }
}

/** The origin of its page, which it logs. */
async function pageOf(server: TestServer): Promise<string> {
  let origin = "";
  await waitFor("a page", () => {
    const log = server.process.stderr();
    origin = /page at (http:[^ ]+?)\/?\s/.exec(log)?.[1] ?? "";
    return origin !== "" || log;
  });
  return origin;
}
