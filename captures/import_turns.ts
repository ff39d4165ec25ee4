/**
 * The order of files that are imported at the same time.
 *
 * @module
 */

/** The turn of one file. */
export class ImportTurn {
  readonly #free: Map<string, Promise<void>>;
  /** Resolves when all files before it have taken their turns, or ended. */
  readonly #before: Promise<void>;
  readonly #taken = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<void>();

  /** Its experiments are those of `free`, which all turns share. */
  constructor(free: Map<string, Promise<void>>, before: Promise<void>) {
    this.#free = free;
    this.#before = before;
  }

  /** Resolves when it has taken its turn, or ended. */
  get taken(): Promise<void> {
    return this.#taken.promise;
  }

  /**
   * Resolves when no file before it writes to these experiments; none after it
   * will until it ends.
   */
  async take(domains: ReadonlySet<string>): Promise<void> {
    await this.#before;
    const others = [...domains].map((domain) => this.#free.get(domain));
    for (const domain of domains) this.#free.set(domain, this.#ended.promise);
    this.#taken.resolve();
    await Promise.all(others);
  }

  /** The file is imported, or failed. */
  end(): void {
    this.#taken.resolve(this.#before);
    this.#ended.resolve();
  }
}

/**
 * Lets files of different experiments be imported at the same time, and those
 * of the same one in their order: it decides the experiment's start, and the
 * numbers of senders and rows.
 */
export class ImportTurns {
  /** For each experiment, when its last file ends. */
  readonly #free = new Map<string, Promise<void>>();
  #last: Promise<void> = Promise.resolve();

  /** The turn of the next file. */
  next(): ImportTurn {
    const turn = new ImportTurn(this.#free, this.#last);
    this.#last = turn.taken;
    return turn;
  }
}
