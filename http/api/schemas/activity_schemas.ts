/**
 * Schemas of who sent what, and of rejected samples.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import type {
  Activity,
  ActivityCell,
  ConversionTotal,
  RejectTotal,
} from "../../../archive/activity.ts";
import type { RejectedSample, Rejects } from "../../../archive/rows.ts";
import type { ClientStatus } from "../../../server/status/server_status.ts";
import { CLIENT_STATUS } from "./server_schemas.ts";
import { count, list, number, type Shape, text } from "./shape.ts";

/** Who sent what to an experiment, and who is connected. */
export interface LiveActivity extends Activity {
  /** Its connected clients; only of a server. */
  readonly clients?: readonly ClientStatus[];
}

const SENDER = "Name of the sender; `#ID` if the id has no name.";

const CELL = z.object(
  {
    sender: text(SENDER),
    table: text("Name of the table."),
    tuples: count("Number of rows."),
    firstSeq: number("The smallest `oml_seq`."),
    lastSeq: number("The largest `oml_seq`."),
    gaps: count(
      "Sequence numbers that are missing. A sequence that starts again at a " +
        "lower number is a new run, not a gap.",
    ),
    duplicates: count(
      "Rows whose sequence number another row of the same run has.",
    ),
    first: number(
      "When the server received the first row, in seconds since the " +
        "experiment's start.",
    ),
    last: number("When the server received the last row, likewise."),
    rate: number("Tuples per second in about the last 10 s before `time`."),
    longestSilence: number(
      "The longest time between two successive rows, in seconds.",
    ),
    clockOffset: number(
      "Estimated offset of the sender's clock in seconds, positive if it is " +
        "ahead.",
    ),
  } satisfies Shape<ActivityCell>,
).openapi("ActivityCell", {
  description: "The rows of one sender in one table.",
});

/** Schema of {@linkcode LiveActivity}. */
export const ACTIVITY = z.object(
  {
    time: number("The time of this answer, UNIX seconds."),
    covered: z.number().min(0).max(1).openapi({
      description: "Share of the rows that the counts cover.",
    }),
    cells: list(CELL).openapi({
      description: "The matrix of senders and tables; only cells with rows.",
    }),
    rejects: list(z.object(
      {
        sender: text(SENDER),
        reason: text("The reason."),
        count: count("The number of samples."),
      } satisfies Shape<RejectTotal>,
    )).openapi({ description: "Rejected samples, by sender and reason." }),
    conversions: list(z.object(
      {
        sender: text(SENDER),
        count: count("The number of values."),
      } satisfies Shape<ConversionTotal>,
    )).openapi({
      description: "Values that differ from the text that was sent, by sender.",
    }),
    clients: list(CLIENT_STATUS).openapi({
      description: "Its connected clients; unset if this is not a server.",
    }).optional(),
  } satisfies Shape<LiveActivity>,
).openapi("Activity", { description: "Who sent what to an experiment." });

const SAMPLE = z.object(
  {
    id: count("Its id."),
    time: number("When it arrived, in seconds since the experiment's start."),
    sender: text(SENDER),
    stream: z.int().openapi({
      description: "Index of its stream, if that was defined.",
    }).optional(),
    reason: text("Why it was rejected."),
    raw: text("Its first bytes, in base64."),
    length: count("Its original number of bytes."),
  } satisfies Shape<RejectedSample>,
).openapi("RejectedSample", { description: "A rejected sample." });

/** Schema of {@linkcode Rejects}. */
export const REJECTS = z.object(
  {
    samples: list(SAMPLE).openapi({
      description: "The samples, the latest first.",
    }),
    more: z.boolean().openapi({ description: "Whether there are older ones." }),
  } satisfies Shape<Rejects>,
).openapi("Rejects", {
  description: "Rejected samples.",
  example: {
    samples: [{
      id: 7,
      time: 12.5,
      sender: "node3",
      stream: 1,
      reason: 'invalid int32 "abc"',
      raw: "MS4wCTEJNwlhYmM=",
      length: 11,
    }],
    more: false,
  },
});
