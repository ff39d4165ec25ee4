import { createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";
import { resetSocket } from "../../_support/reset_socket.ts";

const RESUME = /^oml2-resume: (\S+)\n/m;
const DEFINITION = /^[^\t\n]*\t0\t\d+\t\.\tschema\t.*\n/gm;

/**
 * A simple server that stores text streams as bytes, reports its offsets, and
 * breaks each connection except the last after a number of bytes.
 */
export class ResumableServer implements AsyncDisposable {
  /** The streams as they would arrive over one connection. */
  readonly streams: Map<string, string> = new Map<string, string>();
  /** Errors of clients. */
  readonly faults: string[] = [];
  readonly #breaks: number[];
  readonly #server: Server;

  private constructor(server: Server, breaks: readonly number[]) {
    this.#server = server;
    this.#breaks = [...breaks];
  }

  static async start(breaks: readonly number[]): Promise<ResumableServer> {
    const server = createServer();
    const resumable = new ResumableServer(server, breaks);
    server.on("connection", (socket) => resumable.#serve(socket));
    server.listen({ port: 0, host: "127.0.0.1" });
    await once(server, "listening");
    return resumable;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("TCP");
    return address.port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    await closed;
  }

  #serve(socket: Socket): void {
    const connection = new Connection(this.streams, this.faults);
    let left = this.#breaks.shift() ?? Infinity;
    // Broken connections are the point of the test.
    socket.on("error", () => undefined);
    socket.setEncoding("latin1").on("data", (text: string) => {
      const answer = connection.take(text.slice(0, left));
      left -= text.length;
      if (left > 0) socket.write(answer);
      else resetSocket(socket);
    });
    socket.on("end", () => socket.end());
  }
}

/** Appends one connection's bytes to its stream. */
class Connection {
  readonly #streams: Map<string, string>;
  readonly #faults: string[];
  #name = "";
  #rest = "";
  /** Definitions that must be repeated before anything else. */
  #repeated = "";

  constructor(streams: Map<string, string>, faults: string[]) {
    this.#streams = streams;
    this.#faults = faults;
  }

  /** Accepts bytes; returns the answer. */
  take(text: string): string {
    this.#rest += text;
    if (this.#name === "" && !this.#begin()) return "";
    if (this.#rest.length < this.#repeated.length) return this.#told();
    if (!this.#rest.startsWith(this.#repeated)) {
      this.#faults.push(`no ${this.#repeated} in ${this.#rest}`);
    }
    const end = Math.max(
      this.#repeated.length,
      this.#rest.lastIndexOf("\n") + 1,
    );
    const stored = this.#streams.get(this.#name) ?? "";
    const more = this.#rest.slice(this.#repeated.length, end);
    this.#streams.set(this.#name, stored + more);
    this.#rest = this.#rest.slice(end);
    this.#repeated = "";
    return this.#told();
  }

  #begin(): boolean {
    const end = this.#rest.indexOf("\n\n") + 2;
    if (end < 2) return false;
    const asking = this.#rest.slice(0, end);
    const headers = asking.replace(RESUME, "");
    this.#rest = this.#rest.slice(end);
    this.#name = RESUME.exec(asking)?.[1] ?? "anonymous";
    const stored = this.#streams.get(this.#name) ?? headers;
    if (!stored.startsWith(headers)) this.#faults.push("other headers");
    this.#repeated = (stored.match(DEFINITION) ?? []).join("");
    this.#streams.set(this.#name, stored);
    return true;
  }

  #told(): string {
    return `oml2-resume ${this.#streams.get(this.#name)?.length ?? 0}\n`;
  }
}
