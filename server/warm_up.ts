/**
 * Serves simulated clients until the first real one connects. Experiments often
 * start with all their clients at once, and a server that has just been started
 * would spend half of that time compiling its code and allocating memory.
 *
 * @module
 */
import { setImmediate as otherWork } from "node:timers/promises";
import { formatHeader } from "../codec/headers/header_format.ts";
import type { ContentMode } from "../codec/headers/session_header.ts";
import { TupleEncoder } from "../codec/streams/tuple_encoder.ts";
import { parseSchema } from "../codec/values/schema.ts";
import type { BufferPool } from "../shared/buffer_pool.ts";
import { WallClock } from "../shared/wall_clock.ts";
import type { Log } from "../shared/log.ts";
import type { Address, Connection } from "../ports/runtime.ts";
import { IntakeMemory } from "./sessions/intake_memory.ts";
import { Observers } from "./observer.ts";
import type { ServerOptions } from "./options.ts";
import { Experiments } from "./experiments/experiments.ts";
import { scratchDatabase } from "./rows/scratch_database.ts";
import type { FlushPlanner } from "./rows/flush_planner.ts";
import { Session } from "./sessions/session.ts";

/** Number of clients, each with its own experiment. */
const CLIENTS = 2;

/** Number of reads of each client. */
const READS = 10;

/** Bytes of one read, as on a busy connection. */
const READ_BYTES = 60_000;

const SCHEMA = parseSchema(
  "1 warm_up label:string index:int32 counter:uint64 value:double",
);

/** These clients are not logged. */
const SILENT: Log = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
};

/** What a warm-up needs. */
export interface WarmUpParts {
  /** Prepares flushes for the store, if it needs that. */
  readonly planner: FlushPlanner | undefined;
  /** The server's options. */
  readonly options: ServerOptions;
  /** The server's memory for batches. */
  readonly buffers: BufferPool;
  /** Returns false as soon as a real client connects or the server stops. */
  readonly isWanted: () => boolean;
}

/** Serves simulated clients, whose tuples are discarded. */
export async function warmUp(
  { planner, options, buffers, isWanted }: WarmUpParts,
): Promise<void> {
  const store = {
    open: () => Promise.resolve(scratchDatabase(planner)),
    close: () => Promise.resolve(),
  };
  const context = {
    experiments: new Experiments(
      store,
      options.collect,
      { log: SILENT, buffers },
    ),
    intake: new IntakeMemory(options.collect.allBytes),
    clock: new WallClock(),
    options,
    log: SILENT,
    observer: new Observers(),
  };
  const bodies = {
    text: encodeTuples("text"),
    binary: encodeTuples("binary"),
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, i) => {
    const content = i % 2 === 0 ? "text" : "binary";
    const header = formatHeader({
      ...{ domain: `warm-up-${i}`, content },
      schemas: [SCHEMA],
    });
    const client = new SimulatedClient(header, bodies[content], isWanted);
    return new Session(client, context).run();
  }));
}

/** A connection whose client repeats the same tuples. */
class SimulatedClient implements Connection {
  readonly local: Address = { host: "127.0.0.1", port: 0 };
  readonly peer: Address = { host: "127.0.0.1", port: 0 };
  readonly #header: Uint8Array;
  readonly #tuples: Uint8Array;
  readonly #isWanted: () => boolean;
  #reads = 0;

  constructor(header: string, tuples: Uint8Array, isWanted: () => boolean) {
    this.#header = new TextEncoder().encode(header);
    this.#tuples = tuples;
    this.#isWanted = isWanted;
  }

  async read(): Promise<Uint8Array | null> {
    await otherWork();
    if (this.#reads > READS || !this.#isWanted()) return null;
    return this.#reads++ === 0 ? this.#header : this.#tuples;
  }

  write(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {}
}

/**
 * Encodes values of all sizes, so that compilers do not specialize on small
 * ones.
 */
function encodeTuples(content: ContentMode): Uint8Array {
  const encoder = new TupleEncoder({ content });
  for (let i = 0; encoder.length < READ_BYTES; i++) {
    const sign = i % 2 === 0 ? 1 : -1;
    encoder.push({
      schema: SCHEMA,
      sequence: 7 * i,
      timestamp: i / 128,
      values: [
        `sample-${i}`,
        sign * i ** 2,
        BigInt(i) ** 3n,
        sign * (i + 0.5) / 100,
      ],
    });
  }
  return encoder.take();
}
