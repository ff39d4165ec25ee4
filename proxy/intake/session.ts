/**
 * One client of the proxy.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import { addressText } from "../../ports/address_text.ts";
import { ChunkReader } from "../../ports/chunk_reader.ts";
import type { Ends } from "../../ports/connection_ends.ts";
import { IdleTime } from "../../ports/idle_time.ts";
import { errorText } from "../../shared/error_text.ts";
import type { Log } from "../../shared/log.ts";
import type { Connection } from "../../ports/runtime.ts";
import { Intake } from "./intake.ts";
import type { SpoolOptions } from "../options.ts";
import { ResumedIntake } from "./resumed_intake.ts";
import type { StreamHeader } from "../scan/stream_header.ts";
import { TurnReader } from "./turn_reader.ts";
import type { Spool } from "../spool/spool.ts";
import type { SpooledStream } from "../spool/spooled_stream.ts";
import { unlessAborted } from "../../shared/unless_aborted.ts";

/**
 * A client that sends its first byte within this many ms counts from its
 * connection.
 */
const PROMPT_MS = 3_000;

/** Milliseconds before another attempt to create a result file. */
const RETRY_MS = 1_000;

/** What the sessions of all clients share. */
export interface SessionContext {
  /** Where their streams are stored. */
  readonly spool: Spool;
  /** How they are stored. */
  readonly options: SpoolOptions;
  /** The log. */
  readonly log: Log;
  /** Called with each new stream. */
  readonly opened: (stream: SpooledStream) => void;
  /** Whether this process itself opened the connection. */
  readonly isOwn: (accepted: Ends) => boolean;
  /** Called when data sent by this proxy arrives here again. */
  readonly loopDetected: () => void;
  /**
   * Ends the other session that writes to a stream; resolves when it has ended.
   * `undefined` if there is none.
   */
  readonly fence: (stream: SpooledStream) => Promise<void> | undefined;
}

/**
 * Stores whatever a client sends, and never disconnects it because of its data.
 */
export class ClientSession {
  /** The client's stream; unset before its first byte. */
  stream: SpooledStream | undefined;
  /** Whether the client has sent nothing yet. */
  isSilent = true;
  readonly #connection: Connection;
  readonly #accepted: number;
  readonly #context: SessionContext;
  readonly #chunks: ChunkReader;
  readonly #reader: TurnReader;
  readonly #name: string;
  /** Aborts to end all waits. */
  readonly #abandon = new AbortController();
  readonly #idle: IdleTime;

  /**
   * Serves the client on `connection`, accepted at that time of the spool's
   * clock.
   */
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
    const { spool: { turns }, options: { sync } } = context;
    this.#reader = new TurnReader(
      this.#chunks,
      sync === "always" ? undefined : turns,
    );
    this.#name = addressText(connection.peer);
  }

  /** Both ends of the client's connection. */
  get ends(): Ends {
    return this.#connection;
  }

  /** Milliseconds without data; each call adds the time since the last one. */
  quietFor(sinceLastCall: number): number {
    return this.#idle.advance(sinceLastCall);
  }

  /** Ends the session after what has been read; ends all waits. */
  stop(): void {
    this.#chunks.stop();
    this.#abandon.abort();
  }

  /**
   * Resolves when everything received is spooled and the connection is closed.
   */
  async run(): Promise<void> {
    try {
      const first = await this.#reader.next();
      // A connection without a byte is a probe.
      if (first.kind !== "bytes") return;
      this.isSilent = false;
      if (this.#context.isOwn(this.#connection)) {
        return this.#context.loopDetected();
      }
      await this.#take(first.bytes);
    } finally {
      this.#connection.close();
    }
  }

  async #take(first: Uint8Array): Promise<void> {
    const { spool, opened, loopDetected, log } = this.#context;
    const stream = await this.#create();
    if (stream === undefined) return;
    log.info("{client}: spooled to {path}", {
      client: this.#name,
      path: stream.path,
    });
    stream.retain();
    this.stream = stream;
    try {
      const intake = this.#intakeFor(stream);
      const rest = await this.#takeHeader(stream, intake, first);
      if (spool.sends(stream)) {
        loopDetected();
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
        await this.#takeBody(earlier, next, header, rest);
      }
    } finally {
      await this.#leave(this.stream ?? stream);
    }
  }

  /** Takes the headers; returns a copy of what was received after them. */
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
      const chunk = await this.#reader.next();
      if (chunk.kind !== "bytes") return new Uint8Array(0);
      bytes = chunk.bytes;
    }
  }

  /**
   * The earlier stream that the client resumes, once no other session writes to
   * it; `undefined` if there is none. `named` is the new stream of the same name.
   */
  async #takeOver(named: SpooledStream): Promise<SpooledStream | undefined> {
    const { spool, fence, log } = this.#context;
    for (;;) {
      const earlier = spool.findEarlier(named);
      if (earlier === undefined) return undefined;
      const fencing = fence(earlier);
      if (fencing === undefined) {
        // Without awaiting: later it may be delivered, or resumed by another
        // client.
        earlier.reopen();
        earlier.retain();
        this.stream = earlier;
        log.info("{client}: resumes {path}", {
          client: this.#name,
          path: earlier.path,
        });
        return earlier;
      }
      await fencing;
    }
  }

  /** Takes the body: first `received`, which is not in the stream yet. */
  async #takeBody(
    stream: SpooledStream,
    intake: Intake,
    header: StreamHeader,
    received?: Uint8Array,
  ): Promise<void> {
    const resumed = stream.clientId === undefined
      ? undefined
      : await ResumedIntake.open(
        stream,
        intake,
        this.#answer,
        header,
        received !== undefined,
      );
    const taker = resumed ?? intake;
    if (received !== undefined) await taker.take(received);
    for (;;) {
      const chunk = await this.#reader.nextOfTurn();
      if (chunk.kind !== "bytes") break;
      await taker.take(chunk.bytes);
    }
    await taker.end();
  }

  /** Forces everything received to disk, if possible. */
  async #leave(stream: SpooledStream): Promise<void> {
    const { path, size } = stream;
    const facts = { client: this.#name, path, size };
    stream.end(this.#context.spool.clock.now());
    await stream.release().catch((error) =>
      this.#context.log.warn("{path}: not completely on disk yet: {reason}", {
        ...facts,
        reason: errorText(error),
      })
    );
    this.#context.log.info(
      "{client}: disconnected; {path} has {size} bytes",
      facts,
    );
  }

  /** Answers the client, which may be gone, or may never read the answer. */
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

  /**
   * A result file for the client, as soon as one can be created; `undefined` if
   * the session is stopped before that.
   */
  async #create(): Promise<SpooledStream | undefined> {
    const { spool, log } = this.#context;
    const { signal } = this.#abandon;
    const now = spool.clock.now();
    // After a pause, the first bytes of many clients may be read at once and in
    // any order. But a client that connects long before it sends (OML4R) counts
    // from its first byte.
    const isPrompt = now - this.#accepted < PROMPT_MS;
    const begun = isPrompt ? this.#accepted : now;
    for (let isLogged = false; !signal.aborted; isLogged = true) {
      try {
        return await spool.create(begun);
      } catch (error) {
        if (!isLogged) {
          log.error("{client}: waiting for a result file: {reason}", {
            client: this.#name,
            reason: errorText(error),
          });
        }
        await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    log.error("{client}: its data is lost: no result file could be created", {
      client: this.#name,
    });
    return undefined;
  }
}
