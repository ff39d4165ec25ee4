/**
 * One client of the proxy, from its first byte to its last.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import { addressText } from "../../ports/address_text.ts";
import { type Chunk, ChunkReader } from "../../ports/chunk_reader.ts";
import type { Ends } from "../../ports/connection_ends.ts";
import { IdleTime } from "../../ports/idle_time.ts";
import { errorText } from "../../shared/error_text.ts";
import type { Log } from "../../shared/log.ts";
import type { Connection } from "../../ports/runtime.ts";
import { Intake } from "./intake.ts";
import type { SpoolOptions } from "../options.ts";
import { ResumedIntake } from "./resumed_intake.ts";
import type { StreamHeader } from "../scan/stream_header.ts";
import type { Spool } from "../spool/spool.ts";
import type { SpooledStream } from "../spool/spooled_stream.ts";
import { PACE } from "../../shared/pace.ts";
import { unlessAborted } from "../../shared/unless_aborted.ts";

/** A client that speaks within so many ms came when it connected. */
const PROMPT_MS = 3_000;

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
  /** Whether the other end of a connection is this proxy itself. */
  readonly isOwn: (accepted: Ends) => boolean;
  /** Told when what this proxy sends comes back to it. */
  readonly cameBack: () => void;
  /**
   * Ends the other session of a stream; resolves when nothing more comes.
   * `undefined` where there is none.
   */
  readonly fence: (stream: SpooledStream) => Promise<void> | undefined;
}

/** Takes whatever a client sends, and never closes it for what that is. */
export class ClientSession {
  /** What it fills; unset before there is any. */
  stream: SpooledStream | undefined;
  /** Whether the client has said nothing yet. */
  isSilent = true;
  readonly #connection: Connection;
  readonly #accepted: number;
  readonly #context: SessionContext;
  readonly #chunks: ChunkReader;
  readonly #name: string;
  /** Aborts when nothing is waited for any more. */
  readonly #abandon = new AbortController();
  readonly #idle: IdleTime;

  /** Serves the client on `connection`, `accepted` at that time of the spool's clock. */
  constructor(
    connection: Connection,
    accepted: number,
    context: SessionContext,
  ) {
    this.#connection = connection;
    this.#accepted = accepted;
    this.#context = context;
    this.#chunks = new ChunkReader(connection);
    this.#idle = new IdleTime(this.#chunks);
    this.#name = addressText(connection.peer);
  }

  /** Both ends of the client's connection. */
  get ends(): Ends {
    return this.#connection;
  }

  /** Milliseconds, as counted by these calls, for which nothing has come. */
  quietFor(sinceLastCall: number): number {
    return this.#idle.advance(sinceLastCall);
  }

  /** Ends the session, behind what was read; it waits for nothing any more. */
  stop(): void {
    this.#chunks.stop();
    this.#abandon.abort();
  }

  /** Resolves when all that came is kept, and the connection closed. */
  async run(): Promise<void> {
    try {
      const first = await this.#next();
      // A connection that ends without a byte is a probe.
      if (first.kind !== "bytes") return;
      this.isSilent = false;
      if (this.#context.isOwn(this.#connection)) {
        return this.#context.cameBack();
      }
      await this.#take(first.bytes);
    } finally {
      this.#connection.close();
    }
  }

