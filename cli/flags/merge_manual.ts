/**
 * The manual page of `oml2 merge`, without its options.
 *
 * @module
 */
import type { Manual } from "../options/manual.ts";

/** The manual of `oml2 merge`. */
export const MERGE_MANUAL: Manual = {
  program: "oml2 merge",
  summary: "join the parts of an experiment of several servers",
  operands: "PART...",
  description: [
    "Joins databases of one experiment, its parts, into a new one, as if one " +
    "server had stored everything. An experiment has several parts if its " +
    "clients went to another server, because theirs had died.",
    "The parts are only read. The new file is like one of oml2-server, which " +
    "can continue it. It gets its name when it is complete; an existing file " +
    "is never replaced. Memory does not depend on the number of rows.",
  ],
  topics: [
    {
      title: "What is joined",
      text: "Rows are in the order in which the servers received them.",
      entries: [
        ["senders", "by their names; their numbers may change"],
        [
          "times",
          "are relative to the earliest start_time of the parts; sequence " +
          "numbers stay as they are",
        ],
        [
          "tables",
          "with the same fields become one; of others with the same name, the " +
          "second is called NAME_2, as by a server",
        ],
        [
          "metadata",
          "of clients like rows; other entries that are the same, once",
        ],
        [
          "rejected samples",
          "all of them, since they have no numbers by which a repeated one " +
          "could be known; their counts, and those of conversions, are added",
        ],
        [
          "resumable streams",
          "continue after what the part with most of the stream has",
        ],
      ],
    },
    {
      title: "The same row",
      text: "Rows of two parts are the same tuple if sender, table, sequence " +
        "number, client's time (within a microsecond) and all values are " +
        "equal. It is stored once; if one part has it several times, as often " +
        "as in that part.",
      entries: [
        ["a tuple that was sent again", "is the same, and stored once"],
        [
          "a restarted client",
          "counts from 1 again, but at another time: everything is stored",
        ],
        [
          "a client that makes up its times",
          "may send equal tuples on purpose: use --keep-all",
        ],
      ],
    },
  ],
  examples: [
    ["oml2 merge oml-1/lab.sq3 oml-2/lab.sq3 --to lab.sq3", "two parts"],
    ["oml2 report lab.sq3", "whether the whole is complete"],
  ],
  environment: [
    ["TMPDIR", "directory of private copies of databases in use"],
  ],
  signals: [["TERM, INT", "remove what was written and exit"]],
  files: [
    [
      "FILE.PID.unfinished",
      "the new database until it is complete; FILE.PID.unfinished-rows has " +
      "rows that parts may have in common",
    ],
    [
      "$TMPDIR/oml2-copy-*",
      "private copies of databases that can't be read in place, removed at " +
      "the end",
    ],
  ],
  exitStatus: [
    ["0", "the new database has everything"],
    ["1", "they could not be merged; there is no new file"],
    ["2", "invalid option"],
  ],
  seeAlso: ["oml2-server(1)", "oml2-verify(1)", "oml2-report(1)"],
};
