/**
 * Schemas of rows.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import type { CellValue, Rows } from "../../../archive/rows.ts";
import { count, list, type Shape } from "./shape.ts";

/** Rows of a live table. */
export interface Tail extends Rows {
  /**
   * Number of ids that were passed over because rows come faster than they can
   * be sent. At most as many rows are missing: ids of other senders count, too.
   */
  readonly skipped: number;
}

const SCALAR = z.union([z.number(), z.string(), z.boolean(), z.null()]);

// The contract lets vectors nest, but no type of OMSP does.
const CELL: z.ZodType<CellValue> = z.union([
  ...SCALAR.options,
  list(SCALAR),
]).openapi("CellValue", {
  description:
    "A value. Integers beyond 2^53 are decimal strings, infinities " +
    'are "Infinity" and "-Infinity", blobs are in base64, vectors are arrays.',
});

const TIMES = list(z.number().nullable());

const ROWS_SHAPE = {
  ids: list(z.int()).openapi({ description: "`oml_tuple_id`, ascending." }),
  senders: list(z.string()).openapi({
    description: "Names of the senders; `#ID` if the id has no name.",
  }),
  seqs: list(z.number()).openapi({ description: "`oml_seq`." }),
  client: TIMES.openapi({
    description: "`oml_ts_client`, in seconds since the experiment's start.",
  }),
  server: TIMES.openapi({
    description: "`oml_ts_server`, in seconds since the experiment's start.",
  }),
  values: z.record(z.string(), list(CELL)).openapi({
    description: "The values of the columns, by their names.",
  }),
  lastId: count(
    "Where to go on: the largest id that was looked at. Use it as `after`.",
  ),
  more: z.boolean().openapi({
    description: "Whether there may be more in this direction.",
  }),
} as const satisfies Shape<Rows>;

const EXAMPLE = {
  ids: [1, 2],
  senders: ["node1", "node2"],
  seqs: [1, 1],
  client: [0.51, 0.52],
  server: [0.513, 0.529],
  values: { rssi: [-61, -70], channel: ["a", "b"] },
  lastId: 2,
  more: false,
};

/** Schema of {@linkcode Rows}. */
export const ROWS = z.object(ROWS_SHAPE).openapi("Rows", {
  description: "Rows of a table, column by column; all arrays are of the " +
    "same length.",
  example: EXAMPLE,
});

/** Schema of {@linkcode Tail}. */
export const TAIL = z.object(
  {
    ...ROWS_SHAPE,
    skipped: count(
      "Number of ids that were passed over because rows come faster than " +
        "they can be sent. At most as many rows are missing.",
    ),
  } satisfies Shape<Tail>,
).openapi("Tail", {
  description: "Rows of a live table: the data of an event `rows`.",
  example: { ...EXAMPLE, skipped: 0 },
});
