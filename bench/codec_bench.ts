/**
 * Measures the stages between socket and database separately: `deno bench`.
 * Each iteration is 10,000 tuples, so 1 ms is 10 million tuples/s.
 *
 * @module
 */
import { formatHeader } from "../codec/headers/header_format.ts";
import { HeaderReader } from "../codec/headers/header_reader.ts";
import type { ContentMode } from "../codec/headers/session_header.ts";
import { TupleDecoder } from "../codec/streams/tuple_decoder.ts";
import { TupleEncoder } from "../codec/streams/tuple_encoder.ts";
import type { TupleSink } from "../codec/tuples/tuple_sink.ts";
import { DEFAULT_LIMITS } from "../codec/values/limits.ts";
import type { Tuple } from "../codec/values/tuple.ts";
import { LOAD_SCHEMAS } from "../load/load_schemas.ts";
import { BufferPool, SharedBufferPool } from "../shared/buffer_pool.ts";
import type { Cells } from "../server/batches/cells.ts";
import {
  ConversionCounter,
  type ConversionKey,
} from "../server/batches/conversion_counter.ts";
import { RowSink } from "../server/batches/row_sink.ts";
import { TableBatch } from "../server/batches/table_batch.ts";
import { buildImage } from "../server/rows/sqlite/page_image.ts";
import { PageTemplates } from "../server/rows/sqlite/page_templates.ts";

const TUPLES = 10_000;
const READ = 64 * 1024;
const { schema, values } = LOAD_SCHEMAS.lin;

const tuples = Array.from({ length: TUPLES }, (_, i): Tuple => ({
  ...{ schema, sequence: i, timestamp: i / 1000, values: values(i) },
}));

function encode(content: ContentMode): Uint8Array {
  const encoder = new TupleEncoder({ content });
  for (const tuple of tuples) encoder.push(tuple);
  return encoder.take();
}

/** Decodes in pieces of the size of a read, with a new decoder. */
function decode(content: ContentMode, bytes: Uint8Array, sink: TupleSink) {
  const text = formatHeader({ domain: "bench", schemas: [schema], content });
  const opened = new HeaderReader(DEFAULT_LIMITS)
    .push(new TextEncoder().encode(text));
  if (opened === undefined) throw new Error("The headers are not complete");
  const decoder = new TupleDecoder(opened.header, sink);
  for (let from = 0; from < bytes.length; from += READ) {
    decoder.push(bytes.subarray(from, from + READ));
  }
  decoder.end();
}

/** Does as little as possible: what remains is the decoder's own time. */
class CountingSink implements TupleSink {
  tuples = 0;
  fields = 0;

  define(): void {}
  begin(): void {}
  integer(): void {
    this.fields++;
  }
  integer64(): void {
    this.fields++;
  }
  guid(): void {
    this.fields++;
  }
  double(): void {
    this.fields++;
  }
  bool(): void {
    this.fields++;
  }
  text(): void {
    this.fields++;
  }
  blob(): void {
    this.fields++;
  }
  vector(): void {
    this.fields++;
  }
  null(): void {
    this.fields++;
  }
  converted(): void {}
  end(): void {
    this.tuples++;
  }
  cancel(): void {}
  reject(reason: string): void {
    throw new Error(reason);
  }
}

function checkCount(found: number, expected: number): void {
  if (found !== expected) throw new Error(`${found}, not ${expected}`);
}

const pool = new BufferPool(8 * 1024 * 1024);
const table = new TableBatch(0, schema, pool);
const target = {
  table: () => table,
  noteRows: () => undefined,
  reject: ({ reason }: { readonly reason: string }) => {
    throw new Error(reason);
  },
  conversion: (key: ConversionKey) => new ConversionCounter(key, { bytes: 0 }),
  beyondSigned: () => undefined,
};

function toRows(bytes: Uint8Array): Cells {
  const rows = new RowSink(target, { senderId: 1, timeOffset: 0 });
  decode("text", bytes, rows);
  checkCount(rows.kept, TUPLES);
  return table.cells.take();
}

for (const content of ["text", "binary"] as const) {
  const bytes = encode(content);
  Deno.bench(`encode ${content}`, { group: "encode" }, () => {
    checkCount(encode(content).length, bytes.length);
  });
  Deno.bench(`decode ${content}`, { group: "decode" }, () => {
    const sink = new CountingSink();
    decode(content, bytes, sink);
    checkCount(sink.tuples, TUPLES);
    checkCount(sink.fields, TUPLES * schema.fields.length);
  });
}

const text = encode("text");
const cells = toRows(text);
const images = new SharedBufferPool(8 * 1024 * 1024);
const template = new PageTemplates().page(cells.columns);

Deno.bench("text to rows", { group: "rows" }, () => {
  const { bytes, offsets } = toRows(text);
  pool.give(bytes.buffer);
  pool.give(offsets.buffer);
});

// The counter of each line has a fraction, as some programs print it.
const fractions = new TextEncoder().encode(
  new TextDecoder().decode(text).replace(/\t(\d+)(?=\t[^\t\n]+\n)/g, "\t$1.5"),
);

Deno.bench("text to rows, an integer cut", { group: "rows" }, () => {
  const { bytes, offsets } = toRows(fractions);
  pool.give(bytes.buffer);
  pool.give(offsets.buffer);
});

Deno.bench("rows to page image", { group: "rows" }, () => {
  const image = buildImage(template, [cells], images);
  checkCount(image.ranges[0].last, TUPLES);
  images.give(image.bytes.buffer);
});
