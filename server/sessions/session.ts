/**
 * One connection, from its first byte to its last row.
 *
 * @module
 */
import {
  HeaderReader,
  type ReadHeader,
} from "../../codec/headers/header_reader.ts";
import type { SessionHeader } from "../../codec/headers/session_header.ts";
import { TupleDecoder } from "../../codec/streams/tuple_decoder.ts";
import type { Connection } from "../../ports/runtime.ts";
import { RowSink } from "../batches/row_sink.ts";
import { Arrivals } from "./arrivals.ts";
import { finish, takeIn } from "./body_loop.ts";
import { ClientLog } from "./client_log.ts";
import { Drain } from "./drain.ts";
import { Intake } from "./intake.ts";
import { refusalOf } from "./refusal.ts";
import type { SessionContext } from "./session_context.ts";
import { Signal } from "../../shared/signal.ts";
import type { ClientFacts } from "../observer.ts";
import { Resumption } from "../resume/resumption.ts";
import type { Experiment } from "../experiments/experiment.ts";
import type { ClientStatus } from "../status/server_status.ts";
import { addressText } from "../../ports/address_text.ts";
import { errorText } from "../../shared/error_text.ts";
import { SLICE_BYTES } from "../../shared/pace.ts";
import { unixTime } from "../../shared/unix_time.ts";

/**
 * The database stays open this long after its last client, in case that one
 * reconnects or others follow. Its file is complete earlier.
 */
const LINGER_MS = 250;

/** Why a session ended. */
type Ending = "end" | "stopped" | "broken" | "refused";

/** Serves one client. */
export class Session {
  readonly #connection: Connection;
  readonly #context: SessionContext;
  readonly #intake: Intake;
  readonly #log: ClientLog;
  readonly #drain: Drain;
  readonly #arrivals: Arrivals;
  readonly #linger = new Signal();
  #isLingering = false;
  /** When it connected, by the monotonic clock. */
  readonly #since = performance.now();
  #resumption: Resumption | undefined;
  #rows: RowSink | undefined;
  #facts: ClientFacts;
  /** Why the connection ended, for observers. */
  #reason = "";
  #hasSentBytes = false;
  /** Whether observers were notified of the disconnection. */
  #hasReportedLeave = false;
  /** Why the session was stopped. */
  #stopReason = "";

  /** Serves the client on `connection`. */
  constructor(connection: Connection, context: SessionContext) {
    const { host, port } = connection.peer;
    this.#connection = connection;
    this.#context = context;
    this.#intake = new Intake(connection, context.intake);
    this.#arrivals = new Arrivals(context.clock);
    this.#drain = new Drain(this.#intake);
    this.#log = new ClientLog(context.log, connection.peer);
    const unnamed = { domain: "", senderId: "", appName: "" };
    this.#facts = { host, port, ...unnamed, resumes: false };
  }

  /** See {@linkcode Drain.idleFor}. */
  idleFor(sinceLastCall: number): number {
    return this.#drain.idleFor(sinceLastCall);
  }

  /** Whether the connection is closed and only the database kept open. */
  get lingering(): boolean {
    return this.#isLingering;
  }

  /** Its status. */
  status(): ClientStatus {
    const { bytes, waiting } = this.#intake;
    const [wanting, held] = this.#rows === undefined
      ? ["headers", "opening"] as const
      : ["reading", "held back"] as const;
    return {
      client: this.#log.name,
      address: addressText(this.#connection.peer),
      domain: this.#facts.domain,
      state: waiting ? wanting : held,
      since: unixTime(this.#since),
      bytes,
      tuples: this.#rows?.kept ?? 0,
      rejected: this.#rows?.rejected ?? 0,
      converted: this.#rows?.conversions ?? 0,
    };
  }

  /** Ends the session for `reason`; its data is kept. */
  stop(reason: "idle" | "stopped" | "fenced"): void {
    this.#stopReason = reason;
    this.#intake.stop();
    this.#linger.notify();
  }

  /** See {@linkcode Drain.isOver}. */
  isDrained(sinceLastCall: number, isLate: boolean): boolean {
    return this.#drain.isOver(sinceLastCall, isLate);
  }

  /**
   * Resolves when all received data is committed and the connection closed.
   * Returns whether that succeeded.
   */
  async run(): Promise<boolean> {
    this.#log.connected();
    try {
      await this.#serve();
      return true;
    } catch (error) {
      this.#reason = errorText(error);
      this.#log.failed(this.#reason);
      return false;
    } finally {
      this.#intake.holdIn(undefined);
      this.#connection.close();
      this.#reportLeave();
    }
  }

  async #serve(): Promise<void> {
    const opened = await this.#readHeader();
    if (typeof opened === "string") return this.#leave(opened);
    const { experiments } = this.#context;
    const experiment = await this.#drain.hold(
      experiments.acquire(opened.header.domain),
    );
    // A quiet client would keep the broken database open for all others.
    const leave = () => this.#intake.stop();
    experiment.failed.addEventListener("abort", leave);
    let hasLeft = false;
    try {
      const ending = await this.#store(opened, experiment);
      await experiment.flush();
      await this.#resumption?.finish();
      hasLeft = true;
      await experiments.leave(experiment);
      this.#leave(ending);
      if (ending === "stopped") return;
      this.#isLingering = true;
      await this.#linger.wait(LINGER_MS);
    } finally {
      experiment.failed.removeEventListener("abort", leave);
      await experiments.release(experiment, hasLeft);
    }
  }

