/**
 * An experiment with clients: collects what its sessions decode, and commits
 * it to the experiment's database.
 *
 * @module
 */
import type { Logger } from "@logtape/logtape";
import { formatSchema, type Schema } from "../../codec/values/schema.ts";
import { TableBatch } from "../batches/table_batch.ts";
import type { RefusedSample, RowTarget } from "../batches/row_sink.ts";
import { RejectLog } from "./reject_log.ts";
import type {
  Database,
  Flush,
  Joined,
  Member,
  TableDefinition,
} from "./store.ts";

/** How an experiment collects. */
export interface ExperimentOptions {
  /** Milliseconds after which waiting rows are committed. */
  readonly commitAfter: number;
  /** Bytes of waiting rows that are committed at once. */
  readonly commitBytes: number;
  /** Bytes, waiting or being committed, at which sessions stop reading. */
  readonly maxBytes: number;
  /** Whether refused samples are kept, or only counted. */
  readonly keepRejects: boolean;
}

/** One experiment: group commit for all its sessions. */
export class Experiment implements RowTarget {
  /** The domain, which names it. */
  readonly domain: string;
  readonly #database: Database;
  readonly #options: ExperimentOptions;
  readonly #log: Logger;
  readonly #rejects: RejectLog;
  readonly #tables = new Map<string, TableBatch>();
  #newTables: TableDefinition[] = [];
  #touched: TableBatch[] = [];
  #writingBytes = 0;
  #writing: Promise<void> | undefined;
  #failure: unknown;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Writes to `database`, which nobody else may use. */
  constructor(
    domain: string,
    database: Database,
    options: ExperimentOptions,
    log: Logger,
  ) {
    this.domain = domain;
    this.#database = database;
    this.#options = options;
    this.#log = log;
    this.#rejects = new RejectLog(database.found, options.keepRejects);
  }

  /** See {@linkcode Database.join}. */
  join(member: Member): Promise<Joined> {
    return this.#database.join(member);
  }

  /** The table for tuples of `schema`; made at the next commit if new. */
  table(schema: Schema): TableBatch {
    const key = formatSchema({ ...schema, index: 0 });
    const known = this.#tables.get(key);
    if (known !== undefined) return known;
    const table = new TableBatch(this.#tables.size, schema);
    this.#tables.set(key, table);
    this.#newTables.push({ handle: table.handle, schema });
    return table;
  }

  /** Notes that `table` has rows waiting. */
  touched(table: TableBatch): void {
    this.#touched.push(table);
  }

  /** Keeps or counts a refused sample. */
  reject(sample: RefusedSample): void {
    this.#rejects.add(sample);
  }

  /** Warns that a column's values show as negative numbers. */
  beyondSigned(table: TableBatch, field: string): void {
    this.#log.warn(
      "{domain}: {table}.{field} has values above 2^63-1; they are stored " +
        "as the same 64 bits, so as negative numbers",
      { domain: this.domain, table: table.schema.name, field },
    );
  }

  /**
   * To be called after a chunk was decoded: sees to it that its rows are
   * committed in time. Returns a promise if the caller must wait before it
   * decodes more.
   */
  settle(): Promise<void> | undefined {
    const waiting = this.#waitingBytes();
    if (waiting >= this.#options.commitBytes) this.#start();
    else if (!this.#clean && this.#timer === undefined) this.#arm();
    return waiting + this.#writingBytes >= this.#options.maxBytes
      ? this.#writing
      : undefined;
  }

  /**
   * Resolves when everything that was added before is committed.
   *
   * @throws {StoreError} if the database gave up.
   */
  async flush(): Promise<void> {
    await this.#writing;
    this.#start();
    await this.#writing;
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Commits what waits, and closes the database. */
  async close(): Promise<void> {
    await this.flush();
    clearTimeout(this.#timer);
    await this.#database.close();
  }

  get #clean(): boolean {
    return this.#touched.length === 0 && this.#newTables.length === 0 &&
      this.#rejects.empty;
  }

  #waitingBytes(): number {
    let bytes = this.#rejects.waitingBytes;
    for (const { cells } of this.#touched) bytes += cells.length;
    return bytes;
  }

  #arm(): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#start();
    }, this.#options.commitAfter);
  }

  /** Commits what waits, unless a commit is under way: then after it. */
  #start(): void {
    if (this.#writing !== undefined || this.#clean) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writingBytes = this.#waitingBytes();
    this.#writing = this.#write();
  }

  async #write(): Promise<void> {
    try {
      await this.#database.write(this.#take());
    } catch (error) {
      this.#failure = error;
    }
    this.#writing = undefined;
    this.#writingBytes = 0;
    if (this.#waitingBytes() >= this.#options.commitBytes) this.#start();
    else if (!this.#clean && this.#timer === undefined) this.#arm();
  }

  #take(): Flush {
    const flush = {
      tables: this.#newTables,
      rows: this.#touched.map(({ handle, cells }) => ({
        handle,
        cells: cells.take(),
      })),
      ...this.#rejects.take(),
    };
    this.#newTables = [];
    this.#touched = [];
    return flush;
  }
}
