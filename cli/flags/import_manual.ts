/**
 * The manual page of `oml2 import`, without its options.
 *
 * @module
 */
import type { Manual } from "../options/manual.ts";

/** The manual of `oml2 import`. */
export const IMPORT_MANUAL: Manual = {
  program: "oml2 import",
  summary: "store capture files in databases",
  operands: "FILE...",
  description: [
    "Stores capture files in the databases of experiments, as oml2-server " +
    "would store them, without a server: what liboml2 writes with " +
    "--oml-collect file:..., the result files of a proxy, the .oml files of " +
    "FIT IoT-LAB, and the output of oml2 export --format omsp.",
    "A file is imported once. It is recognized by its contents, also under " +
    "another name, and refused the second time. After an interruption, even " +
    "by kill -9 or a power cut, run the import again with the same files: it " +
    "continues after the last stored tuple, and stores nothing twice. If a " +
    "file has grown since its import, only the new part is imported.",
  ],
  topics: [
    {
      title: "A running server",
      text:
        "A server locks its data directory. While it runs, send the files " +
        "to it with oml2 replay, or stop it. Servers and imports can share " +
        "PostgreSQL.",
      entries: [],
    },
  ],
  examples: [
    ["oml2 import run/*.oml -D ./data", "the files of a run into ./data"],
    ["oml2 import node1.oml --domain trial-7", "into the experiment trial-7"],
    [
      "oml2 import run/*.oml -b postgresql --pg-host db.lab",
      "the same into PostgreSQL",
    ],
  ],
  environment: [
    ["OML_SQLITE_DIR", "directory of the databases, without -D"],
    ["PGPASSWORD, PGPASSFILE", "password for PostgreSQL"],
  ],
  signals: [
    ["TERM, INT", "commit what was read and exit; run it again to go on"],
  ],
  files: [["DOMAIN.sq3", "the database of an experiment, in the directory"]],
  exitStatus: [
    ["0", "all files are stored"],
    [
      "1",
      "a file can't be read to its end, was imported before, or can't be " +
      "stored; or the import was interrupted",
    ],
    ["2", "invalid option; nothing was started"],
  ],
  seeAlso: ["oml2-server(1)", "oml2-proxy-server(1)", "oml2-view(1)"],
};
