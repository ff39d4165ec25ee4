/**
 * What the live tails read: one source for all that follow the same rows.
 *
 * @module
 */
import {
  type ArchiveReader,
  type TailQuery,
  TailSource,
} from "./tail_source.ts";

/** A source that is in use. */
export interface UsedSource {
  /** The source. */
  readonly source: TailSource;
  /** Ends this use of it. */
  readonly release: () => void;
}

interface SharedSource {
  readonly source: TailSource;
  readonly opened: Promise<void>;
  users: number;
}

/** The sources in use. */
export class TailSources {
  readonly #read: ArchiveReader;
  readonly #sources = new Map<string, SharedSource>();

  /** Sources read with `read`. */
  constructor(read: ArchiveReader) {
    this.#read = read;
  }

  /** Number of sources in use. */
  get size(): number {
    return this.#sources.size;
  }

  /**
   * The source of the rows that `query` selects.
   *
   * @throws {NotFoundError} if there is no such table, column or sender.
   */
  async use(query: TailQuery): Promise<UsedSource> {
    const key = JSON.stringify([
      query.experiment,
      query.table,
      query.columns ?? null,
      query.senders ?? null,
    ]);
    const shared = this.#sources.get(key) ?? this.#add(key, query);
    shared.users++;
    let isUsed = true;
    const release = () => {
      if (!isUsed) return;
      isUsed = false;
      if (--shared.users > 0) return;
      shared.source.close();
      this.#sources.delete(key);
    };
    try {
      await shared.opened;
    } catch (error) {
      release();
      throw error;
    }
    return { source: shared.source, release };
  }

  #add(key: string, query: TailQuery): SharedSource {
    const source = new TailSource(query, this.#read);
    const shared = { source, opened: source.open(), users: 0 };
    this.#sources.set(key, shared);
    return shared;
  }
}
