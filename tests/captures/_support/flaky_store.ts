import { CallQueue } from "../../../server/rows/call_queue.ts";
import {
  type Database,
  type Store,
  StoreError,
} from "../../../server/rows/store.ts";

/** A store that can be made to fail, as if the program had been killed. */
export class FlakyStore implements Store {
  /** Whether every write fails. */
  isDown = false;
  /** Called when a database has been opened. */
  opened: () => void = () => undefined;
  readonly #store: Store;
  readonly #domain: string | undefined;
  #left: number;

  /**
   * Passes everything to `store`, but only the first `writes` to the database
   * of `domain`; all databases if not given.
   */
  constructor(store: Store, domain?: string, writes = Infinity) {
    this.#store = store;
    this.#domain = domain;
    this.#left = writes;
  }

  async open(domain: string): Promise<Database> {
    const database = await this.#store.open(domain);
    this.opened();
    const calls = new CallQueue();
    const isFlaky = this.#domain === undefined || this.#domain === domain;
    return {
      uri: database.uri,
      found: database.found,
      join: (member) => database.join(member),
      findStreams: (prefix) => database.findStreams(prefix),
      write: (flush) =>
        calls.runWrite(() => {
          if (isFlaky && (this.isDown || this.#left-- <= 0)) {
            throw new StoreError("The database is down");
          }
          return database.write(flush);
        }),
      sync: () => database.sync(),
      rest: () => database.rest(),
      close: () => database.close(),
    };
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}
