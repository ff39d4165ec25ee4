/**
 * An experiment with clients: collects what its sessions decode, and commits
 * it to the experiment's database.
 *
 * @module
 */
import type { Schema } from "../../codec/values/schema.ts";
import type { Log } from "../../shared/log.ts";
import type { BufferPool } from "../../shared/buffer_pool.ts";
import { unixTime } from "../../shared/unix_time.ts";
import type {
  ConversionCounter,
  ConversionKey,
} from "../batches/conversion_counter.ts";
import type { RejectedSample, RowTarget } from "../batches/row_sink.ts";
import type { TableBatch } from "../batches/table_batch.ts";
import {
  type ExperimentOptions,
  type MemoryShare,
  memoryShare,
} from "./experiment_options.ts";
import { Pending } from "./pending.ts";
import type { StreamHolder } from "./progress_log.ts";
import type { ExperimentStatus } from "../status/server_status.ts";
import { type CommitLoad, Commits } from "./commits.ts";
import { TableBudget } from "./table_budget.ts";
import type { Database, Joined, Member, Progress } from "../rows/store.ts";

/** What experiments have in common. */
export interface ExperimentContext {
  /** How they collect. */
  readonly options: ExperimentOptions;
  /** Memory for their batches. */
  readonly buffers?: BufferPool;
  /** How many are open. */
  readonly openCount: () => number;
  /** Bytes that wait to be decoded. */
  readonly undecoded: () => number;
  /** The commits of all of them. */
  readonly allCommits: Commits;
  /** Where they tell what happens. */
  readonly log: Log;
}

/** One experiment: group commit for all its sessions. */
export class Experiment implements RowTarget {
  /** The domain, which names it. */
  readonly domain: string;
  readonly #failing = new AbortController();
  /** Aborted, for the reason that it has, if the database gives up. */
  readonly failed: AbortSignal = this.#failing.signal;
  readonly #database: Database;
  readonly #context: ExperimentContext;
  readonly #budget: TableBudget;
  /** What waits for the next commit. */
  readonly #pending: Pending;
  readonly #commits: Commits;
  /** The commits under way, which end in this order. */
  readonly #underWay: Promise<void>[] = [];
  #toldShare = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether what waits is to be committed as soon as that may begin. */
  #isDue = false;

  /** Writes to `database`, which nobody else may use. */
  constructor(domain: string, database: Database, context: ExperimentContext) {
    this.domain = domain;
    this.#database = database;
    this.#context = context;
    this.#commits = new Commits(context.allCommits);
    const { options, buffers } = context;
    const { found } = database;
    this.#pending = new Pending(found, options.keepRejects, buffers);
    this.#budget = new TableBudget(found.tables, options);
  }

  /** Where its database is. */
  get uri(): string {
    return this.#database.uri;
  }

  /** Whether its database could not be opened, and never was. */
  get isAway(): boolean {
    return this.#database.found.isAway === true;
  }

  /** Bytes that wait to be stored. */
  get queuedBytes(): number {
    return this.#commits.bytes + this.#pending.bytes;
  }

  /** How it goes. */
  status(): Omit<ExperimentStatus, "clients"> {
    const { rows, stored, storedAt } = this.#commits;
    return {
      domain: this.domain,
      queuedRows: rows + this.#pending.rows,
      queuedBytes: this.queuedBytes,
      storedRows: stored,
      storedAt: storedAt === 0 ? 0 : unixTime(storedAt),
    };
  }

  /** See {@linkcode Database.join}. */
  join(member: Member): Promise<Joined> {
    return this.#database.join(member);
  }

  /**
   * Joins with a stream that may be resumed. What came of it before, over
   * another connection, is committed; nothing more of that will be.
   */
  async resume(
    member: Member & { readonly resume: string },
    holder: StreamHolder,
  ): Promise<Joined> {
    this.#pending.progress.claim(member.resume, holder);
    await this.flush();
    return await this.#database.join(member);
  }

  /** The session of a resumable stream has ended. */
  release(stream: string, holder: StreamHolder): void {
    this.#pending.progress.release(stream, holder);
  }

  /** Notes how far a resumable stream has come, with the rows that it gave. */
  progress(progress: Progress): void {
    this.#pending.progress.add(progress);
  }

  /** Forces to disk what is committed. */
  sync(): Promise<void> {
    return this.#database.sync();
  }

  /**
   * The table for tuples of `schema`; made at the next commit if new, and none
   * if the experiment has too many. A resumable stream does not share its
   * batches: it may be fenced alone.
   */
  table(schema: Schema, resume?: string): TableBatch | undefined {
    const admit = (schema: Schema) => this.#budget.admit(schema);
    return this.#pending.tables.use(schema, resume, admit);
  }

