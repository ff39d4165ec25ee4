/**
 * Schemas of values for plots.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import type { Series, SeriesLine, Spectra } from "../../../archive/plots.ts";
import { count, list, number, type Shape, text } from "./shape.ts";

const VALUES = list(z.number().nullable());

const CLOCK = z.enum(["client", "server"]).openapi({
  description: "The clock of the times.",
});

const COVERED = z.number().min(0).max(1).openapi({
  description: "Share of the rows that were read: 1 if exact, less if sampled.",
});

const LAST_ID = count(
  "The largest id at the time of the query: a live plot goes on after it.",
);

const LINE = z.object(
  {
    sender: text("Name of the sender."),
    column: text("Name of the column."),
    times: list(z.number()).openapi({
      description: "Times, ascending: of the row, or of the middle of the " +
        "pixel.",
    }),
    min: VALUES.openapi({
      description: "The smallest value of the pixel; `null`: a gap. Booleans " +
        "are 0 and 1.",
    }),
    max: VALUES.openapi({
      description: "The largest value of the pixel; the same as `min` for a " +
        "single row.",
    }),
  } satisfies Shape<SeriesLine>,
).openapi("SeriesLine", {
  description: "The values of one column and one sender.",
});

/** Schema of {@linkcode Series}. */
export const SERIES = z.object(
  {
    clock: CLOCK,
    from: number("Earliest time of the table's rows, or of the query."),
    to: number("Latest time of the table's rows, or of the query."),
    covered: COVERED,
    lastId: LAST_ID,
    lines: list(LINE).openapi({
      description: "One line for each sender and column with values.",
    }),
  } satisfies Shape<Series>,
).openapi("Series", {
  description: "Columns over time, reduced to the smallest and largest value " +
    "for each pixel. Times are in seconds since the experiment's start.",
  example: {
    clock: "server",
    from: 0,
    to: 60,
    covered: 1,
    lastId: 3000,
    lines: [{
      sender: "node1",
      column: "rssi",
      times: [15, 45],
      min: [-71, -68],
      max: [-60, -61],
    }],
  },
});

/** Schema of {@linkcode Spectra}. */
export const SPECTRA = z.object(
  {
    clock: CLOCK,
    from: number("Earliest time."),
    to: number("Latest time."),
    covered: COVERED,
    lastId: LAST_ID,
    length: count("Number of elements of the longest vector."),
    times: list(z.number()).openapi({
      description: "Times of the columns of the heat map, ascending.",
    }),
    values: list(VALUES).openapi({
      description: "For each time the average of its vectors; `null` without " +
        "a value.",
    }),
    latest: z.object(
      {
        time: number("Its time."),
        sender: text("Name of its sender."),
        values: VALUES.openapi({ description: "Its elements." }),
      } satisfies Shape<NonNullable<Spectra["latest"]>>,
    ).openapi({ description: "The latest vector, complete." }).optional(),
  } satisfies Shape<Spectra>,
).openapi("Spectra", {
  description: "A column of vectors over time. Times are in seconds since " +
    "the experiment's start.",
});
