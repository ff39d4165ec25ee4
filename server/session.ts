/**
 * One connection, from its first byte to its last row.
 *
 * @module
 */
import type { Log } from "../ports/log.ts";
import { ProtocolError } from "../codec/errors.ts";
import {
  HeaderReader,
  type ReadHeader,
} from "../codec/tuples/header_reader.ts";
import type { SessionHeader } from "../codec/tuples/session_header.ts";
import { TupleDecoder } from "../codec/tuples/tuple_decoder.ts";
import type { Connection } from "../ports/runtime.ts";
import { RowSink } from "./batches/row_sink.ts";
import { ChunkReader } from "../ports/chunk_reader.ts";
import type { ClientFacts, ServerObserver } from "./observer.ts";
import type { ServerOptions } from "./options.ts";
import type { Experiment } from "./rows/experiment.ts";
import type { Experiments } from "./rows/experiments.ts";
import { errorText } from "../ports/error_text.ts";

/** A complete tuple waits so long for a line that may belong to it. */
const HOLD_MS = 250;

/**
 * Clients come back, and others end at the same time: the database is not
 * closed right behind each of them, while others still write.
 */
const LINGER_MS = 250;

/** Why a session ended. */
type Ending = "end" | "stopped" | "idle" | "broken" | "refused";

/** What sessions have in common. */
export interface SessionContext {
  /** The experiments with clients. */
  readonly experiments: Experiments;
  /** The server's options. */
  readonly options: ServerOptions;
  /** Where they tell what happens. */
  readonly log: Log;
  /** Told of clients that come and go. */
  readonly observer: ServerObserver;
}

/** Serves one client. */
export class Session {
  readonly #connection: Connection;
  readonly #context: SessionContext;
  readonly #chunks: ChunkReader;
  /** How log lines call the client. */
  #name: string;
  #facts: ClientFacts;
  /** Why the client's connection was ended, for observers. */
  #reason = "";
  #heard = false;
  /** Whether observers know that the client has gone. */
  #told = false;
  #idle = false;
  #idleMs = 0;
  #seenWaits = 0;
  #endLinger: (() => void) | undefined;

  /** Serves the client on `connection`. */
  constructor(connection: Connection, context: SessionContext) {
    const { host, port } = connection.peer;
    this.#connection = connection;
    this.#context = context;
    this.#chunks = new ChunkReader(connection);
    this.#name = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
    this.#facts = { host, port, domain: "", senderId: "", appName: "" };
  }

  /**
   * To be called regularly: milliseconds, as counted by these calls, for
   * which the server wanted bytes and none came. A server that was itself
   * suspended does not take its clients for idle.
   */
  idleFor(sinceLastCall: number): number {
    const { waiting, waits } = this.#chunks;
    const still = waiting && waits === this.#seenWaits;
    this.#idleMs = still ? this.#idleMs + sinceLastCall : 0;
    this.#seenWaits = waits;
    return this.#idleMs;
  }

  /** Counts the idle time from now on. */
  resetIdle(): void {
    this.#idleMs = 0;
  }

  /** Whether the connection is closed, and only the database held open. */
  get lingering(): boolean {
    return this.#endLinger !== undefined;
  }

  /** Ends the session, its data kept; says why. */
  stop(reason: "idle" | "stopped"): void {
    this.#idle = reason === "idle";
    this.#chunks.stop();
    this.#endLinger?.();
  }

