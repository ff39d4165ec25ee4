/**
 * The manual page of `oml2 export`, without its options.
 *
 * @module
 */
import type { Manual } from "../options/manual.ts";

/** The manual of `oml2 export`. */
export const EXPORT_MANUAL: Manual = {
  program: "oml2 export",
  summary: "write stored measurements as CSV, JSON, Parquet or OMSP",
  operands: "SOURCE [TABLE...]",
  description: [
    "Writes the rows of an experiment in a format that other programs read. " +
    "It reads databases of oml2-server and of the original server, in SQLite " +
    "and PostgreSQL, and changes nothing there.",
    "A row has the name of its sender, its sequence number, the times of " +
    "client and server in seconds since the start of the experiment, and its " +
    "values.",
  ],
  topics: [
    {
      title: "Formats",
      text: "All of them keep every value exactly; docs/export.md describes " +
        "how.",
      entries: [
        ["csv", "comma-separated values with a header line (RFC 4180)"],
        ["jsonl", "an object for each row, on a line of its own"],
        ["parquet", "Apache Parquet, for DuckDB, pandas, R and Spark"],
        [
          "omsp",
          "streams as clients send them, for oml2 replay and any OML server",
        ],
      ],
    },
    {
      title: "Output",
      text: "One table is written to the standard output, or to the file of " +
        "--to. Several need a directory, in which each gets a file named " +
        "after it. A file has its name only once it is complete.",
      entries: [],
    },
  ],
  examples: [
    ["oml2 export lab.sq3 app_lin > app_lin.csv", "a table as CSV"],
    ["oml2 export lab.sq3 --to lab/", "all tables, a file for each"],
    [
      "oml2 export lab.sq3 app_lin --since 60 --until 120 --sender node1",
      "a minute of a sender",
    ],
    [
      "oml2 export postgresql://oml@db.lab/lab --format jsonl --to lab/",
      "from PostgreSQL, as JSON",
    ],
  ],
  environment: [
    [
      "PGHOST, PGPORT, PGUSER, PGPASSWORD, PGPASSFILE",
      "what a PostgreSQL URI does not give",
    ],
  ],
  signals: [["TERM, INT", "remove the unfinished file and exit"]],
  files: [["FILE.PID.unfinished", "a file that is being written"]],
  exitStatus: [
    ["0", "everything was written, or the reader has ended, such as head(1)"],
    ["1", "the source can't be read, or not everything could be written"],
    ["2", "invalid option; nothing was written"],
  ],
  seeAlso: ["oml2-server(1)", "oml2-view(1)"],
};
