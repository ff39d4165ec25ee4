/**
 * The manual page of `oml2 ls`, without its options.
 *
 * @module
 */
import type { Manual } from "../options/manual.ts";

/** The manual of `oml2 ls`. */
export const LS_MANUAL: Manual = {
  program: "oml2 ls",
  summary: "list stored experiments",
  operands: "[SOURCE]",
  description: [
    "Lists the experiments of a data directory or of a PostgreSQL server, with " +
    "their size, the numbers of their rows and senders, the times of the first " +
    "and the latest row (UTC), and whether a server has them open. It changes " +
    "nothing.",
  ],
  topics: [
    {
      title: "Columns",
      text: "The columns of the table, and the members of an experiment in " +
        "JSON, whose times are in UNIX seconds.",
      entries: [
        ["EXPERIMENT, name", "the domain"],
        ["SIZE, bytes", "bytes on disk, with the write-ahead log"],
        ["TABLES, tables", "number of measurement tables"],
        [
          "ROWS, rows",
          "number of rows, from their ids: exact if no row was removed",
        ],
        ["SENDERS, senders", "number of senders"],
        [
          "FIRST ROW, LAST ROW; firstRow, lastRow",
          "when the server received them; startTime is the start that the " +
          "first client gave",
        ],
        [
          "STATE, open",
          "open (true) if an oml2-server is writing the experiment, closed " +
          "(false) if not, and ? (null) if the server does not answer, as for " +
          "other users; or why the experiment can't be read (fault). For " +
          "PostgreSQL: whether an oml2-server is connected to the database",
        ],
      ],
    },
  ],
  examples: [
    ["oml2 ls", "the data directory of the server"],
    ["oml2 ls -D /srv/oml", "another directory"],
    ["oml2 ls postgresql://oml@db.lab/", "all experiments in PostgreSQL"],
    [
      "oml2 ls --format json | jq -r '.experiments[].name'",
      "the names, for scripts",
    ],
  ],
  environment: [
    ["OML_SQLITE_DIR", "data directory, without -D"],
    [
      "PGHOST, PGPORT, PGUSER, PGPASSWORD, PGPASSFILE",
      "what a PostgreSQL URI does not give",
    ],
    ["TMPDIR", "directory for copies of databases that a crash left behind"],
  ],
  signals: [],
  files: [
    ["DIR/.oml2.sock", "the status socket of the server that uses DIR"],
  ],
  exitStatus: [
    ["0", "listed"],
    ["1", "the source, or one of its experiments, can't be read"],
    ["2", "invalid option"],
  ],
  seeAlso: ["oml2-server(1)", "oml2-view(1)"],
};
