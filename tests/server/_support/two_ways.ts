import { TupleDecoder } from "../../../codec/streams/tuple_decoder.ts";
import type { SessionHeader } from "../../../codec/headers/session_header.ts";
import type { TupleSink } from "../../../codec/tuples/tuple_sink.ts";
import type { Schema } from "../../../codec/values/schema.ts";
import { ConversionCounter } from "../../../server/batches/conversion_counter.ts";
import { RowSink } from "../../../server/batches/row_sink.ts";
import { TableBatch } from "../../../server/batches/table_batch.ts";
import {
  type CellValue,
  cellValues,
} from "../../../server/batches/cell_values.ts";

/** What became of a connection's bytes. */
export interface Stored {
  /** The rows of each table. */
  tables: CellValue[][][];
  /** Whatever else a sink told its experiment, in order. */
  told: unknown[];
  kept: number;
}

/** What of a session's headers decides how its body is read. */
export interface Body {
  content: "text" | "binary";
  protocol: number;
  schemas: readonly Schema[];
}

/**
 * Decodes a body in some chunks, and reads the rows back. `quick` takes the
 * ways that are joined for speed; without it each value goes by a call.
 */
export function store(
  body: Body,
  chunks: readonly Uint8Array[],
  quick: boolean,
): Stored {
  const tables: TableBatch[] = [];
  const told: unknown[] = [];
  const rows = new RowSink({
    table: (schema) => {
      tables.push(new TableBatch(tables.length, schema));
      return tables[tables.length - 1];
    },
    touched: ({ handle }) => told.push(["touched", handle]),
    reject: ({ raw, ...sample }) => told.push([sample, raw.slice()]),
    conversion: (key) => {
      const counter = new ConversionCounter(key, { bytes: 0 });
      told.push(counter);
      return counter;
    },
    beyondSigned: ({ handle }, field) => told.push([handle, field]),
  }, { senderId: 3, timeOffset: 10 });
  rows.arrival = 99.5;
  const decoder = new TupleDecoder(
    headerOf(body),
    quick ? rows : callByCall(rows),
  );
  for (const chunk of chunks) decoder.push(chunk);
  decoder.end();
  return {
    tables: tables.map(({ cells }) => {
      const { bytes, offsets, columns } = cells.take();
      return Array.from(offsets, (at) => cellValues(bytes, at, columns));
    }),
    told,
    kept: rows.kept,
  };
}

function headerOf(body: Body): SessionHeader {
  return {
    ...body,
    domain: "d",
    startTime: 0,
    senderId: "s",
    appName: undefined,
    resume: undefined,
    crlf: false,
    ignored: [],
  };
}

/** The same sink, without its quick ways. */
function callByCall(sink: RowSink): TupleSink {
  return {
    define: (stream) => sink.define(stream),
    redefined: (raw) => sink.redefined(raw),
    begin: (stream, sequence, time) => sink.begin(stream, sequence, time),
    integer: (value) => sink.integer(value),
    integer64: (high, low) => sink.integer64(high, low),
    guid: (high, low) => sink.guid(high, low),
    double: (value) => sink.double(value),
    bool: (value) => sink.bool(value),
    text: (bytes, from, to) => sink.text(bytes, from, to),
    blob: (bytes, from, to) => sink.blob(bytes, from, to),
    vector: (vector) => sink.vector(vector),
    null: () => sink.null(),
    converted: (...value) => sink.converted(...value),
    end: () => sink.end(),
    cancel: () => sink.cancel(),
    reject: (reason, stream, raw) => sink.reject(reason, stream, raw),
  };
}
