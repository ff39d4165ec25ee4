import type {
  Database,
  Flush,
  Found,
  Joined,
  Member,
  Outcome,
  Progress,
  Store,
} from "../../../server/rows/store.ts";

/** A call of `write` whose outcome the test decides. */
export interface HeldWrite {
  readonly flush: Flush;
  resolve(outcome?: Outcome): void;
  reject(error: Error): void;
}

/** A database whose writes end when and as the test decides. */
export class ScriptedDatabase implements Database {
  readonly uri = "file:/nowhere.sq3";
  readonly found: Found = {
    ...{ isNew: true, rejectRows: 0, rejectBytes: 0 },
    tables: [],
  };
  /** Every write so far. */
  readonly writes: HeldWrite[] = [];
  closed = false;
  /** Number of calls of `rest`. */
  rests = 0;
  /** Awaited by `close`. */
  closing: Promise<void> = Promise.resolve();

  join({ startTime }: Member): Promise<Joined> {
    return Promise.resolve({ senderId: 1, startTime });
  }

  findStreams(): Promise<readonly Progress[]> {
    return Promise.resolve([]);
  }

  write(flush: Flush): Promise<Outcome> {
    return new Promise((done, reject) => {
      const resolve = (outcome: Outcome = { fenced: [] }) => done(outcome);
      this.writes.push({ flush, resolve, reject });
    });
  }

  sync(): Promise<void> {
    return Promise.resolve();
  }

  rest(): Promise<void> {
    this.rests++;
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await this.closing;
    this.closed = true;
  }
}

/**
 * A store of scripted databases; the latest one of each domain is accessible.
 */
export class ScriptedStore implements Store {
  isAtRest = true;
  readonly opened: string[] = [];
  readonly databases = new Map<string, ScriptedDatabase>();
  /** Awaited by `open`, which may fail with it. */
  opening: Promise<void> = Promise.resolve();

  async open(domain: string): Promise<Database> {
    this.opened.push(domain);
    await this.opening;
    const database = new ScriptedDatabase();
    this.databases.set(domain, database);
    return database;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
