/**
 * An experiment with clients: collects the rows that its sessions decode, and
 * commits them to its database.
 *
 * @module
 */
import type { Schema } from "../../codec/values/schema.ts";
import { unixTime } from "../../shared/unix_time.ts";
import type {
  ConversionCounter,
  ConversionKey,
} from "../batches/conversion_counter.ts";
import type { RejectedSample, RowTarget } from "../batches/row_sink.ts";
import type { TableBatch } from "../batches/table_batch.ts";
import {
  leastShare,
  type MemoryShare,
  memoryShare,
} from "./experiment_options.ts";
import { Pending } from "./pending.ts";
import type { StreamHolder } from "./progress_log.ts";
import type { ExperimentStatus } from "../status/server_status.ts";
import { type CommitLoad, Commits } from "./commits.ts";
import type { ExperimentContext } from "./experiment_context.ts";
import { RoomQueue } from "./room_queue.ts";
import { TableBudget } from "./table_budget.ts";
import type { Database, Joined, Member, Progress } from "../rows/store.ts";

/** One experiment: group commit for all its sessions. */
export class Experiment implements RowTarget {
  /** The domain, which is its name. */
  readonly domain: string;
  readonly #failing = new AbortController();
  /** Aborted with the database's error if the database fails for good. */
  readonly failed: AbortSignal = this.#failing.signal;
  readonly #database: Database;
  readonly #context: ExperimentContext;
  readonly #budget: TableBudget;
  /** Data for the next commit. */
  readonly #pending: Pending;
  readonly #commits: Commits;
  /** The commits in progress, in the order of their begin; any may end first. */
  readonly #inProgress = new Map<CommitLoad, Promise<void>>();
  /** Bytes that need no look at its share. */
  readonly #few: number;
  readonly #room = new RoomQueue(() => this.#full());
  #hasWarnedShare = false;
  /** Whether waiting data must be committed as soon as a commit may begin. */
  #isDue = false;

  /** Writes to `database`, exclusively. */
  constructor(domain: string, database: Database, context: ExperimentContext) {
    this.domain = domain;
    this.#database = database;
    this.#context = context;
    this.#commits = new Commits(context.allCommits);
    const { options, buffers } = context;
    const { found } = database;
    this.#few = leastShare(options);
    this.#pending = new Pending(found, options.keepRejects, buffers);
    this.#budget = new TableBudget(found.tables, options);
  }

  /** URI of its database. */
  get uri(): string {
    return this.#database.uri;
  }

  /** Whether its database was unavailable throughout. */
  get isAway(): boolean {
    return this.#database.found.isAway === true;
  }

  /** Bytes that wait to be stored. */
  get queuedBytes(): number {
    return this.#commits.bytes + this.#pending.bytes;
  }

  /** Its status. */
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

  /** See {@linkcode Database.findStreams}. */
  findStreams(prefix: string): Promise<readonly Progress[]> {
    return this.#database.findStreams(prefix);
  }

  /**
   * Joins with a resumable stream. What an earlier connection delivered of it
   * is committed; nothing more of that connection will be.
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

  /**
   * Records the progress of a resumable stream, with the rows decoded so far.
   */
  progress(progress: Progress): void {
    this.#pending.progress.add(progress);
  }

  /** Forces committed data to disk. */
  sync(): Promise<void> {
    return this.#database.sync();
  }

  /**
   * Returns the table for tuples of `schema`, which is created at the next
   * commit if new; none if the experiment has too many. A resumable stream does
   * not share its batches, because it may be fenced alone.
   */
  table(schema: Schema, resume?: string): TableBatch | undefined {
    const admit = (schema: Schema) => this.#budget.admit(schema);
    return this.#pending.tables.use(schema, resume, admit);
  }

  /** A session of this sender has ended that used `tables`. */
  leave(senderId: number, tables: readonly TableBatch[]): void {
    this.#pending.leave(senderId, tables);
  }

  /** Records that `table` has rows waiting. */
  noteRows(table: TableBatch): void {
    this.#pending.noteRows(table);
  }

  /** Keeps or counts a rejected sample. */
  reject(sample: RejectedSample): void {
    this.#pending.rejects.add(sample);
    this.#context.observer?.rejected(sample.reason);
  }

  /** Returns the counter of these conversions. */
  conversion(key: ConversionKey): ConversionCounter {
    return this.#pending.conversions.counter(key);
  }

