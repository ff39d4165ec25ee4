/**
 * Sends a load: connects, sends, and waits until the server has stored it.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import { formatHeader } from "../codec/headers/header_format.ts";
import type { OutgoingConnection, Runtime } from "../ports/runtime.ts";
import { type Flow, type LoadOptions, planFlows } from "./load_options.ts";
import { LOAD_SCHEMAS } from "./load_schemas.ts";
import { Sender } from "./sender.ts";
import { type Chunk, TupleStream } from "./tuple_stream.ts";
import { type Latency, Visibility } from "./visibility.ts";
import { TlsError } from "../ports/tls_error.ts";
import { errorText } from "../shared/error_text.ts";
import { textWithHint } from "../shared/hint_error.ts";

/** Maximum number of tuples per connection that are encoded in advance. */
const MOST_PREPARED = 2_000_000;

/**
 * Connections opened at once, and milliseconds between them: some servers queue
 * only 5.
 */
const CONNECTING = 4;
const CONNECT_PAUSE_MS = 4;

/** Milliseconds between two progress reports. */
const PROGRESS_MS = 1000;

/** A load that can't be sent. */
export class LoadError extends Error {
  /** Always `"LoadError"`. */
  override name = "LoadError";
}

/** What was sent. */
export interface Sent {
  /** Each connection with the tuples that it sent. */
  readonly flows: readonly Flow[];
  /** Bytes of all connections, including headers. */
  readonly bytes: number;
  /** Seconds from the first byte until the server closed all connections. */
  readonly seconds: number;
  /** When tuples became visible, if requested. */
  readonly latency: Latency | undefined;
}

/** How a load is observed. */
export interface LoadWatch {
  /** Directory of the databases to measure latency in. */
  readonly latency: string | undefined;
  /** Called once a second with the number of tuples sent. */
  progress(tuples: number, seconds: number): void;
}

/**
 * Sends a load. `run` distinguishes it from others.
 *
 * @throws {LoadError} if it can't connect, or a connection breaks.
 */
export async function sendLoad(
  runtime: Runtime,
  options: LoadOptions,
  run: string,
  watch: LoadWatch,
): Promise<Sent> {
  const flows = planFlows(options, run);
  const job = new Job(options, watch.latency !== undefined);
  job.prepare(flows);
  const connections = await connectAll(runtime, options);
  const senders = connections.map((connection) => new Sender(connection));
  const visibility = watch.latency === undefined
    ? undefined
    : new Visibility(watch.latency, job.table, flows.map((f) => f.domain));
  const sent = () => senders.reduce((sum, { tuples }) => sum + tuples, 0);
  const start = performance.now();
  const elapsed = () => (performance.now() - start) / 1000;
  const progress = setInterval(
    () => watch.progress(sent(), elapsed()),
    PROGRESS_MS,
  );
  const deadline = start + 1000 * options.seconds;
  try {
    await Promise.all(
      senders.map((sender, i) => job.send(sender, flows[i], i, deadline)),
    );
    const seconds = elapsed();
    return {
      flows: flows.map((flow, i) => ({ ...flow, tuples: senders[i].tuples })),
      bytes: senders.reduce((sum, { bytes }) => sum + bytes, 0),
      seconds,
      latency: visibility?.finish(),
    };
  } finally {
    clearInterval(progress);
  }
}

/** What all the connections of a load share. */
class Job {
  readonly #options: LoadOptions;
  readonly #live: boolean;
  readonly #startTime = Math.floor(Date.now() / 1000);
  /** Bodies by number of tuples: connections differ in their headers only. */
  readonly #bodies = new Map<number, readonly Chunk[]>();

  /** A `watched` load has real timestamps, so nothing is prepared. */
  constructor(options: LoadOptions, watched: boolean) {
    this.#options = options;
    this.#live = watched || options.rate !== undefined;
  }

  /** Where the tuples will be stored. */
  get table(): string {
    return LOAD_SCHEMAS[this.#options.schema].schema.name;
  }

  /** Encodes in advance what can be. */
  prepare(flows: readonly Flow[]): void {
    if (this.#live) return;
    for (const { tuples } of flows) {
      if (tuples > MOST_PREPARED || this.#bodies.has(tuples)) continue;
      this.#bodies.set(tuples, [...this.#stream().chunks(tuples)]);
    }
  }

  /** Sends flow `i` of the load until the server has stored it. */
  async send(
    sender: Sender,
    flow: Flow,
    i: number,
    deadline: number,
  ): Promise<void> {
    const { rate, connections } = this.#options;
    const { tuples } = flow;
    try {
      await sender.begin(this.#header(flow));
      if (rate === undefined) {
        const body = this.#bodies.get(tuples) ?? this.#stream().chunks(tuples);
        await sender.flood(body, deadline);
      } else {
        const phase = i / connections;
        const pace = { tuples, rate, phase, deadline };
        await sender.trickle(this.#stream(), pace);
      }
      await sender.end();
    } catch (cause) {
      throw new LoadError(
        `Connection ${i} broke after ${sender.tuples} tuples: ` +
          `${errorText(cause)}; see the server's log`,
        { cause },
      );
    }
  }

  #stream(): TupleStream {
    const { schema, content } = this.#options;
    const clock = this.#live
      ? () => Date.now() / 1000 - this.#startTime
      : (i: number) => i / 1000;
    return new TupleStream(LOAD_SCHEMAS[schema], content, clock);
  }

  #header({ domain, sender }: Flow): Uint8Array {
    const { schema, content } = this.#options;
    const header = formatHeader({
      ...{ domain, content, startTime: this.#startTime },
      ...{ senderId: sender, appName: "load" },
      schemas: [LOAD_SCHEMAS[schema].schema],
    });
    return new TextEncoder().encode(header);
  }
}

async function connectAll(
  runtime: Runtime,
  { host, port, tls, connections }: LoadOptions,
): Promise<OutgoingConnection[]> {
  const opened: OutgoingConnection[] = [];
  try {
    while (opened.length < connections) {
      const count = Math.min(CONNECTING, connections - opened.length);
      const connect = () =>
        runtime.connect(port, host, undefined, undefined, tls);
      opened.push(...await Promise.all(Array.from({ length: count }, connect)));
      await delay(CONNECT_PAUSE_MS);
    }
    return opened;
  } catch (cause) {
    throw new LoadError(
      `Cannot open connection ${opened.length} to ${host} port ${port}: ` +
        (cause instanceof TlsError
          ? textWithHint(cause)
          : `${errorText(cause)}; check that a server listens there`),
      { cause },
    );
  }
}