  /**
   * Resolves when all that came is committed and the connection closed, with
   * whether that could be done.
   */
  async run(): Promise<boolean> {
    const { log } = this.#context;
    log.debug("{client}: connected", { client: this.#name });
    try {
      await this.#serve();
      return true;
    } catch (error) {
      this.#reason = errorText(error);
      log.error("{client}: {reason}", {
        client: this.#name,
        reason: this.#reason,
      });
      return false;
    } finally {
      this.#connection.close();
      this.#tellGone();
    }
  }

  async #serve(): Promise<void> {
    const opened = await this.#readHeader();
    if (typeof opened === "string") return this.#leave(opened);
    const { experiments } = this.#context;
    const experiment = await experiments.acquire(opened.header.domain);
    try {
      const ending = await this.#store(opened, experiment);
      await experiment.flush();
      this.#leave(ending);
      if (ending !== "stopped") await this.#linger();
    } finally {
      await experiments.release(experiment);
    }
  }

  /** Closes the connection; everything that came is committed. */
  #leave(ending: Ending): void {
    this.#connection.close();
    const why = ending === "stopped" && this.#idle ? "idle" : ending;
    const level = this.#heard ? "info" : "debug";
    this.#context.log[level]("{client}: disconnected ({ending})", {
      client: this.#name,
      ending: why,
    });
    if (this.#reason === "") this.#reason = why;
    this.#tellGone();
  }

  #tellGone(): void {
    if (!this.#heard || this.#told) return;
    this.#told = true;
    this.#context.observer.clientDisconnected(this.#facts, this.#reason);
  }

  #linger(): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, LINGER_MS);
      this.#endLinger = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  async #readHeader(): Promise<ReadHeader | Ending> {
    const reader = new HeaderReader(this.#context.options.limits);
    for (;;) {
      const chunk = await this.#chunks.next();
      if (chunk.kind !== "bytes") {
        return this.#heard ? this.#cutHeader(chunk.kind) : ending(chunk.kind);
      }
      this.#hear();
      try {
        const opened = reader.push(chunk.bytes);
        if (opened !== undefined) return opened;
      } catch (error) {
        return this.#refuse(error);
      }
    }
  }

  /** The first byte tells a client from a probe. */
  #hear(): void {
    if (this.#heard) return;
    this.#heard = true;
    this.#context.observer.clientConnected(this.#facts);
  }

  async #store(
    { header, rest }: ReadHeader,
    experiment: Experiment,
  ): Promise<Ending> {
    const joined = await experiment.join({
      sender: header.senderId,
      startTime: header.startTime,
    });
    const { senderId, startTime = 0 } = joined;
    const timeOffset = header.startTime === undefined
      ? 0
      : header.startTime - startTime;
    const rows = new RowSink(experiment, { senderId, timeOffset });
    this.#announce(header);
    rows.arrival = Date.now() / 1000 - startTime;
    const tuples = new TupleDecoder(
      header,
      rows,
      this.#context.options.limits,
    );
    try {
      tuples.push(rest);
      const ending = await this.#storeBody(tuples, rows, experiment, startTime);
      tuples.end();
      return ending;
    } catch (error) {
      tuples.idle();
      return this.#refuse(error);
    } finally {
      this.#tellRefused(rows);
    }
  }

  async #storeBody(
    tuples: TupleDecoder,
    rows: RowSink,
    experiment: Experiment,
    startTime: number,
  ): Promise<Ending> {
    for (;;) {
      let full = experiment.settle();
      while (full !== undefined) {
        await full;
        full = experiment.settle();
      }
      const chunk = await this.#chunks.next(
        tuples.holding ? HOLD_MS : undefined,
      );
      rows.arrival = Date.now() / 1000 - startTime;
      if (chunk.kind === "bytes") tuples.push(chunk.bytes);
      else if (chunk.kind === "quiet") tuples.idle();
      else return ending(chunk.kind);
    }
  }

  #announce(
    { domain, senderId, appName, protocol, content, ignored }: SessionHeader,
  ): void {
    const { log, observer } = this.#context;
    const address = this.#name;
    this.#facts = {
      ...this.#facts,
      domain,
      senderId: senderId ?? "",
      appName: appName ?? "",
    };
    observer.clientReady(this.#facts);
    this.#name = [domain, senderId ?? "", appName ?? ""].join(":");
    log.info("{client}: ready, from {address}, OMSP V{protocol} {content}", {
      client: this.#name,
      address,
      protocol,
      content,
    });
    if (ignored.length > 0) {
      log.warn("{client}: ignored headers: {headers}", {
        client: this.#name,
        headers: ignored.slice(0, 5).join(" | "),
      });
    }
  }

  #cutHeader(kind: "quiet" | "end" | "stopped" | "broken"): Ending {
    this.#context.log.warn("{client}: left in the middle of its headers", {
      client: this.#name,
    });
    return ending(kind);
  }

  #refuse(error: unknown): Ending {
    if (!(error instanceof ProtocolError)) throw error;
    this.#reason = `protocol error: ${error.message}`;
    this.#context.log.error("{client}: protocol error: {reason}", {
      client: this.#name,
      reason: error.message,
    });
    return "refused";
  }

  #tellRefused({ kept, refused }: RowSink): void {
    if (refused === 0) return;
    this.#context.log.warn(
      "{client}: refused {refused} samples of {all}; see _oml_rejected",
      { client: this.#name, refused, all: kept + refused },
    );
  }
}

function ending(kind: "quiet" | "end" | "stopped" | "broken"): Ending {
  return kind === "quiet" ? "end" : kind;
}
