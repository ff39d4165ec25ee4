/**
 * The rows of a table as lines of a stream.
 *
 * @module
 */
import type { TableShape } from "../../archive/archive.ts";
import { EncodeError, ProtocolError } from "../../codec/errors.ts";
import {
  formatSchema,
  parseSchema,
  type Schema,
} from "../../codec/values/schema.ts";
import type { ContentMode } from "../../codec/headers/session_header.ts";
import type { ExactRows } from "../../stored/stored.ts";
import { ExportError } from "../errors.ts";
import { type Cells, ValueCells } from "../text/cells.ts";
import { writeValue } from "../text/text_style.ts";
import { NumberCells } from "../text/number_cells.ts";
import type { TextBuffer } from "../text/text_buffer.ts";
import { BinaryRow } from "./binary_row.ts";
import {
  addRowsWithNul,
  fieldType,
  findUnsendable,
  omspStyle,
} from "./omsp_values.ts";

const TAB = 0x09;
const NEWLINE = 0x0a;

/** The text of a sender, which is written next. */
export interface SenderText {
  /** The lines. */
  readonly out: TextBuffer;
  /** The time of arrival of its last rows, once that is written. */
  arrival: number | undefined;
}

/** The streams to which rows are written. */
export interface RowStreams {
  /** The text of the sender with this number. */
  of(sender: number): SenderText;
  /** The headers of another stream of it, with these schemas or with all. */
  header(
    sender: number,
    content: ContentMode,
    schemas?: readonly Schema[],
  ): Uint8Array;
}

/** How times are written. */
const TIMES = omspStyle("double");

/**
 * The schema of a table's stream.
 *
 * @throws {ExportError} if no stream can have its name or a column.
 */
export function streamSchema(
  { name, columns }: TableShape,
  index: number,
): Schema {
  const fields = columns.map(({ name, type }) => ({
    ...{ name, type: fieldType(type) },
  }));
  try {
    return parseSchema(formatSchema({ index, name, fields }));
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause;
    throw new ExportError(`Cannot send ${name}: ${cause.message}`, {
      ...{ cause, hint: "leave it out, or export it as CSV" },
    });
  }
}

/** Writes rows, each to the text of its sender. */
export class StreamRows {
  readonly #schema: Schema;
  readonly #index: string;
  /** Index of the stream with the times of arrival, if they are written. */
  readonly #arrivals: number | undefined;
  readonly #seqs = new NumberCells(omspStyle("int64"));
  readonly #client = new NumberCells(TIMES);
  readonly #values: readonly Cells[];
  readonly #binary: BinaryRow;

  /**
   * Writes rows of the stream with this schema, and their times of arrival to
   * the stream with the index `arrivals`.
   */
  constructor(schema: Schema, arrivals?: number) {
    this.#schema = schema;
    this.#index = String(schema.index);
    this.#arrivals = arrivals;
    this.#binary = new BinaryRow(schema);
    this.#values = schema.fields.map(({ type }) =>
      type === "double" || type === "int32" || type === "uint32"
        ? new NumberCells(omspStyle(type))
        : new ValueCells(omspStyle(type))
    );
  }

  /**
   * Writes rows.
   *
   * @throws {ExportError} if a stream can't have a value.
   */
  write(rows: ExactRows, streams: RowStreams): void {
    this.#check(rows);
    const withNul = this.#rowsWithNul(rows);
    this.#seqs.load(rows.seqs);
    this.#client.load(rows.client);
    this.#values.forEach((cells, i) => cells.load(rows.values[i]));
    for (let row = 0; row < rows.count; row++) {
      const sender = rows.senders[row];
      const text = streams.of(sender);
      const { out } = text;
      this.#writeArrival(text, rows, row);
      const start = out.length;
      this.#client.writeNext(out);
      out.byte(TAB);
      out.ascii(this.#index);
      out.byte(TAB);
      this.#seqs.writeNext(out);
      for (const cells of this.#values) {
        out.byte(TAB);
        cells.writeNext(out);
      }
      out.byte(NEWLINE);
      if (withNul.has(row)) {
        const message = this.#messageWithNul(rows, row);
        if (message === undefined) continue;
        out.truncate(start);
        out.copy(streams.header(sender, "binary", [this.#schema]));
        out.copy(message);
        out.copy(streams.header(sender, "text"));
      }
    }
  }

  /**
   * The message that a row is instead of a line: a server may end a field of
   * text at NUL. `undefined` if only a line has the row exactly, or its time of
   * arrival, which only our import reads, and that keeps NUL within a field.
   */
  #messageWithNul(rows: ExactRows, row: number): Uint8Array | undefined {
    const message = this.#arrivals === undefined
      ? this.#binary.message(rows, row)
      : undefined;
    if (message !== undefined) return message;
    this.#schema.fields.forEach(({ name }, i) => {
      const isCut = String(rows.values[i].at(row)).endsWith("\0");
      this.#refuse(rows.ids, `value of ${name}`, isCut ? row : -1);
    });
    return undefined;
  }

  #rowsWithNul({ values }: ExactRows): ReadonlySet<number> {
    const rows = new Set<number>();
    this.#schema.fields.forEach(({ type }, i) => {
      if (type === "string") addRowsWithNul(values[i], rows);
    });
    return rows;
  }

  /** Writes when the next rows arrived, unless the last ones did so, too. */
  #writeArrival(text: SenderText, rows: ExactRows, row: number): void {
    if (this.#arrivals === undefined) return;
    const arrival = rows.server[row] ?? NaN;
    if (Object.is(arrival, text.arrival)) return;
    text.arrival = arrival;
    const { out } = text;
    writeValue(out, arrival, TIMES);
    out.ascii(`\t${this.#arrivals}\t${rows.seqs[row]}\t${this.#index}\n`);
  }

  #check({ ids, client, server, values }: ExactRows): void {
    this.#refuse(ids, "time", client.findIndex((each) => !isTime(each)));
    if (this.#arrivals !== undefined) {
      const row = server.findIndex((each) => !isTime(each));
      this.#refuse(ids, "time of arrival", row);
    }
    this.#schema.fields.forEach(({ name, type }, i) =>
      this.#refuse(
        ids,
        `value of ${name}`,
        findUnsendable(type, values[i]),
      )
    );
  }

  #refuse(ids: readonly number[], what: string, row: number): void {
    if (row < 0) return;
    throw new ExportError(
      `Cannot send row ${ids[row]} of ${this.#schema.name}: no stream can ` +
        `have its ${what}`,
      { hint: "export it as CSV" },
    );
  }
}

/** Servers accept infinite times, too. */
function isTime(time: number | null): boolean {
  return time !== null && !Number.isNaN(time);
}

/** Rethrows what headers can't have. */
export function explainHeader(sender: string, cause: unknown): unknown {
  if (!(cause instanceof EncodeError)) return cause;
  return new ExportError(`Cannot send rows of ${sender}: ${cause.message}`, {
    ...{ cause, hint: "export it as CSV" },
  });
}
