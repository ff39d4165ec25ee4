/**
 * Schemas of experiments and their contents.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import type {
  ColumnShape,
  ExperimentDescription,
  ExperimentSummary,
  MetadataEntry,
  SenderName,
  TableShape,
} from "../../../archive/archive.ts";
import { count, list, number, type Shape, text } from "./shape.ts";

/** What a running server adds to an experiment that has clients. */
export interface LiveExperiment {
  /** Number of clients. */
  readonly clients: number;
  /** Rows not stored yet. */
  readonly queuedRows: number;
  /** Rows stored since the database was opened. */
  readonly storedRows: number;
}

/** An experiment in the list. */
export interface ListedExperiment extends ExperimentSummary {
  /** Set while it has clients. */
  readonly live?: LiveExperiment;
}

/** All experiments. */
export interface ExperimentList {
  /** The experiments, by name. */
  readonly experiments: readonly ListedExperiment[];
  /** The time of this answer, UNIX seconds. */
  readonly time: number;
}

const START = "Its start in UNIX seconds; unset if no client gave one.";

const LIVE = z.object(
  {
    clients: count("Number of clients."),
    queuedRows: count("Rows that are not stored yet."),
    storedRows: count("Rows stored since its database was opened."),
  } satisfies Shape<LiveExperiment>,
).openapi("LiveExperiment", {
  description: "Set while the experiment has clients.",
});

const SUMMARY = z.object(
  {
    name: text("Its name: the domain."),
    bytes: count("Bytes on disk; unset if unknown.").optional(),
    startTime: number(START).optional(),
    tables: count("Number of its measurement tables."),
    senders: count("Number of its senders."),
    rows: count(
      "Number of its rows; an estimate from ids, exact if no row was removed.",
    ),
    firstRow: number(
      "When the server received the first row, UNIX seconds; unset without " +
        "rows.",
    ).optional(),
    lastRow: number(
      "When the server received the latest row, UNIX seconds; unset without " +
        "rows.",
    ).optional(),
    fault: text("Why it cannot be read; the numbers are 0 then.").optional(),
    live: LIVE.optional(),
  } satisfies Shape<ListedExperiment>,
).openapi("ExperimentSummary", { description: "An experiment in the list." });

/** Schema of {@linkcode ExperimentList}. */
export const EXPERIMENT_LIST = z.object(
  {
    experiments: list(SUMMARY).openapi({
      description: "The experiments, by name.",
    }),
    time: number("The time of this answer, UNIX seconds."),
  } satisfies Shape<ExperimentList>,
).openapi("ExperimentList", {
  description: "All experiments.",
  example: {
    experiments: [{
      name: "wifi",
      bytes: 1_228_800,
      startTime: 1_700_000_000,
      tables: 2,
      senders: 20,
      rows: 14_000,
      firstRow: 1_700_000_000.5,
      lastRow: 1_700_000_061.25,
      live: { clients: 20, queuedRows: 12, storedRows: 14_000 },
    }],
    time: 1_700_000_061.5,
  },
});

const SENDER = z.object(
  {
    id: z.int().openapi({ description: "Its number in the tables." }),
    name: text("Its name."),
  } satisfies Shape<SenderName>,
).openapi("Sender", { description: "A sender." });

const COLUMN = z.object(
  {
    name: text("Its name."),
    type: text(
      "Its type in the schema, or in the database if that is unknown.",
    ),
    kind: z.enum(["number", "boolean", "text", "vector", "blob"])
      .openapi({ description: "What can be done with its values." }),
    unit: text("Its unit, from the metadata.").optional(),
    description: text("Its description, from the metadata.").optional(),
  } satisfies Shape<ColumnShape>,
).openapi("Column", { description: "A measured column." });

const TABLE = z.object(
  {
    name: text("Its name."),
    rows: count("Number of its rows, estimated from ids."),
    columns: list(COLUMN).openapi({
      description: "The measured columns, without those that OML adds.",
    }),
  } satisfies Shape<TableShape>,
).openapi("Table", { description: "A measurement table." });

const METADATA = z.object(
  {
    subject: text("What it is about, such as `.app_point.field`."),
    key: text("Its key."),
    value: text("Its value."),
    sender: text("Name of the sender; unset for the server's own.").optional(),
  } satisfies Shape<MetadataEntry>,
).openapi("Metadata", { description: "A row of metadata." });

/** Schema of {@linkcode ExperimentDescription}. */
export const EXPERIMENT_DESCRIPTION = z.object(
  {
    name: text("Its name: the domain."),
    startTime: number(START).optional(),
    senders: list(SENDER).openapi({ description: "Its senders, by id." }),
    tables: list(TABLE).openapi({ description: "Its tables, by name." }),
    metadata: list(METADATA).openapi({
      description: "What clients and server recorded about it.",
    }),
  } satisfies Shape<ExperimentDescription>,
).openapi("Experiment", {
  description: "The contents of an experiment except its rows.",
});