  /** Closes the connection; all received data is committed. */
  #leave(ending: Ending): void {
    this.#connection.close();
    const why = ending === "stopped" ? this.#stopReason : ending;
    this.#log.disconnected(why, this.#hasSentBytes ? "info" : "debug");
    if (this.#reason === "") this.#reason = why;
    this.#reportLeave();
  }

  #reportLeave(): void {
    if (!this.#hasSentBytes || this.#hasReportedLeave) return;
    this.#hasReportedLeave = true;
    this.#context.observer.clientDisconnected(this.#facts, this.#reason);
  }

  async #readHeader(): Promise<ReadHeader | Ending> {
    const reader = new HeaderReader(this.#context.options.limits);
    this.#intake.holdIn(reader);
    for (;;) {
      try {
        const chunk = await this.#intake.next();
        if (chunk.kind !== "bytes") {
          if (this.#hasSentBytes) this.#log.cutHeader();
          return ending(chunk.kind);
        }
        this.#arrivals.note();
        this.#noteBytes();
        const opened = reader.push(chunk.bytes);
        if (opened === undefined) continue;
        this.#context.access?.check(opened.header.domain, this.#connection);
        return opened;
      } catch (error) {
        return this.#refuse(error);
      }
    }
  }

  /** The first byte distinguishes a client from a probe. */
  #noteBytes(): void {
    if (this.#hasSentBytes) return;
    this.#hasSentBytes = true;
    this.#context.observer.clientConnected(this.#facts);
  }

  async #store(
    { header, rest, bytes }: ReadHeader,
    experiment: Experiment,
  ): Promise<Ending> {
    const { startTime, senderId, resume } = header;
    const { limits } = this.#context.options;
    const member = { sender: senderId, startTime };
    this.#resumption = resume && new Resumption({
      request: resume,
      connection: this.#connection,
      experiment,
      fenced: () => this.stop("fenced"),
    });
    const joined = await this.#drain.hold(
      (this.#resumption ?? experiment).join(member),
    );
    // Thousands may have joined in one turn, each defining many streams.
    await this.#intake.turn(bytes);
    const start = joined.startTime ?? 0;
    const placement = {
      senderId: joined.senderId,
      timeOffset: startTime === undefined ? 0 : startTime - start,
      resume: resume?.stream,
    };
    const rows = new RowSink(experiment, placement, this.#log.stream);
    this.#rows = rows;
    rows.isRepetition = joined.resumed !== undefined;
    this.#ready(header);
    rows.arrival = this.#arrivals.since(start);
    const arrived = () => {
      this.#arrivals.note();
      rows.arrival = this.#arrivals.since(start);
    };
    const tuples = new TupleDecoder(header, rows, limits, {
      slice: SLICE_BYTES,
    });
    const parts = { headerBytes: bytes, tuples, rows };
    const body = this.#resumption?.body(parts) ?? tuples;
    const loop = {
      ...{ intake: this.#intake, drain: this.#drain, experiment, arrived },
      longMessages: this.#context.experiments.longMessages,
      isStopping: () => this.#stopReason === "stopped",
    };
    try {
      const ending = await takeIn(rest, body, loop);
      body.end();
      await finish(body, loop);
      return ending;
    } catch (error) {
      body.idle();
      return this.#refuse(error);
    } finally {
      this.#intake.holdIn(undefined);
      experiment.leave(joined.senderId, rows.tables);
      this.#log.stream.counted(rows.kept);
    }
  }

  #ready(header: SessionHeader): void {
    const { domain, senderId = "", appName = "" } = header;
    const resumes = header.resume !== undefined;
    this.#log.ready(header);
    this.#facts = { ...this.#facts, domain, senderId, appName, resumes };
    this.#context.observer.clientReady(this.#facts);
  }

  #refuse(error: unknown): Ending {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    this.#reason = refusal.reason;
    this.#log.refused(refusal);
    return "refused";
  }
}

function ending(kind: "quiet" | "end" | "stopped" | "broken"): Ending {
  return kind === "quiet" ? "end" : kind;
}
