/**
 * The parameters of all queries.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import {
  choice,
  name,
  names,
  parameters,
  rowId,
  seconds,
  wholeNumber,
} from "./parameter.ts";

/** Columns of one plot; more lines cannot be told apart. */
const MOST_PLOTTED = 64;

const EXPERIMENT = z.string().openapi({
  description: "Name of the experiment.",
  example: "wifi",
});

const TABLE = z.string().openapi({
  description: "Name of the table.",
  example: "radio_link",
});

/** The path of an experiment. */
export const EXPERIMENT_PATH = z.object({ experiment: EXPERIMENT });

/** The path of a table. */
export const TABLE_PATH = z.object({ experiment: EXPERIMENT, table: TABLE });

const SENDERS = names("Only rows of these senders.").optional();

const TIME = "in seconds since the experiment's start.";

const SELECTION = {
  senders: SENDERS,
  clock: choice(
    ["client", "server"],
    "The clock of `from` and `to`; `server` if not given.",
  ).optional(),
  from: seconds(`The earliest time, ${TIME}`).optional(),
  to: seconds(`The latest time, ${TIME}`).optional(),
};

const COLUMNS = names("The columns; all if not given.").optional();

/** No parameters. */
export const NO_QUERY = parameters({});

/** Which rows. */
export const ROWS_QUERY = timely(parameters({
  columns: COLUMNS,
  ...SELECTION,
  after: rowId("Only rows with greater ids.").optional(),
  before: rowId("Only rows with smaller ids; then the last ones.").optional(),
  limit: wholeNumber(1, 10_000, "The most rows; 1,000 if not given.")
    .optional(),
}));

/** Which rows to download. */
export const CSV_QUERY = timely(parameters({ columns: COLUMNS, ...SELECTION }));

/** Which values to plot. */
export const SERIES_QUERY = timely(parameters({
  columns: names("Numeric or boolean columns.", MOST_PLOTTED),
  ...SELECTION,
  width: wholeNumber(
    1,
    4_000,
    "Width of the plot in pixels; 1,000 if not given.",
  ).optional(),
}));

/** Which vectors to plot. */
export const SPECTRA_QUERY = timely(parameters({
  column: name("A column of vectors."),
  ...SELECTION,
  width: wholeNumber(
    1,
    4_000,
    "Width of the plot in pixels; 500 if not given.",
  ).optional(),
  bins: wholeNumber(
    1,
    1_024,
    "The most elements of a vector; more are reduced by maximum; 256 if not " +
      "given.",
  ).optional(),
}));

/** Which rejected samples. */
export const REJECTS_QUERY = parameters({
  sender: name("Only samples of this sender.").optional(),
  before: rowId("Only samples with smaller ids.").optional(),
  limit: wholeNumber(1, 1_000, "The most samples; 100 if not given.")
    .optional(),
});

/** Which rows to follow. */
export const TAIL_QUERY = parameters({
  columns: COLUMNS,
  senders: SENDERS,
  after: rowId(
    "Only rows with greater ids; without it, rows that arrive from now on.",
  ).optional(),
});

/** Where an interrupted tail goes on. */
export const TAIL_HEADERS = z.object({
  "last-event-id": rowId(
    "The id of the last event, which browsers send when they reconnect; used " +
      "instead of `after`.",
  ).optional(),
});

/** Adds the rule that `from` is not later than `to`. */
function timely<
  T extends z.ZodType<{ from?: number; to?: number }>,
>(query: T): T {
  return query.check(({ value: { from, to }, issues }) => {
    if (from === undefined || to === undefined || from <= to) return;
    issues.push({
      code: "custom",
      message: "give a time that is not later than that of `to`",
      path: ["from"],
      input: from,
    });
  });
}
