/**
 * One experiment's database. Calls run in order, over any number of successive
 * connections.
 *
 * @module
 */
import { randomUUID } from "node:crypto";
import type { AtOnce } from "../at_once.ts";
import { CallQueue } from "../call_queue.ts";
import { MOST_SENDERS, Recent } from "../recent.ts";
import {
  type Database,
  type Flush,
  type Found,
  type Joined,
  type Member,
  type Outcome,
  type Progress,
  StoreError,
  type TableDefinition,
  UnwrittenError,
} from "../store.ts";
import type { Batch } from "./batch.ts";
import { BatchBuilder } from "./batch_builder.ts";
import type { TargetTable } from "./copy_rows.ts";
import type { PostgresConnection } from "./postgres_connection.ts";
import { ConnectionLost, isWrongType } from "./postgres_errors.ts";
import type { Retry } from "../retry.ts";
import {
  type Backend,
  PostgresSession,
  type SessionViews,
} from "./postgres_session.ts";
import { PostgresProgress } from "./postgres_progress.ts";
import type { PostgresScripts } from "./postgres_scripts.ts";
import { writeBatch } from "./postgres_writer.ts";
import type { BufferPool } from "../../../shared/buffer_pool.ts";
import { errorText } from "../../../shared/error_text.ts";

/** Context of a database. */
export interface PostgresContext {
  /** Its URI, for hooks. */
  readonly uri: string;
  /** Opens a connection to it. */
  readonly connect: () => Promise<PostgresConnection>;
  /** Limits concurrent openings. */
  readonly openings: AtOnce;
  /** Retries while it is unreachable. */
  readonly retry: Retry;
  /** Whether rejected rows are kept, or only counted. */
  readonly keepRejects: boolean;
  /** What is done about views. */
  readonly views: SessionViews;
  /** Name of the database. */
  readonly database: string;
  /** The operator's SQL. */
  readonly scripts?: PostgresScripts;
  /** Memory for batches. */
  readonly buffers: BufferPool;
}

/** A connection, and the objects that use it. */
interface Link {
  readonly session: PostgresSession;
  readonly progress: PostgresProgress;
}

/** An open database. */
export class PostgresDatabase implements Database {
  readonly found: Found;
  readonly #context: PostgresContext;
  /** Identifies this database's writer on all its connections. */
  readonly #id: string;
  readonly #batches: BatchBuilder;
  readonly #senders = new Recent<string, Joined>(MOST_SENDERS);
  #link: Link | undefined;
  #transactions = 0;
  /** The server process of the lost connection. */
  #former: Backend | undefined;
  readonly #calls = new CallQueue();

  private constructor(
    context: PostgresContext,
    id: string,
    link: Link,
    found: Found,
  ) {
    this.#context = context;
    this.#id = id;
    this.#link = link;
    this.found = found;
    this.#batches = new BatchBuilder(context.keepRejects, context.buffers);
  }

  /**
   * Opens the database; waits while the server is unavailable.
   *
   * @throws {StoreError} if it can't be used.
   */
  static open(context: PostgresContext): Promise<PostgresDatabase> {
    const { openings, retry } = context;
    return retry.run(() =>
      openings.run(async () => {
        const id = randomUUID();
        const link = await openLink(context, id);
        try {
          const found = await link.session.prepare();
          if (context.views.areMade) await link.session.makeViews();
          await link.progress.begin();
          return new PostgresDatabase(context, id, link, found);
        } catch (error) {
          await link.session.connection.close();
          throw error;
        }
      })
    );
  }

  /** Its URI. */
  get uri(): string {
    return this.#context.uri;
  }

