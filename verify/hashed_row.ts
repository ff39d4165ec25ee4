/**
 * Rows with a hash of their tuples.
 *
 * @module
 */
import type { SenderNames } from "../archive/sender_names.ts";
import type { ExactColumn, ExactRows } from "../stored/stored.ts";
import { finish, Murmur } from "./murmur.ts";
import type { SenderIndex } from "./sender_index.ts";
import { reduceValue } from "./tolerances.ts";
import type { ComparedTable, Tuple } from "./tuple.ts";
import { ValueWords } from "./value_words.ts";

/** Number of keys. */
export const KEYS = 1 << 16;

/** The rows of a table in one database. */
export interface RowSource {
  /** The rows. */
  readonly blocks: AsyncIterable<ExactRows>;
  /** The senders of this database. */
  readonly senders: Pick<SenderNames, "name">;
}

const NO_ROWS: ExactRows = {
  count: 0,
  ids: [],
  senders: [],
  seqs: [],
  client: [],
  server: [],
  values: [],
};

/** One row after the other; what it tells is of the present one. */
export class HashedRow {
  /** The hash of the tuple, as far as it is compared. */
  readonly hash: Murmur = new Murmur();
  /** The sender's number in the index. */
  sender = 0;
  /** The tolerances that concern the tuple, as a sum of their bits. */
  tolerated = 0;
  readonly #table: ComparedTable;
  readonly #senders: SenderIndex;
  readonly #words = new ValueWords(this.hash);
  #block = NO_ROWS;
  /** The values of each column but the sender's. */
  #lists: readonly ExactColumn[] = [];
  #at = 0;
  readonly #concerned = (bit: number): void => {
    this.tolerated |= bit;
  };

  /** `senders` has the senders of both databases. */
  constructor(table: ComparedTable, senders: SenderIndex) {
    this.#table = table;
    this.#senders = senders;
  }

  /** A number from 0 to {@linkcode KEYS} - 1, made of sender and `oml_seq`. */
  get key(): number {
    const seq = this.#block.seqs[this.#at];
    return finish(finish(this.sender) ^ seq) >>> 16;
  }

  /** A number from 0 to {@linkcode KEYS} - 1, made of the whole tuple. */
  get fineKey(): number {
    return this.hash.h4 >>> 16;
  }

  /** The tuple, with its values as they are stored. */
  tuple(): Tuple {
    const { ids } = this.#block;
    return {
      id: ids[this.#at],
      values: [
        this.#senders.names[this.sender],
        ...this.#lists.map((values) => values.at(this.#at) ?? null),
      ],
    };
  }

  /** Visits all rows of `source`. */
  async each({ blocks, senders }: RowSource, visit: () => void): Promise<void> {
    const numbers = new Map<number, number>();
    const numberOf = (id: number): number => {
      const known = numbers.get(id);
      if (known !== undefined) return known;
      const number = this.#senders.number(senders.name(id));
      numbers.set(id, number);
      return number;
    };
    for await (const block of blocks) {
      this.#block = block;
      this.#lists = this.#table.lists(block);
      for (let row = 0; row < block.count; row++) {
        this.#at = row;
        this.sender = numberOf(block.senders[row]);
        this.#hashTuple();
        visit();
      }
    }
    this.#block = NO_ROWS;
    this.#lists = [];
  }

  #hashTuple(): void {
    const { columns } = this.#table;
    const words = this.#words;
    this.tolerated = 0;
    this.hash.begin();
    this.hash.add(this.sender);
    for (let i = 0; i < this.#lists.length; i++) {
      const value = this.#lists[i].at(this.#at) ?? null;
      const { tolerances } = columns[i + 1];
      words.add(
        tolerances.length === 0
          ? value
          : reduceValue(value, tolerances, this.#concerned),
      );
    }
    this.hash.end();
  }
}
