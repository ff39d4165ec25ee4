/**
 * The manual page of `oml2 report`, without its options.
 *
 * @module
 */
import type { Manual } from "../options/manual.ts";

/** The manual of `oml2 report`. */
export const REPORT_MANUAL: Manual = {
  program: "oml2 report",
  summary: "report whether a stored run is whole",
  operands: "SOURCE",
  description: [
    "Reads all rows of a stored experiment once, and reports whether something " +
    "is missing or wrong: silent senders, gaps and duplicates in the sequence " +
    "numbers, long silences, early ends, rejected samples, and clocks that " +
    "differ from the server's.",
    "The first line is the verdict, and so is the exit status. It changes " +
    "nothing, and leaves nothing beside the files.",
  ],
  topics: [
    {
      title: "Sources",
      text: "The source holds one experiment, or --domain chooses one.",
      entries: [
        ["FILE.sq3", "a database of oml2-server"],
        ["DIRECTORY", "the databases in it"],
        [
          "postgresql://[ROLE@]HOST[:PORT]/[DATABASE]",
          "a PostgreSQL server, or one of its databases; a password belongs " +
          "into ~/.pgpass or $PGPASSWORD",
        ],
      ],
    },
  ],
  examples: [
    ["oml2 report demo.sq3", "the report as text"],
    ["oml2 report demo.sq3 --format html --to demo.html", "with plots"],
    ["oml2 report /var/lib/oml2 --domain wifi", "one of several experiments"],
    [
      "oml2 report demo.sq3 --format json | jq .verdict.text",
      "for scripts",
    ],
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
      "a private copy of a database that can't be read in place, removed at " +
      "the end",
    ],
  ],
  exitStatus: [
    ["0", "nothing is missing, and nothing is wrong"],
    ["1", "something is missing or wrong, as the verdict says"],
    [
      "2",
      "invalid option; or the source can't be read, or the report can't be " +
      "written",
    ],
  ],
  seeAlso: ["oml2-server(1)", "oml2-view(1)"],
};