  /** What comes next, when it is this client's turn. */
  async #next(): Promise<Chunk> {
    const chunk = await this.#chunks.next();
    if (chunk.kind === "bytes") await PACE.turn(chunk.bytes.length);
    return chunk;
  }

  async #take(first: Uint8Array): Promise<void> {
    const { spool, opened, cameBack, log } = this.#context;
    const stream = await this.#create();
    if (stream === undefined) return;
    log.info("{client}: goes to {path}", {
      client: this.#name,
      path: stream.path,
    });
    stream.retain();
    this.stream = stream;
    try {
      const intake = this.#intakeFor(stream);
      const behind = await this.#takeHeader(stream, intake, first);
      if (spool.sends(stream)) {
        cameBack();
        return await spool.discard(stream);
      }
      const { header } = stream;
      const earlier = await this.#takeOver(stream);
      if (earlier === undefined) {
        opened(stream);
        if (header !== undefined) await this.#takeBody(stream, intake, header);
      } else if (header !== undefined) {
        await spool.discard(stream);
        const next = this.#intakeFor(earlier);
        await this.#takeBody(earlier, next, header, behind);
      }
    } finally {
      await this.#leave(this.stream ?? stream);
    }
  }

  /** Returns a copy of what came behind the headers. */
  async #takeHeader(
    stream: SpooledStream,
    intake: Intake,
    first: Uint8Array,
  ): Promise<Uint8Array> {
    for (let bytes = first;;) {
      await intake.take(bytes);
      const { size, header } = stream;
      if (header !== undefined) {
        return bytes.slice(bytes.length - (size - header.size));
      }
      const chunk = await this.#next();
      if (chunk.kind !== "bytes") return new Uint8Array(0);
      bytes = chunk.bytes;
    }
  }

  /**
   * The stream that the client goes on with, which nobody else fills any more;
   * `undefined` if there is none. `named` is the new one, which has its name.
   */
  async #takeOver(named: SpooledStream): Promise<SpooledStream | undefined> {
    const { spool, fence, log } = this.#context;
    for (;;) {
      const earlier = spool.findEarlier(named);
      if (earlier === undefined) return undefined;
      const fencing = fence(earlier);
      if (fencing === undefined) {
        // In this turn: later it may be delivered, or filled by another.
        earlier.reopen();
        earlier.retain();
        this.stream = earlier;
        log.info("{client}: goes on with {path}", {
          client: this.#name,
          path: earlier.path,
        });
        return earlier;
      }
      await fencing;
    }
  }

  /** Takes what comes, behind what `came` and is not in the stream yet. */
  async #takeBody(
    stream: SpooledStream,
    intake: Intake,
    header: StreamHeader,
    came?: Uint8Array,
  ): Promise<void> {
    const resumed = stream.clientId === undefined
      ? undefined
      : await ResumedIntake.open(
        stream,
        intake,
        this.#answer,
        header,
        came !== undefined,
      );
    const taker = resumed ?? intake;
    if (came !== undefined) await taker.take(came);
    for (;;) {
      const chunk = await this.#next();
      if (chunk.kind !== "bytes") break;
      await taker.take(chunk.bytes);
    }
    await taker.end();
  }

  /** All that came is forced to disk, if that can be done. */
  async #leave(stream: SpooledStream): Promise<void> {
    const { path, size } = stream;
    const facts = { client: this.#name, path, size };
    stream.end(this.#context.spool.clock.now());
    await stream.release().catch((error) =>
      this.#context.log.warn("{path}: not all is on disk yet: {reason}", {
        ...facts,
        reason: errorText(error),
      })
    );
    this.#context.log.info(
      "{client}: has left; {path} has {size} bytes",
      facts,
    );
  }

  /** Answers the client, who may be gone, or never read it. */
  readonly #answer = (bytes: Uint8Array): Promise<void> =>
    unlessAborted(
      this.#connection.write(bytes).catch(() => undefined),
      this.#abandon.signal,
    );

  #intakeFor(stream: SpooledStream): Intake {
    const { spool, options, log } = this.#context;
    const abandon = this.#abandon.signal;
    return new Intake(stream, spool, { options, log, abandon });
  }

  /** A file for the client, as soon as one can be made, unless it is stopped. */
  async #create(): Promise<SpooledStream | undefined> {
    const { spool, log } = this.#context;
    const { signal } = this.#abandon;
    const now = spool.clock.now();
    // Many first words may be read at once, after a pause, in any order; but
    // who connects long before it speaks (OML4R) comes when it speaks.
    const isPrompt = now - this.#accepted < PROMPT_MS;
    const begun = isPrompt ? this.#accepted : now;
    for (let isTold = false; !signal.aborted; isTold = true) {
      try {
        return await spool.create(begun);
      } catch (error) {
        if (!isTold) {
          log.error("{client}: waits for a result file: {reason}", {
            client: this.#name,
            reason: errorText(error),
          });
        }
        await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    log.error("{client}: what it has sent is lost: no result file", {
      client: this.#name,
    });
    return undefined;
  }
}
