/**
 * The program's side: an archive in a thread of its own.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import type { WorkerThread } from "../../ports/runtime.ts";
import type { Activity } from "../activity.ts";
import type {
  Archive,
  ExperimentDescription,
  ExperimentSummary,
} from "../archive.ts";
import { ArchiveError, TimeLimitError } from "../errors.ts";
import type { Series, SeriesQuery, Spectra, SpectraQuery } from "../plots.ts";
import type { Rejects, RejectsQuery, Rows, RowsQuery } from "../rows.ts";
import {
  type ArchiveMethod,
  type ArchiveReply,
  type ArchiveRequest,
  fromFault,
} from "./archive_messages.ts";

/**
 * Milliseconds without an answer after which a call fails: the thread ends
 * queries much earlier, unless the disk hangs.
 */
const SILENCE_MS = 5_000;

/** Milliseconds that closing waits for the thread. */
const END_MS = 1_000;

/** How to start the thread. */
export interface WorkerArchiveOptions {
  /** The name of the place. */
  readonly place: string;
  /** Starts a thread that runs `hostArchive`. */
  readonly start: () => WorkerThread;
  /** Plain data for the thread. */
  readonly options: unknown;
  /** How long to wait for an answer, in milliseconds. */
  readonly silenceMs?: number;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: ArchiveError) => void;
}

/** Passes all calls to the thread, which is started by the first one. */
export class WorkerArchive implements Archive {
  readonly place: string;
  readonly #options: WorkerArchiveOptions;
  readonly #waiting = new Map<number, Waiting>();
  #thread: WorkerThread | undefined;
  #asked = 0;
  #isClosed = false;

  /** Starts nothing yet. */
  constructor(options: WorkerArchiveOptions) {
    this.#options = options;
    this.place = options.place;
  }

  experiments(): Promise<readonly ExperimentSummary[]> {
    return this.#call("experiments");
  }

  describe(experiment: string): Promise<ExperimentDescription> {
    return this.#call("describe", experiment);
  }

  activity(experiment: string): Promise<Activity> {
    return this.#call("activity", experiment);
  }

  rows(experiment: string, table: string, query: RowsQuery): Promise<Rows> {
    return this.#call("rows", experiment, table, query);
  }

  series(
    experiment: string,
    table: string,
    query: SeriesQuery,
  ): Promise<Series> {
    return this.#call("series", experiment, table, query);
  }

  spectra(
    experiment: string,
    table: string,
    query: SpectraQuery,
  ): Promise<Spectra> {
    return this.#call("spectra", experiment, table, query);
  }

  rejects(experiment: string, query: RejectsQuery): Promise<Rejects> {
    return this.#call("rejects", experiment, query);
  }

  /** Ends the thread, if it answers in time in order. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    const thread = this.#thread;
    const late = new AbortController();
    const isLate = delay(END_MS, undefined, { signal: late.signal });
    const ended = thread && this.#call<void>("close");
    this.#isClosed = true;
    await Promise.race([ended, isLate]).catch(() => undefined);
    late.abort();
    isLate.catch(() => undefined);
    thread?.terminate();
    this.#fail("the archive was closed");
  }

  #call<T>(method: ArchiveMethod, ...args: readonly unknown[]): Promise<T> {
    if (this.#isClosed) {
      return Promise.reject(new ArchiveError("the archive is closed"));
    }
    const { silenceMs = SILENCE_MS } = this.#options;
    const thread = this.#thread ??= this.#start();
    const id = this.#asked++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new TimeLimitError(silenceMs));
      }, silenceMs);
      this.#waiting.set(id, {
        resolve: (result) => {
          clearTimeout(timer);
          // The other side returns what the method returns.
          resolve(result as T);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      thread.post({ kind: "call", id, method, args } satisfies ArchiveRequest);
    });
  }

  #start(): WorkerThread {
    const { start, options } = this.#options;
    const thread = start();
    thread.listen(
      // Messages come only from our own side, so they are well-formed.
      (message) => this.#receive(message as ArchiveReply),
      (error) => {
        // The next call starts another one.
        if (this.#thread === thread) this.#thread = undefined;
        this.#fail(`its thread failed: ${error.message}`);
      },
    );
    thread.post({ kind: "start", options } satisfies ArchiveRequest);
    return thread;
  }

  #receive(reply: ArchiveReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.kind === "done") waiting?.resolve(reply.result);
    else waiting?.reject(fromFault(reply.fault));
  }

  #fail(reason: string): void {
    const error = new ArchiveError(`cannot read stored experiments: ${reason}`);
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
