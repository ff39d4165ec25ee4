/**
 * The columns of a block that every measurement table has.
 *
 * @module
 */
import type { ExactRows, ExactValue } from "../../stored.ts";
import type { BlockBytes } from "./block_bytes.ts";
import { PageColumn } from "./page_column.ts";

/** What is read of them. */
type Standard = Pick<ExactRows, "senders" | "seqs" | "client" | "server">;

/** Sender, sequence number and times, in lists that are used again. */
export class StandardColumns {
  /** The columns, by name. */
  readonly byName: ReadonlyMap<string, PageColumn>;
  readonly #senders: List<number>;
  readonly #seqs: List<number>;
  readonly #client: List<number | null>;
  readonly #server: List<number | null>;

  /** Reads from these leaves. */
  constructor(block: BlockBytes) {
    const column = () => new PageColumn(block, "double");
    this.#senders = new List(column(), Number);
    this.#seqs = new List(column(), Number);
    this.#client = new List(column(), timeOf);
    this.#server = new List(column(), timeOf);
    this.byName = new Map([
      ["oml_sender_id", this.#senders.column],
      ["oml_seq", this.#seqs.column],
      ["oml_ts_client", this.#client.column],
      ["oml_ts_server", this.#server.column],
    ]);
  }

  /** The values of all rows, valid until they are read again. */
  read(): Standard {
    return {
      senders: this.#senders.read(),
      seqs: this.#seqs.read(),
      client: this.#client.read(),
      server: this.#server.read(),
    };
  }
}

/** The values of a column as a list. */
class List<Value> {
  readonly column: PageColumn;
  readonly #convert: (value: ExactValue) => Value | number;
  readonly #values: (Value | number)[] = [];

  /** What is no number is converted. */
  constructor(
    column: PageColumn,
    convert: (value: ExactValue) => Value | number,
  ) {
    this.column = column;
    this.#convert = convert;
  }

  read(): readonly (Value | number)[] {
    const { column } = this;
    const values = this.#values;
    const { length } = column;
    for (let row = 0; row < length; row++) {
      values[row] = column.form(row) === "number"
        ? column.number(row)
        : this.#convert(column.at(row));
    }
    values.length = length;
    return values;
  }
}

function timeOf(value: ExactValue): number | null {
  return typeof value === "number" ? value : null;
}