  /** A session of this sender has ended that used these tables. */
  leave(senderId: number, tables: readonly TableBatch[]): void {
    this.#pending.leave(senderId, tables);
  }

  /** Notes that `table` has rows waiting. */
  touched(table: TableBatch): void {
    this.#pending.touched(table);
  }

  /** Keeps or counts a rejected sample. */
  reject(sample: RejectedSample): void {
    this.#pending.rejects.add(sample);
  }

  /** Counts values that their texts were not quite. */
  conversion(key: ConversionKey): ConversionCounter {
    return this.#pending.conversions.counter(key);
  }

  /** Warns that a column's values show as negative numbers. */
  beyondSigned(table: TableBatch, field: string): void {
    this.#context.log.warn(
      "{domain}: {table}.{field} has values above 2^63-1; they are stored " +
        "as the same 64 bits, so as negative numbers",
      { domain: this.domain, table: table.schema.name, field },
    );
  }

  /**
   * To be called after a chunk was decoded: sees to it that its rows are
   * committed in time. Returns a promise if the caller must wait, and then
   * call again, before it decodes more.
   *
   * @throws {StoreError} if the database gave up.
   */
  settle(): Promise<void> | undefined {
    this.failed.throwIfAborted();
    const { most, enough, isShort } = this.#share;
    if (this.#pending.bytes >= enough) this.#start();
    this.#arm();
    const waiting = this.#pending.bytes;
    const isFull = waiting + this.#commits.bytes >= most;
    if (waiting < enough && !isFull) return undefined;
    if (this.#commits.underWay === 0) return undefined;
    if (isFull && isShort) this.#tellShare(most);
    // While the last commit goes on, sessions have time to fill the next one.
    return this.#underWay.at(-2) ?? this.#underWay[0];
  }

  /**
   * Resolves when everything that was added before is committed. Sessions
   * that end at the same time share a commit.
   *
   * @throws {StoreError} if the database gave up.
   */
  async flush(): Promise<void> {
    const commits = this.#commits;
    const wanted = this.#pending.isEmpty ? commits.begun : commits.begun + 1;
    while (commits.ended < wanted) {
      this.#start();
      await this.#underWay.at(-1);
    }
    this.failed.throwIfAborted();
  }

  /** No client is there, at least for now. */
  async rest(): Promise<void> {
    if (!this.failed.aborted) await this.#database.rest();
  }

  /** Commits what waits, and closes the database. */
  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      clearTimeout(this.#timer);
      await this.#database.close();
    }
  }

  get #share(): MemoryShare {
    const { options, openCount, undecoded } = this.#context;
    return memoryShare(options, openCount(), undecoded());
  }

  #tellShare(bytes: number): void {
    if (this.#toldShare) return;
    this.#toldShare = true;
    this.#context.log.warn(
      "{domain}: its clients are held back, with {bytes} bytes on the way to " +
        "the database; {count} experiments share --max-memory",
      { domain: this.domain, bytes, count: this.#context.openCount() },
    );
  }

  /** Sees to it that what waits does not wait for long. */
  #arm(): void {
    if (this.#pending.isEmpty || this.#timer !== undefined || this.#isDue) {
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#isDue = true;
      this.#start();
    }, this.#context.options.commitAfter);
  }

  /** Commits what waits, unless too many commits are under way. */
  #start(): void {
    if (this.#pending.isEmpty || !this.#mayCommit) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isDue = false;
    const load = { bytes: this.#pending.bytes, rows: this.#pending.rows };
    this.#commits.begin(load);
    this.#underWay.push(this.#commit(load));
  }

  /** Batches that wait behind those of others only fill the memory. */
  get #mayCommit(): boolean {
    const { options, allCommits } = this.#context;
    const { underWay } = this.#commits;
    if (underWay === 0) return true;
    return underWay < options.commits &&
      allCommits.underWay < options.allCommits;
  }

  async #commit(load: CommitLoad): Promise<void> {
    const flush = this.#pending.take();
    try {
      const outcome = await this.#database.write(flush);
      this.#commits.end(load, true);
      this.#pending.progress.tell(flush.progress, outcome);
    } catch (error) {
      this.#commits.end(load, false);
      this.#failing.abort(error);
    }
    this.#underWay.shift();
    const isEnough = this.#pending.bytes >= this.#share.enough;
    if (this.#isDue || isEnough) this.#start();
  }
}