  /** See `Database.join`. */
  join(member: Member): Promise<Joined> {
    return this.#calls.run(async () => {
      const joined = await this.#join(member);
      const { resume } = member;
      if (resume === undefined) return joined;
      const resumed = await this.#persist(({ progress }) =>
        progress.claim(resume)
      );
      return { ...joined, resumed };
    });
  }

  /** See `Database.findStreams`. */
  findStreams(prefix: string): Promise<readonly Progress[]> {
    return this.#calls.run(() =>
      this.#persist(({ progress }) => progress.find(prefix))
    );
  }

  /** See `Database.write`. */
  write(flush: Flush): Promise<Outcome> {
    // Built while PostgreSQL is busy with the previous one, if the tables are
    // known.
    const early = this.#batches.knows(flush)
      ? this.#batches.build(flush)
      : undefined;
    return this.#calls.runWrite(async () => {
      await this.#resolve(flush);
      const batch = early ?? this.#batches.build(flush);
      const fenced = await this.#write(batch, flush);
      this.#batches.forget(flush.forgotten);
      return { fenced };
    });
  }

  /** Every answered COMMIT is on disk already. */
  sync(): Promise<void> {
    return Promise.resolve();
  }

  /** Committed data is in place already. */
  rest(): Promise<void> {
    return Promise.resolve();
  }

  /** Closes the database; everything written is committed. */
  close(): Promise<void> {
    return this.#calls.run(async () => {
      const link = this.#link;
      if (link === undefined) return;
      // A remaining row does no harm.
      await link.progress.end().catch(() => undefined);
      await link.session.connection.close();
    });
  }

  async #join(member: Member): Promise<Joined> {
    const { sender = "" } = member;
    const known = this.#senders.get(sender);
    if (known !== undefined) return known;
    const joined = await this.#persist(({ session }) => session.join(member));
    // If there is no start, another client may still set it.
    if (joined.startTime !== undefined) this.#senders.set(sender, joined);
    return joined;
  }

  /**
   * If a COMMIT was not answered, the database is queried for its outcome; if
   * the type of a column has changed, the rows are encoded again, once.
   */
  async #write(built: Batch, flush: Flush): Promise<string[]> {
    const number = ++this.#transactions;
    let inDoubt: string[] | undefined;
    let batch = built;
    let isFresh = false;
    const store = async ({ session, progress }: Link) => {
      if (inDoubt !== undefined && await progress.counted(number)) {
        return inDoubt;
      }
      inDoubt = undefined;
      const committing = (fenced: string[]) => inDoubt = fenced;
      const write = () =>
        writeBatch(session, progress, { batch, number, isFresh }, committing);
      try {
        return await write();
      } catch (error) {
        if (isFresh || !isWrongType(error)) throw error;
        await session.query("ROLLBACK");
        const definitions = this.#batches.definitions(flush);
        this.#name(definitions, await session.resolve(definitions));
        batch = this.#batches.build(flush);
        isFresh = true;
        return await write();
      }
    };
    try {
      const fenced = await this.#persist(store);
      this.#batches.recycle(batch);
      return fenced;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      const isInDoubt = inDoubt !== undefined;
      throw new UnwrittenError(error, { flush, isInDoubt });
    }
  }

  #name(
    definitions: readonly TableDefinition[],
    targets: readonly TargetTable[],
  ): void {
    targets.forEach((target, i) => this.#batches.name(definitions[i], target));
  }

  async #resolve({ tables }: Flush): Promise<void> {
    for (let done = 0; done < tables.length;) {
      const { some, resolved } = await this.#persist(async ({ session }) => {
        const some = tables.slice(done, done + session.mostTables);
        return { some, resolved: await session.resolve(some) };
      });
      this.#name(some, resolved);
      done += some.length;
    }
  }

  /** Runs `work` over a connection, and over another one if that is lost. */
  #persist<T>(work: (link: Link) => Promise<T>): Promise<T> {
    return this.#context.retry.run(async () => {
      const link = this.#link ??= await this.#reconnect();
      try {
        return await work(link);
      } catch (error) {
        this.#link = undefined;
        this.#former = link.session.backend;
        await link.session.connection.close();
        throw error;
      }
    });
  }

  /**
   * Retries after any fault, because rows wait: for a new password, if
   * necessary.
   */
  async #reconnect(): Promise<Link> {
    try {
      const link = await openLink(this.#context, this.#id);
      if (this.#former !== undefined) await link.session.end(this.#former);
      return link;
    } catch (cause) {
      throw new ConnectionLost(errorText(cause), { cause });
    }
  }
}

async function openLink(context: PostgresContext, id: string): Promise<Link> {
  const connection = await context.connect();
  const session = await PostgresSession.begin(connection, context);
  return { session, progress: new PostgresProgress(session, id) };
}
