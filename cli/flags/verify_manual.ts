/**
 * The manual page of `oml2 verify`, without its options.
 *
 * @module
 */
import type { Manual } from "../options/manual.ts";

/** The manual of `oml2 verify`. */
export const VERIFY_MANUAL: Manual = {
  program: "oml2 verify",
  summary: "compare two databases tuple by tuple",
  operands: "A B",
  description: [
    "Compares stored experiments: senders, metadata, tables, columns and their " +
    "types, and every tuple with its sender, sequence number, times and values. " +
    "The order of tuples and the numbers of rows and senders do not matter, nor " +
    "does the kind of database. Two databases are the same only if each tuple " +
    "is in both equally often, with the same bits.",
    "Differences are named: the table, the sender, the sequence number, the " +
    "column, and both values. What was not compared, and what was tolerated, is " +
    "listed at the end. Nothing is changed, and memory does not depend on the " +
    "number of tuples.",
  ],
  topics: [
    {
      title: "Sources",
      text:
        "A and B can be of different kinds. Two files are compared, also if " +
        "their names differ. Experiments in directories and PostgreSQL servers " +
        "are matched by name; the output lists those that only one side has.",
      entries: [
        ["FILE.sq3", "a database of oml2-server"],
        ["DIRECTORY", "all databases in it"],
        [
          "postgresql://[ROLE@]HOST[:PORT]/[DATABASE]",
          "one database, or all experiments of a PostgreSQL server; a " +
          "password belongs into ~/.pgpass or $PGPASSWORD",
        ],
      ],
    },
    {
      title: "Tolerances",
      text: "Only what a database can't store, or what the original server " +
        "rounds, is tolerated; the output says how many tuples it concerned.",
      entries: [
        [
          "SQLite and PostgreSQL",
          "in SQLite, NaN is NULL, and -0 is 0",
        ],
        [
          "--original, SQLite",
          "doubles in vectors have 15 digits",
        ],
        [
          "--original, PostgreSQL",
          "doubles, times, and doubles in vectors have 15 digits",
        ],
      ],
    },
  ],
  examples: [
    ["oml2 verify old.sq3 new.sq3", "two files"],
    [
      "oml2 verify /var/lib/oml2 postgresql://oml@db.lab/",
      "all experiments of a data directory, after a move to PostgreSQL",
    ],
    [
      "oml2 verify a.sq3 b.sq3 --original A",
      "the same clients, stored by the original server and by this one",
    ],
    ["oml2 verify a.sq3 b.sq3 --format json | jq .same", "for scripts"],
  ],
  environment: [
    ["TMPDIR", "directory of private copies of databases in use"],
    [
      "PGHOST, PGPORT, PGUSER, PGPASSWORD, PGPASSFILE",
      "what a PostgreSQL URI does not give",
    ],
  ],
  signals: [["TERM, INT", "remove temporary files and exit"]],
  files: [
    [
      "$TMPDIR/oml2-copy-*",
      "private copies of databases that can't be read in place, removed at " +
      "the end",
    ],
  ],
  exitStatus: [
    ["0", "they are the same"],
    ["1", "they are different"],
    ["2", "they could not be compared, or an option is invalid"],
  ],
  seeAlso: ["oml2-server(1)"],
};
