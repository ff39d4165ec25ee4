/**
 * One client of the proxy, from its first byte to its last.
 *
 * @module
 */
import { ChunkReader } from "../ports/chunk_reader.ts";
import { errorText } from "../ports/error_text.ts";
import type { Log } from "../ports/log.ts";
import type { Address, Connection } from "../ports/runtime.ts";
import { Intake } from "./intake.ts";
import type { SpoolOptions } from "./options.ts";
import type { Spool } from "./spool/spool.ts";
import type { SpooledStream } from "./spool/spooled_stream.ts";

/** Milliseconds before another try to make a result file. */
const RETRY_MS = 1_000;

/** What the sessions of all clients have in common. */
export interface SessionContext {
  /** Where what they send goes. */
  readonly spool: Spool;
  /** How it is kept. */
  readonly options: SpoolOptions;
  /** Told of what people want to know. */
  readonly log: Log;
  /** Told of each new stream. */
  readonly opened: (stream: SpooledStream) => void;
  /** Whether the client is this proxy itself. */
  readonly isOwn: (connection: Connection) => boolean;
}

/** Takes whatever a client sends, and never closes it for what that is. */
export class ClientSession {
  readonly #connection: Connection;
  readonly #context: SessionContext;
  readonly #chunks: ChunkReader;
  readonly #name: string;
  #quietMs = 0;
  #seenWaits = 0;

  /** Serves the client on `connection`. */
  constructor(connection: Connection, context: SessionContext) {
    const { host, port } = connection.peer;
    this.#connection = connection;
    this.#context = context;
    this.#chunks = new ChunkReader(connection);
    this.#name = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  }

  /** Where the client is. */
  get peer(): Address {
    return this.#connection.peer;
  }

  /** Milliseconds, as counted by these calls, for which nothing has come. */
  quietFor(sinceLastCall: number): number {
    const { waiting, waits } = this.#chunks;
    const still = waiting && waits === this.#seenWaits;
    this.#quietMs = still ? this.#quietMs + sinceLastCall : 0;
    this.#seenWaits = waits;
    return this.#quietMs;
  }

  /** Ends the session, behind what was read. */
  stop(): void {
    this.#chunks.stop();
  }

  /** Resolves when all that came is kept, and the connection closed. */
  async run(): Promise<void> {
    try {
      const first = await this.#chunks.next();
      // A connection that ends without a byte is a probe.
      if (first.kind !== "bytes") return;
      if (this.#context.isOwn(this.#connection)) return;
      await this.#take(first.bytes);
    } finally {
      this.#connection.close();
    }
  }

  async #take(first: Uint8Array): Promise<void> {
    const { log, opened } = this.#context;
    const stream = await this.#create();
    if (stream === undefined) return;
    const facts = { client: this.#name, path: stream.path };
    log.info("{client}: goes to {path}", facts);
    stream.retain();
    opened(stream);
    try {
      await this.#fill(stream, first);
    } finally {
      stream.end();
      await stream.release().catch((error) =>
        log.warn("{path}: not all is on disk yet: {reason}", {
          ...facts,
          reason: errorText(error),
        })
      );
      log.info("{client}: has left; {path} has {size} bytes", {
        ...facts,
        size: stream.size,
      });
    }
  }

  async #fill(stream: SpooledStream, first: Uint8Array): Promise<void> {
    const { spool, options, log } = this.#context;
    const intake = new Intake(stream, spool, { options, log });
    let bytes = first;
    for (;;) {
      await intake.take(bytes);
      const chunk = await this.#chunks.next();
      if (chunk.kind !== "bytes") break;
      bytes = chunk.bytes;
    }
    intake.end();
  }

  /** A file for the client, as soon as one can be made; none at a stop. */
  async #create(): Promise<SpooledStream | undefined> {
    const { spool, log } = this.#context;
    const begun = Date.now();
    for (let isTold = false;; isTold = true) {
      try {
        return await spool.create(begun);
      } catch (error) {
        const reason = errorText(error);
        if (!isTold) {
          log.error("{client}: waits for a result file: {reason}", {
            client: this.#name,
            reason,
          });
        }
        await new Promise((done) => setTimeout(done, RETRY_MS));
      }
    }
  }
}
