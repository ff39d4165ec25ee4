/**
 * A load: connects, sends, and waits until the server has stored it.
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
import { errorText } from "../shared/error_text.ts";

/** The most tuples of a connection that are encoded before the clock starts. */
const MOST_PREPARED = 2_000_000;

/** Connections opened at once, and ms between: some servers queue only 5. */
const CONNECTING = 4;
const CONNECT_PAUSE_MS = 4;

/** Milliseconds between two words about the progress. */
const PROGRESS_MS = 1000;

/** A load that cannot be sent. */
export class LoadError extends Error {
  /** Always `"LoadError"`. */
  override name = "LoadError";
}

/** What was sent. */
export interface Sent {
  /** Each connection with the tuples that it really sent. */
  readonly flows: readonly Flow[];
  /** Bytes of all connections, headers too. */
  readonly bytes: number;
  /** From the first byte until the server has closed all connections. */
  readonly seconds: number;
  /** When tuples became visible, if that was asked for. */
  readonly latency: Latency | undefined;
}

/** How a load is watched. */
export interface LoadWatch {
  /** Directory of the databases, to measure latency in. */
  readonly latency: string | undefined;
  /** Told once a second how many tuples were sent so far. */
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

/** What all the connections of a load have in common. */
class Job {
  readonly #options: LoadOptions;
  readonly #live: boolean;
  readonly #startTime = Math.floor(Date.now() / 1000);
  /** Bodies by their number of tuples: connections differ by headers only. */
  readonly #bodies = new Map<number, readonly Chunk[]>();

  /** `watched` loads have real times, so nothing is prepared for them. */
  constructor(options: LoadOptions, watched: boolean) {
    this.#options = options;
    this.#live = watched || options.rate !== undefined;
  }

  /** Where the tuples will be. */
  get table(): string {
    return LOAD_SCHEMAS[this.#options.schema].schema.name;
  }

  /** Encodes what can be known before. */
  prepare(flows: readonly Flow[]): void {
    if (this.#live) return;
    for (const { tuples } of flows) {
      if (tuples > MOST_PREPARED || this.#bodies.has(tuples)) continue;
      this.#bodies.set(tuples, [...this.#stream().chunks(tuples)]);
    }
  }

  /** Sends a flow, the load's number `i`, until the server has stored it. */
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
          `${errorText(cause)}; the server's log may tell why`,
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
  { host, port, connections }: LoadOptions,
): Promise<OutgoingConnection[]> {
  const opened: OutgoingConnection[] = [];
  try {
    while (opened.length < connections) {
      const count = Math.min(CONNECTING, connections - opened.length);
      const connect = () => runtime.connect(port, host);
      opened.push(...await Promise.all(Array.from({ length: count }, connect)));
      await delay(CONNECT_PAUSE_MS);
    }
    return opened;
  } catch (cause) {
    throw new LoadError(
      `Cannot open connection ${opened.length} to ${host} port ${port}: ` +
        `${errorText(cause)}; see that a server listens there`,
      { cause },
    );
  }
}
