/**
 * The manual page of `oml2 view`, without its options.
 *
 * @module
 */
import type { Manual } from "../options/manual.ts";

/** The manual of `oml2 view`. */
export const VIEW_MANUAL: Manual = {
  program: "oml2 view",
  summary: "show stored measurements in a browser",
  operands: "SOURCE...",
  description: [
    "Shows stored experiments on a page, with plots of their measurements, " +
    "without a server. It reads SQLite databases of oml2-server, PostgreSQL, " +
    "and capture files: what liboml2 writes with --oml-collect file:..., the " +
    "result files of a proxy, and the consumption and radio files of FIT " +
    "IoT-LAB.",
    "It changes nothing and leaves nothing beside the files. Databases that " +
    "are being written, and capture files that grow, are shown live.",
  ],
  topics: [
    {
      title: "Sources",
      text: "Sources of different kinds can be given together. The files of " +
        "several nodes of one run are one experiment with several senders.",
      entries: [
        ["FILE.sq3", "a database of oml2-server"],
        [
          "FILE.oml",
          "a capture file, whatever its name; a file that was appended to " +
          "holds several runs",
        ],
        [
          "DIRECTORY",
          "all databases in it, .sq3 files, or, if there are none, all capture " +
          "files, .oml",
        ],
        [
          "postgresql://[ROLE@]HOST[:PORT]/[DATABASE]",
          "one database, or all experiments of a PostgreSQL server; a " +
          "password belongs into ~/.pgpass or $PGPASSWORD",
        ],
      ],
    },
  ],
  examples: [
    ["oml2 view demo.sq3 --open", "one experiment, in the browser"],
    ["oml2 view /var/lib/oml2 --port 8080", "a data directory, on port 8080"],
    ["oml2 view consumption/*.oml radio/*.oml", "the files of an IoT-LAB run"],
    ["oml2 view postgresql://oml@db.lab/", "all experiments in PostgreSQL"],
  ],
  environment: [
    ["OML_HTTP_TOKEN", "the token, without --http-token-file"],
    ["TMPDIR", "directory of temporary databases, for capture files"],
    [
      "PGHOST, PGPORT, PGUSER, PGPASSWORD, PGPASSFILE",
      "what a PostgreSQL URI does not give",
    ],
  ],
  signals: [["TERM, INT, HUP", "remove temporary files and exit"]],
  files: [
    [
      "$TMPDIR/oml2-view-*",
      "private databases with the contents of capture files, removed at the " +
      "end",
    ],
  ],
  exitStatus: [
    ["0", "ended by a signal"],
    ["1", "a source can't be read, or the port can't be used"],
    ["2", "invalid option; nothing was started"],
  ],
  seeAlso: ["oml2-server(1)", "oml2-proxy-server(1)"],
};
