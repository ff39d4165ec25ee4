/**
 * The manual page of `oml2 views`, without its options.
 *
 * @module
 */
import type { Manual } from "../options/manual.ts";

/** The manual of `oml2 views`. */
export const VIEWS_MANUAL: Manual = {
  program: "oml2 views",
  summary: "create SQL views of stored measurements",
  operands: "SOURCE",
  description: [
    "Creates a view v_<table> of each measurement table, which shows the " +
    "names of experiment and sender, and times in UTC, in front of all columns " +
    "of the table. Tables stay as they are. oml2-server creates the same views " +
    "with --views.",
    "Views that are missing are created; those whose tables have got other " +
    "columns, or whose file was renamed, are created again. Views of other " +
    "programs are left alone. A server may be using the database.",
  ],
  topics: [
    {
      title: "Sources",
      text: "Without --domain all experiments of a source get views.",
      entries: [
        ["FILE.sq3", "a database of oml2-server"],
        ["DIRECTORY", "all databases in it, .sq3 files"],
        [
          "postgresql://[ROLE@]HOST[:PORT]/[DATABASE]",
          "one database, or all experiments of a PostgreSQL server; a " +
          "password belongs into ~/.pgpass or $PGPASSWORD",
        ],
      ],
    },
    {
      title: "Columns",
      text: "If a field has one of these names, _ is appended to the name of " +
        "the added column.",
      entries: [
        ["oml_experiment", "name of the experiment"],
        ["oml_sender", "name of the sender, or NULL"],
        [
          "oml_utc_client, oml_utc_server",
          "times in UTC: a text in SQLite, timestamptz in PostgreSQL",
        ],
        ["oml_unix_client, oml_unix_server", "the same in UNIX seconds"],
      ],
    },
  ],
  examples: [
    ["oml2 views demo.sq3", "one experiment"],
    ["oml2 views /var/lib/oml2 --domain demo", "one of a data directory"],
    ["oml2 views postgresql://oml@db.lab/", "all experiments in PostgreSQL"],
    ["oml2 views demo.sq3 --drop", "remove the views"],
  ],
  environment: [
    [
      "PGHOST, PGPORT, PGUSER, PGPASSWORD, PGPASSFILE",
      "what a PostgreSQL URI does not give",
    ],
  ],
  signals: [["TERM, INT", "exit; a database has all of its views, or none"]],
  files: [["FILE.sq3", "is written to, like by any program that uses SQLite"]],
  exitStatus: [
    ["0", "all views are there, or removed"],
    ["1", "a database or a view could not be changed"],
    ["2", "invalid option; nothing was changed"],
  ],
  seeAlso: ["oml2-server(1)", "oml2-view(1)"],
};
