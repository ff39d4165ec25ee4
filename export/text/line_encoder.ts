/**
 * Tables as text with a line for each row.
 *
 * @module
 */
import type { ExactRows } from "../../stored/stored.ts";
import {
  type ExportedTable,
  leadingColumns,
  type TableEncoder,
} from "../table_encoder.ts";
import { type Cells, ValueCells } from "./cells.ts";
import { NumberCells } from "./number_cells.ts";
import { SenderCells } from "./sender_cells.ts";
import { TextBuffer } from "./text_buffer.ts";
import type { TextStyle } from "./text_style.ts";
import { UtcCells } from "./utc_cells.ts";

/** The form of the lines. */
export interface LineForm {
  /** How values are written. */
  readonly style: TextStyle;
  /** Whether a line with the names of the columns comes first. */
  readonly hasHeader: boolean;
  /** What precedes the value of the column called `name`, the `i`th. */
  before(name: string, i: number): string;
  /** What ends a line. */
  readonly after: string;
}

/** A column, and what precedes its values. */
interface Column {
  readonly before: Uint8Array;
  readonly cells: Pick<Cells, "writeNext">;
}

/** Writes a table line by line. */
export class LineEncoder implements TableEncoder {
  readonly #out = new TextBuffer();
  readonly #form: LineForm;
  readonly #names: readonly string[];
  readonly #columns: readonly Column[];
  readonly #after: Uint8Array;
  readonly #senders: SenderCells;
  readonly #seqs: Cells;
  readonly #client: Cells<readonly (number | null)[]>;
  readonly #server: Cells<readonly (number | null)[]>;
  readonly #values: readonly Cells[];

  /** Writes `table` in this form. */
  constructor({ shape, senders, origin }: ExportedTable, form: LineForm) {
    const { style } = form;
    const time = () =>
      origin === undefined
        ? new NumberCells(style)
        : new UtcCells(style, origin);
    this.#form = form;
    this.#senders = new SenderCells(style, senders);
    this.#seqs = new NumberCells(style);
    this.#client = time();
    this.#server = time();
    this.#values = shape.columns.map(({ kind }) =>
      kind === "number" ? new NumberCells(style) : new ValueCells(style)
    );
    const leading = leadingColumns({ shape, origin });
    this.#names = [
      ...[leading.sender, leading.seq, leading.client, leading.server],
      ...shape.columns.map(({ name }) => name),
    ];
    const cells = [
      ...[this.#senders, this.#seqs, this.#client, this.#server],
      ...this.#values,
    ];
    const encoder = new TextEncoder();
    this.#columns = cells.map((cells, i) => ({
      before: encoder.encode(form.before(this.#names[i], i)),
      cells,
    }));
    this.#after = encoder.encode(form.after);
  }

  begin(): Uint8Array {
    const out = this.#out;
    const { style, hasHeader } = this.#form;
    if (hasHeader) {
      for (let i = 0; i < this.#names.length; i++) {
        out.copy(this.#columns[i].before);
        style.text(out, this.#names[i]);
      }
      out.copy(this.#after);
    }
    return out.take();
  }

  rows(
    { count, senders, seqs, client, server, values }: ExactRows,
  ): Uint8Array {
    this.#senders.load(senders);
    this.#seqs.load(seqs);
    this.#client.load(client);
    this.#server.load(server);
    this.#values.forEach((cells, i) => cells.load(values[i]));
    const out = this.#out;
    const columns = this.#columns;
    const after = this.#after;
    for (let row = 0; row < count; row++) {
      for (const { before, cells } of columns) {
        out.copy(before);
        cells.writeNext(out);
      }
      out.copy(after);
    }
    return out.take();
  }

  end(): Uint8Array {
    return this.#out.take();
  }
}