  /** Warns that values of a column show as negative numbers. */
  beyondSigned(table: TableBatch, field: string): void {
    this.#context.log.warn(
      "{domain}: {table}.{field} has values above 2^63-1; they are stored " +
        "as the same 64 bits and read as negative numbers",
      { domain: this.domain, table: table.schema.name, field },
    );
  }

  /**
   * Commits rows in time, after a chunk was decoded; whether more have room.
   *
   * @throws {StoreError} if the database failed.
   */
  commitInTime(): boolean {
    this.failed.throwIfAborted();
    return this.#full() === undefined;
  }

  /**
   * Like {@linkcode Experiment.commitInTime}; returns a promise if the session
   * must wait for its turn to decode `bytes` more bytes, and then call again.
   */
  makeRoom(bytes = Infinity): Promise<void> | undefined {
    this.failed.throwIfAborted();
    return this.#full() && this.#room.wait(bytes);
  }

  /**
   * Resolves when everything added before is committed. Sessions that end at
   * the same time share a commit.
   *
   * @throws {StoreError} if the database failed.
   */
  async flush(): Promise<void> {
    const commits = this.#commits;
    const wanted = this.#pending.isEmpty ? commits.begun : commits.begun + 1;
    while (commits.ended < wanted) {
      this.#start();
      await [...this.#inProgress.values()].at(-1);
    }
    this.failed.throwIfAborted();
  }

  /** There is no client, at least for now. */
  async rest(): Promise<void> {
    if (!this.failed.aborted) await this.#database.rest();
  }

  /** Commits waiting data, and closes the database. */
  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      this.#context.timer.clear(this.#commitDue);
      await this.#database.close();
    }
  }

  /** Resolves when there may be room for rows; `undefined` if there is. */
  #full(): Promise<void> | undefined {
    // Those that wait must notice it.
    if (this.failed.aborted) return undefined;
    if (this.queuedBytes < this.#few) return void this.#arm();
    const { most, enough, isShort } = this.#share;
    if (this.#pending.bytes >= enough) this.#start();
    this.#arm();
    const isFull = this.queuedBytes >= most;
    if (this.#pending.bytes < enough && !isFull) return undefined;
    if (this.#commits.inProgress === 0) return undefined;
    if (isFull && isShort) this.#warnShare(most);
    // While the last commit runs, sessions have time to fill the next one.
    const commits = [...this.#inProgress.values()];
    return commits.at(-2) ?? commits[0];
  }

  get #share(): MemoryShare {
    const { options, openCount, undecoded } = this.#context;
    return memoryShare(options, openCount(), undecoded());
  }

  #warnShare(bytes: number): void {
    if (this.#hasWarnedShare) return;
    this.#hasWarnedShare = true;
    this.#context.log.warn(
      "{domain}: its clients are held back: {bytes} bytes are on the way " +
        "to the database; {count} experiments share --max-memory",
      { domain: this.domain, bytes, count: this.#context.openCount() },
    );
  }

  /** Ensures that waiting data is committed in time. */
  #arm(): void {
    const { timer, options } = this.#context;
    if (this.#isDue || timer.has(this.#commitDue) || this.#pending.isEmpty) {
      return;
    }
    timer.set(this.#commitDue, options.commitAfter);
  }

  readonly #commitDue = () => {
    this.#isDue = true;
    this.#start();
  };

  /** Commits waiting data, unless too many commits are in progress. */
  #start(): void {
    if (this.#pending.isEmpty || !this.#mayCommit) return;
    this.#context.timer.clear(this.#commitDue);
    this.#isDue = false;
    const { bytes, rows } = this.#pending;
    const load = { bytes, rows, began: performance.now() };
    this.#commits.begin(load);
    this.#inProgress.set(load, this.#commit(load));
  }

  /** Batches that wait for those of others only fill the memory. */
  get #mayCommit(): boolean {
    const { options, allCommits } = this.#context;
    const { inProgress } = this.#commits;
    if (inProgress === 0) return true;
    return inProgress < options.commits &&
      allCommits.inProgress < options.allCommits;
  }

  async #commit(load: CommitLoad): Promise<void> {
    const flush = this.#pending.take();
    try {
      const outcome = await this.#database.write(flush);
      this.#commits.end(load, true);
      this.#pending.progress.report(flush.progress, outcome);
    } catch (error) {
      this.#commits.end(load, false);
      this.#failing.abort(error);
    }
    this.#inProgress.delete(load);
    if (this.#isDue || this.#pending.bytes >= this.#share.enough) this.#start();
  }
}
